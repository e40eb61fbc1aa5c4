import {atOnce} from './steps.js';
import type {Steps} from './steps.js';

/**
 * Integers for the nodes of a graph so that every edge is at least as long as it
 * must be and the sum of weight × length is the least: network simplex, after
 * Gansner, Koutsofios, North and Vo, "A technique for drawing directed graphs" (1993).
 */
export interface Constraints {
  readonly nodes: number;
  /** One cell an edge: `rank[head] - rank[tail] >= minLength`. The edges must have no circle. */
  readonly tail: ArrayLike<number>;
  readonly head: ArrayLike<number>;
  readonly minLength: ArrayLike<number>;
  /** Not negative. */
  readonly weight: ArrayLike<number>;
}

/** Exchanges between two words on how many of them are done. */
const pivotsAStep = 128;

/** The ranks of `simplexSteps`, made at once. */
export function networkSimplex(constraints: Constraints): Int32Array {
  return atOnce(simplexSteps(constraints, 1_000_000));
}

/**
 * The rank of each node, the least of each connected part 0.
 *
 * @param maxPivots gives up improving after so many exchanges; what is there by then is valid
 */
export function* simplexSteps(constraints: Constraints, maxPivots: number): Steps<Int32Array> {
  const simplex = new Simplex(connected(constraints), constraints.nodes);
  yield 0;
  simplex.begin();
  for (let pivot = 0; pivot < maxPivots && simplex.improve(); pivot++) if (pivot % pivotsAStep === 0) yield pivot / maxPivots;
  simplex.centre();
  return simplex.ranks();
}

/** `constraints` with one more node, from which an edge of no weight leads to each connected part. */
function connected(constraints: Constraints): Constraints {
  const {nodes} = constraints;
  const parts = partsOf(constraints);
  const first = new Map<number, number>();
  for (let node = 0; node < nodes; node++) if (!first.has(parts[node]!)) first.set(parts[node]!, node);
  const extra = [...first.values()];
  return {
    nodes: nodes + 1,
    tail: Int32Array.from([...Array.from(constraints.tail), ...extra.map(() => nodes)]),
    head: Int32Array.from([...Array.from(constraints.head), ...extra]),
    minLength: Int32Array.from([...Array.from(constraints.minLength), ...extra.map(() => 0)]),
    weight: Float64Array.from([...Array.from(constraints.weight), ...extra.map(() => 0)]),
  };
}

/** A number for each node, equal for nodes that edges connect. */
function partsOf({nodes, tail, head}: Constraints): Int32Array {
  const part = Int32Array.from({length: nodes}, (_, node) => node);
  const find = (node: number): number => {
    while (part[node] !== node) {
      part[node] = part[part[node]!]!;
      node = part[node]!;
    }
    return node;
  };
  for (let edge = 0; edge < tail.length; edge++) part[find(tail[edge]!)] = find(head[edge]!);
  return part.map((_, node) => find(node));
}

class Simplex {
  readonly #n: number;
  readonly #real: number;
  readonly #tail: ArrayLike<number>;
  readonly #head: ArrayLike<number>;
  readonly #minLength: ArrayLike<number>;
  readonly #rank: Int32Array;
  readonly #outStart: Int32Array;
  readonly #outEdge: Int32Array;
  readonly #inStart: Int32Array;
  readonly #inEdge: Int32Array;
  /** Weight out of a node minus weight into it. The sum over a subtree is what its edge would cost or save. */
  readonly #balance: Float64Array;
  readonly #inTree: Uint8Array;
  /** Tree edges by slot; one slot less than there are nodes. */
  readonly #treeEdge: Int32Array;
  /** Nodes in depth-first order over the tree; a subtree is a run. */
  readonly #order: Int32Array;
  readonly #place: Int32Array;
  readonly #size: Int32Array;
  readonly #parentEdge: Int32Array;
  readonly #net: Float64Array;
  readonly #stack: Int32Array;
  #next = 0;

  constructor(constraints: Constraints, real: number) {
    const {nodes, tail, head, minLength, weight} = constraints;
    this.#n = nodes;
    this.#real = real;
    this.#tail = tail;
    this.#head = head;
    this.#minLength = minLength;
    [this.#outStart, this.#outEdge] = incident(nodes, tail);
    [this.#inStart, this.#inEdge] = incident(nodes, head);
    this.#balance = new Float64Array(nodes);
    for (let edge = 0; edge < tail.length; edge++) {
      this.#balance[tail[edge]!]! += weight[edge]!;
      this.#balance[head[edge]!]! -= weight[edge]!;
    }
    this.#rank = longestPaths(nodes, tail, head, minLength, this.#outStart, this.#outEdge);
    this.#inTree = new Uint8Array(tail.length);
    this.#treeEdge = new Int32Array(Math.max(0, nodes - 1));
    this.#order = new Int32Array(nodes);
    this.#place = new Int32Array(nodes);
    this.#size = new Int32Array(nodes);
    this.#parentEdge = new Int32Array(nodes).fill(-1);
    this.#stack = new Int32Array(nodes);
    this.#net = new Float64Array(nodes);
  }

  begin(): void {
    this.#growTightTree();
    this.#walkTree(0);
  }

  /** Exchanges an edge of the tree; false where none costs more than another would. */
  improve(): boolean {
    const slot = this.#leaving();
    if (slot >= 0) this.#exchange(slot);
    return slot >= 0;
  }

  ranks(): Int32Array {
    const ranks = this.#rank.slice(0, this.#real);
    let least = Infinity;
    for (const rank of ranks) if (rank < least) least = rank;
    return ranks.map((rank) => rank - least);
  }

  #slack(edge: number): number {
    return this.#rank[this.#head[edge]!]! - this.#rank[this.#tail[edge]!]! - this.#minLength[edge]!;
  }

  /** Grows a tree of edges without slack from node 0, and moves it where it cannot grow. */
  #growTightTree(): void {
    const n = this.#n;
    const inside = new Uint8Array(n);
    const members = [0];
    inside[0] = 1;
    let slots = 0;
    let at = 0;
    for (;;) {
      for (; at < members.length; at++) {
        const node = members[at]!;
        for (let i = this.#outStart[node]!; i < this.#outStart[node + 1]!; i++) this.#takeIfTight(this.#outEdge[i]!, this.#head, inside, members, slots) && slots++;
        for (let i = this.#inStart[node]!; i < this.#inStart[node + 1]!; i++) this.#takeIfTight(this.#inEdge[i]!, this.#tail, inside, members, slots) && slots++;
      }
      if (members.length === n) return;
      const best = this.#nearest(members, inside);
      const least = this.#slack(best);
      const shift = inside[this.#tail[best]!] === 1 ? least : -least;
      for (const node of members) this.#rank[node]! += shift;
      at = members.findIndex((node) => node === this.#tail[best] || node === this.#head[best]);
      // The nodes before it gain nothing from the move, but those after it may.
      if (at < 0) return;
    }
  }

  /** The edge with the least slack that leads out of the tree. */
  #nearest(members: readonly number[], inside: Uint8Array): number {
    let best = -1;
    let least = Infinity;
    for (const node of members) {
      for (let i = this.#outStart[node]!; i < this.#outStart[node + 1]!; i++) {
        const edge = this.#outEdge[i]!;
        if (inside[this.#head[edge]!] === 0 && this.#slack(edge) < least) [best, least] = [edge, this.#slack(edge)];
      }
      for (let i = this.#inStart[node]!; i < this.#inStart[node + 1]!; i++) {
        const edge = this.#inEdge[i]!;
        if (inside[this.#tail[edge]!] === 0 && this.#slack(edge) < least) [best, least] = [edge, this.#slack(edge)];
      }
      // An edge without slack would be in the tree.
      if (least === 1) break;
    }
    return best;
  }

  #takeIfTight(edge: number, far: ArrayLike<number>, inside: Uint8Array, members: number[], slot: number): boolean {
    const node = far[edge]!;
    if (inside[node] === 1 || this.#slack(edge) !== 0) return false;
    inside[node] = 1;
    members.push(node);
    this.#inTree[edge] = 1;
    this.#treeEdge[slot] = edge;
    return true;
  }

  /** Numbers the nodes below `root` in depth-first order over the tree, and sums the balance of each subtree. */
  #walkTree(root: number): void {
    const stack = this.#stack;
    const first = this.#place[root]!;
    let top = 0;
    let count = first;
    stack[top++] = root;
    while (top > 0) {
      const node = stack[--top]!;
      const above = this.#parentEdge[node]!;
      this.#place[node] = count;
      this.#order[count++] = node;
      for (let i = this.#outStart[node]!; i < this.#outStart[node + 1]!; i++) {
        const edge = this.#outEdge[i]!;
        if (this.#inTree[edge] === 0 || edge === above) continue;
        this.#parentEdge[this.#head[edge]!] = edge;
        stack[top++] = this.#head[edge]!;
      }
      for (let i = this.#inStart[node]!; i < this.#inStart[node + 1]!; i++) {
        const edge = this.#inEdge[i]!;
        if (this.#inTree[edge] === 0 || edge === above) continue;
        this.#parentEdge[this.#tail[edge]!] = edge;
        stack[top++] = this.#tail[edge]!;
      }
    }
    for (let i = first; i < count; i++) {
      const node = this.#order[i]!;
      this.#size[node] = 1;
      this.#net[node] = this.#balance[node]!;
    }
    for (let i = count - 1; i > first; i--) {
      const node = this.#order[i]!;
      const parent = this.#above(node);
      this.#size[parent]! += this.#size[node]!;
      this.#net[parent]! += this.#net[node]!;
    }
  }

  /** The node that a node other than the root hangs on. */
  #above(node: number): number {
    const edge = this.#parentEdge[node]!;
    return this.#tail[edge] === node ? this.#head[edge]! : this.#tail[edge]!;
  }

  /** The node below a tree edge. */
  #below(edge: number): number {
    const tail = this.#tail[edge]!;
    return this.#parentEdge[tail] === edge ? tail : this.#head[edge]!;
  }

  #isBelow(edge: number, node: number): boolean {
    const below = this.#below(edge);
    return this.#place[node]! >= this.#place[below]! && this.#place[node]! < this.#place[below]! + this.#size[below]!;
  }

  /** What lengthening the edge would cost; negative where the edge should go. */
  #cutValue(edge: number): number {
    const node = this.#below(edge);
    return this.#tail[edge] === node ? this.#net[node]! : -this.#net[node]!;
  }

  /** The slot of a tree edge that should leave: the worst of the next 30 that should; -1 for none. */
  #leaving(): number {
    const slots = this.#treeEdge.length;
    let best = -1;
    let worst = -1e-9;
    let found = 0;
    for (let step = 0; step < slots; step++) {
      const slot = this.#next;
      this.#next = slot + 1 === slots ? 0 : slot + 1;
      const value = this.#cutValue(this.#treeEdge[slot]!);
      if (value < -1e-9) {
        if (value < worst) [best, worst] = [slot, value];
        if (++found === 30) break;
      }
    }
    return best;
  }

  /** The edge with the least slack that leads back over the cut at `leaving`; -1 for none. */
  #entering(leaving: number): number {
    const node = this.#below(leaving);
    const first = this.#place[node]!;
    const end = first + this.#size[node]!;
    // Edges that come into the subtree where its edge leads out of it, and the other way round.
    const comesIn = this.#tail[leaving] === node;
    const [start, edges, far] = comesIn ? [this.#inStart, this.#inEdge, this.#tail] : [this.#outStart, this.#outEdge, this.#head];
    let best = -1;
    let least = Infinity;
    for (let i = first; i < end; i++) {
      const member = this.#order[i]!;
      for (let j = start[member]!; j < start[member + 1]!; j++) {
        const edge = edges[j]!;
        const place = this.#place[far[edge]!]!;
        if (place >= first && place < end) continue;
        const slack = this.#slack(edge);
        if (slack < least) {
          least = slack;
          best = edge;
          if (slack === 0) return best;
        }
      }
    }
    return best;
  }

  #exchange(slot: number): void {
    const leaving = this.#treeEdge[slot]!;
    const entering = this.#entering(leaving);
    if (entering < 0) return;
    // The tree changes below the lowest node that both ends of the new edge hang on, and nowhere else.
    const moved = this.#place[this.#below(leaving)]!;
    let root = this.#isBelow(leaving, this.#tail[entering]!) ? this.#head[entering]! : this.#tail[entering]!;
    while (moved < this.#place[root]! || moved >= this.#place[root]! + this.#size[root]!) root = this.#above(root);
    this.#shiftBelow(leaving, this.#slack(entering));
    this.#inTree[leaving] = 0;
    this.#inTree[entering] = 1;
    this.#treeEdge[slot] = entering;
    this.#walkTree(root);
  }

  /** Moves the subtree below an edge so that the edge grows by `length`. */
  #shiftBelow(edge: number, length: number): void {
    if (length === 0) return;
    const node = this.#below(edge);
    const shift = this.#tail[edge] === node ? -length : length;
    const first = this.#place[node]!;
    for (let i = first; i < first + this.#size[node]!; i++) this.#rank[this.#order[i]!]! += shift;
  }

  /** Moves what costs nothing to move to the middle of where it may be. */
  centre(): void {
    for (let slot = 0; slot < this.#treeEdge.length; slot++) {
      const edge = this.#treeEdge[slot]!;
      if (Math.abs(this.#cutValue(edge)) > 1e-9) continue;
      const other = this.#entering(edge);
      if (other < 0) continue;
      const slack = this.#slack(other);
      if (slack > 1) this.#shiftBelow(edge, Math.floor(slack / 2));
      // The edge has slack now, so the tree is not tight there; nothing below needs it to be.
    }
  }
}

/** Edges by node: `edge[start[node]]` to `edge[start[node + 1]]`. */
function incident(nodes: number, end: ArrayLike<number>): [start: Int32Array, edge: Int32Array] {
  const start = new Int32Array(nodes + 1);
  for (let edge = 0; edge < end.length; edge++) start[end[edge]! + 1]!++;
  for (let node = 0; node < nodes; node++) start[node + 1]! += start[node]!;
  const next = start.slice();
  const edges = new Int32Array(end.length);
  for (let edge = 0; edge < end.length; edge++) edges[next[end[edge]!]!++] = edge;
  return [start, edges];
}

/** Each node as early as its edges allow. */
function longestPaths(
  nodes: number, tail: ArrayLike<number>, head: ArrayLike<number>, minLength: ArrayLike<number>, outStart: Int32Array, outEdge: Int32Array,
): Int32Array {
  const rank = new Int32Array(nodes);
  const waiting = new Int32Array(nodes);
  for (let edge = 0; edge < tail.length; edge++) waiting[head[edge]!]!++;
  const queue: number[] = [];
  for (let node = 0; node < nodes; node++) if (waiting[node] === 0) queue.push(node);
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at]!;
    for (let i = outStart[node]!; i < outStart[node + 1]!; i++) {
      const edge = outEdge[i]!;
      const to = head[edge]!;
      rank[to] = Math.max(rank[to]!, rank[node]! + minLength[edge]!);
      if (--waiting[to]! === 0) queue.push(to);
    }
  }
  return rank;
}
