import {ColumnBuilder, written} from '../base/columns.js';
import {Places} from './box-walk.js';
import type {BoxWalk} from './box-walk.js';
import type {Sides} from './comparison.js';

/** The part of a flame graph that is looked at, in its unit. */
export interface Look {
  readonly left: number;
  readonly span: number;
}

/**
 * Boxes of this share of what is looked at are in an answer: on a screen of 1440 pixels
 * they are a third of a pixel wide. Around it half as many are enough until they are looked at.
 */
const finest = 1 / 4096;
const finestAround = 1 / 2048;

/** Where there would be more boxes, the deepest are left out. Each costs some 100 bytes. */
const mostBoxes = 2_000_000;

/** The boxes that can be seen, in the order of `FlamegraphReport`. */
export interface SeenBoxes {
  readonly depthStart: Uint32Array;
  readonly firstCallee: Uint32Array;
  readonly callees: Uint32Array;
  readonly calleesEnd: Float64Array;
  readonly caller: Int32Array;
  /** Row of `nodes` below. */
  readonly frame: Uint32Array;
  /** The nodes that the boxes are, each once, in the order that they are met in; the root's is -1 and comes first. */
  readonly nodes: readonly number[];
  readonly start: Float64Array;
  readonly width: Float64Array;
  readonly cum: Float64Array;
  readonly flat: Float64Array;
  readonly inlined: Uint8Array;
  readonly sides: Sides | undefined;
  readonly truncated: boolean;
  /** The rows of the boxes that were to be kept, -1 for one that is not there. */
  readonly kept: Int32Array;
}

/**
 * Walks down the boxes, depth by depth and widest callees first, as far as they can be
 * seen: they are a share of the whole, or of the part that is looked at, or to be kept.
 *
 * @param keep boxes, as the nodes from below the root to them
 * @param nodes how many there are
 */
export function seenBoxes(walk: BoxWalk, look: Look | undefined, keep: readonly Int32Array[], nodes: number): SeenBoxes {
  const {root, isCompared} = walk;
  const coarse = root.width * (look === undefined ? finest : finestAround);
  const fine = look === undefined ? coarse : Math.min(coarse, look.span * finest);
  const left = look?.left ?? 0;
  const right = look === undefined ? root.width : look.left + look.span;
  const isSigned = !walk.isPlain;

  const depthStart = new ColumnBuilder(Uint32Array);
  const firstCallee = new ColumnBuilder(Uint32Array, 1024);
  const callees = new ColumnBuilder(Uint32Array, 1024);
  const calleesEnd = new ColumnBuilder(Float64Array, 1024);
  const caller = new ColumnBuilder(Int32Array, 1024);
  const frame = new ColumnBuilder(Uint32Array, 1024);
  const start = new ColumnBuilder(Float64Array, 1024);
  const width = new ColumnBuilder(Float64Array, 1024);
  const cum = new ColumnBuilder(Float64Array, 1024);
  const flat = new ColumnBuilder(Float64Array, 1024);
  const inlined = new ColumnBuilder(Uint8Array, 1024);
  const before = new ColumnBuilder(Float64Array, isCompared ? 1024 : 1);
  const after = new ColumnBuilder(Float64Array, isCompared ? 1024 : 1);
  const frames = [-1];
  const frameOfNode = written(new Uint32Array(nodes));
  let truncated = false;

  caller.push(-1);
  frame.push(0);
  start.push(0);
  width.push(root.width);
  cum.push(root.cum);
  inlined.push(0);
  before.push(root.before);
  after.push(root.after);
  // Where the boxes of this depth and of the next one are among the stacks.
  let [places, nextPlaces] = [new Places(), new Places()];
  let [begin, nextBegin] = [new Int32Array(2), new Int32Array(1024)];
  walk.beginAt(places);
  begin[1] = 1;
  // By box to be kept: the row of the last box of its path that was met, -1 once the path ends.
  const kept = new Int32Array(keep.length);

  depthStart.push(0);
  for (let depth = 0, first = 0; ; depth++) {
    const end = width.length;
    depthStart.push(end);
    if (end === first) break;
    const isFull = end > mostBoxes;
    nextPlaces.clear();
    let next = 0;
    for (let row = first; row < end; row++) {
      const at = start.cells[row]!;
      walk.open(places, begin[row - first]!, begin[row - first + 1]!, width.cells[row]!);
      firstCallee.push(width.length);
      flat.push(walk.flatAt(depth, cum.cells[row]!));
      callees.push(walk.count);
      calleesEnd.push(at + walk.calleesWidth);
      let count = 0;
      if (isFull) truncated ||= walk.count > 0;
      else if (walk.count > 0) {
        const isLooked = at < right && at + width.cells[row]! > left;
        walk.sort(isLooked ? fine : coarse);
        for (let i = 0, from = at; i < walk.sorted; i++) {
          const wide = walk.width[walk.order[i]!]!;
          if (wide >= coarse || (isLooked && from < right && from + wide > left)) count = i + 1;
          from += wide;
        }
      }
      for (let path = 0; path < keep.length; path++) {
        if (kept[path] !== row || keep[path]!.length === depth) continue;
        const index = isFull ? -1 : walk.indexOf(keep[path]![depth]!);
        kept[path] = index < 0 ? -1 : width.length + index;
        count = Math.max(count, index + 1);
      }
      if (nextBegin.length < next + count + 1) {
        const grown = new Int32Array(Math.max(nextBegin.length * 2, next + count + 1));
        grown.set(nextBegin);
        nextBegin = grown;
      }
      walk.take(count, nextPlaces, nextBegin, next);
      next += count;
      for (let i = 0, from = at; i < count; i++) {
        const slot = walk.order[i]!;
        const node = walk.node[slot]!;
        if (frameOfNode[node] === 0) frameOfNode[node] = frames.push(node) - 1;
        caller.push(row);
        frame.push(frameOfNode[node]!);
        start.push(from);
        width.push(walk.width[slot]!);
        cum.push(walk.cum[slot]!);
        inlined.push(walk.inlined[slot]!);
        if (isCompared) {
          before.push(walk.before[slot]!);
          after.push(walk.after[slot]!);
        }
        from += walk.width[slot]!;
      }
    }
    [places, nextPlaces] = [nextPlaces, places];
    [begin, nextBegin] = [nextBegin, begin];
    first = end;
  }
  depthStart.length--;
  firstCallee.push(width.length);
  const widths = width.finish();
  return {
    depthStart: depthStart.finish(), firstCallee: firstCallee.finish(), callees: callees.finish(), calleesEnd: calleesEnd.finish(),
    caller: caller.finish(), frame: frame.finish(), nodes: frames, start: start.finish(), width: widths, cum: isSigned ? cum.finish() : widths,
    flat: flat.finish(), inlined: inlined.finish(), sides: isCompared ? {before: before.finish(), after: after.finish()} : undefined, truncated, kept,
  };
}
