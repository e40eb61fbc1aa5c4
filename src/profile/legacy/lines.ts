import {Failure} from '../../base/failure.js';

const decoder = new TextDecoder('utf-8', {ignoreBOM: true});

// Go's line reader gives up on a line of 64 KiB, and pprof says so.
const longestLine = 65_535;

/** Reads text line by line as Go's scanner does: without the line end, and without a carriage return before it. */
export class Lines {
  readonly #bytes: Uint8Array;
  #next = 0;
  /** The line that was read last, '' before the first and after the end. */
  line = '';
  /** Its number, from 1. */
  number = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Moves to the next line; false at the end. Fails with `malformed` on a line that is too long for pprof. */
  read(): boolean {
    const bytes = this.#bytes;
    if (this.#next >= bytes.length) {
      this.line = '';
      return false;
    }
    const found = bytes.indexOf(10, this.#next);
    const end = found < 0 ? bytes.length : found;
    if (end - this.#next > longestLine) {
      throw new Failure('not-a-profile', `line ${this.number + 1} is longer than 64 KiB, so this is neither a profile.proto nor one of the text formats`, {
        pprof: 'parsing profile: bufio.Scanner: token too long',
      });
    }
    const last = end > this.#next && bytes[end - 1] === 13 ? end - 1 : end;
    this.line = decoder.decode(bytes.subarray(this.#next, last));
    this.#next = end + 1;
    this.number++;
    return true;
  }
}

/** Whether a line holds nothing, or a comment. */
export function isSpaceOrComment(line: string): boolean {
  const text = line.trim();
  return text === '' || text.startsWith('#');
}

/** What stands for Go's "unrecognized": this parser does not own the file, so the next one is asked. */
export const unrecognized = Symbol('unrecognized');

/** A line that the format does not allow, in a file that this parser owns. `pprof` is what pprof says after `parsing profile: `. */
export function malformedLine(lines: Lines, what: string, pprof = 'malformed profile format'): Failure {
  const text = lines.line.length > 80 ? `${lines.line.slice(0, 80)}…` : lines.line;
  return new Failure('malformed', `line ${lines.number} ${what}: ${text}`, {pprof: `parsing profile: ${pprof}`});
}
