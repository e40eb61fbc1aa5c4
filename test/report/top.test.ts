import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig} from '../../src/config/config.js';
import type {Config} from '../../src/config/config.js';
import type {ProfileBuilder} from '../../src/profile/builder.js';
import {Preparer} from '../../src/report/prepare.js';
import type {Report} from '../../src/report/report.js';
import {topReport, topText} from '../../src/report/top.js';
import {profileOf} from '../helpers/profile-of.js';

// The texts are laid out as pprof prints them; test/golden holds them to pprof itself.

process.env['TZ'] = 'UTC';

async function prepared(types: string, text: string, config: Partial<Config> = {}, change?: (builder: ProfileBuilder) => void): Promise<Report> {
  return new Preparer(profileOf(types, text, change)).prepare({...defaultConfig, ...config});
}

const calls = `
  main;work;alloc 1 30000000
  main;work 2 50000000
  main;idle 1 20000000
`;

test('a row has its own time, the share of it, the share so far, and the time with all it calls', async () => {
  const report = await prepared('samples count, cpu nanoseconds', calls);
  assert.equal(topText(topReport(report)), [
    'File: app',
    'Type: cpu',
    'Showing nodes accounting for 100ms, 100% of 100ms total',
    '      flat  flat%   sum%        cum   cum%',
    '      50ms 50.00% 50.00%       80ms 80.00%  work',
    '      30ms 30.00% 80.00%       30ms 30.00%  alloc',
    '      20ms 20.00%   100%       20ms 20.00%  idle',
    '         0     0%   100%      100ms   100%  main',
    '',
  ].join('\n'));
});

test('percentages are of all samples, unless they are relative', async () => {
  const whole = topReport(await prepared('samples count, cpu nanoseconds', calls, {focus: 'alloc'}));
  const relative = topReport(await prepared('samples count, cpu nanoseconds', calls, {focus: 'alloc', relativePercentages: true}));
  assert.deepEqual([whole.total, relative.total], [100e6, 30e6]);
  assert.deepEqual(whole.legend.slice(2), ['Active filters:', '   focus=alloc', 'Showing nodes accounting for 30ms, 30.00% of 100ms total']);
});

test('a filter that is met by no sample is told of', async () => {
  const {warnings} = await prepared('cpu nanoseconds', 'main 1', {focus: 'nothing', tagShow: 'nothing'});
  assert.deepEqual(warnings, ['Focus expression matched no samples', 'TagShow expression matched no samples']);
});

test('filters come in pprof\'s order, so show can take away what show_from asks for', async () => {
  const top = topReport(await prepared('cpu nanoseconds', 'main;work;alloc 1', {show: 'alloc', showFrom: 'work'}));
  assert.deepEqual(top.frames.names, []);
});

test('a sample type goes by name, number, and the names of a heap profile', async () => {
  const types = 'objects count, space bytes';
  for (const [sampleIndex, shown] of [['', 'space'], ['0', 'objects'], ['objects', 'objects'], ['inuse_objects', 'objects']] as const) {
    assert.equal((await prepared(types, 'main 1 2', {sampleIndex})).sampleType, shown);
  }
  await assert.rejects(prepared(types, 'main 1 2', {sampleIndex: '2'}), {code: 'bad-option', message: 'sample_index 2 is outside the range [0..1]'});
  await assert.rejects(prepared(types, 'main 1 2', {sampleIndex: 'cpu'}), {message: 'sample_index "cpu" must be one of: [objects space]'});
});

test('a default sample type is heeded where there is one of that name', async () => {
  const report = await prepared('cpu nanoseconds, wall nanoseconds', 'main 1 2', {}, (builder) => (builder.defaultSampleType = 'cpu'));
  assert.equal(report.sampleType, 'cpu');
});

test('a divisor of 0 is refused', async () => {
  await assert.rejects(prepared('cpu nanoseconds', 'main 1', {divideBy: 0}), {code: 'bad-option', message: 'zero divisor specified'});
});

test('the total of a diff is that of its base', async () => {
  const report = await prepared('cpu nanoseconds', `
    main;work 50
    main;work -20 {pprof::base=true}
  `);
  assert.equal(report.total, 20n);
});

test('one unit fits the smallest value that is shown, unless the total is past a hundred times as much', async () => {
  const near = topReport(await prepared('cpu nanoseconds', 'main;a 1500000000\nmain;b 20000000', {trim: false}));
  const far = topReport(await prepared('cpu nanoseconds', 'main;a 1500000000\nmain;b 1000000', {trim: false}));
  assert.deepEqual([near.outputUnit, far.outputUnit], ['ms', 'ms']);
  const further = topReport(await prepared('cpu nanoseconds', 'main;a 1500000000\nmain;b 11000000', {trim: false}));
  assert.equal(further.outputUnit, 's');
});

test('a long filter is cut at 80 bytes', async () => {
  const {legend} = topReport(await prepared('cpu nanoseconds', 'main 1', {focus: 'x'.repeat(100)}));
  assert.equal(legend.find((line) => line.includes('focus')), `   focus=${'x'.repeat(74)}…`);
});

test('compact labels leave only what is shown', async () => {
  const {legend} = topReport(await prepared('cpu nanoseconds', 'main 1', {compactLabels: true}));
  assert.deepEqual(legend, ['Showing nodes accounting for 1ns, 100% of 1ns total']);
});

test('the profile says when and for how long it was recorded', async () => {
  const {legend} = topReport(await prepared('cpu nanoseconds', 'main 500000000', {}, (builder) => {
    builder.timeNanos = 1_700_000_000_123_456_789n;
    builder.durationNanos = 1_000_000_000n;
    builder.comments = ['made by hand', '#hidden'];
    builder.docUrl = 'https://example.com/doc';
  }));
  assert.deepEqual(legend.slice(0, 6), [
    'File: app', 'made by hand', 'Type: cpu', 'Doc: https://example.com/doc', 'Time: 2023-11-14 22:13:20 UTC', 'Duration: 1s, Total samples = 500ms (50.00%)',
  ]);
});

test('a row of the person\'s own code says what it drives', async () => {
  const top = topReport(await prepared('cpu nanoseconds', `
    main.main;main.work;strings.Repeat 7
    main.main;main.work 2
    main.main;strings.Repeat 1
  `, {yourCode: 'main'}));
  assert.deepEqual(top.frames.names.map((name, row) => `${name} ${top.drives[row]}`), ['strings.Repeat -1', 'main.work 9', 'main.main 1']);
});

test('what a row drives is told by each sample type, and of what a filter left', async () => {
  const preparer = new Preparer(profileOf('cpu nanoseconds, delta bytes', `
    main.main;main.work;strings.Repeat 7 1
    main.main;main.work 2 -4
    main.main;strings.Repeat 1 5
  `));
  const drives = async (config: Partial<Config>): Promise<readonly string[]> => {
    const {frames, drives: driven} = topReport(await preparer.prepare({...defaultConfig, yourCode: 'main', ...config}));
    return frames.names.map((name, row) => `${name} ${driven[row]}`).sort();
  };
  for (let turn = 0; turn < 2; turn++) {
    assert.deepEqual(await drives({sampleIndex: 'cpu'}), ['main.main 1', 'main.work 9', 'strings.Repeat -1']);
    assert.deepEqual(await drives({sampleIndex: 'delta'}), ['main.main 5', 'main.work -3', 'strings.Repeat -1']);
    assert.deepEqual(await drives({sampleIndex: 'delta', ignore: 'work'}), ['main.main 5', 'strings.Repeat -1']);
  }
});

test('a second report with another sort order filters nothing anew', async () => {
  const preparer = new Preparer(profileOf('cpu nanoseconds', 'main;work 1\nmain;idle 2'));
  const first = await preparer.prepare({...defaultConfig, focus: 'work'});
  const second = await preparer.prepare({...defaultConfig, focus: 'work', sort: 'cum'});
  assert.equal(second.profile, first.profile);
  assert.equal(second.graphSource(), first.graphSource());
});
