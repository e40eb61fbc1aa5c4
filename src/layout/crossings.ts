import {neighbours, type Layers} from './layers.js';
import type {Steps} from './steps.js';

/** Sweeps from one first order. */
const rounds = 24;
/** First orders that are tried even if no segments cross. */
const leastTries = 4;
const mostEqual = 6;

/**
 * Orders of the nodes of each rank with few crossings: sweeps of weighted medians
 * with exchanges of neighbours in between (Gansner et al. 1993, §3), from several
 * first orders. The first two are walks from the top and from the bottom; the others
 * are the same walks with neighbours met in another order, which is the same one
 * each time. What is best then is disturbed here and there and set right again.
 *
 * @returns one or several, all with as few crossings; on the way it yields how much is done, 0 to 1
 */
export function* orderLayers(layers: Layers): Steps<Int32Array[][]> {
  const {down, up} = neighbours(layers);
  const sorter = new Sorter(layers, down, up);
  let equal: Int32Array[][] = [];
  let fewest = Infinity;
  const tries = Math.max(2, Math.min(16, Math.floor(5000 / (layers.upper.length + 1))));
  for (let attempt = 0; attempt < tries && (fewest > 0 || attempt < leastTries); attempt++) {
    sorter.start(attempt % 2 === 0, attempt < 2 ? 0 : attempt);
    sorter.exchange(true);
    let here = sorter.crossings();
    let hereOrder = sorter.copy();
    let tired = 0;
    for (let round = 0; round < rounds && here > 0 && tired < 8; round++) {
      sorter.sweep(round % 2 === 0, round % 4 >= 2);
      sorter.exchange(round % 4 >= 2);
      const crossings = sorter.crossings();
      tired = crossings < here * 0.995 ? 0 : tired + 1;
      if (crossings < here) [here, hereOrder] = [crossings, sorter.copy()];
      yield (attempt + (round + 1) / rounds) / tries / 2;
    }
    if (here < fewest) [fewest, equal] = [here, []];
    if (here === fewest && equal.length < leastTries) equal.push(hereOrder);
  }
  // This finds more than further first orders do: 21 crossings where they stay at 34 (go1.19.cpu, 80 nodes).
  let best = equal[0] ?? [];
  const random = generator(7);
  const changes = Math.floor(70_000 / (layers.upper.length + 1));
  for (let change = 0; change < changes && fewest > 0; change++) {
    sorter.restore(best);
    sorter.disturb(random);
    sorter.exchange(change % 2 === 0);
    let here = sorter.crossings();
    for (let round = 0; round < 2 && here > fewest && here < fewest + 12; round++) {
      sorter.sweep((round + change) % 2 === 0, change % 4 >= 2);
      sorter.exchange(change % 2 === 1);
      here = sorter.crossings();
    }
    if (here <= fewest) best = sorter.copy();
    if (here < fewest) [fewest, equal] = [here, [best]];
    // Orders that are as good come after each other, one much like the last.
    else if (change % 32 === 31 && !equal.includes(best)) equal.push(best);
    if (change % 16 === 15) yield 0.5 + change / changes / 2;
  }
  return equal.slice(-mostEqual);
}

/** How often segments cross under an order. */
export function countCrossings(layers: Layers, order: readonly Int32Array[]): number {
  const {down, up} = neighbours(layers);
  const sorter = new Sorter(layers, down, up);
  sorter.restore(order);
  return sorter.crossings();
}

class Sorter {
  readonly #layers: Layers;
  readonly #down: readonly Int32Array[];
  readonly #up: readonly Int32Array[];
  #order: Int32Array[] = [];
  readonly #place: Int32Array;
  readonly #medians: Float64Array;
  /** Room for the places of all neighbours of a node. */
  readonly #scratch: Int32Array;
  readonly #tree: Int32Array;
  #now = 0;
  #then = 0;

  constructor(layers: Layers, down: readonly Int32Array[], up: readonly Int32Array[]) {
    this.#layers = layers;
    this.#down = down;
    this.#up = up;
    this.#place = new Int32Array(layers.nodes);
    this.#medians = new Float64Array(layers.nodes);
    this.#scratch = new Int32Array(layers.upper.length);
    this.#tree = new Int32Array(4 * layers.nodes);
  }

  copy(): Int32Array[] {
    return this.#order.map((row) => row.slice());
  }

  restore(order: readonly Int32Array[]): void {
    this.#order = order.map((row) => row.slice());
    for (const row of this.#order) this.#number(row);
  }

  #number(row: Int32Array): void {
    for (let at = 0; at < row.length; at++) this.#place[row[at]!] = at;
  }

  /** Puts each node where a walk breadth first meets it, from the top or from the bottom; a `seed` turns neighbours about. */
  start(downwards: boolean, seed: number): void {
    const {nodes, rank, ranks} = this.#layers;
    const [onward, back] = downwards ? [this.#down, this.#up] : [this.#up, this.#down];
    const rows: number[][] = Array.from({length: ranks}, () => []);
    const random = seed === 0 ? undefined : generator(seed);
    const seen = new Uint8Array(nodes);
    const walk = (first: number): void => {
      if (seen[first] === 1) return;
      const queue = [first];
      seen[first] = 1;
      for (let at = 0; at < queue.length; at++) {
        const node = queue[at]!;
        rows[rank[node]!]!.push(node);
        for (const next of shuffled(onward[node]!, random)) {
          if (seen[next] === 1) continue;
          seen[next] = 1;
          queue.push(next);
        }
      }
    };
    const ends = Int32Array.from([...Array(nodes).keys()].filter((node) => back[node]!.length === 0));
    for (const node of shuffled(ends, random)) walk(node);
    for (let node = 0; node < nodes; node++) walk(node);
    this.restore(rows.map((row) => Int32Array.from(row)));
  }

  /** Puts an arrow, or a box with the joints beside it, elsewhere on the ranks that it passes. */
  disturb(random: () => number): void {
    const {chains, boxes, rank} = this.#layers;
    const moved: number[] = [];
    if (random() < 0.6 && chains.length > 0) for (const node of chains[Math.floor(random() * chains.length)]!) {
      if (node >= boxes) moved.push(node);
    }
    if (moved.length === 0) moved.push(Math.floor(random() * boxes));
    const to = random();
    for (const node of moved) {
      const row = this.#order[rank[node]!]!;
      const from = this.#place[node]!;
      const target = Math.min(row.length - 1, Math.floor(to * row.length));
      if (target > from) row.copyWithin(from, from + 1, target + 1);
      else row.copyWithin(target + 1, target, from);
      row[target] = node;
      this.#number(row);
    }
  }

  /** Sorts each rank by the medians of the rank before it (downwards) or after it. */
  sweep(downwards: boolean, turnTies: boolean): void {
    const {ranks} = this.#layers;
    const fixed = downwards ? this.#up : this.#down;
    const median = this.#medians;
    for (let step = 1; step < ranks; step++) {
      const row = this.#order[downwards ? step : ranks - 1 - step]!;
      const movable: number[] = [];
      for (const node of row) {
        const value = this.#median(fixed[node]!);
        if (value < 0) continue;
        median[node] = value;
        movable.push(node);
      }
      // Nodes without a neighbour on that side stay where they are.
      const slots = movable.map((node) => this.#place[node]!);
      movable.sort((a, b) => median[a]! - median[b]! || (turnTies ? this.#place[b]! - this.#place[a]! : this.#place[a]! - this.#place[b]!));
      slots.forEach((slot, at) => (row[slot] = movable[at]!));
      this.#number(row);
    }
  }

  /** Where the neighbours lie in the middle; of an even number, nearer to the side where they lie close together. */
  #median(adjacent: Int32Array): number {
    const count = adjacent.length;
    if (count === 0) return -1;
    const places = this.#placesOf(adjacent);
    const middle = count >> 1;
    if (count % 2 === 1) return places[middle]!;
    if (count === 2) return (places[0]! + places[1]!) / 2;
    const left = places[middle - 1]! - places[0]!;
    const right = places[count - 1]! - places[middle]!;
    return left + right === 0 ? (places[middle - 1]! + places[middle]!) / 2 : (places[middle - 1]! * right + places[middle]! * left) / (left + right);
  }

  /** The places of these nodes in ascending order, until the next ones are asked for. */
  #placesOf(nodes: Int32Array): Int32Array {
    const places = this.#scratch;
    for (let count = 0; count < nodes.length; count++) {
      const place = this.#place[nodes[count]!]!;
      let at = count;
      for (; at > 0 && places[at - 1]! > place; at--) places[at] = places[at - 1]!;
      places[at] = place;
    }
    return places;
  }

  /** Exchanges neighbours while that saves crossings. */
  exchange(turnTies: boolean): void {
    for (let round = 0; round < 50; round++) {
      let saved = 0;
      for (const row of this.#order) {
        for (let at = 1; at < row.length; at++) {
          const left = row[at - 1]!;
          const right = row[at]!;
          this.#countPair(left, right);
          const now = this.#now;
          const then = this.#then;
          if (then < now || (turnTies && round === 0 && then === now && now > 0)) {
            saved += now - then;
            row[at - 1] = right;
            row[at] = left;
            this.#place[right] = at - 1;
            this.#place[left] = at;
          }
        }
      }
      if (saved === 0) return;
    }
  }

  /** Crossings between the segments of two neighbours as they stand, and exchanged. */
  #countPair(left: number, right: number): void {
    this.#now = 0;
    this.#then = 0;
    this.#count(this.#down[left]!, this.#down[right]!);
    this.#count(this.#up[left]!, this.#up[right]!);
  }

  #count(left: Int32Array, right: Int32Array): void {
    const place = this.#place;
    for (let i = 0; i < left.length; i++) {
      const at = place[left[i]!]!;
      for (let j = 0; j < right.length; j++) {
        const other = place[right[j]!]!;
        if (other < at) this.#now++;
        else if (other > at) this.#then++;
      }
    }
  }

  crossings(): number {
    let count = 0;
    for (let rank = 0; rank + 1 < this.#order.length; rank++) count += this.#crossingsBelow(rank);
    return count;
  }

  /** Counts inversions with a tree of sums (Barth, Jünger and Mutzel 2002). */
  #crossingsBelow(rank: number): number {
    const width = this.#order[rank + 1]!.length;
    let first = 1;
    while (first < width) first *= 2;
    const tree = this.#tree.fill(0, 0, 2 * first);
    let count = 0;
    for (const node of this.#order[rank]!) {
      const places = this.#placesOf(this.#down[node]!);
      const degree = this.#down[node]!.length;
      // All of a node are counted before any is entered: segments from one node do not cross.
      for (let i = 0; i < degree; i++) {
        for (let at = places[i]! + first; at > 1; at >>= 1) if (at % 2 === 0) count += tree[at + 1]!;
      }
      for (let i = 0; i < degree; i++) for (let at = places[i]! + first; at >= 1; at >>= 1) tree[at]!++;
    }
    return count;
  }
}

/** Numbers from 0 to 1 that are the same for the same seed. */
function generator(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x1_0000_0000;
  };
}

function shuffled(list: Int32Array, random: (() => number) | undefined): Int32Array {
  if (random === undefined || list.length < 2) return list;
  const copy = list.slice();
  for (let at = copy.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [copy[at], copy[other]] = [copy[other]!, copy[at]!];
  }
  return copy;
}
