import assert from 'node:assert/strict';
import {test} from 'node:test';
import {StackBuilder} from '../../src/profile/stacks.js';
import type {StackTable} from '../../src/profile/profile.js';

/** The locations of a stack, leaf first. */
function frames(stacks: StackTable, leaf: number): number[] {
  const found: number[] = [];
  for (let row = leaf; row >= 0; row = stacks.caller[row]!) {
    assert.ok(stacks.caller[row]! < row);
    found.push(stacks.location[row]!);
  }
  return found;
}

test('stacks share the rows of their common callers', () => {
  const builder = new StackBuilder();
  const a = builder.intern(Int32Array.of(3, 2, 1), 3);
  const b = builder.intern(Int32Array.of(4, 2, 1), 3);
  const c = builder.intern(Int32Array.of(2, 1), 2);
  const stacks = builder.finish();
  assert.equal(stacks.length, 4);
  assert.deepEqual([frames(stacks, a), frames(stacks, b), frames(stacks, c)], [[3, 2, 1], [4, 2, 1], [2, 1]]);
});

test('a stack and its beginning are two rows, and the same again is the same row', () => {
  const builder = new StackBuilder();
  const long = builder.intern(Int32Array.of(1, 1, 1, 1), 4);
  const short = builder.intern(Int32Array.of(1, 1), 2);
  assert.notEqual(long, short);
  assert.equal(builder.intern(Int32Array.of(1, 1, 1, 1), 4), long);
  assert.equal(builder.push(builder.push(-1, 1), 1), short);
  assert.equal(builder.length, 4);
});

test('whole stacks and single frames lead to the same rows, however many there are', () => {
  const whole = new StackBuilder(1);
  const single = new StackBuilder(1);
  let state = 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) % below;
  };
  const seen = new Map<string, number>();
  for (let i = 0; i < 3000; i++) {
    const stack = Int32Array.from({length: 1 + random(12)}, () => random(4) - (i % 2));
    let row = -1;
    for (let at = stack.length - 1; at >= 0; at--) row = single.push(row, stack[at]!);
    assert.equal(whole.intern(stack, stack.length), row);
    const key = stack.join();
    assert.equal(seen.get(key) ?? row, row);
    seen.set(key, row);
  }
  assert.equal(new Set(seen.values()).size, seen.size);
  const stacks = whole.finish();
  const pairs = new Set(Array.from(stacks.caller, (caller, row) => `${caller} ${stacks.location[row]}`));
  assert.equal(pairs.size, stacks.length);
});

test('whatever stacks come in whatever order, each is one row whose callers are its frames', () => {
  let state = 7;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) % below;
  };
  for (let trial = 0; trial < 40; trial++) {
    const builder = new StackBuilder(random(4));
    const rows = new Map<string, number>();
    const paths = new Set<string>();
    // Few locations make many branches, many make long runs of rows that stand after their caller.
    const locations = [1, 2, 3, 50][trial % 4]!;
    for (let i = 0; i < 400; i++) {
      const stack = Int32Array.from({length: 1 + random(9)}, () => random(locations) - (trial % 3));
      let row = -1;
      if (random(2) === 0) row = builder.intern(stack, stack.length);
      else for (const location of [...stack].reverse()) row = builder.push(row, location);
      assert.equal(rows.get(stack.join()) ?? row, row);
      rows.set(stack.join(), row);
      for (let leaf = 0; leaf < stack.length; leaf++) paths.add(stack.slice(leaf).join());
    }
    assert.equal(builder.length, paths.size);
    const stacks = builder.finish();
    for (const [stack, row] of rows) assert.equal(Int32Array.from(frames(stacks, row)).join(), stack);
  }
});

test('a location 0 is a frame as every other, where no row is yet and where there are some', () => {
  const builder = new StackBuilder(1);
  const one = builder.push(-1, 0);
  const two = builder.push(one, 0);
  assert.deepEqual([one, two, builder.push(-1, 0), builder.intern(Int32Array.of(0, 0, 0), 3), builder.length], [0, 1, 0, 2, 3]);
});

test('a stack of a million frames is one', () => {
  const builder = new StackBuilder();
  const stack = new Int32Array(1_000_000).fill(7);
  const row = builder.intern(stack, stack.length);
  assert.equal(row, 999_999);
  assert.equal(builder.intern(stack, stack.length), row);
});
