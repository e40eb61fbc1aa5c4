import type {Page} from 'playwright-core';
import {printed, row} from './measure.js';
import {openOnce} from './opening.js';
import {forgetPeak, give, inTab, marksOf, painted, patience, resident} from './tab.js';

/** What a person sees of a file that opens for many seconds. Milliseconds and bytes. */
export interface LongOpening {
  readonly opened: number;
  readonly painted: number;
  readonly inflate: number;
  readonly memory: number;
  readonly kept: number;
  /** How often what is said of the progress changed, and the longest time that it did not. */
  readonly steps: number;
  readonly stillness: number;
  /** How often the bar went back. */
  readonly backward: number;
}

/** An opening that is cancelled when its bar is half way. Milliseconds and bytes. */
interface Cancelled {
  /** From Cancel, at which the page says no more of it at once, until the worker has heard of it. */
  readonly gone: number;
  /** The renderer over idle five seconds later: after two the page ends the worker. */
  readonly held: number;
  /** A small profile, which is opened right after, until it is painted. */
  readonly next: number;
}

/** How a file opens that takes long, against one that is opened in turns with it; `small` is opened after Cancel. */
export async function largeTable(site: string, size: string, file: string, against: {readonly size: string; readonly file: string}, small: string, runs: number): Promise<string> {
  const results: LongOpening[] = [];
  const others: number[] = [];
  for (let i = 0; i < runs; i++) {
    results.push(await openLong(site, file));
    others.push((await openOnce(site, against.file)).painted);
  }
  const {gone, held, next} = await cancelHalfWay(site, file, small);
  const all = (of: (result: LongOpening) => number): number[] => results.map(of);
  const by = all(({inflate}) => inflate);
  const isXl = size === 'XL';
  return printed([
    row('DecompressionStream', size, 'ms', by),
    row('file given → flame graph painted', size, 'ms', all((result) => result.painted), {by, to: 'of DecompressionStream'}),
    row('the same', size, 'ms', all((result) => result.painted), {by: others, to: `of ${against.size} in turns`, ...isXl ? {goal: {bound: 5, ofRatio: true}} : {}}),
    row('file given → profile decoded', size, 'ms', all((result) => result.opened), {by, to: 'of DecompressionStream'}),
    row('renderer, most over idle until painted', size, 'MB', all((result) => result.memory / 2 ** 20), isXl ? {goal: {bound: 700}} : {}),
    row('renderer over idle 3 s later', size, 'MB', all((result) => result.kept / 2 ** 20)),
    row('changes of what is said of the progress', size, 'count', all(({steps}) => steps)),
    row('longest time without one, and after the last', size, 'ms', all(({stillness}) => stillness)),
    row('times that its bar goes back', size, 'count', all(({backward}) => backward), {goal: {bound: 0}}),
    row('Cancel half way → the worker has heard of it', size, 'ms', [gone]),
    row('renderer over idle 5 s after Cancel', size, 'MB', [held / 2 ** 20]),
    row('a small profile right after Cancel', size, 'ms', [next]),
  ]);
}

export function openLong(site: string, file: string): Promise<LongOpening> {
  return inTab(site, file, async ({page, renderer, inflate}) => {
    const idle = resident(renderer, 'VmRSS');
    forgetPeak(renderer);
    await page.evaluate(watchProgress);
    await give(page, file);
    await painted(page, 'flamegraph');
    const memory = resident(renderer, 'VmHWM') - idle;
    const marks = await marksOf(page);
    const steps = await page.evaluate(() => (window as unknown as {benchSteps: {share: number; at: number; since: number}[]}).benchSteps);
    const given = await page.evaluate(() => performance.getEntriesByName('bench-given')[0]!.startTime);
    const times = [given, ...steps.map(({at}) => at), given + marks.painted];
    await page.waitForTimeout(3000);
    return {
      ...marks, inflate, memory, kept: resident(renderer, 'VmRSS') - idle, steps: steps.length,
      stillness: Math.max(...times.slice(1).map((at, i) => at - times[i]!)),
      // What was asked whether it is to be opened begins anew.
      backward: steps.filter(({share, since}, i) => i > 0 && share < steps[i - 1]!.share && since === steps[i - 1]!.since).length,
    };
  });
}

function cancelHalfWay(site: string, file: string, small: string): Promise<Cancelled> {
  return inTab(site, file, async ({page, renderer}) => {
    const idle = resident(renderer, 'VmRSS');
    await page.evaluate(watchProgress);
    await give(page, file);
    while (!await isHalfWay(page)) await page.getByRole('button', {name: 'Open anyway'}).click();
    const gone = await page.evaluate(async () => {
      const {page: model} = document.querySelector('app-root') as unknown as {page: {engine: {cancel(): Promise<void>}; cancelOpening(): void}};
      const start = performance.now();
      model.cancelOpening();
      // What is asked of the worker after it is answered once it has heard of it.
      await model.engine.cancel();
      return performance.now() - start;
    });
    await page.waitForTimeout(5000);
    const held = resident(renderer, 'VmRSS') - idle;
    await page.evaluate(() => performance.clearMarks());
    await give(page, small);
    await painted(page, 'flamegraph');
    return {gone, held, next: (await marksOf(page)).painted};
  });
}

/** Waits until the bar is half way, or the page asks whether it is to open so large a file: then false. */
async function isHalfWay(page: Page): Promise<boolean> {
  const handle = await page.waitForFunction(() => {
    const {benchSteps} = window as unknown as {benchSteps: {share: number}[]};
    if ((benchSteps.at(-1)?.share ?? 0) >= 0.5) return 'half way';
    const {page: {problem}} = document.querySelector('app-root') as unknown as {page: {problem?: object}};
    return problem === undefined ? '' : 'asks';
  }, undefined, {timeout: patience, polling: 20});
  return await handle.jsonValue() === 'half way';
}

/** Runs in the page: writes down what is said of the opening, each time that it changes. */
function watchProgress(): void {
  const {page} = document.querySelector('app-root') as unknown as {page: {opening?: {since: number; progress?: {stage: string; bytes: number; totalBytes: number}}}};
  const steps: {share: number; at: number; since: number}[] = [];
  (window as unknown as {benchSteps: typeof steps}).benchSteps = steps;
  let last = '';
  setInterval(() => {
    const {progress, since = 0} = page.opening ?? {};
    if (progress === undefined) return;
    const text = `${progress.stage} ${progress.bytes}`;
    if (text !== last) steps.push({share: progress.bytes / progress.totalBytes, at: performance.now(), since});
    last = text;
  }, 20);
}
