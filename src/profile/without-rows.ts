import {hashPair} from '../base/tuples.js';
import type {StackTable} from './profile.js';

/** What is left of stacks, and by `StackRow` of before: the row it became, or for a dropped one its caller's; -1 for none. */
export interface RowsLeft {
  readonly stacks: StackTable;
  readonly moved: Int32Array;
}

const lastCallee = 0;
const isShared = 1;
const wordsOfRow = 2;

/**
 * The `live` rows of these stacks that are not `dropped`, each called by the nearest one above it that is left.
 *
 * Stacks that differ in dropped rows only become one row. This can happen only among callees
 * that come from several rows, and these are few: a row is shared once one of its callees is
 * dropped, or once it stands for two rows itself, and callees of no other are looked up.
 *
 * @param live 1 by row, and so for the caller of each such row
 * @returns undefined where no live row is dropped
 */
export function withoutRows(stacks: StackTable, live: Uint8Array, dropped: (row: number) => boolean): RowsLeft | undefined {
  const {length, caller, location} = stacks;
  const moved = new Int32Array(length).fill(-1);
  // What is left, by row. What is said of a row stands side by side, the root first: memory out of the cache is what costs.
  const callers = new Int32Array(length);
  const locations = new Uint32Array(length);
  const calleeBefore = new Int32Array(length);
  const said = new Int32Array((length + 1) * wordsOfRow);
  said[lastCallee] = -1;
  // Row + 1 by a hash of its caller and location, 0 for a free slot.
  let slots = new Int32Array(4096);
  let taken = 0;
  let next = 0;
  let isSame = true;
  for (let row = 0; row < length; row++) {
    if (live[row] === 0) continue;
    const above = caller[row]! < 0 ? -1 : moved[caller[row]!]!;
    const about = (above + 1) * wordsOfRow;
    if (dropped(row)) {
      isSame = false;
      moved[row] = above;
      if (said[about + isShared] === 0) share(above);
      continue;
    }
    const here = location[row]!;
    if (said[about + isShared] === 1) {
      const slot = slotOf(above, here);
      const same = slots[slot]! - 1;
      if (same >= 0) {
        moved[row] = same;
        if (said[(same + 1) * wordsOfRow + isShared] === 0) share(same);
        continue;
      }
      callers[next] = above;
      locations[next] = here;
      take(slot, next);
    } else {
      callers[next] = above;
      locations[next] = here;
    }
    calleeBefore[next] = said[about + lastCallee]!;
    said[about + lastCallee] = next;
    moved[row] = next++;
    said[next * wordsOfRow + lastCallee] = -1;
  }
  return isSame ? undefined : {stacks: {length: next, caller: callers.slice(0, next), location: locations.slice(0, next)}, moved};

  /** From now on callees of this row are looked up, and those that are there already can be found. */
  function share(row: number): void {
    const about = (row + 1) * wordsOfRow;
    said[about + isShared] = 1;
    for (let callee = said[about + lastCallee]!; callee >= 0; callee = calleeBefore[callee]!) {
      take(slotOf(row, locations[callee]!), callee);
    }
  }

  /** Where this callee is, or would be. */
  function slotOf(above: number, here: number): number {
    let slot = hashPair(above, here) & (slots.length - 1);
    for (let row = slots[slot]! - 1; row >= 0 && (callers[row] !== above || locations[row] !== here); row = slots[slot]! - 1) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  function take(slot: number, row: number): void {
    slots[slot] = row + 1;
    if (++taken * 2 <= slots.length) return;
    const old = slots;
    slots = new Int32Array(old.length * 4);
    for (const entry of old) if (entry > 0) slots[slotOf(callers[entry - 1]!, locations[entry - 1]!)] = entry;
  }
}
