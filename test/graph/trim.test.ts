import assert from 'node:assert/strict';
import {test} from 'node:test';
import {graphSource} from '../../src/graph/graph.js';
import {buildNodes} from '../../src/graph/node.js';
import {printableName} from '../../src/graph/print-node.js';
import {trimSourcePath} from '../../src/graph/trim-path.js';
import {trimmedGraph} from '../../src/graph/trim.js';
import type {TrimOptions, TrimmedGraph} from '../../src/graph/trim.js';
import {profileOf} from '../helpers/profile-of.js';

function trimmed(text: string, options: Partial<TrimOptions>): TrimmedGraph {
  const profile = profileOf('cpu nanoseconds', text);
  const nodes = buildNodes(profile, {granularity: 'functions', noInlines: false, showColumns: false, objectNames: false, trimPath: '', sourcePath: ''});
  return trimmedGraph(graphSource(profile, nodes, {valueRow: 0, mean: false, dropNegative: false}), {nodeCount: 0, nodeFraction: 0, edgeFraction: 0, sort: 'flat', ...options});
}

function names({graph}: TrimmedGraph): string[] {
  return [...graph.rows].map((row) => printableName(graph.nodes, row));
}

test('rows stand by flat, equal ones by name', () => {
  assert.deepEqual(names(trimmed(`
    main;b 5
    main;a 5
    main;c -9
  `, {})), ['c', 'a', 'b', 'main']);
});

test('rows stand by cum where that is asked', () => {
  assert.deepEqual(names(trimmed(`
    main;work;b 5
    main;a 6
  `, {sort: 'cum'})), ['main', 'a', 'b', 'work']);
});

test('a node at the cut stays, one below it goes and is counted', () => {
  const graph = trimmed(`
    main;heavy 94
    main;fair 5
    main;light 1
  `, {nodeFraction: 0.05});
  assert.deepEqual(names(graph), ['heavy', 'fair', 'main']);
  assert.equal(graph.droppedNodes, 1);
});

test('of more nodes than asked for the first are shown', () => {
  const graph = trimmed(`
    main;a 3
    main;b 2
    main;c 1
  `, {nodeCount: 2});
  assert.deepEqual(names(graph), ['a', 'b']);
  assert.equal(graph.originalCount, 4);
  assert.equal(graph.graph.edges.length, 0);
});

test('light edges are dropped and counted', () => {
  const graph = trimmed(`
    main;a 99
    main;b 1
  `, {edgeFraction: 0.1});
  assert.equal(graph.droppedEdges, 1);
  assert.equal(graph.graph.edges.length, 1);
});

test('a path loses the prefix that is named, or what stands before a folder that is searched', () => {
  const facts: [string, string, string, string][] = [
    ['/build/app/x.go', '/build', '', 'app/x.go'], ['/build/app/x.go', '/other:/build/', '', 'app/x.go'], ['/build/app/x.go', '', '/home/me/app', 'x.go'],
    ['/proc/self/cwd/x.go', '', '', 'x.go'], ['/build/app/x.go', '', '', '/build/app/x.go'],
  ];
  for (const [path, prefix, search, short] of facts) assert.equal(trimSourcePath(path, prefix, search), short);
});
