import assert from 'node:assert/strict';
import {test} from 'node:test';
import {SeenBytes} from '../../src/profile/seen-bytes.js';

/** What is known of these bytes, -1 for nothing; then `row` is remembered of them, where there is one. */
function found(seen: SeenBytes, bytes: readonly number[], row = -1, hash = bytes.reduce((sum, byte) => Math.imul((sum ^ byte) + (sum >>> 13), 0x9e3779b1), bytes.length)): number {
  // Between bytes of others, and not where a word begins.
  const view = new DataView(Uint8Array.of(9, ...bytes, 9, 9, 9).buffer);
  seen.touch(Int32Array.of(hash), 1);
  const known = seen.find(view, 1, 1 + bytes.length, hash);
  if (known < 0 && row >= 0) seen.keep(view, 1, 1 + bytes.length, hash, row);
  return known;
}

test('a row is found by the same bytes, and by no others', () => {
  const runs = [[1], [1, 0], [1, 0, 0, 0], [1, 0, 0, 0, 0], [0, 1], [1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 8], [1, 2, 3, 4, 5, 6]];
  // Where all of them have one hash it is their bytes alone that tell them apart.
  for (const hash of [undefined, 5]) {
    const seen = new SeenBytes();
    for (const [at, run] of runs.entries()) assert.equal(found(seen, run, at * 3, hash), -1);
    for (const [at, run] of runs.entries()) assert.equal(found(seen, run, -1, hash), at * 3);
    assert.equal(found(seen, [2], -1, hash), -1);
  }
});

test('of a hundred thousand runs nearly all are found again, and none as another', () => {
  const seen = new SeenBytes();
  const run = (number: number): number[] => [number & 255, (number >> 8) & 255, number >> 16, 1, 2, 3, 4, 5];
  const given = Array.from({length: 100_000}, (_, number) => {
    assert.equal(found(seen, run(number), number), -1);
    return found(seen, run(number));
  });
  for (const [number, answer] of given.entries()) assert.ok(answer === number || answer === -1, `${number} as ${answer}`);
  assert.ok(given.filter((answer) => answer >= 0).length > 99_000);
  for (const [number, answer] of given.entries()) assert.equal(found(seen, run(number)), answer);
});

test('runs of one hash cost no more than a few looks each, and are forgotten', () => {
  const seen = new SeenBytes();
  for (let number = 0; number < 1000; number++) found(seen, [number & 255, number >> 8], number, 3);
  assert.equal(found(seen, [0, 0], -1, 3), 0);
  assert.equal(found(seen, [999 & 255, 999 >> 8], -1, 3), -1);
});

test('where no run comes again none is remembered', () => {
  const seen = new SeenBytes();
  const run = (number: number): number[] => [number & 255, (number >> 8) & 255, number >> 16];
  for (let number = 0; number < 20_000; number++) found(seen, run(number), number);
  assert.equal(found(seen, run(1)), -1);
});
