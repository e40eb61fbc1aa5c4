import assert from 'node:assert/strict';
import {test} from 'node:test';
import {textRanks} from '../../src/base/text-order.js';
import {compareText} from '../../src/profile/strings.js';

test('equal texts have one rank, and a text that another begins with comes before it', () => {
  assert.deepEqual([...textRanks(['main.work', 'main', 'a', 'main', '', 'main.workers'])], [3, 2, 1, 2, 0, 4]);
  assert.deepEqual([...textRanks([])], []);
});

test('ranks follow the bytes of UTF-8, where what has surrogates is greater than all that has none', () => {
  assert.deepEqual([...textRanks(['\u{1f600}', 'ﬀ', 'é', 'z'])], [3, 2, 1, 0]);
});

test('a text with a 0 in it stands where its bytes say', () => {
  assert.deepEqual([...textRanks(['a\u0001', 'a\0b', 'a', 'a\0', 'ab', 'a\0\0'])], [4, 3, 0, 1, 5, 2]);
});

test('ranks of many texts that begin alike are those of comparing each two', () => {
  let seed = 11;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  const texts = Array.from({length: 700}, () => `example.com/${'ab'.repeat(random(4))}${Array.from({length: random(5)}, () => 'abé\u{1f600}/'.split('')[random(5)]).join('').replace(/[\ud800-\udfff]/g, '')}`);
  const distinct = [...new Set(texts)].sort(compareText);
  assert.deepEqual([...textRanks(texts)], texts.map((text) => distinct.indexOf(text)));
});
