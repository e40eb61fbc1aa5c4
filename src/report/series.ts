import {Failure} from '../base/failure.js';
import {Role} from '../config/role.js';
import {noiseLimit, shareThatCounts} from '../measurement/noise.js';
import type {Noise} from '../measurement/noise.js';
import {compatibleUnits, scale} from '../measurement/scale.js';
import type {ValueType} from '../profile/profile.js';
import {sampleIndexRow} from './sample-index.js';
import type {SeriesMeasure, Snapshot} from './snapshot.js';
import {trendOf} from './trend.js';

/** What is known of a snapshot besides what its functions hold. */
export interface SnapshotOrigin {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly binary: string;
  /** When it was taken; 0 for unknown. */
  readonly timeMillis: number;
  /** How long it measured; 0 for what it saw at once. */
  readonly durationNanos: number;
  readonly defaultSampleType: string;
  /** What one sample is worth, and of which type, where it was looked for at a fixed pace. */
  readonly period: ValueType & {readonly value: number};
}

export interface SeriesSnapshot extends SnapshotOrigin {
  readonly snapshot: Snapshot;
}

/**
 * What a sample type says of time: `level` is what there is at a moment, `counter` what
 * there was since the start of the process, `flow` what there was while it was measured.
 */
export type SeriesKind = 'level' | 'counter' | 'flow';

/** Functions by snapshots, the leak suspects first, then by growth. */
export interface SeriesReport {
  /** In the order of time, or of their names where not every one says when it was taken. */
  readonly snapshots: readonly Pick<SnapshotOrigin, 'id' | 'name' | 'timeMillis'>[];
  /** What the snapshots are of. */
  readonly profileKind: string;
  /** Programs that they are of; more than one is to be said. */
  readonly binaries: readonly string[];
  /** Those that every snapshot has, in the units of the first, each with its totals by snapshot. */
  readonly sampleTypes: readonly (ValueType & {readonly totals: Float64Array})[];
  /** Row in `sampleTypes` of what the rows are about. */
  readonly sampleType: number;
  readonly kind: SeriesKind;
  readonly measure: SeriesMeasure;
  /** Minutes since the first by snapshot; their numbers, from 0, where times are not known. */
  readonly at: Float64Array;
  readonly isTimed: boolean;
  /** How the total goes, which is steady where it is neither. */
  readonly way: 'grew' | 'fell' | 'steady';
  /** What explains most of the growth, by `drives` whatever the rows are by: undefined where nothing grows steadily. */
  readonly lead: SeriesLead | undefined;
  /** Rows of `snapshots` before which the service was started anew: what it counts fell. */
  readonly restarts: readonly number[];
  readonly rows: SeriesRows;
  /** How many functions there are beside the rows. */
  readonly others: number;
}

export interface SeriesLead {
  readonly name: string;
  readonly growth: number;
  readonly rising: number;
}

/** One row a function. */
export interface SeriesRows {
  readonly names: readonly string[];
  readonly roles: Uint8Array;
  /** By row, then by snapshot. */
  readonly values: Float64Array;
  /** Last less first. */
  readonly growth: Float64Array;
  /** A unit of `at`; see `Trend`. */
  readonly slope: Float64Array;
  /** Steps in which it grew. */
  readonly rising: Uint16Array;
  /** 1 where it grows steadily, by more than chance, and as a part of the total that counts. */
  readonly suspect: Uint8Array;
}

export interface SeriesWish {
  /** As pprof's `sample_index`; '' for what says most about leaks. */
  readonly sampleIndex: string;
  readonly measure: SeriesMeasure;
}

/** Rows that a person may look through. */
const mostRows = 200;

/** With fewer, what grows in each step may well do so by chance: one of six orders of three. */
const fewestForSuspects = 3;

/** The least share of pairs in order, and of the growth of all, that makes a suspect. */
const steadyOrder = 0.6;
const shareOfGrowth = 0.05;

/**
 * How the functions of some snapshots grew.
 *
 * A suspect grows (its Theil–Sen slope over the whole time is more than noise), steadily
 * (the Mann–Kendall order of its values is at least 0.6, as with 4 pairs of 5 in order),
 * and is at least a twentieth of the growth of all that grow. Counters have none: they
 * only grow. The runtime stands last, since it allocates for others.
 *
 * Fails with `incompatible` where the snapshots have no sample type in common, and with
 * `bad-option` for a sample type that is not there. Each pair of snapshots is looked at,
 * so they are some hundreds at most.
 */
export function seriesReport(unordered: readonly SeriesSnapshot[], {sampleIndex, measure}: SeriesWish): SeriesReport {
  const all = inOrder(unordered);
  const sampleTypes = commonTypes(all);
  const sampleType = typeAsked(sampleTypes, all, sampleIndex);
  const {type, unit, totals} = sampleTypes[sampleType]!;
  const kind = kindOf(type, all);
  const {at, isTimed} = timesOf(all);
  const noise = noiseOf(sampleTypes[sampleType]!, kind, all);
  const read = columnsReader(all, type, unit);
  const analysed = analyse(all, read, {at, kind, noise, totals, measure});
  const leading = measure === 'drives' ? analysed.rows : analyse(all, read, {at, kind, noise, totals, measure: 'drives'}).rows;
  const change = totals.at(-1)! - totals[0]!;
  const isReal = Math.abs(change) > noiseLimit(noise, totals[0]!, totals.at(-1)!) && Math.abs(change) > steadyShare * Math.abs(totals[0]!);
  return {
    snapshots: all.map(({id, name, timeMillis}) => ({id, name, timeMillis})),
    profileKind: all.at(-1)!.kind,
    binaries: [...new Set(all.map(({binary}) => binary).filter((binary) => binary !== ''))],
    sampleTypes, sampleType, kind, measure, at, isTimed,
    way: !isReal ? 'steady' : change > 0 ? 'grew' : 'fell',
    lead: leadOf(leading, kind),
    restarts: restartsOf(sampleTypes, all),
    ...analysed,
  };
}

/** A total that changes by less is said to stay. */
const steadyShare = 0.05;

function leadOf({names, growth, rising, suspect, roles}: SeriesRows, kind: SeriesKind): SeriesLead | undefined {
  // Rows stand in the order of suspicion. Of a counter the first is what adds most.
  const isLead = kind === 'counter' ? (growth[0] ?? 0) > 0 && roles[0]! < Role.allocation : suspect[0] === 1;
  return isLead ? {name: names[0]!, growth: growth[0]!, rising: rising[0]!} : undefined;
}

const naturally = new Intl.Collator('en', {numeric: true});

/** By time where each says one, else by name, `heap2` before `heap10`. */
function inOrder(snapshots: readonly SeriesSnapshot[]): SeriesSnapshot[] {
  const isTimed = snapshots.every(({timeMillis}) => timeMillis > 0);
  return [...snapshots].sort((a, b) => (isTimed ? a.timeMillis - b.timeMillis : 0) || naturally.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
}

function timesOf(snapshots: readonly SeriesSnapshot[]): {at: Float64Array; isTimed: boolean} {
  const first = snapshots[0]!.timeMillis;
  const isTimed = snapshots.every(({timeMillis}) => timeMillis > 0) && snapshots.at(-1)!.timeMillis > first;
  return {at: Float64Array.from(snapshots, ({timeMillis}, i) => (isTimed ? (timeMillis - first) / 60_000 : i)), isTimed};
}

function commonTypes(snapshots: readonly SeriesSnapshot[]): SeriesReport['sampleTypes'] {
  const [first] = snapshots;
  if (first === undefined) throw new Failure('bad-option', 'a series needs a snapshot');
  const types = first.snapshot.sampleTypes.filter(({type, unit}, i, its) =>
    its.findIndex((other) => other.type === type) === i && snapshots.every(({snapshot}) => snapshot.sampleTypes.some((other) => other.type === type && compatibleUnits(other.unit, unit))));
  if (types.length === 0) {
    const other = snapshots.find(({snapshot}) => !snapshot.sampleTypes.some(({type}) => first.snapshot.sampleTypes.some((its) => its.type === type))) ?? snapshots.at(-1)!;
    throw new Failure('incompatible', `a series is of one kind of profile: ${first.name} counts ${typesOf(first)}, and ${other.name} counts ${typesOf(other)}`);
  }
  return types.map(({type, unit}) => ({
    type, unit,
    totals: Float64Array.from(snapshots, ({snapshot}) => {
      const row = snapshot.sampleTypes.findIndex((other) => other.type === type);
      return snapshot.totals[row]! * factorTo(unit, snapshot.sampleTypes[row]!.unit);
    }),
  }));
}

function factorTo(unit: string, from: string): number {
  return from === unit ? 1 : scale(1, from, unit).value;
}

function typesOf({snapshot}: SeriesSnapshot): string {
  return snapshot.sampleTypes.map(({type}) => type).join(', ');
}

/** The row that is asked for. By itself it is the profiles' own default, unless that only ever grows and another tells what is held. */
function typeAsked(sampleTypes: readonly ValueType[], snapshots: readonly SeriesSnapshot[], sampleIndex: string): number {
  const row = sampleIndexRow({sampleTypes, defaultSampleType: snapshots.at(-1)!.defaultSampleType}, sampleIndex);
  if (sampleIndex !== '' || kindOf(sampleTypes[row]!.type, snapshots) !== 'counter') return row;
  const held = sampleTypes.findIndex(({type}) => type === 'inuse_space');
  return held < 0 ? row : held;
}

function kindOf(type: string, snapshots: readonly SeriesSnapshot[]): SeriesKind {
  if (snapshots.some(({durationNanos}) => durationNanos > 0) || /^(?:cpu|wall|samples?)$/.test(type)) return 'flow';
  return isCounter(type) ? 'counter' : 'level';
}

function isCounter(type: string): boolean {
  return /^(?:alloc_\w+|contentions|delay)$/.test(type);
}

function noiseOf({type, unit, totals}: SeriesReport['sampleTypes'][number], kind: SeriesKind, snapshots: readonly SeriesSnapshot[]): Noise {
  const {period} = snapshots.at(-1)!;
  const size = kind !== 'flow' ? 0 : /^samples?$/.test(type) ? 1 : type === period.type ? scale(period.value, period.unit, unit).value : 0;
  if (size > 0) return {kind: 'samples', before: size, after: size};
  let greatest = 0;
  for (const total of totals) greatest = Math.max(greatest, Math.abs(total));
  return {kind: 'share', limit: shareThatCounts * greatest};
}

/** Rows before which a counter of the process, of any type, is less than it was. */
function restartsOf(sampleTypes: SeriesReport['sampleTypes'], snapshots: readonly SeriesSnapshot[]): number[] {
  const counters = sampleTypes.filter(({type}) => kindOf(type, snapshots) === 'counter');
  return snapshots.flatMap((_, i) => (i > 0 && counters.some(({totals}) => totals[i]! < totals[i - 1]!) ? [i] : []));
}

type Columns = (snapshot: Snapshot, measure: SeriesMeasure) => {readonly values: Float64Array; readonly factor: number};

/** Gives the column of a snapshot, and what brings it to the unit of the series. */
function columnsReader(snapshots: readonly SeriesSnapshot[], type: string, unit: string): Columns {
  const rows = new Map(snapshots.map(({snapshot}) => [snapshot, snapshot.sampleTypes.findIndex((other) => other.type === type)]));
  return (snapshot, measure) => {
    const row = rows.get(snapshot)!;
    return {values: snapshot.values[row]![measure], factor: factorTo(unit, snapshot.sampleTypes[row]!.unit)};
  };
}

interface Question {
  readonly at: Float64Array;
  readonly kind: SeriesKind;
  readonly noise: Noise;
  readonly totals: Float64Array;
  readonly measure: SeriesMeasure;
}

function analyse(snapshots: readonly SeriesSnapshot[], read: Columns, question: Question): Pick<SeriesReport, 'rows' | 'others'> {
  const {at, kind, noise, totals, measure} = question;
  const count = snapshots.length;
  const {names, roles, values, others} = candidates(snapshots, read, measure, at);
  const length = names.length;
  const span = at.at(-1)! - at[0]!;
  const growth = new Float64Array(length);
  const slope = new Float64Array(length);
  const rising = new Uint16Array(length);
  const isSteady = new Uint8Array(length);
  for (let row = 0; row < length; row++) {
    const its = values.subarray(row * count, (row + 1) * count);
    const trend = trendOf(its, at);
    growth[row] = its[count - 1]! - its[0]!;
    slope[row] = trend.slope;
    rising[row] = trend.rising;
    const limit = noiseLimit(noise, its[0]!, its[count - 1]!);
    if (trend.order >= steadyOrder && trend.slope * span > limit && growth[row]! > limit) isSteady[row] = 1;
  }
  // What others let go of does not make a leak smaller.
  let grown = totals.at(-1)! - totals[0]!;
  if (measure === 'drives') grown = Math.max(grown, growth.reduce((sum, by) => sum + Math.max(0, by), 0));
  const suspect = isSteady.map((is, row) => (is === 1 && kind !== 'counter' && count >= fewestForSuspects && growth[row]! >= shareOfGrowth * grown ? 1 : 0));
  // By self and by total one leak shows in several functions, of which the own code is where it can be mended.
  const distance = (row: number): number => (roles[row]! >= Role.allocation ? 2 : measure === 'drives' || roles[row] === Role.yourCode ? 0 : 1);
  const order = Int32Array.from({length}, (_, row) => row).sort((a, b) =>
    suspect[b]! - suspect[a]! || (suspect[a] === 1 ? distance(a) - distance(b) : 0) || growth[b]! - growth[a]! || a - b);
  const sorted = new Float64Array(values.length);
  order.forEach((row, i) => sorted.set(values.subarray(row * count, (row + 1) * count), i * count));
  return {
    rows: {
      names: Array.from(order, (row) => names[row]!),
      roles: Uint8Array.from(order, (row) => roles[row]!),
      values: sorted,
      growth: Float64Array.from(order, (row) => growth[row]!),
      slope: Float64Array.from(order, (row) => slope[row]!),
      rising: Uint16Array.from(order, (row) => rising[row]!),
      suspect: Uint8Array.from(order, (row) => suspect[row]!),
    },
    others,
  };
}

/**
 * The functions that change most, in any order, with their values.
 *
 * A change is the greater of last less first and what a straight line through all
 * points gains, so that neither one odd snapshot at the end hides what grows, nor
 * does every function need a row of its own in memory.
 */
function candidates(snapshots: readonly SeriesSnapshot[], read: Columns, measure: SeriesMeasure, at: Float64Array): Omit<SeriesRows, 'growth' | 'slope' | 'rising' | 'suspect'> & {readonly others: number} {
  const count = snapshots.length;
  const middle = at.reduce((sum, time) => sum + time, 0) / count;
  const spread = at.reduce((sum, time) => sum + (time - middle) ** 2, 0);
  const span = at[count - 1]! - at[0]!;
  const rowOf = new Map<string, number>();
  const gained: number[] = [];
  const net: number[] = [];
  const size: number[] = [];
  const role: number[] = [];
  snapshots.forEach(({snapshot}, i) => {
    const {values, factor} = read(snapshot, measure);
    const share = spread === 0 ? 0 : ((at[i]! - middle) * span) / spread;
    const end = (i === count - 1 ? 1 : 0) - (i === 0 ? 1 : 0);
    for (let f = 0; f < values.length; f++) {
      const value = values[f]! * factor;
      if (value === 0) continue;
      let row = rowOf.get(snapshot.names[f]!);
      if (row === undefined) {
        row = rowOf.size;
        rowOf.set(snapshot.names[f]!, row);
        gained.push(0);
        net.push(0);
        size.push(0);
        role.push(snapshot.roles[f]!);
      }
      gained[row]! += value * share;
      net[row]! += value * end;
      size[row] = Math.max(size[row]!, Math.abs(value));
    }
  });
  const weight = Float64Array.from(gained, (by, row) => Math.max(Math.abs(by), Math.abs(net[row]!)));
  // Where nothing changes, the largest are shown.
  const picked = Array.from(weight, (_, row) => row).sort((a, b) => weight[b]! - weight[a]! || size[b]! - size[a]! || a - b).slice(0, mostRows);
  const place = new Map(picked.map((row, i) => [row, i]));
  const matrix = new Float64Array(picked.length * count);
  const names = new Array<string>(picked.length);
  snapshots.forEach(({snapshot}, i) => {
    const {values, factor} = read(snapshot, measure);
    for (let f = 0; f < values.length; f++) {
      const at_ = place.get(rowOf.get(snapshot.names[f]!) ?? -1);
      if (at_ === undefined) continue;
      names[at_] = snapshot.names[f]!;
      matrix[at_ * count + i]! += values[f]! * factor;
    }
  });
  return {names, roles: Uint8Array.from(picked, (row) => role[row]!), values: matrix, others: rowOf.size - picked.length};
}
