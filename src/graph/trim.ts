import {magnitude, sumOver, sumsAt, toInt64} from '../base/sums.js';
import type {Sums} from '../base/sums.js';
import {buildGraph, noEdges} from './graph.js';
import type {EdgeTable, Graph, GraphSource} from './graph.js';
import {sortedRows} from './sort.js';

/** What a report shows at most. */
export interface TrimOptions {
  /** 0 for no limit. */
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
  readonly sort: 'flat' | 'cum';
}

/** A graph cut down to what matters, and what was cut. */
export interface TrimmedGraph {
  /** Its rows are sorted, its edges are those that are heavy enough. */
  readonly graph: Graph;
  /** Rows that were heavy enough, before they were limited in number. */
  readonly originalCount: number;
  readonly droppedNodes: number;
  readonly droppedEdges: number;
}

/**
 * The graph with its light nodes and edges left out, sorted.
 *
 * pprof rebuilds the graph from the samples at each cut, since dropped nodes turn
 * into residual edges. A cut changes no node's flat or cum, so one walk finds the
 * nodes and one more, where something was cut, the edges between them.
 * (report.go newTrimmedGraph)
 *
 * @param into see `GraphCut`
 */
export function trimmedGraph(source: GraphSource, options: TrimOptions, into?: Uint8Array): TrimmedGraph {
  const mayCut = options.nodeFraction !== 0 || options.nodeCount > 0;
  let graph = buildGraph(source, mayCut ? noEdges : {into});
  const total = Number(sumOver(graph.flat, graph.rows));
  const nodeCutoff = magnitude(toInt64(total * options.nodeFraction));
  const edgeCutoff = magnitude(toInt64(total * options.edgeFraction));

  const heavy = nodeCutoff > 0n ? graph.rows.filter((row) => isAtLeast(graph.cum, row, nodeCutoff)) : graph.rows;
  const droppedNodes = graph.rows.length - heavy.length;
  const sorted = sortedRows({...graph, rows: heavy}, options.sort);
  const rows = options.nodeCount > 0 ? sorted.slice(0, options.nodeCount) : sorted;
  if (mayCut) graph = buildGraph(source, {kept: rows.length < graph.rows.length ? keptNodes(graph, rows) : undefined, into});

  const edges = heavyEdges(graph, rows, edgeCutoff);
  return {
    graph: {...graph, rows, edges},
    originalCount: heavy.length, droppedNodes, droppedEdges: graph.edges.length - edges.length,
  };
}

function keptNodes(graph: Graph, rows: Int32Array): Uint8Array {
  const kept = new Uint8Array(graph.nodes.length);
  for (const row of rows) kept[graph.place[row]!] = 1;
  return kept;
}

/** The edges of at least `cutoff`. Those into nodes that are not among `rows` stay however light, as pprof looks at its own nodes only. */
export function heavyEdges({edges, length}: Graph, rows: Int32Array, cutoff: bigint): EdgeTable {
  if (cutoff === 0n) return edges;
  const listed = new Uint8Array(length);
  for (const row of rows) listed[row] = 1;
  const heavy = new Int32Array(edges.length);
  let count = 0;
  for (let edge = 0; edge < edges.length; edge++) {
    if (listed[edges.target[edge]!] === 0 || isAtLeast(edges.weight, edge, cutoff)) heavy[count++] = edge;
  }
  return count === edges.length ? edges : edgesAt(edges, heavy.subarray(0, count));
}

/** The edges at `rows`, in that order. */
export function edgesAt(edges: EdgeTable, rows: Int32Array): EdgeTable {
  const weight = sumsAt(edges.weight, rows);
  return {
    length: rows.length,
    source: rows.map((row) => edges.source[row]!),
    target: rows.map((row) => edges.target[row]!),
    weight,
    shown: edges.shown === edges.weight ? weight : sumsAt(edges.shown, rows),
    residual: Uint8Array.from(rows, (row) => edges.residual[row]!),
    inline: Uint8Array.from(rows, (row) => edges.inline[row]!),
  };
}

function isAtLeast({numbers, words}: Sums, row: number, cutoff: bigint): boolean {
  return words === undefined ? Math.abs(numbers[row]!) >= Number(cutoff) : magnitude(words[row]!) >= cutoff;
}
