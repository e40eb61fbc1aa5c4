import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Page} from 'playwright-core';
import {runReport} from '../report-command.js';
import {startSite, type Tab} from './harness.js';

const site = await startSite();

/** Profiles of the kinds that differ in what they count, and of four runtimes. */
const profiles = [
  'go1.24.cpu.pb.gz', 'go1.24.hotspot.before.cpu.pb.gz', 'go1.24.cpu.labels.pb.gz', 'go1.24.server.heap.pb.gz', 'go1.24.hotspot.after.allocs.pb.gz',
  'go1.24.server.block.pb.gz', 'go1.24.server.goroutine.pb.gz', 'gperftools.cpu.symbolized.pb.gz', 'node.cpu.labels.pb.gz', 'node.heap.pb.gz',
];

/** Of each kind that differs in how it is compared: the later one, which is opened second, and the earlier one. */
const comparisons: readonly (readonly [after: string, before: string])[] = [
  ['go1.24.hotspot.after.cpu.pb.gz', 'go1.24.hotspot.before.cpu.pb.gz'],
  ['go1.24.hotspot.after.allocs.pb.gz', 'go1.24.hotspot.before.allocs.pb.gz'],
  ['go1.24.cpu.labels.pb.gz', 'go1.24.cpu.pb.gz'],
];

/** A value as a person reads it: in the smallest unit of its kind, and how far rounding may have moved it. */
interface Read {
  readonly value: number;
  readonly within: number;
}

const factors: ReadonlyMap<string, number> = new Map([
  ['', 1], ['k', 1e3], ['M', 1e6], ['G', 1e9],
  ['ns', 1], ['us', 1e3], ['µs', 1e3], ['μs', 1e3], ['ms', 1e6], ['s', 1e9], ['mins', 60e9], ['min', 60e9], ['hrs', 3600e9], ['h', 3600e9],
  ['B', 1], ['kB', 2 ** 10], ['MB', 2 ** 20], ['GB', 2 ** 30],
]);

/** `1184.27kB`, `1.16 MB`, `507.9 k`, `12,345`, `0`. */
function read(text: string): Read {
  const [, sign, digits = '', fraction = '', unit = ''] = /^(?:[▲▼]\s)?([-−+]?)([\d,]+)(?:\.(\d+))?\s?(\S*)$/.exec(text.trim()) ?? assert.fail(`no value: ${text}`);
  const factor = factors.get(unit) ?? assert.fail(`no unit: ${text}`);
  const value = Number(`${digits.replaceAll(',', '')}.${fraction || '0'}`) * factor * (sign === '' || sign === '+' ? 1 : -1);
  return {value, within: 0.5001 * 10 ** -fraction.length * factor};
}

function same(shown: string, printed: string, what: string): void {
  const [a, b] = [read(shown), read(printed)];
  assert.ok(Math.abs(a.value - b.value) <= a.within + b.within, `${what}: the page shows ${shown}, pprof prints ${printed}`);
}

function added(values: readonly Read[]): Read {
  return values.reduce((sum, {value, within}) => ({value: sum.value + value, within: sum.within + within}), {value: 0, within: 0});
}

/** What pprof is asked beside the report: a profile, behind its base where there is one. */
type Asked = readonly string[];

async function printed(...args: readonly string[]): Promise<string> {
  const {output, exit} = await runReport(args, () => {});
  assert.equal(exit, 0, args.join(' '));
  return output as string;
}

/** The rows of `-top` by name: flat and cum. */
async function topOf(asked: Asked, ...options: string[]): Promise<Map<string, {flat: string; cum: string}>> {
  const rows = (await printed('-top', '-trim=false', ...options, ...asked)).matchAll(/^ *(\S+) +\S+% +\S+% +(\S+) +\S+% {2}(.*?)(?: \((?:partial-)?inline\))?$/gm);
  return new Map([...rows].map(([, flat, cum, name]) => [name!, {flat: flat!, cum: cum!}]));
}

async function show(page: Page, view: string): Promise<void> {
  await page.evaluate((name) => (location.hash = location.hash.replace(/^#\/\w+/, `#/${name}`)), view);
  await page.locator(`${view}-view`).waitFor();
}

const views: ReadonlyMap<string, (tab: Tab, asked: Asked) => Promise<number>> = new Map([
  ['flame graph', async ({page}, asked) => {
    await show(page, 'flamegraph');
    const tree = page.getByRole('tree');
    await tree.waitFor();
    await tree.focus();
    await page.keyboard.press('Home');
    const box = page.locator('flamegraph-view #box');
    const [total] = / of (\S+) total/.exec(await printed('-top', ...asked))!.slice(1);
    const inWords = async () => {
      const [, name, value, unit] = /^(.*?), (?:.*, )?total ([\d.,]+)(?: (\w+))?,/.exec(await box.innerText()) ?? assert.fail(await box.innerText());
      return {name: name!, text: `${value} ${short.get(unit ?? '') ?? ''}`.trim()};
    };
    same((await inWords()).text, total!, 'all samples');
    // Down the widest stack: each box is what the stacks of -traces that begin with it add up to.
    const stacks = stacksOf(await printed('-traces', '-compact_labels=false', ...asked));
    let seen = 1;
    const at: string[] = [];
    for (let depth = 0; depth < 6; depth++) {
      await page.keyboard.press('ArrowDown');
      const {name, text} = await inWords();
      if (name === at.at(-1) || name === 'All samples') break;
      at.push(name);
      const sum = added(stacks.filter(({frames}) => at.every((wanted, i) => frames[i] === wanted)).map(({value}) => value));
      const shown = read(text);
      assert.ok(Math.abs(shown.value - sum.value) <= shown.within + sum.within, `${at.join(' > ')}: ${text} and ${sum.value}`);
      seen++;
    }
    return seen;
  }],
  ['Top', async ({page}, asked) => {
    await show(page, 'top');
    await page.locator('top-view .row').first().waitFor();
    const rows = await page.locator('top-view .row').evaluateAll((all) => all.map((row) => [row.querySelector('bdi')!.textContent!, ...[...row.querySelectorAll('.value')].map((cell) => cell.textContent!)]));
    const top = await topOf(asked);
    for (const [name, , flat, cum] of rows) {
      same(flat!, top.get(name!)!.flat, `flat of ${name}`);
      same(cum!, top.get(name!)!.cum, `cum of ${name}`);
    }
    return rows.length;
  }],
  ['Graph', async ({page}, asked) => {
    await show(page, 'graph');
    await page.locator('graph-view .node').first().waitFor();
    const all = page.locator('graph-view').getByRole('button', {name: 'All', exact: true});
    if (await all.isEnabled()) await all.click();
    await page.locator('graph-view button[aria-pressed=true]', {hasText: 'All'}).waitFor();
    await page.locator('work-space .working').waitFor({state: 'detached'});
    const edges = await page.locator('graph-view .plane title').evaluateAll((titles) => titles.map(({textContent}) => textContent!));
    const dot = await printed('-dot', ...asked);
    const printedEdges = new Map([...dot.matchAll(/ tooltip="(.*? (?:->|\.\.\.) .*?) \(([^()]*)\)" labeltooltip/g)].map(([, pair, value]) => [pair!.replace(/ (->|\.\.\.) /, ' → '), value!]));
    let seen = 0;
    for (const edge of edges) {
      const [, pair, value] = /^(.* → .*?) \(([^()]*)\)/.exec(edge) ?? [];
      if (pair === undefined || !printedEdges.has(pair)) continue;
      same(value!, printedEdges.get(pair)!, pair);
      seen++;
    }
    const top = await topOf(asked);
    for (const label of await page.locator('graph-view .frame').evaluateAll((frames) => frames.map((frame) => frame.getAttribute('aria-label')!))) {
      const [, called = '', value, unit] = /^(.*), total (-?[\d.,]+)(?: (\w+))?,/.exec(label) ?? assert.fail(label);
      // Its role follows the name, or that its change is noise.
      const name = top.has(called) ? called : called.slice(0, called.lastIndexOf(', '));
      same(`${value} ${short.get(unit ?? '') ?? ''}`, top.get(name)!.cum, `cum of ${name} in the graph`);
      seen++;
    }
    return seen;
  }],
  ['Peek', async ({page}, asked) => {
    await show(page, 'peek');
    const centre = await page.locator('peek-view .card h2').innerText();
    const text = await printed('-peek', `^${centre.replace(/[.*+?()[\]{}|\\^$]/g, '\\$&')}$`, ...asked);
    const listed = [...text.matchAll(/^ +(\S+) +\S+% \| {3}(.*?)(?: \(inline\))?$/gm)].map(([, value, name]) => ({value: value!, name: name!}));
    const buttons = await page.locator('peek-view button.row').evaluateAll((all) => all.map((row) => [row.querySelector('bdi')!.textContent!, row.querySelector('.v')!.textContent!] as const));
    for (const [name, value] of buttons) {
      const {value: shown, within} = read(value);
      const found = listed.filter((row) => row.name === name).map((row) => read(row.value));
      assert.ok(found.some((row) => Math.abs(row.value - shown) <= row.within + within), `${name} of ${centre}: ${value}`);
    }
    return buttons.length;
  }],
  ['Source', async ({page}, asked) => {
    await show(page, 'source');
    await page.locator('source-view .line.row .no').first().waitFor();
    const name = await page.locator('source-view h2').innerText();
    const lines = await topOf(asked, '-lines');
    const shown = await page.locator('source-view .line.row:not(.other):not(.call):not(.fold)').evaluateAll((all) => all.map((row) => ['.no', '.self', '.total'].map((cell) => row.querySelector(cell)!.textContent!)));
    for (const [line, self, total] of shown) {
      const row = [...lines].find(([key]) => key.startsWith(`${name} `) && key.endsWith(`:${line}`))?.[1] ?? assert.fail(`${name} has no line ${line}`);
      same(self || '0', row.flat, `flat of line ${line} of ${name}`);
      same(total || '0', row.cum, `cum of line ${line} of ${name}`);
    }
    return shown.length;
  }],
  ['Tags', async ({page}, asked) => {
    const keys = [...(await printed('-tags', ...asked)).matchAll(/^ *(.*?): Total (\S+)( of .*)?\n((?: .*\n)*)/gm)];
    if (keys.length === 0) return 1;
    await show(page, 'tags');
    await page.locator('tags-view section').first().waitFor();
    const shown = await page.locator('tags-view button.row').evaluateAll((all) => all.map((row) => [row.closest('section')!.querySelector('h2, h3')!.textContent!, row.querySelector('bdi')!.textContent!, row.querySelector('.v')!.textContent!] as const));
    for (const [key, value, weight] of shown) {
      const [, , , , rows = ''] = keys.find(([, name]) => name === key) ?? assert.fail(`pprof prints no key ${key}`);
      const found = [...rows.matchAll(/^ *(\S+) \([^)]*\): (.*)$/gm)].find(([, , text]) => text === value) ?? assert.fail(`pprof prints no ${key}: ${value}`);
      same(weight, found[1]!, `${key}: ${value}`);
    }
    return shown.length;
  }],
  ['Traces', async ({page}, asked) => {
    await show(page, 'traces');
    await page.locator('traces-view .stack').first().waitFor();
    const stacks = stacksOf(await printed('-traces', ...asked));
    const shown = await page.locator('traces-view .stack').evaluateAll((all) => all.filter((stack) => stack.querySelector('.rest') === null).map((stack) => ({value: stack.querySelector('b')!.textContent!, frames: [...stack.querySelectorAll('.frames bdi')].map((name) => name.textContent!), labels: [...stack.querySelectorAll('.labels li')].map((label) => label.textContent!)})));
    for (const {value, frames, labels} of shown) {
      const root = [...labels, ...frames.reverse()].join('\n');
      const sum = added(stacks.filter((stack) => [...stack.labels, ...stack.frames].join('\n') === root).map((stack) => stack.value));
      const {value: own, within} = read(value);
      assert.ok(Math.abs(own - sum.value) <= within + sum.within, `${root}: the page shows ${value}, pprof prints ${sum.value}`);
    }
    return shown.length;
  }],
  ['Console', async ({page}, asked) => {
    await show(page, 'console');
    const rows = page.locator('console-view .row');
    await rows.first().waitFor();
    const before = await rows.count();
    await page.getByLabel('Command for pprof').fill('top5 -cum');
    await page.keyboard.press('Enter');
    await page.locator('console-view .input', {hasText: 'top5 -cum'}).waitFor();
    await page.locator('console-view form:not(.busy)').waitFor();
    const lines = (await rows.allTextContents()).slice(before + 1);
    assert.equal(`${lines.join('\n')}\n`, await printed('-top', '-cum', '-nodecount=5', '-compact_labels', ...asked));
    return lines.length;
  }],
  ['Goroutines', async ({page}, asked) => {
    if (asked.length > 1 || !asked[0]!.includes('goroutine')) return 1;
    await show(page, 'goroutines');
    await page.locator('goroutines-view .group').first().waitFor();
    const stacks = stacksOf(await printed('-traces', ...asked));
    const seen: string[] = [];
    for (const group of await page.locator('goroutines-view .group').all()) {
      await group.getByRole('button', {name: 'Show stack'}).click();
      const root = (await group.locator('.stack bdi').allTextContents()).reverse().join('\n');
      const sum = added(stacks.filter(({frames}) => frames.join('\n') === root).map(({value}) => value));
      same((await group.locator('.many b').textContent())!, String(sum.value), root);
      seen.push(root);
    }
    assert.deepEqual(new Set(seen), new Set(stacks.map(({frames}) => frames.join('\n'))));
    return seen.length;
  }],
]);

const short: ReadonlyMap<string, string> = new Map([
  ['nanosecond', 'ns'], ['nanoseconds', 'ns'], ['microseconds', 'µs'], ['milliseconds', 'ms'], ['second', 's'], ['seconds', 's'], ['minutes', 'min'], ['hours', 'h'],
  ['bytes', 'B'], ['kilobytes', 'kB'], ['megabytes', 'MB'], ['gigabytes', 'GB'], ['k', 'k'], ['M', 'M'],
]);

interface Stack {
  readonly value: Read;
  /** From the root. */
  readonly frames: readonly string[];
  /** `key: value`. */
  readonly labels: readonly string[];
}

/** The stacks of `-traces`. */
function stacksOf(text: string): Stack[] {
  return text.split(/^-{11}\+-+\n/m).slice(1).flatMap((block) => {
    const lines = [...block.matchAll(/^(?: {13}| *(\S+) {3})(\S.*)$/gm)];
    const first = lines.findIndex(([, value]) => value !== undefined);
    if (first < 0) return [];
    const labels = [...block.slice(0, lines[first]!.index).matchAll(/^ *(.*?): {2}(.*)$/gm)].map(([, key, value]) => `${key}: ${value}`);
    return [{value: read(lines[first]![1]!), frames: lines.slice(first).map(([, , name]) => name!.replace(/ \(inline\)$/, '')).reverse(), labels}];
  });
}

/** What the views of a comparison say otherwise than those of one profile: both sides. */
const sidedViews: ReadonlyMap<string, (tab: Tab, after: Asked, before: Asked) => Promise<number>> = new Map([
  ['flame graph', async ({page}, ...sides) => {
    await show(page, 'flamegraph');
    const tree = page.getByRole('tree');
    await tree.waitFor();
    await tree.focus();
    await page.keyboard.press('Home');
    const stacks = await Promise.all(sides.map(async (asked) => stacksOf(await printed('-traces', '-compact_labels=false', ...asked))));
    const at: string[] = [];
    for (let depth = 0; depth < 6; depth++) {
      await page.keyboard.press('ArrowDown');
      const said = await page.locator('flamegraph-view #box').innerText();
      const [, name, ...amounts] = /^(.*?), (?:.*, )?before ([\d.,]+)(?: (\w+))?, after ([\d.,]+)(?: (\w+))?,/.exec(said) ?? assert.fail(said);
      if (name === at.at(-1) || name === 'All samples') break;
      at.push(name!);
      stacks.forEach((its, side) => {
        const [value, unit = ''] = side === 0 ? amounts.slice(2) : amounts;
        const sum = added(its.filter(({frames}) => at.every((wanted, i) => frames[i] === wanted)).map(({value}) => value));
        const shown = read(`${value} ${short.get(unit) ?? ''}`);
        assert.ok(Math.abs(shown.value - sum.value) <= shown.within + sum.within, `${at.join(' > ')}: ${said} and ${sum.value}`);
      });
    }
    return at.length;
  }],
  ['Top', async ({page}, after, before) => {
    await show(page, 'top');
    await page.locator('top-view').getByRole('button', {name: 'Total', exact: true}).click();
    await page.locator('top-view .row').first().waitFor();
    const rows = await page.locator('top-view .row').evaluateAll((all) => all.map((row) => [row.querySelector('bdi')!.textContent!, ...[...row.querySelectorAll('.value')].map((cell) => cell.textContent!)]));
    const tops = [await topOf(before), await topOf(after), await topOf([`-diff_base=${before[0]!}`, ...after])];
    for (const [name, ...values] of rows) {
      values.forEach((value, side) => same(value.replace(/ noise$/, ''), tops[side]!.get(name!)?.cum ?? '0', `cum of ${name}, ${['before', 'after', 'change'][side]!}`));
    }
    return rows.length;
  }],
]);

for (const name of profiles) {
  test(`every view shows of ${name} what pprof prints`, async () => {
    const path = `test/profiles/${name}`;
    const tab = await site.open();
    await tab.openFile(path);
    await tab.page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0);
    for (const [view, compare] of views) assert.ok(await compare(tab, [path]) > 0, `${view} shows no number`);
    // To look from one view to the other filters nothing.
    assert.equal(await tab.page.locator('filter-bar .chip').count(), 0);
    assert.deepEqual(tab.complaints, []);
    await tab.page.close();
  });
}

for (const names of comparisons) {
  test(`every view shows of ${names[0]} against ${names[1]} what pprof prints of both, or with -diff_base`, async () => {
    const [after, before] = names.map((name) => `test/profiles/${name}`) as [string, string];
    const tab = await site.open();
    await tab.openFile(before, after);
    await tab.page.getByRole('button', {name: 'Compare', exact: true}).click();
    await tab.page.locator('compare-total b').first().waitFor();
    for (const [view, compare] of views) {
      const count = await sidedViews.get(view)?.(tab, [after], [before]) ?? await compare(tab, [`-diff_base=${before}`, after]);
      assert.ok(count > 0, `${view} shows no number`);
    }
    assert.deepEqual(tab.complaints, []);
    await tab.page.close();
  });
}
