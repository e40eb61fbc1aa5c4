import {lastWord} from './seen-bytes.js';
import type {WireReader} from './wire.js';

/** A sample of so many bytes is read on its own. */
const longest = 1 << 14;

/** So is one with more values. */
const mostValues = 1 << 10;

/**
 * Words of a sample before the columns of values: of the run of its location ids, then of that of its labels, the byte
 * it begins at, how many bytes it has, and a number for them. In place of how many bytes it says -1 of labels that are
 * those of the last sample that has some.
 */
export const headWords = 6;
export const labelsWord = 3;

/** What a tape says of samples. */
export interface TapedSamples {
  /** The heads of all samples, then for each value a column of low words, and for each a column of high words; columns have `rows` cells. */
  readonly words: Int32Array<ArrayBuffer>;
  readonly rows: number;
  /** Samples, which is how many cells of each column are in use. */
  readonly length: number;
  /** Values that each of them has. */
  readonly valueCount: number;
  /** Whether any high word is not 0. */
  readonly isWide: boolean;
}

/**
 * Samples in the form that every writer uses, as columns of words.
 *
 * Two thirds of a large profile are location ids, and most of the rest are labels.
 * Most of these runs were met before, written in the same bytes, so a tape only says
 * where they stand, and by which number to look for them. One thread can do that for another.
 */
export class SampleTape implements TapedSamples {
  words: Int32Array<ArrayBuffer>;
  length = 0;
  isWide = false;
  rows = 1;
  /** That of the first sample of all; one that has another is not in the usual form. */
  valueCount = -1;
  readonly #size: number;
  /** The bytes that samples are taken of: the one way to read four at once wherever they stand. */
  #view: DataView = new DataView(new ArrayBuffer(0));
  #buf: Uint8Array | undefined;
  /** The words of the values of one sample. */
  readonly #low = new Int32Array(mostValues);
  readonly #high = new Int32Array(mostValues);
  /** Where the last labels stand. */
  #labelsStart = 0;
  #labelsEnd = 0;

  /** @param size words that it has */
  constructor(size: number) {
    this.#size = size;
    this.words = this.room();
  }

  get isFull(): boolean {
    return this.length === this.rows;
  }

  /** Words for a tape of this size. */
  room(): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#size);
  }

  /** Begins anew, perhaps with other words. */
  clear(words = this.words): void {
    this.words = words;
    this.length = 0;
    this.isWide = false;
  }

  /**
   * Takes the samples that follow each other from `start` of the reader's bytes on, which are whole fields up to `end`.
   *
   * Gives where it stopped: at `end`, where it is full, or at a field that is not a sample in the usual form.
   *
   * @param shift how many bytes further the runs will stand when they are read
   */
  take(reader: WireReader, start: number, end: number, shift = 0): number {
    const {buf} = reader;
    if (this.#buf !== buf) {
      this.#buf = buf;
      this.#view = new DataView(buf.buffer, buf.byteOffset, buf.length);
    }
    this.#labelsStart = this.#labelsEnd = 0;
    let pos = start;
    while (pos < end && buf[pos] === 0x12 && this.length < this.rows) {
      let from = pos + 2;
      let size = buf[pos + 1]!;
      if (size >= 0x80) size = (size & 0x7f) | (buf[from++]! << 7);
      if (size >= longest || !this.#sample(reader, from, from + size, shift)) break;
      pos = from + size;
    }
    return pos;
  }

  /** Takes the sample from `start` to `end`; says whether it is in the usual form. */
  #sample(reader: WireReader, start: number, end: number, shift: number): boolean {
    const {buf} = reader;
    const low = this.#low;
    const high = this.#high;
    let count = 0;
    let idsStart = 0;
    let idsEnd = -1;
    let labelsStart = 0;
    let labelsEnd = -1;
    let pos = start;
    while (pos < end) {
      const tag = buf[pos]!;
      if (tag === 0x10) {
        if (count === mostValues) return false;
        if (pos + 5 < end) {
          let byte = buf[pos + 1]!;
          let value = byte & 0x7f;
          let next = pos + 2;
          for (let bits = 7; byte >= 0x80 && bits < 28; bits += 7) {
            byte = buf[next++]!;
            value |= (byte & 0x7f) << bits;
          }
          if (byte < 0x80) {
            low[count] = value;
            high[count++] = 0;
            pos = next;
            continue;
          }
        }
        reader.pos = pos + 1;
        reader.word(end);
        low[count] = reader.low;
        high[count++] = reader.high;
        pos = reader.pos;
        continue;
      }
      let size = buf[pos + 1]!;
      let from = pos + 2;
      if (size >= 0x80) {
        const more = buf[from++]!;
        if (more >= 0x80) return false;
        size = (size & 0x7f) | (more << 7);
      }
      const to = from + size;
      // Past the end of the bytes there is no number at all.
      if (!(to <= end)) return false;
      if (tag === 0x0a) {
        if (idsEnd >= 0) return false;
        idsStart = from;
        idsEnd = to;
      } else if (tag === 0x1a) {
        if (labelsEnd < 0) labelsStart = pos;
        else if (labelsEnd !== pos) return false;
        labelsEnd = to;
      } else if (tag === 0x12) {
        reader.pos = from;
        while (reader.pos < to) {
          if (count === mostValues) return false;
          reader.word(to);
          low[count] = reader.low;
          high[count++] = reader.high;
        }
      } else return false;
      pos = to;
    }
    if (count !== this.valueCount && !this.#layOut(count)) return false;
    this.#say(idsStart, Math.max(idsStart, idsEnd), labelsStart, Math.max(labelsStart, labelsEnd), shift);
    return true;
  }

  /** Says how many values samples have, where that is not known yet. */
  #layOut(count: number): boolean {
    if (this.valueCount >= 0) return false;
    this.valueCount = count;
    this.rows = Math.floor(this.#size / (headWords + count * 2));
    return true;
  }

  #say(idsStart: number, idsEnd: number, labelsStart: number, labelsEnd: number, shift: number): void {
    const {words, rows, valueCount} = this;
    const view = this.#view;
    const row = this.length++;
    const head = row * headWords;
    words[head] = idsStart + shift;
    words[head + 1] = idsEnd - idsStart;
    words[head + 2] = idsEnd > idsStart ? hashOf(view, idsStart, idsEnd) : 0;
    words[head + 3] = labelsStart + shift;
    words[head + 4] = labelsEnd - labelsStart;
    if (labelsEnd > labelsStart) {
      // Samples often carry the labels of the one before: a request runs for a while.
      if (isSame(view, this.#labelsStart, this.#labelsEnd, labelsStart, labelsEnd)) words[head + 4] = -1;
      else words[head + 5] = hashOf(view, labelsStart, labelsEnd);
      this.#labelsStart = labelsStart;
      this.#labelsEnd = labelsEnd;
    }
    let at = headWords * rows + row;
    let wide = 0;
    for (let value = 0; value < valueCount; value++, at += rows) {
      words[at] = this.#low[value]!;
      wide |= this.#high[value]!;
    }
    if (wide !== 0 && !this.isWide) {
      this.isWide = true;
      words.fill(0, (headWords + valueCount) * rows);
    }
    if (this.isWide) for (let value = 0; value < valueCount; value++, at += rows) words[at] = this.#high[value]!;
  }
}

/** Whether the bytes from `start` to `end` are those from `otherStart` to `otherEnd`. */
function isSame(view: DataView, start: number, end: number, otherStart: number, otherEnd: number): boolean {
  if (otherEnd - otherStart !== end - start) return false;
  let pos = start;
  let other = otherStart;
  for (; pos + 3 < end; pos += 4, other += 4) if (view.getInt32(pos, true) !== view.getInt32(other, true)) return false;
  return pos === end || lastWord(view, pos, end) === lastWord(view, other, otherEnd);
}

/** A number for the bytes from `start` to `end`. */
function hashOf(view: DataView, start: number, end: number): number {
  let hash = seed ^ (end - start);
  let pos = start;
  for (const whole = end - 3; pos < whole; pos += 4) {
    hash = Math.imul(hash ^ view.getInt32(pos, true), first);
    hash = Math.imul(hash ^ (hash >>> 15), second);
  }
  if (pos < end) {
    hash = Math.imul(hash ^ lastWord(view, pos, end), first);
    hash = Math.imul(hash ^ (hash >>> 15), second);
  }
  return hash ^ (hash >>> 16);
}

// Numbers of their own for every load of the page: a file cannot know which of its runs fall together.
const seed = secret();
const first = secret();
const second = secret();

function secret(): number {
  return (Math.random() * 0x1_0000_0000) | 1;
}
