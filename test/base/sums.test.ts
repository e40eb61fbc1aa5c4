import assert from 'node:assert/strict';
import {test} from 'node:test';
import {byMagnitude, divideSums, exactSums, magnitude, sumOver, toInt64, wideSums} from '../../src/base/sums.js';

const smallest = -(2n ** 63n);

test('sums past 64 bits wrap as those of Go do', () => {
  const sums = wideSums(BigInt64Array.of(2n ** 63n - 1n, 1n));
  assert.equal(sumOver(sums, [0, 1]), smallest);
});

test('the magnitude of int64 min is itself', () => {
  assert.equal(magnitude(smallest), smallest);
  assert.equal(magnitude(-5n), 5n);
});

test('the greater magnitude comes first, also where doubles cannot tell', () => {
  const sums = wideSums(BigInt64Array.of(2n ** 62n, -(2n ** 62n) - 1n));
  assert.equal(sums.numbers[0], -sums.numbers[1]!);
  assert.ok(byMagnitude(sums, 1, 0) < 0);
});

test('a sum is divided towards 0, and by 0 not at all', () => {
  const sums = divideSums(exactSums(Float64Array.of(7, -7, 7)), exactSums(Float64Array.of(2, 2, 0)));
  assert.deepEqual([...sums.numbers], [3, -3, 7]);
});

test('a quotient does not round up to the next integer', () => {
  const dividend = 2 ** 53 - 1;
  const sums = divideSums(exactSums(Float64Array.of(dividend)), exactSums(Float64Array.of(2 ** 26)));
  assert.equal(sums.numbers[0], Number(BigInt(dividend) / 2n ** 26n));
});

test('a double that no int64 holds becomes int64 min', () => {
  assert.equal(toInt64(-1.9), -1n);
  for (const value of [2 ** 63, -(2 ** 64), NaN, Infinity]) assert.equal(toInt64(value), smallest);
});
