import type {Int64Column} from '../../src/base/int64.js';
import type {Profile} from '../../src/profile/profile.js';

const latin1 = new TextDecoder('latin1');

/**
 * All that a profile holds as plain data, for comparing: rows of tables by what they
 * say, names by their bytes, 64-bit numbers as text. Two profiles that are written to
 * the same file are equal here, and those that differ in anything are not.
 */
export function plainProfile(profile: Profile): Record<string, unknown> {
  const {samples, stacks, locations, lines, functions, labelSets, strings} = profile;
  const text = (row: number): string => latin1.decode(strings.bytes(row));
  const cells = (column: Int64Column): string[] => Array.from({length: column.length}, (_, row) => column.bigint(row).toString());
  return {
    header: JSON.parse(JSON.stringify([
      profile.sampleTypes, profile.defaultSampleType, profile.periodType, profile.period, profile.timeNanos, profile.durationNanos,
      profile.comments, profile.docUrl, profile.dropFrames, profile.keepFrames, profile.mappings,
    ], (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))),
    stack: [...samples.stack],
    values: samples.values.map(cells),
    labels: Array.from(samples.labels, (set) => Array.from({length: labelSets.start[set + 1]! - labelSets.start[set]!}, (_, i) => {
      const label = labelSets.start[set]! + i;
      return labelSets.isNumber[label] === 0
        ? [text(labelSets.key[label]!), text(labelSets.string[label]!)]
        : [text(labelSets.key[label]!), labelSets.number.bigint(label).toString(), labelSets.unit[label] === 0 ? 'no unit' : text(labelSets.unit[label]!)];
    })),
    stacks: [[...stacks.caller], [...stacks.location]],
    locations: [cells(locations.id), [...locations.mapping], cells(locations.address), [...locations.lineStart], [...locations.folded]],
    lines: [[...lines.function], cells(lines.line), cells(lines.column)],
    functions: [cells(functions.id), ...[functions.name, functions.systemName, functions.filename].map((rows) => Array.from(rows, text)), cells(functions.startLine)],
  };
}
