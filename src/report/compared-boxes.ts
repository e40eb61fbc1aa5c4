import type {SampleTable} from '../profile/profile.js';
import type {BoxTree} from './box-tree.js';
import type {ComparedSamples, Sides} from './comparison.js';

/** What the boxes of a comparison weigh, one cell a box of the tree. */
export interface ComparedWeights extends Sides {
  /** How wide the box is drawn: the larger of the two sides, less where its siblings would not fit beside it into their caller. */
  readonly width: Float64Array;
}

/**
 * Weighs the boxes by each side.
 *
 * A box wants the width of its larger side. What one callee lost and another gained
 * makes both of them wide, and their caller no wider, so the callees of a box that are
 * too wide for it become narrower in the same measure.
 *
 * @param withStackless whether samples without a stack count in the root
 */
export function comparedWeights(
  {length: count, stack: stackOf, values: columns}: SampleTable, valueRow: number, {isBase}: ComparedSamples, {length, caller, boxOfStack}: BoxTree, withStackless = true,
): ComparedWeights {
  const values = columns[valueRow]!;
  const before = new Float64Array(length);
  const after = new Float64Array(length);
  for (let row = 0; row < count; row++) {
    const stack = stackOf[row]!;
    const box = stack >= 0 ? boxOfStack[stack]! : withStackless ? 0 : -1;
    if (box < 0) continue;
    if (isBase[row] === 1) before[box]! -= values.number(row);
    else after[box]! += values.number(row);
  }
  // What stands side by side below a box: its own part and its callees.
  const inside = new Float64Array(length);
  for (let box = 0; box < length; box++) inside[box] = larger(before, after, box);
  for (let box = length - 1; box > 0; box--) {
    const above = caller[box]!;
    before[above]! += before[box]!;
    after[above]! += after[box]!;
    inside[above]! += larger(before, after, box);
  }
  const width = new Float64Array(length);
  width[0] = larger(before, after, 0);
  for (let box = 1; box < length; box++) {
    const above = caller[box]!;
    width[box] = inside[above]! > 0 ? larger(before, after, box) * Math.min(1, width[above]! / inside[above]!) : 0;
  }
  return {before, after, width};
}

function larger(before: Float64Array, after: Float64Array, box: number): number {
  return Math.max(Math.abs(before[box]!), Math.abs(after[box]!));
}
