import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Asked} from './ask.js';
import {printed, row, type Row} from './measure.js';

const run = promisify(execFile);

/** A process of its own for each run: what is compiled and held from one must not help the next. */
export async function ask(file: string): Promise<Asked> {
  const {stdout} = await run(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'ask.ts'), file], {maxBuffer: 2 ** 26});
  return JSON.parse(stdout) as Asked;
}

export function askedTable(size: string, results: readonly Asked[]): string {
  const {inflated, samples, stacks, boxes} = results[0]!;
  const all = (of: (result: Asked) => number): number[] => results.map(of);
  const by = all((result) => result.gunzip);
  const timed = (what: string, of: (result: Asked) => number, most?: number): Row =>
    row(what, size, 'ms', all(of), {by, to: 'of gunzip', ...most !== undefined && size.startsWith('L') ? {goal: {bound: most}} : {}});
  const table = printed([
    row('gunzipSync', size, 'ms', by),
    row('decode, of inflated bytes', size, 'MB/s', all((result) => result.inflated / result.decode / 1000)),
    timed('decode', ({decode}) => decode),
    timed('file → columns (fflate inflates)', ({open}) => open),
    timed('what the profile says of itself', ({info}) => info),
    timed('flame model', ({flamegraph}) => flamegraph),
    timed('zoom of the flame graph', ({zoom}) => zoom),
    timed('search in all boxes', ({search}) => search, 50),
    timed('flame model, another sample type', ({sampleType}) => sampleType, 100),
    timed('flame model, focus by a regexp', ({focus}) => focus, 400),
    timed('flame model, ignore by a regexp', ({ignore}) => ignore, 400),
    timed('flame model, hide by a regexp', ({hide}) => hide, 400),
    timed('top (flat and cum), the first', ({top}) => top),
    timed('top, another sample type', ({topAgain}) => topAgain, 150),
    timed('detail of a function', ({detail}) => detail, 150),
    timed('peek, the first', ({peek}) => peek),
    timed('peek, another function', ({peekAgain}) => peekAgain, 150),
    timed('source, the first', ({source}) => source),
    timed('source, another function', ({sourceAgain}) => sourceAgain, 150),
    timed('graph of 80 nodes, the first', ({graph}) => graph),
    timed('graph of 80 nodes, another sample type', ({graphAgain}) => graphAgain, 500),
    ...results.every(({diff}) => diff > 0) ? [row('open another and compare', size, 'ms', all(({diff}) => diff), {
      by: all(({open, info, flamegraph}) => open + info + flamegraph), to: 'of opening one', ...size.startsWith('L') ? {goal: {bound: 3, ofRatio: true}} : {},
    })] : [],
    timed('findings', ({findings}) => findings),
    row('columns', size, 'MB', all(({columns}) => columns / 2 ** 20)),
    row('process, most over its start', size, 'MB', all(({memory}) => memory / 2 ** 20)),
  ]);
  return `${(inflated / 1e6).toFixed(1)} MB inflated, ${samples} samples, ${stacks} rows of stacks, ${boxes} boxes in an answer.\n\n${table}`;
}
