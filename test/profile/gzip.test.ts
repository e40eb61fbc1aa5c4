import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync, inflateRawSync} from 'node:zlib';
import {Failure} from '../../src/base/failure.js';
import {readProfile} from '../../src/profile/open.js';
import type {ProfileBytes} from '../../src/profile/open.js';
import {hostileCases} from '../hostile/cases.js';
import {join, smallProfile} from '../helpers/message.js';

// Browsers refuse what follows the first member, and Node does not; so here stands a
// stream like theirs, and every file goes the way that it goes in a browser.
let inflatedByPlatform = 0;
class StrictStream extends TransformStream<Uint8Array, Uint8Array> {
  constructor() {
    const chunks: Uint8Array[] = [];
    super({
      transform: (chunk) => void chunks.push(chunk),
      flush(controller) {
        const bytes = join(...chunks);
        // Headers of ten bytes are all that it needs to know.
        const {buffer, engine} = inflateRawSync(bytes.subarray(10), {info: true, finishFlush: 2}) as unknown as {buffer: Uint8Array; engine: {bytesWritten: number}};
        // Small chunks while they can end in the midst of a field, large ones for the rest of a bomb.
        for (let at = 0; at < buffer.length; ) {
          const size = at < 20_000 ? 7 : 65_536;
          controller.enqueue(new Uint8Array(buffer.subarray(at, at + size)));
          at += size;
        }
        inflatedByPlatform += buffer.length;
        if (bytes[2] !== 8 || bytes[3] !== 0) throw new TypeError('The compressed data was not valid.');
        const trailer = bytes.subarray(10 + engine.bytesWritten);
        if (trailer.length !== 8 || !sameBytes(trailer, gzipSync(buffer).subarray(-8))) controller.error(new TypeError('Junk found after end of compressed data.'));
      },
    });
  }
}
globalThis.DecompressionStream = StrictStream as unknown as typeof DecompressionStream;

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

const verdict = (source: ProfileBytes): Promise<string> => readProfile(source).then(() => '', (error: unknown) => {
  assert.ok(error instanceof Failure, String(error));
  return error.details.pprof ?? error.message;
});

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 50) yield bytes.subarray(at, at + 50);
}

test('the stream of the platform is used where it is strict', async () => {
  const before = inflatedByPlatform;
  const bytes = smallProfile();
  assert.equal((await readProfile(new Blob([gzipSync(bytes)]))).samples.length, 1);
  assert.ok(inflatedByPlatform >= before + bytes.length);
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
