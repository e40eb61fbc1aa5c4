import {PairInterner} from '../base/tuples.js';
import type {SampleTable} from '../profile/profile.js';
import {doubled} from './call-table.js';
import type {GraphSource} from './graph.js';
import {stackOrder} from './stack-order.js';

/** How the calls of a node are made. */
export const inlinedNever = 0;
export const inlinedAlways = 1;
export const inlinedSometimes = 2;

/** By the source; where every sample counts by its locations, which another sample type has too. */
const known = new WeakMap<object, {readonly samples: SampleTable; readonly answer: Uint8Array}>();

/**
 * By node: whether the edges into it, in the graph of all samples, are inline.
 *
 * An edge can be inline only where its two ends stand side by side in some location.
 * These pairs are few and known beforehand, so that this takes a fraction of what
 * it takes to find the edges.
 */
export function inlinedNodes(source: GraphSource): Uint8Array {
  const key = source.isFull ? source.locations : source;
  const {samples} = source.profile;
  let last = known.get(key);
  if (last?.samples !== samples) {
    last = {samples, answer: findInlined(source)};
    known.set(key, last);
  }
  return last.answer;
}

function findInlined({before, weights, profile: {stacks}, locations: {start, node}, nodes}: GraphSource): Uint8Array {
  const pairs = new PairInterner();
  // By cell of `node`: the pair of it and the one that it is inlined into, -1 for none.
  const pairAt = new Int32Array(node.length).fill(-1);
  // By node: bits of the callers that it is inlined into. Most calls are known by them to be no pair, without a look at all pairs.
  const callers = new Int32Array(nodes.length);
  // Of each location: twice its first node, and 1 more where it has a pair, and its last node; side by side since memory out of the cache is what costs.
  const outermost = 0;
  const innermost = 1;
  const hasPairs = 1;
  const edges = new Int32Array((start.length - 1) * 2);
  for (let location = 0; location + 1 < start.length; location++) {
    if (start[location] === start[location + 1]) continue;
    edges[location * 2 + outermost] = node[start[location]!]! << 1;
    edges[location * 2 + innermost] = node[start[location + 1]! - 1]!;
    for (let at = start[location]! + 1; at < start[location + 1]!; at++) {
      if (node[at] === node[at - 1]) continue;
      pairAt[at] = pairs.intern(node[at - 1]!, node[at]!);
      edges[location * 2 + outermost]! |= hasPairs;
      callers[node[at]!]! |= 1 << node[at - 1]!;
    }
  }
  const answer = new Uint8Array(nodes.length);
  if (pairs.length === 0) return answer;

  const {length, location, end} = stackOrder(stacks);
  const counted = before ?? weights[0]!;
  const isSeen = new Uint8Array(pairs.length);
  const isCalled = new Uint8Array(pairs.length);
  const until = new Int32Array(pairs.length);
  const hasOtherCaller = new Uint8Array(nodes.length);
  // By depth: where the stack ends, and its last node.
  let ends = new Int32Array(64);
  let lastNode = new Int32Array(64);
  let depth = 0;
  for (let place = 0; place < length; place++) {
    const after = end[place]!;
    if (counted[after] === counted[place]) {
      place = after - 1;
      continue;
    }
    while (depth > 0 && ends[depth - 1]! <= place) depth--;
    const here = location[place]!;
    const first = edges[here * 2 + outermost]!;
    const n = first >> 1;
    const caller = depth === 0 ? -1 : lastNode[depth - 1]!;
    if (callers[n] !== 0 && caller >= 0 && caller !== n) {
      const pair = (callers[n]! & (1 << caller)) === 0 ? -1 : pairs.find(caller, n);
      if (pair < 0) {
        hasOtherCaller[n] = 1;
      } else if (until[pair]! <= place) {
        until[pair] = after;
        isSeen[pair] = 1;
        isCalled[pair] = 1;
      }
    }
    if ((first & hasPairs) !== 0) {
      for (let at = start[here]! + 1; at < start[here + 1]!; at++) {
        const pair = pairAt[at]!;
        if (pair < 0 || until[pair]! > place) continue;
        until[pair] = after;
        isSeen[pair] = 1;
      }
    }
    if (after === place + 1) continue;
    if (depth === ends.length) {
      ends = doubled(ends);
      lastNode = doubled(lastNode);
    }
    ends[depth] = after;
    lastNode[depth++] = edges[here * 2 + innermost]!;
  }

  const hasInlineEdge = new Uint8Array(nodes.length);
  for (let pair = 0; pair < pairs.length; pair++) {
    if (isSeen[pair] === 0) continue;
    (isCalled[pair] === 1 ? hasOtherCaller : hasInlineEdge)[pairs.second[pair]!] = 1;
  }
  for (let n = 0; n < nodes.length; n++) if (hasInlineEdge[n] === 1) answer[n] = hasOtherCaller[n] === 1 ? inlinedSometimes : inlinedAlways;
  return answer;
}
