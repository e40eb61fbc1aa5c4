import {Role} from '../../config/role.js';
import {isReal} from '../../measurement/noise.js';
import type {TopReport} from '../../report/top.js';

/** Which number of a row is compared: `own` is what a function of theirs drives, and the self time of all others. */
export type ChangeMeasure = 'own' | 'flat' | 'cum';

/** What the rows of a comparison are ordered by. */
export type ChangeOrder = 'change' | 'before' | 'after' | 'name';

/** One row of Top on both sides. */
export interface RowSides {
  readonly before: number;
  readonly after: number;
}

type Compared = Pick<TopReport, 'frame' | 'sides'> & {readonly frames: {readonly names: readonly string[]; readonly roles: Uint8Array}};

export function sidesOfRow({frame, frames, sides}: Compared, row: number, measure: ChangeMeasure): RowSides {
  const {flat, cum, drives} = sides!;
  const isYours = frames.roles[frame[row]!] === Role.yourCode && drives.before[row] !== -1;
  const its = measure === 'cum' ? cum : measure === 'own' && isYours ? drives : flat;
  return {before: its.before[row]!, after: its.after[row]!};
}

/** The rows in the order that is asked for: largest first (names from A), changes past the noise before all others. */
export function changedRows(top: Compared, measure: ChangeMeasure, order: ChangeOrder, reversed: boolean): Uint32Array {
  const {frame, frames: {names, roles}, sides} = top;
  const {noise} = sides!.of;
  const length = frame.length;
  const before = new Float64Array(length);
  const after = new Float64Array(length);
  // Theirs before others, then real changes before chance.
  const group = new Uint8Array(length);
  for (let row = 0; row < length; row++) {
    const its = sidesOfRow(top, row, measure);
    before[row] = its.before;
    after[row] = its.after;
    if (order !== 'change') continue;
    const others = measure === 'own' && roles[frame[row]!] !== Role.yourCode ? 2 : 0;
    group[row] = others + (isReal(noise, its.before, its.after) ? 0 : 1);
  }
  const by: Record<ChangeOrder, (a: number, b: number) => number> = {
    change: (a, b) => group[a]! - group[b]! || Math.abs(after[b]! - before[b]!) - Math.abs(after[a]! - before[a]!) || after[b]! - after[a]!,
    before: (a, b) => before[b]! - before[a]!,
    after: (a, b) => after[b]! - after[a]!,
    name: (a, b) => (names[frame[a]!]! < names[frame[b]!]! ? -1 : names[frame[a]!]! > names[frame[b]!]! ? 1 : 0),
  };
  const compare = by[order];
  const rows = Uint32Array.from(frame, (_, row) => row).sort((a, b) => compare(a, b) || a - b);
  return reversed ? rows.reverse() : rows;
}
