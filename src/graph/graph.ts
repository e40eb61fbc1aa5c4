import type {Sums} from '../base/sums.js';
import {divideSums} from '../base/sums.js';
import {PairInterner} from '../base/tuples.js';
import type {Profile} from '../profile/profile.js';
import type {LocationNodes, NodeTable} from './node.js';
import {joinLanes, touchedStacks, weigh} from './weights.js';
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
  readonly touched: Uint8Array;
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
    touched: touchedStacks(profile, mean ? [valueRow, 0] : [valueRow]),
  };
}

/**
 * The graph of all samples.
 *
 * The tree of stacks is walked once, callers first. A node or an edge counts where
 * it stands outermost on the path, so that a sample counts once however often it
 * recurses. (graph.go newGraph)
 *
 * @param kept 1 for each row of `nodes` that may be in it; edges over the others
 *   are residual, and what such a one costs itself is nobody's
 */
export function buildGraph(source: GraphSource, kept?: Uint8Array): Graph {
  const {nodes} = source;
  const edges = new PairInterner();
  const flags = new EdgeFlags();
  const walk = (lane: Lane) => walkStacks(source, kept, lane, edges, flags);
  return graphOf(source, nodes.length, identity(nodes.length), source.weights.lanes.map(walk), source.divisors?.lanes.map(walk), edges, flags);
}

/** The graph with a node for each way to reach it; every node has at most one caller. (graph.go newTree) */
export function buildCallTree(source: GraphSource): Graph {
  const contexts = new PairInterner();
  const edges = new PairInterner();
  const flags = new EdgeFlags();
  const walk = (lane: Lane) => walkContexts(source, lane, contexts, edges, flags);
  const sums = source.weights.lanes.map(walk);
  const divisors = source.divisors?.lanes.map(walk);
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

function walkStacks(source: GraphSource, kept: Uint8Array | undefined, {own, whole}: Lane, edges: PairInterner, flags: EdgeFlags): LaneSums {
  const {touched, profile: {stacks}} = source;
  const {caller, location} = stacks;
  const {start, node} = source.locations;
  const count = source.nodes.length;
  const flat = new Float64Array(count);
  const cum = new Float64Array(count);
  let weight = new Float64Array(Math.max(256, edges.length));
  let edgeOnPath = new Uint8Array(weight.length);
  const nodeOnPath = new Uint8Array(count);
  flags.reserve(weight.length);

  const {firstCallee, nextSibling, firstRoot} = calleesOf(caller);
  // By stack: the last node that was kept up to it, and whether one was left out since.
  const lastNode = new Int32Array(stacks.length);
  const gap = new Uint8Array(stacks.length);
  // What each stack on the path put there first, to be taken off when it is left:
  // -1 begins a stack, then nodes, and edges counted on from the last node.
  let entered = new Int32Array(1024);
  let enteredLength = 0;

  let row = firstRoot;
  while (row >= 0) {
    if (touched[row] === 1) {
      const above = caller[row]!;
      let parent = above < 0 ? -1 : lastNode[above]!;
      let residual = above < 0 ? 0 : gap[above]!;
      const value = whole[row]!;
      const first = start[location[row]!]!;
      const last = start[location[row]! + 1]!;
      if (enteredLength + 2 * (last - first) + 1 > entered.length) entered = larger(entered, enteredLength + 2 * (last - first) + 1);
      entered[enteredLength++] = -1;
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
        if (parent >= 0 && parent !== n) {
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
      lastNode[row] = parent;
      gap[row] = residual;
      if (parent >= 0 && residual === 0) flat[parent] = flat[parent]! + own[row]!;
      if (firstCallee[row]! >= 0) {
        row = firstCallee[row]!;
        continue;
      }
    }
    for (;;) {
      if (touched[row] === 1) {
        for (;;) {
          const item = entered[--enteredLength]!;
          if (item < 0) break;
          if (item < count) nodeOnPath[item] = 0;
          else edgeOnPath[item - count] = 0;
        }
      }
      if (nextSibling[row]! >= 0) {
        row = nextSibling[row]!;
        break;
      }
      row = caller[row]!;
      if (row < 0) break;
    }
  }
  return {flat, cum, weight: weight.slice(0, edges.length)};
}

/** Each stack's callees as a list: the first, and from each the next. Roots are a list of their own. */
function calleesOf(caller: Int32Array): {firstCallee: Int32Array; nextSibling: Int32Array; firstRoot: number} {
  const firstCallee = new Int32Array(caller.length).fill(-1);
  const nextSibling = new Int32Array(caller.length);
  let firstRoot = -1;
  for (let row = caller.length - 1; row >= 0; row--) {
    const above = caller[row]!;
    if (above < 0) {
      nextSibling[row] = firstRoot;
      firstRoot = row;
    } else {
      nextSibling[row] = firstCallee[above]!;
      firstCallee[above] = row;
    }
  }
  return {firstCallee, nextSibling, firstRoot};
}

function walkContexts(source: GraphSource, {own, whole}: Lane, contexts: PairInterner, edges: PairInterner, flags: EdgeFlags): LaneSums {
  const {touched, profile: {stacks}} = source;
  const {start, node} = source.locations;
  let flat = new Float64Array(Math.max(256, contexts.length));
  let cum = new Float64Array(flat.length);
  let weight = new Float64Array(Math.max(256, edges.length));
  const lastContext = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    if (touched[row] === 0) continue;
    const above = stacks.caller[row]!;
    let parent = above < 0 ? -1 : lastContext[above]!;
    const first = start[stacks.location[row]!]!;
    const last = start[stacks.location[row]! + 1]!;
    for (let at = first; at < last; at++) {
      const context = contexts.intern(parent, node[at]!);
      if (context >= cum.length) {
        flat = larger(flat, context + 1);
        cum = larger(cum, context + 1);
      }
      cum[context] = cum[context]! + whole[row]!;
      if (parent >= 0) {
        const edge = edges.intern(parent, context);
        if (edge >= weight.length) weight = larger(weight, edge + 1);
        flags.reserve(weight.length);
        weight[edge] = weight[edge]! + whole[row]!;
        if (at === first) flags.notInline[edge] = 1;
      }
      parent = context;
    }
    lastContext[row] = parent;
    if (parent >= 0) flat[parent] = flat[parent]! + own[row]!;
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
