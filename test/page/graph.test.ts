import assert from 'node:assert/strict';
import {mkdtemp, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import type {Page} from 'playwright-core';
import {ProfileBuilder} from '../../src/profile/builder.js';
import {encodeProfile} from '../../src/profile/encode.js';
import {profileOf} from '../helpers/profile-of.js';
import {barriers} from './accessible.js';
import {addressOf, startSite} from './harness.js';

const site = await startSite();
const hotspot = 'test/profiles/go1.24.hotspot.before.cpu.pb.gz';
const labelled = 'test/profiles/go1.24.cpu.labels.pb.gz';

/** A tab with the graph of a file. */
async function openGraph(path: string) {
  const tab = await site.open();
  await tab.openFile(path);
  await tab.page.locator('work-space').waitFor();
  await tab.page.getByRole('tab', {name: 'Graph', exact: false}).filter({hasNotText: 'Flame'}).click();
  await tab.page.locator('graph-view .node').first().waitFor();
  return tab;
}

function node(page: Page, name: string) {
  return page.locator('graph-view').getByRole('button', {name: new RegExp(`^${name.replace(/[.*()]/g, '\\$&')},`)});
}

function classOf(page: Page, name: string): Promise<string> {
  return node(page, name).evaluate((frame) => frame.parentElement!.getAttribute('class')!);
}

async function scale(page: Page): Promise<number> {
  const transform = await page.locator('graph-view g.camera').getAttribute('transform');
  return Number(/scale\(([\d.]+)\)/.exec(transform ?? '')?.[1]);
}

/** The scale once the camera rests. */
async function rested(page: Page): Promise<number> {
  let last = -1;
  for (let now = await scale(page); now !== last; now = await scale(page)) {
    last = now;
    await page.evaluate(() => new Promise((done) => setTimeout(done, 60)));
  }
  return last;
}

test('the graph begins with the person’s code, a click selects, and neighbours stay bright', async () => {
  const {page, complaints} = await openGraph(hotspot);
  assert.equal(await page.getByRole('button', {name: 'Your code', exact: true}).getAttribute('aria-pressed'), 'true');
  // go tool pprof -peek: main.main is 760 ms of 800 ms and calls main.unchanged, 630 ms.
  await node(page, 'main.unchanged').click();
  assert.match(await addressOf(page), /[?&]fn=main\.unchanged/);
  assert.match(await node(page, 'main.unchanged').getAttribute('aria-label') ?? '', /^main\.unchanged, your code, total 630 milliseconds, 78\.8 percent, self 0 seconds, 1 caller,/);
  assert.equal(await node(page, 'main.unchanged').getAttribute('aria-pressed'), 'true');
  assert.doesNotMatch(await classOf(page, 'main.main'), /aside/);
  assert.match(await classOf(page, 'main.countSlow'), /aside/);
  assert.equal(await page.locator('side-panel h2').first().innerText(), 'main.unchanged');
  await page.keyboard.press('Escape');
  assert.doesNotMatch(await addressOf(page), /[?&]fn=/);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('the full graph is one click away, and a node shows its neighbours', async () => {
  const {page} = await openGraph(labelled);
  const count = () => page.locator('graph-view .node').count();
  const first = await count();
  const more = page.locator('graph-view .more').first();
  await more.dispatchEvent('click');
  await page.locator('graph-view .node').nth(first).waitFor({state: 'attached'});
  await page.getByRole('button', {name: 'Collapse all'}).click();
  await page.locator('graph-view .node').nth(first).waitFor({state: 'detached'});
  assert.equal(await count(), first);
  await page.getByRole('button', {name: 'All', exact: true}).click();
  await page.locator('graph-view button[aria-pressed=true]', {hasText: 'All'}).waitFor();
  // go tool pprof -dot: 38 nodes, since labels count as nodes of the 80.
  assert.equal(await count(), 38);
  await page.goBack();
  await page.locator('graph-view button[aria-pressed=true]', {hasText: 'Your code'}).waitFor();
  await page.close();
});

test('the wheel zooms at the pointer, a drag moves, and Fit brings all back', async () => {
  const {page} = await openGraph(hotspot);
  const fitted = await rested(page);
  const box = (await node(page, 'main.main').boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -200);
  assert.ok(await rested(page) > fitted * 1.3);
  const near = (await node(page, 'main.main').boundingBox())!;
  assert.ok(Math.abs(near.x + near.width / 2 - x) < 2 && Math.abs(near.y + near.height / 2 - y) < 2, 'what is under the pointer stays there');
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 40, {steps: 4});
  await page.mouse.up();
  const moved = (await node(page, 'main.main').boundingBox())!;
  assert.ok(Math.abs(moved.x - near.x - 60) < 2 && Math.abs(moved.y - near.y - 40) < 2);
  assert.doesNotMatch(await addressOf(page), /[?&]fn=/, 'a drag is no click');
  await page.getByRole('button', {name: 'Fit'}).click();
  assert.ok(Math.abs(await rested(page) - fitted) < 0.01);
  await page.close();
});

test('arrow keys walk along calls, Enter expands, and the list has the same functions', async () => {
  const {page} = await openGraph(hotspot);
  await node(page, 'main.main').focus();
  await page.keyboard.press('ArrowDown');
  await node(page, 'main.unchanged').and(page.locator('[aria-pressed=true]')).waitFor();
  assert.equal(await page.evaluate(() => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    return focused?.getAttribute('aria-label')?.split(',')[0];
  }), 'main.unchanged');
  await page.keyboard.press('ArrowUp');
  await node(page, 'main.main').and(page.locator('[aria-pressed=true]')).waitFor();
  const drawn = await page.locator('graph-view .node').count();
  await page.getByRole('button', {name: 'List', exact: true}).click();
  const table = page.locator('graph-view').getByRole('table');
  assert.equal(await table.getByRole('row').count(), drawn + 1);
  const row = table.getByRole('row').filter({has: page.getByRole('rowheader', {name: 'main.unchanged'})});
  const cells = (await row.getByRole('cell').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  assert.deepEqual(cells.slice(0, 3), ['0 0 %', '630 ms 78.8 %', 'main.main 630ms']);
  await row.getByRole('button', {name: 'main.main'}).click();
  assert.match(await addressOf(page), /[?&]fn=main\.main/);
  await page.close();
});

test('a search marks what it finds and n goes from one to the next', async () => {
  const {page} = await openGraph(hotspot);
  await page.keyboard.press('/');
  await page.keyboard.type('main.');
  const wanted = await page.locator('graph-view .frame[aria-label*="main."]').count();
  await page.locator('graph-view .node.found').nth(wanted - 1).waitFor({state: 'attached'});
  // The first letters found more.
  await page.locator('graph-view .node.found').nth(wanted).waitFor({state: 'detached'});
  assert.ok(await page.locator('graph-view .node.faint').count() > 0);
  await page.keyboard.press('Enter');
  await page.locator('graph-view .node.found .frame[aria-pressed=true]').waitFor();
  await page.close();
});

test('DOT and SVG are saved under the name of the profile', async () => {
  const {page, complaints} = await openGraph(hotspot);
  const saved = async (button: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', {name: button}).click()]);
    return {name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8')};
  };
  const svg = await saved('Download SVG');
  assert.equal(svg.name, 'go1.24.hotspot.before.cpu.graph.svg');
  assert.match(svg.text, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^]*<title>main\.unchanged<\/title>[^]*<\/svg>\n$/);
  const blank = await site.browser.newPage();
  assert.equal(await blank.evaluate((text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent, svg.text), undefined);
  await blank.close();
  const dot = await saved('Download DOT');
  assert.equal(dot.name, 'go1.24.hotspot.before.cpu.graph.dot');
  assert.match(dot.text, /^digraph "hotspot" \{[^]*label="main\\nunchanged\\n0 of 630ms \(78\.75%\)"[^]*\}\n$/);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a layout that takes long says how far it is, and Cancel leaves the graph that was there', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'icicle-graph-')), 'tangled.pb');
  // 500 functions that all call one another: seconds of work on any machine.
  const lines = Array.from({length: 3000}, (_, i) => `f${i % 7};f${7 + (i % 31)};f${38 + (i % 97)};f${135 + ((i * i) % 365)} ${100 + i}`);
  await writeFile(path, encodeProfile(profileOf('cpu nanoseconds', lines.join('\n'))));
  const {page, complaints} = await openGraph(path);
  const before = await page.locator('graph-view .node').count();
  await page.evaluate(() => { location.hash += '&n=500&nf=0&ef=0&gs=all'; });
  const bar = page.getByRole('progressbar', {name: 'Laying out the graph'});
  await bar.waitFor();
  await page.locator('graph-view').getByRole('button', {name: 'Cancel'}).click();
  await page.getByText('The layout was stopped; this is the graph before it.').waitFor();
  assert.equal(await bar.count(), 0);
  assert.equal(await page.locator('graph-view .node').count(), before);
  await page.getByRole('button', {name: 'Draw it after all'}).click();
  await page.locator('graph-view .node').nth(before).waitFor({timeout: 120_000});
  assert.equal(await page.getByText('The layout was stopped').count(), 0);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('the menu of a node filters by its function', async () => {
  const {page} = await openGraph(hotspot);
  await node(page, 'main.countSlow').click({button: 'right'});
  const menu = page.getByRole('menu', {name: 'main.countSlow'});
  await menu.getByRole('menuitem', {name: /^Focus/}).click();
  assert.match(decodeURIComponent(await addressOf(page)), /[?&]f=\^main\\\.countSlow\$/);
  await node(page, 'main.unchanged').waitFor({state: 'detached'});
  await page.close();
});

test('hostile names are drawn as text, one function alone too, and no text is wider than its box', async () => {
  const builder = new ProfileBuilder();
  builder.sampleTypes = [{type: 'cpu', unit: 'nanoseconds'}];
  const mapping = builder.mapping({start: 0x1000n, limit: 0x100000n, file: '/bin/app', hasFunctions: true});
  const hostile = ['<img src=x onerror=alert(1)>', '\u202eevil', 'a\u0000b', 'W'.repeat(65_536), '漢字'.repeat(40), '🦀'.repeat(40), '__proto__', '</svg><script>x</script>'];
  const stack = hostile.map((name, index) => builder.location(mapping, 0x1000n + BigInt(index), [{function: builder.function_(name, name, ''), line: 1}]));
  for (let depth = 1; depth <= stack.length; depth++) builder.sample(stack.slice(0, depth).reverse(), [10n], []);
  const folder = await mkdtemp(join(tmpdir(), 'icicle-graph-'));
  await writeFile(join(folder, 'hostile.pb'), encodeProfile(builder.finish()));
  const {page, complaints} = await openGraph(join(folder, 'hostile.pb'));
  assert.equal(await page.locator('graph-view .node').count(), hostile.length);
  assert.equal(await page.locator('graph-view img, graph-view script').count(), 0);
  const wide = await page.locator('graph-view .node').evaluateAll((nodes) => nodes.flatMap((node) => {
    const room = Number(node.querySelector('.box')!.getAttribute('width'));
    return [...node.querySelectorAll<SVGTextElement>('.name, .value')].filter((text) => text.getComputedTextLength() > room - 4).map((text) => text.textContent);
  }));
  assert.deepEqual(wide, []);
  await page.getByRole('button', {name: 'List', exact: true}).click();
  await page.locator('graph-view').getByRole('table').waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});

for (const dark of [false, true]) {
  test(`graph and list have no barriers in the ${dark ? 'dark' : 'light'} theme`, async () => {
    const {page} = await openGraph(labelled);
    await page.emulateMedia({colorScheme: dark ? 'dark' : 'light'});
    await page.locator('graph-view .node').first().click();
    assert.deepEqual(await barriers(page), []);
    await page.getByRole('button', {name: 'List', exact: true}).click();
    assert.deepEqual(await barriers(page), []);
    await page.close();
  });
}
