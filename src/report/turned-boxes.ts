import {Failure} from '../base/failure.js';
import {PairInterner} from '../base/pairs.js';
import {buildNodes} from '../graph/node.js';
import type {LocationNodes, NodeTable} from '../graph/node.js';
import type {Profile} from '../profile/profile.js';
import {BoxNames, nodeOptions, weighFlame} from './flame-shape.js';
import type {Flame, FlameShape} from './flame-shape.js';
import {boxName} from './frames.js';
import type {Report} from './report.js';
import {nowhere, onRoot, stackPaths} from './stack-paths.js';

/** Frames of all distinct stacks together that are read; each takes some 20 ns. */
const mostFrames = 40_000_000;

/** Where there are more, the stacks that are read last count in the root alone. */
const mostBoxes = 4_000_000;

/**
 * Flame graphs whose stacks are read in another way than from the root down.
 *
 *   bottomUp       main → serve → parse is read parse ← serve ← main
 *   foldRecursion  walk → visit → walk → leaf is read walk → leaf
 *   sandwich       of main → walk → walk → leaf with walk in the middle, the callees
 *                  are walk → leaf and the callers are main: the outermost call counts
 *
 * With a function in the middle `down` is its callees, with itself as the root, and `up`
 * its callers. No sample counts twice in any of them.
 *
 * Fails with `too-large` where the stacks hold more frames than can be read one by one.
 */
export function turnedFlames(report: Report, profile: Profile): {down: Flame; up: Flame | undefined} {
  const {down, up} = turnedOf(profile, report);
  return {down: weighFlame(report, profile, down), up: up === undefined ? undefined : weighFlame(report, profile, up)};
}

interface Turned {
  readonly down: FlameShape;
  readonly up: FlameShape | undefined;
}

// How boxes hang together does not depend on the values, so another sample type only weighs them anew.
const kept = new WeakMap<Profile, {readonly key: string; readonly turned: Turned}>();

function turnedOf(profile: Profile, {config}: Report): Turned {
  const {sandwich, bottomUp, foldRecursion} = config;
  const options = nodeOptions(config);
  const key = JSON.stringify([options, sandwich, bottomUp, foldRecursion]);
  let last = kept.get(profile);
  if (last?.key !== key) {
    const {nodes, locations} = buildNodes(profile, options);
    last = {key, turned: readStacks(profile, locations, nodes, sandwich, bottomUp, foldRecursion)};
    kept.set(profile, last);
  }
  return last.turned;
}

/** A frame of a stack: twice the row of its node, and 1 more where it was inlined. */
type Frame = number;

function readStacks(
  {stacks, samples}: Profile, {start, node: nodeAt}: LocationNodes, nodes: NodeTable, sandwich: string, bottomUp: boolean, foldRecursion: boolean,
): Turned {
  const isMiddle = new Uint8Array(nodes.length);
  let middle = -1;
  if (sandwich !== '') {
    for (let row = 0; row < nodes.length; row++) {
      if (boxName(nodes, row) !== sandwich) continue;
      isMiddle[row] = 1;
      if (middle < 0) middle = row;
    }
  }
  const isSampled = new Uint8Array(stacks.length);
  for (let row = 0; row < samples.length; row++) if (samples.stack[row]! >= 0) isSampled[samples.stack[row]!] = 1;

  const down = new BoxPaths(stacks.length);
  const up = sandwich === '' ? undefined : new BoxPaths(stacks.length);
  // From the leaf to the root, and then from the root to the leaf.
  let leafFirst: Int32Array<ArrayBuffer> = new Int32Array(1024);
  let frames = new Int32Array(1024);
  // By node: where it stands on the folded stack, if that is where it stands.
  const placeOf = new Int32Array(foldRecursion ? nodes.length : 0);
  let read = 0;
  for (let stack = 0; stack < stacks.length; stack++) {
    if (isSampled[stack] === 0) continue;
    let count = 0;
    for (let row = stack; row >= 0; row = stacks.caller[row]!) {
      const location = stacks.location[row]!;
      const first = start[location]!;
      for (let at = start[location + 1]! - 1; at >= first; at--) {
        if (count === leafFirst.length) leafFirst = larger(leafFirst);
        leafFirst[count++] = nodeAt[at]! * 2 + (at === first ? 0 : 1);
      }
      if (read + count > mostFrames) {
        throw new Failure('too-large', `the stacks of this profile hold more than ${mostFrames} frames, which is too much to read them in another order; a filter that leaves fewer of them helps`);
      }
    }
    read += count;
    if (frames.length < leafFirst.length) frames = new Int32Array(leafFirst.length);
    let length = 0;
    for (let at = count - 1; at >= 0; at--) {
      const frame: Frame = leafFirst[at]!;
      if (foldRecursion) {
        const node = frame >> 1;
        const place = placeOf[node]!;
        if (place < length && frames[place]! >> 1 === node) {
          length = place + 1;
          continue;
        }
        placeOf[node] = length;
      }
      frames[length++] = frame;
    }
    if (up !== undefined) {
      let outermost = 0;
      while (outermost < length && isMiddle[frames[outermost]! >> 1] === 0) outermost++;
      if (outermost === length) continue;
      down.add(stack, frames, outermost + 1, length, 1);
      up.add(stack, frames, outermost - 1, -1, -1);
    } else if (bottomUp) {
      down.add(stack, frames, length - 1, -1, -1);
    } else {
      down.add(stack, frames, 0, length, 1);
    }
  }
  const names = new BoxNames(nodes);
  return {
    down: {nodes, names, middle, selfIn: bottomUp && up === undefined ? 'first' : 'last', stackless: up === undefined ? onRoot : nowhere, ...down.finish(nodes.length)},
    up: up === undefined ? undefined : {nodes, names, middle, selfIn: 'none', stackless: nowhere, ...up.finish(nodes.length)},
  };
}

function larger(column: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(column.length * 2);
  grown.set(column);
  return grown;
}

/** Merges paths of frames to a tree of boxes, one path a stack. */
class BoxPaths {
  // Pair, row and box are one: box n is the pair n - 1, and box 0 the root.
  readonly #boxes = new PairInterner(1024);
  #inlined = new Uint8Array(1024);
  readonly #rowOfStack: Int32Array;
  readonly #cut: Uint8Array;
  #truncated = false;

  constructor(stacks: number) {
    this.#rowOfStack = new Int32Array(stacks).fill(nowhere);
    this.#cut = new Uint8Array(stacks);
  }

  /** Adds the frames from `from` on, `step` by step, up to and without `end`. */
  add(stack: number, frames: Int32Array, from: number, end: number, step: 1 | -1): void {
    let box = 0;
    if (this.#boxes.length >= mostBoxes) {
      this.#truncated = true;
      this.#cut[stack] = 1;
    } else {
      for (let at = from; at !== end; at += step) {
        const frame: Frame = frames[at]!;
        const known = this.#boxes.length;
        const callee = this.#boxes.intern(box, frame >> 1) + 1;
        if (callee > known) this.#begin(callee, frame & 1);
        else if ((frame & 1) === 0) this.#inlined[callee] = 0;
        box = callee;
      }
    }
    this.#rowOfStack[stack] = box - 1;
  }

  #begin(box: number, inlined: number): void {
    if (box >= this.#inlined.length) {
      const grown = new Uint8Array(this.#inlined.length * 2);
      grown.set(this.#inlined);
      this.#inlined = grown;
    }
    this.#inlined[box] = inlined;
  }

  /** @param nodes how many there are */
  finish(nodes: number): Pick<FlameShape, 'paths' | 'rowOfStack' | 'cut'> {
    const length = this.#boxes.length;
    const caller = new Int32Array(length);
    for (let row = 0; row < length; row++) caller[row] = this.#boxes.first[row]! - 1;
    // Each row is one frame, and its location is its node.
    const location = Uint32Array.from(this.#boxes.second.subarray(0, length));
    const each = Uint32Array.from({length: nodes + 1}, (_, node) => node);
    return {
      paths: stackPaths({length, caller, location}, {start: each, node: each}, this.#inlined.slice(1, length + 1)),
      rowOfStack: this.#rowOfStack, cut: this.#truncated ? this.#cut : undefined,
    };
  }
}
