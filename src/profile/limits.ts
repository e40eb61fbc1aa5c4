import {Failure} from '../base/failure.js';

/**
 * How much of a profile is taken without asking.
 *
 * A file of 200 bytes can say that it holds 10 million samples, so what counts is
 * what would have to be held. The largest honest profiles that were seen stay below
 * a tenth of each. Bytes are of the inflated message; rows are those of stacks,
 * lines and labels, each table alone.
 */
export interface Limits {
  readonly bytes: number;
  readonly samples: number;
  readonly rows: number;
  readonly stringBytes: number;
}

export const usualLimits: Limits = {bytes: 2 ** 30, samples: 20e6, rows: 50e6, stringBytes: 512 * 2 ** 20};

/** What the columns can hold at all: their rows and offsets are numbered in 32 bits. */
export const widestLimits: Limits = {bytes: 2 ** 36, samples: 2 ** 28, rows: 2 ** 27, stringBytes: 2 ** 32 - 1};

export function tooLarge(what: string): Failure {
  return new Failure('too-large', `too large to open safely: ${what}, which is far more than a usual profile and can freeze this tab`);
}
