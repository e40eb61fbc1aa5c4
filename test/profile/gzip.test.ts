import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {Failure} from '../../src/base/failure.js';
import {readProfile} from '../../src/profile/open.js';
import type {ProfileBytes} from '../../src/profile/open.js';
import {hostileCases} from '../hostile/cases.js';
import {smallProfile} from '../helpers/message.js';
import {StrictStream} from '../helpers/strict-stream.js';

globalThis.DecompressionStream = StrictStream as unknown as typeof DecompressionStream;

const verdict = (source: ProfileBytes): Promise<string> => readProfile(source).then(() => '', (error: unknown) => {
  assert.ok(error instanceof Failure, String(error));
  return error.details.pprof ?? error.message;
});

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 50) yield bytes.subarray(at, at + 50);
}

test('the stream of the platform is used where it is strict', async () => {
  const before = StrictStream.inflated;
  const bytes = smallProfile();
  assert.equal((await readProfile(new Blob([gzipSync(bytes)]))).samples.length, 1);
  assert.ok(StrictStream.inflated >= before + bytes.length);
});

for (const {name, bytes, pprof} of hostileCases()) {
  if (bytes[0] !== 0x1f) continue;
  test(`pprof's verdict on ${name} is ours where the platform inflates, of a file and of a stream`, async () => {
    assert.equal(await verdict(new Blob([bytes as Uint8Array<ArrayBuffer>])), pprof);
    assert.equal(await verdict(pieces(bytes)), pprof);
  });
}

test('a source that breaks is said to be that and not a damaged file', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield gzipSync(smallProfile()).subarray(0, 40);
    throw new Error('connection lost');
  }
  await assert.rejects(readProfile(broken()), (error) => error instanceof Failure && error.code === 'unreadable-file' && /connection lost/.test(error.message));
});
