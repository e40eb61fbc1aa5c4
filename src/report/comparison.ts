import {scale} from '../measurement/scale.js';
import {shareThatCounts} from '../measurement/noise.js';
import type {Noise} from '../measurement/noise.js';
import type {Profile} from '../profile/profile.js';
import type {Report} from './report.js';
import {baseSets} from './total.js';

/** A number of each side of a comparison, one cell a row. Both are what the side itself says, so they are not negative as a rule. */
export interface Sides {
  readonly before: Float64Array;
  readonly after: Float64Array;
}

/** What a report is a comparison by. */
export interface Comparison {
  /** The sums of all samples that the filters left. */
  readonly before: number;
  readonly after: number;
  readonly noise: Noise;
}

/** `Comparison` with what it takes to weigh its sides apart. */
export interface ComparedSamples extends Comparison {
  /** By sample: 1 where it is of the base, whose values are negated. */
  readonly isBase: Uint8Array;
}

/** The two sides of a profile that `-diff_base` made; undefined for any other. */
export function comparedSamples({profile, valueRow}: Pick<Report, 'profile' | 'valueRow'>): ComparedSamples | undefined {
  const {samples} = profile;
  const sets = baseSets(profile);
  if (sets === undefined) return undefined;
  const isBase = samples.labels.map((set) => sets[set]!);
  const values = samples.values[valueRow]!;
  let before = 0;
  let after = 0;
  for (let row = 0; row < samples.length; row++) {
    if (isBase[row] === 1) before -= values.number(row);
    else after += values.number(row);
  }
  return {isBase: Uint8Array.from(isBase), before, after, noise: noiseOf(profile, valueRow, before, after)};
}

/** Samples that were looked for at a fixed pace are counted; heaps, contentions and the like are scaled up by their recorders. */
function noiseOf(profile: Profile, valueRow: number, before: number, after: number): Noise {
  const {sampleTypes, periodType, period, normalizedBy} = profile;
  const {type, unit} = sampleTypes[valueRow]!;
  const isPaced = periodType.type === 'cpu' || periodType.type === 'wall';
  const isCount = isPaced && unit === 'count' && /^samples?$/.test(type);
  const size = isCount ? 1 : isPaced && type === periodType.type ? Math.abs(scale(Number(period), periodType.unit, unit).value) : 0;
  if (size > 0) return {kind: 'samples', before: size, after: size * Math.abs(normalizedBy?.[valueRow] ?? 1)};
  return {kind: 'share', limit: shareThatCounts * Math.max(Math.abs(before), Math.abs(after))};
}
