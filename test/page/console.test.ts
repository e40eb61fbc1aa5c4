import assert from 'node:assert/strict';
import {mkdtemp, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import type {Page} from 'playwright-core';
import {encodeProfile} from '../../src/profile/encode.js';
import {profileOf} from '../helpers/profile-of.js';
import {runReport} from '../report-command.js';
import {barriers} from './accessible.js';
import {addressOf, startSite} from './harness.js';

const site = await startSite();
const cpu = 'test/profiles/go1.24.cpu.pb.gz';
const folder = await mkdtemp(join(tmpdir(), 'icicle-console-'));

async function openConsole(path: string) {
  const tab = await site.open();
  await tab.openFile(path);
  await tab.page.getByRole('tab', {name: 'Console'}).click();
  await tab.page.locator('console-view .row').first().waitFor();
  return tab;
}

/** Types `line`, and waits until it is answered. */
async function run(page: Page, line: string): Promise<void> {
  const input = page.getByLabel('Command for pprof');
  await input.fill(line);
  await input.press('Enter');
  await page.locator('console-view .input', {hasText: line}).last().waitFor();
  await page.locator('console-view form:not(.busy)').waitFor();
}

async function printed(page: Page): Promise<string[]> {
  return page.locator('console-view .row').allTextContents();
}

test('the console prints what the report command prints, and a name in it leads to the flame graph', async () => {
  const {page, complaints} = await openConsole(cpu);
  const greeting = await printed(page);
  assert.deepEqual(greeting.slice(-6, -3).map((line) => line.trim().split(' ')[0]), ['top10', 'list', 'web']);
  await run(page, 'top5 -cum');
  const {output} = await runReport(['-top', '-cum', '-nodecount=5', '-compact_labels', cpu], () => {});
  assert.equal((await printed(page)).slice(greeting.length + 1).join('\n') + '\n', output);
  await page.getByRole('button', {name: 'capture/work.Regexp', exact: true}).click();
  await page.locator('flamegraph-view').waitFor();
  assert.equal(new URLSearchParams(new URL(await addressOf(page)).hash.split('?')[1]).get('fn'), 'capture/work.Regexp');
  assert.deepEqual(complaints, []);
  await page.close();
});

test('options of the console stay in it until they are used in the page', async () => {
  const {page} = await openConsole(cpu);
  await run(page, 'focus=Hash');
  assert.doesNotMatch(await addressOf(page), /[?&]f=/);
  await page.getByRole('button', {name: 'Use in the page'}).click();
  assert.match(await addressOf(page), /[?&]f=Hash/);
  await page.close();
});

test('an error is an alert, says what was meant, and the next line works', async () => {
  const {page} = await openConsole(cpu);
  await run(page, 'tpo');
  assert.equal(await page.locator('console-view [role=alert]').textContent(), 'unrecognized command: "tpo"; did you mean top?');
  assert.equal(await page.locator('console-view .error').textContent(), 'unrecognized command: "tpo"; did you mean top?');
  await run(page, 'top1');
  assert.equal(await page.locator('console-view [role=alert]').textContent(), '');
  await page.close();
});

test('> file is a download with the very text', async () => {
  const {page} = await openConsole(cpu);
  const [download] = await Promise.all([page.waitForEvent('download'), run(page, 'top5 >deep/top.txt')]);
  assert.equal(download.suggestedFilename(), 'top.txt');
  const {output} = await runReport(['-top', '-nodecount=5', '-compact_labels', cpu], () => {});
  assert.equal(await readFile(await download.path(), 'utf8'), output);
  const [proto] = await Promise.all([page.waitForEvent('download'), run(page, 'proto')]);
  assert.equal(proto.suggestedFilename(), 'profile001.pb.gz');
  await page.close();
});

test('Tab completes and lists, arrows bring earlier lines, also after a reload', async () => {
  const {page} = await openConsole(cpu);
  const input = page.getByLabel('Command for pprof');
  await input.fill('peek blockSHA');
  await input.press('Tab');
  await page.waitForFunction(() => {
    const view = document.querySelector('app-root')!.shadowRoot!.querySelector('work-space')!.shadowRoot!.querySelector('console-view')!;
    return view.shadowRoot!.querySelector('input')!.value.endsWith('blockSHANI');
  });
  await input.fill('list runtime.m');
  await input.press('Tab');
  const choices = page.getByRole('option');
  await choices.first().waitFor();
  await input.press('Tab');
  const first = await choices.first().textContent();
  assert.equal(await input.inputValue(), `list ${first}`);
  assert.equal(await choices.first().getAttribute('aria-selected'), 'true');
  await input.press('Escape');
  assert.equal(await choices.count(), 0);
  await run(page, 'top3');
  await page.reload();
  await page.locator('console-view .row').first().waitFor();
  await page.getByLabel('Command for pprof').press('ArrowUp');
  assert.equal(await page.getByLabel('Command for pprof').inputValue(), 'top3');
  await page.close();
});

test('a hundred thousand lines are there, and only those that are seen are in the document', async () => {
  const path = join(folder, 'many.pb');
  const names = Array.from({length: 100_000}, (_, i) => `main.f${String(i).padStart(6, '0')} ${i + 1}`);
  await writeFile(path, encodeProfile(profileOf('samples count', names.join('\n'))));
  const {page} = await openConsole(path);
  await run(page, 'trim=false');
  await run(page, 'top');
  assert.ok((await printed(page)).some((line) => line.includes('main.f099999')));
  const log = page.getByRole('log');
  await log.evaluate((element) => (element.scrollTop = element.scrollHeight));
  await page.locator('console-view .row', {hasText: 'main.f000000'}).waitFor();
  assert.ok((await printed(page)).length < 150);
  await page.close();
});

test('names stay text, whatever they look like', async () => {
  const path = join(folder, 'hostile.pb');
  await writeFile(path, encodeProfile(profileOf('samples count', '<img/src=x/onerror=y 5\n__proto__;${constructor} 7')));
  const {page, complaints} = await openConsole(path);
  await run(page, 'top');
  assert.deepEqual(await page.locator('console-view .name').allTextContents(), ['${constructor}', '<img/src=x/onerror=y', '__proto__']);
  await run(page, '<img/src=x/onerror=y>');
  assert.match((await page.locator('console-view .error').textContent()) ?? '', /<img\/src=x\/onerror=y>/);
  assert.equal(await page.locator('console-view img').count(), 0);
  assert.deepEqual(complaints, []);
  await page.close();
});

for (const [name, size, colorScheme] of [['a wide light', {width: 1440, height: 900}, 'light'], ['a narrow dark', {width: 390, height: 844}, 'dark']] as const) {
  test(`the console has no barrier that axe knows, in ${name} window`, async () => {
    const {page} = await openConsole(cpu);
    await run(page, 'top');
    await run(page, 'nothing');
    await page.setViewportSize(size);
    await page.emulateMedia({colorScheme});
    await page.getByLabel('Command for pprof').fill('list runtime.m');
    await page.getByLabel('Command for pprof').press('Tab');
    await page.getByRole('option').first().waitFor();
    assert.deepEqual((await barriers(page)).filter((barrier) => barrier.includes('console-view')), []);
    await page.close();
  });
}
