import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, test} from 'node:test';
import type {Page} from 'playwright-core';
import {encodeProfile} from '../../src/profile/encode.js';
import {leakingHeap} from '../helpers/leaking-heap.js';
import {profileOf} from '../helpers/profile-of.js';
import {barriers} from './accessible.js';
import {addressOf, startSite} from './harness.js';

const site = await startSite();
site.browser.setDefaultTimeout(30_000);

async function give(page: Page, files: readonly (readonly [name: string, bytes: Buffer])[]): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(files.map(([name, buffer]) => ({name, mimeType: 'application/octet-stream', buffer})));
}

const says = (page: Page) => page.locator('series-page .says .first').innerText();
const grew = 'inuse_space grew from 10 MB to 26 MB in 2 minutes. main.remember accounts for 100 % of that, growing in 2 of 2 steps. Of three snapshots one in six grows by chance alone. Collect more to be sure.';

/** A text as it reads, whatever spaces it is set with. */
const plain = (text: string) => text.replace(/\s+/g, ' ').trim();

test('three heaps that are given together become a series, which says who leaks, and is there again after a reload', async () => {
  const {page, complaints} = await site.open();
  // The order of the files is not the order of time.
  await give(page, [['c.pb', leakingHeap(2)], ['a.pb', leakingHeap(0)], ['b.pb', leakingHeap(1)]]);
  await page.getByRole('dialog').getByRole('heading', {name: '3 profiles together'}).waitFor();
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press('Enter');
  await page.locator('series-page .says').waitFor();
  assert.equal(plain(await says(page)), grew);
  await page.reload();
  await page.locator('series-page .says').waitFor();
  assert.equal(plain(await says(page)), grew);

  assert.deepEqual(await page.locator('series-page .list tbody th').allInnerTexts(), ['a.pb', 'b.pb', 'c.pb']);
  assert.equal(await page.locator('series-plot circle').count(), 3);
  const rows = page.locator('series-rows tbody tr');
  assert.deepEqual((await rows.first().locator('td:not(.trend)').allInnerTexts()).map(plain), ['4 MB', '20 MB', '+16 MB', '100 %', '+8 MB/min', '2 / 2']);
  assert.equal(await rows.first().locator('.mark').innerText(), 'leak suspect');
  assert.equal(await page.locator('series-rows .mark').count(), 1);

  // By total the callers of a leak rise with it.
  await page.getByRole('radio', {name: 'Drives'}).focus();
  await page.keyboard.press('ArrowLeft');
  await page.locator('series-rows').getByRole('button', {name: 'main.main', exact: true}).waitFor();
  assert.equal(await rows.first().locator('.mark').innerText(), 'keeps rising');
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('two points of the plot are compared, and a function is shown in the flame graph of the last snapshot', async () => {
  const {page} = await site.open();
  await give(page, [['a.pb', leakingHeap(0)], ['b.pb', leakingHeap(1)], ['c.pb', leakingHeap(2)]]);
  await page.getByRole('button', {name: 'Series', exact: true}).click();
  await page.locator('series-rows').getByRole('button', {name: 'main.remember'}).click();
  await page.locator('work-space').waitFor();
  assert.equal(await page.locator('profile-header .name').innerText(), 'c.pb');
  assert.match(await addressOf(page), /#\/flamegraph\?.*selected=main\.remember|#\/flamegraph\?.*=main\.remember/);
  await page.goBack();
  await page.locator('series-plot circle').nth(2).waitFor();

  const {x, y, width} = (await page.locator('series-plot svg').boundingBox())!;
  await page.mouse.click(x + width - 16, y + 100);
  await page.mouse.click(x + width / 2 + 24, y + 100);
  assert.equal(await page.getByRole('radio', {name: 'Compare from b.pb'}).isChecked(), true);
  assert.equal(await page.getByRole('radio', {name: 'Compare to c.pb'}).isChecked(), true);
  await page.getByRole('radio', {name: 'Compare from a.pb'}).check();
  await page.locator('series-page').getByRole('button', {name: 'Compare', exact: true}).click();
  await page.locator('work-space').waitFor();
  assert.match(await addressOf(page), /#\/flamegraph\?.*vs=/);
  await page.close();
});

test('files of several kinds are asked about by kind, and a merge adds up', async () => {
  const {page} = await site.open();
  const cpu = Buffer.from(encodeProfile(profileOf('cpu nanoseconds', 'main.main 10')));
  await give(page, [['a.pb', leakingHeap(0)], ['b.pb', leakingHeap(1)], ['cpu.pb', cpu], ['c.pb', leakingHeap(2)]]);
  await page.getByRole('dialog').getByRole('heading', {name: '4 profiles together'}).waitFor();
  assert.deepEqual(await page.getByRole('dialog').getByRole('button').allInnerTexts(), ['Series of 3 (Heap)', 'Merge 3 (Heap)', 'Open the first']);
  await page.getByRole('button', {name: 'Merge 3 (Heap)'}).click();
  await page.locator('work-space').waitFor();
  assert.equal(await page.locator('profile-header .name').innerText(), '3 Heap profiles merged');
  assert.equal(plain(await page.getByRole('radio', {name: /^In use .* MB$/}).innerText()), 'In use 54 MB');
  // The library has them all together too.
  await page.getByRole('button', {name: 'Icicle: home'}).click();
  await page.getByRole('button', {name: 'More for the library'}).click();
  await page.getByRole('menuitem', {name: /^Series or merge of \d profiles…$/}).click();
  await page.getByRole('button', {name: /^Series of \d \(Heap\)$/}).waitFor();
  await page.keyboard.press('Escape');
  for (const name of ['a.pb', 'b.pb', 'c.pb']) await page.getByRole('checkbox', {name: `Select ${name}`}).check();
  await page.getByText('3 profiles selected').waitFor();
  assert.deepEqual(await barriers(page), []);
  await page.getByRole('button', {name: 'Series or merge…', exact: true}).click();
  await page.getByRole('button', {name: 'Series', exact: true}).click();
  await page.getByRole('heading', {name: /^Series of 3 snapshots/}).waitFor();
  await page.close();
});

test('a series is collected while the page is open, each snapshot kept before it is shown, and goes on elsewhere on the page', async () => {
  let asked = 0;
  let goOn = (): void => {};
  const seen = new Promise<void>((resolve) => (goOn = resolve));
  const service = createServer(async (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
    // The last answer waits until the page was seen collecting.
    if (asked === 3) await seen;
    // The second answer is a failure, which does not end the series.
    if (++asked === 2) response.writeHead(503, {'Content-Type': 'text/plain'}).end('busy\n');
    else response.writeHead(200, {'Content-Type': 'application/octet-stream'}).end(leakingHeap(10 + asked));
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  after(() => service.close());
  const {page} = await site.open();
  await page.getByLabel('Address of the service').fill(`http://127.0.0.1:${(service.address() as AddressInfo).port}/debug/pprof/heap`);
  await page.getByRole('button', {name: 'More profiles…'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('A series', {exact: true}).click();
  await dialog.getByLabel('Seconds from one to the next').fill('1');
  await dialog.getByLabel('Snapshots').fill('4');
  await dialog.getByLabel('Name').fill('leak');
  assert.deepEqual(await barriers(page), []);
  await dialog.getByRole('button', {name: 'Collect the series'}).click();
  await page.locator('series-page').getByText('Collecting').first().waitFor();
  await page.getByRole('button', {name: 'Icicle: home'}).click();
  goOn();
  await page.getByText('3 snapshots collected.').waitFor();
  assert.deepEqual((await page.locator('library-list .open').allInnerTexts()).filter((name) => name.startsWith('leak')), ['leak 4', 'leak 3', 'leak 1']);
  await page.getByText(/^1 attempt failed: /).waitFor();
  await page.getByRole('button', {name: 'Show the series'}).click();
  await page.locator('series-page .says').waitFor();
  assert.match(plain(await says(page)), /^inuse_space grew from 98 MB to 122 MB in 3 minutes\. main\.remember accounts for 100 % of that/);
  assert.equal(asked, 4);
  await page.getByRole('button', {name: 'Dismiss'}).click();
  await page.close();
});

test('a link to a series that is not here asks for its files', async () => {
  const {page} = await site.open('#/series?ids=0123456789abcdef.123456789abcdef0');
  await page.getByRole('heading', {name: 'These snapshots are not on this device'}).waitFor();
  await page.getByRole('button', {name: 'Choose the files'}).waitFor();
  assert.deepEqual(await barriers(page), []);
  await page.close();
});
