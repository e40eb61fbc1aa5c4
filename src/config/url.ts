import {defaultConfig, type Config} from './config.js';
import {configFields, type ConfigField} from './fields.js';

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

function valueOf({kind, choices}: ConfigField, text: string): string | number | boolean | undefined {
  switch (kind) {
    case 'boolean':
      return /^(1|t|true)$/i.test(text) ? true : /^(0|f|false)$/i.test(text) ? false : undefined;
    case 'integer':
      return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
    case 'number':
      return /^-?(\d{1,12}(\.\d{0,12})?|\.\d{1,12})(e-?\d{1,2})?$/i.test(text) ? Number(text) : undefined;
    case 'choice':
      return choices?.includes(text) === true ? text : undefined;
    case 'text':
    case 'regexp':
      return text;
  }
}
