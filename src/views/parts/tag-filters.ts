import {quoteRegexp} from '../../base/quote-regexp.js';

/**
 * The tag filter that one value of a key fits, in pprof's grammar: `route=^/api$`.
 *
 * A comma would end the pattern and an equals sign the key, so both are written as
 * their code. A key that has such a sign itself is looked for in `key:value`.
 */
export function valueFilter(key: string, value: string): string {
  return key === '' || key.includes('=') ? pairPattern(key, value) : `${key}=${wholeValue(value)}`;
}

/**
 * `filter` with one more value that it fits, or without it where it fits it already.
 *
 *   ''             + route /a    route=^/a$
 *   route=^/a$     + route /b    route=^/a$,^/b$
 *   route=^/a$     + job hash    ^route:/a$|^job:hash$
 *   route=^/a$     + route /a    ''
 *
 * What a person wrote by hand and cannot be joined goes.
 */
export function toggledFilter(filter: string, key: string, value: string): string {
  const pairs = pairsIn(filter);
  if (pairs === undefined) {
    // One pattern over `key:value` can be one half of another.
    return filter === '' || /[=,]|^[+-]?\d|^:\d/.test(filter) ? valueFilter(key, value) : `${filter}|${pairPattern(key, value)}`;
  }
  const wanted = pairPattern(key, value);
  const rest = pairs.filter((pair) => pair.pattern !== wanted);
  if (rest.length === pairs.length) rest.push({key, value: wholeValue(value), pattern: wanted});
  const [first] = rest;
  if (first === undefined) return '';
  const isOneKey = first.key !== undefined && first.key !== '' && !first.key.includes('=') && rest.every((pair) => pair.key === first.key);
  return isOneKey ? `${first.key}=${rest.map((pair) => pair.value).join(',')}` : rest.map(({pattern}) => pattern).join('|');
}

/** Whether `filter` is one of ours and names this value. */
export function filterHas(filter: string, key: string, value: string): boolean {
  const wanted = pairPattern(key, value);
  return pairsIn(filter)?.some(({pattern}) => pattern === wanted) ?? false;
}

/**
 * The tag filter for the numbers from `low` to `high`, both included: `bytes=1024B:4096B`.
 *
 * @param unit as the profile names it; it is left out where pprof could not read it back
 * @returns undefined for a key that pprof has no way to write here
 */
export function rangeFilter(key: string, low: number, high: number, unit: string): string | undefined {
  if (key === '' || key.includes('=')) return undefined;
  const named = /^[A-Za-z]+$/.test(unit) ? unit : '';
  const number = (value: number): string => `${BigInt(Math.round(value))}${named}`;
  return low === high ? `${key}=${number(low)}` : `${key}=${number(low)}:${number(high)}`;
}

/**
 * The tag filter for a number or a range that a person typed: `1kb`, `1kb:4kb`, `4kb:`, `:1kb`.
 *
 * @returns undefined for what pprof would not read as one, and for a key that it has no way to write here
 */
export function typedRangeFilter(key: string, text: string): string | undefined {
  const isRange = /^(?=.*\d)(?:[+-]?\d+[A-Za-z]*)?(?::(?:[+-]?\d+[A-Za-z]*)?)?$/.test(text);
  return key === '' || key.includes('=') || !isRange ? undefined : `${key}=${text}`;
}

interface Pair {
  /** undefined where the pattern does not tell it from the value. */
  readonly key: string | undefined;
  readonly value: string;
  readonly pattern: string;
}

/** The values that a filter of ours names; undefined for one that is not ours. */
function pairsIn(filter: string): Pair[] | undefined {
  if (filter === '') return [];
  const equals = filter.indexOf('=');
  if (equals > 0) {
    const key = filter.slice(0, equals);
    const values = filter.slice(equals + 1).split(',');
    if (!values.every((value) => /^\^[^]*\$$/.test(value) && splitAlternatives(value).length === 1)) return undefined;
    return values.map((value) => ({key, value, pattern: `^${written(key)}:${value.slice(1)}`}));
  }
  const patterns = splitAlternatives(filter);
  if (!patterns.every((pattern) => /^\^[^]*:[^]*\$$/.test(pattern))) return undefined;
  return patterns.map((pattern) => ({key: undefined, value: '', pattern}));
}

/** At each `|` that is not escaped. */
function splitAlternatives(pattern: string): string[] {
  const parts: string[] = [''];
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] === '|') parts.push('');
    else {
      parts[parts.length - 1] += pattern[at]!;
      if (pattern[at] === '\\') parts[parts.length - 1] += pattern[++at] ?? '';
    }
  }
  return parts;
}

function wholeValue(value: string): string {
  return `^${written(value)}$`;
}

function pairPattern(key: string, value: string): string {
  return `^${written(key)}:${written(value)}$`;
}

function written(text: string): string {
  return quoteRegexp(text).replaceAll(',', '\\x2c').replaceAll('=', '\\x3d').replaceAll('\n', '\\n');
}
