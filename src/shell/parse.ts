import {editDistance} from '../base/edit-distance.js';
import {Failure} from '../base/failure.js';
import {quote} from '../base/format.js';
import type {Config} from '../config/config.js';
import {configFields} from '../config/fields.js';
import type {ConfigField} from '../config/fields.js';
import {parseBoolean, withOption} from '../config/parse.js';
import {commands} from './commands.js';

/** What a line of the prompt asks for. */
export type Request =
  | {readonly kind: 'nothing'}
  | {readonly kind: 'quit'}
  | {readonly kind: 'options'}
  /** `topic` is '' for all there is. */
  | {readonly kind: 'help'; readonly topic: string}
  | {readonly kind: 'set'; readonly options: Config}
  /** `config` holds for this report alone; `pattern` is '' where the command takes none. */
  | {readonly kind: 'report'; readonly command: string; readonly pattern: string; readonly config: Config};

/** What stands behind it in a value is a remark, as in the list of options. */
export const remark = '//:';

/** Rows of `top` where nobody asked for a number. */
const topRows = 10;

/** Options by name, and by each of the words that they may have. */
const optionsByWord = new Map<string, ConfigField>(
  configFields.filter(({name}) => name !== '').flatMap((field): [string, ConfigField][] => [field.name, ...(field.choices ?? [])].map((word) => [word, field])),
);

/** Every word that a line may begin with. */
export const firstWords: readonly string[] = [...commands.keys(), ...optionsByWord.keys(), 'help', 'o', 'options', 'q', 'quit', 'exit'];

/** The option that `word` names, itself or by one of its choices. */
export function optionOf(word: string): ConfigField | undefined {
  return optionsByWord.get(word);
}

/**
 * The lines that `line` stands for, trimmed: a sample type chooses itself, `total_`
 * and `mean_` before it switch the mean off and on, and `:` clears every filter.
 *
 * pprof's `:` forgets show, show_from, prune_from, tagshow, taghide, tagroot and tagleaf.
 */
export function expandLine(line: string, sampleTypes: readonly string[]): readonly string[] {
  const text = line.trim();
  for (const type of sampleTypes) {
    const choose = `sample_index=${type}`;
    if (type === '') continue;
    if (text === type) return [choose];
    if (text === `total_${type}`) return ['mean=0', choose];
    if (text === `mean_${type}`) return ['mean=1', choose];
  }
  return text === ':' ? filters.map((name) => `${name}=`) : [text];
}

const filters = ['focus', 'ignore', 'hide', 'show', 'show_from', 'prune_from', 'tagfocus', 'tagignore', 'tagshow', 'taghide', 'tagroot', 'tagleaf'];

/**
 * What one line asks for, by pprof's grammar: an assignment, a word of the prompt,
 * or `command [pattern] [rows] [focus]… [-ignore]… [-cum] [>file]`. (interactive.go)
 *
 *   top10 -cum          the 10 heaviest by cum
 *   list main\.run      the source of what matches
 *   tree main -runtime  stacks through main, none through runtime
 *   focus=main          for all reports from now on
 *   lines               the choice of granularity; pprof asks for lines=true
 *
 * Fails with `bad-option` and `unknown-command`, in pprof's words with ours behind them.
 *
 * @param chooseSample the name of the type that a sample_index means
 */
export function parseLine(line: string, options: Config, chooseSample: (sampleIndex: string) => string): Request {
  const text = line.trim();
  const equals = text.indexOf('=');
  const name = (equals < 0 ? text : text.slice(0, equals)).trim();
  const option = optionsByWord.get(name);
  if (option !== undefined) return {kind: 'set', options: assigned(options, option, name, equals < 0 ? undefined : valueIn(text.slice(equals + 1)), chooseSample)};
  if (text === '') return {kind: 'nothing'};
  const [first = '', ...rest] = text.split(/\s+/);
  switch (first) {
    case 'o': case 'options':
      return {kind: 'options'};
    case 'q': case 'quit': case 'exit':
      return {kind: 'quit'};
    case 'help':
      return {kind: 'help', topic: rest.join(' ')};
    default:
      return parseCommand(first, rest, options);
  }
}

function valueIn(text: string): string {
  const end = text.lastIndexOf(remark);
  return (end < 0 ? text : text.slice(0, end)).trim();
}

function assigned(options: Config, option: ConfigField, word: string, value: string | undefined, chooseSample: (sampleIndex: string) => string): Config {
  if (word !== option.name) {
    if (value !== undefined && !parseBoolean(value)) {
      throw new Failure('bad-option', `unknown config field ${quote(word)}: to leave ${word}, choose another ${option.name}, as in ${option.choices!.find((choice) => choice !== word)}`);
    }
    return withOption(options, option, word);
  }
  if (value === undefined && option.kind !== 'boolean') throw new Failure('bad-option', `please specify a value, e.g. ${word}=<val>`);
  return withOption(options, option, option.key === 'sampleIndex' ? chooseSample(value!) : value ?? '');
}

function parseCommand(first: string, rest: readonly string[], options: Config): Request {
  const words = [...rest];
  let name = first;
  if (!commands.has(name)) {
    const [, stem, rows] = /^(.*?)(\d+)$/s.exec(name) ?? [];
    if (stem !== undefined && stem !== '') {
      name = stem;
      words.unshift(rows!);
    }
  }
  const command = commands.get(name);
  if (command === undefined) throw unknown(name, words);
  const pattern = command.takesPattern ? words.shift() : '';
  if (pattern === undefined) throw new Failure('bad-option', `command ${name} requires an argument`);

  let {nodeCount, sort, output} = options;
  const focus: string[] = [];
  const ignore: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const number = /^[+-]?\d+$/.test(word) ? Number(word) : NaN;
    if (number >= -(2 ** 31) && number < 2 ** 31) {
      nodeCount = number || 0;
    } else if (word.startsWith('>')) {
      output = word === '>' ? words[++i] ?? '' : word.slice(1);
      if (output === '') throw new Failure('bad-option', 'unexpected end of line after >');
    } else if (word === '-cum' || word === '--cum') {
      sort = 'cum';
    } else if (word.startsWith('-')) {
      ignore.push(word.slice(1));
    } else {
      focus.push(word);
    }
  }
  if (nodeCount === -1 && (name === 'top' || name === 'text')) nodeCount = topRows;
  return {kind: 'report', command: name, pattern, config: {...options, nodeCount, sort, output, ...narrowed(name, focus, ignore)}};
}

function narrowed(command: string, focus: readonly string[], ignore: readonly string[]): Partial<Config> {
  const only = focus.filter((word) => word !== '').join('|');
  const not = ignore.filter((word) => word !== '').join('|');
  if (command === 'tags') return {...(only === '' ? {} : {tagFocus: only}), ...(not === '' ? {} : {tagIgnore: not})};
  return {...(only === '' ? {} : {focus: only}), ...(not === '' ? {} : {ignore: not})};
}

function unknown(name: string, words: readonly string[]): Failure {
  const option = optionsByWord.get(name);
  if (option !== undefined) return new Failure('unknown-command', `did you mean: ${name}=${words[0] ?? '<val>'}`);
  const meant = nearestWord(name.split('=')[0]!);
  return new Failure('unknown-command', `unrecognized command: ${quote(name)}${meant === undefined ? '' : `; did you mean ${meant}?`}`);
}

/** The command or option that differs from `word` in the fewest letters, at most a third of them. */
export function nearestWord(word: string): string | undefined {
  if (word.length > 40) return undefined;
  const wanted = word.toLowerCase();
  let meant: string | undefined;
  let fewest = Math.max(2, Math.floor(wanted.length / 3) + 1);
  for (const candidate of firstWords) {
    // Of two letters, one that is wrong leaves nothing to go by.
    if (candidate.length < 3) continue;
    const letters = editDistance(wanted, candidate, fewest);
    if (letters < fewest) {
      fewest = letters;
      meant = candidate;
    }
  }
  return meant;
}
