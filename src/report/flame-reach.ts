import {compileRegexp, prepareRegexps} from '../base/regexp.js';
import {hashName, isSameBox, readBoxName, rootHash, stepHash} from '../config/box-name.js';
import {Places} from './box-walk.js';
import type {BoxWalk} from './box-walk.js';
import {hitLocations, marksOf, marksWith} from './flame-matches.js';
import type {Flame} from './flame-shape.js';
import type {BoxNodes, Reach} from './flamegraph.js';
import type {Look} from './seen-boxes.js';

/** A box, and where it lies. */
export interface Reached extends Look {
  readonly nodes: BoxNodes;
}

/** The box that is meant, the root among them; undefined where there is none. `search` is what a match is a match of. */
export async function reachBox(flame: Flame, reach: Reach, search: string): Promise<Reached | undefined> {
  const way = new Way(flame.walk);
  switch (reach.kind) {
    case 'path': {
      const nodes = nodesOf(flame, reach.path);
      if (nodes === undefined || !way.descend(nodes)) way.follow(reach.names, (node) => flame.shape.names.of(node));
      return way.depth === 0 ? undefined : way.end();
    }
    case 'pattern': return widest(flame, way, await marksOfPattern(flame, reach.pattern));
    case 'match': return nextMatch(flame, way, await marksOf(flame, search), reach.from, reach.direction);
    case 'callee':
      if (!way.descend(reach.from) || way.open().count === 0) return undefined;
      way.enter(0);
      return way.end();
    case 'next': case 'last':
      if (reach.from.length === 0 || !way.descend(reach.from)) return undefined;
      way.move(reach.kind === 'last' ? Infinity : way.index + 1);
      return way.end();
  }
}

/** The callees of a box, widest first. */
interface Opened {
  readonly count: number;
  readonly node: Int32Array;
  readonly left: Float64Array;
  readonly width: Float64Array;
  readonly places: Places;
  /** The places of callee `i` are `begin[i]` to `begin[i + 1]`. */
  readonly begin: Int32Array;
}

/** A way down the boxes from the root, of which each box is one of the callees that were opened above it. */
class Way {
  readonly #walk: BoxWalk;
  readonly #opened: Opened[] = [];
  readonly #index: number[] = [];

  constructor(walk: BoxWalk) {
    this.#walk = walk;
  }

  get depth(): number {
    return this.#index.length;
  }

  /** Which callee of its caller the last box is. */
  get index(): number {
    return this.#index[this.depth - 1]!;
  }

  /** The node of the last box, -1 for the root. */
  get node(): number {
    return this.depth === 0 ? -1 : this.#opened[this.depth - 1]!.node[this.index]!;
  }

  /** The callees of the last box. */
  open(): Opened {
    const {depth} = this;
    return this.#opened[depth] ??= this.#open();
  }

  /** Goes on to a callee of the last box. */
  enter(index: number): void {
    this.#index.push(index);
    this.#opened.length = this.depth;
  }

  /** Goes from the last box to another callee of its caller, to the last of them where there are fewer. */
  move(index: number): void {
    this.leave();
    this.enter(Math.min(index, this.open().count - 1));
  }

  leave(): void {
    this.#index.pop();
    this.#opened.length = this.depth + 1;
  }

  /** Goes down from the root; false where a box is not there, and the way stays at the one above it. */
  descend(nodes: BoxNodes): boolean {
    for (const node of nodes) {
      const {node: callees, count} = this.open();
      const index = callees.subarray(0, count).indexOf(node);
      if (index < 0) return false;
      this.enter(index);
    }
    return true;
  }

  /** Goes down from the root as far as there are boxes of these names; names that a filter took away are passed over. */
  follow(names: readonly string[], nameOf: (node: number) => string): void {
    while (this.depth > 0) this.leave();
    for (const name of names) {
      const {node, count} = this.open();
      let index = 0;
      while (index < count && nameOf(node[index]!) !== name) index++;
      if (index < count) this.enter(index);
    }
  }

  end(): Reached {
    const nodes = Int32Array.from(this.#index, (index, depth) => this.#opened[depth]!.node[index]!);
    if (this.depth === 0) return {nodes, left: 0, span: this.#walk.root.width};
    const {left, width} = this.#opened[this.depth - 1]!;
    return {nodes, left: left[this.index]!, span: width[this.index]!};
  }

  #open(): Opened {
    const walk = this.#walk;
    const above = this.#opened[this.depth - 1];
    const start = new Places();
    if (above === undefined) {
      walk.beginAt(start);
      walk.open(start, 0, 1, walk.root.width);
    } else {
      walk.open(above.places, above.begin[this.index]!, above.begin[this.index + 1]!, above.width[this.index]!);
    }
    walk.sort(0);
    const {count} = walk;
    const places = new Places();
    const begin = new Int32Array(count + 1);
    walk.take(count, places, begin);
    const node = new Int32Array(count);
    const left = new Float64Array(count);
    const width = new Float64Array(count);
    let from = above === undefined ? 0 : above.left[this.index]!;
    for (let i = 0; i < count; i++) {
      const slot = walk.order[i]!;
      node[i] = walk.node[slot]!;
      left[i] = from;
      width[i] = walk.width[slot]!;
      from += width[i]!;
    }
    return {count, node, left, width, places, begin};
  }
}

/** The nodes to the first box, in the order of the stacks, that an address calls so; undefined where none is. */
function nodesOf({shape: {paths, names}, weights}: Flame, path: string): BoxNodes | undefined {
  const wanted = readBoxName(path);
  if (wanted === undefined) return undefined;
  const {length, caller, location, nodes: {start, node}} = paths;
  const nameHigh = new Int32Array(names.length);
  const nameLow = new Int32Array(names.length);
  for (let of = 0; of < names.length; of++) {
    const its = hashName(names.of(of));
    nameHigh[of] = its.high;
    nameLow[of] = its.low;
  }
  const high = new Int32Array(length);
  const low = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    if (weights.width[row] === 0) continue;
    const above = caller[row]!;
    let itsHigh = above < 0 ? rootHash.high : high[above]!;
    let itsLow = above < 0 ? rootHash.low : low[above]!;
    for (let at = start[location[row]!]!; at < start[location[row]! + 1]!; at++) {
      itsHigh = stepHash(itsHigh, nameHigh[node[at]!]!);
      itsLow = stepHash(itsLow, nameLow[node[at]!]!);
      if (isSameBox(wanted, itsHigh, itsLow)) return nodesTo(row, at);
    }
    high[row] = itsHigh;
    low[row] = itsLow;
  }
  return undefined;

  function nodesTo(row: number, last: number): BoxNodes {
    const path: number[] = [];
    for (let at = last; row >= 0; row = caller[row]!, at = row < 0 ? 0 : start[location[row]! + 1]! - 1) {
      for (; at >= start[location[row]!]!; at--) path.push(node[at]!);
    }
    return Int32Array.from(path.reverse());
  }
}

/** A pattern that is wrong marks nothing, as one that matches nothing. */
async function marksOfPattern(flame: Flame, pattern: string): Promise<Uint8Array> {
  try {
    await prepareRegexps([pattern]);
    return marksWith(flame, compileRegexp(pattern, 'p'), false);
  } catch {
    return new Uint8Array(flame.shape.names.length);
  }
}

/** Which rows of the paths have something that is marked in them, or below them. */
class Marked {
  readonly #below: Uint8Array;

  constructor(readonly flame: Flame, readonly marks: Uint8Array) {
    const {shape: {paths: {length, caller, location}}, weights: {width}} = flame;
    const hits = hitLocations(flame, marks);
    const below = new Uint8Array(length);
    for (let row = length - 1; row >= 0; row--) {
      const above = caller[row]!;
      if (above >= 0 && width[row]! > 0) below[above]! |= below[row]! | hits[location[row]!]!;
    }
    this.#below = below;
  }

  /** Whether a callee, or a box below it, is marked. */
  has({node, places, begin}: Opened, index: number): boolean {
    if (this.marks[node[index]!] === 1) return true;
    const {location, nodes: {start, node: nodeAt}} = this.flame.shape.paths;
    for (let place = begin[index]!; place < begin[index + 1]!; place++) {
      const row = places.row[place]!;
      if (this.#below[row] === 1) return true;
      for (let at = places.at[place]! + 1; at < start[location[row]! + 1]!; at++) if (this.marks[nodeAt[at]!] === 1) return true;
    }
    return false;
  }
}

/** The next marked box in an order of each box before its callees, and round at the end; undefined for none. */
function nextMatch(flame: Flame, way: Way, marks: Uint8Array, from: BoxNodes, direction: 1 | -1): Reached | undefined {
  const marked = new Marked(flame, marks);
  const isMarked = (): boolean => way.depth > 0 && marks[way.node] === 1;
  const first = (opened: Opened, begin: number): number => {
    for (let index = begin; index < opened.count; index++) if (marked.has(opened, index)) return index;
    return -1;
  };
  const lastBefore = (opened: Opened, end: number): number => {
    for (let index = end - 1; index >= 0; index--) if (marked.has(opened, index)) return index;
    return -1;
  };
  way.descend(from);
  // Twice through the root is once round.
  for (let rounds = 0; rounds < 2;) {
    if (direction === 1) {
      let next = first(way.open(), 0);
      while (next < 0 && way.depth > 0) {
        const after = way.index + 1;
        way.leave();
        next = first(way.open(), after);
      }
      if (next < 0) rounds++;
      else {
        way.enter(next);
        if (isMarked()) return way.end();
      }
    } else {
      let before = -1;
      if (way.depth > 0) {
        const end = way.index;
        way.leave();
        before = lastBefore(way.open(), end);
        if (before < 0 && isMarked()) return way.end();
        if (before < 0 && way.depth > 0) continue;
      }
      if (before < 0) {
        rounds++;
        before = lastBefore(way.open(), way.open().count);
        if (before < 0) return undefined;
      }
      for (; before >= 0; before = lastBefore(way.open(), way.open().count)) way.enter(before);
      if (isMarked()) return way.end();
    }
  }
  return undefined;
}

/** The widest marked box, the first of equal ones; undefined for none. */
function widest(flame: Flame, way: Way, marks: Uint8Array): Reached | undefined {
  const marked = new Marked(flame, marks);
  let best: Reached | undefined;
  let next = 0;
  for (;;) {
    const opened = way.open();
    while (next < opened.count && (opened.width[next]! <= (best?.span ?? 0) || !marked.has(opened, next))) {
      // Callees stand widest first, so where one is too narrow, all others are.
      next = opened.width[next]! <= (best?.span ?? 0) ? opened.count : next + 1;
    }
    if (next < opened.count) {
      way.enter(next);
      if (marks[opened.node[next]!] === 1) best = way.end();
      next = 0;
    } else {
      if (way.depth === 0) return best;
      next = way.index + 1;
      way.leave();
    }
  }
}
