import {sumsAreExact} from '../base/int64.js';
import type {Int64Column} from '../base/int64.js';
import {exactSums, wideSums} from '../base/sums.js';
import type {Sums} from '../base/sums.js';
import type {Profile} from '../profile/profile.js';

/**
 * What the samples weigh, as lanes of doubles.
 *
 * Where every sum is exact in a double there is one lane, the values themselves.
 * Else there are three, of 22, 21 and 21 bits, so that no sum over up to 2^31
 * samples rounds in any of them; `joinLanes` puts the sums of the lanes together
 * and wraps them at 64 bits, as Go's sums wrap.
 */
export interface Weights {
  readonly lanes: readonly Lane[];
}

/** One lane of the values: what ends in each stack, and what ends in it or above. By `StackRow`. */
export interface Lane {
  readonly own: Float64Array;
  readonly whole: Float64Array;
}

/** The weights of one column of values over the stacks. */
export function weigh(profile: Profile, valueRow: number): Weights {
  const column = profile.samples.values[valueRow]!;
  const readers = sumsAreExact(column) ? [(row: number) => column.number(row)] : wideLanes(column);
  return {lanes: readers.map((read) => laneOf(profile, read))};
}

function wideLanes({low, high}: Int64Column): ((row: number) => number)[] {
  const highWord = (row: number) => (high === undefined ? 0 : high[row]!);
  return [
    (row) => low[row]! & 0x3fffff,
    (row) => (low[row]! >>> 22) | ((highWord(row) & 0x7ff) << 10),
    (row) => highWord(row) >> 11,
  ];
}

function laneOf(profile: Profile, read: (row: number) => number): Lane {
  const {samples, stacks} = profile;
  const own = new Float64Array(stacks.length);
  for (let row = 0; row < samples.length; row++) {
    const stack = samples.stack[row]!;
    if (stack >= 0) own[stack] = own[stack]! + read(row);
  }
  const whole = own.slice();
  for (let row = stacks.length - 1; row >= 0; row--) {
    const caller = stacks.caller[row]!;
    if (caller >= 0) whole[caller] = whole[caller]! + whole[row]!;
  }
  return {own, whole};
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
 * 1 for each stack that a sample with a value goes through.
 *
 * Samples that weigh nothing leave no trace in a graph; those that cancel out do,
 * so this cannot be read off the sums.
 */
export function touchedStacks(profile: Profile, valueRows: readonly number[]): Uint8Array {
  const {samples, stacks} = profile;
  const touched = new Uint8Array(stacks.length);
  for (const valueRow of valueRows) {
    const column = samples.values[valueRow]!;
    for (let row = 0; row < samples.length; row++) {
      const stack = samples.stack[row]!;
      if (stack >= 0 && !column.isZero(row)) touched[stack] = 1;
    }
  }
  for (let row = stacks.length - 1; row >= 0; row--) {
    const caller = stacks.caller[row]!;
    if (caller >= 0 && touched[row] === 1) touched[caller] = 1;
  }
  return touched;
}
