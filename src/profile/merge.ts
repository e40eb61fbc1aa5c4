import {ColumnBuilder} from '../base/columns.js';
import {Failure} from '../base/failure.js';
import {Int64Builder, Int64Column} from '../base/int64.js';
import {LabelBuilder} from './labels.js';
import type {LabelSetRow, Mapping, Profile, ValueType} from './profile.js';
import {StackBuilder} from './stacks.js';
import {UniqueStrings} from './strings.js';

/**
 * One profile of several, as pprof makes it (profile/merge.go, Merge).
 *
 * Samples with equal stacks and labels are one, in the order in which they are met;
 * samples whose values are all 0 go, before and after the sums; locations, functions
 * and mappings that nothing names go, and the others are numbered from 1 as the
 * samples meet them, leaf first. Mappings are equal by size, offset and build id (or
 * file), locations by their place in the mapping and their lines. Of one profile it
 * makes that profile without what it does not use.
 *
 * Sums over the samples stay what they are, so whoever asks for sums alone may go
 * without it. What changes are the samples: one of +5 and one of -5 on one stack are
 * gone afterwards, and with them their share of a total of |values|.
 *
 * Fails with `incompatible` where types or units differ.
 */
export function mergeProfiles(profiles: readonly Profile[]): Profile {
  const merged = new Merger(profiles).merge();
  return hasZeroSample(merged) ? new Merger([merged]).merge() : merged;
}

/** Fails with `incompatible` where two profiles do not have the same types of samples and period. */
export function checkCompatible(a: Profile, b: Profile): void {
  if (!equalTypes(a.periodType, b.periodType)) throw incompatible(`incompatible period types &${goType(a.periodType)} and &${goType(b.periodType)}`);
  if (a.sampleTypes.length !== b.sampleTypes.length || a.sampleTypes.some((type, i) => !equalTypes(type, b.sampleTypes[i]!))) {
    throw incompatible(`incompatible sample types ${a.sampleTypes.map(goType).join(' ')} and ${b.sampleTypes.map(goType).join(' ')}`);
  }
}

export function incompatible(complaint: string): Failure {
  return new Failure('incompatible', `these profiles do not go together: ${complaint}`, {pprof: complaint});
}

/** A type as Go prints the struct that pprof has for it. */
export function goType({type, unit}: ValueType): string {
  return `{${type} ${unit} 0 0}`;
}

function equalTypes(a: ValueType, b: ValueType): boolean {
  return a.type === b.type && a.unit === b.unit;
}

function isZeroSample(values: readonly Int64Column[], sample: number): boolean {
  for (const column of values) if (!column.isZero(sample)) return false;
  return true;
}

function hasZeroSample({samples}: Profile): boolean {
  for (let sample = 0; sample < samples.length; sample++) if (isZeroSample(samples.values, sample)) return true;
  return false;
}

/** Where the parts of one source stand in the merged profile, by their row in the source; -1 for not met yet. */
interface Rows {
  readonly strings: Int32Array;
  readonly mappings: Int32Array;
  readonly functions: Int32Array;
  readonly locations: Int32Array;
  readonly stacks: Int32Array;
  readonly labelSets: Int32Array;
}

class Merger {
  readonly #profiles: readonly Profile[];
  readonly #first: Profile;
  readonly #strings = new UniqueStrings();
  readonly #stacks = new StackBuilder();
  readonly #labelSets = new LabelBuilder();
  /** Label sets with their keys in order: pprof compares sets whose keys have no order. */
  readonly #sortedSets = new LabelBuilder();
  /** Row in `#labelSets` by row in `#sortedSets`. */
  readonly #setOfSorted = new ColumnBuilder(Int32Array);

  readonly #mappings: Mapping[] = [];
  readonly #mappingRows = new Map<string, number>();

  readonly #functionName = new ColumnBuilder(Uint32Array);
  readonly #functionSystemName = new ColumnBuilder(Uint32Array);
  readonly #functionFilename = new ColumnBuilder(Uint32Array);
  readonly #functionStartLine = new Int64Builder();
  readonly #functionSlots = new RowsByHash();

  readonly #locationMapping = new ColumnBuilder(Int32Array);
  readonly #locationAddress = new Int64Builder();
  /** Addresses from the start of the mapping: what locations are compared by. */
  readonly #locationPlace = new Int64Builder();
  readonly #locationLines = new ColumnBuilder(Uint32Array);
  readonly #locationFolded = new ColumnBuilder(Uint8Array);
  readonly #locationSlots = new RowsByHash();
  readonly #lineFunction = new ColumnBuilder(Int32Array);
  readonly #lineLine = new Int64Builder();
  readonly #lineColumn = new Int64Builder();

  readonly #sampleStack = new ColumnBuilder(Int32Array);
  readonly #sampleLabels = new ColumnBuilder(Uint32Array);
  readonly #sampleSlots = new RowsByHash();
  readonly #low: ColumnBuilder<Uint32Array>[];
  readonly #high: ColumnBuilder<Int32Array>[];

  constructor(profiles: readonly Profile[]) {
    this.#profiles = profiles;
    this.#first = profiles[0]!;
    for (const other of profiles.slice(1)) checkCompatible(this.#first, other);
    this.#low = this.#first.sampleTypes.map(() => new ColumnBuilder(Uint32Array));
    this.#high = this.#first.sampleTypes.map(() => new ColumnBuilder(Int32Array));
    this.#locationLines.push(0);
    this.#setOfSorted.push(0);
  }

  merge(): Profile {
    for (const profile of this.#profiles) this.#add(profile);
    return this.#finish();
  }

  #add(profile: Profile): void {
    const {samples, stacks} = profile;
    const unmet = (length: number): Int32Array => new Int32Array(length).fill(-1);
    const rows: Rows = {
      strings: unmet(profile.strings.length),
      mappings: unmet(profile.mappings.length),
      functions: unmet(profile.functions.length),
      locations: unmet(profile.locations.length),
      stacks: unmet(stacks.length),
      labelSets: unmet(profile.labelSets.length),
    };
    // The first mapping is the main binary, so it comes first, met or not.
    if (this.#mappings.length === 0 && profile.mappings.length > 0) this.#mapping(profile, 0, rows);
    const met = new Uint8Array(stacks.length);
    const kept = new Uint8Array(samples.length);
    for (let sample = 0; sample < samples.length; sample++) {
      if (isZeroSample(samples.values, sample)) continue;
      kept[sample] = 1;
      // A row that was met has been walked to its root, so its callers were met too.
      for (let row = samples.stack[sample]!; row >= 0 && met[row] === 0; row = stacks.caller[row]!) {
        met[row] = 1;
        this.#location(profile, stacks.location[row]!, rows);
      }
    }
    for (let row = 0; row < stacks.length; row++) {
      if (met[row] === 0) continue;
      const caller = stacks.caller[row]!;
      rows.stacks[row] = this.#stacks.push(caller < 0 ? -1 : rows.stacks[caller]!, rows.locations[stacks.location[row]!]!);
    }
    for (let sample = 0; sample < samples.length; sample++) {
      if (kept[sample] === 0) continue;
      const stack = samples.stack[sample]!;
      this.#sample(stack < 0 ? -1 : rows.stacks[stack]!, this.#labelSet(profile, samples.labels[sample]!, rows), samples.values, sample);
    }
  }

  #sample(stack: number, labels: LabelSetRow, values: readonly Int64Column[], sample: number): void {
    const stacks = this.#sampleStack;
    const sets = this.#sampleLabels;
    const known = this.#sampleSlots.find(mix(mix(seed, stack), labels), (row) => stacks.cells[row] === stack && sets.cells[row] === labels);
    if (known < 0) {
      stacks.push(stack);
      sets.push(labels);
    }
    for (let i = 0; i < values.length; i++) {
      const column = values[i]!;
      const low = column.low[sample]!;
      const high = column.high === undefined ? 0 : column.high[sample]!;
      if (known < 0) {
        this.#low[i]!.push(low);
        this.#high[i]!.push(high);
      } else {
        // Sums wrap at 64 bits, as Go's do.
        const sum = this.#low[i]!.cells[known]! + low;
        this.#low[i]!.cells[known] = sum;
        this.#high[i]!.cells[known] = (this.#high[i]!.cells[known]! + high + (sum > 0xffff_ffff ? 1 : 0)) | 0;
      }
    }
  }

  #location(profile: Profile, row: number, rows: Rows): number {
    const known = rows.locations[row]!;
    if (known >= 0) return known;
    const {locations, lines} = profile;
    const from = locations.mapping[row]!;
    const mapping = from < 0 ? -1 : this.#mapping(profile, from, rows);
    let low = locations.address.low[row]!;
    let high = locations.address.high === undefined ? 0 : locations.address.high[row]!;
    let placeLow = low;
    let placeHigh = high;
    if (mapping >= 0) {
      // The difference of two mappings that are equal is that of where they were loaded.
      const address = locations.address.unsigned(row);
      const place = address - profile.mappings[from]!.start;
      placeLow = lowWord(place);
      placeHigh = highWord(place);
      const moved = place + this.#mappings[mapping]!.start;
      low = lowWord(moved);
      high = highWord(moved);
    }
    const start = locations.lineStart[row]!;
    const end = locations.lineStart[row + 1]!;
    const folded = locations.folded[row]!;
    let hash = mix(mix(mix(mix(seed, placeLow), placeHigh), mapping), folded);
    for (let line = start; line < end; line++) {
      const function_ = lines.function[line]!;
      hash = mix(mix(hash, function_ < 0 ? -1 : this.#function(profile, function_, rows)), lines.line.low[line]!);
    }
    let merged = this.#locationSlots.find(hash, (other) => {
      const otherStart = this.#locationLines.cells[other]!;
      if (
        this.#locationMapping.cells[other] !== mapping || !this.#locationPlace.equals(other, placeLow, placeHigh) ||
        this.#locationFolded.cells[other] !== folded || this.#locationLines.cells[other + 1]! - otherStart !== end - start
      ) return false;
      for (let line = start; line < end; line++) {
        const at = otherStart + line - start;
        const function_ = lines.function[line]!;
        if (this.#lineFunction.cells[at] !== (function_ < 0 ? -1 : rows.functions[function_]!) || !sameCell(this.#lineLine, at, lines.line, line)) return false;
      }
      // pprof's key writes the function of each line over the column of the line before, so only the last column counts.
      return end === start || sameCell(this.#lineColumn, otherStart + end - 1 - start, lines.column, end - 1);
    });
    if (merged < 0) {
      merged = this.#locationMapping.length;
      this.#locationMapping.push(mapping);
      this.#locationAddress.push(low, high);
      this.#locationPlace.push(placeLow, placeHigh);
      this.#locationFolded.push(folded);
      for (let line = start; line < end; line++) {
        const function_ = lines.function[line]!;
        this.#lineFunction.push(function_ < 0 ? -1 : rows.functions[function_]!);
        pushCell(this.#lineLine, lines.line, line);
        pushCell(this.#lineColumn, lines.column, line);
      }
      this.#locationLines.push(this.#lineFunction.length);
    }
    rows.locations[row] = merged;
    return merged;
  }

  #mapping(profile: Profile, row: number, rows: Rows): number {
    const known = rows.mappings[row]!;
    if (known >= 0) return known;
    const mapping = profile.mappings[row]!;
    // Sizes of one binary differ by less than a page, and 64-bit arithmetic wraps.
    const size = BigInt.asUintN(64, mapping.limit - mapping.start + 0xfffn);
    const key = `${size - (size % 0x1000n)} ${mapping.offset} ${mapping.buildId === '' ? mapping.file : mapping.buildId}`;
    let merged = this.#mappingRows.get(key);
    if (merged === undefined) {
      merged = this.#mappings.length;
      this.#mappings.push({...mapping, id: BigInt(merged + 1)});
      this.#mappingRows.set(key, merged);
    }
    rows.mappings[row] = merged;
    return merged;
  }

  #function(profile: Profile, row: number, rows: Rows): number {
    const known = rows.functions[row]!;
    if (known >= 0) return known;
    const {functions} = profile;
    const name = this.#string(profile, functions.name[row]!, rows);
    const systemName = this.#string(profile, functions.systemName[row]!, rows);
    const filename = this.#string(profile, functions.filename[row]!, rows);
    const hash = mix(mix(mix(mix(seed, name), systemName), filename), functions.startLine.low[row]!);
    let merged = this.#functionSlots.find(hash, (other) =>
      this.#functionName.cells[other] === name && this.#functionSystemName.cells[other] === systemName &&
      this.#functionFilename.cells[other] === filename && sameCell(this.#functionStartLine, other, functions.startLine, row));
    if (merged < 0) {
      merged = this.#functionName.length;
      this.#functionName.push(name);
      this.#functionSystemName.push(systemName);
      this.#functionFilename.push(filename);
      pushCell(this.#functionStartLine, functions.startLine, row);
    }
    rows.functions[row] = merged;
    return merged;
  }

  #string(profile: Profile, row: number, rows: Rows): number {
    let merged = rows.strings[row]!;
    if (merged < 0) {
      merged = this.#strings.row(profile.strings.bytes(row));
      rows.strings[row] = merged;
    }
    return merged;
  }

  #labelSet(profile: Profile, row: LabelSetRow, rows: Rows): LabelSetRow {
    const known = rows.labelSets[row]!;
    if (known >= 0) return known;
    const {labelSets} = profile;
    const labels = Array.from({length: labelSets.start[row + 1]! - labelSets.start[row]!}, (_, i) => labelSets.start[row]! + i);
    const key = (label: number): number => this.#string(profile, labelSets.key[label]!, rows);
    const withUnits = new Set(labels.filter((label) => labelSets.unit[label] !== 0).map(key));
    for (const label of labels.toSorted((a, b) => labelSets.isNumber[a]! - labelSets.isNumber[b]! || key(a) - key(b) || a - b)) {
      if (labelSets.isNumber[label] === 0) this.#sortedSets.text(key(label), this.#string(profile, labelSets.string[label]!, rows));
      else {
        // No unit for a key at all is something else than an empty one.
        const unit = withUnits.has(key(label)) ? this.#string(profile, labelSets.unit[label]!, rows) + 1 : 0;
        this.#sortedSets.number(key(label), labelSets.number.low[label]!, labelSets.number.high?.[label] ?? 0, unit);
      }
    }
    const sorted = this.#sortedSets.row();
    if (sorted === this.#setOfSorted.length) {
      for (const label of labels) {
        if (labelSets.isNumber[label] === 0) this.#labelSets.text(key(label), this.#string(profile, labelSets.string[label]!, rows));
        else {
          this.#labelSets.number(
            key(label), labelSets.number.low[label]!, labelSets.number.high?.[label] ?? 0, this.#string(profile, labelSets.unit[label]!, rows),
          );
        }
      }
      this.#setOfSorted.push(this.#labelSets.row());
    }
    // Sets that pprof tells apart stay apart: the sorted row says which is which.
    rows.labelSets[row] = sorted;
    return sorted;
  }

  #finish(): Profile {
    const locations = this.#locationMapping.length;
    const functions = this.#functionName.length;
    return {
      ...this.#header(),
      samples: {
        length: this.#sampleStack.length,
        stack: this.#sampleStack.finish(),
        labels: this.#sampleLabels.finish().map((sorted) => this.#setOfSorted.cells[sorted]!),
        values: this.#low.map((low, i) => {
          const high = this.#high[i]!.finish();
          return new Int64Column(low.finish(), high.some((word) => word !== 0) ? high : undefined);
        }),
      },
      stacks: this.#stacks.finish(),
      locations: {
        length: locations,
        id: numbered(locations),
        mapping: this.#locationMapping.finish(),
        address: this.#locationAddress.finish(),
        lineStart: this.#locationLines.finish(),
        folded: this.#locationFolded.finish(),
      },
      lines: {
        length: this.#lineFunction.length,
        function: this.#lineFunction.finish(),
        line: this.#lineLine.finish(),
        column: this.#lineColumn.finish(),
      },
      functions: {
        length: functions,
        id: numbered(functions),
        name: this.#functionName.finish(),
        systemName: this.#functionSystemName.finish(),
        filename: this.#functionFilename.finish(),
        startLine: this.#functionStartLine.finish(),
      },
      mappings: this.#mappings,
      labelSets: this.#labelSets.finish(),
      strings: this.#strings.finish(),
    };
  }

  #header(): Pick<
    Profile,
    'sampleTypes' | 'defaultSampleType' | 'periodType' | 'period' | 'timeNanos' | 'durationNanos' | 'comments' | 'docUrl' | 'dropFrames' | 'keepFrames'
  > {
    const first = this.#first;
    let timeNanos = 0n;
    let durationNanos = 0n;
    let period = 0n;
    let docUrl = '';
    let defaultSampleType = '';
    const comments = new Set<string>();
    for (const profile of this.#profiles) {
      // As pprof has it, a profile without a time hides the times before it.
      if (timeNanos === 0n || profile.timeNanos < timeNanos) timeNanos = profile.timeNanos;
      durationNanos = BigInt.asIntN(64, durationNanos + profile.durationNanos);
      if (period === 0n || period < profile.period) period = profile.period;
      for (const comment of profile.comments) comments.add(comment);
      defaultSampleType ||= profile.defaultSampleType;
      docUrl ||= profile.docUrl;
    }
    return {
      sampleTypes: first.sampleTypes, defaultSampleType, periodType: first.periodType, period, timeNanos, durationNanos,
      comments: [...comments], docUrl, dropFrames: first.dropFrames, keepFrames: first.keepFrames,
    };
  }
}

/** Finds rows of a growing table by a hash; what is equal, the table knows. */
class RowsByHash {
  readonly #hash = new ColumnBuilder(Int32Array);
  /** Row + 1, or 0 for a free slot. */
  #slots = new Int32Array(1 << 10);

  /** The row with this hash that `equals` says yes to; else -1, and the next new row of the table has this hash. */
  find(hash: number, equals: (row: number) => boolean): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const row = this.#slots[slot]! - 1;
      if (row < 0) break;
      if (this.#hash.cells[row] === hash && equals(row)) return row;
      slot = (slot + 1) & mask;
    }
    this.#hash.push(hash);
    this.#slots[slot] = this.#hash.length;
    if (this.#hash.length * 2 > mask) this.#rehash();
    return -1;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 4);
    const mask = this.#slots.length - 1;
    for (let row = 0; row < this.#hash.length; row++) {
      let slot = this.#hash.cells[row]! & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row + 1;
    }
  }
}

/** Ids from 1. */
function numbered(length: number): Int64Column {
  return new Int64Column(Uint32Array.from({length}, (_, row) => row + 1), undefined);
}

function sameCell(built: Int64Builder, at: number, column: Int64Column, row: number): boolean {
  return built.equals(at, column.low[row]!, column.high === undefined ? 0 : column.high[row]!);
}

function pushCell(built: Int64Builder, column: Int64Column, row: number): void {
  built.push(column.low[row]!, column.high === undefined ? 0 : column.high[row]!);
}

function lowWord(value: bigint): number {
  return Number(BigInt.asUintN(32, value));
}

function highWord(value: bigint): number {
  return Number(BigInt.asIntN(32, value >> 32n));
}

const seed = (Math.random() * 0x1_0000_0000) | 0;

function mix(hash: number, value: number): number {
  const h = Math.imul(hash ^ Math.imul(value, 0x9e3779b1), 0x85ebca6b);
  return h ^ (h >>> 15);
}
