import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {Failure} from '../../src/base/failure.js';
import type {KeptProfile, SeriesProgress} from '../../src/bridge/engine.js';
import {mostTogether} from '../../src/bridge/several.js';
import {defaultConfig} from '../../src/config/config.js';
import {LocalEngine} from '../../src/engine/local-engine.js';
import {encodeProfile} from '../../src/profile/encode.js';
import {MemoryLibrary} from '../../src/store/memory-library.js';
import type {GoldenCase} from '../golden/golden-case.js';
import {profileOf} from '../helpers/profile-of.js';

const profiles = join(import.meta.dirname, '../profiles');
const byDrives = {sampleIndex: '', measure: 'drives'} as const;

function newEngine(library = new MemoryLibrary<KeptProfile>()): LocalEngine {
  return new LocalEngine(Promise.resolve(library));
}

/** Opens snapshots of a heap that a minute lies between. */
async function openHeaps(engine: LocalEngine, leaked: readonly number[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [i, bytes] of leaked.entries()) {
    const profile = profileOf('inuse_space bytes', `main.main;main.leak ${bytes}\n main.main;main.cache 900`, (builder) => {
      builder.timeNanos = BigInt(Date.UTC(2026, 6, 1) + i * 60_000) * 1_000_000n;
    });
    ids.push((await engine.open({kind: 'bytes', name: `heap${i}.pb.gz`, bytes: encodeProfile(profile)}, () => {})).info.id);
  }
  return ids;
}

test('a series is read from the library, one profile at a time, and holds none of them open', async () => {
  const library = new MemoryLibrary<KeptProfile>();
  const first = newEngine(library);
  const ids = await openHeaps(first, [100, 300, 500]);
  await first.library();

  const engine = newEngine(library);
  const told: SeriesProgress[] = [];
  const report = await engine.series([ids[2]!, ids[0]!, ids[1]!, ids[0]!], byDrives, (progress) => told.push(progress));
  assert.deepEqual(report.snapshots.map(({name, timeMillis}) => [name, timeMillis]), [
    ['heap0.pb.gz', Date.UTC(2026, 6, 1)], ['heap1.pb.gz', Date.UTC(2026, 6, 1, 0, 1)], ['heap2.pb.gz', Date.UTC(2026, 6, 1, 0, 2)],
  ]);
  assert.deepEqual(report.lead, {name: 'main.leak', growth: 400, rising: 2});
  assert.deepEqual(told, [{done: 0, of: 3}, {done: 1, of: 3}, {done: 2, of: 3}]);

  // Asked another way, nothing is read again.
  assert.deepEqual((await engine.series(ids, {...byDrives, measure: 'cum'}, () => assert.fail('it was read again'))).rows.names, ['main.main', 'main.leak', 'main.cache']);
});

test('a series of open profiles does not wait behind one that is being collected', async () => {
  const engine = newEngine();
  const ids = await openHeaps(engine, [100, 300, 500]);
  const {port1, port2} = new MessageChannel();
  const collected = engine.open({kind: 'port', name: 'heap', address: 'http://localhost:6060/debug/pprof/heap', port: port2}, () => {});
  assert.equal((await engine.series(ids, byDrives, () => {})).snapshots.length, 3);
  await engine.cancel();
  await assert.rejects(collected, (reason) => reason instanceof Failure && reason.code === 'cancelled');
  port1.close();
});

test('a series of what is nowhere kept fails, and so does one of too many', async () => {
  const engine = newEngine();
  await assert.rejects(engine.series(['0123456789abcdef'.repeat(4)], byDrives, () => {}), (reason) => reason instanceof Failure && reason.code === 'unknown-profile');
  const many = Array.from({length: mostTogether + 1}, (_, i) => i.toString(16).padStart(64, '0'));
  await assert.rejects(engine.series(many, byDrives, () => {}), (reason) => reason instanceof Failure && reason.code === 'bad-option');
});

test('a merge adds up, and is a profile of its own in the library', async () => {
  const engine = newEngine();
  const ids = await openHeaps(engine, [100, 300, 500]);
  const {info} = await engine.merge(ids, '3 heaps', () => {});
  assert.deepEqual([info.name, info.sampleTypes[0]!.total], ['3 heaps', 3600]);
  const {model} = await engine.report(info.id, 'top', {...defaultConfig, yourCode: 'main'});
  assert.deepEqual(model.frames.names.map((name, i) => [name, model.flat[i]]), [['main.cache', 2700], ['main.leak', 900], ['main.main', 0]]);
  assert.equal((await engine.find(info.id.slice(0, 16)))?.name, '3 heaps');
});

test('a merge is what pprof makes of the same files', async () => {
  const engine = newEngine();
  const cases = JSON.parse(readFileSync(join(profiles, '../golden/cases.json'), 'utf8')) as GoldenCase[];
  const {args, stdout} = cases.find(({args: [first, ...files]}) => first === '-top' && files.length === 2 && files.every((file) => !file.startsWith('-')))!;
  const ids: string[] = [];
  for (const file of args.slice(1)) ids.push((await engine.open({kind: 'bytes', name: file, bytes: new Uint8Array(readFileSync(join(profiles, '..', file)))}, () => {})).info.id);
  const {info} = await engine.merge(ids, 'both', () => {});
  const {options} = await engine.startShell(info.id, defaultConfig);
  const {output} = await engine.run(info.id, 'top', options);
  // The prompt leaves the lines on the file out.
  assert.equal(output.kind === 'text' ? output.text : output.kind, stdout.replace(/^Type: .*\n/, ''));
});
