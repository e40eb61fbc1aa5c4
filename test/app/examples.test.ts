import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {examples} from '../../src/app/examples.js';

test('the menu of examples is the list that is shipped', () => {
  const shipped = JSON.parse(readFileSync(new URL('../../public/samples/samples.json', import.meta.url), 'utf8')) as {file: string; title: string}[];
  assert.deepEqual(examples, shipped.map(({file, title}) => ({file, title})));
});
