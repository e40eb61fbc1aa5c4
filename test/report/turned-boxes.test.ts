import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig} from '../../src/config/config.js';
import type {Config} from '../../src/config/config.js';
import type {Profile} from '../../src/profile/profile.js';
import type {FlamegraphReport} from '../../src/report/flamegraph.js';
import {Preparer} from '../../src/report/prepare.js';
import {reports} from '../../src/report/reports.js';
import {profileOf} from '../helpers/profile-of.js';

async function flamegraph(profile: Profile, config: Partial<Config>): Promise<FlamegraphReport> {
  return reports.flamegraph.make(await new Preparer(profile).prepare(reports.flamegraph.settings({...defaultConfig, ...config})));
}

/** A line a depth: `name start+width`, each with its flat behind a slash. */
function drawn(graph: FlamegraphReport): string[] {
  return Array.from({length: graph.depthStart.length - 1}, (_, depth) => {
    const boxes: string[] = [];
    for (let row = graph.depthStart[depth]!; row < graph.depthStart[depth + 1]!; row++) {
      boxes.push(`${graph.frames.names[graph.frame[row]!]} ${graph.start[row]}+${graph.width[row]}/${graph.flat[row]}`);
    }
    return boxes.join(' | ');
  });
}

const service = profileOf('cpu nanoseconds', `
  main;serve;parse 4
  main;load;parse  3
  main;serve       2
`);

test('bottom-up begins with what samples end in, and goes on to the callers', async () => {
  assert.deepEqual(drawn(await flamegraph(service, {bottomUp: true})), [
    'root 0+9/0',
    'parse 0+7/7 | serve 7+2/2',
    'serve 0+4/0 | load 4+3/0 | main 7+2/0',
    'main 0+4/0 | main 4+3/0',
  ]);
});

test('inlined lines are turned with the calls around them', async () => {
  const graph = await flamegraph(profileOf('cpu nanoseconds', 'main;outer>inner 3'), {bottomUp: true});
  assert.deepEqual(drawn(graph), ['root 0+3/0', 'inner 0+3/3', 'outer 0+3/0', 'main 0+3/0']);
  assert.deepEqual([...graph.inlined], [0, 1, 0, 0]);
});

test('a function in the middle has all its callers above it and all its callees below', async () => {
  const graph = await flamegraph(profileOf('cpu nanoseconds', `
    main;serve;parse;split 4
    main;load;parse;split  3
    main;load;parse        1
    main;serve             2
  `), {sandwich: 'parse'});
  assert.deepEqual(drawn(graph), ['parse 0+8/1', 'split 0+7/7']);
  assert.deepEqual(drawn(graph.callers!), ['parse 0+8/0', 'load 0+4/0 | serve 4+4/0', 'main 0+4/0 | main 4+4/0']);
  assert.deepEqual([graph.total, graph.left, graph.shown, graph.callers!.shown], [10, 10, 8, 8]);
});

test('a recursive function in the middle counts once, from its outermost call', async () => {
  const graph = await flamegraph(profileOf('cpu nanoseconds', `
    main;walk;visit;walk;leaf 5
    main;walk;leaf            2
  `), {sandwich: 'walk'});
  assert.deepEqual(drawn(graph), ['walk 0+7/0', 'visit 0+5/0 | leaf 5+2/2', 'walk 0+5/0', 'leaf 0+5/5']);
  assert.deepEqual(drawn(graph.callers!), ['walk 0+7/0', 'main 0+7/0']);
});

test('a function that no stack passes through leaves nothing in the middle', async () => {
  const graph = await flamegraph(service, {sandwich: '__proto__'});
  assert.deepEqual([graph.shown, graph.callers!.shown, drawn(graph)], [0, 0, ['root 0+0/0']]);
});

test('folded recursion goes on in the first box of the function', async () => {
  assert.deepEqual(drawn(await flamegraph(profileOf('cpu nanoseconds', `
    main;walk;visit;walk;visit;leaf 5
    main;walk;walk                  2
    main;walk;visit                 1
  `), {foldRecursion: true})), ['root 0+8/0', 'main 0+8/0', 'walk 0+8/2', 'visit 0+6/1', 'leaf 0+5/5']);
});

test('folded recursion is folded before the stack is turned', async () => {
  assert.deepEqual(drawn(await flamegraph(profileOf('cpu nanoseconds', 'main;f;f;f 4'), {foldRecursion: true, bottomUp: true})), [
    'root 0+4/0', 'f 0+4/4', 'main 0+4/0',
  ]);
});

test('negative values are as wide as positive ones, and count as what they are', async () => {
  const graph = await flamegraph(profileOf('cpu nanoseconds', `
    main;f;g  5
    main;f   -3
  `), {sandwich: 'f'});
  assert.deepEqual([[...graph.width], [...graph.cum], [...graph.flat]], [[8, 5], [2, 5], [-3, 5]]);
  assert.deepEqual([[...graph.callers!.width], [...graph.callers!.cum]], [[8, 8], [2, 2]]);
});

test('another sample type weighs the same boxes anew', async () => {
  const profile = profileOf('samples count, cpu nanoseconds', `
    main;a 1 10
    main;b 2  5
  `);
  assert.deepEqual(drawn(await flamegraph(profile, {bottomUp: true, sampleIndex: 'samples'})).slice(0, 2), ['root 0+3/0', 'b 0+2/2 | a 2+1/1']);
  assert.deepEqual(drawn(await flamegraph(profile, {bottomUp: true, sampleIndex: 'cpu'})).slice(0, 2), ['root 0+15/0', 'a 0+10/10 | b 10+5/5']);
});

test('samples without a stack stand in the root alone', async () => {
  assert.deepEqual(drawn(await flamegraph(profileOf('cpu nanoseconds', `
    -      2
    main   3
  `), {bottomUp: true})), ['root 0+5/0', 'main 0+3/3']);
});
