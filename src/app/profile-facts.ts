import type {ProfileInfo} from '../bridge/engine.js';
import {amount, countText} from '../views/parts/amount.js';
import {sampling} from './profile-line.js';
import {dialogTexts as texts} from './dialog-texts.js';

const hertz = new Intl.NumberFormat(undefined, {maximumFractionDigits: 1});
const moment = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'medium'});

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
