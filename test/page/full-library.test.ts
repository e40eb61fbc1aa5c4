import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {test} from 'node:test';
import {startSite} from './harness.js';

const site = await startSite();

test('where there is no room the profile is open, and the page says that it is not saved', async () => {
  // Chromium asks for the quota of an origin when it is first used.
  const before = await site.browser.newPage();
  const session = await site.browser.newCDPSession(before);
  await session.send('Storage.overrideQuotaForOrigin', {origin: new URL(site.served.url).origin, quotaSize: 1000});
  const {page, openFile, complaints} = await site.open();
  await openFile('test/profiles/go1.24.cpu.pb.gz');
  await page.getByText('Open but not saved: your library is full.').waitFor();
  await page.locator('profile-header').getByText('not saved').waitFor();
  await page.getByRole('tab', {name: 'Top'}).click();
  await page.locator('top-view .row').first().waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('status').getByRole('button', {name: 'Download'}).click();
  assert.equal((await download).suggestedFilename(), 'go1.24.cpu.pb.gz');
  assert.deepEqual(complaints.filter((complaint) => !complaint.includes('QuotaExceeded')), []);
});

test('room is made by the oldest profiles when the person says so, and only then', async () => {
  const small = await startSite();
  const before = await small.browser.newPage();
  const session = await small.browser.newCDPSession(before);
  await session.send('Storage.overrideQuotaForOrigin', {origin: new URL(small.served.url).origin, quotaSize: 8 * 2 ** 20});
  const {page} = await small.open();
  page.setDefaultTimeout(10_000);
  for (let n = 0; n < 6; n++) {
    // A profile with a string of two megabytes that cannot be packed.
    const text = randomBytes(2 * 2 ** 20);
    const buffer = Buffer.concat([Buffer.from([0x0a, 2, 8, 1, 0x32, 0, 0x32, 3, 0x63, 0x70, 0x75, 0x32, 0x80, 0x80, 0x80, 0x01]), text]);
    await page.locator('input[type=file]').first().setInputFiles([{name: `p${n}`, mimeType: 'application/octet-stream', buffer}]);
    await page.locator('profile-header').getByText(`p${n}`, {exact: true}).waitFor();
    await page.waitForFunction(() => (document.querySelector('app-root') as unknown as {page: {kept: unknown}}).page.kept !== undefined);
    if (await page.getByText('Open but not saved').count() > 0) break;
  }
  await page.getByRole('button', {name: 'Make room…'}).click();
  await page.getByRole('dialog').getByText('p0').waitFor();
  const kept = () => page.evaluate(async () => (await (document.querySelector('app-root') as unknown as {page: {engine: {library(): Promise<{name: string}[]>}}}).page.engine.library()).map(({name}) => name));
  const first = await kept();
  assert.ok(first.includes('p0'), first.join());
  await page.getByRole('dialog').getByRole('button', {name: 'Cancel'}).click();
  assert.deepEqual(await kept(), first);
  await page.getByRole('button', {name: 'Make room…'}).click();
  await page.getByRole('dialog').getByRole('button', {name: /^Delete 1 profile .* and save$/}).click();
  await page.getByText('Saved to your library').waitFor();
  assert.ok(!(await kept()).includes('p0'));
  await page.close();
});
