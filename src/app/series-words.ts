import type {Engine} from '../bridge/engine.js';
import {amount, percent} from '../views/parts/amount.js';
import {seriesTexts} from './series-texts.js';

/** How the functions of several snapshots grew, as the engine answers it. */
export type Series = Awaited<ReturnType<Engine['series']>>;

/** A sentence with marks for bold, and what is put into it. */
export interface Sentence {
  readonly text: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What a series comes to: the change of the total, who accounts for it, and how far that can be trusted. */
export function seriesSentences(series: Series): Sentence[] {
  const {sampleTypes, sampleType, kind, way, lead, snapshots} = series;
  const {type, unit, totals} = sampleTypes[sampleType]!;
  const [from, to] = [totals[0]!, totals.at(-1)!];
  const values = {type, from: amount(from, unit), to: amount(to, unit), by: amount(to - from, unit), span: spanText(series)};
  if (snapshots.length === 1) return [{text: seriesTexts.one, values}];
  const sentences: Sentence[] = [{text: kind === 'counter' && way === 'grew' ? seriesTexts.counter : seriesTexts[way], values}];
  if (lead !== undefined) sentences.push(leadSentence(series, lead, to - from));
  else if (snapshots.length < 3) sentences.push({text: seriesTexts.few, values: {}});
  else if (kind !== 'counter') sentences.push({text: way === 'grew' ? seriesTexts.noLead : seriesTexts.noneGrows, values: {}});
  if (kind === 'counter') sentences.push({text: sampleTypes.some((other) => other.type.startsWith('inuse_')) ? seriesTexts.counts : seriesTexts.countsAlone, values: {}});
  else if (snapshots.length === 3 && lead !== undefined) sentences.push({text: seriesTexts.three, values: {}});
  return sentences;
}

function leadSentence({kind, way, sampleTypes, sampleType, snapshots}: Series, {name, growth, rising}: NonNullable<Series['lead']>, change: number): Sentence {
  const values = {name, by: amount(growth, sampleTypes[sampleType]!.unit), steps: seriesTexts.steps(rising, snapshots.length - 1), share: percent(growth, change)};
  // What others let go of can hide more than a leak adds.
  const isShare = (kind === 'counter' || way === 'grew') && growth <= change;
  return {text: !isShare ? seriesTexts.leadBeyond : kind === 'counter' ? seriesTexts.leadCounter : seriesTexts.lead, values};
}

/** `in 5 minutes`, or `over 6 snapshots` where their times are not known. */
function spanText({at, isTimed, snapshots}: Series): string {
  if (!isTimed) return seriesTexts.overSnapshots(snapshots.length);
  const {spans} = seriesTexts;
  const minutes = at.at(-1)!;
  const text = minutes < 2 ? spans.seconds(Math.round(minutes * 60)) : minutes < 120 ? spans.minutes(Math.round(minutes))
    : minutes < 2880 ? spans.hours(Math.round(minutes / 60)) : spans.days(Math.round(minutes / 1440));
  return seriesTexts.inMinutes(text);
}

/** What should be known of the snapshots themselves. */
export function seriesNotes({restarts, snapshots, binaries, isTimed}: Series): string[] {
  const notes: string[] = [];
  if (binaries.length > 1) notes.push(seriesTexts.programs(binaries.join(', ')));
  for (const row of restarts.slice(0, 1)) notes.push(seriesTexts.restarted(snapshots[row]!.name));
  if (!isTimed && snapshots.length > 1) notes.push(seriesTexts.untimed);
  return notes;
}

/** A slope as people say it: by the minute, by the hour or day where the series is long, by the snapshot where times are not known. */
export function paceText({at, isTimed}: Series, slope: number, unit: string): string {
  const {paces} = seriesTexts;
  const span = isTimed ? at.at(-1)! : 0;
  const [factor, per] = !isTimed ? [1, paces.snapshot] : span < 180 ? [1, paces.minute] : span < 4320 ? [60, paces.hour] : [1440, paces.day];
  const size = amount(Math.abs(slope) * factor, unit);
  return size === '0' ? '0' : `${slope < 0 ? '−' : '+'}${size}${per}`;
}

/** When each snapshot was taken, as far as that is known: `12:04:31`, with the day where they are of several. */
export function timeTexts({snapshots, isTimed}: Series): string[] {
  if (!isTimed) return snapshots.map((_, i) => seriesTexts.number(i + 1));
  const days = new Set(snapshots.map(({timeMillis}) => new Date(timeMillis).toDateString()));
  const clock = new Intl.DateTimeFormat(undefined, {
    hour: '2-digit', minute: '2-digit', second: '2-digit', ...(days.size > 1 ? {day: 'numeric', month: 'short'} : {}),
  });
  return snapshots.map(({timeMillis}) => clock.format(timeMillis));
}
