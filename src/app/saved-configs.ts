import {quoteRegexp} from '../base/quote-regexp.js';
import type {Config} from '../config/config.js';
import {readSettings, writeSettings, type NamedConfig} from '../config/settings.js';
import {keep, readKept} from './theme.js';

const key = 'icicle.configs';

/** The configs that the person named, on this device; none where what is kept cannot be read. */
export function savedConfigs(): readonly NamedConfig[] {
  const text = readKept(key);
  if (text === '') return [];
  try {
    return readSettings(text);
  } catch {
    return [];
  }
}

/** Keeps `config` under a name, in place of one that has it; `name` is not empty. */
export function saveConfig(name: string, config: Config): void {
  write([...savedConfigs().filter((saved) => saved.name !== name), {name, config}]);
}

export function deleteConfig(name: string): void {
  write(savedConfigs().filter((saved) => saved.name !== name));
}

/** Takes over the configs of a `settings.json` and says how many they are. Fails with `bad-option`. */
export function importConfigs(text: string): number {
  const added = readSettings(text);
  const names = new Set(added.map(({name}) => name));
  write([...savedConfigs().filter(({name}) => !names.has(name)), ...added]);
  return added.length;
}

function write(configs: readonly NamedConfig[]): void {
  keep(key, configs.length === 0 ? '' : writeSettings(configs));
}

/**
 * A pattern for the frames of the person's own code, by the prefixes that they gave or
 * that were guessed; `main` is always theirs. It fits names and, for a path, files.
 */
export function yourCodePattern(yourCode: string): string {
  const prefixes = yourCode.split(',').map((prefix) => prefix.trim()).filter((prefix) => prefix !== '' && prefix !== 'main');
  return ['main', ...prefixes].map((prefix) => `^${quoteRegexp(prefix)}${/\W$/.test(prefix) ? '' : '(\\W|$)'}`).join('|');
}

/** Go's runtime and the packages below it, by the names of their functions. */
export const runtimePattern = '^(runtime|internal/runtime|runtime/internal)[./]';

/** What is to hand without having been saved. Each sets one filter, which then stands as its chip. */
export function presets(yourCode: string): readonly {readonly id: 'own' | 'withoutRuntime'; readonly change: Partial<Config>}[] {
  return [
    {id: 'own', change: {show: yourCodePattern(yourCode)}},
    {id: 'withoutRuntime', change: {hide: runtimePattern}},
  ];
}
