import {Failure} from '../base/failure.js';
import {compileRegexp, prepareRegexps} from '../base/regexp.js';
import {defaultConfig} from '../config/config.js';
import type {Config} from '../config/config.js';
import {configFields} from '../config/fields.js';
import type {Profile} from '../profile/profile.js';
import {profileLabels} from '../report/legend.js';
import type {SourceFiles} from '../report/listing.js';
import type {Preparer} from '../report/prepare.js';
import {sampleIndexRow} from '../report/sample-index.js';
import {plainFormat} from '../report/values.js';
import {commands} from './commands.js';
import type {Pattern} from './commands.js';
import {complete} from './complete.js';
import type {Completion} from './complete.js';
import {FunctionNames} from './function-names.js';
import {firstHelp, helpOn, helpText, noHelp} from './help.js';
import {optionsText} from './options-text.js';
import {expandLine, parseLine} from './parse.js';

/** What a line of the prompt comes to. Plain data: it crosses the bridge. */
export interface ShellAnswer {
  /** The options after the line; the next line is asked with them. */
  readonly options: Config;
  /** What pprof says on the side: `Focus expression matched no samples`. */
  readonly messages: readonly string[];
  /** Why there is no output, in pprof's words where it has any; '' where all is well. */
  readonly error: string;
  readonly output: ShellOutput;
  /** Files of source that the line would show and whose text is not known: who has it asks again, with it. */
  readonly sources?: readonly string[];
}

/** The text of a file of source, by its path in the profile. */
export interface SourceText {
  readonly path: string;
  readonly lines: readonly string[];
}

export type ShellOutput =
  | {readonly kind: 'none'}
  | ShellText
  | ShellFile
  /** The wish to see a view of the page, with the options that the line asks for. */
  | {readonly kind: 'view'; readonly view: 'graph' | 'source'; readonly config: Config; readonly pattern: string; readonly command: string}
  | {readonly kind: 'quit'};

export interface ShellText {
  readonly kind: 'text';
  readonly text: string;
  /** Pairs of where a function's name begins and ends in `text`, from the front, at most one a line. */
  readonly names: Uint32Array;
}

export interface ShellFile {
  readonly kind: 'file';
  /** '' where the line names none: then it is `profileNNN.extension`, the first number that is free. */
  readonly name: string;
  readonly extension: string;
  readonly bytes: Uint8Array;
}

/** What the prompt asks of where it runs. */
export interface ShellHost {
  /** undefined where no files are seen: then `list` shows the lines that cost something, without their text. */
  readonly sources: ((config: Config) => SourceFiles) | undefined;
  /** profile.proto, gzip'd. */
  encode(profile: Profile): Promise<Uint8Array>;
}

/** Commands whose output is no text for a screen, with what their files end in. */
const extensions: ReadonlyMap<string, string> = new Map([
  ['callgrind', 'callgraph.out'], ['kcachegrind', 'callgraph.out'], ['proto', 'pb.gz'], ['topproto', 'pb.gz'],
]);

/** Commands whose rows name functions. */
const namedIn: ReadonlySet<string> = new Set(['top', 'text', 'tree', 'peek', 'list', 'traces']);

/** Commands for which pprof draws a picture or starts another program. */
const viewOf: ReadonlyMap<string, 'graph' | 'source'> = new Map([
  ...['web', 'svg', 'gif', 'pdf', 'png', 'ps', 'eog', 'evince', 'gv'].map((name): [string, 'graph'] => [name, 'graph']),
  ['weblist', 'source'],
]);

/** What the page alone asks, as if it asked nothing. */
const pageOnly: Partial<Config> = Object.fromEntries(configFields.filter(({name}) => name === '').map(({key}) => [key, defaultConfig[key]]));

const blankLines: readonly string[] = Array.from({length: 200_000}, () => '');

const nothing: ShellOutput = {kind: 'none'};

/**
 * pprof's prompt over one profile. It remembers nothing from line to line: the
 * options go in with a line and come back with its answer, so that who asks keeps
 * them over the end of a thread.
 */
export class Shell {
  readonly #preparer: Preparer;
  readonly #host: ShellHost;
  readonly #names: FunctionNames;
  readonly #sampleTypes: readonly string[];

  constructor(preparer: Preparer, host: ShellHost) {
    this.#preparer = preparer;
    this.#host = host;
    this.#names = new FunctionNames(preparer.profile);
    this.#sampleTypes = preparer.profile.sampleTypes.map(({type}) => type);
  }

  /** What is said before the first line, and the options that it starts with: those of `config`, with short legends. */
  async start(config: Config): Promise<ShellAnswer> {
    const options = {...config, ...pageOnly, compactLabels: true};
    const lines: string[] = [];
    try {
      const report = await this.#preparer.prepare(options);
      lines.push(...profileLabels(report, plainFormat(report)));
      if (report.total === 0n && this.#sampleTypes.length > 1) {
        lines.push('There are no samples of this type.', `Choose another with sample_index=NAME, one of: ${this.#sampleTypes.join(' ')}`);
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
    return {options, messages: [], error: '', output: plain([...lines, 'Type a command, for example', ...firstHelp, ''].join('\n'))};
  }

  /**
   * What `line` comes to. What is wrong with it is in the answer; only what we did wrong is thrown.
   *
   * @param sources what was found of the `sources` of the answer to the same line; others were not found then
   */
  async run(line: string, options: Config, sources?: readonly SourceText[]): Promise<ShellAnswer> {
    let answer: ShellAnswer = {options, messages: [], error: '', output: nothing};
    for (const part of expandLine(line, this.#sampleTypes)) {
      try {
        answer = await this.#runOne(part, answer.options, sources);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        answer = {...answer, error: error.details.pprof ?? error.message};
      }
    }
    return answer;
  }

  /** How `line` may go on. */
  complete(line: string): Completion {
    return complete(line, this.#names.all, this.#sampleTypes);
  }

  async #runOne(line: string, options: Config, sources: readonly SourceText[] | undefined): Promise<ShellAnswer> {
    const request = parseLine(line, options, (sampleIndex) => this.#typeOf(sampleIndex));
    const answer: ShellAnswer = {options, messages: [], error: '', output: nothing};
    switch (request.kind) {
      case 'nothing':
        return answer;
      case 'quit':
        return {...answer, output: {kind: 'quit'}};
      case 'set':
        return {...answer, options: request.options};
      case 'options':
        return {...answer, output: plain(optionsText(options, this.#sampleTypes, this.#shownType(options)))};
      case 'help': {
        const text = request.topic === '' ? helpText() : helpOn(request.topic);
        return text === undefined ? {...answer, error: noHelp(request.topic)} : {...answer, output: plain(text)};
      }
      case 'report': {
        const {command, pattern, config} = request;
        const view = viewOf.get(command);
        if (view !== undefined) return {...answer, output: {kind: 'view', view, config, pattern, command}};
        return {...answer, ...(await this.#report(command, pattern, config, sources))};
      }
    }
  }

  async #report(name: string, pattern: string, config: Config, sources: readonly SourceText[] | undefined): Promise<Omit<ShellAnswer, 'options'>> {
    const command = commands.get(name === 'kcachegrind' ? 'callgrind' : name)!;
    const report = await this.#preparer.prepare(command.settings(config));
    const messages = [...report.warnings];
    if (name === 'kcachegrind') messages.push('kcachegrind: no other program is started from here; open the file in KCachegrind');
    try {
      const most = mostRows.get(name);
      if (most !== undefined) refuseTooMany(name, report.profile, most);
      const wanted = new Set<string>();
      const files = sources === undefined ? this.#host.sources?.(config) ?? blankFiles(wanted) : givenFiles(sources);
      let printed = command.print(report, await compilePattern(pattern), files);
      if (wanted.size > 0 && typeof printed === 'string') {
        printed = printed.replace(/^ *\. +\. +\d+:\n/gm, '');
        messages.push('The text of the source is not known here; these are the lines that cost something.');
      }
      const extension = extensions.get(name);
      if (config.output === '' && extension === undefined && typeof printed === 'string') {
        return {messages, error: '', output: {kind: 'text', text: printed, names: namedIn.has(name) ? this.#names.spansIn(printed) : new Uint32Array(0)}, sources: [...wanted]};
      }
      const bytes = typeof printed === 'string' ? new TextEncoder().encode(printed) : await this.#host.encode(printed.profile);
      return {messages, error: '', output: {kind: 'file', name: config.output, extension: extension ?? '', bytes}, sources: [...wanted]};
    } catch (error) {
      // A text of more than 512 MB is no text in JavaScript.
      if (error instanceof RangeError && /string length/.test(error.message)) return {messages, error: tooLong(name), output: nothing};
      if (!(error instanceof Failure)) throw error;
      return {messages, error: error.details.pprof ?? error.message, output: nothing};
    }
  }

  /** The name of the type that a sample_index means. Fails with `bad-option`. */
  #typeOf(sampleIndex: string): string {
    return this.#sampleTypes[sampleIndexRow(this.#preparer.profile, sampleIndex)]!;
  }

  #shownType({sampleIndex}: Config): string {
    try {
      return this.#typeOf(sampleIndex);
    } catch {
      return sampleIndex;
    }
  }
}

/** Files of which only the numbers of the lines are known; each that is asked for comes to `wanted`. */
function blankFiles(wanted: Set<string>): SourceFiles {
  return {
    lines(path) {
      wanted.add(path);
      return blankLines;
    },
  };
}

function givenFiles(sources: readonly SourceText[]): SourceFiles {
  const byPath = new Map(sources.map(({path, lines}) => [path, lines]));
  return {
    lines(path) {
      const lines = byPath.get(path);
      if (lines === undefined) throw new Failure('no-source', `could not find file ${path}`);
      return lines;
    },
  };
}

/** The argument of a command, ready to be asked; undefined for ''. Fails with `bad-regexp`. */
export async function compilePattern(text: string): Promise<Pattern | undefined> {
  if (text === '') return undefined;
  await prepareRegexps([text]);
  return {text, matcher: compileRegexp(text, 'argument')};
}

/** Frames of text that a thread has room for while it puts them together: a row each of traces, a number each of raw. */
const mostRows: ReadonlyMap<string, number> = new Map([['traces', 4_000_000], ['raw', 20_000_000]]);

/** Fails with `too-large` where the stacks of all samples have more frames than there is room for. */
function refuseTooMany(name: string, {samples, stacks}: Profile, most: number): void {
  const depth = new Uint32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) depth[row] = stacks.caller[row]! < 0 ? 1 : depth[stacks.caller[row]!]! + 1;
  let rows = 0;
  for (let row = 0; row < samples.length; row++) rows += samples.stack[row]! < 0 ? 0 : depth[samples.stack[row]!]! + 1;
  if (rows > most) throw new Failure('too-large', `${tooLong(name)} (${rows} ${name === 'raw' ? 'frames' : 'lines'})`);
}

function tooLong(command: string): string {
  return `${command} would print more than there is room for; focus on less of the profile, as in ${command} main`;
}

function plain(text: string): ShellText {
  return {kind: 'text', text, names: new Uint32Array(0)};
}
