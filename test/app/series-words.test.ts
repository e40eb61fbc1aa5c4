import assert from 'node:assert/strict';
import {test} from 'node:test';
import {richParts} from '../../src/app/rich-text.js';
import {paceText, seriesNotes, seriesSentences, type Series} from '../../src/app/series-words.js';

const megabyte = 2 ** 20;

/** A series of inuse_space in megabytes, a minute apart. */
function series(totals: readonly number[], change: Partial<Series> = {}): Series {
  return {
    snapshots: totals.map((_, i) => ({id: String(i), name: `heap${i}`, timeMillis: Date.UTC(2026, 6, 1) + i * 60_000})),
    profileKind: 'heap', binaries: ['app'], kind: 'level', measure: 'drives', isTimed: true, way: 'grew', lead: undefined, restarts: [], others: 0,
    sampleTypes: [{type: 'inuse_space', unit: 'bytes', totals: Float64Array.from(totals, (total) => total * megabyte)}], sampleType: 0,
    at: Float64Array.from(totals, (_, i) => i),
    rows: {names: [], roles: new Uint8Array(), values: new Float64Array(), growth: new Float64Array(), slope: new Float64Array(), rising: new Uint16Array(), suspect: new Uint8Array()},
    ...change,
  };
}

/** What a person reads, with plain spaces. */
function said(of: Series): string {
  return seriesSentences(of).flatMap(({text, values}) => richParts(text, values).map((part) => part.text).concat(' ')).join('').replace(/\s+/g, ' ').trim();
}

const leak = (growth: number, rising: number): Partial<Series> => ({lead: {name: 'main.leak', growth: growth * megabyte, rising}});

test('a growth says from where to where, in what time, and who accounts for it', () => {
  assert.equal(said(series([10, 18, 26, 34, 42, 50], leak(32, 5))), 'inuse_space grew from 10 MB to 50 MB in 5 minutes. main.leak accounts for 80 % of that, growing in 5 of 5 steps.');
});

test('a leak that others make up for is said by its amount', () => {
  assert.equal(said(series([50, 51, 50, 51], {way: 'steady', ...leak(20, 3)})), 'inuse_space stayed at about 51 MB in 3 minutes. main.leak alone grew by 20 MB, in 3 of 3 steps.');
  assert.equal(said(series([10, 15, 20, 25], leak(20, 3))), 'inuse_space grew from 10 MB to 25 MB in 3 minutes. main.leak alone grew by 20 MB, in 3 of 3 steps.');
});

test('without a suspect, and with too few snapshots, that is said', () => {
  assert.equal(said(series([50, 30, 40, 20], {way: 'fell'})), 'inuse_space fell from 50 MB to 20 MB in 3 minutes. No function keeps growing by much.');
  assert.equal(said(series([20, 30, 40, 50])), 'inuse_space grew from 20 MB to 50 MB in 3 minutes. No single function grows steadily by a part of it that counts.');
  assert.equal(said(series([10, 50])), 'inuse_space grew from 10 MB to 50 MB in 60 seconds. Two snapshots show a change and no trend. Collect a few more to see what keeps growing.');
  assert.match(said(series([10, 30, 50], leak(40, 2))), /Of three snapshots one in six grows by chance alone/);
  assert.equal(said(series([10])), 'inuse_space is 10 MB. Growth needs a second snapshot.');
});

test('a counter is no sign of a leak', () => {
  const counter = (others: readonly string[]): Series => {
    const {sampleTypes: [type]} = series([100, 200, 400, 500]);
    return series([100, 200, 400, 500], {
      kind: 'counter', lead: {name: 'main.work', growth: 200 * megabyte, rising: 3},
      sampleTypes: [{...type!, type: 'alloc_space'}, ...others.map((other) => ({...type!, type: other}))],
    });
  };
  assert.equal(said(counter(['inuse_space'])), 'alloc_space rose by 400 MB in 3 minutes. main.work accounts for 50 % of that. It counts since the program started, so it only ever grows; see what is in use to find a leak.');
  assert.equal(said(counter([])), 'alloc_space rose by 400 MB in 3 minutes. main.work accounts for 50 % of that. It counts since the program started, so it only ever grows.');
});

test('without times a series is as long as it has snapshots', () => {
  assert.match(said(series([1, 2, 3, 4], {isTimed: false})), /^inuse_space grew from 1 MB to 4 MB over 4 snapshots\./);
  assert.deepEqual(seriesNotes(series([1, 2], {isTimed: false})), ['Not every snapshot says when it was taken, so they stand in the order of their names.']);
});

test('other programs and a new start are said', () => {
  assert.deepEqual(seriesNotes(series([1, 2, 3], {binaries: ['app', 'other'], restarts: [2]})), [
    'These snapshots are of different programs: app, other.', 'The service was started anew before heap2: what it counts fell. Growth across that is no leak.',
  ]);
});

for (const [minutes, isTimed, pace] of [[5, true, '+2\u00a0MB/min'], [300, true, '+120\u00a0MB/h'], [10_000, true, '+2.81\u00a0GB/day'], [5, false, '+2\u00a0MB a snapshot']] as const) {
  test(`2 MB a minute over ${isTimed ? minutes : 'no known'} minutes are ${pace.replace('\u00a0', ' ')}`, () => {
    assert.equal(paceText(series([1, 2], {isTimed, at: Float64Array.of(0, minutes)}), 2 * megabyte, 'bytes'), pace);
  });
}

test('what falls has a minus, and what stays has nothing', () => {
  assert.equal(paceText(series([1, 2]), -megabyte, 'bytes'), '−1\u00a0MB/min');
  assert.equal(paceText(series([1, 2]), 0, 'bytes'), '0');
});
