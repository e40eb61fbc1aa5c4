import assert from 'node:assert/strict';
import {test} from 'node:test';
import {compileRegexp} from '../../src/base/regexp.js';
import {filterByName, showFrom} from '../../src/profile/filter.js';
import type {Profile} from '../../src/profile/profile.js';
import {sampledStacks, stackSums} from '../../src/profile/sampled-stacks.js';
import {profileOf} from '../helpers/profile-of.js';

/** The same samples, of which nobody knows the stacks. */
function forgotten(profile: Profile): Profile {
  return {...profile, samples: {...profile.samples, stack: profile.samples.stack.slice()}};
}

test('the stacks with samples that a filter leaves are those that are found without it', () => {
  let seed = 5;
  const random = (below: number) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0, (seed >>> 8) % below);
  const frame = () => ['a', 'b', 'c', 'd>a', 'b>c', 'e'][random(6)]!;
  for (let round = 0; round < 100; round++) {
    const lines = Array.from({length: 1 + random(20)}, () => `${Array.from({length: random(6)}, frame).join(';') || '-'} ${random(9)} ${random(9) - 4}`);
    const profile = profileOf('samples count, delta bytes', lines.join('\n'));
    const pattern = compileRegexp(['a', 'b', 'c', 'e', 'work'][random(5)]!, 'hide');
    const left = [
      filterByName(profile, {hide: pattern}), filterByName(profile, {show: pattern}), filterByName(profile, {focus: pattern}), filterByName(profile, {ignore: pattern}), showFrom(profile, pattern),
    ];
    for (const {profile: filtered} of left) {
      assert.deepEqual(sampledStacks(filtered), sampledStacks(forgotten(filtered)));
      for (const valueRow of [0, 1]) assert.deepEqual(stackSums(filtered, valueRow), stackSums(forgotten(filtered), valueRow));
    }
  }
});

test('a filter that changes nothing gives the profile itself', () => {
  const profile = profileOf('samples count', 'main;work 1\nmain;idle 2');
  assert.equal(filterByName(profile, {ignore: compileRegexp('nobody', 'ignore')}).profile, profile);
  assert.equal(filterByName(profile, {hide: compileRegexp('nobody', 'hide')}).profile, profile);
});

test('a stack of a million frames loses every other one', () => {
  const depth = 1_000_000;
  const profile = profileOf('samples count', '', (builder) => {
    const locations = ['kept', 'gone'].map((name, at) => builder.location(-1, BigInt(at), [{function: builder.function_(name, name, ''), line: 1}]));
    builder.sample(Array.from({length: depth}, (_, at) => locations[at % 2]!), [7n]);
  });
  const {stacks, samples} = filterByName(profile, {hide: compileRegexp('gone', 'hide')}).profile;
  assert.equal(stacks.length, depth / 2);
  assert.deepEqual([...samples.stack], [depth / 2 - 1]);
});
