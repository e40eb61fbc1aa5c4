import {scaledLabel} from '../measurement/label.js';
import type {Report} from './report.js';
import {comparedSamples} from './comparison.js';
import {samplesShown} from './source.js';
import {tagsReport} from './tags.js';
import type {TagsReport} from './tags.js';
import type {CumSides} from './top-sides.js';
import {baseSets} from './total.js';

/** What samples with each label weigh, as pprof's `-tags` has it, with the numbers behind the numeric ones. */
export interface LabelsReport {
  readonly total: number;
  readonly unit: string;
  /** Sum of |values| that the filters left. */
  readonly shown: number;
  readonly tags: TagsReport;
  /** By key of `tags`: what the samples weigh that have no such label. */
  readonly without: Float64Array;
  /** By row of `tags.values`: the least and the greatest number that read so; NaN for text. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly numeric: readonly NumericLabel[];
  /** Of a comparison: what each side says of the values of `tags`. */
  readonly sides?: CumSides;
}

/** The numbers of one key, ascending. */
export interface NumericLabel {
  /** Row of `tags.keys`. */
  readonly key: number;
  /** As `tagfocus` reads them; '' for plain numbers. */
  readonly unit: string;
  readonly value: Float64Array;
  /** What the samples with this number weigh. */
  readonly weight: Float64Array;
}

export function labelsReport(report: Report): LabelsReport {
  const tags = tagsReport(report);
  const {labelSets, samples, strings} = report.profile;
  const column = report.profile.samples.values[report.valueRow]!;
  const bySet = new Float64Array(labelSets.length);
  for (let row = 0; row < samples.length; row++) bySet[samples.labels[row]!]! += column.number(row);

  const keyRow = new Map(tags.keys.map((key, row) => [key, row]));
  const without = new Float64Array(tags.keys.length);
  let all = 0;
  for (const weight of bySet) all += weight;
  without.fill(all);
  const numbers = new Map<number, Map<number, number>>();
  const rowsOf = tags.keys.map((_, key) => new Map(tags.values.slice(tags.start[key]!, tags.start[key + 1]!).map((value, at) => [value, tags.start[key]! + at])));
  const low = new Float64Array(tags.values.length).fill(NaN);
  const high = low.slice();
  const lastSet = new Int32Array(tags.keys.length).fill(-1);
  for (let set = 0; set < labelSets.length; set++) {
    for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
      const key = keyRow.get(strings.get(labelSets.key[row]!));
      if (key === undefined) continue;
      if (lastSet[key] !== set) without[key]! -= bySet[set]!;
      lastSet[key] = set;
      if (labelSets.isNumber[row] === 0) continue;
      let values = numbers.get(key);
      if (values === undefined) numbers.set(key, (values = new Map()));
      const value = labelSets.number.number(row);
      if (!values.has(value)) {
        // The numbers that one text stands for lie side by side.
        const at = rowsOf[key]!.get(valueText(report, tags, row));
        if (at !== undefined) {
          low[at] = Number.isNaN(low[at]!) ? value : Math.min(low[at]!, value);
          high[at] = Number.isNaN(high[at]!) ? value : Math.max(high[at]!, value);
        }
      }
      values.set(value, (values.get(value) ?? 0) + bySet[set]!);
    }
  }
  const sides = sidesOf(report, tags, bySet, keyRow, rowsOf);
  return {
    ...(sides === undefined ? {} : {sides}),
    total: Number(report.total), unit: report.unit, shown: samplesShown(report), tags, without, low, high,
    numeric: [...numbers].sort(([a], [b]) => a - b).map(([key, values]) => {
      const sorted = [...values].sort(([a], [b]) => a - b);
      return {
        key,
        unit: report.numLabelUnits.get(tags.keys[key]!) ?? '',
        value: Float64Array.from(sorted, ([value]) => value),
        weight: Float64Array.from(sorted, ([, weight]) => weight),
      };
    }),
  };
}

/** As `-tags` prints the value of a label. */
function valueText({profile: {labelSets, strings}, numLabelUnits}: Report, {outputUnit}: TagsReport, row: number): string {
  if (labelSets.isNumber[row] === 0) return strings.get(labelSets.string[row]!);
  return scaledLabel(labelSets.number.bigint(row), numLabelUnits.get(strings.get(labelSets.key[row]!)) ?? '', outputUnit);
}

/** What each side weighs, by row of `tags.values`. The samples of a base have a label that says so, so that a set is of one side. */
function sidesOf(report: Report, tags: TagsReport, bySet: Float64Array, keyRow: ReadonlyMap<string, number>, rowsOf: readonly ReadonlyMap<string, number>[]): CumSides | undefined {
  const compared = report.config.mean ? undefined : comparedSamples(report);
  if (compared === undefined) return undefined;
  const {labelSets, strings} = report.profile;
  const isBase = baseSets(report.profile)!;
  const before = new Float64Array(tags.values.length);
  const after = before.slice();
  for (let set = 0; set < labelSets.length; set++) {
    for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
      const at = rowsOf[keyRow.get(strings.get(labelSets.key[row]!)) ?? -1]?.get(valueText(report, tags, row));
      if (at === undefined) continue;
      if (isBase[set] === 1) before[at]! -= bySet[set]!;
      else after[at]! += bySet[set]!;
    }
  }
  return {before, after, of: {before: compared.before, after: compared.after, noise: compared.noise}};
}
