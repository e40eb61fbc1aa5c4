import assert from 'node:assert/strict';
import {test} from 'node:test';
import {amount, countText, fileSize, percent, percentNumber} from '../../src/views/parts/amount.js';

for (const [value, unit, text] of [
  [1.68e9, 'nanoseconds', '1.68 s'],
  [5e7, 'nanoseconds', '50 ms'],
  [0, 'nanoseconds', '0'],
  [-3.1e8, 'nanoseconds', '-310 ms'],
  [413 * 2 ** 20, 'bytes', '413 MB'],
  [1.81 * 2 ** 30, 'bytes', '1.81 GB'],
  [657, 'count', '657'],
  [22384, 'count', '22,384'],
  [2_900_000, 'count', '2.9 M'],
  [7, 'widgets', '7'],
] as const) {
  test(`${value} ${unit} reads ${text}`, () => {
    assert.equal(amount(value, unit).replaceAll('\u00a0', ' '), text);
  });
}

test('a share is written in three figures', () => {
  assert.deepEqual([0.256, 0.0076, 0.5, 1, 0, 0.9996, 0.0000026].map((share) => percentNumber(share, 1)), ['25.6', '0.76', '50', '100', '0', '100', '0.0003']);
  assert.equal(percent(1, 0), '0\u00a0%');
});

test('the size of a file is written in two figures or more', () => {
  assert.deepEqual([999, 1000, 19_400, 4_200_000, 2.5e9].map((bytes) => fileSize(bytes).replace('\u00a0', ' ')), ['999 B', '1 KB', '19 KB', '4.2 MB', '2.5 GB']);
});

test('a large count is shortened, a small one is not', () => {
  assert.deepEqual([12, 99_999, 123_456, 17_200_000].map((count) => countText(count).replace('\u00a0', ' ')), ['12', '99,999', '123.5 k', '17.2 M']);
});
