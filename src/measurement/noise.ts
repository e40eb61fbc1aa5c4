/**
 * What tells a change from chance.
 *
 * Where a profile counts samples, two runs of the same program differ too: a count
 * of n has a standard deviation of √n, and the difference of two of √(a + b).
 * Values that were scaled up by their recorder say no count, so a share of the
 * total stands in for it.
 */
export type Noise =
  | {
    readonly kind: 'samples';
    /** What one sample is worth before and, where the profile was scaled to its base, after. */
    readonly before: number;
    readonly after: number;
  }
  | {readonly kind: 'share'; /** Changes up to this much say nothing. */ readonly limit: number};

/** The share of the larger total that a change of scaled values has to pass. */
export const shareThatCounts = 0.01;

/**
 * How large a change from `before` to `after` may be by chance alone: twice the
 * standard deviation, in the unit of the values.
 *
 *   400 samples, then 500   ±60, so 100 more are real
 *     9 samples, then 16    ±10, so 7 more are not
 */
export function noiseLimit(noise: Noise, before: number, after: number): number {
  if (noise.kind === 'share') return noise.limit;
  return 2 * Math.sqrt(Math.abs(before) * noise.before + Math.abs(after) * noise.after);
}

/** Whether a change is more than chance would make it. */
export function isReal(noise: Noise, before: number, after: number): boolean {
  return Math.abs(after - before) > noiseLimit(noise, before, after);
}
