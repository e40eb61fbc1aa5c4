import {written} from '../base/columns.js';
import {calleeWidths, sideWidth} from './compared-boxes.js';
import type {FlameShape, SelfIn} from './flame-shape.js';
import type {PathWeights, StackPaths} from './stack-paths.js';

/**
 * Where the boxes of a walk are among the rows of the paths: a box is all places that
 * have the same frames from the root. `at` is the frame, as a cell of `nodes.node`; for
 * the root, which stands on the row after the last, it is -1.
 */
export class Places {
  row = new Int32Array(1024);
  at = new Int32Array(1024);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  push(row: number, at: number): void {
    if (this.length === this.row.length) this.reserve(this.length + 1);
    this.row[this.length] = row;
    this.at[this.length++] = at;
  }

  /** Makes room for at least `length` places. */
  reserve(length: number): void {
    if (length <= this.row.length) return;
    const capacity = Math.max(length, this.row.length * 2);
    const row = new Int32Array(capacity);
    row.set(this.row);
    const at = new Int32Array(capacity);
    at.set(this.at);
    this.row = row;
    this.at = at;
  }
}

/**
 * Opens boxes of a flame graph one by one: what they weigh, and which callees they have.
 *
 * Of millions of boxes some thousands are wide enough to be seen, so stacks are merged
 * to boxes only where somebody looks. What is known of a callee stands in the columns
 * below at its slot, and `order` has the slots of callees that weigh something, of which
 * the first `sorted` stand in order: the widest first, equal ones by name.
 */
export class BoxWalk {
  /** Callees of the box that was opened last. */
  count = 0;
  sorted = 0;
  order = new Int32Array(256);
  /** Row of the nodes. */
  node = new Int32Array(256);
  width = new Float64Array(256);
  cum = new Float64Array(256);
  before = new Float64Array(256);
  after = new Float64Array(256);
  /** 1 where the frame was inlined wherever it is in this box. */
  inlined = new Uint8Array(256);
  /** What all callees are wide together. */
  calleesWidth = 0;
  readonly #paths: StackPaths;
  readonly #weights: PathWeights;
  readonly #compareNames: (node: number, other: number) => number;
  readonly #selfIn: SelfIn;
  readonly #cutOnRoot: number;
  /** Signed sum of the values of the stacks that end in the box that is open. */
  #flat = 0;
  /** By node: its slot, where the stamp is that of the box that is open. */
  readonly #slot: Int32Array;
  readonly #stamp: Int32Array;
  #now = 0;
  /** How many places each slot has. */
  #places = new Int32Array(256);
  #next = new Int32Array(256);
  /** The places of all callees, as they were met, and the slot of each. */
  readonly #met = new Places();
  #metSlot = new Int32Array(1024);
  #slots = 0;

  constructor({paths, names, selfIn}: FlameShape, weights: PathWeights, cutOnRoot: number) {
    this.#paths = paths;
    this.#weights = weights;
    this.#compareNames = (node, other) => names.compare(node, other);
    this.#selfIn = selfIn;
    this.#cutOnRoot = cutOnRoot;
    this.#slot = new Int32Array(names.length);
    this.#stamp = written(new Int32Array(names.length));
  }

  get root(): {readonly width: number; readonly cum: number; readonly before: number; readonly after: number} {
    const {width, cum, sides} = this.#weights;
    const row = this.#paths.length;
    const before = sides?.before[row] ?? 0;
    const after = sides?.after[row] ?? 0;
    return {width: sides === undefined ? width[row]! : sideWidth(before, after), cum: cum[row]!, before, after};
  }

  get isCompared(): boolean {
    return this.#weights.sides !== undefined;
  }

  /** Whether boxes are as wide as the sum of their values, which none is below 0. */
  get isPlain(): boolean {
    return this.#weights.cum === this.#weights.width && !this.isCompared;
  }

  /** The place of the root. */
  beginAt(into: Places): void {
    into.clear();
    into.push(this.#paths.length, -1);
  }

  /** The self value of the box that is open. */
  flatAt(depth: number, cum: number): number {
    switch (this.#selfIn) {
      case 'last': return depth === 0 ? this.#flat - this.#cutOnRoot : this.#flat;
      case 'first': return depth === 1 ? cum : 0;
      case 'none': return 0;
    }
  }

  /** Opens the box with these places, which is `width` wide. */
  open({row: rows, at: ats}: Places, from: number, to: number, width: number): void {
    const {location, nodes: {start, node}, firstCallee, nextSibling, inlined} = this.#paths;
    const {width: widths, cum: cums, own, sides} = this.#weights;
    this.#now++;
    this.#slots = 0;
    this.#met.length = 0;
    let flat = 0;
    let before = 0;
    let after = 0;
    for (let place = from; place < to; place++) {
      const row = rows[place]!;
      const at = ats[place]!;
      if (at >= 0 && at + 1 < start[location[row]! + 1]!) {
        this.#meet(row, at + 1, node[at + 1]!, 1);
        continue;
      }
      flat += own === undefined ? cums[row]! : own[row]!;
      if (sides !== undefined) {
        before += sides.before[row]!;
        after += sides.after[row]!;
      }
      for (let callee = firstCallee[row]!; callee >= 0; callee = nextSibling[callee]!) {
        if (widths[callee] === 0) continue;
        if (own === undefined) flat -= cums[callee]!;
        if (sides !== undefined) {
          before -= sides.before[callee]!;
          after -= sides.after[callee]!;
        }
        const first = start[location[callee]!]!;
        this.#meet(callee, first, node[first]!, inlined === undefined ? 0 : inlined[callee]!);
      }
    }
    this.#flat = flat;
    if (sides !== undefined) calleeWidths(this.width, this.before, this.after, this.#slots, sideWidth(before, after), width);
    this.count = 0;
    this.sorted = 0;
    this.calleesWidth = 0;
    for (let slot = 0; slot < this.#slots; slot++) {
      if (!(this.width[slot]! > 0)) continue;
      this.order[this.count++] = slot;
      this.calleesWidth += this.width[slot]!;
    }
  }

  /** Sorts the callees that are at least `least` wide, and puts the others behind them as they come. */
  sort(least: number): void {
    const {order, width} = this;
    let wide = 0;
    for (let i = 0; i < this.count; i++) {
      const slot = order[i]!;
      if (width[slot]! < least) continue;
      order[i] = order[wide]!;
      order[wide++] = slot;
    }
    if (wide > 24) {
      order.subarray(0, wide).sort((a, b) => this.#compare(a, b));
    } else {
      // Most boxes have few callees, and calls of a comparison cost more than these steps.
      for (let i = 1; i < wide; i++) {
        const slot = order[i]!;
        let to = i;
        for (; to > 0 && this.#compare(order[to - 1]!, slot) > 0; to--) order[to] = order[to - 1]!;
        order[to] = slot;
      }
    }
    this.sorted = wide;
  }

  /** Where the callee of a node stands in `order`, -1 for none. All callees are sorted for it where need be. */
  indexOf(node: number): number {
    if (this.#stamp[node] !== this.#now) return -1;
    const slot = this.#slot[node]!;
    let index = this.order.subarray(0, this.sorted).indexOf(slot);
    if (index < 0 && this.width[slot]! > 0) {
      this.sort(0);
      index = this.order.subarray(0, this.sorted).indexOf(slot);
    }
    return index;
  }

  /** Adds the places of the first `count` callees in `order` to `into`, and gives where those of each begin: `begin[first + i]` to `begin[first + i + 1]`. */
  take(count: number, into: Places, begin: Int32Array, first = 0): void {
    const {order} = this;
    let length = into.length;
    for (let i = 0; i < count; i++) {
      const slot = order[i]!;
      begin[first + i] = length;
      this.#next[slot] = length;
      length += this.#places[slot]!;
    }
    begin[first + count] = length;
    into.reserve(length);
    for (let i = count; i < this.count; i++) this.#next[order[i]!] = -1;
    const {row: rows, at: ats} = into;
    const met = this.#met;
    for (let place = 0; place < met.length; place++) {
      const slot = this.#metSlot[place]!;
      if (!(this.width[slot]! > 0)) continue;
      const to = this.#next[slot]!;
      if (to < 0) continue;
      rows[to] = met.row[place]!;
      ats[to] = met.at[place]!;
      this.#next[slot] = to + 1;
    }
    into.length = length;
  }

  #compare(slot: number, other: number): number {
    return this.width[other]! - this.width[slot]! || this.#compareNames(this.node[slot]!, this.node[other]!);
  }

  #meet(row: number, at: number, node: number, inlined: number): void {
    const {width, cum, sides} = this.#weights;
    let slot: number;
    if (this.#stamp[node] === this.#now) {
      slot = this.#slot[node]!;
      this.width[slot]! += width[row]!;
      this.cum[slot]! += cum[row]!;
      this.#places[slot]!++;
      if (inlined === 0) this.inlined[slot] = 0;
    } else {
      slot = this.#slots++;
      if (slot === this.node.length) this.#grow();
      this.#stamp[node] = this.#now;
      this.#slot[node] = slot;
      this.node[slot] = node;
      this.width[slot] = width[row]!;
      this.cum[slot] = cum[row]!;
      this.#places[slot] = 1;
      this.inlined[slot] = inlined;
      this.before[slot] = 0;
      this.after[slot] = 0;
    }
    if (sides !== undefined) {
      this.before[slot]! += sides.before[row]!;
      this.after[slot]! += sides.after[row]!;
    }
    if (this.#met.length === this.#metSlot.length) {
      const grown = new Int32Array(this.#metSlot.length * 2);
      grown.set(this.#metSlot);
      this.#metSlot = grown;
    }
    this.#metSlot[this.#met.length] = slot;
    this.#met.push(row, at);
  }

  #grow(): void {
    const length = this.node.length * 2;
    const grown = <Column extends Int32Array | Float64Array | Uint8Array>(from: Column, to: Column): Column => {
      to.set(from);
      return to;
    };
    this.order = grown(this.order, new Int32Array(length));
    this.node = grown(this.node, new Int32Array(length));
    this.width = grown(this.width, new Float64Array(length));
    this.cum = grown(this.cum, new Float64Array(length));
    this.before = grown(this.before, new Float64Array(length));
    this.after = grown(this.after, new Float64Array(length));
    this.inlined = grown(this.inlined, new Uint8Array(length));
    this.#places = grown(this.#places, new Int32Array(length));
    this.#next = grown(this.#next, new Int32Array(length));
  }
}
