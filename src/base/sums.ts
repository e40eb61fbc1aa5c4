/**
 * Sums of 64-bit values, one a row.
 *
 * Reports compute with `numbers`; the few places that must say the very integer
 * (a row of text, a remainder, a tie) ask `sumAt`. Both columns can be moved to
 * another thread.
 */
export interface Sums {
  /** Each sum as a double, rounded where `words` is there and it is past 2^53. */
  readonly numbers: Float64Array;
  /** Each sum exact, wrapped at 64 bits as Go's sums are; undefined where every number is exact. */
  readonly words: BigInt64Array | undefined;
}

/** Sums that are exact as they stand. */
export function exactSums(numbers: Float64Array): Sums {
  return {numbers, words: undefined};
}

/** Sums of any size. */
export function wideSums(words: BigInt64Array): Sums {
  return {numbers: Float64Array.from(words, Number), words};
}

/** The sum at `row`, exact. */
export function sumAt(sums: Sums, row: number): bigint {
  return sums.words === undefined ? BigInt(sums.numbers[row]!) : sums.words[row]!;
}

/** `sums` at `rows`, in that order. */
export function sumsAt({numbers, words}: Sums, rows: ArrayLike<number>): Sums {
  const picked = new Float64Array(rows.length);
  const exact = words && new BigInt64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    picked[i] = numbers[rows[i]!]!;
    if (exact !== undefined) exact[i] = words![rows[i]!]!;
  }
  return {numbers: picked, words: exact};
}

/** The sum over `rows`, wrapped at 64 bits. */
export function sumOver(sums: Sums, rows: ArrayLike<number>): bigint {
  const {numbers, words} = sums;
  if (words === undefined) {
    let sum = 0;
    for (let i = 0; i < rows.length; i++) sum += numbers[rows[i]!]!;
    // Sums over samples stay exact, but sums over rows may count a sample often.
    if (Math.abs(sum) <= Number.MAX_SAFE_INTEGER) return BigInt(sum);
  }
  let sum = 0n;
  for (let i = 0; i < rows.length; i++) sum += sumAt(sums, rows[i]!);
  return BigInt.asIntN(64, sum);
}

/** < 0 where |sum at a| is the greater one: the order of a report, the greatest first. |int64 min| is itself, as in Go. */
export function byMagnitude(sums: Sums, a: number, b: number): number {
  const {numbers, words} = sums;
  if (words === undefined) return Math.abs(numbers[b]!) - Math.abs(numbers[a]!);
  const x = magnitude(words[a]!);
  const y = magnitude(words[b]!);
  return x > y ? -1 : x < y ? 1 : 0;
}

/** Each dividend by its divisor, towards 0; itself where the divisor is 0. */
export function divideSums(dividends: Sums, divisors: Sums): Sums {
  const length = dividends.numbers.length;
  if (dividends.words === undefined && divisors.words === undefined) {
    const numbers = new Float64Array(length);
    for (let row = 0; row < length; row++) numbers[row] = quotient(dividends.numbers[row]!, divisors.numbers[row]!);
    return exactSums(numbers);
  }
  const words = new BigInt64Array(length);
  for (let row = 0; row < length; row++) {
    const divisor = sumAt(divisors, row);
    words[row] = divisor === 0n ? sumAt(dividends, row) : sumAt(dividends, row) / divisor;
  }
  return wideSums(words);
}

function quotient(dividend: number, divisor: number): number {
  // The remainder is taken off first: a quotient may round up to the next integer.
  return divisor === 0 ? dividend : (dividend - (dividend % divisor)) / divisor || 0;
}

/** |value|, where int64 min stays what it is, as in Go. */
export function magnitude(value: bigint): bigint {
  return value < 0n ? BigInt.asIntN(64, -value) : value;
}

/**
 * A double cut to an int64 as Go's compiler does on amd64: what does not fit, and
 * what is no number, is int64 min.
 */
export function toInt64(value: number): bigint {
  return value >= -(2 ** 63) && value < 2 ** 63 ? BigInt(Math.trunc(value)) : -(2n ** 63n);
}
