import {defaultConfig, type Config} from '../config/config.js';
import {configFields, type ConfigField} from '../config/fields.js';

/** The options of the popover, group by group. Filters are chips and stand elsewhere. */
export const optionGroups = [
  {name: 'frames', keys: ['granularity', 'noInlines', 'showColumns']},
  {name: 'values', keys: ['unit', 'mean', 'relativePercentages', 'dropNegative']},
  {name: 'limits', keys: ['nodeCount', 'nodeFraction', 'edgeFraction', 'trim']},
  {name: 'yourCode', keys: ['yourCode']},
] as const satisfies readonly {readonly name: string; readonly keys: readonly (keyof Config)[]}[];

export type OptionKey = (typeof optionGroups)[number]['keys'][number];

const keys: readonly OptionKey[] = optionGroups.flatMap((group): readonly OptionKey[] => group.keys);
const fields = new Map(configFields.map((field) => [field.key, field]));

export function fieldOf(key: OptionKey): ConfigField {
  return fields.get(key)!;
}

/** The options of the popover that are not as pprof starts. */
export function changedOptions(config: Config): OptionKey[] {
  return keys.filter((key) => config[key] !== defaultConfig[key]);
}

export function withoutOptions(): Partial<Config> {
  return Object.fromEntries(keys.map((key) => [key, defaultConfig[key]]));
}
