import {Failure} from '../base/failure.js';
import type {Report} from './report.js';

/** A function beside another one, with the cost of the calls between them. */
export interface Neighbour {
  readonly name: string;
  readonly role: number;
  readonly value: number;
}

/** What one line of the function costs. */
export interface HotLine {
  readonly file: string;
  readonly line: number;
  readonly flat: number;
  readonly cum: number;
}

/** All that the side panel says of the function `config.selected`. Values in the unit of the sample type. */
export interface DetailReport {
  /** Whether a stack that the filters left has it. */
  readonly found: boolean;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly package: string;
  readonly role: number;
  /** Base name of the mapping, '' for none. */
  readonly binary: string;
  readonly total: number;
  readonly unit: string;
  readonly flat: number;
  readonly cum: number;
  /** -1 where it is not the person's own code. */
  readonly drives: number;
  /** Distinct functions that call it, heaviest first, at most 20. */
  readonly callers: readonly Neighbour[];
  readonly callees: readonly Neighbour[];
  /** Heaviest cum first, at most 12. */
  readonly lines: readonly HotLine[];
  /** `key: value`, with the share of the function's cum that carries it; at most 12. */
  readonly labels: readonly {readonly key: string; readonly value: string; readonly amount: number}[];
}

export function detailReport(_report: Report): DetailReport {
  throw new Failure('not-supported', 'detail is not built yet');
}
