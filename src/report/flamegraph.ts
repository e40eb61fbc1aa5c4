import {Failure} from '../base/failure.js';
import type {Report} from './report.js';

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
 * Every box of a flame graph, one row a box, in rows of equal depth.
 *
 * Row 0 is the root, which holds all samples. Depth `d` is the rows
 * `depthStart[d]` to `depthStart[d + 1]`, from left to right; the callees of a
 * row are the rows `firstCallee[row]` to `firstCallee[row + 1]` of the next
 * depth, widest first, equal ones by name. `start` and `width` are in the unit
 * of the sample type: the painter turns them into pixels, so a zoom is
 * arithmetic and asks the worker nothing.
 */
export interface FlamegraphReport {
  /** What percentages are of. */
  readonly total: number;
  /** Sum of |values| that the filters left: the width of the root. */
  readonly shown: number;
  /** As the profile names it: `nanoseconds`, `bytes`, `count`. */
  readonly unit: string;
  /** `cpu`, `inuse_space`. */
  readonly sampleType: string;
  /** One cell more than there are depths. */
  readonly depthStart: Uint32Array;
  /** One cell more than there are boxes. */
  readonly firstCallee: Uint32Array;
  /** Row of the box above, -1 for the root. */
  readonly caller: Int32Array;
  /** Row in `frames`; the root's is 0 and that frame is named `root`. */
  readonly frame: Uint32Array;
  /** Where the box begins, from the left edge of the root. */
  readonly start: Float64Array;
  /** Sum of |values| of the stacks through it. */
  readonly width: Float64Array;
  /** Signed sum of values of the stacks through it. */
  readonly cum: Float64Array;
  /** Signed sum of values of the stacks that end in it. */
  readonly flat: Float64Array;
  /** 1 where the frame was inlined into its caller. */
  readonly inlined: Uint8Array;
  readonly frames: FrameTable;
  /** By `Role`: sum of |values| of the samples of that category (ux.md §3.2), for the bar above the graph. */
  readonly categories: Float64Array;
}

export function flamegraphReport(_report: Report): FlamegraphReport {
  throw new Failure('not-supported', 'the flame graph is not built yet');
}
