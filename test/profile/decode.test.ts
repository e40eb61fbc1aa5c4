import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {Failure} from '../../src/base/failure.js';
import type {FailureCode} from '../../src/base/failure.js';
import {readProfile} from '../../src/profile/open.js';
import {decodeProfile} from '../helpers/decode-profile.js';
import type {ReadProgress} from '../../src/profile/open.js';
import type {Profile} from '../../src/profile/profile.js';
import {field, join, packed, smallProfile, smallStrings} from '../helpers/message.js';
import type {SmallProfile} from '../helpers/message.js';

const decoded = (change?: (parts: SmallProfile) => void): Profile => decodeProfile(smallProfile(change));
const row = (text: string): number => smallStrings.indexOf(text);

/** The labels of a sample, each as `key=text` or `key=number unit`. */
function labelsOf({samples, labelSets, strings}: Profile, sample: number): string[] {
  const set = samples.labels[sample]!;
  return Array.from({length: labelSets.start[set + 1]! - labelSets.start[set]!}, (_, i) => {
    const label = labelSets.start[set]! + i;
    const value = labelSets.isNumber[label] === 1 ? `${labelSets.number.bigint(label)} ${strings.get(labelSets.unit[label]!)}` : strings.get(labelSets.string[label]!);
    return `${strings.get(labelSets.key[label]!)}=${value}`;
  });
}

test('each part of a profile is in its column', () => {
  const {samples, stacks, locations, lines, functions, mappings, strings, sampleTypes, timeNanos, durationNanos, periodType} = decoded();
  assert.deepEqual(sampleTypes, [{type: 'samples', unit: 'count'}, {type: 'cpu', unit: 'nanoseconds'}]);
  assert.deepEqual(periodType, {type: '', unit: ''});
  assert.deepEqual(samples.values.map((column) => column.number(0)), [1, 10_000_000]);
  // Location 1 calls location 2; ids are rows + 1 here.
  assert.deepEqual([[...stacks.caller], [...stacks.location], [...samples.stack]], [[-1, 0], [0, 1], [1]]);
  assert.deepEqual([0, 1].map((at) => [locations.id.number(at), locations.address.number(at), locations.mapping[at]]), [[1, 0x1010, 0], [2, 0x1020, 0]]);
  assert.deepEqual([...locations.lineStart], [0, 1, 2]);
  assert.deepEqual([0, 1].map((at) => [lines.function[at], lines.line.number(at)]), [[0, 12], [1, 34]]);
  assert.deepEqual([...functions.name].map((at) => strings.get(at)), ['main.main', 'main.work']);
  assert.equal(mappings[0]!.file, '/bin/app');
  assert.equal(mappings[0]!.limit, 0x9000n);
  assert.deepEqual([timeNanos, durationNanos], [1_700_000_000_000_000_000n, 1_000_000_000n]);
});

test('ids past 2^53 that a double cannot tell apart stay two locations', () => {
  const profile = decoded((parts) => {
    for (const id of [2n ** 53n, 2n ** 53n + 1n]) parts.locations.push(field(4, [field(1, id), field(3, id), field(4, [field(1, 1)])]));
    parts.samples = [field(2, [packed(1, [2n ** 53n + 1n, 2n ** 53n]), packed(2, [1, 2])])];
  });
  assert.deepEqual([...profile.stacks.location], [2, 3]);
  assert.deepEqual([2, 3].map((at) => profile.locations.id.unsigned(at)), [2n ** 53n, 2n ** 53n + 1n]);
});

test('ids may be scattered over 64 bits and come in any order', () => {
  const ids = [2n ** 64n - 1n, 5n, 2n ** 31n, 2n ** 31n - 1n, 2n ** 32n, 77_777_777n];
  const profile = decoded((parts) => {
    for (const id of ids) parts.functions.unshift(field(5, [field(1, id === 5n ? 6n : id), field(2, 5)]));
    for (const id of ids) parts.locations.push(field(4, [field(1, id), field(3, id), field(4, [field(1, id === 5n ? 6n : id)])]));
    parts.samples = ids.map((id) => field(2, [field(1, id), packed(2, [1, 2])]));
  });
  const {samples, stacks, locations, lines, functions} = profile;
  for (const [sample, id] of ids.entries()) {
    const location = stacks.location[samples.stack[sample]!]!;
    assert.equal(locations.address.unsigned(location), id);
    assert.equal(functions.id.unsigned(lines.function[locations.lineStart[location]!]!), id === 5n ? 6n : id);
  }
});

test('values keep all of their 64 bits', () => {
  const values = [2n ** 53n + 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n)];
  const profile = decoded((parts) => (parts.samples = values.map((value) => field(2, [packed(2, [value, 0])]))));
  assert.deepEqual(values.map((_, sample) => profile.samples.values[0]!.bigint(sample)), values);
});

test('labels are kept in order, and those that say nothing are not kept', () => {
  const [key, value, bytes] = [row('key'), row('value'), row('bytes')];
  const profile = decoded((parts) => (parts.samples = [
    field(2, [packed(2, [1, 2]), field(3, [field(1, key), field(2, value)]), field(3, [field(1, bytes), field(3, 512), field(4, bytes)])]),
    field(2, [packed(2, [1, 2]), field(3, [field(1, key)])]),
    field(2, [packed(2, [1, 2]), field(3, [field(1, key), field(3, -1)]), field(3, [field(1, key), field(3, 0), field(4, bytes)])]),
    // A text hides the number beside it.
    field(2, [packed(2, [1, 2]), field(3, [field(4, bytes), field(3, 9), field(2, value), field(1, key)])]),
  ]));
  assert.deepEqual([0, 1, 2, 3].map((sample) => labelsOf(profile, sample)), [['key=value', 'bytes=512 bytes'], [], ['key=-1 ', 'key=0 bytes'], ['key=value']]);
  assert.equal(profile.samples.labels[1], 0);
});

test('equal label sets are one row however their numbers are written', () => {
  const [key, value] = [row('key'), row('value')];
  const profile = decoded((parts) => (parts.samples = [
    field(2, [packed(2, [1, 2]), field(3, [field(1, key), field(2, value)])]),
    field(2, [field(3, [field(2, value), field(1, key), field(3, 0)]), packed(2, [1, 2])]),
    field(2, [field(3, [field(1, value), field(2, key)]), packed(2, [1, 2])]),
  ]));
  assert.deepEqual([...profile.samples.labels], [1, 1, 2]);
});

test('of two faults the one that stands first in the file is told, whatever is read first', () => {
  const cutOffId = field(1, Uint8Array.of(1, 0x80));
  const noNumber = field(3, [field(1, 9), field(3, 'five')]);
  const offsetOf = (samples: Uint8Array[]): number | undefined => {
    try {
      decoded((parts) => (parts.samples = samples));
    } catch (error) {
      if (error instanceof Failure) return error.details.offset;
    }
    return undefined;
  };
  const types = smallProfile((parts) => (parts.samples = parts.mappings = parts.locations = parts.functions = parts.strings = parts.rest = [])).length;
  const values = packed(2, [1, 2]);
  // Two bytes each for the head of the sample and of its ids, and the id before.
  assert.equal(offsetOf([field(2, [cutOffId, values]), field(2, [values, noNumber])]), types + 5);
  assert.equal(offsetOf([field(2, [cutOffId, values, noNumber])]), types + 5);
  // The label is refused where its number ends: the heads of the sample, the label and the text, the key, and the text.
  assert.equal(offsetOf([field(2, [noNumber, values, cutOffId])]), types + 2 + noNumber.length);
});

test('a stack or a label set is the same however often and in whatever form it comes', () => {
  const labels = [field(3, [field(1, 9), field(2, 10)]), field(3, [field(1, 9), field(3, 5), field(4, 11)])];
  const {samples, stacks, labelSets} = decoded((parts) => {
    const plain = field(2, [packed(1, [2, 1]), packed(2, [1, 2]), ...labels]);
    parts.samples = [plain, plain, field(2, [field(1, 2), field(1, 1), field(2, 1), field(2, 2), ...labels]), field(2, [labels[0]!, packed(1, [2]), packed(2, [1, 2]), packed(1, [1]), labels[1]!]), plain];
  });
  assert.deepEqual([stacks.length, labelSets.length], [2, 2]);
  assert.deepEqual([[...samples.stack], [...samples.labels]], [[1, 1, 1, 1, 1], [1, 1, 1, 1, 1]]);
});

test('the name of a kernel says by which symbol it was moved', () => {
  const profile = decoded((parts) => parts.mappings.push(field(3, [field(1, 2), field(5, parts.strings.push(field(6, '[kernel.kallsyms]_text')) - 1)])));
  assert.deepEqual(profile.mappings.map(({kernelRelocationSymbol}) => kernelRelocationSymbol), ['', '_text']);
});

test('the last of a field that comes twice counts', () => {
  const profile = decoded((parts) => parts.rest.push(field(12, 1), field(12, 2), field(11, [field(1, 1), field(2, 2)]), field(11, [field(1, 3)]), field(14, 1), field(14, 3)));
  assert.equal(profile.period, 2n);
  assert.deepEqual(profile.periodType, {type: 'cpu', unit: ''});
  assert.equal(profile.defaultSampleType, 'cpu');
});

test('names keep their bytes, and read as U+FFFD where they are not UTF-8', () => {
  const profile = decoded((parts) => (parts.strings[5] = field(6, Uint8Array.of(0x41, 0xff, 0x42))));
  assert.equal(profile.strings.get(5), 'A\ufffdB');
  assert.deepEqual([...profile.strings.bytes(5)], [0x41, 0xff, 0x42]);
});

test('a profile says how far its reading is', async () => {
  const bytes = smallProfile();
  const said: ReadProgress[] = [];
  await readProfile(new Blob([bytes as Uint8Array<ArrayBuffer>]), {size: bytes.length, onProgress: (progress) => said.push(progress)});
  assert.equal(said.at(-1)!.bytes, bytes.length);
  assert.equal(said.at(-1)!.totalBytes, bytes.length);
});

const failures: readonly (readonly [string, FailureCode, RegExp, Uint8Array])[] = [
  ['an empty file', 'empty', /^p\.pb is empty$/, new Uint8Array(0)],
  ['a text', 'not-a-profile', /^p\.pb is not a profile: it begins with 23 20 68 69, and pprof's files begin with 1f 8b/, new TextEncoder().encode('# hi')],
  ['a web page', 'other-format', /it looks like a web page/, new TextEncoder().encode('\n<html><body>404</body></html>')],
  ['a cut gzip', 'truncated', /^p\.pb ends in the middle, at byte 30; was the download cut off\?$/, new Uint8Array(gzipSync(smallProfile())).subarray(0, 30)],
  ['a cut message', 'truncated', /^p\.pb ends in the middle, at byte 100 unpacked/, smallProfile().subarray(0, 100)],
  ['a wrong CRC', 'damaged', /^p\.pb is damaged: gzip: invalid checksum/, join(gzipSync(smallProfile()).subarray(0, -8), new Uint8Array(8))],
  ['two profiles', 'concatenated', /^p\.pb holds two profiles/, join(smallProfile(), smallProfile())],
  ['a contradiction', 'malformed', /^p\.pb contradicts itself: found function with reserved ID=0/, smallProfile((parts) => parts.functions.push(field(5, [])))],
];

for (const [what, code, message, bytes] of failures) {
  test(`${what} fails with ${code}, in a sentence that names the file`, () => {
    assert.throws(() => decodeProfile(bytes, {name: 'p.pb'}), (error) => error instanceof Failure && error.code === code && message.test(error.message));
  });
}

test('a stream that breaks is a file that cannot be read', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield smallProfile().subarray(0, 20);
    throw new Error('the disk is gone');
  }
  await assert.rejects(readProfile(broken(), {name: 'p.pb'}), (error) => error instanceof Failure && error.code === 'unreadable-file' && /the disk is gone/.test(error.message));
});

test('reading can be cancelled', async () => {
  const stop = new AbortController();
  async function* slow(): AsyncGenerator<Uint8Array> {
    yield smallProfile().subarray(0, 20);
    stop.abort();
    yield smallProfile().subarray(20);
  }
  await assert.rejects(readProfile(slow(), {signal: stop.signal}), (error) => error instanceof Failure && error.code === 'cancelled');
});

test('gzip in gzip is unpacked where that is asked for', async () => {
  const twice = gzipSync(gzipSync(smallProfile()));
  assert.equal((await readProfile(new Blob([twice]), {nested: true})).samples.length, 1);
  await assert.rejects(readProfile(new Blob([gzipSync(twice)]), {nested: true}), (error) => error instanceof Failure && error.code === 'other-format');
});

test('real profiles keep their columns in order', () => {
  for (const name of ['go1.24.cpu.labels.pb.gz', 'go1.24.server.heap.pb.gz', 'wide-deep-ties.pb.gz']) {
    const {samples, stacks, locations, lines, functions} = decodeProfile(readFileSync(new URL(`../profiles/${name}`, import.meta.url)));
    assert.ok(samples.length > 0);
    assert.ok(stacks.caller.every((caller, row) => caller < row), name);
    assert.ok(stacks.location.every((location) => location < locations.length), name);
    assert.equal(locations.lineStart[locations.length], lines.length);
    assert.ok(lines.function.every((at) => at >= 0 && at < functions.length), name);
  }
});
