import {once} from 'node:events';
import {createWriteStream, existsSync, mkdirSync, renameSync} from 'node:fs';
import {createGzip} from 'node:zlib';
import {assert} from '../../src/base/assert.js';

/** What a generated profile is made of. */
export interface Shape {
  readonly samples: number;
  readonly functions: number;
  /** Labels as a service has them (the default), none, or a set of its own for each sample. */
  readonly labels?: 'usual' | 'none' | 'distinct';
  /** Share of the samples on a stack that was not seen before; 0.28 by default. */
  readonly fresh?: number;
  /** What the usual depth of 28 frames is multiplied with. */
  readonly depth?: number;
}

/**
 * By about how long they are when they are inflated: 1, 20, 150, 650 and 1,500 MB; and one by the boxes of its flame
 * graph, which are stacks with their inlined frames.
 */
export const sizes = {
  S: {samples: 10_000, functions: 1_500},
  M: {samples: 225_000, functions: 12_000},
  L: {samples: 1_600_000, functions: 60_000},
  'L-nolabels': {samples: 1_600_000, functions: 60_000, labels: 'none'},
  XL: {samples: 6_500_000, functions: 180_000},
  XXL: {samples: 15_000_000, functions: 400_000},
  '2M-boxes': {samples: 960_000, functions: 60_000},
} as const satisfies Readonly<Record<string, Shape>>;

export type Size = keyof typeof sizes;

/** Goes up when the profiles change, so that no stale file is measured. */
const version = 1;

const folder = new URL('../.out/bench/', import.meta.url);

/**
 * The path of a generated profile, which is made where it is not there yet.
 *
 * The same bytes on every machine. Like profiles of a large service: 28 frames a
 * stack, 72 % of the samples on a stack seen before, a power law over stacks, new
 * stacks that leave old ones half way down, one location in five with inlined
 * lines, 64-bit addresses, labels on two samples of three.
 */
export async function generatedProfile(name: string, shape: Shape): Promise<string> {
  const path = new URL(`${name}-${version}.pb.gz`, folder).pathname;
  if (existsSync(path)) return path;
  mkdirSync(folder, {recursive: true});
  const gzip = createGzip({level: 6});
  const file = createWriteStream(path + '.part');
  gzip.pipe(file);
  for (const bytes of messages(shape)) if (!gzip.write(bytes)) await once(gzip, 'drain');
  gzip.end();
  await once(file, 'finish');
  renameSync(path + '.part', path);
  return path;
}

/** The message in pieces of about 1 MB. */
function* messages({samples, functions, labels: kind = 'usual', fresh = 0.28, depth = 1}: Shape): Generator<Uint8Array> {
  const random = randomNumbers(functions);
  const program = new Program(functions, random);
  const writer = new Writer();
  const strings = new Strings();
  for (const [type, unit] of [['samples', 'count'], ['cpu', 'nanoseconds']] as const) {
    writer.message(1, () => {
      writer.number(1, strings.row(type));
      writer.number(2, strings.row(unit));
    });
  }
  const stacks = new Pool(program, random, fresh, depth);
  const labels = new Labels(strings, random);
  for (let i = 0; i < samples; i++) {
    const stack = stacks.next();
    const count = random() < 0.8 ? 1 : 1 + Math.floor(random() * 20);
    writer.message(2, () => {
      writer.message(1, () => {
        for (let frame = stack.length - 1; frame >= 0; frame--) writer.varint(stack[frame]!);
      });
      writer.number(2, count);
      writer.number(2, count * 10_000_000);
      if (kind === 'usual') labels.write(writer);
      else if (kind === 'distinct') labels.writeNumber(writer, i);
    });
    if (writer.length > 1 << 20) yield writer.take();
  }
  writer.message(3, () => {
    writer.number(1, 1);
    writer.number(2, 0x5600_0000_0000);
    writer.number(3, 0x5600_4000_0000);
    writer.number(5, strings.row('/srv/bin/server'));
    writer.number(6, strings.row('4f1a9c0b77d2e6a5'));
    for (const flag of [7, 8, 9, 10]) writer.number(flag, 1);
  });
  for (let location = 1; location <= program.locations; location++) {
    writer.message(4, () => {
      writer.number(1, location);
      writer.number(2, 1);
      writer.number(3, 0x5600_0000_0000 + location * 23);
      for (const {line, of} of program.linesOf(location)) {
        writer.message(4, () => {
          writer.number(1, of);
          writer.number(2, line);
        });
      }
    });
    if (writer.length > 1 << 20) yield writer.take();
  }
  for (let of = 1; of <= functions; of++) {
    const name = strings.row(program.nameOf(of));
    const file = strings.row(program.fileOf(of));
    writer.message(5, () => {
      writer.number(1, of);
      writer.number(2, name);
      writer.number(3, name);
      writer.number(4, file);
      writer.number(5, 10 + (of % 400));
    });
    if (writer.length > 1 << 20) yield writer.take();
  }
  yield writer.take();
  for (const text of strings.texts) {
    writer.text(6, text);
    if (writer.length > 1 << 20) yield writer.take();
  }
  writer.number(9, 1_763_800_000_000_000_000);
  writer.number(10, 30_000_000_000);
  writer.message(11, () => {
    writer.number(1, strings.row('cpu'));
    writer.number(2, strings.row('nanoseconds'));
  });
  writer.number(12, 10_000_000);
  yield writer.take();
}

/** Who calls whom, and from where: all of it follows from numbers of functions. */
class Program {
  locations = 0;
  /** Function by location. */
  readonly #of: number[] = [0];
  /** Location by function and call site. */
  readonly #sites = new Map<number, number>();

  constructor(readonly functions: number, readonly random: () => number) {}

  /** A location in `caller`, at one of its call sites, and who is called there. */
  step(caller: number): {location: number; callee: number} {
    // The first call sites of a function take most of its calls.
    const site = Math.floor(this.random() ** 4 * 9);
    const key = caller * 16 + site;
    let location = this.#sites.get(key);
    if (location === undefined) {
      location = ++this.locations;
      this.#of.push(caller);
      this.#sites.set(key, location);
    }
    return {location, callee: 1 + (Math.imul(key + 1, 0x9e3779b1) >>> 0) % this.functions};
  }

  /** The lines of a location, callee first. */
  *linesOf(location: number): Generator<{of: number; line: number}> {
    const own = this.#of[location]!;
    const inlined = location % 5 === 0 ? 1 + (location % 3) : 0;
    for (let i = 0; i < inlined; i++) yield {of: 1 + (Math.imul(location + i, 0x85ebca6b) >>> 0) % this.functions, line: 10 + ((location * 7 + i) % 900)};
    yield {of: own, line: 10 + ((location * 13) % 900)};
  }

  nameOf(of: number): string {
    const part = packages[of % packages.length]!;
    return of % 3 === 0 ? `${part}.(*${words[of % 17]}${of >> 4}).${words[(of >> 3) % 17]}` : `${part}.${words[(of >> 2) % 17]}${words[of % 17]}${of}`;
  }

  fileOf(of: number): string {
    return `/src/${packages[of % packages.length]}/${words[of % 17]!.toLowerCase()}${of % 40}.go`;
  }
}

const packages = [
  'runtime', 'net/http', 'encoding/json', 'github.com/example/service/internal/store', 'github.com/example/service/internal/api',
  'google.golang.org/grpc/internal/transport', 'database/sql', 'compress/flate', 'regexp/syntax', 'github.com/example/service/pkg/cache',
];
const words = [
  'Handle', 'Serve', 'Encode', 'Decode', 'Write', 'Read', 'Flush', 'Lookup', 'Insert', 'Scan', 'Match', 'Parse', 'Walk', 'Alloc', 'Grow', 'Sum', 'Close',
];

const recent = 80;

/** Stacks, root first: old ones by a power law, and new ones that begin as old ones do. */
class Pool {
  readonly #stacks: Uint32Array[] = [];
  readonly #program: Program;
  readonly #random: () => number;
  readonly #fresh: number;
  readonly #depth: number;

  constructor(program: Program, random: () => number, fresh: number, depth: number) {
    this.#program = program;
    this.#random = random;
    this.#fresh = fresh;
    this.#depth = depth;
  }

  next(): Uint32Array {
    const random = this.#random;
    if (this.#stacks.length > 20 && random() < 1 - this.#fresh) return this.#known();
    const old = this.#stacks.length < 20 ? [] : this.#known();
    const stack = Array.from(old.slice(0, Math.floor(old.length * (1 - 0.35 * random() ** 2))));
    let at = 1 + ((stack.at(-1) ?? 0) * 31) % this.#program.functions;
    // 28 frames on the average, some of 90.
    const depth = Math.max(stack.length + 1, Math.floor(this.#depth * (6 + 22 * random() + 60 * random() ** 6)));
    while (stack.length < depth) {
      const {location, callee} = this.#program.step(at);
      stack.push(location);
      at = callee;
    }
    const whole = Uint32Array.from(stack);
    this.#stacks.push(whole);
    return whole;
  }

  #known(): Uint32Array {
    const {length} = this.#stacks;
    // What runs now ran a moment ago: this is what gzip finds again in real profiles.
    if (length > recent && this.#random() < 0.6) return this.#stacks[length - 1 - Math.floor(this.#random() ** 2 * recent)]!;
    return this.#stacks[Math.floor(this.#random() ** 4 * length)]!;
  }
}

class Labels {
  readonly #thread: number;
  readonly #endpoint: number;
  readonly #request: number;
  readonly #bytes: number;
  readonly #threads: number[];
  readonly #endpoints: number[];
  readonly #random: () => number;
  #left = 0;
  #seed = 1;

  constructor(strings: Strings, random: () => number) {
    this.#random = random;
    this.#thread = strings.row('thread');
    this.#endpoint = strings.row('endpoint');
    this.#request = strings.row('request');
    this.#bytes = strings.row('bytes');
    this.#threads = Array.from({length: 64}, (_, i) => strings.row(`worker-${i}`));
    this.#endpoints = Array.from({length: 180}, (_, i) => strings.row(`/api/v1/${words[i % 17]}/${i}`));
  }

  write(writer: Writer): void {
    // Most samples carry the labels of the one before: a request runs for a while.
    if (this.#random() < 0.9) this.#left += 1;
    const random = this.#left < 12 ? randomNumbers(this.#seed) : this.#random;
    if (this.#left >= 12) {
      this.#left = 0;
      this.#seed = Math.floor(random() * 2 ** 31);
    }
    if (random() < 0.33) return;
    this.#text(writer, this.#thread, this.#threads[Math.floor(random() ** 2 * this.#threads.length)]!);
    if (random() < 0.5) this.#text(writer, this.#endpoint, this.#endpoints[Math.floor(random() ** 2 * this.#endpoints.length)]!);
    if (random() < 0.02) {
      this.writeNumber(writer, Math.floor(random() * 2 ** 40));
    }
  }

  writeNumber(writer: Writer, number: number): void {
    writer.message(3, () => {
      writer.number(1, this.#request);
      writer.number(3, number);
      writer.number(4, this.#bytes);
    });
  }

  #text(writer: Writer, key: number, text: number): void {
    writer.message(3, () => {
      writer.number(1, key);
      writer.number(2, text);
    });
  }
}

class Strings {
  readonly texts: string[] = [''];
  readonly #rows = new Map<string, number>([['', 0]]);

  row(text: string): number {
    let row = this.#rows.get(text);
    if (row === undefined) {
      row = this.texts.push(text) - 1;
      this.#rows.set(text, row);
    }
    return row;
  }
}

/** Writes fields; not the encoder of the product, which it may be held against. */
class Writer {
  length = 0;
  #bytes = new Uint8Array(4 << 20);

  varint(value: number): void {
    while (value >= 0x80) {
      this.#bytes[this.length++] = (value % 0x80) | 0x80;
      value = Math.floor(value / 0x80);
    }
    this.#bytes[this.length++] = value;
  }

  number(field: number, value: number): void {
    this.varint(field << 3);
    this.varint(value);
  }

  text(field: number, text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.varint((field << 3) | 2);
    this.varint(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  message(field: number, write: () => void): void {
    this.varint((field << 3) | 2);
    const start = this.length;
    write();
    const length = this.length - start;
    const room = length < 0x80 ? 1 : length < 0x4000 ? 2 : 3;
    this.#bytes.copyWithin(start + room, start, this.length);
    this.length = start;
    this.varint(length);
    this.length += length;
  }

  take(): Uint8Array {
    // A typed array forgets what is written past its end.
    assert(this.length <= this.#bytes.length, 'no piece is longer than its room');
    const bytes = this.#bytes.slice(0, this.length);
    this.length = 0;
    return bytes;
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32, by Tommy Ettinger, public domain). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
