import type {Profile} from '../profile.js';
import {parseContention} from './contention.js';
import {parseGoCount} from './count.js';
import {parseCpu} from './cpu.js';
import {parseGoroutines} from './goroutines.js';
import {parseHeap} from './heap.js';
import {parseJava} from './java.js';
import {unrecognized} from './lines.js';
import {parseThread} from './thread.js';

/** What of Go's text pprof would not have read: the names in it, or the whole of a goroutine dump. */
export type GoText = 'names' | 'dump';

/**
 * A profile in one of the formats before profile.proto, or undefined where no
 * parser recognises its heading.
 *
 * They are asked in pprof's order, and the first that knows the heading owns the
 * file: what is wrong further down is `malformed` and not another format.
 *
 * @param bytes the whole file, inflated
 * @param goText also reads what pprof passes over: the names in Go's `debug=1`
 *   text, and goroutine dumps
 * @param onGoText is told where that made a difference
 */
export function parseLegacy(bytes: Uint8Array, goText = false, onGoText: (kind: GoText) => void = () => {}): Profile | undefined {
  const names = (): void => onGoText('names');
  const parsers = [
    () => parseCpu(bytes),
    // A dump may have lines of any length, so it is asked before those that refuse them.
    ...(goText ? [() => parseGoroutines(bytes, () => onGoText('dump'))] : []),
    () => parseHeap(bytes, goText ? names : undefined),
    () => parseGoCount(bytes, goText ? names : undefined),
    () => parseThread(bytes),
    () => parseContention(bytes, goText ? names : undefined),
    () => parseJava(bytes),
  ];
  for (const parse of parsers) {
    const profile = parse();
    if (profile !== unrecognized) return profile;
  }
  return undefined;
}
