import {Failure} from '../base/failure.js';
import {PairInterner} from '../base/tuples.js';
import type {Config} from '../config/config.js';
import {roleCount} from '../config/role.js';
import {buildNodes} from '../graph/node.js';
import type {LocationNodes, NodeTable} from '../graph/node.js';
import type {Profile} from '../profile/profile.js';
import {cellsPerBox, depthCell, firstCalleeCell, nextSiblingCell, nodeCell} from './box-tree.js';
import type {BoxTree} from './box-tree.js';
import {categoriesOf} from './categories.js';
import {comparedWeights} from './compared-boxes.js';
import {comparedSamples} from './comparison.js';
import {comparedProfile, orderBoxes, ranksByName, sidesOf} from './flamegraph.js';
import type {BoxWeights, FlamegraphReport} from './flamegraph.js';
import {boxName, frameTable} from './frames.js';
import {rolesOf} from './roles.js';
import type {Report} from './report.js';

/** Frames of all distinct stacks together that are read; each takes some 20 ns. */
const mostFrames = 40_000_000;

/** Where there are more, the stacks that are read last count in the root alone. */
const mostBoxes = 4_000_000;

/**
 * A flame graph whose stacks are read in another way than from the root down.
 *
 *   bottomUp       main → serve → parse is read parse ← serve ← main
 *   foldRecursion  walk → visit → walk → leaf is read walk → leaf
 *   sandwich       of main → walk → walk → leaf with walk in the middle, the callees
 *                  are walk → leaf and the callers are main: the outermost call counts
 *
 * With a function in the middle the model is its callees, row 0 is the function, and
 * `callers` is a model of its own. No sample counts twice in any of them.
 *
 * Fails with `too-large` where the stacks hold more frames than can be read one by one.
 */
export function turnedFlamegraph(asked: Report): FlamegraphReport {
  const {config} = asked;
  const profile = comparedProfile(asked, comparedSamples(asked));
  const report = {...asked, profile};
  const turned = turnedOf(profile, config);
  const {down, up} = turned;
  const model = modelOf(report, turned, down, config.bottomUp && up === undefined ? 'first' : 'last');
  if (up === undefined) return model;
  const callers = modelOf(report, turned, up, 'none');
  return {...model, isSandwich: true, left: sumOfSizes(report), callers: {...callers, isSandwich: true}};
}

interface Turned {
  readonly nodes: NodeTable;
  readonly rank: Uint32Array;
  /** `boxOfStack` is -1 for stacks that do not pass through the middle. */
  readonly down: BoxTree;
  readonly up: BoxTree | undefined;
  /** Row of `nodes` of the function in the middle, -1 for none. */
  readonly middle: number;
}

// How boxes hang together does not depend on the values, so another sample type only weighs them anew.
const kept = new WeakMap<Profile, {readonly key: string; readonly turned: Turned}>();

function turnedOf(profile: Profile, config: Config): Turned {
  const {noInlines, showColumns, trimPath, sourcePath, sandwich, bottomUp, foldRecursion} = config;
  const options = {granularity: config.granularity || 'filefunctions', noInlines, showColumns, trimPath, sourcePath, objectNames: false} as const;
  const key = JSON.stringify([options, sandwich, bottomUp, foldRecursion]);
  let last = kept.get(profile);
  if (last?.key !== key) {
    const {nodes, locations} = buildNodes(profile, options);
    const rank = ranksByName(nodes);
    last = {key, turned: {nodes, rank, ...readStacks(profile, locations, nodes, sandwich, bottomUp, foldRecursion)}};
    kept.set(profile, last);
  }
  return last.turned;
}

/** A frame of a stack: twice the row of its node, and 1 more where it was inlined. */
type Frame = number;

function readStacks(
  {stacks, samples}: Profile, {start, node: nodeAt}: LocationNodes, nodes: NodeTable, sandwich: string, bottomUp: boolean, foldRecursion: boolean,
): Pick<Turned, 'down' | 'up' | 'middle'> {
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
  return {down: down.finish(), up: up?.finish(), middle};
}

function larger(column: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(column.length * 2);
  grown.set(column);
  return grown;
}

/** Merges paths of frames to a tree of boxes, one path a stack. */
class BoxPaths {
  // Pair and box are one: box n is the pair n - 1.
  readonly #boxes = new PairInterner(1024);
  #depth: Int32Array<ArrayBuffer> = new Int32Array(1024);
  #inlined = new Uint8Array(1024);
  readonly #boxOfStack: Int32Array;
  readonly #cut: Uint8Array;
  #depths = 1;
  #truncated = false;

  constructor(stacks: number) {
    this.#boxOfStack = new Int32Array(stacks).fill(-1);
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
        if (callee > known) this.#begin(callee, box, frame & 1);
        else if ((frame & 1) === 0) this.#inlined[callee] = 0;
        box = callee;
      }
    }
    this.#boxOfStack[stack] = box;
  }

  #begin(box: number, caller: number, inlined: number): void {
    if (box >= this.#depth.length) {
      this.#depth = larger(this.#depth);
      const grown = new Uint8Array(this.#depth.length);
      grown.set(this.#inlined);
      this.#inlined = grown;
    }
    this.#inlined[box] = inlined;
    const depth = this.#depth[caller]! + 1;
    this.#depth[box] = depth;
    if (depth >= this.#depths) this.#depths = depth + 1;
  }

  finish(): BoxTree {
    const length = this.#boxes.length + 1;
    const caller = new Int32Array(length);
    const cells = new Int32Array(length * cellsPerBox).fill(-1);
    caller[0] = -1;
    cells[depthCell] = 0;
    for (let box = 1; box < length; box++) {
      const above = this.#boxes.first[box - 1]!;
      const cell = box * cellsPerBox;
      caller[box] = above;
      cells[cell + nodeCell] = this.#boxes.second[box - 1]!;
      cells[cell + depthCell] = this.#depth[box]! * 2 + this.#inlined[box]!;
      cells[cell + nextSiblingCell] = cells[above * cellsPerBox + firstCalleeCell]!;
      cells[above * cellsPerBox + firstCalleeCell] = box;
    }
    return {length, caller, cells, depths: this.#depths, boxOfStack: this.#boxOfStack, cut: this.#cut, truncated: this.#truncated};
  }
}

/** Which box of a path has the self time of its stack: the last, the first below the root, or none that is here. */
type SelfIn = 'last' | 'first' | 'none';

function modelOf(report: Report, {nodes, rank, middle, up}: Turned, tree: BoxTree, selfIn: SelfIn): FlamegraphReport {
  const {profile, config} = report;
  const roles = rolesOf(profile, config.yourCode);
  const compared = comparedSamples(report);
  const signed = weigh(report, tree, selfIn, categoriesOf(profile, roles), up === undefined);
  const weights = compared === undefined ? signed : {...signed, ...comparedWeights(profile.samples, report.valueRow, compared, tree, up === undefined)};
  const boxes = orderBoxes({tree, rank}, weights);
  const rows = middle < 0 ? boxes.nodes : [middle, ...boxes.nodes.slice(1)];
  const {depthStart, firstCallee, caller, frame, start, width, cum, flat, inlined} = boxes;
  return {
    total: Number(report.total),
    shown: width[0]!,
    unit: report.unit,
    sampleType: report.sampleType,
    depthStart, firstCallee, caller, frame, start, width, cum, flat, inlined,
    frames: frameTable(profile, nodes, rows, roles, (node) => boxName(nodes, node)),
    categories: weights.categories,
    ratio: 1 / config.divideBy,
    truncated: tree.truncated,
    ...sidesOf(boxes, compared),
  };
}

function sumOfSizes({profile: {samples}, valueRow}: Report): number {
  const values = samples.values[valueRow]!;
  let sum = 0;
  for (let row = 0; row < samples.length; row++) sum += Math.abs(values.number(row));
  return sum;
}

function weigh(
  {profile: {samples}, valueRow}: Report, {length, caller, boxOfStack, cut}: BoxTree, selfIn: SelfIn, categoryOf: Uint8Array, withStackless: boolean,
): BoxWeights {
  const values = samples.values[valueRow]!;
  const width = new Float64Array(length);
  const cum = new Float64Array(length);
  const flat = new Float64Array(length);
  const categories = new Float64Array(roleCount);
  for (let row = 0; row < samples.length; row++) {
    const value = values.number(row);
    const stack = samples.stack[row]!;
    const box = stack >= 0 ? boxOfStack[stack]! : withStackless ? 0 : -1;
    if (box < 0) continue;
    width[box]! += Math.abs(value);
    cum[box]! += value;
    if (selfIn === 'last' && (stack < 0 || cut[stack] === 0)) flat[box]! += value;
    categories[stack < 0 ? 0 : categoryOf[stack]!]! += Math.abs(value);
  }
  for (let box = length - 1; box > 0; box--) {
    width[caller[box]!]! += width[box]!;
    cum[caller[box]!]! += cum[box]!;
  }
  if (selfIn === 'first') for (let box = 1; box < length; box++) if (caller[box] === 0) flat[box] = cum[box]!;
  return {width, cum, flat, categories};
}
