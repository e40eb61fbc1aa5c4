import type {Matcher} from '../../base/regexp.js';
import type {FrameTable} from '../../report/flamegraph.js';

/** Milliseconds of one task. */
const slice = 12;

/**
 * Marks the frames whose name or file matches: by row, 1 for a match. The root, row 0
 * of a flame graph, is told by `skipFirst` and is none.
 *
 * It yields to the page between tasks; undefined where `stale` says that nobody
 * waits for it any more.
 */
export async function matchedFrames({names, files}: FrameTable, matcher: Matcher, skipFirst: boolean, stale: () => boolean): Promise<Uint8Array | undefined> {
  const marked = new Uint8Array(names.length);
  let until = performance.now() + slice;
  for (let row = skipFirst ? 1 : 0; row < names.length; row++) {
    if (matcher.test(names[row]!) || (files[row] !== '' && matcher.test(files[row]!))) marked[row] = 1;
    if ((row & 255) === 255 && performance.now() > until) {
      await new Promise((done) => setTimeout(done, 0));
      if (stale()) return undefined;
      until = performance.now() + slice;
    }
  }
  return marked;
}
