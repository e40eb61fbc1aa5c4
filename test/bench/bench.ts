import {execFile, execFileSync} from 'node:child_process';
import {existsSync, readdirSync, statSync} from 'node:fs';
import {cpus, freemem, loadavg, release, totalmem} from 'node:os';
import {join} from 'node:path';
import {parseArgs, promisify} from 'node:util';
import {findBrowser} from '../page/browser.js';
import type {Asked} from './ask.js';
import {generatedProfile, sizes, type Shape, type Size} from './generate.js';
import {growthRows} from './growth.js';
import {measured, printed, row, type Row} from './measure.js';
import {findPeers, type Peer} from './peers.js';
import {openEach, openInTab, showEachView, type FirstPicture, type Opened} from './tab.js';

// `npm run bench`: how fast profiles open and answer, on profiles that are made for it.
// `--runs 5`, `--xl` for 650 MB too, `--sizes S,M`, `--only node,browser,views,real,peers,growth`.
// The table is Markdown; a goal that is missed does not fail, what cannot be measured does.

const {values} = parseArgs({
  options: {
    runs: {type: 'string', default: '5'},
    xl: {type: 'boolean', default: false},
    sizes: {type: 'string', default: 'S,M,L,L-nolabels'},
    only: {type: 'string', default: 'node,browser,views,real,peers,growth'},
  },
});
const runs = Number(values.runs);
const parts = new Set(values.only.split(','));
const asked = [...values.sizes.split(','), ...values.xl ? ['XL'] : []].filter((size): size is Size => size in sizes);
const run = promisify(execFile);
const root = new URL('../../', import.meta.url).pathname;

const peers = parts.has('peers') ? await findPeers() : [];
const browser = parts.has('browser') || parts.has('views') || parts.has('real') ? await findBrowser().catch(() => undefined) : undefined;
say(machine(browser, peers));

const files = new Map<Size, string>();
for (const size of asked) files.set(size, await generatedProfile(size, sizes[size]));

const opened = new Map<Size, Opened[]>();
if (parts.has('browser') || parts.has('views') || parts.has('real')) {
  if (browser === undefined) say('No Chromium was found, so nothing is measured in one: install it or name it in $CHROMIUM.\n');
  else {
    const site = builtSite();
    if (parts.has('real')) {
      await realRows(site);
    }
    if (parts.has('views')) for (const [size, file] of files) {
      const results: Map<string, FirstPicture>[] = [];
      for (let i = 0; i < Math.min(runs, 3); i++) results.push(await showEachView(site, file));
      say(`## Each view's first picture, ${size} (${megabytes(file)} MB with gzip)\n\n${printed(viewRows(size, results))}\n`);
    }
    if (parts.has('browser')) for (const [size, file] of files) {
      const results: Opened[] = [];
      for (let i = 0; i < runsOf(size); i++) results.push(await openInTab(site, file, {frames: size === 'L' || asked.length === 1, allowLarge: size === 'XL'}));
      opened.set(size, results);
      const large = opened.get('L');
      say(`## In Chromium, ${size} (${megabytes(file)} MB with gzip)\n\n${printed([...browserRows(size, results), ...size === 'XL' && large !== undefined ? [
        row('the same, to that of L', size, 'ms', results.map(({painted}) => painted), {by: results.map(() => measured(large.map(({painted}) => painted)).median), to: 'of L', goal: {bound: 5, ofRatio: true}}),
      ] : []])}\n`);
    }
  }
}
if (parts.has('node')) {
  for (const [size, file] of files) {
    const results: Asked[] = [];
    for (let i = 0; i < runsOf(size); i++) results.push(await ask(file));
    say(`## In Node, ${size} (${megabytes(file)} MB with gzip, ${counts(results[0]!)})\n\n${printed(nodeRows(size, results))}\n`);
  }
}
for (const peer of peers) {
  const rows: Row[] = [];
  for (const [size, file] of files) {
    if (size === 'XL') continue;
    const times: number[] = [];
    try {
      for (let i = 0; i < Math.min(peer.runs, runs); i++) times.push(await peer.time(file));
    } catch (error) {
      say(`${peer.name} did not open ${size}: ${(error as Error).message.split('\n')[0]}\n`);
      continue;
    }
    const ours = opened.get(size)?.map(({painted}) => painted);
    rows.push(row(peer.what, size, 'ms', times, ours === undefined ? {} : {by: times.map(() => measured(ours).median), to: 'of opening in Chromium', ...goalAgainst(peer, size)}));
  }
  say(`## ${peer.name}\n\n${printed(rows)}\n`);
}
if (parts.has('growth')) say(`## Growth\n\n${await growthRows((name: string, shape: Shape) => generatedProfile(name, shape).then(ask), Math.min(3, runs))}`);

function browserRows(size: Size, results: readonly Opened[]): Row[] {
  const all = (of: (result: Opened) => number): number[] => results.map(of);
  const inflate = all((result) => result.inflate);
  const rows = [
    row('DecompressionStream', size, 'ms', inflate),
    row('file given → flame graph painted', size, 'ms', all((result) => result.painted), {
      by: inflate, to: 'of DecompressionStream', ...size.startsWith('L') ? {goal: {bound: 2.5, ofRatio: true}} : {},
    }),
    row('CPU of the renderer until painted', size, 'ms', all((result) => result.work)),
    row('file given → profile decoded', size, 'ms', all((result) => result.opened), {by: inflate, to: 'of DecompressionStream'}),
    row('renderer, most over idle until painted', size, 'MB', all((result) => result.memory / 2 ** 20), bounded({M: 60, L: 200, 'L-nolabels': 200, XL: 700}[size as string])),
    row('renderer over idle 3 s later', size, 'MB', all((result) => result.kept / 2 ** 20)),
    row('renderer over idle once closed', size, 'MB', all((result) => result.closed / 2 ** 20)),
    row('letter typed → matches marked', size, 'ms', all((result) => result.marked), size.startsWith('L') ? {goal: {bound: 50}} : {}),
    row('letter typed → all matches counted', size, 'ms', all((result) => result.searched)),
    row('longest task of the page while opening', size, 'ms', all((result) => result.longestTask)),
    row('longest task of the page while opening, CPU', size, 'ms', all((result) => result.longestWork), bounded(100)),
  ];
  if (size === 'S') {
    rows.push(
      row('first contentful paint', 'first visit', 'ms', all((result) => result.firstPaint), bounded(200)),
      row('first contentful paint without a network', 'second visit', 'ms', all((result) => result.secondPaint), bounded(200)),
      row('scripts before that, with gzip', 'first visit', 'kB', all((result) => result.homeScripts / 1000), bounded(60)),
      row('scripts before the flame graph, with gzip', 'first visit', 'kB', all((result) => result.firstScripts / 1000), bounded(110)),
    );
  }
  if (results.every(({frames}) => frames.length > 0)) {
    rows.push(
      row('CPU of the main thread a frame: p50', size, 'ms', all(({frames}) => frames[frames.length >> 1]!)),
      row('CPU of the main thread a frame: p95', size, 'ms', all(({frames}) => frames[Math.floor(frames.length * 0.95)]!), bounded(6)),
      row('tasks of more than 50 ms CPU in these frames', size, 'count', all(({longFrames}) => longFrames), bounded(0)),
      row('pointer on the next box → its tooltip: median', size, 'ms', all(({hovers}) => hovers[hovers.length >> 1]!), bounded(50)),
    );
  }
  return rows;
}

function viewRows(size: Size, results: readonly ReadonlyMap<string, FirstPicture>[]): Row[] {
  const all = (view: string, of: (picture: FirstPicture) => number): number[] => results.map((result) => of(result.get(view)!));
  return [...results[0]!.keys()].flatMap((view) => [
    row(`${view}: answer → painted`, size, 'ms', all(view, ({painted}) => painted), size === 'S' || size === 'M' ? bounded(200) : {}),
    row(`${view}: main thread from the switch to 300 ms after the picture, CPU`, size, 'ms', all(view, ({work}) => work)),
    row(`${view}: longest task, CPU`, size, 'ms', all(view, ({longestWork}) => longestWork)),
    row(`${view}: longest task while its list is scrolled, CPU`, size, 'ms', all(view, ({scrolled}) => scrolled), bounded(50)),
  ]);
}

function nodeRows(size: Size, results: readonly Asked[]): Row[] {
  const all = (of: (result: Asked) => number): number[] => results.map(of);
  const by = all((result) => result.gunzip);
  const goal = (most: number) => size.startsWith('L') ? bounded(most) : {};
  return [
    row('gunzipSync', size, 'ms', by),
    row('decode, of inflated bytes', size, 'MB/s', all((result) => result.inflated / result.decode / 1000)),
    row('decode', size, 'ms', all((result) => result.decode), {by, to: 'of gunzip'}),
    row('file → columns (fflate inflates)', size, 'ms', all((result) => result.open), {by, to: 'of gunzip'}),
    row('what the profile says of itself', size, 'ms', all((result) => result.info), {by, to: 'of gunzip'}),
    row('flame model', size, 'ms', all((result) => result.flamegraph), {by, to: 'of gunzip'}),
    row('zoom of the flame graph', size, 'ms', all((result) => result.zoom), {by, to: 'of gunzip'}),
    row('search in all boxes', size, 'ms', all((result) => result.search), {by, to: 'of gunzip', ...goal(50)}),
    row('flame model, another sample type', size, 'ms', all((result) => result.sampleType), {by, to: 'of gunzip', ...goal(100)}),
    row('flame model, focus by a regexp', size, 'ms', all((result) => result.focus), {by, to: 'of gunzip', ...goal(400)}),
    row('flame model, ignore by a regexp', size, 'ms', all((result) => result.ignore), {by, to: 'of gunzip', ...goal(400)}),
    row('flame model, hide by a regexp', size, 'ms', all((result) => result.hide), {by, to: 'of gunzip', ...goal(400)}),
    row('top (flat and cum)', size, 'ms', all((result) => result.top), {by, to: 'of gunzip', ...goal(150)}),
    row('detail of a function', size, 'ms', all((result) => result.detail), {by, to: 'of gunzip', ...goal(150)}),
    row('peek', size, 'ms', all((result) => result.peek), {by, to: 'of gunzip', ...goal(150)}),
    row('source', size, 'ms', all((result) => result.source), {by, to: 'of gunzip', ...goal(150)}),
    row('graph of 80 nodes', size, 'ms', all((result) => result.graph), {by, to: 'of gunzip', ...goal(500)}),
    ...results.every(({diff}) => diff > 0) ? [row('open another and compare', size, 'ms', all((result) => result.diff), {
      by: all((result) => result.open + result.info + result.flamegraph), to: 'of opening one', ...size.startsWith('L') ? {goal: {bound: 3, ofRatio: true}} : {},
    })] : [],
    row('findings', size, 'ms', all((result) => result.findings), {by, to: 'of gunzip'}),
    row('columns', size, 'MB', all((result) => result.columns / 2 ** 20)),
    row('process, most over its start', size, 'MB', all((result) => result.memory / 2 ** 20)),
  ];
}

function bounded(bound: number | undefined): {goal?: {bound: number}} {
  return bound === undefined ? {} : {goal: {bound}};
}

function goalAgainst({name}: Peer, size: Size): {goal?: {bound: number; ofRatio: true; atLeast: true}} {
  const bounds: Readonly<Partial<Record<Size, number>>> = /parse/.test(name) ? {L: 3.5} : /-top/.test(name) ? {L: 40, 'L-nolabels': 12} : {M: 25};
  const bound = bounds[size];
  return bound === undefined ? {} : {goal: {bound, ofRatio: true, atLeast: true}};
}

/** A process of its own for each run: what is compiled and held from one must not help the next. */
async function ask(file: string): Promise<Asked> {
  const {stdout} = await run(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'ask.ts'), file], {cwd: root, maxBuffer: 2 ** 26});
  return JSON.parse(stdout) as Asked;
}

/** The project's own, and those that stand beside it where it was developed. */
/** Opens every real profile, each some times, in turns. */
async function realRows(site: string): Promise<void> {
  const files = realProfiles();
  const taken = new Map<string, number[]>();
  for (let turn = 0; turn < Math.min(3, runs); turn++) {
    // What did not open the first time is no profile.
    for (const [path, time] of await openEach(site, turn === 0 ? files : [...taken.keys()])) taken.set(path, [...taken.get(path) ?? [], time]);
  }
  const times = [...taken].map(([path, all]) => ({path, time: measured(all).median})).sort((a, b) => a.time - b.time);
  const goal = 150;
  const on = `median of each of ${times.length}`;
  const slowest = times.slice(-3).reverse().map(({path, time}) => `${path.split('/').at(-1)} ${time.toFixed(0)} ms`).join(', ');
  say(`## Real and small profiles, ${times.length} of ${files.length} files opened\n\n${printed([
    row('file given → painted', on, 'ms', times.map(({time}) => time)),
    row('file given → painted, p95', on, 'ms', [times[Math.ceil(times.length * 0.95) - 1]!.time]),
    row('file given → painted, the slowest', on, 'ms', [times.at(-1)!.time], bounded(goal)),
    row(`of them over ${goal} ms`, on, 'count', [times.filter(({time}) => time > goal).length], bounded(0)),
  ])}\n\nSlowest: ${slowest}.\n`);
}

/** The profiles of the tests, and the recorded ones where they are; not the sources and the notes beside them. */
function realProfiles(): string[] {
  return [join(root, 'test/profiles'), join(root, '../shared/profiles')].filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !/\.(md|tsv|json)$|\/(src|symbolize)\/|\/(LICENSE|NOTICE)[^/]*$/.test(path.slice(folder.length))));
}

/** The largest is opened once, and all others `runs` times. */
function runsOf(size: Size): number {
  return size === 'XL' ? 1 : runs;
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
    `Medians of ${runs}. ${found.length === 0 ? 'No peer is measured: `go` and `pprof` were looked for in $PATH, others in $SPEEDSCOPE and $PPROF_PARSE.' : `Peers: ${found.map(({name}) => name).join(', ')}.`}\n`,
  ].join('\n');
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
  } catch {
    return 'unknown';
  }
}

function counts({inflated, samples, stacks, boxes}: Asked): string {
  return `${(inflated / 1e6).toFixed(1)} MB inflated, ${samples} samples, ${stacks} rows of stacks, ${boxes} boxes`;
}

function megabytes(file: string): string {
  return (statSync(file).size / 1e6).toFixed(1);
}

function say(text: string): void {
  console.log(text);
}
