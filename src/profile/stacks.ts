import {written} from '../base/columns.js';
import {grown} from '../base/grown.js';
import type {StackRow, StackTable} from './profile.js';

/** A slot of the hash holds row + 1 in its low bits, and above them as much of the hash as there is room for. */
const rowBits = 28;
const rowMask = (1 << rowBits) - 1;

/** Slots of a hash that room is made for before any row was seen. */
const mostSlots = 1 << 16;

/**
 * Interns stacks as a tree that shares prefixes from the root; the tree is the store.
 *
 * Of a new stack every frame but the first new one stands in the row after its
 * caller's. So a callee is looked for in the row after its caller first, most often
 * in the same line of the cache, and only the callees that stand elsewhere, about one
 * a stack, are in a hash of caller and location. Every hit is compared, so no choice
 * of ids can make two stacks one; and no file can know which of its rows fall together.
 */
export class StackBuilder {
  #length = 0;
  /** Only the first `#length` cells are in use. */
  #caller: Int32Array;
  #location: Int32Array;
  #slots: Int32Array;
  /** Rows that the hash leads to. */
  #apart = 0;

  constructor(capacity = 256) {
    this.#caller = new Int32Array(Math.max(2, capacity));
    this.#location = new Int32Array(Math.max(2, capacity));
    // A stack of usual depth has one row that is not after its caller.
    let slots = 1 << 9;
    while (slots < mostSlots && slots < capacity / 8) slots *= 2;
    this.#slots = written(new Int32Array(slots));
  }

  get length(): number {
    return this.#length;
  }

  /** The row of `location` called from stack `caller` (-1 for none). */
  push(caller: StackRow, location: number): StackRow {
    const key = location | 0;
    const next = caller + 1;
    if (next < this.#length && this.#location[next] === key && this.#caller[next] === caller) return next;
    const row = this.#elsewhere(caller, key);
    return row < 0 ? this.#append(caller, key) : row;
  }

  /**
   * The row of a whole stack.
   *
   * @param stack its locations, leaf first, in the first `depth` cells; at least one
   */
  intern(stack: Int32Array, depth: number): StackRow {
    const callers = this.#caller;
    const locations = this.#location;
    const length = this.#length;
    let row = -1;
    let at = depth - 1;
    for (; at >= 0; at--) {
      const key = stack[at]!;
      if (row + 1 < length && locations[row + 1] === key && callers[row + 1] === row) row++;
      else {
        const callee = this.#elsewhere(row, key);
        if (callee < 0) break;
        row = callee;
      }
    }
    return at < 0 ? row : this.#follow(this.#append(row, stack[at]!), stack, at);
  }

  finish(): StackTable {
    const length = this.#length;
    this.#slots = new Int32Array(0);
    const caller = this.#caller.subarray(0, length);
    const location = new Uint32Array(this.#location.buffer, 0, length);
    this.#caller = this.#location = new Int32Array(0);
    return {length, caller, location};
  }

  /** The row of `location` called from `caller` where it is not the row after `caller`; -1 where there is none. */
  #elsewhere(caller: StackRow, location: number): StackRow {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const hash = mix(caller, location);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot]!;
      if (entry === 0) return -1;
      if (((entry ^ hash) & ~rowMask) !== 0) continue;
      const row = (entry & rowMask) - 1;
      if (this.#location[row] === location && this.#caller[row] === caller) return row;
    }
  }

  #append(caller: StackRow, location: number): StackRow {
    const row = this.#length++;
    if (row === this.#caller.length) this.#grow();
    this.#caller[row] = caller;
    this.#location[row] = location;
    if (row !== caller + 1) {
      if (++this.#apart * 2 > this.#slots.length) this.#rehash();
      put(this.#slots, mix(caller, location), row);
    }
    return row;
  }

  /** Appends the rows of the first `depth` cells of `stack` after `row`, which is the last one. */
  #follow(row: StackRow, stack: Int32Array, depth: number): StackRow {
    while (row + depth >= this.#caller.length) this.#grow();
    const callers = this.#caller;
    const locations = this.#location;
    let last = row;
    for (let at = depth - 1; at >= 0; at--) {
      callers[last + 1] = last;
      locations[++last] = stack[at]!;
    }
    this.#length = last + 1;
    return last;
  }

  #grow(): void {
    const bytes = this.#caller.length * 2 * 4;
    this.#caller = new Int32Array(grown(this.#caller.buffer as ArrayBuffer, bytes));
    this.#location = new Int32Array(grown(this.#location.buffer as ArrayBuffer, bytes));
  }

  #rehash(): void {
    const old = this.#slots;
    const slots = written(new Int32Array(old.length * 2));
    for (let slot = 0; slot < old.length; slot++) {
      const entry = old[slot]!;
      if (entry === 0) continue;
      const row = (entry & rowMask) - 1;
      put(slots, mix(this.#caller[row]!, this.#location[row]!), row);
    }
    this.#slots = slots;
  }
}

function put(slots: Int32Array, hash: number, row: StackRow): void {
  const mask = slots.length - 1;
  let slot = hash & mask;
  while (slots[slot] !== 0) slot = (slot + 1) & mask;
  slots[slot] = (row + 1) | (hash & ~rowMask);
}

// Numbers of their own for every load of the page.
const seed = secret();
const first = secret();
const second = secret();

function mix(caller: number, location: number): number {
  let hash = (Math.imul(caller ^ seed, first) + Math.imul(location, second)) | 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return hash ^ (hash >>> 13);
}

function secret(): number {
  return (Math.random() * 0x1_0000_0000) | 1;
}
