import {PairInterner} from '../base/tuples.js';
import type {LocationNodes} from '../graph/node.js';
import {stackOrder} from '../graph/stack-order.js';
import type {StackOrder} from '../graph/stack-order.js';
import type {Profile, SampleTable} from '../profile/profile.js';

/** A box is the same frames from the root; where there are more than so many, depths are left out. Each costs 45 bytes in an answer. */
const mostBoxes = 4_000_000;

/** Frames may be many more than the rows of the stacks, where a location has many lines and is on many stacks. */
const mostFrames = 40_000_000;

/**
 * The stacks of a profile as boxes, without their weights.
 *
 * Row 0 is the root, and every box stands after its caller. Callees are a list: the
 * first callee of the caller, then the next sibling of each, -1 at the end, in no
 * order that means anything.
 */
export interface BoxTree {
  readonly length: number;
  /** Row of the box above, -1 for the root. */
  readonly caller: Int32Array;
  /**
   * Four cells a box, since they are read together and a cell of memory costs more
   * than what is done with it: see `firstCalleeCell` and those after it.
   */
  readonly cells: Int32Array;
  /** One more than the greatest depth. */
  readonly depths: number;
  /** By `StackRow`: the box that the stack ends in, or the last one that is there where depths are left out. */
  readonly boxOfStack: Int32Array;
  /** By `StackRow`: 1 where the stack goes on past that box. */
  readonly cut: Uint8Array;
  /** Whether depths are left out. */
  readonly truncated: boolean;
}

/** A tree that may be weighed by other samples than it was made for. */
export interface SharedBoxTree extends BoxTree {
  /** The samples that it holds for; undefined where it holds for any that stand on these stacks. */
  readonly samples: SampleTable | undefined;
}

/** -1 for none. */
export const firstCalleeCell = 0;
/** -1 for none. */
export const nextSiblingCell = 1;
/** Row of the nodes; -1 for the root. */
export const nodeCell = 2;
/** Twice the number of boxes above, and 1 more where the frame was inlined wherever it is in this box. */
export const depthCell = 3;
export const cellsPerBox = 4;

/**
 * Merges the tree of stacks by the nodes that its locations are.
 *
 * Where that makes no more boxes than there may be, stacks that no sample stands on are
 * in it too, so that it holds for whatever samples a filter leaves.
 */
export function boxTree({stacks, samples}: Profile, locations: LocationNodes): SharedBoxTree {
  const order = stackOrder(stacks);
  if (countFrames(order, locations, undefined) <= mostFrames) {
    const whole = merge(order, locations, undefined, Infinity);
    if (whole !== undefined) return {...whole, samples: undefined};
  }
  const before = samplesBefore(order, samples);
  const sampled = countFrames(order, locations, before) <= mostFrames ? merge(order, locations, before, Infinity) : undefined;
  return {...(sampled ?? merge(order, locations, before, depthThatFits(order, locations, before))!), samples};
}

/** By place, and one cell more: how many samples stand on the places before it. */
function samplesBefore({length, placeOf}: StackOrder, samples: SampleTable): Uint32Array {
  const before = new Uint32Array(length + 1);
  for (let row = 0; row < samples.length; row++) if (samples.stack[row]! >= 0) before[placeOf[samples.stack[row]!]! + 1]!++;
  for (let place = 0; place < length; place++) before[place + 1]! += before[place]!;
  return before;
}

function countFrames({length, location, end}: StackOrder, {start}: LocationNodes, before: Uint32Array | undefined): number {
  let frames = 0;
  for (let place = 0; place < length; place++) {
    if (before === undefined || before[end[place]!] !== before[place]) frames += start[location[place]! + 1]! - start[location[place]!]!;
  }
  return frames;
}

/** The most depths that have no more frames than there may be boxes; one at least. */
function depthThatFits({length, location, end}: StackOrder, {start}: LocationNodes, before: Uint32Array): number {
  // How many more frames each depth has than the one above it. Deeper than there may be boxes, none fits.
  const change = new Float64Array(mostBoxes + 2);
  const ends: number[] = [];
  const depths: number[] = [];
  for (let place = 0; place < length; place++) {
    while (ends.length > 0 && ends[ends.length - 1]! <= place) {
      ends.pop();
      depths.pop();
    }
    if (before[end[place]!] === before[place]) continue;
    const above = depths[depths.length - 1] ?? 0;
    const depth = above + start[location[place]! + 1]! - start[location[place]!]!;
    change[Math.min(above, mostBoxes) + 1]!++;
    change[Math.min(depth, mostBoxes) + 1]!--;
    ends.push(end[place]!);
    depths.push(depth);
  }
  let here = 0;
  let frames = 0;
  for (let fits = 1; fits <= mostBoxes; fits++) {
    here += change[fits]!;
    frames += here;
    if (frames > mostBoxes) return Math.max(1, fits - 1);
  }
  return mostBoxes;
}

/** A box with more callees than this finds the others by a hash. */
const nearCallees = 16;

/**
 * One walk down the stacks. Most boxes have a callee or two, so these are looked
 * through as a list, near each other in memory; a hash over all of them took three
 * times as long.
 *
 * @param before undefined where stacks without samples count too
 * @param mostDepths how many depths of frames there may be
 * @returns undefined where that makes more than `mostBoxes`
 */
function merge(order: StackOrder, {start, node: nodeAt}: LocationNodes, before: Uint32Array | undefined, mostDepths: number): BoxTree | undefined {
  const isLimited = mostDepths < Infinity;
  const {length: places, location, end, placeOf} = order;
  const boxOfPlace = new Int32Array(places);
  const cutAtPlace = new Uint8Array(isLimited ? places : 0);
  let caller = new Int32Array(Math.min(places, mostBoxes) + 1024);
  let cells = new Int32Array(caller.length * cellsPerBox);
  caller[0] = -1;
  cells[firstCalleeCell] = -1;
  cells[nextSiblingCell] = -1;
  cells[nodeCell] = -1;
  let length = 1;
  let depths = 1;
  const farCallees = new PairInterner();
  let farBox = new Int32Array(256);
  let truncated = false;

  // What is on the path: where it ends, and the place itself.
  let ends = new Int32Array(256);
  let path = new Int32Array(256);
  let count = 0;
  for (let place = 0; place < places; place++) {
    const until = end[place]!;
    if (before !== undefined && before[until] === before[place]) {
      place = until - 1;
      continue;
    }
    while (count > 0 && ends[count - 1]! <= place) count--;
    if (count === ends.length) {
      ends = larger(ends);
      path = larger(path);
    }
    const above = count === 0 ? -1 : path[count - 1]!;
    ends[count] = until;
    path[count++] = place;
    let box = above < 0 ? 0 : boxOfPlace[above]!;
    const first = start[location[place]!]!;
    let last = start[location[place]! + 1]!;
    if (isLimited) {
      const left = above >= 0 && cutAtPlace[above] === 1 ? 0 : mostDepths - (cells[box * cellsPerBox + depthCell]! >> 1);
      if (last - first > left) {
        last = first + left;
        cutAtPlace[place] = 1;
        truncated = true;
      }
    }
    for (let at = first; at < last; at++) {
      const wanted = nodeAt[at]!;
      let callee = cells[box * cellsPerBox + firstCalleeCell]!;
      let previous = -1;
      let seen = 0;
      while (callee >= 0 && cells[callee * cellsPerBox + nodeCell] !== wanted && seen < nearCallees) {
        previous = callee;
        callee = cells[callee * cellsPerBox + nextSiblingCell]!;
        seen++;
      }
      let far = -1;
      if (seen === nearCallees) {
        far = farCallees.length;
        const known = farCallees.intern(box, wanted);
        callee = known === far ? -1 : farBox[known]!;
      }
      if (callee < 0) {
        if (length === caller.length) {
          if (length >= mostBoxes && !isLimited) return undefined;
          caller = larger(caller);
          cells = larger(cells);
        }
        callee = length++;
        caller[callee] = box;
        const cell = callee * cellsPerBox;
        cells[cell + firstCalleeCell] = -1;
        cells[cell + nodeCell] = wanted;
        const depth = (cells[box * cellsPerBox + depthCell]! >> 1) + 1;
        cells[cell + depthCell] = depth * 2 + 1;
        if (depth >= depths) depths = depth + 1;
        // Far callees come after the near ones, so that these stay near.
        cells[cell + nextSiblingCell] = previous < 0 ? -1 : cells[previous * cellsPerBox + nextSiblingCell]!;
        if (previous < 0) cells[box * cellsPerBox + firstCalleeCell] = callee;
        else cells[previous * cellsPerBox + nextSiblingCell] = callee;
        if (far >= 0) {
          if (far === farBox.length) farBox = larger(farBox);
          farBox[far] = callee;
        }
      }
      if (at === first) cells[callee * cellsPerBox + depthCell]! &= ~1;
      box = callee;
    }
    boxOfPlace[place] = box;
  }
  if (length > mostBoxes && !isLimited) return undefined;
  const boxOfStack = new Int32Array(places);
  const cut = new Uint8Array(places);
  for (let row = 0; row < places; row++) boxOfStack[row] = boxOfPlace[placeOf[row]!]!;
  if (isLimited) for (let row = 0; row < places; row++) cut[row] = cutAtPlace[placeOf[row]!]!;
  return {length, depths, boxOfStack, cut, truncated, caller: caller.subarray(0, length), cells: cells.subarray(0, length * cellsPerBox)};
}

function larger(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const more = new Int32Array(column.length * 2);
  more.set(column);
  return more;
}
