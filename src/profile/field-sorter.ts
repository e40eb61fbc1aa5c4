import {SampleTape} from './sample-tape.js';
import type {TapedSamples} from './sample-tape.js';
import {FieldCutter, WireReader} from './wire.js';

/** What one thread has found out about a piece of a message for the one that decodes it. */
export interface SortedFields {
  readonly samples: TapedSamples;
  /** Where the runs of these samples stand. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The other fields as they stand in the file; a sample among them comes after those of the tape. */
  readonly others: Uint8Array<ArrayBuffer>;
  /** Bytes of the message so far. */
  readonly length: number;
}

/** What of a piece can be used for another one. */
export interface Reusable {
  readonly words: Int32Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Words of samples of one piece: half a megabyte. */
const tapeWords = 1 << 17;

/** Bytes that are cut at once: a tape takes ten times as much of the shortest samples. */
const step = 1 << 16;

/** Bytes of a message in one piece, at most. */
const longestPiece = 1 << 19;

/** Bytes of the samples of one piece: what is cut at once may go past the end of a piece, and so may a field that was carried over. */
const longestRuns = longestPiece + 2 * step;

/** A longer field is for the thread that knows what may be held. */
const longestField = 1 << 24;

/** Samples that are not in the usual form: a writer makes all of them so or only those that are very long. */
const mostOdd = 64;

/** Says that a message is left to the thread that decodes it, all of it. */
export class Unusual extends Error {}

/**
 * Does the half of decoding that needs no memory of what came before: it cuts a
 * message at whole fields and puts its samples on tapes.
 *
 * Fails with `WireError` and `Unusual`; what it gave before is not all that was right.
 */
export class FieldSorter {
  /** What is done. Who takes it away gives it back to `reuse`, if it can. */
  readonly ready: SortedFields[] = [];
  readonly #cutter = new FieldCutter((buf, start, end, base) => this.#sort(buf, start, end, base), longestField);
  readonly #reader = new WireReader(new Uint8Array(0));
  readonly #tape = new SampleTape(tapeWords);
  #spare: Reusable[] = [];
  #bytes = new Uint8Array(longestRuns);
  #bytesEnd = 0;
  #others = new Uint8Array(1 << 12);
  #othersEnd = 0;
  #pieceStart = 0;
  #odd = 0;

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += step) {
      this.#cutter.push(chunk.subarray(at, at + step));
      if (this.#cutter.length - this.#pieceStart >= longestPiece) this.#piece();
    }
  }

  /** Says that no more bytes come. */
  finish(): void {
    this.#cutter.finish();
    this.#piece();
  }

  /** Takes columns that are needed no more. */
  reuse(used: Reusable): void {
    this.#spare.push(used);
  }

  #sort(buf: Uint8Array, start: number, end: number, base: number): void {
    const tape = this.#tape;
    const reader = this.#reader;
    reader.read(buf, base);
    // Other fields mostly follow each other, and are copied together.
    let othersStart = start;
    let pos = start;
    while (pos < end) {
      if (tape.isFull || this.#bytesEnd + step > longestRuns) this.#piece();
      const taken = tape.take(reader, pos, end, this.#bytesEnd - pos);
      if (taken > pos) {
        this.#bytes.set(buf.subarray(pos, taken), this.#bytesEnd);
        this.#bytesEnd += taken - pos;
        this.#keep(buf, othersStart, pos);
        pos = othersStart = taken;
        continue;
      }
      reader.pos = pos;
      const field = reader.field(end);
      pos = reader.pos;
      if (field !== 2) continue;
      if (++this.#odd > mostOdd) throw new Unusual();
      this.#keep(buf, othersStart, pos);
      othersStart = pos;
      this.#piece();
    }
    this.#keep(buf, othersStart, pos);
  }

  #keep(buf: Uint8Array, from: number, to: number): void {
    if (from === to) return;
    const end = this.#othersEnd + to - from;
    if (end > this.#others.length) {
      const others = new Uint8Array(Math.max(end, this.#others.length * 2));
      others.set(this.#others.subarray(0, this.#othersEnd));
      this.#others = others;
    }
    this.#others.set(buf.subarray(from, to), this.#othersEnd);
    this.#othersEnd = end;
  }

  #piece(): void {
    const tape = this.#tape;
    const {words, rows, length, valueCount, isWide} = tape;
    this.ready.push({
      samples: {words, rows, length, valueCount, isWide}, bytes: this.#bytes,
      others: this.#others.slice(0, this.#othersEnd), length: this.#cutter.length,
    });
    const spare = this.#spare.pop();
    tape.clear(spare?.words ?? tape.room());
    this.#bytes = spare?.bytes ?? new Uint8Array(longestRuns);
    this.#bytesEnd = this.#othersEnd = 0;
    this.#pieceStart = this.#cutter.length;
  }
}
