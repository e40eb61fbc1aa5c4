import {neighbours, type Layers} from './layers.js';

/**
 * An order of the nodes of each rank with few crossings: sweeps of weighted medians
 * with exchanges of neighbours in between (Gansner et al. 1993, §3), from several
 * first orders, the best kept. The first two are walks from the top and from the
 * bottom; the others are the same walks with neighbours met in another order,
 * which is the same one each time.
 */
export function orderLayers(layers: Layers, rounds = 24): Int32Array[] {
  const {down, up} = neighbours(layers);
  const sorter = new Sorter(layers, down, up);
  let best: Int32Array[] = [];
  let fewest = Infinity;
  // A try costs about a segment's worth of work; a graph of 80 boxes gets some forty.
  const tries = Math.max(2, Math.min(60, Math.floor(20_000 / (layers.upper.length + 1))));
  for (let attempt = 0; attempt < tries && fewest > 0; attempt++) {
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
    }
    if (here < fewest) [fewest, best] = [here, hereOrder];
  }
  sorter.restore(best);
  sorter.exchange(false);
  return sorter.copy();
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

  constructor(layers: Layers, down: readonly Int32Array[], up: readonly Int32Array[]) {
    this.#layers = layers;
    this.#down = down;
    this.#up = up;
    this.#place = new Int32Array(layers.nodes);
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

  /** Sorts each rank by the medians of the rank before it (downwards) or after it. */
  sweep(downwards: boolean, turnTies: boolean): void {
    const {ranks} = this.#layers;
    const fixed = downwards ? this.#up : this.#down;
    for (let step = 1; step < ranks; step++) {
      const row = this.#order[downwards ? step : ranks - 1 - step]!;
      const median = new Map<number, number>();
      const movable: number[] = [];
      for (const node of row) {
        const value = this.#median(fixed[node]!);
        if (value < 0) continue;
        median.set(node, value);
        movable.push(node);
      }
      // Nodes without a neighbour on that side stay where they are.
      const slots = movable.map((node) => this.#place[node]!);
      movable.sort((a, b) => median.get(a)! - median.get(b)! || (turnTies ? this.#place[b]! - this.#place[a]! : this.#place[a]! - this.#place[b]!));
      slots.forEach((slot, at) => (row[slot] = movable[at]!));
      this.#number(row);
    }
  }

  /** Where the neighbours lie in the middle; of an even number, nearer to the side where they lie close together. */
  #median(adjacent: Int32Array): number {
    const count = adjacent.length;
    if (count === 0) return -1;
    const places = Array.from(adjacent, (node) => this.#place[node]!).sort((a, b) => a - b);
    const middle = count >> 1;
    if (count % 2 === 1) return places[middle]!;
    if (count === 2) return (places[0]! + places[1]!) / 2;
    const left = places[middle - 1]! - places[0]!;
    const right = places[count - 1]! - places[middle]!;
    return left + right === 0 ? (places[middle - 1]! + places[middle]!) / 2 : (places[middle - 1]! * right + places[middle]! * left) / (left + right);
  }

  /** Exchanges neighbours while that saves crossings. */
  exchange(turnTies: boolean): void {
    for (let round = 0; round < 50; round++) {
      let saved = 0;
      for (const row of this.#order) {
        for (let at = 1; at < row.length; at++) {
          const left = row[at - 1]!;
          const right = row[at]!;
          const now = this.#pairCrossings(left, right);
          const then = this.#pairCrossings(right, left);
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

  /** Crossings between the segments of two nodes, the first left of the second. */
  #pairCrossings(left: number, right: number): number {
    return this.#inversions(this.#down[left]!, this.#down[right]!) + this.#inversions(this.#up[left]!, this.#up[right]!);
  }

  #inversions(left: Int32Array, right: Int32Array): number {
    let count = 0;
    for (let i = 0; i < left.length; i++) {
      const place = this.#place[left[i]!]!;
      for (let j = 0; j < right.length; j++) if (this.#place[right[j]!]! < place) count++;
    }
    return count;
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
    const tree = new Int32Array(2 * first);
    let count = 0;
    for (const node of this.#order[rank]!) {
      const places = Array.from(this.#down[node]!, (below) => this.#place[below]!).sort((a, b) => a - b);
      // All of a node are counted before any is entered: segments from one node do not cross.
      for (const place of places) {
        for (let at = place + first; at > 1; at >>= 1) if (at % 2 === 0) count += tree[at + 1]!;
      }
      for (const place of places) for (let at = place + first; at >= 1; at >>= 1) tree[at]!++;
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
