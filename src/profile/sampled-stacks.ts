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
  // One bit for each row, and how many are set before each word of them: so few bytes stay near the processor.
  const bits = written(new Int32Array((rows + 31) >>> 5));
  for (let sample = 0; sample < stackOf.length; sample++) if (stackOf[sample]! >= 0) bits[stackOf[sample]! >>> 5]! |= 1 << (stackOf[sample]! & 31);
  const before = new Int32Array(bits.length);
  let length = 0;
  for (let word = 0; word < bits.length; word++) {
    before[word] = length;
    length += bitsIn(bits[word]!);
  }
  const stack = new Int32Array(length + 1);
  stack[length] = -1;
  let next = 0;
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word]!; left !== 0; left &= left - 1) stack[next++] = word * 32 + 31 - Math.clz32(left & -left);
  }
  const ofSample = new Int32Array(stackOf.length);
  for (let sample = 0; sample < ofSample.length; sample++) {
    const row = stackOf[sample]!;
    ofSample[sample] = row < 0 ? length : before[row >>> 5]! + bitsIn(bits[row >>> 5]! & ((1 << (row & 31)) - 1));
  }
  return {stack, ofSample};
}

/** How many bits of a word are set. */
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
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
