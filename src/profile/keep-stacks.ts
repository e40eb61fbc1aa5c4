import {samplesAt} from './matching.js';
import type {Profile} from './profile.js';
import {knowSampled, sampledStacks} from './sampled-stacks.js';
import type {RowsLeft} from './without-rows.js';

/**
 * The profile with only the samples of these stacks; where nothing changes, itself.
 *
 * The stacks with samples of the answer are found from those of `profile`, so that
 * nothing is looked up for each sample in the many rows of all stacks.
 *
 * @param keep 1 by cell of `SampledStacks.stack`
 * @param left what the stacks became, where some rows went
 */
export function keepStacks(profile: Profile, keep: Uint8Array, left?: RowsLeft): Profile {
  const {samples} = profile;
  const {stack, ofSample} = sampledStacks(profile);
  const kept = countKept(keep, ofSample);
  const isWhole = kept === samples.length;
  if (isWhole && left === undefined) return profile;

  const {cells, cellOf} = cellsLeft(stack, keep, left);
  const stackOf = new Int32Array(kept);
  const ofKept = new Int32Array(kept);
  const rows = isWhole ? undefined : new Uint32Array(kept);
  let next = 0;
  for (let sample = 0; sample < ofSample.length; sample++) {
    const before = ofSample[sample]!;
    if (keep[before] === 0) continue;
    const cell = cellOf[before]!;
    stackOf[next] = cells[cell]!;
    ofKept[next] = cell;
    if (rows !== undefined) rows[next] = sample;
    next++;
  }
  knowSampled(stackOf, {stack: cells, ofSample: ofKept});
  return {...profile, stacks: left?.stacks ?? profile.stacks, samples: rows === undefined ? {...samples, stack: stackOf} : samplesAt(samples, rows, stackOf)};
}

/** How many samples stand on a cell that is kept. Every cell but the last, of those without frames, has some. */
function countKept(keep: Uint8Array, ofSample: Int32Array): number {
  const dropped = keep.indexOf(0);
  if (dropped < 0 || (dropped === keep.length - 1 && !ofSample.includes(dropped))) return ofSample.length;
  let kept = 0;
  for (let sample = 0; sample < ofSample.length; sample++) kept += keep[ofSample[sample]!]!;
  return kept;
}

/** The stacks with samples that are left, and by cell of before the cell of now. */
function cellsLeft(stack: Int32Array, keep: Uint8Array, left: RowsLeft | undefined): {cells: Int32Array; cellOf: Int32Array} {
  const cellOf = new Int32Array(stack.length);
  const cells = new Int32Array(stack.length);
  let next = 0;
  if (left === undefined) {
    for (let cell = 0; cell < stack.length; cell++) {
      if (keep[cell] === 0) continue;
      cellOf[cell] = next;
      cells[next++] = stack[cell]!;
    }
  } else {
    const {moved, stacks} = left;
    const cellOfRow = new Int32Array(stacks.length);
    for (let cell = 0; cell < stack.length; cell++) if (keep[cell] === 1) cellOfRow[moved[stack[cell]!]!] = 1;
    for (let row = 0; row < stacks.length; row++) {
      if (cellOfRow[row] === 0) continue;
      cellOfRow[row] = next;
      cells[next++] = row;
    }
    for (let cell = 0; cell < stack.length; cell++) if (keep[cell] === 1) cellOf[cell] = cellOfRow[moved[stack[cell]!]!]!;
  }
  cells[next] = -1;
  return {cells: cells.slice(0, next + 1), cellOf};
}
