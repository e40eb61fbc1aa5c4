import type {Engine, ProfileInfo} from '../bridge/engine.js';
import {asked} from '../config/asked.js';
import {defaultConfig, type Config} from '../config/config.js';
import type {FilterKey} from './filter-history.js';
import {filtersIn, removing} from './filters.js';

/** Each chip is one question more. Past these it would keep the worker from the next view. */
const mostSamples = 500_000;
const mostFilters = 6;
/** The view asks first. */
const pauseMillis = 150;

interface Cost {
  readonly value: number;
  readonly unit: string;
}

/**
 * What each filter removes of what the filters before it left, in the order of the chips. The
 * amounts add up to what all of them removed.
 */
export class FilterCosts {
  #costs: ReadonlyMap<FilterKey, Cost> = new Map();
  #asked = '';
  #clock: number | undefined;

  constructor(readonly changed: () => void) {}

  /** Undefined while it is not known. */
  of(key: FilterKey): Cost | undefined {
    return this.#costs.get(key);
  }

  ask(engine: Engine, profile: Pick<ProfileInfo, 'id' | 'samples'>, config: Config): void {
    const keys = filtersIn(config).map(({key}) => key).filter((key) => removing.has(key));
    const question = `${profile.id} ${JSON.stringify({...asked(config, ['filterOrder']), sort: ''})}`;
    if (question === this.#asked) return;
    this.#asked = question;
    clearTimeout(this.#clock);
    const hadSome = this.#costs.size > 0;
    this.#costs = new Map();
    if (hadSome) queueMicrotask(this.changed);
    if (keys.length === 0 || keys.length > mostFilters || profile.samples > mostSamples) return;
    this.#clock = setTimeout(() => void this.#measure(engine, profile.id, config, keys, question), pauseMillis) as unknown as number;
  }

  async #measure(engine: Engine, id: string, config: Config, keys: readonly FilterKey[], question: string): Promise<void> {
    const shown = async (change: Config) => (await engine.report(id, 'shown', change)).model;
    let asked: Config = {...config, ...Object.fromEntries(keys.map((key) => [key, defaultConfig[key]]))};
    try {
      let before = (await shown(asked)).shown;
      const costs = new Map<FilterKey, Cost>();
      for (const key of keys) {
        if (this.#asked !== question) return;
        asked = {...asked, [key]: config[key]};
        const {shown: after, unit} = await shown(asked);
        costs.set(key, {value: before - after, unit});
        before = after;
      }
      if (this.#asked !== question) return;
      this.#costs = costs;
      this.changed();
    } catch {
      // A pattern that is wrong is said where the view asks with it.
    }
  }
}
