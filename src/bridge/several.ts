import {Failure} from '../base/failure.js';
import type {ProfileId} from './engine.js';

/** Most profiles of a series or a merge: each pair of a series is looked at, and each stands in its link. */
export const mostTogether = 120;

/** Fewest snapshots that show a change. */
export const fewestTimes = 2;

/** `profiles` each once. Fails with `bad-option` where they are too many. */
export function eachOnce(profiles: readonly ProfileId[]): ProfileId[] {
  const ids = [...new Set(profiles)];
  if (ids.length > mostTogether) throw new Failure('bad-option', `${ids.length} profiles are too many at once; there may be ${mostTogether}`);
  return ids;
}
