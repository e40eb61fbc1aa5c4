import assert from 'node:assert/strict';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {encodeProfile} from '../../src/profile/encode.js';
import {profileOf} from '../helpers/profile-of.js';
import {barriers} from './accessible.js';
import {startSite, type Tab} from './harness.js';

const site = await startSite();
const narrow = await startSite({width: 390, height: 844, touch: true, dark: true});
const hotspot = 'test/profiles/go1.24.hotspot.before.cpu.pb.gz';
const labelled = 'test/profiles/go1.24.cpu.labels.pb.gz';

const folder = await mkdtemp(join(tmpdir(), 'icicle-source-'));
after(() => rm(folder, {recursive: true}));

/** A tab with one view of a file. */
async function openView(path: string, title: string, from = site): Promise<Tab> {
  const tab = await from.open();
  await tab.openFile(path);
  await tab.page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
  const wanted = tab.views.filter({hasText: title});
  if (from === site) await wanted.first().click();
  else await tab.page.evaluate((name) => (location.hash = location.hash.replace(/^#\/\w+/, `#/${name}`)), title.toLowerCase());
  await tab.page.locator(`${title.toLowerCase()}-view`).waitFor();
  return tab;
}

test('Peek begins with the own function that drives most, moves with a click, and Back moves back', async () => {
  const {page, complaints} = await openView(hotspot, 'Peek');
  const centre = page.locator('peek-view .card h2');
  // go tool pprof -peek: capture/work.Regexp is called by main.unchanged alone and calls two functions of regexp.
  await centre.getByText('capture/work.Regexp', {exact: true}).waitFor();
  await page.locator('peek-view .callers').getByRole('button', {name: /^main\.unchanged 520 ms 100 %$/}).click();
  await centre.getByText('main.unchanged', {exact: true}).waitFor();
  await page.goBack();
  await centre.getByText('capture/work.Regexp', {exact: true}).waitFor();
  await page.getByRole('combobox').fill('countSlow');
  await page.keyboard.press('Enter');
  await centre.getByText('main.countSlow', {exact: true}).waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await centre.getByText('main.main', {exact: true}).waitFor();
  assert.deepEqual([await barriers(page), complaints], [[], []]);
  await page.close();
});

test('Source shows the lines with their numbers, and their text once a folder is given', async () => {
  const text = Array.from({length: 90}, (_, i) => (i === 73 ? 'func Regexp(text string) int {' : i === 79 ? '}' : `\tline(${i + 1}) // <b>`)).join('\n');
  await mkdir(join(folder, 'project/work'), {recursive: true});
  await writeFile(join(folder, 'project/work/work.go'), text);
  const {page, complaints} = await openView(hotspot, 'Source');
  const source = page.locator('source-view');
  // go tool pprof -list capture/work.Regexp: 310ms on line 76, 210ms on line 79.
  await source.getByRole('row', {name: /310 ms 76/}).waitFor();
  await source.getByText('it is read here, not copied').waitFor();
  assert.deepEqual(await barriers(page), []);
  await source.locator('#folder').setInputFiles(join(folder, 'project'));
  await source.getByRole('row', {name: /310 ms 76 .*line\(76\) \/\/ <b>$/}).waitFor();
  await source.getByText('project/work/work.go · lines 74–80').waitFor();
  await page.keyboard.press('n');
  await source.locator('.current').getByRole('cell', {name: '76', exact: true}).waitFor();
  await page.keyboard.press('n');
  await source.locator('.current').getByRole('cell', {name: '79', exact: true}).waitFor();
  await page.evaluate(() => (location.hash += '&fn=capture%2Fwork.Regexp'));
  await page.locator('hot-lines').getByRole('button', {name: /310 ms 76 line\(76\) \/\/ <b>$/}).waitFor();
  await page.locator('hot-lines').getByText('from project').waitFor();
  assert.deepEqual([await barriers(page), complaints], [[], []]);
  await page.close();
});

test('a hot line of the side panel leads to that line of the source, and other functions begin at their own', async () => {
  const {page} = await openView(hotspot, 'Top');
  await page.locator('top-view .row', {hasText: 'capture/work.Regexp'}).first().click();
  // go tool pprof -list capture/work.Regexp: lines 76 and 79.
  await page.locator('hot-lines').getByRole('button', {name: /^line 79 /}).click();
  await page.locator('source-view .current').getByRole('cell', {name: '79', exact: true}).waitFor();
  await page.reload();
  await page.locator('source-view .current').getByRole('cell', {name: '79', exact: true}).waitFor();
  await page.locator('source-view').getByRole('combobox').fill('countSlow');
  await page.locator('source-view').getByRole('option', {name: 'main.countSlow', exact: true}).click();
  await page.waitForURL((url) => !url.hash.includes('ln='));
  await page.close();
});

test('beside Top stands the source or the peek of the row that the arrows are at, also after a reload', async () => {
  const {page, complaints} = await openView(hotspot, 'Top');
  await page.locator('top-view .row').first().waitFor();
  await page.getByRole('button', {name: 'Side by side'}).click();
  await page.getByRole('menuitemradio', {name: 'Source'}).click();
  const grid = page.getByRole('grid');
  await grid.focus();
  await page.keyboard.press('Home');
  const selected = page.locator('top-view .row[aria-selected="true"] bdi');
  await page.locator('top-view source-view h2').getByText(await selected.innerText(), {exact: true}).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.locator('top-view source-view h2').getByText(await selected.innerText(), {exact: true}).waitFor();
  assert.equal(await page.locator('side-panel').isVisible(), false);
  assert.deepEqual(await barriers(page), []);
  await page.getByRole('button', {name: 'Side by side'}).click();
  await page.getByRole('menuitemradio', {name: 'Peek'}).click();
  const name = await selected.innerText();
  await page.reload();
  await page.locator('top-view peek-view .card h2').getByText(name, {exact: true}).waitFor();
  await page.locator('top-view peek-view .callers button.row').first().click();
  await page.waitForFunction((before) => new URLSearchParams(location.hash.split('?')[1]).get('fn') !== before, name);
  await page.setViewportSize({width: 1000, height: 800});
  await page.locator('top-view peek-view').waitFor({state: 'detached'});
  await page.locator('side-panel').waitFor();
  assert.deepEqual([await barriers(page), complaints], [[], []]);
  await page.close();
});

test('on paper a view is dark on white, whole, without menus, and keeps its header and the command', async () => {
  const {page, complaints} = await openView(labelled, 'Traces', narrow);
  await page.setViewportSize({width: 1200, height: 700});
  for (const [view, item] of [['flamegraph', 'canvas'], ['top', '.row'], ['graph', '.node'], ['source', '.row'], ['peek', '.row'], ['traces', '.stack'], ['tags', '.row'], ['console', '.row']] as const) {
    await page.evaluate((name) => (location.hash = location.hash.replace(/^#\/\w+/, `#/${name}`)), view);
    await page.locator(`${view}-view ${item}`).first().waitFor();
    const seen = await page.locator(`${view}-view ${item}`).count();
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({media: 'print'});
    if (view === 'top' || view === 'traces') await page.waitForFunction(([of, before]) => document.querySelector('app-root')!.shadowRoot!.querySelector('work-space')!.shadowRoot!.querySelector(`${of}-view`)!.shadowRoot!.querySelectorAll('.row, .stack').length > Number(before), [view, seen]);
    // A graph has a canvas of its own for paper.
    assert.ok(await page.locator(`${view}-view ${item}`).filter({visible: true}).count() > 0, view);
    assert.deepEqual(await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]), ['rgb(20, 24, 31)', 'rgb(255, 255, 255)'], view);
    assert.match(await page.locator('page-footer .command').innerText(), /^go tool pprof .*cpu\.labels\.pb\.gz$/);
    assert.equal(await page.locator('profile-header h1').isVisible(), true);
    assert.equal(await page.locator('menu-button:visible, view-tabs nav:visible, mobile-tabs nav:visible, input:visible').count(), 0, view);
    // Nothing is cut where the window ended.
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), view);
    await page.emulateMedia({media: 'screen'});
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  }
  assert.deepEqual(complaints, []);
  await page.close();
});

test('a name shows what would turn it around or hide in it, in every view, and is copied as it is', async () => {
  const evil = 'main.\u202egpj\u2066\u0000\u0007<b/__proto__';
  const long = `main.${'x'.repeat(65_536)}`;
  const path = join(folder, 'evil.pb');
  await writeFile(path, encodeProfile(profileOf('samples count, cpu nanoseconds', `main.main@/a\u202e/b.go:3;${evil}@/a\u202e/b.go:7;${long}@/c.go:8 4 40 {k\u202ey=v\u0000}\nmain.main@/a\u202e/b.go:3;${evil}@/a\u202e/b.go:8 6 60`)));
  const {page, complaints} = await openView(path, 'Top');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const row = page.locator('top-view .row', {hasText: '__proto__'});
  await row.first().click();
  await page.keyboard.press('f');
  for (const view of ['top', 'flamegraph', 'graph', 'source', 'peek', 'traces', 'tags']) {
    await page.evaluate((name) => (location.hash = location.hash.replace(/^#\/\w+/, `#/${name}`)), view);
    await page.locator(`${view}-view`).waitFor();
    await page.locator('work-space .working').waitFor({state: 'detached'});
    if (view !== 'tags') await page.locator('side-panel h2').getByText('main.‹U+202E›gpj‹U+2066›␀␇<b/__proto__', {exact: true}).waitFor();
    const raw = await page.evaluate(() => {
      const found: string[] = [];
      const roots: (Document | ShadowRoot)[] = [document];
      const isRaw = /[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]|.{5000}/;
      for (let root = roots.pop(); root !== undefined; root = roots.pop()) {
        for (const element of root.querySelectorAll('*')) {
          if (element.shadowRoot !== null) roots.push(element.shadowRoot);
          if (element.matches('style, script')) continue;
          for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE && isRaw.test(node.nodeValue!)) found.push(`${element.tagName}: ${node.nodeValue!.slice(0, 60)}`);
          for (const {name, value} of element.attributes) if (!name.startsWith('data-') && name !== 'command' && isRaw.test(value)) found.push(`${element.tagName} ${name}: ${value.slice(0, 60)}`);
        }
      }
      return found;
    });
    assert.deepEqual(raw, [], view);
  }
  await page.keyboard.press('c');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), evil);
  await page.locator('side-panel').getByRole('button', {name: /^x{20}|main\.x{20}/}).first().click();
  await page.getByRole('button', {name: 'Show all 65,541 characters'}).click();
  assert.equal((await page.locator('side-panel h2').innerText()).length, 65_541);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('where a folder has no such file, the paths that were tried are told', async () => {
  await mkdir(join(folder, 'other'), {recursive: true});
  await writeFile(join(folder, 'other/main.go'), 'package main\n');
  const {page} = await openView(hotspot, 'Source');
  await page.locator('source-view #folder').setInputFiles(join(folder, 'other'));
  await page.getByText('capture/work/work.go is not in what you chose.').waitFor();
  await page.locator('source-view summary').click();
  await page.getByText('other/capture/work/work.go').waitFor();
  await page.close();
});

test('a folder that was granted is found again after a reload, is said to be gone where it is, and can be forgotten', async () => {
  const tab = await site.open();
  const {page, complaints} = tab;
  // The picker is the browser's own; what it gives is a folder like this one.
  await page.addInitScript('window.showDirectoryPicker = () => navigator.storage.getDirectory().then((root) => root.getDirectoryHandle("project", {create: true}))');
  await page.reload();
  await page.evaluate(async () => {
    const project = await (await navigator.storage.getDirectory()).getDirectoryHandle('project', {create: true});
    const deep = await (await project.getDirectoryHandle('deep', {create: true})).getDirectoryHandle('work', {create: true});
    const writable = await (await deep.getFileHandle('work.go', {create: true})).createWritable();
    await writable.write('package work\n'.repeat(90));
    await writable.close();
  });
  await tab.openFile(hotspot);
  await tab.views.filter({hasText: 'Source'}).click();
  await page.getByRole('button', {name: 'Choose folder…'}).click();
  const text = page.locator('source-view').getByRole('row', {name: /310 ms 76 .*package work$/});
  await text.waitFor();
  await page.getByText('project/deep/work/work.go').waitFor();
  await page.reload();
  await text.waitFor();
  await page.evaluate(async () => (await navigator.storage.getDirectory()).removeEntry('project', {recursive: true}));
  await page.reload();
  await page.getByText('project is not where it was. Choose it again.').waitFor();
  await page.locator('source-view').getByRole('row', {name: /310 ms 76/}).waitFor();
  await page.getByRole('button', {name: 'Folder project: forget it'}).click();
  await page.getByText('it is read here, not copied').waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});

test('Traces lists equal stacks once, finds those with a function, and selects a frame by a click', async () => {
  const {page, complaints} = await openView(labelled, 'Traces');
  const traces = page.locator('traces-view');
  await traces.getByRole('listitem').first().waitFor();
  assert.match(await traces.locator('[role=status]').innerText(), /^\d+ distinct stacks of 160 samples$/);
  await traces.locator('.frames button').first().click();
  await page.waitForURL(/[?&]fn=/);
  await page.keyboard.press('/');
  await page.keyboard.type('gzip');
  await traces.getByText(/of \d+ distinct stacks/).waitFor();
  assert.deepEqual([await barriers(page), complaints], [[], []]);
  await page.close();
});

test('a click on a value of a label keeps its samples, Shift and a click drop them, and its key becomes the root', async () => {
  const {page, complaints} = await openView(labelled, 'Tags');
  const hash = page.locator('tags-view').getByRole('button', {name: /^hash /});
  await hash.click();
  await page.waitForURL((url) => new URLSearchParams(url.hash.split('?')[1]).get('tf') === 'job=^hash$');
  await hash.and(page.locator('[aria-pressed="true"]')).click();
  await page.locator('tags-view').getByRole('button', {name: /^gzip /}).click({modifiers: ['Shift']});
  await page.waitForURL((url) => new URLSearchParams(url.hash.split('?')[1]).get('ti') === 'job=^gzip$');
  await page.keyboard.press('u');
  await page.locator('tags-view section', {hasText: 'job'}).getByRole('button', {name: 'Group by'}).click();
  await page.waitForURL((url) => new URLSearchParams(url.hash.split('?')[1]).get('tagroot') === 'job');
  await page.getByRole('tab', {name: 'Top'}).click();
  await page.locator('top-view').getByRole('button', {name: 'Total', exact: true}).click();
  // go tool pprof -tagroot=job -top -cum: 0.53s 32.52% hash.
  await page.locator('top-view .row', {has: page.getByText('hash', {exact: true})}).getByText('530\u00a0ms', {exact: true}).first().waitFor();
  assert.deepEqual([await barriers(page), complaints], [[], []]);
  await page.close();
});

test('a range of numbers is dragged or typed', async () => {
  const {page} = await openView('test/profiles/numlabels.heap.pb.gz', 'Tags');
  const picker = page.locator('tags-view range-picker').first();
  const bins = picker.getByRole('img');
  const box = (await bins.boundingBox())!;
  await page.mouse.move(box.x + 2, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + 20);
  await page.mouse.up();
  await picker.locator('.in').first().waitFor();
  await picker.getByLabel('From').fill('1');
  await picker.getByLabel('to', {exact: true}).fill('64');
  await picker.getByLabel('to', {exact: true}).press('Tab');
  await picker.getByRole('button', {name: 'Focus on range'}).click();
  await page.waitForURL((url) => /=1[A-Za-z]*:64[A-Za-z]*$/.test(new URLSearchParams(url.hash.split('?')[1]).get('tf') ?? ''));
  await page.close();
});

const dump = [
  ...Array.from({length: 12}, (_, i) => [`goroutine ${i + 10} [chan receive, ${i} minutes]:`, 'main.worker(0x1)', '\t/home/ann/csvreport/main.go:90 +0x1', 'created by main.main in goroutine 1', '\t/home/ann/csvreport/main.go:107 +0x2', '']),
  ['goroutine 1 [running]:', 'main.main()', '\t/home/ann/csvreport/main.go:110 +0x1', ''],
].flat().join('\n');

test('Goroutines groups equal stacks, and filters by state and wait', async () => {
  const path = join(folder, 'goroutines.txt');
  await writeFile(path, dump);
  const {page, complaints} = await openView(path, 'Goroutines');
  const view = page.locator('goroutines-view');
  await view.getByText('All 12 wait to receive from a channel at the same line.').waitFor();
  await view.getByText('13 goroutines in 2 groups').waitFor();
  await view.getByText('waits up to 11 minutes').waitFor();
  await view.getByLabel('Waiting longer than').selectOption('10 minutes');
  await view.getByText('2 goroutines in 1 group').waitFor();
  await view.getByRole('button', {name: 'Show stack'}).click();
  await view.getByRole('button', {name: /^Show 2 ids$/}).click();
  await view.getByText('20 10 minutes').waitFor();
  assert.deepEqual([await barriers(page), complaints], [[], []]);
  await page.close();
});

test('a dump of goroutines opens at what they wait for, and where its address says otherwise there', async () => {
  const {page, openFile} = await site.open();
  await openFile('test/profiles/go1.24.server.goroutine.debug2.txt');
  await page.locator('goroutines-view .group').first().waitFor();
  await page.getByRole('tab', {name: 'Top'}).click();
  await page.locator('top-view .row').first().waitFor();
  await page.reload();
  await page.locator('top-view .row').first().waitFor();
  await page.close();
});

test('only a dump of goroutines has the view of goroutines', async () => {
  const {page, views} = await openView(hotspot, 'Peek');
  assert.equal(await views.filter({hasText: 'Goroutines'}).count(), 0);
  await page.close();
});

for (const [title, path] of [['Source', hotspot], ['Peek', hotspot], ['Traces', labelled], ['Tags', labelled]] as const) {
  test(`${title} fits a small dark screen and has no barriers there`, async () => {
    const {page, complaints} = await openView(path, title, narrow);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.deepEqual([await barriers(page), complaints], [[], []]);
    await page.close();
  });
}
