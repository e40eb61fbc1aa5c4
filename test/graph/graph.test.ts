import assert from 'node:assert/strict';
import {test} from 'node:test';
import {buildCallTree, buildGraph, graphSource} from '../../src/graph/graph.js';
import type {Graph, GraphSource} from '../../src/graph/graph.js';
import {buildNodes} from '../../src/graph/node.js';
import type {NodeOptions} from '../../src/graph/node.js';
import {printableName} from '../../src/graph/print-node.js';
import {edgesAt} from '../../src/graph/trim.js';
import {sumAt} from '../../src/base/sums.js';
import {keepSamples} from '../../src/profile/matching.js';
import type {Profile} from '../../src/profile/profile.js';
import {profileOf} from '../helpers/profile-of.js';

const byFunction: NodeOptions = {granularity: 'functions', noInlines: false, showColumns: false, objectNames: false, trimPath: '', sourcePath: ''};

function sourceOf(profile: Profile, options: Partial<NodeOptions> = {}, more: {mean?: boolean; dropNegative?: boolean} = {}): GraphSource {
  return graphSource(profile, buildNodes(profile, {...byFunction, ...options}), {valueRow: profile.sampleTypes.length - 1, mean: false, dropNegative: false, ...more});
}

/** `name flat cum` a node, by name. */
function nodesOf(graph: Graph): string[] {
  return [...graph.rows].map((row) => `${printableName(graph.nodes, graph.place[row]!)} ${sumAt(graph.shownFlat, row)} ${sumAt(graph.shownCum, row)}`).sort();
}

/** `caller → callee weight`, with what is odd about the edge, by name. */
function edgesOf({nodes, place, edges}: Graph): string[] {
  const name = (row: number) => printableName(nodes, place[row]!);
  return Array.from({length: edges.length}, (_, edge) => {
    const odd = `${edges.residual[edge] === 1 ? ' residual' : ''}${edges.inline[edge] === 1 ? ' inline' : ''}`;
    return `${name(edges.source[edge]!)} → ${name(edges.target[edge]!)} ${sumAt(edges.shown, edge)}${odd}`;
  }).sort();
}

test('a recursive function and a repeated call count once a sample', () => {
  const graph = buildGraph(sourceOf(profileOf('cpu nanoseconds', `
    main;walk;walk;walk 10
    main;walk;visit;walk;visit 5
  `)));
  assert.deepEqual(nodesOf(graph), ['main 0 15', 'visit 5 5', 'walk 10 15']);
  assert.deepEqual(edgesOf(graph), ['main → walk 15', 'visit → walk 5', 'walk → visit 5']);
});

test('samples that weigh nothing leave no trace, those that cancel out leave their edges', () => {
  const graph = buildGraph(sourceOf(profileOf('cpu nanoseconds', `
    main;work 10
    main;idle 0
    main;gone 7
    main;gone -7
  `)));
  assert.deepEqual(nodesOf(graph), ['main 0 10', 'work 10 10']);
  assert.deepEqual(edgesOf(graph), ['main → gone 0', 'main → work 10']);
});

test('an edge is inline where every call of it was inlined', () => {
  const graph = buildGraph(sourceOf(profileOf('cpu nanoseconds', `
    main;work>fast>deep 10
    main;work;fast 5
  `)));
  assert.deepEqual(edgesOf(graph), ['fast → deep 10 inline', 'main → work 15', 'work → fast 15']);
});

test('noinlines leaves the outermost line of each location', () => {
  const graph = buildGraph(sourceOf(profileOf('cpu nanoseconds', 'main;work>fast>deep 10'), {noInlines: true}));
  assert.deepEqual(nodesOf(graph), ['main 0 10', 'work 10 10']);
});

test('an edge over a node that is left out is residual, and what that node costs itself is nobody\'s', () => {
  const source = sourceOf(profileOf('cpu nanoseconds', `
    main;work;alloc 10
    main;work 5
  `));
  const kept = Uint8Array.from({length: source.nodes.length}, (_, node) => (printableName(source.nodes, node) === 'work' ? 0 : 1));
  const graph = buildGraph(source, {kept});
  assert.deepEqual(nodesOf(graph), ['alloc 10 10', 'main 0 15']);
  assert.deepEqual(edgesOf(graph), ['main → alloc 10 residual']);
});

test('a call tree has a node for each way to reach it', () => {
  const graph = buildCallTree(sourceOf(profileOf('cpu nanoseconds', `
    main;parse;alloc 1
    main;alloc 2
    main;alloc;alloc 4
  `)));
  assert.deepEqual(nodesOf(graph), ['alloc 1 1', 'alloc 2 6', 'alloc 4 4', 'main 0 7', 'parse 0 1']);
});

test('under mean, what is printed is divided by the events', () => {
  const graph = buildGraph(sourceOf(profileOf('contentions count, delay nanoseconds', `
    main;lock 2 10
    main;wait 0 7
  `), {}, {mean: true}));
  assert.deepEqual(nodesOf(graph), ['lock 5 5', 'main 0 8', 'wait 7 7']);
});

test('drop_negative leaves out what became cheaper', () => {
  const graph = buildGraph(sourceOf(profileOf('cpu nanoseconds', `
    main;slower 10
    main;faster -30
  `), {}, {dropNegative: true}));
  assert.deepEqual(nodesOf(graph), ['slower 10 10']);
});

test('sums past 2^53 keep every bit, and past 2^63 wrap', () => {
  const graph = buildGraph(sourceOf(profileOf('cpu nanoseconds', `
    main;a 9223372036854775807
    main;b 2
    main;c -9007199254740993
  `)));
  assert.deepEqual(nodesOf(graph), [
    'a 9223372036854775807 9223372036854775807', 'b 2 2', 'c -9007199254740993 -9007199254740993', 'main 0 9214364837600034816',
  ]);
  const wrapped = buildGraph(sourceOf(profileOf('cpu nanoseconds', `
    main;a 9223372036854775807
    main;b 2
  `)));
  assert.deepEqual(nodesOf(wrapped)[2], 'main 0 -9223372036854775807');
});

test('nodes are as fine as the granularity says', () => {
  const profile = profileOf('cpu nanoseconds', `
    main@a.go:1;work@x//w.go:2 1
    main@a.go:9;work@y/w.go:3  2
  `);
  const names = (granularity: NodeOptions['granularity']) => nodesOf(buildGraph(sourceOf(profile, {granularity}))).map((text) => text.split(' ').slice(0, -2).join(' '));
  assert.deepEqual(names('functions'), ['main', 'work']);
  assert.deepEqual(names('filefunctions'), ['main a.go', 'work x/w.go', 'work y/w.go']);
  assert.deepEqual(names('files'), ['a.go', 'x/w.go', 'y/w.go']);
  assert.deepEqual(names('lines'), ['main a.go:1', 'main a.go:9', 'work x/w.go:2', 'work y/w.go:3']);
  assert.deepEqual(names('addresses')[0], '0000000000001000 main a.go:1');
});

test('what has no name is called by its binary', () => {
  const profile = profileOf('cpu nanoseconds', '', (builder) => {
    const known = builder.mapping({file: '/usr/lib/libc.so'});
    builder.sample([builder.location(known, 0x10n), builder.location(-1, 0x20n)], [1]);
  });
  assert.deepEqual(nodesOf(buildGraph(sourceOf(profile))), ['<unknown> 0 1', '[libc.so] 1 1']);
});

test('a stack of a million frames is walked', () => {
  const depth = 1_000_000;
  const profile = profileOf('cpu nanoseconds', '', (builder) => {
    const mapping = builder.mapping({});
    const names = ['even', 'odd'].map((name) => builder.location(mapping, 1n, [{function: builder.function_(name)}]));
    builder.sample(Array.from({length: depth}, (_, i) => names[i % 2]!), [3]);
  });
  assert.deepEqual(edgesOf(buildGraph(sourceOf(profile))), ['even → odd 3', 'odd → even 3']);
});

test('edges into and out of some nodes are those of all edges', () => {
  let seed = 11;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 40; round++) {
    const text = Array.from({length: 1 + random(6)}, () => {
      const frames = Array.from({length: 1 + random(7)}, (_, at) => `${at === 0 ? '' : random(3) === 0 ? '>' : ';'}${'abcde'[random(5)]!}`);
      return `${frames.join('')} ${random(5) - 1}`;
    }).join('\n');
    const source = sourceOf(profileOf('cpu nanoseconds', text));
    const all = buildGraph(source);
    const into = Uint8Array.from({length: all.length}, () => random(2));
    const outOf = Uint8Array.from({length: all.length}, () => random(2));
    const {source: from, target: to} = all.edges;
    const expected = edgesOf({...all, edges: edgesAt(all.edges, Int32Array.from(from.keys()).filter((edge) => into[to[edge]!] === 1 || outOf[from[edge]!] === 1))});
    assert.deepEqual(edgesOf(buildGraph(source, {into, outOf})), expected, text);
    assert.deepEqual(edgesOf(buildGraph(source, {into, outOf, kept: new Uint8Array(all.length).fill(1)})), expected, text);
  }
});

test('nodes cost what the samples through them do, each sample once, in every column and after a filter', () => {
  let seed = 11;
  const random = (below: number) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0, (seed >>> 8) % below);
  const frame = () => ['a', 'b', 'c', 'd>a', 'b>c>b', 'e'][random(6)]!;
  for (let round = 0; round < 60; round++) {
    const lines = Array.from({length: 1 + random(30)}, () => {
      const stack = Array.from({length: random(7)}, frame).join(';') || '-';
      return {names: stack === '-' ? [] : stack.split(/[;>]/), stack, values: [random(5), random(9) - 4]};
    });
    const profile = profileOf('samples count, delta bytes', lines.map(({stack, values}) => `${stack} ${values.join(' ')}`).join('\n'));
    const nodes = buildNodes(profile, byFunction);
    const isLeft = (line: number) => line % 3 !== 1;
    const filtered = keepSamples(profile, Uint8Array.from(lines, (_, line) => (isLeft(line) ? 1 : 0)));
    for (const [of, among] of [[profile, lines], [filtered, lines.filter((_, line) => isLeft(line))]] as const) {
      for (const valueRow of [0, 1]) {
        const {flat, cum} = buildGraph(graphSource(of, nodes, {valueRow, mean: false, dropNegative: false}));
        for (let row = 0; row < nodes.nodes.length; row++) {
          const name = printableName(nodes.nodes, row);
          const sum = (counts: (names: readonly string[]) => boolean) => among.reduce((all, {names, values}) => all + (counts(names) ? values[valueRow]! : 0), 0);
          assert.equal(cum.numbers[row], sum((names) => names.includes(name)));
          assert.equal(flat.numbers[row], sum((names) => names.at(-1) === name));
        }
      }
    }
  }
});
