import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ColumnBuilder} from '../../src/base/columns.js';
import {Int64Builder} from '../../src/base/int64.js';
import {resized} from '../../src/base/resized.js';

test('a buffer that is made longer ends with zeros, one that is made shorter is cut, and one of the same length is itself', () => {
  const of = (buffer: ArrayBuffer) => [...new Uint8Array(buffer)];
  const {buffer} = Uint8Array.of(1, 2, 3);
  assert.equal(resized(buffer, 3), buffer);
  assert.deepEqual(of(resized(Uint8Array.of(1, 2, 3).buffer, 5)), [1, 2, 3, 0, 0]);
  assert.deepEqual(of(resized(Uint8Array.of(1, 2, 3).buffer, 2)), [1, 2]);
  assert.deepEqual(of(resized(Uint8Array.of(1, 2, 3).buffer, 0)), []);
});

test('where the platform can move memory it is moved and not copied', () => {
  const buffer = new ArrayBuffer(8);
  const moved = new ArrayBuffer(16);
  Object.defineProperty(buffer, 'transfer', {value: (bytes: number) => bytes === 16 && moved});
  assert.equal(resized(buffer, 16), moved);
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
  assert.equal(low.buffer.byteLength, 8);
});
