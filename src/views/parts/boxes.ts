import type {FlamegraphReport} from '../../report/flamegraph.js';

/** Depth of a box: 0 for the root. */
export function depthOf({depthStart}: FlamegraphReport, row: number): number {
  let low = 0;
  let high = depthStart.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (depthStart[middle]! <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What row 0 is called. */
export function rootName({isSandwich, frames, frame}: FlamegraphReport): string {
  return isSandwich === true ? frames.names[frame[0]!]! : 'All samples';
}

/** Rows from the root to `row`, which is the last: its place is its depth. */
export function pathTo({caller}: FlamegraphReport, row: number): Int32Array {
  const path: number[] = [];
  for (let box = row; box >= 0; box = caller[box]!) path.push(box);
  return Int32Array.from(path.reverse());
}

/** Depth of the deepest box below `row`. Callees of neighbours are neighbours, so a depth of a subtree is one run of rows. */
export function deepestBelow(model: FlamegraphReport, row: number): number {
  const {firstCallee} = model;
  let depth = depthOf(model, row);
  let first = row;
  let end = row + 1;
  for (;;) {
    const nextFirst = firstCallee[first]!;
    const nextEnd = firstCallee[end]!;
    if (nextFirst >= nextEnd) return depth;
    first = nextFirst;
    end = nextEnd;
    depth++;
  }
}

/** The widest box of a function, -1 for none. */
export function widestOf({frame, frames, width}: FlamegraphReport, name: string): number {
  const wanted = new Uint8Array(frames.names.length);
  let some = false;
  for (let row = 1; row < frames.names.length; row++) {
    if (frames.names[row] !== name) continue;
    wanted[row] = 1;
    some = true;
  }
  return some ? widestWhere(frame, width, wanted) : -1;
}

/** The widest box whose frame is marked, the first of equal ones; -1 for none. The root is none. */
export function widestWhere(frame: Uint32Array, width: Float64Array, marked: Uint8Array): number {
  let widest = -1;
  for (let row = 1; row < frame.length; row++) {
    if (marked[frame[row]!] === 1 && (widest < 0 || width[row]! > width[widest]!)) widest = row;
  }
  return widest;
}

/** What all boxes of a function come to. */
export interface Places {
  /** How many boxes it has. */
  readonly count: number;
  /** Sum of |values| of the stacks through it, a recursive one counted once. */
  readonly width: number;
}

export function placesOf(model: FlamegraphReport, name: string): Places {
  const {frames} = model;
  const marked = new Uint8Array(frames.names.length);
  for (let row = 1; row < marked.length; row++) if (frames.names[row] === name) marked[row] = 1;
  const {matches, width} = matchedBoxes(model, marked);
  return {count: matches, width};
}

/** Counts the boxes whose frame is marked, and sums the outermost of them, so that no sample is counted twice. */
export function matchedBoxes({frame, caller, width: widths}: FlamegraphReport, marked: Uint8Array): {matches: number; width: number} {
  const rows = frame.length;
  const covered = new Uint8Array(rows);
  let matches = 0;
  let width = 0;
  for (let row = 1; row < rows; row++) {
    // Without a branch that depends on names: such are guessed wrong half of the time, over millions of rows.
    const hit = marked[frame[row]!]!;
    const inside = covered[caller[row]!]!;
    covered[row] = hit | inside;
    matches += hit;
    if (hit > inside) width += widths[row]!;
  }
  return {matches, width};
}

/** The callers, with `row` itself, that hold `row` from the root, at most `most`, the nearest ones. */
export function nearestCallers({caller}: FlamegraphReport, row: number, most: number): number[] {
  const near: number[] = [];
  for (let box = caller[row]!; box >= 0 && near.length < most; box = caller[box]!) near.push(box);
  return near.reverse();
}
