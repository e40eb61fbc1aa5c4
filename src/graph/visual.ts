import {byMagnitude, magnitude, sumAt, sumOver, toInt64} from '../base/sums.js';
import {compareText} from '../profile/strings.js';
import {buildCallTree, buildGraph, noEdges} from './graph.js';
import type {Graph, GraphSource} from './graph.js';
import {printableName} from './print-node.js';
import {nameOrder} from './sort.js';
import {tagSource, tagsOf} from './tags.js';
import type {NodeTags, TagOptions} from './tags.js';

/** Most tags that a node shows, and that it pays for in boxes. */
export const mostTags = 4;

export interface VisualOptions extends TagOptions {
  /** 0 for no limit. */
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
  /** By node, 1 for those that are wanted: no other is shown then, and of these as many as there are, however light. */
  readonly only?: Uint8Array;
}

/** A graph that is to be drawn: cut to what can be read, its tags at hand. */
export interface VisualGraph {
  /** Its `edges` are all that were found; only those in `edges` below are left. */
  readonly graph: Graph;
  readonly rows: Int32Array;
  /** Rows of `graph.edges` that are left, heaviest first, then by name. */
  readonly edges: readonly VisualEdge[];
  readonly tags: ReadonlyMap<number, NodeTags>;
  readonly originalCount: number;
  readonly droppedNodes: number;
  readonly droppedEdges: number;
}

export interface VisualEdge {
  /** Row of `graph.edges`. */
  readonly edge: number;
  readonly source: number;
  readonly target: number;
  readonly residual: boolean;
  readonly inline: boolean;
}

/**
 * The graph as pprof draws it: nodes by what they cost and by how much happens
 * around them, tags counted as nodes, light edges out, and edges over nodes that
 * were left out gone where another way leads the same way.
 * (report.go newTrimmedGraph in visual mode)
 *
 * @param tree the call tree of `source`, where that is asked for and at hand
 */
export function visualGraph(source: GraphSource, options: VisualOptions, tree?: Graph): VisualGraph {
  const {callTree, only} = options;
  const nodeCount = only === undefined ? options.nodeCount : 0;
  // Edges of a graph that is cut at once are never looked at.
  let graph = callTree ? tree ?? buildCallTree(source) : buildGraph(source, noEdges);
  const total = Number(sumOver(graph.flat, graph.rows));
  const nodeCutoff = magnitude(toInt64(total * options.nodeFraction));
  const edgeCutoff = magnitude(toInt64(total * options.edgeFraction));

  let net: EdgeNet | undefined;
  let droppedNodes = 0;
  let originalCount = -1;
  if (only !== undefined) {
    const wanted = graph.rows.filter((row) => only[graph.place[row]!] === 1);
    originalCount = graph.rows.length;
    if (wanted.length < originalCount) keepOnly(wanted);
  } else if (nodeCutoff > 0n) {
    const heavy = graph.rows.filter((row) => magnitude(sumAt(graph.cum, row)) >= nodeCutoff);
    droppedNodes = graph.rows.length - heavy.length;
    if (droppedNodes > 0) keepOnly(heavy);
  }
  if (originalCount < 0) originalCount = graph.rows.length;
  if (net === undefined && !callTree) graph = buildGraph(source);
  net ??= new EdgeNet(graph);
  const labelled = tagSource(source, options, nodeCutoff);

  let rows = entropyOrder(graph, net);
  // A cut changes no node's tags, and each node is at least as much as one, so these are all that may be shown.
  const tags: ReadonlyMap<number, NodeTags> = labelled === undefined ? new Map() : tagsOf(labelled, graph, nodeCount > 0 ? rows.slice(0, nodeCount) : rows);
  if (nodeCount > 0) {
    net.dropLight(rows, edgeCutoff);
    const top = rows.slice(0, countUpTo(rows, tags, nodeCount));
    if (top.length < rows.length) {
      keepOnly(top);
      rows = entropyOrder(graph, net);
    }
  }
  const droppedEdges = net.dropLight(rows, edgeCutoff);
  net.dropRedundant(rows);
  return {graph, rows, edges: net.sorted(rows), tags, originalCount, droppedNodes, droppedEdges};

  function keepOnly(some: Int32Array): void {
    if (callTree) {
      net ??= new EdgeNet(graph);
      net.cutTree(graph.rows, some);
      graph = {...graph, rows: some};
      net.dropRedundant(some);
      return;
    }
    const kept = new Uint8Array(graph.nodes.length);
    for (const row of some) kept[graph.place[row]!] = 1;
    graph = buildGraph(source, {kept});
    net = new EdgeNet(graph);
  }
}

/** How many rows fit when each costs one and what it has of tags. */
function countUpTo(rows: Int32Array, tags: ReadonlyMap<number, NodeTags>, limit: number): number {
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const of = tags.get(rows[i]!);
    const all = of === undefined ? [] : [...of.labels, ...[...of.numeric.values()].flat()];
    count += 1 + Math.min(mostTags, all.filter(({flat}) => flat !== 0n).length);
    if (count >= limit) return i + 1;
  }
  return Math.min(limit, rows.length);
}

/** The edges of a graph while it is cut. */
class EdgeNet {
  readonly #graph: Graph;
  readonly #source: Int32Array;
  readonly #residual: Uint8Array;
  readonly #inline: Uint8Array;
  readonly #in: number[][];
  readonly #out: number[][];

  constructor(graph: Graph) {
    const {edges, length} = graph;
    this.#graph = graph;
    this.#source = edges.source.slice();
    this.#residual = edges.residual.slice();
    this.#inline = edges.inline.slice();
    this.#in = Array.from({length}, () => []);
    this.#out = Array.from({length}, () => []);
    for (let edge = 0; edge < edges.length; edge++) {
      this.#in[edges.target[edge]!]!.push(edge);
      this.#out[edges.source[edge]!]!.push(edge);
    }
  }

  into(row: number): readonly number[] {
    return this.#in[row]!;
  }

  outOf(row: number): readonly number[] {
    return this.#out[row]!;
  }

  /** Drops edges into `rows` that are lighter than `cutoff`, and says how many. */
  dropLight(rows: Int32Array, cutoff: bigint): number {
    let dropped = 0;
    for (const row of rows) {
      for (const edge of this.#in[row]!.filter((edge) => magnitude(sumAt(this.#graph.edges.weight, edge)) < cutoff)) {
        this.#drop(edge);
        dropped++;
      }
    }
    return dropped;
  }

  /** Takes the nodes that are not in `kept` out of a call tree; what they call hangs on what called them. */
  cutTree(all: Int32Array, kept: Int32Array): void {
    const stays = new Uint8Array(this.#graph.length);
    for (const row of kept) stays[row] = 1;
    for (const row of all) {
      if (stays[row] === 1) continue;
      const [above] = this.#in[row]!;
      const below = this.#out[row]!;
      if (above === undefined) {
        for (const edge of below) this.#in[this.#graph.edges.target[edge]!] = [];
        continue;
      }
      const caller = this.#source[above]!;
      this.#out[caller] = this.#out[caller]!.filter((edge) => edge !== above);
      for (const edge of below) {
        this.#source[edge] = caller;
        this.#out[caller]!.push(edge);
        this.#residual[edge] = 1;
        this.#inline[edge] = this.#inline[above]! & this.#inline[edge]!;
      }
    }
  }

  /**
   * Drops edges over missing nodes where their caller reaches their callee another
   * way; of each callee the lightest first, and none past a heavier plain edge.
   */
  dropRedundant(rows: Int32Array): void {
    const names = this.#names();
    for (let at = rows.length - 1; at >= 0; at--) {
      const into = this.#sort(this.#in[rows[at]!]!, names);
      for (let i = into.length - 1; i >= 0; i--) {
        const edge = into[i]!;
        if (this.#residual[edge] === 0) break;
        if (this.#isRedundant(edge)) this.#drop(edge);
      }
    }
  }

  /** The edges that leave `rows`, heaviest first, then by name. */
  sorted(rows: Int32Array): VisualEdge[] {
    const names = this.#names();
    const all = [...rows].flatMap((row) => this.#out[row]!);
    return this.#sort(all, names).map((edge) => ({
      edge, source: this.#source[edge]!, target: this.#graph.edges.target[edge]!, residual: this.#residual[edge] === 1, inline: this.#inline[edge] === 1,
    }));
  }

  #drop(edge: number): void {
    const target = this.#graph.edges.target[edge]!;
    const source = this.#source[edge]!;
    this.#in[target] = this.#in[target]!.filter((other) => other !== edge);
    this.#out[source] = this.#out[source]!.filter((other) => other !== edge);
  }

  #isRedundant(edge: number): boolean {
    const caller = this.#source[edge]!;
    const seen = new Set([this.#graph.edges.target[edge]!]);
    const queue = [this.#graph.edges.target[edge]!];
    for (let at = 0; at < queue.length; at++) {
      for (const into of this.#in[queue[at]!]!) {
        const from = this.#source[into]!;
        if (into === edge || seen.has(from)) continue;
        if (from === caller) return true;
        seen.add(from);
        queue.push(from);
      }
    }
    return false;
  }

  #names(): (row: number) => string {
    const {nodes, place} = this.#graph;
    const names = new Map<number, string>();
    return (row) => {
      let name = names.get(row);
      if (name === undefined) names.set(row, (name = printableName(nodes, place[row]!)));
      return name;
    };
  }

  #sort(edges: readonly number[], names: (row: number) => string): number[] {
    const {weight, target} = this.#graph.edges;
    return [...edges].sort((a, b) =>
      byMagnitude(weight, a, b) || compareText(names(this.#source[a]!), names(this.#source[b]!)) || compareText(names(target[a]!), names(target[b]!)) || a - b);
  }
}

/** Rows by cost times how much happens around them. (graph.go EntropyOrder) */
function entropyOrder(graph: Graph, net: EdgeNet): Int32Array {
  const scores = new Map<number, bigint>();
  for (const row of graph.rows) scores.set(row, magnitude(entropyScore(graph, net, row)));
  const names = nameOrder(graph);
  return graph.rows.slice().sort((a, b) => {
    const x = scores.get(a)!;
    const y = scores.get(b)!;
    return x > y ? -1 : x < y ? 1 : names(a, b) || byMagnitude(graph.flat, a, b) || a - b;
  });
}

function entropyScore({edges, flat, cum}: Graph, net: EdgeNet, row: number): bigint {
  const own = sumAt(flat, row);
  // A node that nothing calls, or that calls nothing, counts as one that much happens around.
  const into = net.into(row).length === 0 ? 1 : edgeEntropy(net.into(row).map((edge) => sumAt(edges.weight, edge)), 0n);
  const out = net.outOf(row).length === 0 ? 1 : edgeEntropy(net.outOf(row).map((edge) => sumAt(edges.weight, edge)), own);
  return BigInt.asIntN(64, toInt64((into + out) * Number(sumAt(cum, row))) + own);
}

function edgeEntropy(weights: readonly bigint[], own: bigint): number {
  let total = own;
  for (const weight of weights) if (weight > 0n) total += weight;
  if (total === 0n) return 0;
  let score = 0;
  const add = (weight: bigint) => {
    const share = Number(magnitude(weight)) / Number(total);
    score -= share * Math.log2(share);
  };
  weights.forEach(add);
  if (own > 0n) add(own);
  return score;
}
