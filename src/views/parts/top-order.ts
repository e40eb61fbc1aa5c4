import {Role} from '../../config/role.js';

/** What Top is ordered by: `own` is the person's code by what it drives, then the rest by self. */
export type TopOrder = 'own' | 'drives' | 'flat' | 'cum' | 'name';

interface Columns {
  readonly frame: Uint32Array;
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  readonly drives: Float64Array;
  readonly frames: {readonly names: readonly string[]; readonly roles: Uint8Array};
}

/**
 * The rows of `top` in the order that is asked for, largest first (names from A).
 * Equal ones keep pprof's order. Sizes count without their sign, so that what
 * shrank stands beside what grew.
 */
export function orderedRows(top: Columns, order: TopOrder, reversed: boolean): Uint32Array {
  const {frame, flat, cum, drives, frames: {names, roles}} = top;
  const rows = Uint32Array.from(frame, (_, row) => row);
  const by: Record<TopOrder, (a: number, b: number) => number> = {
    own: (a, b) => {
      const first = roles[frame[a]!] === Role.yourCode;
      if (first !== (roles[frame[b]!] === Role.yourCode)) return first ? -1 : 1;
      return first ? size(drives, b) - size(drives, a) || size(cum, b) - size(cum, a) : size(flat, b) - size(flat, a) || size(cum, b) - size(cum, a);
    },
    drives: (a, b) => known(drives, b) - known(drives, a),
    flat: (a, b) => size(flat, b) - size(flat, a) || size(cum, b) - size(cum, a),
    cum: (a, b) => size(cum, b) - size(cum, a) || size(flat, b) - size(flat, a),
    name: (a, b) => (names[frame[a]!]! < names[frame[b]!]! ? -1 : names[frame[a]!]! > names[frame[b]!]! ? 1 : 0),
  };
  const compare = by[order];
  rows.sort((a, b) => compare(a, b) || a - b);
  return reversed ? rows.reverse() : rows;
}

function size(column: Float64Array, row: number): number {
  return Math.abs(column[row]!);
}

/** -1 says that a row drives nothing, which is less than 0. */
function known(column: Float64Array, row: number): number {
  const value = column[row]!;
  return value === -1 ? -1 : Math.abs(value);
}
