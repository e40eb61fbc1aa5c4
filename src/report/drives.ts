import {Role} from '../config/role.js';
import type {LocationNodes, NodeTable} from '../graph/node.js';
import type {Profile} from '../profile/profile.js';
import type {Roles} from './roles.js';

/**
 * What each node of the person's own code drives: its self time and all that it
 * calls until the next function of theirs (ux.md §2.2).
 *
 * Each sample goes to the frame of theirs that is nearest to its leaf, so no sample
 * counts twice, and the sum is what lies below their code.
 *
 * @returns by node, signed, in the unit of the column `valueRow`; -1 for nodes that are not theirs
 */
export function drivesOf(profile: Profile, nodes: NodeTable, {start, node}: LocationNodes, {byFunction}: Roles, valueRow: number): Float64Array {
  const yours = new Uint8Array(nodes.length);
  for (let row = 0; row < nodes.length; row++) {
    const f = nodes.functionRow[row]!;
    if (f >= 0 && byFunction[f] === Role.yourCode) yours[row] = 1;
  }
  const byLocation = new Int32Array(profile.locations.length).fill(-1);
  for (let location = 0; location < byLocation.length; location++) {
    // Nodes of a location stand outermost first, so the last one that is theirs is the nearest to the leaf.
    for (let at = start[location]!; at < start[location + 1]!; at++) if (yours[node[at]!] === 1) byLocation[location] = node[at]!;
  }
  const drives = sumByNearest(profile, byLocation, nodes.length, valueRow);
  for (let row = 0; row < nodes.length; row++) if (yours[row] === 0) drives[row] = -1;
  return drives;
}

/** The same by `FunctionRow`, with 0 for functions that are not theirs. */
export function drivesByFunction(profile: Profile, {byFunction}: Roles, valueRow: number): Float64Array {
  const {locations, lines, functions} = profile;
  const byLocation = new Int32Array(locations.length).fill(-1);
  for (let location = 0; location < locations.length; location++) {
    for (let line = locations.lineStart[location + 1]! - 1; line >= locations.lineStart[location]!; line--) {
      const f = lines.function[line]!;
      if (f >= 0 && byFunction[f] === Role.yourCode) byLocation[location] = f;
    }
  }
  return sumByNearest(profile, byLocation, functions.length, valueRow);
}

/**
 * The samples by what stands nearest to their leaf.
 *
 * @param byLocation what stands in each location, -1 for nothing
 * @param count how many things there are
 */
function sumByNearest({stacks, samples}: Profile, byLocation: Int32Array, count: number, valueRow: number): Float64Array {
  const nearest = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const here = byLocation[stacks.location[row]!]!;
    const caller = stacks.caller[row]!;
    nearest[row] = here >= 0 ? here : caller < 0 ? -1 : nearest[caller]!;
  }
  const sums = new Float64Array(count);
  const values = samples.values[valueRow]!;
  for (let row = 0; row < samples.length; row++) {
    const stack = samples.stack[row]!;
    if (stack >= 0 && nearest[stack]! >= 0) sums[nearest[stack]!]! += values.number(row);
  }
  return sums;
}
