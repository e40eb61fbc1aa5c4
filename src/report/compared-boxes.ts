/** How wide a box of a comparison wants to be: as its larger side. */
export function sideWidth(before: number, after: number): number {
  return Math.max(Math.abs(before), Math.abs(after));
}

/**
 * How wide the callees of a box are drawn.
 *
 * A box wants the width of its larger side. What one callee lost and another gained
 * makes both of them wide, and their caller no wider, so the callees of a box that are
 * too wide for it become narrower in the same measure.
 *
 * @param into by callee, as `before` and `after` are
 * @param own what the box itself wants, apart from its callees
 * @param width of the box
 */
export function calleeWidths(into: Float64Array, before: Float64Array, after: Float64Array, count: number, own: number, width: number): void {
  let inside = own;
  for (let callee = 0; callee < count; callee++) inside += sideWidth(before[callee]!, after[callee]!);
  const share = inside > 0 ? Math.min(1, width / inside) : 0;
  for (let callee = 0; callee < count; callee++) into[callee] = sideWidth(before[callee]!, after[callee]!) * share;
}
