import {quoteRegexp} from '../base/quote-regexp.js';
import type {ProfileInfo} from '../bridge/engine.js';
import {defaultConfig, type Config} from '../config/config.js';
import {configFields} from '../config/fields.js';

/** The limits of a graph, which mean nothing where nothing is trimmed. */
const limits: readonly (keyof Config)[] = ['trim', 'nodeCount', 'nodeFraction', 'edgeFraction'];

/** What is not asked: where a report goes. */
const unsaid: readonly (keyof Config)[] = ['output'];

/**
 * The command that gives the same numbers in a terminal, ready for a POSIX shell.
 *
 *   go tool pprof -http=: -focus='main\.' cpu.pb.gz
 *
 * '' where there is none: pprof reads no goroutine dump, and of Go's text no names.
 */
export function pprofCommand(profile: Pick<ProfileInfo, 'name' | 'goText' | 'comparison'>, config: Config, view: string): string {
  if (profile.goText !== '') return '';
  const {flags, untrimmed = false} = outputOf(view, config);
  const words = ['go tool pprof', ...flags, ...(untrimmed ? ['-trim=false'] : [])];
  for (const {key, name, kind} of configFields) {
    const value = config[key];
    if (name === '' || value === defaultConfig[key] || unsaid.includes(key) || (key === 'normalize' && profile.comparison === undefined) || (untrimmed && limits.includes(key))) continue;
    if (kind === 'choice') words.push(`-${String(value)}`);
    else if (kind === 'boolean') words.push(value === true ? `-${name}` : `-${name}=false`);
    else words.push(`-${name}=${quoted(String(value))}`);
  }
  const {comparison} = profile;
  if (comparison !== undefined) words.push(`-${comparison.kind}=${quoted(fileWord(comparison.before.name))}`);
  words.push(quoted(fileWord(comparison?.after.name ?? profile.name)));
  return words.join(' ');
}

/** The form that shows in pprof what a view shows here; its web page where there is none. */
function outputOf(view: string, {selected}: Config): {flags: readonly string[]; untrimmed?: boolean} {
  const pattern = quoted(selected === '' ? '.' : `^${quoteRegexp(selected)}$`);
  switch (view) {
    case 'top':
      // Top shows every row, and pprof leaves out what is small.
      return {flags: ['-top'], untrimmed: true};
    case 'peek':
      return {flags: [`-peek=${pattern}`]};
    case 'source':
      return {flags: [selected === '' ? '-http=:' : `-list=${pattern}`]};
    case 'traces':
      return {flags: ['-traces']};
    case 'tags':
      return {flags: ['-tags']};
    case 'console':
      return {flags: []};
    default:
      return {flags: ['-http=:']};
  }
}

/** A file whose name begins like a flag, or reads like the address of a host, is named by its folder too. */
function fileWord(name: string): string {
  return name.startsWith('-') || (name.includes(':') && !name.includes('/')) ? `./${name}` : name;
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
