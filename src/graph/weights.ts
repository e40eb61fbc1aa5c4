import {sumsAreExact} from '../base/int64.js';
import type {Int64Column} from '../base/int64.js';
import {exactSums, wideSums} from '../base/sums.js';
import type {Sums} from '../base/sums.js';
import type {Profile} from '../profile/profile.js';
import {stackOrder} from './stack-order.js';

/**
 * What the samples weigh, as lanes of doubles.
 *
 * Where every sum is exact in a double there is one lane, the values themselves.
 * Else there are three, of 22, 21 and 21 bits, so that no sum over up to 2^31
 * samples rounds in any of them; `joinLanes` puts the sums of the lanes together
 * and wraps them at 64 bits, as Go's sums wrap.
 */
export type Weights = readonly Lane[];

/**
 * One lane of the values, summed up: cell `p` is what all samples before place `p`
 * of the stack order weigh. So what ends in the stack at `p` is the difference to the
 * next cell, and what goes through it the difference to the cell at its `end`.
 */
export type Lane = Float64Array;

/** One column of values over the stacks. */
export interface Weighed {
  readonly lanes: Weights;
  /** Whether stacks that weigh nothing may have samples that do: some value is negative, or a lane holds a part of it. */
  readonly canCancel: boolean;
  /** Whether every sample weighs something. */
  readonly isFull: boolean;
}

/** Weighs the stacks by a column of values. */
export function weigh(profile: Profile, valueRow: number): Weighed {
  const column = profile.samples.values[valueRow]!;
  const {low, high} = column;
  let isFull = true;
  for (let row = 0; row < column.length && isFull; row++) isFull = !column.isZero(row);
  if (!sumsAreExact(column)) return {lanes: wideLanes(column).map((read) => laneOf(profile, read)), canCancel: true, isFull};
  if (high === undefined) return {lanes: [laneOf(profile, (row) => low[row]!)], canCancel: false, isFull};
  const canCancel = high.some((word) => word < 0);
  return {lanes: [laneOf(profile, (row) => high[row]! * 0x1_0000_0000 + low[row]!)], canCancel, isFull};
}

function wideLanes({low, high}: Int64Column): ((row: number) => number)[] {
  const highWord = (row: number) => (high === undefined ? 0 : high[row]!);
  return [
    (row) => low[row]! & 0x3fffff,
    (row) => (low[row]! >>> 22) | ((highWord(row) & 0x7ff) << 10),
    (row) => highWord(row) >> 11,
  ];
}

function laneOf({samples, stacks}: Profile, read: (row: number) => number): Lane {
  const {placeOf} = stackOrder(stacks);
  const {stack: stackAt, length} = samples;
  const lane = new Float64Array(stacks.length + 1);
  for (let row = 0; row < length; row++) {
    const stack = stackAt[row]!;
    if (stack < 0) continue;
    const after = placeOf[stack]! + 1;
    lane[after] = lane[after]! + read(row);
  }
  for (let place = 1; place < lane.length; place++) lane[place] = lane[place]! + lane[place - 1]!;
  return lane;
}

/** The sums that were made of each lane, as one. */
export function joinLanes(lanes: readonly Float64Array[]): Sums {
  const [first, second, third] = lanes;
  if (second === undefined || third === undefined) return exactSums(first!);
  const words = new BigInt64Array(first!.length);
  // A BigInt64Array wraps what it is given.
  for (let row = 0; row < words.length; row++) words[row] = BigInt(first![row]!) + (BigInt(second[row]!) << 22n) + (BigInt(third[row]!) << 43n);
  return wideSums(words);
}

/**
 * How many samples with a value end before each place of the stack order, one cell
 * more than there are places.
 *
 * Samples that weigh nothing leave no trace in a graph; those that cancel out do,
 * so this cannot be read off the sums.
 */
export function samplesBefore({samples, stacks}: Profile, valueRows: readonly number[]): Uint32Array {
  const {placeOf} = stackOrder(stacks);
  const before = new Uint32Array(stacks.length + 1);
  for (const valueRow of valueRows) {
    const column = samples.values[valueRow]!;
    for (let row = 0; row < samples.length; row++) {
      const stack = samples.stack[row]!;
      if (stack >= 0 && !column.isZero(row)) before[placeOf[stack]! + 1] = 1;
    }
  }
  for (let place = 1; place < before.length; place++) before[place] = before[place]! + before[place - 1]!;
  return before;
}
