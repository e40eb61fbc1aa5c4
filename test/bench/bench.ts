import {execFileSync} from 'node:child_process';
import {statSync} from 'node:fs';
import {cpus, freemem, loadavg, release, totalmem} from 'node:os';
import {parseArgs} from 'node:util';
import {findBrowser} from '../page/browser.js';
import {ask, askedTable} from './asking.js';
import {generatedProfile, sizes, type Shape, type Size} from './generate.js';
import {growthInTab, growthRows} from './growth.js';
import {largeTable, openLong} from './large.js';
import {printed} from './measure.js';
import {framesIn, framesRows, longestTaskOf, openedTable, openInTab, visit, visitTable, type Opened} from './opening.js';
import {pairsTable} from './pairs.js';
import {findPeers, type Peer} from './peers.js';
import {realTable} from './real.js';
import {varintsOf} from './tab.js';
import {showEachView, viewsTable} from './views.js';

// `npm run bench`: how fast profiles open and answer, on profiles that are made for it.
// The table is Markdown; a goal that is missed does not fail, what cannot be measured does.

const usual = ['open', 'peers', 'xl', 'ask', 'frames', 'visit', 'growth', 'real', 'views'] as const;
type Part = typeof usual[number] | 'xxl';

const {values} = parseArgs({
  options: {
    runs: {type: 'string', default: '5'},
    sizes: {type: 'string', default: 'S,M,L,L-nolabels'},
    only: {type: 'string', default: usual.join()},
    xxl: {type: 'boolean', default: false},
    'peer-seconds': {type: 'string', default: '300'},
  },
});
const runs = Number(values.runs);
const wanted = new Set<Part>([...values.only.split(',') as Part[], ...values.xxl ? ['xxl' as const] : []]);
const asked = values.sizes.split(',') as Size[];
const root = new URL('../../', import.meta.url).pathname;
const inChromium: readonly Part[] = ['open', 'peers', 'xl', 'xxl', 'frames', 'visit', 'growth', 'real', 'views'];
let isWhole = true;

const unknown = [...wanted].filter((part) => ![...usual, 'xxl'].includes(part)).concat(asked.filter((size) => !(size in sizes)) as never[]);
if (unknown.length > 0 || !(runs >= 1)) throw new Error(`what is ${unknown.join() || values.runs}? Parts are ${usual.join()} and xxl, sizes ${Object.keys(sizes).join()}`);

const peers = wanted.has('peers') ? await findPeers() : [];
const browser = inChromium.some((part) => wanted.has(part)) ? await findBrowser() : undefined;
say(machine(browser, peers));
const site = browser === undefined ? '' : builtSite();
const opened = new Map<Size, Opened[]>();

await part('open', async () => {
  for (const size of asked) {
    const file = await fileOf(size);
    const results = await times(runs, () => openInTab(site, file));
    opened.set(size, results);
    const few = Math.min(3, runs);
    title(`1, 2 Opening ${size} (${megabytes(file)} MB with gzip)`, openedTable(size, results, await times(few, () => longestTaskOf(site, file)), await times(few, () => varintsOf(file))));
  }
});
await part('peers', async () => {
  const files = new Map<Size, string>();
  for (const size of asked) files.set(size, await fileOf(size));
  for (const peer of peers) title(`1 Against ${peer.name}, in pairs`, await pairsTable(site, peer, files, runs, Number(values['peer-seconds']) * 1000));
});
await part('xl', () => large('XL', Math.min(3, runs)));
await part('xxl', () => large('XXL', 1));
await part('ask', async () => {
  for (const size of asked) {
    const file = await fileOf(size);
    title(`4 Asking again, in Node, ${size}`, askedTable(size, await times(runs, () => ask(file))));
  }
});
await part('frames', async () => {
  for (const size of ['L', '2M-boxes'] as const) {
    const file = await fileOf(size);
    title(`5 Frames, ${size}`, printed(framesRows(size, await times(runs, () => framesIn(site, file)))));
  }
});
await part('visit', async () => {
  const file = await fileOf('S');
  title('6 First visit', visitTable(await times(runs, () => visit(site, file))));
});
await part('growth', async () => {
  const points: Parameters<typeof growthInTab>[0][number][] = [];
  for (const size of ['S', 'M', 'L', 'XL'] as const) {
    const file = await fileOf(size);
    points.push({size, file, results: opened.get(size) ?? await times(Math.min(3, runs), () => openLong(site, file))});
  }
  title('7 Growth in Chromium', growthInTab(points));
  title('7 Growth by what a profile is made of, in Node', await growthRows((name: string, shape: Shape) => generatedProfile(name, shape).then(ask), Math.min(3, runs)));
});
await part('real', async () => title('8 Real and small profiles', await realTable(site, root, runs)));
await part('views', async () => {
  const file = await fileOf('M');
  title("Each view's first picture, M", viewsTable('M', await times(Math.min(3, runs), () => showEachView(site, file)), 200));
});
if (!isWhole) process.exitCode = 1;

/** Runs a part that is wanted; what cannot be measured is said, and the next part has its turn. */
async function part(name: Part, measure: () => Promise<void>): Promise<void> {
  if (!wanted.has(name)) return;
  try {
    await measure();
  } catch (error) {
    isWhole = false;
    say(`${name} could not be measured: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
}

async function large(size: 'XL' | 'XXL', turns: number): Promise<void> {
  const file = await fileOf(size);
  const against = {size: 'L', file: await fileOf('L')};
  title(`3 Opening ${size} (${megabytes(file)} MB with gzip)`, await largeTable(site, size, file, against, await fileOf('S'), turns));
  title(`3 Each view of ${size}`, viewsTable(size, [await showEachView(site, file)]));
}

async function times<Result>(count: number, measure: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let i = 0; i < count; i++) results.push(await measure());
  return results;
}

function fileOf(size: Size): Promise<string> {
  return generatedProfile(size, sizes[size]);
}

function builtSite(): string {
  if (process.env.DIST) return process.env.DIST;
  const folder = new URL('../.out/bench-site', import.meta.url).pathname;
  execFileSync('npm', ['run', '--silent', 'build'], {cwd: root, env: {...process.env, DIST: folder}, stdio: ['ignore', 'inherit', 'inherit']});
  return folder;
}

function machine(browser: string | undefined, found: readonly Peer[]): string {
  const version = browser === undefined ? 'no Chromium' : execFileSync(browser, ['--version'], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
  const processors = cpus();
  return [
    `${new Date().toISOString().slice(0, 10)}, ${processors.length} × ${processors[0]?.model.trim() ?? 'processor'}, ${(totalmem() / 2 ** 30).toFixed(0)} GB (${(freemem() / 2 ** 30).toFixed(0)} free),`,
    `${process.platform} ${release()}, Node ${process.version}, ${version}, commit ${commit()}, load ${loadavg()[0]!.toFixed(1)} at the start.`,
    `Medians of ${runs} where no other number is said. ${found.length === 0 ? 'No peer is measured: `go` and `pprof` were looked for in $PATH, others in $SPEEDSCOPE and $PPROF_PARSE.' : `Peers: ${found.map(({name}) => name).join('; ')}.`}\n`,
  ].join('\n');
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
  } catch {
    return 'unknown';
  }
}

function megabytes(file: string): string {
  return (statSync(file).size / 1e6).toFixed(1);
}

function title(heading: string, text: string): void {
  say(`### ${heading}\n\n${text}\n`);
}

function say(text: string): void {
  console.log(text);
}
