import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Locator, Page} from 'playwright-core';
import {views} from '../../src/views/views.js';
import {startSite, type Tab} from './harness.js';

// The walk of a first profile: a CPU profile, its widest own box, its lines, its
// neighbours; a heap; a goroutine dump. All numbers are what go tool pprof prints.
const cpu = 'test/profiles/go1.24.hotspot.before.cpu.pb.gz';
const heap = 'test/profiles/go1.24.server.heap.pb.gz';
const dump = 'test/profiles/go1.24.server.goroutine.debug2.txt';

const wide = await startSite();
const narrow = await startSite({width: 390, height: 844, touch: true});

/** How a person does what the walk asks for. */
interface Hand {
  open(path: string): Promise<void>;
  view(name: string): Promise<void>;
  sortBy(column: string): Promise<void>;
  widestOwnBox(): Promise<void>;
  hotLine(line: number): Promise<void>;
  sampleType(name: string): Promise<void>;
}

async function walk({page, complaints}: Tab, hand: Hand): Promise<void> {
  const row = page.locator('top-view .row').first();
  const firstRow = async (name: string, ...values: string[]) => {
    await row.getByText(name, {exact: true}).waitFor();
    const cells = (await row.locator('.value').allInnerTexts()).map((text) => text.replaceAll('\u00a0', ' '));
    for (const value of values) assert.ok(cells.includes(value), `${value} in ${cells.join(', ')} of ${name}`);
  };
  // Choosers are caught from the first listener on, and it takes a moment until they are.
  page.on('filechooser', () => {});
  await hand.open(cpu);
  await hand.view('Top');
  await hand.sortBy('cum');
  await firstRow('main.main', '760 ms');
  await hand.view('Flame graph');
  await hand.widestOwnBox();
  await hand.hotLine(76);
  await page.locator('source-view').getByRole('row', {name: /310 ms 76/}).waitFor();
  await hand.view('Peek');
  await page.locator('peek-view .callers').getByRole('button', {name: /^main\.unchanged 520 ms 100 %$/}).waitFor();
  await hand.view('Graph');
  await page.locator('graph-view').getByRole('button', {name: /^capture\/work\.Regexp, your code, total 520 milliseconds/}).waitFor();
  await hand.open(heap);
  await hand.view('Top');
  await hand.sortBy('flat');
  await hand.sampleType('inuse_space');
  await firstRow('runtime/pprof.StartCPUProfile', '1.16 MB');
  await hand.sampleType('alloc_objects');
  await firstRow('regexp.(*Regexp).backtrack', '508 k');
  await hand.open(dump);
  await hand.view('Goroutines');
  // grep -c ^goroutine
  await page.locator('goroutines-view').getByText(/\b66\b/).first().waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
}

/** What a person sees of one function or file stands. */
async function opened(page: Page, files: () => Promise<void>): Promise<void> {
  await page.evaluate(() => performance.clearMarks('view-painted'));
  await files();
  await page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
}

async function chooseFile(page: Page, path: string, act: () => Promise<void>): Promise<void> {
  await opened(page, async () => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), act()]);
    await chooser.setFiles(path);
  });
}

test('the walk of a first profile with the mouse', async () => {
  const tab = await wide.open();
  const {page} = tab;
  await walk(tab, {
    async open(path) {
      if (await page.locator('work-space').count() > 0) await page.getByRole('button', {name: 'Icicle: home'}).click();
      await chooseFile(page, path, () => page.locator('home-page').getByRole('button', {name: /Open|Choose/}).first().click());
    },
    view: (name) => page.getByRole('tab', {name, exact: true}).click(),
    sortBy: (column) => page.locator('top-view [role=columnheader] button', {hasText: column}).click(),
    async widestOwnBox() {
      // main.main, main.unchanged, and below them the widest box of the program's own.
      await page.getByRole('tree').click({position: {x: 300, y: 4 + 4 * 21 + 10}});
      await page.locator('side-panel').getByRole('heading', {name: 'capture/work.Regexp'}).waitFor();
    },
    hotLine: (line) => page.locator('side-panel .lines').getByRole('button', {name: new RegExp(`^line ${line} `)}).click(),
    sampleType: (name) => page.locator(`sample-types [role=radio][title^="${name}/"]`).click(),
  });
});

test('the walk of a first profile with the keyboard alone', async () => {
  const tab = await wide.open();
  const {page} = tab;
  await walk(tab, {
    open: (path) => chooseFile(page, path, () => page.keyboard.press('Control+o')),
    async view(name) {
      await page.keyboard.press(String(views.findIndex(({title}) => title === name) + 1));
      await page.locator(`${name.toLowerCase().replace(' ', '')}-view`).waitFor();
    },
    async sortBy(column) {
      await tabTo(page, page.locator('top-view [role=columnheader] button', {hasText: column}));
      await page.keyboard.press('Enter');
    },
    async widestOwnBox() {
      await tabTo(page, page.getByRole('tree'));
      for (let depth = 0; depth < 4; depth++) await page.keyboard.press('ArrowDown');
      await page.locator('flamegraph-view #box', {hasText: 'capture/work.Regexp'}).waitFor();
    },
    async hotLine(line) {
      await tabTo(page, page.locator('side-panel .lines').getByRole('button', {name: new RegExp(`^line ${line} `)}));
      await page.keyboard.press('Enter');
    },
    async sampleType(name) {
      const wanted = page.locator(`sample-types [role=radio][title^="${name}/"]`);
      for (let i = 0; i < 4 && (await wanted.getAttribute('aria-checked')) !== 'true'; i++) {
        const before = page.url();
        await page.keyboard.press('t');
        await page.waitForURL((url) => url.href !== before);
      }
      assert.equal(await wanted.getAttribute('aria-checked'), 'true');
    },
  });
});

test('the walk of a first profile by touch on a small screen', async () => {
  const tab = await narrow.open();
  const {page} = tab;
  const more = async (name: string | RegExp) => {
    await page.getByRole('button', {name: 'More', exact: true}).last().tap();
    await page.getByRole('menuitemradio', {name}).tap();
  };
  await walk(tab, {
    async open(path) {
      if (await page.locator('work-space').count() > 0) await page.getByRole('button', {name: 'Icicle: home'}).tap();
      await chooseFile(page, path, () => page.locator('home-page').getByRole('button', {name: /Open|Choose/}).first().tap());
    },
    async view(name) {
      await page.locator('mobile-tabs nav').waitFor();
      const atFoot = page.locator('mobile-tabs nav > button', {hasText: name === 'Flame graph' ? 'Flame' : name});
      if (await atFoot.count() > 0) await atFoot.tap();
      else await more(name);
      await page.locator(`${name.toLowerCase().replace(' ', '')}-view`).waitFor();
    },
    sortBy: (column) => page.locator('top-view [role=columnheader] button', {hasText: column}).tap(),
    async widestOwnBox() {
      await page.getByRole('tree').tap({position: {x: 100, y: 4 + 4 * 24 + 10}});
      await page.getByRole('complementary').getByRole('heading', {name: 'capture/work.Regexp'}).waitFor();
    },
    async hotLine(line) {
      const hot = page.locator('side-panel .lines').getByRole('button', {name: new RegExp(`^line ${line} `)});
      if (!(await hot.isVisible())) await page.getByRole('complementary').getByRole('button').first().tap();
      await hot.tap();
    },
    sampleType: (name) => more(new RegExp(`^${name}`)),
  });
});

/** Goes to `wanted` with Tab alone. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let i = 0; i < 80; i++) {
    if (await wanted.evaluate((element) => (element.getRootNode() as ShadowRoot).activeElement === element)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail('Tab does not come there');
}
