import {Failure} from '../base/failure.js';
import {compileRegexp} from '../base/regexp.js';
import type {Matcher} from '../base/regexp.js';
import {scale} from '../measurement/scale.js';
import {LabelBuilder} from './labels.js';
import {keepSamples} from './matching.js';
import {carriedSets} from './num-label-units.js';
import type {LabelSetRow, Profile} from './profile.js';

/** Whether a set of labels is meant. */
export type TagFilter = (profile: Profile, set: LabelSetRow) => boolean;

/** A filter over labels, with what pprof says on the side of how it read it. */
export interface CompiledTagFilter {
  readonly matches: TagFilter;
  readonly messages: readonly string[];
}

/**
 * What `tagfocus` and `tagignore` mean.
 *
 *   32kb  32kb:  :64kb  32kb:64kb   a numeric label in this range, both ends included
 *   key=32kb:                       that of this key only
 *   get,fast                        each of the patterns is found in some `key:value`
 *   key=get,fast                    one of the patterns is found in some value of this key
 *
 * Fails with `bad-regexp` for a pattern that Go refuses, with `bad-option` for a
 * bound that 64 bits cannot hold.
 *
 * @param option `tagfocus` or `tagignore`
 * @param units by key, from `numLabelUnits`
 * @returns undefined where `text` is ''
 */
export function compileTagFilter(text: string, option: string, units: ReadonlyMap<string, string>): CompiledTagFilter | undefined {
  if (text === '') return undefined;
  const equals = text.indexOf('=');
  const key = equals < 0 ? undefined : text.slice(0, equals);
  const value = text.slice(equals + 1);
  const range = parseTagRange(value, option);
  if (range !== undefined) {
    return {matches: rangeFilter(range, key, units), messages: [`${option}:Interpreted '${value}' as range, not regexp`]};
  }
  const patterns = value.split(',').map((pattern) => compileRegexp(pattern, option));
  return {matches: key === undefined || key === '' ? anyKeyFilter(patterns) : keyFilter(patterns, key), messages: []};
}

function rangeFilter(range: TagRange, key: string | undefined, units: ReadonlyMap<string, string>): TagFilter {
  return ({labelSets, strings}, set) => {
    for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
      if (labelSets.isNumber[row] === 0) continue;
      const label = strings.get(labelSets.key[row]!);
      if (key !== undefined && key !== '' && label !== key) continue;
      if (range(labelSets.number.bigint(row), units.get(label) ?? '')) return true;
    }
    return false;
  };
}

function anyKeyFilter(patterns: readonly Matcher[]): TagFilter {
  return ({labelSets, strings}, set) =>
    patterns.every((pattern) => {
      for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
        if (labelSets.isNumber[row] === 1) continue;
        if (pattern.test(`${strings.get(labelSets.key[row]!)}:${strings.get(labelSets.string[row]!)}`)) return true;
      }
      return false;
    });
}

function keyFilter(patterns: readonly Matcher[], key: string): TagFilter {
  return ({labelSets, strings}, set) => {
    for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
      if (labelSets.isNumber[row] === 1 || strings.get(labelSets.key[row]!) !== key) continue;
      const value = strings.get(labelSets.string[row]!);
      if (patterns.some((pattern) => pattern.test(value))) return true;
    }
    return false;
  };
}

/** Whether a value in a unit lies in the range. */
type TagRange = (value: bigint, unit: string) => boolean;

/** The range that `text` says, undefined where it says none. */
function parseTagRange(text: string, option: string): TagRange | undefined {
  const [first, second] = text.matchAll(/([+-]?[0-9]+)([A-Za-z]+)?/g);
  if (first === undefined) return undefined;
  const low = scale(bound(first[1]!, option), first[2] ?? '', first[2] ?? '');
  const {unit} = low;
  const within = (from: number, to: number): TagRange => (value, valueUnit) => {
    const measure = scale(value, valueUnit, unit);
    return measure.unit === unit && measure.value >= from && measure.value <= to;
  };
  if (second === undefined) {
    if (text === first[0]) return within(low.value, low.value);
    if (text === `${first[0]}:`) return within(low.value, Infinity);
    if (text === `:${first[0]}`) return within(-Infinity, low.value);
    return undefined;
  }
  if (text !== `${first[0]}:${second[0]}`) return undefined;
  const high = scale(bound(second[1]!, option), second[2] ?? '', unit);
  return high.unit === unit ? within(low.value, high.value) : undefined;
}

function bound(digits: string, option: string): bigint {
  const value = BigInt(digits.replace('+', ''));
  if (BigInt.asIntN(64, value) !== value) {
    throw new Failure('bad-option', `${option} has the number ${digits}, which is past what 64 bits hold`);
  }
  return value;
}

/** What the two filters left, and whether each was met by any sample. */
export interface TagFiltered {
  readonly profile: Profile;
  readonly focusMatched: boolean;
  readonly ignoreMatched: boolean;
}

/** Keeps the samples whose labels are in focus and not to be ignored; a filter that is undefined lets all pass. */
export function filterByTag(profile: Profile, focus: TagFilter | undefined, ignore: TagFilter | undefined): TagFiltered {
  if (focus === undefined && ignore === undefined) return {profile, focusMatched: true, ignoreMatched: false};
  const keepSet = new Uint8Array(profile.labelSets.length);
  let focusMatched = false;
  let ignoreMatched = false;
  for (const set of carriedSets(profile)) {
    const focused = focus === undefined || focus(profile, set);
    const ignored = ignore !== undefined && ignore(profile, set);
    focusMatched ||= focused;
    ignoreMatched ||= ignored;
    if (focused && !ignored) keepSet[set] = 1;
  }
  const {samples} = profile;
  const keep = new Uint8Array(samples.length);
  for (let row = 0; row < samples.length; row++) keep[row] = keepSet[samples.labels[row]!]!;
  return {profile: keepSamples(profile, keep), focusMatched, ignoreMatched};
}

/** What tagshow and taghide left, and whether each matched a key. */
export interface TagsFiltered {
  readonly profile: Profile;
  readonly showMatched: boolean;
  readonly hideMatched: boolean;
}

/** Drops the labels whose key does not match `show`, or does match `hide`. No sample goes. */
export function filterTags(profile: Profile, show: Matcher | undefined, hide: Matcher | undefined): TagsFiltered {
  if (show === undefined && hide === undefined) return {profile, showMatched: true, hideMatched: false};
  const {labelSets, samples, strings} = profile;
  const kept = new Map<string, boolean>();
  let showMatched = false;
  let hideMatched = false;
  const isKept = (key: string): boolean => {
    let answer = kept.get(key);
    if (answer === undefined) {
      const shown = show === undefined || show.test(key);
      const hidden = hide !== undefined && hide.test(key);
      showMatched ||= shown;
      hideMatched ||= hidden;
      answer = shown && !hidden;
      kept.set(key, answer);
    }
    return answer;
  };

  // Sets that are equal without the dropped labels become one.
  const builder = new LabelBuilder();
  const moved = new Uint32Array(labelSets.length);
  let changed = false;
  for (const set of carriedSets(profile)) {
    for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
      const key = labelSets.key[row]!;
      if (!isKept(strings.get(key))) changed = true;
      else if (labelSets.isNumber[row] === 0) builder.text(key, labelSets.string[row]!);
      else builder.number(key, labelSets.number.low[row]!, labelSets.number.high?.[row] ?? 0, labelSets.unit[row]!);
    }
    moved[set] = builder.row();
  }
  if (!changed) return {profile, showMatched, hideMatched};

  const labels = new Uint32Array(samples.length);
  for (let row = 0; row < samples.length; row++) labels[row] = moved[samples.labels[row]!]!;
  return {
    profile: {...profile, samples: {...samples, labels}, labelSets: builder.finish()},
    showMatched,
    hideMatched,
  };
}
