import {scale} from '../../measurement/scale.js';

// In the interface numbers follow the person's language; what pprof prints stays pprof's.
const digits = [0, 1, 2].map((most) => new Intl.NumberFormat(undefined, {maximumFractionDigits: most}));
const tiny = new Intl.NumberFormat(undefined, {maximumSignificantDigits: 1});
const compact = new Intl.NumberFormat('en', {notation: 'compact', maximumFractionDigits: 1});

let chosenUnit = 'auto';

/** The unit that times and sizes are shown in from now on; `minimum`, as pprof starts with, lets each value have its own. */
export function showIn(unit: string): void {
  chosenUnit = unit === 'minimum' || unit === '' ? 'auto' : unit;
}

/**
 * A value as the interface shows it, in three figures: `1.68 s`, `50 ms`, `413 MB`,
 * `657`, `2.9 M`.
 *
 * @param unit as the profile names it
 */
export function amount(value: number, unit: string): string {
  const rounded = Math.round(value);
  let measure = scale(rounded, unit, 'auto');
  // What is only counted has no unit that it could be turned into.
  if (chosenUnit !== 'auto' && measure.unit !== '') measure = scale(rounded, unit, chosenUnit);
  if (measure.unit === '') return countText(measure.value);
  return measure.value === 0 ? '0' : `${figures(measure.value)}\u00a0${measure.unit}`;
}

/** `657`, `12,345`, `2.9 M`. */
export function countText(value: number): string {
  if (Math.abs(value) < 100_000) return digits[Number.isInteger(value) ? 0 : 2]!.format(value);
  return compact.format(value).replace(/(\d)([A-Za-z])/, '$1\u00a0$2').replace('K', 'k');
}

/** How many boxes there are, which are counted up to a number: see `flameMatches`. */
export function boxesText(count: number): string {
  return count > 10_000 ? `more than ${countText(10_000)}` : countText(count);
}

/** A share as the interface shows it: `25.6 %`, `0.76 %`, `100 %`; `0 %` of nothing. */
export function percent(value: number, total: number): string {
  return `${percentNumber(value, total)}\u00a0%`;
}

/** `percent` without its sign: `25.6`. */
export function percentNumber(value: number, total: number): string {
  if (total === 0) return '0';
  return figures((value / total) * 100);
}

/** `19 KB`, for the size of a file. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes}\u00a0B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${digits[size < 10 ? 1 : 0]!.format(size)}\u00a0${units[unit]}`;
}

function figures(value: number): string {
  const size = Math.abs(value);
  // What is there is not shown as nothing.
  if (size > 0 && size < 0.01) return tiny.format(value);
  return digits[size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2]!.format(value);
}
