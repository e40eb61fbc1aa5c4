import {Failure} from '../base/failure.js';
import {hold} from '../base/held.js';
import {Contradiction} from './check.js';
import {ProfileDecoder} from './decode.js';
import {GzipError, hasPlainHeader, isGzip, nativeGunzipIsStrict} from './gzip.js';
import type {GoText} from './legacy/legacy.js';
import {tooLarge, usualLimits, widestLimits} from './limits.js';
import type {Limits} from './limits.js';
import type {SortedFields} from './field-sorter.js';
import type {Profile} from './profile.js';
import type {Unread} from './otherwise.js';
import {FieldCutter, WireError} from './wire.js';

/** How far the reading is; bytes are of the file as it came. */
export interface ReadProgress {
  readonly bytes: number;
  /** 0 where it is not known. */
  readonly totalBytes: number;
  readonly samples: number;
}

export interface DecodeOptions {
  /** What failures call the file. */
  readonly name?: string;
  /** Takes what is far larger than profiles usually are. */
  readonly allowLarge?: boolean;
  /** Reads what Go prints as text with its names, which pprof passes over, and what Parca wraps in JSON, which it refuses. */
  readonly goText?: boolean;
  /** Is told where that made a difference to what pprof reads. */
  readonly onGoText?: (kind: GoText) => void;
}

/** A thread that inflates the file that is read, with the platform's own stream, and does the first half of decoding it. */
export interface Inflater {
  /**
   * Pieces of the message in their order, each with how many bytes of the file it took; then whether that was all of it.
   *
   * Where it was not, something is wrong or unusual, which the thread does not know more of. A piece is there until the next one is asked for.
   */
  sorted(): AsyncGenerator<SortedFields & {readonly taken: number}, boolean>;
  /** Says that no more is asked. */
  end(): void;
}

export interface ReadOptions extends DecodeOptions {
  /** Inflates a Blob that is plain gzip, beside this thread. */
  readonly inflater?: Inflater;
  /** Unpacks gzip inside gzip, which pprof refuses, once more. */
  readonly nested?: boolean;
  /** Length of the file in bytes, for the progress. */
  readonly size?: number;
  readonly onProgress?: (progress: ReadProgress) => void;
  readonly signal?: AbortSignal;
  /** Is shown the bytes of the file as they pass, in their order; of a Blob perhaps not all. */
  readonly onBytes?: (chunk: Uint8Array) => void;
}

/** Bytes as they come; a Blob can be read again, so nothing of it has to be kept. */
export type ProfileBytes = Blob | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Reads a profile from a stream of bytes: profile.proto, plain or gzip, or one of
 * the formats before it. The one door in.
 *
 * The inflated message is never in memory whole. It lets other tasks of the worker
 * run every few dozen milliseconds, so that a wish to cancel arrives.
 *
 * Failures: `empty`, `not-a-profile`, `other-format`, `truncated`, `damaged`,
 * `malformed`, `concatenated`, `too-large`, `cancelled`, `unreadable-file`; each with
 * what pprof says in its place as `details.pprof`.
 */
export async function readProfile(source: ProfileBytes, given: ReadOptions = {}): Promise<Profile> {
  const {inflater, onProgress} = given;
  const options: ReadOptions = onProgress === undefined ? given : {...given, onProgress: onlyForward(onProgress)};
  let isRefused = false;
  if (inflater !== undefined) {
    try {
      const read = source instanceof Blob && !options.nested ? await readBeside(source, inflater, options) : undefined;
      if (typeof read === 'object') return read;
      isRefused = read === 'refused';
    } finally {
      inflater.end();
    }
  }
  const reading = new Reading(options);
  const compressed = reading.watch(chunksOf(source));
  const inflated = await unpack(compressed, source instanceof Blob ? source : undefined, reading, isRefused);
  for await (const chunk of options.nested ? await unpackAgain(inflated, reading) : inflated) reading.push(chunk);
  const profile = reading.finish();
  if (profile !== undefined) return profile;
  const json = options.goText ? reading.json() : undefined;
  const inside = json === undefined ? undefined : (await import('./wrapped.js')).profileInJson(json);
  if (inside !== undefined) return readProfile(new Blob([inside]), {name: reading.name, ...(options.allowLarge ? {allowLarge: true} : {}), ...(options.signal ? {signal: options.signal} : {})});
  // Few files are no profile.proto, so what else one may be is loaded for those.
  return (await import('./otherwise.js')).otherwise(reading.unread);
}

/** Tells of progress that does not go back where a file is read once more. */
function onlyForward(tell: (progress: ReadProgress) => void): (progress: ReadProgress) => void {
  let bytes = 0;
  let samples = 0;
  return (progress) => tell({...progress, bytes: bytes = Math.max(bytes, progress.bytes), samples: samples = Math.max(samples, progress.samples)});
}

/**
 * Reads a file of which another thread does the first half.
 *
 * Undefined where it is not plain gzip, or where this thread met what is wrong or unusual, and `refused` where the
 * other one did, by the platform's stream: then the file is read again, in the one way that can say what it is.
 */
async function readBeside(file: Blob, inflater: Inflater, options: ReadOptions): Promise<Profile | 'refused' | undefined> {
  const head = await file.slice(0, 512).arrayBuffer().then((bytes) => new Uint8Array(bytes), () => new Uint8Array(0));
  if (!isGzip(head) || !hasPlainHeader(head) || !(await nativeGunzipIsStrict())) return undefined;
  const reading = new Reading(options);
  const sorted = inflater.sorted();
  try {
    for (;;) {
      const next = await sorted.next();
      reading.checkSignal();
      if (next.done) {
        // What it remembers is needed no more, and there is room for the columns.
        inflater.end();
        return next.value ? reading.finish() : 'refused';
      }
      reading.passed(next.value.taken);
      reading.takeSorted(next.value);
    }
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

/** Inflated bytes are kept this far, for the formats before profile.proto: none has a heading that profile.proto reads past. */
const legacyHead = 4 << 20;

/** A text profile may be this long. */
const legacyLongest = 256 << 20;

/** From so many bytes of a file on, what they came to says what the whole will come to; it may come to less by this factor. */
const telling = 32 << 20;
const surely = 1.25;

const newline = 10;
const longestLine = 1 << 16;

/** Inflated bytes on their way into a profile, and what is wrong with them. */
export class Reading {
  readonly name: string;
  readonly #options: ReadOptions;
  readonly #limits: Limits;
  readonly #decoder: ProfileDecoder;
  readonly #cutter: FieldCutter;
  #problem: WireError | undefined;
  #length = 0;
  #kept: Uint8Array[] | undefined = [];
  /** Whether the first line of what is not kept is longer than pprof's text formats may have it. */
  #longLine = false;
  #head = new Uint8Array(0);
  #bytes = 0;
  #told = 0;

  constructor(options: ReadOptions) {
    this.name = options.name ?? 'the file';
    this.#options = options;
    this.#limits = options.allowLarge ? widestLimits : usualLimits;
    this.#decoder = new ProfileDecoder(this.#limits, options.size);
    this.#cutter = new FieldCutter((buf, start, end, base) => this.#decoder.push(buf, start, end, base), this.#limits.bytes);
  }

  /** The chunks of the file as they come, counted; ends with `cancelled` where that is wished. */
  async *watch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.readable(chunks)) {
      this.checkSignal();
      this.#bytes += chunk.length;
      this.#options.onBytes?.(chunk);
      this.tell();
      yield chunk;
    }
    this.tell(true);
  }

  /** These chunks; fails with `unreadable-file` where they stop coming. */
  async *readable(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* chunks;
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure('unreadable-file', `${this.name} could not be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Says how many bytes of the file were read, where they did not pass here. */
  passed(bytes: number): void {
    this.#bytes = bytes;
    this.tell();
  }

  checkSignal(): void {
    if (this.#options.signal?.aborted) throw new Failure('cancelled', `reading ${this.name} was cancelled`);
  }

  tell(now = false): void {
    const time = performance.now();
    if (!now && time - this.#told < 100) return;
    this.#told = time;
    this.#options.onProgress?.({bytes: this.#bytes, totalBytes: this.#options.size ?? 0, samples: this.#decoder.samples});
  }

  /** Takes the next piece of a message of which all pieces come so. Fails with `WireError`. */
  takeSorted({samples, bytes, others, length}: SortedFields): void {
    this.#grow(length - this.#length);
    if (samples.length > 0) this.#decoder.take(samples, bytes);
    this.#decoder.push(others, 0, others.length, 0);
  }

  /** Takes the next inflated bytes, which it may keep. */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#grow(chunk.length);
    if (this.#head.length < 512) this.#head = joined([this.#head, chunk.subarray(0, 512)]);
    if (this.#kept !== undefined) {
      // pprof asks the older formats once profile.proto has failed, so what it failed on is still needed.
      this.#kept.push(chunk);
      if (this.#length > (this.#problem === undefined ? legacyHead : legacyLongest)) {
        this.#longLine = joined(this.#kept).subarray(0, longestLine).indexOf(newline) < 0;
        this.#kept = undefined;
      }
    }
    if (this.#problem !== undefined) return;
    try {
      this.#cutter.push(chunk);
    } catch (error) {
      // The rest is read on: where the gzip is damaged too, that is what has to be said.
      if (!(error instanceof WireError)) throw error;
      this.#problem = error;
    }
  }

  /** Nobody waits for a whole gigabyte to be asked whether they want more than that. */
  #grow(bytes: number): void {
    this.#length += bytes;
    const expected = this.#bytes < telling ? 0 : this.#length / this.#bytes * (this.#options.size ?? 0) / surely;
    if (Math.max(this.#length, expected) > this.#limits.bytes) throw tooLarge('unpacked it would need more than 1 GB');
  }

  /** The profile; undefined where the bytes are no profile.proto, and `otherwise` knows more. */
  finish(): Profile | undefined {
    if (this.#length === 0) throw new Failure('empty', `${this.name} is empty`, {pprof: 'parsing profile: empty input file'});
    try {
      if (this.#problem === undefined) {
        this.#cutter.finish();
        return this.#decoder.finish(this.#length);
      }
    } catch (error) {
      if (error instanceof Contradiction) {
        throw new Failure('malformed', `${this.name} contradicts itself: ${error.message}`, {pprof: `malformed profile: ${error.message}`});
      }
      if (!(error instanceof WireError)) throw error;
      this.#problem = error;
    }
    return undefined;
  }

  /** Runs `step` and says what is wrong with the gzip. */
  gunzipping<T>(step: () => T): T {
    try {
      return step();
    } catch (error) {
      throw this.gzipFailure(error);
    }
  }

  gzipFailure(error: unknown): unknown {
    if (!(error instanceof GzipError)) return error;
    const details = {offset: error.offset, pprof: `decompressing profile: ${error.message}`};
    if (error.kind === 'truncated') {
      return new Failure('truncated', `${this.name} ends in the middle, at byte ${error.offset}; was the download cut off?`, details);
    }
    if (error.kind === 'trailing') {
      return new Failure('damaged', `${this.name} goes on after the end of its gzip data; something was appended to it`, details);
    }
    return new Failure('damaged', `${this.name} is damaged: ${error.message}; part of the data is wrong, so fetch it again`, details);
  }

  /** All of what was read where it begins like an answer of Parca. */
  json(): Uint8Array | undefined {
    return this.#kept !== undefined && /^\s*\{[^]*"pprof"/.test(String.fromCharCode(...this.#head.subarray(0, 512))) ? joined(this.#kept) : undefined;
  }

  /** Once `finish` has given nothing: what is known of the bytes. */
  get unread(): Unread {
    return {
      name: this.name, problem: this.#problem!, head: this.#head, length: this.#length, longLine: this.#longLine,
      whole: this.#kept && joined(this.#kept), goText: this.#options.goText, onGoText: this.#options.onGoText,
    };
  }
}

/** @param isRefused whether the platform's stream was asked already, and did not come to the end */
async function unpack(compressed: AsyncIterator<Uint8Array>, again: Blob | undefined, reading: Reading, isRefused: boolean): Promise<AsyncIterable<Uint8Array>> {
  const {head, chunks} = await peek(compressed);
  if (!isGzip(head)) return chunks;
  // Platforms read some headers that Go refuses, so anything but a plain one goes the slow way.
  return !isRefused && hasPlainHeader(head) && (await nativeGunzipIsStrict()) ? gunzip(chunks, again, reading) : gunzipSlowly(chunks, 0, reading);
}

async function unpackAgain(chunks: AsyncIterable<Uint8Array>, reading: Reading): Promise<AsyncIterable<Uint8Array>> {
  const again = await peek(chunks[Symbol.asyncIterator]());
  return isGzip(again.head) ? gunzipSlowly(again.chunks, 0, reading) : again.chunks;
}

/** The first bytes, two at least where there are two, and all chunks from the first on. */
async function peek(chunks: AsyncIterator<Uint8Array>): Promise<{head: Uint8Array; chunks: AsyncIterable<Uint8Array>}> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < 2) {
    const next = await chunks.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : joined([head, next.value]);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield head;
    for (;;) {
      const next = await chunks.next();
      if (next.done) return;
      yield next.value;
    }
  }
  return {head, chunks: all()};
}

/**
 * Inflates with the platform's own stream, which takes half the time; on any
 * trouble it inflates anew with fflate, which knows
 * several members and says what is wrong, and goes on where the first way ended.
 */
async function* gunzip(chunks: AsyncIterable<Uint8Array>, again: Blob | undefined, reading: Reading): AsyncGenerator<Uint8Array> {
  const native = new DecompressionStream('gzip');
  const writer = native.writable.getWriter();
  const kept: Uint8Array[] = [];
  let sourceFailure: unknown;
  let broken = false;
  const pump = (async () => {
    try {
      for await (const chunk of chunks) {
        if (again === undefined) kept.push(chunk);
        else if (broken) break;
        if (!broken) await writer.write(chunk as Uint8Array<ArrayBuffer>).catch(() => (broken = true));
      }
      if (!broken) await writer.close().catch(() => (broken = true));
    } catch (error) {
      sourceFailure = error;
      await writer.abort(error).catch(() => undefined);
    }
  })();
  let delivered = 0;
  try {
    const reader = native.readable.getReader();
    for (;;) {
      const next = await reader.read().catch(() => undefined);
      if (next === undefined) break;
      if (next.done) {
        await pump;
        return;
      }
      delivered += next.value.length;
      yield next.value;
    }
    broken = true;
    await pump;
  } finally {
    broken = true;
  }
  if (sourceFailure !== undefined) throw sourceFailure;
  yield* gunzipSlowly(again === undefined ? listed(kept) : chunksOf(again), delivered, reading);
}

async function* listed(chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** Inflates with fflate, and leaves out the first `skipped` bytes, which were given before. */
async function* gunzipSlowly(chunks: AsyncIterable<Uint8Array>, skipped: number, reading: Reading): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  let given = 0;
  let paused = performance.now();
  // Nearly every file is inflated by the platform, so this way is loaded when it is gone.
  const {Gunzipper} = await import('./gunzipper.js');
  const gunzipper = new Gunzipper((data) => {
    const start = Math.max(0, skipped - given);
    given += data.length;
    if (start < data.length) ready.push(start === 0 ? data : data.subarray(start));
  });
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += stepSize) {
      reading.gunzipping(() => gunzipper.push(chunk.subarray(at, at + stepSize)));
      yield* ready;
      ready = [];
      if (performance.now() - paused > 50) {
        await pause();
        paused = performance.now();
        reading.checkSignal();
        reading.tell();
      }
    }
  }
  reading.gunzipping(() => gunzipper.finish());
  yield* ready;
}

/** Between two looks at the clock no more is inflated than comes of this many bytes. */
const stepSize = 1 << 16;

/** Lets what waits in the queue of this thread run. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

async function* chunksOf(source: ProfileBytes): AsyncGenerator<Uint8Array> {
  const stream = source instanceof Blob ? source.stream() : source;
  if (!('getReader' in stream)) {
    yield* stream;
    return;
  }
  // Safari's streams have no iterator.
  const reader = stream.getReader();
  const letGo = hold(reader);
  try {
    for (;;) {
      const next = await reader.read();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    letGo();
    await reader.cancel().catch(() => undefined);
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
