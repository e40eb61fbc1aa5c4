import type {Sums} from '../base/sums.js';
import {divideSums} from '../base/sums.js';
import {PairInterner} from '../base/tuples.js';
import type {Profile} from '../profile/profile.js';
import type {LocationNodes, NodeTable} from './node.js';
import {stackOrder} from './stack-order.js';
import {joinLanes, samplesBefore, weigh} from './weights.js';
import type {Lane, Weights} from './weights.js';

/** Calls, one row a pair of nodes. */
export interface EdgeTable {
  readonly length: number;
  /** Row of the graph: the caller. */
  readonly source: Int32Array;
  /** Row of the graph: the callee. */
  readonly target: Int32Array;
  readonly weight: Sums;
  /** Divided by the events under `mean`, else `weight`. */
  readonly shown: Sums;
  /** 1 where the edge goes over nodes that were left out. */
  readonly residual: Uint8Array;
  /** 1 where every call of it was inlined. */
  readonly inline: Uint8Array;
}

/** What each place costs, and what calls what. */
export interface Graph {
  readonly nodes: NodeTable;
  /** Rows of the graph; the columns below have a cell each. */
  readonly length: number;
  /** Row of `nodes`. A node has one row here, but many in a call tree. */
  readonly place: Int32Array;
  /** The rows that are in the graph: those that cost something, in the order that they were sorted in last. */
  readonly rows: Int32Array;
  /** What the node costs itself. Nodes are picked and sorted by `flat` and `cum`. */
  readonly flat: Sums;
  /** What it costs with all that it calls, each sample once. */
  readonly cum: Sums;
  /** What is printed: under `mean` divided by the number of events, else `flat` and `cum`. */
  readonly shownFlat: Sums;
  readonly shownCum: Sums;
  readonly edges: EdgeTable;
}

/** What a graph is made of, weighed once for all cuts of it. */
export interface GraphSource {
  readonly profile: Profile;
  readonly nodes: NodeTable;
  readonly locations: LocationNodes;
  readonly weights: Weights;
  /** The events to divide by under `mean`. */
  readonly divisors: Weights | undefined;
  /** See `samplesBefore`. */
  readonly before: Uint32Array;
  readonly dropNegative: boolean;
}

/** Weighs the samples by the column `valueRow`, and under `mean` by the first one too. */
export function graphSource(
  profile: Profile,
  {nodes, locations}: {nodes: NodeTable; locations: LocationNodes},
  {valueRow, mean, dropNegative}: {valueRow: number; mean: boolean; dropNegative: boolean},
): GraphSource {
  return {
    profile, nodes, locations, dropNegative,
    weights: weigh(profile, valueRow),
    divisors: mean ? weigh(profile, 0) : undefined,
    before: samplesBefore(profile, mean ? [valueRow, 0] : [valueRow]),
  };
}

/** What a graph leaves out. Each is by row of `nodes`. */
export interface GraphCut {
  /** 1 for each node that may be in it. Edges over the others are residual, and what such a one costs itself is nobody's. */
  readonly kept?: Uint8Array | undefined;
  /** 1 for each node whose incoming edges are asked for; undefined for all. Edges are most of the work. */
  readonly into?: Uint8Array | undefined;
}

/**
 * The graph of all samples.
 *
 * The tree of stacks is walked once, callers first. A node or an edge counts where
 * it stands outermost on the path, so that a sample counts once however often it
 * recurses. (graph.go newGraph)
 */
export function buildGraph(source: GraphSource, cut: GraphCut = {}): Graph {
  const {nodes} = source;
  const edges = new PairInterner(source.nodes.length * 4);
  const flags = new EdgeFlags();
  const walk = (lane: Lane) => walkStacks(source, cut, lane, edges, flags);
  return graphOf(source, nodes.length, identity(nodes.length), source.weights.map(walk), source.divisors?.map(walk), edges, flags);
}

/** The graph with a node for each way to reach it; every node has at most one caller. (graph.go newTree) */
export function buildCallTree(source: GraphSource): Graph {
  const contexts = new PairInterner();
  const edges = new PairInterner();
  const flags = new EdgeFlags();
  const walk = (lane: Lane) => walkContexts(source, lane, contexts, edges, flags);
  const sums = source.weights.map(walk);
  const divisors = source.divisors?.map(walk);
  return graphOf(source, contexts.length, contexts.second.slice(0, contexts.length), sums, divisors, edges, flags);
}

interface LaneSums {
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  readonly weight: Float64Array;
}

/** Two flags an edge, which grow with the edges. */
class EdgeFlags {
  residual = new Uint8Array(256);
  notInline = new Uint8Array(256);

  reserve(length: number): void {
    if (length <= this.residual.length) return;
    this.residual = larger(this.residual, length);
    this.notInline = larger(this.notInline, length);
  }
}

function graphOf(
  source: GraphSource, length: number, place: Int32Array, sums: readonly LaneSums[], divisors: readonly LaneSums[] | undefined,
  edges: PairInterner, flags: EdgeFlags,
): Graph {
  const column = (key: keyof LaneSums) => joinLanes(sums.map((lane) => lane[key]));
  const shown = (whole: Sums, key: keyof LaneSums) =>
    divisors === undefined ? whole : divideSums(whole, joinLanes(divisors.map((lane) => lane[key])));
  const flat = column('flat');
  const cum = column('cum');
  const weight = column('weight');
  const inline = flags.notInline.slice(0, edges.length);
  for (let edge = 0; edge < inline.length; edge++) inline[edge] = inline[edge] === 0 ? 1 : 0;
  return {
    nodes: source.nodes, length, place, flat, cum,
    rows: rowsThatCost(flat, cum, source.dropNegative),
    shownFlat: shown(flat, 'flat'),
    shownCum: shown(cum, 'cum'),
    edges: {
      length: edges.length,
      source: edges.first.slice(0, edges.length),
      target: edges.second.slice(0, edges.length),
      weight,
      shown: shown(weight, 'weight'),
      residual: flags.residual.slice(0, edges.length),
      inline,
    },
  };
}

function rowsThatCost(flat: Sums, cum: Sums, dropNegative: boolean): Int32Array {
  const rows = new Int32Array(flat.numbers.length);
  let length = 0;
  for (let row = 0; row < rows.length; row++) {
    const own = flat.numbers[row]!;
    const whole = cum.numbers[row]!;
    if (own === 0 && whole === 0) continue;
    if (dropNegative && (own < 0 || (own === 0 && whole < 0))) continue;
    rows[length++] = row;
  }
  return rows.slice(0, length);
}

function walkStacks(source: GraphSource, {kept, into}: GraphCut, lane: Lane, edges: PairInterner, flags: EdgeFlags): LaneSums {
  const {before, profile: {stacks}} = source;
  const {location, end} = stackOrder(stacks);
  const {start, node} = source.locations;
  const count = source.nodes.length;
  const flat = new Float64Array(count);
  const cum = new Float64Array(count);
  let weight = new Float64Array(Math.max(256, edges.length));
  let edgeOnPath = new Uint8Array(weight.length);
  const nodeOnPath = new Uint8Array(count);
  flags.reserve(weight.length);

  // By depth: where the stack ends, the last node that was kept up to it, whether
  // one was left out since, and how much of `entered` stood there before it.
  let ends = new Int32Array(64);
  let lastNode = new Int32Array(64);
  let gap = new Uint8Array(64);
  let entry = new Int32Array(64);
  let depth = 0;
  // The nodes that each stack on the path put there first, and the edges, counted
  // on from the last node; to be taken off the path when it is left.
  let entered = new Int32Array(1024);
  let enteredLength = 0;

  let place = 0;
  while (place < stacks.length) {
    const after = end[place]!;
    if (before[after] === before[place]) {
      place = after;
      continue;
    }
    while (depth > 0 && ends[depth - 1]! <= place) {
      depth--;
      const down = entry[depth]!;
      while (enteredLength > down) {
        const item = entered[--enteredLength]!;
        if (item < count) nodeOnPath[item] = 0;
        else edgeOnPath[item - count] = 0;
      }
    }
    if (depth === ends.length) {
      ends = larger(ends, depth + 1);
      lastNode = larger(lastNode, depth + 1);
      gap = larger(gap, depth + 1);
      entry = larger(entry, depth + 1);
    }
    ends[depth] = after;
    entry[depth] = enteredLength;
    let parent = depth === 0 ? -1 : lastNode[depth - 1]!;
    let residual = depth === 0 ? 0 : gap[depth - 1]!;
    const value = lane[after]! - lane[place]!;
    const first = start[location[place]!]!;
    const last = start[location[place]! + 1]!;
    if (enteredLength + 2 * (last - first) > entered.length) entered = larger(entered, enteredLength + 2 * (last - first));
    for (let at = first; at < last; at++) {
      const n = node[at]!;
      if (kept !== undefined && kept[n] === 0) {
        residual = 1;
        continue;
      }
      if (nodeOnPath[n] === 0) {
        nodeOnPath[n] = 1;
        entered[enteredLength++] = n;
        cum[n] = cum[n]! + value;
      }
      if (parent >= 0 && parent !== n && (into === undefined || into[n] === 1)) {
        const edge = edges.intern(parent, n);
        if (edge >= weight.length) {
          weight = larger(weight, edge + 1);
          edgeOnPath = larger(edgeOnPath, edge + 1);
          flags.reserve(weight.length);
        }
        if (edgeOnPath[edge] === 0) {
          edgeOnPath[edge] = 1;
          entered[enteredLength++] = count + edge;
          weight[edge] = weight[edge]! + value;
          if (residual === 1) flags.residual[edge] = 1;
          if (at === first) flags.notInline[edge] = 1;
        }
      }
      parent = n;
      residual = 0;
    }
    lastNode[depth] = parent;
    gap[depth] = residual;
    depth++;
    if (parent >= 0 && residual === 0) flat[parent] = flat[parent]! + (lane[place + 1]! - lane[place]!);
    place++;
  }
  return {flat, cum, weight: weight.slice(0, edges.length)};
}

function walkContexts(source: GraphSource, lane: Lane, contexts: PairInterner, edges: PairInterner, flags: EdgeFlags): LaneSums {
  const {before, profile: {stacks}} = source;
  const {location, end} = stackOrder(stacks);
  const {start, node} = source.locations;
  let flat = new Float64Array(Math.max(256, contexts.length));
  let cum = new Float64Array(flat.length);
  let weight = new Float64Array(Math.max(256, edges.length));
  flags.reserve(weight.length);
  let ends = new Int32Array(64);
  let lastContext = new Int32Array(64);
  let depth = 0;
  let place = 0;
  while (place < stacks.length) {
    const after = end[place]!;
    if (before[after] === before[place]) {
      place = after;
      continue;
    }
    while (depth > 0 && ends[depth - 1]! <= place) depth--;
    if (depth === ends.length) {
      ends = larger(ends, depth + 1);
      lastContext = larger(lastContext, depth + 1);
    }
    let parent = depth === 0 ? -1 : lastContext[depth - 1]!;
    const value = lane[after]! - lane[place]!;
    const first = start[location[place]!]!;
    const last = start[location[place]! + 1]!;
    for (let at = first; at < last; at++) {
      const context = contexts.intern(parent, node[at]!);
      if (context >= cum.length) {
        flat = larger(flat, context + 1);
        cum = larger(cum, context + 1);
      }
      cum[context] = cum[context]! + value;
      if (parent >= 0) {
        const edge = edges.intern(parent, context);
        if (edge >= weight.length) {
          weight = larger(weight, edge + 1);
          flags.reserve(weight.length);
        }
        weight[edge] = weight[edge]! + value;
        if (at === first) flags.notInline[edge] = 1;
      }
      parent = context;
    }
    ends[depth] = after;
    lastContext[depth] = parent;
    depth++;
    if (parent >= 0) flat[parent] = flat[parent]! + (lane[place + 1]! - lane[place]!);
    place++;
  }
  return {flat: flat.slice(0, contexts.length), cum: cum.slice(0, contexts.length), weight: weight.slice(0, edges.length)};
}

function identity(length: number): Int32Array {
  const rows = new Int32Array(length);
  for (let row = 0; row < length; row++) rows[row] = row;
  return rows;
}

/** `column` with room for at least `length` cells. */
function larger<T extends Uint8Array | Int32Array | Float64Array>(column: T, length: number): T {
  const more = new (column.constructor as new (length: number) => T)(Math.max(length, column.length * 2));
  more.set(column);
  return more;
}
