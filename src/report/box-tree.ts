import type {LocationNodes} from '../graph/node.js';
import type {Profile, SampleTable, StackTable} from '../profile/profile.js';

/** A box is the same frames from the root; past this many, depths are left out. Each costs 45 bytes in an answer. */
const mostBoxes = 4_000_000;

/** Boxes may be few and the lines that fall into them many, so those are counted too. */
const mostSteps = 200_000_000;

/**
 * The stacks of a profile as boxes, without their weights.
 *
 * Row 0 is the root. Boxes stand in rows of equal depth, and the callees of a box
 * are `firstCallee[row]` to `firstCallee[row + 1]`, in no order that means anything.
 */
export interface BoxTree {
  readonly length: number;
  /** Row of the box above, -1 for the root. */
  readonly caller: Int32Array;
  /** Row of the nodes; -1 for the root. */
  readonly node: Int32Array;
  readonly firstCallee: Uint32Array;
  /** 1 where the frame was inlined wherever it is in this box. */
  readonly inlined: Uint8Array;
  /** By `StackRow`: the box that the stack ends in, or the last one that is there where depths are left out. */
  readonly boxOfStack: Int32Array;
  /** By `StackRow`: 1 where the stack goes on past that box. */
  readonly cut: Uint8Array;
  /** Whether depths are left out. */
  readonly truncated: boolean;
}

/**
 * Merges the tree of stacks by the nodes that its locations are.
 *
 * One depth is made from the one above: each box knows the stacks that stand in it,
 * and where in the lines of their location. No hash is asked, since callees of one
 * box are told apart by a mark on their node. One long loop with everything in local
 * variables: split into functions it took twice the time.
 */
export function boxTree({stacks, samples}: Profile, {start, node: nodeAt}: LocationNodes, nodes: number): BoxTree {
  const {firstCallee: firstRow, nextSibling, roots} = calleesOf(stacks, samples);
  const {location} = stacks;
  const boxOfStack = new Int32Array(stacks.length).fill(-1);
  const cut = new Uint8Array(stacks.length);

  let caller = new Int32Array(stacks.length + 1024);
  let node = new Int32Array(caller.length);
  let firstCallee = new Uint32Array(caller.length);
  let inlined = new Uint8Array(caller.length);
  caller[0] = -1;
  node[0] = -1;
  let length = 1;

  // The box that a node last became, and the box that one was called from.
  const markedBy = new Int32Array(nodes).fill(-1);
  const boxOfNode = new Int32Array(nodes);

  // What stands in the boxes of one depth: a stack, and the place of its node in `nodeAt`.
  // Those of box `depthFirst + i` end at `itemEnd[i]`. In the root stands the stack that calls all roots.
  let row = Int32Array.of(-1);
  let place = new Uint32Array(1);
  let itemEnd = Uint32Array.of(1);
  let depthFirst = 0;

  let nextRow = new Int32Array(1024);
  let nextPlace = new Uint32Array(1024);
  let nextBox = new Int32Array(1024);
  let spareRow = new Int32Array(0);
  let sparePlace = new Uint32Array(0);
  let steps = 0;
  let full = false;

  while (depthFirst < length) {
    const depthEnd = length;
    let nextCount = 0;
    let inOrder = true;
    let item = 0;
    for (let box = depthFirst; box < depthEnd; box++) {
      firstCallee[box] = length;
      for (const end = itemEnd[box - depthFirst]!; item < end; item++) {
        const stack = row[item]!;
        let callee: number;
        let at = 0;
        if (stack < 0) {
          callee = roots;
        } else {
          at = place[item]! + 1;
          if (at < start[location[stack]! + 1]!) {
            callee = stack;
          } else {
            at = 0;
            boxOfStack[stack] = box;
            callee = firstRow[stack]!;
          }
        }
        if (full) {
          if (at > 0) {
            boxOfStack[stack] = box;
            cut[stack] = 1;
          }
          continue;
        }
        while (callee >= 0) {
          const calleePlace = at > 0 ? at : start[location[callee]!]!;
          const frame = nodeAt[calleePlace]!;
          let to: number;
          if (markedBy[frame] === box) {
            to = boxOfNode[frame]!;
            if (to !== length - 1) inOrder = false;
          } else {
            if (length === caller.length) {
              caller = larger(caller);
              node = larger(node);
              firstCallee = larger(firstCallee);
              inlined = larger(inlined);
            }
            to = length++;
            markedBy[frame] = box;
            boxOfNode[frame] = to;
            caller[to] = box;
            node[to] = frame;
            inlined[to] = 1;
          }
          if (at === 0) inlined[to] = 0;
          if (nextCount === nextRow.length) {
            nextRow = larger(nextRow);
            nextPlace = larger(nextPlace);
            nextBox = larger(nextBox);
          }
          nextRow[nextCount] = callee;
          nextPlace[nextCount] = calleePlace;
          nextBox[nextCount++] = to;
          callee = at > 0 ? -1 : nextSibling[callee]!;
        }
      }
    }

    // What falls into a box is put together; mostly it stands so already.
    const boxes = length - depthEnd;
    if (itemEnd.length < boxes + 1) itemEnd = new Uint32Array(boxes * 2 + 1);
    else itemEnd.fill(0, 0, boxes + 1);
    for (let i = 0; i < nextCount; i++) itemEnd[nextBox[i]! - depthEnd + 1]!++;
    for (let i = 0; i < boxes; i++) itemEnd[i + 1]! += itemEnd[i]!;
    if (inOrder) {
      itemEnd.copyWithin(0, 1, boxes + 1);
      [row, nextRow] = [nextRow, row];
      [place, nextPlace] = [nextPlace, place];
    } else {
      if (spareRow.length < nextCount) {
        spareRow = new Int32Array(nextRow.length);
        sparePlace = new Uint32Array(nextRow.length);
      }
      // Filling moves each beginning on to the end.
      for (let i = 0; i < nextCount; i++) {
        const to = itemEnd[nextBox[i]! - depthEnd]!++;
        spareRow[to] = nextRow[i]!;
        sparePlace[to] = nextPlace[i]!;
      }
      [row, spareRow] = [spareRow, row];
      [place, sparePlace] = [sparePlace, place];
    }
    if (nextRow.length < nextBox.length) {
      nextRow = new Int32Array(nextBox.length);
      nextPlace = new Uint32Array(nextBox.length);
    }
    depthFirst = depthEnd;
    steps += nextCount;
    full = steps > mostSteps || length + nextCount > mostBoxes;
  }

  // What was left out weighs in the last box above it.
  let leftOut = false;
  for (let stack = 0; stack < stacks.length; stack++) {
    leftOut ||= cut[stack] === 1;
    if (boxOfStack[stack]! >= 0) continue;
    const caller = stacks.caller[stack]!;
    // What no sample stands on may lie here too, and it weighs nothing anywhere.
    boxOfStack[stack] = caller < 0 ? 0 : boxOfStack[caller]!;
    cut[stack] = 1;
    leftOut ||= full;
  }
  return {
    length,
    caller: caller.slice(0, length),
    node: node.slice(0, length),
    firstCallee: closed(firstCallee, length),
    inlined: inlined.slice(0, length),
    boxOfStack,
    cut,
    truncated: leftOut,
  };
}

/** Where the callees of each box begin, and one cell more for where those of the last one end. */
function closed(firstCallee: Uint32Array, length: number): Uint32Array {
  const column = new Uint32Array(length + 1);
  column.set(firstCallee.subarray(0, length));
  column[length] = length;
  return column;
}

/** The tree the other way round, without what no sample stands on: the first callee of each row, and from it the others, in the order of their rows. */
function calleesOf({caller}: StackTable, samples: SampleTable): {firstCallee: Int32Array; nextSibling: Int32Array; roots: number} {
  // -2 stands for a row that no sample has met so far.
  const firstCallee = new Int32Array(caller.length).fill(-2);
  const nextSibling = new Int32Array(caller.length);
  const {stack} = samples;
  for (let sample = 0; sample < samples.length; sample++) if (stack[sample]! >= 0) firstCallee[stack[sample]!] = -1;
  let roots = -1;
  for (let row = caller.length - 1; row >= 0; row--) {
    if (firstCallee[row] === -2) continue;
    const above = caller[row]!;
    if (above < 0) {
      nextSibling[row] = roots;
      roots = row;
    } else {
      nextSibling[row] = Math.max(-1, firstCallee[above]!);
      firstCallee[above] = row;
    }
  }
  return {firstCallee, nextSibling, roots};
}

function larger<T extends Int32Array | Uint32Array | Uint8Array>(column: T): T {
  const more = new (column.constructor as new (length: number) => T)(column.length * 2);
  more.set(column as never);
  return more;
}
