import {int64Column} from '../base/int64.js';
import {ColumnBuilder} from '../base/columns.js';
import {StringPool} from './strings.js';
import {StackBuilder} from './stacks.js';
import type {Mapping, Profile, ValueType} from './profile.js';

/** A label as it is said to `ProfileBuilder.sample`. */
export type Label =
  | {readonly key: string; readonly text: string}
  | {readonly key: string; readonly number: bigint | number; readonly unit?: string};

/** A line as it is said to `ProfileBuilder.location`. */
export interface LineSpec {
  /** Row from `function_`. */
  readonly function: number;
  readonly line?: bigint | number;
  readonly column?: bigint | number;
}

/**
 * Makes a profile piece by piece, from rows that the caller holds.
 *
 * The legacy formats, goroutine dumps and tests build through it; the decoder of
 * profile.proto fills the same columns straight from the bytes. Ids are handed out
 * from 1 in the order of the calls, as pprof numbers what it parses from text.
 */
export class ProfileBuilder {
  sampleTypes: ValueType[] = [];
  defaultSampleType = '';
  periodType: ValueType = {type: '', unit: ''};
  period = 0n;
  timeNanos = 0n;
  durationNanos = 0n;
  comments: string[] = [];
  docUrl = '';
  dropFrames = '';
  keepFrames = '';
  readonly mappings: Mapping[] = [];
  readonly #strings = new StringPool();
  readonly #stacks = new StackBuilder();
  readonly #sampleStack = new ColumnBuilder(Int32Array);
  readonly #sampleLabels = new ColumnBuilder(Uint32Array);
  readonly #values: (bigint | number)[][] = [];
  readonly #functions: {name: number; systemName: number; filename: number; startLine: bigint | number}[] = [];
  readonly #functionRows = new Map<string, number>();
  readonly #locations: {mapping: number; address: bigint; lines: readonly LineSpec[]; folded: boolean}[] = [];
  readonly #labelSets: (readonly Label[])[] = [[]];
  readonly #labelSetRows = new Map<string, number>([['[]', 0]]);

  /** Adds a mapping and gives its row. Its id is its row + 1. */
  mapping(mapping: Partial<Mapping>): number {
    const row = this.mappings.length;
    this.mappings.push({
      start: 0n, limit: 0n, offset: 0n, file: '', buildId: '', hasFunctions: false, hasFilenames: false,
      hasLineNumbers: false, hasInlineFrames: false, kernelRelocationSymbol: '', ...mapping, id: BigInt(row + 1),
    });
    return row;
  }

  /** The row of this function; equal ones are one row. */
  function_(name: string, systemName = name, filename = '', startLine: bigint | number = 0): number {
    const key = JSON.stringify([name, systemName, filename, String(startLine)]);
    let row = this.#functionRows.get(key);
    if (row === undefined) {
      row = this.#functions.length;
      this.#functionRows.set(key, row);
      this.#functions.push({
        name: this.#strings.row(name), systemName: this.#strings.row(systemName), filename: this.#strings.row(filename), startLine,
      });
    }
    return row;
  }

  /** Adds a location and gives its row; lines callee first. Finding equal ones is the caller's. */
  location(mapping: number, address: bigint, lines: readonly LineSpec[] = [], folded = false): number {
    this.#locations.push({mapping, address: BigInt.asUintN(64, address), lines, folded});
    return this.#locations.length - 1;
  }

  /** Adds a sample: its locations leaf first, one value a sample type. */
  sample(locations: readonly number[], values: readonly (bigint | number)[], labels: readonly Label[] = []): void {
    let stack = -1;
    for (let i = locations.length - 1; i >= 0; i--) stack = this.#stacks.push(stack, locations[i]!);
    this.#sampleStack.push(stack);
    const key = JSON.stringify(labels.map((label) => ('text' in label ? [label.key, label.text] : [label.key, String(label.number), label.unit ?? '', 0])));
    let set = this.#labelSetRows.get(key);
    if (set === undefined) {
      set = this.#labelSets.length;
      this.#labelSets.push(labels);
      this.#labelSetRows.set(key, set);
    }
    this.#sampleLabels.push(set);
    values.forEach((value, type) => (this.#values[type] ??= []).push(value));
  }

  finish(): Profile {
    const strings = this.#strings;
    const lines = this.#locations.flatMap((location) => location.lines);
    const lineStart = new Uint32Array(this.#locations.length + 1);
    this.#locations.forEach((location, row) => (lineStart[row + 1] = lineStart[row]! + location.lines.length));
    const labels = this.#labelSets.flat();
    const labelStart = new Uint32Array(this.#labelSets.length + 1);
    this.#labelSets.forEach((set, row) => (labelStart[row + 1] = labelStart[row]! + set.length));
    const labelKey = Uint32Array.from(labels, (label) => strings.row(label.key));
    const labelText = Uint32Array.from(labels, (label) => ('text' in label ? strings.row(label.text) : 0));
    const labelUnit = Uint32Array.from(labels, (label) => ('text' in label ? 0 : strings.row(label.unit ?? '')));
    return {
      sampleTypes: this.sampleTypes,
      defaultSampleType: this.defaultSampleType,
      samples: {
        length: this.#sampleStack.length,
        stack: this.#sampleStack.finish(),
        labels: this.#sampleLabels.finish(),
        values: this.sampleTypes.map((_, type) => int64Column(this.#values[type] ?? [])),
      },
      stacks: this.#stacks.finish(),
      locations: {
        length: this.#locations.length,
        id: int64Column(this.#locations.map((_, row) => row + 1)),
        mapping: Int32Array.from(this.#locations, (location) => location.mapping),
        address: int64Column(this.#locations.map((location) => location.address)),
        lineStart,
        folded: Uint8Array.from(this.#locations, (location) => (location.folded ? 1 : 0)),
      },
      lines: {
        length: lines.length,
        function: Int32Array.from(lines, (line) => line.function),
        line: int64Column(lines.map((line) => line.line ?? 0)),
        column: int64Column(lines.map((line) => line.column ?? 0)),
      },
      functions: {
        length: this.#functions.length,
        id: int64Column(this.#functions.map((_, row) => row + 1)),
        name: Uint32Array.from(this.#functions, (f) => f.name),
        systemName: Uint32Array.from(this.#functions, (f) => f.systemName),
        filename: Uint32Array.from(this.#functions, (f) => f.filename),
        startLine: int64Column(this.#functions.map((f) => f.startLine)),
      },
      mappings: this.mappings,
      labelSets: {
        length: this.#labelSets.length,
        start: labelStart,
        key: labelKey,
        isNumber: Uint8Array.from(labels, (label) => ('text' in label ? 0 : 1)),
        string: labelText,
        number: int64Column(labels.map((label) => ('text' in label ? 0 : label.number))),
        unit: labelUnit,
      },
      strings,
      periodType: this.periodType,
      period: this.period,
      timeNanos: this.timeNanos,
      durationNanos: this.durationNanos,
      comments: this.comments,
      docUrl: this.docUrl,
      dropFrames: this.dropFrames,
      keepFrames: this.keepFrames,
    };
  }
}
