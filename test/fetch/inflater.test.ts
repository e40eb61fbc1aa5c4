import assert from 'node:assert/strict';
import {test} from 'node:test';
import {inflaterOf, type FromInflater, type ToInflater} from '../../src/fetch/inflater.js';

/** An inflater whose other end sends one of these messages for each wish; what was wished is kept. */
function answering(messages: readonly FromInflater[]): {inflater: ReturnType<typeof inflaterOf>; wishes: ToInflater[]} {
  const {port1, port2} = new MessageChannel();
  const rest = [...messages];
  const wishes: ToInflater[] = [];
  port1.onmessage = ({data}: MessageEvent<ToInflater>) => {
    wishes.push(data);
    const next = rest.shift();
    if (data === 'more' && next !== undefined) port1.postMessage(next);
    if (data === 'cancel') port1.close();
  };
  return {inflater: inflaterOf(port2), wishes};
}

const bytes = (...chunks: number[][]): FromInflater => ({kind: 'bytes', chunks: chunks.map((chunk) => Uint8Array.from(chunk)), taken: chunks.length});

async function all(inflater: ReturnType<typeof inflaterOf>): Promise<{given: number[][]; whole: boolean}> {
  const given: number[][] = [];
  const inflated = inflater.inflate();
  for (;;) {
    const next = await inflated.next();
    if (next.done) return {given, whole: next.value};
    given.push([...next.value.bytes, next.value.taken]);
  }
}

test('inflated bytes come in their order, each with what of the file they took', async () => {
  const {inflater} = answering([bytes([1, 2], [3]), bytes([4]), {kind: 'end'}]);
  assert.deepEqual(await all(inflater), {given: [[1, 2, 2], [3, 2], [4, 1]], whole: true});
  inflater.end();
});

test('an inflater that knows no further says so after what it knew', async () => {
  const {inflater} = answering([bytes([1]), {kind: 'broken'}]);
  assert.deepEqual(await all(inflater), {given: [[1, 1]], whole: false});
  inflater.end();
});

test('more is wished for than is there, but never without end', async () => {
  const {inflater, wishes} = answering([...Array.from({length: 40}, () => bytes([7])), {kind: 'end'}]);
  const inflated = inflater.inflate();
  for (let i = 0; i < 3; i++) await inflated.next();
  await new Promise((resolve) => setTimeout(resolve));
  assert.ok(wishes.length <= 12);
  inflater.end();
});

test('who waits for bytes waits no longer once the inflater is ended', async () => {
  const {inflater} = answering([]);
  const waiting = inflater.inflate().next();
  inflater.end();
  assert.deepEqual(await waiting, {done: true, value: false});
});
