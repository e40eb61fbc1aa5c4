import {Role, roleCount} from '../config/role.js';
import type {LineTable, LocationTable, Profile, StackTable} from '../profile/profile.js';
import {sampledStacks, stackSums} from '../profile/sampled-stacks.js';
import type {Roles} from './roles.js';

interface Kept {
  readonly roles: Roles;
  readonly locations: LocationTable;
  readonly column: Uint8Array;
}

const known = new WeakMap<StackTable, Kept>();

/**
 * The category of each stack, as `Role` by `StackRow`: garbage collection where any
 * frame collects, else allocation where any frame allocates, else the role of the leaf
 * (ux.md §3.2). Kept for as long as the stacks are.
 */
export function categoriesOf(profile: Profile, roles: Roles): Uint8Array {
  const {stacks, locations} = profile;
  let last = known.get(stacks);
  if (last?.roles !== roles || last.locations !== locations) known.set(stacks, last = {roles, locations, column: findCategories(profile, roles)});
  return last.column;
}

/**
 * Sum of |values| of the samples of each category, by `Role`; samples without frames are of that of the root.
 *
 * @param rowOf by cell of `SampledStacks.stack`; stacks for which it is `left` do not count
 */
export function sumCategories(profile: Profile, valueRow: number, roles: Roles, rowOf: Int32Array, left: number): Float64Array {
  const categories = new Float64Array(roleCount);
  addByCategory(categories, stackSums(profile, valueRow).size, sampledStacks(profile).stack, categoriesOf(profile, roles), rowOf, left);
  return categories;
}

function addByCategory(categories: Float64Array, size: Float64Array, stack: Int32Array, ofStack: Uint8Array, rowOf: Int32Array, left: number): void {
  for (let cell = 0; cell < stack.length; cell++) {
    if (rowOf[cell] !== left) categories[stack[cell]! < 0 ? Role.root : ofStack[stack[cell]!]!]! += size[cell]!;
  }
}

function findCategories({stacks, locations, lines}: Profile, roles: Roles): Uint8Array {
  const ofLocation = new Uint8Array(locations.length);
  for (let row = 0; row < locations.length; row++) {
    const first = locations.lineStart[row]!;
    const end = locations.lineStart[row + 1]!;
    ofLocation[row] = first === end ? Role.runtime : roleOfLine(lines, first, roles);
    for (let line = first; line < end; line++) ofLocation[row] = strongest(ofLocation[row]!, roleOfLine(lines, line, roles));
  }
  const categories = new Uint8Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const caller = stacks.caller[row]!;
    const here = ofLocation[stacks.location[row]!]!;
    categories[row] = caller < 0 ? here : strongest(here, categories[caller]!);
  }
  return categories;
}

/** What a role is under another one, or beside it. */
function strongest(here: number, other: number): number {
  return here === Role.gc || other === Role.gc ? Role.gc : here === Role.allocation || other === Role.allocation ? Role.allocation : here;
}

function roleOfLine({function: functionOf}: LineTable, line: number, {byFunction}: Roles): number {
  const f = functionOf[line]!;
  return f < 0 ? Role.runtime : byFunction[f]!;
}
