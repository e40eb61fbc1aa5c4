import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Role} from '../../src/config/role.js';
import {orderedRows, type TopOrder} from '../../src/views/parts/top-order.js';

// name, whose code, flat, cum, drives
const table: readonly [string, Role, number, number, number][] = [
  ['runtime.memmove', Role.runtime, 370, 370, -1],
  ['main.loadFile', Role.yourCode, 0, 1780, 100],
  ['runtime.mallocgc', Role.allocation, 280, 1330, -1],
  ['main.summarize', Role.yourCode, 0, 3250, 3130],
  ['main.parseLine', Role.yourCode, 50, 1680, 1680],
];

const top = {
  frame: Uint32Array.from(table, (_, row) => row),
  flat: Float64Array.from(table, ([, , flat]) => flat),
  cum: Float64Array.from(table, ([, , , cum]) => cum),
  drives: Float64Array.from(table, ([, , , , drives]) => drives),
  frames: {names: table.map(([name]) => name), roles: Uint8Array.from(table, ([, role]) => role)},
};

for (const [order, names] of [
  ['own', ['main.summarize', 'main.parseLine', 'main.loadFile', 'runtime.memmove', 'runtime.mallocgc']],
  ['drives', ['main.summarize', 'main.parseLine', 'main.loadFile', 'runtime.memmove', 'runtime.mallocgc']],
  ['flat', ['runtime.memmove', 'runtime.mallocgc', 'main.parseLine', 'main.summarize', 'main.loadFile']],
  ['cum', ['main.summarize', 'main.loadFile', 'main.parseLine', 'runtime.mallocgc', 'runtime.memmove']],
  ['name', ['main.loadFile', 'main.parseLine', 'main.summarize', 'runtime.mallocgc', 'runtime.memmove']],
] as const satisfies readonly [TopOrder, readonly string[]][]) {
  test(`ordered by ${order}, the first is ${names[0]}`, () => {
    assert.deepEqual([...orderedRows(top, order, false)].map((row) => table[row]![0]), names);
    assert.deepEqual([...orderedRows(top, order, true)].map((row) => table[row]![0]), [...names].reverse());
  });
}

test('what fell as far as another grew stands beside it', () => {
  const diff = {...top, flat: Float64Array.from([-500, 400, 1, -2, 3])};
  assert.deepEqual([...orderedRows(diff, 'flat', false)], [0, 1, 4, 3, 2]);
});
