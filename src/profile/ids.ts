import {ColumnBuilder, written} from '../base/columns.js';

/**
 * 64-bit ids as 32-bit keys.
 *
 * Nearly every file numbers its locations from 1, so an id below 2^31 is its own
 * key. Any other is kept in a hash of its two words and has the key -1 - its place.
 */
export class IdKeys {
  readonly #low = new ColumnBuilder(Uint32Array);
  readonly #high = new ColumnBuilder(Int32Array);
  #slots = new Int32Array(0);

  key(low: number, high: number): number {
    return high === 0 && low < 0x8000_0000 ? low : -1 - this.#place(low, high);
  }

  /** How many ids are not their own key. */
  get large(): number {
    return this.#low.length;
  }

  lowOf(key: number): number {
    return key >= 0 ? key : this.#low.cells[-1 - key]!;
  }

  highOf(key: number): number {
    return key >= 0 ? 0 : this.#high.cells[-1 - key]!;
  }

  #place(low: number, high: number): number {
    if (this.#low.length * 2 >= this.#slots.length) this.#rehash();
    const mask = this.#slots.length - 1;
    let slot = hash(low, high) & mask;
    for (;;) {
      const place = this.#slots[slot]! - 1;
      if (place < 0) break;
      if (this.#low.cells[place] === low && this.#high.cells[place] === high) return place;
      slot = (slot + 1) & mask;
    }
    this.#low.push(low);
    this.#high.push(high);
    this.#slots[slot] = this.#low.length;
    return this.#low.length - 1;
  }

  #rehash(): void {
    this.#slots = written(new Int32Array(Math.max(64, this.#slots.length * 4)));
    const mask = this.#slots.length - 1;
    for (let place = 0; place < this.#low.length; place++) {
      let slot = hash(this.#low.cells[place]!, this.#high.cells[place]!) & mask;
      while (this.#slots[slot]! > 0) slot = (slot + 1) & mask;
      this.#slots[slot] = place + 1;
    }
  }
}

/**
 * The rows of a table by the key of their id.
 *
 * Ids up to a few times the length of the table go through an array, and so do the
 * keys of large ones; scattered ids go through a hash, so that one id of 2^31 does
 * not cost 8 GB.
 */
export class IdRows {
  /** The first row whose id stands before it too, or -1. */
  readonly duplicate: number = -1;
  readonly #keys: Int32Array;
  readonly #small: Int32Array;
  readonly #large: Int32Array;
  readonly #slots: Int32Array;

  constructor(keys: Int32Array, large: number) {
    this.#keys = keys;
    this.#small = written(new Int32Array(keys.length * 4 + 64));
    this.#large = new Int32Array(large);
    let scattered = 0;
    for (let row = 0; row < keys.length; row++) if (keys[row]! >= this.#small.length) scattered++;
    let size = scattered === 0 ? 0 : 64;
    while (size < scattered * 2) size *= 2;
    this.#slots = written(new Int32Array(size));
    for (let row = 0; row < keys.length; row++) {
      if (this.row(keys[row]!) >= 0) {
        if (this.duplicate < 0) this.duplicate = row;
      } else this.#put(keys[row]!, row);
    }
  }

  /** The row with this key, or -1. */
  row(key: number): number {
    if (key < 0) return this.#large[-1 - key]! - 1;
    if (key < this.#small.length) return this.#small[key]! - 1;
    const mask = this.#slots.length - 1;
    if (mask < 0) return -1;
    for (let slot = hash(key, 0) & mask; ; slot = (slot + 1) & mask) {
      const row = this.#slots[slot]! - 1;
      if (row < 0 || this.#keys[row] === key) return row;
    }
  }

  #put(key: number, row: number): void {
    if (key < 0) this.#large[-1 - key] = row + 1;
    else if (key < this.#small.length) this.#small[key] = row + 1;
    else {
      const mask = this.#slots.length - 1;
      let slot = hash(key, 0) & mask;
      while (this.#slots[slot]! > 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row + 1;
    }
  }
}

// A seed of its own for every load of the page: a file cannot know which ids fall together.
const seed = (Math.random() * 0x1_0000_0000) | 0;

function hash(low: number, high: number): number {
  let h = Math.imul(low ^ seed, 0x9e3779b1) ^ Math.imul(high + seed, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 13);
}
