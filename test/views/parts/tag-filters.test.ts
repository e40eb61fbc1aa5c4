import assert from 'node:assert/strict';
import {test} from 'node:test';
import {compileTagFilter} from '../../../src/profile/tagfilter.js';
import {prepareRegexps} from '../../../src/base/regexp.js';
import {numLabelUnits} from '../../../src/profile/num-label-units.js';
import type {Profile} from '../../../src/profile/profile.js';
import {profileOf} from '../../helpers/profile-of.js';
import {binsOf} from '../../../src/views/parts/bins.js';
import {filterHas, rangeFilter, toggledFilter, typedRangeFilter, valueFilter} from '../../../src/views/parts/tag-filters.js';

/** The values of the first sample type whose labels fit the filter. */
async function kept(profile: Profile, filter: string): Promise<number[]> {
  await prepareRegexps(filter.slice(filter.indexOf('=') + 1).split(','));
  const compiled = compileTagFilter(filter, 'tagfocus', numLabelUnits(profile).units)!;
  const {samples} = profile;
  return Array.from(samples.labels, (set, row) => (compiled.matches(profile, set) ? samples.values[0]!.number(row) : 0)).filter((value) => value !== 0);
}

function labelled(...labels: (readonly [key: string, value: string])[]): Profile {
  return profileOf('cpu nanoseconds', '', (builder) => {
    labels.forEach(([key, text], i) => builder.sample([], [BigInt(i + 1)], [{key, text}]));
  });
}

for (const [key, value] of [
  ['route', '/api'], ['route', '/api/v1'], ['route', 'a,b'], ['route', 'a=b'], ['k=1', 'v'], ['route', '^$.*+?()[]{}|\\'], ['size', '32kb'], ['size', '10:20'], ['', 'x'], ['a:b', 'c'], ['route', ''],
] as const) {
  test(`the filter of ${JSON.stringify(key)}: ${JSON.stringify(value)} fits it alone`, async () => {
    const profile = labelled([key, `${value}x`], [key, value], ['other', value], [key, `x${value}`]);
    const wanted = value === '' ? [] : [2];
    assert.deepEqual((await kept(profile, valueFilter(key, value))).filter((row) => value !== '' || row !== 2), wanted);
    assert.ok(filterHas(valueFilter(key, value), key, value));
  });
}

test('a plain value reads as pprof\'s manual writes it', () => {
  assert.equal(valueFilter('job', 'hash'), 'job=^hash$');
});

test('values are added to a filter and taken from it', async () => {
  const profile = labelled(['job', 'a'], ['job', 'b'], ['route', '/x'], ['job', 'c']);
  const one = toggledFilter('', 'job', 'a');
  const two = toggledFilter(one, 'job', 'b');
  const mixed = toggledFilter(two, 'route', '/x');
  assert.deepEqual([one, two], ['job=^a$', 'job=^a$,^b$']);
  assert.deepEqual([await kept(profile, two), await kept(profile, mixed)], [[1, 2], [1, 2, 3]]);
  assert.deepEqual(await kept(profile, toggledFilter(mixed, 'job', 'a')), [2, 3]);
  assert.equal(toggledFilter(one, 'job', 'a'), '');
});

test('a pattern that a person wrote stays, and the value is added to it', async () => {
  const profile = labelled(['job', 'a'], ['route', '/x'], ['job', 'b']);
  assert.deepEqual(await kept(profile, toggledFilter('ute', 'job', 'a')), [1, 2]);
});

test('a range holds both of its ends, in the unit of the label', async () => {
  const profile = profileOf('cpu nanoseconds', `
    a 1 {size=#1023bytes}
    a 2 {size=#1024bytes}
    a 4 {size=#4096bytes}
    a 8 {size=#4097bytes}
    a 16 {other=#2048bytes}
  `);
  assert.deepEqual(await kept(profile, rangeFilter('size', 1024, 4096, 'bytes')!), [2, 4]);
  assert.deepEqual(await kept(profile, rangeFilter('size', 1024, 1024, 'bytes')!), [2]);
});

test('a range of numbers without a unit of their own', async () => {
  const profile = profileOf('cpu nanoseconds', 'a 1 {thread_id=#100}\na 2 {thread_id=#107}\na 4 {thread_id=#-3}');
  assert.deepEqual(await kept(profile, rangeFilter('thread_id', 101, 107, 'thread_id')!), [2]);
  assert.deepEqual(await kept(profile, rangeFilter('thread_id', -5, 100, 'thread_id')!), [1, 4]);
});

test('a key with an equals sign has no range', () => {
  assert.equal(rangeFilter('a=b', 1, 2, ''), undefined);
  assert.equal(typedRangeFilter('a=b', '1:2'), undefined);
});

test('a range is typed as tagfocus reads it, and what is none is no filter', async () => {
  const profile = profileOf('cpu nanoseconds', `
    a 1 {size=#1023bytes}
    a 2 {size=#1024bytes}
    a 4 {size=#4096bytes}
    a 8 {size=#4097bytes}
  `);
  // pprof -tagfocus=size=… -raw.
  const typed: readonly [text: string, values: readonly number[]][] = [['1kb', [2]], ['1kb:4kb', [2, 4]], ['4kb:', [4, 8]], [':1kb', [1, 2]], ['1023B', [1]]];
  for (const [text, values] of typed) assert.deepEqual(await kept(profile, typedRangeFilter('size', text)!), values, text);
  for (const text of ['', ':', 'kb', '1kb-4kb', '1kb:4kb:8kb', 'size=1kb', '1kb,4kb', '1.5kb']) assert.equal(typedRangeFilter('size', text), undefined, text);
});

test('every number lies in one bin, and no bin begins before the one before it ends', () => {
  const values = Float64Array.from({length: 500}, (_, i) => 2 ** (i / 25));
  const bins = binsOf(values, values.map(() => 1));
  assert.ok(bins.length <= 48);
  assert.equal(bins.reduce((sum, {weight}) => sum + weight, 0), 500);
  assert.ok(bins.every((bin, i) => i === 0 || bin.low > bins[i - 1]!.high || bin.weight === 0));
});
