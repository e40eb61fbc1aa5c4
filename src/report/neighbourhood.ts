import {magnitude, sumAt} from '../base/sums.js';
import type {Graph} from '../graph/graph.js';

/** Nodes of the person's own code that the first picture begins with. */
const mostYours = 20;
/** Nodes of the first picture, with their neighbours. */
const mostWithNeighbours = 45;
/** Neighbours that one node gets when it is expanded. */
const mostOfOne = 12;

/**
 * The heaviest nodes of the person's own code and the heaviest of their neighbours, as
 * rows of `whole.nodes`. Each node of theirs has its heaviest caller and callee
 * before any has a second one.
 *
 * @param cutoff nodes below it are left out, and so are neighbours over lighter edges
 * @returns none where no code of theirs costs that much
 */
export function yourNeighbourhood(whole: Graph, isYours: (node: number) => boolean, cutoff: bigint): Set<number> {
  const {rows, place, cum, edges} = whole;
  const heavy = rows.filter((row) => isYours(place[row]!) && magnitude(sumAt(cum, row)) >= cutoff);
  const yours = heavy.sort((a, b) => difference(magnitude(sumAt(cum, b)), magnitude(sumAt(cum, a))) || a - b).slice(0, mostYours);
  const chosen = new Set(yours);
  const leadsOut = heaviestFirst(whole, (edge) => chosen.has(edges.source[edge]!) !== chosen.has(edges.target[edge]!), cutoff);
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

/** The heaviest callers and callees of a node, as rows of `whole.nodes`. */
export function neighboursOf(whole: Graph, node: number, cutoff: bigint): number[] {
  const {edges, place} = whole;
  const found = new Set<number>();
  for (const edge of heaviestFirst(whole, (edge) => (place[edges.source[edge]!] === node) !== (place[edges.target[edge]!] === node), cutoff)) {
    if (found.size >= mostOfOne) break;
    const from = place[edges.source[edge]!]!;
    found.add(from === node ? place[edges.target[edge]!]! : from);
  }
  return [...found];
}

function heaviestFirst({edges}: Graph, wanted: (edge: number) => boolean, cutoff: bigint): number[] {
  const found: number[] = [];
  for (let edge = 0; edge < edges.length; edge++) {
    if (wanted(edge) && magnitude(sumAt(edges.weight, edge)) >= cutoff) found.push(edge);
  }
  return found.sort((a, b) => difference(magnitude(sumAt(edges.weight, b)), magnitude(sumAt(edges.weight, a))) || a - b);
}

function difference(a: bigint, b: bigint): number {
  return a > b ? 1 : a < b ? -1 : 0;
}
