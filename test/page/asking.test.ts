import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {startSite} from './harness.js';
import {startPprofServer} from './pprof-server.js';

// What a person does to have a service asked; how it fails by kind is held by collect.test.ts.
const site = await startSite();
site.browser.setDefaultTimeout(10_000);
const open = await startPprofServer();
const closed = await startPprofServer({cors: false});
after(() => Promise.all([open.close(), closed.close()]));

test('a question of the card is asked of the service, and the answer opens and is kept', async () => {
  const {page} = await site.open();
  await page.getByRole('combobox', {name: 'Address of the service'}).fill(`http://${open.host}`);
  await page.getByRole('button', {name: 'Collect: What is holding memory?'}).click();
  await page.locator('work-space').waitFor();
  assert.deepEqual(open.asked.map(({path}) => path), ['/debug/pprof/heap']);
  await page.locator('page-footer').getByText('1 request sent').waitFor();
  await page.locator('profile-header').getByText(`from ${open.host}`).waitFor();
  await page.getByRole('button', {name: 'Icicle: home'}).click();
  await page.getByRole('button', {name: `Open heap of ${open.host}`}).waitFor();
  assert.equal(await page.getByRole('combobox', {name: 'Address of the service'}).inputValue(), `http://${open.host}`);
  await page.close();
});

test('the seconds of the card go into the question for the CPU', async () => {
  open.asked.length = 0;
  const {page} = await site.open();
  await page.getByRole('combobox', {name: 'Address of the service'}).fill(open.host);
  await page.getByRole('spinbutton', {name: 'Seconds'}).fill('3');
  await page.getByText('Short. Expect only a few hundred samples').waitFor();
  await page.getByRole('button', {name: 'Collect: Why is the CPU busy?'}).click();
  await page.locator('work-space').waitFor();
  assert.deepEqual(open.asked.map(({path}) => path), ['/debug/pprof/profile?seconds=3']);
  await page.close();
});

test('a service that lets no page read it is explained with the handler, and its address can be edited and tried again', async () => {
  const {page} = await site.open();
  await page.getByRole('button', {name: 'Paste a URL'}).click();
  await page.getByRole('textbox', {name: 'Address of a profile'}).fill(`${closed.host}/debug/pprof/heap`);
  await page.keyboard.press('Enter');
  const card = page.getByRole('dialog');
  await card.getByText('does not let this page read it', {exact: false}).first().waitFor();
  assert.match(await card.locator('pre').first().innerText(), /Access-Control-Allow-Origin/);
  const before = closed.asked.length;
  await card.getByRole('button', {name: 'Try again'}).click();
  while (closed.asked.length === before) await page.evaluate(() => new Promise(requestAnimationFrame));
  await card.getByText('does not let this page read it', {exact: false}).first().waitFor();
  await page.keyboard.press('Escape');
  await card.waitFor({state: 'detached'});
  await page.close();
});
