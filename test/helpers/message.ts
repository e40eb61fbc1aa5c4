/** Bytes of a protobuf message, written by hand: what an encoder would refuse to write, a test can. */
export type Part = Uint8Array;

/** A varint of any length that a 64-bit word needs. */
export function varint(value: number | bigint): Part {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

export function tag(field: number, type: number): Part {
  return varint((BigInt(field) << 3n) | BigInt(type));
}

/** A varint field for a number, a field of bytes for text and for a submessage of parts. */
export function field(number: number, value: number | bigint | string | Part | readonly Part[]): Part {
  if (typeof value === 'number' || typeof value === 'bigint') return join(tag(number, 0), varint(value));
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value instanceof Uint8Array ? value : joined(value);
  return join(tag(number, 2), varint(bytes.length), bytes);
}

export function packed(number: number, values: readonly (number | bigint)[]): Part {
  return field(number, values.map(varint));
}

export function join(...parts: readonly Part[]): Part {
  return joined(parts);
}

function joined(parts: readonly Part[]): Part {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A small profile in parts: main calls work, 1 sample of 1 and 10 ms. Parts can be replaced one by one. */
export interface SmallProfile {
  types: Part[];
  samples: Part[];
  mappings: Part[];
  locations: Part[];
  functions: Part[];
  strings: Part[];
  rest: Part[];
}

/** Texts of `smallProfile`, by their row. */
export const smallStrings = ['', 'samples', 'count', 'cpu', 'nanoseconds', 'main.main', 'main.work', 'main.go', '/bin/app', 'key', 'value', 'bytes'];

export function smallProfile(change: (parts: SmallProfile) => void = () => {}): Part {
  const parts: SmallProfile = {
    types: [field(1, [field(1, 1), field(2, 2)]), field(1, [field(1, 3), field(2, 4)])],
    samples: [field(2, [packed(1, [2, 1]), packed(2, [1, 10_000_000])])],
    mappings: [field(3, [field(1, 1), field(2, 0x1000), field(3, 0x9000), field(5, 8)])],
    locations: [
      field(4, [field(1, 1), field(2, 1), field(3, 0x1010), field(4, [field(1, 1), field(2, 12)])]),
      field(4, [field(1, 2), field(2, 1), field(3, 0x1020), field(4, [field(1, 2), field(2, 34)])]),
    ],
    functions: [field(5, [field(1, 1), field(2, 5), field(4, 7)]), field(5, [field(1, 2), field(2, 6), field(4, 7)])],
    strings: smallStrings.map((text) => field(6, text)),
    rest: [field(9, 1_700_000_000_000_000_000n), field(10, 1_000_000_000)],
  };
  change(parts);
  return joined([parts.types, parts.samples, parts.mappings, parts.locations, parts.functions, parts.strings, parts.rest].flat());
}
