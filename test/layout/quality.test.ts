import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {layoutGraph} from '../../src/layout/layout.js';
import {measure, type Box} from './measure.js';

/** A call graph of one of our profiles with the sizes that dot gave its boxes and labels, and how good dot's own drawing is. */
interface Golden {
  readonly name: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly (readonly [from: number, to: number, weight: number, labelWidth: number, labelHeight: number])[];
  /** Graphviz 2.43: measured on its curves by `measure`. */
  readonly dot: {readonly crossings: number; readonly area: number};
}

const graphs = JSON.parse(readFileSync(new URL('graphs.json', import.meta.url), 'utf8')) as readonly Golden[];

for (const {name, boxes, arrows, dot} of graphs) {
  test(`${name}: arrows cross as rarely as dot's, pass through no box, and take no more room`, () => {
    const placement = layoutGraph(
      boxes.map(([width, height]) => ({width, height})),
      arrows.map(([from, to, weight, labelWidth, labelHeight]) => ({from, to, weight, labelWidth, labelHeight})),
    );
    const {crossings, trespasses, area} = measure(boxes, arrows, placement);
    assert.equal(trespasses, 0);
    // One more is nothing in a drawing that has few.
    assert.ok(crossings <= dot.crossings * 1.1 + 1, `${crossings} crossings, dot has ${dot.crossings}`);
    assert.ok(area <= dot.area * 1.2, `area ${Math.round(area)}, dot takes ${dot.area}`);
  });
}

test('two curves that cross twice count twice, and a box under a curve is noticed', () => {
  const line = (...points: number[]) => Float64Array.from(points);
  const straight = line(0, 0, 0, 10, 0, 20, 0, 30);
  // From the right to the left and back.
  const bent = line(5, 0, -20, 10, -20, 20, 5, 30);
  const boxes: Box[] = [[4, 4], [4, 4], [4, 4]];
  const arrows = [[0, 1], [0, 1]] as const;
  const at = {x: [100, 100, 0], y: [0, 30, 15], width: 10, height: 30};
  assert.deepEqual(measure(boxes, arrows, {...at, curves: [straight, bent]}), {crossings: 2, trespasses: 1, area: 300});
});
