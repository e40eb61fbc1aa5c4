import {assert} from '../base/assert.js';
import type {KeptProfile, ProfileId, ProfileInfo, SeriesProgress} from '../bridge/engine.js';
import {eachOnce} from '../bridge/several.js';
import type {Profile} from '../profile/profile.js';
import type {SeriesReport, SeriesWish} from '../report/series.js';
import {SnapshotShelf} from './snapshot-shelf.js';
import type {Session} from './session.js';

/** What the engine has, and several profiles together need. */
export interface SeveralNeeds {
  /** A profile that is held open. */
  held(profile: ProfileId): Session | undefined;
  entry(profile: ProfileId): Promise<KeptProfile | undefined>;
  /** Reads a profile of the library, which is not held open for it. Fails with `unknown-profile`. */
  read(profile: ProfileId, signal: AbortSignal): Promise<{readonly profile: Profile; readonly decoded: Profile; readonly info: ProfileInfo; readonly entry: KeptProfile}>;
  /** Runs what reads, when nothing else does. */
  job<Result>(run: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
}

/** Answers questions about several profiles, each of which is read by itself. */
export class Several {
  /** Of the series that was asked about last. */
  #shelf: SnapshotShelf | undefined;

  constructor(readonly needs: SeveralNeeds) {}

  async series(profiles: readonly ProfileId[], wish: SeriesWish, onProgress: (progress: SeriesProgress) => void): Promise<SeriesReport> {
    const {needs} = this;
    const shelf = new SnapshotShelf(eachOnce(profiles), this.#shelf);
    this.#shelf = shelf;
    for (const id of shelf.missing) {
      const session = needs.held(id);
      if (session !== undefined) shelf.put(session, await needs.entry(id));
    }
    const {missing} = shelf;
    // What is all here already does not wait behind a profile that is being collected.
    if (missing.length > 0) {
      const of = shelf.profiles.length;
      await needs.job(async (signal) => {
        for (const [i, id] of missing.entries()) {
          onProgress({done: of - missing.length + i, of});
          const read = await needs.read(id, signal);
          shelf.put(read, read.entry);
        }
      });
    }
    return shelf.report(wish);
  }

  /**
   * The bytes of one profile that has the samples of all, as `pprof a b c` adds them up.
   * No more than two and their sum are in memory. Fails with `incompatible`.
   */
  async mergedBytes(profiles: readonly ProfileId[], onProgress: (progress: SeriesProgress) => void): Promise<Uint8Array> {
    const {needs} = this;
    const ids = eachOnce(profiles);
    const [{combineProfiles}, {encodeProfile}, {gzip}, {withMapping}] = await Promise.all([
      import('../profile/combine.js'), import('../profile/encode.js'), import('../profile/gzip.js'), import('../profile/mappings.js'),
    ]);
    return needs.job(async (signal) => {
      let sum: Profile | undefined;
      for (const [done, id] of ids.entries()) {
        onProgress({done, of: ids.length});
        const next = withMapping(needs.held(id)?.decoded ?? (await needs.read(id, signal)).decoded);
        sum = sum === undefined ? next : combineProfiles([sum, next]);
      }
      assert(sum !== undefined, 'there is nothing to merge');
      return gzip(encodeProfile(sum));
    });
  }
}
