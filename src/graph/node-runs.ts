import {written} from '../base/columns.js';
import type {Profile} from '../profile/profile.js';
import {sampledStacks} from '../profile/sampled-stacks.js';
import type {SampledStacks} from '../profile/sampled-stacks.js';
import {doubled} from './call-table.js';
import type {LocationNodes} from './node.js';
import {stackOrder} from './stack-order.js';

/**
 * The nodes on the way to the stacks with samples, whatever these weigh.
 *
 * The frames of a path that have the same samples below them are a run. What a run
 * costs is the cost of each node that stands in it, so nodes are summed by one scan.
 */
export interface NodeRuns {
  /** The stacks with samples in the order of a walk down the tree, as cells of `SampledStacks.stack`. */
  readonly order: Int32Array;
  /** By place in `order`: the node that the stack ends in. */
  readonly leaf: Uint32Array;
  /** By run: the stacks through it, as the places `first[run]` to `end[run]` of `order`. */
  readonly first: Uint32Array;
  readonly end: Uint32Array;
  /** The nodes of a run are `node[start[run]]` to `node[start[run + 1]]`: those that stand nowhere above on the path. */
  readonly start: Uint32Array;
  readonly node: Uint32Array;
}

const known = new WeakMap<SampledStacks, WeakMap<LocationNodes, NodeRuns>>();

/**
 * The runs of these nodes, kept for as long as the samples and the nodes are.
 *
 * @param count how many nodes there are
 */
export function nodeRuns(profile: Profile, locations: LocationNodes, count: number): NodeRuns {
  const sampled = sampledStacks(profile);
  let byNodes = known.get(sampled);
  if (byNodes === undefined) known.set(sampled, byNodes = new WeakMap());
  let runs = byNodes.get(locations);
  if (runs === undefined) byNodes.set(locations, runs = findRuns(profile, sampled, locations, count));
  return runs;
}

/**
 * What stands outermost at a place is on the path up to the place's end, so the
 * place where it ends tells of each later one whether it is on the path there.
 */
function findRuns({stacks}: Profile, {stack}: SampledStacks, locations: LocationNodes, count: number): NodeRuns {
  const {length, placeOf, location, end: endOf} = stackOrder(stacks);
  const {start: nodeStart, node: nodeAt} = locations;
  const sampled = stack.length - 1;
  // By place: how many stacks with samples stand before it; first, of those that have some, the cell of the stack and 1 more.
  const before = written(new Uint32Array(length + 1));
  for (let cell = 0; cell < sampled; cell++) before[placeOf[stack[cell]!]!] = cell + 1;
  const order = new Int32Array(sampled);
  let seen = 0;
  for (let place = 0; place < length; place++) {
    const cell = before[place]!;
    before[place] = seen;
    if (cell > 0) order[seen++] = cell - 1;
  }
  before[length] = seen;

  const leaf = new Uint32Array(sampled);
  // Two sets of stacks lie apart or one in the other, so there are fewer than two for each stack.
  const first = new Uint32Array(sampled * 2);
  const end = new Uint32Array(sampled * 2);
  const start = new Uint32Array(sampled * 2 + 1);
  let runs = 0;
  let node = new Uint32Array(length);
  let nodes = 0;
  const until = new Int32Array(count);
  let lastFrom = 0;
  let lastTo = 0;
  for (let place = 0; place < length; place++) {
    const after = endOf[place]!;
    const from = before[place]!;
    const to = before[after]!;
    if (from === to) {
      place = after - 1;
      continue;
    }
    if (from !== lastFrom || to !== lastTo) {
      first[runs] = from;
      end[runs] = to;
      start[runs++] = nodes;
      lastFrom = from;
      lastTo = to;
    }
    const here = location[place]!;
    const last = nodeStart[here + 1]! - 1;
    for (let at = nodeStart[here]!; at <= last; at++) {
      const n = nodeAt[at]!;
      if (until[n]! > place) continue;
      until[n] = after;
      if (nodes === node.length) node = doubled(node);
      node[nodes++] = n;
    }
    if (before[place + 1] !== from) leaf[from] = nodeAt[last]!;
  }
  start[runs] = nodes;
  return {order, leaf, first: first.slice(0, runs), end: end.slice(0, runs), start: start.slice(0, runs + 1), node: node.slice(0, nodes)};
}

/** What each node costs itself, and with all that it calls, each sample once. */
export interface LaneSums {
  readonly flat: Float64Array;
  readonly cum: Float64Array;
}

/** @param sums by cell of `SampledStacks.stack` */
export function sumRuns({order, leaf, first, end, start, node}: NodeRuns, sums: Float64Array, count: number): LaneSums {
  const flat = new Float64Array(count);
  const cum = new Float64Array(count);
  // By place in `order`: what the stacks before it weigh.
  const before = new Float64Array(order.length + 1);
  for (let place = 0; place < order.length; place++) {
    const own = sums[order[place]!]!;
    flat[leaf[place]!]! += own;
    before[place + 1] = before[place]! + own;
  }
  for (let run = 0; run < first.length; run++) {
    const value = before[end[run]!]! - before[first[run]!]!;
    if (value === 0) continue;
    const last = start[run + 1]!;
    for (let at = start[run]!; at < last; at++) cum[node[at]!]! += value;
  }
  return {flat, cum};
}
