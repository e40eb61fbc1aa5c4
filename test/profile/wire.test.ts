import assert from 'node:assert/strict';
import {test} from 'node:test';
import {FieldCutter, WireError, WireReader} from '../../src/profile/wire.js';
import {field, join, tag, varint} from '../helpers/message.js';

/** The runs of whole fields that the pieces are cut to. */
function cut(pieces: readonly Uint8Array[]): Uint8Array {
  const runs: Uint8Array[] = [];
  let next = 0;
  const cutter = new FieldCutter((buf, start, end, base) => {
    assert.equal(base + start, next);
    next = base + end;
    runs.push(buf.slice(start, end));
  }, 1 << 20);
  for (const piece of pieces) cutter.push(piece);
  cutter.finish();
  return join(...runs);
}

const message = join(
  field(1, 300), field(6, 'a name'), field(6, ''), tag(9, 1), new Uint8Array(8), field(2, new Uint8Array(200)), tag(9, 5), new Uint8Array(4), field(2 ** 20, -1),
);

test('fields come out whole wherever the bytes are cut', () => {
  for (let a = 0; a <= message.length; a++) {
    assert.deepEqual(cut([message.subarray(0, a), message.subarray(a)]), message);
    assert.deepEqual(cut([message.subarray(0, a), message.subarray(a, a + 3), message.subarray(a + 3)]), message);
  }
  for (const size of [1, 2, 5]) {
    assert.deepEqual(cut(Array.from({length: Math.ceil(message.length / size)}, (_, i) => message.subarray(i * size, i * size + size))), message);
  }
});

test('a message that ends inside a field is truncated where the field began', () => {
  const whole = join(field(1, 5), field(6, 'a name'));
  assert.throws(() => cut([whole.subarray(0, whole.length - 1)]), (error) => error instanceof WireError && error.kind === 'truncated' && error.offset === 2);
});

test('what stands before a fault is handed on first', () => {
  let length = 0;
  const cutter = new FieldCutter((_, start, end) => (length += end - start), 1 << 20);
  assert.throws(() => cutter.push(join(field(1, 5), tag(4, 3))), (error) => error instanceof WireError && error.offset === 2);
  assert.equal(length, 2);
});

test('a field longer than is allowed is not waited for', () => {
  assert.throws(() => cut([join(tag(6, 2), varint(2n ** 40n))]), WireError);
  assert.throws(() => cut([join(tag(6, 2), varint(-1n))]), WireError);
});

test('varints read as Go reads them', () => {
  const read = (bytes: readonly number[]): bigint => {
    const reader = new WireReader(Uint8Array.from(bytes));
    reader.word(bytes.length);
    assert.equal(reader.pos, bytes.length);
    return (BigInt(reader.high) << 32n) | BigInt(reader.low);
  };
  assert.equal(read([0]), 0n);
  assert.equal(read([0x80, 0]), 0n);
  assert.equal(read([0xac, 2]), 300n);
  assert.equal(read([0xff, 0xff, 0xff, 0xff, 0x0f]), 2n ** 32n - 1n);
  assert.equal(read([0x80, 0x80, 0x80, 0x80, 0x10]), 2n ** 32n);
  assert.equal(read([...Array<number>(9).fill(0xff), 1]), -1n);
  // Bits past the 64th fall off.
  assert.equal(read([...Array<number>(9).fill(0x80), 0x7f]), -(2n ** 63n));
  assert.throws(() => read(Array<number>(10).fill(0x80)), WireError);
  assert.throws(() => read([0x80]), WireError);
});
