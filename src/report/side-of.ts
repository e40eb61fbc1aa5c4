import {Int64Builder} from '../base/int64.js';
import type {Profile} from '../profile/profile.js';

/** One side of a comparison as a profile of its own; that of the base with its values as they were recorded. */
export function sideOf(profile: Profile, isBase: Uint8Array, side: 'before' | 'after'): Profile {
  const {samples} = profile;
  const wanted = side === 'before' ? 1 : 0;
  const rows: number[] = [];
  for (let row = 0; row < samples.length; row++) if (isBase[row] === wanted) rows.push(row);
  const picked = Uint32Array.from(rows);
  const values = samples.values.map((column) => {
    const its = column.gather(picked);
    if (side === 'after') return its;
    const negated = new Int64Builder(its.length);
    for (let row = 0; row < its.length; row++) {
      const value = its.number(row);
      if (Number.isSafeInteger(value)) negated.pushNumber(-value);
      else negated.pushBigint(-its.bigint(row));
    }
    return negated.finish();
  });
  return {
    ...profile,
    samples: {length: picked.length, values, stack: Int32Array.from(picked, (row) => samples.stack[row]!), labels: picked.map((row) => samples.labels[row]!)},
  };
}
