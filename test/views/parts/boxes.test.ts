import assert from 'node:assert/strict';
import {test} from 'node:test';
import {deepestBelow, depthOf, leavesOut, matchedBoxes, nearestTo, nodesTo, pathTo, widestOf} from '../../../src/views/parts/boxes.js';
import {framesWith} from '../../../src/views/parts/frame-search.js';
import {boxAt, flamegraphOf} from '../../helpers/flamegraph-of.js';

const model = flamegraphOf(`
  main;walk;walk;alloc 10
  main;walk            5
  main;alloc           20
  gc;Allocate          40
  gc                   25
`);

test('a box knows its depth and the boxes above it', () => {
  assert.deepEqual(['', 'gc', 'main;walk', 'main;walk;walk;alloc'].map((path) => depthOf(model, boxAt(model, path))), [0, 1, 2, 4]);
  const alloc = boxAt(model, 'main;walk;walk;alloc');
  assert.deepEqual(Array.from(pathTo(model, alloc)), ['', 'main', 'main;walk', 'main;walk;walk', 'main;walk;walk;alloc'].map((path) => boxAt(model, path)));
});

test('the deepest box below another is found', () => {
  assert.deepEqual(['', 'main', 'gc', 'gc;Allocate'].map((path) => deepestBelow(model, boxAt(model, path))), [4, 4, 2, 2]);
});

test('the widest box of a function is found, and none of a function that is not there', () => {
  assert.equal(widestOf(model, 'alloc'), boxAt(model, 'main;alloc'));
  assert.equal(widestOf(model, 'walk'), boxAt(model, 'main;walk'));
  assert.equal(widestOf(model, 'root'), -1);
  assert.equal(widestOf(model, 'nowhere'), -1);
});

test('a box is found by its nodes in another model of the same stacks, or the last one on the way to it', () => {
  const walk = boxAt(model, 'main;walk;walk');
  const nodes = nodesTo(model, walk);
  assert.equal(nodes.length, 3);
  assert.deepEqual(nearestTo(model, nodes), {row: walk, isThere: true});
  assert.deepEqual(nearestTo(model, Int32Array.of(...nodes, 99)), {row: walk, isThere: false});
  assert.deepEqual(nearestTo(model, new Int32Array()), {row: 0, isThere: true});
});

test('a model with more callees than rows leaves boxes out', () => {
  assert.equal(leavesOut(model), false);
  assert.equal(leavesOut({...model, callees: model.callees.map((count) => count + 1)}), true);
});

test('a search counts no sample twice, and every box', () => {
  assert.deepEqual(matchedBoxes(model, framesWith(model.frames, 'alloc')), {matches: 3, width: 10 + 20 + 40});
  // walk 15 holds the alloc of 10.
  const marked = framesWith(model.frames, 'alloc');
  marked[model.frames.names.indexOf('walk')] = 1;
  assert.deepEqual(matchedBoxes(model, marked), {matches: 5, width: 15 + 20 + 40});
});

test('a search does not tell capitals from small letters and takes no letter for a pattern', () => {
  const names = ['root', 'main.(*T).Run', 'main.run', 'MAIN.x'];
  const frames = {names, files: ['', '/src/Main.go', '', '']};
  assert.deepEqual(Array.from(framesWith(frames, '.(*T)')), [0, 1, 0, 0]);
  assert.deepEqual(Array.from(framesWith(frames, 'main.')), [0, 1, 1, 1]);
  assert.deepEqual(Array.from(framesWith(frames, 'main.go')), [0, 1, 0, 0]);
  assert.deepEqual(Array.from(framesWith(frames, '(a+)+$')), [0, 0, 0, 0]);
});
