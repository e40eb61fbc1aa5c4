import type {Matcher} from '../../base/regexp.js';
import type {FrameTable} from '../../report/flamegraph.js';
import {patternIn} from '../../base/search.js';

/** Milliseconds of one task. */
const slice = 12;

/** Names and files in lower case, for as long as their table is there: a letter more in the search box asks all of them again. */
const lowered = new WeakMap<readonly string[], readonly string[]>();

function lowerCase(texts: readonly string[]): readonly string[] {
  let lower = lowered.get(texts);
  if (lower === undefined) lowered.set(texts, lower = texts.map((text) => text.toLowerCase()));
  return lower;
}

/**
 * Marks the frames whose name or file has the text of the search box in it, in capitals
 * or not: by row, 1 for a match. Plain text only, since a pattern takes its time.
 */
export function framesWith({names, files}: Pick<FrameTable, 'names' | 'files'>, text: string): Uint8Array {
  const marked = new Uint8Array(names.length);
  const wanted = text.toLowerCase();
  const lowerNames = lowerCase(names);
  const lowerFiles = lowerCase(files);
  for (let row = 0; row < marked.length; row++) {
    if (lowerNames[row]!.includes(wanted) || lowerFiles[row]!.includes(wanted)) marked[row] = 1;
  }
  return marked;
}

/**
 * Marks the frames whose name or file matches: by row, 1 for a match.
 *
 * It yields to the page between tasks; undefined where `stale` says that nobody
 * waits for it any more.
 */
export async function framesMatching({names, files}: Pick<FrameTable, 'names' | 'files'>, matcher: Matcher, stale: () => boolean): Promise<Uint8Array | undefined> {
  const marked = new Uint8Array(names.length);
  let until = performance.now() + slice;
  for (let row = 0; row < names.length; row++) {
    if (isMatch(matcher, names[row]!, files[row])) marked[row] = 1;
    if ((row & 63) !== 63 || performance.now() <= until) continue;
    await new Promise((done) => setTimeout(done, 0));
    if (stale()) return undefined;
    until = performance.now() + slice;
  }
  return marked;
}

/** `matcher`, which answers for a name or file that it was asked before as it did then. */
export function remembering(matcher: Matcher): Matcher {
  const known = new Map<string, boolean>();
  return {
    test(text) {
      let answer = known.get(text);
      if (answer === undefined) known.set(text, answer = matcher.test(text));
      return answer;
    },
  };
}

/** Marks the frames whose name or file matches, at once: for a matcher that has been asked of most of them. */
export function framesOf({names, files}: Pick<FrameTable, 'names' | 'files'>, matcher: Matcher): Uint8Array {
  return Uint8Array.from(names, (name, row) => isMatch(matcher, name, files[row]) ? 1 : 0);
}

function isMatch(matcher: Matcher, name: string, file: string | undefined): boolean {
  return matcher.test(name) || (file !== undefined && file !== '' && matcher.test(file));
}

/** Whether a search is plain text, which `framesWith` answers at once. */
export function isPlain(search: string): boolean {
  return patternIn(search) === undefined;
}
