import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {Failure} from '../../src/base/failure.js';
import {encodeProfile} from '../../src/profile/encode.js';
import {mergeProfiles} from '../../src/profile/merge.js';
import {decodeBeside} from '../helpers/decode-beside.js';
import {decodeProfile} from '../helpers/decode-profile.js';
import {smallProfile} from '../helpers/message.js';
import {plainProfile} from '../helpers/plain.js';
import {hostileCases} from './cases.js';

/** The same numbers in every run; another seed is another run: FUZZ_SEED=7 FUZZ_ROUNDS=1000000. */
const seed = Number(process.env['FUZZ_SEED'] ?? 1);
const rounds = Number(process.env['FUZZ_ROUNDS'] ?? 12_000);

const inflated = (name: string): Uint8Array => gunzipSync(readFileSync(new URL(`../profiles/${name}`, import.meta.url)));

test('whatever is done to the bytes of a profile, it opens or says what is wrong', () => {
  const small = hostileCases().map(({bytes}) => bytes).filter(({length}) => length < 2000);
  const seeds = [smallProfile(), ...small, inflated('labels.pb.gz'), inflated('inline-columns.pb.gz')];
  const random = randomIntegers(seed);
  let opened = 0;
  for (let round = 0; round < rounds; round++) {
    const bytes = mutated(seeds[random(seeds.length)]!, seeds[random(seeds.length)]!, random);
    try {
      const beside = decodeBeside(bytes);
      const profile = decodeProfile(bytes);
      if (beside !== undefined) assert.deepEqual(plainProfile(beside), plainProfile(profile));
      // What opens is whole: it can be written and merged, and reads the same again.
      const again = decodeProfile(encodeProfile(profile));
      assert.equal(again.samples.length, profile.samples.length);
      assert.equal(again.stacks.length, profile.stacks.length);
      assert.deepEqual([...again.stacks.caller], [...profile.stacks.caller]);
      mergeProfiles([profile]);
      opened++;
    } catch (error) {
      if (error instanceof Failure) continue;
      throw new Error(`round ${round}: ${Buffer.from(bytes).toString('base64').slice(0, 4000)}`, {cause: error});
    }
  }
  // Were it 0, the mutations would test the first check alone.
  assert.ok(opened > rounds / 50, `${opened} of ${rounds} opened`);
});

type Random = (below: number) => number;

function mutated(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let changed: Uint8Array = bytes.slice();
  for (let times = 1 + random(3); times > 0 && changed.length > 0; times--) changed = mutations[random(mutations.length)]!(changed, other, random);
  return changed;
}

const mutations: readonly ((bytes: Uint8Array, other: Uint8Array, random: Random) => Uint8Array)[] = [
  (bytes, _, random) => set(bytes, random(bytes.length), (byte) => byte ^ (1 << random(8))),
  (bytes, _, random) => set(bytes, random(bytes.length), () => [0, 0xff, 0x80, 0x7f][random(4)]!),
  (bytes, _, random) => set(bytes, random(bytes.length), (byte) => byte + 1),
  (bytes, _, random) => bytes.slice(0, random(bytes.length)),
  // Cuts a few bytes out, or doubles them.
  (bytes, _, random) => {
    const start = random(bytes.length);
    const end = Math.min(bytes.length, start + 1 + random(12));
    return concat(bytes.subarray(0, start), bytes.subarray(end));
  },
  (bytes, _, random) => {
    const start = random(bytes.length);
    const end = Math.min(bytes.length, start + 1 + random(40));
    return concat(bytes.subarray(0, end), bytes.subarray(start));
  },
  (bytes, other, random) => concat(bytes.subarray(0, random(bytes.length)), other.subarray(random(Math.max(1, other.length)))),
];

function set(bytes: Uint8Array, at: number, value: (byte: number) => number): Uint8Array {
  bytes[at] = value(bytes[at]!);
  return bytes;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}

function randomIntegers(seed: number): Random {
  let state = seed | 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (((state >>> 8) / 0x100_0000) * below) | 0;
  };
}
