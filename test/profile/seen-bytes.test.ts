import assert from 'node:assert/strict';
import {test} from 'node:test';
import {SeenBytes} from '../../src/profile/seen-bytes.js';

/** The number that is known for these bytes, said as a batch of their own at an odd place of a buffer. */
function found(seen: SeenBytes, bytes: readonly number[], keep?: number): number {
  const buf = Uint8Array.of(9, ...bytes, 9);
  seen.clear();
  seen.add(buf, 1, 1 + bytes.length);
  seen.touch();
  const number = seen.find(0);
  if (number < 0 && keep !== undefined) seen.keep(0, keep);
  return number;
}

test('a number is found by the same bytes, and by no others', () => {
  const seen = new SeenBytes();
  const runs = [[1], [1, 0], [1, 0, 0, 0], [1, 0, 0, 0, 0], [0, 1], [1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 8], [1, 2, 3, 4, 5, 6]];
  for (const [number, run] of runs.entries()) assert.equal(found(seen, run, number), -1);
  for (const [number, run] of runs.entries()) assert.equal(found(seen, run), number);
  assert.equal(found(seen, [2]), -1);
});

test('the runs of a batch know where they stand', () => {
  const seen = new SeenBytes();
  const buf = Uint8Array.of(1, 2, 3, 1, 2, 3);
  seen.add(buf, 0, 2);
  seen.add(buf, 3, 5);
  assert.deepEqual([seen.count, seen.startOf(1), seen.endOf(1)], [2, 3, 5]);
  seen.keep(0, 7);
  assert.equal(seen.find(1), 7);
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

test('where no run comes again none is remembered', () => {
  const seen = new SeenBytes();
  const run = (number: number): number[] => [number & 255, (number >> 8) & 255, number >> 16];
  for (let number = 0; number < 20_000; number++) found(seen, run(number), number);
  assert.equal(found(seen, run(1)), -1);
});
