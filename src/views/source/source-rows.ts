/** What one line costs. */
export interface LineCost {
  readonly flat: number;
  readonly cum: number;
  /** Whether the line is of the function that is shown, and not of another one in the file. */
  readonly own: boolean;
  /** Row of the costs of its function, -1 for a line of another one. */
  readonly row: number;
}

/** A row of the view. */
export type SourceRow =
  | {readonly kind: 'line'; readonly line: number}
  /** Lines `from` to `to` are not shown. */
  | {readonly kind: 'fold'; readonly from: number; readonly to: number}
  /** A call of the line above: a row of `calls`. */
  | {readonly kind: 'call'; readonly call: number};

/** Lines shown before the first and after the last that is seen, as pprof does. */
const margin = 5;
const longestFunction = 400;

/**
 * The line on which a function ends: the first after the last line that is seen of it
 * that closes a block no deeper than the function begins. Where there is none, a few
 * lines more than what is seen.
 */
export function lastLineOf(lines: readonly string[], first: number, lastSeen: number): number {
  const opened = indentOf(lines[first - 1] ?? '');
  for (let line = Math.max(lastSeen, first + 1); line <= Math.min(lines.length, lastSeen + longestFunction); line++) {
    const text = lines[line - 1]!;
    if (/^\s*[})\]]/.test(text) && indentOf(text) <= opened) return line;
  }
  return Math.min(lines.length, lastSeen + margin);
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

/**
 * The rows of a file.
 *
 * @param shown the spans of lines to show, ascending; all between them is folded
 * @param callsOf by line: the calls to show below it
 */
export function rowsOf(count: number, shown: readonly (readonly [from: number, to: number])[], callsOf: (line: number) => readonly number[]): SourceRow[] {
  const rows: SourceRow[] = [];
  let next = 1;
  for (const [from, to] of shown) {
    const first = Math.max(next, from);
    if (first > next) rows.push({kind: 'fold', from: next, to: first - 1});
    for (let line = first; line <= Math.min(to, count); line++) {
      rows.push({kind: 'line', line});
      for (const call of callsOf(line)) rows.push({kind: 'call', call});
    }
    next = Math.max(next, Math.min(to, count) + 1);
  }
  if (next <= count) rows.push({kind: 'fold', from: next, to: count});
  return rows;
}

/** Spans that touch or overlap become one. */
export function joined(spans: readonly (readonly [from: number, to: number])[]): [number, number][] {
  const all: [number, number][] = [];
  for (const [from, to] of [...spans].sort(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}
