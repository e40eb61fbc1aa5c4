import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';

/** A symbol of our own sources (symbols.cc, symbols.rs) and what `c++filt -i` of binutils 2.40 says of it. */
export const symbols: readonly (readonly [symbol: string, text: string])[] = readFileSync(new URL('symbols.tsv', import.meta.url), 'utf8')
  .trim().split('\n').map((line) => line.split('\t') as [string, string]);

/** What the installed `c++filt -i` says of each; undefined where there is none, or LLVM's, which has a style of its own. */
export function filtered(names: readonly string[]): readonly string[] | undefined {
  const version = spawnSync('c++filt', ['--version'], {encoding: 'utf8'});
  if (version.status !== 0 || !version.stdout.includes('GNU')) return undefined;
  const {status, stdout} = spawnSync('c++filt', ['-i', ...names], {encoding: 'utf8'});
  return status === 0 ? stdout.trimEnd().split('\n') : undefined;
}
