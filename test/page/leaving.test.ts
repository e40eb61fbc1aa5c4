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
