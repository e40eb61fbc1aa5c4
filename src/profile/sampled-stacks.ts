import {written} from '../base/columns.js';
import type {Int64Column} from '../base/int64.js';
import type {Profile} from './profile.js';

/**
 * The stacks that samples stand on, each once. They are a small part of all rows of the stacks, and each has several
 * samples, so what is summed by them stays near the processor.
 */
export interface SampledStacks {
  /** `StackRow`, ascending; and in one cell more -1, for the samples without frames. */
  readonly stack: Int32Array;
  /** By sample: the cell of `stack`. */
  readonly ofSample: Int32Array;
}

/** What the samples of each stack weigh together, one cell a cell of `SampledStacks.stack`. Past 2^53 sums have lost bits. */
export interface StackSums {
  /** Of |values|. */
  readonly size: Float64Array;
  /** Of values. The same column as `size` where no value is negative. */
  readonly signed: Float64Array;
  /** Of all |values|. */
  readonly total: number;
  /** Whether every sample weighs something. */
  readonly isFull: boolean;
}

interface Kept {
  readonly sampled: SampledStacks;
  readonly sums: WeakMap<Int64Column, StackSums>;
}

/** By the column of the samples' stacks: filters that leave the samples and their stacks alone share it. */
const known = new WeakMap<Int32Array, Kept>();

/** The stacks with samples, kept for as long as the samples are. */
export function sampledStacks(profile: Profile): SampledStacks {
  return keptOf(profile).sampled;
}

/** What these stacks weigh by the column `valueRow`, kept too. */
export function stackSums(profile: Profile, valueRow: number): StackSums {
  const {sampled, sums} = keptOf(profile);
  const column = profile.samples.values[valueRow]!;
  let last = sums.get(column);
  if (last === undefined) sums.set(column, last = sum(sampled, column));
  return last;
}

/** The sums of any other number of each sample. */
export function sumByStack({stack, ofSample}: SampledStacks, read: (sample: number) => number): Float64Array {
  const sums = written(new Float64Array(stack.length));
  for (let sample = 0; sample < ofSample.length; sample++) sums[ofSample[sample]!]! += read(sample);
  return sums;
}

/** Says beforehand which the stacks with samples are, to who knows them. */
export function knowSampled(stackOfSamples: Int32Array, sampled: SampledStacks): void {
  known.set(stackOfSamples, {sampled, sums: new WeakMap()});
}

function keptOf({samples, stacks}: Profile): Kept {
  let last = known.get(samples.stack);
  if (last === undefined) known.set(samples.stack, last = {sampled: find(samples.stack, stacks.length), sums: new WeakMap()});
  return last;
}

function find(stackOf: Int32Array, rows: number): SampledStacks {
  const cellOf = written(new Int32Array(rows));
  for (let sample = 0; sample < stackOf.length; sample++) if (stackOf[sample]! >= 0) cellOf[stackOf[sample]!] = 1;
  let length = 0;
  for (let row = 0; row < rows; row++) length += cellOf[row]!;
  const stack = new Int32Array(length + 1);
  stack[length] = -1;
  let next = 0;
  for (let row = 0; row < rows; row++) {
    if (cellOf[row] === 0) continue;
    cellOf[row] = next;
    stack[next++] = row;
  }
  const ofSample = new Int32Array(stackOf.length);
  for (let sample = 0; sample < ofSample.length; sample++) ofSample[sample] = stackOf[sample]! < 0 ? length : cellOf[stackOf[sample]!]!;
  return {stack, ofSample};
}

function sum({stack, ofSample}: SampledStacks, {low, high}: Int64Column): StackSums {
  const size = written(new Float64Array(stack.length));
  let total = 0;
  let isNegative = false;
  let isFull = true;
  for (let sample = 0; sample < ofSample.length; sample++) {
    let value = high === undefined ? low[sample]! : high[sample]! * 0x1_0000_0000 + low[sample]!;
    if (value < 0) {
      isNegative = true;
      value = -value;
    } else if (value === 0) {
      isFull = false;
    }
    size[ofSample[sample]!]! += value;
    total += value;
  }
  const signed = isNegative ? sumByStack({stack, ofSample}, (sample) => high![sample]! * 0x1_0000_0000 + low[sample]!) : size;
  return {size, signed, total, isFull};
}
