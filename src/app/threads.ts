import {Failure} from '../base/failure.js';
import {watchLife} from '../base/life.js';
import {comparisonId, readComparisonId} from '../bridge/comparison-id.js';
import {connect, type Connection} from '../bridge/connect.js';
import type {Engine, ProfileId} from '../bridge/engine.js';
import type {ProfileSource} from '../fetch/source.js';
import {keep, readKept} from './theme.js';
import {startInflater, startWorker} from './trusted.js';

/** Bytes of a file from which on a thread that inflates it is worth its start. */
const inflatedBeside = 8 * 2 ** 20;

/** A worker, seen from the page. */
export interface Started extends Pick<Connection, 'engine' | 'isAsked' | 'answered'> {
  end(): void;
}

/** The page's engine: the worker that `startWorker` starts, and a new one when that has ended. */
export function startEngine(): Engine {
  return recoveringEngine((ended) => {
    const worker = startWorker();
    const connection = connect(worker);
    watchLife(worker, (why) => {
      worker.terminate();
      connection.lose(why);
      ended();
    });
    return {...connection, end: () => worker.terminate()};
  }, document.baseURI, (file) => file.size >= inflatedBeside && navigator.hardwareConcurrency > 1 ? startInflater(file) : undefined);
}

/**
 * An engine that outlives the worker it lives in.
 *
 * What was asked of a worker that ended fails with `worker-lost`. The next question
 * starts a new one, which reads the profile it is about from the library, or, where
 * the library does not have it, from the file that it was opened from. A worker that
 * has held a large profile and holds none any more is ended, and the next one started.
 *
 * @param start starts a worker; it calls `ended` when that worker is no more
 * @param base the address of the page, which the examples stand below
 * @param inflaterOf where the thread listens that inflates a file, if there is to be one
 */
export function recoveringEngine(start: (ended: () => void) => Started, base: string, inflaterOf: (file: File) => MessagePort | undefined = () => undefined): Engine {
  let current: Started | undefined;
  // Files stay with the page as references; their bytes are not held here.
  const sources = new Map<ProfileId, ProfileSource>();

  function engine(): Engine {
    if (current === undefined) {
      const started = start(() => {
        if (current === started) current = undefined;
      });
      current = started;
    }
    return current.engine;
  }

  async function aboutProfile<Reply>(profile: ProfileId, ask: (engine: Engine) => Promise<Reply>): Promise<Reply> {
    const compared = readComparisonId(profile);
    return aboutProfiles(compared === undefined ? [profile] : [compared.after, compared.before], ask);
  }

  async function aboutProfiles<Reply>(profiles: readonly ProfileId[], ask: (engine: Engine) => Promise<Reply>): Promise<Reply> {
    try {
      return await ask(engine());
    } catch (reason) {
      const lost = profiles.flatMap((id) => sources.get(id) ?? []);
      if (!(reason instanceof Failure) || reason.code !== 'unknown-profile' || lost.length === 0) throw reason;
      for (const source of lost) await engine().open(source, () => {});
      return ask(engine());
    }
  }

  return {
    async open(source, onProgress) {
      const located = source.kind === 'example' ? {...source, base} : source;
      const inflater = located.kind === 'file' ? inflaterOf(located.file) : undefined;
      const opened = await engine().open(inflater === undefined ? located : {...located, inflater} as ProfileSource, onProgress);
      if (located.kind === 'file' || located.kind === 'bytes' || located.kind === 'example') sources.set(opened.info.id, located);
      return opened;
    },
    compare: (wish) => aboutProfile(comparisonId(wish), (engine) => engine.compare(wish)),
    series: (profiles, wish, onProgress) => aboutProfiles(profiles, (engine) => engine.series(profiles, wish, onProgress)),
    merge: (profiles, name, onProgress) => aboutProfiles(profiles, (engine) => engine.merge(profiles, name, onProgress)),
    async kept(profile) {
      const kept = await engine().kept(profile);
      if (kept.kept) askToStay();
      return kept;
    },
    async cancel() {
      await current?.engine.cancel();
    },
    report: (profile, name, config, wish, goOn) => aboutProfile(profile, (engine) => engine.report(profile, name, config, wish, goOn)),
    startShell: (profile, config) => aboutProfile(profile, (engine) => engine.startShell(profile, config)),
    run: (profile, line, options, sources) => aboutProfile(profile, (engine) => engine.run(profile, line, options, sources)),
    complete: (profile, line) => aboutProfile(profile, (engine) => engine.complete(profile, line)),
    async release(shown) {
      const asked = current;
      if (asked === undefined) return false;
      let isDone = await asked.engine.release(shown);
      // What was asked meanwhile may have opened a profile, which is not to go with it.
      for (; isDone && asked.isAsked(); isDone = await asked.engine.release()) await asked.answered();
      if (!isDone || current !== asked) return false;
      current = undefined;
      asked.end();
      // The next profile does not wait for its start.
      engine();
      return true;
    },
    library: () => engine().library(),
    find: (fingerprint) => engine().find(fingerprint),
    annotate: (profile, change) => engine().annotate(profile, change),
    forget: (profile, room) => engine().forget(profile, room),
    restore: (profile) => engine().restore(profile),
    keep: (profile) => engine().keep(profile),
    exportLibrary: () => engine().exportLibrary(),
    importLibrary: (zip) => engine().importLibrary(zip),
    share: (profile, config, wish) => aboutProfile(profile, (engine) => engine.share(profile, config, wish)),
    original: (profile) => aboutProfile(profile, (engine) => engine.original(profile)),
  };
}

const askedKey = 'icicle.persist';

/** Asks the browser, once there is something to keep, not to clear it when room gets scarce. */
function askToStay(): void {
  // Once a device: a browser that asks the person is not told to ask again.
  if (readKept(askedKey) !== '') return;
  keep(askedKey, 'yes');
  // A browser may refuse, and then keeps it for as long as it likes.
  void navigator.storage?.persist?.().catch(() => false);
}
