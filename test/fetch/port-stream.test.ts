import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Failure} from '../../src/base/failure.js';
import {portStream, type FromCollector} from '../../src/fetch/port-stream.js';

/** A stream and the collector's end of its port, which sends the next of `answers` for each wish. */
function streamOf(answers: readonly FromCollector[]) {
  const {port1, port2} = new MessageChannel();
  const wishes: unknown[] = [];
  const left = [...answers];
  port1.onmessage = ({data}) => {
    wishes.push(data);
    const next = left.shift();
    if (next !== undefined) port1.postMessage(next);
  };
  const lengths: number[] = [];
  const stream = portStream(port2 as unknown as MessagePort, (length) => lengths.push(length));
  return {stream, wishes, lengths, port: port1};
}

test('bytes come in order, after the length that the head says', async () => {
  const {stream, lengths, port} = streamOf([
    {kind: 'bytes', bytes: new Uint8Array([1, 2])}, {kind: 'bytes', bytes: new Uint8Array([3])}, {kind: 'end'},
  ]);
  port.postMessage({kind: 'head', length: 3});
  const bytes: number[] = [];
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) bytes.push(...chunk);
  assert.deepEqual(bytes, [1, 2, 3]);
  assert.deepEqual(lengths, [3]);
  port.close();
});

test('no chunk is asked for before there is room for it', async () => {
  const {stream, wishes, port} = streamOf(Array.from({length: 10}, () => ({kind: 'bytes', bytes: new Uint8Array([1])})));
  const reader = stream.getReader();
  await reader.read();
  await reader.read();
  // Two were read, and one waits in the queue of the stream.
  assert.ok(wishes.length <= 3, `${wishes.length} wishes`);
  await reader.cancel();
  port.close();
});

test('a failure of the collector is a failure of the stream, with its code and status', async () => {
  const {stream, port} = streamOf([{kind: 'failure', code: 'status', message: 'http://x answered 404', status: 404}]);
  const reason = await stream.getReader().read().catch((error: unknown) => error);
  assert.ok(reason instanceof Failure);
  assert.deepEqual([reason.code, reason.message, reason.details.status], ['status', 'http://x answered 404', 404]);
  port.close();
});
