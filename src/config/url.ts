import {defaultConfig} from './config.js';
import type {Config} from './config.js';
import {configFields} from './fields.js';
import {parseOption} from './parse.js';

/** What is longer than this was not written by us, and is not read. */
const longestQuery = 8192;

/**
 * The config that a query says, in pprof's letters: `si=cpu&f=parseLine&g=lines`.
 *
 * It never fails: keys that are not known, values that are empty or make no sense,
 * and a query past 8 KB say nothing.
 */
export function configFromUrl(query: string): Config {
  if (query.length > longestQuery) return defaultConfig;
  const parameters = new URLSearchParams(query);
  const config: Partial<Record<keyof Config, string | number | boolean>> = {...defaultConfig};
  for (const field of configFields) {
    const text = field.letter === '' ? '' : (parameters.get(field.letter) ?? '');
    if (text === '') continue;
    try {
      const value = parseOption(field, text);
      // No limit of a report is infinite, and a NaN would not even equal itself.
      if (typeof value !== 'number' || Number.isFinite(value)) config[field.key] = value;
    } catch {
      continue;
    }
  }
  return config as unknown as Config;
}

/**
 * The query that says `config`: pprof's letters, booleans as `t` and `f`, defaults
 * left out. A field that would take it past 8 KB is left out too.
 */
export function urlFromConfig(config: Config): string {
  const parameters = new URLSearchParams();
  let length = 0;
  for (const {key, letter} of configFields) {
    const value = config[key];
    if (letter === '' || value === defaultConfig[key]) continue;
    const pair = new URLSearchParams([[letter, typeof value === 'boolean' ? (value ? 't' : 'f') : String(value)]]);
    length += pair.toString().length + 1;
    if (length > longestQuery) length -= pair.toString().length + 1;
    else parameters.append(letter, pair.get(letter)!);
  }
  return parameters.toString();
}
