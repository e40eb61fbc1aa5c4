import {PairInterner} from '../base/pairs.js';
import type {SampleTable} from '../profile/profile.js';
import {sampledStacks, stackSums} from '../profile/sampled-stacks.js';
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

/** The two nodes of each call that is inlined somewhere, and where they stand. */
interface InlinedCalls {
  readonly pairs: PairInterner;
  /** By cell of `LocationNodes.node`: the pair of it and the one that it is inlined into, -1 for none. */
  readonly pairAt: Int32Array;
  /** By node: bits of the callers that it is inlined into. Most calls are known by them to be no pair, without a look at all pairs. */
  readonly callers: Int32Array;
  /** Of each location: twice its first node, and 1 more where it has a pair, and its last node; side by side since memory out of the cache is what costs. */
  readonly ends: Int32Array;
}

const outermost = 0;
const innermost = 1;
const hasPairs = 1;

function inlinedCalls({locations: {start, node}, nodes}: GraphSource): InlinedCalls {
  // As many as nodes stand behind another one of their location, at most.
  const pairs = new PairInterner(Math.max(256, node.length - start.length));
  const pairAt = new Int32Array(node.length).fill(-1);
  const callers = new Int32Array(nodes.length);
  const ends = new Int32Array((start.length - 1) * 2);
  for (let location = 0; location + 1 < start.length; location++) {
    if (start[location] === start[location + 1]) continue;
    ends[location * 2 + outermost] = node[start[location]!]! << 1;
    ends[location * 2 + innermost] = node[start[location + 1]! - 1]!;
    for (let at = start[location]! + 1; at < start[location + 1]!; at++) {
      if (node[at] === node[at - 1]) continue;
      pairAt[at] = pairs.intern(node[at - 1]!, node[at]!);
      ends[location * 2 + outermost]! |= hasPairs;
      callers[node[at]!]! |= 1 << node[at - 1]!;
    }
  }
  return {pairs, pairAt, callers, ends};
}

function findInlined(source: GraphSource): Uint8Array {
  const {nodes} = source;
  const answer = new Uint8Array(nodes.length);
  const calls = inlinedCalls(source);
  const {pairs} = calls;
  if (pairs.length === 0) return answer;
  const {isSeen, isCalled, hasOtherCaller} = callsOf(source, calls);
  const hasInlineEdge = new Uint8Array(nodes.length);
  for (let pair = 0; pair < pairs.length; pair++) {
    if (isSeen[pair] === 1) (isCalled[pair] === 1 ? hasOtherCaller : hasInlineEdge)[pairs.second[pair]!] = 1;
  }
  for (let n = 0; n < nodes.length; n++) if (hasInlineEdge[n] === 1) answer[n] = hasOtherCaller[n] === 1 ? inlinedSometimes : inlinedAlways;
  return answer;
}

/** Times that it is looked whether a pair that is called is further up on the path, and steps up each time: after these all that are left are looked for in one walk. */
const mostLooks = 8;
const mostSteps = 64;

/** What is known of the calls that samples count: by pair whether it is seen, and whether a call of it counts that is not inlined; by node whether another calls it. */
interface Calls {
  readonly isSeen: Uint8Array;
  readonly isCalled: Uint8Array;
  readonly hasOtherCaller: Uint8Array;
}

/**
 * Whether a call is on the path already is seldom asked, of pairs that are inlined here and called there. All else is told
 * by the stacks as they come, without an order of them.
 */
function callsOf(source: GraphSource, {pairs, pairAt, callers, ends}: InlinedCalls): Calls {
  const {nodes, locations: {start}, profile: {stacks: {length, caller, location}}} = source;
  const isCounted = countedRows(source);
  const isSeen = new Uint8Array(pairs.length);
  const isCalled = new Uint8Array(pairs.length);
  const looks = new Uint8Array(pairs.length);
  const hasOtherCaller = new Uint8Array(nodes.length);
  const isLocationSeen = new Uint8Array(start.length - 1);
  for (let row = 0; row < length; row++) {
    if (isCounted[row] === 0) continue;
    const here = location[row]!;
    const first = ends[here * 2 + outermost]!;
    if ((first & hasPairs) !== 0 && isLocationSeen[here] === 0) {
      isLocationSeen[here] = 1;
      for (let at = start[here]! + 1; at < start[here + 1]!; at++) if (pairAt[at]! >= 0) isSeen[pairAt[at]!] = 1;
    }
    const callee = first >> 1;
    const above = caller[row]!;
    if (callers[callee] === 0 || above < 0) continue;
    const by = ends[location[above]! * 2 + innermost]!;
    if (by === callee) continue;
    const pair = (callers[callee]! & (1 << by)) === 0 ? -1 : pairs.find(by, callee);
    if (pair < 0) {
      hasOtherCaller[callee] = 1;
      continue;
    }
    isSeen[pair] = 1;
    if (isCalled[pair] === 1 || looks[pair] === mostLooks) continue;
    looks[pair]!++;
    if (isFirstOnPath(row, pair)) isCalled[pair] = 1;
  }
  if (looks.some((count, pair) => count > 0 && isCalled[pair] === 0)) findCalled(source, {pairs, pairAt, callers, ends}, isCalled);
  return {isSeen, isCalled, hasOtherCaller};

  /** Whether no call of the pair stands above this row; false where that is far to look. */
  function isFirstOnPath(row: number, pair: number): boolean {
    let steps = 0;
    for (let at = caller[row]!; at >= 0; at = caller[at]!) {
      if (steps++ === mostSteps) return false;
      const here = location[at]!;
      const first = ends[here * 2 + outermost]!;
      if ((first & hasPairs) !== 0) for (let cell = start[here]! + 1; cell < start[here + 1]!; cell++) if (pairAt[cell] === pair) return false;
      const above = caller[at]!;
      if (above >= 0 && first >> 1 === pairs.second[pair] && ends[location[above]! * 2 + innermost] === pairs.first[pair]) return false;
    }
    return true;
  }
}

/** Marks all pairs of which a call that is not inlined stands outermost on a path. */
function findCalled({before, weights, profile: {stacks}, locations: {start}}: GraphSource, {pairs, pairAt, callers, ends: endsOf}: InlinedCalls, isCalled: Uint8Array): void {
  const {length, location, end} = stackOrder(stacks);
  const counted = before ?? weights[0]!;
  const until = new Int32Array(pairs.length);
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
    const first = endsOf[here * 2 + outermost]!;
    const callee = first >> 1;
    const by = depth === 0 ? -1 : lastNode[depth - 1]!;
    if (by >= 0 && by !== callee && (callers[callee]! & (1 << by)) !== 0) {
      const pair = pairs.find(by, callee);
      if (pair >= 0 && until[pair]! <= place) {
        until[pair] = after;
        isCalled[pair] = 1;
      }
    }
    if ((first & hasPairs) !== 0) {
      for (let at = start[here]! + 1; at < start[here + 1]!; at++) {
        const pair = pairAt[at]!;
        if (pair >= 0 && until[pair]! <= place) until[pair] = after;
      }
    }
    if (after === place + 1) continue;
    if (depth === ends.length) {
      ends = doubled(ends);
      lastNode = doubled(lastNode);
    }
    ends[depth] = after;
    lastNode[depth++] = endsOf[here * 2 + innermost]!;
  }
}

/** By row of the stacks: 1 where a sample that weighs something stands on it or on what it calls. */
function countedRows({profile, valueRows}: GraphSource): Uint8Array {
  const {length, caller} = profile.stacks;
  const {stack} = sampledStacks(profile);
  const isCounted = new Uint8Array(length);
  for (const valueRow of valueRows) {
    const {size} = stackSums(profile, valueRow);
    for (let cell = 0; cell + 1 < stack.length; cell++) if (size[cell] !== 0) isCounted[stack[cell]!] = 1;
  }
  for (let row = length - 1; row >= 0; row--) if (isCounted[row] === 1 && caller[row]! >= 0) isCounted[caller[row]!] = 1;
  return isCounted;
}
