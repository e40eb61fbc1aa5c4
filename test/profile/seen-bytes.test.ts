import assert from 'node:assert/strict';
import {test} from 'node:test';
import {SeenBytes} from '../../src/profile/seen-bytes.js';

/** These bytes as they stand on a tape, between words of others: hash, length, a word of others, the bytes. */
function words(bytes: readonly number[], hash: number): Int32Array {
  const words = new Int32Array(5 + Math.ceil(bytes.length / 4)).fill(-7);
  words[1] = hash;
  words[2] = bytes.length;
  words.fill(0, 4, -1);
  for (const [at, byte] of bytes.entries()) words[4 + (at >> 2)]! |= byte << ((at & 3) * 8);
  return words;
}

/** The number that is known for these bytes; where none is, `keep` is remembered. */
function found(seen: SeenBytes, bytes: readonly number[], keep?: number, hash = bytes.reduce((sum, byte) => Math.imul((sum ^ byte) + (sum >>> 13), 0x9e3779b1), bytes.length)): number {
  const run = words(bytes, hash);
  seen.touch(run, Int32Array.of(1), 1);
  const number = seen.find(run, 1, 4);
  if (number < 0 && keep !== undefined) seen.keep(run, 1, 4, keep);
  return number;
}

test('a number is found by the same bytes, and by no others', () => {
  const runs = [[1], [1, 0], [1, 0, 0, 0], [1, 0, 0, 0, 0], [0, 1], [1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 8], [1, 2, 3, 4, 5, 6]];
  // Where all of them have one hash it is their bytes alone that tell them apart.
  for (const hash of [undefined, 5]) {
    const seen = new SeenBytes();
    for (const [number, run] of runs.entries()) assert.equal(found(seen, run, number, hash), -1);
    for (const [number, run] of runs.entries()) assert.equal(found(seen, run, undefined, hash), number);
    assert.equal(found(seen, [2], undefined, hash), -1);
  }
});

test('of a hundred thousand runs nearly all are found again, and none as another', () => {
  const seen = new SeenBytes();
  const run = (number: number): number[] => [number & 255, (number >> 8) & 255, number >> 16, 1, 2, 3, 4, 5];
  for (let number = 0; number < 100_000; number++) {
    assert.equal(found(seen, run(number), number), -1);
    found(seen, run(number));
  }
  let again = 0;
  for (let number = 0; number < 100_000; number++) {
    const answer = found(seen, run(number));
    if (answer >= 0) assert.equal(answer, number);
    if (answer >= 0) again++;
  }
  assert.ok(again > 99_000);
});

test('runs of one hash cost no more than a few looks each, and are forgotten', () => {
  const seen = new SeenBytes();
  for (let number = 0; number < 1000; number++) found(seen, [number & 255, number >> 8], number, 3);
  assert.equal(found(seen, [0, 0], undefined, 3), 0);
  assert.equal(found(seen, [999 & 255, 999 >> 8], undefined, 3), -1);
});

test('where no run comes again none is remembered', () => {
  const seen = new SeenBytes();
  const run = (number: number): number[] => [number & 255, (number >> 8) & 255, number >> 16];
  for (let number = 0; number < 20_000; number++) found(seen, run(number), number);
  assert.equal(found(seen, run(1)), -1);
});
