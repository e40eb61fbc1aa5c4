import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Failure} from '../../src/base/failure.js';
import {goroutineState} from '../../src/profile/legacy/goroutines.js';
import {parseLegacy} from '../../src/profile/legacy/legacy.js';
import type {Profile} from '../../src/profile/profile.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** One line a sample: values, then addresses leaf first, then labels. */
function samplesOf(profile: Profile): string[] {
  const {samples, stacks, locations, lines, functions, labelSets, strings} = profile;
  return Array.from({length: samples.length}, (_, row) => {
    const values = samples.values.map((column) => column.bigint(row)).join(' ');
    const frames: string[] = [];
    for (let at = samples.stack[row]!; at >= 0; at = stacks.caller[at]!) {
      const location = stacks.location[at]!;
      const names = Array.from(
        {length: locations.lineStart[location + 1]! - locations.lineStart[location]!},
        (_, i) => {
          const line = locations.lineStart[location]! + i;
          const name = strings.get(functions.name[lines.function[line]!]!);
          return `${name}:${lines.line.number(line)}`;
        },
      );
      frames.push(names.length > 0 ? names.join('<') : `0x${locations.address.unsigned(location).toString(16)}`);
    }
    const labels: string[] = [];
    const set = samples.labels[row]!;
    for (let label = labelSets.start[set]!; label < labelSets.start[set + 1]!; label++) {
      const value = labelSets.isNumber[label] ? labelSets.number.bigint(label) : strings.get(labelSets.string[label]!);
      labels.push(`${strings.get(labelSets.key[label]!)}=${value}${strings.get(labelSets.unit[label]!)}`);
    }
    return `${values} | ${frames.join(' ')} | ${labels.join(' ')}`.trim();
  });
}

function read(text: string, goText = false): Profile {
  const profile = parseLegacy(bytes(text), goText);
  assert.ok(profile);
  return profile;
}

function cpuProfile(size: 4 | 8, little: boolean, words: readonly number[], map = ''): Uint8Array {
  const view = new DataView(new ArrayBuffer(words.length * size));
  words.forEach((word, at) => {
    if (size === 4) view.setUint32(at * 4, word, little);
    else view.setBigUint64(at * 8, BigInt(word), little);
  });
  return new Uint8Array([...new Uint8Array(view.buffer), ...bytes(map)]);
}

for (const size of [4, 8] as const) {
  for (const little of [true, false]) {
    test(`a CPU profile of ${size * 8}-bit ${little ? 'little' : 'big'} endian words is read, callers one byte back`, () => {
      const profile = parseLegacy(cpuProfile(size, little, [0, 3, 0, 10_000, 0, 2, 2, 0x401000, 0x402001, 1, 1, 0x403000, 0, 1, 0]));
      assert.ok(profile);
      assert.equal(profile.period, 10_000_000n);
      assert.deepEqual(samplesOf(profile), ['2 20000000 | 0x401000 0x402000 |', '1 10000000 | 0x403000 |']);
    });
  }
}

test('a second frame that all samples share is the signal handler and goes', () => {
  const profile = parseLegacy(cpuProfile(8, true, [0, 3, 0, 1, 0, 1, 3, 0x10, 0x99, 0x21, 1, 3, 0x30, 0x99, 0x41, 0, 1, 0]));
  assert.ok(profile);
  assert.deepEqual(samplesOf(profile), ['1 1000 | 0x10 0x20 |', '1 1000 | 0x30 0x40 |']);
});

test('a leaf that stands there twice, once as a return address, is one frame', () => {
  const profile = parseLegacy(cpuProfile(8, true, [0, 3, 0, 1, 0, 1, 3, 0x10, 0x10, 0x21, 1, 2, 0x30, 0x45, 0, 1, 0]));
  assert.ok(profile);
  assert.deepEqual(samplesOf(profile), ['1 1000 | 0x10 0x20 |', '1 1000 | 0x30 0x44 |']);
});

test('locations find their mapping, the main binary is the first one, and what lies outside gets one of its own', () => {
  const profile = parseLegacy(cpuProfile(8, true, [0, 3, 0, 1, 0, 1, 3, 0x400010, 0x700021, 0x900031, 1, 1, 0x400010, 0, 1, 0],
    '00700000-00800000 r-xp 00000000 08:01 12 /lib/libc.so\n00400000-00500000 r-xp 00000000 08:01 11 /bin/app\n00500000-00600000 rw-p 00000000 08:01 11 /bin/app\n'));
  assert.ok(profile);
  assert.deepEqual(profile.mappings.map(({file, start, limit}) => [file, start, limit]), [
    ['/bin/app', 0x400000n, 0x500000n], ['/lib/libc.so', 0x700000n, 0x800000n], ['', 0n, 2n ** 64n - 1n],
  ]);
  assert.deepEqual([...profile.locations.mapping], [0, 1, 2]);
});

test('a brief memory map has offsets, build ids and names for parts of paths', () => {
  const profile = read('heap profile: 1: 8 [1: 8] @ heapprofile\n1: 8 [1: 8] @ 0x400011\nMAPPED_LIBRARIES:\nbuild=/srv/x\n00400000-00401000: $build/app (@1000) abc1\n00401000-00402000: $build/app (@2000) abc1\n');
  assert.deepEqual(profile.mappings.map(({file, start, limit, offset, buildId}) => [file, start, limit, offset, buildId]), [
    ['/srv/x/app', 0x400000n, 0x402000n, 0x1000n, 'abc1'],
  ]);
});

test('heap records of version 2 are brought back to what was allocated', () => {
  const profile = read('heap profile: 2: 2048 [4: 4096] @ heap_v2/524288\n1: 1024 [2: 2048] @ 0x11 0x21\n');
  // One record of 1024 bytes at a rate of 512 KiB stands for 1 / (1 - e^(-1/512)) = 512.500163 of them.
  assert.deepEqual(samplesOf(profile), ['1025 1049600 512 524800 | 0x10 0x20 | bytes=1024']);
  assert.match(profile.dropFrames, /^calloc\|cfree\|malloc\|/);
  assert.equal(profile.keepFrames, 'runtime\\.panic|runtime\\.reflectcall|runtime\\.call[0-9]*');
});

test('a rate that Go doubles in its heading is halved', () => {
  assert.equal(read('heap profile: 0: 0 [0: 0] @ heap/1048576\n').period, 524_288n);
});

test('a heap line that is no sample is malformed, and the sentence names the line', () => {
  assert.throws(() => parseLegacy(bytes('heap profile: 1: 8 [1: 8] @ heapprofile\nwhat is this\n')), (error: Failure) => {
    assert.equal(error.code, 'malformed');
    assert.match(error.message, /line 2 .*what is this/);
    assert.equal(error.details.pprof, 'parsing profile: unexpected number of sample values: got 0, want 6');
    return true;
  });
});

test('Go count text gives counts and addresses, and its comments are passed over', () => {
  assert.deepEqual(samplesOf(read('goroutine profile: total 3\n2 @ 0x11 0x21\n#\t0x10\tmain.work+0x1\tmain.go:5\n\n1 @ 0x31\n')), ['2 | 0x10 0x20 |', '1 | 0x30 |']);
});

test('with goText the names under a record are its frames, inlined ones and labels too', () => {
  const text = 'goroutine profile: total 3\n2 @ 0x99 0x11 0x21 0x77\n# labels: {"job":"a"}\n#\t0x10\tmain.inner+0x1\t/src/main.go:5\n#\t0x10\tmain.outer+0x1\t/src/main.go:9\n#\t0x20\tmain.main+0x2\t/src/main.go:20\n\n';
  assert.deepEqual(samplesOf(read(text, true)), ['2 | main.inner:5<main.outer:9 main.main:20 | job=a']);
});

test('it is told where Go text was read that pprof does not read', () => {
  const told = (text: string): string[] => {
    const kinds: string[] = [];
    parseLegacy(bytes(text), true, (kind) => kinds.push(kind));
    return kinds;
  };
  assert.deepEqual(told('goroutine profile: total 2\n2 @ 0x11\n#\t0x10\tmain.f+0x1\ta.go:5\n'), ['names']);
  assert.deepEqual(told('goroutine profile: total 2\n2 @ 0x11\n'), []);
  assert.deepEqual(told('goroutine 1 [running]:\nmain.main()\n\t/a.go:1\n'), ['dump']);
});

test('with goText a recursive call is one line in each of its frames', () => {
  const text = 'goroutine profile: total 1\n1 @ 0x11 0x11 0x21\n#\t0x10\tmain.walk+0x1\ta.go:5\n#\t0x10\tmain.walk+0x1\ta.go:5\n#\t0x20\tmain.main+0x2\ta.go:9\n';
  assert.deepEqual(samplesOf(read(text, true)), ['1 | main.walk:5 main.walk:5 main.main:9 |']);
});

test('contention values become contentions and nanoseconds', () => {
  const text = '--- mutex:\ncycles/second=2000000000\nsampling period=5\n100 3 @ 0x11 0x21\n';
  // 100 cycles at 2 GHz are 50 ns; both values are times 5.
  assert.deepEqual(samplesOf(read(text)), ['15 250 | 0x10 0x20 |']);
});

test('a thread that stands where the last one does is counted with it', () => {
  const text = '--- threadz 1 ---\n\n--- Thread 7f (name: main/1) stack: ---\n 0x11: f\n 0x21: main\n--- Thread 8f (name: two/2) stack: ---\n [same as previous thread]\n--- Memory map: ---\n';
  assert.deepEqual(samplesOf(read(text)), ['2 | 0x11 0x20 |']);
});

test('a Java heap has names for its addresses, and no addresses', () => {
  const text = '--- heapz 1 ---\nformat = java\nresolution = bytes\n  524288 1 @ 0x03 0x04\n\n\n 0x03 com.a.B.run (B.java:12)\n 0x04 com.a.Native (/x/libn.so)\n';
  // 1 / (1 - e^-1) = 1.5819767
  assert.deepEqual(samplesOf(read(text)), ['1 829411 | com.a.B.run:12 com.a.Native:0 | bytes=524288']);
});

test('a Java contention profile is multiplied by its period', () => {
  const text = '--- contentionz 1 ---\nformat = java\nresolution = microseconds\nsampling period = 100\nms since reset = 7\n 14 2 @ 0x03\n\n 0x03 a.B.c (B.java:1)\n';
  const profile = read(text);
  assert.deepEqual(samplesOf(profile), ['200 1400 | a.B.c:1 |']);
  assert.deepEqual(profile.sampleTypes[1], {type: 'delay', unit: 'microseconds'});
  assert.equal(profile.durationNanos, 7_000_000n);
});

test('a goroutine dump is one sample a goroutine, with state, wait, creator and id', () => {
  const text = 'goroutine 7 [chan receive, 12 minutes]:\nmain.worker(0xc000, {0x1, 0x2})\n\t/src/main.go:90 +0x1d\ncreated by main.start in goroutine 1\n\t/src/main.go:80 +0x2\n\ngoroutine 1 [running]:\nmain.(*pool).run(...)\n\t/src/pool.go:5\nmain.main()\n\t/src/main.go:10 +0x20\n';
  assert.deepEqual(samplesOf(read(text, true)), [
    '1 | main.worker:90 | state=chan receive wait=12minutes created by=main.start creator=1 created at=main.go:80 goroutine=7',
    '1 | main.(*pool).run:5 main.main:10 | state=running goroutine=1',
  ]);
  assert.equal(parseLegacy(bytes(text)), undefined, 'pprof does not read it');
});

test('the brackets of a goroutine are taken apart', () => {
  assert.deepEqual(goroutineState('select (no cases), 3 minutes, locked to thread'), {state: 'select (no cases)', waitMinutes: 3, locked: true});
});

test('what no parser knows is not owned by one', () => {
  assert.equal(parseLegacy(bytes('<html>404 page not found</html>\n'), true), undefined);
});

test('a line past 64 KiB is refused as pprof refuses it', () => {
  assert.throws(() => parseLegacy(new Uint8Array(70_000)), (error: Failure) => error.details.pprof === 'parsing profile: bufio.Scanner: token too long');
});
