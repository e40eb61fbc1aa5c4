import {grown} from './grown.js';

/**
 * A column of signed 64-bit integers in two 32-bit lanes.
 *
 * A double keeps 53 bits, a profile.proto value has 64. The lanes keep all of
 * them, cross a worker boundary without a copy, and read out as a number with
 * no bigint made on the way. Most columns hold small positive values, so the
 * high lane is there only where a value needs it; without one every value is
 * 0 ≤ v < 2^32.
 */
export class Int64Column {
  #absoluteSum: number | undefined;

  constructor(readonly low: Uint32Array, readonly high: Int32Array | undefined) {}

  get length(): number {
    return this.low.length;
  }

  /** The value at `row`, rounded to a double where |value| > 2^53. */
  number(row: number): number {
    return this.high === undefined ? this.low[row]! : this.high[row]! * 0x1_0000_0000 + this.low[row]!;
  }

  /** The value at `row`, exact. */
  bigint(row: number): bigint {
    return this.high === undefined ? BigInt(this.low[row]!) : (BigInt(this.high[row]!) << 32n) | BigInt(this.low[row]!);
  }

  /** The value at `row` read as unsigned (ids and addresses), exact. */
  unsigned(row: number): bigint {
    return BigInt.asUintN(64, this.bigint(row));
  }

  /** The sum of all |values|; past 2^53 it has lost bits. */
  absoluteSum(): number {
    return this.#absoluteSum ??= absoluteSum(this);
  }

  isZero(row: number): boolean {
    return this.low[row] === 0 && (this.high === undefined || this.high[row] === 0);
  }

  /** A column of the values at these rows, in their order. */
  gather(rows: Uint32Array): Int64Column {
    const low = new Uint32Array(rows.length);
    for (let i = 0; i < rows.length; i++) low[i] = this.low[rows[i]!]!;
    if (this.high === undefined) return new Int64Column(low, undefined);
    const high = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) high[i] = this.high[rows[i]!]!;
    return new Int64Column(low, high);
  }
}

function absoluteSum({low, high}: Int64Column): number {
  let sum = 0;
  if (high === undefined) for (let row = 0; row < low.length; row++) sum += low[row]!;
  else for (let row = 0; row < low.length; row++) sum += Math.abs(high[row]! * 0x1_0000_0000 + low[row]!);
  return sum;
}

/** Collects 64-bit values one by one; `finish()` gives arrays that are the one view of their buffer, so that they can be moved, and leaves none behind. */
export class Int64Builder {
  #low: Uint32Array;
  #high: Int32Array | undefined;
  #length = 0;

  constructor(capacity = 64) {
    this.#low = new Uint32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Appends a value as its two 32-bit words. */
  push(low: number, high: number): void {
    if (this.#length === this.#low.length) this.#grow();
    if (high !== 0 && this.#high === undefined) this.#high = new Int32Array(this.#low.length);
    this.#low[this.#length] = low;
    if (this.#high !== undefined) this.#high[this.#length] = high;
    this.#length++;
  }

  /** Appends values as columns of their words. @param high undefined where all of it is 0 */
  append(low: Uint32Array, high: Int32Array | undefined): void {
    while (this.#length + low.length > this.#low.length) this.#grow();
    this.#low.set(low, this.#length);
    if (high !== undefined) (this.#high ??= new Int32Array(this.#low.length)).set(high, this.#length);
    this.#length += low.length;
  }

  /** Appends an integer of at most 53 bits. */
  pushNumber(value: number): void {
    const high = Math.floor(value / 0x1_0000_0000);
    this.push((value - high * 0x1_0000_0000) >>> 0, high | 0);
  }

  pushBigint(value: bigint): void {
    this.push(Number(BigInt.asUintN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
  }

  /** Whether the value at `row` has these words. */
  equals(row: number, low: number, high: number): boolean {
    return this.#low[row] === low && (this.#high === undefined ? 0 : this.#high[row]) === high;
  }

  finish(): Int64Column {
    const length = this.#length;
    const column = new Int64Column(this.#low.subarray(0, length), this.#high?.subarray(0, length));
    this.#low = new Uint32Array(0);
    this.#high = undefined;
    return column;
  }

  #grow(): void {
    const bytes = Math.max(64, this.#low.length * 2) * 4;
    this.#low = new Uint32Array(grown(this.#low.buffer as ArrayBuffer, bytes));
    if (this.#high !== undefined) this.#high = new Int32Array(grown(this.#high.buffer as ArrayBuffer, bytes));
  }
}

/** A column of these values, for tests and for tables that are made whole. */
export function int64Column(values: Iterable<bigint | number>): Int64Column {
  const builder = new Int64Builder();
  for (const value of values) {
    if (typeof value === 'bigint') builder.pushBigint(value);
    else builder.pushNumber(value);
  }
  return builder.finish();
}

/**
 * Whether every sum over any of these rows is exact in a double.
 *
 * A flat, a cum and an edge weight are each a sum over some of the samples, no
 * sample twice, so none of them can leave the range that the sum of all |value|
 * stays in.
 */
export function sumsAreExact(column: Int64Column): boolean {
  return column.absoluteSum() <= Number.MAX_SAFE_INTEGER;
}
