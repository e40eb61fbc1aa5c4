import type {Profile} from '../profile.js';
import {parseContention} from './contention.js';
import {parseGoCount} from './count.js';
import {parseCpu} from './cpu.js';
import {parseGoroutines} from './goroutines.js';
import {parseHeap} from './heap.js';
import {parseJava} from './java.js';
import {unrecognized} from './lines.js';
import {parseThread} from './thread.js';

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
 */
export function parseLegacy(bytes: Uint8Array, goText = false): Profile | undefined {
  const parsers = [
    () => parseCpu(bytes),
    // A dump may have lines of any length, so it is asked before those that refuse them.
    ...(goText ? [() => parseGoroutines(bytes)] : []),
    () => parseHeap(bytes, goText),
    () => parseGoCount(bytes, goText),
    () => parseThread(bytes),
    () => parseContention(bytes, goText),
    () => parseJava(bytes),
  ];
  for (const parse of parsers) {
    const profile = parse();
    if (profile !== unrecognized) return profile;
  }
  return undefined;
}
