import type {NodeTable} from '../graph/node.js';
import type {Config} from '../config/config.js';
import type {Profile} from '../profile/profile.js';
import {sampledStacks, stackSums} from '../profile/sampled-stacks.js';
import {compareText} from '../profile/strings.js';
import {BoxWalk} from './box-walk.js';
import {sumCategories} from './categories.js';
import {comparedSamples} from './comparison.js';
import type {ComparedSamples} from './comparison.js';
import {boxName} from './frames.js';
import {rolesOf} from './roles.js';
import type {Roles} from './roles.js';
import type {Report} from './report.js';
import {nowhere, weighPaths} from './stack-paths.js';
import type {onRoot, PathWeights, StackPaths} from './stack-paths.js';

/** Which box of a path has the self time of its stack: the last, the first below the root, or none that is here. */
export type SelfIn = 'last' | 'first' | 'none';

/** How boxes hang together, which does not depend on what they weigh. */
export interface FlameShape {
  readonly nodes: NodeTable;
  readonly names: BoxNames;
  readonly paths: StackPaths;
  readonly selfIn: SelfIn;
  /** Row of `nodes` of the function that is the root, -1 for none. */
  readonly middle: number;
  /** By stack: its row of the paths, `onRoot` or `nowhere`; undefined where rows are stacks. */
  readonly rowOfStack: Int32Array | undefined;
  readonly stackless: typeof onRoot | typeof nowhere;
  /** By stack: 1 where it counts in the root, since there were too many frames to read it; undefined where all were read. */
  readonly cut: Uint8Array | undefined;
}

/** What boxes are told apart by, as `buildNodes` wants it. */
export function nodeOptions({granularity, noInlines, showColumns, trimPath, sourcePath}: Config) {
  return {granularity: granularity || 'filefunctions', noInlines, showColumns, trimPath, sourcePath, objectNames: false} as const;
}

/** The names of boxes by node, made when they are asked for: of most no one is. */
export class BoxNames {
  readonly length: number;
  readonly #nodes: NodeTable;
  readonly #names: (string | undefined)[] = [];

  constructor(nodes: NodeTable) {
    this.#nodes = nodes;
    this.length = nodes.length;
  }

  of(node: number): string {
    return this.#names[node] ??= boxName(this.#nodes, node);
  }

  /** Equal names are told apart by their nodes. */
  compare(node: number, other: number): number {
    return compareText(this.of(node), this.of(other)) || node - other;
  }
}

/** The profile whose frames a flame graph tells apart: files that were moved between two recordings are one. */
export async function comparedProfile(report: Report): Promise<Profile> {
  const {profile, config} = report;
  const compared = config.granularity === 'filefunctions' ? comparedSamples(report) : undefined;
  return compared === undefined ? profile : (await import('./matched-files.js')).withMatchedFiles(profile, compared.isBase);
}

/** A shape, weighed by one sample type. */
export interface Flame {
  readonly shape: FlameShape;
  readonly profile: Profile;
  readonly weights: PathWeights;
  readonly walk: BoxWalk;
  readonly compared: ComparedSamples | undefined;
  /** By `Role`: sum of |values| of the samples of that category. */
  readonly categories: Float64Array;
  readonly roles: Roles;
}

interface Weighed extends Flame {
  readonly valueRow: number;
}

// The last of each shape, so that a look at a part of it weighs nothing anew.
const weighed = new WeakMap<FlameShape, Weighed>();

export function weighFlame(report: Report, profile: Profile, shape: FlameShape): Flame {
  const {valueRow, config} = report;
  const {samples} = profile;
  const roles = rolesOf(profile, config.yourCode);
  let last = weighed.get(shape);
  if (last === undefined || last.profile.samples !== samples || last.valueRow !== valueRow || last.roles !== roles) {
    // The old weights may go before there are new ones.
    weighed.delete(shape);
    const compared = comparedSamples(report);
    const rowOf = rowOfStacks(profile, shape);
    const weights = weighPaths(profile, valueRow, shape.paths, rowOf, compared);
    const categories = sumCategories(profile, valueRow, roles, rowOf, nowhere);
    last = {shape, profile, valueRow, weights, walk: new BoxWalk(shape, weights, sumOfCut(profile, valueRow, shape)), compared, categories, roles};
    weighed.set(shape, last);
  }
  return last;
}

/** By cell of the stacks with samples. */
function rowOfStacks(profile: Profile, {rowOfStack, stackless}: FlameShape): Int32Array {
  const {stack} = sampledStacks(profile);
  return rowOfStack === undefined ? stack : stack.map((row) => (row < 0 ? stackless : rowOfStack[row]!));
}

/** Signed sum of the samples that count in the root although their stacks go on. */
function sumOfCut(profile: Profile, valueRow: number, {cut}: FlameShape): number {
  if (cut === undefined) return 0;
  const {stack} = sampledStacks(profile);
  const {signed} = stackSums(profile, valueRow);
  let sum = 0;
  for (let cell = 0; cell < stack.length; cell++) if (stack[cell]! >= 0 && cut[stack[cell]!] === 1) sum += signed[cell]!;
  return sum;
}
