import type {FlamegraphReport} from '../report/flamegraph.js';

const depths = 6;
const narrowest = 0.02;
const most = 64;

/**
 * The flame graph as people recognise it from afar: `[depth, start, width, role]`
 * a box, start and width as shares of the root, boxes of at least 2 % of it, 6 deep.
 */
export function stampOf({shown, depthStart, start, width, frame, frames}: FlamegraphReport): (readonly number[])[] {
  const boxes: (readonly number[])[] = [];
  if (!(shown > 0)) return boxes;
  for (let depth = 0; depth < Math.min(depths, depthStart.length - 1); depth++) {
    for (let row = depthStart[depth]!; row < depthStart[depth + 1]!; row++) {
      if (width[row]! < narrowest * shown) continue;
      if (boxes.length === most) return boxes;
      boxes.push([depth, share(start[row]!, shown), share(width[row]!, shown), frames.roles[frame[row]!]!]);
    }
  }
  return boxes;
}

/** Four digits are a hundredth of a pixel of a stamp. */
function share(value: number, of: number): number {
  return Math.round((value / of) * 10_000) / 10_000;
}
