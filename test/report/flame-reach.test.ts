import assert from 'node:assert/strict';
import {test} from 'node:test';
import {boxName} from '../../src/config/box-name.js';
import {defaultConfig} from '../../src/config/config.js';
import type {Config} from '../../src/config/config.js';
import type {FlamegraphReport, FlameWish, Reach} from '../../src/report/flamegraph.js';
import {Preparer} from '../../src/report/prepare.js';
import {reports} from '../../src/report/reports.js';
import {profileOf} from '../helpers/profile-of.js';

// In the order of a walk: main, sum, alloc, parse, alloc, walk, walk; then gc.
const preparer = new Preparer(profileOf('cpu nanoseconds', `
  main;sum;alloc         50
  main;parse;alloc@p.go  20
  main;walk>walk         10
  gc                      5
`));

async function flamegraph(wish: FlameWish, config: Partial<Config> = {}): Promise<FlamegraphReport> {
  return reports.flamegraph.make(await preparer.prepare(reports.flamegraph.settings({...defaultConfig, ...config})), wish);
}

/** The names from below the root to what is found; undefined for nothing. */
async function found(reach: Reach, config: Partial<Config> = {}): Promise<string | undefined> {
  const model = await flamegraph({reach}, config);
  return model.reached < 0 ? undefined : pathIn(model, model.reached).join(';');
}

function pathIn({caller, frames, frame}: FlamegraphReport, row: number): string[] {
  return row === 0 ? [] : [...pathIn({caller, frames, frame} as FlamegraphReport, caller[row]!), frames.names[frame[row]!]!];
}

/** A box by its names, as a question names it. */
async function nodesOf(path: string): Promise<Int32Array> {
  const model = await flamegraph({});
  const row = model.width.findIndex((_, row) => pathIn(model, row).join(';') === path);
  assert.ok(row >= 0, path);
  const nodes: number[] = [];
  for (let box = row; box > 0; box = model.caller[box]!) nodes.unshift(model.nodes[model.frame[box]!]!);
  return Int32Array.from(nodes);
}

test('a box is found by what an address calls it, frames that are inlined among those above it', async () => {
  for (const path of ['main', 'main;sum;alloc', 'main;parse;alloc', 'main;walk;walk', 'gc']) {
    assert.equal(await found({kind: 'path', path: boxName(path.split(';')), names: []}), path);
  }
  for (const path of [boxName(['alloc']), '', 'x']) assert.equal(await found({kind: 'path', path, names: []}), undefined, path);
});

test('what a filter took away is found as far as its names lead', async () => {
  const path = boxName(['main', 'sum', 'alloc']);
  assert.equal(await found({kind: 'path', path, names: ['main', 'sum', 'alloc']}, {hide: '^sum$'}), 'main;alloc');
  assert.equal(await found({kind: 'path', path, names: ['main', 'sum', 'alloc']}, {ignore: '^sum$'}), 'main');
});

test('a pattern finds the widest box of a function, and none where it is wrong', async () => {
  assert.equal(await found({kind: 'pattern', pattern: '^alloc$'}), 'main;sum;alloc');
  assert.equal(await found({kind: 'pattern', pattern: '^(walk|parse)$'}), 'main;parse');
  assert.equal(await found({kind: 'pattern', pattern: 'p.go'}), undefined);
  assert.equal(await found({kind: 'pattern', pattern: '('}), undefined);
});

test('the next match comes in the order of a walk down the boxes, and after the last one the first', async () => {
  const walk = async (direction: 1 | -1): Promise<string[]> => {
    const seen: string[] = [];
    for (let from = new Int32Array(); seen.length < 5;) {
      const {reached, ...model} = await flamegraph({reach: {kind: 'match', from, direction}}, {search: 'AL'});
      seen.push(pathIn(model as FlamegraphReport, reached).join(';'));
      from = await nodesOf(seen.at(-1)!) as typeof from;
    }
    return seen;
  };
  const all = ['main;sum;alloc', 'main;parse;alloc', 'main;walk', 'main;walk;walk'];
  assert.deepEqual(await walk(1), [...all, all[0]]);
  assert.deepEqual(await walk(-1), [all[3], all[2], all[1], all[0], all[3]]);
});

test('a match is a name or a file, one that stands alone is its own next, and without any there is none', async () => {
  const parse = await nodesOf('main;parse;alloc');
  for (const direction of [1, -1] as const) {
    assert.equal(await found({kind: 'match', from: new Int32Array(), direction}, {search: 'p.go'}), 'main;parse;alloc');
    assert.equal(await found({kind: 'match', from: parse, direction}, {search: 'p.go'}), 'main;parse;alloc');
    assert.equal(await found({kind: 'match', from: parse, direction}, {search: '/^sum$/'}), 'main;sum');
    assert.equal(await found({kind: 'match', from: parse, direction}, {search: 'nowhere'}), undefined);
    assert.equal(await found({kind: 'match', from: parse, direction}, {search: '/(/'}), undefined);
  }
});

test('neighbours of a box are found: its widest callee, the next sibling, and the last', async () => {
  assert.equal(await found({kind: 'callee', from: await nodesOf('main')}), 'main;sum');
  assert.equal(await found({kind: 'callee', from: await nodesOf('gc')}), undefined);
  assert.equal(await found({kind: 'next', from: await nodesOf('main;sum')}), 'main;parse');
  assert.equal(await found({kind: 'next', from: await nodesOf('main;walk')}), 'main;walk');
  assert.equal(await found({kind: 'last', from: await nodesOf('main;sum')}), 'main;walk');
});
