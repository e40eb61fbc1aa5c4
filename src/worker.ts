import {holdLife} from './base/life.js';
import {serve} from './bridge/serve.js';
import {LocalEngine} from './engine/local-engine.js';

// The program that reads profiles and answers. It is started from a `blob:` that
// imports it, so it has the page's rules and no way to another origin.
declare const self: DedicatedWorkerGlobalScope;

const engine = new LocalEngine();
serve(engine, self);
holdLife(self);

/** Milliseconds after which a page that asks for no profile yet has drawn itself. */
const drawn = 100;

setTimeout(() => {
  // Where it does not come, a profile that is opened is only slower.
  if (!engine.used.aborted) void import('./engine/warm-up.js').then(({warmUp}) => warmUp(engine.used)).catch(() => {});
}, drawn);
