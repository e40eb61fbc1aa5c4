import type {Layers} from './layers.js';
import {pointAt} from './splines.js';
import type {Steps} from './steps.js';

/** Points that a Bézier piece is looked at in. */
const pointsAPiece = 8;

/**
 * The arrows whose curves cross more often than their order in the layers asks for:
 * two that bend round one corner, or that leave one box side by side.
 */
export function* tangledArrows(layers: Layers, place: Int32Array, curves: readonly Float64Array[]): Steps<Set<number>> {
  const lines = curves.map(sampled);
  const tangled = new Set<number>();
  for (let one = 0; one < lines.length; one++) {
    for (let other = one + 1; other < lines.length; other++) {
      const [a, b] = [lines[one]!, lines[other]!];
      if (a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top) continue;
      const drawn = crossings(a.points, b.points);
      if (drawn === 0 || drawn <= changesOfSide(layers, place, one, other)) continue;
      tangled.add(one);
      tangled.add(other);
    }
    if (one % 16 === 15) yield one / lines.length;
  }
  return tangled;
}

interface Line {
  /** x and y in turn, from top to bottom. */
  readonly points: Float64Array;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function sampled(curve: Float64Array): Line {
  const pieces = (curve.length - 2) / 6;
  const points = new Float64Array(2 * (pieces * pointsAPiece + 1));
  let [left, right] = [curve[0]!, curve[0]!];
  for (let i = 0; 2 * i < points.length; i++) {
    const piece = Math.min(pieces - 1, Math.floor(i / pointsAPiece));
    const [x, y] = pointAt(curve, 6 * piece, i / pointsAPiece - piece);
    points[2 * i] = x;
    points[2 * i + 1] = y;
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  return {points, left, right, top: curve[1]!, bottom: curve[curve.length - 1]!};
}

/** How often two lines cross, both of which run down. */
function crossings(a: Float64Array, b: Float64Array): number {
  let count = 0;
  let from = 2;
  for (let i = 2; i < a.length; i += 2) {
    const [x1, y1, x2, y2] = [a[i - 2]!, a[i - 1]!, a[i]!, a[i + 1]!];
    while (from + 2 < b.length && b[from + 1]! < y1) from += 2;
    for (let j = from; j < b.length && b[j - 1]! <= y2; j += 2) {
      const [x3, y3, x4, y4] = [b[j - 2]!, b[j - 1]!, b[j]!, b[j + 1]!];
      const slant = (x2 - x1) * (y4 - y3) - (y2 - y1) * (x4 - x3);
      if (Math.abs(slant) < 1e-9) continue;
      const t = ((x3 - x1) * (y4 - y3) - (y3 - y1) * (x4 - x3)) / slant;
      const u = ((x3 - x1) * (y2 - y1) - (y3 - y1) * (x2 - x1)) / slant;
      if (t > 0 && t < 1 && u > 0 && u < 1) count++;
    }
  }
  return count;
}

/** How often one arrow comes to stand on the other side of the other, on the ranks that both pass. */
function changesOfSide({chains, rank}: Layers, place: Int32Array, one: number, other: number): number {
  const [a, b] = [chains[one]!, chains[other]!];
  const [top, bottom] = [Math.max(rank[a[0]!]!, rank[b[0]!]!), Math.min(rank[a.at(-1)!]!, rank[b.at(-1)!]!)];
  let changes = 0;
  let side = 0;
  for (let at = top; at <= bottom; at++) {
    const now = Math.sign(place[a[at - rank[a[0]!]!]!]! - place[b[at - rank[b[0]!]!]!]!);
    if (now === 0) continue;
    if (side !== 0 && now !== side) changes++;
    side = now;
  }
  return changes;
}
