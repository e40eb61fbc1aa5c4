import {openAsBlob, readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {defaultConfig} from '../../src/config/config.js';
import {compareSessions} from '../../src/engine/comparison.js';
import {profileInfo} from '../../src/engine/profile-info.js';
import {Session} from '../../src/engine/session.js';
import {readProfile} from '../../src/profile/open.js';
import {pruneUninteresting} from '../../src/profile/prune.js';
import {measured} from './measure.js';

/**
 * What one process of its own took: milliseconds, and bytes.
 *
 * `top`, `peek`, `source` and `graph` are the first of each; `…Again`, `sampleType`, `search`, `detail`, `focus`, `ignore` and
 * `hide` are medians of five different questions after that: other types, texts, functions or patterns.
 */
export interface Asked {
  readonly gunzip: number;
  /** From inflated bytes to columns. */
  readonly decode: number;
  /** From the file to columns. */
  readonly open: number;
  readonly info: number;
  readonly flamegraph: number;
  readonly sampleType: number;
  /** A zoom to a box that is hardly wide enough to be in the answer. */
  readonly zoom: number;
  /** What a search finds, in all boxes. */
  readonly search: number;
  readonly focus: number;
  readonly ignore: number;
  readonly hide: number;
  readonly top: number;
  readonly topAgain: number;
  readonly detail: number;
  readonly peek: number;
  readonly peekAgain: number;
  readonly source: number;
  readonly sourceAgain: number;
  /** Of 80 nodes, laid out. */
  readonly graph: number;
  readonly graphAgain: number;
  /** Two of it, the second opened from the file: all that a comparison takes until its flame graph is there; 0 where it was not asked. */
  readonly diff: number;
  readonly findings: number;
  readonly inflated: number;
  readonly samples: number;
  readonly stacks: number;
  readonly boxes: number;
  /** Bytes of the columns. */
  readonly columns: number;
  /** Most memory of the process until the flame graph was there, over what it had before. */
  readonly memory: number;
}

const again = 5;
const patterns = ['Encode|Decode', 'grpc', '^runtime', 'Handle.*Scan', 'internal/(api|store)'];
const [path, whole] = process.argv.slice(2) as [string, string?];

const before = resident('VmRSS');
const file = await openAsBlob(path);
const [open, profile] = await timed(async () => pruneUninteresting(await readProfile(file, {allowLarge: true})));
const [info, said] = await timed(() => profileInfo(profile, {id: '', name: path, size: file.size}));
const session = new Session(profile, said, true);
const [flamegraph, first] = await timed(() => session.report('flamegraph', defaultConfig));
const memory = resident('VmHWM') - before;
const {names} = first.model.frames;
const {sampleIndex} = defaultConfig;
// In turns, the one that is not shown first.
const types = Array.from({length: again}, (_, i) => ({...defaultConfig, sampleIndex: i % 2 === 0 ? profile.sampleTypes[0]!.type : sampleIndex}));
const functions = Array.from({length: again}, (_, i) => ({...defaultConfig, selected: names[1 + i * Math.max(1, Math.floor((names.length - 1) / (again + 1)))] ?? ''}));
const sampleType = await medianOf(types, (config) => session.report('flamegraph', config));
const {width, start, depthStart} = first.model;
const narrow = depthStart[Math.floor(depthStart.length / 2)]!;
const [zoom] = await timed(() => session.report('flamegraph', defaultConfig, {look: {left: start[narrow]!, span: width[narrow]!}}));
const search = await medianOf(['encode', 'grpc', 'handle', 'runtime.', 'cache'], (text) => session.report('flameMatches', {...defaultConfig, search: text}));
const [top] = await timed(() => session.report('top', defaultConfig));
const topAgain = await medianOf(types, (config) => session.report('top', config));
const detail = await medianOf(functions, (config) => session.report('detail', config));
const [findings] = await timed(() => session.report('findings', defaultConfig));
const [peek] = await timed(() => session.report('peek', functions[0]!));
const peekAgain = await medianOf(functions.toReversed(), (config) => session.report('peek', config));
const [source] = await timed(() => session.report('source', functions[0]!));
const sourceAgain = await medianOf(functions.toReversed(), (config) => session.report('source', config));
const [graph] = await timed(() => session.report('graph', defaultConfig));
const graphAgain = await medianOf(types, (config) => session.report('graph', config));
const [focus, ignore, hide] = [
  await medianOf(patterns, (pattern) => session.report('flamegraph', {...defaultConfig, focus: pattern})),
  await medianOf(patterns, (pattern) => session.report('flamegraph', {...defaultConfig, ignore: pattern})),
  await medianOf(patterns, (pattern) => session.report('flamegraph', {...defaultConfig, hide: pattern})),
];
// The largest is not held twice.
const [diff] = whole === 'open' || file.size > 100e6 ? [0] : await timed(async () => {
  const twin = await pruneUninteresting(await readProfile(file, {allowLarge: true}));
  const other = new Session(twin, profileInfo(twin, {id: 'b', name: path, size: file.size}), true);
  return (await compareSessions(session, other, 'diff_base', false)).report('flamegraph', defaultConfig);
});

const bytes = readFileSync(path);
const [gunzip, inflated] = await timed(() => gunzipSync(bytes));
const [decode] = whole === 'open' ? [0] : await timed(() => readProfile(new Blob([inflated]), {allowLarge: true}));
const asked: Asked = {
  gunzip, decode, open, info, flamegraph, sampleType, zoom, search, focus, ignore, hide, top, topAgain, detail, peek, peekAgain, source, sourceAgain,
  graph, graphAgain, diff, findings, memory,
  inflated: inflated.length,
  samples: profile.samples.length,
  stacks: profile.stacks.length,
  boxes: first.model.width.length,
  columns: session.bytes,
};
console.log(JSON.stringify(asked));

async function timed<Result>(work: () => Result | Promise<Result>): Promise<[number, Result]> {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}

async function medianOf<Question>(questions: readonly Question[], answer: (question: Question) => unknown): Promise<number> {
  const times: number[] = [];
  for (const question of questions) times.push((await timed(() => answer(question)))[0]);
  return measured(times).median;
}

/** Bytes, from what Linux says of this process; elsewhere what Node says. */
function resident(key: 'VmRSS' | 'VmHWM'): number {
  if (process.platform !== 'linux') return key === 'VmRSS' ? process.memoryUsage.rss() : process.resourceUsage().maxRSS * 1024;
  return Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'latin1'))![1]) * 1024;
}
