import {ColumnBuilder} from '../base/columns.js';
import type {StackRow, StackTable} from './profile.js';

/**
 * Interns stacks as a tree that shares prefixes from the root; the tree is the store.
 *
 * A row has the hash of its whole path, and one open-addressed table leads from
 * hashes to rows. A stack that was seen before costs one probe and one walk along
 * its rows; of any other the longest known prefix is found by halving. Every hit is
 * compared frame by frame, so no choice of ids can make two stacks one. The hashes
 * start from a number that no file can know.
 */
export class StackBuilder {
  readonly #caller: ColumnBuilder<Int32Array>;
  readonly #location: ColumnBuilder<Int32Array>;
  readonly #hash: ColumnBuilder<Int32Array>;
  /** Row + 1, or 0 for a free slot. */
  #slots: Int32Array;
  #mask: number;
  /** Hashes of the prefixes of one stack, by the place of their leaf. */
  #prefixes = new Int32Array(256);

  constructor(capacity = 256) {
    this.#caller = new ColumnBuilder(Int32Array, capacity);
    this.#location = new ColumnBuilder(Int32Array, capacity);
    this.#hash = new ColumnBuilder(Int32Array, capacity);
    let size = 512;
    while (size < capacity * 2) size *= 2;
    this.#slots = new Int32Array(size);
    this.#mask = size - 1;
  }

  get length(): number {
    return this.#caller.length;
  }

  /** The row of `location` called from stack `caller` (-1 for none). */
  push(caller: StackRow, location: number): StackRow {
    const callers = this.#caller.cells;
    const locations = this.#location.cells;
    const hash = mix(caller < 0 ? seed : this.#hash.cells[caller]!, location);
    const key = location | 0;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const row = this.#slots[slot]! - 1;
      if (row < 0) return this.#append(caller, key, hash, slot);
      if (callers[row] === caller && locations[row] === key) return row;
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
    while (known - unknown > 1) {
      const middle = (unknown + known) >>> 1;
      const guess = this.#guess(prefixes[middle]!, stack[middle]!);
      if (guess < 0) unknown = middle;
      else {
        known = middle;
        row = guess;
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
    const location = this.#location.finish();
    return {length: this.#caller.length, caller: this.#caller.finish(), location: new Uint32Array(location.buffer as ArrayBuffer)};
  }

  /** A row with this hash and leaf, which is most likely the one that is meant; -1 where there is certainly none. */
  #guess(hash: number, leaf: number): StackRow {
    const hashes = this.#hash.cells;
    const locations = this.#location.cells;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const row = this.#slots[slot]! - 1;
      if (row < 0 || (hashes[row] === hash && locations[row] === leaf)) return row;
    }
  }

  /** Whether `row` is the prefix of the stack whose leaf is at place `first`. */
  #is(row: StackRow, stack: Int32Array, first: number, depth: number): boolean {
    const callers = this.#caller.cells;
    const locations = this.#location.cells;
    for (let i = first; i < depth; i++) {
      if (row < 0 || locations[row] !== stack[i]) return false;
      row = callers[row]!;
    }
    return row === -1;
  }

  #internSlowly(stack: Int32Array, depth: number): StackRow {
    let row = -1;
    for (let i = depth - 1; i >= 0; i--) row = this.push(row, stack[i]!);
    return row;
  }

  #append(caller: StackRow, location: number, hash: number, slot: number): StackRow {
    const row = this.#caller.length;
    this.#caller.push(caller);
    this.#location.push(location);
    this.#hash.push(hash);
    this.#slots[slot] = row + 1;
    if (row * 2 > this.#mask) this.#rehash();
    return row;
  }

  #rehash(): void {
    const size = this.#slots.length * 2;
    const mask = size - 1;
    const slots = new Int32Array(size);
    const hashes = this.#hash.cells;
    for (let row = 0; row < this.#hash.length; row++) {
      let slot = hashes[row]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
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
