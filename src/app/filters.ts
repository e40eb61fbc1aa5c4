import {defaultConfig, type Config} from '../config/config.js';
import {configFields} from '../config/fields.js';
import {filterKeys, type FilterKey} from './filter-history.js';

/** A filter that is set, as its chip says it. */
export interface Filter {
  readonly key: FilterKey;
  /** pprof's word: `show_from`. */
  readonly name: string;
  /** '' for one that is only on or off. */
  readonly value: string;
}

const names = new Map(configFields.map(({key, name}) => [key, name]));
const letters = new Map(configFields.map(({key, letter}) => [key, letter]));

/** pprof's word for a filter. */
export function filterName(key: FilterKey): string {
  return names.get(key)!;
}

/**
 * The filters that `config` sets: those that the person put into an order first, the others
 * behind them in the order that pprof applies them.
 */
export function filtersIn(config: Config): Filter[] {
  const order = config.filterOrder.split('.');
  const place = (key: FilterKey): number => {
    const at = order.indexOf(letters.get(key)!);
    return at < 0 ? order.length : at;
  };
  return filterKeys
    .filter((key) => config[key] !== defaultConfig[key])
    .sort((a, b) => place(a) - place(b))
    .map((key) => ({key, name: filterName(key), value: typeof config[key] === 'string' ? config[key] : ''}));
}

/** The change that puts one of `filters` at another place among them, counted from 0 and without it. */
export function moved(filters: readonly Filter[], key: FilterKey, place: number): Partial<Config> {
  const others = filters.map((filter) => filter.key).filter((other) => other !== key);
  const order = others.toSpliced(place, 0, key);
  const asApplied = filterKeys.filter((one) => order.includes(one));
  return {filterOrder: order.every((one, i) => one === asApplied[i]) ? '' : order.map((one) => letters.get(one)!).join('.')};
}

/** The filters that may take samples away; the others change frames and labels. */
export const removing: ReadonlySet<FilterKey> = new Set(['focus', 'ignore', 'hide', 'show', 'showFrom', 'tagFocus', 'tagIgnore']);

/** Which filter is to blame where nothing is left: the newest, where it can take samples away, else the last that can. */
export function toBlame(filters: readonly Filter[], newest: FilterKey | undefined): Filter | undefined {
  const suspects = filters.filter(({key}) => removing.has(key));
  return suspects.find(({key}) => key === newest) ?? suspects.at(-1);
}

/** The change that takes a filter away. */
export function without(key: FilterKey): Partial<Config> {
  return {[key]: defaultConfig[key]};
}

/** The change that takes all filters away. */
export function withoutAll(): Partial<Config> {
  return {...Object.fromEntries(filterKeys.map((key) => [key, defaultConfig[key]])), filterOrder: ''};
}
