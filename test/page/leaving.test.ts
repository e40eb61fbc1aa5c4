import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startSite} from './harness.js';

const site = await startSite();

test('going home and opening again leaves nothing of the workspace behind', async () => {
  const {page, openFile, complaints} = await site.open();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  /** What lives after one more visit to a profile and to the home page, once the dead are gone. */
  const living = async (): Promise<{nodes: number; listeners: number}> => {
    await page.evaluate(() => performance.clearMarks());
    await openFile('test/profiles/go1.24.cpu.pb.gz');
    await page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
    await page.evaluate(() => (location.hash = ''));
    await page.locator('home-page').waitFor();
    await page.locator('work-space').waitFor({state: 'detached'});
    await devtools.send('HeapProfiler.collectGarbage');
    const {metrics} = await devtools.send('Performance.getMetrics');
    const metric = (name: string): number => metrics.find((found) => found.name === name)!.value;
    return {nodes: metric('Nodes'), listeners: metric('JSEventListeners')};
  };
  // The first visits load what is loaded once.
  await living();
  const before = await living();
  for (let visit = 0; visit < 4; visit++) await living();
  const now = await living();
  // A workspace is some 500 nodes and 80 listeners; five of them would show.
  assert.ok(now.nodes < before.nodes + 500, `${before.nodes} nodes, then ${now.nodes}`);
  assert.ok(now.listeners < before.listeners + 80, `${before.listeners} listeners, then ${now.listeners}`);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('while a profile is on its way to the library the browser asks before the tab is left, and not after', async () => {
  const {page, openFile, complaints} = await site.open();
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  // A write that lasts until it is let go.
  await page.evaluate(() => {
    const {engine} = (document.querySelector('app-root') as unknown as {page: {engine: {kept(id: string): Promise<unknown>}}}).page;
    const {kept} = engine;
    engine.kept = async (id) => {
      await new Promise<void>((resolve) => Object.assign(globalThis, {letGo: resolve}));
      return kept(id);
    };
  });
  // Only a page that a person has touched may have the browser ask.
  await page.getByRole('heading', {level: 1}).click();
  await openFile('test/profiles/go1.24.cpu.pb.gz');
  await page.locator('profile-header').waitFor();
  await page.close({runBeforeUnload: true});
  while (asked.length === 0) await page.evaluate(() => new Promise(requestAnimationFrame));
  await page.evaluate(() => (globalThis as unknown as {letGo(): void}).letGo());
  await page.waitForFunction(() => (document.querySelector('app-root') as unknown as {page: {kept: unknown}}).page.kept !== undefined);
  await page.reload();
  await page.locator('profile-header').getByText('go1.24.cpu.pb.gz').first().waitFor();
  assert.deepEqual([asked, complaints], [['beforeunload'], []]);
  await page.close();
});
