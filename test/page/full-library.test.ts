import assert from 'node:assert/strict';
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
