import assert from 'node:assert/strict';
import {mkdtemp, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {test} from 'node:test';
import {gunzipSync, gzipSync} from 'node:zlib';
import type {Page} from 'playwright-core';
import {barriers} from './accessible.js';
import {startSite} from './harness.js';

const site = await startSite();
const before = 'test/profiles/go1.24.hotspot.before.cpu.pb.gz';
const after = 'test/profiles/go1.24.hotspot.after.cpu.pb.gz';
const labelled = 'test/profiles/go1.24.cpu.labels.pb.gz';
const folder = await mkdtemp(join(tmpdir(), 'icicle-compare-'));

/** What stands in the bar of a comparison, with plain spaces. */
async function totals(page: Page): Promise<string> {
  await page.locator('compare-total b').first().waitFor();
  return (await page.locator('compare-total').evaluate((element) => element.shadowRoot!.textContent)).replace(/\s+/g, ' ').trim();
}

/** Lets files go at a place of the window, given as shares of its width and height. */
async function drop(page: Page, path: string, x: number, y: number): Promise<void> {
  const data = (await readFile(path)).toString('base64');
  const send = (type: string) => page.evaluate(([type, data, name, x, y]) => {
    const files = new DataTransfer();
    files.items.add(new File([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))], name));
    dispatchEvent(new DragEvent(type, {dataTransfer: files, clientX: x * innerWidth, clientY: y * innerHeight, cancelable: true}));
  }, [type, data, basename(path), x, y] as const);
  await send('dragover');
  await page.locator('drop-areas b').first().waitFor();
  await send('dragover');
  await send('drop');
}

/** Opens both and says that they are to be compared. */
async function openComparison(options: {readonly path?: string} = {}) {
  const tab = await site.open(options.path ?? '');
  await tab.openFile(before, after);
  await tab.page.getByRole('button', {name: 'Compare', exact: true}).click();
  await tab.page.locator('compare-total b').first().waitFor();
  await tab.page.locator('.finding').first().waitFor();
  return tab;
}

test('two files come to a sentence that says what changed and whether it is real in two actions', async () => {
  const {page, complaints} = await openComparison();
  // go tool pprof -top -diff_base=before after: 10ms of 800ms total, and main.countSlow -130ms cum.
  assert.equal(await totals(page), 'Before 800 ms After 810 ms ▲ +10 ms (+1.25 %)');
  assert.match((await page.locator('.finding').first().innerText()).replace(/\s+/g, ' '), /main\.countSlow is gone \(it was 130 ms\)\. That is outside sampling noise \(±72\.1 ms\)/);
  await page.locator('page-footer').getByText('-diff_base=go1.24.hotspot.before.cpu.pb.gz go1.24.hotspot.after.cpu.pb.gz').waitFor();
  await page.getByText('They were recorded for').waitFor();
  await page.getByRole('button', {name: 'Compare shares'}).click();
  // Scaled to the base, both sides weigh the same: go tool pprof -normalize.
  await page.locator('compare-total b', {hasText: /^800.ms$/}).nth(1).waitFor();
  await page.locator('page-footer').getByText('-normalize').waitFor();
  await page.getByRole('button', {name: 'Time', exact: true}).click();

  await page.getByRole('tab', {name: 'Top'}).click();
  const row = page.locator('top-view .row', {hasText: 'main.countSlow'}).first();
  await row.waitFor();
  assert.match((await row.innerText()).replace(/\s+/g, ' '), /130 ms 0 ▼ −130 ms/);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', {name: 'Copy as Markdown'}).click();
  await page.getByText('Copied').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^\*\*go1\.24\.hotspot\.after\.cpu\.pb\.gz\*\* compared with/);
  assert.match(copied, /\| main\.countSlow \|/);

  for (const view of ['Graph', 'Source', 'Peek', 'Traces', 'Tags', 'Console']) {
    await page.getByRole('tab', {name: view, exact: true}).click();
    await page.getByRole('tab', {name: view, exact: true, selected: true}).waitFor();
    await page.locator('.working').waitFor({state: 'detached'});
  }
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a comparison is turned round, made by the other rule and left; the address brings it back, with Back and a reload', async () => {
  const {page, complaints} = await openComparison();
  await page.getByRole('button', {name: 'Swap before and after'}).click();
  await page.locator('compare-total', {hasText: '−10'}).waitFor();
  await page.goBack();
  await page.locator('compare-total', {hasText: '+10'}).waitFor();
  await page.reload();
  await page.locator('compare-total', {hasText: '+10'}).waitFor();
  await page.getByRole('button', {name: /how they are compared/}).click();
  await page.getByRole('menuitemradio', {name: /-base/}).click();
  await page.waitForFunction(() => location.hash.includes('vsby=base'));
  await page.locator('page-footer', {hasText: ' -base=go1.24'}).waitFor();
  await page.getByRole('button', {name: /how they are compared/}).click();
  await page.getByRole('menuitem', {name: 'Open go1.24.hotspot.before.cpu.pb.gz by itself'}).click();
  await page.locator('profile-header .name', {hasText: 'before'}).waitFor();
  assert.doesNotMatch(await page.evaluate(() => location.hash), /vs=/);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a link to a comparison asks for each profile that is missing, by its name', async () => {
  const {page: first} = await openComparison();
  const hash = await first.evaluate(() => location.hash);
  await first.close();
  const other = await startSite();
  const {page} = await other.open();
  await page.goto(other.served.url + hash);
  await page.getByText('This link needs go1.24.hotspot.after.cpu.pb.gz').waitFor();
  await page.locator('input[type=file]').first().setInputFiles(after);
  await page.getByText('This link needs go1.24.hotspot.before.cpu.pb.gz').waitFor();
  await page.locator('input[type=file]').first().setInputFiles(before);
  await page.locator('compare-total', {hasText: '+10'}).waitFor();
  await page.close();
});

test('a second file that is dropped is compared, merged or opened, by where it is let go', async () => {
  const {page, complaints, openFile} = await site.open();
  await openFile(before);
  await page.locator('work-space').waitFor();
  await drop(page, after, 0.5, 0.5);
  await page.locator('compare-total', {hasText: '+10'}).waitFor();
  await drop(page, before, 0.1, 0.5);
  await page.locator('profile-header .name', {hasText: 'before'}).waitFor();
  await drop(page, after, 0.9, 0.5);
  await page.locator('profile-header .name', {hasText: 'merged'}).waitFor();
  // The same file on itself.
  await page.goto(site.served.url);
  await page.getByRole('button', {name: 'Open go1.24.hotspot.before.cpu.pb.gz', exact: true}).click();
  await page.locator('profile-header .name', {hasText: 'before'}).waitFor();
  await drop(page, before, 0.5, 0.5);
  await page.getByText('No change is larger than sampling noise').waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});

test('two ticked rows of the library are compared, the later recording against the earlier one', async () => {
  const {page, complaints} = await site.open();
  // The library is of the whole browser, so both are there or come now.
  for (const path of [after, before]) {
    await page.locator('input[type=file]').first().setInputFiles(path);
    await page.locator('profile-header .name', {hasText: basename(path)}).waitFor();
    await page.getByRole('button', {name: 'Icicle: home'}).click();
  }
  for (const path of [after, before]) await page.getByRole('checkbox', {name: `Select ${basename(path)}`, exact: true}).check();
  assert.deepEqual(await barriers(page), []);
  await page.getByRole('button', {name: 'Compare selected'}).click();
  await page.locator('compare-total', {hasText: '+10'}).waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});

test('two values of a label are compared inside one profile, from Tags and with the keyboard', async () => {
  const {page, complaints, openFile} = await site.open();
  await openFile(labelled);
  await page.getByRole('tab', {name: 'Tags'}).click();
  const key = page.locator('tags-view section').filter({has: page.getByRole('button', {name: 'Compare…'})}).first();
  await key.waitFor();
  const name = (await key.locator('h3').innerText()).trim();
  const amounts = (await key.locator('.row:not(.without) .v').allInnerTexts()).slice(0, 2).map((text) => text.replace(/\s/g, ' '));
  await key.getByRole('button', {name: 'Compare…'}).click();
  await page.getByRole('combobox', {name: 'Label'}).waitFor();
  assert.equal(await page.getByRole('combobox', {name: 'Label'}).evaluate((select) => (select as HTMLSelectElement).value), name);
  assert.deepEqual(await barriers(page), []);
  await page.getByRole('button', {name: 'Compare these two'}).click();
  await page.waitForFunction(() => /vs=/.test(location.hash));
  // The heaviest value stands first, and is what was before.
  await page.locator('compare-total', {hasText: amounts[0]!.split(' ')[0]!}).waitFor();
  assert.match(await totals(page), new RegExp(`^Before ${amounts[0]} After ${amounts[1]} `));
  await page.keyboard.press('d');
  await page.getByRole('dialog').getByText('Another profile', {exact: true}).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({state: 'detached'});
  assert.deepEqual(complaints, []);
  await page.close();
});

test('numbers of a label are compared, one with another or with a range', async () => {
  const {page, complaints, openFile} = await site.open();
  await openFile('test/profiles/numlabels.heap.pb.gz');
  await page.getByRole('tab', {name: 'Tags'}).click();
  await page.locator('tags-view section[aria-label=bytes]').getByRole('button', {name: 'Compare…'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', {name: 'Before'}).selectOption('5MB');
  await dialog.getByRole('combobox', {name: 'After'}).selectOption('A range…');
  const [range, compare] = [dialog.getByRole('textbox', {name: 'After: a number or a range'}), dialog.getByRole('button', {name: 'Compare these two'})];
  for (const [typed, isRange] of [['1kb to 64kb', false], ['1kb:64kb', true]] as const) {
    await range.fill(typed);
    assert.equal(await compare.isEnabled(), isRange, typed);
  }
  assert.deepEqual(await barriers(page), []);
  await compare.click();
  // The totals of bytes: in pprof -tags -tagfocus=bytes=5mb, and in that of bytes=1kb:64kb.
  await page.locator('compare-total', {hasText: '1.46'}).waitFor();
  assert.match(await totals(page), /^Before 90 MB After 1\.46 MB /);
  await page.getByRole('button', {name: 'Open bytes=1kb:64kb of numlabels.heap by itself'}).waitFor();
  // What nothing has is said before anything is opened.
  await page.goBack();
  await page.locator('tags-view section[aria-label=bytes]').getByRole('button', {name: 'Compare…'}).click();
  await dialog.getByRole('combobox', {name: 'After'}).selectOption('A range…');
  await range.fill('9gb:');
  await compare.click();
  await page.getByText('Nothing of this profile has bytes=9gb:').waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});

test('two goroutine dumps are compared by group, the largest growth first', async () => {
  const stack = (name: string) => `main.${name}()\n\t/src/main.go:10 +0x1d\ncreated by main.main in goroutine 1\n\t/src/main.go:5 +0x25\n`;
  const dump = (counts: Readonly<Record<string, number>>) => {
    let id = 1;
    return Object.entries(counts).flatMap(([name, count]) => Array.from({length: count}, () => `goroutine ${++id} [chan receive]:\n${stack(name)}`)).join('\n');
  };
  const [one, two] = [join(folder, 'one.txt'), join(folder, 'two.txt')];
  await writeFile(one, dump({steady: 5, leaking: 2, finished: 3}));
  await writeFile(two, dump({steady: 5, leaking: 9}));
  const {page, complaints, openFile} = await site.open();
  await openFile(one, two);
  await page.getByRole('button', {name: 'Compare', exact: true}).click();
  await page.locator('compare-title').waitFor();
  await page.getByRole('tab', {name: 'Goroutines'}).click();
  await page.locator('goroutines-view .change').first().waitFor();
  const groups = await page.locator('goroutines-view .group').evaluateAll((all) => all.map((group) => [...group.querySelectorAll('.many b, .change, h3 button')].map(({textContent}) => textContent).join(' ')));
  assert.deepEqual(groups.map((text) => text.replace(/\s/g, ' ')), ['9 2 before▲ +7 main.leaking', '5 5 before0 main.steady', '0 3 before▼ −3 main.finished']);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('profiles of hostile names are compared as text, and two that say the same have no change', async () => {
  const {page, complaints} = await site.open();
  // Packed anew it is another file with the same profile in it.
  const same = join(folder, '<img src=x onerror=alert(1)>\u202e$&.pb.gz');
  await writeFile(same, gzipSync(gunzipSync(await readFile(before)), {level: 1}));
  await page.locator('input[type=file]').first().setInputFiles([before, same]);
  await page.getByRole('button', {name: 'Compare', exact: true}).click();
  await page.getByText('No change is larger than sampling noise').waitFor();
  assert.equal(await page.locator('compare-title img').count(), 0);
  assert.match(await totals(page), /^Before 800 ms After 800 ms 0$/);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('axe finds nothing on a comparison, in both themes and sizes', async () => {
  const {page, complaints} = await openComparison();
  for (const view of ['Flame graph', 'Top']) {
    await page.setViewportSize({width: 1440, height: 900});
    await page.getByRole('tab', {name: view, exact: true}).click();
    if (view === 'Top') await page.locator('top-view .row').first().waitFor();
    for (const viewport of [{width: 1440, height: 900}, {width: 390, height: 844}]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({colorScheme, reducedMotion: 'reduce'});
        assert.deepEqual(await barriers(page), [], `${view} ${colorScheme} ${viewport.width}`);
      }
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      if (view === 'Flame graph') continue;
      // Before, after and change stand beside one another.
      const ends = await page.locator('top-view .row').first().locator('.value').evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect()).map(({left, right}) => [left, right] as const));
      assert.equal(ends.length, 3);
      ends.slice(1).forEach(([left], i) => assert.ok(left >= ends[i]![1], String(ends)));
    }
  }
  assert.deepEqual(complaints, []);
  await page.close();
});
