import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
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
