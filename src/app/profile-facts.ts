import type {ProfileInfo} from '../bridge/engine.js';
import {amount, countText} from '../views/parts/amount.js';
import {texts, whenText} from './texts.js';

const hertz = new Intl.NumberFormat(undefined, {maximumFractionDigits: 1});
const seconds = new Intl.NumberFormat(undefined, {maximumFractionDigits: 2});
const moment = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'medium'});

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

/** All that the profile says of itself, as rows of name and value. */
export function profileFacts(profile: ProfileInfo, source: string, size: string): [name: string, value: string][] {
  const {rows} = texts.about;
  const rate = sampling(profile);
  const facts: [string, string][] = [
    [rows.name, profile.name],
    [rows.kind, texts.kinds[profile.kind]],
    [rows.binary, profile.binary],
    [rows.buildId, profile.buildId],
    [rows.time, profile.timeMillis > 0 ? moment.format(profile.timeMillis) : ''],
    [rows.duration, profile.durationNanos > 0 ? amount(profile.durationNanos, 'nanoseconds') : ''],
    [rows.period, rate === undefined ? '' : rate.perSecond !== undefined ? `${hertz.format(rate.perSecond)} Hz` : texts.header.every(rate.every!)],
    [rows.samples, countText(profile.samples)],
    [rows.functions, countText(profile.functions)],
    [rows.locations, countText(profile.locations)],
    [rows.size, size],
    [rows.fingerprint, profile.id.slice(0, 16)],
    [rows.source, source],
    [rows.documentation, profile.docUrl],
    ...profile.comments.map((comment): [string, string] => [rows.comment, comment]),
  ];
  return facts.filter(([, value]) => value !== '');
}

function sampling({period, periodUnit}: ProfileInfo): {readonly perSecond?: number; readonly every?: string} | undefined {
  if (!(period > 1)) return undefined;
  const perSecond = {nanoseconds: 1e9, microseconds: 1e6, milliseconds: 1e3}[periodUnit];
  if (perSecond !== undefined) return {perSecond: perSecond / period};
  return periodUnit === 'bytes' ? {every: amount(period, 'bytes')} : undefined;
}

function hostOf(source: string): string {
  return URL.canParse(source) ? new URL(source).host || source : source;
}
