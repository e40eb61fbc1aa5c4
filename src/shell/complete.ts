import {quoteRegexp} from '../base/quote-regexp.js';
import {configFields} from '../config/fields.js';
import type {ConfigField} from '../config/fields.js';
import {commands} from './commands.js';
import {firstWords, optionOf} from './parse.js';

/** What a line may go on to. */
export interface Completion {
  /** The line, as far as there is one way to go on. */
  readonly line: string;
  /** The ways to go on, [] where there are none or one; the first few where they are many. */
  readonly choices: readonly Choice[];
  /** How many ways there are. */
  readonly total: number;
}

export interface Choice {
  /** As it is shown. */
  readonly word: string;
  /** The line with it. */
  readonly line: string;
}

const mostChoices = 100;

const namePatterns: ReadonlySet<ConfigField['key']> = new Set(['focus', 'ignore', 'hide', 'show', 'showFrom', 'pruneFrom', 'pivot']);

/**
 * Completes `line` at its end: a command or an option where it is one word, a value
 * where it ends in an assignment, else a function's name wherever it holds what is
 * typed. A name becomes a pattern that it fits: `main\.\(\*T\)\.run`.
 */
export function complete(line: string, names: ReadonlySet<string>, sampleTypes: readonly string[]): Completion {
  const text = line.trimStart();
  const assignment = /^(\S+?)\s*=\s*(.*)$/s.exec(text);
  const option = assignment === null ? undefined : optionOf(assignment[1]!);
  if (option !== undefined) return completeValue(option, `${assignment![1]!}=`, assignment![2]!, names, sampleTypes);
  const words = text.split(/\s+/);
  if (words.length === 1 && words[0] !== '') {
    const short = sampleTypes.flatMap((type) => (type === '' ? [] : [type, `mean_${type}`, `total_${type}`]));
    return completeWord(text, '', text.toLowerCase(), [...firstWords, ...short]);
  }
  if (words[0] === 'help' && words.length === 2) return completeWord(text, 'help ', words[1]!.toLowerCase(), [...commands.keys(), ...optionWords]);
  const command = words[0]!.replace(/\d+$/, '');
  const last = words.at(-1)!;
  if (!commands.has(words[0]!) && !commands.has(command) || command === 'tags' || words[0] === '' || last.startsWith('>') || words.at(-2) === '>') return none(line);
  const before = text.slice(0, text.length - last.length);
  const minus = last.startsWith('-') ? '-' : '';
  return completeName(line, before + minus, last.slice(minus.length), names, wordFor);
}

const optionWords = configFields.filter(({name}) => name !== '').flatMap(({name, choices}) => [name, ...(choices ?? [])]);

function none(line: string): Completion {
  return {line, choices: [], total: 0};
}

function completeWord(line: string, before: string, typed: string, words: readonly string[]): Completion {
  return completed(line, before, typed, [...new Set(words)].filter((word) => word.startsWith(typed)).sort(), (word) => word);
}

function completeValue(option: ConfigField, before: string, typed: string, names: ReadonlySet<string>, sampleTypes: readonly string[]): Completion {
  const line = before + typed;
  if (option.choices !== undefined) return completeWord(line, before, typed, option.choices);
  if (option.kind === 'boolean') return completeWord(line, before, typed, ['true', 'false']);
  if (option.key === 'sampleIndex') return completeWord(line, before, typed, sampleTypes);
  if (namePatterns.has(option.key)) return completeName(line, before, typed, names, patternFor);
  return none(line);
}

function completeName(line: string, before: string, typed: string, names: ReadonlySet<string>, written: (name: string) => string): Completion {
  const wanted = typed.replace(/\\s/g, ' ').replace(/\\(.)/g, '$1').replace(/^\^|\$$/g, '');
  if (wanted === '') return none(line);
  const found: string[] = [];
  for (const name of names) if (name.includes(wanted)) found.push(name);
  if (found.length === 0) {
    const lower = wanted.toLowerCase();
    for (const name of names) if (name.toLowerCase().includes(lower)) found.push(name);
  }
  found.sort((a, b) => Number(b.startsWith(wanted)) - Number(a.startsWith(wanted)) || (a < b ? -1 : 1));
  return completed(line, before, wanted, found, written);
}

/** @param words that fit `typed`; names may hold it anywhere */
function completed(line: string, before: string, typed: string, words: readonly string[], written: (word: string) => string): Completion {
  if (words.length === 0) return none(line);
  if (words.length === 1) return {line: before + written(words[0]!), choices: [], total: 1};
  const common = commonStart(words);
  return {
    line: common.length > typed.length && common.startsWith(typed) ? before + written(common) : line,
    choices: words.slice(0, mostChoices).map((word) => ({word, line: before + written(word)})),
    total: words.length,
  };
}

function commonStart(words: readonly string[]): string {
  let common = words[0]!;
  for (const word of words) {
    let length = 0;
    while (length < common.length && common[length] === word[length]) length++;
    common = common.slice(0, length);
  }
  return common;
}

/** A dot may stay as it is, since it fits a dot; a name with anything else that a pattern reads is quoted whole. */
function patternFor(name: string): string {
  return /[\\+*?()|[\]{}^$]/.test(name) ? quoteRegexp(name) : name;
}

/** A pattern in one word, that is neither an ignore nor a file nor a number. */
function wordFor(name: string): string {
  const pattern = patternFor(name).replace(/\s/g, '\\s');
  return /^[->]/.test(pattern) || /^\d+$/.test(pattern) ? `(?:${pattern})` : pattern;
}
