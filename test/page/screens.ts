import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Page} from 'playwright-core';
import {leakingHeap} from '../helpers/leaking-heap.js';
import type {Tab} from './harness.js';

export interface Screen {
  readonly name: string;
  /** Brings it, from the screen that stands before it in the list. */
  come(tab: Tab): Promise<void>;
}

export interface ScreenFiles {
  readonly cpu: string;
  readonly after: string;
  readonly heap: string;
  readonly dump: string;
}

const files: ScreenFiles = {
  cpu: 'test/profiles/go1.24.cpu.labels.pb.gz',
  after: 'test/profiles/go1.24.cpu.pb.gz',
  heap: 'test/profiles/go1.24.server.heap.pb.gz',
  dump: 'test/profiles/go1.24.server.goroutine.debug2.txt',
};

/** Every screen of the page, in an order in which one tab can come to all of them. */
export function screensOf({cpu, after, heap, dump} = files): readonly Screen[] {
  return [
    {name: 'home', come: ({page}) => page.locator('home-page').waitFor()},
    {name: 'collect', come: ({page}) => command(page, 'collect from')},
    {
      name: 'damaged-file',
      async come({page, openFile}) {
        await dismiss(page);
        await withDamagedFile(async (path) => {
          await openFile(path);
          await page.locator('problem-card, state-card').first().waitFor();
        });
      },
    },
    {name: 'flamegraph', come: (tab) => open(tab, cpu)},
    ...['top', 'graph', 'source', 'peek', 'traces', 'tags', 'console'].map((view) => ({name: view, come: ({page}: Tab) => to(page, view)})),
    {name: 'search', come: ({page}) => to(page, 'flamegraph?q=hash')},
    {
      name: 'menu',
      async come({page}) {
        await page.getByRole('tree').click({position: {x: 150, y: 60}, button: 'right'});
        await page.getByRole('menu').waitFor();
      },
    },
    {
      name: 'sandwich',
      async come({page}) {
        await page.getByRole('menuitem', {name: /^Sandwich/}).click();
        await page.locator('flamegraph-view').getByText(/^Callers/).waitFor();
        await settled(page);
      },
    },
    {
      name: 'nothing-left',
      async come({page}) {
        await to(page, 'top');
        await page.evaluate(() => (location.hash += '&f=nothing-has-this-name'));
        await page.locator('work-space state-card').first().waitFor();
      },
    },
    {
      name: 'refined',
      async come({page}) {
        await page.goBack();
        await page.evaluate(() => (location.hash += '&i=blockSHANI&h=runtime&fo=h.i&unit=ms&by=peek'));
        await page.locator('filter-bar .chip .cost').first().waitFor({state: 'attached'});
        await settled(page);
      },
    },
    {
      name: 'options',
      async come({page}) {
        await command(page, 'options', 'options-panel h2');
      },
    },
    {
      name: 'selected',
      async come({page}) {
        await page.keyboard.press('Escape');
        await page.locator('options-panel h2').waitFor({state: 'hidden'});
        await page.goBack();
        await to(page, 'top?fn=runtime.mallocgc');
        await page.locator('side-panel .known').waitFor({state: 'attached'});
      },
    },
    {
      name: 'keys',
      async come({page}) {
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
      },
    },
    {
      name: 'palette',
      async come({page}) {
        await dismiss(page);
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox', {name: 'Find a command'}).waitFor();
      },
    },
    {
      name: 'give-away',
      async come({page}) {
        await dismiss(page);
        await command(page, 'one HTML file');
        await page.locator('share-dialog .preview').waitFor();
      },
    },
    {
      name: 'heap',
      async come(tab) {
        await home(tab.page);
        await open(tab, heap);
      },
    },
    {
      name: 'library',
      async come({page}) {
        await home(page);
        await page.locator('library-list').getByText(/heap/).first().waitFor();
      },
    },
    {
      name: 'goroutines',
      async come({page, openFile}) {
        await openFile(dump);
        await page.locator('work-space').waitFor();
        await to(page, 'goroutines');
      },
    },
    {
      name: 'compare',
      async come({page, openFile}) {
        await openFile(cpu, after);
        await page.getByRole('button', {name: 'Compare', exact: true}).click();
        await page.locator('compare-total b').first().waitFor({state: 'attached'});
        await settled(page);
      },
    },
    {
      name: 'together',
      async come({page}) {
        await home(page);
        const heaps = [0, 1, 2, 3].map((minute) => ({name: `heap${minute}.pb`, mimeType: 'application/octet-stream', buffer: leakingHeap(minute)}));
        await page.locator('input[type=file]').first().setInputFiles(heaps);
        await page.getByRole('heading', {name: '4 profiles together'}).waitFor();
      },
    },
    {
      name: 'series',
      async come({page}) {
        await page.getByRole('button', {name: 'Series', exact: true}).click();
        await page.locator('series-page .says').waitFor();
      },
    },
  ];
}

async function withDamagedFile(use: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'icicle-screens-'));
  try {
    const path = join(folder, 'damaged.pb.gz');
    await writeFile(path, new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]));
    await use(path);
  } finally {
    await rm(folder, {recursive: true});
  }
}

async function dismiss(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({state: 'detached'});
}

async function home(page: Page): Promise<void> {
  await dismiss(page);
  await page.evaluate(() => (location.hash = ''));
  await page.locator('home-page').waitFor();
}

async function open({page, openFile}: Tab, path: string): Promise<void> {
  await page.evaluate(() => performance.clearMarks('view-painted'));
  await openFile(path);
  await page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
}

/** Opens a dialog by its name in the palette. */
async function command(page: Page, words: string, comes = 'dialog'): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', {name: 'Find a command'}).fill(words);
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator(comes).first().waitFor();
}

/** @param path the name of a view, and what the address says of it before all else */
async function to(page: Page, path: string): Promise<void> {
  await page.evaluate((wanted) => (location.hash = location.hash.replace(/^#\/\w+\?/, `#/${wanted}${wanted.includes('?') ? '&' : '?'}`)), path);
  const [view] = /^\w+/.exec(path)!;
  await page.locator(`${view}-view`).waitFor();
  await page.waitForFunction((name) => (performance.getEntriesByName('view-painted') as PerformanceMark[]).some(({detail}) => detail === name), view);
  await settled(page);
}

async function settled(page: Page): Promise<void> {
  await page.locator('work-space .working').waitFor({state: 'detached'});
}
