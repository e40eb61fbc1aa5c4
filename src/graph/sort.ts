import {byMagnitude} from '../base/sums.js';
import {compareText} from '../profile/strings.js';
import type {Graph} from './graph.js';
import {printableName} from './node.js';

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

/** Orders rows by printed name; each name is made once. */
export function nameOrder(graph: Graph): (a: number, b: number) => number {
  const {nodes, place} = graph;
  const names = new Array<string | undefined>(graph.length);
  const nameOf = (row: number) => (names[row] ??= printableName(nodes, row));
  return (a, b) => {
    const x = place[a]!;
    const y = place[b]!;
    if (x === y) return 0;
    if (!nodes.address.isZero(x) && !nodes.address.isZero(y)) {
      const one = nodes.address.unsigned(x);
      const other = nodes.address.unsigned(y);
      if (one !== other) return one < other ? -1 : 1;
    }
    return compareText(nameOf(x), nameOf(y));
  };
}
