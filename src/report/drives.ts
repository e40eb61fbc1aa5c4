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
export function drivesOf(profile: Profile, nodes: NodeTable, locations: LocationNodes, roles: Roles, valueRow: number): Float64Array {
  const {samples} = profile;
  const nearest = nearestYours(profile, nodes, locations, roles);
  const drives = new Float64Array(nodes.length);
  for (let node = 0; node < nodes.length; node++) drives[node] = isYours(nodes, node, roles) ? 0 : -1;
  const values = samples.values[valueRow]!;
  for (let row = 0; row < samples.length; row++) {
    const stack = samples.stack[row]!;
    if (stack < 0 || nearest[stack]! < 0) continue;
    drives[nearest[stack]!]! += values.number(row);
  }
  return drives;
}

/** By `StackRow`: the node of the person's own code that is nearest to the leaf, -1 for none. */
export function nearestYours({stacks}: Profile, nodes: NodeTable, {start, node}: LocationNodes, roles: Roles): Int32Array {
  const byLocation = new Int32Array(start.length - 1).fill(-1);
  for (let location = 0; location < byLocation.length; location++) {
    // Nodes of a location stand outermost first, so the last one that is theirs is the nearest.
    for (let at = start[location]!; at < start[location + 1]!; at++) {
      if (isYours(nodes, node[at]!, roles)) byLocation[location] = node[at]!;
    }
  }
  const nearest = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const here = byLocation[stacks.location[row]!]!;
    const caller = stacks.caller[row]!;
    nearest[row] = here >= 0 ? here : caller < 0 ? -1 : nearest[caller]!;
  }
  return nearest;
}

function isYours(nodes: NodeTable, node: number, {byFunction}: Roles): boolean {
  const f = nodes.functionRow[node]!;
  return f >= 0 && byFunction[f] === Role.yourCode;
}
