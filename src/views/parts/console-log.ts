/** What the rows of a block are: a line that was typed, what came back, what was said beside it, what went wrong. */
export type BlockKind = 'input' | 'output' | 'message' | 'error';

/** More rows than this are no list for a person, and browsers cap the height of an element. */
const mostRows = 400_000;
/** Characters; older blocks go first. */
const mostText = 200_000_000;

interface Block {
  readonly kind: BlockKind;
  readonly text: string;
  /** Where each row begins in `text`; the last entry is one behind its end. */
  readonly starts: Uint32Array;
  /** Pairs of where a function's name begins and ends in `text`, from the front. */
  readonly names: Uint32Array;
  /** The first row of this block among all that were ever added. */
  first: number;
}

/** One row as it is drawn. */
export interface LogRow {
  readonly kind: BlockKind;
  readonly text: string;
  /** Where a function's name stands in `text`; -1 for none. */
  readonly nameStart: number;
  readonly nameEnd: number;
}

/** What has been printed, row by row, at any length: a row is cut out of its block when it is asked for. */
export class ConsoleLog {
  #blocks: Block[] = [];
  #next = 0;

  /** How many rows there are. */
  get length(): number {
    return this.#next - (this.#blocks[0]?.first ?? this.#next);
  }

  /** The whole of it, as it was printed. */
  get text(): string {
    return this.#blocks.map(({kind, text}) => (kind === 'input' ? `(pprof) ${text}` : text)).join('\n') + (this.#blocks.length > 0 ? '\n' : '');
  }

  /**
   * Adds text, where it is any, and gives how many of its rows are not shown since they are too many.
   *
   * @param names pairs of where a function's name begins and ends
   */
  add(kind: BlockKind, printed: string, names: Uint32Array = new Uint32Array(0)): number {
    const text = printed.endsWith('\n') ? printed.slice(0, -1) : printed;
    if (text === '' && kind !== 'input') return 0;
    const starts = [0];
    let rest = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (starts.length < mostRows) starts.push(at + 1);
      else rest++;
    }
    starts.push(rest === 0 ? text.length + 1 : text.indexOf('\n', starts.at(-1)) + 1);
    this.#blocks.push({kind, text, starts: Uint32Array.from(starts), names, first: this.#next});
    this.#next += starts.length - 1;
    let held = this.#blocks.reduce((sum, block) => sum + block.text.length, 0);
    while (this.#blocks.length > 1 && (this.length > mostRows || held > mostText)) held -= this.#blocks.shift()!.text.length;
    return rest;
  }

  clear(): void {
    this.#blocks = [];
    this.#next = 0;
  }

  /** @param row below `length` */
  row(row: number): LogRow {
    const at = row + this.#blocks[0]!.first;
    const {kind, text, starts, names, first} = this.#blocks[lastAtMost(this.#blocks.length, (i) => this.#blocks[i]!.first, at)]!;
    const start = starts[at - first]!;
    const end = starts[at - first + 1]! - 1;
    // The last name that begins before the end of the row.
    const name = lastAtMost(names.length / 2, (i) => names[2 * i]!, end);
    const named = name >= 0 && names[2 * name]! >= start;
    return {
      kind, text: text.slice(start, end),
      nameStart: named ? names[2 * name]! - start : -1,
      nameEnd: named ? names[2 * name + 1]! - start : -1,
    };
  }
}

/** The last of `count` ascending values that is at most `wanted`; -1 for none. */
function lastAtMost(count: number, value: (i: number) => number, wanted: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value(middle) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
