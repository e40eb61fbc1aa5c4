import {padStart} from '../base/format.js';
import {buildNodes} from '../graph/node.js';
import {printableName} from '../graph/print-node.js';
import {label} from '../measurement/label.js';
import {compareText} from '../profile/strings.js';
import {profileLabels} from './legend.js';
import type {Report} from './report.js';
import {formatValue, plainFormat} from './values.js';
import type {ValueFormat} from './values.js';

/** Every sample that has frames, one row a sample, in the order of the profile. */
export interface TracesReport {
  readonly total: number;
  readonly unit: string;
  readonly outputUnit: string;
  readonly ratio: number;
  readonly names: readonly string[];
  /** The frames of row `r`, leaf first, are `start[r]` to `start[r + 1]`. */
  readonly start: Uint32Array;
  /** Row of `names`. */
  readonly frame: Uint32Array;
  readonly inlined: Uint8Array;
  /** After `mean`, before `divide_by`; in all 64 bits. */
  readonly value: BigInt64Array;
  /** Per row, a row of `labels`. */
  readonly labelSet: Uint32Array;
  /** The lines that say the labels of a set: `  key:  value`. */
  readonly labels: readonly (readonly string[])[];
  readonly legend: readonly string[];
}

export function tracesReport(report: Report): TracesReport {
  const {profile, config, valueRow} = report;
  const {samples, stacks} = profile;
  const {nodes, locations} = buildNodes(profile, {
    granularity: config.granularity || 'functions', noInlines: config.noInlines, showColumns: config.showColumns,
    objectNames: false, trimPath: '', sourcePath: '', keepPaths: true,
  });
  const names = Array.from({length: nodes.length}, (_, row) => printableName(nodes, row));
  const start = [0];
  const frame: number[] = [];
  const inlined: number[] = [];
  const values: bigint[] = [];
  const labelSet: number[] = [];
  const column = samples.values[valueRow]!;
  const events = config.mean ? samples.values[0] : undefined;
  for (let row = 0; row < samples.length; row++) {
    const before = frame.length;
    for (let stack = samples.stack[row]!; stack >= 0; stack = stacks.caller[stack]!) {
      const location = stacks.location[stack]!;
      const outermost = locations.start[location]!;
      for (let at = locations.start[location + 1]! - 1; at >= outermost; at--) {
        frame.push(locations.node[at]!);
        inlined.push(at === outermost ? 0 : 1);
      }
    }
    if (frame.length === before) continue;
    start.push(frame.length);
    const divisor = events?.bigint(row) ?? 0n;
    values.push(divisor === 0n ? column.bigint(row) : column.bigint(row) / divisor);
    labelSet.push(samples.labels[row]!);
  }
  const format = plainFormat(report);
  return {
    total: Number(report.total), ...format, names,
    start: Uint32Array.from(start),
    frame: Uint32Array.from(frame),
    inlined: Uint8Array.from(inlined),
    value: BigInt64Array.from(values),
    labelSet: Uint32Array.from(labelSet),
    labels: Array.from({length: profile.labelSets.length}, (_, set) => labelLines(report, set)),
    legend: profileLabels(report, format),
  };
}

/** pprof's `-traces`. */
export function tracesText(traces: TracesReport): string {
  const format: ValueFormat = traces;
  const separator = '-----------+-------------------------------------------------------';
  const lines = [...(traces.legend.length === 0 ? [''] : traces.legend)];
  for (let row = 0; row + 1 < traces.start.length; row++) {
    lines.push(separator, ...traces.labels[traces.labelSet[row]!]!);
    const first = traces.start[row]!;
    for (let at = first; at < traces.start[row + 1]!; at++) {
      const value = at === first ? formatValue(format, traces.value[row]!) : '';
      lines.push(`${padStart(value, 10)}   ${traces.names[traces.frame[at]!]!}${traces.inlined[at] === 1 ? ' (inline)' : ''}`);
    }
  }
  lines.push(separator);
  return lines.join('\n') + '\n';
}

/** String labels first, then numeric ones, each sorted as the lines they are. */
export function labelLines({profile: {labelSets, strings}, numLabelUnits}: Report, set: number): string[] {
  const text = new Map<string, string[]>();
  const numbers = new Map<string, string[]>();
  for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
    const key = strings.get(labelSets.key[row]!);
    const isNumber = labelSets.isNumber[row] === 1;
    const value = isNumber ? label(labelSets.number.bigint(row), numLabelUnits.get(key) ?? '') : strings.get(labelSets.string[row]!);
    const group = isNumber ? numbers : text;
    group.set(key, [...(group.get(key) ?? []), value]);
  }
  const lines = (group: Map<string, string[]>) => [...group].map(([key, values]) => `${padStart(key, 10)}:  ${values.join(' ')}`).sort(compareText);
  return [...lines(text), ...lines(numbers)];
}
