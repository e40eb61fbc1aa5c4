/** An edge as SVG draws it: its line, which ends where its head begins. */
export interface EdgeShape {
  readonly line: string;
  readonly head: string;
}

/**
 * @param curve a start, then three points a Bézier piece, x and y in turn
 * @param width of the line
 */
export function edgeShape(curve: Float64Array, width: number): EdgeShape {
  const end = curve.length - 2;
  const [x, y] = [curve[end]!, curve[end + 1]!];
  const [backX, backY] = tangentAtEnd(curve, end);
  const length = 5.5 + width * 1.5;
  const half = 2.6 + width * 0.8;
  const [baseX, baseY] = [x + backX * length, y + backY * length];
  let line = `M${place(curve[0]!, curve[1]!)}`;
  for (let at = 2; at < end; at += 6) {
    const last = at + 4 === end;
    line += `C${place(curve[at]!, curve[at + 1]!)} ${place(curve[at + 2]!, curve[at + 3]!)} ${last ? place(baseX, baseY) : place(curve[at + 4]!, curve[at + 5]!)}`;
  }
  return {line, head: `M${place(x, y)}L${place(baseX - backY * half, baseY + backX * half)}L${place(baseX + backY * half, baseY - backX * half)}Z`};
}

/** The way back from the end of a curve, of length 1. */
function tangentAtEnd(curve: Float64Array, end: number): [x: number, y: number] {
  for (let at = end - 2; at >= 0; at -= 2) {
    const [x, y] = [curve[at]! - curve[end]!, curve[at + 1]! - curve[end + 1]!];
    const length = Math.hypot(x, y);
    if (length > 0.5) return [x / length, y / length];
  }
  return [0, -1];
}

function place(x: number, y: number): string {
  return `${tenth(x)} ${tenth(y)}`;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
