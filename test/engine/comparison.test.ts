import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {Failure} from '../../src/base/failure.js';
import {comparisonId} from '../../src/bridge/comparison-id.js';
import type {BaseKind} from '../../src/bridge/comparison-id.js';
import type {Engine, KeptProfile} from '../../src/bridge/engine.js';
import {defaultConfig} from '../../src/config/config.js';
import {LocalEngine} from '../../src/engine/local-engine.js';
import {MemoryLibrary} from '../../src/store/memory-library.js';
import type {GoldenCase} from '../golden/golden-case.js';

const profiles = join(import.meta.dirname, '../profiles');
const before = 'go1.24.hotspot.before.cpu.pb.gz';
const after = 'go1.24.hotspot.after.cpu.pb.gz';

function newEngine(library = new MemoryLibrary<KeptProfile>()): LocalEngine {
  return new LocalEngine(Promise.resolve(library));
}

async function open(engine: Engine, name: string): Promise<string> {
  const bytes = new Uint8Array(readFileSync(join(profiles, name)));
  return (await engine.open({kind: 'bytes', name, bytes}, () => {})).info.id;
}

async function openPair(engine: Engine): Promise<{readonly before: string; readonly after: string}> {
  return {before: await open(engine, before), after: await open(engine, after)};
}

interface Asked {
  readonly title: string;
  readonly line: string;
  readonly kind: BaseKind;
  readonly base: string;
  readonly source: string;
  readonly focus: string;
  readonly normalize: boolean;
  readonly stdout: string;
}

/** The prompt's line for a command line with one base, where it has one of the same words. */
function asked({args, exit, stdout}: GoldenCase): Asked[] {
  const [first = '', ...rest] = args;
  const source = rest.pop() ?? '';
  const found = /^-(?:(traces)|(peek)=(.*))$/.exec(first);
  let kind: BaseKind | undefined;
  let base = '';
  let focus = '';
  let normalize = false;
  for (const flag of rest) {
    const [, name = '', value = ''] = /^-(\w+)(?:=(.*))?$/.exec(flag) ?? [];
    if ((name === 'base' || name === 'diff_base') && kind === undefined) [kind, base] = [name, value];
    else if (name === 'focus') focus = value;
    else if (name === 'normalize') normalize = true;
    else return [];
  }
  if (found === null || kind === undefined || exit !== 0 || !existsSync(join(profiles, '..', base))) return [];
  const line = found[1] ?? `peek ${found[3]}`;
  return [{title: args.join(' '), line, kind, base, source, focus, normalize, stdout}];
}

const cases = (JSON.parse(readFileSync(join(import.meta.dirname, '../golden/cases.json'), 'utf8')) as GoldenCase[]).flatMap(asked);

test('pprof was asked for comparisons of each kind', () => {
  assert.ok(cases.length >= 4, `${cases.length}`);
  assert.deepEqual([...new Set(cases.map(({kind}) => kind))].sort(), ['base', 'diff_base']);
});

for (const {title, line, kind, base, source, focus, normalize, stdout} of cases) {
  test(`two open profiles come to what pprof prints: ${title}`, async () => {
    const engine = newEngine();
    const [later, earlier] = [await open(engine, source.replace('profiles/', '')), await open(engine, base.replace('profiles/', ''))];
    const {info} = await engine.compare({after: later, before: earlier, kind});
    const {output, error} = await engine.run(info.id, line, {...defaultConfig, focus, normalize});
    assert.equal(error, '');
    assert.equal(output.kind === 'text' ? output.text : output.kind, stdout);
  });
}

test('a comparison says which two profiles it is of, with the total of each', async () => {
  const engine = newEngine();
  const pair = await openPair(engine);
  const {info} = await engine.compare({...pair, kind: 'diff_base'});
  assert.equal(info.id, comparisonId({...pair, kind: 'diff_base'}));
  assert.equal(info.comparison?.after.name, after);
  assert.equal(info.comparison?.before.name, before);
  // go tool pprof -top says of each: Total samples = 800ms, and 810ms.
  assert.deepEqual([info.comparison?.before.totals, info.comparison?.after.totals], [[80, 800_000_000], [81, 810_000_000]]);
  assert.equal(info.kind, 'cpu');
});

test('two profiles are turned round where the first was recorded before the second, if that is wished', async () => {
  const engine = newEngine();
  const pair = await openPair(engine);
  const {info} = await engine.compare({after: pair.before, before: pair.after, kind: 'diff_base', byTime: true});
  assert.equal(info.comparison?.after.name, after);
  const swapped = await engine.compare({after: pair.before, before: pair.after, kind: 'diff_base'});
  assert.equal(swapped.info.comparison?.after.name, before);
});

test('a comparison is asked for by its id alone, from the library', async () => {
  const library = new MemoryLibrary<KeptProfile>();
  const first = newEngine(library);
  const pair = await openPair(first);
  await first.library();
  const {model} = await newEngine(library).report(comparisonId({...pair, kind: 'diff_base'}), 'changes', defaultConfig);
  assert.equal(model.comparison?.of.after, 810_000_000);
});

test('scaled to its base, a comparison has two sides of one size', async () => {
  const engine = newEngine();
  const {info} = await engine.compare({...await openPair(engine), kind: 'diff_base'});
  const {model} = await engine.report(info.id, 'flamegraph', {...defaultConfig, normalize: true});
  const of = model.sides?.of;
  assert.ok(of !== undefined && Math.abs(of.after / of.before - 1) < 0.001);
  const absolute = await engine.report(info.id, 'flamegraph', defaultConfig);
  assert.equal(absolute.model.sides?.of.after, 810_000_000);
});

test('profiles without a type in common are refused by name', async () => {
  const engine = newEngine();
  const cpu = await open(engine, after);
  const heap = await open(engine, 'go1.24.server.heap.pb.gz');
  const reason = await engine.compare({after: cpu, before: heap, kind: 'diff_base'}).then(() => undefined, (error: unknown) => error);
  assert.ok(reason instanceof Failure);
  assert.equal(reason.code, 'incompatible');
  assert.match(reason.message, /^go1\.24\.hotspot\.after\.cpu\.pb\.gz cannot be compared with go1\.24\.server\.heap\.pb\.gz: /);
});

test('a comparison is in no library, and what is downloaded of it opens as a comparison', async () => {
  const engine = newEngine();
  const {info} = await engine.compare({...await openPair(engine), kind: 'diff_base'});
  assert.deepEqual(await engine.kept(info.id), {kept: true});
  assert.equal((await engine.library()).length, 2);
  const bytes = await engine.original(info.id);
  const again = newEngine();
  const opened = await again.open({kind: 'bytes', name: 'diff.pb.gz', bytes}, () => {});
  const {model} = await again.report(opened.info.id, 'changes', defaultConfig);
  assert.deepEqual([model.comparison?.of.before, model.comparison?.of.after], [800_000_000, 810_000_000]);
});
