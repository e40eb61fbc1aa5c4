import type {Int64Column} from '../base/int64.js';
import type {Config} from '../config/config.js';
import {roleCount} from '../config/role.js';
import {buildNodes} from '../graph/node.js';
import type {NodeTable} from '../graph/node.js';
import type {FunctionTable, LocationTable, Profile, SampleTable, StackTable} from '../profile/profile.js';
import {compareText} from '../profile/strings.js';
import {boxTree, cellsPerBox, depthCell, firstCalleeCell, nextSiblingCell, nodeCell} from './box-tree.js';
import type {BoxTree, SharedBoxTree} from './box-tree.js';
import {categoriesOf} from './categories.js';
import {comparedWeights} from './compared-boxes.js';
import {comparedSamples, withMatchedFiles} from './comparison.js';
import type {ComparedSamples, Comparison, Sides} from './comparison.js';
import {boxName, frameTable} from './frames.js';
import {rolesOf} from './roles.js';
import type {Roles} from './roles.js';
import type {Report} from './report.js';

/** The distinct frames that the rows of a report name, one row a frame. */
export interface FrameTable {
  /** As pprof prints them; `[binary]` or a 16-digit address where there is no function. */
  readonly names: readonly string[];
  /** As in the profile, '' for unknown. */
  readonly files: readonly string[];
  /** The line that the function starts at, else the first line seen of it; 0 for unknown. */
  readonly lines: Float64Array;
  /** The import path or first part of the name: `net/http`, `main`. */
  readonly packages: readonly string[];
  /** `Role`. */
  readonly roles: Uint8Array;
}

/**
 * Every box of a flame graph, one row a box, in rows of equal depth.
 *
 * Row 0 is the root, which holds all samples. Depth `d` is the rows
 * `depthStart[d]` to `depthStart[d + 1]`, from left to right; the callees of a
 * row are the rows `firstCallee[row]` to `firstCallee[row + 1]` of the next
 * depth, widest first, equal ones by name. `start` and `width` are in the unit
 * of the sample type: the painter turns them into pixels, so a zoom is
 * arithmetic and asks the worker nothing.
 */
export interface FlamegraphReport {
  /** What percentages are of. */
  readonly total: number;
  /** Sum of |values| that the filters left, in a comparison of the larger side: the width of the root. */
  readonly shown: number;
  /** As the profile names it: `nanoseconds`, `bytes`, `count`. */
  readonly unit: string;
  /** `cpu`, `inuse_space`. */
  readonly sampleType: string;
  /** One cell more than there are depths. */
  readonly depthStart: Uint32Array;
  /** One cell more than there are boxes. */
  readonly firstCallee: Uint32Array;
  /** Row of the box above, -1 for the root. */
  readonly caller: Int32Array;
  /** Row in `frames`; the root's is 0 and that frame is named `root`. */
  readonly frame: Uint32Array;
  /** Where the box begins, from the left edge of the root. */
  readonly start: Float64Array;
  /** Sum of |values| of the stacks through it; in a comparison see `comparedWeights`. */
  readonly width: Float64Array;
  /** Signed sum of values of the stacks through it. The same column as `width` where no value is negative. */
  readonly cum: Float64Array;
  /** Signed sum of values of the stacks that end in it. */
  readonly flat: Float64Array;
  /** 1 where the frame was inlined into its caller, in whatever stacks a filter left or not. */
  readonly inlined: Uint8Array;
  readonly frames: FrameTable;
  /** By `Role`: sum of |values| of the samples of that category (ux.md §3.2), for the bar above the graph. */
  readonly categories: Float64Array;
  /** What a value is multiplied with before it is shown: 1 / divide_by. */
  readonly ratio: number;
  /** Whether depths are left out since there are too many boxes; what is in them counts in the boxes above. */
  readonly truncated: boolean;
  /** Of a comparison: the sums of each side of the stacks through a box. `cum` is their difference. */
  readonly sides?: Sides & {readonly of: Comparison};
  /** Whether row 0 is one function, which its frame names, and not all samples. */
  readonly isSandwich?: true;
  /** Where row 0 is one function: the sum of |values| that the filters left. */
  readonly left?: number;
  /** Of a function in the middle: the same for its callers, whose callees are the callers of a box. */
  readonly callers?: FlamegraphReport;
}

/**
 * The boxes of all stacks that the filters left, merged by what the granularity
 * tells apart.
 *
 * How boxes hang together does not depend on the values, so it is kept for as long
 * as the profile is, and another sample type only weighs them anew. Boxes that no
 * sample weighs are left out.
 */
export function flamegraphReport(report: Report): FlamegraphReport {
  const {config, valueRow} = report;
  const compared = comparedSamples(report);
  const profile = comparedProfile(report, compared);
  const shape = shapeOf(profile, config);
  const roles = rolesOf(profile, config.yourCode);
  const signed = weigh(profile, shape, roles, valueRow);
  const weights = compared === undefined ? signed : {...signed, ...comparedWeights(profile.samples, valueRow, compared, shape.tree)};
  const boxes = orderBoxes(shape, weights);
  return {
    total: Number(report.total),
    shown: weights.width[0]!,
    unit: report.unit,
    sampleType: report.sampleType,
    depthStart: boxes.depthStart,
    firstCallee: boxes.firstCallee,
    caller: boxes.caller,
    frame: boxes.frame,
    start: boxes.start,
    width: boxes.width,
    cum: boxes.cum,
    flat: boxes.flat,
    inlined: boxes.inlined,
    frames: frameTable(profile, shape.nodes, boxes.nodes, roles, (node) => boxName(shape.nodes, node)),
    categories: weights.categories,
    ratio: 1 / config.divideBy,
    truncated: shape.tree.truncated,
    ...sidesOf(boxes, compared),
  };
}

/** The profile whose frames a flame graph tells apart: files that were moved between two recordings are one. */
export function comparedProfile({profile, config}: Report, compared: ComparedSamples | undefined): Profile {
  return compared === undefined || config.granularity !== 'filefunctions' ? profile : withMatchedFiles(profile, compared.isBase);
}

export function sidesOf({sides}: OrderedBoxes, compared: ComparedSamples | undefined): Pick<FlamegraphReport, 'sides'> {
  if (sides === undefined || compared === undefined) return {};
  const {before, after, noise} = compared;
  return {sides: {...sides, of: {before, after, noise}}};
}

/** What is known of the boxes before they are weighed. */
interface Shape {
  readonly tree: SharedBoxTree;
  readonly nodes: NodeTable;
  /** By node: its place when nodes are sorted by name. */
  readonly rank: Uint32Array;
  /** By `StackRow`: its box in the upper bits and its category in the lowest three, for the roles that were asked last. */
  places: {readonly roles: Roles; readonly column: Uint32Array} | undefined;
}

interface KeptShape {
  readonly key: string;
  readonly locations: LocationTable;
  readonly functions: FunctionTable;
  readonly shape: Shape;
}

// Kept by stacks, which a filter that only takes samples away leaves as they are. Not with the nodes of graphs: whoever
// looks at Top in between comes back to the boxes as they were.
const shapes = new WeakMap<StackTable, KeptShape>();

function shapeOf(profile: Profile, config: Config): Shape {
  const {noInlines, showColumns, trimPath, sourcePath} = config;
  const options = {granularity: config.granularity || 'filefunctions', noInlines, showColumns, trimPath, sourcePath, objectNames: false} as const;
  const key = JSON.stringify(options);
  let last = shapes.get(profile.stacks);
  if (last?.key !== key || !holdsFor(last, profile)) {
    const {nodes, locations} = buildNodes(profile, options);
    const shape: Shape = {tree: boxTree(profile, locations), nodes, rank: ranksByName(nodes), places: undefined};
    last = {key, locations: profile.locations, functions: profile.functions, shape};
    shapes.set(profile.stacks, last);
  }
  return last.shape;
}

function holdsFor({locations, functions, shape: {tree}}: KeptShape, profile: Profile): boolean {
  return locations === profile.locations && functions === profile.functions && (tree.samples === undefined || tree.samples === profile.samples);
}

export function ranksByName(nodes: NodeTable): Uint32Array {
  const names = Array.from({length: nodes.length}, (_, node) => boxName(nodes, node));
  const rows = names.map((_, node) => node).sort((a, b) => compareText(names[a]!, names[b]!) || a - b);
  const rank = new Uint32Array(nodes.length);
  for (let i = 0; i < rows.length; i++) rank[rows[i]!] = i;
  return rank;
}

/** By box of the tree. */
export interface BoxWeights {
  readonly width: Float64Array;
  /** The same column as `width` where no value is negative. */
  readonly cum: Float64Array;
  readonly flat: Float64Array;
  readonly categories: Float64Array;
  /** Of a comparison. */
  readonly before?: Float64Array;
  readonly after?: Float64Array;
}

// Samples meet the stacks in no order, so the cost is the cells that are touched: box and category are read as one.
function placesOf(profile: Profile, shape: Shape, roles: Roles): Uint32Array {
  if (shape.places?.roles !== roles) {
    const column = new Uint32Array(profile.stacks.length);
    const categories = categoriesOf(profile, roles);
    const {boxOfStack} = shape.tree;
    for (let stack = 0; stack < column.length; stack++) column[stack] = (boxOfStack[stack]! << 3) | categories[stack]!;
    shape.places = {roles, column};
  }
  return shape.places.column;
}

function weigh(profile: Profile, shape: Shape, roles: Roles, valueRow: number): BoxWeights {
  const {samples} = profile;
  const {tree} = shape;
  const places = placesOf(profile, shape, roles);
  const values = samples.values[valueRow]!;
  const {low, high} = values;
  const {stack: stackOf} = samples;
  const width = new Float64Array(tree.length);
  const categories = new Float64Array(roleCount);
  let negative = false;
  for (let row = 0; row < samples.length; row++) {
    let value = high === undefined ? low[row]! : high[row]! * 0x1_0000_0000 + low[row]!;
    if (value < 0) {
      negative = true;
      value = -value;
    }
    const stack = stackOf[row]!;
    const place = stack < 0 ? 0 : places[stack]!;
    width[place >>> 3]! += value;
    categories[place & 7]! += value;
  }
  const flat = tree.truncated || negative ? signedSums(samples, tree, values, tree.cut) : width.slice();
  let cum: Float64Array = width;
  if (negative) {
    cum = signedSums(samples, tree, values, undefined);
    addToCallers(cum, tree);
  }
  addToCallers(width, tree);
  return {width, cum, flat, categories};
}

/** By box: the sum of the values of the stacks that end in it, but for those that go on past it. */
function signedSums({length, stack: stackOf}: SampleTable, tree: BoxTree, values: Int64Column, cut: Uint8Array | undefined): Float64Array {
  const sums = new Float64Array(tree.length);
  for (let row = 0; row < length; row++) {
    const stack = stackOf[row]!;
    if (stack >= 0 && cut?.[stack] === 1) continue;
    sums[stack < 0 ? 0 : tree.boxOfStack[stack]!]! += values.number(row);
  }
  return sums;
}

/** Adds to each box what its callees weigh; these stand after it. */
function addToCallers(weights: Float64Array, {caller}: BoxTree): void {
  for (let box = weights.length - 1; box > 0; box--) weights[caller[box]!]! += weights[box]!;
}

/** The boxes that weigh something, in the order of the answer. */
export interface OrderedBoxes {
  readonly depthStart: Uint32Array;
  readonly firstCallee: Uint32Array;
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
}

/**
 * Walks down the tree, widest callees first. Seen so, the boxes of each depth come
 * from left to right, so each goes to the next cell of its depth. A walk depth by
 * depth jumps about in the tree and took three times as long.
 */
export function orderBoxes({tree, rank}: {readonly tree: BoxTree; readonly rank: Uint32Array}, {width: widths, cum: cums, flat: flats, before: befores, after: afters}: BoxWeights): OrderedBoxes {
  const {cells} = tree;
  const depthStart = depthsOf(tree, widths);
  const length = depthStart[depthStart.length - 1]!;
  const caller = new Int32Array(length);
  const firstCallee = new Uint32Array(length + 1);
  const start = new Float64Array(length);
  const width = new Float64Array(length);
  const isSigned = cums !== widths;
  const cum = isSigned ? new Float64Array(length) : width;
  const flat = new Float64Array(length);
  const sides = befores === undefined || afters === undefined ? undefined : {before: new Float64Array(length), after: new Float64Array(length)};
  const frame = new Uint32Array(length);
  const inlined = new Uint8Array(length);
  const nodes = [-1];
  const frameOfNode = new Uint32Array(rank.length);

  // By depth: the cell that comes next, and where its box begins.
  const next = new Uint32Array(depthStart.length + 1);
  next.set(depthStart);
  next[depthStart.length] = length;
  const edge = new Float64Array(depthStart.length + 1);
  // Boxes to be visited; the one that comes next stands last.
  const waiting = new Uint32Array(length);
  let count = 1;
  while (count > 0) {
    const box = waiting[--count]!;
    const cell = box * cellsPerBox;
    const depth = cells[cell + depthCell]! >> 1;
    const row = next[depth]!;
    const left = edge[depth]!;
    const wide = widths[box]!;
    next[depth] = row + 1;
    edge[depth] = left + wide;
    edge[depth + 1] = left;
    caller[row] = depth === 0 ? -1 : next[depth - 1]! - 1;
    firstCallee[row] = next[depth + 1]!;
    start[row] = left;
    width[row] = wide;
    if (isSigned) cum[row] = cums[box]!;
    flat[row] = flats[box]!;
    if (sides !== undefined) {
      sides.before[row] = befores![box]!;
      sides.after[row] = afters![box]!;
    }
    const node = cells[cell + nodeCell]!;
    if (node >= 0) {
      if (frameOfNode[node] === 0) frameOfNode[node] = nodes.push(node) - 1;
      frame[row] = frameOfNode[node]!;
    }
    inlined[row] = cells[cell + depthCell]! & 1;
    const first = count;
    for (let callee = cells[cell + firstCalleeCell]!; callee >= 0; callee = cells[callee * cellsPerBox + nextSiblingCell]!) {
      if (widths[callee]! > 0) waiting[count++] = callee;
    }
    if (count - first > 1) sortBoxes(waiting, first, count, widths, cells, rank);
  }
  firstCallee[length] = length;
  return {depthStart, firstCallee, caller, start, width, cum, flat, frame, nodes, inlined, sides};
}

/** Where each depth of boxes that weigh something begins, and at the end how many there are. */
function depthsOf({length, cells, depths}: BoxTree, width: Float64Array): Uint32Array {
  const counts = new Uint32Array(depths + 1);
  counts[1] = 1;
  for (let box = 1; box < length; box++) if (width[box]! > 0) counts[(cells[box * cellsPerBox + depthCell]! >> 1) + 1]!++;
  let filled = 1;
  while (filled < depths && counts[filled + 1]! > 0) filled++;
  for (let at = 1; at <= filled; at++) counts[at]! += counts[at - 1]!;
  return counts.slice(0, filled + 1);
}

/** Sorts some cells of `boxes`: widest last, equal ones by name backwards. */
function sortBoxes(boxes: Uint32Array, first: number, end: number, width: Float64Array, cells: Int32Array, rank: Uint32Array): void {
  if (end - first > 24) {
    boxes.subarray(first, end).sort((a, b) => width[a]! - width[b]! || rankOf(b, cells, rank) - rankOf(a, cells, rank));
    return;
  }
  // Most boxes have few callees, and calls of a comparison cost more than these steps.
  for (let i = first + 1; i < end; i++) {
    const box = boxes[i]!;
    const wide = width[box]!;
    let at = i;
    for (; at > first; at--) {
      const before = boxes[at - 1]!;
      if (width[before]! < wide || (width[before] === wide && rankOf(before, cells, rank) > rankOf(box, cells, rank))) break;
      boxes[at] = before;
    }
    boxes[at] = box;
  }
}

function rankOf(box: number, cells: Int32Array, rank: Uint32Array): number {
  return rank[cells[box * cellsPerBox + nodeCell]!]!;
}
