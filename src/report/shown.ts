import {computeTotal} from './total.js';
import type {Report} from './report.js';

/** How much the filters left, for a chip that says what it removed. */
export interface ShownReport {
  /** Sum of |values|. */
  readonly shown: number;
  readonly total: number;
  readonly unit: string;
}

export function shownReport({profile, valueRow, config, total, unit}: Report): ShownReport {
  return {shown: Number(computeTotal(profile, valueRow, config.mean)), total: Number(total), unit};
}
