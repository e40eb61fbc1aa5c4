import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {mkdtemp, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import type {Page} from 'playwright-core';
import {barriers} from './accessible.js';
import {addressOf, startSite} from './harness.js';

const site = await startSite();
const cpu = 'test/profiles/go1.24.cpu.pb.gz';
const heap = 'test/profiles/go1.24.server.heap.pb.gz';
const folder = await mkdtemp(join(tmpdir(), 'icicle-files-'));

/** A tab with an open profile, and the table of its functions. */
async function openTop(path: string) {
  const tab = await site.open();
  await tab.openFile(path);
  await tab.page.locator('work-space').waitFor();
  await tab.page.getByRole('tab', {name: 'Top'}).click();
  await rows(tab.page).first().waitFor();
  return tab;
}

function rows(page: Page) {
  return page.locator('top-view .row');
}

async function firstName(page: Page): Promise<string> {
  return (await rows(page).first().locator('bdi').textContent()) ?? '';
}

async function marks(page: Page): Promise<string[]> {
  return page.evaluate(() => performance.getEntriesByType('mark').map(({name}) => name));
}

test('a picked file opens, and the marks for measurement follow one another', async () => {
  const {page, complaints, openFile} = await site.open();
  await openFile(cpu);
  await page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
  assert.deepEqual((await marks(page)).filter((name) => /profile-opened|view-painted/.test(name)), ['profile-opened', 'view-painted']);
  assert.match(await page.title(), /^go1\.24\.cpu\.pb\.gz/);
  assert.match(await page.locator('profile-header .line').innerText(), /^cpuwork · 3\.22\ss at 100 Hz · 261 samples/);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('Top shows the numbers that pprof prints', async () => {
  const {page} = await openTop(cpu);
  await page.getByRole('button', {name: 'Self', exact: true}).first().click();
  // go tool pprof -top: 790ms 30.27% 30.27% 790ms 30.27% crypto/internal/fips140/sha256.blockSHANI
  const first = rows(page).first();
  assert.equal(await first.locator('bdi').textContent(), 'crypto/internal/fips140/sha256.blockSHANI');
  assert.deepEqual((await first.locator('.value').allTextContents()).slice(1).map((text) => text.replace(/\s/g, ' ')), ['790 ms', '790 ms']);
  await page.close();
});

test('a reload restores the view, the filter, the search, the sample type and the selection', async () => {
  const {page} = await openTop(cpu);
  await page.getByRole('radio', {name: /samples/}).click();
  await rows(page).nth(1).click();
  await page.getByRole('button', {name: 'Focus'}).click();
  await page.locator('filter-bar .chip').waitFor();
  await page.locator('filter-bar input[type=search]').fill('sha256');
  await page.locator('filter-bar .result', {hasText: 'rows'}).waitFor();
  const address = await addressOf(page);
  const before = await page.locator('top-view').locator('.row bdi').allTextContents();
  await page.reload();
  await rows(page).first().waitFor();
  await page.locator('filter-bar .result', {hasText: 'rows'}).waitFor();
  assert.equal(await addressOf(page), address);
  assert.deepEqual(await page.locator('top-view').locator('.row bdi').allTextContents(), before);
  assert.equal(await page.getByRole('radio', {name: /samples/}).getAttribute('aria-checked'), 'true');
  assert.equal(await page.locator('filter-bar input[type=search]').inputValue(), 'sha256');
  await page.getByText('Selected function').waitFor();
  await page.close();
});

test('Back and Forward follow views and filters, and U takes a filter back', async () => {
  const {page} = await openTop(cpu);
  await rows(page).first().click();
  await page.keyboard.press('i');
  const chips = page.locator('filter-bar .chip');
  await chips.waitFor();
  await page.goBack();
  await chips.waitFor({state: 'detached'});
  await page.goForward();
  await chips.waitFor();
  await page.keyboard.press('u');
  await chips.waitFor({state: 'detached'});
  await page.keyboard.press('Shift+U');
  await chips.waitFor();
  await page.keyboard.press('1');
  await page.waitForFunction(() => location.hash.startsWith('#/flamegraph'));
  await page.goBack();
  await page.waitForFunction(() => location.hash.startsWith('#/top'));
  await page.close();
});

test('a pattern with an error is named with its place, and what was shown stays', async () => {
  const {page, complaints} = await openTop(cpu);
  const before = await page.locator('top-view .tools .rows').innerText();
  await page.getByRole('button', {name: 'Add a filter'}).click();
  await page.getByRole('menuitem', {name: /^focus/}).click();
  await page.locator('filter-bar form input').fill('main.(');
  await page.keyboard.press('Enter');
  const alert = page.locator('filter-bar').getByRole('alert');
  await alert.getByText('missing closing )').waitFor();
  assert.match(await alert.innerText(), /position 6/);
  assert.equal(await page.locator('top-view .tools .rows').innerText(), before);
  assert.equal(await page.locator('filter-bar .chip.wrong').count(), 1);
  await page.getByRole('button', {name: /^Edit filter focus/}).click();
  assert.equal(await page.locator('filter-bar form input').inputValue(), 'main.(');
  await page.locator('filter-bar form input').fill('main.');
  await page.keyboard.press('Enter');
  await alert.getByText('missing closing').waitFor({state: 'detached'});
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a focus that matches nothing says so, says what may be meant, and that is a click away', async () => {
  const {page} = await openTop(cpu);
  await page.getByRole('button', {name: 'Add a filter'}).click();
  await page.getByRole('menuitem', {name: /^focus/}).click();
  await page.locator('filter-bar form input').fill('blokSHANI');
  await page.keyboard.press('Enter');
  await page.getByText('Nothing matches').waitFor();
  await page.getByRole('button', {name: 'Use crypto/internal/fips140/sha256.blockSHANI'}).click();
  await page.getByText('Nothing matches').waitFor({state: 'detached'});
  await rows(page).first().waitFor();
  await page.close();
});

test('a search in Top says what lies in the samples through its rows, each once, be they of self time or not', async () => {
  const {page, complaints} = await openTop('test/profiles/go1.24.hotspot.before.cpu.pb.gz');
  await page.locator('filter-bar input[type=search]').fill('Close');
  // go tool pprof -top -focus=Close: Showing nodes accounting for 70ms, 8.75% of 800ms total; three rows with Close have 0 flat.
  await page.locator('filter-bar .result').getByText('8.75\u00a0% in 3 rows').waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});

test('Top is worked with the keyboard alone', async () => {
  const {page} = await openTop(cpu);
  const grid = page.getByRole('grid');
  await grid.focus();
  await page.keyboard.press('End');
  const last = Number(await grid.getAttribute('aria-rowcount')) - 2;
  await page.waitForFunction((wanted) => document.querySelector('app-root')?.shadowRoot?.querySelector('work-space')?.shadowRoot?.querySelector('top-view')?.shadowRoot
    ?.querySelector(`#row-${wanted}`)?.getAttribute('aria-selected') === 'true', last);
  assert.equal(await grid.getAttribute('aria-activedescendant'), `row-${last}`);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.locator('#row-1[aria-selected=true]').waitFor();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', {name: /^Focus/}).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.startsWith('#/flamegraph'));
  await page.close();
});

test('a slash goes to the search, and letters in it are letters', async () => {
  const {page} = await openTop(cpu);
  await page.keyboard.press('/');
  await page.keyboard.type('u2/fih');
  assert.equal(await page.locator('filter-bar input[type=search]').inputValue(), 'u2/fih');
  assert.match(await addressOf(page), /#\/top/);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('filter-bar input[type=search]').inputValue(), '');
  await page.close();
});

test('the totals of a heap stand in the buttons of its types, and the choice keeps the selection', async () => {
  const {page} = await openTop(heap);
  const radios = page.getByRole('radiogroup', {name: 'Sample type'}).getByRole('radio');
  // go tool pprof -top -sample_index=… prints totals of 3757.88kB, 22384, 217.01MB and 2455297.
  assert.deepEqual((await radios.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ')), ['In use 3.67 MB', 'In use 22,384 objects', 'Allocated 217 MB', 'Allocated 2.5 M objects']);
  await rows(page).first().click();
  const name = await page.locator('side-panel h2').innerText();
  await page.keyboard.press('t');
  await page.waitForFunction(() => new URLSearchParams(location.hash.split('?')[1]).get('si') === 'inuse_objects');
  assert.equal(await page.locator('side-panel h2').innerText(), name);
  await page.close();
});

test('a link to a profile that is not here asks for it, and with it opens as it says', async () => {
  const bytes = await readFile('test/profiles/multitype.pb.gz');
  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const {page, openFile} = await site.open(`#/top?q=main&id=${id}&of=lost.pb.gz`);
  await page.getByText('This link needs lost.pb.gz').waitFor();
  await openFile('test/profiles/multitype.pb.gz');
  await page.locator('top-view').waitFor();
  assert.equal(await page.locator('filter-bar input[type=search]').inputValue(), 'main');
  await page.close();
});

test('another file than the one that a link needs is opened by itself', async () => {
  const {page, openFile} = await site.open('#/top?f=main&id=0123456789abcdef&of=lost.pb.gz');
  await page.getByText('This link needs lost.pb.gz').waitFor();
  await openFile(cpu);
  await page.getByText('another profile than the one that the link needs').waitFor();
  assert.match(await addressOf(page), /#\/flamegraph\?id=/);
  await page.close();
});

test('a profile that is opened once more stays as it is looked at', async () => {
  const {page, openFile} = await openTop(cpu);
  await rows(page).first().click();
  await page.keyboard.press('h');
  await page.locator('filter-bar .chip').waitFor();
  const address = await addressOf(page);
  await openFile(cpu);
  await page.waitForFunction(() => performance.getEntriesByName('profile-opened').length > 1);
  assert.equal(await addressOf(page), address);
  await page.close();
});

test('an address in a link is not asked before the person says so', async () => {
  const {page} = await site.open(`#url=${encodeURIComponent(`${site.served.url}samples/heap.pb.gz`)}`);
  await page.getByRole('heading', {name: 'Open this address?'}).waitFor();
  assert.equal(await page.locator('page-footer').getByText('0 requests').count(), 1);
  await page.getByRole('dialog').getByRole('button', {name: 'Open', exact: true}).click();
  await page.locator('work-space').waitFor();
  assert.equal(await page.locator('page-footer').getByText('1 request sent').count(), 1);
  await page.close();
});

test('a file that is none is named for what it is, and the open profile stays', async () => {
  const {page, openFile} = await openTop(cpu);
  const path = join(folder, 'page.pb.gz');
  await writeFile(path, '<!doctype html><title>404</title>404 page not found');
  await openFile(path);
  await page.getByRole('alert').getByText('This is not a pprof profile').waitFor();
  assert.equal(await firstName(page) !== '', true);
  await page.keyboard.press('Escape');
  await page.getByText('This is not a pprof profile').waitFor({state: 'detached'});
  await page.close();
});

test('a damaged and a cut file say where', async () => {
  const bytes = await readFile(cpu);
  const cut = join(folder, 'cut.pb.gz');
  await writeFile(cut, bytes.subarray(0, 5000));
  const {page, openFile} = await site.open();
  await openFile(cut);
  await page.getByText('This file is not complete').waitFor();
  await page.getByRole('alert').getByText(/at byte [\d,]+/).first().waitFor();
  await page.close();
});

test('the library shows what was opened; a deletion can be taken back', async () => {
  const {page, openFile} = await site.open();
  await openFile(heap, cpu);
  await page.locator('work-space').waitFor();
  assert.match(await page.title(), /^go1\.24\.cpu/);
  await page.getByRole('button', {name: 'Icicle: home'}).click();
  const entry = page.getByRole('button', {name: 'Open go1.24.server.heap.pb.gz'});
  await entry.waitFor();
  await page.getByRole('button', {name: 'More for go1.24.server.heap.pb.gz'}).click();
  await page.getByRole('menuitem', {name: 'Delete'}).click();
  await entry.waitFor({state: 'detached'});
  await page.getByRole('button', {name: 'Undo'}).click();
  await entry.waitFor();
  await page.getByRole('button', {name: 'More for go1.24.server.heap.pb.gz'}).click();
  await page.getByRole('menuitem', {name: 'Rename…'}).click();
  await page.getByRole('textbox', {name: 'Name'}).fill('my heap');
  await page.keyboard.press('Enter');
  await page.getByRole('button', {name: 'Open my heap'}).click();
  await page.locator('work-space').waitFor();
  assert.match(await page.title(), /^my heap/);
  await page.close();
});

test('an example opens from its menu', async () => {
  const {page} = await site.open();
  await page.getByRole('button', {name: 'Try an example'}).click();
  await page.getByRole('menuitem', {name: 'Heap of a small server'}).click();
  await page.locator('work-space').waitFor();
  await page.close();
});

test('a dropped file opens', async () => {
  const {page} = await site.open();
  const bytes = [...await readFile(heap)];
  const data = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(content)], 'dropped.pb.gz'));
    return transfer;
  }, bytes);
  await page.dispatchEvent('app-root', 'dragover', {dataTransfer: data});
  await page.getByText('Drop to open').waitFor();
  await page.dispatchEvent('app-root', 'drop', {dataTransfer: data});
  await page.locator('work-space').waitFor();
  await page.close();
});

test('every finding has its words, and its link leads on', async () => {
  const {page} = await openTop(cpu);
  await page.locator('side-panel .finding').first().waitFor();
  await page.getByRole('button', {name: /^Start with/}).click();
  await page.getByText('Selected function').waitFor();
  await page.close();
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds no barrier on the home page and the workspace, ${theme}`, async () => {
    const {page, openFile} = await site.open();
    await page.emulateMedia({colorScheme: theme, reducedMotion: 'reduce'});
    await page.locator('home-page').waitFor();
    const found = (await barriers(page)).map((barrier) => `home: ${barrier}`);
    await openFile(cpu);
    await page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
    found.push(...(await barriers(page)).map((barrier) => `flame graph: ${barrier}`));
    await page.getByRole('tab', {name: 'Top'}).click();
    await rows(page).nth(2).click();
    await page.getByText('Called from').waitFor();
    found.push(...(await barriers(page)).map((barrier) => `top: ${barrier}`));
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    found.push(...(await barriers(page)).map((barrier) => `keys: ${barrier}`));
    assert.deepEqual(found, []);
    await page.close();
  });
}

test('a profile without samples says so', async () => {
  const {page, openFile, complaints} = await site.open();
  await openFile('test/profiles/nosamples.pb.gz');
  await page.locator('state-card').getByText('This profile has no samples').waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});

test('the theme is chosen, kept over a reload, and reaches the colours', async () => {
  const {page} = await site.open();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.getByRole('button', {name: 'Theme: auto'}).click();
  await page.getByRole('menuitemradio', {name: 'Theme: dark'}).click();
  assert.equal(await background(), 'rgb(13, 16, 20)');
  await page.reload();
  await page.getByRole('button', {name: 'Theme: dark'}).click();
  assert.equal(await background(), 'rgb(13, 16, 20)');
  await page.getByRole('menuitemradio', {name: 'Theme: light'}).click();
  assert.equal(await background(), 'rgb(244, 245, 247)');
  await page.getByRole('button', {name: 'Theme: light'}).click();
  await page.getByRole('menuitemradio', {name: 'Theme: auto'}).click();
  await page.close();
});

test('the details are moved out of the way with a key and widened with the keyboard', async () => {
  const {page} = await openTop(cpu);
  const aside = page.getByRole('complementary');
  const width = (await aside.boundingBox())!.width;
  await page.getByRole('separator').focus();
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction((before) => document.querySelector('app-root')!.shadowRoot!.querySelector('work-space')!.shadowRoot!.querySelector('aside')!.offsetWidth > before, Math.round(width));
  await page.keyboard.press(']');
  await aside.waitFor({state: 'hidden'});
  await page.keyboard.press(']');
  await aside.waitFor();
  await page.close();
});

test('letters can be switched off, and then do nothing', async () => {
  const {page} = await openTop(cpu);
  await page.keyboard.press('?');
  await page.getByRole('checkbox', {name: 'Single-letter keys'}).uncheck();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({state: 'detached'});
  const address = await addressOf(page);
  await page.keyboard.press('1');
  await page.keyboard.press('/');
  await page.keyboard.press('t');
  assert.equal(await addressOf(page), address);
  await page.evaluate(() => localStorage.removeItem('icicle.letters'));
  await page.close();
});

test('when the worker has ended, the next question is answered by another one', async () => {
  const {page} = await openTop(cpu);
  // Beside it there is the thread that draws.
  const names = await Promise.all(page.workers().map((worker) => worker.evaluate(() => self.name)));
  const worker = page.workers()[names.indexOf('icicle-worker')]!;
  const gone = new Promise((resolve) => worker.once('close', resolve));
  await worker.evaluate(() => void setTimeout(() => self.close(), 0));
  await gone;
  await page.getByRole('radio', {name: /samples/}).click();
  await rows(page).first().locator('.value', {hasText: /^82$/}).first().waitFor();
  await page.close();
});

test('the keyboard stands in the profile once it is open, and in the home page once that is back', async () => {
  const {page, openFile} = await site.open();
  const focused = () => page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.id;
  });
  await openFile(cpu);
  await page.locator('work-space').waitFor();
  await page.waitForFunction(() => document.activeElement?.localName === 'app-root');
  assert.equal(await focused(), 'main');
  await page.goBack();
  await page.locator('home-page').waitFor();
  await page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.localName === 'home-page');
  assert.equal(await focused(), 'main');
  await page.close();
});
