import assert from 'node:assert/strict';
import {test} from 'node:test';
import {barriers} from './accessible.js';
import {startSite} from './harness.js';

const site = await startSite();
const narrow = await startSite({width: 390, height: 844, touch: true, dark: true});
const hotspot = 'test/profiles/go1.24.hotspot.before.cpu.pb.gz';

/** A tab with the flame graph of a file, and `change` in its address. */
async function openGraph(change = '', from = site) {
  const tab = await from.open();
  await tab.openFile(hotspot);
  await tab.page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
  if (change !== '') await tab.page.evaluate((more) => (location.hash += (location.hash.includes('?') ? '&' : '?') + more), change);
  return tab;
}

test('W puts the function in the middle, its callers above and its callees below, and Escape leaves', async () => {
  const {page, complaints} = await openGraph('fn=capture%2Fwork.Regexp');
  await page.getByRole('tree').focus();
  await page.keyboard.press('w');
  const callers = page.getByRole('tree', {name: 'Callers, the nearest first'});
  const callees = page.getByRole('tree', {name: 'The function and its callees'});
  // go tool pprof -peek 'capture/work.Regexp$': 520ms, called by main.unchanged alone, calls two functions of regexp.
  await callees.locator('#box').getByText(/^capture\/work\.Regexp, your code, total 520 milliseconds/).waitFor();
  await callers.focus();
  await page.keyboard.press('ArrowUp');
  await callers.locator('#box').getByText(/^main\.unchanged, your code, total 520 milliseconds/).waitFor();
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.includes('z=-'));
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !location.hash.includes('z='));
  await page.keyboard.press('Escape');
  await page.getByRole('tree', {name: 'Flame graph, from callers to callees'}).waitFor();
  await page.goBack();
  await callers.waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});

test('around a function in the middle a search says what it found in either half, and a zoom has its small picture', async () => {
  const {page, complaints} = await openGraph('sw=regexp.(*machine).add&q=main.unchanged');
  // go tool pprof -peek: all callers of it begin at main.unchanged.
  await page.getByText(/^Callers · \d+ box(es)? with 100\s% match$/).waitFor();
  await page.getByText('Callees · no match').waitFor();
  const tree = page.getByRole('tree', {name: 'The function and its callees'});
  await tree.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('flamegraph-view flamegraph-view .minimap').waitFor();
  assert.deepEqual([await barriers(page), complaints], [[], []]);
  await page.close();
});

test('the options turn the stacks, fold recursion and colour the boxes, and the address keeps them', async () => {
  const {page, complaints} = await openGraph();
  const options = page.locator('flame-options').getByRole('button', {name: /▾/});
  for (const [item, letters] of [['Bottom up', 'bu=t'], ['Fold recursion', 'fr=t'], ['Colour by package', 'fc=package'], ['Colour by self share', 'fc=self']]) {
    await options.click();
    assert.deepEqual(await barriers(page), []);
    await page.getByRole('menuitemradio', {name: item!}).click();
    await page.waitForFunction((wanted) => location.hash.includes(wanted!), letters);
  }
  const tree = page.getByRole('tree', {name: 'Flame graph, from functions to their callers'});
  await tree.focus();
  await page.keyboard.press('ArrowDown');
  // go tool pprof -top: 170ms of 800ms are self time of it, more than of any other.
  await tree.locator('#box').getByText(/^regexp\.\(\*machine\)\.add, standard library, total 170 milliseconds, 21\.3 percent/).waitFor();
  assert.deepEqual([await barriers(page), complaints], [[], []]);
  await page.close();
});

test('a narrow window has both halves and the options', async () => {
  const {page, complaints} = await openGraph('sw=capture%2Fwork.Regexp', narrow);
  await page.getByRole('tree', {name: 'Callers, the nearest first'}).waitFor();
  await page.locator('flame-options').getByRole('button', {name: /▾/}).waitFor();
  assert.deepEqual([await barriers(page), complaints], [[], []]);
  await page.getByRole('button', {name: 'Back to all stacks'}).tap();
  await page.getByRole('tree', {name: 'Flame graph, from callers to callees'}).waitFor();
  await page.close();
});

test('a function that no stack passes through is said, with the way back', async () => {
  const {page} = await openGraph('sw=nobody');
  await page.getByText('No stack passes through it').waitFor();
  await page.getByRole('button', {name: 'Back to all stacks'}).click();
  await page.getByRole('tree').waitFor();
  await page.close();
});
