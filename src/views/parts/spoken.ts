import {scale} from '../../measurement/scale.js';

const figures = new Intl.NumberFormat(undefined, {maximumSignificantDigits: 3});
const whole = new Intl.NumberFormat(undefined, {maximumFractionDigits: 0});

const words = new Map([
  ['ns', 'nanoseconds'], ['us', 'microseconds'], ['ms', 'milliseconds'], ['s', 'seconds'], ['hrs', 'hours'],
  ['B', 'bytes'], ['kB', 'kilobytes'], ['MB', 'megabytes'], ['GB', 'gigabytes'], ['TB', 'terabytes'], ['PB', 'petabytes'],
]);

/** An amount as it is said: `1.68 seconds`, `50 milliseconds`, `17,200,000`. */
export function spokenAmount(value: number, unit: string): string {
  const measure = scale(Math.round(value), unit, 'auto');
  if (measure.unit === '') return whole.format(measure.value);
  const number = Math.abs(measure.value) >= 1000 ? whole.format(measure.value) : figures.format(measure.value);
  return `${number} ${words.get(measure.unit) ?? measure.unit}`;
}

/** A share as it is said: `25.6 percent`. */
export function spokenShare(value: number, total: number): string {
  return `${figures.format(total === 0 ? 0 : (value / total) * 100)} percent`;
}
