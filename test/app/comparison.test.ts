import assert from 'node:assert/strict';
import {test} from 'node:test';
import {candidates, comparisonLine, comparisonMarkdown, comparisonWarnings, isSameLoad, namesApart, type Changes} from '../../src/app/comparison.js';
import {homeState, isAbout, readHash, stateAbout, writeHash} from '../../src/app/state.js';
import {pprofCommand} from '../../src/app/pprof-command.js';
import {comparisonId} from '../../src/bridge/comparison-id.js';
import type {ComparedInfo, ComparisonInfo, ProfileInfo} from '../../src/bridge/engine.js';
import {defaultConfig} from '../../src/config/config.js';

const seconds = 1e9;

function side(change: Partial<ComparedInfo> = {}): ComparedInfo {
  return {id: 'a'.repeat(64), name: 'one.pb.gz', kind: 'cpu', samples: 100, durationNanos: 10 * seconds, timeMillis: 0, binary: 'app', buildId: 'x', totals: [100, 1 * seconds], ...change};
}

function comparison(after: Partial<ComparedInfo> = {}, before: Partial<ComparedInfo> = {}, kind: ComparisonInfo['kind'] = 'diff_base'): ComparisonInfo {
  return {kind, after: side({id: 'b'.repeat(64), name: 'two.pb.gz', ...after}), before: side(before)};
}

const warned = (of: ComparisonInfo, sampleType = 'cpu', normalize = false) => comparisonWarnings(of, {...defaultConfig, normalize}, sampleType).map(({id, mends}) => `${id}${mends === undefined ? '' : ` → ${mends}`}`);

for (const [title, of, sampleType, normalize, expected] of [
  ['two runs of one program of equal length need no warning', comparison(), 'cpu', false, []],
  ['kinds that differ are warned of', comparison({kind: 'heap'}), 'cpu', false, ['kinds']],
  ['two programs are warned of', comparison({binary: 'other'}), 'cpu', false, ['programs']],
  ['durations that differ by more than a tenth offer shares', comparison({durationNanos: 20 * seconds}), 'cpu', false, ['durations → share']],
  ['and nothing more once shares are compared', comparison({durationNanos: 20 * seconds}), 'cpu', true, []],
  ['durations that differ by less than a tenth are one', comparison({durationNanos: 10.5 * seconds}), 'cpu', false, []],
  ['allocations of one process only grow, so the other rule is offered', comparison({kind: 'heap', durationNanos: 0}, {kind: 'heap', durationNanos: 0}), 'alloc_space', false, ['grows → base']],
  ['but not where it is in force', comparison({kind: 'heap', durationNanos: 0}, {kind: 'heap', durationNanos: 0}, 'base'), 'alloc_space', false, []],
  ['what is in use falls too', comparison({kind: 'heap', durationNanos: 0}, {kind: 'heap', durationNanos: 0}), 'inuse_space', false, []],
] as const) test(title, () => assert.deepEqual(warned(of, sampleType, normalize), expected));

// Two names, and what is shown of them where there is no room for all.
const names: readonly (readonly [one: string, other: string, parts: readonly [string, string]])[] = [
  ['go1.24.after.cpu.pb.gz', 'go1.24.before.cpu.pb.gz', ['after', 'before']],
  ['cpu1.pb.gz', 'cpu2.pb.gz', ['cpu1', 'cpu2']],
  ['bytes=1kb:64kb of heap', 'bytes=1GB of heap', ['1kb:64kb', '1GB']],
  ['route=/a of cpu', 'route=/b of cpu', ['a', 'b']],
  ['heap of box', 'heap of box (2)', ['heap of box', 'heap of box (2)']],
  ['same.pb.gz', 'same.pb.gz', ['same.pb.gz', 'same.pb.gz']],
  ['<b>x</b>', '', ['<b>x</b>', '']],
  ['a.b.a', 'a.a', ['a.b.a', 'a.a']],
];

for (const [one, other, parts] of names) {
  test(`${one} and ${other} are told apart by ${parts.join(' and ')}`, () => assert.deepEqual(namesApart(one, other), parts));
}

test('the line under the title says kind, durations, samples and builds', () => {
  assert.equal(comparisonLine(comparison({samples: 1, buildId: 'y'})).replace(/\u00a0/g, ' '), 'CPU · 10 s each · 1 sample against 100 · same program, different build');
});

test('the same load is one of equal length and of totals within 30 percent', () => {
  assert.equal(isSameLoad(comparison({totals: [100, 0.8 * seconds]}), 1), true);
  assert.equal(isSameLoad(comparison({totals: [100, 0.6 * seconds]}), 1), false);
});

test('the Markdown has three lines and a table, with the names as text', () => {
  const changes: Changes = {
    unit: 'nanoseconds', sampleType: 'cpu', measure: 'flat', of: {before: 2 * seconds, after: 1 * seconds, noise: {kind: 'samples', before: 1e7, after: 1e7}}, findings: [],
    changes: [
      {name: 'main.a|<b>', role: 0, before: 1.5 * seconds, after: 0.5 * seconds, limit: 0.28 * seconds, isReal: true},
      {name: 'main.noise', role: 0, before: 0.5 * seconds, after: 0.4 * seconds, limit: 0.19 * seconds, isReal: false},
    ],
  };
  const text = comparisonMarkdown(comparison({name: 'two*.pb.gz'}), defaultConfig, changes).replace(/\u00a0/g, ' ');
  const lines = text.split('\n');
  assert.equal(lines[0], '**two\\*.pb.gz** compared with **one.pb.gz**  ');
  assert.equal(lines[1], 'Total cpu: 2 s → 1 s (−1 s, −50 %)  ');
  assert.equal(lines[2], '1 function changed by more than the noise of the measurement.');
  assert.equal(lines.length >= 6 && !text.includes('main.noise') && !text.includes('a|<'), true);
});

test('profiles of the same kind stand first among those that may be compared, without the open one', () => {
  const kept = [{id: '1', kind: 'heap'}, {id: '2', kind: 'cpu'}, {id: '3', kind: 'cpu'}] as const;
  assert.deepEqual(candidates(kept, {id: '3', kind: 'cpu'} as ProfileInfo).map(({id}) => id), ['2', '1']);
});

test('the address of a comparison holds both fingerprints and the rule, and is about that comparison alone', () => {
  const of = comparison({}, {}, 'base');
  const info = {id: comparisonId({after: of.after.id, before: of.before.id, kind: 'base'}), name: 'x', comparison: of} as ProfileInfo;
  const read = readHash(writeHash(stateAbout({...homeState, view: 'top'}, info)), ['top']);
  assert.deepEqual(read.versus, {profile: 'a'.repeat(16), profileName: 'one.pb.gz', kind: 'base'});
  assert.equal(read.profileName, 'two.pb.gz');
  assert.equal(isAbout(read, info.id), true);
  assert.equal(isAbout(read, of.after.id), false);
  assert.equal(isAbout({...read, versus: {...read.versus!, kind: 'diff_base'}}, info.id), false);
  assert.equal(readHash('#/top?id=0123456789abcdef&vs=__proto__', ['top']).versus, undefined);
});

test('the command of a comparison names the base by its flag', () => {
  const info = {name: 'x', goText: '', comparison: comparison({name: 'two.pb.gz'}, {name: 'it is.pb.gz'})} as const;
  assert.equal(pprofCommand(info, {...defaultConfig, normalize: true}, 'top'), "go tool pprof -top -trim=false -normalize -diff_base='it is.pb.gz' two.pb.gz");
});
