import {divideSums} from '../base/sums.js';
import {hashPair} from '../base/pairs.js';
import type {EdgeTable} from './graph.js';
import {joinLanes} from './weights.js';

// What a slot holds, side by side: a call costs the cells of memory that it touches.
const callerWord = 0;
const calleeWord = 1;
/** Row of the edge + 1; 0 for a free slot. */
const edgeWord = 2;
/** The place up to which the edge is on the path. */
const untilWord = 3;
const slotWords = 4;

const isResidual = 1;
const isCalled = 2;

/** Collects calls while the stacks are walked, once for each lane of their weights. */
export class CallTable {
  #length = 0;
  #slots: Int32Array;
  #mask: number;
  #source = new Int32Array(256);
  #target = new Int32Array(256);
  #flags = new Uint8Array(256);
  #weight = new Float64Array(256);

  /** @param nodes how many nodes have edges, about; most have a few. The table grows where they are more. */
  constructor(nodes: number) {
    let size = 512;
    while (size < nodes * 2) size *= 2;
    this.#slots = new Int32Array(size * slotWords);
    this.#mask = size - 1;
  }

  /** Begins a walk: no edge is on the path, and none weighs anything. */
  begin(): void {
    if (this.#length === 0) return;
    for (let at = untilWord; at < this.#slots.length; at += slotWords) this.#slots[at] = 0;
    this.#weight.fill(0);
  }

  /** Counts a call at `place`, unless the same one is further up on the path. Flags are 0 or 1. */
  add(caller: number, callee: number, place: number, end: number, value: number, residual: number, called: number): void {
    const slots = this.#slots;
    let slot = (hashPair(caller, callee) & this.#mask) * slotWords;
    for (;;) {
      const row = slots[slot + edgeWord]!;
      if (row === 0) {
        slots[slot + callerWord] = caller;
        slots[slot + calleeWord] = callee;
        slots[slot + untilWord] = end;
        this.#append(slot, caller, callee, value, residual * isResidual | called * isCalled);
        return;
      }
      if (slots[slot + callerWord] === caller && slots[slot + calleeWord] === callee) {
        if (slots[slot + untilWord]! > place) return;
        slots[slot + untilWord] = end;
        this.#weight[row - 1]! += value;
        if ((residual | called) !== 0) this.#flags[row - 1]! |= residual * isResidual | called * isCalled;
        return;
      }
      slot = (slot + slotWords) & (slots.length - 1);
    }
  }

  /** What the edges weigh by the last walk. */
  weights(): Float64Array {
    return this.#weight.slice(0, this.#length);
  }

  /** @param weights of each lane, and so the divisors */
  finish(weights: readonly Float64Array[], divisors: readonly Float64Array[] | undefined): EdgeTable {
    const length = this.#length;
    const weight = joinLanes(weights);
    const flags = this.#flags.subarray(0, length);
    return {
      length, weight,
      source: this.#source.slice(0, length),
      target: this.#target.slice(0, length),
      shown: divisors === undefined ? weight : divideSums(weight, joinLanes(divisors)),
      residual: flags.map((flag) => flag & isResidual),
      inline: flags.map((flag) => (flag & isCalled ? 0 : 1)),
    };
  }

  #append(slot: number, caller: number, callee: number, value: number, flags: number): void {
    const row = this.#length++;
    if (row === this.#source.length) {
      this.#source = doubled(this.#source);
      this.#target = doubled(this.#target);
      this.#flags = doubled(this.#flags);
      this.#weight = doubled(this.#weight);
    }
    this.#source[row] = caller;
    this.#target[row] = callee;
    this.#flags[row] = flags;
    this.#weight[row] = value;
    this.#slots[slot + edgeWord] = row + 1;
    if (row * 2 > this.#mask) this.#rehash();
  }

  #rehash(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    const last = this.#slots.length - 1;
    for (let from = 0; from < old.length; from += slotWords) {
      if (old[from + edgeWord] === 0) continue;
      let slot = (hashPair(old[from + callerWord]!, old[from + calleeWord]!) & this.#mask) * slotWords;
      while (this.#slots[slot + edgeWord] !== 0) slot = (slot + slotWords) & last;
      for (let word = 0; word < slotWords; word++) this.#slots[slot + word] = old[from + word]!;
    }
  }
}

/** `column` with twice the room. */
export function doubled<T extends Uint8Array | Int32Array | Uint32Array | Float64Array>(column: T): T {
  const more = new (column.constructor as new (length: number) => T)(column.length * 2);
  more.set(column);
  return more;
}
