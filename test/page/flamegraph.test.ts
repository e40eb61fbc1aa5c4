import assert from 'node:assert/strict';
import {mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import type {Page} from 'playwright-core';
import {ProfileBuilder} from '../../src/profile/builder.js';
import {encodeProfile} from '../../src/profile/encode.js';
import type {Profile} from '../../src/profile/profile.js';
import {barriers} from './accessible.js';
import {addressOf, startSite} from './harness.js';

/** A profile of one sample: these functions, from the root. */
function oneStack(names: readonly string[]): Profile {
  const builder = new ProfileBuilder();
  builder.sampleTypes = [{type: 'cpu', unit: 'nanoseconds'}];
  const mapping = builder.mapping({start: 0x1000n, limit: 0x100000n, file: '/bin/app', hasFunctions: true});
  const stack = names.map((name, index) => builder.location(mapping, 0x1000n + BigInt(index), [{function: builder.function_(name, name, ''), line: 1}]));
  builder.sample(stack.reverse(), [10n], []);
  return builder.finish();
}

const site = await startSite();
const hotspot = 'test/profiles/go1.24.hotspot.before.cpu.pb.gz';

/** A tab with the flame graph of a file, which is on the canvas. */
async function openGraph(path: string) {
  const tab = await site.open();
  await tab.openFile(path);
  await tab.page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
  const tree = tab.page.getByRole('tree');
  await tree.waitFor();
  return {...tab, tree};
}

/** What the box that has the keyboard is called, for ears. */
function current(page: Page): Promise<string> {
  return page.locator('flamegraph-view #box').innerText();
}

function zoomIn(address: string): string {
  return /[?&]z=([^&]*)/.exec(address)?.[1] ?? '';
}

/** A point of the graph: pixels from its left edge, and the depth of the row. */
async function clickAt(page: Page, x: number, depth: number, button: 'left' | 'right' = 'left') {
  await page.getByRole('tree').click({position: {x, y: 4 + depth * 21 + 10}, button});
}

test('a click selects a box and zooms to it, Escape goes back one step, and so does Back', async () => {
  const {page, complaints} = await openGraph(hotspot);
  // go tool pprof -top -cum: 760ms 95.00% main.main, 630ms 78.75% main.unchanged.
  await clickAt(page, 300, 2);
  assert.match(await current(page), /^main\.main, your code, total 760 milliseconds, 95 percent, self 0 seconds, 2 callees$/);
  const first = zoomIn(await addressOf(page));
  assert.match(first, /^[0-9a-z]{11}$/);
  await clickAt(page, 300, 3);
  assert.match(await current(page), /^main\.unchanged, your code, total 630 milliseconds/);
  assert.notEqual(zoomIn(await addressOf(page)), first);
  await page.keyboard.press('Escape');
  assert.equal(zoomIn(await addressOf(page)), first);
  await page.keyboard.press('Backspace');
  assert.equal(zoomIn(await addressOf(page)), '');
  await page.goBack();
  assert.equal(zoomIn(await addressOf(page)), first);
  await page.keyboard.press('Escape');
  assert.equal(zoomIn(await addressOf(page)), '');
  await clickAt(page, 300, 2);
  await page.getByRole('button', {name: 'All', exact: true}).click();
  assert.equal(zoomIn(await addressOf(page)), '');
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a caller above the zoom is clicked to zoom out to it', async () => {
  const {page} = await openGraph(hotspot);
  await clickAt(page, 300, 4);
  assert.match(await current(page), /^capture\/work\.Regexp/);
  await clickAt(page, 900, 2);
  assert.match(await current(page), /^main\.main,/);
  await page.close();
});

test('arrows walk the tree without zooming, Enter zooms, and the item of the keyboard is named by its place', async () => {
  const {page, tree} = await openGraph(hotspot);
  await tree.focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
  assert.match(await current(page), /^main\.countSlow, your code/);
  const item = page.locator('flamegraph-view #box');
  assert.deepEqual(
    await Promise.all(['aria-level', 'aria-posinset', 'aria-setsize', 'aria-selected'].map((name) => item.getAttribute(name))),
    ['4', '2', '2', 'true'],
  );
  await page.keyboard.press('ArrowLeft');
  assert.match(await current(page), /^main\.unchanged/);
  await page.keyboard.press('End');
  assert.match(await current(page), /^main\.countSlow/);
  await page.keyboard.press('ArrowUp');
  assert.match(await current(page), /^main\.main/);
  assert.equal(zoomIn(await addressOf(page)), '');
  await page.keyboard.press('Enter');
  assert.notEqual(zoomIn(await addressOf(page)), '');
  await page.close();
});

test('the menu of a box filters by its function, and gives the keyboard back', async () => {
  const {page} = await openGraph(hotspot);
  await clickAt(page, 300, 3, 'right');
  const menu = page.getByRole('menu', {name: 'main.unchanged'});
  await menu.waitFor();
  assert.deepEqual((await menu.getByRole('menuitem').allInnerTexts()).map((text) => text.split(/ — |\n/)[0]!.trim()), ['Zoom to this box', 'Open source', 'Sandwich', 'Focus', 'Ignore', 'Hide', 'Show from', 'Copy name']);
  await page.keyboard.press('Escape');
  assert.equal(await menu.count(), 0);
  await page.keyboard.press('Shift+F10');
  await menu.waitFor();
  for (let line = 0; line < 4; line++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.match(decodeURIComponent(await addressOf(page)), /[?&]i=\^main\\\.unchanged\$/);
  // 800 ms without the 630 ms of main.unchanged.
  await page.locator('filter-bar').getByText('170 ms').first().waitFor();
  await page.close();
});

test('a filter that takes the zoomed box away leaves the view at the nearest caller', async () => {
  const {page} = await openGraph(hotspot);
  await clickAt(page, 300, 4);
  assert.match(await current(page), /^capture\/work\.Regexp/);
  const zoom = zoomIn(await addressOf(page));
  await page.keyboard.press('h');
  await page.locator('flamegraph-view nav [aria-current]', {hasText: 'main.unchanged'}).waitFor();
  assert.equal(zoomIn(await addressOf(page)), zoom);
  await page.close();
});

test('a search says its share without counting a sample twice, and n goes from match to match', async () => {
  const {page, tree} = await openGraph(hotspot);
  await page.keyboard.press('/');
  await page.keyboard.type('main.');
  // main.main holds the others: 760 of 800 ms.
  await page.getByText(/95\s%/).first().waitFor();
  await tree.focus();
  // Matches are looked for among all boxes, those too narrow to be seen among them, which is an answer of the worker.
  const box = page.locator('flamegraph-view #box');
  for (const [key, name] of [['n', /^main\.main,/], ['n', /^main\.unchanged,/], ['p', /^main\.main,/]] as const) {
    await page.keyboard.press(key);
    await box.getByText(name).waitFor();
  }
  await page.close();
});

test('a link of pprof with a pattern for the pivot zooms to the widest box that it names', async () => {
  const {page} = await openGraph(hotspot);
  await page.evaluate(() => { location.hash = location.hash.replace('?', '?p=%5Emain%5C.countSlow%24&'); });
  await page.locator('flamegraph-view nav [aria-current]', {hasText: 'main.countSlow'}).waitFor();
  await page.close();
});

test('the tooltip of a box says what it is and what it costs, and Escape sends it away', async () => {
  const {page} = await openGraph(hotspot);
  await page.getByRole('tree').hover({position: {x: 300, y: 4 + 3 * 21 + 10}});
  const tooltip = page.locator('frame-tooltip');
  await tooltip.getByText('630 ms').waitFor();
  assert.equal(await tooltip.locator('h2').innerText(), 'main.unchanged');
  // All that it calls is in capture/work, which is theirs too.
  await tooltip.getByText(/^Drives\s+0\s+0\s%$/m).or(tooltip.locator('dl', {hasText: /Drives\s*0\s*0\s%/})).first().waitFor();
  // Its upper edge is 6 pixels below the box.
  const tree = (await page.getByRole('tree').boundingBox())!;
  assert.equal(Math.round((await tooltip.boundingBox())!.y - tree.y), 4 + 3 * 21 + 20 + 6);
  await page.keyboard.press('Escape');
  await tooltip.waitFor({state: 'hidden'});
  await page.close();
});

test('what a tooltip says is said to ears too, once the keys rest, and a table is offered', async () => {
  const {page, tree} = await openGraph(hotspot);
  await tree.focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  // 630 of 760 ms.
  await page.locator('flamegraph-view [aria-live]', {hasText: '82.9 percent of main.main'}).waitFor();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.locator('top-view').waitFor();
  assert.match(await addressOf(page), /#\/top/);
  await page.close();
});

test('control and wheel zoom at the pointer, which is no step of the history', async () => {
  const {page} = await openGraph(hotspot);
  const address = await addressOf(page);
  await page.getByRole('tree').hover({position: {x: 300, y: 60}});
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await page.locator('flamegraph-view .minimap').waitFor();
  assert.equal(await addressOf(page), address);
  await page.getByRole('button', {name: /Reset/}).click();
  await page.locator('flamegraph-view .minimap').waitFor({state: 'detached'});
  await page.close();
});

test('a finger selects and zooms, and holds a box for its menu', async () => {
  const {page, context} = await site.open().then(async ({page: wide}) => {
    await wide.close();
    const small = await site.open();
    await small.page.setViewportSize({width: 390, height: 844});
    await small.openFile(hotspot);
    await small.page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
    return {page: small.page, context: site.browser};
  });
  const input = await context.newCDPSession(page);
  await input.send('Emulation.setTouchEmulationEnabled', {enabled: true});
  const box = (await page.getByRole('tree').boundingBox())!;
  // Rows are 24 pixels high here, with one between them.
  const touchPoints = [{x: box.x + 120, y: box.y + 4 + 3 * 25 + 12}];
  await input.send('Input.dispatchTouchEvent', {type: 'touchStart', touchPoints});
  await page.getByRole('menu', {name: 'main.unchanged'}).waitFor();
  await input.send('Input.dispatchTouchEvent', {type: 'touchEnd', touchPoints: []});
  assert.equal(await page.getByRole('menu').count(), 1);
  await page.keyboard.press('Escape');
  assert.equal(zoomIn(await addressOf(page)), '');
  await input.send('Input.dispatchTouchEvent', {type: 'touchStart', touchPoints});
  await input.send('Input.dispatchTouchEvent', {type: 'touchEnd', touchPoints: []});
  await page.waitForFunction(() => /[?&]z=/.test(location.hash));
  assert.match(await current(page), /^main\.unchanged/);
  await page.close();
});

test('the flame graph has no barrier that a checker finds, plain, zoomed, and with its menu', async () => {
  const {page} = await openGraph(hotspot);
  assert.deepEqual(await barriers(page), []);
  await clickAt(page, 300, 4);
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menu').waitFor();
  assert.deepEqual(await barriers(page), []);
  await page.close();
});

test('a profile without samples says so in place of a graph', async () => {
  const tab = await site.open();
  await tab.openFile('test/profiles/nosamples.pb.gz');
  await tab.page.locator('state-card').getByText('This profile has no samples').waitFor();
  assert.deepEqual(tab.complaints, []);
  await tab.page.close();
});

test('names of a profile are text, whatever they hold', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'icicle-names-'));
  const path = join(folder, 'names.pb');
  await writeFile(path, encodeProfile(oneStack(['<img src=x onerror=alert(1)>', '${alert(1)}', '__proto__', '\u202Eevil\u2066', 'x'.repeat(100_000)])));
  const {page, tree, complaints} = await openGraph(path);
  await tree.focus();
  for (let depth = 0; depth < 5; depth++) await page.keyboard.press('ArrowDown');
  assert.match(await current(page), /^x{300}…,/);
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menu').waitFor();
  assert.equal(await page.locator('img').count(), 0);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('where the thread that draws has ended, the page draws the graph itself', async () => {
  const {page, complaints} = await openGraph(hotspot);
  const names = await Promise.all(page.workers().map((worker) => worker.evaluate(() => self.name)));
  await page.workers()[names.indexOf('icicle-paint')]!.evaluate(() => void setTimeout(() => {
    throw new Error('an end for this test');
  }));
  await page.waitForFunction(() => {
    const canvas = document.querySelector('app-root')!.shadowRoot!.querySelector('work-space')!.shadowRoot!.querySelector('flamegraph-view')!.shadowRoot!.querySelector('canvas')!;
    try {
      // In the row of main.main, and above all rows.
      const [box, above] = [4 + 2 * 21 + 3, 1].map((y) => canvas.getContext('2d')!.getImageData(14, y, 1, 1).data.join());
      return box !== above;
    } catch {
      // Another thread draws on it still.
      return false;
    }
  });
  await clickAt(page, 300, 3);
  assert.match(await current(page), /^main\.unchanged/);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a graph that is taken out of the page while an update is on its way draws again when it is put back', async () => {
  const {page, complaints} = await openGraph(hotspot);
  const canvases = await page.locator('flamegraph-view').evaluate(async (element) => {
    const view = element as HTMLElement & {requestUpdate(): void; updateComplete: Promise<unknown>};
    const place = view.parentNode!;
    view.requestUpdate();
    view.remove();
    await view.updateComplete;
    const before = view.shadowRoot!.querySelector('.scroller > canvas');
    place.append(view);
    await view.updateComplete;
    return [before, view.shadowRoot!.querySelector('.scroller > canvas')].map((canvas) => canvas !== null && canvas.isConnected);
  });
  assert.deepEqual(canvases, [false, true]);
  await clickAt(page, 300, 3);
  assert.match(await current(page), /^main\.unchanged, your code/);
  assert.deepEqual(complaints, []);
  await page.close();
});
