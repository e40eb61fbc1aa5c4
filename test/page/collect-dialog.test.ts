import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {after, test} from 'node:test';
import type {Page} from 'playwright-core';
import {barriers} from './accessible.js';
import {startSite} from './harness.js';
import {startPprofServer} from './pprof-server.js';

const site = await startSite();
site.browser.setDefaultTimeout(10_000);
const open = await startPprofServer();
const closed = await startPprofServer({cors: false});
after(() => Promise.all([open.close(), closed.close()]));

/** The home page with the dialog open for `address`. */
async function openDialog(address: string): Promise<Page> {
  const {page} = await site.open();
  await page.getByLabel('Address of the service').fill(address);
  await page.getByRole('button', {name: 'More profiles…'}).click();
  await page.getByRole('heading', {name: 'Collect a profile'}).waitFor();
  return page;
}

const collect = (page: Page) => page.getByRole('dialog').getByRole('button', {name: 'Collect', exact: true}).click();
const kind = (page: Page, name: string) => page.getByRole('dialog').getByText(name, {exact: true}).click();

// What is picked, what the service is asked, and the kind that is shown.
const kinds: readonly [label: string, path: string, shown: string][] = [
  ['CPU', '/debug/pprof/profile?seconds=30', 'CPU'],
  ['Heap', '/debug/pprof/heap', 'Heap'],
  ['Allocs', '/debug/pprof/allocs', 'Allocs'],
  ['Goroutines', '/debug/pprof/goroutine', 'Stacks'],
  ['Block', '/debug/pprof/block', 'Block'],
  ['Mutex', '/debug/pprof/mutex', 'Mutex'],
  ['Threads', '/debug/pprof/threadcreate', 'Threads'],
];

test('every kind is collected with one request, kept before it is shown, and can be collected again', async () => {
  for (const [label, path, shown] of kinds) {
    const page = await openDialog(`http://${open.host}`);
    open.asked.length = 0;
    await kind(page, label);
    await collect(page);
    await page.locator('work-space').waitFor();
    assert.deepEqual(open.asked.map(({path}) => path), [path]);
    assert.equal(await page.locator('profile-header .badge').innerText(), shown.toUpperCase());
    assert.equal(await page.getByRole('dialog').count(), 0);
    await page.close();
  }
  const {page} = await site.open();
  await page.locator('library-list .entry').first().click();
  open.asked.length = 0;
  await page.getByRole('button', {name: 'Collect again'}).click();
  while (open.asked.length === 0) await page.evaluate(() => new Promise(requestAnimationFrame));
  await page.getByRole('dialog').waitFor({state: 'detached'});
  assert.deepEqual(open.asked.map(({path}) => path), ['/debug/pprof/threadcreate']);
  await page.close();
});

test('a change over a time, the heap after a collection and the states of goroutines are asked for as Go has them', async () => {
  const page = await openDialog(`http://${open.host}/debug/pprof/heap`);
  await page.getByLabel('Collect garbage first').check();
  await page.getByRole('dialog').getByText('Change over a time').click();
  await page.getByRole('spinbutton', {name: 'Seconds', exact: true}).last().fill('2');
  await page.getByRole('dialog').getByText(`http://${open.host}/debug/pprof/heap?seconds=2&gc=1`).waitFor();
  await kind(page, 'Goroutines');
  await kind(page, 'Now');
  await page.getByLabel('Form').selectOption('2');
  await page.getByLabel('Name').fill('who waits');
  open.asked.length = 0;
  await collect(page);
  await page.locator('work-space').waitFor();
  assert.deepEqual(open.asked.map(({path}) => path), ['/debug/pprof/goroutine?debug=2']);
  assert.equal(await page.locator('profile-header .name').innerText(), 'who waits');
  await page.close();
  for (const [label, form, path] of [['Heap', '1', '/debug/pprof/heap?debug=1'], ['Mutex', undefined, '/debug/pprof/mutex?seconds=2']] as const) {
    const page = await openDialog(open.host);
    await kind(page, label);
    if (form !== undefined) await page.getByLabel('Form').selectOption(form);
    else {
      await kind(page, 'Change over a time');
      await page.getByRole('spinbutton', {name: 'Seconds', exact: true}).last().fill('2');
    }
    open.asked.length = 0;
    await collect(page);
    await page.locator('work-space').waitFor();
    assert.deepEqual(open.asked.map(({path}) => path), [path]);
    await page.close();
  }
});

test('the index of the service is read when the dot is pressed, and its own profiles can be picked', async () => {
  const page = await openDialog(open.host);
  open.asked.length = 0;
  assert.equal(await page.getByRole('dialog').getByText('not checked').count(), 1);
  await page.getByRole('dialog').getByRole('button', {name: 'Check: not checked'}).click();
  await page.getByRole('dialog').getByText('reachable', {exact: true}).waitFor();
  assert.deepEqual(open.asked.map(({path}) => path), ['/debug/pprof/']);
  assert.equal(await page.getByRole('dialog').getByText('cmdline').count(), 0);
  await kind(page, 'example.com/leaks');
  await collect(page);
  await page.locator('work-space').waitFor();
  assert.equal(open.asked.at(-1)!.path, '/debug/pprof/example.com/leaks');
  await page.close();
});

test('nothing is asked until an address is edited and left; then the dot says what came of it', async () => {
  closed.asked.length = 0;
  const {page} = await site.open();
  const field = page.getByLabel('Address of the service');
  await field.fill(closed.host);
  assert.equal(closed.asked.length, 0);
  await field.press('Tab');
  await page.getByText('not readable').waitFor();
  await field.fill('127.0.0.1:9');
  await page.getByText('not checked').waitFor();
  await field.press('Tab');
  await page.getByRole('button', {name: 'Check: not reachable'}).waitFor();
  await page.close();
});

// An address, the title, a part of the text, what can be copied, and the checks.
const failures: readonly [address: () => string, title: RegExp, text: RegExp, copies: readonly string[], checks: readonly RegExp[]][] = [
  [() => `${closed.host}/debug/pprof/heap`, /does not let this page read it/, /Add this handler/, ['Copy curl instead', 'Copy the handler'], [/✓ The port answers: yes, \d+ ms/, /✗ Allows this page to read: no CORS header/]],
  [() => '127.0.0.1:9/debug/pprof/heap', /Nothing answers at 127\.0\.0\.1:9/, /Is the service running/, ['Copy curl'], [/✗ The port answers: no/]],
  [() => `${open.host}/debug/pprof/nosuch`, /has no such page/, /answered 404/, [], []],
  [() => `${open.host}/debug/pprof/405`, /refuses to be read this way/, /answered 405/, [], []],
  [() => `${open.host}/debug/pprof/profile?seconds=3000`, /does not measure for so long/, /WriteTimeout/, [], []],
  [() => `${open.host}/debug/pprof/busy`, /is being profiled already/, /cpu profiling already in use/, [], []],
  [() => `${open.host}/redirect`, /sends you on to another one/, /final address/, ['Copy'], []],
  [() => `${open.host}/large`, /Too large to open safely/, /5120 MB/, [], []],
];

for (const [server, port] of [['Pyroscope', 4040], ['Parca', 7070]] as const) {
  test(`the address of a ${server} server in the README opens, as it stands`, async () => {
    const [, query = ''] = new RegExp(`http://localhost:${port}(/\\S+)`).exec(await readFile('README.md', 'utf8')) ?? assert.fail(`the README has no address of ${server}`);
    const {page} = await site.open();
    open.asked.length = 0;
    await page.getByRole('button', {name: 'Paste a URL'}).click();
    await page.getByRole('dialog').locator('input[name=address]').fill(`http://${open.host}${query}`);
    await page.getByRole('dialog').getByRole('button', {name: 'Open', exact: true}).click();
    // It may have the name under which a test before this one collected the same bytes.
    await page.locator('profile-header .name').waitFor();
    assert.deepEqual(open.asked.map(({path}) => decodeURIComponent(path)), [query]);
    await page.close();
  });
}

test('each way to fail is named in the dialog, with its next step to copy', async () => {
  for (const [address, title, text, copies, checks] of failures) {
    const page = await openDialog(address());
    await collect(page);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', {name: title}).waitFor({timeout: 8000});
    await dialog.getByText(text).first().waitFor();
    assert.deepEqual(await dialog.getByRole('button', {name: /^Copy/}).allInnerTexts(), copies, String(title));
    const said = await dialog.locator('.checks li').allInnerTexts();
    assert.equal(said.length, checks.length, said.join());
    checks.forEach((check, i) => assert.match(said[i]!, check));
    await dialog.getByRole('button', {name: 'Back'}).click();
    await dialog.getByRole('heading', {name: 'Collect a profile'}).waitFor();
    await page.close();
  }
});

test('the handler that is shown names this page', async () => {
  const page = await openDialog(closed.host);
  await collect(page);
  await page.getByRole('dialog').getByText(`const page = "${new URL(site.served.url).origin}"`).waitFor();
  assert.deepEqual(await barriers(page), []);
  await page.close();
});

test('Cancel frees the profiler of the service, so that the next profile is made', async () => {
  const server = await startPprofServer({slow: true});
  const page = await openDialog(server.host);
  const dialog = page.getByRole('dialog');
  await collect(page);
  await dialog.getByRole('heading', {name: 'Collecting a CPU profile'}).waitFor();
  await dialog.getByText(/^(30|29) s$/).waitFor();
  await dialog.getByText('about 3,000 samples').waitFor();
  assert.deepEqual(await barriers(page), []);
  while (!server.isProfiling) await page.evaluate(() => new Promise(requestAnimationFrame));
  await dialog.getByRole('button', {name: 'Cancel'}).click();
  await server.cutShort;
  await dialog.getByRole('heading', {name: 'Collect a profile'}).waitFor();
  assert.deepEqual(await barriers(page), []);
  await collect(page);
  await dialog.getByRole('heading', {name: 'Collecting a CPU profile'}).waitFor();
  while (!server.isProfiling) await page.evaluate(() => new Promise(requestAnimationFrame));
  // Escape leaves the dialog, and the page goes on counting.
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({state: 'detached'});
  await page.locator('opening-states').getByText('Collecting a CPU profile').waitFor();
  server.finish();
  await page.locator('work-space').waitFor();
  await page.close();
  await server.close();
});

test('the last five services are remembered, the last one first', async () => {
  const {page} = await site.open();
  for (let n = 1; n <= 6; n++) {
    await page.getByLabel('Address of the service').fill(`127.0.0.1:${n}`);
    await page.getByRole('button', {name: 'Collect: What is holding memory?'}).click();
    await page.getByRole('dialog').getByRole('heading', {name: 'Nothing answers'}).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({state: 'detached'});
  }
  await page.reload();
  assert.equal(await page.getByLabel('Address of the service').inputValue(), '127.0.0.1:6');
  const listed = await page.locator('service-field datalist option').evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  assert.deepEqual(listed, [6, 5, 4, 3, 2].map((n) => `127.0.0.1:${n}`));
  await page.close();
});
