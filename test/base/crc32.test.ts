import assert from 'node:assert/strict';
import {test} from 'node:test';
import {crc32} from '../../src/base/crc32.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('the check value of CRC-32 is cbf43926', () => {
  assert.equal(crc32(bytes('123456789')), 0xcbf43926);
});

test('the CRC of nothing is 0', () => {
  assert.equal(crc32(bytes('')), 0);
});

test('a CRC goes on where another ended, wherever that was', () => {
  const text = 'The quick brown fox jumps over the lazy dog';
  for (let at = 0; at <= text.length; at++) assert.equal(crc32(bytes(text.slice(at)), crc32(bytes(text.slice(0, at)))), 0x414fa339);
});
