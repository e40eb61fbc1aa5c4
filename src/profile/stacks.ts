import {ColumnBuilder} from '../base/columns.js';
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
  /** Caller and location of each row. */
  #rows: Int32Array;
  #length = 0;
  readonly #hash: ColumnBuilder<Int32Array>;
  #slots: Int32Array;
  #mask: number;
  /** Hashes of the prefixes of one stack, by the place of their leaf. */
  #prefixes = new Int32Array(256);

  constructor(capacity = 256) {
    this.#rows = new Int32Array(Math.max(1, capacity) * 2);
    this.#hash = new ColumnBuilder(Int32Array, capacity);
    let size = 512;
    while (size < capacity * 2) size *= 2;
    this.#slots = new Int32Array(size);
    this.#mask = size - 1;
  }

  get length(): number {
    return this.#length;
  }

  /** The row of `location` called from stack `caller` (-1 for none). */
  push(caller: StackRow, location: number): StackRow {
    const rows = this.#rows;
    const hash = mix(caller < 0 ? seed : this.#hash.cells[caller]!, location);
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
    if (depth > this.#prefixes.length) this.#prefixes = new Int32Array(depth * 2);
    const prefixes = this.#prefixes;
    let hash = seed;
    for (let i = depth - 1; i >= 0; i--) {
      hash = mix(hash, stack[i]!);
      prefixes[i] = hash;
    }
    let row = this.#guess(hash, stack[0]!);
    if (row >= 0) return this.#is(row, stack, 0, depth) ? row : this.#internSlowly(stack, depth);
    // The prefix that ends at place `unknown` is not there, the one at `known` is, or is empty.
    let unknown = 0;
    let known = depth;
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
        step = depth;
      }
    }
    if (row >= 0 && !this.#is(row, stack, known, depth)) return this.#internSlowly(stack, depth);
    for (let i = known - 1; i >= 0; i--) {
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

  #internSlowly(stack: Int32Array, depth: number): StackRow {
    let row = -1;
    for (let i = depth - 1; i >= 0; i--) row = this.push(row, stack[i]!);
    return row;
  }

  #append(caller: StackRow, location: number, hash: number, slot: number): StackRow {
    const row = this.#length++;
    if (row * 2 === this.#rows.length) {
      const rows = new Int32Array(row * 4);
      rows.set(this.#rows);
      this.#rows = rows;
    }
    this.#rows[row * 2] = caller;
    this.#rows[row * 2 + 1] = location;
    this.#hash.push(hash);
    this.#slots[slot] = (row + 1) | (hash & ~rowMask);
    if (row * 2 > this.#mask) this.#rehash();
    return row;
  }

  #rehash(): void {
    const size = this.#slots.length * 2;
    const mask = size - 1;
    const slots = new Int32Array(size);
    const hashes = this.#hash.cells;
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
