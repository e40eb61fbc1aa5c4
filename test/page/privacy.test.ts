import assert from 'node:assert/strict';
import {createServer, request as ask, type IncomingMessage} from 'node:http';
import {connect, type AddressInfo} from 'node:net';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {openTab, startSite} from './harness.js';

// Every byte that would leave the browser goes through a proxy of ours, loopback
// included, so this sees what a listing by the browser itself might leave out.
const passed: string[] = [];
const proxy = createServer((request, response) => {
  passed.push(new URL(request.url!).host);
  const onwards = ask(request.url!, {method: request.method!, headers: request.headers}, (reply: IncomingMessage) => {
    response.writeHead(reply.statusCode!, reply.headers);
    reply.pipe(response);
  });
  onwards.on('error', () => response.writeHead(502).end());
  request.pipe(onwards);
}).on('connect', (request, socket) => {
  passed.push(request.url!);
  const [host = '', port = ''] = request.url!.split(':');
  const onwards = connect(Number(port), host, () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.pipe(onwards).pipe(socket);
  });
  onwards.on('error', () => socket.destroy());
  socket.on('error', () => onwards.destroy());
});
await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
after(() => {
  proxy.closeAllConnections();
  proxy.close();
});

const site = await startSite({args: [`--proxy-server=127.0.0.1:${(proxy.address() as AddressInfo).port}`, '--proxy-bypass-list=<-loopback>']});
const ours = new URL(site.served.url).host;

test('the proxy sees a request to another origin, so that its silence means something', async () => {
  const page = await site.browser.newPage();
  await page.goto('http://elsewhere.test/').catch(() => {});
  await page.close();
  assert.ok(passed.includes('elsewhere.test'), passed.join(' '));
});

test('while profiles are opened and every view is visited, nothing is asked of another origin', async () => {
  passed.length = 0;
  const folder = join(import.meta.dirname, '../../public/samples');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.pb.gz'))) {
    const {page, complaints, openFile, views} = await openTab(site.browser, site.served.url);
    await openFile(join(folder, name));
    await views.first().waitFor();
    for (let view = 0; view < await views.count(); view++) {
      await views.nth(view).click();
      await page.waitForLoadState('networkidle');
    }
    assert.deepEqual(complaints, []);
    await page.close();
  }
  assert.ok(passed.length > 0);
  // The browser looks up its own maker now and then (sign-in, form filling), which no page can forbid.
  const strangers = [...new Set(passed)].filter((host) => host !== ours && !/\.google(apis)?\.com:443$/.test(host));
  assert.deepEqual(strangers, []);
});
