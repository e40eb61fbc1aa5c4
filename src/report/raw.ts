import {padStart} from '../base/format.js';
import {aggregate} from '../profile/aggregate.js';
import {compareText} from '../profile/strings.js';
import type {Mapping, Profile} from '../profile/profile.js';
import type {Report} from './report.js';
import {durationText, fullTime} from './time.js';

/** A profile as it is, a line a fact. */
export interface RawReport {
  readonly lines: readonly string[];
}

export function rawReport({profile, config}: Report): RawReport {
  const shown = aggregate(profile, config);
  return {lines: [...headLines(shown), ...sampleLines(shown), 'Locations', ...locationLines(shown), 'Mappings', ...shown.mappings.map(mappingLine)]};
}

/** pprof's `-raw`. (profile.go String) */
export function rawText({lines}: RawReport): string {
  return lines.join('\n') + '\n';
}

/** pprof's `-comments`. */
export function commentsText({profile}: Report): string {
  return profile.comments.map((comment) => comment + '\n').join('');
}

function headLines(profile: Profile): string[] {
  const {comments, docUrl, periodType, period, timeNanos, durationNanos, sampleTypes, defaultSampleType} = profile;
  const lines = comments.map((comment) => `Comment: ${comment}`);
  if (docUrl !== '') lines.push(`Doc: ${docUrl}`);
  lines.push(`PeriodType: ${periodType.type} ${periodType.unit}`, `Period: ${period}`);
  if (timeNanos !== 0n) lines.push(`Time: ${fullTime(timeNanos)}`);
  // Go cuts the text of a duration at the four characters that pprof asks of a number.
  if (durationNanos !== 0n) lines.push(`Duration: ${[...durationText(durationNanos)].slice(0, 4).join('')}`);
  lines.push('Samples:', sampleTypes.map(({type, unit}) => `${type}/${unit}${type === defaultSampleType ? '[dflt]' : ''}`).join(' ').trim());
  return lines;
}

function sampleLines(profile: Profile): string[] {
  const {samples, stacks, locations, labelSets} = profile;
  const labels = Array.from({length: labelSets.length}, (_, set) => labelLines(profile, set));
  const ids = Array.from({length: locations.length}, (_, row) => locations.id.unsigned(row));
  const lines: string[] = [];
  for (let row = 0; row < samples.length; row++) {
    let line = samples.values.map((column) => ' ' + padStart(String(column.bigint(row)), 10)).join('') + ': ';
    for (let stack = samples.stack[row]!; stack >= 0; stack = stacks.caller[stack]!) line += `${ids[stacks.location[stack]!]!} `;
    lines.push(line, ...labels[samples.labels[row]!]!);
  }
  return lines;
}

/** A line of string labels and a line of numeric ones, where there are any. */
function labelLines({labelSets, strings}: Profile, set: number): string[] {
  const texts = new Map<string, string[]>();
  const numbers = new Map<string, {numbers: string[]; units: string[]}>();
  for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
    const key = strings.get(labelSets.key[row]!);
    if (labelSets.isNumber[row] === 0) {
      texts.set(key, [...(texts.get(key) ?? []), strings.get(labelSets.string[row]!)]);
      continue;
    }
    let values = numbers.get(key);
    if (values === undefined) numbers.set(key, (values = {numbers: [], units: []}));
    values.numbers.push(String(labelSets.number.bigint(row)));
    values.units.push(strings.get(labelSets.unit[row]!));
  }
  const lines: string[] = [];
  const indent = ' '.repeat(16);
  if (texts.size > 0) lines.push(indent + [...texts].map(([key, values]) => `${key}:[${values.join(' ')}]`).sort(compareText).join(' '));
  if (numbers.size > 0) {
    const shown = [...numbers].map(([key, values]) => {
      const hasUnits = values.units.some((unit) => unit !== '');
      return `${key}:[${values.numbers.map((number, at) => (hasUnits ? `${number} ${values.units[at]!}` : number)).join(' ')}]`;
    });
    lines.push(indent + shown.sort(compareText).join(' '));
  }
  return lines;
}

function locationLines({locations, lines, functions, mappings, strings}: Profile): string[] {
  const found: string[] = [];
  for (let row = 0; row < locations.length; row++) {
    const mapping = mappings[locations.mapping[row]!];
    let head = `${padStart(String(locations.id.unsigned(row)), 6)}: 0x${locations.address.unsigned(row).toString(16)} `;
    if (mapping !== undefined) head += `M=${mapping.id} `;
    if (locations.folded[row] === 1) head += '[F] ';
    if (locations.lineStart[row] === locations.lineStart[row + 1]) found.push(head);
    for (let line = locations.lineStart[row]!; line < locations.lineStart[row + 1]!; line++) {
      const f = lines.function[line]!;
      const name = strings.get(functions.name[f]!);
      const systemName = strings.get(functions.systemName[f]!);
      const place = `${strings.get(functions.filename[f]!)}:${lines.line.bigint(line)}:${lines.column.bigint(line)}`;
      found.push(`${head}${name} ${place} s=${functions.startLine.bigint(f)}${name === systemName ? '' : `(${systemName})`}`);
      head = ' '.repeat(13);
    }
  }
  return found;
}

function mappingLine({id, start, limit, offset, file, buildId, hasFunctions, hasFilenames, hasLineNumbers, hasInlineFrames}: Mapping): string {
  const known = `${hasFunctions ? '[FN]' : ''}${hasFilenames ? '[FL]' : ''}${hasLineNumbers ? '[LN]' : ''}${hasInlineFrames ? '[IN]' : ''}`;
  return `${id}: 0x${start.toString(16)}/0x${limit.toString(16)}/0x${offset.toString(16)} ${file} ${buildId} ${known}`;
}
