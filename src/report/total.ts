import {sumsAreExact} from '../base/int64.js';
import {magnitude} from '../base/sums.js';
import type {LabelSetTable, Profile} from '../profile/profile.js';

/** The label that marks the samples of the base in a profile that `-diff_base` made. */
const baseKey = 'pprof::base';

/**
 * The sum of |values| of the column `valueRow`, under `mean` divided by the sum of
 * the first column. Where samples are marked as the base's, and weigh something,
 * they alone count. (report.go computeTotal)
 */
export function computeTotal(profile: Profile, valueRow: number, mean: boolean): bigint {
  const isBase = baseSets(profile);
  const values = profile.samples.values[valueRow]!;
  if (isBase === undefined && !mean && sumsAreExact(values)) return BigInt(values.absoluteSum());
  const all = sums(profile, valueRow, mean, undefined);
  const base = isBase === undefined ? undefined : sums(profile, valueRow, mean, isBase);
  const {total, divisor} = base !== undefined && base.total > 0n ? base : all;
  return divisor === 0n ? total : BigInt.asIntN(64, total / divisor);
}

function sums({samples}: Profile, valueRow: number, mean: boolean, isBase: Uint8Array | undefined): {total: bigint; divisor: bigint} {
  const counted = (row: number) => isBase === undefined || isBase[samples.labels[row]!] === 1;
  const sum = (column: number, absolute: boolean): bigint => {
    const values = samples.values[column]!;
    if (sumsAreExact(values)) {
      let total = 0;
      for (let row = 0; row < samples.length; row++) {
        if (counted(row)) total += absolute ? Math.abs(values.number(row)) : values.number(row);
      }
      return BigInt(total);
    }
    let total = 0n;
    for (let row = 0; row < samples.length; row++) {
      if (counted(row)) total += absolute ? magnitude(values.bigint(row)) : values.bigint(row);
    }
    return BigInt.asIntN(64, total);
  };
  return {total: sum(valueRow, true), divisor: mean ? sum(0, false) : 0n};
}

const known = new WeakMap<LabelSetTable, {readonly sets: Uint8Array | undefined}>();

/** 1 for each label set of the base; undefined where there is no base. */
export function baseSets(profile: Profile): Uint8Array | undefined {
  const {labelSets} = profile;
  let last = known.get(labelSets);
  if (last === undefined) known.set(labelSets, last = {sets: findBaseSets(profile)});
  return last.sets;
}

function findBaseSets({labelSets, strings}: Profile): Uint8Array | undefined {
  let sets: Uint8Array | undefined;
  const isBaseKey = new Map<number, boolean>();
  for (let set = 0; set < labelSets.length; set++) {
    for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
      if (labelSets.isNumber[row] === 1) continue;
      const key = labelSets.key[row]!;
      let isBase = isBaseKey.get(key);
      if (isBase === undefined) {
        isBase = strings.get(key) === baseKey;
        isBaseKey.set(key, isBase);
      }
      if (isBase && strings.get(labelSets.string[row]!) === 'true') {
        sets ??= new Uint8Array(labelSets.length);
        sets[set] = 1;
      }
    }
  }
  return sets;
}
