import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Page} from 'playwright-core';
import {barriers} from './accessible.js';
import {startSite} from './harness.js';

const site = await startSite({width: 390, height: 844, touch: true});
const cpu = 'test/profiles/go1.24.cpu.pb.gz';

async function openCpu() {
  const tab = await site.open();
  await tab.openFile(cpu);
  await tab.page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
  return tab;
}

/** Buttons and fields that are seen and lower or narrower than 44 px, but for links in running text. */
async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const roots: (Document | ShadowRoot)[] = [document];
    for (let root = roots.pop(); root !== undefined; root = roots.pop()) {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot !== null) roots.push(element.shadowRoot);
        if (!element.matches('button, input, select, [role=tab]') || element.matches('.link, [type=file]')) continue;
        const {width, height, top, bottom} = element.getBoundingClientRect();
        const isSeen = element.checkVisibility({visibilityProperty: true}) && width > 0 && bottom > 0 && top < innerHeight;
        // A whole row answers to the name in it.
        if (isSeen && width > 2 && !element.matches('.open') && height < 43.5) found.push(`${element.tagName} ${element.className} ${element.textContent?.trim().slice(0, 20)}: ${Math.round(width)}×${Math.round(height)}`);
      }
    }
    return found;
  });
}

test('nothing is wider than the screen, at 390 and at 320 px', async () => {
  const {page} = await openCpu();
  for (const width of [390, 320]) {
    await page.setViewportSize({width, height: 844});
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    await page.getByRole('button', {name: 'Top', exact: true}).tap();
    await page.locator('top-view .row').first().waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    await page.getByRole('button', {name: 'Flame', exact: true}).tap();
  }
  await page.close();
});

test('the home page has targets of 44 px, and so has Top', async () => {
  const {page, openFile} = await site.open();
  await page.locator('home-page').waitFor();
  assert.deepEqual(await smallTargets(page), []);
  await openFile(cpu);
  await page.getByRole('button', {name: 'Top', exact: true}).tap();
  await page.locator('top-view .row').first().waitFor();
  // The name of the profile opens a dialog that the menu beside it opens too.
  assert.deepEqual((await smallTargets(page)).filter((target) => !target.startsWith('BUTTON name')), []);
  await page.close();
});

test('a tap on a row brings the sheet, its cross takes it away', async () => {
  const {page} = await openCpu();
  await page.getByRole('button', {name: 'Top', exact: true}).tap();
  await page.locator('top-view .row').nth(1).tap({position: {x: 60, y: 12}});
  const sheet = page.getByRole('complementary');
  await sheet.waitFor();
  await sheet.getByRole('heading', {name: 'capture/work.Hash'}).waitFor();
  await sheet.getByRole('button', {name: 'Close'}).tap();
  await sheet.waitFor({state: 'hidden'});
  await page.getByRole('button', {name: 'Findings'}).tap();
  await sheet.getByText('What this profile says').waitFor();
  await page.close();
});

test('More has the sample types and the rest', async () => {
  const {page} = await openCpu();
  await page.locator('mobile-tabs').getByRole('button', {name: 'More', exact: true}).tap();
  await page.getByRole('menuitemradio', {name: /^samples/}).tap();
  await page.waitForFunction(() => location.hash.includes('si=samples'));
  await page.close();
});

test('a finger that comes in from the left edge of the graph goes one zoom back', async () => {
  const {page} = await openCpu();
  const box = (await page.locator('flamegraph-view .scroller').boundingBox())!;
  // The fourth row: main.jobs.func2.
  await page.touchscreen.tap(box.x + 60, box.y + 85);
  await page.waitForURL(/[?&]z=/);
  const touch = await page.context().newCDPSession(page);
  const y = box.y + 120;
  await touch.send('Input.dispatchTouchEvent', {type: 'touchStart', touchPoints: [{x: box.x + 4, y}]});
  for (const x of [20, 40, 60, 80]) await touch.send('Input.dispatchTouchEvent', {type: 'touchMove', touchPoints: [{x: box.x + x, y: y + 2}]});
  await touch.send('Input.dispatchTouchEvent', {type: 'touchEnd', touchPoints: []});
  await page.waitForURL((url) => !/[?&]z=/.test(url.href));
  await page.close();
});

test('a finger reaches every command: More leads to the palette', async () => {
  const {page} = await openCpu();
  await page.locator('mobile-tabs').getByRole('button', {name: 'More', exact: true}).tap();
  await page.getByRole('menuitem', {name: 'All commands'}).tap();
  await page.getByRole('combobox', {name: /command/i}).fill('peek');
  await page.getByRole('option', {name: /Peek/}).first().tap();
  await page.locator('peek-view .card').waitFor();
  await page.close();
});

for (const [file, views] of [
  ['test/profiles/go1.24.cpu.labels.pb.gz', [['flamegraph', 'canvas'], ['top', '.row'], ['graph', '.node'], ['source', '.row'], ['peek', '.row'], ['traces', '.stack'], ['tags', '.row'], ['console', '.row']]],
  ['test/profiles/numlabels.heap.pb.gz', [['tags', 'range-picker']]],
  ['test/profiles/go1.24.server.goroutine.debug1.txt', [['goroutines', '.group']]],
] as const) {
  test(`${views.map(([view]) => view).join(', ')}: targets of 44 px, and nothing wider than the screen`, async () => {
    const {page, openFile} = await site.open();
    await openFile(file);
    await page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
    for (const [view, item] of views) {
      await page.evaluate((name) => (location.hash = location.hash.replace(/^#\/\w+/, `#/${name}`)), view);
      await page.locator(`${view}-view ${item}`).first().waitFor();
      assert.deepEqual((await smallTargets(page)).filter((target) => !target.startsWith('BUTTON name')), [], view);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, view);
    }
    await page.close();
  });
}

test('axe finds no barrier on a small screen', async () => {
  const {page, openFile} = await site.open();
  await page.emulateMedia({reducedMotion: 'reduce'});
  await page.locator('home-page').waitFor();
  const found = (await barriers(page)).map((barrier) => `home: ${barrier}`);
  await openFile(cpu);
  await page.getByRole('button', {name: 'Top', exact: true}).tap();
  await page.locator('top-view .row').nth(1).tap({position: {x: 60, y: 12}});
  await page.getByRole('complementary').waitFor();
  found.push(...(await barriers(page)).map((barrier) => `top: ${barrier}`));
  assert.deepEqual(found, []);
  await page.close();
});

test('between a phone and a desktop nothing is cut at the side, and the rows of Top do not overlap', async () => {
  const {page, openFile} = await site.open();
  await page.setViewportSize({width: 820, height: 1000});
  await openFile('test/profiles/go1.24.server.heap.pb.gz');
  await page.locator('side-panel .finding').first().waitFor();
  await page.getByRole('tab', {name: 'Top'}).click();
  for (const width of [820, 980, 1200]) {
    await page.setViewportSize({width, height: 1000});
    await page.locator('top-view .row').first().waitFor();
    // Each row is as high as what stands in it.
    await page.waitForFunction(() => {
      const space = document.querySelector('app-root')!.shadowRoot!.querySelector('work-space')!.shadowRoot!;
      const row = space.querySelector('top-view')!.shadowRoot!.querySelector('.row')!;
      const isWhole = [...row.querySelectorAll('.name bdi, .value')].every((cell) => cell.getBoundingClientRect().bottom <= row.getBoundingClientRect().bottom + 1);
      const ends = [...space.children].map((part) => part.getBoundingClientRect().right);
      return isWhole && Math.max(...ends) <= innerWidth + 1;
    });
  }
  await page.close();
});
