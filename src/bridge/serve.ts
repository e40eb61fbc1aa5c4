import {expose, releaseProxy, transfer, type Endpoint, type ProxyMethods} from 'comlink';
import {Failure} from '../base/failure.js';
import type {Engine} from './engine.js';

/** How a `Failure` crosses: comlink keeps the name and the message of an Error, and drops what else is known. */
export interface FailureOnTheWay {
  readonly failure: Failure['code'];
  readonly message: string;
  readonly details: Failure['details'];
}

/**
 * Puts an engine behind `endpoint`, for `connect` on the other side.
 *
 * Columns of an answer are moved and not copied, so what `engine` answers with is
 * emptied on this side: an answer is made for one question and kept by nobody.
 */
export function serve(engine: Engine, endpoint: Endpoint): void {
  const served: Engine = {
    open: (source, onProgress) => letGo(onProgress, () => engine.open(source, onProgress)),
    compare: (wish) => engine.compare(wish),
    series: (profiles, wish, onProgress) => letGo(onProgress, async () => giveAway(await engine.series(profiles, wish, onProgress))),
    merge: (profiles, name, onProgress) => letGo(onProgress, () => engine.merge(profiles, name, onProgress)),
    kept: (profile) => engine.kept(profile),
    cancel: () => engine.cancel(),
    report: (profile, name, config, wish, goOn) => letGo(goOn ?? {}, async () => giveAway(await engine.report(profile, name, config, wish, goOn))),
    startShell: async (profile, config) => giveAway(await engine.startShell(profile, config)),
    run: async (profile, line, options, sources) => giveAway(await engine.run(profile, line, options, sources)),
    complete: (profile, line) => engine.complete(profile, line),
    release: (shown) => engine.release(shown),
    library: () => engine.library(),
    find: (fingerprint) => engine.find(fingerprint),
    annotate: (profile, change) => engine.annotate(profile, change),
    forget: (profile, room) => engine.forget(profile, room),
    restore: (profile) => engine.restore(profile),
    keep: (profile) => engine.keep(profile),
    exportLibrary: () => engine.exportLibrary(),
    importLibrary: (zip) => engine.importLibrary(zip),
    share: async (profile, config, wish) => giveAway(await engine.share(profile, config, wish)),
    original: async (profile) => giveAway(await engine.original(profile)),
  };
  for (const name of Object.keys(served) as (keyof Engine)[]) {
    const answer = served[name] as (...question: unknown[]) => Promise<unknown>;
    Object.assign(served, {
      [name]: async (...question: unknown[]) => {
        try {
          return await answer(...question);
        } catch (error) {
          const reason = error instanceof RangeError ? (await import('../base/no-room.js')).noRoom(error, 'the answer') : error;
          throw reason instanceof Failure ? onTheWay(reason) : reason;
        }
      },
    });
  }
  expose(served, endpoint);
}

/** Runs a job with a callback that came over a port of its own, which stays open until it is let go. */
async function letGo<Result>(callback: object & Partial<ProxyMethods>, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } finally {
    callback[releaseProxy]?.();
  }
}

function onTheWay({code, message, details}: Failure): FailureOnTheWay {
  return {failure: code, message, details};
}

/** `model` with every buffer of its columns moved, each once, however many columns share it. */
function giveAway<Model extends object>(model: Model): Model {
  const buffers = new Set<ArrayBuffer>();
  const seen = new Set<object>();
  const open: object[] = [model];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
      continue;
    }
    // A list of names is long and holds nothing that moves.
    if (Array.isArray(value) && typeof value[0] === 'string') continue;
    for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) open.push(part as object);
  }
  return transfer(model, [...buffers]);
}
