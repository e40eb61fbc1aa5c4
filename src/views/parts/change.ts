import {isReal, noiseLimit} from '../../measurement/noise.js';
import type {Noise} from '../../measurement/noise.js';
import {amount, percent} from './amount.js';
import {spokenAmount} from './spoken.js';

/** A change as the interface shows it: `▼ −1.18 s`, `▲ +50 ms`; `0` for none. */
export function changeText(before: number, after: number, unit: string): string {
  const change = after - before;
  if (change === 0) return '0';
  return `${change < 0 ? '▼' : '▲'}\u00a0${signed(change, unit)}`;
}

/** `−1.18 s`, `+50 ms`, `0`. */
export function signed(change: number, unit: string): string {
  if (change === 0) return '0';
  const size = amount(Math.abs(change), unit);
  return size === '0' ? '0' : `${change < 0 ? '−' : '+'}${size}`;
}

/** Which way a change goes that is more than chance; '' for any other. */
export function wayOf(noise: Noise, before: number, after: number): '' | 'fell' | 'rose' {
  return !isReal(noise, before, after) ? '' : after < before ? 'fell' : 'rose';
}

/** A change as a share of what was before: `−18.7 %`, `+4 %`; '' where there was nothing. */
export function changeShare(before: number, after: number): string {
  if (before === 0) return '';
  const share = (after - before) / Math.abs(before);
  return share === 0 ? percent(0, 1) : `${share < 0 ? '−' : '+'}${percent(Math.abs(share), 1)}`;
}

/** How a change is said: `before 1.68 seconds, after 500 milliseconds, fell by 1.18 seconds`. */
export function spokenChange(noise: Noise, before: number, after: number, unit: string, ratio = 1): string {
  const [from, to, by] = [before, after, Math.abs(after - before)].map((value) => spokenAmount(value * ratio, unit)) as [string, string, string];
  const way = after === before ? 'no change' : `${after < before ? 'fell' : 'rose'} by ${by}${isReal(noise, before, after) ? '' : ', within noise'}`;
  return `before ${from}, after ${to}, ${way}`;
}

/** `±0.30 s`: what chance alone could make of it. */
export function limitText(noise: Noise, before: number, after: number, unit: string): string {
  return `±${amount(noiseLimit(noise, before, after), unit)}`;
}
