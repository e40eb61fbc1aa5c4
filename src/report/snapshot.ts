import {Role} from '../config/role.js';
import {buildGraph, graphSource, noEdges} from '../graph/graph.js';
import {buildNodes} from '../graph/node.js';
import type {LocationNodes} from '../graph/node.js';
import {printableName} from '../graph/print-node.js';
import type {Profile, ValueType} from '../profile/profile.js';
import {rolesOf} from './roles.js';

/**
 * What is counted of a function: `flat`, `cum`, or `drives`, which gives each sample to
 * one function alone, so that the rows of a snapshot add up to its total.
 */
export type SeriesMeasure = 'drives' | 'flat' | 'cum';

/** One profile of a series, without its stacks: what each function holds. */
export interface Snapshot {
  readonly sampleTypes: readonly ValueType[];
  /** By sample type: the sum of all samples. */
  readonly totals: Float64Array;
  /** Functions that weigh anything. */
  readonly names: readonly string[];
  /** `Role` by function. */
  readonly roles: Uint8Array;
  /** By sample type: what each function holds, in the unit of the type. */
  readonly values: readonly Readonly<Record<SeriesMeasure, Float64Array>>[];
}

/** Cells of `values` that a snapshot may have: 1 MB. A heap of Go, with its 12 columns, has room for 10,000 functions. */
const mostCells = 2 ** 17;

const measures: readonly SeriesMeasure[] = ['drives', 'flat', 'cum'];

/**
 * What each function of `profile` holds, by all sample types at once, so that a profile
 * is read once however a series is looked at. Of very many functions the lightest go.
 *
 * @param nameOf gives equal names as one string, since they are kept for each snapshot
 */
export function snapshotOf(profile: Profile, nameOf: (name: string) => string = (name) => name): Snapshot {
  const {samples, sampleTypes} = profile;
  const {nodes, locations} = buildNodes(profile, {
    granularity: 'functions', noInlines: false, showColumns: false, objectNames: false, trimPath: '', sourcePath: '',
  });
  const {byFunction} = rolesOf(profile);
  const roles = Uint8Array.from(nodes.functionRow, (f) => (f < 0 ? Role.runtime : byFunction[f]!));
  const charged = chargedNodes(profile, locations, roles);
  const values = sampleTypes.map((_, valueRow) => {
    const {flat, cum} = buildGraph(graphSource(profile, {nodes, locations}, {valueRow, mean: false, dropNegative: false}), noEdges);
    const drives = new Float64Array(nodes.length);
    const column = samples.values[valueRow]!;
    for (let row = 0; row < samples.length; row++) {
      const stack = samples.stack[row]!;
      if (stack >= 0 && charged[stack]! >= 0) drives[charged[stack]!]! += column.number(row);
    }
    return {drives, flat: flat.numbers, cum: cum.numbers};
  });
  const totals = Float64Array.from(sampleTypes, (_, valueRow) => {
    let total = 0;
    for (let row = 0; row < samples.length; row++) total += samples.values[valueRow]!.number(row);
    return total;
  });
  const rows = heaviest(values, nodes.length, Math.floor(mostCells / (measures.length * Math.max(1, sampleTypes.length))));
  const picked = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]!);
  return {
    sampleTypes, totals,
    names: Array.from(rows, (row) => nameOf(printableName(nodes, row))),
    roles: Uint8Array.from(rows, (row) => roles[row]!),
    values: values.map(({drives, flat, cum}) => ({drives: picked(drives), flat: picked(flat), cum: picked(cum)})),
  };
}

/** How well a function explains what its callees hold: the person's own code best, a runtime not at all. */
function rankOf(role: number): number {
  return role === Role.yourCode ? 3 : role === Role.modules ? 2 : role === Role.standardLibrary ? 1 : 0;
}

/**
 * By stack: the node that its samples are given to, which is the nearest to the leaf of
 * the person's own code; where the stack has none, of a module, then of the standard
 * library, and else the leaf. -1 for nothing.
 */
function chargedNodes({stacks, locations: {length}}: Profile, {start, node}: LocationNodes, roles: Uint8Array): Int32Array {
  const byLocation = new Int32Array(length).fill(-1);
  const rank = (n: number): number => (n < 0 ? -1 : rankOf(roles[n]!));
  // The nodes of a location stand outermost first.
  for (let location = 0; location < length; location++) {
    for (let at = start[location]!; at < start[location + 1]!; at++) {
      if (rank(node[at]!) >= rank(byLocation[location]!)) byLocation[location] = node[at]!;
    }
  }
  const charged = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const here = byLocation[stacks.location[row]!]!;
    const above = stacks.caller[row]! < 0 ? -1 : charged[stacks.caller[row]!]!;
    charged[row] = rank(here) >= rank(above) ? here : above;
  }
  return charged;
}

/** The rows that hold anything, in their order; where there are more than `most`, those that hold the greatest share of any type. */
function heaviest(values: Snapshot['values'], length: number, most: number): Int32Array {
  const weight = new Float64Array(length);
  for (const {cum} of values) {
    let greatest = 0;
    for (let row = 0; row < length; row++) greatest = Math.max(greatest, Math.abs(cum[row]!));
    if (greatest === 0) continue;
    for (let row = 0; row < length; row++) weight[row] = Math.max(weight[row]!, Math.abs(cum[row]!) / greatest);
  }
  const sorted = weight.slice().sort();
  const least = length > most ? sorted[length - most]! : 0;
  const rows = new Int32Array(length);
  let count = 0;
  for (let row = 0; row < length && count < most; row++) if (weight[row]! > 0 && weight[row]! >= least) rows[count++] = row;
  return rows.slice(0, count);
}
