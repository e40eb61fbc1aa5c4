import {Failure} from '../base/failure.js';
import {quote} from '../base/format.js';
import type {Config} from './config.js';
import type {ConfigField} from './fields.js';

/**
 * `config` with what a person typed for one field, as pprof's prompt and its
 * addresses read it.
 *
 * Fails with `bad-option`, in pprof's words.
 */
export function withOption(config: Config, field: ConfigField, text: string): Config {
  return {...config, [field.key]: parseOption(field, text)};
}

/** What `text` says for `field`. Fails with `bad-option`. */
export function parseOption(field: ConfigField, text: string): string | number | boolean {
  switch (field.kind) {
    case 'boolean':
      return parseBoolean(text);
    case 'integer':
      return parseInteger(text);
    case 'number':
      return parseNumber(text);
    case 'choice':
      if (field.choices?.includes(text) !== true) throw new Failure('bad-option', `invalid ${quote(field.name)} value ${quote(text)}`);
      return text;
    case 'text':
    case 'regexp':
      return text;
  }
}

/** A boolean as pprof's prompt takes it; nothing is true. */
export function parseBoolean(text: string): boolean {
  switch (text.toLowerCase()) {
    case 'true': case 't': case 'yes': case 'y': case '1': case '':
      return true;
    case 'false': case 'f': case 'no': case 'n': case '0':
      return false;
    default:
      throw new Failure('bad-option', `illegal value "${text}" for bool variable`);
  }
}

function parseInteger(text: string): number {
  const said = `strconv.Atoi: parsing ${quote(text)}`;
  if (!/^[+-]?\d+$/.test(text)) throw new Failure('bad-option', `${said}: invalid syntax`);
  const value = Number(text);
  if (Math.abs(value) >= 2 ** 63) throw new Failure('bad-option', `${said}: value out of range`);
  return value || 0;
}

/** A number as Go's ParseFloat reads it, but for underscores, which nobody writes. Fails with `bad-option`. */
export function parseNumber(text: string): number {
  const said = `strconv.ParseFloat: parsing ${quote(text)}`;
  const value = numberOf(text);
  if (value === undefined) throw new Failure('bad-option', `${said}: invalid syntax`);
  if (Math.abs(value) === Infinity && !/inf/i.test(text)) throw new Failure('bad-option', `${said}: value out of range`);
  return value;
}

function numberOf(text: string): number | undefined {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return Number(text);
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (word !== null) return word[2]!.toLowerCase() === 'nan' ? NaN : word[1] === '-' ? -Infinity : Infinity;
  const hex = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)p([+-]?\d+)$/i.exec(text);
  if (hex === null || hex[2]! + hex[3]! === '') return undefined;
  const digits = Number(BigInt(`0x${hex[2]!}${hex[3]!}`));
  return (hex[1] === '-' ? -1 : 1) * digits * 2 ** (Number(hex[4]) - 4 * hex[3]!.length);
}
