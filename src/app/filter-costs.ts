import type {Engine, ProfileInfo} from '../bridge/engine.js';
import {asked} from '../config/asked.js';
import type {Config} from '../config/config.js';
import type {FilterKey} from './filter-history.js';
import {filtersIn, removing, without} from './filters.js';

/** Each chip is one question more. Past these it would keep the worker from the next view. */
const mostSamples = 500_000;
const mostFilters = 6;
/** The view asks first. */
const pauseMillis = 150;

interface Cost {
  readonly value: number;
  readonly unit: string;
}

/** What each filter removes, beside all the others: what would be there without it, less what is. */
export class FilterCosts {
  #costs: ReadonlyMap<FilterKey, Cost> = new Map();
  #asked = '';
  #clock: number | undefined;

  constructor(readonly changed: () => void) {}

  /** Undefined while it is not known, and where it is nothing. */
  of(key: FilterKey): Cost | undefined {
    return this.#costs.get(key);
  }

  ask(engine: Engine, profile: Pick<ProfileInfo, 'id' | 'samples'>, config: Config): void {
    const keys = filtersIn(config).map(({key}) => key).filter((key) => removing.has(key));
    const question = `${profile.id} ${JSON.stringify({...asked(config), sort: ''})}`;
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
    const shownWith = async (change: Partial<Config>) => (await engine.report(id, 'shown', {...config, ...change})).model;
    try {
      const {shown: left, unit} = await shownWith({});
      const costs = new Map<FilterKey, Cost>();
      for (const key of keys) {
        if (this.#asked !== question) return;
        const value = (await shownWith(without(key))).shown - left;
        if (value !== 0) costs.set(key, {value, unit});
      }
      if (this.#asked !== question) return;
      this.#costs = costs;
      this.changed();
    } catch {
      // A pattern that is wrong is said where the view asks with it.
    }
  }
}
