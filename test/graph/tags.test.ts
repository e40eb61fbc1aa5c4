import assert from 'node:assert/strict';
import {test} from 'node:test';
import {buildGraph, graphSource} from '../../src/graph/graph.js';
import {buildNodes} from '../../src/graph/node.js';
import {printableName} from '../../src/graph/print-node.js';
import {tagSource, tagsOf} from '../../src/graph/tags.js';
import type {Profile} from '../../src/profile/profile.js';
import {profileOf} from '../helpers/profile-of.js';

const byFunction = {granularity: 'functions', noInlines: false, showColumns: false, objectNames: false, trimPath: '', sourcePath: ''} as const;

/** `name label flat/cum` of each tag, by name. */
function tagsBy(profile: Profile, nodes: ReturnType<typeof buildNodes>, valueRow: number, cutoff = 0n): string[] {
  const source = graphSource(profile, nodes, {valueRow, mean: false, dropNegative: false});
  const graph = buildGraph(source);
  const tags = tagsOf(tagSource(source, {valueRow, mean: false, bytesUnit: 'bytes', outputUnit: 'bytes', callTree: false}, cutoff)!, graph, graph.rows);
  return [...tags].flatMap(([row, {labels, numeric}]) => [...labels, ...[...numeric.values()].flat()].map(({name, flat, cum}) => `${printableName(nodes.nodes, graph.place[row]!)} ${name} ${flat}/${cum}`)).sort();
}

test('labels of a node are those of the samples through it, each once, in every sample type', () => {
  const profile = profileOf('samples count, cpu nanoseconds, delta bytes', `
    main;walk;walk 1 10 0 {user=ann}
    main;walk 2 30 5 {user=bob}
    main;idle 1 0 -5 {user=ann}
    main;walk;walk 3 10 0 {user=bob}
    main;walk 1 1 1
  `);
  const nodes = buildNodes(profile, byFunction);
  for (let turn = 0; turn < 2; turn++) {
    assert.deepEqual(tagsBy(profile, nodes, 0), [
      'idle user:ann 1/1', 'main user:ann 0/2', 'main user:bob 0/5', 'walk user:ann 1/1', 'walk user:bob 5/5',
    ]);
    // A sample that weighs nothing has no labels.
    assert.deepEqual(tagsBy(profile, nodes, 1), ['main user:ann 0/10', 'main user:bob 0/40', 'walk user:ann 10/10', 'walk user:bob 40/40']);
    assert.deepEqual(tagsBy(profile, nodes, 2), ['idle user:ann -5/-5', 'main user:ann 0/-5', 'main user:bob 0/5', 'walk user:bob 5/5']);
  }
});

test('a tag is left out where neither sum comes to the cutoff, and counts all sets of labels that it stands for', () => {
  const profile = profileOf('samples count', `
    main 3 {user=ann, bytes=#16}
    main 4 {user=ann, bytes=#32}
    main 5 {user=bob}
    main;leaf 2 {user=bob}
    main;leaf 6 {user=cy}
    main -7 {user=dee}
    main 4 {user=eve}
    main -3 {user=eve}
  `);
  const nodes = buildNodes(profile, byFunction);
  // eve's come to 7 by size and to 1 by value.
  assert.deepEqual(tagsBy(profile, nodes, 0, 7n), ['main user:ann 7/7', 'main user:bob 5/7', 'main user:dee -7/-7']);
  assert.deepEqual(tagsBy(profile, nodes, 0, 4n), ['leaf user:cy 6/6', 'main 32B 4/4', 'main user:ann 7/7', 'main user:bob 5/7', 'main user:cy 0/6', 'main user:dee -7/-7']);
});
