/** Numbers from `low` to `high`, both included, and what they weigh together. */
export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
}

const mostBins = 48;
/** Numbers that lie further apart than this are spread by their logarithm. */
const wide = 200;

/** Few numbers have a bin each; many are spread evenly, or by their logarithm where they lie far apart. */
export function binsOf(values: Float64Array, weights: Float64Array): Bin[] {
  const count = values.length;
  if (count === 0) return [];
  if (count <= mostBins) return Array.from(values, (value, i) => ({low: value, high: value, weight: weights[i]!}));
  const [least, greatest] = [values[0]!, values[count - 1]!];
  const logarithmic = least > 0 && greatest / least > wide;
  const place = (value: number): number =>
    logarithmic ? Math.log(value / least) / Math.log(greatest / least) : (value - least) / (greatest - least);
  const bins: {low: number; high: number; weight: number}[] = [];
  let last = -1;
  for (let i = 0; i < count; i++) {
    const bin = Math.min(mostBins - 1, Math.floor(place(values[i]!) * mostBins));
    for (; last < bin; last++) bins.push({low: values[i]!, high: values[i]!, weight: 0});
    const here = bins[bin]!;
    here.high = values[i]!;
    here.weight += weights[i]!;
  }
  return bins;
}
