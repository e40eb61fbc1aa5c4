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
    if (data.kind === 'more' && next !== undefined) port1.postMessage(next);
    if (data.kind === 'cancel') port1.close();
  };
  return {inflater: inflaterOf(port2), wishes};
}

const piece = (length: number): FromInflater => ({kind: 'piece', piece: {samples: {words: new Int32Array(length), rows: 1, length: 0, valueCount: -1, isWide: false}, bytes: new Uint8Array(length), others: new Uint8Array(0), length, taken: length}});

async function all(inflater: ReturnType<typeof inflaterOf>): Promise<{given: number[]; whole: boolean}> {
  const given: number[] = [];
  const sorted = inflater.sorted();
  for (;;) {
    const next = await sorted.next();
    if (next.done) return {given, whole: next.value};
    given.push(next.value.length);
  }
}

test('pieces come in their order, and their words go back', async () => {
  const {inflater, wishes} = answering([piece(2), piece(3), {kind: 'end'}]);
  assert.deepEqual(await all(inflater), {given: [2, 3], whole: true});
  const back = (): number[] => wishes.flatMap((wish) => 'used' in wish ? wish.used!.words.length : []);
  while (back().length < 2) await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(back(), [2, 3]);
  inflater.end();
});

test('an inflater that knows no further says so after what it knew', async () => {
  const {inflater} = answering([piece(1), {kind: 'broken'}]);
  assert.deepEqual(await all(inflater), {given: [1], whole: false});
  inflater.end();
});

test('more is wished for than is there, but never without end', async () => {
  const {inflater, wishes} = answering([...Array.from({length: 40}, () => piece(7)), {kind: 'end'}]);
  const sorted = inflater.sorted();
  for (let i = 0; i < 3; i++) await sorted.next();
  await new Promise((resolve) => setTimeout(resolve));
  assert.ok(wishes.length <= 24);
  inflater.end();
});

test('who waits for a piece waits no longer once the inflater is ended', async () => {
  const {inflater} = answering([]);
  const waiting = inflater.sorted().next();
  inflater.end();
  assert.deepEqual(await waiting, {done: true, value: false});
});

test('who waits for the first word of a thread that ended before it held its lock waits ten seconds', async (context) => {
  context.mock.timers.enable({apis: ['setTimeout']});
  const {inflater} = answering([]);
  const waiting = inflater.sorted().next();
  context.mock.timers.tick(10_000);
  assert.deepEqual(await waiting, {done: true, value: false});
  inflater.end();
});

test('who has heard of a thread waits for its next piece as long as it takes', async (context) => {
  context.mock.timers.enable({apis: ['setTimeout']});
  const {inflater} = answering([piece(3)]);
  const sorted = inflater.sorted();
  await sorted.next();
  const waiting = sorted.next();
  context.mock.timers.tick(3_600_000);
  assert.equal(await Promise.race([waiting, new Promise((resolve) => setImmediate(resolve, 'waits'))]), 'waits');
  inflater.end();
});

test('who waits for a piece waits no longer once the lock of the thread is free', async () => {
  const asked: string[] = [];
  // The one that holds it is no more, so it is given at once.
  Object.defineProperty(globalThis, 'navigator', {configurable: true, value: {locks: {async request(name: string, granted: () => void) {
    asked.push(name);
    granted();
  }}}});
  const {inflater} = answering([{lock: 'its life'}]);
  assert.deepEqual(await inflater.sorted().next(), {done: true, value: false});
  assert.deepEqual(asked, ['its life']);
  inflater.end();
});
