import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
import {fetchProfile} from '../../src/fetch/fetch-profile.js';
import {takeIn} from '../../src/fetch/intake.js';

test('what is cancelled while the reader looks at its messages is cancelled, and not a file that ends too early', async (t) => {
  let clock = 0;
  t.mock.method(performance, 'now', () => clock);
  const bytes = await readFile('test/profiles/go1.24.cpu.pb.gz');
  const job = new AbortController();
  let chunks = 0;
  const content = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (chunks++ === 0) return controller.enqueue(new Uint8Array(bytes.subarray(0, 100)));
      // So late that the reader lets messages in before it asks for more, and this is one.
      clock = 1000;
      setTimeout(() => job.abort());
      return new Promise<void>(() => {});
    },
  });
  const intake = {name: 'cpu.pb.gz', from: 'box', size: 0, content, bytes: async () => undefined};
  await assert.rejects(fetchProfile(intake, {allowLarge: false, signal: job.signal, onProgress() {}}), {code: 'cancelled'});
});

test('a file past every limit is not asked about again once it is to be opened anyway', async () => {
  // A million and one sample types, each with nothing in it.
  const bytes = new Uint8Array(2 * (1e6 + 1)).map((_, i) => i % 2 === 0 ? 0x0a : 0);
  const open = async (allowLarge: boolean): Promise<unknown> =>
    fetchProfile(await takeIn({kind: 'bytes', name: 'types.pb', bytes}, undefined), {allowLarge, signal: new AbortController().signal, onProgress() {}});
  await assert.rejects(open(false), {code: 'too-large'});
  await assert.rejects(open(true), {code: 'no-room', message: 'types.pb is larger than this page can hold: it holds more than 1000000 sample types'});
});
