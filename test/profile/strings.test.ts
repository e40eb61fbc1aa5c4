import assert from 'node:assert/strict';
import {test} from 'node:test';
import {LazyStrings} from '../../src/profile/strings.js';

function tableOf(texts: readonly Uint8Array[]): LazyStrings {
  const offsets = new Uint32Array(texts.length + 1);
  texts.forEach((text, row) => (offsets[row + 1] = offsets[row]! + text.length));
  return new LazyStrings(Uint8Array.from(texts.flatMap((text) => [...text])), offsets);
}

test('each row reads as its own bytes alone would', () => {
  const encoder = new TextEncoder();
  const plain = Array.from({length: 300}, (_, row) => encoder.encode(row % 7 === 0 ? '' : `main.f${row}`));
  const others = ['é', 'main.λ', '👋', '\ufeffmark', 'x'.repeat(20_000)].map((text) => encoder.encode(text));
  // A sign that is cut in two, and bytes that are none; one of them alone among plain rows.
  const broken = [[0xe2, 0x82], [0xac, 0x41], [0xff], [0x41, 0xff, 0xfe], [0xc3]].map((bytes) => Uint8Array.from(bytes));
  const rows = [...plain, ...others, ...plain, ...broken, ...plain, broken[2]!, ...plain];
  const table = tableOf(rows);
  const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
  for (const row of [rows.length - 1, 0, ...rows.keys()]) assert.equal(table.get(row), decoder.decode(rows[row]), `row ${row}`);
});
