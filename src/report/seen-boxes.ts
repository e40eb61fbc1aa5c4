import {ColumnBuilder, written} from '../base/columns.js';
import {eachRow} from '../base/each-row.js';
import {Places} from './box-walk.js';
import type {BoxWalk} from './box-walk.js';
import type {Sides} from './comparison.js';

/** The part of a flame graph that is looked at, in its unit. */
export interface Look {
  readonly left: number;
  readonly span: number;
}

/**
 * Boxes of this share of what is looked at are in an answer: on a screen of 1440 pixels
 * they are a third of a pixel wide. Around it half as many are enough until they are looked at.
 */
const finest = 1 / 4096;
const finestAround = 1 / 2048;

/** Where there would be more boxes, the deepest are left out. Each costs some 100 bytes. */
const mostBoxes = 2_000_000;

/** The boxes that can be seen, in the order of `FlamegraphReport`. */
export interface SeenBoxes {
  readonly depthStart: Uint32Array;
  readonly firstCallee: Uint32Array;
  readonly callees: Uint32Array;
  readonly calleesEnd: Float64Array;
  readonly caller: Int32Array;
  /** Row of `nodes` below. */
  readonly frame: Uint32Array;
  /** The nodes that the boxes are, each once, in the order that they are met in; the root's is -1 and comes first. */
  readonly nodes: readonly number[];
  readonly start: Float64Array;
  readonly width: Float64Array;
  readonly cum: Float64Array;
  readonly flat: Float64Array;
  readonly inlined: Uint8Array;
  readonly sides: Sides | undefined;
  readonly truncated: boolean;
  /** The rows of the boxes that were to be kept, -1 for one that is not there. */
  readonly kept: Int32Array;
}

/**
 * Walks down the boxes, depth by depth and widest callees first, as far as they can be
 * seen: they are a share of the whole, or of the part that is looked at, or to be kept.
 *
 * @param keep boxes, as the nodes from below the root to them
 * @param nodes how many there are
 */
export function seenBoxes(walk: BoxWalk, look: Look | undefined, keep: readonly Int32Array[], nodes: number): SeenBoxes {
  const builder = new SeenBuilder(walk, look, keep, nodes);
  while (builder.openDepth());
  return builder.finish();
}

/** The boxes so far, depth by depth. */
class SeenBuilder {
  readonly #walk: BoxWalk;
  readonly #keep: readonly Int32Array[];
  readonly #coarse: number;
  readonly #fine: number;
  readonly #left: number;
  readonly #right: number;
  readonly #depthStart = new ColumnBuilder(Uint32Array);
  readonly #firstCallee = new ColumnBuilder(Uint32Array, 1024);
  readonly #callees = new ColumnBuilder(Uint32Array, 1024);
  readonly #calleesEnd = new ColumnBuilder(Float64Array, 1024);
  readonly #caller = new ColumnBuilder(Int32Array, 1024);
  readonly #frame = new ColumnBuilder(Uint32Array, 1024);
  readonly #start = new ColumnBuilder(Float64Array, 1024);
  readonly #width = new ColumnBuilder(Float64Array, 1024);
  readonly #cum = new ColumnBuilder(Float64Array, 1024);
  readonly #flat = new ColumnBuilder(Float64Array, 1024);
  readonly #inlined = new ColumnBuilder(Uint8Array, 1024);
  readonly #before: ColumnBuilder<Float64Array>;
  readonly #after: ColumnBuilder<Float64Array>;
  readonly #frames = [-1];
  readonly #frameOfNode: Uint32Array;
  #truncated = false;
  #depth = 0;
  /** The first row of the depth that is opened next, and whether what it calls is left out. */
  #first = 0;
  #isFull = false;
  /** Where the boxes of this depth and of the next one are among the stacks. */
  #places = new Places();
  #nextPlaces = new Places();
  #begin = new ColumnBuilder(Int32Array);
  #nextBegin = new ColumnBuilder(Int32Array);
  /** By box to be kept: the row of the last box of its path that was met, -1 once the path ends. */
  readonly #kept: Int32Array;

  constructor(walk: BoxWalk, look: Look | undefined, keep: readonly Int32Array[], nodes: number) {
    const {root, isCompared} = walk;
    this.#walk = walk;
    this.#keep = keep;
    this.#coarse = root.width * (look === undefined ? finest : finestAround);
    this.#fine = look === undefined ? this.#coarse : Math.min(this.#coarse, look.span * finest);
    this.#left = look?.left ?? 0;
    this.#right = look === undefined ? root.width : look.left + look.span;
    this.#before = new ColumnBuilder(Float64Array, isCompared ? 1024 : 1);
    this.#after = new ColumnBuilder(Float64Array, isCompared ? 1024 : 1);
    this.#frameOfNode = written(new Uint32Array(nodes));
    this.#kept = new Int32Array(keep.length);
    this.#caller.push(-1);
    this.#frame.push(0);
    this.#start.push(0);
    this.#width.push(root.width);
    this.#cum.push(root.cum);
    this.#inlined.push(0);
    this.#before.push(root.before);
    this.#after.push(root.after);
    walk.beginAt(this.#places);
    this.#begin.cells[1] = 1;
    this.#depthStart.push(0);
  }

  /** Opens the boxes of the next depth; false where there are none. */
  openDepth(): boolean {
    const first = this.#first;
    const end = this.#width.length;
    this.#depthStart.push(end);
    if (end === first) return false;
    this.#isFull = end > mostBoxes;
    this.#nextPlaces.clear();
    this.#nextBegin.length = 0;
    eachRow(end - first, (at) => this.#open(first + at));
    [this.#places, this.#nextPlaces] = [this.#nextPlaces, this.#places];
    [this.#begin, this.#nextBegin] = [this.#nextBegin, this.#begin];
    this.#first = end;
    this.#depth++;
    return true;
  }

  finish(): SeenBoxes {
    const {isPlain, isCompared} = this.#walk;
    this.#depthStart.length--;
    this.#firstCallee.push(this.#width.length);
    const width = this.#width.finish();
    return {
      depthStart: this.#depthStart.finish(), firstCallee: this.#firstCallee.finish(), callees: this.#callees.finish(), calleesEnd: this.#calleesEnd.finish(),
      caller: this.#caller.finish(), frame: this.#frame.finish(), nodes: this.#frames, start: this.#start.finish(), width, cum: isPlain ? width : this.#cum.finish(),
      flat: this.#flat.finish(), inlined: this.#inlined.finish(), sides: isCompared ? {before: this.#before.finish(), after: this.#after.finish()} : undefined,
      truncated: this.#truncated, kept: this.#kept,
    };
  }

  #open(row: number): void {
    const walk = this.#walk;
    const at = this.#start.cells[row]!;
    const place = row - this.#first;
    walk.open(this.#places, this.#begin.cells[place]!, this.#begin.cells[place + 1]!, this.#width.cells[row]!);
    this.#firstCallee.push(this.#width.length);
    this.#flat.push(walk.flatAt(this.#depth, this.#cum.cells[row]!));
    this.#callees.push(walk.count);
    this.#calleesEnd.push(at + walk.calleesWidth);
    let count = 0;
    if (this.#isFull) this.#truncated ||= walk.count > 0;
    else if (walk.count > 0) count = this.#countSeen(row, at);
    if (this.#keep.length > 0) count = this.#countKept(row, count);
    const begin = this.#nextBegin;
    begin.reserve(begin.length + count + 1);
    walk.take(count, this.#nextPlaces, begin.cells, begin.length);
    begin.length += count;
    this.#pushCallees(row, at, count);
  }

  /** Sorts the callees of the open box, and gives how many of them can be seen. */
  #countSeen(row: number, at: number): number {
    const walk = this.#walk;
    const isLooked = at < this.#right && at + this.#width.cells[row]! > this.#left;
    walk.sort(isLooked ? this.#fine : this.#coarse);
    let count = 0;
    for (let i = 0, from = at; i < walk.sorted; i++) {
      const wide = walk.width[walk.order[i]!]!;
      if (wide >= this.#coarse || (isLooked && from < this.#right && from + wide > this.#left)) count = i + 1;
      from += wide;
    }
    return count;
  }

  /** Follows the paths to be kept through the open box, and gives how many callees there have to be for it. */
  #countKept(row: number, seen: number): number {
    let count = seen;
    for (let path = 0; path < this.#keep.length; path++) {
      if (this.#kept[path] !== row || this.#keep[path]!.length === this.#depth) continue;
      const index = this.#isFull ? -1 : this.#walk.indexOf(this.#keep[path]![this.#depth]!);
      this.#kept[path] = index < 0 ? -1 : this.#width.length + index;
      count = Math.max(count, index + 1);
    }
    return count;
  }

  #pushCallees(row: number, at: number, count: number): void {
    const walk = this.#walk;
    for (let i = 0, from = at; i < count; i++) {
      const slot = walk.order[i]!;
      const node = walk.node[slot]!;
      if (this.#frameOfNode[node] === 0) this.#frameOfNode[node] = this.#frames.push(node) - 1;
      this.#caller.push(row);
      this.#frame.push(this.#frameOfNode[node]!);
      this.#start.push(from);
      this.#width.push(walk.width[slot]!);
      this.#cum.push(walk.cum[slot]!);
      this.#inlined.push(walk.inlined[slot]!);
      if (walk.isCompared) {
        this.#before.push(walk.before[slot]!);
        this.#after.push(walk.after[slot]!);
      }
      from += walk.width[slot]!;
    }
  }
}
