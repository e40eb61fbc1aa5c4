import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {test} from 'node:test';
import {Sha256, plainSha256} from '../../src/fetch/plain-sha256.js';
import {sha256} from '../../src/fetch/sha256.js';

test('the hash of nothing and of "abc" is that of FIPS 180-4', async () => {
  assert.equal(await sha256(new Uint8Array(0)), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.equal(await sha256(new TextEncoder().encode('abc')), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('without WebCrypto the hash is the same, at every length around a block', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({length}, (_, i) => (i * 7 + length) % 256);
    assert.equal(Buffer.from(plainSha256(bytes)).toString('hex'), createHash('sha256').update(bytes).digest('hex'), `at ${length} bytes`);
  }
});

test('bytes that come in pieces have the hash of the whole, wherever they are cut', () => {
  const bytes = Uint8Array.from({length: 300}, (_, i) => (i * 31) % 256);
  const want = createHash('sha256').update(bytes).digest('hex');
  for (let size = 1; size <= 130; size++) {
    const hash = new Sha256();
    for (let at = 0; at < bytes.length; at += size) hash.push(bytes.subarray(at, at + size));
    assert.equal(hash.hex(), want, `in pieces of ${size}`);
  }
});
