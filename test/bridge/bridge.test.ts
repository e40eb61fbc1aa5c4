import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Failure} from '../../src/base/failure.js';
import {connect} from '../../src/bridge/connect.js';
import type {Engine} from '../../src/bridge/engine.js';
import {serve} from '../../src/bridge/serve.js';
import {defaultConfig} from '../../src/config/config.js';

/** An engine that can do nothing but what a test gives it. */
function engineOf(some: Partial<Engine>): Engine {
  return new Proxy(some, {
    get: (target, name) => Reflect.get(target, name) ?? (() => Promise.reject(new Error(`not asked for: ${String(name)}`))),
  }) as Engine;
}

async function across<T>(some: Partial<Engine>, use: (engine: Engine, lose: (why: string) => void) => Promise<T>): Promise<T> {
  const {port1, port2} = new MessageChannel();
  serve(engineOf(some), port1);
  const connection = connect(port2);
  try {
    return await use(connection.engine, (why) => connection.lose(why));
  } finally {
    port1.close();
    port2.close();
  }
}

test('a failure crosses with its code, its sentence and its details', async () => {
  await across({report: () => Promise.reject(new Failure('bad-regexp', 'missing closing )', {offset: 5, found: 'main.('}))}, async (engine) => {
    const reason = await engine.report('a', 'top', defaultConfig).catch((error: unknown) => error);
    assert.ok(reason instanceof Failure);
    assert.equal(reason.code, 'bad-regexp');
    assert.equal(reason.message, 'missing closing )');
    assert.deepEqual(reason.details, {offset: 5, found: 'main.('});
  });
});

test('a failure that is thrown before the first await crosses too', async () => {
  const forget = (): Promise<void> => {
    throw new Failure('unknown-profile', 'there is no such profile');
  };
  await across({forget}, async (engine) => {
    const reason = await engine.forget('a').catch((error: unknown) => error);
    assert.ok(reason instanceof Failure);
    assert.equal(reason.code, 'unknown-profile');
  });
});

test('an answer that there is no memory for is a failure that says so', async () => {
  await across({release: async () => new Float64Array(2 ** 60).length > 0}, async (engine) => {
    await assert.rejects(engine.release([]), (error) => error instanceof Failure && error.code === 'no-room' && /needs more memory than the browser gives/.test(error.message));
  });
});

test('a stack of calls that is too deep is our fault, and no lack of memory', async () => {
  const deep = (): boolean => deep() && deep();
  await across({release: async () => deep()}, async (engine) => {
    await assert.rejects(engine.release([]), (error) => !(error instanceof Failure));
  });
});

test('what only we can cause crosses as an error with its message', async () => {
  await across({release: () => Promise.reject(new Error('assertion: rows are in order'))}, async (engine) => {
    await assert.rejects(engine.release([]), (error: Error) => !(error instanceof Failure) && error.message === 'assertion: rows are in order');
  });
});

test('columns are moved, each buffer once, at any depth, and arrive as they were', async () => {
  const shared = new Float64Array([1, 2, 3, 4]);
  const model = {flat: shared.subarray(0, 2), cum: shared.subarray(2), frames: {names: ['a', 'b'], roles: new Uint8Array([1, 2])}};
  const report = (async () => ({name: 'top', model, legend: ['File: app'], warnings: []})) as unknown as Engine['report'];
  await across({report}, async (engine) => {
    const answer = await engine.report('a', 'top', defaultConfig);
    const got = answer.model as unknown as typeof model;
    assert.deepEqual([...got.flat, ...got.cum, ...got.frames.roles], [1, 2, 3, 4, 1, 2]);
    assert.deepEqual(got.frames.names, ['a', 'b']);
    assert.equal(shared.buffer.byteLength, 0);
    assert.equal(model.frames.roles.length, 0);
  });
});

test('progress comes while a profile is opened, and its port is let go when it is', async () => {
  let late: (() => void) | undefined;
  const open: Engine['open'] = async (_source, onProgress) => {
    await onProgress({stage: 'reading', bytes: 5, totalBytes: 10, samples: 0});
    late = () => onProgress({stage: 'reading', bytes: 10, totalBytes: 10, samples: 0});
    return {info: {id: 'a'} as never};
  };
  await across({open}, async (engine) => {
    const seen: number[] = [];
    const {info} = await engine.open({kind: 'kept', id: 'a'}, (progress) => void seen.push(progress.bytes));
    assert.deepEqual(seen, [5]);
    assert.equal(info.id, 'a');
    assert.throws(() => late!(), /released/);
  });
});

test('a port is moved to the other side with the source that holds it', async () => {
  const open: Engine['open'] = (source) =>
    new Promise((resolve) => {
      assert.equal(source.kind, 'port');
      const {port} = source as {port: MessagePort};
      port.onmessage = ({data}) => {
        port.close();
        resolve({info: {id: data} as never});
      };
    });
  await across({open}, async (engine) => {
    const {port1, port2} = new MessageChannel();
    port1.postMessage('through');
    const {info} = await engine.open({kind: 'port', name: 'heap', address: 'http://localhost/', port: port2}, () => {});
    assert.equal(info.id, 'through');
    port1.close();
  });
});

test('when the worker is lost, all that is open fails, and all that is asked later', async () => {
  await across({library: () => new Promise(() => {}), cancel: () => new Promise(() => {})}, async (engine, lose) => {
    const open = [engine.library(), engine.cancel()].map((question) => question.catch((error: unknown) => error));
    lose('it ran out of memory');
    for (const reason of [...(await Promise.all(open)), await engine.library().catch((error: unknown) => error)]) {
      assert.ok(reason instanceof Failure);
      assert.equal(reason.code, 'worker-lost');
      assert.match(reason.message, /it ran out of memory/);
    }
  });
});
