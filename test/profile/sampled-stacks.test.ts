import assert from 'node:assert/strict';
import {test} from 'node:test';
import {sampledStacks, stackSums, sumByStack} from '../../src/profile/sampled-stacks.js';
import {profileOf} from '../helpers/profile-of.js';

const profile = profileOf('samples count, delta bytes', `
  main;work;read 1 10
  main 2 -4
  main;work;read 3 -7
  - 5 6
  main;idle 0 8
`);

test('each stack with samples is there once, in the order of its rows, and one cell more is for samples without frames', () => {
  const {stack, ofSample} = sampledStacks(profile);
  assert.deepEqual([...stack], [profile.samples.stack[1], profile.samples.stack[0], profile.samples.stack[4], -1]);
  assert.deepEqual([...ofSample], [1, 0, 1, 3, 2]);
  assert.equal(sampledStacks({...profile, comments: []}), sampledStacks(profile));
});

test('of many rows those with samples are found, wherever they stand', () => {
  const rows = Array.from({length: 200}, (_, row) => `f${row}`);
  const lines = rows.map((name, row) => (row % 3 === 0 || row > 120 && row < 170 ? `root;${name} 1` : `root;${name};leaf 1`));
  const many = profileOf('samples count', [...lines, 'root 1', ...lines.toReversed()].join('\n'));
  const {samples} = many;
  const {stack, ofSample} = sampledStacks(many);
  assert.deepEqual([...stack], [...[...new Set(samples.stack)].sort((a, b) => a - b), -1]);
  assert.deepEqual(Array.from(ofSample, (cell) => stack[cell]), [...samples.stack]);
});

test('a stack weighs what its samples do, by size and with signs', () => {
  const samples = stackSums(profile, 0);
  assert.deepEqual([...samples.size], [2, 4, 0, 5]);
  assert.equal(samples.signed, samples.size);
  assert.equal(samples.total, 11);
  assert.equal(samples.isFull, false);
  const delta = stackSums(profile, 1);
  assert.deepEqual([...delta.size], [4, 17, 8, 6]);
  assert.deepEqual([...delta.signed], [-4, 3, 8, 6]);
  assert.equal(delta.total, 35);
  assert.equal(delta.isFull, true);
  assert.deepEqual([...sumByStack(sampledStacks(profile), (sample) => sample)], [1, 2, 4, 3]);
});

test('a profile without samples has no stacks with samples', () => {
  const empty = profileOf('samples count', '');
  assert.deepEqual([...sampledStacks(empty).stack], [-1]);
  assert.equal(stackSums({...empty, samples: {...empty.samples, values: [profile.samples.values[0]!.gather(new Uint32Array())]}}, 0).total, 0);
});
