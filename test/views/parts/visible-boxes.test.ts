import assert from 'node:assert/strict';
import {test} from 'node:test';
import {BoxList, visibleBoxes, type Viewport} from '../../../src/views/parts/visible-boxes.js';
import type {FlamegraphReport} from '../../../src/report/flamegraph.js';
import {boxAt, flamegraphOf} from '../../helpers/flamegraph-of.js';

// A hundred units on a hundred pixels, ten pixels from the left, rows of 10 with a gap of 1.
const whole: Viewport = {x: 10, width: 100, height: 100, y: 0, rowHeight: 10, gap: 1, left: 0, span: 100};

/** What is drawn, a line a depth: `name x0-x1` or `+n x0-x1`. */
function drawn(model: FlamegraphReport, viewport: Viewport): string[] {
  const {row, small, x0, x1, depthStart} = visibleBoxes(model, viewport, new BoxList());
  return depthStart.slice(0, -1).map((from, index) => {
    const cells: string[] = [];
    for (let cell = from; cell < depthStart[index + 1]!; cell++) {
      const name = small[cell] === 0 ? model.frames.names[model.frame[row[cell]!]!]! : `+${small[cell]}`;
      cells.push(`${name} ${x0[cell]}-${x1[cell]}`);
    }
    return cells.join(', ');
  });
}

test('boxes lie side by side below their caller, the widest first', () => {
  const model = flamegraphOf(`
    main;parse      20
    main;sum;alloc  50
    gc              30
  `);
  assert.deepEqual(drawn(model, whole), ['root 10-110', 'main 10-80, gc 80-110', 'sum 10-60, parse 60-80', 'alloc 10-60']);
});

test('callees narrower than a pixel are one run, and what they call is not drawn', () => {
  const model = flamegraphOf(`
    main;wide      9800
    main;a;deep      80
    main;b           70
    main;c           50
  `);
  assert.deepEqual(drawn(model, {...whole, span: 10_000}), ['root 10-110', 'main 10-110', 'wide 10-108, +3 108-110', '']);
});

test('a run that is narrower than half a pixel is left out', () => {
  const model = flamegraphOf(`
    main;wide  9960
    main;a       40
  `);
  assert.deepEqual(drawn(model, {...whole, span: 10_000}), ['root 10-110', 'main 10-110', 'wide 10-109.5999984741211']);
});

test('a zoom shows one box and what is below it over the whole width, with its callers above', () => {
  const model = flamegraphOf(`
    main;parse      20
    main;sum;alloc  50
    gc              30
  `);
  const sum = boxAt(model, 'main;sum');
  assert.deepEqual(drawn(model, {...whole, left: model.start[sum]!, span: model.width[sum]!}), ['root 10-110', 'main 10-110', 'sum 10-110', 'alloc 10-110']);
});

test('what lies left and right of the viewport is not drawn', () => {
  const model = flamegraphOf('a 40\nb 30\nc 20\nd 10');
  assert.deepEqual(drawn(model, {...whole, left: 50, span: 30}), ['root 10-110', 'b 10-76.66666412353516, c 76.66666412353516-110']);
});

test('rows above and below the viewport are not drawn', () => {
  const model = flamegraphOf('a;b;c;d;e;f 100');
  const boxes = visibleBoxes(model, {...whole, y: -25, height: 20}, new BoxList());
  assert.equal(boxes.firstDepth, 2);
  assert.deepEqual(Array.from(boxes.row.subarray(0, boxes.length)), [2, 3, 4]);
});

test('a scrolled view begins with the same boxes that are there when it is not scrolled', () => {
  const lines: string[] = [];
  for (let index = 0; index < 400; index++) lines.push(`f${index % 7};g${index % 31};h${index % 97};i${index} ${1 + ((index * index) % 53)}`);
  const model = flamegraphOf(lines.join('\n'));
  const view = {...whole, left: model.shown * 0.2, span: model.shown * 0.5};
  const all = drawn(model, view);
  assert.ok(all.length === 5 && all.join().includes('+'));
  for (let depth = 1; depth < all.length; depth++) assert.deepEqual(drawn(model, {...view, y: -11 * depth}), all.slice(depth));
});

test('the work is in proportion to what is drawn: of a million narrow boxes few are looked at', () => {
  const boxes = 1_000_000;
  let reads = 0;
  const flat = (length: number, value: (row: number) => number) => new Proxy({length}, {
    get: (target, key) => key === 'length' ? target.length : (reads++, value(Number(key))),
  }) as unknown as Float64Array;
  const model = {
    ...flamegraphOf('a 1'),
    shown: boxes,
    depthStart: Uint32Array.of(0, 1, 1 + boxes, 1 + 2 * boxes),
    // The root calls all boxes of depth 1, and each of them calls the one below it.
    firstCallee: flat(2 * boxes + 2, (row) => row === 0 ? 1 : Math.min(row + boxes, 1 + 2 * boxes)) as unknown as Uint32Array,
    start: flat(2 * boxes + 1, (row) => row === 0 ? 0 : (row - 1) % boxes),
    width: flat(2 * boxes + 1, (row) => row === 0 ? boxes : 1),
  } as FlamegraphReport;
  visibleBoxes(model, {...whole, span: boxes}, new BoxList());
  visibleBoxes(model, {...whole, span: boxes, y: -11}, new BoxList());
  visibleBoxes(model, {...whole, span: boxes, y: -22}, new BoxList());
  visibleBoxes(model, {...whole, left: boxes / 2, span: 50, y: -22}, new BoxList());
  assert.ok(reads < 20_000, `${reads} cells were read`);
});

test('the box at a point is found, and none between rows that hold none', () => {
  const model = flamegraphOf('main;parse 20\nmain;sum 50\ngc 30');
  const boxes = visibleBoxes(model, whole, new BoxList());
  const at = (x: number, y: number) => {
    const cell = boxes.at(x, y, whole);
    return cell < 0 ? '' : model.frames.names[model.frame[boxes.row[cell]!]!]!;
  };
  assert.deepEqual([at(50, 5), at(50, 15), at(95, 15), at(65, 25), at(95, 25), at(5, 5), at(50, 45)], ['root', 'main', 'gc', 'parse', '', '', '']);
});

test('a graph that is empty draws nothing', () => {
  assert.deepEqual(drawn(flamegraphOf(''), whole), ['']);
});
