import assert from 'node:assert/strict';
import {test} from 'node:test';
import {trendOf} from '../../src/report/trend.js';

function trend(values: readonly number[], at: readonly number[] = values.map((_, i) => i)): ReturnType<typeof trendOf> {
  return trendOf(Float64Array.from(values), Float64Array.from(at));
}

test('what only grows is in order, and rises at each step', () => {
  assert.deepEqual(trend([1, 3, 5, 7]), {slope: 2, order: 1, rising: 3});
});

test('one odd value does not move the slope', () => {
  // Of the ten slopes six are 1; a straight line through all would rise by 21 a step.
  assert.equal(trend([0, 1, 2, 3, 104]).slope, 1);
});

test('of six pairs five in order and one against it make two thirds', () => {
  assert.equal(trend([1, 3, 2, 4]).order, 4 / 6);
});

test('what stays or falls does not rise', () => {
  assert.deepEqual(trend([5, 5, 5]), {slope: 0, order: 0, rising: 0});
  assert.deepEqual(trend([9, 6, 3]), {slope: -3, order: -1, rising: 0});
});

test('the slope is by time, and moments that are the same have none between them', () => {
  assert.equal(trend([0, 10, 40], [0, 1, 4]).slope, 10);
  assert.deepEqual(trend([1, 2], [3, 3]), {slope: 0, order: 1, rising: 1});
});

test('one value and none have no trend', () => {
  assert.deepEqual(trend([4]), {slope: 0, order: 0, rising: 0});
  assert.deepEqual(trend([]), {slope: 0, order: 0, rising: 0});
});
