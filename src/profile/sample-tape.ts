import type {WireReader} from './wire.js';

/** A sample of so many bytes is read on its own. */
const longest = 1 << 14;

/** So is one with more values. */
const mostValues = 1 << 10;

/** Words before the values of a sample: how many values, hash and bytes of its location ids, hash and bytes of its labels. */
const headWords = 5;

/** The most that one sample can take: no byte of it is in two of its parts. */
const mostWords = headWords + mostValues * 2 + longest / 4 + 2;

/**
 * Samples in the form that every writer uses, one after the other as words: of each
 * its head, two words for each value, low word first, and the bytes of its location
 * ids and of its labels, each filled up with zeros to whole words.
 *
 * Two thirds of a large profile are location ids, and most of the rest are labels.
 * Here it is only found out where these lie, and their bytes are hashed: most of
 * them were met before, and need not be read. One thread can do that for another.
 */
export class SampleTape {
  words: Int32Array<ArrayBuffer>;
  /** Words in use. */
  end = 0;
  readonly #full: number;
  /** The bytes that samples are taken of: the one way to read four at once wherever they stand. */
  #view: DataView = new DataView(new ArrayBuffer(0));

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
      let from = pos + 2;
      let size = buf[pos + 1]!;
      if (size >= 0x80) size = (size & 0x7f) | (buf[from++]! << 7);
      if (size >= longest || !this.#sample(reader, from, from + size)) break;
      pos = from + size;
    }
    return pos;
  }

  /** Takes the sample from `start` to `end`; says whether it is in the usual form. */
  #sample(reader: WireReader, start: number, end: number): boolean {
    const {buf} = reader;
    const words = this.words;
    const head = this.end;
    const lastValue = head + headWords + mostValues * 2;
    let at = head + headWords;
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
    words[head] = (at - head - headWords) >> 1;
    at = this.#run(buf, idsStart, idsEnd, head + 1, at);
    this.end = this.#run(buf, labelsStart, labelsEnd, head + 3, at);
    return true;
  }

  /** Copies the bytes from `start` to `end` to the words from `at` on, and says their hash and count at `head`; gives where the words end. */
  #run(buf: Uint8Array, start: number, end: number, head: number, at: number): number {
    const words = this.words;
    if (end <= start) {
      words[head] = 0;
      words[head + 1] = 0;
      return at;
    }
    let hash = seed ^ (end - start);
    let pos = start;
    const view = this.#view;
    const {byteOffset} = buf;
    for (const whole = end - 3; pos < whole; pos += 4) {
      const word = view.getInt32(byteOffset + pos, true);
      words[at++] = word;
      hash = Math.imul(hash ^ word, first);
      hash = Math.imul(hash ^ (hash >>> 15), second);
    }
    if (pos < end) {
      let word = buf[pos]!;
      if (pos + 1 < end) word |= buf[pos + 1]! << 8;
      if (pos + 2 < end) word |= buf[pos + 2]! << 16;
      words[at++] = word;
      hash = Math.imul(hash ^ word, first);
      hash = Math.imul(hash ^ (hash >>> 15), second);
    }
    words[head] = hash ^ (hash >>> 16);
    words[head + 1] = end - start;
    return at;
  }
}

/** One sample of a tape. */
export class TapedSample {
  /** Values of the sample, two words each from word `values` on. */
  count = 0;
  values = 0;
  /** Where its location ids begin in words, where their hash stands, and their bytes. */
  ids = 0;
  idsHead = 0;
  idsBytes = 0;
  labels = 0;
  labelsHead = 0;
  labelsBytes = 0;

  /** Reads the sample at word `at`; gives where the next one begins. */
  read(words: Int32Array, at: number): number {
    this.count = words[at]!;
    this.values = at + headWords;
    this.idsHead = at + 1;
    this.idsBytes = words[at + 2]!;
    this.labelsHead = at + 3;
    this.labelsBytes = words[at + 4]!;
    this.ids = this.values + this.count * 2;
    this.labels = this.ids + ((this.idsBytes + 3) >> 2);
    return this.labels + ((this.labelsBytes + 3) >> 2);
  }
}

// Numbers of their own for every load of the page: a file cannot know which of its runs fall together.
const seed = secret();
const first = secret();
const second = secret();

function secret(): number {
  return (Math.random() * 0x1_0000_0000) | 1;
}
