import {Failure} from '../base/failure.js';
import {defaultConfig, type Config} from '../config/config.js';
import {notKept, type Library} from '../store/library.js';
import {MemoryLibrary} from '../store/memory-library.js';
import {hasLibrary, openLibrary} from '../store/open-library.js';
import {cancelled, fetchProfile, type Fetched} from '../fetch/fetch-profile.js';
import {takeIn} from '../fetch/intake.js';
import {comparisonId, readComparisonId} from '../bridge/comparison-id.js';
import type {ComparedIds} from '../bridge/comparison-id.js';
import {announceLibraryChange} from '../bridge/library-changes.js';
import type {Answer, ComparisonWish, Engine, Imported, Kept, KeptProfile, ProfileId, ProfileInfo, Progress, SharedProfile, ShareWish, SeriesProgress} from '../bridge/engine.js';
import type {Profile} from '../profile/profile.js';
import type {FlamegraphReport, FlameWish} from '../report/flamegraph.js';
import type {ProfileSource} from '../fetch/source.js';
import type {GoOn} from '../report/report.js';
import type {ReportName} from '../report/reports.js';
import type {SeriesReport, SeriesWish} from '../report/series.js';
import type {Completion} from '../shell/complete.js';
import type {ShellAnswer, SourceText} from '../shell/shell.js';
import {callCollector} from './call-collector.js';
import {profileInfo, summaryOf} from './profile-info.js';
import {Session} from './session.js';
import type {Several} from './several.js';
import {stampOf} from './stamp.js';

/** Most profiles, and most bytes of columns, that are held open; the one that was asked longest ago is closed first. */
const mostOpen = 8;
const mostBytes = 384 * 2 ** 20;

/** Bytes of a file from which on a thread that has read it keeps so much memory that another one is worth its start. */
const leastToEnd = 2 ** 20;

/** Bytes of a file from which on there is so much garbage after reading it that the collector is worth its time before the first picture. */
const leastToCollect = 2 ** 22;

/** Bytes of a file that is kept from the moment it is read: so few are written while the first picture is made. */
const mostAtOnce = 4 * 2 ** 20;

/** Milliseconds after which a profile that nobody asks about is kept all the same. */
const unasked = 500;

/** Milliseconds in which the page draws a small answer. */
const drawing = 50;

/** What the page shows beside a view. It asks both at once, and the view is to be there first. */
const besideTheView: ReadonlySet<ReportName> = new Set(['detail', 'findings', 'changes']);

/** Milliseconds in which the question of the view arrives. */
const together = 10;

/** Milliseconds in which a deleted profile can be had back. */
const undoMillis = 10_000;

const libraryName = 'icicle';

/** What an entry of the first version of the library lacks. */
const unsaid = {service: '', pinned: false, tags: [], removedMillis: 0} as const;

/** Samples of a profile whose flame graph is made in a few milliseconds, to be its stamp. */
const mostStamped = 20_000;

/** Milliseconds between two words on progress. */
const progressEvery = 200;

/** Options of a report under which the flame graph has another shape than the whole profile. */
const shaping: readonly (keyof Config)[] = [
  'sampleIndex', 'granularity', 'focus', 'ignore', 'hide', 'show', 'showFrom', 'pruneFrom', 'tagFocus', 'tagIgnore', 'tagRoot', 'tagLeaf', 'noInlines',
  'sandwich', 'bottomUp', 'foldRecursion',
];

/** Holds the open profiles and answers. It runs in the worker, and in a test without one. */
export class LocalEngine implements Engine {
  #opened: Promise<Library<KeptProfile>> | undefined;
  /** The one that was asked last stands last. */
  readonly #sessions = new Map<ProfileId, Session>();
  readonly #reopening = new Map<ProfileId, Promise<Session>>();
  readonly #jobs = new Set<AbortController>();
  #lastJob: Promise<unknown> = Promise.resolve();
  /** What is on its way to the library, and what came of it. */
  readonly #keepings = new Map<ProfileId, Keeping>();
  /** What the library had no room for. */
  readonly #spare = new MemoryLibrary<KeptProfile>();
  #swept: Promise<void> | undefined;
  #several: Several | undefined;
  /** Bytes of the largest file that was held open, or that it was tried with. */
  #largest = 0;
  /** Deletions that can be taken back. */
  #deletions = 0;

  readonly #used = new AbortController();
  /** Is aborted once a profile is asked for. */
  readonly used = this.#used.signal;

  /** @param library that of this origin, opened when it is needed, where none is given */
  constructor(library?: Promise<Library<KeptProfile>>) {
    this.#opened = library;
  }

  async open(source: ProfileSource, onProgress: (progress: Progress) => void): Promise<{info: ProfileInfo}> {
    this.#used.abort();
    const open = source.kind === 'kept' ? this.#touch(source.id) : undefined;
    if (open !== undefined) {
      const {info} = open;
      this.#keepSoon(info, () => this.#keep({id: info.id, size: info.size, bytes: async () => undefined}, info, ''));
      return {info};
    }
    await this.#settled();
    // A job from the first moment on, so that a wish to cancel that comes at once finds it.
    const opened = this.#job(async (signal) => {
      const library = await this.#libraryIfAny();
      const intake = await takeIn(source, library);
      this.#largest = Math.max(this.#largest, intake.size);
      const told = throttled(onProgress);
      const fetched = await fetchProfile(intake, {
        allowLarge: 'allowLarge' in source && source.allowLarge === true,
        signal,
        ...(source.kind === 'kept' ? {id: source.id} : {}),
        onProgress: (progress) => told({stage: 'reading', ...progress}),
      });
      const {id, size, goText} = fetched;
      // The first picture takes as much memory as decoding did, which is garbage now.
      if (size >= leastToCollect) callCollector();
      onProgress({stage: 'building', bytes: size, totalBytes: size, samples: fetched.profile.samples.length});
      const known = await library?.get(id);
      const name = known?.name ?? intake.name;
      const info = profileInfo(fetched.profile, {id, name, size, goText});
      const {bytes} = fetched;
      this.#hold(new Session(fetched.profile, info, (known?.stamp.length ?? 0) > 0, fetched.decoded));
      this.#keepSoon(info, () => this.#keep({id, size, bytes}, info, intake.from));
      // A file can be opened again, and what was collected, pasted or made here can not: it is kept before it is shown.
      if (source.kind === 'port' || source.kind === 'bytes') await this.#settled();
      return {info};
    });
    // What was read of one that is cancelled or refused is garbage, of which nobody asks for memory again.
    void opened.catch(() => this.#largest >= leastToEnd && callCollector());
    return opened;
  }

  async compare({after, before, kind, byTime = false}: ComparisonWish): Promise<{info: ProfileInfo}> {
    if (byTime) {
      const [later, earlier] = [await this.#session(after), await this.#session(before)];
      const known = later.info.timeMillis > 0 && earlier.info.timeMillis > 0;
      if (known && later.info.timeMillis < earlier.info.timeMillis) return this.compare({after: before, before: after, kind});
    }
    return {info: (await this.#session(comparisonId({after, before, kind}))).info};
  }

  async series(profiles: readonly ProfileId[], wish: SeriesWish, onProgress: (progress: SeriesProgress) => void): Promise<SeriesReport> {
    return (await this.#togetherness()).series(profiles, wish, onProgress);
  }

  async merge(profiles: readonly ProfileId[], name: string, onProgress: (progress: SeriesProgress) => void): Promise<{info: ProfileInfo}> {
    const bytes = await (await this.#togetherness()).mergedBytes(profiles, onProgress);
    return this.open({kind: 'bytes', name, bytes}, () => {});
  }

  async kept(profile: ProfileId): Promise<Kept> {
    if (readComparisonId(profile) !== undefined) return {kept: true};
    const keeping = this.#keepings.get(profile);
    if (keeping !== undefined) return keeping.done;
    const entry = await (await this.#library).get(profile);
    return entry === undefined ? {kept: false, code: 'store-refused', reason: notKept(profile).message} : {kept: true};
  }

  async cancel(): Promise<void> {
    for (const job of this.#jobs) job.abort();
  }

  async report<Name extends ReportName>(profile: ProfileId, name: Name, config: Config, wish?: FlameWish, goOn?: GoOn): Promise<Answer<Name>> {
    const session = await this.#session(profile, config);
    const keeping = this.#keepings.get(profile);
    if (besideTheView.has(name)) {
      await keeping?.begun;
      await new Promise((resolve) => setTimeout(resolve, together));
    } else keeping?.asked();
    // The page draws the answer meanwhile, and what is written takes the processors from it.
    const answer = await session.report(name, config, wish, goOn).finally(() => setTimeout(() => keeping?.begin(), drawing));
    if (name === 'flamegraph' && !session.stamped && shaping.every((key) => config[key] === defaultConfig[key])) {
      session.stamped = true;
      // The stamp is made before the columns are moved away, and written while the page draws.
      const stamp = stampOf(answer.model as unknown as FlamegraphReport);
      void this.kept(profile).then(() => this.#write(profile, {stamp})).catch(() => {});
    }
    return answer;
  }

  async startShell(profile: ProfileId, config: Config): Promise<ShellAnswer> {
    return (await this.#session(profile, config)).shell.start(config);
  }

  async run(profile: ProfileId, line: string, options: Config, sources?: readonly SourceText[]): Promise<ShellAnswer> {
    return (await this.#session(profile, options)).shell.run(line, options, sources);
  }

  async complete(profile: ProfileId, line: string): Promise<Completion> {
    return (await this.#session(profile)).shell.complete(line);
  }

  async release(shown?: readonly ProfileId[]): Promise<boolean> {
    const wanted = new Set(shown?.flatMap((id) => {
      const compared = readComparisonId(id);
      return compared === undefined ? [id] : [id, normalizedKey(id), compared.after, compared.before];
    }));
    // What is opened while these are kept was not meant.
    const others = shown === undefined ? [] : [...this.#sessions.keys()].filter((key) => !wanted.has(key));
    await this.#settled();
    for (const key of others) if (await this.#canReadAgain(key)) this.#sessions.delete(key);
    return this.#largest >= leastToEnd && this.#sessions.size === 0 && await this.#isDone();
  }

  /** Whether this thread has nothing to do, and nothing that would be lost with it. */
  async #isDone(): Promise<boolean> {
    if (this.#jobs.size > 0 || this.#reopening.size > 0 || this.#deletions > 0 || (await this.#spare.list()).length > 0) return false;
    return this.#opened === undefined || (await this.#opened).refusal === undefined;
  }

  async #canReadAgain(key: string): Promise<boolean> {
    // A comparison is made of two others.
    if (this.#sessions.get(key)?.info.comparison !== undefined) return true;
    for (const library of [await this.#libraryIfAny(), this.#spare]) {
      const entry = await library?.get(key);
      if (entry !== undefined && entry.gone !== true) return true;
    }
    return false;
  }

  async library(): Promise<readonly KeptProfile[]> {
    await this.#settled();
    const library = await this.#libraryIfAny();
    if (library === undefined) return [];
    this.#swept ??= this.#sweep();
    await this.#swept;
    return (await library.list()).filter(({removedMillis}) => !removedMillis);
  }

  async find(fingerprint: string): Promise<KeptProfile | undefined> {
    if (!/^[0-9a-f]{8,64}$/.test(fingerprint)) return undefined;
    return (await this.library()).find(({id}) => id.startsWith(fingerprint));
  }

  async annotate(profile: ProfileId, change: Partial<Pick<KeptProfile, 'name' | 'note' | 'lastView' | 'pinned' | 'tags'>>): Promise<void> {
    const session = this.#sessions.get(profile);
    if (session !== undefined && change.name !== undefined) session.info = {...session.info, name: change.name};
    if (readComparisonId(profile) !== undefined) return;
    await this.#settled();
    await this.#write(profile, change);
  }

  async forget(profile: ProfileId, room = false): Promise<void> {
    await this.#settled();
    if (room) {
      await (await this.#library).forget(profile);
      announceLibraryChange();
      return;
    }
    await this.#write(profile, {removedMillis: Date.now()});
    this.#deletions++;
    const clock: unknown = setTimeout(() => void this.#sweep().catch(() => {}).finally(() => this.#deletions--), undoMillis + 100);
    // A program that is not a browser does not wait for it.
    (clock as {unref?(): void}).unref?.();
  }

  async restore(profile: ProfileId): Promise<void> {
    await this.#write(profile, {removedMillis: 0});
  }

  async keep(profile: ProfileId): Promise<Kept> {
    const entry = await this.#spare.get(profile);
    if (entry === undefined) return this.kept(profile);
    const bytes = new Uint8Array(await new Response(await this.#spare.read(profile)).arrayBuffer());
    const kept = await this.#put(entry, bytes);
    this.#keepings.set(profile, {begin() {}, asked() {}, begun: Promise.resolve(), done: Promise.resolve(kept), settled: Promise.resolve()});
    if (kept.kept) await this.#spare.forget(profile);
    announceLibraryChange();
    return kept;
  }

  async exportLibrary(): Promise<Blob> {
    const entries = await this.library();
    const {exportLibrary} = await import('./library-archive.js');
    return exportLibrary(await this.#library, entries);
  }

  async importLibrary(zip: Blob): Promise<Imported> {
    await this.#settled();
    const {importLibrary} = await import('./library-archive.js');
    try {
      return await importLibrary(await this.#library, zip);
    } finally {
      announceLibraryChange();
    }
  }

  async share(profile: ProfileId, config: Config, wish: ShareWish): Promise<SharedProfile> {
    const {shareProfile} = await import('./share.js');
    return shareProfile((await this.#session(profile, config)).profile, config, wish);
  }

  async original(profile: ProfileId): Promise<Uint8Array> {
    if (readComparisonId(profile) !== undefined) {
      const [{encodeProfile}, {gzip}] = await Promise.all([import('../profile/encode.js'), import('../profile/gzip.js')]);
      return gzip(encodeProfile((await this.#session(profile)).profile));
    }
    const {library} = await this.#whereKept(profile);
    return new Uint8Array(await new Response(await library.read(profile)).arrayBuffer());
  }

  /** The session of `profile`, which is read from the library again where it was closed to save memory. */
  async #session(profile: ProfileId, {normalize}: Pick<Config, 'normalize'> = defaultConfig): Promise<Session> {
    this.#used.abort();
    const compared = readComparisonId(profile);
    // A comparison that is scaled to its base is another profile; one that is none cannot be.
    const key = compared !== undefined && normalize ? normalizedKey(profile) : profile;
    const open = this.#touch(key);
    if (open !== undefined) return open;
    let reopening = this.#reopening.get(key);
    if (reopening === undefined) {
      const reopened = compared === undefined ? this.#reopen(profile) : this.#compare(compared, normalize, key);
      reopening = reopened.finally(() => this.#reopening.delete(key));
      this.#reopening.set(key, reopening);
    }
    return reopening;
  }

  async #compare({after, before, kind}: ComparedIds, normalize: boolean, key: string): Promise<Session> {
    const [later, earlier] = [await this.#session(after), await this.#session(before)];
    const {compareSessions} = await import('./comparison.js');
    return this.#hold(await compareSessions(later, earlier, kind, normalize), key);
  }

  async #reopen(id: ProfileId): Promise<Session> {
    await this.#whereKept(id);
    return this.#job(async (signal) => {
      const {entry, profile, info, decoded} = await this.#readKept(id, signal);
      return this.#hold(new Session(profile, info, entry.stamp.length > 0, decoded));
    }, false);
  }

  /** What answers questions about several profiles, which is loaded with the first. */
  async #togetherness(): Promise<Several> {
    const [{Several}, library] = await Promise.all([import('./several.js'), this.#library, this.#settled()]);
    return (this.#several ??= new Several({
      held: (id) => this.#sessions.get(id),
      entry: (id) => library.get(id),
      read: (id, signal) => this.#readKept(id, signal),
      job: (run) => this.#job(run),
    }));
  }

  /** A profile of the library, which is not held open. */
  async #readKept(id: ProfileId, signal: AbortSignal): Promise<{entry: KeptProfile; profile: Profile; decoded: Profile; info: ProfileInfo}> {
    const {library, entry} = await this.#whereKept(id);
    const intake = await takeIn({kind: 'kept', id}, library);
    // It was let in once, so it is not asked again whether it is too large.
    const {profile, decoded, size, goText} = await fetchProfile(intake, {id, allowLarge: true, signal, onProgress: () => {}});
    return {entry, profile, decoded, info: profileInfo(profile, {id, name: entry.name, size, goText})};
  }

  async #whereKept(id: ProfileId): Promise<{library: Library<KeptProfile>; entry: KeptProfile}> {
    await this.#settled();
    for (const library of [await this.#libraryIfAny(), this.#spare]) {
      const entry = await library?.get(id);
      if (library !== undefined && entry !== undefined && entry.gone !== true && !entry.removedMillis) return {library, entry};
    }
    throw notKept(id);
  }

  /** Runs one job at a time: two decoders at once would need the memory of both. */
  async #job<Result>(run: (signal: AbortSignal) => Promise<Result>, canBeCancelled = true): Promise<Result> {
    const job = new AbortController();
    if (canBeCancelled) this.#jobs.add(job);
    const before = this.#lastJob;
    const result = before.then(() => {
      if (job.signal.aborted) throw cancelled('the profile');
      return run(job.signal);
    });
    this.#lastJob = result.catch(() => {}).finally(() => this.#jobs.delete(job));
    return result;
  }

  #touch(key: string): Session | undefined {
    const session = this.#sessions.get(key);
    if (session !== undefined) {
      this.#sessions.delete(key);
      this.#sessions.set(key, session);
    }
    return session;
  }

  /** @param key its id, unless a comparison is held open in two ways */
  #hold(session: Session, key = session.info.id): Session {
    this.#sessions.delete(key);
    this.#sessions.set(key, session);
    this.#largest = Math.max(this.#largest, session.info.size);
    let bytes = 0;
    for (const {bytes: held} of this.#sessions.values()) bytes += held;
    for (const [id, {bytes: held}] of this.#sessions) {
      if (this.#sessions.size === 1 || (this.#sessions.size <= mostOpen && bytes <= mostBytes)) break;
      this.#sessions.delete(id);
      bytes -= held;
    }
    return session;
  }

  get #library(): Promise<Library<KeptProfile>> {
    return (this.#opened ??= openLibrary<KeptProfile>(libraryName, unsaid));
  }

  /** The library, unless this origin has none yet: what opens it is loaded after the first picture of a first visit. */
  async #libraryIfAny(): Promise<Library<KeptProfile> | undefined> {
    return this.#opened !== undefined || await hasLibrary(libraryName) ? this.#library : undefined;
  }

  /**
   * Keeps a small profile at once, a large one when its first picture is made: writing that takes this thread as long
   * as drawing does. So does loading what writes.
   */
  #keepSoon(info: ProfileInfo, keep: () => Promise<Kept>): void {
    let begin = (): void => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const clock = setTimeout(begin, unasked);
    const asked = (): void => clearTimeout(clock);
    void begun.then(asked);
    // The page draws now, and the file is read again: not while what the answer needed still lies about.
    if (info.size >= leastToEnd) void begun.then(callCollector);
    const done = (info.size <= mostAtOnce && this.#opened !== undefined ? Promise.resolve() : begun).then(keep);
    const settled = Promise.all([begun, done]).then(() => this.#stampUnseen(info)).catch(() => {});
    this.#keepings.set(info.id, {begin, asked, begun, done, settled});
    if (info.size >= leastToEnd) void settled.then(callCollector);
  }

  /** Waits until all that was opened is kept, or is not. */
  async #settled(): Promise<void> {
    for (const {begin, done, settled} of [...this.#keepings.values()]) {
      begin();
      await done;
      await settled;
    }
  }

  /** Keeps what was fetched, or says why not; the profile is open either way. */
  async #keep({id, size, bytes: read}: Pick<Fetched, 'id' | 'size' | 'bytes'>, info: ProfileInfo, source: string): Promise<Kept> {
    const library = await this.#library;
    const now = Date.now();
    const entry: KeptProfile = {
      id, name: info.name, size, kind: info.kind, summary: summaryOf(info), source, addedMillis: now, openedMillis: now,
      stamp: [], lastView: '', ...unsaid, note: '', service: serviceOf(source) || info.binary,
    };
    let bytes: Uint8Array | undefined;
    try {
      const known = await library.get(id);
      bytes = known === undefined || known.gone === true ? await read() : undefined;
      if (bytes === undefined) {
        await library.annotate(id, {openedMillis: now, removedMillis: 0});
        if (library.refusal !== undefined) throw library.refusal;
      } else {
        // What was said of it stays, where only its bytes were lost.
        const {gone: _gone, ...said} = {...entry, ...known, openedMillis: now, removedMillis: 0};
        await library.put(said, bytes);
      }
      return {kept: true};
    } catch (reason) {
      // It can still be closed, opened again and downloaded for as long as this thread lives.
      if (bytes !== undefined && library.refusal === undefined) await this.#spare.put(entry, bytes);
      return notKeptFor(reason);
    } finally {
      announceLibraryChange();
    }
  }

  /** Writes the shape of a profile that was opened with others and is not looked at, unless that would cost time or is there already. */
  async #stampUnseen({id, samples}: ProfileInfo): Promise<void> {
    const session = this.#sessions.get(id);
    if (session === undefined || session.stamped || samples > mostStamped) return;
    session.stamped = true;
    const {model} = await session.report('flamegraph', defaultConfig);
    await this.#write(id, {stamp: stampOf(model as unknown as FlamegraphReport)});
  }

  async #put(entry: KeptProfile, bytes: Uint8Array): Promise<Kept> {
    try {
      await (await this.#library).put(entry, bytes);
      return {kept: true};
    } catch (reason) {
      return notKeptFor(reason);
    }
  }

  /** Takes from the disk what was deleted long enough ago, in this tab or in one that has ended since. */
  async #sweep(): Promise<void> {
    const library = await this.#library;
    const late = Date.now() - undoMillis;
    const isLate = ({removedMillis}: KeptProfile): boolean => removedMillis > 0 && removedMillis <= late;
    for (const entry of await library.list()) if (isLate(entry)) await library.forget(entry.id, isLate);
  }

  async #write(profile: ProfileId, change: Partial<KeptProfile>): Promise<void> {
    await (await this.#library).annotate(profile, change);
    announceLibraryChange();
  }
}

/** The name by which a comparison is held open that is scaled to its base. */
function normalizedKey(comparison: ProfileId): string {
  return `${comparison} normalized`;
}

function notKeptFor(reason: unknown): Kept {
  const code = reason instanceof Failure && (reason.code === 'store-full' || reason.code === 'store-newer') ? reason.code : 'store-refused';
  return {kept: false, code, reason: (reason as Error).message};
}

function serviceOf(source: string): string {
  return /^https?:\/\//.test(source) && URL.canParse(source) ? new URL(source).host : '';
}

interface Keeping {
  begin(): void;
  /** Says that a view is asked for, and that it begins after that: not when nobody has asked for a while. */
  asked(): void;
  readonly begun: Promise<void>;
  readonly done: Promise<Kept>;
  /** Resolves when its shape is written too. */
  readonly settled: Promise<void>;
}

function throttled(onProgress: (progress: Progress) => void): (progress: Progress) => void {
  let last = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - last < progressEvery) return;
    last = now;
    onProgress(progress);
  };
}
