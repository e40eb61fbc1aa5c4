import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ColumnBuilder} from '../../src/base/columns.js';
import {Int64Builder} from '../../src/base/int64.js';
import {grown} from '../../src/base/grown.js';

test('a buffer that grew begins as before and ends with zeros, and nothing is left of the old one', () => {
  const {buffer} = Uint8Array.of(1, 2, 3);
  Object.defineProperty(buffer, 'transfer', {value: (bytes: number) => structuredClone(buffer, {transfer: [buffer]}).slice(0, bytes)});
  assert.deepEqual([...new Uint8Array(grown(buffer, 5))], [1, 2, 3, 0, 0]);
  assert.equal(buffer.byteLength, 0);
});

test('a buffer grows where the platform cannot free memory', () => {
  const {buffer} = Uint8Array.of(1, 2, 3);
  Object.defineProperty(buffer, 'transfer', {value: undefined});
  assert.deepEqual([...new Uint8Array(grown(buffer, 4))], [1, 2, 3, 0]);
});

test('a column that grew is as long as what was pushed, and the one view of its buffer', () => {
  const column = new ColumnBuilder(Uint32Array, 2);
  const values = Array.from({length: 100}, (_, row) => row * 3);
  for (const value of values) column.push(value);
  const cells = column.finish();
  assert.deepEqual([...cells], values);
  assert.equal(cells.byteOffset, 0);
  const wide = new Int64Builder(2);
  for (const value of values) wide.pushNumber(value * 2 ** 40);
  const {low, high} = wide.finish();
  assert.deepEqual(values.map((_, row) => high![row]! * 2 ** 32 + low[row]!), values.map((value) => value * 2 ** 40));
  assert.equal(low.length, 100);
});

test('a finished builder holds nothing of what it gave away', () => {
  const column = new ColumnBuilder(Int32Array, 2);
  for (const value of [5, -6, 7]) column.push(value);
  assert.deepEqual(column.finish(), Int32Array.of(5, -6, 7));
  assert.equal(column.cells.length, 0);
  const wide = new Int64Builder(1);
  wide.pushNumber(3);
  wide.pushBigint(-4n);
  const {low, high} = wide.finish();
  assert.deepEqual([low, high], [Uint32Array.of(3, 0xffff_fffc), Int32Array.of(0, -1)]);
});
