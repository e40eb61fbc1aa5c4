import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fuzzyScore, ranked} from '../../src/app/fuzzy.js';

const titles = ['Show Flame graph', 'Show Top', 'Show Graph', 'Add filter tagfocus', 'Add filter focus', 'Theme: dark', 'Open files'];
const find = (typed: string) => ranked(typed, titles, (title) => title);

test('what begins a word stands before what lies inside of one', () => {
  assert.deepEqual(find('focus'), ['Add filter focus', 'Add filter tagfocus']);
  assert.equal(find('graph')[0], 'Show Graph');
});

test('first letters of words are enough', () => {
  assert.equal(find('fg')[0], 'Show Flame graph');
  assert.equal(find('aff')[0], 'Add filter focus');
});

test('words are found in any order, and all of them have to be there', () => {
  assert.deepEqual(find('dark theme'), ['Theme: dark']);
  assert.deepEqual(find('dark graph'), []);
});

test('letters that are only strewn over a text find nothing', () => {
  assert.equal(fuzzyScore('hxp', 'show the example'), undefined);
  assert.deepEqual(find('zzz'), []);
});

test('with nothing typed all stand in their order', () => {
  assert.deepEqual(find('  '), titles);
});
