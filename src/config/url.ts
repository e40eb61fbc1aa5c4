import {defaultConfig, type Config} from './config.js';
import {configFields, type ConfigField} from './fields.js';
import {parseOption} from './parse.js';

/** A number past this was not meant. */
const mostOfAnyLimit = 2 ** 31;

/**
 * The config that an address means. Keys that are unknown, empty or repeated and values that
 * do not fit are passed over, so any text gives a config.
 */
export function configFromUrl(query: URLSearchParams): Config {
  const config: Record<string, unknown> = {...defaultConfig};
  for (const field of configFields) {
    const text = field.letter === '' ? null : query.get(field.letter);
    if (text === null || text === '') continue;
    const value = valueOf(field, text);
    if (value !== undefined) config[field.key] = value;
  }
  return config as unknown as Config;
}

/** The query that means `config`, in pprof's letters; what is as pprof starts with it is left out. */
export function urlFromConfig(config: Config): URLSearchParams {
  const query = new URLSearchParams();
  for (const {key, letter, kind} of configFields) {
    const value = config[key];
    if (letter === '' || value === defaultConfig[key]) continue;
    query.set(letter, kind === 'boolean' ? (value === true ? 't' : 'f') : String(value));
  }
  return query;
}

function valueOf(field: ConfigField, text: string): string | number | boolean | undefined {
  try {
    const value = parseOption(field, text);
    // No limit of a report is infinite, and a NaN would not even equal itself.
    return typeof value === 'number' && !(Math.abs(value) < mostOfAnyLimit) ? undefined : value;
  } catch {
    return undefined;
  }
}
