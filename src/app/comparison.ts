import type {Answer, ComparedInfo, ComparisonInfo, ProfileInfo} from '../bridge/engine.js';
import type {Config} from '../config/config.js';
import {amount} from '../views/parts/amount.js';
import {changeShare, signed} from '../views/parts/change.js';
import {tableText, type Cell} from '../views/parts/table-text.js';
import {compareTexts} from './compare-texts.js';
import {texts} from './texts.js';

/** What a comparison comes to. */
export type Changes = NonNullable<Answer<'changes'>['model']['comparison']>;

/** Durations that differ by no more than this share are one. */
const sameDuration = 0.1;
const mostRows = 10;
/** Words of a name, and what stands between them. */
const wordBreak = /([._\-/ =]+)/;

/**
 * The parts of two names that tell them apart, in whole words.
 *
 *   go1.24.after.cpu.pb.gz    go1.24.before.cpu.pb.gz   after, before
 *   cpu1.pb.gz                cpu2.pb.gz                cpu1, cpu2
 *   size=1kb of heap          size=4kb of heap          1kb, 4kb
 *   heap of box               heap of box (2)           both names
 */
export function namesApart(one: string, other: string): readonly [string, string] {
  const [a, b] = [one.split(wordBreak), other.split(wordBreak)];
  let first = 0;
  while (first < Math.min(a.length, b.length) && a[first] === b[first]) first++;
  let last = 0;
  while (last < Math.min(a.length, b.length) - first && a[a.length - 1 - last] === b[b.length - 1 - last]) last++;
  const part = (words: readonly string[]): string => words.slice(first, words.length - last).join('').replace(/^[^\p{L}\p{N}]+|[._\-/ =]+$/gu, '');
  const parts = [part(a), part(b)] as const;
  return parts.includes('') ? [one, other] : parts;
}

/** The line under the title: `CPU · 12.2 s each · 534 samples against 657 · same program, different build`. */
export function comparisonLine({after, before}: ComparisonInfo): string {
  const parts: string[] = [texts.kinds[after.kind]];
  if (after.durationNanos > 0 && before.durationNanos > 0) {
    const [a, b] = [durationText(after), durationText(before)];
    parts.push(a === b ? compareTexts.durationEach(a) : compareTexts.durations(a, b));
  }
  parts.push(compareTexts.samplesAgainst(after.samples, before.samples));
  if (after.binary !== '' && before.binary !== '') {
    parts.push(after.binary !== before.binary ? compareTexts.otherBinary(after.binary, before.binary)
      : after.buildId === before.buildId ? compareTexts.sameBinary : compareTexts.otherBuild);
  }
  return parts.join(' · ');
}

/** What has to be known before the picture is read, with the change of the question that mends it. */
export interface ComparisonWarning {
  readonly id: 'kinds' | 'durations' | 'programs' | 'grows';
  readonly text: string;
  readonly mends?: 'share' | 'base';
}

export function comparisonWarnings({after, before, kind}: ComparisonInfo, {normalize}: Config, sampleType: string): ComparisonWarning[] {
  const {warnings} = compareTexts;
  const found: ComparisonWarning[] = [];
  if (after.kind !== before.kind) found.push({id: 'kinds', text: warnings.kinds(texts.kinds[after.kind], texts.kinds[before.kind])});
  else if (after.binary !== '' && before.binary !== '' && after.binary !== before.binary) found.push({id: 'programs', text: warnings.programs(after.binary, before.binary)});
  const isTimed = after.durationNanos > 0 && before.durationNanos > 0 && after.kind !== 'heap' && after.kind !== 'goroutine';
  const longer = Math.max(after.durationNanos, before.durationNanos);
  if (isTimed && !normalize && Math.abs(after.durationNanos - before.durationNanos) > sameDuration * longer) {
    found.push({id: 'durations', text: warnings.durations(durationText(after), durationText(before)), mends: 'share'});
  }
  const onlyGrows = /^(alloc_|contentions$|delay$)/.test(sampleType) && !isTimed;
  const isOneProcess = after.binary === before.binary && after.buildId === before.buildId;
  if (onlyGrows && isOneProcess && kind === 'diff_base' && found.length === 0) found.push({id: 'grows', text: warnings.grows, mends: 'base'});
  return found;
}

/** Whether the same load would explain the same total: both CPU, equally long, and totals within 30 %. */
export function isSameLoad({after, before}: ComparisonInfo, row: number): boolean {
  const [a, b] = [after.totals[row] ?? 0, before.totals[row] ?? 0];
  if (after.kind !== 'cpu' || before.kind !== 'cpu' || !(a > 0) || !(b > 0) || !(after.durationNanos > 0)) return false;
  return Math.abs(after.durationNanos - before.durationNanos) <= 0.05 * Math.max(after.durationNanos, before.durationNanos) && Math.abs(a - b) <= 0.3 * Math.max(a, b);
}

/** A comparison for the description of a pull request: three lines and a table. */
export function comparisonMarkdown({after, before}: ComparisonInfo, {normalize}: Config, {of, unit, sampleType, changes}: Changes): string {
  const {markdown} = compareTexts;
  const real = changes.filter(({isReal}) => isReal);
  const shown = (real.length > 0 ? real : changes).slice(0, mostRows);
  const {columns} = markdown;
  const rows: Cell[][] = [[columns.name, columns.before, columns.after, columns.change, '%', columns.noise]];
  for (const change of shown) {
    rows.push([change.name, amount(change.before, unit), amount(change.after, unit), signed(change.after - change.before, unit), changeShare(change.before, change.after), `±${amount(change.limit, unit)}`]);
  }
  return [
    markdown.title(plain(after.name), plain(before.name)),
    markdown.total(sampleType, amount(of.before, unit), amount(of.after, unit), signed(of.after - of.before, unit), changeShare(of.before, of.after)),
    markdown.real(real.length) + (normalize ? ` ${markdown.scaled}` : ''),
  ].join('  \n') + '\n\n' + tableText(rows, 'markdown');
}

/** Signs of Markdown in a name are letters of it. */
function plain(name: string): string {
  return name.replace(/[\0-\x1f\x7f]+/g, ' ').replace(/[\\`*_|<>[\]~&]/g, '\\$&');
}

function durationText({durationNanos}: ComparedInfo): string {
  return amount(durationNanos, 'nanoseconds');
}

/** The profiles that may be compared with the open one, of its kind first. */
export function candidates<Kept extends Pick<ProfileInfo, 'id' | 'kind'> & {readonly gone?: boolean}>(library: readonly Kept[], open: ProfileInfo): Kept[] {
  const others = library.filter(({id, gone}) => id !== open.id && gone !== true);
  return [...others.filter(({kind}) => kind === open.kind), ...others.filter(({kind}) => kind !== open.kind)];
}
