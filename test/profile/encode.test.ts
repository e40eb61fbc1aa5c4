import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {encodeProfile} from '../../src/profile/encode.js';
import {gzip} from '../../src/profile/gzip.js';
import {decodeProfile} from '../helpers/decode-profile.js';
import {hostileCases} from '../hostile/cases.js';
import {field, packed, smallProfile, smallStrings} from '../helpers/message.js';
import {plainProfile} from '../helpers/plain.js';
import {profileOf} from '../helpers/profile-of.js';

test('every hostile profile that opens reads the same after it was written', () => {
  for (const {name, bytes, pprof} of hostileCases()) {
    if (pprof !== '') continue;
    const profile = decodeProfile(bytes);
    assert.deepEqual(plainProfile(decodeProfile(encodeProfile(profile))), plainProfile(profile), name);
  }
});

test('values past 2^53 are written back bit for bit', () => {
  const values = [2n ** 62n + 1n, -(2n ** 63n), -1n, 127n, 128n];
  const profile = decodeProfile(encodeProfile(profileOf('cpu nanoseconds', values.map((value) => `main ${value}`).join('\n'))));
  assert.deepEqual(values.map((_, sample) => profile.samples.values[0]!.bigint(sample)), values);
});

test('an empty text and an empty unit that a label has are kept', () => {
  const key = smallStrings.indexOf('key');
  const empty = smallStrings.length;
  const profile = decodeProfile(smallProfile((parts) => {
    parts.strings.push(field(6, ''));
    parts.samples = [field(2, [packed(2, [1, 2]), field(3, [field(1, key), field(2, empty)]), field(3, [field(1, key), field(4, empty)])])];
  }));
  assert.deepEqual(plainProfile(profile)['labels'], [[['key', ''], ['key', '0', '']]]);
  assert.deepEqual(plainProfile(decodeProfile(encodeProfile(profile)))['labels'], [[['key', ''], ['key', '0', '']]]);
});

test('a name that is not UTF-8 keeps its bytes in mappings too', () => {
  const profile = decodeProfile(smallProfile((parts) => (parts.strings[8] = field(6, Uint8Array.of(0x2f, 0xff)))));
  const {strings} = decodeProfile(encodeProfile(profile));
  assert.ok(Array.from({length: strings.length}, (_, row) => [...strings.bytes(row)].join()).includes('47,255'));
});

test('names that nothing asks for are left out, and equal ones are written once', () => {
  const profile = decodeProfile(smallProfile((parts) => parts.strings.push(field(6, 'never asked for'), field(6, 'main.go'))));
  const {strings} = decodeProfile(encodeProfile(profile));
  const texts = Array.from({length: strings.length}, (_, row) => strings.get(row));
  assert.equal(texts.length, new Set(texts).size);
  assert.ok(!texts.includes('never asked for'));
});

test('as pprof writes them, labels stand by key and numbers after texts', () => {
  const profile = profileOf('cpu nanoseconds', 'main 1 {z=1,n=#5ms,a=2,m=#7}');
  assert.deepEqual(plainProfile(decodeProfile(encodeProfile(profile, {asPprof: true})))['labels'], [
    [['a', '2'], ['z', '1'], ['m', '7', 'no unit'], ['n', '5', 'ms']],
  ]);
});

test('packed bytes are those that other programs unpack', async () => {
  const bytes = encodeProfile(profileOf('cpu nanoseconds', 'main;work 1'));
  assert.deepEqual(new Uint8Array(gunzipSync(await gzip(bytes))), bytes);
  assert.deepEqual(await gzip(bytes), await gzip(bytes));
});
