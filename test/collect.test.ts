import assert from 'node:assert/strict';
import {once} from 'node:events';
import {join} from 'node:path';
import {mock, test} from 'node:test';
import {explainFailure} from '../src/app/explain.js';
import {Failure} from '../src/base/failure.js';

interface Collecting {
  onmessage(event: {readonly data: unknown}): void;
}

/** The collecting program, which has a thread of its own in the page, and here the clock of a test. */
const program = {} as Collecting;
Object.assign(globalThis, {self: program});
// By a path, since it has the types of a worker.
await import(join(import.meta.dirname, '../src/collect.ts'));

const url = 'http://box:6060/debug/pprof/profile';

/** What the program says last of a service that `answer` is, after that many milliseconds of a clock that does not wait. */
async function toldOf(answer: (signal: AbortSignal) => Promise<Response>, seconds: number, millis: number): Promise<{readonly kind: string; readonly code?: string; readonly message?: string}> {
  const {fetch} = globalThis;
  Object.assign(globalThis, {fetch: (_: string, {signal}: {signal: AbortSignal}) => answer(signal)});
  mock.timers.enable({apis: ['setTimeout']});
  const {port1, port2} = new MessageChannel();
  try {
    let last: {readonly kind: string} = {kind: 'nothing'};
    const ended = new Promise<void>((resolve) => {
      port1.onmessage = ({data}) => {
        last = data as typeof last;
        if (last.kind === 'failure' || last.kind === 'end') resolve();
      };
    });
    program.onmessage({data: {kind: 'collect', url, seconds, mostBytes: 1 << 20, space: '', port: port2}});
    port1.postMessage('more');
    port1.postMessage('more');
    // What was posted is there, and what was asked for waits.
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
    mock.timers.tick(millis - 1);
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
    assert.notEqual(last.kind, 'failure');
    mock.timers.tick(1);
    await ended;
    return last;
  } finally {
    mock.timers.reset();
    port1.close();
    Object.assign(globalThis, {fetch});
  }
}

/** A service that never answers, until it is let go of. */
async function silent(signal: AbortSignal): Promise<Response> {
  await once(signal, 'abort');
  throw signal.reason;
}

/** A service that sends ten bytes and no more. */
async function dripping(signal: AbortSignal): Promise<Response> {
  return new Response(new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(10));
      signal.addEventListener('abort', () => controller.error(signal.reason));
    },
  }));
}

test('a service that does not answer has a minute more than it measures for', async () => {
  const {code, message} = await toldOf(silent, 30, 90_000);
  assert.deepEqual([code, message], ['stalled', `${url} sent nothing for 90 seconds`]);
});

test('a service that stops in the middle has half a minute', async () => {
  const {code, message} = await toldOf(dripping, 30, 30_000);
  assert.deepEqual([code, message], ['stalled', `${url} sent nothing for 30 seconds`]);
});

test('a service that stalls is told from one that is not there, with what to try', () => {
  const {title, text, action} = explainFailure(new Failure('stalled', `${url} sent nothing for 90 seconds`), {origin: 'https://icicle.example', address: url});
  assert.equal(title, 'box:6060 stopped sending');
  assert.match(text, /sent nothing for 90 seconds\. Is the service busy.*ask for fewer seconds/);
  assert.equal(action?.kind, 'try-again');
});
