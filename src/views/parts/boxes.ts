import type {BoxNodes, FlamegraphReport} from '../../report/flamegraph.js';

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

/** The widest box of a function, the first of equal ones; -1 for none. The root is none. */
export function widestOf({frame, frames, width}: FlamegraphReport, name: string): number {
  const wanted = new Uint8Array(frames.names.length);
  let some = false;
  for (let row = 1; row < frames.names.length; row++) {
    if (frames.names[row] !== name) continue;
    wanted[row] = 1;
    some = true;
  }
  let widest = -1;
  for (let row = 1; row < frame.length && some; row++) {
    if (wanted[frame[row]!] === 1 && (widest < 0 || width[row]! > width[widest]!)) widest = row;
  }
  return widest;
}

/** Whether there are boxes that a model has not got, being too narrow to be seen. */
export function leavesOut({callees, firstCallee}: FlamegraphReport): boolean {
  for (let row = 0; row < callees.length; row++) if (callees[row]! > firstCallee[row + 1]! - firstCallee[row]!) return true;
  return false;
}

/** What a box is called in every model of the same stacks: its nodes, from below the root. */
export function nodesTo({caller, frame, nodes}: FlamegraphReport, row: number): BoxNodes {
  const path: number[] = [];
  for (let box = row; box > 0; box = caller[box]!) path.push(nodes[frame[box]!]!);
  return Int32Array.from(path.reverse());
}

/** The box with these nodes, or the last one on the way to it that the model has. */
export function nearestTo({firstCallee, frame, nodes}: FlamegraphReport, path: BoxNodes): {row: number; isThere: boolean} {
  let row = 0;
  for (const node of path) {
    const end = firstCallee[row + 1]!;
    let callee = firstCallee[row]!;
    while (callee < end && nodes[frame[callee]!] !== node) callee++;
    if (callee === end) return {row, isThere: false};
    row = callee;
  }
  return {row, isThere: true};
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
