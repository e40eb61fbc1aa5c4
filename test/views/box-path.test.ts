import assert from 'node:assert/strict';
import {test} from 'node:test';
import {boxPath, findBox, namesTo, survivingBox} from '../../src/views/box-path.js';
import {boxAt, flamegraphOf} from '../helpers/flamegraph-of.js';

const stacks = `
  main;parse;alloc 20
  main;sum;alloc   50
  gc;alloc         30
`;

test('a box is found again by its path, in the same graph', () => {
  const model = flamegraphOf(stacks);
  for (let row = 0; row < model.frame.length; row++) assert.equal(findBox(model, boxPath(model, row)), row);
});

test('a path has eleven letters and digits, and the root has none', () => {
  const model = flamegraphOf(stacks);
  assert.equal(boxPath(model, 0), '');
  for (let row = 1; row < model.frame.length; row++) assert.match(boxPath(model, row), /^[0-9a-z]{11}$/);
});

test('boxes of one function under other callers have other paths', () => {
  const model = flamegraphOf(stacks);
  const paths = ['main;parse;alloc', 'main;sum;alloc', 'gc;alloc'].map((path) => boxPath(model, boxAt(model, path)));
  assert.equal(new Set(paths).size, 3);
});

test('a path depends on names and order only, so another profile with the same stack has it too', () => {
  const model = flamegraphOf(stacks);
  const other = flamegraphOf('idle 900\nmain;sum;alloc 1\nmain;sum 7');
  assert.equal(findBox(other, boxPath(model, boxAt(model, 'main;sum;alloc'))), boxAt(other, 'main;sum;alloc'));
  const reversed = flamegraphOf('alloc;sum;main 1');
  assert.equal(findBox(reversed, boxPath(model, boxAt(model, 'main;sum;alloc'))), -1);
});

test('what is no path is found nowhere', () => {
  const model = flamegraphOf(stacks);
  for (const path of ['x', '00000000000', '../../etc/pw', 'ZZZZZZZZZZZ', 'zzzzzzzzzzz', '0'.repeat(1000)]) assert.equal(findBox(model, path), -1, path);
});

test('where a filter took the box away, the nearest caller that is left stands for it', () => {
  const names = namesTo(flamegraphOf(stacks), boxAt(flamegraphOf(stacks), 'main;sum;alloc'));
  assert.deepEqual(names, ['main', 'sum', 'alloc']);
  const ignored = flamegraphOf('main;sum 50\ngc 30');
  assert.equal(survivingBox(ignored, names), boxAt(ignored, 'main;sum'));
  assert.equal(survivingBox(flamegraphOf('gc 30'), names), 0);
});

test('where a filter hid a caller, the box is found without it', () => {
  const hidden = flamegraphOf('main;alloc 70\ngc;alloc 30');
  assert.equal(survivingBox(hidden, ['main', 'sum', 'alloc']), boxAt(hidden, 'main;alloc'));
});

test('a path of a hundred thousand frames is found', () => {
  const model = flamegraphOf(`${'f;g;'.repeat(50_000)}leaf 1`);
  const leaf = model.frame.length - 1;
  assert.equal(findBox(model, boxPath(model, leaf)), leaf);
});
