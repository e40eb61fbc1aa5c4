import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
import {barriers} from './accessible.js';
import {startSite, type Tab} from './harness.js';

const site = await startSite();
const narrow = await startSite({width: 390, height: 844, touch: true, dark: true});
const hotspot = 'test/profiles/go1.24.hotspot.before.cpu.pb.gz';

/** A tab with Top of a file. */
async function openTop(path: string, from = site): Promise<Tab> {
  const tab = await from.open();
  await tab.openFile(path);
  await tab.page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
  await tab.page.evaluate(() => (location.hash = location.hash.replace(/^#\/\w+/, '#/top')));
  await tab.page.locator('top-view .row').first().waitFor();
  return tab;
}

async function addFilter({page}: Tab, name: string, value: string): Promise<void> {
  await page.getByRole('button', {name: 'Add a filter'}).click();
  await page.getByRole('menuitem', {name: new RegExp(`^${name} `)}).click();
  await page.locator('filter-bar form input').fill(value);
  await page.keyboard.press('Enter');
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

test('a chip says what it removed, and is switched off and on without being lost', async () => {
  const tab = await openTop(hotspot);
  const {page, complaints} = tab;
  await addFilter(tab, 'ignore', 'countSlow');
  const chip = page.locator('filter-bar .chip');
  await chip.locator('.cost').waitFor();
  // go tool pprof -top -cum: 130ms 16.25% main.countSlow, of 800ms.
  const removed = await chip.locator('.cost').innerText();
  assert.equal(plain(removed), '−130 ms');
  const bar = page.locator('filter-bar .share b');
  const before = await bar.innerText();
  assert.equal(plain(before), '670 ms of 800 ms');
  await chip.getByRole('switch').click();
  await page.waitForFunction(() => !location.hash.includes('i=countSlow'));
  assert.equal(await chip.getByRole('switch').getAttribute('aria-checked'), 'false');
  await chip.getByRole('switch').click();
  await page.waitForFunction(() => location.hash.includes('i=countSlow'));
  await chip.locator('.cost').waitFor();
  assert.deepEqual([await chip.locator('.cost').innerText(), await bar.innerText()], [removed, before]);
  assert.deepEqual([await barriers(page), complaints], [[], []]);
  await page.close();
});

test('chips are moved by pointer, by finger and by keyboard, which changes what each is said to remove and no number of the report', async () => {
  for (const from of [site, narrow]) {
    const tab = await openTop(hotspot, from);
    const {page, complaints} = tab;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', {name: 'Find a command'}).fill('filter ignore');
    await page.keyboard.press('Enter');
    await page.locator('filter-bar form input').fill('countSlow');
    await page.keyboard.press('Enter');
    await addFilter(tab, 'hide', 'runtime');
    const chips = page.locator('filter-bar .chip');
    const names = async () => (await chips.locator('em').allInnerTexts()).join(' ');
    const left = () => page.locator('filter-bar .share b').innerText();
    await chips.first().locator('.cost').waitFor();
    const [all, shown] = [await chips.locator('.cost').allInnerTexts(), await left()];
    const [first, second] = [(await chips.nth(0).boundingBox())!, (await chips.nth(1).boundingBox())!];
    const grip = {x: second.x + 60, y: second.y + second.height / 2};
    const aim = {x: first.x + 4, y: first.y + first.height / 2};
    if (from === narrow) {
      const session = await page.context().newCDPSession(page);
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly {x: number; y: number}[]) => session.send('Input.dispatchTouchEvent', {type, touchPoints: [...points]});
      await touch('touchStart', [grip]);
      for (const part of [0.2, 0.6, 1]) await touch('touchMove', [{x: grip.x + (aim.x - grip.x) * part, y: grip.y + (aim.y - grip.y) * part}]);
      await touch('touchEnd', []);
    } else {
      await page.mouse.move(grip.x, grip.y);
      await page.mouse.down();
      await page.mouse.move(aim.x + 20, aim.y);
      await page.mouse.move(aim.x, aim.y);
      await page.mouse.up();
    }
    await page.waitForFunction(() => location.hash.includes('fo=h.i'));
    assert.deepEqual([await names(), await left()], ['hide ignore', shown]);
    assert.equal(await page.locator('filter-bar form').count(), 0);
    await page.getByText('hide is filter 1 of 2 now').waitFor({state: 'attached'});
    await chips.nth(0).getByRole('button', {name: /^Edit/}).focus();
    await page.keyboard.press('Alt+ArrowRight');
    await page.waitForFunction(() => !location.hash.includes('fo='));
    assert.equal(await names(), 'ignore hide');
    assert.match(await page.evaluate(() => document.activeElement!.shadowRoot!.querySelector('work-space')!.shadowRoot!.querySelector('filter-bar')!.shadowRoot!
      .querySelector('filter-chips')!.shadowRoot!.activeElement!.getAttribute('aria-label')!), /^Edit filter hide/);
    await chips.first().locator('.cost').waitFor();
    assert.deepEqual(await chips.locator('.cost').allInnerTexts(), all);
    await chips.nth(1).getByRole('button', {name: /^Edit/}).click();
    await page.getByRole('button', {name: 'Move earlier'}).click();
    await page.waitForFunction(() => location.hash.includes('fo=h.i'));
    assert.deepEqual(await barriers(page), []);
    await page.keyboard.press('Escape');
    await page.getByRole('button', {name: 'Undo the last filter change'}).click();
    await page.waitForFunction(() => !location.hash.includes('fo='));
    assert.deepEqual([await names(), await left(), complaints], ['ignore hide', shown, []]);
    await page.close();
  }
});

test('options say what they do, mark what was changed, change the numbers, and are reset at once', async () => {
  const {page, complaints} = await openTop(hotspot);
  await page.getByRole('button', {name: 'Options', exact: true}).click();
  const panel = page.locator('options-panel');
  await panel.getByLabel('unit').selectOption('s');
  await page.waitForFunction(() => location.hash.includes('unit=s'));
  await page.locator('filter-bar .share b').getByText('0.8\u00a0s of 0.8\u00a0s').waitFor();
  await panel.getByLabel('noinlines').check();
  await panel.locator('.changed').nth(1).waitFor();
  assert.deepEqual(await barriers(page), []);
  await panel.getByRole('button', {name: 'Reset options'}).click();
  await page.waitForFunction(() => !/unit=|noinlines/.test(location.hash));
  assert.equal(await panel.locator('.changed').count(), 0);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('configs are saved, applied and deleted, and go out and in as pprof\'s settings.json', async () => {
  const tab = await openTop(hotspot);
  const {page, complaints} = tab;
  await addFilter(tab, 'ignore', 'countSlow');
  await page.getByRole('button', {name: 'Options', exact: true}).click();
  const panel = page.locator('options-panel');
  await panel.getByLabel('Name of the config').fill('no count');
  await page.keyboard.press('Enter');
  await panel.getByRole('button', {name: 'Without runtime'}).click();
  await page.waitForFunction(() => new URLSearchParams(location.hash.split('?')[1]).get('h')?.includes('runtime'));
  const download = page.waitForEvent('download');
  await panel.getByRole('button', {name: 'Export'}).click();
  const {configs: [config]} = JSON.parse(await readFile(await (await download).path(), 'utf8'));
  assert.deepEqual(config, {name: 'no count', unit: 'minimum', nodecount: -1, nodefraction: 0.005, edgefraction: 0.001, trim: true, ignore: 'countSlow', sort: 'flat'});
  await panel.getByRole('button', {name: 'no count', exact: true}).click();
  await page.waitForFunction(() => new URLSearchParams(location.hash.split('?')[1]).get('h') === null && location.hash.includes('i=countSlow'));
  await panel.getByRole('button', {name: 'Delete no count'}).click();
  assert.equal(await panel.locator('li').count(), 0);
  const text = JSON.stringify({configs: [{name: '<b>x</b>', focus: 'main', trim: true}]});
  await panel.locator('#file').setInputFiles({name: 'settings.json', mimeType: 'application/json', buffer: Buffer.from(text)});
  await panel.getByRole('button', {name: '<b>x</b>', exact: true}).waitFor();
  assert.deepEqual([await barriers(page), complaints], [[], []]);
  await page.close();
});

test('the palette finds every command by a few letters and does it, by keyboard alone', async () => {
  const {page, complaints} = await openTop(hotspot);
  const run = async (typed: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', {name: 'Find a command'}).fill(typed);
    await page.keyboard.press('Enter');
    await page.locator('dialog').waitFor({state: 'detached'});
  };
  await run('peek');
  await page.waitForFunction(() => location.hash.startsWith('#/peek'));
  await run('without runtime');
  await page.locator('filter-bar .chip.hide').waitFor();
  const download = page.waitForEvent('download');
  await run('export callgrind');
  assert.match((await download).suggestedFilename(), /callgrind/);
  await run('undo');
  await page.locator('filter-bar .chip.hide').waitFor({state: 'detached'});
  await run('filter tagfocus');
  await page.locator('filter-bar form input:focus').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('option').first().waitFor();
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.type('zzzz');
  await page.getByText('No command is called so.').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({state: 'detached'});
  // A command may open a dialog of its own.
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', {name: 'Find a command'}).fill('about this');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', {name: 'About this profile'}).waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});

test('at 390 pixels options and palette stand within the screen, for a finger', async () => {
  const {page, complaints} = await openTop(hotspot, narrow);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', {name: 'Find a command'}).fill('options');
  await page.getByRole('option', {name: /Options and saved/}).tap();
  await page.locator('options-panel h2').waitFor();
  const box = (await page.locator('options-panel').boundingBox())!;
  assert.ok(box.x >= 0 && box.x + box.width <= 390 && box.y >= 0 && box.y + box.height <= 844);
  assert.deepEqual([await barriers(page), complaints], [[], []]);
  await page.close();
});

test('a function of the runtime is explained beside its numbers', async () => {
  const {page, complaints} = await openTop(hotspot);
  await page.locator('top-view .row').filter({hasText: 'runtime.memmove'}).first().click();
  await page.locator('side-panel').getByText('What is this?').waitFor();
  await page.locator('side-panel').getByText('Copies bytes').waitFor();
  assert.deepEqual([await barriers(page), complaints], [[], []]);
  await page.close();
});

test('Top opens the callers of a row in place, and shows every sample type side by side', async () => {
  const {page, complaints} = await openTop('test/profiles/go1.24.server.heap.pb.gz');
  const top = page.locator('top-view');
  await top.getByRole('button', {name: 'All types'}).click();
  await top.getByRole('columnheader', {name: 'Mean object (inuse)'}).waitFor();
  const heads = (await top.getByRole('columnheader').allInnerTexts()).map(plain);
  assert.deepEqual(heads.slice(1, -1), ['alloc_objects Total', 'alloc_space Total', 'inuse_objects Total', 'inuse_space Total', 'Mean object (inuse)', 'Mean object (alloc)']);
  // go tool pprof -top -cum -unit=B, type by type: main.handleJSON 840095, 43010682B, 410, 524928B.
  const figures = (await top.locator('.row').filter({has: page.getByText('main.handleJSON', {exact: true})}).locator('.value').allInnerTexts()).map(plain);
  assert.deepEqual(figures, ['840.1 k', '41 MB', '410', '513 kB', '1.25 kB', '51 B']);
  assert.deepEqual(await barriers(page), []);
  await top.getByRole('button', {name: 'All types'}).click();
  await page.close();

  const {page: cpu, complaints: others} = await openTop(hotspot);
  await cpu.locator('top-view .row').filter({hasText: 'main.countSlow'}).click();
  await cpu.locator('top-view .grid').focus();
  await cpu.keyboard.press('ArrowRight');
  // go tool pprof -peek main.countSlow: called by main.main alone, with 130ms.
  const caller = cpu.locator('top-view .caller');
  await caller.waitFor();
  assert.match(plain(await caller.innerText()), /main\.main calls it.* 130 ms/);
  assert.deepEqual(await barriers(cpu), []);
  await cpu.keyboard.press('ArrowRight');
  await cpu.waitForFunction(() => location.hash.includes('fn=main.main'));
  await cpu.keyboard.press('ArrowLeft');
  await caller.waitFor({state: 'detached'});
  assert.deepEqual([complaints, others], [[], []]);
  await cpu.close();
});

test('the table of Top is copied as CSV', async () => {
  const {page, complaints} = await openTop(hotspot);
  await site.browser.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', {name: 'Copy the table'}).click();
  await page.getByRole('menuitem', {name: 'As CSV'}).click();
  await page.getByText('rows were copied').waitFor({state: 'attached'});
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\r\n');
  assert.equal(lines[0], 'Drives (nanoseconds),Self (nanoseconds),Self %,Sum %,Total (nanoseconds),Total %,Function');
  // go tool pprof -top: 10ms 1.25% … 130ms 16.25% main.countSlow
  assert.ok(lines.some((line) => /^\d+,10000000,1\.25,[\d.]+,130000000,16\.25,main\.countSlow$/.test(line)));
  assert.deepEqual(complaints, []);
  await page.close();
});

test('goroutines that wait for long are said in the panel', async () => {
  const {page, complaints} = await site.open();
  const dump = Array.from({length: 12}, (_, i) => `goroutine ${i + 1} [chan receive, 45 minutes]:\nmain.worker(0x1)\n\t/src/main.go:9 +0x1d\ncreated by main.main in goroutine 1\n\t/src/main.go:5 +0x1d\n`).join('\n');
  await page.locator('input[type=file]').first().setInputFiles({name: 'dump.txt', mimeType: 'text/plain', buffer: Buffer.from(dump)});
  await page.locator('side-panel').getByText('12 goroutines have waited for up to 45 minutes in main.worker.').waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});
