import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import type {Page, Worker} from 'playwright-core';
import {smallProfile} from '../helpers/message.js';
import {startLab, type Bench} from './lab.js';

declare const bench: Bench;

const lab = await startLab({args: ['--js-flags=--expose-gc']});
const cpu = readFileSync(join(import.meta.dirname, '../profiles/go1.24.cpu.pb.gz')).toString('base64');

/** Opens the Go CPU profile in `page` and gives its id. */
async function openCpu(page: Page): Promise<string> {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    return (await bench.engine.open({kind: 'file', file: new File([bytes], 'cpu.pb.gz')}, () => {})).info.id;
  }, cpu);
}

function boxes(page: Page, id: string) {
  return page.evaluate(async (id) => bench.told(bench.engine.report(id, 'top', bench.defaultConfig).then(({model}) => model.frame.length)), id);
}

function theWorker(page: Page): Worker {
  const [worker] = page.workers().filter((worker) => worker.url().startsWith('blob:'));
  assert.ok(worker);
  return worker;
}

test('the worker is started from a blob, so that it has the rules of the page', async () => {
  const page = await lab.open();
  await page.evaluate(() => bench.engine.library());
  const reached = await theWorker(page).evaluate(() => fetch('http://127.0.0.1:9/', {mode: 'no-cors'}).then(() => 'reached', (reason: Error) => reason.message));
  const refused = await theWorker(page).evaluate(() => new Promise((resolve) => {
    addEventListener('securitypolicyviolation', (event) => resolve((event as SecurityPolicyViolationEvent).effectiveDirective), {once: true});
    void fetch('http://127.0.0.1:9/').catch(() => {});
  }));
  assert.notEqual(reached, 'reached');
  assert.equal(refused, 'connect-src');
  await page.close();
});

test('when the worker ends, what was asked fails, and the next question is answered by a new one from the library', async () => {
  const page = await lab.open();
  const id = await openCpu(page);
  const before = await boxes(page, id);
  const first = theWorker(page);
  const gone = new Promise((resolve) => first.once('close', resolve));
  const asked = page.evaluate(async () => {
    // A service that never answers keeps the question open.
    const {port2} = new MessageChannel();
    return bench.told(bench.engine.open({kind: 'port', name: 'silent', address: '', port: port2}, () => {}));
  });
  await page.evaluate(() => bench.engine.library());
  await first.evaluate(() => void setTimeout(() => self.close(), 0));
  const lost = await asked;
  assert.equal('code' in lost && lost.code, 'worker-lost');
  await gone;
  assert.deepEqual(await boxes(page, id), before);
  assert.notEqual(theWorker(page), first);
  await page.close();
});

test('a worker with a fault of ours is replaced, and the page goes on', async () => {
  const page = await lab.open();
  const id = await openCpu(page);
  const first = theWorker(page);
  const asked = page.evaluate(async () => bench.told(bench.engine.open({kind: 'port', name: 'silent', address: '', port: new MessageChannel().port2}, () => {})));
  await page.evaluate(() => bench.engine.library());
  await first.evaluate(() => void setTimeout(() => {
    throw new Error('assertion: rows are in order');
  }, 0));
  const lost = await asked;
  assert.equal('code' in lost && lost.code, 'worker-lost');
  assert.match('message' in lost ? lost.message : '', /rows are in order/);
  assert.ok('value' in (await boxes(page, id)));
  assert.notEqual(theWorker(page), first);
  await page.close();
});

test('a profile that could not be kept is opened again from its file', async () => {
  const page = await lab.open();
  await page.evaluate(() => bench.engine.library());
  const id = await openCpu(page);
  await page.evaluate((id) => bench.engine.forget(id), id);
  const first = theWorker(page);
  const gone = new Promise((resolve) => first.once('close', resolve));
  await first.evaluate(() => void setTimeout(() => self.close(), 0));
  await gone;
  // Whether the page has heard of it by now or not: it asks until it has.
  await page.evaluate(async (id) => {
    while (!('value' in (await bench.told(bench.engine.report(id, 'top', bench.defaultConfig))))) await new Promise(requestAnimationFrame);
  }, id);
  await page.close();
});

test('a worker that has let go of a large profile is ended, and the next one reads the profile from the library', async () => {
  const page = await lab.open();
  const small = Buffer.from(smallProfile()).toString('base64');
  const id = await page.evaluate(async (base64) => {
    const name = new Uint8Array(5 << 20).fill(97);
    const field = Uint8Array.of(6 * 8 + 2, ...[0, 7, 14, 21].map((shift) => ((name.length >> shift) & 127) | (shift === 21 ? 0 : 128)));
    const file = new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)), field, name], 'large.pb');
    return (await bench.engine.open({kind: 'file', file}, () => {})).info.id;
  }, small);
  const first = theWorker(page);
  const gone = new Promise((resolve) => first.once('close', resolve));
  assert.equal(await page.evaluate((id) => bench.engine.release([id]), id), false);
  // A question that is out is answered before it ends.
  const [released, listed] = await page.evaluate(() => Promise.all([bench.engine.release([]), bench.engine.library()]));
  assert.equal(released, true);
  assert.ok(listed.some((kept) => kept.id === id));
  await gone;
  assert.ok('value' in (await boxes(page, id)));
  assert.notEqual(theWorker(page), first);
  await page.close();
});

test('a large file is inflated in a thread of its own, and reads or is refused as every other', async () => {
  const page = await lab.open();
  const programs: string[] = [];
  page.on('worker', (worker) => programs.push(worker.url()));
  const small = Buffer.from(smallProfile()).toString('base64');
  const answers = await page.evaluate(async (base64) => {
    const begin = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    // A name of 9 MB that gzip cannot make shorter.
    const name = new Uint8Array(9 << 20);
    for (let at = 0; at < name.length; at += 65536) crypto.getRandomValues(name.subarray(at, at + 65536));
    const field = Uint8Array.of(6 * 8 + 2, ...[0, 7, 14, 21].map((shift) => ((name.length >> shift) & 127) | (shift === 21 ? 0 : 128)));
    const packed: Blob[] = [];
    for (const parts of [[begin, field, name], [begin, field, name.subarray(0, 1 << 20)], [name.subarray(1 << 20)]]) {
      packed.push(await new Response(new Blob(parts).stream().pipeThrough(new CompressionStream('gzip'))).blob());
    }
    const bytes = new Uint8Array(await packed[0]!.arrayBuffer());
    const wrong = bytes.slice();
    wrong[wrong.length - 8]! ^= 1;
    const answers = [];
    for (const parts of [[bytes], [packed[1]!, packed[2]!], [bytes.subarray(0, -100)], [wrong], [begin, field, name]]) {
      answers.push(await bench.told(bench.engine.open({kind: 'file', file: new File(parts, 'large.pb.gz')}, () => {}).then(({info}) => info.samples)));
    }
    return answers;
  }, small);
  assert.deepEqual(answers.map((answer) => 'code' in answer ? answer.code : answer.value), [1, 1, 'truncated', 'damaged', 1]);
  // The one that reads, and one for each file.
  assert.equal(programs.length, 6);
  await page.route('**/inflate.js', (route) => route.abort());
  const withoutProgram = await page.evaluate(async () => {
    const file = new File([new Uint8Array(await new Response(new Blob([new Uint8Array(9 << 20).map((_, at) => at === 0 ? 255 : Math.random() * 256)]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer())], 'noise');
    return bench.told(bench.engine.open({kind: 'file', file}, () => {}));
  });
  assert.equal('code' in withoutProgram && withoutProgram.code, 'not-a-profile');
  // A thread that ends as soon as it is asked for something, as one does that has no memory left.
  await page.unroute('**/inflate.js');
  await page.route('**/inflate.js', (route) => route.fulfill({contentType: 'text/javascript', body: `
    self.onmessage = ({data: {port}}) => {
      navigator.locks.request('the life of the thread', () => {
        port.postMessage({lock: 'the life of the thread'});
        port.onmessage = () => self.close();
        return new Promise(() => {});
      });
    };
    self.postMessage('ready');`}));
  const withoutThread = await page.evaluate(async (base64) => {
    const begin = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const name = new Uint8Array(9 << 20).map(() => Math.random() * 256);
    const field = Uint8Array.of(6 * 8 + 2, ...[0, 7, 14, 21].map((shift) => ((name.length >> shift) & 127) | (shift === 21 ? 0 : 128)));
    const file = new File([await new Response(new Blob([begin, field, name]).stream().pipeThrough(new CompressionStream('gzip'))).blob()], 'large.pb.gz');
    return bench.told(bench.engine.open({kind: 'file', file}, () => {}).then(({info}) => info.samples));
  }, small);
  assert.equal('value' in withoutThread && withoutThread.value, 1);
  await page.close();
});

test('a large file is read to its end where garbage is collected all the time', async () => {
  const page = await lab.open();
  await page.route('**/inflate.js', async (route) => {
    const reply = await route.fetch();
    await route.fulfill({contentType: 'text/javascript', body: `${await reply.text()}\nsetInterval(gc, 1);`});
  });
  const small = Buffer.from(smallProfile()).toString('base64');
  const answers = await page.evaluate(async (base64) => {
    const begin = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    // Names of 40 MB that gzip cannot make shorter.
    const name = new Uint8Array(8 << 20);
    for (let at = 0; at < name.length; at += 65536) crypto.getRandomValues(name.subarray(at, at + 65536));
    const field = Uint8Array.of(6 * 8 + 2, ...[0, 7, 14, 21].map((shift) => ((name.length >> shift) & 127) | (shift === 21 ? 0 : 128)));
    const packed = await new Response(new Blob([begin, ...Array.from({length: 5}, () => [field, name]).flat()]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
    const answers = [];
    for (let time = 0; time < 5; time++) {
      answers.push(await bench.told(bench.engine.open({kind: 'file', file: new File([packed], `large${time}.pb.gz`)}, () => {}).then(({info}) => info.samples)));
    }
    return answers;
  }, small);
  assert.deepEqual(answers.map((answer) => 'code' in answer ? answer.code : answer.value), [1, 1, 1, 1, 1]);
  await page.close();
});

test('a worker whose program does not come is noticed', async () => {
  const page = await lab.browser.newPage();
  await page.route('**/worker.js', (route) => route.abort());
  await page.goto(lab.url);
  await page.waitForFunction(() => 'bench' in globalThis);
  const lost = await page.evaluate(() => bench.told(bench.engine.library()));
  assert.equal('code' in lost && lost.code, 'worker-lost');
  await page.unroute('**/worker.js');
  assert.ok('value' in (await page.evaluate(() => bench.told(bench.engine.library()))));
  await page.close();
});
