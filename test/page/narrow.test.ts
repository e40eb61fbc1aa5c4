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
        if (isSeen && !element.matches('.open') && height < 43.5) found.push(`${element.tagName} ${element.className} ${element.textContent?.trim().slice(0, 20)}: ${Math.round(width)}×${Math.round(height)}`);
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
  await page.getByRole('button', {name: 'More', exact: true}).last().tap();
  await page.getByRole('menuitemradio', {name: /^samples/}).tap();
  await page.waitForFunction(() => location.hash.includes('si=samples'));
  await page.close();
});

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
