import {toInt64} from '../base/sums.js';
import {Int64Builder, sumsAreExact} from '../base/int64.js';
import type {Int64Column} from '../base/int64.js';
import {compatibleUnits, scale} from '../measurement/scale.js';
import {LabelBuilder} from './labels.js';
import {checkCompatible, goType, incompatible, mergeProfiles} from './merge.js';
import type {LabelSetTable, Profile, ValueType} from './profile.js';
import {StringPool} from './strings.js';

/**
 * One profile of all sources of a kind, in pprof's order: the sample types that all
 * have, their units the finest of each, then merged (internal/driver/fetch.go,
 * combineProfiles). One source alone is not merged with itself; a type that it has
 * twice goes.
 *
 * Fails with `incompatible`.
 */
export function combineProfiles(profiles: readonly Profile[]): Profile {
  const scaled = scaleToCommonUnits(cutToCommonTypes(profiles));
  return scaled.length === 1 ? scaled[0]! : mergeProfiles(scaled);
}

export interface BaseOptions {
  /** The base's samples stay apart (`-diff_base`), else they cancel against equal ones (`-base`). */
  readonly diff: boolean;
  /** First makes the sums of `profile` those of the base. */
  readonly normalize: boolean;
}

/** The label that pprof puts on the samples of a diff's base. */
export const baseLabel = {key: 'pprof::base', value: 'true'};

/** `profile` less `base`, each made by `combineProfiles`. Fails with `incompatible`. */
export function subtractBase(profile: Profile, base: Profile, {diff, normalize}: BaseOptions): Profile {
  const labelled = diff ? labelSamples(base, baseLabel.key, baseLabel.value) : base;
  const negated = scaleProfile(labelled, -1);
  if (!normalize) return combineProfiles([profile, negated]);
  const ratios = ratiosTo(profile, base);
  const combined = combineProfiles([scaleValues(profile, ratios), negated]);
  return {...combined, normalizedBy: combined.sampleTypes.map(({type}) => ratios[profile.sampleTypes.findIndex((other) => other.type === type)] ?? 1)};
}

/** `profile` with each value times Σ base ÷ Σ profile of its type; 0 where Σ profile is 0. Fails with `incompatible`. */
export function normalizeProfile(profile: Profile, base: Profile): Profile {
  return scaleValues(profile, ratiosTo(profile, base));
}

function ratiosTo(profile: Profile, base: Profile): number[] {
  checkCompatible(profile, base);
  return profile.samples.values.map((column, i) => {
    const sum = sumOf(column);
    return sum === 0n ? 0 : Number(sumOf(base.samples.values[i]!)) / Number(sum);
  });
}

/** `profile` with each value times `ratio`, rounded. */
export function scaleProfile(profile: Profile, ratio: number): Profile {
  return scaleValues(profile, profile.sampleTypes.map(() => ratio));
}

/**
 * `profile` with the values of each type times its ratio, rounded to the nearest
 * integer, halves away from 0.
 *
 * A sample is dropped where no value that was multiplied is left, even if one that
 * was not is there: so does pprof (profile/profile.go, ScaleN). Gives `profile`
 * itself where all ratios are 1.
 */
export function scaleValues(profile: Profile, ratios: readonly number[]): Profile {
  if (ratios.every((ratio) => ratio === 1)) return profile;
  const {samples} = profile;
  const kept = new Uint8Array(samples.length);
  const scaled = samples.values.map((column, i) => {
    if (ratios[i] === 1) return column;
    const values = new Int64Builder(samples.length);
    for (let sample = 0; sample < samples.length; sample++) {
      pushRounded(values, column.number(sample) * ratios[i]!);
      if (!values.equals(sample, 0, 0)) kept[sample] = 1;
    }
    return values.finish();
  });
  const count = kept.reduce((sum, is) => sum + is, 0);
  if (count === samples.length) return {...profile, samples: {...samples, values: scaled}};
  const rows = new Uint32Array(count);
  for (let sample = 0, at = 0; sample < samples.length; sample++) if (kept[sample] === 1) rows[at++] = sample;
  return {
    ...profile,
    samples: {
      length: count,
      stack: Int32Array.from(rows, (sample) => samples.stack[sample]!),
      labels: Uint32Array.from(rows, (sample) => samples.labels[sample]!),
      values: scaled.map((column) => column.gather(rows)),
    },
  };
}

/** `profile` whose samples all have one more string label; values that they had for the key go. */
export function labelSamples(profile: Profile, key: string, value: string): Profile {
  const {labelSets} = profile;
  const strings = new StringPool(profile.strings);
  const keyRow = strings.row(key);
  const valueRow = strings.row(value);
  const sets = new LabelBuilder();
  const rows = new Uint32Array(labelSets.length);
  for (let set = 0; set < labelSets.length; set++) {
    for (let label = labelSets.start[set]!; label < labelSets.start[set + 1]!; label++) copyLabel(sets, labelSets, label, (row) => strings.get(row) === key);
    sets.text(keyRow, valueRow);
    rows[set] = sets.row();
  }
  return {...profile, strings, labelSets: sets.finish(), samples: {...profile.samples, labels: profile.samples.labels.map((set) => rows[set]!)}};
}

function copyLabel(sets: LabelBuilder, from: LabelSetTable, label: number, replaced: (key: number) => boolean): void {
  const key = from.key[label]!;
  if (from.isNumber[label] === 1) sets.number(key, from.number.low[label]!, from.number.high?.[label] ?? 0, from.unit[label]!);
  else if (!replaced(key)) sets.text(key, from.string[label]!);
}

/** The profiles with the sample types that all of them have, once each, in the order of the first (profile/merge.go, CompatibilizeSampleTypes). */
function cutToCommonTypes(profiles: readonly Profile[]): Profile[] {
  const counts = new Map<string, number>();
  for (const profile of profiles) for (const {type} of profile.sampleTypes) counts.set(type, (counts.get(type) ?? 0) + 1);
  const common = profiles[0]!.sampleTypes.map(({type}) => type).filter((type) => counts.get(type) === profiles.length);
  if (common.length === 0) throw incompatible('profiles have empty common sample type list');
  return profiles.map((profile) => {
    const rows = common.map((type) => {
      const row = profile.sampleTypes.findIndex((other) => other.type === type);
      // A type that one profile has twice and another not at all counts as common to two.
      if (row < 0) throw incompatible(`${JSON.stringify(type)} sample type is not found in profile`);
      return row;
    });
    if (rows.length === profile.sampleTypes.length && rows.every((row, i) => row === i)) return profile;
    return {
      ...profile,
      sampleTypes: rows.map((row) => profile.sampleTypes[row]!),
      defaultSampleType: common.includes(profile.defaultSampleType) ? profile.defaultSampleType : common[0]!,
      samples: {...profile.samples, values: rows.map((row) => profile.samples.values[row]!)},
    };
  });
}

/** The profiles with the finest unit that any of them has, type by type (internal/measurement, ScaleProfiles). */
function scaleToCommonUnits(profiles: readonly Profile[]): Profile[] {
  if (profiles.length === 1) return [...profiles];
  const periodUnit = commonUnit('period type', profiles.map(({periodType}) => periodType));
  const units = profiles[0]!.sampleTypes.map((_, i) => commonUnit('sample types', profiles.map(({sampleTypes}) => sampleTypes[i]!)));
  return profiles.map((profile) => scaleValues({
    ...profile,
    period: toInt64(scale(profile.period, profile.periodType.unit, periodUnit).value),
    periodType: {...profile.periodType, unit: periodUnit},
    sampleTypes: profile.sampleTypes.map((type, i) => ({...type, unit: units[i]!})),
  }, profile.sampleTypes.map((type, i) => scale(1, type.unit, units[i]!).value)));
}

function commonUnit(what: string, types: readonly ValueType[]): string {
  let finest = types[0]!;
  for (const type of types.slice(1)) {
    if (withoutS(finest.type) !== withoutS(type.type) || !compatibleUnits(finest.unit, type.unit)) {
      throw incompatible(`${what}: incompatible types: ${goType(finest)} ${goType(type)}`);
    }
    if (scale(1, type.unit, finest.unit).value < 1) finest = type;
  }
  return finest.unit;
}

function withoutS(type: string): string {
  return type.endsWith('s') ? type.slice(0, -1) : type;
}

/** The sum of a column, wrapped at 64 bits. */
function sumOf(column: Int64Column): bigint {
  if (sumsAreExact(column)) {
    let sum = 0;
    for (let row = 0; row < column.length; row++) sum += column.number(row);
    return BigInt(sum);
  }
  let sum = 0n;
  for (let row = 0; row < column.length; row++) sum += column.bigint(row);
  return BigInt.asIntN(64, sum);
}

function pushRounded(values: Int64Builder, value: number): void {
  const rounded = roundAwayFromZero(value);
  if (Math.abs(rounded) <= Number.MAX_SAFE_INTEGER) values.pushNumber(rounded);
  else values.pushBigint(toInt64(rounded));
}

/** Go's math.Round; JavaScript's rounds a half up, and 0.49999999999999994 to 1 when done by hand. */
function roundAwayFromZero(value: number): number {
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
}
