import {hashPair} from '../base/pairs.js';
import type {StackTable} from './profile.js';

/** What is left of stacks, and by `StackRow` of before: the row it became, or for a dropped one its caller's; -1 for none. */
export interface RowsLeft {
  readonly stacks: StackTable;
  readonly moved: Int32Array;
}

const hasOneCallee = 2;
const hasSeveralCallees = 3;

/** What `withoutRows` wants to know of each row: whether a stack with samples ends in it or below, and how it goes on. */
export function liveRows({length, caller}: StackTable, leaves: Int32Array, isKept: (leaf: number) => boolean): Uint8Array {
  const live = new Uint8Array(length);
  for (let leaf = 0; leaf < leaves.length; leaf++) if (leaves[leaf]! >= 0 && isKept(leaf)) live[leaves[leaf]!] = 1;
  for (let row = length - 1; row >= 0; row--) {
    const above = caller[row]!;
    if (live[row] !== 0 && above >= 0 && live[above]! < hasSeveralCallees) live[above] = Math.max(hasOneCallee, live[above]! + 1);
  }
  return live;
}

/** Beside a callee, times two. */
const isShared = 1;

/**
 * The `live` rows of these stacks that are not `gone`, each called by the nearest one above it that is left.
 *
 * Stacks that differ in dropped rows only become one row. This can happen only among callees
 * that come from several rows, and these are few: a row is shared once one of several callees is
 * dropped, or once it stands for two rows itself, and callees of no other are looked up.
 *
 * @param gone 1 by location, or with `byRow` by row
 * @param live by row: 0, else 1 more than it has callees that are live, 3 for any more; see `liveRows`
 * @returns undefined where no live row is dropped
 */
export function withoutRows(stacks: StackTable, live: Uint8Array, gone: Uint8Array, byRow = false): RowsLeft | undefined {
  const {length, caller, location} = stacks;
  const moved = new Int32Array(length).fill(-1);
  // What is left, by row.
  const callers = new Int32Array(length);
  const locations = new Uint32Array(length);
  // By row + 1, the root first: twice the last callee + 1, 0 for none, and 1 more where the row is shared. By row: the callee before, so too.
  const said = new Int32Array(length + 1);
  const calleeBefore = new Int32Array(length);
  // Row + 1 by a hash of its caller and location, 0 for a free slot.
  let slots = new Int32Array(4096);
  let taken = 0;
  let next = 0;
  let isSame = true;
  for (let row = 0; row < length; row++) {
    if (live[row] === 0) continue;
    const its = caller[row]!;
    const above = its < 0 ? -1 : moved[its]!;
    const about = said[above + 1]!;
    const here = location[row]!;
    if (gone[byRow ? row : here] === 1) {
      isSame = false;
      moved[row] = above;
      if ((about & isShared) === 0 && (its < 0 || live[its]! > hasOneCallee)) share(above);
      continue;
    }
    callers[next] = above;
    locations[next] = here;
    if ((about & isShared) !== 0) {
      const slot = slotOf(above, here);
      const same = slots[slot]! - 1;
      if (same >= 0) {
        moved[row] = same;
        if ((said[same + 1]! & isShared) === 0) share(same);
        continue;
      }
      take(slot, next);
    }
    calleeBefore[next] = about >> 1;
    moved[row] = next++;
    said[above + 1] = (next << 1) | (about & isShared);
  }
  return isSame ? undefined : {stacks: {length: next, caller: beginning(callers, next), location: beginning(locations, next)}, moved};

  /** From now on callees of this row are looked up, and those that are there already can be found. */
  function share(row: number): void {
    const about = said[row + 1]!;
    said[row + 1] = about | isShared;
    for (let callee = about >> 1; callee > 0; callee = calleeBefore[callee - 1]!) take(slotOf(row, locations[callee - 1]!), callee - 1);
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

/** The first cells of a column, without a copy where few are left over. */
function beginning<Column extends Int32Array | Uint32Array>(column: Column, length: number): Column {
  return (length * 4 > column.length * 3 ? column.subarray(0, length) : column.slice(0, length)) as Column;
}
