import {closeSync, openSync, readSync, statSync} from 'node:fs';
import type {Asked} from './ask.js';
import type {Shape} from './generate.js';
import {measured} from './measure.js';
import type {Opened} from './opening.js';

const usual: Shape = {samples: 200_000, functions: 10_000};

/** What is changed of a usual profile, one thing at a time, from little to much. */
const axes: readonly (readonly [string, readonly (readonly [string, Partial<Shape>])[]])[] = [
  ['samples', [['50 000', {samples: 50_000}], ['200 000', {}], ['800 000', {samples: 800_000}]]],
  ['unique stacks', [['5 %', {fresh: 0.05}], ['28 %', {}], ['100 %', {fresh: 1}]]],
  ['depth', [['14', {depth: 0.5}], ['28', {}], ['112', {depth: 4}]]],
  ['labels', [['none', {labels: 'none'}], ['usual', {}], ['one set a sample', {labels: 'distinct'}]]],
  ['functions', [['1 000', {functions: 1_000}], ['10 000', {}], ['100 000', {functions: 100_000}]]],
];

/** How time and memory grow with what profiles are made of, as a table; `ask` measures one profile. */
export async function growthRows(ask: (name: string, shape: Shape) => Promise<Asked>, runs: number): Promise<string> {
  const lines = [
    '| by | at | MB inflated | rows of stacks | decode ms | ns a byte | flame model ms | top ms | columns MB | process MB |',
    '|---|---|---:|---:|---:|---:|---:|---:|---:|---:|',
  ];
  const known = new Map<string, Asked[]>();
  const samples: Asked[] = [];
  for (const [by, steps] of axes) {
    for (const [at, change] of steps) {
      const name = `growth-${Object.entries(change).flat().join('-') || 'usual'}`;
      let results = known.get(name);
      if (results === undefined) {
        results = [];
        for (let i = 0; i < runs; i++) results.push(await ask(name, {...usual, ...change}));
        known.set(name, results);
      }
      if (by === 'samples') samples.push(results[0]!);
      const of = (value: (result: Asked) => number): number => measured(results.map(value)).median;
      const {inflated, stacks} = results[0]!;
      lines.push(`| ${[
        by, at, (inflated / 1e6).toFixed(1), stacks, of(({decode}) => decode).toFixed(0), (of(({decode}) => decode) * 1e6 / inflated).toFixed(1),
        of(({flamegraph}) => flamegraph).toFixed(0), of(({top}) => top).toFixed(0), of(({columns}) => columns / 2 ** 20).toFixed(1), of(({memory}) => memory / 2 ** 20).toFixed(0),
      ].join(' | ')} |`);
    }
  }
  const fit = (value: (result: Asked) => number): string => exponentOf(samples.map((result) => [result.inflated, value(result)])).toFixed(2);
  const fits = [
    `decoding ${fit(({decode}) => decode)}`, `flame model ${fit(({flamegraph}) => flamegraph)}`, `top ${fit(({top}) => top)}`,
    `columns ${fit(({columns}) => columns)}`, `process ${fit(({memory}) => memory)}`,
  ];
  return `${lines.join('\n')}\n\nBy samples, as a power of the inflated bytes (1 is linear, goal ≤ 1): ${fits.join(', ')}.\n`;
}

/** How time and memory in Chromium grow from size to size, as a table with the power of the inflated bytes; the files are of one gzip member. */
export function growthInTab(opened: readonly {readonly size: string; readonly file: string; readonly results: readonly Pick<Opened, 'painted' | 'memory'>[]}[]): string {
  const points = opened.map(({size, file, results}) => ({
    size, bytes: inflatedBytes(file), painted: measured(results.map(({painted}) => painted)).median, memory: measured(results.map(({memory}) => memory / 2 ** 20)).median,
  }));
  const fit = (of: (point: typeof points[number]) => number): string => exponentOf(points.map((point) => [point.bytes, of(point)])).toFixed(2);
  const powers = (of: (point: typeof points[number]) => number): string => [
    `${fit(of)} over all`, ...points.slice(1).map((point, i) => `${exponentOf([points[i]!, point].map((end) => [end.bytes, of(end)])).toFixed(2)} from ${points[i]!.size} to ${point.size}`),
  ].join(', ');
  return [
    '| | MB inflated | painted ms | ms a MB | renderer, most over idle MB | MB a MB |', '|---|---:|---:|---:|---:|---:|',
    ...points.map(({size, bytes, painted, memory}) => `| ${[
      size, (bytes / 1e6).toFixed(1), painted.toFixed(0), (painted / bytes * 1e6).toFixed(1), memory.toFixed(0), (memory / bytes * 1e6).toFixed(2),
    ].join(' | ')} |`),
    '', `As a power of the inflated bytes (1 is linear, goal ≤ 1): time ${powers(({painted}) => painted)}; memory ${powers(({memory}) => memory)}.`,
  ].join('\n');
}

/** What the last four bytes of a gzip file say, which is true below 4 GB. */
function inflatedBytes(file: string): number {
  const bytes = new Uint8Array(4);
  const open = openSync(file, 'r');
  readSync(open, bytes, 0, 4, statSync(file).size - 4);
  closeSync(open);
  return new DataView(bytes.buffer).getUint32(0, true);
}

/** The power of x that y grows with: the slope of the line of least squares through their logarithms. */
export function exponentOf(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (of: (point: readonly [number, number]) => number): number => logs.reduce((sum, point) => sum + of(point), 0) / logs.length;
  const [x, y] = [mean(([log]) => log), mean(([, log]) => log)];
  return mean(([a, b]) => (a - x) * (b - y)) / mean(([a]) => (a - x) ** 2);
}
