import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {gunzipSync} from 'node:zlib';
import {decodeProfile} from '../helpers/decode-profile.js';
import {barriers} from './accessible.js';
import {startSite} from './harness.js';

const site = await startSite();
const hotspot = 'test/profiles/go1.24.hotspot.before.cpu.pb.gz';

test('Export gives each file that it names, and all of them are named after the profile', async () => {
  const {page, openFile, complaints} = await site.open();
  await openFile(hotspot);
  await page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
  const button = page.getByRole('button', {name: 'Export ▾'});
  const saved = async (item: RegExp) => {
    await button.click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', {name: item}).click()]);
    return {name: download.suggestedFilename(), bytes: await readFile(await download.path())};
  };
  await button.click();
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press('Escape');

  const png = await saved(/^Flame graph as PNG 1440/);
  const twice = await saved(/^Flame graph as PNG ×2/);
  // A PNG says its width in bytes 16 to 19, and its height after that.
  assert.deepEqual([png.name, png.bytes.toString('latin1', 1, 4), png.bytes.readUInt32BE(16)], ['go1.24.hotspot.before.cpu.flamegraph.png', 'PNG', 1440]);
  assert.deepEqual([twice.bytes.readUInt32BE(16), twice.bytes.readUInt32BE(20)], [2880, 2 * png.bytes.readUInt32BE(20)]);

  const svg = await saved(/^Flame graph as SVG/);
  const picture = await site.browser.newPage();
  await picture.goto(`data:image/svg+xml;base64,${svg.bytes.toString('base64')}`);
  const titles = await picture.evaluate(() => [...document.querySelectorAll('g > title')].map((title) => title.textContent!.split(' (')[0]!));
  await picture.close();
  assert.deepEqual(titles.slice(0, 2), ['All samples', 'runtime.main']);

  const csv = await saved(/^Top as CSV/);
  assert.equal(csv.name, 'go1.24.hotspot.before.cpu.top.csv');
  // go tool pprof -top: 170ms 21.25% and 350ms 43.75%.
  assert.match(csv.bytes.toString(), /^170000000,21\.25,350000000,43\.75,regexp\.\(\*machine\)\.add,regexp,/m);
  assert.match((await saved(/^Top as Markdown/)).bytes.toString(), /^\| 170000000 \| 21\.25 \|/m);

  const top = await saved(/^pprof’s text/);
  assert.equal(top.name, 'go1.24.hotspot.before.cpu.top.txt');
  assert.match(top.bytes.toString(), /^ +170ms 21\.25% 21\.25% +350ms 43\.75% {2}regexp\.\(\*machine\)\.add$/m);
  assert.match((await saved(/^DOT/)).bytes.toString(), /^digraph "/);
  assert.match((await saved(/^Callgrind/)).bytes.toString(), /^positions: instr line\nevents: cpu\(/);

  await page.evaluate(() => (location.hash += '&f=Gzip'));
  await page.locator('filter-bar').getByText('110 ms').first().waitFor();
  const proto = await saved(/^Filtered profile/);
  assert.equal(proto.name, 'go1.24.hotspot.before.cpu.filtered.pb.gz');
  // go tool pprof -focus=Gzip -top: 110ms of 800ms, at 100 Hz.
  const {samples} = decodeProfile(gunzipSync(proto.bytes));
  assert.equal(Array.from({length: samples.length}, (_, row) => samples.values[0]!.number(row)).reduce((sum, value) => sum + value, 0), 11);
  const original = await saved(/^Original file/);
  assert.deepEqual([original.name, original.bytes.equals(await readFile(hotspot))], ['go1.24.hotspot.before.cpu.pb.gz', true]);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a report is one file that opens without a server, with pprof\'s numbers, and says no name that was replaced', async () => {
  const {page, openFile, complaints} = await site.open();
  await openFile(hotspot);
  await page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
  await page.getByRole('button', {name: 'Export ▾'}).click();
  await page.getByRole('menuitem', {name: /^Report as one HTML file/}).click();
  const dialog = page.getByRole('dialog', {name: 'Report as one HTML file'});
  await dialog.getByText('The file has').waitFor();
  assert.deepEqual(await barriers(page), []);
  await dialog.getByLabel('Search what will leave').fill('countSlow');
  await dialog.getByText('main.countSlow').waitFor();
  await dialog.getByRole('combobox', {name: /^Functions/}).selectOption('own');
  await dialog.getByText('main.countSlow').waitFor({state: 'detached'});
  await dialog.getByText('0 functions').waitFor();
  await dialog.getByText('The file has').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', {name: 'Save HTML'}).click()]);
  assert.equal(download.suggestedFilename(), 'CPU-profile.html');
  const folder = await mkdtemp(join(tmpdir(), 'icicle-report-'));
  const saved = join(folder, 'CPU-profile.html');
  await download.saveAs(saved);

  const html = await readFile(saved, 'utf8');
  const [, packed = ''] = /data-name="CPU-profile\.pb\.gz">([^<]*)</.exec(html) ?? [];
  const inside = gunzipSync(Buffer.from(packed, 'base64')).toString('latin1');
  const original = decodeProfile(gunzipSync(await readFile(hotspot)));
  const text = (row: number) => original.strings.get(row);
  const own = Array.from(original.functions.name, text).filter((name) => /^(?:main|capture\/work)\./.test(name) && name !== 'main.main');
  const folders = Array.from(original.functions.filename, text).filter((path) => path.includes('/'));
  const gone = [...own, ...folders, ...original.mappings.map(({buildId}) => buildId).filter((id) => id !== '')];
  assert.ok(own.length >= 3 && folders.length >= 3);
  assert.deepEqual(gone.filter((name) => html.includes(name) || inside.includes(name)), []);

  const report = await site.browser.newPage();
  const said: string[] = [];
  report.on('console', (message) => said.push(message.text()));
  report.on('pageerror', (error) => said.push(String(error)));
  const asked: string[] = [];
  report.on('request', (request) => asked.push(request.url()));
  await report.goto(pathToFileURL(saved).href);
  // go tool pprof -top: 170ms 21.25% 21.25% 350ms 43.75% regexp.(*machine).add.
  const first = report.locator('tbody tr').first();
  assert.deepEqual((await first.locator('td').allInnerTexts()).map((cell) => cell.replaceAll('\u00a0', ' ')), ['170 ms', '21.3 %', '21.3 %', '350 ms', '43.8 %', 'regexp.(*machine).add']);
  await report.getByRole('button', {name: 'Total (cum)'}).click();
  // The first of them by cum is runtime.main with 760ms, 95%.
  assert.deepEqual((await report.locator('tbody tr').first().locator('td').allInnerTexts()).slice(3, 5).map((cell) => cell.replaceAll('\u00a0', ' ')), ['760 ms', '95 %']);
  await report.getByLabel('Find a function').fill('regexp.(*machine).add');
  // go tool pprof -focus='regexp\.\(\*machine\)\.add' -top: 350ms of 800ms.
  await report.getByRole('status').getByText(/boxes, 43\.8\s%/).waitFor();
  await first.getByRole('button').click();
  await report.getByRole('button', {name: 'Reset zoom'}).click();
  await report.getByRole('img', {name: /^Flame graph of cpu/}).hover({position: {x: 40, y: 10}});
  await report.getByText('All samples 800\u00a0ms (100\u00a0%)').waitFor();
  await report.getByText('go tool pprof -top -trim=false -sample_index=cpu CPU-profile.pb.gz').waitFor();
  assert.deepEqual(await barriers(report), []);
  assert.deepEqual([said, asked.filter((address) => !address.startsWith('file:'))], [[], []]);
  await report.close();

  await page.getByText('Saved CPU-profile.html').waitFor();
  await openFile(saved);
  await page.locator('profile-header').getByText('CPU-profile.pb.gz').first().waitFor();
  await page.getByRole('tab', {name: 'Top'}).click();
  await page.locator('top-view .row').filter({hasText: 'regexp.(*machine).add'}).getByText('170 ms').waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
  await rm(folder, {recursive: true});
});
