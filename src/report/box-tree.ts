import {PairInterner} from '../base/tuples.js';
import type {LocationNodes} from '../graph/node.js';
import type {Profile, SampleTable, StackTable} from '../profile/profile.js';

/** A box is the same frames from the root; where there are more than so many, depths are left out. Each costs 45 bytes in an answer. */
const mostBoxes = 4_000_000;

/** Frames may be many more than the rows of the stacks, where a location has many lines and is on many stacks. */
const mostFrames = 40_000_000;

/**
 * The stacks of a profile as boxes, without their weights.
 *
 * Row 0 is the root, and every box stands after its caller. Callees are a list:
 * `firstCallee` of the caller, then `nextSibling` of each, -1 at the end, in no order
 * that means anything.
 */
export interface BoxTree {
  readonly length: number;
  /** Row of the box above, -1 for the root. */
  readonly caller: Int32Array;
  /** Row of the nodes; -1 for the root. */
  readonly node: Int32Array;
  readonly firstCallee: Int32Array;
  readonly nextSibling: Int32Array;
  /** How many boxes stand above. */
  readonly depth: Int32Array;
  /** One more than the greatest depth. */
  readonly depths: number;
  /** 1 where the frame was inlined wherever it is in this box. */
  readonly inlined: Uint8Array;
  /** By `StackRow`: the box that the stack ends in, or the last one that is there where depths are left out. */
  readonly boxOfStack: Int32Array;
  /** By `StackRow`: 1 where the stack goes on past that box. */
  readonly cut: Uint8Array;
  /** Whether depths are left out. */
  readonly truncated: boolean;
}

/** Merges the tree of stacks, as far as samples stand on it, by the nodes that its locations are. */
export function boxTree({stacks, samples}: Profile, locations: LocationNodes): BoxTree {
  const live = liveRows(stacks, samples);
  const whole = countFrames(stacks, locations, live) <= mostFrames ? merge(stacks, locations, live, Infinity) : undefined;
  return whole ?? merge(stacks, locations, live, depthThatFits(stacks, locations, live))!;
}

function liveRows({length, caller}: StackTable, samples: SampleTable): Uint8Array {
  const live = new Uint8Array(length);
  for (let row = 0; row < samples.length; row++) if (samples.stack[row]! >= 0) live[samples.stack[row]!] = 1;
  for (let row = length - 1; row >= 0; row--) if (live[row] === 1 && caller[row]! >= 0) live[caller[row]!] = 1;
  return live;
}

function countFrames({length, location}: StackTable, {start}: LocationNodes, live: Uint8Array): number {
  let frames = 0;
  for (let row = 0; row < length; row++) if (live[row] === 1) frames += start[location[row]! + 1]! - start[location[row]!]!;
  return frames;
}

/** The most depths that have no more frames than there may be boxes; one at least. */
function depthThatFits({length, caller, location}: StackTable, {start}: LocationNodes, live: Uint8Array): number {
  // How many more frames each depth has than the one above it. Deeper than there may be boxes, none fits.
  const change = new Float64Array(mostBoxes + 2);
  const depth = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    if (live[row] === 0) continue;
    const above = caller[row]! < 0 ? 0 : depth[caller[row]!]!;
    depth[row] = above + start[location[row]! + 1]! - start[location[row]!]!;
    change[Math.min(above, mostBoxes) + 1]!++;
    change[Math.min(depth[row]!, mostBoxes) + 1]!--;
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
 * One pass over the rows, which mostly stand right after their callers. Most boxes
 * have a callee or two, so these are looked through as a list, near each other in
 * memory; a hash over all of them took three times as long.
 *
 * @param mostDepths how many depths of frames there may be
 * @returns undefined where that makes more than `mostBoxes`
 */
function merge(stacks: StackTable, {start, node: nodeAt}: LocationNodes, live: Uint8Array, mostDepths: number): BoxTree | undefined {
  const isLimited = mostDepths < Infinity;
  const {caller: callerOf, location} = stacks;
  const boxOfStack = new Int32Array(stacks.length);
  const cut = new Uint8Array(stacks.length);
  const depth = new Int32Array(isLimited ? stacks.length : 0);
  let caller = new Int32Array(Math.min(stacks.length, mostBoxes) + 1024);
  let node = new Int32Array(caller.length);
  let firstCallee = new Int32Array(caller.length);
  let nextSibling = new Int32Array(caller.length);
  let inlined = new Uint8Array(caller.length);
  caller[0] = -1;
  node[0] = -1;
  firstCallee[0] = -1;
  nextSibling[0] = -1;
  let length = 1;
  const farCallees = new PairInterner();
  let farBox = new Int32Array(256);
  let truncated = false;

  for (let row = 0; row < stacks.length; row++) {
    if (live[row] === 0) continue;
    const above = callerOf[row]!;
    let box = above < 0 ? 0 : boxOfStack[above]!;
    const first = start[location[row]!]!;
    let end = start[location[row]! + 1]!;
    if (isLimited) {
      const left = above >= 0 && cut[above] === 1 ? 0 : mostDepths - (above < 0 ? 0 : depth[above]!);
      if (end - first > left) {
        end = first + left;
        cut[row] = 1;
        truncated = true;
      }
      depth[row] = (above < 0 ? 0 : depth[above]!) + end - first;
    }
    for (let at = first; at < end; at++) {
      const wanted = nodeAt[at]!;
      let callee = firstCallee[box]!;
      let before = -1;
      let seen = 0;
      while (callee >= 0 && node[callee] !== wanted && seen < nearCallees) {
        before = callee;
        callee = nextSibling[callee]!;
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
          node = larger(node);
          firstCallee = larger(firstCallee);
          nextSibling = larger(nextSibling);
          inlined = larger(inlined);
        }
        callee = length++;
        caller[callee] = box;
        node[callee] = wanted;
        firstCallee[callee] = -1;
        inlined[callee] = 1;
        // Far callees come after the near ones, so that these stay near.
        nextSibling[callee] = before < 0 ? -1 : nextSibling[before]!;
        if (before < 0) firstCallee[box] = callee;
        else nextSibling[before] = callee;
        if (far >= 0) {
          if (far === farBox.length) farBox = larger(farBox);
          farBox[far] = callee;
        }
      }
      if (at === first) inlined[callee] = 0;
      box = callee;
    }
    boxOfStack[row] = box;
  }
  if (length > mostBoxes && !isLimited) return undefined;
  inlined[0] = 0;
  return {
    length, boxOfStack, cut, truncated, ...depthsOf(caller, length),
    caller: caller.subarray(0, length),
    node: node.subarray(0, length),
    firstCallee: firstCallee.subarray(0, length),
    nextSibling: nextSibling.subarray(0, length),
    inlined: inlined.subarray(0, length),
  };
}

function depthsOf(caller: Int32Array, length: number): {depth: Int32Array; depths: number} {
  const depth = new Int32Array(length);
  let depths = 1;
  for (let box = 1; box < length; box++) {
    const here = depth[caller[box]!]! + 1;
    depth[box] = here;
    if (here >= depths) depths = here + 1;
  }
  return {depth, depths};
}

function larger<T extends Int32Array | Uint8Array>(column: T): T {
  const more = new (column.constructor as new (length: number) => T)(column.length * 2);
  more.set(column as never);
  return more;
}
