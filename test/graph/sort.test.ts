import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ranksOf} from '../../src/graph/sort.js';

test('names that are too long together for one text have the ranks of comparing each two', () => {
  const long = 'x'.repeat(1 << 20);
  const ranks = ranksOf(['z', ...Array.from({length: 600}, () => long), 'main', 'z']);
  assert.deepEqual([ranks[0], ranks[1], ranks[600], ranks[601], ranks[602]], [2, 1, 1, 0, 2]);
});
