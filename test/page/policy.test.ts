import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, test} from 'node:test';
import type {Worker} from 'playwright-core';
import {startSite, type Tab} from './harness.js';

// Another origin, which would let everyone read it, and counts who comes.
let visits = 0;
const other = createServer((_request, response) => {
  visits++;
  response.setHeader('Access-Control-Allow-Origin', '*').end('reached');
}).on('upgrade', (_request, socket) => {
  visits++;
  socket.destroy();
});
await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
after(() => other.close());
const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;

// Without `_headers`, as on a host that cannot send them: the worst case.
const bare = await startSite({headers: false});

// First, before a visit has brought the service worker, whose headers forbid the frame.
for (const kind of ['plain', 'sandboxed'] as const) {
  test(`the page does not start in a ${kind} frame of another site`, async () => {
    const frame = createServer((_request, response) => {
      const sandbox = kind === 'sandboxed' ? ' sandbox="allow-scripts"' : '';
      response.setHeader('Content-Type', 'text/html').end(`<iframe${sandbox} src="${bare.served.url}"></iframe>`);
    });
    await new Promise<void>((done) => frame.listen(0, '127.0.0.1', done));
    try {
      const page = await bare.browser.newPage();
      await page.goto(`http://localhost:${(frame.address() as AddressInfo).port}/`);
      const inner = page.frameLocator('iframe');
      // In a sandbox the page has no origin, so its policy lets no script run at all.
      if (kind === 'plain') await inner.getByText('does not run inside another page').waitFor({state: 'attached'});
      assert.equal(await inner.locator('app-root').count(), 0);
      assert.equal(await page.frames()[1]!.evaluate(() => customElements.get('app-root') === undefined), true);
      await page.close();
    } finally {
      frame.closeAllConnections();
      frame.close();
    }
  });
}

test('the worker that reads profiles reaches this origin and no other, on a host without headers', async () => {
  visits = 0;
  const worker = await workerOf(await bare.open(), /^blob:/);
  assert.equal(await worker.evaluate(async (site) => (await fetch(site)).status, bare.served.url), 200);
  assert.equal(await reach(worker), 'refused');
  assert.equal(visits, 0);
});

test('the worker that reads profiles runs no text as code', async () => {
  const worker = await workerOf(await bare.open(), /^blob:/);
  // In a timer, since what a debugger evaluates directly is exempt.
  const said = await worker.evaluate(() => new Promise<string>((done) => {
    setTimeout(() => {
      try {
        done(String((0, eval)('1 + 1')));
      } catch (error) {
        done((error as Error).name);
      }
    }, 0);
  }));
  assert.equal(said, 'EvalError');
});

test('the page itself reaches no other origin', async () => {
  visits = 0;
  const {page} = await bare.open();
  const said = await page.evaluate((url) => fetch(url, {mode: 'no-cors'}).then(() => 'reached', () => 'refused'), elsewhere);
  assert.equal(said, 'refused');
  assert.equal(visits, 0);
});

test('the page takes no text for markup and starts no program by its address', async () => {
  const {page} = await bare.open();
  const said = await page.evaluate(() => [
    () => document.body.insertAdjacentHTML('beforeend', '<p>hello</p>'),
    () => new Worker('./sw.js'),
    () => new DOMParser().parseFromString('<p>hello</p>', 'text/html'),
  ].map((attempt) => {
    try {
      attempt();
      return 'done';
    } catch (error) {
      return (error as Error).name;
    }
  }));
  assert.deepEqual(said, ['TypeError', 'TypeError', 'TypeError']);
});

test('a host that obeys _headers forbids the frame by itself', async () => {
  const obeying = await startSite();
  const page = await obeying.browser.newPage();
  const reply = await page.goto(obeying.served.url);
  assert.match(reply?.headers()['content-security-policy'] ?? '', /frame-ancestors 'none'/);
  assert.equal(reply?.headers()['x-content-type-options'], 'nosniff');
  await page.waitForSelector('app-root', {state: 'attached'});
});

async function workerOf({page}: Tab, address: RegExp): Promise<Worker> {
  return page.workers().find((worker) => address.test(worker.url())) ?? page.waitForEvent('worker', (worker) => address.test(worker.url()));
}

function reach(worker: Worker): Promise<string> {
  return worker.evaluate(async (url) => {
    const fetched = await fetch(url, {mode: 'no-cors'}).then(() => 'reached', () => 'refused');
    const connected = await new Promise<string>((done) => {
      const socket = new WebSocket(url.replace('http', 'ws'));
      socket.onopen = () => done('reached');
      socket.onerror = () => done('refused');
    }).catch(() => 'refused');
    return fetched === connected ? fetched : `fetch ${fetched}, socket ${connected}`;
  }, elsewhere);
}
