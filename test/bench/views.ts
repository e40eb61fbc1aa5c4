import type {CDPSession, Page} from 'playwright-core';
import {printed, row, type Row} from './measure.js';
import {give, inTab, painted, patience, startTrace, tasksOf} from './tab.js';

/** What the first picture of a view took, after its answer was there. Milliseconds. */
export interface FirstPicture {
  /** From the mark `view-answered` to the mark `view-painted`. */
  readonly painted: number;
  /** From the switch to the view until then. */
  readonly waited: number;
  /** CPU time of the main thread, from the switch to the view until 300 ms after the picture. */
  readonly work: number;
  /** In its longest task of these. */
  readonly longestWork: number;
  /** The longest such task while the view's list is scrolled from its beginning to its end; 0 where it has none. */
  readonly scrolled: number;
  /** What the view says in place of a picture; '' where it has one. */
  readonly refusal: string;
}

/** Opens `file` in a browser of its own, and then one view after another. */
export function showEachView(site: string, file: string): Promise<Map<string, FirstPicture>> {
  return inTab(site, file, async ({page, session}) => {
    const pictures = new Map<string, FirstPicture>();
    await give(page, file);
    await painted(page, 'flamegraph');
    await page.waitForTimeout(2000);
    const tabs = await page.getByRole('tab').count();
    for (let tab = 1; tab < tabs; tab++) {
      const stop = await startTrace(session);
      const asked = await page.evaluate(() => performance.now());
      await page.getByRole('tab').nth(tab).click();
      const name = await page.evaluate(() => /^#\/(\w+)/.exec(location.hash)![1]!);
      const refusal = await refusalOrPicture(page, name);
      await page.waitForTimeout(300);
      const tasks = tasksOf(await stop());
      // The Console asks nothing.
      const [answered = asked, drawn = NaN] = await page.evaluate((view) => ['view-answered', 'view-painted'].map((mark) =>
        (performance.getEntriesByName(mark) as PerformanceMark[]).find(({detail}) => detail === view)?.startTime), name);
      pictures.set(name, {
        refusal, painted: drawn - answered, waited: drawn - asked, work: tasks.reduce((sum, task) => sum + task, 0), longestWork: Math.max(0, ...tasks),
        scrolled: await scrollThrough(page, session, name),
      });
    }
    return pictures;
  });
}

/** Waits until a view is painted, or says why it is not: then what it says. */
async function refusalOrPicture(page: Page, view: string): Promise<string> {
  const said = await page.waitForFunction((name) => {
    if ((performance.getEntriesByName('view-painted') as PerformanceMark[]).some(({detail}) => detail === name)) return {text: ''};
    const work = document.querySelector('app-root')?.shadowRoot?.querySelector('work-space')?.shadowRoot;
    const alert = work?.querySelector('[role=alert]') ?? work?.querySelector(`${name}-view`)?.shadowRoot?.querySelector('[role=alert]');
    // One without words is a place for them.
    const text = alert ? (alert.shadowRoot ?? alert).textContent!.replaceAll(/\s+/g, ' ').trim() : '';
    return text === '' ? false : {text};
  }, view, {timeout: patience, polling: 50});
  const {text} = (await said.jsonValue()) as {text: string};
  return text;
}

/** CPU time of the main thread's longest task while the list of a view is scrolled to its end in sixty steps. */
async function scrollThrough(page: Page, session: CDPSession, view: string): Promise<number> {
  const stop = await startTrace(session);
  await page.evaluate(async (name) => {
    const shown = document.querySelector('app-root')!.shadowRoot!.querySelector('work-space')!.shadowRoot!.querySelector(`${name}-view`)?.shadowRoot;
    const [list] = [...shown?.querySelectorAll('*') ?? []].filter(({scrollHeight, clientHeight}) => clientHeight > 0 && scrollHeight > clientHeight + 1).sort((a, b) => b.scrollHeight - a.scrollHeight);
    for (let step = 1; list !== undefined && step <= 60; step++) {
      list.scrollTop = (list.scrollHeight - list.clientHeight) * step / 60;
      await new Promise(requestAnimationFrame);
    }
  }, view);
  return Math.max(0, ...tasksOf(await stop()));
}

/** @param goal for the picture, in milliseconds after the answer */
export function viewsTable(size: string, results: readonly ReadonlyMap<string, FirstPicture>[], goal?: number): string {
  const rows: Row[] = [];
  const refused: string[] = [];
  for (const [view, {refusal}] of results[0]!) {
    if (refusal !== '') {
      refused.push(`${view} says: ${refusal}`);
      continue;
    }
    const all = (of: (picture: FirstPicture) => number): number[] => results.map((result) => of(result.get(view)!));
    rows.push(
      row(`${view}: switch → painted`, size, 'ms', all(({waited}) => waited)),
      row(`${view}: answer → painted`, size, 'ms', all(({painted}) => painted), goal === undefined ? {} : {goal: {bound: goal}}),
      row(`${view}: main thread from the switch to 300 ms after the picture, CPU`, size, 'ms', all(({work}) => work)),
      row(`${view}: longest task, CPU`, size, 'ms', all(({longestWork}) => longestWork)),
      row(`${view}: longest task while its list is scrolled, CPU`, size, 'ms', all(({scrolled}) => scrolled), {goal: {bound: 50}}),
    );
  }
  return [printed(rows), ...refused].join('\n\n');
}
