import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startSite} from './harness.js';

const site = await startSite();

test('the page starts without a complaint in the console', async () => {
  const {page, complaints} = await site.open();
  await page.waitForLoadState('networkidle');
  assert.equal(await page.title(), 'Icicle');
  assert.deepEqual(complaints, []);
});
