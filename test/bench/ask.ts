import {openAsBlob, readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {defaultConfig} from '../../src/config/config.js';
import {compareSessions} from '../../src/engine/comparison.js';
import {profileInfo} from '../../src/engine/profile-info.js';
import {Session} from '../../src/engine/session.js';
import {readProfile} from '../../src/profile/open.js';
import {pruneUninteresting} from '../../src/profile/prune.js';

/** What one process of its own took: milliseconds, and bytes. */
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
  readonly detail: number;
  readonly peek: number;
  readonly source: number;
  /** Of 80 nodes, laid out. */
  readonly graph: number;
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

const [path, whole] = process.argv.slice(2) as [string, string?];

const before = resident('VmRSS');
const file = await openAsBlob(path);
const [open, profile] = await timed(async () => pruneUninteresting(await readProfile(file, {allowLarge: true})));
const [info, said] = await timed(() => profileInfo(profile, {id: '', name: path, size: file.size}));
const session = new Session(profile, said, true);
const [flamegraph, first] = await timed(() => session.report('flamegraph', defaultConfig));
const memory = resident('VmHWM') - before;
const other = {...defaultConfig, sampleIndex: profile.sampleTypes[0]!.type};
const pattern = 'Encode|Decode';
const [sampleType] = await timed(() => session.report('flamegraph', other));
const {width, start, depthStart} = first.model;
const narrow = depthStart[Math.floor(depthStart.length / 2)]!;
const [zoom] = await timed(() => session.report('flamegraph', defaultConfig, {look: {left: start[narrow]!, span: width[narrow]!}}));
const [search] = await timed(() => session.report('flameMatches', {...defaultConfig, search: 'encode'}));
const [top] = await timed(() => session.report('top', defaultConfig));
const [detail] = await timed(() => session.report('detail', {...defaultConfig, selected: first.model.frames.names[1] ?? ''}));
const [findings] = await timed(() => session.report('findings', defaultConfig));
const selected = {...defaultConfig, selected: first.model.frames.names[1] ?? ''};
const [peek] = await timed(() => session.report('peek', selected));
const [source] = await timed(() => session.report('source', selected));
const [graph] = await timed(() => session.report('graph', defaultConfig));
const [focus] = await timed(() => session.report('flamegraph', {...defaultConfig, focus: pattern}));
const [ignore] = await timed(() => session.report('flamegraph', {...defaultConfig, ignore: pattern}));
const [hide] = await timed(() => session.report('flamegraph', {...defaultConfig, hide: pattern}));
// The largest is not held twice.
const [diff] = whole === 'open' || file.size > 100e6 ? [0] : await timed(async () => {
  const again = await pruneUninteresting(await readProfile(file, {allowLarge: true}));
  const other = new Session(again, profileInfo(again, {id: 'b', name: path, size: file.size}), true);
  return (await compareSessions(session, other, 'diff_base', false)).report('flamegraph', defaultConfig);
});

const bytes = readFileSync(path);
const [gunzip, inflated] = await timed(() => gunzipSync(bytes));
const [decode] = whole === 'open' ? [0] : await timed(() => readProfile(new Blob([inflated]), {allowLarge: true}));
const asked: Asked = {
  gunzip, decode, open, info, flamegraph, sampleType, zoom, search, focus, ignore, hide, top, detail, peek, source, graph, diff, findings, memory,
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

/** Bytes, from what Linux says of this process; elsewhere what Node says. */
function resident(key: 'VmRSS' | 'VmHWM'): number {
  if (process.platform !== 'linux') return key === 'VmRSS' ? process.memoryUsage.rss() : process.resourceUsage().maxRSS * 1024;
  return Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync('/proc/self/status', 'latin1'))![1]) * 1024;
}
