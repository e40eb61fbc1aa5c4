import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
import type {Page} from 'playwright-core';
import {barriers} from './accessible.js';
import {addressOf, openTab, startSite} from './harness.js';

const site = await startSite();
site.browser.setDefaultTimeout(10_000);

/** The smallest profile with a sample type, and a string of its own that makes it another one. */
function tiny(word: string): Buffer {
  const text = Buffer.from(word);
  return Buffer.concat([Buffer.from([0x0a, 2, 8, 1, 0x32, 0, 0x32, 3, 0x63, 0x70, 0x75, 0x32, text.length]), text]);
}

/** Gives the page tiny profiles of these names, and goes home. */
async function add(page: Page, names: readonly string[]): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(names.map((name) => ({name, mimeType: 'application/octet-stream', buffer: tiny(name)})));
  if (names.length > 2) await page.getByRole('button', {name: 'Open the first'}).click();
  await page.locator('work-space').waitFor();
  await page.getByRole('button', {name: 'Icicle: home'}).click();
  for (const name of names) await row(page, name).waitFor();
}

const row = (page: Page, name: string) => page.getByRole('button', {name: `Open ${name}`, exact: true});
const names = (page: Page) => page.locator('library-list .open').allInnerTexts();

async function pick(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole('button', {name: `More for ${name}`, exact: true}).click();
  await page.getByRole('menuitem', {name: item, exact: true}).click();
}

test('a profile is pinned, tagged and noted, found by each word, and keeps all of it over a reload', async () => {
  const {page, complaints} = await site.open();
  await add(page, ['a1', 'a2', 'a3', 'a4', 'a5', 'a10']);
  await pick(page, 'a2', 'Rename…');
  await page.getByLabel('Note').fill('before the fix');
  await page.getByLabel('Tags, with commas between').fill('checkout, slow, slow');
  await page.getByRole('dialog').getByRole('button', {name: 'Save'}).click();
  await pick(page, 'a5', 'Pin');
  await page.getByText('pinned').waitFor({state: 'attached'});
  await page.reload();
  await row(page, 'a5').waitFor();
  assert.equal((await names(page))[0], 'a5');
  const search = page.getByRole('searchbox', {name: 'Search the library'});
  await search.fill('FIX checkout');
  await row(page, 'a1').waitFor({state: 'detached'});
  assert.deepEqual(await names(page), ['a2']);
  await search.fill('nothing has this');
  await page.getByText('No profile has “nothing has this”').waitFor();
  await search.fill('');
  await page.getByRole('button', {name: 'More for the library'}).click();
  await page.getByRole('menuitemradio', {name: 'Name'}).click();
  await page.waitForFunction(() => document.querySelector('app-root')!.shadowRoot!.querySelector('home-page')!.shadowRoot!.querySelector('library-list')!.shadowRoot!.querySelectorAll('.open')[1]!.textContent === 'a1');
  assert.deepEqual(await names(page), ['a5', 'a1', 'a2', 'a3', 'a4', 'a10']);
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a profile comes back from the library as it was looked at, known by its shape, and the browser is asked once to keep it', async () => {
  const own = await startSite();
  const {page, complaints, openFile} = await own.open();
  const asked = (page: Page) => page.evaluate(() => Number(localStorage.getItem('test.asked') ?? 0));
  await page.addInitScript(() => {
    StorageManager.prototype.persist = async () => {
      localStorage.setItem('test.asked', String(Number(localStorage.getItem('test.asked') ?? 0) + 1));
      return false;
    };
  });
  await page.reload();
  await openFile('test/profiles/go1.24.cpu.pb.gz');
  await page.getByRole('tab', {name: 'Top'}).click();
  await page.locator('top-view .row').first().click();
  await page.keyboard.press('f');
  await page.locator('filter-bar .chip').waitFor();
  const looked = await page.evaluate(() => location.hash);
  for (const way of ['home', 'reload'] as const) {
    await page.getByRole('button', {name: 'Icicle: home'}).click();
    if (way === 'reload') await page.reload();
    await page.locator('shape-stamp rect').nth(5).waitFor({state: 'attached'});
    await page.getByText(/^1 profile, [\d.]+\sKB on this device/).waitFor();
    await row(page, 'go1.24.cpu.pb.gz').click();
    await page.locator('top-view .row').first().waitFor();
    assert.equal(await page.evaluate(() => location.hash), looked, way);
  }
  await openFile('test/profiles/go1.24.server.heap.pb.gz');
  await page.locator('profile-header .name', {hasText: 'heap'}).waitFor();
  await page.getByRole('button', {name: 'Icicle: home'}).click();
  await page.getByText(/^2 profiles, [\d.]+\sKB on this device/).waitFor();
  assert.equal(await asked(page), 1);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('what one tab deletes goes from every tab, and comes back in every tab', async () => {
  const {page} = await site.open();
  const {page: other} = await site.open();
  await row(other, 'a3').waitFor();
  await pick(page, 'a3', 'Delete');
  await row(other, 'a3').waitFor({state: 'detached'});
  await page.getByRole('button', {name: 'Undo'}).click();
  await row(other, 'a3').waitFor();
  await row(page, 'a3').click();
  await page.locator('work-space').waitFor();
  await page.close();
  await other.close();
});

test('the library leaves as one zip, and comes to another browser with all that was said of it', async () => {
  const {page} = await site.open();
  await row(page, 'a2').waitFor();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', {name: 'More for the library'}).click();
  await page.getByRole('menuitem', {name: 'Export the library…'}).click();
  const download = await saving;
  assert.match(download.suggestedFilename(), /^icicle-library-\d{4}-\d\d-\d\d\.zip$/);
  const zip = await readFile(await download.path());
  await page.close();

  const elsewhere = await startSite();
  const {page: fresh, complaints} = await openTab(elsewhere.browser, elsewhere.served.url);
  const give = (name: string, buffer: Buffer) => fresh.locator('input[type=file]').first().setInputFiles([{name, mimeType: 'application/zip', buffer}]);
  await give('x.zip', Buffer.from('not a zip at all, but long enough to look'));
  await fresh.getByText('This zip is not an exported library').waitFor();
  // One byte of the last profile's text.
  const wrong = Buffer.from(zip);
  wrong[wrong.indexOf('\x32\x02a4') + 3]! ^= 1;
  await give('library.zip', wrong);
  await fresh.getByText('5 profiles added, 1 damaged and left out').waitFor();
  await give('library.zip', zip);
  await fresh.getByText('1 profile added, 5 here already').waitFor();
  await row(fresh, 'a4').waitFor();
  await fresh.getByRole('searchbox', {name: 'Search the library'}).fill('checkout');
  await row(fresh, 'a1').waitFor({state: 'detached'});
  assert.deepEqual(await names(fresh), ['a2']);
  await row(fresh, 'a2').click();
  await fresh.locator('work-space').waitFor();
  assert.deepEqual(complaints, []);
  await fresh.close();
});

test('more than twenty profiles are in groups that fold, unless the person says otherwise', async () => {
  const {page} = await site.open();
  await row(page, 'a1').waitFor();
  await add(page, Array.from({length: 19}, (_, n) => `b${n}`));
  const group = page.getByRole('button', {name: 'Files · 25 profiles'});
  await group.waitFor();
  await group.click();
  await row(page, 'b1').waitFor({state: 'detached'});
  await group.click();
  await row(page, 'b1').waitFor();
  assert.deepEqual(await barriers(page), []);
  await page.getByRole('button', {name: 'More for the library'}).click();
  await page.getByRole('menuitemradio', {name: 'Group by service'}).click();
  await group.waitFor({state: 'detached'});
  await page.close();
});

test('what is shared with the installed page is opened by it, and goes to no server', async () => {
  const {page} = await site.open();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const asked: string[] = [];
  site.served.server.on('request', ({method, url}) => asked.push(`${method} ${url}`));
  // As the system does it: another page sends the form, and the browser goes to the answer.
  await page.goto('about:blank');
  await page.setContent(`<form method="post" enctype="multipart/form-data" action="${site.served.url}share"><input type="file" name="files"></form>`);
  await page.locator('input').setInputFiles([{name: 'shared ü.pb', mimeType: 'application/octet-stream', buffer: tiny('shared')}]);
  await page.evaluate(() => document.forms[0]!.submit());
  await page.locator('profile-header').getByText('shared ü.pb').waitFor();
  assert.equal(await page.evaluate(async () => caches.has('icicle-inbox')), false);
  await page.goto('about:blank');
  await page.setContent(`<form method="post" enctype="multipart/form-data" action="${site.served.url}share"><input name="text" value="look at http://127.0.0.1:9/heap"></form>`);
  await page.evaluate(() => document.forms[0]!.submit());
  await page.getByText('This link asks to load http://127.0.0.1:9/heap.').waitFor();
  assert.deepEqual(asked.filter((line) => line.startsWith('POST')), []);
  await page.close();
});

// A link may name an address in each of these ways. None is asked before the person says so.
for (const [path, action] of [
  ['?url=http%3A%2F%2F192.168.0.5%3A6060%2Fdebug%2Fpprof%2Fheap', 'Cancel'],
  ['#url=http%3A%2F%2Flocalhost%3A6060%2Fdebug%2Fpprof%2Fheap', 'Cancel'],
  ['?url=https%3A%2F%2Fexample.com%2Fcpu.pb.gz', 'Open'],
  ['#/top?url=https%3A%2F%2Fexample.com%2Fcpu.pb.gz', 'Open'],
] as const) {
  test(`the link ${decodeURIComponent(path)} asks first, and ${action} is the answer that is offered`, async () => {
    const {page} = await site.open(path);
    await page.getByRole('heading', {name: 'Open this address?'}).waitFor();
    assert.equal(await page.getByRole('dialog').locator('.btn.primary').innerText(), action);
    assert.equal(await page.locator('page-footer').getByText('0 requests').count(), 1);
    const {search, hash} = new URL(await addressOf(page));
    assert.equal(search + hash, '');
    await page.getByRole('button', {name: 'Cancel'}).click();
    await page.getByRole('dialog').waitFor({state: 'detached'});
    await page.close();
  });
}
