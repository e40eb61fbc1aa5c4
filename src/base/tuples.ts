/**
 * Numbers tuples of 32-bit words from 0 in the order they are first seen.
 *
 * Tuples are compared in full, so none that differ share a number.
 */
export class TupleInterner {
  readonly width: number;
  length = 0;
  /** Tuple `n` is the words `n * width` to `(n + 1) * width`. It is replaced when it grows. */
  words: Int32Array;
  #slots: Int32Array;
  #mask: number;

  constructor(width: number, capacity = 256) {
    this.width = width;
    this.words = new Int32Array(width * capacity);
    let size = 512;
    while (size < capacity * 2) size *= 2;
    this.#slots = new Int32Array(size).fill(-1);
    this.#mask = size - 1;
  }

  /** The number of the first `width` words of `tuple`. */
  intern(tuple: Int32Array): number {
    const {width} = this;
    let slot = hash(tuple, 0, width) & this.#mask;
    for (;;) {
      const row = this.#slots[slot]!;
      if (row < 0) break;
      const at = row * width;
      let i = 0;
      while (i < width && this.words[at + i] === tuple[i]) i++;
      if (i === width) return row;
      slot = (slot + 1) & this.#mask;
    }
    const row = this.length++;
    if (this.length * width > this.words.length) {
      const words = new Int32Array(this.words.length * 2);
      words.set(this.words);
      this.words = words;
    }
    for (let i = 0; i < width; i++) this.words[row * width + i] = tuple[i]!;
    this.#slots[slot] = row;
    if (row * 2 > this.#mask) this.#rehash();
    return row;
  }

  #rehash(): void {
    const size = this.#slots.length * 2;
    this.#mask = size - 1;
    this.#slots = new Int32Array(size).fill(-1);
    for (let row = 0; row < this.length; row++) {
      let slot = hash(this.words, row * this.width, this.width) & this.#mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = row;
    }
  }
}

function hash(words: Int32Array, from: number, width: number): number {
  let h = 0x7f4a7c15;
  for (let i = from; i < from + width; i++) {
    h = Math.imul(h ^ words[i]!, 0x9e3779b1);
    h ^= h >>> 15;
  }
  h = Math.imul(h, 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

/** Numbers pairs of row numbers from 0 in the order they are first seen; a row may be -1. */
export class PairInterner {
  length = 0;
  first: Int32Array;
  second: Int32Array;
  #slots: Int32Array;
  #mask: number;

  constructor(capacity = 256) {
    this.first = new Int32Array(capacity);
    this.second = new Int32Array(capacity);
    let size = 512;
    while (size < capacity * 2) size *= 2;
    this.#slots = new Int32Array(size).fill(-1);
    this.#mask = size - 1;
  }

  /** The number of a pair that was seen, -1 of any other. */
  find(first: number, second: number): number {
    let slot = hashPair(first, second) & this.#mask;
    for (;;) {
      const row = this.#slots[slot]!;
      if (row < 0 || (this.first[row] === first && this.second[row] === second)) return row;
      slot = (slot + 1) & this.#mask;
    }
  }

  intern(first: number, second: number): number {
    const slots = this.#slots;
    let slot = hashPair(first, second) & this.#mask;
    for (;;) {
      const row = slots[slot]!;
      if (row < 0) break;
      if (this.first[row] === first && this.second[row] === second) return row;
      slot = (slot + 1) & this.#mask;
    }
    const row = this.length++;
    if (row === this.first.length) {
      this.first = doubled(this.first);
      this.second = doubled(this.second);
    }
    this.first[row] = first;
    this.second[row] = second;
    slots[slot] = row;
    if (row * 2 > this.#mask) this.#rehash();
    return row;
  }

  #rehash(): void {
    const size = this.#slots.length * 2;
    this.#mask = size - 1;
    this.#slots = new Int32Array(size).fill(-1);
    for (let row = 0; row < this.length; row++) {
      let slot = hashPair(this.first[row]!, this.second[row]!) & this.#mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = row;
    }
  }
}

function doubled(column: Int32Array): Int32Array {
  const more = new Int32Array(column.length * 2);
  more.set(column);
  return more;
}

/** Factors that no file can know, so that none can choose what has one hash. */
const ofFirst = Math.random() * 0x1_0000_0000 | 1;
const ofSecond = Math.random() * 0x1_0000_0000 | 1;

/** A hash of 32 bits without sign. */
export function hashPair(first: number, second: number): number {
  let h = Math.imul(first + 1, ofFirst) ^ Math.imul(second + 0x7f4a7c15, ofSecond);
  h ^= h >>> 15;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 13)) >>> 0;
}
