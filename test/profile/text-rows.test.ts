import assert from 'node:assert/strict';
import {test} from 'node:test';
import {StringPool, StringsBuilder} from '../../src/profile/strings.js';
import {TextRows} from '../../src/profile/text-rows.js';

function table(...rows: (string | number[])[]) {
  const strings = new StringsBuilder();
  for (const row of rows) {
    const bytes = typeof row === 'string' ? new TextEncoder().encode(row) : Uint8Array.from(row);
    strings.push(bytes, 0, bytes.length);
  }
  return strings.finish();
}

test('equal strings in several rows of a table are one text', () => {
  const texts = new TextRows(table('', 'main.run', 'main.go', 'main.run', ''));
  assert.equal(texts.ofRow(0), 0);
  assert.equal(texts.ofRow(4), 0);
  const run = texts.ofRow(3);
  assert.equal(texts.ofRow(1), run);
  assert.notEqual(texts.ofRow(2), run);
  assert.equal(texts.length, 3);
  assert.deepEqual([0, 1, 2].map((row) => texts.get(row)), ['', 'main.run', 'main.go']);
});

test('a text from elsewhere is that of the table with the same bytes', () => {
  const texts = new TextRows(table('', '/src/größe.go', 'b'));
  const size = texts.ofRow(1);
  assert.equal(texts.of('/src/größe.go'), size);
  const trimmed = texts.of('größe.go');
  assert.equal(texts.of('größe.go'), trimmed);
  assert.notEqual(trimmed, size);
  assert.equal(texts.get(trimmed), 'größe.go');
  assert.equal(texts.of(''), 0);
  const b = texts.of('b');
  assert.equal(texts.ofRow(2), b);
});

test('strings that are not UTF-8 stay apart by their bytes, though they read alike', () => {
  const texts = new TextRows(table('', [0x66, 0xff], [0x66, 0xfe], [0x66, 0xff]));
  const rows = [1, 2, 3].map((row) => texts.ofRow(row));
  assert.equal(rows[0], rows[2]);
  assert.notEqual(rows[0], rows[1]);
  assert.deepEqual(rows.map((row) => texts.get(row)), ['f\ufffd', 'f\ufffd', 'f\ufffd']);
  assert.equal(texts.find('f\ufffd'), rows[0]);
});

test('only what was asked about is found', () => {
  const texts = new TextRows(table('', 'a', 'b'));
  assert.equal(texts.find('a'), -1);
  const a = texts.ofRow(1);
  assert.equal(texts.find('a'), a);
  assert.equal(texts.find('b'), -1);
  assert.equal(texts.find('c\ufffd'), -1);
  assert.equal(texts.find(''), 0);
});

test('twenty thousand texts, each twice', () => {
  const names = Array.from({length: 40_000}, (_, at) => `pkg${at % 20_000}.f`);
  const texts = new TextRows(table('', ...names));
  const rows = names.map((_, at) => texts.ofRow(at + 1));
  assert.equal(texts.length, 20_001);
  names.forEach((name, at) => {
    assert.equal(texts.get(rows[at]!), name);
    assert.equal(texts.find(name), rows[at]);
  });
});

test('a table that grows while it is asked', () => {
  const under = table('', 'a');
  const pool = new StringPool(under);
  const texts = new TextRows(pool);
  const row = pool.row('later');
  const text = texts.ofRow(row);
  assert.equal(texts.get(text), 'later');
  assert.equal(texts.ofRow(row), text);
  assert.equal(texts.of('later'), text);
});
