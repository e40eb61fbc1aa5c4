import type {Config} from '../config/config.js';
import {buildNodes} from '../graph/node.js';
import type {FunctionTable, LocationTable, StackTable} from '../profile/profile.js';
import {stackSums} from '../profile/sampled-stacks.js';
import type {Comparison, Sides} from './comparison.js';
import {BoxNames, comparedProfile, nodeOptions, weighFlame} from './flame-shape.js';
import type {Flame, FlameShape} from './flame-shape.js';
import {frameTable} from './frames.js';
import type {Report} from './report.js';
import {seenBoxes} from './seen-boxes.js';
import type {Look} from './seen-boxes.js';
import {onRoot, stackPaths} from './stack-paths.js';

/** The distinct frames that the rows of a report name, one row a frame. */
export interface FrameTable {
  /** As pprof prints them; `[binary]` or a 16-digit address where there is no function. */
  readonly names: readonly string[];
  /** As in the profile, '' for unknown. */
  readonly files: readonly string[];
  /** The line that the function starts at, else the first line seen of it; 0 for unknown. */
  readonly lines: Float64Array;
  /** The import path or first part of the name: `net/http`, `main`. */
  readonly packages: readonly string[];
  /** `Role`. */
  readonly roles: Uint8Array;
}

/**
 * The boxes of a flame graph that can be seen, one row a box, in rows of equal depth.
 *
 * Row 0 is the root, which holds all samples. Depth `d` is the rows
 * `depthStart[d]` to `depthStart[d + 1]`, from left to right; the callees of a
 * row are the rows `firstCallee[row]` to `firstCallee[row + 1]` of the next
 * depth, widest first, equal ones by name. Of a box with callees too narrow to be
 * seen these rows are the widest of them, and `callees` says how many there are.
 * `start` and `width` are in the unit of the sample type: the painter turns them into
 * pixels, so a zoom is arithmetic, and what it uncovers is asked for with a `FlameWish`.
 */
export interface FlamegraphReport {
  /** What percentages are of. */
  readonly total: number;
  /** Sum of |values| that the filters left, in a comparison of the larger side: the width of the root. */
  readonly shown: number;
  /** As the profile names it: `nanoseconds`, `bytes`, `count`. */
  readonly unit: string;
  /** `cpu`, `inuse_space`. */
  readonly sampleType: string;
  /** One cell more than there are depths. */
  readonly depthStart: Uint32Array;
  /** One cell more than there are boxes. */
  readonly firstCallee: Uint32Array;
  /** How many callees a box has, those that are not here among them. */
  readonly callees: Uint32Array;
  /** Where the last callee of a box ends, be it here or not; where the box begins if it has none. */
  readonly calleesEnd: Float64Array;
  /** Row of the box above, -1 for the root. */
  readonly caller: Int32Array;
  /** Row in `frames`; the root's is 0 and that frame is named `root`. */
  readonly frame: Uint32Array;
  /** Where the box begins, from the left edge of the root. */
  readonly start: Float64Array;
  /** Sum of |values| of the stacks through it; in a comparison see `calleeWidths`. */
  readonly width: Float64Array;
  /** Signed sum of values of the stacks through it. The same column as `width` where no value is negative. */
  readonly cum: Float64Array;
  /** Signed sum of values of the stacks that end in it. */
  readonly flat: Float64Array;
  /** 1 where the frame was inlined into its caller, wherever it is in this box. */
  readonly inlined: Uint8Array;
  readonly frames: FrameTable;
  /** By row of the frames: what a `FlameWish` calls it; -1 for the root. */
  readonly nodes: Int32Array;
  /** By `Role`: sum of |values| of the samples of that category (ux.md §3.2), for the bar above the graph. */
  readonly categories: Float64Array;
  /** What a value is multiplied with before it is shown: 1 / divide_by. */
  readonly ratio: number;
  /** Whether depths are left out since there are too many boxes; what is in them counts in the boxes above. */
  readonly truncated: boolean;
  /** The part that narrower boxes than elsewhere are here of. */
  readonly look: Look;
  /** The row of the box that was to be found, -1 for none. */
  readonly reached: number;
  /** Of a comparison: the sums of each side of the stacks through a box. `cum` is their difference. */
  readonly sides?: Sides & {readonly of: Comparison};
  /** Whether row 0 is one function, which its frame names, and not all samples. */
  readonly isSandwich?: true;
  /** Where row 0 is one function: the sum of |values| that the filters left. */
  readonly left?: number;
  /** Of a function in the middle: the same for its callers, whose callees are the callers of a box. */
  readonly callers?: FlamegraphReport;
}

/** A box, as the nodes from below the root to it. */
export type BoxNodes = Int32Array;

/** What is wished of a flame graph beside all that can be seen of the whole. */
export interface FlameWish {
  /** Which half of a graph with a function in the middle, which then is all of the answer. */
  readonly half?: FlameHalf;
  /** What is looked at: boxes are told apart in it as if it were the whole. `reached` for the box that is found. */
  readonly look?: Look | 'reached';
  /** Boxes that are in the answer however narrow they are. */
  readonly keep?: readonly BoxNodes[];
  /** A box that is to be found, and is in the answer then. */
  readonly reach?: Reach;
}

export type FlameHalf = 'callers' | 'callees';

export type Reach =
  /** What an address calls it, see `boxPath`; where no box has that name, as far as these names lead. */
  | {readonly kind: 'path'; readonly path: string; readonly names: readonly string[]}
  /** The widest one of a function whose name matches. */
  | {readonly kind: 'pattern'; readonly pattern: string}
  /** The next one down or up the graph, of each box before its callees, that `config.search` finds. */
  | {readonly kind: 'match'; readonly from: BoxNodes; readonly direction: 1 | -1}
  /** A neighbour of a box. */
  | {readonly kind: 'callee' | 'next' | 'last'; readonly from: BoxNodes};

/**
 * The boxes of all stacks that the filters left, merged by what the granularity tells
 * apart. Boxes that no sample weighs are left out.
 *
 * How boxes hang together does not depend on the values, so it is kept for as long as
 * the stacks are, and another sample type only weighs them anew.
 */
export async function flamegraphReport(report: Report, wish: FlameWish = {}): Promise<FlamegraphReport> {
  const {config} = report;
  if (!isTurned(config)) return modelOf(report, await wholeFlame(report), wish);
  const {down, up} = (await import('./turned-boxes.js')).turnedFlames(report, await comparedProfile(report));
  if (up === undefined) return modelOf(report, down, wish);
  const half = async (flame: Flame): Promise<FlamegraphReport> => ({...await modelOf(report, flame, wish), isSandwich: true});
  if (wish.half !== undefined) return half(wish.half === 'callers' ? up : down);
  return {...await half(down), left: stackSums(report.profile, report.valueRow).total, callers: await half(up)};
}

/** The graph that a report, or a half of it, draws. */
export async function flameOf(report: Report, half: FlameHalf | undefined): Promise<Flame> {
  if (!isTurned(report.config)) return await wholeFlame(report);
  const {down, up} = (await import('./turned-boxes.js')).turnedFlames(report, await comparedProfile(report));
  return half === 'callers' && up !== undefined ? up : down;
}

/** Whether stacks are read in another way than from the root down, each as it is. */
function isTurned({sandwich, bottomUp, foldRecursion}: Config): boolean {
  return sandwich !== '' || bottomUp || foldRecursion;
}

async function modelOf(report: Report, flame: Flame, {look, keep = [], reach}: FlameWish): Promise<FlamegraphReport> {
  const {shape: {nodes, names, middle, cut}, profile, walk, compared, categories, roles} = flame;
  const found = reach === undefined ? undefined : await (await import('./flame-reach.js')).reachBox(flame, reach, report.config.search);
  const looked = look === 'reached' ? found : look;
  const boxes = seenBoxes(walk, looked, found === undefined ? keep : [...keep, found.nodes], names.length);
  const rows = middle < 0 ? boxes.nodes : [middle, ...boxes.nodes.slice(1)];
  const {depthStart, firstCallee, callees, calleesEnd, caller, frame, start, width, cum, flat, inlined, kept, sides} = boxes;
  return {
    total: Number(report.total),
    shown: width[0]!,
    unit: report.unit,
    sampleType: report.sampleType,
    depthStart, firstCallee, callees, calleesEnd, caller, frame, start, width, cum, flat, inlined,
    frames: frameTable(profile, nodes, rows, roles, (node) => names.of(node)),
    nodes: Int32Array.from(boxes.nodes),
    // An answer moves to another thread, and what is kept here stays.
    categories: categories.slice(),
    ratio: 1 / report.config.divideBy,
    truncated: boxes.truncated || cut !== undefined,
    look: looked === undefined ? {left: 0, span: width[0]!} : {left: looked.left, span: looked.span},
    reached: found === undefined ? -1 : kept[keep.length]!,
    ...(sides === undefined || compared === undefined ? {} : {sides: {...sides, of: {before: compared.before, after: compared.after, noise: compared.noise}}}),
  };
}

interface KeptShape {
  readonly key: string;
  readonly locations: LocationTable;
  readonly functions: FunctionTable;
  readonly shape: FlameShape;
}

// Kept by stacks, which a filter that only takes samples away leaves as they are. Not with the nodes of graphs: whoever
// looks at Top in between comes back to the boxes as they were.
const shapes = new WeakMap<StackTable, KeptShape>();

async function wholeFlame(report: Report): Promise<Flame> {
  const profile = await comparedProfile(report);
  const {stacks, locations, functions} = profile;
  const options = nodeOptions(report.config);
  const key = JSON.stringify(options);
  let last = shapes.get(stacks);
  if (last?.key !== key || last.locations !== locations || last.functions !== functions) {
    const {nodes, locations: itsNodes} = buildNodes(profile, options);
    const shape: FlameShape = {
      nodes, names: new BoxNames(nodes), paths: stackPaths(stacks, itsNodes), selfIn: 'last', middle: -1,
      rowOfStack: undefined, stackless: onRoot, cut: undefined,
    };
    last = {key, locations, functions, shape};
    shapes.set(stacks, last);
  }
  return weighFlame(report, profile, last.shape);
}
