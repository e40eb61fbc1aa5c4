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
