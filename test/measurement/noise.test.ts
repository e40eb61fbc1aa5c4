import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isReal, noiseLimit} from '../../src/measurement/noise.js';
import type {Noise} from '../../src/measurement/noise.js';

const counted: Noise = {kind: 'samples', before: 1, after: 1};

test('a change of counted samples is real past twice the root of both together', () => {
  // 2·√(9 + 16) = 10
  assert.equal(noiseLimit(counted, 9, 16), 10);
  assert.equal(isReal(counted, 9, 16), false);
  assert.equal(isReal(counted, 144, 81), true);
  assert.equal(noiseLimit(counted, 144, 81), 30);
});

test('what happened once or four times may be chance, five times from nothing is not', () => {
  assert.equal(isReal(counted, 0, 4), false);
  assert.equal(isReal(counted, 0, 5), true);
  assert.equal(isReal(counted, 0, 0), false);
});

test('time is counted in samples of the period', () => {
  const at100Hz: Noise = {kind: 'samples', before: 10e6, after: 10e6};
  // 168 and 50 samples: ±29.5 of them.
  assert.equal(Math.round(noiseLimit(at100Hz, 1.68e9, 0.5e9) / 1e6), 295);
  assert.equal(isReal(at100Hz, 1.68e9, 0.5e9), true);
  assert.equal(isReal(at100Hz, 3.13e9, 3.23e9), false);
});

test('a side that was scaled up by four is twice as uncertain as it looks', () => {
  const scaled: Noise = {kind: 'samples', before: 1, after: 4};
  // 25 samples were seen and count as 100: 2·4·√25 = 40.
  assert.equal(noiseLimit(scaled, 0, 100), 40);
});

test('scaled values change by more than their limit or not at all', () => {
  const share: Noise = {kind: 'share', limit: 100};
  assert.equal(isReal(share, 5000, 5100), false);
  assert.equal(isReal(share, 5000, 5101), true);
});
