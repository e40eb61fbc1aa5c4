import {Failure} from '../base/failure.js';
import {quote} from '../base/format.js';
import {defaultConfig} from '../config/config.js';
import type {Config} from '../config/config.js';
import {configFields} from '../config/fields.js';
import {parseNumber} from '../config/parse.js';
import {commands} from './commands.js';

/** What a command line of pprof asks for. */
export interface Arguments {
  readonly config: Config;
  /** Name in `commands`; undefined for the prompt. */
  readonly command: string | undefined;
  /** What a command that takes one was given, else ''. */
  readonly pattern: string;
  readonly sources: readonly string[];
  readonly bases: readonly string[];
  /** Whether the bases are marked, so that they never cancel the sources out. */
  readonly diffBase: boolean;
  /** `none`, `demangle=full`, …; '' for what pprof does by itself. */
  readonly symbolize: string;
  readonly comment: string;
  readonly buildId: string;
  readonly allFrames: boolean;
  /** Whether Go's `debug=1` text is read with the names it carries, and `debug=2` at all; a flag of ours. */
  readonly goText: boolean;
  /** What pprof would say on the side. */
  readonly messages: readonly string[];
}

type FlagKind = 'boolean' | 'integer' | 'number' | 'text';

/** The flags that set the sample type in one word, in the order in which pprof heeds them. */
const sampleTypeFlags: readonly (readonly [flag: string, type: string])[] = [
  ['total_delay', 'delay'], ['mean_delay', 'delay'], ['contentions', 'contentions'], ['inuse_space', 'inuse_space'],
  ['inuse_objects', 'inuse_objects'], ['alloc_space', 'alloc_space'], ['alloc_objects', 'alloc_objects'],
];

const flags = new Map<string, FlagKind>([
  ['diff_base', 'text'], ['base', 'text'], ['symbolize', 'text'], ['buildid', 'text'], ['timeout', 'integer'], ['add_comment', 'text'],
  ['all_frames', 'boolean'], ['seconds', 'integer'], ['tools', 'text'], ['http', 'text'], ['no_browser', 'boolean'], ['go_text', 'boolean'],
  ...sampleTypeFlags.map(([flag]): [string, FlagKind] => [flag, 'boolean']),
  ...configFields.flatMap(({name, kind, choices}): [string, FlagKind][] => {
    if (name === '') return [];
    if (choices !== undefined) return choices.map((choice) => [choice, 'boolean']);
    return [[name, kind === 'regexp' || kind === 'choice' ? 'text' : kind]];
  }),
  ...[...commands].map(([name, {takesPattern}]): [string, FlagKind] => [name, takesPattern ? 'text' : 'boolean']),
]);

/**
 * What `pprof ARGS…` asks for. Flags end at the first word that is none, as Go's do.
 *
 * Fails with `bad-option`, in pprof's words.
 */
export function parseArguments(words: readonly string[]): Arguments {
  const {values, rest} = readFlags(words);
  if (rest.length === 0) throw new Failure('no-source', 'no profile source specified');
  const isSet = (flag: string) => values.get(flag) === true;
  const text = (flag: string) => (values.get(flag) as string | undefined) ?? '';

  const config: Config = {...defaultConfig, ...configFromFlags(values)};
  const asked = [...commands].filter(([name, {takesPattern}]) => (takesPattern ? text(name) !== '' : isSet(name)));
  if (asked.length > 1) throw new Failure('bad-option', 'must set at most one output format');
  const command = asked[0]?.[0];
  if (command !== undefined && text('http') !== '') {
    throw new Failure('bad-option', '-http is not compatible with an output format on the command line');
  }
  if (isSet('no_browser') && text('http') === '') throw new Failure('bad-option', '-no_browser only makes sense with -http');

  const messages: string[] = [];
  let {sampleIndex} = config;
  for (const [flag, type] of sampleTypeFlags) {
    if (!isSet(flag)) continue;
    if (sampleIndex === '') sampleIndex = type;
    else messages.push(`Multiple value selections, ignoring -${flag}`);
  }

  const base = text('base');
  const diffBase = text('diff_base');
  if (base !== '' && diffBase !== '') throw new Failure('bad-option', '-base and -diff_base flags cannot both be specified');
  if (config.normalize && base === '' && diffBase === '') throw new Failure('bad-option', 'must have base profile to normalize by');
  return {
    config: {...config, sampleIndex, mean: config.mean || isSet('mean_delay')},
    command,
    pattern: command !== undefined && commands.get(command)!.takesPattern ? text(command) : '',
    sources: rest,
    bases: [base, diffBase].filter((source) => source !== ''),
    diffBase: diffBase !== '',
    symbolize: text('symbolize'),
    comment: text('add_comment'),
    buildId: text('buildid'),
    allFrames: isSet('all_frames'),
    goText: isSet('go_text'),
    messages,
  };
}

type FlagValues = ReadonlyMap<string, string | number | boolean>;

function readFlags(words: readonly string[]): {values: FlagValues; rest: readonly string[]} {
  const values = new Map<string, string | number | boolean>();
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at]!;
    if (word.length < 2 || !word.startsWith('-')) break;
    if (word === '--') {
      at++;
      break;
    }
    const flag = word.slice(word.startsWith('--') ? 2 : 1);
    if (flag === '' || flag.startsWith('-') || flag.startsWith('=')) throw new Failure('bad-option', `bad flag syntax: ${word}`);
    const equals = flag.indexOf('=');
    const name = equals < 0 ? flag : flag.slice(0, equals);
    const kind = flags.get(name);
    if (kind === undefined) throw new Failure('bad-option', `flag provided but not defined: -${name}`);
    if (equals >= 0) {
      values.set(name, flagValue(name, kind, flag.slice(equals + 1)));
    } else if (kind === 'boolean') {
      values.set(name, true);
    } else {
      at++;
      if (at >= words.length) throw new Failure('bad-option', `flag needs an argument: -${name}`);
      values.set(name, flagValue(name, kind, words[at]!));
    }
  }
  return {values, rest: words.slice(at)};
}

function flagValue(name: string, kind: FlagKind, text: string): string | number | boolean {
  switch (kind) {
    case 'text':
      return text;
    case 'boolean':
      if (/^(?:1|t|T|true|TRUE|True)$/.test(text)) return true;
      if (/^(?:0|f|F|false|FALSE|False)$/.test(text)) return false;
      throw new Failure('bad-option', `invalid boolean value ${quote(text)} for -${name}: parse error`);
    case 'integer': {
      const digits = /^([+-]?)(\d+|0x[0-9a-f]+|0o[0-7]+|0b[01]+)$/i.exec(text);
      // Go reads a leading 0 as octal.
      if (digits === null || /^0\d*[89]/.test(digits[2]!)) break;
      const size = /^0[0-7]+$/.test(digits[2]!) ? parseInt(digits[2]!, 8) : Number(digits[2]!);
      return digits[1] === '-' ? -size || 0 : size;
    }
    case 'number':
      try {
        return parseNumber(text);
      } catch {
        break;
      }
  }
  throw new Failure('bad-option', `invalid value ${quote(text)} for flag -${name}: parse error`);
}

function configFromFlags(values: FlagValues): Partial<Config> {
  const config: Partial<Record<keyof Config, string | number | boolean>> = {};
  for (const {key, name, choices} of configFields) {
    if (choices === undefined) {
      const value = values.get(name);
      if (name !== '' && value !== undefined) config[key] = value;
      continue;
    }
    const chosen = choices.filter((choice) => values.get(choice) === true);
    if (chosen.length > 1) throw new Failure('bad-option', `conflicting options set: [${chosen.join(' ')}]`);
    if (chosen.length === 1) config[key] = chosen[0]!;
  }
  return config as Partial<Config>;
}
