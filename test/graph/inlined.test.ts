import assert from 'node:assert/strict';
import {test} from 'node:test';
import {buildGraph, graphSource} from '../../src/graph/graph.js';
import {inlinedAlways, inlinedNever, inlinedNodes, inlinedSometimes} from '../../src/graph/inlined.js';
import {buildNodes} from '../../src/graph/node.js';
import {printableName} from '../../src/graph/print-node.js';
import {profileOf} from '../helpers/profile-of.js';

/** `name how` of each node, by what stands in the profile alone and by the edges of its graph. */
function inlinedIn(text: string): {said: string[]; byEdges: string[]} {
  const profile = profileOf('cpu nanoseconds', text);
  const nodes = buildNodes(profile, {granularity: 'functions', noInlines: false, showColumns: false, objectNames: false, trimPath: '', sourcePath: ''});
  const source = graphSource(profile, nodes, {valueRow: 0, mean: false, dropNegative: false});
  const {edges} = buildGraph(source);
  const words = new Map([[inlinedNever, 'never'], [inlinedAlways, 'always'], [inlinedSometimes, 'sometimes']]);
  const inline = new Set(edges.target.filter((_, edge) => edges.inline[edge] === 1));
  const plain = new Set(edges.target.filter((_, edge) => edges.inline[edge] === 0));
  const answer = inlinedNodes(source);
  const list = (how: (node: number) => string | undefined) => Array.from({length: nodes.nodes.length}, (_, node) => `${printableName(nodes.nodes, node)} ${how(node)}`).sort();
  return {
    said: list((node) => words.get(answer[node]!)),
    byEdges: list((node) => (!inline.has(node) ? 'never' : plain.has(node) ? 'sometimes' : 'always')),
  };
}

test('a function is inlined always, sometimes or never', () => {
  const {said} = inlinedIn(`
    main;work>fast>deep 10
    main;other;deep 5
    main;work;fast 5
  `);
  assert.deepEqual(said, ['deep sometimes', 'fast never', 'main never', 'other never', 'work never']);
});

test('calls of samples that weigh nothing are no calls', () => {
  const {said} = inlinedIn('main>fast 1\n main;fast 0');
  assert.deepEqual(said, ['fast always', 'main never']);
});

test('what is inlined is told as the edges tell it, with recursion too', () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 60; round++) {
    const lines = Array.from({length: 1 + random(6)}, () => {
      const frames = Array.from({length: 1 + random(6)}, (_, at) => `${at === 0 ? '' : random(2) === 0 ? '>' : ';'}${'abcd'[random(4)]!}`);
      return `${frames.join('')} ${random(4)}`;
    });
    const {said, byEdges} = inlinedIn(lines.join('\n'));
    assert.deepEqual(said, byEdges, lines.join('\n'));
  }
});

test('a call far below the root is told as the edges tell it, whether the same call is inlined above it or not', () => {
  const far = Array.from({length: 200}, (_, at) => `p${at}`).join(';');
  for (const [text, fast] of [
    [`main;work>fast;${far};work;fast 5`, 'fast always'],
    [`main;work>fast 3\nmain;${far};work;fast 5`, 'fast never'],
    // Looked for at nine places, all but the last of which stand below the call that is inlined.
    [`main;work>fast;${Array.from({length: 8}, (_, at) => `q${at};work;fast`).join(';')} 5\nmain;work;fast 2`, 'fast never'],
  ] as const) {
    const {said, byEdges} = inlinedIn(text);
    assert.deepEqual(said, byEdges);
    assert.ok(said.includes(fast), `${fast} in ${said.filter((name) => !/^[pq]\d/.test(name)).join()}`);
  }
});
