import {readFileSync, writeFileSync} from 'node:fs';
import type {BrowserContext, CDPSession, Page} from 'playwright-core';
import {serve} from '../site/serve.js';
import {startBrowser} from '../page/browser.js';

/** The page in a tab of a browser of its own. */
export interface Tab {
  readonly browser: BrowserContext;
  readonly page: Page;
  readonly session: CDPSession;
  readonly url: string;
  /** The process that draws the page and holds its workers; 0 where it is not known. */
  readonly renderer: number;
  /** Milliseconds of a DecompressionStream over the file, in the same browser, before the page was loaded. */
  readonly inflate: number;
}

/** What is waited for at most. */
export const patience = 600_000;

/** Measures `file` in a tab whose page is loaded and at rest; the browser ends with it. */
export async function inTab<Result>(site: string, file: string, measure: (tab: Tab) => Promise<Result>): Promise<Result> {
  const served = await serve(site);
  const browser = await startBrowser();
  try {
    const inflate = await inflateIn(browser, file);
    const page = await browser.newPage();
    await loadPage(page, served.url);
    return await measure({browser, page, session: await browser.newCDPSession(page), url: served.url, renderer: await rendererOf(browser, page), inflate});
  } finally {
    await browser.close();
    await served.close();
  }
}

/** Loads the page and waits until what it does of itself is done, as a person does who looks for their file. */
export async function loadPage(page: Page, url: string): Promise<void> {
  await page.addInitScript(watch);
  await page.goto(url);
  await page.waitForSelector('app-root', {state: 'attached'});
  // What a first visit keeps for the next one takes the processors for a second.
  await keptOffline(page);
  // So does what the worker compiles before it has a profile, and then once more after a rest.
  await page.waitForTimeout(3500);
}

/** Waits until the page comes without its host. */
async function keptOffline(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, {timeout: patience});
}

/** Gives the page a file. */
export async function give(page: Page, file: string): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(file);
}

/** Milliseconds from the change of the file input to the marks `profile-opened` and `view-painted` of the flame graph. */
export async function marksOf(page: Page): Promise<{opened: number; painted: number}> {
  return page.evaluate(() => {
    const [given, opened, painted] = ['bench-given', 'profile-opened', 'view-painted'].map((name) => performance.getEntriesByName(name)[0]!.startTime);
    return {opened: opened! - given!, painted: painted! - given!};
  });
}

/** What the page says of a file that it does not open. */
export class Refused extends Error {}

/**
 * Waits until a view is painted ('' for any), and says yes where the page asks whether it is to open so large a file; fails with
 * `Refused` where it does not. The page tells of it by itself: asked time and again, it would take longer.
 */
export async function painted(page: Page, view: string, most = patience): Promise<void> {
  for (;;) {
    const {refusal, after} = await page.evaluate(([name, millis]) => (window as unknown as Watched).benchWatch.painted(name, millis), [view, most] as const);
    if (after !== undefined) throw new Error(`nothing was painted for ${after} ms`);
    if (refusal === undefined) return;
    if (refusal.code !== 'too-large') throw new Refused(refusal.message);
    await page.getByRole('button', {name: 'Open anyway'}).click();
  }
}

/** CPU time of each task of the main thread. */
export function tasksOf(events: readonly TraceEvent[]): number[] {
  return mainThread(events).filter(({name}) => name === 'RunTask').map(cpuOf);
}

/** What stands in the window before the scripts of the page. */
interface Watched {
  benchTasks: number[];
  benchWatch: {painted(view: string, most: number): Promise<Ending>};
}

/** A picture, or what the page says in place of one, or the milliseconds in which it said nothing. */
interface Ending {
  refusal?: {code?: string | undefined; message: string};
  after?: number;
}

/** Runs in the page before its scripts. The event `change` does not leave the shadow that the input stands in; `input` does, right before it. */
function watch(): void {
  const tasks: number[] = [];
  // A method, since the loader gives other functions their name by a helper that the page does not have.
  const benchWatch: Watched['benchWatch'] = {
    painted(view, most) {
      return new Promise<Ending>((resolve) => {
        new PerformanceObserver((list, observer) => {
          if (!(list.getEntries() as PerformanceMark[]).some(({name, detail}) => name === 'view-painted' && (view === '' || detail === view))) return;
          observer.disconnect();
          clearInterval(timer);
          resolve({});
        }).observe({type: 'mark', buffered: true});
        const end = performance.now() + most;
        const timer = setInterval(() => {
          const {page: {problem}} = document.querySelector('app-root') as unknown as {page: {problem?: {reason: {code?: string; message: string}}}};
          if (problem !== undefined) resolve({refusal: {code: problem.reason.code, message: problem.reason.message}});
          else if (performance.now() > end) resolve({after: most});
          else return;
          clearInterval(timer);
        }, 200);
      });
    },
  };
  Object.assign(window, {benchTasks: tasks, benchWatch});
  addEventListener('input', (event) => {
    if (event.composedPath()[0] instanceof HTMLInputElement && performance.getEntriesByName('bench-given').length === 0) {
      performance.mark('bench-given');
      tasks.length = 0;
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({duration}) => duration))).observe({entryTypes: ['longtask']});
    }
  }, true);
}

/** Milliseconds from a letter in the search box to the picture that marks its matches, and to the event that says what was found. */
export async function search(page: Page): Promise<{marked: number; searched: number}> {
  const box = page.getByRole('searchbox', {name: 'Find a function, file or package'});
  await box.focus();
  await page.locator('flamegraph-view canvas').first().evaluate((element) => {
    // Another thread draws on it, so its picture is looked at with each frame, at a quarter of its size: to look must not take a frame.
    const canvas = element as HTMLCanvasElement;
    const copy = new OffscreenCanvas(canvas.clientWidth >> 2, canvas.clientHeight >> 2).getContext('2d', {willReadFrequently: true})!;
    const times: {typed?: number; marked?: number; found?: number} = {};
    (window as unknown as {benchSearch: object}).benchSearch = times;
    // Methods, since the loader gives other functions their name by a helper that the page does not have.
    const watcher = {
      picture(): Uint32Array {
        copy.drawImage(canvas, 0, 0, copy.canvas.width, copy.canvas.height);
        return new Uint32Array(copy.getImageData(0, 0, copy.canvas.width, copy.canvas.height).data.buffer);
      },
      look(before: Uint32Array): void {
        const now = performance.now();
        const after = this.picture();
        if (before.every((pixel, place) => pixel === after[place])) requestAnimationFrame(() => this.look(before));
        else times.marked = now;
      },
    };
    const before = watcher.picture();
    addEventListener('input', () => {
      times.typed = performance.now();
      requestAnimationFrame(() => watcher.look(before));
    }, {capture: true, once: true});
    addEventListener('search-result', () => (times.found ??= performance.now()), {capture: true, once: true});
  });
  await box.press('e');
  const times = await (await page.waitForFunction(() => {
    const {benchSearch} = window as unknown as {benchSearch: {typed: number; marked?: number; found?: number}};
    return benchSearch.marked !== undefined && benchSearch.found !== undefined && {...benchSearch, marked: benchSearch.marked, found: benchSearch.found};
  }, undefined, {timeout: patience})).jsonValue();
  await box.fill('');
  if (times === false) throw new Error('nothing was found');
  return {marked: times.marked - times.typed, searched: times.found - times.typed};
}

/** Closes the open profile, shows the home page, and collects the garbage of the page and its workers. */
export async function close(page: Page, session: CDPSession): Promise<void> {
  await page.evaluate(async () => {
    const {page: model} = document.querySelector('app-root') as unknown as {page: {goHome(): void; engine: {release(shown: readonly string[]): Promise<boolean>}}};
    model.goHome();
    // The page says so too, two seconds later.
    await model.engine.release([]);
  });
  // Of the page and of its workers.
  await session.send('Memory.simulatePressureNotification', {level: 'critical'});
  await session.send('HeapProfiler.collectGarbage');
  await page.waitForTimeout(3000);
}

/** Milliseconds to the first contentful paint of a new tab that the service worker serves. */
export async function visitOffline(browser: BrowserContext, url: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(url);
  await keptOffline(page);
  await browser.setOffline(true);
  await page.reload();
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0, undefined, {timeout: patience});
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]!.startTime);
  await browser.setOffline(false);
  await page.close();
  return paint;
}

/** Milliseconds of a DecompressionStream over `file`. */
export async function inflateIn(browser: BrowserContext, file: string): Promise<number> {
  const page = browser.pages()[0] ?? await browser.newPage();
  await page.setContent('<input type=file>');
  await page.locator('input').setInputFiles(file);
  return page.evaluate(async () => {
    const [given] = document.querySelector('input')!.files!;
    const start = performance.now();
    const reader = given!.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
    while (!(await reader.read()).done);
    return performance.now() - start;
  });
}

/**
 * Milliseconds of a DecompressionStream over `file` in a browser of its own, each byte of which is read as one of a varint of a profile
 * and nothing kept: what one thread cannot do without.
 */
export async function varintsOf(file: string): Promise<number> {
  const browser = await startBrowser();
  try {
    const page = browser.pages()[0] ?? await browser.newPage();
    await page.setContent('<input type=file>');
    await page.locator('input').setInputFiles(file);
    return await page.evaluate(async () => {
      // A method, since the loader gives other functions their name by a helper that the page does not have.
      const varints = {
        value: 0, shift: 0, sum: 0,
        read(bytes: Uint8Array): void {
          let {value, shift, sum} = this;
          for (let at = 0; at < bytes.length; at++) {
            const byte = bytes[at]!;
            value |= (byte & 127) << shift;
            shift += 7;
            if (byte < 128) {
              sum = (sum + value) | 0;
              value = shift = 0;
            }
          }
          Object.assign(this, {value, shift, sum});
        },
      };
      const start = performance.now();
      const reader = document.querySelector('input')!.files![0]!.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) varints.read(piece.value);
      const millis = performance.now() - start;
      if (varints.sum === 0) throw new Error('nothing was read');
      return millis;
    });
  } finally {
    await browser.close();
  }
}

/** The process that draws `page`: the renderer that works while the page does. */
export async function rendererOf(browser: BrowserContext, page: Page): Promise<number> {
  await browser.pages().find((other) => other !== page)?.close();
  const session = await browser.browser()!.newBrowserCDPSession();
  const times = async (): Promise<Map<number, number>> => {
    const {processInfo} = await session.send('SystemInfo.getProcessInfo');
    return new Map(processInfo.filter(({type}) => type === 'renderer').map(({id, cpuTime}) => [id, cpuTime]));
  };
  const before = await times();
  await page.evaluate(() => {
    for (const end = performance.now() + 200; performance.now() < end; );
  });
  const after = await times();
  const work = (id: number): number => after.get(id)! - (before.get(id) ?? 0);
  return [...after.keys()].sort((a, b) => work(b) - work(a))[0] ?? 0;
}

export function resident(process: number, key: 'VmRSS' | 'VmHWM'): number {
  try {
    return Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync(`/proc/${process}/status`, 'latin1'))![1]) * 1024;
  } catch {
    return 0;
  }
}

/** Milliseconds that a process has run, in steps of ten. */
export function cpuTime(process: number): number {
  try {
    const fields = readFileSync(`/proc/${process}/stat`, 'latin1').replace(/^.*\) /s, '').split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

export function forgetPeak(process: number): void {
  try {
    writeFileSync(`/proc/${process}/clear_refs`, '5');
  } catch {
    // Only Linux keeps it; without, the peak of the start counts too, and is lower.
  }
}

/** Zooms with the wheel, pans and hovers over the graph for some seconds. */
export async function moveAbout(page: Page, session: CDPSession): Promise<{cpu: number[]; long: number}> {
  const box = (await page.locator('flamegraph-view canvas').first().boundingBox())!;
  const at = (x: number, y: number): [number, number] => [box.x + box.width * x, box.y + box.height * y];
  const stop = await startTrace(session);
  await page.mouse.move(...at(0.3, 0.3));
  for (let step = 0; step < 60; step++) {
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, step < 35 ? -60 : 90);
    await page.keyboard.up('Control');
    await page.waitForTimeout(16);
  }
  for (let step = 0; step < 40; step++) {
    await page.mouse.move(...at(0.2 + step * 0.015, 0.1 + (step % 9) * 0.08));
    await page.waitForTimeout(16);
  }
  for (let step = 0; step < 40; step++) {
    await page.mouse.wheel(step % 2 === 0 ? 40 : 0, step % 3 === 0 ? 60 : -20);
    await page.waitForTimeout(16);
  }
  return framesOf(mainThread(await stop()));
}

/** Milliseconds from the pointer on a box to the frame that finds its tooltip open, sorted. */
export async function hoverOver(page: Page): Promise<number[]> {
  const box = (await page.locator('flamegraph-view canvas').first().boundingBox())!;
  await page.locator('flamegraph-view .scroller').first().press('0');
  await page.waitForTimeout(1000);
  const times: number[] = [];
  // Tooltips lie right of the pointer and below the box, so the way up is free.
  for (let row = 12; row > 0; row--) {
    await page.evaluate(() => addEventListener('pointermove', ({timeStamp}) => ((window as unknown as {benchHover: number}).benchHover = timeStamp), {capture: true, once: true}));
    await page.mouse.move(box.x + box.width * 0.1, box.y + 14 + row * 21);
    const shown = await page.locator('flamegraph-view frame-tooltip').first().evaluateHandle((tooltip) => new Promise<number>((resolve) => {
      const timer = setInterval(() => {
        if (!tooltip.matches(':popover-open')) return;
        clearInterval(timer);
        requestAnimationFrame(() => resolve(performance.now() - (window as unknown as {benchHover: number}).benchHover));
      }, 1);
    }));
    times.push(await shown.jsonValue());
  }
  return times.slice(1).sort((a, b) => a - b);
}

/** Writes down what every thread does, until the function that it gives is called. */
export async function startTrace(session: CDPSession): Promise<() => Promise<readonly TraceEvent[]>> {
  await session.send('Tracing.start', {transferMode: 'ReturnAsStream', traceConfig: {includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline']}});
  return async () => {
    const done = new Promise<string>((resolve) => session.once('Tracing.tracingComplete', ({stream}) => resolve(stream!)));
    await session.send('Tracing.end');
    const handle = await done;
    let text = '';
    for (;;) {
      const {data, eof} = await session.send('IO.read', {handle, size: 1 << 22});
      text += data;
      if (eof) break;
    }
    return (JSON.parse(text) as {traceEvents: readonly TraceEvent[]}).traceEvents;
  };
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly ph: string;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: {readonly name?: string};
}

/** What the thread does that draws the page, in order. */
function mainThread(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const threadOf = ({pid, tid}: TraceEvent): string => `${pid} ${tid}`;
  const drawn = new Map<string, number>();
  for (const event of events) if (event.name === 'FireAnimationFrame') drawn.set(threadOf(event), (drawn.get(threadOf(event)) ?? 0) + 1);
  const [thread] = [...drawn].sort((a, b) => b[1] - a[1])[0] ?? [''];
  return events.filter((event) => event.ph === 'X' && threadOf(event) === thread).sort((a, b) => a.ts - b.ts);
}

/** CPU time of the main thread for each frame: of its tasks since the frame before was handed on. */
function framesOf(ours: readonly TraceEvent[]): {cpu: number[]; long: number} {
  const tasks = ours.filter(({name}) => name === 'RunTask');
  const commits = ours.filter(({name}) => name === 'Commit');
  const cpu: number[] = [];
  let next = 0;
  for (const commit of commits) {
    let sum = 0;
    for (; next < tasks.length && tasks[next]!.ts <= commit.ts; next++) sum += cpuOf(tasks[next]!);
    cpu.push(sum);
  }
  return {cpu: cpu.slice(1).sort((a, b) => a - b), long: tasks.filter((task) => cpuOf(task) > 50).length};
}

function cpuOf({tdur, dur = 0}: TraceEvent): number {
  return (tdur ?? dur) / 1000;
}
