import {closeSync, createReadStream, openSync, readFileSync, readSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {Failure} from '../src/base/failure.js';
import type {Config} from '../src/config/config.js';
import {trimSourcePath} from '../src/graph/trim-path.js';
import {encodeProfile} from '../src/profile/encode.js';
import {gzip} from '../src/profile/gzip.js';
import {assembleProfile} from '../src/profile/assemble.js';
import {readProfile} from '../src/profile/open.js';
import type {Profile} from '../src/profile/profile.js';
import type {SourceFiles} from '../src/report/listing.js';
import {Preparer} from '../src/report/prepare.js';
import {parseArguments} from '../src/shell/arguments.js';
import type {Arguments} from '../src/shell/arguments.js';
import {commands} from '../src/shell/commands.js';
import {compilePattern, Shell} from '../src/shell/shell.js';
import {demangleProfile, parseSymbolize} from '../src/symbol/demangle.js';
import {prompt, type Terminal} from './report-prompt.js';

// `npm run report -- ARGS…`: the engine in Node, pprof's arguments in, pprof's text
// out; without a report among them, pprof's prompt. `--batch FILE` reads one JSON array of arguments a line and prints one JSON
// object a line.

interface Outcome {
  readonly output: string | Uint8Array;
  readonly exit: number;
}

/** What `pprof ARGS…` comes to; what it says on the side goes to `say`. */
export async function runReport(words: readonly string[], say: (message: string) => void): Promise<Outcome> {
  try {
    const asked = parseArguments(words);
    asked.messages.forEach(say);
    if (asked.command === undefined) throw new Failure('not-supported', 'no report is named; name one, as in -top');
    const command = commands.get(asked.command)!;
    const preparer = await openProfiles(asked, say);
    const report = await preparer.prepare(command.settings(asked.config));
    report.warnings.forEach(say);
    const printed = command.print(report, await compilePattern(asked.pattern), sourceFiles(asked.config));
    const output = typeof printed === 'string' ? printed : await gzip(encodeProfile(printed.profile));
    if (asked.config.output === '') return {output, exit: 0};
    say(`Generating report in ${asked.config.output}`);
    writeFileSync(asked.config.output, output);
    return {output: '', exit: 0};
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(`pprof: ${error.details.pprof ?? error.message}`);
    return {output: '', exit: 2};
  }
}

/** pprof's prompt over what `words` name; gives the exit. */
export async function runPrompt(words: readonly string[], terminal: Terminal): Promise<number> {
  const say = (message: string) => terminal.error.write(message + '\n');
  try {
    const asked = parseArguments(words);
    asked.messages.forEach(say);
    const preparer = await openProfiles(asked, say);
    const shell = new Shell(preparer, {sources: sourceFiles, encode: (profile) => gzip(encodeProfile(profile))});
    await prompt(shell, asked.config, terminal);
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(`pprof: ${error.details.pprof ?? error.message}`);
    return 2;
  }
}

/** Source files of this machine, by the rules of `source_path` and `trim_path`. */
function sourceFiles({sourcePath, trimPath}: Config): SourceFiles {
  const search = sourcePath === '' ? process.cwd() : sourcePath;
  return {
    lines(file) {
      const path = trimSourcePath(file, trimPath, search);
      // A file elsewhere on this machine is not ours to look at: only folders that were named are read.
      const [candidates, missing] = path.startsWith('/')
        ? [search.split(':').some((folder) => path.startsWith(join(folder, '/'))) ? [path] : [], `open ${path}: no such file or directory`]
        : [search.split(':').flatMap((folder) => withParents(folder).map((parent) => join(parent, path))), `could not find file ${path} on path ${search}`];
      const found = candidates.find((candidate) => statSync(candidate, {throwIfNoEntry: false})?.isFile() === true);
      if (found === undefined) throw new Failure('no-source', missing, {pprof: missing});
      const lines = readFileSync(found, 'utf8').split(/\r?\n/);
      if (lines.at(-1) === '') lines.pop();
      return lines;
    },
  };
}

function withParents(folder: string): string[] {
  const folders = [folder];
  for (let parent = dirname(folder); parent !== folders.at(-1); parent = dirname(parent)) folders.push(parent);
  return folders;
}

/** The last few that were opened: in a batch, many reports in a row ask the same. */
const opened = new Map<string, Preparer>();
const mostOpened = 3;

async function openProfiles(asked: Arguments, say: (message: string) => void): Promise<Preparer> {
  const {sources, bases, diffBase, symbolize, comment, buildId, allFrames, goText, config: {normalize}} = asked;
  const key = JSON.stringify({sources, bases, diffBase, symbolize, comment, buildId, allFrames, goText, normalize});
  let preparer = opened.get(key);
  if (preparer === undefined) {
    preparer = new Preparer(await fetchProfiles(asked, say));
    if (opened.size >= mostOpened) opened.delete(opened.keys().next().value!);
    opened.set(key, preparer);
  }
  return preparer;
}

/** Sources and bases are read in the order they were given; symbols come after the merge. (fetch.go fetchProfiles) */
async function fetchProfiles(asked: Arguments, say: (message: string) => void): Promise<Profile> {
  const {symbolize, allFrames, comment, diffBase, buildId, config: {normalize}} = asked;
  // A binary in front of the profiles names their main mapping, as it does for pprof; its symbols are not read.
  const [first, ...others] = asked.sources;
  const file = others.length > 0 && isBinary(first!) ? first! : '';
  const sources = await readAll(file === '' ? asked.sources : others, asked, 'source', say);
  const bases = asked.bases.length === 0 ? [] : await readAll(asked.bases, asked, 'base', say);
  const {none, mode, force, warnings} = parseSymbolize(symbolize);
  warnings.forEach(say);
  return assembleProfile(sources, {
    bases, diffBase, normalize, allFrames, comment, binary: {file, buildId},
    symbolize: (profile) => (none ? profile : demangleProfile(profile, mode, force)),
  });
}

/** Whether a file is an ELF object. */
function isBinary(path: string): boolean {
  if (statSync(path, {throwIfNoEntry: false})?.isFile() !== true) return false;
  const file = openSync(path, 'r');
  const magic = Buffer.alloc(4);
  readSync(file, magic, 0, 4, 0);
  closeSync(file);
  return magic.toString('latin1') === '\x7fELF';
}

async function readAll(paths: readonly string[], {goText}: Arguments, what: string, say: (message: string) => void): Promise<Profile[]> {
  const profiles: Profile[] = [];
  for (const path of paths) {
    try {
      profiles.push(await readFile(path, goText));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      say(`${path}: ${error.details.pprof ?? error.message}`);
    }
  }
  if (profiles.length === 0) throw new Failure('no-source', `failed to fetch any ${what} profiles`);
  if (profiles.length < paths.length) say(`Fetched ${profiles.length} ${what} profiles out of ${paths.length}`);
  return profiles;
}

async function readFile(path: string, goText: boolean): Promise<Profile> {
  const size = statSync(path, {throwIfNoEntry: false})?.size;
  if (size === undefined) throw new Failure('unreadable-file', `open ${path}: no such file or directory`);
  return readProfile(createReadStream(path, {highWaterMark: 1 << 18}), {name: path, size, allowLarge: true, goText});
}

async function main(words: readonly string[]): Promise<void> {
  if (words[0] === '--batch' && words[1] !== undefined) {
    for (const line of readFileSync(words[1], 'utf8').split('\n')) {
      if (line.trim() === '') continue;
      const {output, exit} = await answer(JSON.parse(line) as string[]);
      const said = typeof output === 'string' ? {stdout: output, exit} : {stdoutBase64: Buffer.from(output).toString('base64'), exit};
      process.stdout.write(JSON.stringify(said) + '\n');
    }
    return;
  }
  if (asksForPrompt(words)) {
    process.exitCode = await runPrompt(words, {input: process.stdin, output: process.stdout, error: process.stderr});
    return;
  }
  const {output, exit} = await runReport(words, (message) => process.stderr.write(message + '\n'));
  process.stdout.write(output);
  process.exitCode = exit;
}

function asksForPrompt(words: readonly string[]): boolean {
  try {
    return parseArguments(words).command === undefined;
  } catch {
    return false;
  }
}

/** In a batch, a fault of ours costs its own case only, and shows as an exit that pprof never has. */
async function answer(words: readonly string[]): Promise<Outcome> {
  try {
    return await runReport(words, () => {});
  } catch (error) {
    process.stderr.write(`${words.join(' ')}\n${(error as Error).stack}\n`);
    return {output: '', exit: 70};
  }
}

if (import.meta.filename === process.argv[1]) await main(process.argv.slice(2));
