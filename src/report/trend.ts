/** How values go along with time. */
export interface Trend {
  /** Median of the slopes between each two points (Theil and Sen): one odd snapshot does not move it. A value a unit of `at`. */
  readonly slope: number;
  /**
   * Pairs of points of which the later one is greater, less those of which it is smaller, as a
   * share of all pairs (Mann and Kendall): 1 for what only grows, -1 for what only falls.
   */
  readonly order: number;
  /** Steps from a point to the next one in which it grew. */
  readonly rising: number;
}

/**
 * The trend of `values` at the times `at`, which never fall. All 0 for fewer than two points.
 *
 * It looks at each pair of points, so it is for some hundreds of them.
 */
export function trendOf(values: Float64Array, at: Float64Array): Trend {
  const {length} = values;
  const slopes = new Float64Array((length * (length - 1)) / 2);
  let sloped = 0;
  let concordant = 0;
  let rising = 0;
  for (let late = 1; late < length; late++) {
    if (values[late]! > values[late - 1]!) rising++;
    for (let early = 0; early < late; early++) {
      const change = values[late]! - values[early]!;
      const time = at[late]! - at[early]!;
      concordant += Math.sign(change);
      if (time > 0) slopes[sloped++] = change / time;
    }
  }
  return {slope: median(slopes.subarray(0, sloped)), order: slopes.length === 0 ? 0 : concordant / slopes.length, rising};
}

function median(values: Float64Array): number {
  if (values.length === 0) return 0;
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
