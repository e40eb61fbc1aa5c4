/** A horizontal gate that an arrow must pass: between `left` and `right` at height `y`. */
export interface Gate {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/**
 * A smooth curve from the first gate to the last, through all of them, as cubic
 * Bézier points: a start, then three points a piece, x and y in turn.
 *
 * The shortest way through the gates is found first; the curve then passes its
 * corners with a tangent along it, and is drawn tighter where it would leave a gate.
 *
 * @param gates from top to bottom; the first and the last are where the arrow may begin and end
 * @param tighter how many steps tighter than it might be, up to 4 for straight lines
 */
export function curveThrough(gates: readonly Gate[], startX: number, endX: number, tighter = 0): Float64Array {
  const way = shortestWay(gates, startX, endX);
  for (const tightness of [0.42, 0.3, 0.2, 0.1].slice(tighter)) {
    const curve = smooth(way, tightness);
    if (staysInside(curve, gates)) return curve;
  }
  return smooth(way, 0);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Corners of the shortest way: a funnel over gates that all lie one below the other. */
function shortestWay(gates: readonly Gate[], startX: number, endX: number): Point[] {
  const end = gates.length - 1;
  const way: Point[] = [{x: startX, y: gates[0]!.y}];
  let from = 0;
  let at = way[0]!;
  while (from < end) {
    let [least, most] = [-Infinity, Infinity];
    let [leastGate, mostGate] = [-1, -1];
    let next = -1;
    let corner: Point = at;
    for (let gate = from + 1; gate <= end; gate++) {
      const {left, right, y} = gates[gate]!;
      const height = y - at.y;
      if (height <= 0) continue;
      const [l, r] = gate === end ? [endX, endX] : [left, right];
      const [slopeLeft, slopeRight] = [(l - at.x) / height, (r - at.x) / height];
      if (slopeRight < least - 1e-9) {
        next = leastGate;
        corner = {x: gates[leastGate]!.left, y: gates[leastGate]!.y};
        if (leastGate === end) corner = {x: endX, y};
        break;
      }
      if (slopeLeft > most + 1e-9) {
        next = mostGate;
        corner = {x: gates[mostGate]!.right, y: gates[mostGate]!.y};
        break;
      }
      if (slopeLeft > least) [least, leastGate] = [slopeLeft, gate];
      if (slopeRight < most) [most, mostGate] = [slopeRight, gate];
    }
    if (next < 0) break;
    way.push(corner);
    at = corner;
    from = next;
  }
  way.push({x: endX, y: gates[end]!.y});
  return way;
}

/** A curve through the corners; at the ends and at corners it runs down a little, as far as `tightness` lets it. */
function smooth(way: readonly Point[], tightness: number): Float64Array {
  const points: number[] = [way[0]!.x, way[0]!.y];
  for (let i = 1; i < way.length; i++) {
    const [a, b] = [way[i - 1]!, way[i]!];
    const height = b.y - a.y;
    const before = tangent(way, i - 1);
    const after = tangent(way, i);
    const reach = height * tightness;
    points.push(a.x + before * reach, a.y + reach, b.x - after * reach, b.y - reach, b.x, b.y);
  }
  return Float64Array.from(points);
}

/** Sideways steps for one step down, at a corner; straight down at the ends. */
function tangent(way: readonly Point[], at: number): number {
  const [before, after] = [way[at - 1], way[at + 1]];
  if (before === undefined && after === undefined) return 0;
  if (before === undefined || after === undefined) {
    // Half of the way there, so that arrows fan out from a box rather than fall.
    const [a, b] = before === undefined ? [way[at]!, after!] : [before, way[at]!];
    return (0.5 * (b.x - a.x)) / Math.max(1, b.y - a.y);
  }
  return (after.x - before.x) / Math.max(1, after.y - before.y);
}

function staysInside(curve: Float64Array, gates: readonly Gate[]): boolean {
  const samples = 24;
  let gate = 0;
  let [lastX, lastY] = [curve[0]!, curve[1]!];
  for (let piece = 0; piece + 7 < curve.length; piece += 6) {
    for (let i = 1; i <= samples; i++) {
      const [x, y] = pointAt(curve, piece, i / samples);
      while (gate < gates.length && gates[gate]!.y <= y) {
        const {left, right, y: height} = gates[gate]!;
        const crossed = y === lastY ? x : lastX + ((x - lastX) * (height - lastY)) / (y - lastY);
        if (gate > 0 && gate < gates.length - 1 && (crossed < left - 0.5 || crossed > right + 0.5)) return false;
        gate++;
      }
      // Between the two gates of one rank the curve must not leave either.
      const [above, below] = [gates[gate - 1], gates[gate]];
      if (above !== undefined && below !== undefined && above.left === below.left && above.right === below.right && (x < above.left - 0.5 || x > above.right + 0.5)) return false;
      [lastX, lastY] = [x, y];
    }
  }
  return true;
}

/** A point of the piece that begins at cell `piece`, at `t` from 0 to 1. */
export function pointAt(curve: Float64Array, piece: number, t: number): [x: number, y: number] {
  const s = 1 - t;
  const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return [
    a * curve[piece]! + b * curve[piece + 2]! + c * curve[piece + 4]! + d * curve[piece + 6]!,
    a * curve[piece + 1]! + b * curve[piece + 3]! + c * curve[piece + 5]! + d * curve[piece + 7]!,
  ];
}
