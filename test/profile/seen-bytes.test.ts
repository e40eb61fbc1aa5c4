import assert from 'node:assert/strict';
import {test} from 'node:test';
import {SeenBytes} from '../../src/profile/seen-bytes.js';

/** The number that is known for these bytes, or 0; where none is and it is to be kept, the next one is given to them. */
function found(seen: SeenBytes, bytes: readonly number[], keep = false, hash = bytes.reduce((sum, byte) => Math.imul((sum ^ byte) + (sum >>> 13), 0x9e3779b1), bytes.length)): number {
  // Between bytes of others, and not where a word begins.
  const view = new DataView(Uint8Array.of(9, ...bytes, 9, 9, 9).buffer);
  seen.touch(Int32Array.of(hash), 1);
  const number = seen.find(view, 1, 1 + bytes.length, hash);
  if (number === 0 && keep) seen.keep(view, 1, 1 + bytes.length, hash);
  return number;
}

test('a number is found by the same bytes, and by no others', () => {
  const runs = [[1], [1, 0], [1, 0, 0, 0], [1, 0, 0, 0, 0], [0, 1], [1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 8], [1, 2, 3, 4, 5, 6]];
  // Where all of them have one hash it is their bytes alone that tell them apart.
  for (const hash of [undefined, 5]) {
    const seen = new SeenBytes();
    for (const run of runs) assert.equal(found(seen, run, true, hash), 0);
    for (const [row, run] of runs.entries()) assert.equal(found(seen, run, false, hash), row + 1);
    assert.equal(found(seen, [2], false, hash), 0);
  }
});

test('of a hundred thousand runs nearly all are found again, and none as another', () => {
  const seen = new SeenBytes();
  const run = (number: number): number[] => [number & 255, (number >> 8) & 255, number >> 16, 1, 2, 3, 4, 5];
  const given = Array.from({length: 100_000}, (_, number) => {
    assert.equal(found(seen, run(number), true), 0);
    return found(seen, run(number));
  });
  // Each that is remembered has the next number.
  assert.deepEqual(given.filter((number) => number > 0), Array.from({length: given.filter((number) => number > 0).length}, (_, row) => row + 1));
  assert.ok(given.filter((number) => number > 0).length > 99_000);
  for (const [number, answer] of given.entries()) assert.equal(found(seen, run(number)), answer);
});

test('runs of one hash cost no more than a few looks each, and are forgotten', () => {
  const seen = new SeenBytes();
  for (let number = 0; number < 1000; number++) found(seen, [number & 255, number >> 8], true, 3);
  assert.equal(found(seen, [0, 0], false, 3), 1);
  assert.equal(found(seen, [999 & 255, 999 >> 8], false, 3), 0);
});

test('where no run comes again none is remembered', () => {
  const seen = new SeenBytes();
  const run = (number: number): number[] => [number & 255, (number >> 8) & 255, number >> 16];
  for (let number = 0; number < 20_000; number++) found(seen, run(number), true);
  assert.equal(found(seen, run(1)), 0);
});
