import type {Profile} from '../profile/profile.js';

/** Longer than any line of a report that a person reads; what is longer is not looked through. */
const longestLine = 20_000;

/** The names of a profile's functions, each once. They are read when they are first asked for. */
export class FunctionNames {
  readonly #profile: Profile;
  #names: ReadonlySet<string> | undefined;

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  get all(): ReadonlySet<string> {
    if (this.#names === undefined) {
      const {functions, strings} = this.#profile;
      const rows = new Set<number>();
      for (let row = 0; row < functions.length; row++) rows.add(functions.name[row]!);
      const names = new Set<string>();
      for (const row of rows) names.add(strings.get(row));
      names.delete('');
      this.#names = names;
    }
    return this.#names;
  }

  /**
   * Where the rows of a report name functions: pairs of where a name begins and where
   * it ends in `text`, from the front, at most one a line.
   */
  spansIn(text: string): Uint32Array {
    const spans: number[] = [];
    for (let start = 0; start < text.length;) {
      const newline = text.indexOf('\n', start);
      const end = newline < 0 ? text.length : newline;
      if (end - start < longestLine) {
        const span = this.#spanIn(text.slice(start, end));
        if (span !== undefined) spans.push(start + span[0], start + span[1]);
      }
      start = end + 1;
    }
    return Uint32Array.from(spans);
  }

  #spanIn(line: string): readonly [start: number, end: number] | undefined {
    for (const row of rows) {
      const match = row.exec(line);
      if (match === null) continue;
      const start = match[1]!.length;
      const length = this.#nameAtStart(line.slice(start));
      if (length > 0) return [start, start + length];
    }
    return undefined;
  }

  /** The length of the name that `text` begins with, when what may stand behind a name in a row is taken off; 0 for none. */
  #nameAtStart(text: string): number {
    if (this.all.has(text)) return text.length;
    let end = text.length;
    for (const suffix of [' (inline)', ' (partial-inline)']) if (text.endsWith(suffix)) end -= suffix.length;
    // A file, with its line, and `in` before it in a listing. Both may hold spaces.
    for (let cuts = 0; cuts < 8 && end > 0; cuts++) {
      if (this.all.has(text.slice(0, end))) return end;
      end = text.lastIndexOf(' ', end - 1);
    }
    return 0;
  }
}

/** What stands before the name: in a listing, in top, in tree and peek, in traces. An address may follow in each. */
const rows = [
  /^(ROUTINE =+ )\S/,
  /^(\s*\S+\s+\S+%\s+\S+%\s+\S+\s+\S+% \s*(?:\| +)?(?:[0-9a-f]{16} )?)\S/,
  /^(\s+\S+\s+\S+%\s+\| +(?:[0-9a-f]{16} )?)\S/,
  /^(\s*\S* {3}(?:[0-9a-f]{16} )?)\S/,
];
