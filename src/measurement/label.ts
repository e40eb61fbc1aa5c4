import {fixed, general, padStart} from '../base/format.js';
import {scale} from './scale.js';

/**
 * How a value reads, in the unit that pprof would choose.
 *
 * @param value in `unit`; an integer, negative in a diff
 * @param unit any alias that pprof knows: ns, nanoseconds, kB, kilobyte, count
 * @returns `1.50s`, `512kB`, `-3`; `0` with no unit
 */
export function label(value: bigint | number, unit: string): string {
  return scaledLabel(value, unit, 'auto');
}

/** How a value reads in the unit `to`: two decimals, unless both are 0. */
export function scaledLabel(value: bigint | number, from: string, to: string): string {
  const measure = scale(value, from, to);
  const text = fixed(measure.value, 2);
  const short = text.endsWith('.00') ? text.slice(0, -3) : text;
  return short === '0' || short === '-0' ? '0' : short + measure.unit;
}

/** What share of `total` a value is, without its sign: ` 1.50%`, `  100%`, `0.035%`; `    0%` of nothing. Never shorter than 6. */
export function percentage(value: bigint | number, total: bigint | number): string {
  const share = Number(total) === 0 ? 0 : Math.abs(Number(value) / Number(total)) * 100;
  if (share >= 99.95 && share <= 100.05) return '  100%';
  return padStart(share >= 1 ? fixed(share, 2) : general(share, 2), 5) + '%';
}
