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
