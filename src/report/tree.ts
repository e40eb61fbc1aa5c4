import {Failure} from '../base/failure.js';
import {padStart} from '../base/format.js';
import type {Matcher} from '../base/regexp.js';
import {byMagnitude, sumAt, sumOver, sumsAt} from '../base/sums.js';
import type {Sums} from '../base/sums.js';
import {buildGraph, noEdges} from '../graph/graph.js';
import type {EdgeTable, Graph, GraphSource} from '../graph/graph.js';
import {printableName} from '../graph/print-node.js';
import {nameOrder} from '../graph/sort.js';
import {trimmedGraph} from '../graph/trim.js';
import {percentage} from '../measurement/label.js';
import {reportLabels} from './legend.js';
import type {Report} from './report.js';
import {limitsNothing, trimOptions} from './settings.js';
import {formatValue, graphFormat} from './values.js';
import type {ValueFormat} from './values.js';

/** Calls beside a node, heaviest first: those of row `r` of the report are `start[r]` to `start[r + 1]`. */
export interface CallColumns {
  readonly start: Uint32Array;
  /** Row of `names` of the function at the other end. */
  readonly name: Uint32Array;
  /** What goes over the call; `mean` does not divide it, as pprof does not. */
  readonly weight: Sums;
  readonly inline: Uint8Array;
}

/** Nodes with what calls them and what they call, one row a node, in the order of the config. */
export interface TreeReport {
  readonly total: number;
  readonly unit: string;
  readonly outputUnit: string;
  readonly ratio: number;
  readonly names: readonly string[];
  /** Per name: the row of the graph's nodes that is called so. */
  readonly node: Uint32Array;
  /** Row of `names`. */
  readonly name: Uint32Array;
  readonly flat: Sums;
  readonly cum: Sums;
  readonly callers: CallColumns;
  readonly callees: CallColumns;
  /** Whether there are nodes at all; a pattern may leave none of them. */
  readonly empty: boolean;
  readonly legend: readonly string[];
}

/**
 * The call graph as rows.
 *
 * @param pattern keeps the nodes whose printed name matches; the neighbours of those are shown all the same.
 *   Fails with `no-match` where there is none.
 */
export function treeReport(report: Report, pattern?: {readonly text: string; readonly matcher: Matcher}): TreeReport {
  if (pattern === undefined) return treeOf(report, ({rows}) => rows);
  return treeOf(report, ({nodes, place, rows}) => {
    const matching = rows.filter((row) => pattern.matcher.test(printableName(nodes, place[row]!)));
    if (matching.length === 0) throw new Failure('no-match', `no matches found for regexp: ${pattern.text}`);
    return matching;
  });
}

/**
 * The rows of the call graph that `pick` picks, with their neighbours. Calls are most of the work, so where
 * nothing is cut only those of these rows are found.
 *
 * @param pick is given a graph that may have no edges yet
 */
export function treeOf(report: Report, pick: (graph: Graph) => Int32Array): TreeReport {
  const source = report.graphSource();
  const limits = trimOptions(report.config);
  const isWhole = limitsNothing(limits);
  const {graph: found, ...trimmed} = trimmedGraph(source, limits, isWhole ? noEdges.into : undefined);
  const format = graphFormat(report, found);
  const legend = reportLabels(report, format, {...trimmed, total: sumOver(found.shownFlat, found.rows), nodes: found.rows.length, droppedEdges: 0});
  const rows = pick(found);
  const graph = isWhole ? {...found, edges: edgesBeside(source, found, rows)} : found;
  const nameOf = new Int32Array(graph.length).fill(-1);
  const names: string[] = [];
  const node: number[] = [];
  // A node whose values cancel out is no row, but stands beside those that call it.
  const nameRow = (row: number): number => {
    if (nameOf[row]! < 0) {
      nameOf[row] = names.push(printableName(graph.nodes, graph.place[row]!)) - 1;
      node.push(graph.place[row]!);
    }
    return nameOf[row]!;
  };
  const calls = sortedCalls(graph);
  const name = Uint32Array.from(rows, nameRow);
  const callers = callColumns(graph, rows, calls, graph.edges.target, graph.edges.source, nameRow);
  const callees = callColumns(graph, rows, calls, graph.edges.source, graph.edges.target, nameRow);
  return {
    total: Number(report.total),
    unit: format.unit,
    outputUnit: format.outputUnit,
    ratio: format.ratio,
    names,
    node: Uint32Array.from(node),
    name,
    flat: sumsAt(graph.shownFlat, rows),
    cum: sumsAt(graph.shownCum, rows),
    callers,
    callees,
    empty: graph.rows.length === 0,
    legend,
  };
}

/** The edges into these rows of a graph that nothing was cut from, and out of them. */
function edgesBeside(source: GraphSource, {nodes, place, rows: all}: Graph, rows: Int32Array): EdgeTable {
  if (rows.length === all.length) return buildGraph(source).edges;
  if (rows.length === 0) return buildGraph(source, noEdges).edges;
  const beside = new Uint8Array(nodes.length);
  for (const row of rows) beside[place[row]!] = 1;
  return buildGraph(source, {into: beside, outOf: beside}).edges;
}

/** pprof's `-tree` and `-peek`. */
export function treeText(tree: TreeReport): string {
  const format: ValueFormat = tree;
  const separator = '----------------------------------------------------------+-------------';
  // pprof's own heading ends in a space, two tabs and a space.
  const lines = [...tree.legend, separator, '      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t '];
  let sum = 0n;
  for (let row = 0; row < tree.name.length; row++) {
    const flat = sumAt(tree.flat, row);
    const cum = sumAt(tree.cum, row);
    sum = BigInt.asIntN(64, sum + flat);
    lines.push(separator, ...callLines(tree, tree.callers, row, cum));
    const values = [
      padStart(formatValue(format, flat), 10), percentage(flat, tree.total), percentage(sum, tree.total),
      padStart(formatValue(format, cum), 10), percentage(cum, tree.total),
    ];
    lines.push(`${values.join(' ')}                | ${tree.names[tree.name[row]!]!}`, ...callLines(tree, tree.callees, row, cum));
  }
  if (!tree.empty) lines.push(separator);
  return lines.join('\n') + '\n';
}

function callLines(tree: TreeReport, calls: CallColumns, row: number, cum: bigint): string[] {
  const lines: string[] = [];
  for (let at = calls.start[row]!; at < calls.start[row + 1]!; at++) {
    const weight = sumAt(calls.weight, at);
    lines.push(`${padStart(formatValue(tree, weight), 50)} ${percentage(weight, cum)} |   ${tree.names[calls.name[at]!]!}${calls.inline[at] === 1 ? ' (inline)' : ''}`);
  }
  return lines;
}

/** The edges of a graph, heaviest first, then by the names of caller and callee. (graph.go EdgeMap.Sort) */
export function sortedCalls(graph: Graph): Int32Array {
  const {edges: {length, source, target, weight}} = graph;
  const names = nameOrder(graph);
  const rows = new Int32Array(length);
  for (let edge = 0; edge < length; edge++) rows[edge] = edge;
  return rows.sort((a, b) => byMagnitude(weight, a, b) || names(source[a]!, source[b]!) || names(target[a]!, target[b]!) || a - b);
}

function callColumns(graph: Graph, rows: Int32Array, sorted: Int32Array, near: Int32Array, far: Int32Array, nameRow: (row: number) => number): CallColumns {
  const {edges} = graph;
  const count = new Uint32Array(graph.length);
  for (let edge = 0; edge < edges.length; edge++) count[near[edge]!]!++;
  const start = new Uint32Array(rows.length + 1);
  const next = new Int32Array(graph.length).fill(-1);
  rows.forEach((row, at) => {
    next[row] = start[at]!;
    start[at + 1] = start[at]! + count[row]!;
  });
  const picked = new Int32Array(start[rows.length]!);
  for (const edge of sorted) {
    const row = near[edge]!;
    if (next[row]! >= 0) picked[next[row]!++] = edge;
  }
  return {
    start,
    name: Uint32Array.from(picked, (edge) => nameRow(far[edge]!)),
    weight: sumsAt(edges.weight, picked),
    inline: Uint8Array.from(picked, (edge) => edges.inline[edge]!),
  };
}
