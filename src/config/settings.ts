import {Failure} from '../base/failure.js';
import {defaultConfig, type Config} from './config.js';
import {configFields, type ConfigField} from './fields.js';

/** A config that was given a name. What pprof does not save stands in it as pprof starts. */
export interface NamedConfig {
  readonly name: string;
  readonly config: Config;
}

/** What pprof has a name for and keeps. */
const kept = configFields.filter(({name, saved}) => name !== '' && saved);

/** What a field without a value means: Go's zero, which is also what pprof leaves out when it writes. */
const zeros: Readonly<Record<ConfigField['kind'], string | number | boolean>> = {text: '', regexp: '', choice: '', boolean: false, integer: 0, number: 0};

/** More configs than a person names; a longer file is something else. */
const mostConfigs = 1000;

/**
 * The text of pprof's `settings.json`, as pprof itself would write it: fields in its
 * names, zeros left out. (settings.go writeSettings)
 */
export function writeSettings(configs: readonly NamedConfig[]): string {
  const rows = configs.map(({name, config}) => [
    ['name', name] as const,
    ...kept.map((field) => [field.name, config[field.key]] as const).filter(([, value]) => value !== '' && value !== 0 && value !== false),
  ]);
  return JSON.stringify({configs: rows.map((row) => Object.fromEntries(row))}, null, 2);
}

/**
 * The configs of a `settings.json`, in their order; of two with one name the later one.
 *
 * An option that is not there is Go's zero, as pprof reads it: `trim` is off then. A
 * text or a choice that is empty means what pprof starts with, since its page has no way to say "none".
 *
 * Fails with `bad-option`.
 */
export function readSettings(text: string): NamedConfig[] {
  const {configs} = asObject(parsed(text), 'the file');
  if (configs === undefined || configs === null) return [];
  if (!Array.isArray(configs) || configs.length > mostConfigs) throw new Failure('bad-option', `settings.json has no list "configs" of at most ${mostConfigs} entries`);
  const byName = new Map<string, NamedConfig>();
  for (const entry of configs as unknown[]) {
    const fields = asObject(entry, 'an entry of "configs"');
    const name = fields.name;
    if (typeof name !== 'string' || name === '') throw new Failure('bad-option', 'a config in settings.json has no name');
    byName.set(name, {name, config: configOf(fields, name)});
  }
  return [...byName.values()];
}

/** `config` with all that a saved one says; the sample type, the selection and what pprof does not save stay. */
export function applied(config: Config, {config: saved}: NamedConfig): Config {
  return {...config, ...Object.fromEntries(kept.map(({key}) => [key, saved[key]]))};
}

function configOf(fields: Readonly<Record<string, unknown>>, name: string): Config {
  const config: Record<string, unknown> = {...defaultConfig};
  for (const field of kept) {
    const value = Object.hasOwn(fields, field.name) ? fields[field.name] : zeros[field.kind];
    if (!fits(field, value)) throw new Failure('bad-option', `config "${name}" in settings.json has ${field.name} ${JSON.stringify(value)?.slice(0, 60)}; pprof keeps a ${typeof zeros[field.kind]} there`);
    config[field.key] = value === '' ? defaultConfig[field.key] : value;
  }
  return config as unknown as Config;
}

function fits({kind, choices}: ConfigField, value: unknown): boolean {
  if (typeof value !== typeof zeros[kind]) return false;
  if (kind === 'choice') return value === '' || choices!.includes(value as string);
  if (kind === 'integer') return Number.isSafeInteger(value);
  return kind !== 'number' || Number.isFinite(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure('bad-option', 'the file is no JSON; pprof keeps its configs in pprof/settings.json below the folder for settings');
  }
}

function asObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Failure('bad-option', `${what} in settings.json is no object`);
  return value as Record<string, unknown>;
}
