import type {ProfileInfo} from '../bridge/engine.js';
import {amount} from '../views/parts/amount.js';
import {texts} from './texts.js';
import {whenText} from './when-text.js';

const hertz = new Intl.NumberFormat(undefined, {maximumFractionDigits: 1});
const seconds = new Intl.NumberFormat(undefined, {maximumFractionDigits: 2});

/** The line under the name: `app1 · 12.24 s at 100 Hz · 657 samples · 08:03 · from 127.0.0.1:6070`. */
export function profileLine(profile: ProfileInfo, source: string): string {
  const {binary, durationNanos, samples, timeMillis, name} = profile;
  const {header} = texts;
  const rate = sampling(profile);
  const parts = [binary];
  const duration = durationNanos > 0 ? `${durationNanos < 1e9 ? amount(durationNanos, 'nanoseconds') : `${seconds.format(durationNanos / 1e9)}\u00a0s`}` : '';
  if (duration !== '' && rate?.perSecond !== undefined) parts.push(header.atHz(duration, hertz.format(rate.perSecond)));
  else {
    if (duration !== '') parts.push(duration);
    else if (profile.kind === 'heap' || profile.kind === 'goroutine') parts.push(header.snapshot);
    if (rate?.every !== undefined) parts.push(header.every(rate.every));
  }
  parts.push(header.samples(samples));
  if (timeMillis > 0) parts.push(whenText(timeMillis));
  if (source !== '' && source !== name) parts.push(header.from(hostOf(source)));
  return parts.filter((part) => part !== '').join(' · ');
}

/** What its file is called when it is downloaded. */
export function downloadName({name, comparison}: Pick<ProfileInfo, 'name' | 'comparison'>): string {
  const stem = (of: string): string => of.replace(/(\.pb)?(\.gz)?$/, '');
  return comparison === undefined ? name : `${stem(comparison.after.name)}-against-${stem(comparison.before.name)}.pb.gz`;
}

/** How often, or at how many bytes, a sample was taken. */
export function sampling({period, periodUnit}: ProfileInfo): {readonly perSecond?: number; readonly every?: string} | undefined {
  if (!(period > 1)) return undefined;
  const perSecond = {nanoseconds: 1e9, microseconds: 1e6, milliseconds: 1e3}[periodUnit];
  if (perSecond !== undefined) return {perSecond: perSecond / period};
  return periodUnit === 'bytes' ? {every: amount(period, 'bytes')} : undefined;
}

function hostOf(source: string): string {
  return URL.canParse(source) ? new URL(source).host || source : source;
}
