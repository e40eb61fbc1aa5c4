/**
 * What a box is called in an address: eleven letters and digits that stand for the
 * names from the root to it. The same stack has the same one in every profile, sample
 * type and session. It is hashed name by name, so boxes share what their callers come to.
 */
export interface BoxHash {
  readonly high: number;
  readonly low: number;
}

/** The root's, which no address names. */
export const rootHash: BoxHash = {high: 0x1b873593, low: 0x52dce729};

const seedHigh = 0x811c9dc5 | 0;
const seedLow = 0x2f0b4c47;

/** 21 + 32 bits are a whole number of a double, and eleven digits to the base of 36. */
const highMask = 0x1fffff;
const digits = 11;

export function hashName(name: string): BoxHash {
  return {high: hashText(name, seedHigh), low: hashText(name, seedLow)};
}

/** One lane of the hash of a box, from that of its caller and that of its name. */
export function stepHash(hash: number, name: number): number {
  return scrambled(Math.imul(hash, 31) + name | 0);
}

/** Whether this is the box that `readBoxName` has read. */
export function isSameBox(wanted: BoxHash, high: number, low: number): boolean {
  return low === wanted.low && (high & highMask) === wanted.high;
}

/** @param names from below the root to the box; '' where there are none */
export function boxName(names: readonly string[]): string {
  if (names.length === 0) return '';
  let {high, low} = rootHash;
  for (const name of names) {
    const its = hashName(name);
    high = stepHash(high, its.high);
    low = stepHash(low, its.low);
  }
  return ((high & highMask) * 0x1_0000_0000 + (low >>> 0)).toString(36).padStart(digits, '0');
}

/** undefined for what is no such name. */
export function readBoxName(text: string): BoxHash | undefined {
  if (!/^[0-9a-z]{11}$/.test(text)) return undefined;
  const number = Number.parseInt(text, 36);
  return {high: Math.floor(number / 0x1_0000_0000) & highMask, low: number | 0};
}

function hashText(name: string, seed: number): number {
  let hash = seed ^ name.length;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  return scrambled(hash);
}

function scrambled(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
