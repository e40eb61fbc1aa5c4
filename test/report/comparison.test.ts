import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig} from '../../src/config/config.js';
import type {Config} from '../../src/config/config.js';
import {assembleProfile} from '../../src/profile/assemble.js';
import type {ProfileBuilder} from '../../src/profile/builder.js';
import type {Profile} from '../../src/profile/profile.js';
import {Preparer} from '../../src/report/prepare.js';
import {reports} from '../../src/report/reports.js';
import type {ReportModel, ReportName} from '../../src/report/reports.js';
import {profileOf} from '../helpers/profile-of.js';

const asCpu = (builder: ProfileBuilder): void => {
  builder.periodType = {type: 'cpu', unit: 'nanoseconds'};
  builder.period = 10n;
};

/** `after` compared with `before`, each in lines of `profileOf` with values of 10 ns a sample. */
async function compared(before: string, after: string, types = 'cpu nanoseconds', options: {normalize?: boolean; diffBase?: boolean} = {}): Promise<Profile> {
  const profile = (text: string) => profileOf(types, text, types.startsWith('cpu') ? asCpu : undefined);
  return assembleProfile([profile(after)], {bases: [profile(before)], diffBase: true, ...options});
}

async function reportOf<Name extends ReportName>(name: Name, profile: Profile, change: Partial<Config> = {}): Promise<ReportModel<Name>> {
  const kind = reports[name];
  return await kind.make(await new Preparer(profile).prepare(kind.settings({...defaultConfig, ...change}))) as ReportModel<Name>;
}

/** Each box as `depth name before after`, with its width. */
async function boxesOf(profile: Profile, change: Partial<Config> = {}): Promise<string[]> {
  const {frame, frames, sides, width, depthStart} = await reportOf('flamegraph', profile, change);
  assert.ok(sides);
  return Array.from(frame, (of, row) => {
    const depth = depthStart.findLastIndex((start) => start <= row);
    return `${depth} ${frames.names[of]} ${sides.before[row]} ${sides.after[row]} (${width[row]})`;
  });
}

test('each box of a comparison has what it weighed before and after', async () => {
  const profile = await compared('main;parse 100\nmain;write 50', 'main;parse 30\nmain;write 50\nmain;flush 10');
  assert.deepEqual(await boxesOf(profile), ['0 root 150 90 (150)', '1 main 150 90 (150)', '2 parse 100 30 (93.75)', '2 write 50 50 (46.875)', '2 flush 0 10 (9.375)']);
});

test('a box is as wide as its larger side, and no callee sticks out of its caller', async () => {
  const profile = await compared('main;old 100', 'main;new 100');
  assert.deepEqual(await boxesOf(profile), ['0 root 100 100 (100)', '1 main 100 100 (100)', '2 new 0 100 (50)', '2 old 100 0 (50)']);
});

test('the signed sum of a box is after less before', async () => {
  const {cum, flat} = await reportOf('flamegraph', await compared('main;parse 100', 'main;parse 30'));
  assert.deepEqual([...cum], [-70, -70, -70]);
  assert.deepEqual([...flat], [0, 0, -70]);
});

test('a function whose file was moved is one box, in the file where it is now', async () => {
  const profile = await compared('main@main.go;parse@/old/p.go 100', 'main@main.go;parse@/new/p.go 30');
  assert.deepEqual(await boxesOf(profile), ['0 root 100 30 (100)', '1 main 100 30 (100)', '2 parse 100 30 (100)']);
  const {frames} = await reportOf('flamegraph', profile);
  assert.deepEqual(frames.files, ['', 'main.go', '/new/p.go']);
});

test('functions of one name in two files stay two', async () => {
  const profile = await compared('main;init@a.go 10\nmain;init@b.go 20', 'main;init@a.go 10\nmain;init@b.go 20');
  assert.deepEqual((await boxesOf(profile)).slice(2), ['2 init 20 20 (20)', '2 init 10 10 (10)']);
});

test('files of one name that were moved together are matched by their last part', async () => {
  const profile = await compared('main;init@/x/a.go 10\nmain;init@/x/b.go 20', 'main;init@/y/a.go 10\nmain;init@/y/b.go 20');
  assert.deepEqual((await boxesOf(profile)).slice(2), ['2 init 20 20 (20)', '2 init 10 10 (10)']);
});

test('read from the leaves, a comparison has the same sides', async () => {
  const profile = await compared('main;parse 100', 'main;parse 30');
  assert.deepEqual(await boxesOf(profile, {bottomUp: true}), ['0 root 100 30 (100)', '1 parse 100 30 (100)', '2 main 100 30 (100)']);
});

test('a filter leaves sides too', async () => {
  const profile = await compared('main;parse 100\nmain;write 50', 'main;parse 30\nmain;write 50');
  assert.deepEqual((await boxesOf(profile, {focus: 'write'}))[0], '0 root 50 50 (50)');
});

test('Top says self, total and Drives of each side, and recursion counts once', async () => {
  const top = await reportOf('top', await compared('main.main;walk;walk 100', 'main.main;walk 40'));
  assert.ok(top.sides);
  const {flat, cum, drives} = top.sides;
  const row = top.frames.names.indexOf('walk');
  const at = top.frame.indexOf(row);
  assert.deepEqual([flat.before[at], flat.after[at], cum.before[at], cum.after[at]], [100, 40, 100, 40]);
  const main = top.frame.indexOf(top.frames.names.indexOf('main.main'));
  assert.deepEqual([drives.before[main], drives.after[main]], [100, 40]);
});

test('a node of the graph and a function in Peek say their total of each side', async () => {
  const profile = await compared('main;walk;walk 100\nmain 5', 'main;walk 40');
  const graph = await reportOf('graph', profile, {graphScope: 'all'});
  assert.deepEqual(graph.frames.names.map((name, row) => [name, graph.sides?.before[row], graph.sides?.after[row]]).sort(), [['main', 105, 40], ['walk', 100, 40]]);
  const {tree, sides} = await reportOf('peek', profile);
  assert.deepEqual(tree.names.map((name, row) => [name, sides?.before[row], sides?.after[row]]).sort(), [['main', 105, 40], ['walk', 100, 40]]);
  assert.deepEqual(sides?.of, {before: 105, after: 40, noise: {kind: 'samples', before: 10, after: 10}});
});

test('a line of a function says each side, whatever it calls', async () => {
  const {files: [file]} = await reportOf('source', await compared('main@main.go:3;walk 100\nmain@main.go:4 5', 'main@main.go:3 40\nmain@main.go:3;walk 10'), {selected: 'main'});
  assert.deepEqual([[...file!.line], [...file!.sides!.before], [...file!.sides!.after]], [[3, 4], [100, 5], [50, 0]]);
});

test('a value of a label says each side', async () => {
  const {tags, sides} = await reportOf('labels', await compared('main 100 {job=a}\nmain 5 {size=#1024bytes}', 'main 40 {job=a}\nmain 7 {job=b}\nmain 1 {size=#1024bytes}'));
  const said = tags.keys.flatMap((key, at) => tags.values.slice(tags.start[at], tags.start[at + 1]).map((value, i) => [key, value, sides!.before[tags.start[at]! + i], sides!.after[tags.start[at]! + i]]));
  assert.deepEqual(said, [['job', 'a', 100, 40], ['job', 'b', 0, 7], ['pprof::base', 'true', 105, 0], ['size', '1kB', 5, 1]]);
});

test('the details of a function say each side', async () => {
  const {sides} = await reportOf('detail', await compared('main;parse 100', 'main;parse 30\nmain 10'), {selected: 'main'});
  assert.deepEqual([sides?.before.cum, sides?.after.cum, sides?.before.flat, sides?.after.flat], [100, 40, 0, 10]);
});

test('an ordinary profile has no sides', async () => {
  const profile = await assembleProfile([profileOf('cpu nanoseconds', 'main 1')]);
  for (const name of ['flamegraph', 'graph', 'peek', 'labels'] as const) assert.equal((await reportOf(name, profile)).sides, undefined, name);
  assert.equal((await reportOf('top', profile)).sides, undefined);
  assert.deepEqual(await reportOf('changes', profile), {comparison: undefined});
});

test('CPU time is counted in samples of the period, and a heap by a share of its total', async () => {
  const cpu = (await reportOf('changes', await compared('main 100', 'main 200'))).comparison;
  assert.deepEqual(cpu?.of, {before: 100, after: 200, noise: {kind: 'samples', before: 10, after: 10}});
  const heap = (await reportOf('changes', await compared('main 100', 'main 200', 'inuse_space bytes'))).comparison;
  assert.deepEqual(heap?.of.noise, {kind: 'share', limit: 2});
});

test('a profile that was scaled to its base is as uncertain as the samples it had', async () => {
  const {comparison} = await reportOf('changes', await compared('main 400', 'main 100', 'cpu nanoseconds', {normalize: true}));
  assert.deepEqual(comparison?.of, {before: 400, after: 400, noise: {kind: 'samples', before: 10, after: 40}});
});

const findings = async (before: string, after: string) => {
  const {comparison} = await reportOf('changes', await compared(before, after));
  return comparison?.findings.map(({id, names}) => [id, ...names].join(' '));
};

test('what fell past the noise is said first, and that another only rose in share', async () => {
  // 168 to 50 samples of parse, 313 to 323 of summarize, as in the real pair that the mock-ups show.
  assert.deepEqual(await findings('main.main;main.parse 1680\nmain.main;main.summarize 3130', 'main.main;main.parse 500\nmain.main;main.summarize 3230'), [
    'diff-fell-far main.parse', 'diff-share-rose main.summarize',
  ]);
});

test('what is new and what is gone is said so', async () => {
  assert.deepEqual(await findings('main.old 100\nmain.same 300', 'main.new 90\nmain.same 300'), ['diff-gone main.old', 'diff-new main.new']);
});

test('two runs that differ by chance have no change', async () => {
  assert.deepEqual(await findings('main.f 1000\nmain.g 500', 'main.f 1020\nmain.g 470'), ['diff-none']);
});
