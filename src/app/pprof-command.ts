import type {ProfileInfo} from '../bridge/engine.js';
import {defaultConfig, type Config} from '../config/config.js';
import {configFields} from '../config/fields.js';

/** The form that shows in pprof what a view shows here; its web page where there is none. */
const outputs = new Map([['top', '-top'], ['peek', '-peek=.'], ['traces', '-traces'], ['tags', '-tags']]);

/**
 * The command that gives the same numbers in a terminal, ready for a POSIX shell.
 *
 *   go tool pprof -http=: -focus='main\.' cpu.pb.gz
 */
export function pprofCommand(profile: Pick<ProfileInfo, 'name'>, config: Config, view: string): string {
  const words = ['go tool pprof', outputs.get(view) ?? '-http=:'];
  for (const {key, name, kind} of configFields) {
    const value = config[key];
    if (name === '' || name === 'output' || value === defaultConfig[key] || value === '') continue;
    if (kind === 'choice') words.push(`-${String(value)}`);
    else if (kind === 'boolean') words.push(value === true ? `-${name}` : `-${name}=false`);
    else words.push(`-${name}=${quoted(String(value))}`);
  }
  words.push(quoted(profile.name.startsWith('-') ? `./${profile.name}` : profile.name));
  return words.join(' ');
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
