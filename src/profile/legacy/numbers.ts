const lowest = -(2n ** 63n);
const highest = 2n ** 63n - 1n;
const highestUnsigned = 2n ** 64n - 1n;

/** A decimal int64, or undefined where it is not one or is out of range. */
export function parseDecimal(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text) || text.length > 400) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value < lowest || value > highest ? undefined : value;
}

/** An int64 whose prefix says its base, as Go's ParseInt reads it with base 0: `0x1f`, `0b1`, `0o7`, `017`, `1_000`. */
export function parseInteger(text: string): bigint | undefined {
  const found = /^([+-]?)(0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0[bB]_?[01]+(?:_[01]+)*|0[oO]?_?[0-7]+(?:_[0-7]+)*|[0-9]+(?:_[0-9]+)*)$/.exec(text);
  if (found === null || text.length > 400) return undefined;
  let digits = found[2]!.replaceAll('_', '');
  if (/^0[0-9]/.test(digits)) digits = `0o${digits.slice(1)}`;
  const value = found[1] === '-' ? -BigInt(digits) : BigInt(digits);
  return value < lowest || value > highest ? undefined : value;
}

/** An unsigned 64-bit number in hex digits without a prefix. */
export function parseHex(text: string): bigint | undefined {
  if (!/^[0-9a-fA-F]+$/.test(text) || text.length > 400) return undefined;
  const value = BigInt(`0x${text}`);
  return value > highestUnsigned ? undefined : value;
}

/** The addresses `0x…` in a run of text, or the first that is no 64-bit number, as text. */
export function parseAddresses(text: string): bigint[] | string {
  const addresses: bigint[] = [];
  for (const [word] of text.matchAll(/0x[0-9a-f]+/g)) {
    const address = parseHex(word.slice(2));
    if (address === undefined) return word;
    addresses.push(address);
  }
  return addresses;
}

/** A double as an int64, cut towards zero; what does not fit is the lowest one, as on the machines Go runs on. */
export function truncate(value: number): bigint {
  return Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : lowest;
}

/**
 * A sampled heap record brought back to what was allocated: each sample stands
 * for 1 / (1 - e^(-size/rate)) of its kind, `size` being the mean of the record.
 */
export function unsample(count: bigint, size: bigint, rate: bigint): [count: bigint, size: bigint] {
  if (count === 0n || size === 0n) return [0n, 0n];
  if (rate <= 1n) return [count, size];
  const scale = 1 / (1 - Math.exp(-(Number(size) / Number(count)) / Number(rate)));
  return [truncate(Number(count) * scale), truncate(Number(size) * scale)];
}
