import {Failure} from '../base/failure.js';
import type {Report} from './report.js';
import type {FrameTable} from './flamegraph.js';

/** The rows of Top in pprof's order, one row a node. Values are in the unit of the sample type, after mean and divide_by. */
export interface TopReport {
  /** What percentages are of. */
  readonly total: number;
  readonly unit: string;
  readonly sampleType: string;
  /** The unit that pprof would print every value of this report in: `ms`. */
  readonly outputUnit: string;
  /** Row in `frames`. */
  readonly frame: Uint32Array;
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  /**
   * Self time plus all that it calls until the next function of the person's own
   * code (ux.md §2.2); -1 where the row is not their code.
   */
  readonly drives: Float64Array;
  /** 0 never inlined, 1 ` (inline)`, 2 ` (partial-inline)`. */
  readonly inlined: Uint8Array;
  readonly frames: FrameTable;
  /** The legend of pprof's text, its lines whole. */
  readonly legend: readonly string[];
}

export function topReport(_report: Report): TopReport {
  throw new Failure('not-supported', 'top is not built yet');
}

/** pprof's `-top`. */
export function topText(_top: TopReport): string {
  throw new Failure('not-supported', 'top is not built yet');
}
