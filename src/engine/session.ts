import {profileLabels} from '../report/legend.js';
import {Preparer} from '../report/prepare.js';
import {reports, type ReportModel, type ReportName} from '../report/reports.js';
import {plainFormat} from '../report/values.js';
import type {Answer, ProfileInfo} from '../bridge/engine.js';
import type {Config} from '../config/config.js';
import type {Profile} from '../profile/profile.js';
import type {FlameWish} from '../report/flamegraph.js';
import type {GoOn, ReportKind} from '../report/report.js';
import {LazyShell} from './lazy-shell.js';

/** One open profile. */
export class Session {
  /** Bytes that its columns hold. */
  readonly bytes: number;
  /** Whether the library has its stamp. */
  stamped: boolean;
  readonly shell: LazyShell;
  readonly #preparer: Preparer;
  /** For what is asked beside a view, so that the steps that are kept for the view stay. */
  #aside: Preparer | undefined;

  /** @param decoded as it was read, before what pprof does to a profile that it fetched */
  constructor(profile: Profile, public info: ProfileInfo, stamped: boolean, readonly decoded: Profile = profile) {
    this.#preparer = new Preparer(profile);
    this.shell = new LazyShell(this.#preparer);
    this.stamped = stamped;
    this.bytes = bytesOf({profile, decoded});
  }

  get profile(): Profile {
    return this.#preparer.profile;
  }

  async report<Name extends ReportName>(name: Name, config: Config, wish?: FlameWish, goOn?: GoOn): Promise<Answer<Name>> {
    const kind: ReportKind<object> = reports[name];
    const report = await (name === 'shown' ? (this.#aside ??= new Preparer(this.#preparer.profile)) : this.#preparer).prepare(kind.settings(config), name !== 'flamegraph');
    return {name, model: (await kind.make(report, wish, goOn)) as ReportModel<Name>, legend: profileLabels(report, plainFormat(report)), warnings: report.warnings};
  }
}

/** Bytes of every typed array below `value`, buffers that are shared counted once. */
function bytesOf(value: object): number {
  const seen = new Set<object>();
  const open: object[] = [value];
  let bytes = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (ArrayBuffer.isView(next)) {
      if (!seen.has(next.buffer)) bytes += next.buffer.byteLength;
      seen.add(next.buffer);
      continue;
    }
    if (Array.isArray(next) && typeof next[0] !== 'object') continue;
    for (const part of Object.values(next)) if (typeof part === 'object' && part !== null) open.push(part as object);
  }
  return bytes;
}
