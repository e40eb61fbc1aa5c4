import type {ProfileId} from '../bridge/engine.js';
import {combineProfiles} from '../profile/combine.js';
import {encodeProfile} from '../profile/encode.js';
import {gzip} from '../profile/gzip.js';
import {withMapping} from '../profile/mappings.js';
import type {Profile} from '../profile/profile.js';

/**
 * The bytes of one profile that has the samples of all, as `pprof a b c` adds them up.
 *
 * Each is read when its turn has come, so that no more than two and their sum are in memory.
 * Fails with `incompatible`.
 */
export async function mergedBytes(profiles: readonly ProfileId[], read: (profile: ProfileId) => Promise<Profile>): Promise<Uint8Array> {
  let sum: Profile | undefined;
  for (const id of profiles) {
    const next = withMapping(await read(id));
    sum = sum === undefined ? next : combineProfiles([sum, next]);
  }
  return gzip(encodeProfile(sum!));
}
