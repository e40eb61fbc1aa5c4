import {ColumnBuilder} from '../base/columns.js';
import {Int64Builder} from '../base/int64.js';
import type {Int64Column} from '../base/int64.js';
import {Contradiction} from './check.js';
import {IdKeys, IdRows} from './ids.js';
import {LabelBuilder} from './labels.js';
import {tooLarge} from './limits.js';
import type {Limits} from './limits.js';
import type {FunctionTable, LineTable, LocationTable, Mapping, Profile, SampleTable, StackTable, ValueType} from './profile.js';
import {SampleTape, headWords, labelsWord} from './sample-tape.js';
import type {TapedSamples} from './sample-tape.js';
import {SeenBytes} from './seen-bytes.js';
import {StackBuilder} from './stacks.js';
import type {LazyStrings} from './strings.js';
import {StringsBuilder} from './strings.js';
import {WireError, WireReader, bytes, varint} from './wire.js';

/** A sample with more values than this is counted and not kept: no profile has as many types. */
const mostValues = 4096;

/** More than any profile has; what is expected of samples is made room for where they have no more values. */
const fewValues = 16;

/** Words of samples that are read together, so that what they are held against stays in the cache of a processor. */
const tapeWords = 1 << 15;

/** Samples of which what their stacks are held against is asked for at once, so that it comes side by side. */
const together = 512;

/** Rows of a column that room is made for before any was seen. What is not used of it takes addresses and no memory. */
const mostExpected = 1 << 24;

/** So many rows of stacks are expected even where few fit a file of that size. */
const fewExpected = 1 << 19;

/** Of what is kept as objects (mappings, sample types, comments) a profile has a few hundred. */
const mostObjects = 1e6;

/** What a mapping says, before the strings are there. */
interface RawMapping {
  key: number;
  id: bigint;
  start: bigint;
  limit: bigint;
  offset: bigint;
  file: number;
  buildId: number;
  hasFunctions: boolean;
  hasFilenames: boolean;
  hasLineNumbers: boolean;
  hasInlineFrames: boolean;
}

interface RawValueType {
  type: number;
  unit: number;
}

/**
 * Turns whole top-level fields of a profile.proto into columns.
 *
 * Samples come before the locations they name and strings come last, so ids and
 * string rows are kept as they stand and are resolved in `finish()`, over the rows
 * of the tree and not over frames. What Go's reader refuses is a `WireError`; what
 * pprof's check of a read profile refuses is a `Contradiction` with the same complaint.
 */
export class ProfileDecoder {
  readonly #limits: Limits;
  readonly #reader = new WireReader(new Uint8Array(0));
  readonly #strings = new StringsBuilder();
  readonly #stacks: StackBuilder;
  readonly #labelSets = new LabelBuilder();
  readonly #locationIds = new IdKeys();
  readonly #functionIds = new IdKeys();
  readonly #mappingIds = new IdKeys();

  readonly #sampleTypes: RawValueType[] = [];
  #periodType: RawValueType = {type: 0, unit: 0};
  readonly #comments: number[] = [];
  #defaultSampleType = 0;
  #docUrl = 0;
  #dropFrames = 0;
  #keepFrames = 0;
  #period = 0n;
  #timeNanos = 0n;
  #durationNanos = 0n;

  readonly #expectedSamples: number;
  readonly #sampleStack: ColumnBuilder<Int32Array>;
  readonly #sampleLabels: ColumnBuilder<Uint32Array>;
  /** One a value of the first sample, which says how many each sample should have. */
  #values: Int64Builder[] = [];
  #valueCount = -1;
  /** The first sample whose count of values is another. */
  #oddSample = -1;
  #oddCount = 0;

  readonly #mappings: RawMapping[] = [];

  readonly #locationKey: ColumnBuilder<Int32Array>;
  readonly #locationMapping: ColumnBuilder<Int32Array>;
  readonly #locationAddress: Int64Builder;
  readonly #locationLines: ColumnBuilder<Uint32Array>;
  readonly #locationFolded: ColumnBuilder<Uint8Array>;

  readonly #lineFunction: ColumnBuilder<Int32Array>;
  readonly #lineLine: Int64Builder;
  readonly #lineColumn: Int64Builder;

  readonly #functionKey: ColumnBuilder<Int32Array>;
  readonly #functionName: ColumnBuilder<Uint32Array>;
  readonly #functionSystemName: ColumnBuilder<Uint32Array>;
  readonly #functionFilename: ColumnBuilder<Uint32Array>;
  readonly #functionStartLine: Int64Builder;

  /** The samples that were not read yet, of the bytes of a push. */
  readonly #tape = new SampleTape(tapeWords);
  /** Where the first of them begins. */
  #tapeStart = 0;
  readonly #tapeReader = new WireReader(new Uint8Array(0));
  #tapeView: DataView = new DataView(new ArrayBuffer(0));
  readonly #hashes = new Int32Array(together);
  /** The stacks that runs of location ids say, and the label sets that runs of labels say. */
  readonly #seenStacks = new SeenBytes();
  readonly #seenLabels = new SeenBytes();
  /** The set of the last taped sample that has labels. */
  #lastSet = 0;
  /** The keys of the locations of one sample, leaf first. */
  #stack = new Int32Array(1 << 10);
  #valueLow = new Uint32Array(16);
  #valueHigh = new Int32Array(16);
  /** The greatest row of a string that is asked for. */
  #lastString = 0;

  /** @param size bytes of the file, as it came, 0 for unknown: an early guess at the room that is needed */
  constructor(limits: Limits, size = 0) {
    this.#limits = limits;
    const expected = (bytesOfOne: number, least = 64): number => Math.max(least, Math.min(mostExpected, Math.floor(size / bytesOfOne)));
    // Of a gzip each row of the stacks takes 12 to 17 bytes, and 3 at least; a sample some 25, a location and its line 50 and more.
    this.#stacks = new StackBuilder(Math.max(Math.min(fewExpected, expected(3, 1 << 12)), Math.min(1 << 22, expected(16))));
    this.#expectedSamples = expected(16, 1 << 10);
    this.#sampleStack = new ColumnBuilder(Int32Array, this.#expectedSamples);
    this.#sampleLabels = new ColumnBuilder(Uint32Array, this.#expectedSamples);
    const locations = expected(48);
    this.#locationKey = new ColumnBuilder(Int32Array, locations);
    this.#locationMapping = new ColumnBuilder(Int32Array, locations);
    this.#locationAddress = new Int64Builder(locations);
    this.#locationLines = new ColumnBuilder(Uint32Array, locations + 1);
    this.#locationFolded = new ColumnBuilder(Uint8Array, locations);
    this.#lineFunction = new ColumnBuilder(Int32Array, locations);
    this.#lineLine = new Int64Builder(locations);
    this.#lineColumn = new Int64Builder(locations);
    const functions = expected(128);
    this.#functionKey = new ColumnBuilder(Int32Array, functions);
    this.#functionName = new ColumnBuilder(Uint32Array, functions);
    this.#functionSystemName = new ColumnBuilder(Uint32Array, functions);
    this.#functionFilename = new ColumnBuilder(Uint32Array, functions);
    this.#functionStartLine = new Int64Builder(functions);
    this.#locationLines.push(0);
  }

  /** Samples so far. */
  get samples(): number {
    return this.#sampleStack.length;
  }

  /** Reads whole top-level fields, from `start` to `end` of `buf`; `buf[0]` stands at `base` in the message. */
  push(buf: Uint8Array, start: number, end: number, base: number): void {
    this.#reader.read(buf, base);
    this.#tapeStart = start;
    try {
      this.#fields(start, end);
      this.#readTape();
    } catch (error) {
      if (error instanceof WireError) this.#samplesInOrder(end);
      throw error;
    }
  }

  #fields(start: number, end: number): void {
    const reader = this.#reader;
    const tape = this.#tape;
    const {buf, base} = reader;
    let pos = start;
    while (pos < end) {
      if (buf[pos] === 0x12) {
        if (tape.isFull) this.#readTape();
        if (tape.length === 0) this.#tapeStart = pos;
        const taken = tape.take(reader, pos, end);
        if (taken > pos) {
          pos = taken;
          continue;
        }
      }
      reader.pos = pos;
      const field = reader.field(end);
      pos = reader.pos;
      switch (field) {
        case 1:
          reader.expect(bytes, 'a sample type');
          this.#sampleTypes.push(this.#valueType());
          if (this.#sampleTypes.length > mostObjects) throw tooLarge(`it holds more than ${mostObjects} sample types`);
          break;
        case 2:
          reader.expect(bytes, 'a sample');
          this.#sampleByField(reader.start, pos);
          break;
        case 3:
          reader.expect(bytes, 'a mapping');
          this.#mapping();
          break;
        case 4:
          reader.expect(bytes, 'a location');
          this.#location();
          break;
        case 5:
          reader.expect(bytes, 'a function');
          this.#function();
          break;
        case 6:
          reader.expect(bytes, 'a string');
          if (this.#strings.length === 0 && reader.pos > reader.start) reader.fail('the first string is not empty', reader.start);
          this.#strings.push(buf, reader.start, reader.pos);
          if (this.#strings.size > this.#limits.stringBytes || this.#strings.length > this.#limits.rows) throw tooLarge('it holds more names than any program has');
          break;
        case 7:
          this.#dropFrames = this.#stringRow('drop_frames');
          break;
        case 8:
          this.#keepFrames = this.#stringRow('keep_frames');
          break;
        case 9:
          if (this.#timeNanos !== 0n) throw new WireError('a second profile begins', base + reader.pos, 'concatenated');
          this.#timeNanos = this.#int64('the time');
          break;
        case 10:
          this.#durationNanos = this.#int64('the duration');
          break;
        case 11:
          reader.expect(bytes, 'the period type');
          this.#periodType = this.#valueType();
          break;
        case 12:
          this.#period = this.#int64('the period');
          break;
        case 13:
          this.#comment();
          break;
        case 14:
          this.#defaultSampleType = this.#stringRow('default_sample_type');
          break;
        case 15:
          this.#docUrl = this.#stringRow('doc_url');
          break;
      }
    }
  }

  /** The profile, checked. `length` is that of the message. */
  finish(length: number): Profile {
    this.#seenStacks.forget();
    this.#seenLabels.forget();
    for (const row of [this.#dropFrames, this.#keepFrames, this.#defaultSampleType, this.#docUrl, ...this.#comments]) this.#useString(row);
    for (const type of [...this.#sampleTypes, this.#periodType]) {
      this.#useString(type.type);
      this.#useString(type.unit);
    }
    if (this.#lastString >= this.#strings.length) {
      throw new WireError(
        this.#strings.length === 0 ? 'it has no strings' : `a string is asked for that is not among its ${this.#strings.length}`, length,
      );
    }
    const strings = this.#strings.finish();
    const valueType = ({type, unit}: RawValueType): ValueType => ({type: strings.get(type), unit: strings.get(unit)});

    const locationKey = this.#locationKey.finish();
    const locationRows = new IdRows(locationKey, this.#locationIds.large);
    const stacks = this.#stacks.finish();
    const samples = this.#finishSamples(stacks, locationRows);

    const mappingKey = Int32Array.from(this.#mappings, (mapping) => mapping.key);
    const mappingRows = new IdRows(mappingKey, this.#mappingIds.large);
    checkIds(mappingKey, mappingRows, this.#mappingIds, 'found mapping with reserved ID=0', 'multiple mappings with same id');

    const functionKey = this.#functionKey.finish();
    const functionRows = new IdRows(functionKey, this.#functionIds.large);
    checkIds(functionKey, functionRows, this.#functionIds, 'found function with reserved ID=0', 'multiple functions with same id');

    const locations: LocationTable = {
      length: locationKey.length,
      id: idColumn(locationKey, this.#locationIds),
      mapping: this.#locationMapping.finish().map((key) => mappingRows.row(key)),
      address: this.#locationAddress.finish(),
      lineStart: this.#locationLines.finish(),
      folded: this.#locationFolded.finish(),
    };
    const lines: LineTable = {
      length: this.#lineFunction.length,
      // Function id 0 says that there is none, even where a function has it.
      function: this.#lineFunction.finish().map((key) => (key === 0 ? -1 : functionRows.row(key))),
      line: this.#lineLine.finish(),
      column: this.#lineColumn.finish(),
    };
    this.#checkLocations(locationKey, locationRows, locations, lines);

    const functions: FunctionTable = {
      length: functionKey.length,
      id: idColumn(functionKey, this.#functionIds),
      name: this.#functionName.finish(),
      systemName: this.#functionSystemName.finish(),
      filename: this.#functionFilename.finish(),
      startLine: this.#functionStartLine.finish(),
    };
    return {
      sampleTypes: this.#sampleTypes.map(valueType),
      defaultSampleType: strings.get(this.#defaultSampleType),
      samples,
      stacks,
      locations,
      lines,
      functions,
      mappings: this.#mappings.map((mapping) => finishMapping(mapping, strings)),
      labelSets: this.#labelSets.finish(),
      strings,
      periodType: valueType(this.#periodType),
      period: this.#period,
      timeNanos: this.#timeNanos,
      durationNanos: this.#durationNanos,
      comments: this.#comments.map((row) => strings.get(row)),
      docUrl: strings.get(this.#docUrl),
      dropFrames: strings.get(this.#dropFrames),
      keepFrames: strings.get(this.#keepFrames),
    };
  }

  /** Reads the samples of the tape. */
  #readTape(): void {
    const tape = this.#tape;
    if (tape.length > 0) this.take(tape, this.#reader.buf);
    tape.clear();
  }

  /** Reads the samples of a tape, whose runs stand in `buf`. */
  take({words, rows, length, valueCount, isWide}: TapedSamples, buf: Uint8Array): void {
    this.#tapeReader.read(buf, 0);
    this.#tapeView = new DataView(buf.buffer, buf.byteOffset, buf.length);
    this.#expectValues(valueCount);
    if (this.#isUsual(valueCount)) {
      const column = (of: number): number => words.byteOffset + (headWords + of) * rows * 4;
      for (let value = 0; value < valueCount; value++) {
        this.#values[value]!.append(new Uint32Array(words.buffer, column(value), length), isWide ? new Int32Array(words.buffer, column(valueCount + value), length) : undefined);
      }
    }
    this.#sampleStack.reserve(this.#sampleStack.length + length);
    this.#sampleLabels.reserve(this.#sampleLabels.length + length);
    for (let row = 0; row < length; row += together) this.#group(words, row, Math.min(length, row + together));
    this.#checkSamples();
  }

  /** Reads the stacks and labels of the samples from `row` to `end` of a tape. */
  #group(words: Int32Array, row: number, end: number): void {
    const hashes = this.#hashes;
    for (let at = row; at < end; at++) hashes[at - row] = words[at * headWords + 2]!;
    this.#seenStacks.touch(hashes, end - row);
    const stacks = this.#sampleStack;
    const sets = this.#sampleLabels;
    let set = this.#lastSet;
    for (let head = row * headWords; head < end * headWords; head += headWords) {
      stacks.cells[stacks.length++] = this.#tapedStack(words[head]!, words[head + 1]!, words[head + 2]!);
      const labels = words[head + labelsWord + 1]!;
      if (labels > 0) set = this.#tapedLabels(words[head + labelsWord]!, labels, words[head + labelsWord + 2]!);
      sets.cells[sets.length++] = labels === 0 ? 0 : set;
    }
    this.#lastSet = set;
  }

  #tapedStack(start: number, length: number, hash: number): number {
    if (length === 0) return -1;
    const view = this.#tapeView;
    const known = this.#seenStacks.find(view, start, start + length, hash);
    if (known >= 0) return known;
    const stack = this.#internStack(this.#packedLocations(this.#tapeReader, start, start + length, 0));
    this.#seenStacks.keep(view, start, start + length, hash, stack);
    return stack;
  }

  #tapedLabels(start: number, length: number, hash: number): number {
    const view = this.#tapeView;
    const known = this.#seenLabels.find(view, start, start + length, hash);
    if (known >= 0) return known;
    const set = this.#labelSet(this.#tapeReader, start, start + length);
    this.#seenLabels.keep(view, start, start + length, hash, set);
    return set;
  }

  #checkRows(more: number): void {
    if (this.#stacks.length + more > this.#limits.rows) throw tooLarge(`its stacks hold more than ${this.#limits.rows} frames`);
  }

  #internStack(depth: number): number {
    this.#checkRows(depth);
    return depth === 0 ? -1 : this.#stacks.intern(this.#stack, depth);
  }

  /** The set of the labels that follow each other from `start` to `end`. */
  #labelSet(reader: WireReader, start: number, end: number): number {
    reader.pos = start;
    while (reader.pos < end) {
      reader.field(end);
      const next = reader.pos;
      this.#label(reader, reader.start, next);
      reader.pos = next;
    }
    return this.#labelSets.row();
  }

  /**
   * Reads the samples of the tape field by field, after something was found to be wrong:
   * stacks and labels are read after all other fields, and the first fault of all is the one to be told.
   */
  #samplesInOrder(end: number): void {
    this.#tape.clear();
    const reader = this.#reader;
    reader.pos = this.#tapeStart;
    while (reader.pos < end) {
      const field = reader.field(end);
      const next = reader.pos;
      if (field === 2 && reader.type === bytes) this.#sampleByField(reader.start, next);
      reader.pos = next;
    }
  }

  /** Reads a sample in whatever form it is, each of its fields after the one before. */
  #sampleByField(start: number, end: number): void {
    this.#readTape();
    const reader = this.#reader;
    let depth = 0;
    let values = 0;
    reader.pos = start;
    while (reader.pos < end) {
      const field = reader.field(end);
      const next = reader.pos;
      if (field === 1) {
        if (reader.type === bytes) depth = this.#packedLocations(reader, reader.start, next, depth);
        else {
          reader.expect(varint, 'a location id');
          this.#roomForStack(depth + 1);
          this.#stack[depth++] = this.#locationIds.key(reader.low, reader.high);
        }
      } else if (field === 2) {
        if (reader.type === bytes) {
          reader.pos = reader.start;
          while (reader.pos < next) {
            reader.word(next);
            this.#value(values++, reader.low, reader.high);
          }
        } else {
          reader.expect(varint, 'a value');
          this.#value(values++, reader.low, reader.high);
        }
      } else if (field === 3) {
        reader.expect(bytes, 'a label');
        this.#label(reader, reader.start, next);
      }
      reader.pos = next;
    }
    this.#keepValues(values);
    this.#sampleStack.push(this.#internStack(depth));
    this.#sampleLabels.push(this.#labelSets.row());
    this.#checkSamples();
  }

  #checkSamples(): void {
    const limits = this.#limits;
    if (this.#sampleStack.length > limits.samples) throw tooLarge(`it holds more than ${limits.samples} samples`);
    if (this.#labelSets.labels > limits.rows) throw tooLarge(`it holds more than ${limits.rows} labels`);
  }

  #packedLocations(reader: WireReader, start: number, end: number, depth: number): number {
    const buf = reader.buf;
    // Each id has a byte at least.
    this.#roomForStack(depth + end - start);
    const stack = this.#stack;
    let pos = start;
    while (pos < end) {
      const b0 = buf[pos]!;
      if (b0 < 0x80) {
        stack[depth++] = b0;
        pos++;
        continue;
      }
      if (pos + 3 < end) {
        const b1 = buf[pos + 1]!;
        if (b1 < 0x80) {
          stack[depth++] = (b0 & 0x7f) | (b1 << 7);
          pos += 2;
          continue;
        }
        const b2 = buf[pos + 2]!;
        if (b2 < 0x80) {
          stack[depth++] = (b0 & 0x7f) | ((b1 & 0x7f) << 7) | (b2 << 14);
          pos += 3;
          continue;
        }
        const b3 = buf[pos + 3]!;
        if (b3 < 0x80) {
          stack[depth++] = (b0 & 0x7f) | ((b1 & 0x7f) << 7) | ((b2 & 0x7f) << 14) | (b3 << 21);
          pos += 4;
          continue;
        }
      }
      reader.pos = pos;
      reader.word(end);
      pos = reader.pos;
      stack[depth++] = this.#locationIds.key(reader.low, reader.high);
    }
    return depth;
  }

  #roomForStack(depth: number): void {
    if (depth <= this.#stack.length) return;
    if (depth > this.#limits.rows) throw tooLarge(`a stack holds more than ${this.#limits.rows} frames`);
    const stack = new Int32Array(Math.max(depth, this.#stack.length * 2));
    stack.set(this.#stack);
    this.#stack = stack;
  }

  #value(index: number, lowWord: number, highWord: number): void {
    if (index >= mostValues) return;
    if (index === this.#valueLow.length) {
      const low = new Uint32Array(index * 2);
      const high = new Int32Array(index * 2);
      low.set(this.#valueLow);
      high.set(this.#valueHigh);
      this.#valueLow = low;
      this.#valueHigh = high;
    }
    this.#valueLow[index] = lowWord;
    this.#valueHigh[index] = highWord;
  }

  /** The first sample says how many values there are. */
  #expectValues(count: number): void {
    if (this.#valueCount >= 0) return;
    this.#valueCount = count;
    if (count <= mostValues) this.#values = Array.from({length: count}, () => new Int64Builder(count > fewValues ? 64 : this.#expectedSamples));
  }

  /** Whether the next sample has as many values as the first. */
  #isUsual(count: number): boolean {
    if (count === this.#valueCount) return true;
    // Such a file is refused in finish(), where the sample types are known for certain.
    if (this.#oddSample < 0) {
      this.#oddSample = this.#sampleStack.length;
      this.#oddCount = count;
    }
    return false;
  }

  #keepValues(count: number): void {
    this.#expectValues(count);
    if (!this.#isUsual(count)) return;
    const columns = this.#values;
    for (let i = 0; i < columns.length; i++) columns[i]!.push(this.#valueLow[i]!, this.#valueHigh[i]!);
  }

  #label(reader: WireReader, start: number, end: number): void {
    const buf = reader.buf;
    let key = 0;
    let text = 0;
    let low = 0;
    let high = 0;
    let unit = 0;
    let textKnown = true;
    let unitKnown = true;
    reader.pos = start;
    while (reader.pos < end) {
      let field: number;
      const tag = buf[reader.pos]!;
      if ((tag & 0x87) === 0) {
        field = tag >> 3;
        reader.type = varint;
        reader.pos++;
        reader.word(end);
      } else field = reader.field(end);
      if (field === 0 || field > 4) continue;
      reader.expect(varint, 'a part of a label');
      if (field === 1) key = stringRow(reader);
      else if (field === 2) {
        text = stringRow(reader);
        textKnown = text < 0x8000_0000;
      } else if (field === 3) {
        low = reader.low;
        high = reader.high;
      } else {
        unit = stringRow(reader);
        unitKnown = unit < 0x8000_0000;
      }
    }
    if (key > this.#lastString) this.#lastString = key;
    if (!textKnown || !unitKnown || key >= 0x8000_0000) {
      // It is refused in finish(): there is no such string.
      if (text !== 0) this.#useString(text);
      else this.#useString(unit);
      return;
    }
    if (text !== 0) {
      if (text > this.#lastString) this.#lastString = text;
      this.#labelSets.text(key, text);
    } else if (low !== 0 || high !== 0 || unit !== 0) {
      if (unit > this.#lastString) this.#lastString = unit;
      this.#labelSets.number(key, low, high, unit);
    }
  }

  #mapping(): void {
    const reader = this.#reader;
    const end = reader.pos;
    const mapping: RawMapping = {
      key: 0, id: 0n, start: 0n, limit: 0n, offset: 0n, file: 0, buildId: 0,
      hasFunctions: false, hasFilenames: false, hasLineNumbers: false, hasInlineFrames: false,
    };
    reader.pos = reader.start;
    while (reader.pos < end) {
      const field = reader.field(end);
      if (field === 0 || field > 10) continue;
      reader.expect(varint, 'a part of a mapping');
      const said = reader.low !== 0 || reader.high !== 0;
      switch (field) {
        case 1:
          mapping.key = this.#mappingIds.key(reader.low, reader.high);
          mapping.id = unsigned(reader);
          break;
        case 2: mapping.start = unsigned(reader); break;
        case 3: mapping.limit = unsigned(reader); break;
        case 4: mapping.offset = unsigned(reader); break;
        case 5: mapping.file = stringRow(reader); break;
        case 6: mapping.buildId = stringRow(reader); break;
        case 7: mapping.hasFunctions = said; break;
        case 8: mapping.hasFilenames = said; break;
        case 9: mapping.hasLineNumbers = said; break;
        case 10: mapping.hasInlineFrames = said; break;
      }
    }
    this.#useString(mapping.file);
    this.#useString(mapping.buildId);
    this.#mappings.push(mapping);
    if (this.#mappings.length > mostObjects) throw tooLarge(`it holds more than ${mostObjects} mappings`);
  }

  #location(): void {
    const reader = this.#reader;
    const end = reader.pos;
    let id = 0;
    let mapping = 0;
    let low = 0;
    let high = 0;
    let folded = 0;
    reader.pos = reader.start;
    while (reader.pos < end) {
      const field = reader.field(end);
      if (field === 0 || field > 5) continue;
      if (field === 4) {
        reader.expect(bytes, 'a line');
        this.#line();
        continue;
      }
      reader.expect(varint, 'a part of a location');
      if (field === 1) id = this.#locationIds.key(reader.low, reader.high);
      else if (field === 2) mapping = this.#mappingIds.key(reader.low, reader.high);
      else if (field === 3) {
        low = reader.low;
        high = reader.high;
      } else folded = reader.low !== 0 || reader.high !== 0 ? 1 : 0;
    }
    this.#locationKey.push(id);
    this.#locationMapping.push(mapping);
    this.#locationAddress.push(low, high);
    this.#locationLines.push(this.#lineFunction.length);
    this.#locationFolded.push(folded);
    if (this.#locationKey.length > this.#limits.rows || this.#lineFunction.length > this.#limits.rows) {
      throw tooLarge(`its locations hold more than ${this.#limits.rows} lines`);
    }
  }

  #line(): void {
    const reader = this.#reader;
    const end = reader.pos;
    let function_ = 0;
    let lineLow = 0;
    let lineHigh = 0;
    let columnLow = 0;
    let columnHigh = 0;
    reader.pos = reader.start;
    while (reader.pos < end) {
      const field = reader.field(end);
      if (field === 0 || field > 3) continue;
      reader.expect(varint, 'a part of a line');
      if (field === 1) function_ = this.#functionIds.key(reader.low, reader.high);
      else if (field === 2) {
        lineLow = reader.low;
        lineHigh = reader.high;
      } else {
        columnLow = reader.low;
        columnHigh = reader.high;
      }
    }
    this.#lineFunction.push(function_);
    this.#lineLine.push(lineLow, lineHigh);
    this.#lineColumn.push(columnLow, columnHigh);
  }

  #function(): void {
    const reader = this.#reader;
    const end = reader.pos;
    let id = 0;
    let name = 0;
    let systemName = 0;
    let filename = 0;
    let low = 0;
    let high = 0;
    reader.pos = reader.start;
    while (reader.pos < end) {
      const field = reader.field(end);
      if (field === 0 || field > 5) continue;
      reader.expect(varint, 'a part of a function');
      if (field === 1) id = this.#functionIds.key(reader.low, reader.high);
      else if (field === 2) name = stringRow(reader);
      else if (field === 3) systemName = stringRow(reader);
      else if (field === 4) filename = stringRow(reader);
      else {
        low = reader.low;
        high = reader.high;
      }
    }
    this.#useString(name);
    this.#useString(systemName);
    this.#useString(filename);
    this.#functionKey.push(id);
    this.#functionName.push(name);
    this.#functionSystemName.push(systemName);
    this.#functionFilename.push(filename);
    this.#functionStartLine.push(low, high);
    if (this.#functionKey.length > this.#limits.rows) throw tooLarge(`it holds more than ${this.#limits.rows} functions`);
  }

  #valueType(): RawValueType {
    const reader = this.#reader;
    const end = reader.pos;
    const valueType = {type: 0, unit: 0};
    reader.pos = reader.start;
    while (reader.pos < end) {
      const field = reader.field(end);
      if (field === 0 || field > 2) continue;
      reader.expect(varint, 'a part of a value type');
      if (field === 1) valueType.type = stringRow(reader);
      else valueType.unit = stringRow(reader);
    }
    return valueType;
  }

  #comment(): void {
    const reader = this.#reader;
    if (reader.type !== bytes) {
      this.#comments.push(this.#stringRow('a comment'));
      if (this.#comments.length > mostObjects) throw tooLarge(`it holds more than ${mostObjects} comments`);
      return;
    }
    const end = reader.pos;
    reader.pos = reader.start;
    while (reader.pos < end) {
      reader.word(end);
      this.#comments.push(stringRow(reader));
      if (this.#comments.length > mostObjects) throw tooLarge(`it holds more than ${mostObjects} comments`);
    }
  }

  #stringRow(what: string): number {
    this.#reader.expect(varint, what);
    return stringRow(this.#reader);
  }

  #int64(what: string): bigint {
    this.#reader.expect(varint, what);
    return BigInt.asIntN(64, unsigned(this.#reader));
  }

  #useString(row: number): void {
    if (row > this.#lastString) this.#lastString = row;
  }

  /** Resolves the locations of the tree, in place, and refuses the samples that pprof refuses, the first of them first. */
  #finishSamples(stacks: StackTable, locationRows: IdRows): SampleTable {
    const {caller, location} = stacks;
    let broken: Uint8Array | undefined;
    for (let row = 0; row < stacks.length; row++) {
      const found = locationRows.row(location[row]! | 0);
      if (found < 0) (broken ??= new Uint8Array(stacks.length))[row] = 1;
      else location[row] = found;
    }
    const stack = this.#sampleStack.finish();
    let brokenSample = -1;
    if (broken !== undefined) {
      for (let row = 0; row < stacks.length; row++) if (caller[row]! >= 0 && broken[caller[row]!] === 1) broken[row] = 1;
      brokenSample = stack.findIndex((row) => row >= 0 && broken[row] === 1);
    }
    const types = this.#sampleTypes.length;
    if (stack.length > 0 && types === 0) throw new Contradiction('missing sample type information');
    let odd = this.#oddSample;
    let oddCount = this.#oddCount;
    if (stack.length > 0 && this.#valueCount !== types) {
      odd = 0;
      oddCount = this.#valueCount;
    }
    if (odd >= 0 && (brokenSample < 0 || odd <= brokenSample)) throw new Contradiction(`mismatch: sample has ${oddCount} values vs. ${types} types`);
    if (brokenSample >= 0) throw new Contradiction('sample has nil location');
    if (types > mostValues) throw tooLarge(`each sample has ${types} values`);
    return {
      length: stack.length,
      stack,
      values: stack.length === 0 ? this.#sampleTypes.map(() => new Int64Builder(1).finish()) : this.#values.map((column) => column.finish()),
      labels: this.#sampleLabels.finish(),
    };
  }

  #checkLocations(keys: Int32Array, rows: IdRows, locations: LocationTable, lines: LineTable): void {
    for (let row = 0; row < keys.length; row++) {
      if (keys[row] === 0) throw new Contradiction('found location with reserved id=0');
      if (row === rows.duplicate) throw new Contradiction(`multiple locations with same id: ${locations.id.unsigned(row)}`);
      const end = locations.lineStart[row + 1]!;
      for (let line = locations.lineStart[row]!; line < end; line++) {
        if (lines.function[line]! < 0) throw new Contradiction(`location id: ${locations.id.unsigned(row)} has a line with nil function`);
      }
    }
  }
}

/** The row of a string that a field names; a row that no table can have where it is past 32 bits or negative. */
function stringRow(reader: WireReader): number {
  return reader.high === 0 ? reader.low : Infinity;
}

function unsigned(reader: WireReader): bigint {
  return reader.high === 0 ? BigInt(reader.low) : (BigInt(reader.high >>> 0) << 32n) | BigInt(reader.low);
}

function checkIds(keys: Int32Array, rows: IdRows, ids: IdKeys, reserved: string, multiple: string): void {
  const zero = keys.indexOf(0);
  const again = rows.duplicate;
  if (zero >= 0 && (again < 0 || zero <= again)) throw new Contradiction(reserved);
  if (again >= 0) throw new Contradiction(`${multiple}: ${idColumn(keys.subarray(again, again + 1), ids).unsigned(0)}`);
}

function idColumn(keys: Int32Array, ids: IdKeys): Int64Column {
  const column = new Int64Builder(keys.length);
  for (let row = 0; row < keys.length; row++) column.push(ids.lowOf(keys[row]!), ids.highOf(keys[row]!));
  return column.finish();
}

const kernel = '[kernel.kallsyms]';

function finishMapping(raw: RawMapping, strings: LazyStrings): Mapping {
  const file = strings.get(raw.file);
  return {
    id: raw.id,
    start: raw.start,
    limit: raw.limit,
    offset: raw.offset,
    file,
    buildId: strings.get(raw.buildId),
    hasFunctions: raw.hasFunctions,
    hasFilenames: raw.hasFilenames,
    hasLineNumbers: raw.hasLineNumbers,
    hasInlineFrames: raw.hasInlineFrames,
    // perf's converter hangs the symbol that it relocated by onto the file's name.
    kernelRelocationSymbol: file.startsWith(kernel) ? file.slice(kernel.length) : '',
  };
}
