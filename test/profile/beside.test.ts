import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {gunzipSync, gzipSync} from 'node:zlib';
import {Failure} from '../../src/base/failure.js';
import {FieldSorter} from '../../src/profile/field-sorter.js';
import {readProfile, type Inflater, type ReadOptions, type ReadProgress} from '../../src/profile/open.js';
import {hostileCases} from '../hostile/cases.js';
import {decodeBeside} from '../helpers/decode-beside.js';
import {decodeProfile} from '../helpers/decode-profile.js';
import {field, packed, smallProfile, type Part} from '../helpers/message.js';
import {plainProfile} from '../helpers/plain.js';
import {StrictStream} from '../helpers/strict-stream.js';

globalThis.DecompressionStream = StrictStream as unknown as typeof DecompressionStream;

/** A piece of a message without samples. */
const noSamples = {words: new Int32Array(1), rows: 1, length: 0, valueCount: -1, isWide: false};

/** Reads it in two halves and in one, which have to come to the same, and gives how many of its samples. */
function bothWays(bytes: Uint8Array, cut?: number): number {
  const beside = decodeBeside(bytes, {allowLarge: true}, cut);
  assert.ok(beside !== undefined, 'it is left to one thread');
  assert.deepEqual(plainProfile(beside), plainProfile(decodeProfile(bytes, {allowLarge: true})));
  return beside.samples.length;
}

const withSamples = (...samples: Part[]): Uint8Array => smallProfile((parts) => (parts.samples = samples));
const usual = field(2, [packed(1, [2, 1]), packed(2, [1, 2])]);
const notPacked = field(2, [field(1, 2), field(1, 1), field(2, 7), field(2, 8)]);

const profiles = new URL('../profiles/', import.meta.url);
for (const name of readdirSync(profiles).filter((name) => name.endsWith('.pb.gz'))) {
  test(`two threads read ${name} as one does`, () => {
    const bytes = gunzipSync(readFileSync(new URL(name, profiles)));
    bothWays(bytes);
    bothWays(bytes, 61);
  });
}

test('samples keep their order, in whatever form each of them is', () => {
  const negative = field(2, [packed(1, [1]), field(2, -1), field(2, 2n ** 40n)]);
  const labelled = field(2, [packed(1, [2, 1]), packed(2, [3, 4]), field(3, [field(1, 9), field(2, 10)]), field(3, [field(1, 9), field(3, 2n ** 62n), field(4, 11)])]);
  const empty = field(2, [packed(2, [0, 0])]);
  const deep = field(2, [packed(1, Array.from({length: 20_000}, (_, at) => 1 + (at & 1))), packed(2, [5, 6])]);
  assert.equal(bothWays(withSamples(usual, notPacked, labelled, negative, usual, deep, empty, notPacked, labelled, deep, usual)), 11);
});

test('more samples than one piece holds are all there', () => {
  const samples = Array.from({length: 40_000}, (_, at) => field(2, [packed(1, [1 + (at % 2), 2, 1, ...at % 7 === 0 ? [at % 3 === 0 ? 2 : 1] : []]), packed(2, [at, 2 ** 33])]));
  assert.equal(bothWays(withSamples(...samples)), 40_000);
});

test('values of more than 32 bits come between others, and the labels of a sample are those of one before, or not', () => {
  const labels = (of: number): Part[] => [field(3, [field(1, 9), field(3, 1 + of % 3)])];
  const samples = Array.from({length: 30_000}, (_, at) => {
    const numbers = at % 997 === 5 ? [-at, 2n ** 40n] : [at, at * 3];
    return {ids: [1 + (at % 2), 2], numbers, labels: at % 5 === 2 ? [] : labels(Math.floor(at / 4))};
  });
  const usual = withSamples(...samples.map(({ids, numbers, labels}) => field(2, [packed(1, ids), packed(2, numbers), ...labels])));
  // A sample whose ids are fields of their own is read on its own.
  const alone = withSamples(...samples.map(({ids, numbers, labels}) => field(2, [...ids.map((id) => field(1, id)), packed(2, numbers), ...labels])));
  assert.equal(bothWays(usual), samples.length);
  assert.equal(bothWays(usual, 4099), samples.length);
  assert.deepEqual(plainProfile(decodeProfile(usual)), plainProfile(decodeProfile(alone)));
});

test('stacks and labels that come again are those of their samples, deep ones among short ones and new ones among known ones', () => {
  const bits = (number: number, count: number): number[] => Array.from({length: count}, (_, at) => 1 + ((number >> at) & 1));
  const deep = Array.from({length: 3}, (_, kind) => [...Array.from({length: 3000}, () => 1), ...bits(kind, 2)]);
  const said = Array.from({length: 1200}, (_, at) => ({
    ids: at % 9 === 0 ? deep[at % 3]! : at % 2 === 0 ? bits(at % 64, 6) : bits(at, 11),
    labels: at % 4 === 0 ? [] : [field(3, [field(1, 9), field(3, 1 + at % 50)]), field(3, [field(1, 9), field(2, 5 + at % 5)])],
    values: [field(2, at), field(2, at * 2 ** 21)],
  }));
  const usual = withSamples(...said.map(({ids, labels, values}) => field(2, [packed(1, ids), ...values, ...labels])));
  // A sample whose ids are fields of their own is read on its own, and not held against others.
  const alone = decodeProfile(withSamples(...said.map(({ids, labels, values}) => field(2, [...ids.map((id) => field(1, id)), ...values, ...labels]))));
  assert.equal(bothWays(usual), said.length);
  assert.equal(bothWays(usual, 4099), said.length);
  assert.deepEqual(plainProfile(decodeProfile(usual)), plainProfile(alone));
});

test('a sample of more values than a tape takes is one as others', () => {
  const types = 1500;
  const bytes = smallProfile((parts) => {
    parts.types = Array.from({length: types}, () => field(1, [field(1, 1), field(2, 2)]));
    const values = Array.from({length: types}, (_, at) => at);
    parts.samples = [field(2, [packed(1, [1]), packed(2, values)]), field(2, values.map((value) => field(2, value)))];
  });
  assert.equal(bothWays(bytes), 2);
});

test('where a writer makes every sample in a form of its own, one thread reads them', () => {
  assert.equal(decodeBeside(withSamples(...Array.from({length: 100}, () => notPacked))), undefined);
});

test('two threads refuse what one refuses, or leave it to one', () => {
  for (const {name, bytes} of hostileCases()) {
    const [one, two] = [decodeProfile, decodeBeside].map((decode) => {
      try {
        return decode(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes);
      } catch (error) {
        return error instanceof Failure ? error.message : undefined;
      }
    });
    if (two === undefined) continue;
    assert.deepEqual(typeof two === 'string' ? two : plainProfile(two), typeof one === 'string' || one === undefined ? one : plainProfile(one), name);
  }
});

/** What a thread does with `bytes`, in this one; it stops after so many pieces, as one that the browser ends does. */
function inflaterOf(bytes: Uint8Array, mostPieces = Infinity): Inflater & {given: number; ended: boolean} {
  return {
    given: 0,
    ended: false,
    async *sorted() {
      const sorter = new FieldSorter();
      try {
        sorter.push(gunzipSync(bytes));
        sorter.finish();
      } catch {
        return false;
      }
      for (const piece of sorter.ready) {
        if (this.given === mostPieces) return false;
        this.given++;
        yield {...piece, taken: bytes.length};
      }
      return true;
    },
    end() {
      this.ended = true;
    },
  };
}

async function outcome(bytes: Uint8Array, options: ReadOptions): Promise<unknown> {
  return readProfile(new Blob([bytes as Uint8Array<ArrayBuffer>]), options).then(plainProfile, (error: unknown) => {
    assert.ok(error instanceof Failure, String(error));
    return [error.code, error.message, error.details];
  });
}

test('a file that is read beside another thread is what it is without, and that thread is told to end', async () => {
  const many = gzipSync(withSamples(...Array.from({length: 30_000}, () => usual)));
  const damaged = Uint8Array.from(many);
  damaged[damaged.length - 6]! ^= 1;
  const wrong = gzipSync(withSamples(usual, field(2, [packed(1, [9])])));
  for (const bytes of [many, damaged, wrong, many.subarray(0, -20), gzipSync(many), gzipSync('no profile'), Buffer.concat([many, gzipSync('')])]) {
    const inflater = inflaterOf(bytes);
    assert.deepEqual(await outcome(bytes, {inflater}), await outcome(bytes, {}));
    assert.ok(inflater.ended);
  }
  const inflater = inflaterOf(many);
  await outcome(many, {inflater});
  assert.ok(inflater.given > 1);
});

test('a thread that ends in the middle costs time, and nothing else', async () => {
  const bytes = gzipSync(withSamples(...Array.from({length: 30_000}, () => usual)));
  const inflater = inflaterOf(bytes, 1);
  const seen: number[] = [];
  assert.deepEqual(await outcome(bytes, {inflater, onBytes: (chunk) => seen.push(chunk.length)}), await outcome(bytes, {}));
  assert.equal(inflater.given, 1);
  assert.equal(seen.reduce((sum, length) => sum + length, 0), bytes.length);
});

test('progress does not go back where a file is read again, and ends at its end', async () => {
  const bytes = gzipSync(withSamples(...Array.from({length: 30_000}, () => usual)));
  bytes[bytes.length - 6]! ^= 1;
  const told: ReadProgress[] = [];
  // The other thread tells of nearly the whole file before it finds what is wrong with it.
  const cut: Inflater = {
    async *sorted() {
      yield {samples: noSamples, bytes: new Uint8Array(0), others: new Uint8Array(0), length: 0, taken: bytes.length - 1};
      return false;
    },
    end() {},
  };
  await outcome(bytes, {inflater: cut, size: bytes.length, onProgress: (progress) => told.push(progress)});
  const shown = told.map((progress) => progress.bytes);
  assert.equal(shown[0], bytes.length - 1);
  assert.deepEqual(shown, shown.toSorted((a, b) => a - b));
  assert.equal(shown.at(-1), bytes.length);
});

test('what two threads read counts against what may be held', async () => {
  const bytes = gzipSync(withSamples(usual));
  const inflater: Inflater = {
    async *sorted() {
      for (let length = 2 ** 20; length < 2 ** 40; length *= 2) yield {samples: noSamples, bytes: new Uint8Array(0), others: new Uint8Array(0), length, taken: 1};
      return true;
    },
    end() {},
  };
  await assert.rejects(readProfile(new Blob([bytes]), {inflater}), (error) => error instanceof Failure && error.code === 'too-large');
});

test('a file that will need more than 1 GB is told after some of it', async () => {
  const read = (size: number): Promise<unknown> => readProfile(new Blob([gzipSync(withSamples(usual))]), {size, inflater: {
    async *sorted() {
      yield {samples: noSamples, bytes: new Uint8Array(0), others: new Uint8Array(0), length: 120e6, taken: 40e6};
      throw new Error('read on');
    },
    end() {},
  }});
  await assert.rejects(read(500e6), (error) => error instanceof Failure && error.code === 'too-large');
  await assert.rejects(read(400e6), /read on/);
});

test('reading beside another thread can be cancelled', async () => {
  const stop = new AbortController();
  const bytes = gzipSync(withSamples(usual));
  const inflater: Inflater = {
    async *sorted() {
      stop.abort();
      yield {samples: noSamples, bytes: new Uint8Array(0), others: new Uint8Array(0), length: 0, taken: 0};
      return false;
    },
    end() {},
  };
  await assert.rejects(readProfile(new Blob([bytes]), {inflater, signal: stop.signal}), (error) => error instanceof Failure && error.code === 'cancelled');
});
