import assert from 'node:assert/strict';
import {test} from 'node:test';
import {label, percentage, scaledLabel} from '../../src/measurement/label.js';
import {commonUnit, compatibleUnits, scale} from '../../src/measurement/scale.js';

// The facts are those of pprof's internal/measurement, as its reports show them.

test('a value takes the largest unit that leaves at least 1', () => {
  const facts: [number, string, string][] = [
    [1500, 'nanoseconds', '1.50us'], [1e9, 'ns', '1s'], [3600e9, 'nanoseconds', '1hrs'], [59 * 60e9, 'nanoseconds', '3540s'],
    [512 * 1024, 'bytes', '512kB'], [1536, 'Bytes', '1.50kB'], [3, 'mb', '3MB'], [0, 'seconds', '0'], [-1500, 'ns', '-1.50us'],
    [7, 'count', '7'], [7, 'widgets', '7'],
  ];
  for (const [value, unit, text] of facts) assert.equal(label(value, unit), text);
});

test('a unit of another kind gives seconds or bytes', () => {
  assert.equal(scaledLabel(90e9, 'nanoseconds', 'minutes'), '90s');
  assert.equal(scaledLabel(2048, 'bytes', 'furlongs'), '2048B');
  assert.equal(scaledLabel(5460, 'count', 'widgets'), '5460widgets');
});

test('names of units come in any case, and with an s', () => {
  for (const name of ['ms', 'MS', 'Millisecond', 'milliseconds']) assert.deepEqual(scale(1e6, 'ns', name), {value: 1, unit: 'ms'});
});

test('int64 min is scaled as it stands, since it has no opposite', () => {
  assert.equal(label(-(2n ** 63n), 'nanoseconds'), '-9223372036.85s');
  assert.equal(label(-(2n ** 63n) + 1n, 'nanoseconds'), '-2562047.79hrs');
});

test('a percentage has no sign, two digits at least, and is whole near 100', () => {
  const facts: [number, number, string][] = [
    [1, 3, '33.33%'], [1, 100, ' 1.00%'], [5, 1000, '  0.5%'], [55, 1e6, '0.0055%'], [9996, 10000, '  100%'], [-1, 4, '25.00%'], [1, 0, '    0%'], [0, 5, '    0%'],
  ];
  for (const [value, total, text] of facts) assert.equal(percentage(value, total), text);
});

test('the finest unit serves all', () => {
  assert.equal(commonUnit(['seconds', 'ms', 'us', 'ms']), 'us');
  assert.equal(compatibleUnits('bytes', 'MB'), true);
  assert.equal(compatibleUnits('bytes', 'ms'), false);
});
