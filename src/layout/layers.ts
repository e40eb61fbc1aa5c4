import type {RankedArrows} from './ranks.js';

/**
 * The boxes in layers, with a joint on every rank that an arrow passes.
 *
 * Nodes below `boxes` are boxes; the others are joints. A segment leads from a node
 * to one on the next rank.
 */
export interface Layers {
  readonly boxes: number;
  readonly nodes: number;
  readonly rank: Int32Array;
  readonly ranks: number;
  /** The arrow that a joint belongs to; -1 for a box. */
  readonly arrow: Int32Array;
  /** 1 for the joint that holds the label of its arrow. */
  readonly holdsLabel: Uint8Array;
  /** The nodes that an arrow passes, from the top rank to the bottom one. */
  readonly chains: readonly (readonly number[])[];
  readonly upper: Int32Array;
  readonly lower: Int32Array;
  /** The arrow of each segment. */
  readonly segmentArrow: Int32Array;
}

/** @param labelled whether each arrow has a label, which then stands at its middle joint */
export function layersOf(boxes: number, from: ArrayLike<number>, to: ArrayLike<number>, ranked: RankedArrows, labelled: readonly boolean[]): Layers {
  const rank = Array.from(ranked.rank);
  const arrow: number[] = new Array<number>(boxes).fill(-1);
  const holdsLabel: number[] = new Array<number>(boxes).fill(0);
  const upper: number[] = [];
  const lower: number[] = [];
  const segmentArrow: number[] = [];
  const chains: number[][] = [];
  for (let row = 0; row < from.length; row++) {
    const [top, bottom] = ranked.turned[row] === 1 ? [to[row]!, from[row]!] : [from[row]!, to[row]!];
    const chain = [top];
    const labelRank = Math.floor((ranked.rank[top]! + ranked.rank[bottom]!) / 2);
    for (let at = ranked.rank[top]! + 1; at < ranked.rank[bottom]!; at++) {
      chain.push(rank.length);
      rank.push(at);
      arrow.push(row);
      holdsLabel.push(labelled[row] === true && at === labelRank ? 1 : 0);
    }
    chain.push(bottom);
    for (let i = 1; i < chain.length; i++) {
      upper.push(chain[i - 1]!);
      lower.push(chain[i]!);
      segmentArrow.push(row);
    }
    chains.push(chain);
  }
  return {
    boxes,
    nodes: rank.length,
    rank: Int32Array.from(rank),
    ranks: boxes === 0 ? 0 : Math.max(...ranked.rank) + 1,
    arrow: Int32Array.from(arrow),
    holdsLabel: Uint8Array.from(holdsLabel),
    chains,
    upper: Int32Array.from(upper),
    lower: Int32Array.from(lower),
    segmentArrow: Int32Array.from(segmentArrow),
  };
}

/** For each node the nodes on the next rank (`down`) and on the one before (`up`), one entry a segment. */
export function neighbours(layers: Layers): {readonly down: readonly Int32Array[]; readonly up: readonly Int32Array[]} {
  const down: number[][] = Array.from({length: layers.nodes}, () => []);
  const up: number[][] = Array.from({length: layers.nodes}, () => []);
  for (let segment = 0; segment < layers.upper.length; segment++) {
    down[layers.upper[segment]!]!.push(layers.lower[segment]!);
    up[layers.lower[segment]!]!.push(layers.upper[segment]!);
  }
  return {down: down.map((list) => Int32Array.from(list)), up: up.map((list) => Int32Array.from(list))};
}
