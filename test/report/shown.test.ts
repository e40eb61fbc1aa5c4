import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig, type Config} from '../../src/config/config.js';
import {Preparer} from '../../src/report/prepare.js';
import {shownReport} from '../../src/report/shown.js';
import {profileOf} from '../helpers/profile-of.js';

const profile = profileOf('cpu nanoseconds', `
  main;parse       10 {job=a}
  main;parse;alloc  5 {job=b}
  main;write       20 {job=a}
`);

async function left(change: Partial<Config>): Promise<number> {
  return shownReport(await new Preparer(profile).prepare({...defaultConfig, ...change})).shown;
}

test('what the filters left is the sum of the samples that are still there', async () => {
  assert.deepEqual([await left({}), await left({focus: 'parse'}), await left({focus: 'parse', tagIgnore: 'job=b'}), await left({ignore: 'alloc'})], [35, 15, 10, 30]);
});

test('hiding frames takes a sample away only when none of its frames is left', async () => {
  assert.deepEqual([await left({hide: 'alloc'}), await left({hide: 'main|write'})], [35, 15]);
});
