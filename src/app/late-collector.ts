import type {Engine, ProfileInfo, Progress} from '../bridge/engine.js';
import type {Collector, CollectOptions, Reach} from './collector.js';
import {askBeforeLeaving} from './ask-before-leaving.js';
import {startCollector} from './trusted.js';

/** The collector, whose program is loaded with the first question: many visits ask nobody anything. */
export class LateCollector extends EventTarget {
  #collector: Collector | undefined;
  #loading: Promise<Collector> | undefined;

  /** How many questions went out. */
  get requests(): number {
    return this.#collector?.requests ?? 0;
  }

  async open(engine: Engine, text: string, options: CollectOptions, onProgress: (progress: Progress) => void): Promise<{info: ProfileInfo}> {
    // What a service measured for a minute would be gone.
    const done = askBeforeLeaving();
    try {
      return await (await this.#loaded()).open(engine, text, options, onProgress);
    } finally {
      done();
    }
  }

  async reach(folder: string, allowed: boolean): Promise<Reach> {
    return (await this.#loaded()).reach(folder, allowed);
  }

  #loaded(): Promise<Collector> {
    this.#loading ??= this.#load().catch((reason: unknown) => {
      this.#loading = undefined;
      throw reason;
    });
    return this.#loading;
  }

  async #load(): Promise<Collector> {
    const {Collector} = await import('./collector.js');
    this.#collector = new Collector(startCollector);
    this.#collector.addEventListener('request', () => this.dispatchEvent(new Event('request')));
    return this.#collector;
  }
}
