import assert from 'node:assert/strict';
import {test} from 'node:test';
import {closerLook} from '../../../src/views/parts/flame-detail.js';
import {flamegraphOf} from '../../helpers/flamegraph-of.js';

// The whole has boxes of 4096000 / 4096 = 1000 and more; a look at a part, of a part of 4096 of it.
const whole = flamegraphOf('main 4096000');

test('nothing is asked for while a pixel is no narrower than the boxes of the whole', () => {
  assert.equal(closerLook(whole, 0, 4_096_000, 1000), undefined);
  assert.equal(closerLook(whole, 500_000, 1_000_000, 1000), undefined);
});

test('nearer than that, what is seen is asked for with some of what lies beside it, as far as there is some', () => {
  assert.deepEqual(closerLook(whole, 500_000, 800_000, 1000), {left: 300_000, span: 1_200_000});
  assert.deepEqual(closerLook(whole, 100_000, 800_000, 1000), {left: 0, span: 1_100_000});
  assert.deepEqual(closerLook(whole, 3_600_000, 496_000, 1000), {left: 3_476_000, span: 620_000});
});

test('a look that is there answers for what lies in it, and elsewhere only for what is seen from afar', () => {
  const closer = {...whole, look: {left: 300_000, span: 1_200_000}};
  assert.equal(closerLook(closer, 500_000, 800_000, 1000), undefined);
  assert.equal(closerLook(closer, 600_000, 300_000, 1000), undefined);
  // 293 are told apart in it, and 250 are a pixel.
  assert.deepEqual(closerLook(closer, 600_000, 250_000, 1000), {left: 537_500, span: 375_000});
  assert.deepEqual(closerLook(closer, 1_400_000, 800_000, 1000), {left: 1_200_000, span: 1_200_000});
  assert.equal(closerLook(closer, 0, 4_096_000, 1000), undefined);
});

test('what was asked for is enough, on a screen of any width', () => {
  for (const pixels of [300, 1440, 3840, 20_000]) {
    const look = closerLook(whole, 1_000_000, 1000, pixels);
    assert.notEqual(look, undefined);
    assert.equal(closerLook({...whole, look: look as {left: number; span: number}}, 1_000_000, 1000, pixels), undefined, String(pixels));
  }
});
