import type {KeptProfile, ProfileId} from '../bridge/engine.js';
import {seriesReport, type SeriesReport, type SeriesSnapshot, type SeriesWish} from '../report/series.js';
import {snapshotOf} from '../report/snapshot.js';
import type {Session} from './session.js';

/** Holds what one series needs of each of its profiles: the values of functions, and not their stacks. */
export class SnapshotShelf {
  readonly #snapshots = new Map<ProfileId, SeriesSnapshot>();
  readonly #names: Map<string, string>;

  /** @param last the shelf of the series before, which may have some of them */
  constructor(readonly profiles: readonly ProfileId[], last: SnapshotShelf | undefined) {
    for (const id of last === undefined ? [] : profiles) {
      const known = last!.#snapshots.get(id);
      if (known !== undefined) this.#snapshots.set(id, known);
    }
    this.#names = last !== undefined && this.#snapshots.size > 0 ? last.#names : new Map();
  }

  /** Those that are to be read. */
  get missing(): readonly ProfileId[] {
    return this.profiles.filter((id) => !this.#snapshots.has(id));
  }

  put({profile, info}: Pick<Session, 'profile' | 'info'>, entry: KeptProfile | undefined): void {
    const {id, kind, binary, durationNanos, periodType, periodUnit, period} = info;
    const {defaultSampleType} = profile;
    this.#snapshots.set(id, {
      id, kind, binary, durationNanos, defaultSampleType,
      name: entry?.name ?? info.name,
      // Text says nothing of its time, but what was collected was taken when it came.
      timeMillis: info.timeMillis || (entry !== undefined && /^https?:/.test(entry.source) ? entry.addedMillis : 0),
      period: {type: periodType, unit: periodUnit, value: period},
      snapshot: snapshotOf(profile, (name) => this.#one(name)),
    });
  }

  /** Of all of them, once none is missing. Fails as `seriesReport` does. */
  report(wish: SeriesWish): SeriesReport {
    return seriesReport([...this.#snapshots.values()], wish);
  }

  #one(name: string): string {
    const known = this.#names.get(name);
    if (known === undefined) this.#names.set(name, name);
    return known ?? name;
  }
}
