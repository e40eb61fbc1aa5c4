import {firstScripts, weightOf} from '../site/scripts.js';
import {printed, row, type Row} from './measure.js';
import {close, cpuTime, forgetPeak, give, hoverOver, inTab, marksOf, moveAbout, painted, resident, search, startTrace, tasksOf, visitOffline} from './tab.js';

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
  /** By the clock: on a busy machine it runs on while others work. */
  readonly longestTask: number;
}

/** Opens `file` in a browser of its own, asks it a search, and closes it. Nothing is traced meanwhile, which takes time of its own. */
export function openInTab(site: string, file: string): Promise<Opened> {
  return inTab(site, file, async ({page, session, renderer, inflate}) => {
    const idle = resident(renderer, 'VmRSS');
    forgetPeak(renderer);
    const worked = cpuTime(renderer);
    await give(page, file);
    await painted(page, 'flamegraph');
    const work = cpuTime(renderer) - worked;
    const memory = resident(renderer, 'VmHWM') - idle;
    const marks = await marksOf(page);
    await page.waitForTimeout(3000);
    const longestTask = await page.evaluate(() => Math.max(0, ...(window as unknown as {benchTasks: number[]}).benchTasks));
    const kept = resident(renderer, 'VmRSS') - idle;
    const {marked, searched} = await search(page);
    await close(page, session);
    return {...marks, work, inflate, memory, kept, closed: resident(renderer, 'VmRSS') - idle, marked, searched, longestTask};
  });
}

/** CPU time of the main thread's longest task while `file` opens, and what a second afterwards is done with it. */
export function longestTaskOf(site: string, file: string): Promise<number> {
  return inTab(site, file, async ({page, session}) => {
    const stop = await startTrace(session);
    await give(page, file);
    await painted(page, 'flamegraph');
    await page.waitForTimeout(1000);
    return Math.max(0, ...tasksOf(await stop()));
  });
}

/** The time to the flame graph alone, as one half of a pair. */
export function openOnce(site: string, file: string): Promise<{opened: number; painted: number; inflate: number}> {
  return inTab(site, file, async ({page, inflate}) => {
    await give(page, file);
    await painted(page, 'flamegraph');
    return {...await marksOf(page), inflate};
  });
}

/** A first visit and one without a network after it: first contentful paint in milliseconds, scripts with gzip in bytes. */
export interface Visit {
  readonly first: number;
  readonly second: number;
  readonly homeScripts: number;
  readonly flameScripts: number;
}

export function visit(site: string, file: string): Promise<Visit> {
  return inTab(site, file, async ({browser, page, url}) => {
    const first = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
    const {home, flameGraph} = firstScripts(site);
    return {first, second: await visitOffline(browser, url), homeScripts: weightOf(site, home), flameScripts: weightOf(site, flameGraph)};
  });
}

/** CPU time of the main thread for each frame of zooming and panning, and milliseconds from a pointer on a box to its tooltip, each sorted. */
export interface Frames {
  readonly cpu: readonly number[];
  /** Tasks of more than 50 ms. */
  readonly long: number;
  /** While one tooltip is open, the next does not wait for the hand to rest. */
  readonly hovers: readonly number[];
}

export function framesIn(site: string, file: string): Promise<Frames> {
  return inTab(site, file, async ({page, session}) => {
    await give(page, file);
    await painted(page, 'flamegraph');
    await page.waitForTimeout(3000);
    return {...await moveAbout(page, session), hovers: await hoverOver(page)};
  });
}

const mostMemory: Readonly<Record<string, number>> = {M: 60, L: 200, 'L-nolabels': 200, XL: 700};

/** `tasks` are of `longestTaskOf`, `varints` of `varintsOf`. */
export function openedTable(size: string, results: readonly Opened[], tasks: readonly number[], varints: readonly number[]): string {
  const all = (of: (result: Opened) => number): number[] => results.map(of);
  const by = all(({inflate}) => inflate);
  const isLarge = size.startsWith('L');
  return printed([
    row('DecompressionStream', size, 'ms', by),
    row('the same, and each varint read and nothing kept', size, 'ms', varints),
    row('file given → flame graph painted', size, 'ms', all((result) => result.painted), {by, to: 'of DecompressionStream', ...isLarge ? {goal: {bound: 2.5, ofRatio: true}} : {}}),
    row('file given → profile decoded', size, 'ms', all((result) => result.opened), {by, to: 'of DecompressionStream'}),
    row('CPU of the renderer until painted', size, 'ms', all((result) => result.work)),
    row('renderer, most over idle until painted', size, 'MB', all((result) => result.memory / 2 ** 20), size in mostMemory ? {goal: {bound: mostMemory[size]!}} : {}),
    row('renderer over idle 3 s later', size, 'MB', all((result) => result.kept / 2 ** 20)),
    row('renderer over idle once closed', size, 'MB', all((result) => result.closed / 2 ** 20)),
    row('letter typed → matches marked', size, 'ms', all((result) => result.marked), isLarge ? {goal: {bound: 50}} : {}),
    row('letter typed → all matches counted', size, 'ms', all((result) => result.searched)),
    row('longest task of the page while opening', size, 'ms', all((result) => result.longestTask)),
    ...tasks.length === 0 ? [] : [row('the same, CPU, with a trace and by itself', size, 'ms', tasks, {goal: {bound: 100}})],
  ]);
}

export function visitTable(visits: readonly Visit[]): string {
  return printed([
    row('first contentful paint', 'first visit', 'ms', visits.map(({first}) => first), {goal: {bound: 200}}),
    row('first contentful paint without a network', 'second visit', 'ms', visits.map(({second}) => second), {goal: {bound: 200}}),
    row('scripts before that, with gzip', 'first visit', 'kB', visits.map(({homeScripts}) => homeScripts / 1000), {goal: {bound: 60}}),
    row('scripts before the flame graph, with gzip', 'first visit', 'kB', visits.map(({flameScripts}) => flameScripts / 1000), {goal: {bound: 110}}),
  ]);
}

export function framesRows(size: string, results: readonly Frames[]): Row[] {
  const at = (sorted: readonly number[], share: number): number => sorted[Math.floor(sorted.length * share)]!;
  return [
    row('CPU of the main thread a frame: p50', size, 'ms', results.map(({cpu}) => at(cpu, 0.5))),
    row('CPU of the main thread a frame: p95', size, 'ms', results.map(({cpu}) => at(cpu, 0.95)), {goal: {bound: 6}}),
    row('tasks of more than 50 ms CPU in these frames', size, 'count', results.map(({long}) => long), {goal: {bound: 0}}),
    row('pointer on the next box → its tooltip: median', size, 'ms', results.map(({hovers}) => at(hovers, 0.5)), {goal: {bound: 50}}),
  ];
}
