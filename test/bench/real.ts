import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {serve} from '../site/serve.js';
import {startBrowser} from '../page/browser.js';
import {measured, printed, row} from './measure.js';
import {give, loadPage, marksOf, painted, Refused} from './tab.js';

const goal = 150;

/** Milliseconds from which on a file is opened again: one that is so much faster than the goal is not the slowest by chance. */
const near = 100;

/** Opens every real profile, and those that are near the goal `turns` times, in turns, as a table with each file that is slow. */
export async function realTable(site: string, root: string, turns: number): Promise<string> {
  const files = realProfiles(root);
  const taken = new Map<string, number[]>();
  for (let turn = 0; turn < turns; turn++) {
    // What did not open the first time is no profile.
    const again = [...taken].filter(([, [time]]) => time! > near).map(([path]) => path);
    for (const [path, time] of await openEach(site, turn === 0 ? files : again)) taken.set(path, [...taken.get(path) ?? [], time]);
  }
  if (taken.size === 0) throw new Error('none of the real profiles was opened');
  const times = [...taken].map(([path, all]) => ({path, time: measured(all).median})).sort((a, b) => a.time - b.time);
  const on = `median of each of ${times.length}, of those over ${near} ms of ${turns} runs`;
  const slow = times.filter(({time}) => time > goal).reverse();
  return [
    `${times.length} of ${files.length} files opened; the others are no profiles.`,
    printed([
      row('file given → painted', on, 'ms', times.map(({time}) => time)),
      row('file given → painted, p95', on, 'ms', [times[Math.ceil(times.length * 0.95) - 1]!.time]),
      row('file given → painted, the slowest', on, 'ms', [times.at(-1)!.time], {goal: {bound: goal}}),
      row(`of them over ${goal} ms`, on, 'count', [slow.length], {goal: {bound: 0}}),
    ]),
    ...slow.length === 0 ? [] : [`The slowest over ${goal} ms: ${slow.slice(0, 12).map(({path, time}) => `${path.split('/').at(-1)} ${time.toFixed(0)}`).join(', ')}.`],
  ].join('\n\n');
}

/** The profiles of the tests, and the recorded ones where they are; not the sources and the notes beside them. */
function realProfiles(root: string): string[] {
  return [join(root, 'test/profiles'), join(root, '../shared/profiles')].filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !/\.(md|tsv|json)$|\/(src|symbolize)\/|\/(LICENSE|NOTICE)[^/]*$/.test(path.slice(folder.length))));
}

/** Milliseconds from file given to flame graph painted for each file that opens, each in a tab of its own of one browser. */
async function openEach(site: string, files: readonly string[]): Promise<Map<string, number>> {
  const served = await serve(site);
  const browser = await startBrowser();
  const times = new Map<string, number>();
  try {
    for (const file of files) {
      const page = await browser.newPage();
      await loadPage(page, served.url);
      await give(page, file);
      try {
        // Stacks of goroutines open with a view of their own.
        await painted(page, '', 30_000);
        times.set(file, (await marksOf(page)).painted);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
      }
      await page.close();
    }
  } finally {
    await browser.close();
    await served.close();
  }
  return times;
}
