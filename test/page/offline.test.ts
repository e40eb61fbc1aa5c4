import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import type {Page} from 'playwright-core';
import {addressOf, dist, openTab, type Site, startSite, until} from './harness.js';

test('after one visit the page starts with its host stopped, and has every file of the build', async () => {
  const site = await startSite();
  const {page, complaints} = await site.open();
  await activeServiceWorker(page);
  await page.getByText('Ready offline', {exact: true}).waitFor();
  assert.equal(await page.getByText('Ready offline').count(), 1);
  await site.served.close();
  await page.reload();
  await page.waitForSelector('app-root', {state: 'attached'});
  const sums = await readFile(join(dist, 'SHA256SUMS'), 'utf8');
  const files = [...sums.matchAll(/ {2}(.+)$/gm)].map(([, path]) => path!).filter((path) => !['index.html', 'sw.js', '_headers'].includes(path));
  const missing = await page.evaluate(async (paths) => {
    const replies = await Promise.all(paths.map((path) => fetch(path).then(({status}) => status, () => 0)));
    return paths.filter((_path, at) => replies[at] !== 200);
  }, files);
  assert.deepEqual(missing, []);
  assert.deepEqual(complaints.filter((text) => !text.includes('/sw.js')), []);
});

test('with the host stopped, an example opens and every view of it is there', async () => {
  const site = await startSite();
  const {page} = await site.open();
  await activeServiceWorker(page);
  await site.served.close();
  const {page: tab, complaints, openFile, views} = await openTab(site.browser, site.served.url);
  await openFile('public/samples/heap.pb.gz');
  await views.first().waitFor();
  for (let view = 0; view < await views.count(); view++) {
    await views.nth(view).click();
    await tab.waitForLoadState('networkidle');
    assert.equal(await views.nth(view).getAttribute('aria-selected'), 'true');
  }
  assert.deepEqual(complaints.filter((text) => !text.includes('/sw.js')), []);
});

test('what is kept for the next visit waits while the page holds it up, and goes on when it does not', async () => {
  const site = await startSite();
  const page = await heldUp(site);
  const sums = await readFile(join(dist, 'SHA256SUMS'), 'utf8');
  const files = [...sums.matchAll(/ {2}(.+)$/gm)].map(([, path]) => path!).filter((path) => path !== '_headers');
  // As long as it takes to ask for all of them, one after another, would do to keep them.
  await page.evaluate(async (paths) => {
    for (const path of paths) await (await fetch(path, {cache: 'reload'})).arrayBuffer();
  }, files);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.installing?.state), 'installing');
  await page.evaluate(() => (document.querySelector('app-root') as unknown as {page: {offline: {holdUp(isHeldUp: boolean): void}}}).page.offline.holdUp(false));
  await page.getByText('Ready offline', {exact: true}).waitFor();
});

test('what is kept for the next visit does not wait for a page that was closed while it held it up', async () => {
  const site = await startSite();
  // Less than the half minute that it waits at most.
  site.browser.setDefaultTimeout(20_000);
  const page = await heldUp(site);
  const {page: next} = await site.open();
  await page.close();
  await next.getByText('Ready offline', {exact: true}).waitFor();
});

/** A page of a first visit that holds up what is being kept for the next one. */
async function heldUp(site: Site): Promise<Page> {
  const page = await site.browser.newPage();
  await page.addInitScript(() => {
    // A method, since the loader gives other functions their name by a helper that the page does not have.
    const looker = {
      look(): void {
        const root = document.querySelector('app-root') as {page?: {offline: {holdUp(isHeldUp: boolean): void}}} | null;
        if (root?.page === undefined) requestAnimationFrame(() => this.look());
        else root.page.offline.holdUp(true);
      },
    };
    looker.look();
  });
  await page.goto(site.served.url);
  await until(page, async () => (await navigator.serviceWorker.getRegistration())?.installing?.state === 'installing');
  return page;
}

test('what the service worker keeps has the headers that the host did not send', async () => {
  const site = await startSite({headers: false});
  const {page} = await site.open();
  await activeServiceWorker(page);
  const reply = await page.reload();
  assert.match(reply?.headers()['content-security-policy'] ?? '', /connect-src 'self'.*frame-ancestors 'none'/);
  assert.equal(reply?.headers()['cross-origin-opener-policy'], 'same-origin');
});

test('the service worker keeps the files of the build and nothing else', async () => {
  const {folder, site} = await siteOfItsOwn();
  await writeFile(join(folder, 'app', 'stranger.js'), '// Not of this build.');
  const {page} = await site.open();
  await activeServiceWorker(page);
  await page.reload();
  const kept = await page.evaluate(async () => {
    for (const path of ['app/stranger.js', 'sw.js', 'page.css?another', 'SHA256SUMS?another']) await fetch(path);
    const opened = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    return (await Promise.all(opened.map((cache) => cache.keys()))).flat().map(({url}) => new URL(url).pathname.slice(1));
  });
  const sums = await readFile(join(folder, 'SHA256SUMS'), 'utf8');
  const files = [...sums.matchAll(/ {2}(.+)$/gm)].map(([, path]) => path!).filter((path) => path !== 'sw.js' && path !== '_headers');
  assert.deepEqual(kept.sort(), files.map((path) => path === 'index.html' ? '' : path).sort());
});

test('the page can be installed', async () => {
  const site = await startSite();
  const {page} = await site.open();
  await activeServiceWorker(page);
  const debug = await site.browser.newCDPSession(page);
  assert.deepEqual((await debug.send('Page.getAppManifest')).errors, []);
  // A browser without a window cannot install anything, which is no fault of the page.
  const {installabilityErrors} = await debug.send('Page.getInstallabilityErrors');
  assert.deepEqual(installabilityErrors.filter(({errorId}) => errorId !== 'in-incognito'), []);
});

test('an installation that loses a file on the way does not count', async () => {
  const {folder, site} = await siteOfItsOwn();
  await rm(join(folder, 'samples', 'heap.pb.gz'));
  const asked = new Promise<void>((done) => site.served.server.on('request', ({url}) => url === '/samples/heap.pb.gz' && done()));
  const {page} = await site.open();
  await asked;
  await until(page, async () => !(await navigator.serviceWorker.getRegistration())?.installing);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state ?? 'none'), 'none');
  assert.equal(await page.getByText('Ready offline').count(), 0);
});

test('a new version waits until it is asked for', async () => {
  const {folder, site} = await siteOfItsOwn();
  const {page} = await site.open();
  await activeServiceWorker(page);
  await change(folder, 'page.css', '/* a new version */', true);
  await updated(page);
  assert.equal(await waiting(page), true);
  await page.reload();
  assert.doesNotMatch(await sheet(page), /a new version/);
  // What the old version still fetches for a page that loads holds the new one up.
  await page.getByText('Ready offline', {exact: true}).waitFor();
  const changed = page.evaluate(() => new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, {once: true})).then(() => true));
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.waiting!.postMessage({type: 'SKIP_WAITING'}));
  await changed;
  await page.reload();
  assert.match(await sheet(page), /a new version/);
});

test('a new version with one wrong byte is not taken, and the old one goes on', async () => {
  const {folder, site} = await siteOfItsOwn();
  const {page} = await site.open();
  await activeServiceWorker(page);
  await change(folder, 'page.css', '/* tampered */', false);
  await updated(page);
  assert.equal(await waiting(page), false);
  await page.reload();
  await page.waitForSelector('app-root', {state: 'attached'});
  assert.doesNotMatch(await sheet(page), /tampered/);
});

test('a tab of the old version still finds its own scripts after another tab took the new one', async () => {
  const {folder, site} = await siteOfItsOwn();
  const {page: old} = await site.open();
  await activeServiceWorker(old);
  const script = await old.evaluate(() => document.querySelector<HTMLScriptElement>('script[src]')!.src);
  await change(folder, 'page.css', '/* a new version */', true);
  const {page: second} = await site.open();
  await second.getByText('Ready offline', {exact: true}).waitFor();
  await updated(second);
  await second.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.waiting!.postMessage({type: 'SKIP_WAITING'}));
  await until(second, async () => {
    const {waiting, active} = (await navigator.serviceWorker.getRegistration())!;
    return waiting === null && active?.state === 'activated';
  });
  await second.reload();
  await site.served.close();
  assert.equal(await old.evaluate(async (url) => (await fetch(url)).status, script), 200);
});

test('the banner reloads its tab into the new version, as it was looked at, and leaves the other tab alone', async () => {
  const {folder, site} = await siteOfItsOwn();
  const {page, openFile} = await site.open();
  const {page: other} = await site.open();
  await activeServiceWorker(page);
  await openFile('test/profiles/go1.24.cpu.pb.gz');
  await page.getByRole('tab', {name: 'Top'}).click();
  await page.locator('top-view .row').first().waitFor();
  const view = await addressOf(page);
  await other.evaluate(() => Object.assign(window, {untouched: true}));
  await change(folder, 'page.css', '/* a new version */', true);
  await updated(page);
  await page.getByRole('heading', {name: 'A new version is ready'}).waitFor();
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', {name: 'Reload now'}).click()]);
  await page.locator('top-view .row').first().waitFor();
  assert.equal(await addressOf(page), view);
  assert.match(await sheet(page), /a new version/);
  await other.getByRole('heading', {name: 'A new version is ready'}).waitFor();
  assert.equal(await other.evaluate(() => (window as {untouched?: boolean}).untouched), true);
});

test('the kill switch of the README takes the service worker and its files away, and neither the profiles nor an open tab', async () => {
  const {folder, site} = await siteOfItsOwn();
  const {page, openFile} = await site.open();
  await activeServiceWorker(page);
  await openFile('test/profiles/go1.24.cpu.pb.gz');
  await page.locator('work-space').waitFor();
  const readme = await readFile('README.md', 'utf8');
  await writeFile(join(folder, 'sw.js'), /```js\n(.*?)```/s.exec(readme)![1]!);
  await page.evaluate(async () => {
    Object.assign(window, {untouched: true});
    await (await navigator.serviceWorker.getRegistration())!.update();
  });
  await until(page, async () => (await navigator.serviceWorker.getRegistrations()).length === 0 && (await caches.keys()).length === 0);
  assert.equal(await page.evaluate(() => (window as {untouched?: boolean}).untouched), true);
  await page.getByRole('button', {name: 'Icicle: home'}).click();
  await page.getByRole('button', {name: 'Open go1.24.cpu.pb.gz'}).click();
  await page.locator('work-space').waitFor();
});

/** A copy of the build that a test may change, and a browser that has never seen it. */
async function siteOfItsOwn(): Promise<{folder: string; site: Site}> {
  const folder = await mkdtemp(join(tmpdir(), 'icicle-site-'));
  await cp(dist, folder, {recursive: true});
  after(() => rm(folder, {recursive: true, force: true}));
  return {folder, site: await startSite({folder})};
}

/** Adds a line to a file of a site and lists it anew, with its true hash or with the old one. */
async function change(folder: string, file: string, line: string, honest: boolean): Promise<void> {
  const old = await readFile(join(folder, file));
  const bytes = Buffer.concat([old, Buffer.from(line)]);
  await writeFile(join(folder, file), bytes);
  const program = await readFile(join(folder, 'sw.js'), 'utf8');
  const revision = createHash('sha256').update(old).digest('hex').slice(0, 16);
  assert.ok(program.includes(revision));
  const listed = program.replace(revision, createHash('sha256').update(bytes).digest('hex').slice(0, 16));
  await writeFile(join(folder, 'sw.js'), honest ? listed.replace(hash(old), hash(bytes)) : listed);
}

function hash(bytes: Uint8Array): string {
  return `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
}

async function activeServiceWorker(page: Page): Promise<void> {
  await until(page, async () => (await navigator.serviceWorker.ready).active?.state === 'activated' && navigator.serviceWorker.controller !== null);
}

/** Looks for a new version, and waits until it waits or has failed. */
async function updated(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const coming = registration.installing;
    if (coming === null) return;
    await new Promise<void>((done) => {
      coming.addEventListener('statechange', () => {
        if (coming.state === 'installed' || coming.state === 'redundant') done();
      });
    });
  });
}

function waiting(page: Page): Promise<boolean> {
  return page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting !== null);
}

function sheet(page: Page): Promise<string> {
  return page.evaluate(async () => (await fetch('page.css')).text());
}
