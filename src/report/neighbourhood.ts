import {magnitude, sumAt} from '../base/sums.js';
import {buildGraph, noEdges} from '../graph/graph.js';
import type {EdgeTable, Graph, GraphSource} from '../graph/graph.js';

/** Nodes of the person's own code that the first picture begins with. */
const mostYours = 20;
/** Nodes of the first picture, with their neighbours. */
const mostWithNeighbours = 45;
/** Neighbours that one node gets when it is expanded. */
const mostOfOne = 12;

/** Nodes whose edges are looked up together with those that are asked for, since a picture is likely to show them. */
const mostLookedUp = 240;

const known = new WeakMap<GraphSource, {readonly touched: Uint8Array; readonly edges: EdgeTable}>();

/**
 * All edges that lead to or from some of these rows of the nodes, among others.
 *
 * Of all edges they are few. Those of the heaviest nodes are found with them, and are
 * kept, so that the next question of the same graph most likely walks no stack.
 */
export function edgesTouching(source: GraphSource, places: readonly number[]): EdgeTable {
  let last = known.get(source);
  if (last === undefined || places.some((place) => last!.touched[place] === 0)) {
    const touched = last?.touched.slice() ?? heaviestNodes(source);
    for (const place of places) touched[place] = 1;
    last = {touched, edges: buildGraph(source, {into: touched, outOf: touched}).edges};
    known.set(source, last);
  }
  return last.edges;
}

function heaviestNodes(source: GraphSource): Uint8Array {
  const {rows, cum: {numbers}} = buildGraph(source, noEdges);
  const touched = new Uint8Array(source.nodes.length);
  for (const row of rows.slice().sort((a, b) => Math.abs(numbers[b]!) - Math.abs(numbers[a]!)).subarray(0, mostLookedUp)) touched[row] = 1;
  return touched;
}

/**
 * The heaviest nodes of the person's own code and the heaviest of their neighbours, as
 * rows of the nodes. Each node of theirs has its heaviest caller and callee
 * before any has a second one.
 *
 * @param whole all nodes of `source`; its edges are not looked at
 * @param cutoff nodes below it are left out, and so are neighbours over lighter edges
 * @returns none where no code of theirs costs that much
 */
export function yourNeighbourhood(source: GraphSource, whole: Graph, isYours: (node: number) => boolean, cutoff: bigint): Set<number> {
  const {rows, place, cum} = whole;
  const heavy = rows.filter((row) => isYours(place[row]!) && magnitude(sumAt(cum, row)) >= cutoff);
  const yours = heavy.sort((a, b) => difference(magnitude(sumAt(cum, b)), magnitude(sumAt(cum, a))) || a - b).slice(0, mostYours);
  const chosen = new Set(yours);
  const edges = edgesTouching(source, Array.from(chosen, (row) => place[row]!));
  const leadsOut = heaviestFirst(edges, (edge) => chosen.has(edges.source[edge]!) !== chosen.has(edges.target[edge]!), cutoff);
  const hasCaller = new Set<number>();
  const hasCallee = new Set<number>();
  const first: number[] = [];
  const further: number[] = [];
  for (const edge of leadsOut) {
    const [from, to] = [edges.source[edge]!, edges.target[edge]!];
    const inward = chosen.has(to);
    const [node, neighbour, had] = inward ? [to, from, hasCaller] : [from, to, hasCallee];
    (had.has(node) ? further : first).push(neighbour);
    had.add(node);
  }
  for (const neighbour of [...first, ...further]) {
    if (chosen.size >= mostWithNeighbours) break;
    chosen.add(neighbour);
  }
  return new Set(Array.from(chosen, (row) => place[row]!));
}

/** The heaviest callers and callees of a node, as rows of the nodes; `edges` are all that touch it, and perhaps more. */
export function neighboursOf(edges: EdgeTable, node: number, cutoff: bigint): number[] {
  const found = new Set<number>();
  for (const edge of heaviestFirst(edges, (edge) => (edges.source[edge] === node) !== (edges.target[edge] === node), cutoff)) {
    if (found.size >= mostOfOne) break;
    found.add(edges.source[edge] === node ? edges.target[edge]! : edges.source[edge]!);
  }
  return [...found];
}

function heaviestFirst(edges: EdgeTable, wanted: (edge: number) => boolean, cutoff: bigint): number[] {
  const found: number[] = [];
  for (let edge = 0; edge < edges.length; edge++) {
    if (wanted(edge) && magnitude(sumAt(edges.weight, edge)) >= cutoff) found.push(edge);
  }
  return found.sort((a, b) => difference(magnitude(sumAt(edges.weight, b)), magnitude(sumAt(edges.weight, a))) || a - b);
}

function difference(a: bigint, b: bigint): number {
  return a > b ? 1 : a < b ? -1 : 0;
}
