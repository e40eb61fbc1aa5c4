import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig} from '../../src/config/config.js';
import type {Config} from '../../src/config/config.js';
import type {FlameWish} from '../../src/report/flamegraph.js';
import type {FlameMatches} from '../../src/report/flame-matches.js';
import {Preparer} from '../../src/report/prepare.js';
import {reports} from '../../src/report/reports.js';
import {profileOf} from '../helpers/profile-of.js';

const preparer = new Preparer(profileOf('cpu nanoseconds', `
  main;walk;walk;alloc       10
  main;walk                   5
  main;alloc                 20
  gc;Allocate@a.go           40
  gc                         24
  main;outer>walk             1
  -                         100
`));

async function matches(config: Partial<Config>, wish?: FlameWish): Promise<FlameMatches> {
  return reports.flameMatches.make(await preparer.prepare(reports.flameMatches.settings({...defaultConfig, ...config})), wish);
}

test('a search counts every box, and no sample twice', async () => {
  assert.deepEqual(await matches({search: 'alloc'}), {matches: 3, width: 10 + 20 + 40, share: 70 / 200});
  // walk holds the alloc of 10 and the walk inside of it; a pattern tells capitals apart.
  assert.deepEqual(await matches({search: '/walk|alloc/'}), {matches: 5, width: 15 + 20 + 1, share: 36 / 200});
  assert.deepEqual(await matches({search: 'a.go'}), {matches: 1, width: 40, share: 0.2});
});

test('what matches nothing, and a pattern that is wrong, comes to nothing', async () => {
  for (const search of ['nowhere', '/(/', '/^$/']) assert.deepEqual(await matches({search}), {matches: 0, width: 0, share: 0});
});

test('the boxes of a function are counted by its whole name, and what it drives ends where the next function of theirs begins', async () => {
  // Of the 16 that pass through walk, 10 go on to alloc.
  assert.deepEqual(await matches({selected: 'walk'}), {matches: 3, width: 16, share: 0.08, drives: 6});
  assert.deepEqual(await matches({selected: 'alloc'}), {matches: 2, width: 30, share: 0.15, drives: 30});
});

test('boxes of one function at several addresses are one', async () => {
  const other = new Preparer(profileOf('cpu nanoseconds', `
    main@m.go:1;work@m.go:7 1
    main@m.go:2;work@m.go:8 2
  `));
  const {matches: count, width} = await reports.flameMatches.make(await other.prepare(reports.flameMatches.settings({...defaultConfig, selected: 'work'})), {});
  assert.deepEqual([count, width], [1, 3]);
});

test('around a function in the middle each half has its own boxes', async () => {
  const sandwich = 'walk';
  assert.deepEqual(await matches({sandwich, search: 'alloc'}, {half: 'callees'}), {matches: 1, width: 10, share: 10 / 16});
  assert.deepEqual(await matches({sandwich, search: 'main'}, {half: 'callers'}), {matches: 2, width: 16, share: 1});
  // The function itself is the root of both.
  assert.deepEqual(await matches({sandwich, selected: 'walk'}, {half: 'callees'}), {matches: 2, width: 16, share: 1, drives: 6});
});

test('what weighs nothing is no match', async () => {
  const zero = new Preparer(profileOf('samples count, cpu nanoseconds', 'main;a 1 0\n main;b 1 5'));
  const asked = {...defaultConfig, sampleIndex: 'cpu', selected: 'a'};
  assert.deepEqual(await reports.flameMatches.make(await zero.prepare(reports.flameMatches.settings(asked)), {}), {matches: 0, width: 0, share: 0, drives: 0});
});

test('boxes are counted up to a number, and what they weigh in full', async () => {
  const many = new Preparer(profileOf('cpu nanoseconds', Array.from({length: 10_002}, (_, row) => `main;f${row};leaf 1`).join('\n')));
  const count = async (selected: string) => {
    const {matches: boxes, width} = await reports.flameMatches.make(await many.prepare(reports.flameMatches.settings({...defaultConfig, selected})), {});
    return [boxes, width];
  };
  assert.deepEqual(await count('leaf'), [10_001, 10_002]);
  assert.deepEqual(await count('f7'), [1, 1]);
});
