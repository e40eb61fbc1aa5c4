import {pointAt} from '../../src/layout/splines.js';

/** Width and height of a box. */
export type Box = readonly [width: number, height: number];
/** The ends of an arrow come first. */
export type Arrow = readonly [from: number, to: number, ...rest: number[]];

export interface Drawing {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly curves: readonly Float64Array[];
  readonly width: number;
  readonly height: number;
}

type Point = readonly [x: number, y: number];

const pointsAPiece = 12;

/** How good a drawing is, on curves as they are seen: how often they cross, how many pass through a box that is not theirs, and what room it takes. */
export function measure(boxes: readonly Box[], arrows: readonly Arrow[], {x, y, curves, width, height}: Drawing): {crossings: number; trespasses: number; area: number} {
  const lines = curves.map(sampled);
  let crossings = 0;
  for (let i = 0; i < lines.length; i++) for (let j = i + 1; j < lines.length; j++) crossings += crossingsOf(lines[i]!, lines[j]!);
  let trespasses = 0;
  lines.forEach((line, arrow) => {
    const [from, to] = arrows[arrow]!;
    boxes.forEach(([across, down], box) => {
      if (box !== from && box !== to && line.some(([a, b]) => Math.abs(a - x[box]!) < across / 2 - 1 && Math.abs(b - y[box]!) < down / 2 - 1)) trespasses++;
    });
  });
  return {crossings, trespasses, area: width * height};
}

function sampled(curve: Float64Array): Point[] {
  const points: Point[] = [];
  for (let piece = 0; piece + 7 < curve.length; piece += 6) {
    for (let i = piece === 0 ? 0 : 1; i <= pointsAPiece; i++) points.push(pointAt(curve, piece, i / pointsAPiece));
  }
  return points;
}

function crossingsOf(a: readonly Point[], b: readonly Point[]): number {
  let count = 0;
  for (let p = 1; p < a.length; p++) for (let q = 1; q < b.length; q++) if (cross(a[p - 1]!, a[p]!, b[q - 1]!, b[q]!)) count++;
  return count;
}

function cross([x1, y1]: Point, [x2, y2]: Point, [x3, y3]: Point, [x4, y4]: Point): boolean {
  if (Math.max(x1, x2) < Math.min(x3, x4) || Math.max(x3, x4) < Math.min(x1, x2) || Math.max(y1, y2) < Math.min(y3, y4) || Math.max(y3, y4) < Math.min(y1, y2)) return false;
  const slant = (x2 - x1) * (y4 - y3) - (y2 - y1) * (x4 - x3);
  if (Math.abs(slant) < 1e-9) return false;
  const t = ((x3 - x1) * (y4 - y3) - (y3 - y1) * (x4 - x3)) / slant;
  const u = ((x3 - x1) * (y2 - y1) - (y3 - y1) * (x2 - x1)) / slant;
  return t > 0 && t < 1 && u > 0 && u < 1;
}
