import {css} from 'lit';
import {noiseLimit} from '../../measurement/noise.js';
import type {CumSides} from '../../report/top-sides.js';
import type {wayOf} from './change.js';

type Way = ReturnType<typeof wayOf>;

/**
 * Which way goes what is called from one node by another.
 *
 * What a call weighed on either side is not known; it is no more than what its ends
 * did, so a change that passes the noise of one of them passes its own.
 */
export function wayOfCall({before, after, of: {noise}}: CumSides, one: number, other: number, change: number): Way {
  const limit = Math.min(noiseLimit(noise, before[one]!, after[one]!), noiseLimit(noise, before[other]!, after[other]!));
  return Math.abs(change) <= limit ? '' : change < 0 ? 'fell' : 'rose';
}

/** The colour of a bar in a comparison. */
export function fillOf(way: Way): string {
  return `var(${way === 'fell' ? '--less' : way === 'rose' ? '--more' : '--neutral'})`;
}

/** The words of a change that passes the noise have its colour. */
export const changeStyles = css`
  .fell { color: var(--less-ink); }
  .rose { color: var(--more-ink); }
`;
