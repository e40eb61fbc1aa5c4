import {holdLife} from './base/life.js';
import {serve} from './bridge/serve.js';
import {LocalEngine} from './engine/local-engine.js';

// The program that reads profiles and answers. It is started from a `blob:` that
// imports it, so it has the page's rules and no way to another origin.
declare const self: DedicatedWorkerGlobalScope;

serve(new LocalEngine(), self);
holdLife(self);
