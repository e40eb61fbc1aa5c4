import {Role} from '../config/role.js';
import type {LineTable, Profile} from '../profile/profile.js';
import type {Roles} from './roles.js';

/**
 * The category of each stack, as `Role` by `StackRow`: garbage collection where any
 * frame collects, else allocation where any frame allocates, else the role of the leaf
 * (ux.md §3.2).
 */
export function categoriesOf({stacks, locations, lines}: Profile, roles: Roles): Uint8Array {
  const leaf = new Uint8Array(locations.length);
  const memory = new Uint8Array(locations.length);
  for (let row = 0; row < locations.length; row++) {
    const first = locations.lineStart[row]!;
    const end = locations.lineStart[row + 1]!;
    leaf[row] = first === end ? Role.runtime : roleOfLine(lines, first, roles);
    for (let line = first; line < end; line++) {
      const role = roleOfLine(lines, line, roles);
      if (role === Role.gc) memory[row] = Role.gc;
      else if (role === Role.allocation && memory[row] === 0) memory[row] = Role.allocation;
    }
  }
  const above = new Uint8Array(stacks.length);
  const categories = new Uint8Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const caller = stacks.caller[row]!;
    const inherited = caller < 0 ? 0 : above[caller]!;
    const here = memory[stacks.location[row]!]!;
    above[row] = Math.max(inherited, here);
    categories[row] = above[row] === 0 ? leaf[stacks.location[row]!]! : above[row]!;
  }
  return categories;
}

function roleOfLine({function: functionOf}: LineTable, line: number, {byFunction}: Roles): number {
  const f = functionOf[line]!;
  return f < 0 ? Role.runtime : byFunction[f]!;
}
