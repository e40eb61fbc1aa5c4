import {deflateRawSync, gzipSync} from 'node:zlib';
import {field, join, packed, smallProfile, tag, varint} from '../helpers/message.js';
import type {Part, SmallProfile} from '../helpers/message.js';

/** Bytes that someone may open, and what pprof does with them. */
export interface Case {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** '' where pprof opens it, else what it prints after the file's name. */
  readonly pprof: string;
}

const unrecognized = 'parsing profile: unrecognized profile format';

/** A file of ours for each class of the shared corpus, with pprof's verdict on its like. */
export function hostileCases(): Case[] {
  return [...wireCases(), ...structureCases(), ...gzipCases(), ...decoys(), ...amplifiers()];
}

function wireCases(): Case[] {
  const small = smallProfile();
  const after = (part: Part): Part => join(small, part);
  return [
    {name: 'an untouched profile', bytes: small, pprof: ''},
    {name: 'nothing', bytes: new Uint8Array(0), pprof: 'parsing profile: empty input file'},
    {name: 'nothing, packed', bytes: gzipSync(''), pprof: 'parsing profile: empty input file'},
    {name: 'an unknown field of each wire type', bytes: after(join(field(99, 7), tag(98, 1), new Uint8Array(8), field(97, 'x'), tag(96, 5), new Uint8Array(4))), pprof: ''},
    {name: 'field number 0', bytes: join(field(0, 1), small, field(0, 'x')), pprof: ''},
    {name: 'field number 2^29', bytes: after(field(2 ** 29, 1)), pprof: ''},
    {name: 'zeros behind the message', bytes: after(new Uint8Array(64)), pprof: ''},
    {name: 'a group', bytes: after(join(tag(20, 3), tag(20, 4))), pprof: unrecognized},
    {name: 'wire type 6', bytes: after(tag(20, 6)), pprof: unrecognized},
    {name: 'a number of 10 bytes that overflows', bytes: after(join(tag(50, 0), Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 255, 127))), pprof: ''},
    {name: 'a number of 11 bytes', bytes: after(join(tag(50, 0), Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1))), pprof: unrecognized},
    {name: 'a length of 2^40', bytes: after(join(tag(50, 2), varint(2n ** 40n))), pprof: unrecognized},
    {name: 'a length of 2^64 - 1', bytes: after(join(tag(50, 2), varint(-1n))), pprof: unrecognized},
    {name: 'a submessage longer than its parent', bytes: smallProfile((parts) => (parts.samples = [field(2, [tag(3, 2), varint(50), varint(1)])])), pprof: unrecognized},
    {name: 'a packed field cut inside a number', bytes: smallProfile((parts) => (parts.samples = [field(2, [field(1, Uint8Array.of(0x81))])])), pprof: unrecognized},
    {name: 'a sample of wire type 0', bytes: after(field(2, 5)), pprof: unrecognized},
    {name: 'a string of wire type 0', bytes: after(field(6, 5)), pprof: unrecognized},
    {name: 'an id of wire type 2', bytes: smallProfile((parts) => parts.functions.push(field(5, [field(1, 'x')]))), pprof: unrecognized},
    {name: 'an id of wire type 5', bytes: smallProfile((parts) => parts.functions.push(field(5, [tag(1, 5), new Uint8Array(4)]))), pprof: unrecognized},
    {name: 'the message less its last byte', bytes: small.subarray(0, small.length - 1), pprof: unrecognized},
    {name: 'half of the message', bytes: small.subarray(0, small.length >> 1), pprof: unrecognized},
    {name: 'two profiles', bytes: join(small, small), pprof: 'parsing profile: concatenated profiles detected'},
    {
      name: 'fields that are not packed', pprof: '',
      bytes: smallProfile((parts) => (parts.samples = [field(2, [field(1, 2), field(1, 1), field(2, 1), field(2, 5)])])),
    },
    {
      name: 'a field that is packed in parts', pprof: '',
      bytes: smallProfile((parts) => (parts.samples = [field(2, [packed(1, [2]), packed(2, [1]), field(1, 1), packed(2, [9])])])),
    },
    {name: 'numbers longer than they need be', bytes: smallProfile((parts) => (parts.samples = [field(2, [field(1, Uint8Array.of(0x82, 0x80, 0)), packed(2, [1, 2])])])), pprof: ''},
  ];
}

function structureCases(): Case[] {
  const sample = (...parts: Part[]): Part => field(2, parts);
  const row = (name: string, pprof: string, change: (parts: SmallProfile) => void): Case => ({name, pprof, bytes: smallProfile(change)});
  const malformed = (name: string, complaint: string, change: (parts: SmallProfile) => void): Case => row(name, `malformed profile: ${complaint}`, change);
  const stackOf = (id: number | bigint): Part => sample(packed(1, [id, 1]), packed(2, [1, 2]));
  const locationOf = (id: number | bigint): Part => field(4, [field(1, id), field(3, 0x1030), field(4, [field(1, 1)])]);
  return [
    row('no samples', '', (parts) => (parts.samples = [])),
    row('no samples and no types', '', (parts) => (parts.samples = parts.types = [])),
    row('a sample without frames', '', (parts) => parts.samples.push(sample(packed(2, [1, 2])))),
    malformed('samples without types', 'missing sample type information', (parts) => (parts.types = [])),
    malformed('too few values', 'mismatch: sample has 1 values vs. 2 types', (parts) => (parts.samples = [sample(packed(1, [1]), packed(2, [1]))])),
    malformed('too many values', 'mismatch: sample has 4 values vs. 2 types', (parts) => parts.samples.push(sample(packed(1, [1]), packed(2, [1, 2, 3, 4])))),
    malformed('no values', 'mismatch: sample has 0 values vs. 2 types', (parts) => parts.samples.push(sample(packed(1, [1])))),
    malformed('10,000 values', 'mismatch: sample has 10000 values vs. 2 types', (parts) => (parts.samples = [sample(packed(2, Array.from({length: 10_000}, () => 1)))])),
    malformed('a location that is not there', 'sample has nil location', (parts) => parts.samples.push(stackOf(7))),
    malformed('location 0', 'sample has nil location', (parts) => parts.samples.push(stackOf(0))),
    malformed('the first fault first: a location, then values', 'sample has nil location', (parts) => parts.samples.push(stackOf(7), sample(packed(2, [1])))),
    malformed('the first fault first: values, then a location', 'mismatch: sample has 1 values vs. 2 types', (parts) => parts.samples.push(sample(packed(2, [1])), stackOf(7))),
    malformed('a location with id 0', 'found location with reserved id=0', (parts) => parts.locations.push(locationOf(0))),
    malformed('a location twice', 'multiple locations with same id: 2', (parts) => parts.locations.push(locationOf(2))),
    malformed('a large location twice', `multiple locations with same id: ${2n ** 64n - 1n}`, (parts) => parts.locations.push(locationOf(-1n), locationOf(-1n))),
    malformed('a function with id 0', 'found function with reserved ID=0', (parts) => parts.functions.push(field(5, [field(2, 5)]))),
    malformed('a function twice', 'multiple functions with same id: 1', (parts) => parts.functions.push(field(5, [field(1, 1), field(2, 6)]))),
    malformed('a mapping with id 0', 'found mapping with reserved ID=0', (parts) => parts.mappings.push(field(3, [field(2, 5)]))),
    malformed('a mapping twice', 'multiple mappings with same id: 1', (parts) => parts.mappings.push(field(3, [field(1, 1)]))),
    malformed('a line of a function that is not there', 'location id: 9 has a line with nil function', (parts) => parts.locations.push(field(4, [field(1, 9), field(4, [field(1, 77)])]))),
    malformed('a line of no function', 'location id: 9 has a line with nil function', (parts) => parts.locations.push(field(4, [field(1, 9), field(4, [field(2, 5)])]))),
    row('a mapping that is not there', '', (parts) => parts.locations.push(field(4, [field(1, 9), field(2, 55)]))),
    row('a mapping that runs backwards', '', (parts) => parts.mappings.push(field(3, [field(1, 2), field(2, 0x9000), field(3, 0x1000)]))),
    row('location 2^64 - 1', '', (parts) => {
      parts.locations.push(locationOf(-1n));
      parts.samples.push(stackOf(-1n));
    }),
    row('locations 2^53 and 2^53 + 1', '', (parts) => {
      parts.locations.push(locationOf(2n ** 53n), locationOf(2n ** 53n + 1n));
      parts.samples.push(stackOf(2n ** 53n), stackOf(2n ** 53n + 1n));
    }),
    row('location 2^31 - 1 alone', '', (parts) => {
      parts.locations.push(locationOf(2 ** 31 - 1));
      parts.samples.push(stackOf(2 ** 31 - 1));
    }),
    row('values of 64 bits', '', (parts) => parts.samples.push(sample(packed(2, [2n ** 63n - 1n, -(2n ** 63n)])))),
    row('no strings', unrecognized, (parts) => (parts.strings = [])),
    row('a first string that is not empty', unrecognized, (parts) => parts.strings.unshift(field(6, 'x'))),
    row('a string past the end', unrecognized, (parts) => parts.functions.push(field(5, [field(1, 3), field(2, 99)]))),
    row('a negative string', unrecognized, (parts) => parts.functions.push(field(5, [field(1, 3), field(2, -1)]))),
    row('a comment past the end', unrecognized, (parts) => parts.rest.push(packed(13, [1, 2, 3, 99]))),
    row('a label whose key is past the end', unrecognized, (parts) => parts.samples.push(sample(packed(2, [1, 2]), field(3, [field(1, 99)])))),
    row('a unit past the end beside a text', '', (parts) => parts.samples.push(sample(packed(2, [1, 2]), field(3, [field(1, 9), field(2, 10), field(4, 99)])))),
    row('a unit past the end beside a number', unrecognized, (parts) => parts.samples.push(sample(packed(2, [1, 2]), field(3, [field(1, 9), field(3, 1), field(4, 99)])))),
    row('keys of every object in JavaScript', '', (parts) => {
      const first = parts.strings.length;
      for (const [i, key] of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'].entries()) {
        parts.strings.push(field(6, key));
        parts.samples.push(sample(packed(2, [1, 2]), field(3, [field(1, first + i), field(2, 10)])));
      }
    }),
    row('names that are not UTF-8', '', (parts) => (parts.strings[5] = field(6, Uint8Array.of(0xff, 0xfe, 0x41, 0xed, 0xa0, 0x80)))),
    row('lines of 64 bits', '', (parts) => parts.locations.push(field(4, [field(1, 9), field(4, [field(1, 1), field(2, -(2n ** 63n)), field(3, -1)])]))),
    row('a time at the end of time', '', (parts) => (parts.rest = [field(9, 2n ** 63n - 1n), field(10, -(2n ** 63n))])),
    row('patterns that are none', '', (parts) => parts.rest.push(field(7, parts.strings.push(field(6, '(')) - 1))),
  ];
}

function gzipCases(): Case[] {
  const small = smallProfile();
  const packedSmall = new Uint8Array(gzipSync(small));
  const changed = (at: number, value: number): Uint8Array => {
    const bytes = packedSmall.slice();
    bytes[at < 0 ? bytes.length + at : at] = value;
    return bytes;
  };
  const body = new Uint8Array(deflateRawSync(small));
  const trailer = packedSmall.subarray(-8);
  const header = (flags: number, ...more: Part[]): Uint8Array => join(Uint8Array.of(0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3), ...more, body, trailer);
  const middle = small.length >> 1;
  const gzip = 'decompressing profile: gzip:';
  const eof = 'decompressing profile: unexpected EOF';
  return [
    {name: 'gzip', bytes: packedSmall, pprof: ''},
    {name: 'gzip in two members', bytes: join(gzipSync(small.subarray(0, middle)), gzipSync(small.subarray(middle))), pprof: ''},
    {name: 'gzip with empty members around', bytes: join(gzipSync(''), packedSmall, gzipSync('')), pprof: ''},
    {name: 'gzip with a name, a comment and an extra field', bytes: header(4 + 8 + 16, Uint8Array.of(3, 0, 1, 2, 3), new TextEncoder().encode('a.pb\0note\0')), pprof: ''},
    {name: 'gzip with a header whose CRC is wrong', bytes: header(2, Uint8Array.of(1, 2)), pprof: `${gzip} invalid header`},
    {name: 'gzip with a name of 600 bytes', bytes: header(8, new Uint8Array(600).fill(65), Uint8Array.of(0)), pprof: `${gzip} invalid header`},
    {name: 'gzip of method 7', bytes: changed(2, 7), pprof: `${gzip} invalid header`},
    {name: 'gzip whose CRC is wrong', bytes: changed(-8, packedSmall.at(-8)! ^ 1), pprof: `${gzip} invalid checksum`},
    {name: 'gzip whose length says 5', bytes: join(packedSmall.subarray(0, -4), Uint8Array.of(5, 0, 0, 0)), pprof: `${gzip} invalid checksum`},
    {name: 'gzip whose length says 3.9 GB', bytes: changed(-1, 0xf9), pprof: `${gzip} invalid checksum`},
    {name: 'the magic of gzip', bytes: Uint8Array.of(0x1f, 0x8b), pprof: eof},
    {name: 'the header of gzip', bytes: packedSmall.subarray(0, 10), pprof: eof},
    {name: 'half of a gzip', bytes: packedSmall.subarray(0, packedSmall.length >> 1), pprof: eof},
    {name: 'gzip less its trailer', bytes: packedSmall.subarray(0, -8), pprof: eof},
    {name: 'gzip less its last byte', bytes: packedSmall.subarray(0, -1), pprof: eof},
    {name: 'gzip and one zero', bytes: join(packedSmall, new Uint8Array(1)), pprof: eof},
    {name: 'gzip and zeros', bytes: join(packedSmall, new Uint8Array(512)), pprof: `${gzip} invalid header`},
    {name: 'gzip and text', bytes: join(packedSmall, new TextEncoder().encode('and some more text behind')), pprof: `${gzip} invalid header`},
    {name: 'gzip and its trailer once more', bytes: join(packedSmall, trailer, trailer), pprof: `${gzip} invalid header`},
    {name: 'gzip in gzip', bytes: gzipSync(packedSmall), pprof: unrecognized},
    {name: 'two profiles in two members', bytes: join(packedSmall, packedSmall), pprof: 'parsing profile: concatenated profiles detected'},
    // pprof unpacks all of it before it looks inside.
    {name: 'a broken message in a broken gzip', bytes: join(gzipSync(join(tag(20, 3), small)).subarray(0, -1), Uint8Array.of(77)), pprof: `${gzip} invalid checksum`},
  ];
}

function decoys(): Case[] {
  const text = (name: string, text: string): Case => ({name, bytes: new TextEncoder().encode(text), pprof: unrecognized});
  return [
    text('a web page', '<!DOCTYPE html><html><body>404 page not found</body></html>\n'),
    text('JSON', '{"$schema":"https://www.speedscope.app/file-format-schema.json","profiles":[]}'),
    text('an execution trace', `go 1.22 trace\0\0\0${'\0'.repeat(64)}`),
    text('a dump of goroutines', 'goroutine 1 [running]:\nmain.main()\n\t/src/main.go:5 +0x1d\n'),
    text('a program', `\x7fELF${'\0'.repeat(60)}`),
    text('a zip archive', `PK\x03\x04${'\0'.repeat(60)}`),
    {name: 'zstd', bytes: join(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd), new Uint8Array(24)), pprof: unrecognized},
    {name: 'zlib', bytes: join(Uint8Array.of(0x78, 0x9c), deflateRawSync(smallProfile())), pprof: unrecognized},
  ];
}

function amplifiers(): Case[] {
  const lines = Array.from({length: 3000}, () => field(4, [field(1, 1)]));
  return [
    {
      name: 'one location of 3,000 lines, 3,000 times in a stack', pprof: '',
      bytes: gzipSync(smallProfile((parts) => {
        parts.locations.push(field(4, [field(1, 9), ...lines]));
        parts.samples.push(field(2, [packed(1, Array.from({length: 3000}, () => 9)), packed(2, [1, 2])]));
      })),
    },
    {
      name: 'a stack of 200,000 frames', pprof: '',
      bytes: gzipSync(smallProfile((parts) => parts.samples.push(field(2, [packed(1, Array.from({length: 200_000}, () => 1)), packed(2, [1, 2])])))),
    },
    {
      name: '300 stacks of 300 frames that share none', pprof: '',
      bytes: gzipSync(smallProfile((parts) => {
        for (let id = 10; id < 310; id++) parts.locations.push(field(4, [field(1, id), field(4, [field(1, 1)])]));
        for (let turn = 0; turn < 300; turn++) {
          parts.samples.push(field(2, [packed(1, Array.from({length: 300}, (_, i) => 10 + ((i + turn) % 300))), packed(2, [1, 2])]));
        }
      })),
    },
    {
      name: '200,000 samples in a few hundred bytes', pprof: '',
      bytes: gzipSync(smallProfile((parts) => {
        const sample = parts.samples[0]!;
        parts.samples = Array.from({length: 200_000}, () => sample);
      })),
    },
    {
      name: '10,000 labels on one sample', pprof: '',
      bytes: smallProfile((parts) => parts.samples.push(field(2, [packed(2, [1, 2]), ...Array.from({length: 10_000}, (_, i) => field(3, [field(1, 9), field(3, i)]))]))),
    },
  ];
}
