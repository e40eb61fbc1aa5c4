import assert from 'node:assert/strict';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import type {Page} from 'playwright-core';
import {barriers} from './accessible.js';
import {startSite, type Tab} from './harness.js';

const labelled = 'test/profiles/go1.24.cpu.labels.pb.gz';
const heap = 'test/profiles/go1.24.server.heap.pb.gz';
const dump = 'test/profiles/go1.24.server.goroutine.debug2.txt';

const folder = await mkdtemp(join(tmpdir(), 'icicle-barriers-'));
after(() => rm(folder, {recursive: true}));
const damaged = join(folder, 'damaged.pb.gz');
await writeFile(damaged, new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]));

async function open({page, openFile}: Tab, path: string): Promise<void> {
  await page.evaluate(() => performance.clearMarks('view-painted'));
  await openFile(path);
  await page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
}

async function to(page: Page, path: string): Promise<void> {
  await page.evaluate((wanted) => (location.hash = location.hash.replace(/^#\/\w+\?/, `#/${wanted}${wanted.includes('?') ? '&' : '?'}`)), path);
  await page.locator(`${/^\w+/.exec(path)![0]}-view`).waitFor();
  await page.locator('work-space .working').waitFor({state: 'detached'});
}

/** Every screen in the order in which a tab can come to it. */
const screens: readonly (readonly [what: string, come: (tab: Tab) => Promise<void>])[] = [
  ['home', async ({page}) => page.locator('home-page').waitFor()],
  ['collect', async ({page}) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', {name: 'Find a command'}).fill('collect');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
  }],
  ['a damaged file', async ({page, openFile}) => {
    await page.keyboard.press('Escape');
    await openFile(damaged);
    await page.locator('problem-card, state-card').first().waitFor();
  }],
  ['flame graph', async (tab) => open(tab, labelled)],
  ['flame graph with a search', async ({page}) => to(page, 'flamegraph?q=hash')],
  ...['top', 'graph', 'source', 'peek', 'traces', 'tags', 'console'].map((view) => [view, async ({page}: Tab) => to(page, view)] as const),
  ['nothing left', async ({page}) => {
    await to(page, 'top');
    await page.evaluate(() => (location.hash += '&f=nothing-has-this-name'));
    await page.locator('work-space state-card').first().waitFor();
  }],
  ['keys', async ({page}) => {
    await page.goBack();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
  }],
  ['palette', async ({page}) => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', {name: 'Find a command'}).waitFor();
  }],
  ['heap', async (tab) => {
    await tab.page.keyboard.press('Escape');
    await tab.page.evaluate(() => (location.hash = ''));
    await tab.page.locator('home-page').waitFor();
    await open(tab, heap);
  }],
  ['the library on the home page', async ({page}) => {
    await page.evaluate(() => (location.hash = ''));
    await page.locator('library-list').getByText('go1.24.server.heap').first().waitFor();
  }],
  ['goroutines', async (tab) => {
    await tab.openFile(dump);
    await tab.page.locator('work-space').waitFor();
    await to(tab.page, 'goroutines');
  }],
];

for (const [width, height] of [[1440, 900], [390, 844]] as const) {
  test(`axe finds no barrier on any screen in either theme at ${width}×${height}`, async () => {
    const site = await startSite({width, height, touch: width < 600});
    const tab = await site.open();
    await tab.page.emulateMedia({reducedMotion: 'reduce'});
    const found: string[] = [];
    for (const [what, come] of screens) {
      await come(tab);
      for (const colorScheme of ['light', 'dark'] as const) {
        await tab.page.emulateMedia({colorScheme});
        found.push(...(await barriers(tab.page)).map((barrier) => `${what}, ${colorScheme}: ${barrier}`));
      }
    }
    assert.deepEqual([found, tab.complaints], [[], []]);
  });
}
