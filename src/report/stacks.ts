import {sumsAreExact} from '../base/int64.js';
import {byMagnitude, exactSums, wideSums} from '../base/sums.js';
import type {Sums} from '../base/sums.js';
import {PairInterner} from '../base/pairs.js';
import {buildNodes} from '../graph/node.js';
import {printableName} from '../graph/print-node.js';
import type {FrameTable} from './flamegraph.js';
import {frameTable} from './frames.js';
import type {Report} from './report.js';
import {rolesOf} from './roles.js';
import {samplesShown} from './source.js';
import {labelLines} from './traces.js';
import {plainFormat} from './values.js';

/**
 * The distinct stacks of pprof's `-traces`, heaviest first: samples whose frames read
 * the same and whose labels are equal are one row.
 */
export interface StacksReport {
  readonly total: number;
  readonly unit: string;
  readonly outputUnit: string;
  readonly ratio: number;
  /** Sum of |values| that the filters left. */
  readonly shown: number;
  readonly frames: FrameTable;
  /**
   * Frames as a tree that shares callers. By row of the tree: the row of what calls it,
   * -1 for a root; the row of `frames`; whether it is inlined into its caller.
   */
  readonly caller: Int32Array;
  readonly frame: Uint32Array;
  readonly inlined: Uint8Array;
  /** By row of the tree: how many frames the stack that ends there has. */
  readonly depth: Uint32Array;
  /** By stack: the row of the tree that is its leaf. */
  readonly leaf: Int32Array;
  readonly value: Sums;
  /** By stack: how many samples of the profile it is. */
  readonly samples: Uint32Array;
  /** By stack: a row of `labels`. */
  readonly labelSet: Uint32Array;
  /** The lines that say the labels of a set, as pprof writes them: `  key:  value`. */
  readonly labels: readonly (readonly string[])[];
}

export function stacksReport(report: Report): StacksReport {
  const {profile, config} = report;
  const {samples, stacks} = profile;
  const {nodes, locations} = buildNodes(profile, {
    granularity: config.granularity || 'functions', noInlines: config.noInlines, showColumns: config.showColumns,
    objectNames: false, trimPath: '', sourcePath: '', keepPaths: true,
  });

  // A frame that is inlined is another one than the same function when it is called.
  const tree = new PairInterner(Math.max(16, stacks.length));
  const placeOf = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const above = stacks.caller[row]!;
    let place = above < 0 ? -1 : placeOf[above]!;
    const location = stacks.location[row]!;
    const outermost = locations.start[location]!;
    for (let at = outermost; at < locations.start[location + 1]!; at++) place = tree.intern(place, locations.node[at]! * 2 + (at === outermost ? 0 : 1));
    placeOf[row] = place;
  }

  const rows = new PairInterner(1024);
  const counts: number[] = [];
  const rowOf = new Int32Array(samples.length).fill(-1);
  for (let row = 0; row < samples.length; row++) {
    const stack = samples.stack[row]!;
    if (stack < 0 || placeOf[stack]! < 0) continue;
    const at = rows.intern(placeOf[stack]!, samples.labels[row]!);
    rowOf[row] = at;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const value = sumsByRow(report, rowOf, rows.length);
  const order = Int32Array.from({length: rows.length}, (_, row) => row).sort((a, b) => byMagnitude(value, a, b) || a - b);
  const depth = new Uint32Array(tree.length);
  const inlined = new Uint8Array(tree.length);
  const frame = new Uint32Array(tree.length);
  for (let row = 0; row < tree.length; row++) {
    depth[row] = (tree.first[row]! < 0 ? 0 : depth[tree.first[row]!]!) + 1;
    frame[row] = tree.second[row]! >>> 1;
    inlined[row] = tree.second[row]! & 1;
  }
  const roles = rolesOf(profile, config.yourCode);
  const allNodes = Int32Array.from({length: nodes.length}, (_, row) => row);
  return {
    total: Number(report.total), ...plainFormat(report), shown: samplesShown(report),
    frames: frameTable(profile, nodes, allNodes, roles, (node) => printableName(nodes, node)),
    caller: tree.first.slice(0, tree.length), frame, inlined, depth,
    leaf: order.map((row) => rows.first[row]!),
    value: {
      numbers: Float64Array.from(order, (row) => value.numbers[row]!),
      words: value.words && BigInt64Array.from(order, (row) => value.words![row]!),
    },
    samples: Uint32Array.from(order, (row) => counts[row]!),
    labelSet: Uint32Array.from(order, (row) => rows.second[row]!),
    labels: Array.from({length: profile.labelSets.length}, (_, set) => labelLines(report, set)),
  };
}

/** The values of the samples by row, -1 for none; under `mean` each is divided by its events, as in the traces. */
function sumsByRow({profile: {samples}, config, valueRow}: Report, rowOf: Int32Array, length: number): Sums {
  const column = samples.values[valueRow]!;
  if (!config.mean && sumsAreExact(column)) {
    const sums = new Float64Array(length);
    for (let row = 0; row < samples.length; row++) if (rowOf[row]! >= 0) sums[rowOf[row]!]! += column.number(row);
    return exactSums(sums);
  }
  const events = config.mean ? samples.values[0] : undefined;
  const words = new BigInt64Array(length);
  for (let row = 0; row < samples.length; row++) {
    if (rowOf[row]! < 0) continue;
    const divisor = events?.bigint(row) ?? 0n;
    words[rowOf[row]!]! += divisor === 0n ? column.bigint(row) : column.bigint(row) / divisor;
  }
  return wideSums(words);
}
