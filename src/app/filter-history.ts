import type {Config} from '../config/config.js';

/** The fields that decide which samples and frames are seen, in the order that pprof applies them; each is a chip. */
export const filterKeys = [
  'focus', 'ignore', 'hide', 'show', 'showFrom', 'tagFocus', 'tagIgnore', 'tagShow', 'tagHide', 'pruneFrom', 'tagRoot', 'tagLeaf', 'granularity', 'noInlines',
  'relativePercentages',
] as const satisfies readonly (keyof Config)[];

export type FilterKey = (typeof filterKeys)[number];

/** What a step back takes back: the filters and the order of their chips. */
const remembered: readonly (keyof Config)[] = [...filterKeys, 'filterOrder'];

export function changesFilters(before: Config, after: Config): boolean {
  return remembered.some((key) => before[key] !== after[key]);
}

/** Earlier filters, for undo and redo; what else stands in a config stays as it is. */
export class FilterHistory {
  #earlier: Partial<Config>[] = [];
  #later: Partial<Config>[] = [];

  get canUndo(): boolean {
    return this.#earlier.length > 0;
  }

  get canRedo(): boolean {
    return this.#later.length > 0;
  }

  /** Says that `config` is about to get other filters. */
  remember(config: Config): void {
    this.#earlier.push(filtersOf(config));
    this.#later = [];
  }

  /** The filter that the newest change set, undefined where it set none. */
  newest(config: Config): FilterKey | undefined {
    const before = this.#earlier.at(-1);
    return before === undefined ? undefined : filterKeys.findLast((key) => config[key] !== before[key]);
  }

  /** `config` with the filters of before; undefined where there were none. */
  undo(config: Config): Config | undefined {
    return exchange(config, this.#earlier, this.#later);
  }

  redo(config: Config): Config | undefined {
    return exchange(config, this.#later, this.#earlier);
  }

  clear(): void {
    this.#earlier = [];
    this.#later = [];
  }
}

function exchange(config: Config, from: Partial<Config>[], to: Partial<Config>[]): Config | undefined {
  const filters = from.pop();
  if (filters === undefined) return undefined;
  to.push(filtersOf(config));
  return {...config, ...filters};
}

function filtersOf(config: Config): Partial<Config> {
  return Object.fromEntries(remembered.map((key) => [key, config[key]]));
}
