import {written} from '../base/columns.js';
import type {LocationNodes} from '../graph/node.js';
import type {Profile, StackTable} from '../profile/profile.js';
import {sampledStacks, stackSums, sumByStack} from '../profile/sampled-stacks.js';
import type {ComparedSamples} from './comparison.js';

/**
 * Stacks that share what they have in common from the root.
 *
 * Boxes of a flame graph are these rows, merged where they have the same frames from
 * the root; see `BoxWalk`, which merges as few of them as are to be seen. Each row
 * stands after its caller.
 */
export interface StackPaths {
  readonly length: number;
  /** -1 for the root. */
  readonly caller: Int32Array;
  /** By row: the row of `nodes` whose frames, one at least, it adds to those of its caller. */
  readonly location: Uint32Array;
  readonly nodes: LocationNodes;
  /** By row, and in one cell more for the root: its first callee, -1 for none. */
  readonly firstCallee: Int32Array;
  /** By row: the next callee of its caller, -1 for none. */
  readonly nextSibling: Int32Array;
  /** By row: 1 where its first frame is inlined too; undefined where no one's is. */
  readonly inlined: Uint8Array | undefined;
}

export function stackPaths({length, caller, location}: StackTable, nodes: LocationNodes, inlined?: Uint8Array): StackPaths {
  const firstCallee = new Int32Array(length + 1).fill(-1);
  const nextSibling = new Int32Array(length);
  for (let row = length - 1; row >= 0; row--) {
    const above = caller[row]! < 0 ? length : caller[row]!;
    nextSibling[row] = firstCallee[above]!;
    firstCallee[above] = row;
  }
  return {length, caller, location, nodes, firstCallee, nextSibling, inlined};
}

/** What rows of paths weigh, one cell a row and the last one for the root: sums of the samples on the stacks through them. */
export interface PathWeights {
  /** Of |values|. */
  readonly width: Float64Array;
  /** Of signed values. The same column as `width` where no value is negative. */
  readonly cum: Float64Array;
  /** Of the samples that end in a row, where sums are too large to tell that from the difference to its callees. */
  readonly own: Float64Array | undefined;
  /** Of a comparison: the same of each side, the base as it was recorded. */
  readonly sides: {readonly before: Float64Array; readonly after: Float64Array} | undefined;
}

/** Where stacks stand that are in no row. */
export const onRoot = -1;
export const nowhere = -2;

/**
 * Weighs the rows of `paths`: one pass over the stacks with samples, and one over the rows.
 *
 * @param rowOf by cell of `SampledStacks`: its row, `onRoot` or `nowhere`
 */
export function weighPaths(profile: Profile, valueRow: number, {caller}: StackPaths, rowOf: Int32Array, compared: ComparedSamples | undefined): PathWeights {
  const {size, signed, total} = stackSums(profile, valueRow);
  const width = atRows(size, caller, rowOf);
  const cum = signed === size ? width : atRows(signed, caller, rowOf);
  const own = total > Number.MAX_SAFE_INTEGER ? cum.slice() : undefined;
  const values = profile.samples.values[valueRow]!;
  const side = (isBase: 0 | 1, sign: 1 | -1): Float64Array =>
    atRows(sumByStack(sampledStacks(profile), (sample) => (compared!.isBase[sample] === isBase ? sign * values.number(sample) : 0)), caller, rowOf);
  const sides = compared === undefined ? undefined : {before: side(1, -1), after: side(0, 1)};
  for (const column of new Set([width, cum, sides?.before, sides?.after])) if (column !== undefined) addToCallers(column, caller);
  return {width, cum, own, sides};
}

/** What stands in each row by itself, and on the root. A function and not a closure: a browser compiles those anew for each. */
function atRows(sums: Float64Array, caller: Int32Array, rowOf: Int32Array): Float64Array {
  const root = caller.length;
  const weights = written(new Float64Array(root + 1));
  for (let cell = 0; cell < rowOf.length; cell++) {
    const row = rowOf[cell]!;
    if (row !== nowhere) weights[row < 0 ? root : row]! += sums[cell]!;
  }
  return weights;
}

/** Adds to each row what its callees weigh; these stand after it. */
function addToCallers(weights: Float64Array, caller: Int32Array): void {
  const root = caller.length;
  for (let row = root - 1; row >= 0; row--) {
    const above = caller[row]!;
    weights[above < 0 ? root : above]! += weights[row]!;
  }
}
