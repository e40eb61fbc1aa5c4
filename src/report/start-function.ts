import {sumAt} from '../base/sums.js';
import type {Sums} from '../base/sums.js';
import type {Profile} from '../profile/profile.js';
import {drivesByFunction} from './drives.js';
import type {Roles} from './roles.js';

/**
 * The function that a view of one function begins with where none is selected: of the
 * person's own code the one that drives most.
 *
 * @returns its name, '' where nothing of theirs is on a stack
 */
export function widestOwnFunction(profile: Profile, roles: Roles, valueRow: number): string {
  const {functions, strings} = profile;
  const byFunction = drivesByFunction(profile, roles, valueRow);
  const byName = new Map<number, number>();
  let widest = -1;
  let most = 0;
  for (let f = 0; f < functions.length; f++) {
    if (byFunction[f] === 0) continue;
    const name = functions.name[f]!;
    const sum = (byName.get(name) ?? 0) + byFunction[f]!;
    byName.set(name, sum);
    if (Math.abs(sum) > most) {
      most = Math.abs(sum);
      widest = name;
    }
  }
  return widest < 0 ? '' : strings.get(widest);
}

/** The place of the greatest |sum|, -1 where there are none. */
export function heaviestRow(sums: Sums): number {
  let heaviest = -1;
  let most = -1n;
  for (let row = 0; row < sums.numbers.length; row++) {
    const sum = sumAt(sums, row);
    const size = sum < 0n ? -sum : sum;
    if (size > most) {
      most = size;
      heaviest = row;
    }
  }
  return heaviest;
}
