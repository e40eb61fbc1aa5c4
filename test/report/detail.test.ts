import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig} from '../../src/config/config.js';
import type {Config} from '../../src/config/config.js';
import type {Profile} from '../../src/profile/profile.js';
import {detailReport} from '../../src/report/detail.js';
import type {DetailReport, Neighbour} from '../../src/report/detail.js';
import {Preparer} from '../../src/report/prepare.js';
import {reports} from '../../src/report/reports.js';
import {profileOf} from '../helpers/profile-of.js';

async function detail(profile: Profile, selected: string, config: Partial<Config> = {}): Promise<DetailReport> {
  return detailReport(await new Preparer(profile).prepare(reports.detail.settings({...defaultConfig, ...config, selected})));
}

const said = (neighbours: readonly Neighbour[]) => neighbours.map(({name, value}) => `${name} ${value}`);

const requests = profileOf('cpu nanoseconds', `
  main.main@main.go:10;main.serve@serve.go:20;main.parse@parse.go:30 1
  main.main@main.go:10;main.serve@serve.go:21;main.parse@parse.go:31 2
  main.main@main.go:11;main.serve@serve.go:21                        4
  main.main@main.go:12;main.idle@main.go:40                          8
`);

test('a function has its flat, its cum, and the two neighbours\' calls', async () => {
  const serve = await detail(requests, 'main.serve');
  assert.equal(serve.found, true);
  assert.deepEqual([serve.flat, serve.cum, serve.total, serve.drives], [4, 7, 15, 4]);
  assert.deepEqual(said(serve.callers), ['main.main 7']);
  assert.deepEqual(said(serve.callees), ['main.parse 3']);
  assert.deepEqual([serve.file, serve.package, serve.binary], ['serve.go', 'main', 'app']);
});

test('its lines are told apart, the heaviest first', async () => {
  const serve = await detail(requests, 'main.serve');
  assert.deepEqual(serve.lines, [{file: 'serve.go', line: 21, flat: 4, cum: 6}, {file: 'serve.go', line: 20, flat: 0, cum: 1}]);
  assert.equal(serve.line, 20);
});

test('recursion counts a sample once', async () => {
  const profile = profileOf('cpu nanoseconds', `
    main;walk;visit;walk;visit;walk 1
    main;walk;walk                  2
  `);
  const walk = await detail(profile, 'walk');
  assert.deepEqual([walk.flat, walk.cum], [3, 3]);
  assert.deepEqual(said(walk.callers), ['main 3', 'visit 1']);
  assert.deepEqual(said(walk.callees), ['visit 1']);
});

test('a small function keeps its numbers beside sums that a double cannot hold', async () => {
  const profile = profileOf('cpu nanoseconds', `
    main;large               9007199254740993
    main;large;small;smaller 3
    main;large;small         4
    main;larger              4611686018427387904
    main;small               5
  `);
  const small = await detail(profile, 'small');
  assert.deepEqual([small.flat, small.cum, said(small.callers), said(small.callees)], [9, 12, ['large 7', 'main 5'], ['smaller 3']]);
});

test('inlined lines are frames like any other', async () => {
  const profile = profileOf('cpu nanoseconds', 'main;outer>middle>inner 5');
  const middle = await detail(profile, 'middle');
  assert.deepEqual([middle.flat, middle.cum, said(middle.callers), said(middle.callees)], [0, 5, ['outer 5'], ['inner 5']]);
  const outer = await detail(profile, 'outer', {noInlines: true});
  assert.deepEqual([outer.flat, said(outer.callees)], [5, []]);
});

test('a name that a view printed with its line is found', async () => {
  assert.equal((await detail(requests, 'main.serve:21')).name, 'main.serve');
  assert.equal((await detail(requests, 'main.serve serve.go:21')).name, 'main.serve');
});

test('what is not there is said to be not there', async () => {
  assert.equal((await detail(requests, 'main.absent')).found, false);
  assert.equal((await detail(requests, 'main.serve', {focus: 'idle'})).found, false);
});

test('its labels come with what carries them', async () => {
  const profile = profileOf('cpu nanoseconds', `
    main;work 1 {user=ann}
    main;work 2 {user=bob}
    main;work 4 {user=ann}
    main      8 {user=bob}
  `);
  assert.deepEqual((await detail(profile, 'work')).labels, [{key: 'user', value: 'ann', amount: 5}, {key: 'user', value: 'bob', amount: 2}]);
});

test('a location without a function is found by its binary', async () => {
  const profile = profileOf('cpu nanoseconds', 'main 1', (builder) => {
    builder.sample([builder.location(builder.mapping({file: '/lib/libc.so'}), 0x10n), 0], [2]);
  });
  const libc = await detail(profile, '[libc.so]');
  assert.deepEqual([libc.flat, libc.cum, libc.binary, said(libc.callers)], [2, 2, 'libc.so', ['main 2']]);
});
