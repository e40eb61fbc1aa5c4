import {Role} from '../config/role.js';
import type {LocationNodes, NodeTable} from '../graph/node.js';
import type {LocationRow, Profile} from '../profile/profile.js';
import {sampledStacks, stackSums} from '../profile/sampled-stacks.js';
import type {SampledStacks} from '../profile/sampled-stacks.js';
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
export function drivesOf(profile: Profile, nodes: NodeTable, locations: LocationNodes, roles: Roles, valueRow: number): Float64Array {
  const yours = new Uint8Array(nodes.length);
  for (let row = 0; row < nodes.length; row++) {
    const f = nodes.functionRow[row]!;
    if (f >= 0 && roles.byFunction[f] === Role.yourCode) yours[row] = 1;
  }
  const drives = sumByNearest(profile, valueRow, nodes.length, nearestOf(profile, roles, locations, (location) => {
    const {start, node} = locations;
    // Nodes of a location stand outermost first, so the last one that is theirs is the nearest to the leaf.
    let at = start[location + 1]! - 1;
    while (at >= start[location]! && yours[node[at]!] === 0) at--;
    return at < start[location]! ? -1 : node[at]!;
  }));
  for (let row = 0; row < nodes.length; row++) if (yours[row] === 0) drives[row] = -1;
  return drives;
}

/** The same by `FunctionRow`, with 0 for functions that are not theirs. */
export function drivesByFunction(profile: Profile, roles: Roles, valueRow: number): Float64Array {
  const {locations: {lineStart}, lines, functions} = profile;
  return sumByNearest(profile, valueRow, functions.length, nearestOf(profile, roles, lineStart, (location) => {
    for (let line = lineStart[location]!; line < lineStart[location + 1]!; line++) {
      const f = lines.function[line]!;
      if (f >= 0 && roles.byFunction[f] === Role.yourCode) return f;
    }
    return -1;
  }));
}

interface Nearest {
  readonly roles: Roles;
  /** By cell of `SampledStacks.stack`, -1 for nothing. */
  readonly column: Int32Array;
}

/** By what the locations of the stacks are told apart by. */
const known = new WeakMap<SampledStacks, WeakMap<object, Nearest>>();

/**
 * What of theirs stands nearest to the leaf of each stack with samples. Another sample type has the same.
 *
 * @param ofLocation what stands in a location nearest to its leaf, -1 for nothing
 */
function nearestOf(profile: Profile, roles: Roles, key: object, ofLocation: (location: LocationRow) => number): Int32Array {
  const sampled = sampledStacks(profile);
  let byKey = known.get(sampled);
  if (byKey === undefined) known.set(sampled, byKey = new WeakMap());
  let last = byKey.get(key);
  if (last?.roles !== roles) {
    const {stacks, locations} = profile;
    const byLocation = new Int32Array(locations.length);
    for (let location = 0; location < byLocation.length; location++) byLocation[location] = ofLocation(location);
    const nearest = new Int32Array(stacks.length);
    for (let row = 0; row < stacks.length; row++) {
      const here = byLocation[stacks.location[row]!]!;
      const caller = stacks.caller[row]!;
      nearest[row] = here >= 0 ? here : caller < 0 ? -1 : nearest[caller]!;
    }
    last = {roles, column: sampled.stack.map((row) => (row < 0 ? -1 : nearest[row]!))};
    byKey.set(key, last);
  }
  return last.column;
}

/** @param count how many things there are */
function sumByNearest(profile: Profile, valueRow: number, count: number, nearest: Int32Array): Float64Array {
  const {signed} = stackSums(profile, valueRow);
  const sums = new Float64Array(count);
  for (let cell = 0; cell < nearest.length; cell++) if (nearest[cell]! >= 0) sums[nearest[cell]!]! += signed[cell]!;
  return sums;
}
