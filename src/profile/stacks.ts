import {ColumnBuilder} from '../base/columns.js';
import type {StackRow, StackTable} from './profile.js';

/**
 * Interns stacks frame by frame from the root: equal prefixes share their rows.
 *
 * An open-addressed table maps (caller, location) to a row; both are compared in
 * full, so no choice of names or ids can make two stacks one.
 */
export class StackBuilder {
  readonly #caller: ColumnBuilder<Int32Array>;
  readonly #location: ColumnBuilder<Uint32Array>;
  #slots: Int32Array;
  #mask: number;

  constructor(capacity = 256) {
    this.#caller = new ColumnBuilder(Int32Array, capacity);
    this.#location = new ColumnBuilder(Uint32Array, capacity);
    let size = 512;
    while (size < capacity * 2) size *= 2;
    this.#slots = new Int32Array(size).fill(-1);
    this.#mask = size - 1;
  }

  get length(): number {
    return this.#caller.length;
  }

  /** The row of `location` called from stack `caller` (-1 for none). */
  push(caller: StackRow, location: number): StackRow {
    const callers = this.#caller.cells;
    const locations = this.#location.cells;
    let slot = hash(caller, location) & this.#mask;
    for (;;) {
      const row = this.#slots[slot]!;
      if (row < 0) break;
      if (callers[row] === caller && locations[row] === location) return row;
      slot = (slot + 1) & this.#mask;
    }
    const row = this.#caller.length;
    this.#caller.push(caller);
    this.#location.push(location);
    this.#slots[slot] = row;
    if (row * 2 > this.#mask) this.#rehash();
    return row;
  }

  finish(): StackTable {
    return {length: this.#caller.length, caller: this.#caller.finish(), location: this.#location.finish()};
  }

  #rehash(): void {
    const size = this.#slots.length * 2;
    this.#mask = size - 1;
    this.#slots = new Int32Array(size).fill(-1);
    const callers = this.#caller.cells;
    const locations = this.#location.cells;
    for (let row = 0; row < this.#caller.length; row++) {
      let slot = hash(callers[row]!, locations[row]!) & this.#mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = row;
    }
  }
}

function hash(caller: number, location: number): number {
  let h = Math.imul(caller + 1, 0x9e3779b1) ^ Math.imul(location + 0x7f4a7c15, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 13)) >>> 0;
}
