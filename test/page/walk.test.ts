import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Locator, Page} from 'playwright-core';
import {views} from '../../src/views/views.js';
import {addressOf, startSite, type Tab} from './harness.js';

// The walk of a first profile: a CPU profile, its widest own box, its lines, its
// neighbours; a heap; a goroutine dump; what a change brought. All numbers are what go tool pprof prints.
const cpu = 'test/profiles/go1.24.hotspot.before.cpu.pb.gz';
const heap = 'test/profiles/go1.24.server.heap.pb.gz';
const after = 'test/profiles/go1.24.hotspot.after.cpu.pb.gz';
const dump = 'test/profiles/go1.24.server.goroutine.debug2.txt';

const wide = await startSite();
const narrow = await startSite({width: 390, height: 844, touch: true});

/** How a person does what the walk asks for. */
interface Hand {
  choose(...paths: readonly string[]): Promise<void>;
  press(button: string): Promise<void>;
  view(name: string): Promise<void>;
  sortBy(column: string): Promise<void>;
  widestOwnBox(): Promise<void>;
  hotLine(line: number): Promise<void>;
  sampleType(name: string): Promise<void>;
  findings(): Promise<void>;
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
  await opened(page, () => hand.choose(cpu));
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
  await opened(page, () => hand.choose(heap));
  await hand.view('Top');
  await hand.sortBy('flat');
  await hand.sampleType('inuse_space');
  await firstRow('runtime/pprof.StartCPUProfile', '1.16 MB');
  await hand.sampleType('alloc_objects');
  await firstRow('regexp.(*Regexp).backtrack', '508 k');
  await opened(page, () => hand.choose(dump));
  await hand.view('Goroutines');
  // grep -c ^goroutine
  await page.locator('goroutines-view').getByText(/\b66\b/).first().waitFor();
  await hand.choose(cpu, after);
  await hand.press('Compare');
  // go tool pprof -top -diff_base: 10ms of 800ms total, and main.countSlow -130ms cum.
  // A small screen has room for the sentence alone.
  await page.locator('compare-total b', {hasText: /^800\sms$/}).waitFor({state: 'attached'});
  await page.locator('compare-total b', {hasText: /^810\sms$/}).waitFor({state: 'attached'});
  await hand.findings();
  await page.locator('.finding', {hasText: 'main.countSlow'}).first().waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
}

/** Waits until what was chosen is seen. */
async function opened(page: Page, act: () => Promise<void>): Promise<void> {
  await page.evaluate(() => performance.clearMarks('view-painted'));
  await act();
  await page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
}

async function chooseFiles(page: Page, paths: readonly string[], act: () => Promise<void>): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), act()]);
  await chooser.setFiles([...paths]);
}

test('the walk of a first profile with the mouse', async () => {
  const tab = await wide.open();
  const {page} = tab;
  await walk(tab, {
    async choose(...paths) {
      if (await page.locator('work-space').count() > 0) await page.getByRole('button', {name: 'Icicle: home'}).click();
      await chooseFiles(page, paths, () => page.locator('home-page').getByRole('button', {name: /Open|Choose/}).first().click());
    },
    press: (button) => page.getByRole('button', {name: button, exact: true}).click(),
    async findings() {},
    view: (name) => page.getByRole('tab', {name, exact: true}).click(),
    sortBy: (column) => page.locator('top-view [role=columnheader] button', {hasText: column}).click(),
    async widestOwnBox() {
      // main.main, main.unchanged, and below them the widest box of the program's own.
      await page.getByRole('tree').click({position: {x: 300, y: 4 + 4 * 21 + 10}});
      await page.locator('side-panel').getByRole('heading', {name: 'capture/work.Regexp'}).waitFor();
    },
    hotLine: (line) => page.locator('hot-lines').getByRole('button', {name: new RegExp(`^line ${line} `)}).click(),
    sampleType: (name) => page.locator(`sample-types [role=radio][title^="${name}/"]`).click(),
  });
});

test('the walk of a first profile with the keyboard alone', async () => {
  const tab = await wide.open();
  const {page} = tab;
  await walk(tab, {
    choose: (...paths) => chooseFiles(page, paths, () => page.keyboard.press('Control+o')),
    async press(button) {
      await tabTo(page, page.getByRole('button', {name: button, exact: true}));
      await page.keyboard.press('Enter');
    },
    async findings() {},
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
      await tabTo(page, page.locator('hot-lines').getByRole('button', {name: new RegExp(`^line ${line} `)}));
      await page.keyboard.press('Enter');
    },
    async sampleType(name) {
      const wanted = page.locator(`sample-types [role=radio][title^="${name}/"]`);
      for (let i = 0; i < 4 && (await wanted.getAttribute('aria-checked')) !== 'true'; i++) {
        const before = await addressOf(page);
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
    await page.locator('mobile-tabs').getByRole('button', {name: 'More', exact: true}).tap();
    await page.getByRole('menuitemradio', {name}).tap();
  };
  await walk(tab, {
    async choose(...paths) {
      if (await page.locator('work-space').count() > 0) await page.getByRole('button', {name: 'Icicle: home'}).tap();
      await chooseFiles(page, paths, () => page.locator('home-page').getByRole('button', {name: /Open|Choose/}).first().tap());
    },
    press: (button) => page.getByRole('button', {name: button, exact: true}).tap(),
    findings: () => page.getByRole('button', {name: 'Findings'}).tap(),
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
      const hot = page.locator('hot-lines').getByRole('button', {name: new RegExp(`^line ${line} `)});
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
