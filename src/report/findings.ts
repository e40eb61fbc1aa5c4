import {Failure} from '../base/failure.js';
import type {Report} from './report.js';

/**
 * One thing that the profile says (ux.md §6).
 *
 * `id` picks the sentence in the page's texts; `values` fills it. What a click
 * does is `action`: a change of config or of the sample type.
 */
export interface Finding {
  readonly id: string;
  readonly weight: number;
  readonly level: 'note' | 'warning' | 'serious';
  /** Names of functions, in the order that the sentence uses them. */
  readonly names: readonly string[];
  /** Shares (0 to 1) or amounts, in the order that the sentence uses them. */
  readonly numbers: readonly number[];
}

export interface FindingsReport {
  readonly unit: string;
  /** Heaviest first, at most 5. */
  readonly findings: readonly Finding[];
}

export function findingsReport(_report: Report): FindingsReport {
  throw new Failure('not-supported', 'findings are not built yet');
}
