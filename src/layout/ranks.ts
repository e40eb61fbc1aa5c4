import {networkSimplex} from './simplex.js';

/** An arrow as the layers see it: downwards, perhaps turned round. */
export interface RankedArrows {
  /** The rank of each box, from 0 at the top. */
  readonly rank: Int32Array;
  /** 1 for an arrow that points upwards in the picture, because it closes a circle. */
  readonly turned: Uint8Array;
}

/**
 * Puts each box on a rank so that arrows lead down and heavy ones are short.
 *
 * Circles are broken at the arrows that lead back along a depth-first walk from
 * the boxes nothing points at.
 *
 * @param minLength ranks that an arrow spans at least
 */
export function rankBoxes(
  boxes: number, from: ArrayLike<number>, to: ArrayLike<number>, weight: ArrayLike<number>, minLength: number,
): RankedArrows {
  const turned = arrowsBack(boxes, from, to);
  const arrows = from.length;
  const tail = Int32Array.from({length: arrows}, (_, arrow) => (turned[arrow] === 1 ? to[arrow]! : from[arrow]!));
  const head = Int32Array.from({length: arrows}, (_, arrow) => (turned[arrow] === 1 ? from[arrow]! : to[arrow]!));
  const rank = networkSimplex({nodes: boxes, tail, head, weight, minLength: new Int32Array(arrows).fill(minLength)});
  return {rank, turned};
}

function arrowsBack(boxes: number, from: ArrayLike<number>, to: ArrayLike<number>): Uint8Array {
  const turned = new Uint8Array(from.length);
  const out: number[][] = Array.from({length: boxes}, () => []);
  const incoming = new Int32Array(boxes);
  for (let arrow = 0; arrow < from.length; arrow++) {
    out[from[arrow]!]!.push(arrow);
    incoming[to[arrow]!]!++;
  }
  // 0 not seen, 1 on the way, 2 done.
  const state = new Uint8Array(boxes);
  const roots = [...Array(boxes).keys()].sort((a, b) => Math.sign(incoming[a]!) - Math.sign(incoming[b]!));
  for (const root of roots) {
    if (state[root] !== 0) continue;
    const path: {box: number; next: number}[] = [{box: root, next: 0}];
    state[root] = 1;
    while (path.length > 0) {
      const step = path[path.length - 1]!;
      const arrow = out[step.box]![step.next++];
      if (arrow === undefined) {
        state[step.box] = 2;
        path.pop();
        continue;
      }
      const box = to[arrow]!;
      if (state[box] === 1) turned[arrow] = 1;
      else if (state[box] === 0) {
        state[box] = 1;
        path.push({box, next: 0});
      }
    }
  }
  return turned;
}
