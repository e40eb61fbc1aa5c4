import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Failure} from '../../src/base/failure.js';
import {combineProfiles, normalizeProfile, scaleProfile, subtractBase} from '../../src/profile/combine.js';
import {mergeProfiles} from '../../src/profile/merge.js';
import {decodeProfile} from '../helpers/decode-profile.js';
import type {Profile} from '../../src/profile/profile.js';
import {field, packed, smallProfile} from '../helpers/message.js';
import {plainProfile} from '../helpers/plain.js';
import {profileOf} from '../helpers/profile-of.js';
import {stacksOf} from '../helpers/stacks-of.js';

const cpu = 'cpu nanoseconds';

function failsWith(pprof: string): (error: unknown) => boolean {
  return (error) => error instanceof Failure && error.code === 'incompatible' && error.details.pprof === pprof;
}

test('equal stacks of several profiles are one sample, in the order in which they are met', () => {
  const merged = mergeProfiles([
    profileOf(cpu, `
      main;b 1
      main;a 2`),
    // The line of b gives a and c the addresses that they have above.
    profileOf(cpu, `
      main;b  0
      main;a 10
      main;c 20`),
  ]);
  assert.deepEqual(stacksOf(merged), ['main;b 1', 'main;a 12', 'main;c 20']);
});

test('locations and functions are numbered as the samples meet them, leaf first', () => {
  const merged = mergeProfiles([profileOf(cpu, `
    main;unused 0
    main;b      1
    main;a      2`)]);
  const {functions, strings, locations} = merged;
  assert.deepEqual(Array.from(functions.name, (row) => strings.get(row)), ['b', 'main', 'a']);
  assert.deepEqual([0, 1, 2].map((row) => [locations.id.number(row), functions.id.number(row)]), [[1, 1], [2, 2], [3, 3]]);
});

test('samples whose values come to 0 are gone, with all that only they named', () => {
  const merged = mergeProfiles([profileOf(cpu, `
    main;gone  5
    main;stays 1
    main;gone -5`)]);
  assert.deepEqual(stacksOf(merged), ['main;stays 1']);
  assert.equal(merged.functions.length, 2);
  assert.equal(merged.stacks.length, 2);
});

test('a sample of which one value is left stays', () => {
  assert.deepEqual(stacksOf(mergeProfiles([profileOf('samples count, cpu nanoseconds', `
    main  1 5
    main -1 5`)])), ['main 0 10']);
});

test('labels keep samples apart, but not their order of keys', () => {
  const merged = mergeProfiles([profileOf(cpu, `
    main  1 {a=1,b=2}
    main  2 {b=2,a=1}
    main  4 {a=1}
    main  8 {a=1,n=#5}
    main 16 {a=1,n=#5bytes}
    main 32 {a=1,a=2}
    main 64 {a=2,a=1}`)]);
  assert.deepEqual(stacksOf(merged), ['main 3', 'main 4', 'main 8', 'main 16', 'main 32', 'main 64']);
});

test('sums wrap at 64 bits', () => {
  const merged = mergeProfiles([profileOf(cpu, `
    main ${2n ** 63n - 1n}
    main 2`)]);
  assert.equal(merged.samples.values[0]!.bigint(0), -(2n ** 63n) + 1n);
});

test('a binary that was loaded elsewhere is the same binary', () => {
  const at = (start: bigint, build = '', size = 0x8000n): Profile => profileOf(cpu, 'main 1', (builder) => {
    const mapping = builder.mappings[0]!;
    builder.mappings[0] = {...mapping, start, limit: start + size, buildId: build};
  });
  assert.equal(mergeProfiles([at(0x1000n), at(0x1000n)]).mappings.length, 1);
  // Sizes within one page are equal, and so is whatever has the same build id.
  assert.equal(mergeProfiles([at(0x1000n), at(0x1000n, '', 0x7fffn)]).mappings.length, 1);
  assert.equal(mergeProfiles([at(0x1000n), at(0x1000n, '', 0x9000n)]).mappings.length, 2);
  assert.equal(mergeProfiles([at(0x1000n, 'x'), at(0x1000n, 'y')]).mappings.length, 2);
  // main is at 0x1000, which is 0x800 into the one mapping and the start of the other.
  assert.equal(mergeProfiles([at(0x800n), at(0x1000n)]).locations.length, 2);
  const elsewhere = decodeProfile(smallProfile((parts) => {
    parts.mappings = [field(3, [field(1, 1), field(2, 0x7000), field(3, 0xf000), field(5, 8)])];
    parts.locations = [1, 2].map((id) => field(4, [field(1, id), field(2, 1), field(3, 0x7000 + id * 16), field(4, [field(1, id), field(2, [12, 34][id - 1]!)])]));
  }));
  const merged = mergeProfiles([decodeProfile(smallProfile()), elsewhere]);
  assert.deepEqual(stacksOf(merged), ['main.main;main.work 2 20000000']);
  // The addresses are those of where it was loaded first.
  assert.deepEqual([0, 1].map((row) => merged.locations.address.number(row)), [0x1020, 0x1010]);
});

test('the columns of inlining lines do not tell locations apart, as in pprof', () => {
  const line = (column: number): Uint8Array => field(4, [field(1, 1), field(2, 5), field(3, column)]);
  const location = (id: number, inner: number, outer: number): Uint8Array => field(4, [field(1, id), field(2, 1), field(3, 0x1050), line(inner), line(outer)]);
  const profile = decodeProfile(smallProfile((parts) => {
    parts.locations.push(location(7, 1, 9), location(8, 2, 9), location(9, 1, 8));
    parts.samples = [7, 8, 9].map((id) => field(2, [field(1, id), packed(2, [1, 1])]));
  }));
  const merged = mergeProfiles([profile]);
  assert.equal(merged.locations.length, 2);
  assert.deepEqual([0, 1].map((sample) => merged.samples.values[0]!.number(sample)), [2, 1]);
});

test('headers are combined: the earliest time, all durations, the longest period, each comment once', () => {
  const header = (timeNanos: bigint, durationNanos: bigint, period: bigint, comments: string[], docUrl: string): Profile =>
    profileOf(cpu, 'main 1', (builder) => Object.assign(builder, {timeNanos, durationNanos, period, comments, docUrl}));
  const {timeNanos, durationNanos, period, comments, docUrl} = mergeProfiles([
    header(20n, 3n, 5n, ['a', 'b'], ''), header(10n, 4n, 7n, ['b', 'c'], 'https://x'), header(30n, 5n, 6n, [], 'https://y'),
  ]);
  assert.deepEqual({timeNanos, durationNanos, period, comments, docUrl}, {timeNanos: 10n, durationNanos: 12n, period: 7n, comments: ['a', 'b', 'c'], docUrl: 'https://x'});
});

test('one profile alone is not merged with itself', () => {
  const profile = profileOf(cpu, `
    main 1
    main 2
    main 0`);
  assert.equal(combineProfiles([profile]), profile);
});

test('sample types are cut to those that all have, in the order of the first', () => {
  const combined = combineProfiles([
    profileOf('a count, b count, c count', 'main 1 2 3', (builder) => (builder.defaultSampleType = 'b')),
    profileOf('c count, a count', 'main 30 10'),
  ]);
  assert.deepEqual(combined.sampleTypes.map(({type}) => type), ['a', 'c']);
  assert.equal(combined.defaultSampleType, 'a');
  assert.deepEqual(stacksOf(combined), ['main 11 33']);
});

test('a sample type that a profile has twice goes', () => {
  assert.deepEqual(combineProfiles([profileOf('a count, a count, b count', 'main 1 2 3')]).sampleTypes, [{type: 'b', unit: 'count'}]);
  assert.throws(() => combineProfiles([profileOf('a count, a count', 'main 1 2')]), failsWith('profiles have empty common sample type list'));
});

test('profiles without a common sample type do not go together', () => {
  assert.throws(() => combineProfiles([profileOf('a count', 'main 1'), profileOf('b count', 'main 1')]), failsWith('profiles have empty common sample type list'));
});

test('units that differ become the finer one', () => {
  const combined = combineProfiles([profileOf('cpu milliseconds', 'main 5'), profileOf('cpu microseconds', 'main 7')]);
  assert.deepEqual(combined.sampleTypes, [{type: 'cpu', unit: 'microseconds'}]);
  assert.deepEqual(stacksOf(combined), ['main 5007']);
});

test('units of two kinds do not go together', () => {
  assert.throws(
    () => combineProfiles([profileOf('cpu bytes', 'main 5'), profileOf('cpu seconds', 'main 7')]),
    failsWith('sample types: incompatible types: {cpu bytes 0 0} {cpu seconds 0 0}'),
  );
});

test('a base counts against the profile, and what is equal is gone', () => {
  const profile = profileOf(cpu, `
    main;a 10
    main;b  5`);
  const base = profileOf(cpu, `
    main;a 4
    main;b 5
    main;c 1`);
  assert.deepEqual(stacksOf(subtractBase(profile, base, {diff: false, normalize: false})), ['main;a 6', 'main;c -1']);
});

test('the base of a diff stays apart under its label', () => {
  const diff = subtractBase(profileOf(cpu, 'main;a 10'), profileOf(cpu, 'main;a 10 {thread=x}'), {diff: true, normalize: false});
  assert.deepEqual(stacksOf(diff), ['main;a 10', 'main;a -10']);
  assert.deepEqual(plainProfile(diff)['labels'], [[], [['thread', 'x'], ['pprof::base', 'true']]]);
});

test('to normalize gives the profile the sum of its base', () => {
  const profile = profileOf(cpu, `
    a 10
    b 30`);
  assert.deepEqual(stacksOf(normalizeProfile(profile, profileOf(cpu, 'c 20'))), ['a 5', 'b 15']);
  assert.deepEqual(stacksOf(normalizeProfile(profileOf(cpu, 'a 0'), profileOf(cpu, 'c 20'))), []);
});

test('scaled values are rounded away from 0 at a half, and samples of 0 go', () => {
  assert.deepEqual(stacksOf(scaleProfile(profileOf(cpu, `
    a 1
    b -1
    c 3
    d 0`), 0.5)), ['a 1', 'b -1', 'c 2']);
});
