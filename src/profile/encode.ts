import type {Int64Column} from '../base/int64.js';
import type {Profile, StringRow, ValueType} from './profile.js';
import {UniqueStrings, compareText} from './strings.js';
import type {StringTable} from './strings.js';

export interface EncodeOptions {
  /** Gives the very bytes that pprof writes: the labels of a sample by key, numbers after texts, and none that is an empty text. */
  readonly asPprof?: boolean;
}

/**
 * A profile as profile.proto, not packed; `gzip` packs it.
 *
 * Ids, values, labels and the bytes of names are as they were read. Fields come in
 * pprof's order, and names in the order in which they are asked for: equal ones once,
 * and none that nothing asks for.
 */
export function encodeProfile(profile: Profile, {asPprof = false}: EncodeOptions = {}): Uint8Array {
  const strings = new StringWriter(profile);
  const out = new WireWriter();
  for (const type of profile.sampleTypes) writeValueType(out, 1, type, strings);
  writeSamples(out, profile, asPprof ? sortedLabels(profile) : undefined, strings);
  writeMappings(out, profile, strings);
  writeLocations(out, profile);
  writeFunctions(out, profile, strings);
  const dropFrames = strings.ofText(profile.dropFrames);
  const keepFrames = strings.ofText(profile.keepFrames);
  const periodType = {type: strings.ofText(profile.periodType.type), unit: strings.ofText(profile.periodType.unit)};
  const comments = profile.comments.map((comment) => strings.ofText(comment));
  const defaultSampleType = strings.ofText(profile.defaultSampleType);
  const docUrl = strings.ofText(profile.docUrl);
  strings.write(out, 6);
  out.number(7, dropFrames);
  out.number(8, keepFrames);
  out.bigint(9, profile.timeNanos);
  out.bigint(10, profile.durationNanos);
  if (periodType.type !== 0 || periodType.unit !== 0) {
    const start = out.begin(11);
    out.number(1, periodType.type);
    out.number(2, periodType.unit);
    out.end(start);
  }
  out.bigint(12, profile.period);
  if (comments.length > mostUnpacked) {
    const start = out.begin(13);
    for (const comment of comments) out.varint(comment, 0);
    out.end(start);
  } else for (const comment of comments) out.field(13, comment, 0);
  // pprof writes this one even where it is 0.
  out.field(14, defaultSampleType, 0);
  out.number(15, docUrl);
  return out.finish();
}

/** Up to this many numbers of a repeated field pprof writes one by one. */
const mostUnpacked = 2;

function writeValueType(out: WireWriter, field: number, {type, unit}: ValueType, strings: StringWriter): void {
  const start = out.begin(field);
  out.number(1, strings.ofText(type));
  out.number(2, strings.ofText(unit));
  out.end(start);
}

function writeSamples(out: WireWriter, profile: Profile, order: Uint32Array | undefined, strings: StringWriter): void {
  const {samples, stacks, locations, labelSets} = profile;
  const {caller, location} = stacks;
  const {low, high} = locations.id;
  for (let sample = 0; sample < samples.length; sample++) {
    const start = out.begin(2);
    const leaf = samples.stack[sample]!;
    let depth = 0;
    for (let row = leaf; row >= 0 && depth <= mostUnpacked; row = caller[row]!) depth++;
    const packed = depth > mostUnpacked ? out.begin(1) : -1;
    for (let row = leaf; row >= 0; row = caller[row]!) {
      const at = location[row]!;
      if (packed < 0) out.field(1, low[at]!, high === undefined ? 0 : high[at]!);
      else out.varint(low[at]!, high === undefined ? 0 : high[at]!);
    }
    if (packed >= 0) out.end(packed);
    const values = samples.values;
    const packedValues = values.length > mostUnpacked ? out.begin(2) : -1;
    for (const column of values) {
      if (packedValues < 0) out.field(2, column.low[sample]!, column.high === undefined ? 0 : column.high[sample]!);
      else out.varint(column.low[sample]!, column.high === undefined ? 0 : column.high[sample]!);
    }
    if (packedValues >= 0) out.end(packedValues);
    const set = samples.labels[sample]!;
    const end = labelSets.start[set + 1]!;
    for (let at = labelSets.start[set]!; at < end; at++) {
      const label = order === undefined ? at : order[at]!;
      const labelStart = out.begin(3);
      out.number(1, strings.ofRow(labelSets.key[label]!));
      if (labelSets.isNumber[label] === 0) {
        const text = labelSets.string[label]!;
        out.number(2, order === undefined ? strings.ofPresent(text) : strings.ofRow(text));
      } else {
        const unit = labelSets.unit[label]!;
        out.cell(3, labelSets.number, label);
        out.number(4, order === undefined ? strings.ofPresent(unit) : strings.ofRow(unit));
      }
      out.end(labelStart);
    }
    out.end(start);
  }
}

/** Rows of labels in pprof's order, which keeps labels by key in two maps. */
function sortedLabels({labelSets, strings}: Profile): Uint32Array {
  const order = Uint32Array.from(labelSets.key, (_, label) => label);
  for (let set = 0; set < labelSets.length; set++) {
    order.subarray(labelSets.start[set]!, labelSets.start[set + 1]!).sort((a, b) =>
      labelSets.isNumber[a]! - labelSets.isNumber[b]! || compareText(strings.get(labelSets.key[a]!), strings.get(labelSets.key[b]!)) || a - b);
  }
  return order;
}

function writeMappings(out: WireWriter, profile: Profile, strings: StringWriter): void {
  for (const mapping of profile.mappings) {
    const start = out.begin(3);
    out.bigint(1, mapping.id);
    out.bigint(2, mapping.start);
    out.bigint(3, mapping.limit);
    out.bigint(4, mapping.offset);
    out.number(5, strings.ofText(mapping.file));
    out.number(6, strings.ofText(mapping.buildId));
    out.number(7, mapping.hasFunctions ? 1 : 0);
    out.number(8, mapping.hasFilenames ? 1 : 0);
    out.number(9, mapping.hasLineNumbers ? 1 : 0);
    out.number(10, mapping.hasInlineFrames ? 1 : 0);
    out.end(start);
  }
}

function writeLocations(out: WireWriter, profile: Profile): void {
  const {locations, lines, functions, mappings} = profile;
  for (let row = 0; row < locations.length; row++) {
    const start = out.begin(4);
    out.cell(1, locations.id, row);
    const mapping = locations.mapping[row]!;
    if (mapping >= 0) out.bigint(2, mappings[mapping]!.id);
    out.cell(3, locations.address, row);
    const end = locations.lineStart[row + 1]!;
    for (let line = locations.lineStart[row]!; line < end; line++) {
      const lineStart = out.begin(4);
      if (lines.function[line]! >= 0) out.cell(1, functions.id, lines.function[line]!);
      out.cell(2, lines.line, line);
      out.cell(3, lines.column, line);
      out.end(lineStart);
    }
    out.number(5, locations.folded[row]!);
    out.end(start);
  }
}

function writeFunctions(out: WireWriter, profile: Profile, strings: StringWriter): void {
  const {functions} = profile;
  for (let row = 0; row < functions.length; row++) {
    const start = out.begin(5);
    out.cell(1, functions.id, row);
    out.number(2, strings.ofRow(functions.name[row]!));
    out.number(3, strings.ofRow(functions.systemName[row]!));
    out.number(4, strings.ofRow(functions.filename[row]!));
    out.cell(5, functions.startLine, row);
    out.end(start);
  }
}

/** The string table of a message, filled in the order of the questions. */
class StringWriter {
  readonly #strings: StringTable;
  readonly #unique = new UniqueStrings();
  /** Row in the message + 1, by row of the profile. */
  readonly #rows: Uint32Array;
  readonly #texts = new Map<string, number>();
  /** The row of an empty text that is not the first row, once there is one. */
  #emptyText = -1;
  /** Rows of the profile whose bytes are not UTF-8, by how they read. */
  #broken: Map<string, StringRow> | undefined;

  constructor(profile: Profile) {
    this.#strings = profile.strings;
    this.#rows = new Uint32Array(profile.strings.length);
  }

  /** The row in the message of a row of the profile. */
  ofRow(row: StringRow): number {
    const known = this.#rows[row]!;
    if (known !== 0) return known - 1;
    const written = this.#unique.row(this.#strings.bytes(row));
    this.#rows[row] = written + 1;
    return written;
  }

  /** The row in the message of a row that says, by not being 0, that there is a text, be it empty. */
  ofPresent(row: StringRow): number {
    const written = this.ofRow(row);
    if (row === 0 || written !== 0) return written;
    if (this.#emptyText < 0) this.#emptyText = this.#unique.apart(new Uint8Array(0));
    return this.#emptyText;
  }

  /** The row in the message of a text. */
  ofText(text: string): number {
    let row = this.#texts.get(text);
    if (row === undefined) {
      const broken = text.includes('\ufffd') ? this.#brokenRow(text) : undefined;
      row = broken === undefined ? this.#unique.row(encoder.encode(text)) : this.ofRow(broken);
      this.#texts.set(text, row);
    }
    return row;
  }

  write(out: WireWriter, field: number): void {
    const strings = this.#unique.finish();
    for (let row = 0; row < strings.length; row++) out.bytes(field, strings.bytes(row));
  }

  /** A text says U+FFFD for bytes that are not UTF-8; a row that reads the same has them. */
  #brokenRow(text: string): StringRow | undefined {
    if (this.#broken === undefined) {
      this.#broken = new Map();
      for (let row = 1; row < this.#strings.length; row++) {
        const other = this.#strings.get(row);
        if (other.includes('\ufffd') && !this.#broken.has(other)) this.#broken.set(other, row);
      }
    }
    return this.#broken.get(text);
  }
}

const encoder = new TextEncoder();

/** Writes messages into bytes that grow. */
class WireWriter {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  /** Begins a submessage, or a packed field, and gives what `end` needs. */
  begin(field: number): number {
    this.#room(12);
    this.#bytes[this.#length++] = (field << 3) | 2;
    // Most are shorter than 128 bytes, so one byte is kept free for the length.
    return ++this.#length;
  }

  end(start: number): void {
    const length = this.#length - start;
    if (length < 0x80) {
      this.#bytes[start - 1] = length;
      return;
    }
    let more = 0;
    for (let rest = length >>> 7; rest > 0; rest >>>= 7) more++;
    this.#room(more);
    this.#bytes.copyWithin(start + more, start, this.#length);
    this.#length = start - 1;
    this.varint(length, 0);
    this.#length += length;
  }

  /** A varint without a field. */
  varint(low: number, high: number): void {
    this.#room(10);
    const bytes = this.#bytes;
    let at = this.#length;
    let l = low >>> 0;
    let h = high >>> 0;
    while (h !== 0 || l >= 0x80) {
      bytes[at++] = (l & 0x7f) | 0x80;
      l = ((l >>> 7) | (h << 25)) >>> 0;
      h >>>= 7;
    }
    bytes[at++] = l;
    this.#length = at;
  }

  /** A varint field, 0 too. */
  field(field: number, low: number, high: number): void {
    this.varint(field << 3, 0);
    this.varint(low, high);
  }

  /** A field of at most 32 bits; nothing for 0. */
  number(field: number, value: number): void {
    if (value !== 0) this.field(field, value, 0);
  }

  /** A field with the value of a cell; nothing for 0. */
  cell(field: number, column: Int64Column, row: number): void {
    const high = column.high === undefined ? 0 : column.high[row]!;
    if (column.low[row] !== 0 || high !== 0) this.field(field, column.low[row]!, high);
  }

  /** A field of 64 bits; nothing for 0. */
  bigint(field: number, value: bigint): void {
    if (value !== 0n) this.field(field, Number(BigInt.asUintN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
  }

  bytes(field: number, value: Uint8Array): void {
    this.varint((field << 3) | 2, 0);
    this.varint(value.length, 0);
    this.#room(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #room(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(this.#length + count, this.#bytes.length * 2));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
  }
}
