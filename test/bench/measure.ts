/** What several runs came to. */
export interface Measured {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly count: number;
}

export function measured(values: readonly number[]): Measured {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return {median, least: sorted[0]!, most: sorted.at(-1)!, count: sorted.length};
}

/** One line of the table. A value may have a limit that it is held against, and a ratio to something measured in the same run. */
export interface Row {
  readonly what: string;
  readonly on: string;
  readonly unit: Unit;
  readonly value: Measured;
  readonly ratio?: {readonly of: Measured; readonly to: string};
  /** What the value, or the ratio where `ofRatio` says so, should be at most (or at least, under `atLeast`). */
  readonly goal?: {readonly bound: number; readonly ofRatio?: boolean; readonly atLeast?: boolean};
}

export type Unit = 'ms' | 'MB' | 'MB/s' | 'kB' | 'count';

/** Runs of an answer with a number in each, as rows: the one way that every part of the bench makes them. */
export function row(what: string, on: string, unit: Unit, values: readonly number[], more: {readonly by?: readonly number[]; readonly to?: string; readonly goal?: Row['goal']} = {}): Row {
  const {by, to, goal} = more;
  return {
    what, on, unit,
    value: measured(values),
    ...(by === undefined ? {} : {ratio: {of: measured(values.map((value, run) => value / by[run]!)), to: to!}}),
    ...(goal === undefined ? {} : {goal}),
  };
}

/** Rows as a table of Markdown. */
export function printed(rows: readonly Row[]): string {
  const lines = ['| what | on | median | spread | ratio | goal | |', '|---|---|---:|---|---|---|---|'];
  for (const {what, on, unit, value, ratio, goal} of rows) {
    const spread = value.count === 1 ? 'one run' : `${figure(value.least, unit)} to ${figure(value.most, unit)}`;
    const ratios = ratio === undefined ? '' : `${times(ratio.of.median)} ${ratio.to}${ratio.of.count === 1 ? '' : ` (${times(ratio.of.least)} to ${times(ratio.of.most)})`}`;
    let bound = '';
    let verdict = '';
    if (goal !== undefined) {
      bound = `${goal.atLeast ? '≥' : '≤'} ${goal.ofRatio ? times(goal.bound) : figure(goal.bound, unit)}`;
      const reached = goal.ofRatio ? ratio!.of.median : value.median;
      verdict = (goal.atLeast ? reached >= goal.bound : reached <= goal.bound) ? 'yes' : 'no';
    }
    lines.push(`| ${[what, on, figure(value.median, unit), spread, ratios, bound, verdict].join(' | ')} |`);
  }
  return lines.join('\n');
}

function figure(value: number, unit: Unit): string {
  const digits = Math.abs(value) >= 100 || unit === 'count' ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = value.toFixed(digits);
  return unit === 'count' ? text : `${text} ${unit}`;
}

function times(ratio: number): string {
  return `${ratio.toFixed(ratio >= 10 ? 1 : 2)}×`;
}
