import {baseName} from '../base/format.js';
import {magnitude, toInt64} from '../base/sums.js';
import type {Config} from '../config/config.js';
import {label, percentage} from '../measurement/label.js';
import {scale} from '../measurement/scale.js';
import type {Report} from './report.js';
import {localTime} from './time.js';
import {formatValue} from './values.js';
import type {ValueFormat} from './values.js';

/** What a graph report shows of all there is. */
export interface Shown {
  /** Sum of the flat values shown. */
  readonly total: bigint;
  readonly nodes: number;
  /** Nodes that were heavy enough. */
  readonly originalCount: number;
  readonly droppedNodes: number;
  readonly droppedEdges: number;
}

/** What the profile says of itself, a line a fact: its file, its type, when it was recorded, how long. (report.go ProfileLabels) */
export function profileLabels(report: Report, format: ValueFormat): string[] {
  const {profile, sampleType, total, unit} = report;
  const lines: string[] = [];
  const [main] = profile.mappings;
  if (main !== undefined && main.file !== '') lines.push(`File: ${baseName(main.file)}`);
  if (main !== undefined && main.buildId !== '') lines.push(`Build ID: ${main.buildId}`);
  lines.push(...profile.comments.filter((comment) => !comment.startsWith('#')));
  if (sampleType !== '') lines.push(`Type: ${sampleType}`);
  if (profile.docUrl !== '') lines.push(`Doc: ${profile.docUrl}`);
  if (profile.timeNanos !== 0n) lines.push(`Time: ${localTime(profile.timeNanos)}`);
  if (profile.durationNanos !== 0n) {
    const nanos = scale(total, unit, 'nanoseconds');
    const share = nanos.unit === 'ns' && nanos.value !== 0 ? `(${percentage(toInt64(nanos.value), profile.durationNanos)})` : '';
    lines.push(`Duration: ${label(profile.durationNanos, 'nanoseconds')}, Total samples = ${formatValue(format, total)} ${share}`);
  }
  return lines;
}

/**
 * The legend of a report: the profile's lines unless labels are compact, the
 * filters, and what is shown of what there is. (report.go reportLabels)
 */
export function reportLabels(report: Report, format: ValueFormat, shown: Shown, {full = false} = {}): string[] {
  const {config, total} = report;
  const lines = full || !config.compactLabels ? profileLabels(report, format) : [];
  lines.push(...activeFilters(config));
  lines.push(
    `Showing nodes accounting for ${formatValue(format, shown.total)}, ${percentage(shown.total, total).trim()} of ${formatValue(format, total)} total`,
  );
  if (total !== 0n) {
    const cutoff = (fraction: number) => formatValue(format, magnitude(toInt64(Number(total) * fraction)));
    if (shown.droppedNodes > 0) lines.push(dropped(shown.droppedNodes, 'node', 'cum', cutoff(config.nodeFraction)));
    if (shown.droppedEdges > 0) lines.push(dropped(shown.droppedEdges, 'edge', 'freq', cutoff(config.edgeFraction)));
    if (shown.nodes > 0 && shown.nodes < shown.originalCount) lines.push(`Showing top ${shown.nodes} nodes out of ${shown.originalCount}`);
  }
  // The address is pprof's own, and so is the empty line before it.
  if (full) lines.push('\nSee https://git.io/JfYMW for how to read the graph');
  return lines;
}

function dropped(count: number, what: string, value: string, cutoff: string): string {
  return `Dropped ${count} ${what}${count > 1 ? 's' : ''} (${value} <= ${cutoff})`;
}

function activeFilters(config: Config): string[] {
  const filters: readonly (readonly [string, string])[] = [
    ['focus', config.focus], ['ignore', config.ignore], ['hide', config.hide], ['show', config.show], ['show_from', config.showFrom],
    ['tagfocus', config.tagFocus], ['tagignore', config.tagIgnore], ['tagshow', config.tagShow], ['taghide', config.tagHide],
  ];
  const lines = filters.filter(([, value]) => value !== '').map(([name, value]) => `   ${shortened(`${name}=${value}`)}`);
  return lines.length === 0 ? [] : ['Active filters:', ...lines];
}

/** pprof cuts at 80 bytes, in the middle of a character if one stands there. */
function shortened(text: string): string {
  if (text.length <= 26) return text;
  const bytes = new TextEncoder().encode(text);
  return bytes.length > 80 ? new TextDecoder().decode(bytes.subarray(0, 80)) + '…' : text;
}
