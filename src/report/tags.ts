import {alignRight} from '../base/tab-writer.js';
import {magnitude, wideSums} from '../base/sums.js';
import type {Sums} from '../base/sums.js';
import {percentage, scaledLabel} from '../measurement/label.js';
import {compareText} from '../profile/strings.js';
import type {Report} from './report.js';
import {formatValue, plainFormat} from './values.js';
import type {ValueFormat} from './values.js';

/** What samples with each label weigh, keys by name, their values heaviest first. */
export interface TagsReport {
  readonly total: number;
  readonly unit: string;
  readonly outputUnit: string;
  readonly ratio: number;
  readonly keys: readonly string[];
  /** Per key: the sum over its values; a sample with several counts with each. */
  readonly keyTotal: Sums;
  /** The values of key `k` are the rows `start[k]` to `start[k + 1]`. */
  readonly start: Uint32Array;
  readonly values: readonly string[];
  readonly weight: Sums;
}

export function tagsReport(report: Report): TagsReport {
  const format = plainFormat(report);
  const byKey = new Map<string, Map<string, bigint>>();
  const totals = new Map<string, bigint>();
  const setWeights = weightsOfSets(report);
  const {labelSets, strings} = report.profile;
  for (let set = 0; set < labelSets.length; set++) {
    const weight = setWeights[set];
    // A set whose samples weigh nothing is listed; one that no sample carries is not.
    if (weight === undefined) continue;
    for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
      const key = strings.get(labelSets.key[row]!);
      const value = labelSets.isNumber[row] === 0
        ? strings.get(labelSets.string[row]!)
        : scaledLabel(labelSets.number.bigint(row), report.numLabelUnits.get(key) ?? '', format.outputUnit);
      let values = byKey.get(key);
      if (values === undefined) byKey.set(key, (values = new Map()));
      values.set(value, BigInt.asIntN(64, (values.get(value) ?? 0n) + weight));
      totals.set(key, BigInt.asIntN(64, (totals.get(key) ?? 0n) + weight));
    }
  }
  const keys = [...byKey.keys()].sort(compareText);
  const rows = keys.map((key) => [...byKey.get(key)!].sort(([a, x], [b, y]) => descending(magnitude(x), magnitude(y)) || compareText(a, b)));
  const start = new Uint32Array(keys.length + 1);
  rows.forEach((values, at) => (start[at + 1] = start[at]! + values.length));
  const flat = rows.flat();
  return {
    total: Number(report.total), ...format, keys, start,
    keyTotal: wideSums(BigInt64Array.from(keys, (key) => totals.get(key)!)),
    values: flat.map(([value]) => value),
    weight: wideSums(BigInt64Array.from(flat, ([, weight]) => weight)),
  };
}

/** pprof's `-tags`. */
export function tagsText(tags: TagsReport): string {
  const format: ValueFormat = tags;
  const {total} = tags;
  if (tags.keys.length === 0) return '';
  const share = (value: bigint) => (total > 0 ? ` (${percentage(value, total)})` : '');
  const lines: string[] = [];
  tags.keys.forEach((key, at) => {
    const sum = tags.keyTotal.words![at]!;
    lines.push(`${key}:\t Total ${formatValue(format, sum)} of ${formatValue(format, total)}${share(sum)}`);
    for (let row = tags.start[at]!; row < tags.start[at + 1]!; row++) {
      const weight = tags.weight.words![row]!;
      lines.push(` \t${formatValue(format, weight)}${share(weight)}:\t ${tags.values[row]!}`);
    }
    lines.push('');
  });
  return alignRight(lines.join('\n') + '\n');
}

/** By label set: what its samples weigh; undefined where there are none. */
function weightsOfSets({profile: {samples, labelSets}, valueRow}: Report): (bigint | undefined)[] {
  const column = samples.values[valueRow]!;
  const weights = new Array<bigint | undefined>(labelSets.length).fill(undefined);
  // Doubles carry the sum as far as they are exact, so that millions of samples cost no bigint each.
  const partial = new Float64Array(labelSets.length);
  for (let row = 0; row < samples.length; row++) {
    const set = samples.labels[row]!;
    if (weights[set] === undefined) weights[set] = 0n;
    const value = column.number(row);
    const sum = partial[set]! + value;
    if (Number.isSafeInteger(sum) && Number.isSafeInteger(value)) {
      partial[set] = sum;
      continue;
    }
    weights[set] = weights[set]! + BigInt(partial[set]!) + column.bigint(row);
    partial[set] = 0;
  }
  return weights.map((weight, set) => (weight === undefined ? undefined : BigInt.asIntN(64, weight + BigInt(partial[set]!))));
}

function descending(a: bigint, b: bigint): number {
  return a > b ? -1 : a < b ? 1 : 0;
}
