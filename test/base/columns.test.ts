import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ColumnBuilder} from '../../src/base/columns.js';
import {Int64Builder, int64Column, sumsAreExact} from '../../src/base/int64.js';

test('a column grows as it is filled and is the one view of its buffer', () => {
  const builder = new ColumnBuilder(Int32Array, 1);
  for (let i = 0; i < 100; i++) builder.push(-i);
  const column = builder.finish();
  assert.equal(column.length, 100);
  assert.equal(column.byteOffset, 0);
  assert.equal(column[99], -99);
});

test('every 64-bit value reads out as it was put in', () => {
  const values = [0n, 1n, -1n, 2n ** 32n - 1n, 2n ** 32n, -(2n ** 32n), 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)];
  const column = int64Column(values);
  assert.deepEqual(values.map((_, row) => column.bigint(row)), values);
  assert.deepEqual(values.map((_, row) => column.number(row)), values.map(Number));
});

test('a column of small values has no high lane', () => {
  assert.equal(int64Column([0, 7, 2 ** 32 - 1]).high, undefined);
  assert.notEqual(int64Column([0, -1]).high, undefined);
});

test('the high lane comes late and holds for the rows before', () => {
  const builder = new Int64Builder(1);
  for (let i = 0; i < 70; i++) builder.pushNumber(i);
  builder.pushNumber(-1);
  const column = builder.finish();
  assert.equal(column.number(69), 69);
  assert.equal(column.number(70), -1);
  assert.equal(column.unsigned(70), 2n ** 64n - 1n);
});

test('rows are gathered in the order of the question', () => {
  const column = int64Column([1n, -(2n ** 60n), 3n]).gather(Uint32Array.of(2, 1, 1));
  assert.deepEqual([0, 1, 2].map((row) => column.bigint(row)), [3n, -(2n ** 60n), -(2n ** 60n)]);
});

test('sums are exact up to 2^53 - 1 of |values| together', () => {
  assert.equal(sumsAreExact(int64Column([2n ** 52n, -(2n ** 52n) + 1n])), true);
  assert.equal(sumsAreExact(int64Column([2n ** 52n, -(2n ** 52n)])), false);
});
