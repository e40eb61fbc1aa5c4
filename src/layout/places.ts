import type {Layers} from './layers.js';
import {simplexSteps} from './simplex.js';
import type {Steps} from './steps.js';

/** How far a node reaches to the left and to the right of its place. */
export interface Extents {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/** Pivots times nodes, each of which a pivot visits: half a second or so. */
const mostWork = 16_000_000;

/**
 * The x of each node, so that neighbours keep their distance and heavy and long
 * arrows are straight: the second use of network simplex (Gansner et al. 1993, §4).
 *
 * @param gap between neighbours
 * @param weight of each arrow
 */
export function* placeNodes(layers: Layers, order: readonly Int32Array[], extents: Extents, gap: number, weight: ArrayLike<number>): Steps<Float64Array> {
  const tail: number[] = [];
  const head: number[] = [];
  const minLength: number[] = [];
  const weights: number[] = [];
  const edge = (from: number, to: number, length: number, cost: number): void => {
    tail.push(from);
    head.push(to);
    minLength.push(Math.round(length));
    weights.push(cost);
  };
  for (const row of order) {
    for (let at = 1; at < row.length; at++) {
      const [left, right] = [row[at - 1]!, row[at]!];
      edge(left, right, extents.right[left]! + gap + extents.left[right]!, 0);
    }
  }
  let next = layers.nodes;
  for (let segment = 0; segment < layers.upper.length; segment++) {
    const [upper, lower] = [layers.upper[segment]!, layers.lower[segment]!];
    const joints = (upper >= layers.boxes ? 1 : 0) + (lower >= layers.boxes ? 1 : 0);
    // A bend in the middle of an arrow is worse than one where it meets a box.
    const cost = weight[layers.segmentArrow[segment]!]! * (joints === 2 ? 8 : joints === 1 ? 2 : 1);
    edge(next, upper, 0, cost);
    edge(next, lower, 0, cost);
    next++;
  }
  const rank = yield* simplexSteps({nodes: next, tail, head, minLength, weight: weights}, Math.min(20_000, Math.floor(mostWork / next)));
  return Float64Array.from(rank.subarray(0, layers.nodes));
}
