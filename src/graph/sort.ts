import {byMagnitude} from '../base/sums.js';
import {fitInOne, textRanks} from '../base/text-order.js';
import {compareText} from '../profile/strings.js';
import type {Graph} from './graph.js';
import type {NodeTable} from './node.js';
import {printableName} from './print-node.js';

/**
 * The graph's rows by |flat| or |cum|, the greatest first; equal ones by printed
 * name (addresses by number), then by the other value. (graph.go Nodes.Sort)
 */
export function sortedRows(graph: Graph, by: 'flat' | 'cum'): Int32Array {
  const first = by === 'flat' ? graph.flat : graph.cum;
  const second = by === 'flat' ? graph.cum : graph.flat;
  const names = nameOrder(graph);
  return graph.rows.slice().sort((a, b) => byMagnitude(first, a, b) || names(a, b) || byMagnitude(second, a, b) || a - b);
}

/** Orders rows by printed name. An address is printed first and with all its digits, so that is the order of numbers too. */
export function nameOrder({nodes, place, rows}: Graph): (a: number, b: number) => number {
  if (rows.length * fewRows < nodes.length && !known.has(nodes)) {
    const names = new Map<number, string>();
    const nameOf = (node: number) => {
      let name = names.get(node);
      if (name === undefined) names.set(node, (name = printableName(nodes, node)));
      return name;
    };
    return (a, b) => compareText(nameOf(place[a]!), nameOf(place[b]!));
  }
  const {rank} = nodeNames(nodes);
  return (a, b) => rank[place[a]!]! - rank[place[b]!]!;
}

/** Of a graph with one row in so many nodes, only those that are compared are named. */
const fewRows = 8;

/** The printed names of nodes, and the place of each among the distinct ones. */
interface NodeNames {
  readonly names: readonly string[];
  readonly rank: Uint32Array;
}

const known = new WeakMap<NodeTable, NodeNames>();

/** Each name is made once for all graphs of the same nodes. */
export function nodeNames(nodes: NodeTable): NodeNames {
  let last = known.get(nodes);
  if (last === undefined) {
    const names = Array.from({length: nodes.length}, (_, node) => printableName(nodes, node));
    last = {names, rank: ranksOf(names)};
    known.set(nodes, last);
  }
  return last;
}

/** The place of each name among the distinct ones. */
export function ranksOf(names: readonly string[]): Uint32Array {
  if (fitInOne(names)) return textRanks(names);
  const rows = Uint32Array.from(names, (_, row) => row).sort((a, b) => compareText(names[a]!, names[b]!));
  const rank = new Uint32Array(names.length);
  for (let i = 1; i < rows.length; i++) rank[rows[i]!] = rank[rows[i - 1]!]! + (names[rows[i]!] === names[rows[i - 1]!] ? 0 : 1);
  return rank;
}
