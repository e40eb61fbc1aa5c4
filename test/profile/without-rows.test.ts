import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {StackTable} from '../../src/profile/profile.js';
import {liveRows, withoutRows} from '../../src/profile/without-rows.js';

/** Stacks of `[caller, location]`. */
function stacksOf(...rows: readonly (readonly [number, number])[]): StackTable {
  return {length: rows.length, caller: Int32Array.from(rows, ([caller]) => caller), location: Uint32Array.from(rows, ([, location]) => location)};
}

/** @param leaves rows that samples stand on */
function left(stacks: StackTable, gone: ReadonlySet<number>, leaves = Int32Array.from({length: stacks.length}, (_, row) => row)) {
  const answer = withoutRows(stacks, liveRows(stacks, leaves, () => true), Uint8Array.from({length: 256}, (_, location) => Number(gone.has(location))));
  return answer && {rows: Array.from(answer.stacks.caller, (caller, row) => [caller, answer.stacks.location[row]!]), moved: [...answer.moved]};
}

test('a dropped row gives its callees to its caller, where equal ones become one with what they call', () => {
  // 1 → 2 → 3, 1 → 9 → 2 → 3 and 1 → 9 → 2 → 4 without 9.
  const stacks = stacksOf([-1, 1], [0, 2], [1, 3], [0, 9], [3, 2], [4, 3], [4, 4]);
  assert.deepEqual(left(stacks, new Set([9])), {rows: [[-1, 1], [0, 2], [1, 3], [1, 4]], moved: [0, 1, 2, 0, 1, 2, 3]});
});

test('callees of a dropped root become roots', () => {
  assert.deepEqual(left(stacksOf([-1, 9], [0, 1], [-1, 1], [2, 2]), new Set([9])), {rows: [[-1, 1], [0, 2]], moved: [-1, 0, 0, 1]});
});

test('rows that are not live leave nothing, and where no other is dropped there is no answer', () => {
  const stacks = stacksOf([-1, 1], [0, 9], [0, 2]);
  assert.equal(left(stacks, new Set([9]), Int32Array.of(-1, 2)), undefined);
  assert.deepEqual(left(stacks, new Set([1]), Int32Array.of(-1, 2)), {rows: [[-1, 2]], moved: [-1, -1, 0]});
});

test('each way through any tree stays, once, without what is dropped from it', () => {
  let seed = 7;
  const random = (below: number) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0, (seed >>> 8) % below);
  for (let round = 0; round < 300; round++) {
    const rows: [number, number][] = [];
    const taken = new Set<string>();
    for (let i = 0; i < 60; i++) {
      const row: [number, number] = [random(rows.length + 1) - 1, random(5)];
      if (!taken.has(row.join())) rows.push(row);
      taken.add(row.join());
    }
    const way = (row: number, of: readonly (readonly number[])[]): number[] => (row < 0 ? [] : [...way(of[row]![0]!, of), of[row]![1]!]);
    const gone = new Set([0, random(5)]);
    const answer = left(stacksOf(...rows), gone);
    if (answer === undefined) continue;
    const ways = answer.rows.map((_, row) => way(row, answer.rows).join());
    assert.equal(new Set(ways).size, ways.length);
    assert.ok(answer.rows.every(([caller], row) => caller! < row));
    for (let row = 0; row < rows.length; row++) {
      const shown = way(row, rows).filter((location) => !gone.has(location));
      assert.deepEqual(way(answer.moved[row]!, answer.rows), shown);
    }
  }
});
