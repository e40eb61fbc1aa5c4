import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig} from '../../src/config/config.js';
import type {Config} from '../../src/config/config.js';
import {Role} from '../../src/config/role.js';
import type {Profile} from '../../src/profile/profile.js';
import {flamegraphReport} from '../../src/report/flamegraph.js';
import type {FlamegraphReport} from '../../src/report/flamegraph.js';
import {Preparer} from '../../src/report/prepare.js';
import {reports} from '../../src/report/reports.js';
import {profileOf} from '../helpers/profile-of.js';

async function flamegraph(profile: Profile, config: Partial<Config> = {}): Promise<FlamegraphReport> {
  return flamegraphReport(await new Preparer(profile).prepare(reports.flamegraph.settings({...defaultConfig, ...config})));
}

/** A line a depth: `name start+width`, each with its flat behind a slash. */
function drawn(graph: FlamegraphReport): string[] {
  const lines: string[] = [];
  for (let depth = 0; depth + 1 < graph.depthStart.length; depth++) {
    const boxes: string[] = [];
    for (let row = graph.depthStart[depth]!; row < graph.depthStart[depth + 1]!; row++) {
      boxes.push(`${graph.frames.names[graph.frame[row]!]} ${graph.start[row]}+${graph.width[row]}/${graph.flat[row]}`);
    }
    lines.push(boxes.join(' | '));
  }
  return lines;
}

test('boxes are the same frames from the root, widest first, equal ones by name', async () => {
  const graph = await flamegraph(profileOf('cpu nanoseconds', `
    main;b;x 2
    main;a;x 2
    main;c   5
    main;b   1
    main     1
    main;d   3
  `));
  assert.deepEqual(drawn(graph), [
    'root 0+14/0',
    'main 0+14/1',
    'c 0+5/5 | b 5+3/1 | d 8+3/3 | a 11+2/0',
    'x 5+2/2 | x 11+2/2',
  ]);
  assert.deepEqual([...graph.caller], [-1, 0, 1, 1, 1, 1, 3, 5]);
  assert.deepEqual([...graph.firstCallee], [1, 2, 6, 6, 7, 7, 8, 8, 8]);
  assert.deepEqual([graph.total, graph.shown], [14, 14]);
});

test('a recursive function is a box for each call', async () => {
  assert.deepEqual(drawn(await flamegraph(profileOf('cpu nanoseconds', 'f;f;f 4'))), ['root 0+4/0', 'f 0+4/0', 'f 0+4/0', 'f 0+4/4']);
});

test('inlined lines are boxes of their own, and marked where no call is a real one', async () => {
  const graph = await flamegraph(profileOf('cpu nanoseconds', `
    main;outer>inner 3
    main;outer>both  1
    main;outer;both  1
  `));
  assert.deepEqual(drawn(graph), ['root 0+5/0', 'main 0+5/0', 'outer 0+5/0', 'inner 0+3/3 | both 3+2/2']);
  assert.deepEqual([...graph.inlined], [0, 0, 0, 1, 0]);
});

test('addresses of one function are one box, and files tell equal names apart', async () => {
  const graph = await flamegraph(profileOf('cpu nanoseconds', `
    main@a.go:1;work@b.go:7 1
    main@a.go:2;work@b.go:8 2
    main@a.go:2;work@c.go:8 4
  `));
  assert.deepEqual(drawn(graph), ['root 0+7/0', 'main 0+7/0', 'work 0+4/4 | work 4+3/3']);
  assert.deepEqual(graph.frames.files, ['', 'a.go', 'c.go', 'b.go']);
});

test('under the granularity of lines a box is named with its line', async () => {
  const graph = await flamegraph(profileOf('cpu nanoseconds', 'main@a.go:1 1\n main@a.go:2 2'), {granularity: 'lines'});
  assert.deepEqual(drawn(graph), ['root 0+3/0', 'main:2 0+2/2 | main:1 2+1/1']);
});

test('a location without a function is a box named by its binary', async () => {
  const graph = await flamegraph(profileOf('cpu nanoseconds', 'main 1', (builder) => {
    builder.sample([builder.location(builder.mapping({file: '/lib/libc.so'}), 0x10n), 0], [2]);
  }));
  assert.deepEqual(drawn(graph), ['root 0+3/0', 'main 0+3/1', '[libc.so] 0+2/2']);
});

test('what weighs nothing is left out, and what cancels out is not', async () => {
  const graph = await flamegraph(profileOf('cpu nanoseconds', `
    main;zero 0
    main;both 3
    main;both -3
    main;less -5
  `));
  assert.deepEqual(drawn(graph), ['root 0+11/0', 'main 0+11/0', 'both 0+6/0 | less 6+5/-5']);
  assert.deepEqual([...graph.cum], [-5, -5, 0, -5]);
  assert.equal(graph.shown, 11);
});

test('a sample without frames counts in the root', async () => {
  const graph = await flamegraph(profileOf('cpu nanoseconds', '- 2\n main 1'));
  assert.deepEqual(drawn(graph), ['root 0+3/2', 'main 0+1/1']);
});

test('another sample type weighs the same boxes anew', async () => {
  const preparer = new Preparer(profileOf('samples count, cpu nanoseconds', `
    main;a 1 100
    main;b 2  50
    main;c 0   7
  `));
  const make = async (sampleIndex: string) => drawn(await flamegraphReport(await preparer.prepare(reports.flamegraph.settings({...defaultConfig, sampleIndex}))));
  assert.deepEqual((await make('cpu'))[2], 'a 0+100/100 | b 100+50/50 | c 150+7/7');
  assert.deepEqual((await make('samples'))[2], 'b 0+2/2 | a 2+1/1');
  assert.deepEqual((await make('cpu'))[2], 'a 0+100/100 | b 100+50/50 | c 150+7/7');
});

test('a filter leaves the total and takes from what is shown', async () => {
  const graph = await flamegraph(profileOf('cpu nanoseconds', 'main;a 1\n main;b 2'), {focus: 'a$'});
  assert.deepEqual(drawn(graph), ['root 0+1/0', 'main 0+1/0', 'a 0+1/1']);
  assert.deepEqual([graph.total, graph.shown], [3, 1]);
});

test('a filter leaves its own stacks, whatever was asked of the same profile before', async () => {
  const preparer = new Preparer(profileOf('cpu nanoseconds', 'main;a;x 1\n main;b;x 2\n main;b;y 4\n c;x 8'));
  const make = async (config: Partial<Config>) => drawn(await flamegraphReport(await preparer.prepare(reports.flamegraph.settings({...defaultConfig, ...config}))));
  const ofB = ['root 0+6/0', 'main 0+6/0', 'b 0+6/0', 'y 0+4/4 | x 4+2/2'];
  assert.deepEqual(await make({focus: '^b$'}), ofB);
  assert.deepEqual(await make({ignore: '^b$'}), ['root 0+9/0', 'c 0+8/0 | main 8+1/0', 'x 0+8/8 | a 8+1/0', 'x 8+1/1']);
  assert.deepEqual(await make({}), ['root 0+15/0', 'c 0+8/0 | main 8+7/0', 'x 0+8/8 | b 8+6/0 | a 14+1/0', 'y 8+4/4 | x 12+2/2 | x 14+1/1']);
  assert.deepEqual(await make({hide: '^b$'}), ['root 0+15/0', 'c 0+8/0 | main 8+7/0', 'x 0+8/8 | y 8+4/4 | x 12+2/2 | a 14+1/0', 'x 14+1/1']);
  assert.deepEqual(await make({focus: '^b$'}), ofB);
});

test('categories are by garbage collection, then allocation, then the leaf', async () => {
  const {categories} = await flamegraph(profileOf('cpu nanoseconds', `
    main.main@/app/main.go;main.work@/app/main.go                                        1
    main.main@/app/main.go;runtime.mallocgc@/go/src/runtime/malloc.go;runtime.x@/go/src/runtime/x.go 2
    runtime.mallocgc@/go/src/runtime/malloc.go;runtime.gcAssistAlloc@/go/src/runtime/mgcmark.go      4
    main.main@/app/main.go;strings.Index@/go/src/strings/strings.go                       8
    main.main@/app/main.go;runtime.futex@/go/src/runtime/sys.s                            16
    main.main@/app/main.go;github.com/a/b.F@/root/go/pkg/mod/github.com/a/b@v1.0.0/f.go   32
  `));
  const shares = {yourCode: 1, allocation: 2, gc: 4, standardLibrary: 8, runtime: 16, modules: 32, root: 0};
  for (const [name, share] of Object.entries(shares)) assert.equal(categories[Role[name as keyof typeof Role]], share, name);
});

test('the first frame is the root', async () => {
  const {frames} = await flamegraph(profileOf('cpu nanoseconds', 'main 1'));
  assert.equal(frames.names[0], 'root');
  assert.equal(frames.roles[0], Role.root);
});

test('a stack of a million frames is a million boxes', async () => {
  const deep = profileOf('cpu nanoseconds', 'f 1');
  const length = 1_000_000;
  const caller = new Int32Array(length);
  for (let row = 0; row < length; row++) caller[row] = row - 1;
  const profile = {
    ...deep,
    stacks: {length, caller, location: new Uint32Array(length)},
    samples: {...deep.samples, stack: Int32Array.of(length - 1)},
  };
  const graph = await flamegraph(profile);
  assert.equal(graph.depthStart.length, length + 2);
  assert.equal(graph.flat[length], 1);
  assert.equal(graph.truncated, false);
});

test('lines times frames past any screen are cut, and the cost below the cut is kept', async () => {
  const length = 30_000;
  const profile = profileOf('cpu nanoseconds', 'f 1', (builder) => {
    const lines = Array.from({length}, (_, line) => ({function: 0, line}));
    const location = builder.location(0, 0x20n, lines);
    builder.sample(new Array<number>(length).fill(location), [7]);
  });
  const graph = await flamegraph(profile);
  assert.equal(graph.truncated, true);
  assert.equal(graph.width[0], 8);
  assert.ok(graph.width.length < 5_000_000);
  assert.equal(graph.flat.reduce((sum, value) => sum + value), 1);
});

test('the boxes are those that a plain walk over the samples gives', async () => {
  let seed = 7;
  const upTo = (limit: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  // Few names at the root and many below it, so that some boxes have dozens of callees.
  const frame = (depth: number) => (upTo(5) === 0 ? `f${upTo(3 + depth * 20)}>g${upTo(4)}` : `f${upTo(3 + depth * 20)}`);
  const samples = Array.from({length: 600}, () => ({stack: Array.from({length: 1 + upTo(5)}, (_, depth) => frame(depth)), value: upTo(9) - 2}));
  const graph = await flamegraph(profileOf('cpu nanoseconds', samples.map(({stack, value}) => `${stack.join(';')} ${value}`).join('\n')));

  const expected = new Map<string, {width: number; cum: number; flat: number}>();
  for (const {stack, value} of samples) {
    const names = stack.join(';').split(/[;>]/);
    for (let end = 0; end <= names.length; end++) {
      const path = ['root', ...names.slice(0, end)].join(';');
      const box = expected.get(path) ?? {width: 0, cum: 0, flat: 0};
      expected.set(path, box);
      box.width += Math.abs(value);
      box.cum += value;
      if (end === names.length) box.flat += value;
    }
  }
  for (const [path, {width}] of expected) if (width === 0) expected.delete(path);

  const paths: string[] = [];
  const found = new Map<string, {width: number; cum: number; flat: number}>();
  for (let row = 0; row < graph.frame.length; row++) {
    const name = graph.frames.names[graph.frame[row]!]!;
    paths.push(row === 0 ? name : `${paths[graph.caller[row]!]!};${name}`);
    found.set(paths[row]!, {width: graph.width[row]!, cum: graph.cum[row]!, flat: graph.flat[row]!});
  }
  assert.equal(found.size, graph.frame.length);
  assert.deepEqual([...found].sort(), [...expected].sort());
  for (let row = 0; row < graph.frame.length; row++) {
    let left = graph.start[row]!;
    for (let callee = graph.firstCallee[row]!; callee < graph.firstCallee[row + 1]!; callee++) {
      assert.equal(graph.caller[callee], row);
      assert.equal(graph.start[callee], left);
      left += graph.width[callee]!;
      if (callee > graph.firstCallee[row]!) assert.ok(graph.width[callee]! <= graph.width[callee - 1]!);
    }
  }
});
