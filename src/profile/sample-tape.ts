import {SeenBytes, lastWord} from './seen-bytes.js';
import type {WireReader} from './wire.js';

/** A sample of so many bytes is read on its own. */
const longest = 1 << 14;

/** So is one with more values. */
const mostValues = 1 << 10;

/** Words before the samples of a group: how many they are, and the word at which their runs begin. */
export const groupWords = 2;

/** Words before the values of a sample: how many values, and what is known of the runs of its location ids and of its labels. */
export const sampleWords = 3;

/** Samples of a group: what their runs are held against is asked for at once, so that it comes side by side. */
const together = 512;

/** Bytes of runs after which a group takes no more, so that they are near when they are read again. */
const nearBytes = 1 << 15;

/** The most that one group takes past the words from which on a tape is full. */
const mostWords = groupWords + sampleWords + mostValues * 2 + (nearBytes + longest) / 4 + together * 2;

/** What a tape says of a run of `bytes` bytes that follow, which has the next number where it is `kept`. */
function newRun(bytes: number, kept: boolean): number {
  return -1 - (bytes * 2 + (kept ? 1 : 0));
}

/** How many bytes follow of the run of which a tape says `said`, less than 0. */
export function bytesOfRun(said: number): number {
  return (-1 - said) >> 1;
}

/** Whether that run has the next number, by which the tape calls it from then on. */
export function isKeptRun(said: number): boolean {
  return ((-1 - said) & 1) === 1;
}

/**
 * Samples in the form that every writer uses, as words, in groups: of each group its
 * head, of each of its samples a head and two words for each value, low word first;
 * then the runs of bytes of the group that were not met before.
 *
 * Two thirds of a large profile are location ids, and most of the rest are labels.
 * Most of these runs were met before, written in the same bytes. Such a one is said
 * by its number, from 1 on, and of others the bytes follow, filled up with zeros to whole
 * words; of a sample without any it says 0. One thread can do that for another.
 */
export class SampleTape {
  words: Int32Array<ArrayBuffer>;
  /** Words in use. */
  end = 0;
  readonly #full: number;
  readonly #stacks = new SeenBytes();
  readonly #labels = new SeenBytes();
  /** The bytes that samples are taken of: the one way to read four at once wherever they stand. */
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** Of the samples of a group: the word of each, and where in the view its runs stand, with their hashes. */
  readonly #heads = new Int32Array(together);
  readonly #idsStart = new Int32Array(together);
  readonly #idsEnd = new Int32Array(together);
  readonly #idsHash = new Int32Array(together);
  readonly #labelsStart = new Int32Array(together);
  readonly #labelsEnd = new Int32Array(together);

  /** @param full words from which on it takes no more */
  constructor(full: number) {
    this.#full = full;
    this.words = this.room();
  }

  get isFull(): boolean {
    return this.end >= this.#full;
  }

  /** Words for a tape of this length. */
  room(): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#full + mostWords);
  }

  /**
   * Takes the samples that follow each other from `start` of the reader's bytes on, which are whole fields up to `end`.
   *
   * Gives where it stopped: at `end`, where it is full, or at a field that is not a sample in the usual form.
   */
  take(reader: WireReader, start: number, end: number): number {
    const {buf} = reader;
    if (this.#view.buffer !== buf.buffer) this.#view = new DataView(buf.buffer);
    let pos = start;
    while (pos < end && buf[pos] === 0x12 && this.end < this.#full) {
      const next = this.#group(reader, pos, end);
      if (next === pos) break;
      pos = next;
    }
    return pos;
  }

  #group(reader: WireReader, start: number, end: number): number {
    const {buf} = reader;
    const head = this.end;
    this.end = head + groupWords;
    let count = 0;
    let pos = start;
    for (let near = 0; pos < end && buf[pos] === 0x12 && count < together && near < nearBytes; count++) {
      if (count > 0 && this.end >= this.#full) break;
      let from = pos + 2;
      let size = buf[pos + 1]!;
      if (size >= 0x80) size = (size & 0x7f) | (buf[from++]! << 7);
      if (size >= longest || !this.#sample(reader, from, from + size, count)) break;
      near += size;
      pos = from + size;
    }
    if (count === 0) {
      this.end = head;
      return start;
    }
    this.words[head] = count;
    this.words[head + 1] = this.end;
    this.#sayRuns(count);
    return pos;
  }

  /** Takes sample `row` of a group, from `start` to `end`; says whether it is in the usual form. */
  #sample(reader: WireReader, start: number, end: number, row: number): boolean {
    const {buf} = reader;
    const words = this.words;
    const head = this.end;
    const lastValue = head + sampleWords + mostValues * 2;
    let at = head + sampleWords;
    let idsStart = 0;
    let idsEnd = -1;
    let labelsStart = 0;
    let labelsEnd = -1;
    let pos = start;
    while (pos < end) {
      const tag = buf[pos]!;
      if (tag === 0x10) {
        if (at === lastValue) return false;
        if (pos + 5 < end) {
          let byte = buf[pos + 1]!;
          let value = byte & 0x7f;
          let next = pos + 2;
          for (let shift = 7; byte >= 0x80 && shift < 28; shift += 7) {
            byte = buf[next++]!;
            value |= (byte & 0x7f) << shift;
          }
          if (byte < 0x80) {
            words[at++] = value;
            words[at++] = 0;
            pos = next;
            continue;
          }
        }
        reader.pos = pos + 1;
        reader.word(end);
        words[at++] = reader.low;
        words[at++] = reader.high;
        pos = reader.pos;
        continue;
      }
      let size = buf[pos + 1]!;
      let from = pos + 2;
      if (size >= 0x80) {
        const high = buf[from++]!;
        if (high >= 0x80) return false;
        size = (size & 0x7f) | (high << 7);
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
          if (at === lastValue) return false;
          reader.word(to);
          words[at++] = reader.low;
          words[at++] = reader.high;
        }
      } else return false;
      pos = to;
    }
    words[head] = (at - head - sampleWords) >> 1;
    this.end = at;
    const {byteOffset} = buf;
    this.#heads[row] = head;
    this.#idsStart[row] = idsStart + byteOffset;
    this.#idsEnd[row] = idsEnd + byteOffset;
    this.#idsHash[row] = idsEnd > idsStart ? hashOf(this.#view, idsStart + byteOffset, idsEnd + byteOffset) : 0;
    this.#labelsStart[row] = labelsStart + byteOffset;
    this.#labelsEnd[row] = labelsEnd + byteOffset;
    return true;
  }

  /** Says of the samples of a group which runs they have. */
  #sayRuns(count: number): void {
    const view = this.#view;
    this.#stacks.touch(this.#idsHash, count);
    for (let row = 0; row < count; row++) {
      const head = this.#heads[row]!;
      const idsStart = this.#idsStart[row]!;
      const idsEnd = this.#idsEnd[row]!;
      this.words[head + 1] = idsEnd > idsStart ? this.#run(this.#stacks, idsStart, idsEnd, this.#idsHash[row]!) : 0;
      const labelsStart = this.#labelsStart[row]!;
      const labelsEnd = this.#labelsEnd[row]!;
      this.words[head + 2] = labelsEnd > labelsStart ? this.#run(this.#labels, labelsStart, labelsEnd, hashOf(view, labelsStart, labelsEnd)) : 0;
    }
  }

  /** What is to be said of the run from `start` to `end` of the view, of which the bytes are put here where they are new. */
  #run(seen: SeenBytes, start: number, end: number, hash: number): number {
    const view = this.#view;
    const known = seen.find(view, start, end, hash);
    if (known > 0) return known;
    const words = this.words;
    let at = this.end;
    let pos = start;
    for (; pos + 3 < end; pos += 4) words[at++] = view.getInt32(pos, true);
    if (pos < end) words[at++] = lastWord(view, pos, end);
    this.end = at;
    return newRun(end - start, seen.keep(view, start, end, hash));
  }
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
