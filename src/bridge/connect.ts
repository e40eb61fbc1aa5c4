import {proxy, transfer, wrap, type Endpoint} from 'comlink';
import {Failure} from '../base/failure.js';
import type {ProfileSource} from '../fetch/source.js';
import type {Engine} from './engine.js';
import type {FailureOnTheWay} from './serve.js';

/** The page's end of the bridge. */
export interface Connection {
  readonly engine: Engine;
  /** Says that the other side is gone: all that is open and all that is asked from now on fails with `worker-lost`. */
  lose(why: string): void;
  /** Whether something was asked that is not answered yet. */
  isAsked(): boolean;
  /** Resolves when it is. */
  answered(): Promise<void>;
}

/** The engine that `serve` put behind `endpoint`. What it rejects with is a `Failure` again, with code and details. */
export function connect(endpoint: Endpoint): Connection {
  // comlink's Remote loses the parameter of a generic method, so the type is said here.
  const remote = wrap<Engine>(endpoint) as unknown as Engine;
  // A thread that died answers nothing, and comlink would wait for ever.
  const waiting = new Map<(reason: Failure) => void, Promise<unknown>>();
  let lost: Failure | undefined;

  function ask<Reply>(question: () => Promise<Reply>): Promise<Reply> {
    if (lost !== undefined) return Promise.reject(lost);
    return new Promise((resolve, reject) => {
      const done = (settle: () => void): void => {
        waiting.delete(reject);
        settle();
      };
      waiting.set(reject, question().then((reply) => done(() => resolve(reply)), (reason) => done(() => reject(revived(reason)))));
    });
  }

  const engine: Engine = {
    open: (source, onProgress) =>
      ask(() => remote.open(transfer(source, portsOf(source)), proxy(onProgress))),
    compare: (wish) => ask(() => remote.compare(wish)),
    series: (profiles, wish, onProgress) => ask(() => remote.series(profiles, wish, proxy(onProgress))),
    merge: (profiles, name, onProgress) => ask(() => remote.merge(profiles, name, proxy(onProgress))),
    kept: (profile) => ask(() => remote.kept(profile)),
    cancel: () => ask(() => remote.cancel()),
    report: (profile, name, config, wish, goOn) => ask(() => remote.report(profile, name, config, wish, goOn && proxy(goOn))),
    startShell: (profile, config) => ask(() => remote.startShell(profile, config)),
    run: (profile, line, options, sources) => ask(() => remote.run(profile, line, options, sources)),
    complete: (profile, line) => ask(() => remote.complete(profile, line)),
    release: (shown) => ask(() => remote.release(shown)),
    library: () => ask(() => remote.library()),
    find: (fingerprint) => ask(() => remote.find(fingerprint)),
    annotate: (profile, change) => ask(() => remote.annotate(profile, change)),
    forget: (profile, room) => ask(() => remote.forget(profile, room)),
    restore: (profile) => ask(() => remote.restore(profile)),
    keep: (profile) => ask(() => remote.keep(profile)),
    exportLibrary: () => ask(() => remote.exportLibrary()),
    importLibrary: (zip) => ask(() => remote.importLibrary(zip)),
    share: (profile, config, wish) => ask(() => remote.share(profile, config, wish)),
    original: (profile) => ask(() => remote.original(profile)),
  };

  return {
    engine,
    lose(why) {
      lost ??= new Failure('worker-lost', `the worker that holds the profiles has stopped: ${why}`);
      for (const reject of waiting.keys()) reject(lost);
      waiting.clear();
    },
    isAsked: () => waiting.size > 0,
    async answered() {
      await Promise.all(waiting.values());
    },
  };
}

function portsOf(source: ProfileSource): MessagePort[] {
  if (source.kind === 'port') return [source.port];
  return source.kind === 'file' && source.inflater !== undefined ? [source.inflater] : [];
}

function revived(reason: unknown): unknown {
  if (typeof reason !== 'object' || reason === null || !('failure' in reason)) return reason;
  const {failure, message, details} = reason as FailureOnTheWay;
  return new Failure(failure, message, details);
}
