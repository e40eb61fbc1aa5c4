import {readFileSync, writeFileSync} from 'node:fs';
import type {BrowserContext, CDPSession, Page} from 'playwright-core';
import {firstScripts, weightOf} from '../site/scripts.js';
import {serve} from '../site/serve.js';
import {startBrowser} from '../page/browser.js';

/** What one browser of its own took to open a file. Milliseconds and bytes. */
export interface Opened {
  /** From the change of the file input to the mark `view-painted`. */
  readonly painted: number;
  /** To the mark `profile-opened`. */
  readonly opened: number;
  /** What it took of processors until then, in all threads of the renderer; 0 where it is not known. */
  readonly work: number;
  /** The same file through a DecompressionStream of the same browser. */
  readonly inflate: number;
  /** Most memory of the renderer until the flame graph was painted, over that of the empty page; 0 where it is not known. */
  readonly memory: number;
  /** What it holds three seconds later. */
  readonly kept: number;
  /** What it holds once the profile is closed and the garbage is collected. */
  readonly closed: number;
  /** From a letter in the search box until the first picture is drawn that looks otherwise, with its matches marked. */
  readonly marked: number;
  /** To the count of its matches, those among them that are too narrow to be drawn. */
  readonly searched: number;
  /** By the clock, and by what it took of a processor: on a busy machine the clock runs on while others work. */
  readonly longestTask: number;
  readonly longestWork: number;
  readonly firstPaint: number;
  /** Of a visit after the first, while the network is off. */
  readonly secondPaint: number;
  /** Scripts with gzip, before the home page and before the first flame graph. */
  readonly homeScripts: number;
  readonly firstScripts: number;
  /** CPU time of the main thread for each frame of zooming and panning, sorted; empty where it was not asked. */
  readonly frames: readonly number[];
  readonly longFrames: number;
  /** Milliseconds from a pointer on a box to its tooltip on the screen, sorted: while one is open, the next does not wait for the hand to rest. */
  readonly hovers: readonly number[];
}

const patience = 300_000;

/** Opens `file` in a browser of its own. */
export async function openInTab(site: string, file: string, {frames = false, allowLarge = false} = {}): Promise<Opened> {
  const served = await serve(site);
  const browser = await startBrowser();
  try {
    const inflate = await inflateIn(browser, file);
    const page = await browser.newPage();
    await page.addInitScript(watch);
    await page.goto(served.url);
    await page.waitForSelector('app-root', {state: 'attached'});
    await page.waitForTimeout(800);
    const session = await browser.newCDPSession(page);
    const renderer = await rendererOf(browser, page);
    const idle = resident(renderer, 'VmRSS');
    forgetPeak(renderer);

    const stop = await startTrace(session);
    const worked = cpuTime(renderer);
    await page.locator('input[type=file]').first().setInputFiles(file);
    if (allowLarge) void page.getByRole('button', {name: 'Open anyway'}).click({timeout: patience}).catch(() => {});
    await page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0, undefined, {timeout: patience, polling: 20});
    const work = cpuTime(renderer) - worked;
    const memory = resident(renderer, 'VmHWM') - idle;
    const marks = await page.evaluate(() => ({
      given: performance.getEntriesByName('bench-given')[0]!.startTime,
      opened: performance.getEntriesByName('profile-opened')[0]!.startTime,
      painted: performance.getEntriesByName('view-painted')[0]!.startTime,
      firstPaint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    }));
    const before = firstScripts(site);
    await page.waitForTimeout(3000);
    const longestWork = Math.max(0, ...tasksOf(await stop()));
    const longestTask = await page.evaluate(() => Math.max(0, ...(window as unknown as {benchTasks: number[]}).benchTasks));
    const kept = resident(renderer, 'VmRSS') - idle;
    const {marked, searched} = await search(page);
    const moved = frames ? await moveAbout(page, session) : {cpu: [], long: 0};
    const hovers = frames ? await hoverOver(page) : [];
    const closed = await close(page, session).then(() => resident(renderer, 'VmRSS') - idle);
    const secondPaint = await visitOffline(browser, served.url);
    return {
      closed, marked, searched, secondPaint, homeScripts: weightOf(site, before.home), firstScripts: weightOf(site, before.flameGraph),
      painted: marks.painted - marks.given, opened: marks.opened - marks.given, firstPaint: marks.firstPaint,
      work, inflate, memory, kept, longestTask, longestWork, frames: moved.cpu, longFrames: moved.long, hovers,
    };
  } finally {
    await browser.close();
    await served.close();
  }
}

/** What the first picture of a view took, after its answer was there. Milliseconds. */
export interface FirstPicture {
  /** From the mark `view-answered` to the mark `view-painted`. */
  readonly painted: number;
  /** CPU time of the main thread, from the switch to the view until 300 ms after the picture. */
  readonly work: number;
  /** In its longest task of these. */
  readonly longestWork: number;
  /** The longest such task while the view's list is scrolled from its beginning to its end; 0 where it has none. */
  readonly scrolled: number;
}

/** Opens `file` in a browser of its own, and then one view after another. */
export async function showEachView(site: string, file: string): Promise<Map<string, FirstPicture>> {
  const served = await serve(site);
  const browser = await startBrowser();
  const pictures = new Map<string, FirstPicture>();
  try {
    const page = await browser.newPage();
    const session = await browser.newCDPSession(page);
    await page.goto(served.url);
    await page.locator('input[type=file]').first().setInputFiles(file);
    await painted(page, 'flamegraph');
    await page.waitForTimeout(2000);
    const tabs = await page.getByRole('tab').count();
    for (let tab = 1; tab < tabs; tab++) {
      const stop = await startTrace(session);
      const asked = await page.evaluate(() => performance.now());
      await page.getByRole('tab').nth(tab).click();
      const name = await page.evaluate(() => /^#\/(\w+)/.exec(location.hash)![1]!);
      await painted(page, name);
      await page.waitForTimeout(300);
      const tasks = tasksOf(await stop());
      // The Console asks nothing.
      const [answered = asked, drawn = NaN] = await page.evaluate((view) => ['view-answered', 'view-painted'].map((mark) =>
        (performance.getEntriesByName(mark) as PerformanceMark[]).find(({detail}) => detail === view)?.startTime), name);
      pictures.set(name, {painted: drawn - answered, work: tasks.reduce((sum, task) => sum + task, 0), longestWork: Math.max(0, ...tasks), scrolled: await scrollThrough(page, session, name)});
    }
  } finally {
    await browser.close();
    await served.close();
  }
  return pictures;
}

async function painted(page: Page, view: string): Promise<void> {
  await page.waitForFunction((name) => (performance.getEntriesByName('view-painted') as PerformanceMark[]).some(({detail}) => detail === name), view, {timeout: patience, polling: 20});
}

/** CPU time of the main thread's longest task while the list of a view is scrolled to its end in sixty steps. */
async function scrollThrough(page: Page, session: CDPSession, view: string): Promise<number> {
  const stop = await startTrace(session);
  await page.evaluate(async (name) => {
    const shown = document.querySelector('app-root')!.shadowRoot!.querySelector('work-space')!.shadowRoot!.querySelector(`${name}-view`)!.shadowRoot!;
    const [list] = [...shown.querySelectorAll('*')].filter(({scrollHeight, clientHeight}) => clientHeight > 0 && scrollHeight > clientHeight + 1).sort((a, b) => b.scrollHeight - a.scrollHeight);
    for (let step = 1; list !== undefined && step <= 60; step++) {
      list.scrollTop = (list.scrollHeight - list.clientHeight) * step / 60;
      await new Promise(requestAnimationFrame);
    }
  }, view);
  return Math.max(0, ...tasksOf(await stop()));
}

/** CPU time of each task of the main thread. */
function tasksOf(events: readonly TraceEvent[]): number[] {
  return mainThread(events).filter(({name}) => name === 'RunTask').map(cpuOf);
}

/** Milliseconds from file given to flame graph painted for each file that opens, each in a tab of its own of one browser. */
export async function openEach(site: string, files: readonly string[]): Promise<Map<string, number>> {
  const served = await serve(site);
  const browser = await startBrowser();
  const times = new Map<string, number>();
  try {
    for (const file of files) {
      const page = await browser.newPage();
      await page.addInitScript(watch);
      await page.goto(served.url);
      await page.waitForSelector('app-root', {state: 'attached'});
      // The worker is started by the list of kept profiles, which a person sees before they open one.
      await page.waitForTimeout(800);
      await page.locator('input[type=file]').first().setInputFiles(file);
      const painted = await page.waitForFunction(() => performance.getEntriesByName('view-painted').length > 0, undefined, {timeout: 3000, polling: 20}).then(() => true, () => false);
      if (painted) times.set(file, await page.evaluate(() => performance.getEntriesByName('view-painted')[0]!.startTime - performance.getEntriesByName('bench-given')[0]!.startTime));
      await page.close();
    }
  } finally {
    await browser.close();
    await served.close();
  }
  return times;
}

/** Runs in the page before its scripts. The event `change` does not leave the shadow that the input stands in; `input` does, right before it. */
function watch(): void {
  const tasks: number[] = [];
  (window as unknown as {benchTasks: number[]}).benchTasks = tasks;
  addEventListener('input', (event) => {
    if (event.composedPath()[0] instanceof HTMLInputElement && performance.getEntriesByName('bench-given').length === 0) {
      performance.mark('bench-given');
      tasks.length = 0;
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({duration}) => duration))).observe({entryTypes: ['longtask']});
    }
  }, true);
}

/** Milliseconds from a letter in the search box to the picture that marks its matches, and to the event that says what was found. */
async function search(page: Page): Promise<{marked: number; searched: number}> {
  const box = page.getByRole('searchbox', {name: 'Find a function, file or package'});
  await box.focus();
  await page.locator('flamegraph-view canvas').first().evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const context = canvas.getContext('2d')!;
    const before = canvas.toDataURL();
    const times: {typed?: number; marked?: number; found?: number} = {};
    (window as unknown as {benchSearch: object}).benchSearch = times;
    addEventListener('input', () => (times.typed = performance.now()), {capture: true, once: true});
    addEventListener('search-result', () => (times.found ??= performance.now()), {capture: true, once: true});
    let isDrawing = false;
    const {fillText} = context;
    context.fillText = (...text) => {
      fillText.apply(context, text);
      if (isDrawing || times.typed === undefined || times.marked !== undefined) return;
      isDrawing = true;
      // Once the script that draws has come to its end.
      queueMicrotask(() => {
        const drawn = performance.now();
        isDrawing = false;
        if (canvas.toDataURL() === before) return;
        times.marked = drawn;
        Reflect.deleteProperty(context, 'fillText');
      });
    };
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
async function close(page: Page, session: CDPSession): Promise<void> {
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
async function visitOffline(browser: BrowserContext, url: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, {timeout: patience});
  await browser.setOffline(true);
  await page.reload();
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0, undefined, {timeout: patience});
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]!.startTime);
  await browser.setOffline(false);
  await page.close();
  return paint;
}

/** Milliseconds of a DecompressionStream over `file`. */
async function inflateIn(browser: BrowserContext, file: string): Promise<number> {
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

/** The process that draws `page`: the renderer that works while the page does. */
async function rendererOf(browser: BrowserContext, page: Page): Promise<number> {
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

function resident(process: number, key: 'VmRSS' | 'VmHWM'): number {
  try {
    return Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync(`/proc/${process}/status`, 'latin1'))![1]) * 1024;
  } catch {
    return 0;
  }
}

/** Milliseconds that a process has run, in steps of ten. */
function cpuTime(process: number): number {
  try {
    const fields = readFileSync(`/proc/${process}/stat`, 'latin1').replace(/^.*\) /s, '').split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

function forgetPeak(process: number): void {
  try {
    writeFileSync(`/proc/${process}/clear_refs`, '5');
  } catch {
    // Only Linux keeps it; without, the peak of the start counts too, and is lower.
  }
}

/** Zooms with the wheel, pans and hovers over the graph for some seconds. */
async function moveAbout(page: Page, session: CDPSession): Promise<{cpu: number[]; long: number}> {
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
async function hoverOver(page: Page): Promise<number[]> {
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
async function startTrace(session: CDPSession): Promise<() => Promise<readonly TraceEvent[]>> {
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
