import assert from 'node:assert/strict';
import {cp, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import type {Page} from 'playwright-core';
import {startSite} from './harness.js';

const site = await startSite();
site.browser.setDefaultTimeout(15_000);
const folder = await mkdtemp(join(tmpdir(), 'icicle-incoming-'));
after(() => rm(folder, {recursive: true}));

/**
 * Drops files and folders of this machine on the page, as the system does.
 *
 * To drop by the protocol is to say both that it is dropped and that the dragging is over, and now and then
 * the page hears of the second only, which nobody's mouse does: then it is dragged once more.
 */
async function drop(page: Page, ...paths: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = {items: [], files: paths, dragOperationsMask: 1};
  const hint = page.getByText('Drop to open');
  await page.locator('home-page, work-space').waitFor();
  for (let attempt = 0; attempt < 5; attempt++) {
    for (const type of ['dragEnter', 'dragOver'] as const) await session.send('Input.dispatchDragEvent', {type, x: 400, y: 300, data});
    // What no page has said that it would take is dropped on none.
    await hint.waitFor();
    await session.send('Input.dispatchDragEvent', {type: 'dragOver', x: 400, y: 301, data});
    await session.send('Input.dispatchDragEvent', {type: 'drop', x: 400, y: 301, data});
    if (!await hint.isVisible()) return;
  }
  assert.fail('the page hears of no drop');
}

/** Pastes into the page what another program put on the clipboard. */
async function paste(page: Page, content: {readonly text?: string; readonly file?: {readonly name: string; readonly text: string}}): Promise<void> {
  await page.evaluate(({text, file}) => {
    const data = new DataTransfer();
    if (text !== undefined) data.setData('text/plain', text);
    if (file !== undefined) data.items.add(new File([file.text], file.name));
    document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, composed: true, cancelable: true}));
  }, content);
}

const dump = 'goroutine 1 [running]:\nmain.work()\n\t/src/main.go:7 +0x1d\n\ngoroutine 2 [select]:\nmain.wait()\n\t/src/main.go:9 +0x1d\n';

test('of a dropped folder the profiles are opened, and of one without any it is said', async () => {
  const run = join(folder, 'run');
  await mkdir(join(run, 'deep'), {recursive: true});
  await cp('test/profiles/go1.24.cpu.pb.gz', join(run, 'deep', 'cpu.pb.gz'));
  await writeFile(join(run, 'README.md'), 'nothing\n');
  const empty = join(folder, 'empty');
  await mkdir(empty);
  await writeFile(join(empty, 'main.go'), 'package main\n');
  const {page, complaints} = await site.open();
  await drop(page, empty);
  await page.getByText('No profile in this folder').waitFor();
  await drop(page, run);
  await page.locator('profile-header').getByText('cpu.pb.gz').first().waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});

test('files that the system opens with the installed page are opened by it, now and later', async () => {
  const {page, complaints} = await site.open();
  // The browser fills its queue for an installed page alone; here the test does.
  await page.addInitScript(() => {
    const queue = {
      setConsumer(take: unknown) {
        Object.assign(window, {launched: take});
      },
    };
    if ('LaunchQueue' in window) Object.assign((window.LaunchQueue as {prototype: object}).prototype, queue);
    else Object.assign(window, {launchQueue: queue});
  });
  await page.reload();
  await page.waitForFunction(() => 'launched' in window);
  for (const name of ['first.txt', 'second.txt']) {
    await page.evaluate(async ([called, text]) => {
      await (window as unknown as {launched(parameters: {files: unknown[]}): Promise<void>}).launched({
        files: [{
          async getFile() {
            return new File([text!], called!);
          },
        }],
      });
    }, [name, `${dump}${name}\n`]);
    await page.locator('profile-header').getByText(name).first().waitFor();
  }
  await page.evaluate(() => (window as unknown as {launched(parameters: object): Promise<void>}).launched({}));
  await page.locator('profile-header').getByText('second.txt').first().waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a pasted file and the text of a dump are opened, and an address is asked about', async () => {
  const {page, complaints} = await site.open();
  await paste(page, {file: {name: 'pasted-file.txt', text: dump}});
  await page.locator('profile-header').getByText('pasted-file.txt').first().waitFor();
  await paste(page, {text: dump.replace('main.work', 'main.other')});
  await page.locator('profile-header').getByText('pasted.txt').first().waitFor();
  await paste(page, {text: 'go tool pprof http://127.0.0.1:9/debug/pprof/heap'});
  const dialog = page.getByRole('dialog');
  assert.equal(await dialog.locator('input[name=address]').inputValue(), 'go tool pprof http://127.0.0.1:9/debug/pprof/heap');
  await dialog.getByRole('button', {name: 'Cancel'}).click();
  await paste(page, {text: 'just a word'});
  assert.equal(await page.getByRole('dialog').count(), 0);
  assert.deepEqual(complaints, []);
  await page.close();
});
