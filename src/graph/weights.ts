import {written} from '../base/columns.js';
import {sumsAreExact} from '../base/int64.js';
import type {Int64Column} from '../base/int64.js';
import {exactSums, wideSums} from '../base/sums.js';
import type {Sums} from '../base/sums.js';
import type {Profile} from '../profile/profile.js';
import {sampledStacks, stackSums, sumByStack} from '../profile/sampled-stacks.js';
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

/** One column of values over the stacks with samples. */
export interface Weighed {
  /** By lane: what each stack weighs itself, by cell of `SampledStacks.stack`. */
  readonly sums: readonly Float64Array[];
  /** Whether stacks that weigh nothing may have samples that do: some value is negative, or a lane holds a part of it. */
  readonly canCancel: boolean;
  /** Whether every sample weighs something. */
  readonly isFull: boolean;
}

/** Weighs the stacks by a column of values. */
export function weigh(profile: Profile, valueRow: number): Weighed {
  const column = profile.samples.values[valueRow]!;
  const {size, signed, isFull} = stackSums(profile, valueRow);
  if (sumsAreExact(column)) return {sums: [signed], canCancel: signed !== size, isFull};
  return {sums: wideLanes(column).map((read) => sumByStack(sampledStacks(profile), read)), canCancel: true, isFull};
}

function wideLanes({low, high}: Int64Column): ((row: number) => number)[] {
  const highWord = (row: number) => (high === undefined ? 0 : high[row]!);
  return [
    (row) => low[row]! & 0x3fffff,
    (row) => (low[row]! >>> 22) | ((highWord(row) & 0x7ff) << 10),
    (row) => highWord(row) >> 11,
  ];
}

/** These sums, by place. */
export function lanesOf(profile: Profile, sums: readonly Float64Array[]): Weights {
  return sums.map((column) => {
    const lane = written(new Float64Array(profile.stacks.length + 1));
    atPlaces(profile, (cell, place) => (lane[place + 1] = column[cell]!));
    for (let place = 1; place < lane.length; place++) lane[place] = lane[place]! + lane[place - 1]!;
    return lane;
  });
}

function atPlaces(profile: Profile, put: (cell: number, place: number) => void): void {
  const {placeOf} = stackOrder(profile.stacks);
  const {stack} = sampledStacks(profile);
  for (let cell = 0; cell + 1 < stack.length; cell++) put(cell, placeOf[stack[cell]!]!);
}

/** What the stacks weigh that end at the places from `from` to `to`, without the last: past 2^53 the nearest double. */
export function weightBetween([first, second, third]: Weights, from: number, to: number): number {
  const sum = first![to]! - first![from]!;
  return second === undefined || third === undefined ? sum : sum + (second[to]! - second[from]!) * 2 ** 22 + (third[to]! - third[from]!) * 2 ** 43;
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
 * How many stacks with samples that have a value stand before each place of the stack
 * order, one cell more than there are places.
 *
 * Samples that weigh nothing leave no trace in a graph; those that cancel out do,
 * so this cannot be read off the sums.
 */
export function stacksBefore(profile: Profile, valueRows: readonly number[]): Uint32Array {
  const before = written(new Uint32Array(profile.stacks.length + 1));
  for (const valueRow of valueRows) {
    const {size} = stackSums(profile, valueRow);
    atPlaces(profile, (cell, place) => {
      if (size[cell] !== 0) before[place + 1] = 1;
    });
  }
  for (let place = 1; place < before.length; place++) before[place] = before[place]! + before[place - 1]!;
  return before;
}
