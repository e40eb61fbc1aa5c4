import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {Failure} from '../../src/base/failure.js';
import {defaultConfig} from '../../src/config/config.js';
import {LocalEngine} from '../../src/engine/local-engine.js';
import type {Engine, KeptProfile, Progress} from '../../src/bridge/engine.js';
import type {ProfileSource} from '../../src/fetch/source.js';
import {encodeProfile} from '../../src/profile/encode.js';
import type {Library} from '../../src/store/library.js';
import {MemoryLibrary} from '../../src/store/memory-library.js';
import {profileOf} from '../helpers/profile-of.js';

const profiles = join(import.meta.dirname, '../profiles');

function bytesOf(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(profiles, name)));
}

function source(name: string): ProfileSource {
  return {kind: 'bytes', name, bytes: bytesOf(name)};
}

function engineWith(library: Library<KeptProfile> = new MemoryLibrary()): LocalEngine {
  return new LocalEngine(Promise.resolve(library));
}

async function open(engine: Engine, name: string) {
  return engine.open(source(name), () => {});
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const reason = await promise.then(() => undefined, (error: unknown) => error);
  assert.ok(reason instanceof Failure, `no failure but ${String(reason)}`);
  return reason;
}

test('an opened profile says what it is', async () => {
  const {info} = await open(engineWith(), 'go1.24.cpu.pb.gz');
  assert.equal(info.id, createHash('sha256').update(bytesOf('go1.24.cpu.pb.gz')).digest('hex'));
  assert.equal(info.size, bytesOf('go1.24.cpu.pb.gz').length);
  assert.equal(info.kind, 'cpu');
  assert.deepEqual(info.sampleTypes.map(({type, unit}) => `${type} ${unit}`), ['samples count', 'cpu nanoseconds']);
  assert.equal(info.defaultSampleType, 1);
  assert.deepEqual(info.warnings, []);
  assert.equal(info.unnamedShare, 0);
});

test('an engine is unused until a profile is asked for, and its list of those that are kept is no such question', async () => {
  const engine = engineWith();
  await engine.library();
  assert.equal(engine.used.aborted, false);
  const opening = open(engine, 'go1.24.cpu.pb.gz');
  assert.equal(engine.used.aborted, true);
  await opening;
  const other = engineWith();
  const report = other.report('0'.repeat(64), 'top', defaultConfig);
  assert.equal(other.used.aborted, true);
  await failureOf(report);
});

test('a File is read by reference and is the same profile as its bytes', async () => {
  const file = new File([bytesOf('go1.24.cpu.pb.gz')], 'cpu.pb.gz');
  const {info} = await engineWith().open({kind: 'file', file}, () => {});
  assert.equal(info.id, createHash('sha256').update(bytesOf('go1.24.cpu.pb.gz')).digest('hex'));
  assert.equal(info.name, 'cpu.pb.gz');
});

test('a File that is too long to be held while it is decoded has the fingerprint of its bytes all the same', async () => {
  const comment = 20 * 2 ** 20;
  // One sample type; the strings '', 'cpu' and a long one, whose length is 20 MiB as a varint.
  const head = [0x0a, 2, 8, 1, 0x32, 0, 0x32, 3, 0x63, 0x70, 0x75, 0x32, 0x80, 0x80, 0x80, 0x0a];
  const bytes = new Uint8Array(head.length + comment).fill(0x78);
  bytes.set(head);
  const engine = engineWith();
  const {info} = await engine.open({kind: 'file', file: new File([bytes], 'long.pb')}, () => {});
  assert.equal(info.id, createHash('sha256').update(bytes).digest('hex'));
  assert.deepEqual(await engine.original(info.id), bytes);
});

test('a profile is asked for a report, and answers with rows and with pprof\'s legend', async () => {
  const engine = engineWith();
  const {info} = await open(engine, 'go1.24.cpu.pb.gz');
  const answer = await engine.report(info.id, 'top', defaultConfig);
  assert.equal(answer.name, 'top');
  assert.ok(answer.model.frame.length > 0);
  assert.ok(answer.legend.includes('Type: cpu'));
});

test('a filter that matches nothing says so beside the answer', async () => {
  const engine = engineWith();
  const {info} = await open(engine, 'go1.24.cpu.pb.gz');
  const {warnings} = await engine.report(info.id, 'top', {...defaultConfig, focus: 'noSuchFunction'});
  assert.deepEqual(warnings, ['Focus expression matched no samples']);
});

test('a pattern that is none is refused, and the next question is answered', async () => {
  const engine = engineWith();
  const {info} = await open(engine, 'go1.24.cpu.pb.gz');
  assert.equal((await failureOf(engine.report(info.id, 'top', {...defaultConfig, focus: 'main.('}))).code, 'bad-regexp');
  assert.ok((await engine.report(info.id, 'top', defaultConfig)).model.frame.length > 0);
});

test('what cannot be read is not kept, and what was open stays open', async () => {
  const engine = engineWith();
  const {info} = await open(engine, 'go1.24.cpu.pb.gz');
  const junk = {kind: 'bytes', name: 'x.html', bytes: new TextEncoder().encode('<!doctype html><title>404</title>')} as const;
  assert.equal((await failureOf(engine.open(junk, () => {}))).code, 'other-format');
  assert.deepEqual((await engine.library()).map(({id}) => id), [info.id]);
  assert.ok(await engine.report(info.id, 'top', defaultConfig));
});

test('a profile that was closed is read from the library when it is asked', async () => {
  const engine = engineWith();
  const {info} = await open(engine, 'go1.24.cpu.pb.gz');
  const before = await engine.report(info.id, 'top', defaultConfig);
  await engine.release([]);
  const [again, atOnce] = await Promise.all([engine.report(info.id, 'top', defaultConfig), engine.report(info.id, 'top', defaultConfig)]);
  assert.deepEqual(again.model.flat, before.model.flat);
  assert.deepEqual(atOnce.model.flat, before.model.flat);
});

/** A library that says of which profiles it is read. */
function readLibrary(): {readonly library: MemoryLibrary<KeptProfile>; readonly reads: string[]} {
  const library = new MemoryLibrary<KeptProfile>();
  const reads: string[] = [];
  const {read} = library;
  library.read = (id) => {
    reads.push(id);
    return read.call(library, id);
  };
  return {library, reads};
}

test('what is not shown is let go of, and what is shown, with both sides of a comparison, stays', async () => {
  const {library, reads} = readLibrary();
  const engine = engineWith(library);
  const [before, after, other] = [
    (await open(engine, 'go1.24.hotspot.before.cpu.pb.gz')).info.id, (await open(engine, 'go1.24.hotspot.after.cpu.pb.gz')).info.id, (await open(engine, 'go1.24.cpu.pb.gz')).info.id,
  ];
  const comparison = (await engine.compare({after, before, kind: 'diff_base'})).info.id;
  await engine.release([comparison]);
  for (const id of [comparison, before, after]) await engine.report(id, 'top', defaultConfig);
  await engine.report(comparison, 'top', {...defaultConfig, normalize: true});
  assert.deepEqual(reads, []);
  await engine.report(other, 'top', defaultConfig);
  assert.deepEqual(reads, [other]);
  await engine.release([]);
  await engine.report(comparison, 'top', defaultConfig);
  assert.deepEqual(reads, [other, after, before]);
});

test('what could not be read again is not let go of', async () => {
  const lost = new MemoryLibrary<KeptProfile>();
  lost.put = () => Promise.reject(new Failure('store-full', 'there is no room'));
  const engine = engineWith(lost);
  const changing = largeFile();
  const {info} = await engine.open({kind: 'file', file: changing}, () => {});
  changing.arrayBuffer = async () => new Uint8Array(bytesOf('go1.24.server.heap.pb.gz')).buffer;
  assert.equal(await engine.release([]), false);
  assert.ok(await engine.report(info.id, 'top', defaultConfig));
});

test('a thread may end that has held a large profile and holds none any more', async () => {
  const engine = engineWith();
  const {info: {id}} = await open(engine, 'go1.24.cpu.pb.gz');
  assert.equal(await engine.release([]), false, 'it has held little');
  const large = (await engine.open({kind: 'file', file: largeFile()}, () => {})).info.id;
  assert.equal(await engine.release([large]), false, 'it holds one that is shown');
  assert.equal(await engine.release(), false, 'it was asked to let go of nothing');
  await engine.forget(id);
  assert.equal(await engine.release([]), false, 'a deletion can be taken back');
});

test('a thread may end that has read a large file which it could not open', async () => {
  const engine = engineWith();
  const cut = new File([await largeFile().slice(0, -8).arrayBuffer()], 'cut.pb.gz');
  await assert.rejects(engine.open({kind: 'file', file: cut}, () => {}), (error) => error instanceof Failure && error.code === 'truncated');
  assert.equal(await engine.release([]), true);
});

test('a thread does not end while it does something, nor with what is nowhere else', async () => {
  const idle = engineWith();
  await idle.open({kind: 'file', file: largeFile()}, () => {});
  assert.equal(await idle.release([]), true);
  const {port1, port2} = new MessageChannel();
  const silent = idle.open({kind: 'port', name: 'profile', address: 'http://localhost/', port: port2 as unknown as MessagePort}, () => {});
  silent.catch(() => {});
  assert.equal(await idle.release([]), false, 'a profile is on its way');
  await idle.cancel();
  await silent.catch(() => {});
  port1.close();
  assert.equal(await idle.release([]), true);

  const full = new MemoryLibrary<KeptProfile>();
  full.put = () => Promise.reject(new Failure('store-full', 'there is no room'));
  for (const library of [full, new MemoryLibrary<KeptProfile>(new Failure('store-refused', 'a private window'))]) {
    const engine = engineWith(library);
    const {info} = await engine.open({kind: 'file', file: largeFile()}, () => {});
    assert.equal(await engine.release([]), false, 'the bytes are in this thread only');
    assert.ok(await engine.report(info.id, 'top', defaultConfig));
  }
});

test('more profiles than are held open can all be asked', async () => {
  const engine = engineWith();
  const names = [
    'go1.24.cpu.pb.gz', 'go1.24.cpu.labels.pb.gz', 'go1.24.server.heap.pb.gz', 'go1.24.hotspot.before.cpu.pb.gz', 'go1.24.hotspot.after.cpu.pb.gz',
    'go1.24.hotspot.before.allocs.pb.gz', 'go1.24.hotspot.after.allocs.pb.gz', 'labels.pb.gz', 'names.pb.gz', 'sizes.pb.gz',
  ];
  const ids: string[] = [];
  for (const name of names) ids.push((await open(engine, name)).info.id);
  for (const id of ids) assert.ok((await engine.report(id, 'top', defaultConfig)).model.frame.length > 0);
});

test('a profile that nobody has is unknown', async () => {
  const engine = engineWith();
  assert.equal((await failureOf(engine.report('00'.repeat(32), 'top', defaultConfig))).code, 'unknown-profile');
  assert.equal((await failureOf(engine.original('00'.repeat(32)))).code, 'unknown-profile');
});

test('the library lists what was opened, last opened first, with what a person knows it by', async () => {
  const engine = engineWith();
  const cpu = (await open(engine, 'go1.24.cpu.pb.gz')).info;
  const heap = (await open(engine, 'go1.24.server.heap.pb.gz')).info;
  await engine.annotate(cpu.id, {name: 'before', note: 'slow', lastView: '/top?f=main'});
  const [first, second] = await engine.library();
  assert.equal(first!.id, heap.id);
  assert.equal(first!.kind, 'heap');
  assert.deepEqual([second!.name, second!.note, second!.lastView, second!.source], ['before', 'slow', '/top?f=main', 'go1.24.cpu.pb.gz']);
  assert.match(second!.summary, /samples/);
  assert.equal((await engine.open({kind: 'kept', id: cpu.id}, () => {})).info.name, 'before');
});

test('a profile keeps its name and its note when its file is opened again', async () => {
  const engine = engineWith();
  const {info} = await open(engine, 'go1.24.cpu.pb.gz');
  await engine.annotate(info.id, {name: 'before', note: 'slow'});
  const again = await open(engine, 'go1.24.cpu.pb.gz');
  assert.equal(again.info.name, 'before');
  assert.deepEqual((await engine.library()).map(({note}) => note), ['slow']);
});

/** A profile of one sample and a comment of five megabytes. */
function largeFile(): File {
  return new File([new Uint8Array(encodeProfile(profileOf('cpu nanoseconds', 'main 1', (builder) => (builder.comments = ['x'.repeat(5_000_000)]))))], 'large.pb');
}

test('what was pasted or made here is in the library before it is open, whatever its size', async () => {
  const library = new MemoryLibrary<KeptProfile>();
  const bytes = new Uint8Array(await largeFile().arrayBuffer());
  const {info} = await engineWith(library).open({kind: 'bytes', name: 'merged', bytes}, () => {});
  assert.deepEqual((await library.list()).map(({id}) => id), [info.id]);
});

test('a small profile is kept from the moment it is open, without a question and without a wait', async (t) => {
  const wait = globalThis.setTimeout;
  t.mock.method(globalThis, 'setTimeout', ((run: () => void, millis = 0) => (millis < 100 ? wait(run, millis) : 0)) as typeof setTimeout);
  const library = new MemoryLibrary<KeptProfile>();
  const engine = engineWith(library);
  const {id} = (await engine.open({kind: 'file', file: new File([new Uint8Array(bytesOf('go1.24.cpu.pb.gz'))], 'cpu.pb.gz')}, () => {})).info;
  assert.deepEqual(await engine.kept(id), {kept: true});
  assert.deepEqual((await library.list()).map((entry) => entry.id), [id]);
});

test('what was collected is in the library before it is open', async () => {
  const library = new MemoryLibrary<KeptProfile>();
  const {port1, port2} = new MessageChannel();
  const bytes = bytesOf('go1.24.cpu.pb.gz');
  port1.postMessage({kind: 'head', length: bytes.length});
  port1.postMessage({kind: 'bytes', bytes});
  port1.postMessage({kind: 'end'});
  const {info} = await engineWith(library).open({kind: 'port', name: 'cpu', address: 'http://box:6060/debug/pprof/profile', port: port2}, () => {});
  assert.deepEqual((await library.list()).map(({id, source, service}) => [id, source, service]), [[info.id, 'http://box:6060/debug/pprof/profile', 'box:6060']]);
  port1.close();
});

test('a large profile is kept after the first answer about it, or when nobody asks', async () => {
  const library = new MemoryLibrary<KeptProfile>();
  const engine = engineWith(library);
  const asked = (await engine.open({kind: 'file', file: largeFile()}, () => {})).info;
  await engine.report(asked.id, 'flamegraph', defaultConfig);
  assert.deepEqual(await library.list(), []);
  assert.deepEqual(await engine.kept(asked.id), {kept: true});
  const unasked = engineWith(library);
  const {info: {id}} = await unasked.open({kind: 'file', file: largeFile()}, () => {});
  assert.deepEqual(await unasked.kept(id), {kept: true});
});

test('a large profile is kept after a question that has no answer', async () => {
  const engine = engineWith();
  const {id} = (await engine.open({kind: 'file', file: largeFile()}, () => {})).info;
  await failureOf(engine.report(id, 'flamegraph', {...defaultConfig, focus: '('}));
  assert.deepEqual(await engine.kept(id), {kept: true});
});

test('profiles that nobody looks at get their shape too', async () => {
  const engine = engineWith();
  await open(engine, 'go1.24.cpu.pb.gz');
  await open(engine, 'go1.24.server.heap.pb.gz');
  assert.ok((await engine.library()).every(({stamp}) => stamp.length > 0));
});

test('a file that has changed since it was opened is not kept as what it was', async () => {
  const engine = engineWith();
  const changing = largeFile();
  const {info} = await engine.open({kind: 'file', file: changing}, () => {});
  changing.arrayBuffer = async () => new Uint8Array(bytesOf('go1.24.server.heap.pb.gz')).buffer;
  assert.match(JSON.stringify(await engine.kept(info.id)), /has changed since it was opened/);
  assert.ok(await engine.report(info.id, 'top', defaultConfig));
});

test('a kept profile is found by the beginning of its fingerprint', async () => {
  const engine = engineWith();
  const {id} = (await open(engine, 'go1.24.cpu.pb.gz')).info;
  assert.equal((await engine.find(id.slice(0, 12)))?.id, id);
  assert.equal(await engine.find(id.slice(0, 7)), undefined);
  assert.equal(await engine.find('0123456789abcdef'), undefined);
});

test('the original bytes come back as they were, and a forgotten profile does not', async () => {
  const engine = engineWith();
  const {id} = (await open(engine, 'go1.24.cpu.pb.gz')).info;
  assert.deepEqual(await engine.original(id), bytesOf('go1.24.cpu.pb.gz'));
  await engine.forget(id);
  assert.deepEqual(await engine.library(), []);
  assert.equal((await failureOf(engine.original(id))).code, 'unknown-profile');
});

test('where the library is full the profile is open, not kept, and can still be downloaded', async () => {
  const full = new MemoryLibrary<KeptProfile>();
  full.put = () => Promise.reject(new Failure('store-full', 'there is no room'));
  const engine = engineWith(full);
  const {info} = await open(engine, 'go1.24.cpu.pb.gz');
  assert.deepEqual(await engine.kept(info.id), {kept: false, code: 'store-full', reason: 'there is no room'});
  assert.ok(await engine.report(info.id, 'top', defaultConfig));
  assert.deepEqual(await engine.original(info.id), bytesOf('go1.24.cpu.pb.gz'));
  await engine.release([]);
  assert.ok(await engine.report(info.id, 'top', defaultConfig));
});

test('where nothing can be kept everything works for as long as the tab is open', async () => {
  const engine = engineWith(new MemoryLibrary(new Failure('store-refused', 'a private window')));
  const {info} = await open(engine, 'go1.24.cpu.pb.gz');
  assert.deepEqual(await engine.kept(info.id), {kept: false, code: 'store-refused', reason: 'a private window'});
  await engine.release([]);
  assert.ok(await engine.report(info.id, 'top', defaultConfig));
});

test('opening is cancelled at once while a service is silent, and what waits behind it too', async () => {
  const engine = engineWith();
  const {port1, port2} = new MessageChannel();
  const said: unknown[] = [];
  const heard = (word: string) => new Promise<void>((resolve) => {
    const look = (): void => (said.includes(word) ? resolve() : void 0);
    port1.addEventListener('message', look);
    look();
  });
  port1.onmessage = ({data}) => said.push(data);
  const silent = engine.open({kind: 'port', name: 'profile', address: 'http://localhost/', port: port2 as unknown as MessagePort}, () => {});
  const waiting = failureOf(open(engine, 'go1.24.cpu.pb.gz'));
  await heard('more');
  await engine.cancel();
  assert.equal((await failureOf(silent)).code, 'cancelled');
  assert.equal((await waiting).code, 'cancelled');
  await heard('cancel');
  assert.ok((await open(engine, 'go1.24.cpu.pb.gz')).info);
  port1.close();
});

test('progress ends with all bytes of the file', async () => {
  const engine = engineWith();
  const seen: Progress[] = [];
  await engine.open(source('go1.24.cpu.pb.gz'), (progress) => seen.push(progress));
  const {length} = bytesOf('go1.24.cpu.pb.gz');
  assert.deepEqual([seen.at(-1)!.stage, seen.at(-1)!.bytes, seen.at(-1)!.totalBytes], ['building', length, length]);
});
