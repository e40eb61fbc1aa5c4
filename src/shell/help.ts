import {padEnd} from '../base/format.js';
import {configFields} from '../config/fields.js';
import {nearestWord, optionOf} from './parse.js';

interface CommandHelp {
  readonly does: string;
  /** What may follow the name. */
  readonly form?: string;
}

const filtered = '[rows] [focus]… [-ignore]…';

/** What each command does, in one line. */
const commandHelp = new Map<string, CommandHelp>([
  ['top', {does: 'the heaviest functions, 10 unless a number says more', form: `${filtered} [-cum] [>file]`}],
  ['text', {does: 'the same as top', form: `${filtered} [-cum] [>file]`}],
  ['list', {does: 'source of the functions that match, with the cost of each line', form: 'pattern [focus]… [-ignore]… [>file]'}],
  ['web', {does: 'the call graph: opens the view Graph with the options of this prompt', form: filtered}],
  ['tree', {does: 'every function between those that call it and those it calls', form: `${filtered} [-cum] [>file]`}],
  ['peek', {does: 'callers and callees of the functions that match, nothing trimmed', form: 'pattern [focus]… [-ignore]… [>file]'}],
  ['weblist', {does: 'source in the view Source', form: 'pattern [focus]… [-ignore]…'}],
  ['disasm', {does: 'machine code with its cost; it needs the program itself', form: 'pattern [focus]… [-ignore]… [>file]'}],
  ['traces', {does: 'every stack with its value', form: `${filtered} [>file]`}],
  ['tags', {does: 'labels and what each of their values costs', form: '[labels]… [-labels]… [>file]'}],
  ['raw', {does: 'all that the profile holds, as text', form: '[>file]'}],
  ['comments', {does: 'the comments that stand in the profile', form: '[>file]'}],
  ['dot', {does: 'the call graph as text for Graphviz', form: `${filtered} [>file]`}],
  ['callgrind', {does: 'a file for KCachegrind', form: `${filtered} [>file]`}],
  ['proto', {does: 'the profile after the filters, as a file', form: '[focus]… [-ignore]… [>file]'}],
  ['topproto', {does: 'the rows of top as a profile of their own, as a file', form: `${filtered} [-cum] [>file]`}],
  ['svg', {does: 'the call graph as a picture: opens the view Graph', form: filtered}],
  ...['gif', 'pdf', 'png', 'ps'].map((name): [string, CommandHelp] => [name, {does: 'the same; dot >file is what Graphviz draws it from', form: filtered}]),
  ...['eog', 'evince', 'gv'].map((name): [string, CommandHelp] => [name, {does: 'the same; no other program is started from here', form: filtered}]),
  ['kcachegrind', {does: 'the file of callgrind, to be opened in KCachegrind by hand', form: filtered}],
]);

const choiceHelp = new Map([
  ['flat', 'by what a function costs itself'],
  ['cum', 'by what it costs with all that it calls'],
  ['functions', 'one entry a function name'],
  ['filefunctions', 'one entry a function and file'],
  ['files', 'one entry a file'],
  ['lines', 'one entry a line of source'],
  ['addresses', 'one entry a machine address'],
]);

const wordHelp: readonly (readonly [words: string, does: string])[] = [
  ['o, options', 'every option with its value'],
  ['help [word]', 'this list, or more about one word'],
  ['q, quit, exit', 'leave'],
];

/** The first words of the prompt, six lines. */
export const firstHelp: readonly string[] = [
  line('top10 -cum', 'the 10 functions that cost most, with all that they call'),
  line('list main', 'source of every function whose name matches, with the cost of each line'),
  line('web', 'the call graph'),
  line('focus=main', 'an option holds for all that follows; main behind a command holds for that command'),
  line('top >top.txt', 'saves what a command prints'),
  line('help, o', 'all commands, all options; Tab completes'),
];

function line(name: string, text: string): string {
  return `  ${padEnd(name, 16)} ${text}`;
}

/** What `help` prints. */
export function helpText(): string {
  const options = configFields.filter(({name, choices}) => name !== '' && choices === undefined);
  const groups = configFields.filter(({name, choices}) => name !== '' && choices !== undefined);
  return [
    'Commands',
    ...[...commandHelp].map(([name, {does}]) => line(name, does)),
    ...wordHelp.map(([words, does]) => line(words, does)),
    '',
    'Behind a command: a number of rows, patterns to focus on, -patterns to ignore, -cum, >file.',
    '',
    'Options, set by name=value; a yes-or-no one by its name alone',
    ...options.map(({name, help}) => line(name, help)),
    '',
    'Options that are one word of a few, set by that word alone: lines, or granularity=lines',
    ...groups.flatMap(({name, help, choices}) => [line(name, help), ...choices!.map((choice) => `  ${line(choice, choiceHelp.get(choice) ?? '')}`)]),
    '',
    'A sample type alone chooses it; mean_ before it shows the mean per event, total_ the sum again.',
    ': alone clears every filter, those of show, show_from, prune_from and all tag options too.',
    '',
  ].join('\n');
}

/** What `help topic` prints; undefined where it is neither a command nor an option. */
export function helpOn(topic: string): string | undefined {
  const command = commandHelp.get(topic);
  if (command !== undefined) return `${topic}: ${command.does}\n  ${topic}${command.form === undefined ? '' : ` ${command.form}`}\n`;
  const option = optionOf(topic);
  if (option === undefined) return undefined;
  if (option.name !== topic) return `${topic}: ${choiceHelp.get(topic) ?? option.help}\n  a choice of ${option.name}: ${topic}, or ${option.name}=${topic}\n`;
  const values = option.choices?.join(' | ') ?? {text: 'text', regexp: 'a regular expression', boolean: 'true | false', integer: 'a whole number', number: 'a number', choice: ''}[option.kind];
  return `${topic}: ${option.help}\n  ${topic}=<val>, ${values}\n`;
}

/** What is said of a topic that there is no help on. */
export function noHelp(topic: string): string {
  const meant = nearestWord(topic);
  return `Unknown command: ${topic}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}
