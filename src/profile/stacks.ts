import type {StackRow, StackTable} from './profile.js';

/** A slot of the hash holds row + 1 in its low bits, and above them as much of the hash as there is room for. */
const rowBits = 28;
const rowMask = (1 << rowBits) - 1;

/**
 * Interns stacks as a tree that shares prefixes from the root; the tree is the store.
 *
 * A row has the hash of its whole path, and one open-addressed table leads from
 * hashes to rows. A stack that was seen before costs one probe and one walk along
 * its rows; of any other the longest known prefix is searched from the leaf on, since
 * most new stacks leave an old one close to their leaf. Every hit is compared frame
 * by frame, so no choice of ids can make two stacks one; the hashes start from a
 * number that no file can know.
 *
 * What costs is memory that is not in the cache, so the two numbers of a row stand
 * side by side: 1.0 s against 1.4 s for all stacks of 1.6 M samples.
 */
export class StackBuilder {
  /** What `hash` read, so that no compiler leaves the reading out. */
  touched = 0;
  /** Caller and location of each row. */
  #rows: Int32Array;
  #length = 0;
  /** Hash of the path of each row. */
  #hashes: Int32Array;
  #slots: Int32Array;
  #mask: number;
  /** Hashes of the prefixes of one stack, by the place of their leaf. */
  #prefixes = new Int32Array(256);

  constructor(capacity = 256) {
    this.#rows = new Int32Array(Math.max(1, capacity) * 2);
    this.#hashes = new Int32Array(Math.max(1, capacity));
    let size = 512;
    while (size * 3 < capacity * 4) size *= 2;
    this.#slots = new Int32Array(size);
    this.#mask = size - 1;
  }

  get length(): number {
    return this.#length;
  }

  /** The row of `location` called from stack `caller` (-1 for none). */
  push(caller: StackRow, location: number): StackRow {
    const rows = this.#rows;
    const hash = mix(caller < 0 ? seed : this.#hashes[caller]!, location);
    const key = location | 0;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const row = (this.#slots[slot]! & rowMask) - 1;
      if (row < 0) return this.#append(caller, key, hash, slot);
      if (rows[row * 2] === caller && rows[row * 2 + 1] === key) return row;
    }
  }

  /**
   * The row of a whole stack.
   *
   * @param stack its locations, leaf first, in the first `depth` cells; at least one
   */
  intern(stack: Int32Array, depth: number): StackRow {
    this.hash(stack, 0, depth);
    return this.internHashed(stack, 0, depth);
  }

  /** Hashes the prefixes of the stack in these cells, and brings near what `internHashed` looks at first. */
  hash(stack: Int32Array, leaf: number, end: number): void {
    if (end > this.#prefixes.length) {
      const more = new Int32Array(Math.max(end, stack.length));
      more.set(this.#prefixes);
      this.#prefixes = more;
    }
    const prefixes = this.#prefixes;
    let hash = seed;
    for (let i = end - 1; i >= leaf; i--) {
      hash = mix(hash, stack[i]!);
      prefixes[i] = hash;
    }
    const slots = this.#slots;
    const mask = this.#mask;
    let sum = 0;
    for (let i = leaf, last = Math.min(end, leaf + 8); i < last; i++) sum ^= slots[prefixes[i]! & mask]!;
    this.touched = sum;
  }

  /**
   * The row of the stack in the cells from `leaf` to `end` (one at least), which stood there when it was given to `hash`.
   *
   * A caller with many stacks hashes them all first: reads that wait for memory come side by side then.
   */
  internHashed(stack: Int32Array, leaf: number, end: number): StackRow {
    const prefixes = this.#prefixes;
    let row = this.#guess(prefixes[leaf]!, stack[leaf]!);
    if (row >= 0) return this.#is(row, stack, leaf, end) ? row : this.#internSlowly(stack, leaf, end);
    // The prefix that ends at place `unknown` is not there, the one at `known` is, or is empty.
    let unknown = leaf;
    let known = end;
    row = -1;
    let step = 1;
    while (known - unknown > 1) {
      const probe = unknown + step < known ? unknown + step : (unknown + known) >>> 1;
      const guess = this.#guess(prefixes[probe]!, stack[probe]!);
      if (guess < 0) {
        unknown = probe;
        step *= 2;
      } else {
        known = probe;
        row = guess;
        step = end;
      }
    }
    if (row >= 0 && !this.#is(row, stack, known, end)) return this.#internSlowly(stack, leaf, end);
    for (let i = known - 1; i >= leaf; i--) {
      let slot = prefixes[i]! & this.#mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      row = this.#append(row, stack[i]!, prefixes[i]!, slot);
    }
    return row;
  }

  finish(): StackTable {
    const length = this.#length;
    const caller = new Int32Array(length);
    const location = new Uint32Array(length);
    for (let row = 0; row < length; row++) {
      caller[row] = this.#rows[row * 2]!;
      location[row] = this.#rows[row * 2 + 1]!;
    }
    return {length, caller, location};
  }

  /** A row that is most likely the one with this hash and leaf; -1 where there is certainly none. */
  #guess(hash: number, leaf: number): StackRow {
    const slots = this.#slots;
    const mask = this.#mask;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot]!;
      if (entry === 0) return -1;
      if (((entry ^ hash) & ~rowMask) !== 0) continue;
      const row = (entry & rowMask) - 1;
      if (this.#rows[row * 2 + 1] === leaf) return row;
    }
  }

  /** Whether `row` is the prefix of the stack whose leaf is at place `first`. */
  #is(row: StackRow, stack: Int32Array, first: number, depth: number): boolean {
    const rows = this.#rows;
    for (let i = first; i < depth; i++) {
      if (row < 0 || rows[row * 2 + 1] !== stack[i]) return false;
      row = rows[row * 2]!;
    }
    return row === -1;
  }

  #internSlowly(stack: Int32Array, leaf: number, end: number): StackRow {
    let row = -1;
    for (let i = end - 1; i >= leaf; i--) row = this.push(row, stack[i]!);
    return row;
  }

  #append(caller: StackRow, location: number, hash: number, slot: number): StackRow {
    const row = this.#length++;
    if (row === this.#hashes.length) this.#grow();
    this.#rows[row * 2] = caller;
    this.#rows[row * 2 + 1] = location;
    this.#hashes[row] = hash;
    this.#slots[slot] = (row + 1) | (hash & ~rowMask);
    if (row * 4 > this.#mask * 3) this.#rehash();
    return row;
  }

  #grow(): void {
    const rows = new Int32Array(this.#length * 4);
    rows.set(this.#rows);
    this.#rows = rows;
    const hashes = new Int32Array(this.#length * 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
  }

  #rehash(): void {
    const size = this.#slots.length * 2;
    const mask = size - 1;
    const slots = new Int32Array(size);
    const hashes = this.#hashes;
    for (let row = 0; row < this.#length; row++) {
      const hash = hashes[row]!;
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (row + 1) | (hash & ~rowMask);
    }
    this.#slots = slots;
    this.#mask = mask;
  }
}

const seed = (Math.random() * 0x1_0000_0000) | 0;

function mix(hash: number, location: number): number {
  const h = Math.imul(hash ^ Math.imul(location, 0x9e3779b1), 0x85ebca6b);
  return h ^ (h >>> 15);
}
