import assert from 'node:assert/strict';
import {test} from 'node:test';
import {layoutGraph, type LayoutArrow, type LayoutBox, type Placement} from '../../src/layout/layout.js';
import {pointAt} from '../../src/layout/splines.js';
import {networkSimplex} from '../../src/layout/simplex.js';

const box = (width = 60, height = 30): LayoutBox => ({width, height});
const arrow = (from: number, to: number, weight = 1, labelWidth = 0): LayoutArrow => ({from, to, weight, labelWidth, labelHeight: labelWidth > 0 ? 14 : 0});

function points(placement: Placement, curve: number): [number, number][] {
  const cells = placement.curves[curve]!;
  const found: [number, number][] = [];
  for (let piece = 0; piece + 7 < cells.length; piece += 6) for (let i = 0; i <= 16; i++) found.push(pointAt(cells, piece, i / 16));
  return found;
}

/** Arrows that pass through a box that is not one of their ends. */
function trespassers(boxes: readonly LayoutBox[], arrows: readonly LayoutArrow[], placement: Placement): string[] {
  return arrows.flatMap(({from, to}, curve) =>
    boxes.flatMap(({width, height}, at) =>
      at !== from && at !== to && points(placement, curve).some(([x, y]) => Math.abs(x - placement.x[at]!) < width / 2 && Math.abs(y - placement.y[at]!) < height / 2)
        ? [`${from}->${to} through ${at}`]
        : []));
}

test('heavy edges are made short before light ones', () => {
  // a -> b -> c and a -> c, d -> c: d may hang low, next to c.
  const ranks = networkSimplex({nodes: 4, tail: [0, 1, 0, 3], head: [1, 2, 2, 2], minLength: [1, 1, 1, 1], weight: [1, 1, 1, 5]});
  assert.deepEqual([...ranks], [0, 1, 2, 1]);
});

test('what is not connected is ranked all the same', () => {
  assert.deepEqual([...networkSimplex({nodes: 3, tail: [0], head: [1], minLength: [3], weight: [1]})], [0, 3, 0]);
});

test('callers stand above callees, also where a circle must be broken', () => {
  const placement = layoutGraph([box(), box(), box()], [arrow(0, 1), arrow(1, 2), arrow(2, 1)]);
  assert.ok(placement.y[0]! < placement.y[1]! && placement.y[1]! < placement.y[2]!);
  const back = points(placement, 2);
  assert.ok(back[0]![1] > back.at(-1)![1], 'the arrow that closes the circle runs up');
});

test('boxes keep their distance and lie inside the picture', () => {
  const boxes = [box(), box(100), box(40), box(80)];
  const placement = layoutGraph(boxes, [arrow(0, 1), arrow(0, 2), arrow(0, 3)]);
  const row = [1, 2, 3].sort((a, b) => placement.x[a]! - placement.x[b]!);
  for (let i = 1; i < 3; i++) {
    const gap = placement.x[row[i]!]! - boxes[row[i]!]!.width / 2 - placement.x[row[i - 1]!]! - boxes[row[i - 1]!]!.width / 2;
    assert.ok(gap >= 17, `gap ${gap}`);
  }
  boxes.forEach(({width}, at) => assert.ok(placement.x[at]! - width / 2 >= 0 && placement.x[at]! + width / 2 <= placement.width));
});

test('two arrows that need not cross do not', () => {
  const placement = layoutGraph([box(), box(), box(), box()], [arrow(0, 3), arrow(1, 2)]);
  assert.equal(placement.x[0]! < placement.x[1]!, placement.x[3]! < placement.x[2]!);
});

test('a long arrow goes round the boxes between its ends', () => {
  const boxes = [box(), box(200, 60), box(200, 60), box(200, 60), box()];
  const arrows = [arrow(0, 1), arrow(1, 2), arrow(2, 3), arrow(3, 4), arrow(0, 4, 1, 40), arrow(0, 2), arrow(1, 4)];
  assert.deepEqual(trespassers(boxes, arrows, layoutGraph(boxes, arrows)), []);
});

test('a label stands beside its arrow, between the boxes it connects', () => {
  const placement = layoutGraph([box(), box()], [arrow(0, 1, 1, 40)]);
  assert.ok(placement.labelY[0]! > placement.y[0]! + 15 && placement.labelY[0]! < placement.y[1]! - 15);
  assert.ok(placement.labelX[0]! - 20 > placement.x[0]!);
});

test('the same graph has the same places', () => {
  const arrows = Array.from({length: 60}, (_, i) => arrow(i % 20, 20 + ((i * 7) % 20), 1 + (i % 5), i % 3 === 0 ? 30 : 0));
  const boxes = Array.from({length: 40}, (_, i) => box(40 + (i % 7) * 10, 20 + (i % 3) * 15));
  const [one, two] = [layoutGraph(boxes, arrows), layoutGraph(boxes, arrows)];
  assert.deepEqual(one, two);
  assert.deepEqual(trespassers(boxes, arrows, one), []);
});

test('no boxes make an empty picture', () => {
  const {width, height, curves} = layoutGraph([], []);
  assert.deepEqual([width, height, curves.length], [0, 0, 0]);
});
