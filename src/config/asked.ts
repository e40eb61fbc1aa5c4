import {defaultConfig, type Config} from './config.js';

/** Fields that say what is looked at and not what is asked, so that a change of them asks nothing. */
const lookedAt = [
  'pivot', 'zoom', 'sandwich', 'bottomUp', 'foldRecursion', 'flameColour', 'search', 'selected', 'graphScope', 'graphExpand', 'sourceLine', 'beside', 'filterOrder',
] as const satisfies readonly (keyof Config)[];

/** What `config` asks of a report that reads, of the fields that are only looked at, no other than `uses`. */
export function asked(config: Config, uses: readonly (keyof Config)[] = []): Config {
  const question: Record<string, unknown> = {...config};
  for (const key of lookedAt) if (!uses.includes(key)) question[key] = defaultConfig[key];
  return question as unknown as Config;
}
