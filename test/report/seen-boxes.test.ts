import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig} from '../../src/config/config.js';
import type {Config} from '../../src/config/config.js';
import type {Profile} from '../../src/profile/profile.js';
import type {FlamegraphReport, FlameWish} from '../../src/report/flamegraph.js';
import {Preparer} from '../../src/report/prepare.js';
import {reports} from '../../src/report/reports.js';
import {profileOf} from '../helpers/profile-of.js';

async function flamegraph(profile: Profile, wish: FlameWish = {}, config: Partial<Config> = {}): Promise<FlamegraphReport> {
  return reports.flamegraph.make(await new Preparer(profile).prepare(reports.flamegraph.settings({...defaultConfig, ...config})), wish);
}

/** A line a box: its names, `start+width/flat`, and how many of its callees are here of how many there are. */
function listed(graph: FlamegraphReport): string[] {
  const paths: string[] = [];
  return Array.from(graph.frame, (its, row) => {
    paths.push(row === 0 ? 'root' : `${row < graph.depthStart[2]! ? '' : `${paths[graph.caller[row]!]};`}${graph.frames.names[its]}`);
    return `${paths[row]} ${graph.start[row]}+${graph.width[row]}/${graph.flat[row]} ${graph.firstCallee[row + 1]! - graph.firstCallee[row]!} of ${graph.callees[row]}`;
  });
}

// Of 4096 × 4 a box of 4 is just wide enough to be in the answer, and one of 3 is not.
const profile = profileOf('cpu nanoseconds', `
  main;wide;deep 15616
  main;four;x        3
  main;four          1
  main;three;y       2
  main;three         1
  main;one;z         1
  main             755
  gc                 5
`);

test('boxes of less than one part of 4096 are left out, and their callers say how many and where they end', async () => {
  const graph = await flamegraph(profile);
  assert.deepEqual(listed(graph), [
    'root 0+16384/0 2 of 2',
    'main 0+16379/755 2 of 4',
    'gc 16379+5/5 0 of 0',
    'main;wide 0+15616/0 1 of 1',
    'main;four 15616+4/1 0 of 1',
    'main;wide;deep 0+15616/15616 0 of 0',
  ]);
  // 15616 + 4 + 3 + 1, and 15616 + 3.
  assert.deepEqual(Array.from(graph.calleesEnd), [16384, 15624, 16379, 15616, 15619, 0]);
  assert.deepEqual([graph.look, graph.reached, graph.truncated], [{left: 0, span: 16384}, -1, false]);
});

test('a look at a part has its boxes as the whole would have them, and around it no narrower ones', async () => {
  const graph = await flamegraph(profile, {look: {left: 15616, span: 8}});
  assert.deepEqual(listed(graph), [
    'root 0+16384/0 1 of 2',
    'main 0+16379/755 4 of 4',
    'main;wide 0+15616/0 1 of 1',
    'main;four 15616+4/1 1 of 1',
    'main;three 15620+3/1 1 of 1',
    'main;one 15623+1/0 1 of 1',
    'main;wide;deep 0+15616/15616 0 of 0',
    'main;four;x 15616+3/3 0 of 0',
    'main;three;y 15620+2/2 0 of 0',
    'main;one;z 15623+1/1 0 of 0',
  ]);
});

test('what a look leaves at one side of a caller is left out, and what is wider than it stays', async () => {
  const graph = await flamegraph(profile, {look: {left: 15620, span: 2}});
  // The callees of a box that are here are the widest, so those before what is looked at are here too.
  assert.deepEqual(listed(graph).slice(1, 5), ['main 0+16379/755 3 of 4', 'main;wide 0+15616/0 1 of 1', 'main;four 15616+4/1 0 of 1', 'main;three 15620+3/1 1 of 1']);
});

test('a box that is to be kept is here with all above it, however narrow', async () => {
  const whole = await flamegraph(profile, {look: {left: 15616, span: 8}});
  const z = whole.frames.names.indexOf('z');
  const one = whole.frames.names.indexOf('one');
  const main = whole.frames.names.indexOf('main');
  const nodes = Int32Array.from([main, one, z], (frame) => whole.nodes[frame]!);
  assert.deepEqual(listed(await flamegraph(profile, {keep: [nodes]})), [
    'root 0+16384/0 2 of 2',
    'main 0+16379/755 4 of 4',
    'gc 16379+5/5 0 of 0',
    'main;wide 0+15616/0 1 of 1',
    'main;four 15616+4/1 0 of 1',
    'main;three 15620+3/1 0 of 1',
    'main;one 15623+1/0 1 of 1',
    'main;wide;deep 0+15616/15616 0 of 0',
    'main;one;z 15623+1/1 0 of 0',
  ]);
  // What is not there is passed over.
  assert.equal((await flamegraph(profile, {keep: [Int32Array.of(nodes[2]!, nodes[0]!)]})).frame.length, 6);
});

test('a box that is found is told apart as the whole is', async () => {
  const graph = await flamegraph(profile, {reach: {kind: 'pattern', pattern: '^four$'}, look: 'reached'});
  assert.equal(graph.frames.names[graph.frame[graph.reached]!], 'four');
  assert.deepEqual(graph.look, {left: 15616, span: 4});
  assert.ok(listed(graph).includes('main;four;x 15616+3/3 0 of 0'));
});

test('in every answer a box is its self value and its callees, be they here or not', async () => {
  let seed = 3;
  const upTo = (limit: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  const lines = Array.from({length: 4000}, () => `${Array.from({length: 1 + upTo(9)}, (_, depth) => `f${upTo(2 + depth * 3)}`).join(';')} ${1 + Math.floor(1e7 ** (upTo(1000) / 1000))}`);
  const random = profileOf('cpu nanoseconds', lines.join('\n'));
  const all = await flamegraph(random, {look: {left: 0, span: 1}});
  for (const wish of [{}, {look: {left: all.shown / 3, span: all.shown / 50}}, {look: {left: all.shown * 0.9, span: all.shown / 1000}}]) {
    const graph = await flamegraph(random, wish);
    assert.ok(graph.callees.some((count, row) => count > graph.firstCallee[row + 1]! - graph.firstCallee[row]!));
    for (let row = 0; row < graph.frame.length; row++) {
      assert.equal(graph.calleesEnd[row]! - graph.start[row]! + graph.flat[row]!, graph.width[row]);
      let left = graph.start[row]!;
      for (let callee = graph.firstCallee[row]!; callee < graph.firstCallee[row + 1]!; callee++) {
        assert.deepEqual([graph.caller[callee], graph.start[callee]], [row, left]);
        left += graph.width[callee]!;
      }
      assert.ok(left <= graph.calleesEnd[row]!);
    }
  }
});

test('sums past 2^53 give a self value that is not taken from a difference', async () => {
  const huge = profileOf('cpu nanoseconds', 'main;a 9007199254740993\n main;b 9007199254740995\n main 1');
  const graph = await flamegraph(huge);
  assert.equal(graph.flat[1], 1);
});

test('stacks that are turned leave narrow boxes out too', async () => {
  const graph = await flamegraph(profile, {}, {bottomUp: true});
  // deep 15616, main 755, gc 5 and four are wide enough; x, y, z, three and one are not… but for x, which is 3 of 4.
  assert.deepEqual(listed(graph).slice(0, 4), ['root 0+16384/0 3 of 8', 'deep 0+15616/15616 1 of 1', 'main 15616+755/755 0 of 0', 'gc 16371+5/5 0 of 0']);
});
