import type {Sums} from '../base/sums.js';
import {divideSums, sumsAt} from '../base/sums.js';
import {PairInterner} from '../base/pairs.js';
import type {Profile} from '../profile/profile.js';
import {CallTable, doubled} from './call-table.js';
import type {LocationNodes, NodeTable} from './node.js';
import {nodeRuns, sumRuns} from './node-runs.js';
import type {LaneSums} from './node-runs.js';
import {stackOrder} from './stack-order.js';
import {joinLanes, lanesOf, stacksBefore, weigh} from './weights.js';
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
  /** Columns of values of which a sample has some where it counts: the one that is weighed, and under `mean` that of the events. */
  readonly valueRows: readonly number[];
  /** By lane: what the stacks with samples weigh, by cell of `SampledStacks.stack`. */
  readonly sums: readonly Float64Array[];
  /** The same by place, made for the first graph with edges. */
  readonly weights: Weights;
  /** The events to divide by under `mean`, in both ways. */
  readonly divisorSums: readonly Float64Array[] | undefined;
  readonly divisors: Weights | undefined;
  /** See `stacksBefore`; undefined where a sample weighs nothing just where the lane does not grow. */
  readonly before: Uint32Array | undefined;
  /** Whether every sample weighs something, so that what is on the stacks does not depend on the weights. */
  readonly isFull: boolean;
  readonly dropNegative: boolean;
}

/** Weighs the samples by the column `valueRow`, and under `mean` by the first one too. */
export function graphSource(
  profile: Profile,
  {nodes, locations}: {nodes: NodeTable; locations: LocationNodes},
  {valueRow, mean, dropNegative}: {valueRow: number; mean: boolean; dropNegative: boolean},
): GraphSource {
  const {sums, canCancel, isFull} = weigh(profile, valueRow);
  const valueRows = mean ? [valueRow, 0] : [valueRow];
  const divisorSums = mean ? weigh(profile, 0).sums : undefined;
  let weights: Weights | undefined;
  let divisors: Weights | undefined;
  let before: Uint32Array | undefined;
  return {
    profile, nodes, locations, valueRows, dropNegative, isFull, sums, divisorSums,
    get weights() {
      return weights ??= lanesOf(profile, sums);
    },
    get divisors() {
      return divisors ??= divisorSums && lanesOf(profile, divisorSums);
    },
    get before() {
      return before ??= mean || canCancel ? stacksBefore(profile, valueRows) : undefined;
    },
  };
}

/** What a graph leaves out. Each is by row of `nodes`. */
export interface GraphCut {
  /** 1 for each node that may be in it. Edges over the others are residual, and what such a one costs itself is nobody's. */
  readonly kept?: Uint8Array | undefined;
  /** 1 for each node whose incoming edges are asked for. With neither this nor `outOf` all edges are; they are most of the work. */
  readonly into?: Uint8Array | undefined;
  /** 1 for each node whose outgoing edges are asked for. */
  readonly outOf?: Uint8Array | undefined;
}

/** A graph of nodes alone. */
export const noEdges: GraphCut = {into: new Uint8Array(0)};

/**
 * The graph of all samples.
 *
 * The tree of stacks is walked callers first. A node or an edge counts where it
 * stands outermost on the path, so that a sample counts once however often it
 * recurses. A cut changes no node's flat or cum, so these are summed once for all
 * graphs of a source. (graph.go newGraph)
 */
export function buildGraph(source: GraphSource, cut: GraphCut = {}): Graph {
  const {nodes} = source;
  const {kept} = cut;
  const sums = nodeSums(source);
  return {
    nodes, length: nodes.length, ...sums,
    rows: kept === undefined ? sums.rows : sums.rows.filter((row) => kept[row] === 1),
    edges: cut.into?.length === 0 ? withoutCalls : edgesOf(source, cut),
  };
}

/** The graph with a node for each way to reach it; every node has at most one caller. (graph.go newTree) */
export function buildCallTree(source: GraphSource): Graph {
  const contexts = new PairInterner();
  let plain: Uint8Array = new Uint8Array(0);
  const walk = (lane: Lane) => {
    const {sums, hasPlainCall} = walkContexts(source, lane, contexts);
    plain = hasPlainCall;
    return sums;
  };
  const sums = columnsOf(source, source.weights.map(walk), source.divisors?.map(walk));
  const length = contexts.length;
  // Each context but the outermost is the end of one edge.
  const called: number[] = [];
  for (let context = 0; context < length; context++) if (contexts.first[context]! >= 0) called.push(context);
  const target = Int32Array.from(called);
  const weight = sumsAt(sums.cum, target);
  return {
    nodes: source.nodes, length, place: contexts.second.slice(0, length), ...sums,
    edges: {
      length: target.length,
      source: target.map((context) => contexts.first[context]!),
      target,
      weight,
      shown: sums.shownCum === sums.cum ? weight : sumsAt(sums.shownCum, target),
      residual: new Uint8Array(target.length),
      inline: Uint8Array.from(target, (context) => 1 - plain[context]!),
    },
  };
}

type NodeSums = Pick<Graph, 'rows' | 'flat' | 'cum' | 'shownFlat' | 'shownCum'>;

const known = new WeakMap<GraphSource, NodeSums & Pick<Graph, 'place'>>();

function nodeSums(source: GraphSource): NodeSums & Pick<Graph, 'place'> {
  let sums = known.get(source);
  if (sums === undefined) {
    const {profile, nodes: {length}, locations} = source;
    const runs = nodeRuns(profile, locations, length);
    const sum = (weights: Float64Array) => sumRuns(runs, weights, length);
    sums = {place: identity(length), ...columnsOf(source, source.sums.map(sum), source.divisorSums?.map(sum))};
    known.set(source, sums);
  }
  return sums;
}

function columnsOf({dropNegative}: GraphSource, sums: readonly LaneSums[], divisors: readonly LaneSums[] | undefined): NodeSums {
  const column = (key: keyof LaneSums) => joinLanes(sums.map((lane) => lane[key]));
  const shown = (whole: Sums, key: keyof LaneSums) =>
    divisors === undefined ? whole : divideSums(whole, joinLanes(divisors.map((lane) => lane[key])));
  const flat = column('flat');
  const cum = column('cum');
  return {flat, cum, rows: rowsThatCost(flat, cum, dropNegative), shownFlat: shown(flat, 'flat'), shownCum: shown(cum, 'cum')};
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

const withoutCalls: EdgeTable = new CallTable(0).finish([new Float64Array()], undefined);

function edgesOf(source: GraphSource, cut: GraphCut): EdgeTable {
  const {kept, into, outOf} = cut;
  const isAll = into === undefined && outOf === undefined;
  // What is cut has few edges, and few cells of memory to find them in.
  const table = new CallTable(kept === undefined && isAll ? source.nodes.length : 0);
  const walk = (lane: Lane) => (kept === undefined && !isAll ? walkSomeEdges(source, cut, lane, table) : walkEdges(source, cut, lane, table));
  const weights = source.weights.map(walk);
  return table.finish(weights, source.divisors?.map(walk));
}

function walkEdges({before, profile: {stacks}, locations: {start, node}}: GraphSource, {kept, into, outOf}: GraphCut, lane: Lane, table: CallTable): Float64Array {
  const {length, location, end} = stackOrder(stacks);
  const counted: Lane | Uint32Array = before ?? lane;
  const isAll = into === undefined && outOf === undefined;
  const isKept = kept && locationsWith(kept, {start, node});
  table.begin();
  // By depth: where the stack ends, the last node that was kept up to it, and whether one was left out since.
  let ends = new Int32Array(64);
  let lastNode = new Int32Array(64);
  let gap = new Uint8Array(64);
  let depth = 0;
  for (let place = 0; place < length; place++) {
    const after = end[place]!;
    if (counted[after] === counted[place]) {
      place = after - 1;
      continue;
    }
    while (depth > 0 && ends[depth - 1]! <= place) depth--;
    let parent = depth === 0 ? -1 : lastNode[depth - 1]!;
    let residual = depth === 0 ? 0 : gap[depth - 1]!;
    const here = location[place]!;
    if (isKept?.[here] === 0) residual = 1;
    const first = start[here]!;
    const last = isKept?.[here] === 0 ? first : start[here + 1]!;
    for (let at = first; at < last; at++) {
      const n = node[at]!;
      if (kept !== undefined && kept[n] === 0) {
        residual = 1;
        continue;
      }
      if (parent >= 0 && parent !== n && (isAll || into?.[n] === 1 || outOf?.[parent] === 1)) {
        table.add(parent, n, place, after, lane[after]! - lane[place]!, residual, at === first ? 1 : 0);
      }
      parent = n;
      residual = 0;
    }
    // What nothing is called by needs no room on the path.
    if (after === place + 1) continue;
    if (depth === ends.length) {
      ends = doubled(ends);
      lastNode = doubled(lastNode);
      gap = doubled(gap);
    }
    ends[depth] = after;
    lastNode[depth] = parent;
    gap[depth++] = residual;
  }
  return table.weights();
}

const holdsAsked = 1;
const endsInAsked = 2;

/**
 * The same where edges of few nodes are asked for and none is left out. Most locations
 * hold none of these, and of them no node is looked at.
 */
function walkSomeEdges({before, profile: {stacks}, locations: {start, node}}: GraphSource, {into, outOf}: GraphCut, lane: Lane, table: CallTable): Float64Array {
  const {length, location, end} = stackOrder(stacks);
  const counted: Lane | Uint32Array = before ?? lane;
  const flags = new Uint8Array(start.length - 1);
  for (let here = 0; here < flags.length; here++) {
    for (let at = start[here]!; at < start[here + 1]!; at++) {
      const n = node[at]!;
      if (into?.[n] === 1 || outOf?.[n] === 1) flags[here] = outOf?.[n] === 1 ? holdsAsked | endsInAsked : holdsAsked;
      else flags[here]! &= ~endsInAsked;
    }
  }
  table.begin();
  // By depth: where the stack ends, and its location.
  let ends = new Int32Array(64);
  let path = new Int32Array(64);
  let depth = 0;
  for (let place = 0; place < length; place++) {
    const after = end[place]!;
    if (counted[after] === counted[place]) {
      place = after - 1;
      continue;
    }
    while (depth > 0 && ends[depth - 1]! <= place) depth--;
    const here = location[place]!;
    const above = depth === 0 ? -1 : path[depth - 1]!;
    if (flags[here] !== 0 || (above >= 0 && (flags[above]! & endsInAsked) !== 0)) {
      let parent = above < 0 ? -1 : node[start[above + 1]! - 1]!;
      const first = start[here]!;
      for (let at = first; at < start[here + 1]!; at++) {
        const n = node[at]!;
        if (parent >= 0 && parent !== n && (into?.[n] === 1 || outOf?.[parent] === 1)) {
          table.add(parent, n, place, after, lane[after]! - lane[place]!, 0, at === first ? 1 : 0);
        }
        parent = n;
      }
    }
    if (after === place + 1) continue;
    if (depth === ends.length) {
      ends = doubled(ends);
      path = doubled(path);
    }
    ends[depth] = after;
    path[depth++] = here;
  }
  return table.weights();
}

/** 1 by location where some node of it is marked. */
function locationsWith(marked: Uint8Array, {start, node}: LocationNodes): Uint8Array {
  const found = new Uint8Array(start.length - 1);
  for (let location = 0; location < found.length; location++) {
    for (let at = start[location]!; at < start[location + 1]!; at++) if (marked[node[at]!] === 1) found[location] = 1;
  }
  return found;
}

function walkContexts({before, profile: {stacks}, locations: {start, node}}: GraphSource, lane: Lane, contexts: PairInterner): {sums: LaneSums; hasPlainCall: Uint8Array} {
  const {length, location, end} = stackOrder(stacks);
  const counted: Lane | Uint32Array = before ?? lane;
  let flat = new Float64Array(Math.max(256, contexts.length));
  let cum = new Float64Array(flat.length);
  let hasPlainCall = new Uint8Array(flat.length);
  let ends = new Int32Array(64);
  let lastContext = new Int32Array(64);
  let depth = 0;
  for (let place = 0; place < length; place++) {
    const after = end[place]!;
    if (counted[after] === counted[place]) {
      place = after - 1;
      continue;
    }
    while (depth > 0 && ends[depth - 1]! <= place) depth--;
    if (depth === ends.length) {
      ends = doubled(ends);
      lastContext = doubled(lastContext);
    }
    let parent = depth === 0 ? -1 : lastContext[depth - 1]!;
    const value = lane[after]! - lane[place]!;
    const first = start[location[place]!]!;
    const last = start[location[place]! + 1]!;
    for (let at = first; at < last; at++) {
      const context = contexts.intern(parent, node[at]!);
      if (context >= cum.length) {
        flat = doubled(flat);
        cum = doubled(cum);
        hasPlainCall = doubled(hasPlainCall);
      }
      cum[context] = cum[context]! + value;
      if (at === first) hasPlainCall[context] = 1;
      parent = context;
    }
    ends[depth] = after;
    lastContext[depth] = parent;
    depth++;
    if (parent >= 0) flat[parent] = flat[parent]! + (lane[place + 1]! - lane[place]!);
  }
  return {sums: {flat: flat.slice(0, contexts.length), cum: cum.slice(0, contexts.length)}, hasPlainCall};
}

function identity(length: number): Int32Array {
  const rows = new Int32Array(length);
  for (let row = 0; row < length; row++) rows[row] = row;
  return rows;
}
