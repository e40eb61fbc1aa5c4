import assert from 'node:assert/strict';
import {test} from 'node:test';
import {compareFindings} from '../../src/app/compare-texts.js';
import {findingValues} from '../../src/app/finding-text.js';
import {nearestName} from '../../src/app/nearest-name.js';
import {profileLine} from '../../src/app/profile-line.js';
import {richParts} from '../../src/app/rich-text.js';
import {sampleIndexOf, sampleTypeOrder, sampleTypeRow} from '../../src/app/sample-type.js';
import {sideTexts} from '../../src/app/side-texts.js';
import {whenText} from '../../src/app/when-text.js';
import type {ProfileInfo} from '../../src/bridge/engine.js';

const names = ['runtime.mallocgc', 'main.parseLine', 'main.summarize', 'encoding/json.(*Encoder).Encode', 'main.Map[go.shape.int].Get'];

for (const [typed, meant] of [
  ['parsLine', 'main.parseLine'],
  ['main.parseline', 'main.parseLine'],
  ['malocgc', 'runtime.mallocgc'],
  ['sumamrize', 'main.summarize'],
  ['^main\\.summarise$', 'main.summarize'],
  ['Encodr', 'encoding/json.(*Encoder).Encode'],
  ['x', undefined],
  ['somethingElse', undefined],
  ['a'.repeat(5000), undefined],
] as const) {
  test(`${typed.slice(0, 20)} means ${meant ?? 'no name that is there'}`, () => {
    assert.equal(nearestName(typed, names), meant);
  });
}

test('a value of a message is text, whatever stands in it', () => {
  assert.deepEqual(richParts('**{a}** drives {x}', {a: '**{x}**<b>', x: '5 %'}), [
    {text: '**{x}**<b>', bold: true, foreign: true},
    {text: ' drives ', bold: false, foreign: false},
    {text: '5 %', bold: false, foreign: true},
  ]);
});

test('a word in braces without a value stays as it is', () => {
  assert.deepEqual(richParts('{a}').map(({text}) => text), ['{a}']);
});

test('each finding finds its values, as shares, amounts and counts', () => {
  assert.deepEqual(findingValues({names: ['main.f'], numbers: [0.254, 1]}, 'nanoseconds', 'time'), {
    what: 'time', a: 'main.f', x: '25.4\u00a0%', amountX: '0', countX: '0.25', samplesX: '0.254 samples', y: '100\u00a0%', amountY: '1\u00a0ns', countY: '1', samplesY: '1 sample',
  });
});

test('no message of a finding names a value that no finding has', () => {
  for (const [id, {text, text2 = '', link = ''}] of [...sideTexts.findings, ...compareFindings]) {
    for (const [, word] of `${text}${text2}${link}`.matchAll(/\{(\w+)\}/g)) assert.match(word!, /^([abc]|what|((amount|count|samples)[XYZUVW])|[xyzuvw])$/, id);
  }
});

const types = (...all: string[]) => ({sampleTypes: all.map((type) => ({type, unit: 'count', total: 1, totalText: '1'})), defaultSampleType: all.length - 1});

test('a sample type is found by its name, by its number, and by the name it has in a heap', () => {
  const two = types('samples', 'cpu');
  assert.equal(sampleTypeRow(two, ''), 1);
  assert.equal(sampleTypeRow(two, 'samples'), 0);
  assert.equal(sampleTypeRow(two, '0'), 0);
  assert.equal(sampleTypeRow(types('space', 'objects'), 'inuse_space'), 0);
  assert.equal(sampleTypeRow(two, 'nothing'), 1);
});

test('a config names a sample type only where it is not the default, and by number where names are twice', () => {
  assert.equal(sampleIndexOf(types('samples', 'cpu'), 1), '');
  assert.equal(sampleIndexOf(types('samples', 'cpu'), 0), 'samples');
  assert.equal(sampleIndexOf(types('a', 'a', 'b'), 1), '1');
});

test('what is in use stands before what was allocated, bytes before objects', () => {
  const heap = types('alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space');
  assert.deepEqual(sampleTypeOrder(heap).map((row) => heap.sampleTypes[row]!.type), ['inuse_space', 'inuse_objects', 'alloc_space', 'alloc_objects']);
});

const info: ProfileInfo = {
  id: 'a'.repeat(64), name: 'cpu1.pb.gz', size: 1, kind: 'cpu', ...types('cpu'), samples: 657, functions: 1, locations: 1, binary: 'app1', buildId: '', timeMillis: 0,
  durationNanos: 12.24e9, periodType: 'cpu', periodUnit: 'nanoseconds', period: 1e7, comments: [], docUrl: '', yourCode: 'main', unnamedShare: 0, goText: '', warnings: [],
};

test('the line under the name says what it is, how long, how often and from where', () => {
  assert.equal(profileLine(info, 'http://127.0.0.1:6070/debug/pprof/profile').replaceAll('\u00a0', ' '), 'app1 · 12.24 s at 100 Hz · 657 samples · from 127.0.0.1:6070');
  assert.equal(profileLine({...info, kind: 'heap', durationNanos: 0, period: 524288, periodUnit: 'bytes'}, 'cpu1.pb.gz').replaceAll('\u00a0', ' '), 'app1 · snapshot · sampled every 512 kB · 657 samples');
});

test('a time of today is a clock, another one a day', () => {
  const now = new Date(2026, 10, 22, 12).getTime();
  assert.match(whenText(new Date(2026, 10, 22, 8, 3).getTime(), now), /8:03/);
  assert.match(whenText(new Date(2026, 9, 2).getTime(), now), /2/);
  assert.match(whenText(new Date(2025, 9, 2).getTime(), now), /2025/);
});
