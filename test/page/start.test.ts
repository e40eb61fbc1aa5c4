import assert from 'node:assert/strict';
import {test} from 'node:test';
import {barriers} from './accessible.js';
import {startBrowser} from './browser.js';
import {openTab, startSite} from './harness.js';

const site = await startSite();

test('the page starts without a complaint in the console', async () => {
  const {page, complaints} = await site.open();
  await page.waitForLoadState('networkidle');
  assert.match(await page.title(), /Icicle/);
  assert.deepEqual(complaints, []);
});

test('the home page asks no other origin for anything', async () => {
  const page = await site.browser.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(site.served.url);
  await page.waitForLoadState('networkidle');
  assert.deepEqual(asked.filter((url) => !url.startsWith(site.served.url) && !url.startsWith('blob:')), []);
});

for (const [name, size] of [['a wide', {width: 1440, height: 900}], ['a narrow', {width: 390, height: 844}]] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`the home page has no barrier that axe knows, in ${name} ${colorScheme} window`, async () => {
      const {page} = await site.open();
      await page.setViewportSize(size);
      await page.emulateMedia({colorScheme});
      assert.deepEqual(await barriers(page), []);
    });
  }
}

test('the first picture of a first visit does not wait for what keeps the profile, which is kept once that comes', async () => {
  const browser = await startBrowser();
  try {
    const {page, openFile, complaints} = await openTab(browser, site.served.url);
    let held = 0;
    let release = (): void => {};
    const painted = new Promise<void>((resolve) => (release = resolve));
    await browser.route(/database-library-.*\.js$/, async (route) => {
      held++;
      await painted;
      await route.continue();
    });
    await openFile('test/profiles/go1.24.hotspot.before.cpu.pb.gz');
    await page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
    release();
    await page.getByRole('button', {name: 'Icicle: home'}).click();
    await page.locator('library-list').getByText('go1.24.hotspot.before.cpu.pb.gz').waitFor();
    assert.ok(held > 0);
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
});

test('the home page draws a made profile before there is one, which nobody finds and of which nothing is left', async () => {
  const {page, complaints} = await site.open();
  await page.addInitScript(() => {
    const {attachShadow} = Element.prototype;
    const stages: ShadowRoot[] = [];
    Object.assign(window, {stages, seen: 0});
    Element.prototype.attachShadow = function (init) {
      const root = attachShadow.call(this, init);
      if (init.mode === 'closed') stages.push(root);
      return root;
    };
    const {transferControlToOffscreen} = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.transferControlToOffscreen = function () {
      (window as unknown as {seen: number}).seen += document.querySelectorAll('work-space').length;
      (window as unknown as {drawn: boolean}).drawn = stages.some(({host}) => host.isConnected && (host as HTMLElement).inert);
      return transferControlToOffscreen.call(this);
    };
  });
  await page.reload();
  await page.waitForFunction(() => (window as unknown as {drawn?: boolean}).drawn && document.body.childElementCount === 1);
  assert.deepEqual(await page.evaluate(async () => ({
    seen: (window as unknown as {seen: number}).seen,
    marks: performance.getEntriesByType('mark').map(({name}) => name),
    address: location.hash,
    left: (window as unknown as {stages: ShadowRoot[]}).stages.filter(({host}) => host.isConnected).length,
    title: document.title,
  })), {seen: 0, marks: [], address: '', left: 0, title: 'Icicle'});
  assert.deepEqual(complaints, []);
  await page.close();
});

test('the flame graph of a profile is asked for once, and before the workspace is drawn', async () => {
  const {page, openFile} = await site.open();
  await page.evaluate(() => {
    const root = document.querySelector('app-root') as Element & {page: {engine: {report(...question: unknown[]): Promise<unknown>}}};
    const {engine} = root.page;
    const {report} = engine;
    const asked: boolean[] = [];
    Object.assign(window, {asked});
    engine.report = (...question) => {
      if (question[1] === 'flamegraph') asked.push(root.shadowRoot!.querySelector('work-space') !== null);
      return report(...question);
    };
  });
  await openFile('test/profiles/go1.24.hotspot.before.cpu.pb.gz');
  await page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
  await page.locator('side-panel').getByRole('heading').first().waitFor();
  assert.deepEqual(await page.evaluate(() => (window as unknown as {asked: boolean[]}).asked), [false]);
  await page.close();
});

test('what was left is let go of, and Back shows it again', async () => {
  const {page, openFile, complaints} = await site.open();
  await page.evaluate(() => {
    const {engine} = (document.querySelector('app-root') as Element & {page: {engine: {release(shown: readonly string[]): Promise<boolean>}}}).page;
    const {release} = engine;
    engine.release = async (shown) => {
      const isDone = await release(shown);
      performance.mark('released', {detail: shown.length});
      return isDone;
    };
  });
  const painted = () => page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
  const released = (shown: number) => page.waitForFunction((shown) => (performance.getEntriesByName('released') as PerformanceMark[]).some(({detail}) => detail === shown), shown);
  await openFile('test/profiles/go1.24.hotspot.before.cpu.pb.gz');
  await painted();
  await released(1);
  await page.getByRole('button', {name: 'Icicle: home'}).click();
  await released(0);
  await page.evaluate(() => performance.clearMarks());
  await page.goBack();
  await painted();
  assert.equal(await page.locator('work-space').count(), 1);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('what was read of a profile is let go of when its opening is cancelled', async () => {
  const {page, openFile, complaints} = await site.open();
  await page.evaluate(() => {
    const {engine} = (document.querySelector('app-root') as Element & {page: {engine: {open(): Promise<unknown>; release(shown: readonly string[]): Promise<boolean>}}}).page;
    const {release} = engine;
    engine.open = () => new Promise(() => {});
    engine.release = (shown) => {
      performance.mark('released', {detail: shown.length});
      return release(shown);
    };
  });
  await openFile('test/profiles/go1.24.hotspot.before.cpu.pb.gz');
  await page.getByRole('button', {name: 'Cancel'}).click();
  await page.waitForFunction(() => performance.getEntriesByName('released').length > 0);
  assert.equal(await page.getByRole('button', {name: 'Cancel'}).count(), 0);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a profile that is opened before the program of the workspace has come is shown once it comes', async () => {
  // A browser of its own, since a service worker would have that program already.
  const browser = await startBrowser();
  try {
    let release = (): void => {};
    const opened = new Promise<void>((resolve) => (release = resolve));
    let held = 0;
    await browser.route('**/workspace-*.js', async (route) => {
      held++;
      await opened;
      await route.continue();
    });
    const {page, openFile, complaints} = await openTab(browser, site.served.url);
    await openFile('test/profiles/go1.24.hotspot.before.cpu.pb.gz');
    await page.locator('work-space').waitFor({state: 'attached'});
    assert.equal(held, 1);
    release();
    await page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
});
