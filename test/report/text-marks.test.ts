import assert from 'node:assert/strict';
import {test} from 'node:test';
import {SearchedTexts} from '../../src/report/text-marks.js';

function textsWith(texts: readonly string[], wanted: string): Uint8Array {
  return new SearchedTexts(texts).marks(wanted);
}

test('a text is marked where the wanted one is in it, in capitals or not', () => {
  assert.deepEqual([...textsWith(['main.Encode', 'encode', '', 'decode', 'main.ENCODEencode', 'x'], 'Encode')], [1, 1, 0, 0, 1, 0]);
  assert.deepEqual([...textsWith(['a', 'A', 'b', ''], 'a')], [1, 1, 0, 0]);
  assert.deepEqual([...textsWith([], 'a')], []);
});

test('what begins in one text and ends in the next is no match', () => {
  assert.deepEqual([...textsWith(['one', 'two', 'e\ntw'], 'e\ntw')], [0, 0, 1]);
  assert.deepEqual([...textsWith(['on\n', '\none'], '\n')], [1, 1]);
});

test('texts with letters that become two in lower case are searched one by one', () => {
  assert.deepEqual([...textsWith(['\u0130stanbul', 'main', 'M\u0130X.main'], 'main')], [0, 1, 1]);
});

test('texts that are too long together for one are searched one by one', () => {
  const long = 'x'.repeat(1 << 20);
  const marks = textsWith([...Array.from({length: 600}, () => long), 'main'], 'Mai');
  assert.deepEqual([marks[0], marks[599], marks[600]], [0, 0, 1]);
});
