import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Failure} from '../../src/base/failure.js';
import {seriesReport, type SeriesReport, type SeriesSnapshot, type SeriesWish} from '../../src/report/series.js';
import {snapshotOf} from '../../src/report/snapshot.js';
import {profileOf} from '../helpers/profile-of.js';

const heap = 'inuse_space bytes';
const byDrives: SeriesWish = {sampleIndex: '', measure: 'drives'};

/** A snapshot a minute, named after its number. */
function snapshots(types: string, texts: readonly string[], change: Partial<SeriesSnapshot> = {}): SeriesSnapshot[] {
  return texts.map((text, i) => ({
    id: String(i), name: `heap${i}`, kind: 'heap', binary: 'app', timeMillis: Date.UTC(2026, 6, 1) + i * 60_000, durationNanos: 0, defaultSampleType: '',
    period: {type: 'space', unit: 'bytes', value: 524_288}, snapshot: snapshotOf(profileOf(types, text)), ...change,
  }));
}

/** What the report says of one function. */
function row({rows}: SeriesReport, name: string): {readonly values: number[]; readonly growth: number; readonly slope: number; readonly rising: number; readonly suspect: boolean} | undefined {
  const at = rows.names.indexOf(name);
  if (at < 0) return undefined;
  const count = rows.values.length / rows.names.length;
  return {
    values: [...rows.values.slice(at * count, (at + 1) * count)], growth: rows.growth[at]!, slope: rows.slope[at]!, rising: rows.rising[at]!, suspect: rows.suspect[at] === 1,
  };
}

const leaking = snapshots(heap, [
  'main.main;main.leak;runtime.mallocgc 100\n main.main;main.cache 900',
  'main.main;main.leak;runtime.mallocgc 300\n main.main;main.cache 900',
  'main.main;main.leak;runtime.mallocgc 500\n main.main;main.cache 890',
  'main.main;main.leak;runtime.mallocgc 700\n main.main;main.cache 910',
]);

test('what grows in every step by most of the growth of all is the first suspect', () => {
  const report = seriesReport(leaking, byDrives);
  assert.equal(report.way, 'grew');
  assert.equal(report.kind, 'level');
  assert.deepEqual([...report.sampleTypes[0]!.totals], [1000, 1200, 1390, 1610]);
  assert.deepEqual(report.rows.names, ['main.leak', 'main.cache']);
  assert.deepEqual(row(report, 'main.leak'), {values: [100, 300, 500, 700], growth: 600, slope: 200, rising: 3, suspect: true});
  assert.deepEqual(report.lead, {name: 'main.leak', growth: 600, rising: 3});
});

test('what goes up and down around the same is no suspect', () => {
  // Slopes between two snapshots: 0, -10, 20, -5, 5, 3⅓. Their median is (0 + 3⅓) ÷ 2.
  assert.deepEqual(row(seriesReport(leaking, byDrives), 'main.cache'), {values: [900, 900, 890, 910], growth: 10, slope: 10 / 6, rising: 1, suspect: false});
});

test('by self the allocator grows, and by total all callers do', () => {
  const flat = seriesReport(leaking, {sampleIndex: '', measure: 'flat'});
  assert.deepEqual(row(flat, 'runtime.mallocgc')?.values, [100, 300, 500, 700]);
  assert.deepEqual(row(flat, 'main.leak'), undefined);
  const cum = seriesReport(leaking, {sampleIndex: '', measure: 'cum'});
  assert.deepEqual(row(cum, 'main.main')?.values, [1000, 1200, 1390, 1610]);
  // The runtime allocates for others, so they stand before it.
  assert.deepEqual(cum.rows.names.slice(0, 3), ['main.main', 'main.leak', 'runtime.mallocgc']);
  assert.deepEqual(cum.lead, {name: 'main.leak', growth: 600, rising: 3});
});

test('each sample is given to one function: to the nearest of the own code, else of a library, else of the runtime', () => {
  const {names, values} = snapshotOf(profileOf(heap, `
    main.main;main.load;bytes.growSlice;runtime.mallocgc     1
    net/http.serve@/go/src/net/http/server.go;runtime.newobject 2
    runtime.main;runtime.malg                                4
    main.walk;main.walk;strings.Repeat                       8
  `));
  const drives = names.flatMap((name, i) => (values[0]!.drives[i] === 0 ? [] : [[name, values[0]!.drives[i]]]));
  assert.deepEqual(Object.fromEntries(drives), {'main.load': 1, 'net/http.serve': 2, 'runtime.malg': 4, 'main.walk': 8});
  // A function that calls itself holds each sample once.
  assert.equal(values[0]!.cum[names.indexOf('main.walk')], 8);
});

test('one odd snapshot does not hide a leak, nor make one', () => {
  const report = seriesReport(snapshots(heap, [
    'main.leak 100\n main.once 50', 'main.leak 200\n main.once 50', 'main.leak 150\n main.once 50', 'main.leak 400\n main.once 50', 'main.leak 500\n main.once 300',
  ]), byDrives);
  assert.equal(row(report, 'main.leak')!.suspect, true);
  assert.equal(row(report, 'main.leak')!.rising, 3);
  assert.equal(row(report, 'main.once')!.suspect, false);
});

test('two snapshots show a growth and no suspect', () => {
  const report = seriesReport(leaking.slice(0, 2), byDrives);
  assert.equal(report.way, 'grew');
  assert.equal(report.lead, undefined);
});

test('a counter only grows, so it has no suspects; what added most leads', () => {
  const report = seriesReport(snapshots('alloc_space bytes', ['main.a 10\n main.b 10', 'main.a 20\n main.b 40', 'main.a 30\n main.b 90']), byDrives);
  assert.equal(report.kind, 'counter');
  assert.deepEqual([...report.rows.suspect], [0, 0]);
  assert.deepEqual(report.lead, {name: 'main.b', growth: 80, rising: 2});
});

test('an allocs profile is looked at by what is held, unless it is asked for', () => {
  const allocs = snapshots('alloc_space bytes, inuse_space bytes', ['main.a 10 1', 'main.a 20 2'], {defaultSampleType: 'alloc_space'});
  assert.equal(seriesReport(allocs, byDrives).sampleTypes[1]!.type, 'inuse_space');
  assert.equal(seriesReport(allocs, byDrives).sampleType, 1);
  assert.equal(seriesReport(allocs, {...byDrives, sampleIndex: 'alloc_space'}).sampleType, 0);
});

test('a counter that falls says that the service was started anew', () => {
  const report = seriesReport(snapshots('alloc_space bytes, inuse_space bytes', ['main.a 100 1', 'main.a 200 2', 'main.a 50 3', 'main.a 90 4']), byDrives);
  assert.deepEqual(report.restarts, [2]);
});

test('snapshots stand in the order of time', () => {
  const [a, b, c] = leaking;
  assert.deepEqual(seriesReport([c!, a!, b!], byDrives).snapshots.map(({name}) => name), ['heap0', 'heap1', 'heap2']);
  assert.deepEqual([...seriesReport([c!, a!, b!], byDrives).at], [0, 1, 2]);
});

test('snapshots of which one says no time stand in the natural order of their names, a step apart', () => {
  const named = ['heap10', 'heap9', 'heap1'].map((name, i) => ({...leaking[i]!, name, timeMillis: i === 0 ? 0 : leaking[i]!.timeMillis}));
  const report = seriesReport(named, byDrives);
  assert.deepEqual(report.snapshots.map(({name}) => name), ['heap1', 'heap9', 'heap10']);
  assert.equal(report.isTimed, false);
  assert.deepEqual([...report.at], [0, 1, 2]);
});

test('what waits in goroutines is counted for the own code that waits', () => {
  const dump = (waiting: number): string => `main.serve;main.wait;runtime.gopark ${waiting}\n main.main;runtime.gopark 1`;
  const report = seriesReport(snapshots('goroutine count', [dump(10), dump(20), dump(40)], {kind: 'goroutine'}), byDrives);
  assert.deepEqual(report.lead, {name: 'main.wait', growth: 30, rising: 2});
  assert.deepEqual(row(report, 'main.main')?.values, [1, 1, 1]);
});

test('snapshots in other units are brought to the unit of the first', () => {
  const mixed = [...snapshots('space kilobytes', ['main.a 1']), ...snapshots('space bytes', ['main.a 2048'], {id: '1', name: 'heap1', timeMillis: Date.UTC(2026, 6, 2)})];
  assert.deepEqual(row(seriesReport(mixed, byDrives), 'main.a')?.values, [1, 2]);
});

test('profiles that count other things are refused by name', () => {
  const mixed = [...snapshots(heap, ['main.a 1']), ...snapshots('cpu nanoseconds', ['main.a 1'], {id: '1', name: 'cpu.pb.gz'})];
  assert.throws(() => seriesReport(mixed, byDrives), (reason) =>
    reason instanceof Failure && reason.code === 'incompatible' && reason.message === 'a series is of one kind of profile: cpu.pb.gz counts cpu, and heap0 counts inuse_space');
});

test('a CPU profile that rises by no more than sampling noise is steady', () => {
  // 100 samples against 115 differ by 15; chance alone makes 2·√215, which is 29.
  const cpu = (samples: readonly number[]): SeriesReport => seriesReport(
    snapshots('cpu nanoseconds', samples.map((n) => `main.work ${n * 10_000_000}`), {durationNanos: 1e9, period: {type: 'cpu', unit: 'nanoseconds', value: 10_000_000}}), byDrives);
  assert.equal(cpu([100, 107, 115]).way, 'steady');
  assert.equal(cpu([100, 107, 115]).lead, undefined);
  assert.equal(cpu([100, 150, 200]).way, 'grew');
  assert.equal(cpu([100, 150, 200]).kind, 'flow');
});

test('of many functions those that change are shown, and the others counted', () => {
  const many = (grown: number): string => Array.from({length: 1000}, (_, i) => `f${i} ${i === 777 ? grown : 1000 + i}`).join('\n');
  const report = seriesReport(snapshots(heap, [many(10), many(50_000), many(99_000)]), byDrives);
  assert.equal(report.rows.names.length, 200);
  assert.equal(report.others, 800);
  assert.equal(report.rows.names[0], 'f777');
});

test('a stack of a million calls is no deeper than another', () => {
  const depth = 1_000_000;
  const deep = profileOf(heap, '', (builder) => {
    const f = builder.function_('main.deep', 'main.deep', '');
    const location = builder.location(builder.mapping({start: 0n, limit: 1n}), 0n, [{function: f, line: 1}]);
    builder.sample(new Array<number>(depth).fill(location), [7n], []);
  });
  const {names, values} = snapshotOf(deep);
  assert.deepEqual(names, ['main.deep']);
  assert.deepEqual([values[0]!.drives[0], values[0]!.flat[0], values[0]!.cum[0]], [7, 7, 7]);
});
