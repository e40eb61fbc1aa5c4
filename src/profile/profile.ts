import type {Int64Column} from '../base/int64.js';
import type {StringTable} from './strings.js';

/** Rows are numbered from 0; -1 in a column says that there is none. */
export type StackRow = number;
export type LocationRow = number;
export type LineRow = number;
export type FunctionRow = number;
export type MappingRow = number;
export type LabelSetRow = number;
/** A row of `Profile.strings`; row 0 is the empty string. */
export type StringRow = number;

/** What a sample counts, and in which unit: `cpu` in `nanoseconds`. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/** One row a sample, in the order of the file. */
export interface SampleTable {
  readonly length: number;
  /** The stack that was seen, as the row of its leaf. `StackRow`, or -1 for a sample without frames. */
  readonly stack: Int32Array;
  /** One column a sample type, in the order of `Profile.sampleTypes`. */
  readonly values: readonly Int64Column[];
  /** `LabelSetRow`: equal label sets are one row; row 0 is the set without labels. */
  readonly labels: Uint32Array;
}

/**
 * Every stack of the profile, as a tree that shares prefixes from the root.
 *
 * A row is one frame and all of its callers. `caller[row] < row` for every row,
 * so one pass upwards over the rows meets each caller before its callees and one
 * pass downwards meets each callee first: a filter is the first, a sum the second.
 * No two rows have the same caller and the same location. A filter that only takes
 * samples away leaves the table as it is, so rows may be there that no sample stands on.
 */
export interface StackTable {
  readonly length: number;
  /** `StackRow`, or -1 for a root. */
  readonly caller: Int32Array;
  /** `LocationRow`. */
  readonly location: Uint32Array;
}

/**
 * One row a machine address. Its lines are `lineStart[row]` to `lineStart[row + 1]`,
 * callee first: the last line is the function that was compiled, those before it are
 * inlined into it. A location may have none.
 */
export interface LocationTable {
  readonly length: number;
  /** Unsigned, exact. */
  readonly id: Int64Column;
  /** `MappingRow`, or -1. */
  readonly mapping: Int32Array;
  /** Unsigned, exact. */
  readonly address: Int64Column;
  /** `length + 1` cells into `LineTable`. */
  readonly lineStart: Uint32Array;
  /** 1 where several symbols were folded into one by the linker. */
  readonly folded: Uint8Array;
}

/** One row a line of a location. Line and column are as in the file, negative and huge ones too. */
export interface LineTable {
  readonly length: number;
  /** `FunctionRow`; never -1 in a checked profile. */
  readonly function: Int32Array;
  readonly line: Int64Column;
  readonly column: Int64Column;
}

/** One row a function. Names are `StringRow`s. */
export interface FunctionTable {
  readonly length: number;
  /** Unsigned, exact. */
  readonly id: Int64Column;
  readonly name: Uint32Array;
  readonly systemName: Uint32Array;
  readonly filename: Uint32Array;
  readonly startLine: Int64Column;
}

/**
 * Label sets, each the labels of one sample in the order of the file.
 *
 * Set `row` holds the label rows `start[row]` to `start[row + 1]`; row 0 is empty.
 * A label is a string label where `isNumber` is 0 (`string` is its value), else a
 * numeric one (`number`, `unit`). Labels that hold nothing (a key with no string,
 * no number, no unit) are not kept, as pprof does not keep them.
 */
export interface LabelSetTable {
  readonly length: number;
  readonly start: Uint32Array;
  /** `StringRow`. */
  readonly key: Uint32Array;
  readonly isNumber: Uint8Array;
  /** `StringRow`; 0 for a numeric label. */
  readonly string: Uint32Array;
  readonly number: Int64Column;
  /** `StringRow`; 0 for none. */
  readonly unit: Uint32Array;
}

/** A loaded object file. There are few, so they stay objects; 64-bit words are bigints, unsigned. */
export interface Mapping {
  readonly id: bigint;
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly file: string;
  readonly buildId: string;
  readonly hasFunctions: boolean;
  readonly hasFilenames: boolean;
  readonly hasLineNumbers: boolean;
  readonly hasInlineFrames: boolean;
  /** `_text` or `_stext` for `[kernel.kallsyms]_text`, else ''. */
  readonly kernelRelocationSymbol: string;
}

/** A profile.proto as columns. It is never written to: a filter answers with a new one that shares the columns it left alone. */
export interface Profile {
  readonly sampleTypes: readonly ValueType[];
  /** '' for none. */
  readonly defaultSampleType: string;
  readonly samples: SampleTable;
  readonly stacks: StackTable;
  readonly locations: LocationTable;
  readonly lines: LineTable;
  readonly functions: FunctionTable;
  readonly mappings: readonly Mapping[];
  readonly labelSets: LabelSetTable;
  readonly strings: StringTable;
  /** Both '' where the file has none. */
  readonly periodType: ValueType;
  readonly period: bigint;
  /** Nanoseconds since 1970, 0 for unknown. */
  readonly timeNanos: bigint;
  /** 0 for unknown. */
  readonly durationNanos: bigint;
  readonly comments: readonly string[];
  readonly docUrl: string;
  /** Regular expressions, '' for none. */
  readonly dropFrames: string;
  readonly keepFrames: string;
  /** By sample type: what the values that are no base's were multiplied with to weigh as much as their base; undefined where they were not. */
  readonly normalizedBy?: readonly number[];
}
