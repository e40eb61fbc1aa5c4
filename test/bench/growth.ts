import type {Asked} from './ask.js';
import type {Shape} from './generate.js';
import {measured} from './measure.js';

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

/** The power of x that y grows with: the slope of the line of least squares through their logarithms. */
export function exponentOf(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (of: (point: readonly [number, number]) => number): number => logs.reduce((sum, point) => sum + of(point), 0) / logs.length;
  const [x, y] = [mean(([log]) => log), mean(([, log]) => log)];
  return mean(([a, b]) => (a - x) * (b - y)) / mean(([a]) => (a - x) ** 2);
}
