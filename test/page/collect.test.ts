import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, test} from 'node:test';
import {startLab, type Bench} from './lab.js';
import {startPprofServer} from './pprof-server.js';

declare const bench: Bench;

const lab = await startLab();
const open = await startPprofServer();
const closed = await startPprofServer({cors: false});
after(() => Promise.all([open.close(), closed.close()]));

/** What collecting from `address` comes to, and what a person reads if it fails. */
async function collect(address: string, seconds = 0) {
  const page = await lab.open();
  const found = await page.evaluate(async ({address, seconds}) => {
    const collecting = bench.collector.open(bench.engine, address, {seconds}, () => {});
    collecting.catch(() => {});
    const explained = await bench.explained(collecting, address);
    const result = await bench.told(collecting.then(async ({info}) => ({info, kept: await bench.engine.kept(info.id)})));
    return {result, explained, requests: bench.collector.requests};
  }, {address, seconds});
  await page.close();
  return found;
}

test('a heap profile is collected with one request that carries nothing of the person', async () => {
  open.asked.length = 0;
  const {result, requests} = await collect(`${open.host}/debug/pprof/heap`);
  assert.ok('value' in result, JSON.stringify(result));
  assert.equal(result.value.info.kind, 'heap');
  assert.equal(result.value.info.name, `heap of ${open.host}`);
  assert.deepEqual(result.value.kept, {kept: true});
  assert.equal(requests, 1);
  assert.equal(open.asked.length, 1);
  const [{method, path, headers}] = open.asked as [typeof open.asked[0]];
  assert.deepEqual([method, path], ['GET', '/debug/pprof/heap']);
  assert.equal(headers.cookie, undefined);
  assert.equal(headers.referer, undefined);
});

test('an address without a path is Go\'s CPU profile, for as many seconds as are asked for', async () => {
  open.asked.length = 0;
  const {result} = await collect(open.host, 5);
  assert.ok('value' in result, JSON.stringify(result));
  assert.equal(result.value.info.kind, 'cpu');
  assert.deepEqual(open.asked.map(({path}) => path), ['/debug/pprof/profile?seconds=5']);
});

// What the address is, the code of the failure, what the title says, what the text says.
const failing: readonly [what: string, address: () => string, code: string, title: RegExp, text: RegExp][] = [
  ['a server that lets no page read it', () => `${closed.host}/debug/pprof/heap`, 'no-cors-header', /does not let this page read it/, /handler/],
  ['a port where nothing listens', () => '127.0.0.1:9/debug/pprof/heap', 'unreachable', /Nothing answers at 127\.0\.0\.1:9/, /running/],
  ['a profile that Go does not have', () => `${open.host}/debug/pprof/nosuch`, 'status', /has no such page/, /404.*"Unknown profile"/],
  ['a service that is being profiled', () => `${open.host}/debug/pprof/busy`, 'status', /being profiled already/, /cpu profiling already in use/],
  ['a redirect', () => `${open.host}/redirect`, 'redirect', /sends you on/, /final address/],
  ['a start page that is no profile', () => `${open.host}/index`, 'status', /no such page/, /./],
  ['a body without end', () => `${open.host}/huge`, 'too-large', /Too large/, /freeze this tab/],
  ['another scheme', () => 'file:///etc/passwd', 'bad-address', /cannot be opened/, /with file: is not opened/],
  ['a name and a password', () => `http://me:secret@${open.host}/debug/pprof/heap`, 'bad-address', /cannot be opened/, /name and password/],
];

for (const [what, address, code, title, text] of failing) {
  test(`${what} is explained as what it is`, async () => {
    const {result, explained} = await collect(address());
    assert.equal('code' in result ? result.code : 'opened', code, JSON.stringify(result));
    assert.match(explained!.title, title);
    assert.match(explained!.text, text);
  });
}

test('what a server says of its failure is cut at 300 characters and stays text', async () => {
  const {explained} = await collect(`${open.host}/debug/pprof/talks`);
  const said = /"(.*)"/.exec(explained!.text)![1]!;
  assert.ok(said.startsWith('<img src=x onerror=alert(1)>xxx'));
  assert.equal(said.length, 300);
});

test('the handler that would let the page in names this page and no other', async () => {
  const {explained} = await collect(`${closed.host}/debug/pprof/heap`);
  assert.ok(explained!.code!.includes(`const page = "${new URL(lab.url).origin}"`));
  assert.ok(!explained!.code!.includes('*"'));
});

test('a redirect is asked once and not followed', async () => {
  open.asked.length = 0;
  await collect(`${open.host}/redirect`);
  assert.deepEqual(open.asked.map(({path}) => path), ['/redirect']);
});

test('asking whether a server is there asks for its start page and not for another profile', async () => {
  closed.asked.length = 0;
  const {requests} = await collect(`${closed.host}/debug/pprof/profile`, 30);
  assert.deepEqual(closed.asked.map(({path}) => path), ['/debug/pprof/profile?seconds=30', '/']);
  assert.equal(requests, 2);
});

for (const path of ['silent', 'drip']) {
  test(`cancelling a ${path === 'silent' ? 'service that has not answered yet' : 'body that comes drop by drop'} lets go of it`, async () => {
    const server = await startPprofServer();
    const page = await lab.open();
    const asked = page.evaluate(async (address) => {
      const collecting = bench.collector.open(bench.engine, address, {}, () => {});
      return bench.told(collecting.then(() => 'opened'));
    }, `${server.host}/${path}`);
    while (server.asked.length === 0) await page.evaluate(() => new Promise(requestAnimationFrame));
    await page.evaluate(() => bench.engine.cancel());
    const result = await asked;
    assert.equal('code' in result && result.code, 'cancelled');
    await server.cutShort;
    await page.close();
    await server.close();
  });
}

test('no cookie of the service goes out, though the browser has one', async () => {
  let cookie: string | undefined;
  const server = createServer((request, response) => {
    cookie = request.headers.cookie;
    response.setHeader('Access-Control-Allow-Origin', '*').writeHead(404, {'Content-Type': 'text/plain'}).end('no\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  await lab.browser.addCookies([{name: 'session', value: 'secret', url: `http://${host}/`}]);
  const {result} = await collect(`${host}/debug/pprof/heap`);
  assert.equal('code' in result && result.code, 'status');
  assert.equal(cookie, undefined);
  server.closeAllConnections();
  server.close();
});
