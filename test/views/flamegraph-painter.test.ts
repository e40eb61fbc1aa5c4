import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Role, roleCount} from '../../src/config/role.js';
import type {FlamegraphReport} from '../../src/report/flamegraph.js';
import {boxColours, paintFlamegraph, type Look, type PaintContext} from '../../src/views/flamegraph-painter.js';
import {pathTo} from '../../src/views/parts/boxes.js';
import {framesWith} from '../../src/views/parts/frame-search.js';
import {TextFitter} from '../../src/views/parts/text-fitter.js';
import {BoxList, visibleBoxes, type Viewport} from '../../src/views/parts/visible-boxes.js';
import {boxAt, flamegraphOf} from '../helpers/flamegraph-of.js';

const roles = {'main.main': Role.yourCode, 'main.sum': Role.yourCode, 'strings.Split': Role.standardLibrary, 'runtime.gc': Role.gc};
const model = flamegraphOf(`
  main.main;main.sum       500
  main.main;strings.Split  200
  runtime.gc               300
`, roles);

/** A role's colour is `#0r0r0r`, its text's `#f0r0r0`; the rest is told apart by its last digit. */
const palette = {
  fill: Array.from({length: roleCount}, (_, role) => `#0${role}0${role}0${role}`),
  text: Array.from({length: roleCount}, (_, role) => `#f0f0f${role}`),
  background: '#000000', foreground: '#ffffff', secondary: '#888888', line: '#444444', match: '#ffff00', outlined: false,
};
const colours = boxColours(palette);

// A thousand units on a thousand pixels.
const view: Viewport = {x: 0, width: 1000, height: 100, y: 0, rowHeight: 20, gap: 1, left: 0, span: 1000};

/** A context that writes down what is drawn with it. A character is 10 pixels wide, 11 in the heavier font. */
class Recorder {
  fillStyle = '';
  strokeStyle = '';
  lineWidth = 0;
  font = '';
  readonly drawn: string[] = [];
  styles = 0;
  measured = 0;
  #path = '';

  measureText(text: string) {
    this.measured++;
    return {width: text.length * (this.font.startsWith('650') ? 11 : 10)} as TextMetrics;
  }

  fillRect(x: number, y: number, width: number, height: number) {
    this.drawn.push(`box ${this.fillStyle} ${x},${y} ${width}x${height}`);
  }

  strokeRect(x: number, y: number, width: number, height: number) {
    this.drawn.push(`ring ${this.strokeStyle}/${this.lineWidth} ${x},${y} ${width}x${height}`);
  }

  beginPath() {
    this.#path = '';
  }

  roundRect(x: number, y: number, width: number, height: number) {
    this.#path = `${x},${y} ${width}x${height}`;
  }

  fill() {
    this.drawn.push(`box ${this.fillStyle} ${this.#path}`);
  }

  stroke() {
    this.drawn.push(`ring ${this.strokeStyle}/${this.lineWidth} ${this.#path}`);
  }

  fillText(text: string, x: number, y: number) {
    this.drawn.push(`text ${this.fillStyle} ${this.font} ${x},${y} ${text}`);
  }
}

function fitters(of: FlamegraphReport, measure = new Recorder()) {
  return {
    fitter: new TextFitter(measure as unknown as PaintContext & Recorder, '500 11px sans', of.frames.names),
    boldFitter: new TextFitter(measure as unknown as PaintContext & Recorder, '650 11px sans', of.frames.names),
  };
}

function painted(change: Partial<Look> = {}, viewport = view, of = model): string[] {
  const recorder = new Recorder();
  const look: Look = {
    colours, ...fitters(of), ratio: 2, zoomPath: Int32Array.of(0), matched: undefined, role: -1, selected: -1, hovered: -1, focused: false, ...change,
  };
  paintFlamegraph(recorder as unknown as PaintContext, of, viewport, visibleBoxes(of, viewport, new BoxList()), look);
  return recorder.drawn;
}

const boxes = (drawn: readonly string[]) => drawn.filter((line) => line.startsWith('box')).slice(1);
const texts = (drawn: readonly string[]) => drawn.filter((line) => line.startsWith('text')).map((line) => line.replace(/^text (rgb\(.*?\)|\S+) /, ''));
const rings = (drawn: readonly string[]) => drawn.filter((line) => line.startsWith('ring'));

test('boxes have the colour of their role and a pixel between them', () => {
  assert.deepEqual(boxes(painted()).sort(), [
    'box #000000 0,0 999x20',
    'box #010101 0,21 699x20',
    'box #010101 0,42 499x20',
    'box #030303 500,42 199x20',
    'box #050505 700,21 299x20',
  ]);
});

test('where a pixel is one of the device, a wide box lacks it in each corner', () => {
  const drawn = boxes(painted({ratio: 1})).filter((line) => line.startsWith('box #030303'));
  assert.deepEqual(drawn, ['box #030303 500,43 1x18', 'box #030303 501,42 197x20', 'box #030303 698,43 1x18']);
});

test('names stand at the left end and shares of the total at the right, the person\'s own code in a heavier font', () => {
  assert.deepEqual(texts(painted()).sort(), [
    '500 11px sans 5,14 All samples',
    '650 11px sans 5,35 main.main',
    '650 11px sans 5,56 main.sum',
    '500 11px sans 505,56 strings.Split',
    '500 11px sans 705,35 runtime.gc',
    // `50 %` is 4 characters of 10, and ends 6 before the edge.
    '500 11px sans 454,56 50\u00a0%',
    '500 11px sans 654,35 70\u00a0%',
    '500 11px sans 654,56 20\u00a0%',
    '500 11px sans 954,35 30\u00a0%',
    '500 11px sans 944,14 1,000',
  ].sort());
});

test('a name is shortened to what fits: without its package, then cut, then left out', () => {
  const at = (width: number) => texts(painted({}, {...view, width, span: 1}, flamegraphOf('main.summarize 1', {}))).find((text) => text.includes(' 5,35 '))?.split(' ').at(-1);
  assert.deepEqual([at(151), at(150), at(101), at(100), at(51), at(41), at(40)], ['main.summarize', 'summarize', 'summarize', 'summari…', 'sum…', 'su…', undefined]);
});

test('a run of narrow boxes is one box with its number, or with dots', () => {
  const lines = Array.from({length: 38}, (_, index) => `f${index} 3`).join('\n');
  const narrow = flamegraphOf(`wide 10000\n${lines}`);
  const drawn = painted({ratio: 1}, {...view, span: 10_114}, narrow);
  assert.ok(drawn.includes(`box ${colours.small} 989,21 10x20`));
  assert.ok(drawn.some((line) => line.startsWith(`box ${colours.dots}`)));
  // 450 of a quarter of a pixel are 119 pixels, from 881 on.
  const many = flamegraphOf(`wide 10000\n${Array.from({length: 450}, (_, index) => `f${index} 3`).join('\n')}`);
  assert.ok(texts(painted({}, {...view, span: 11_350}, many)).includes('500 11px sans 886,35 +450 small'));
});

test('a search leaves matches in full colour with a ring of two pixels, and the rest at 42 percent', () => {
  const drawn = painted({matched: framesWith(model.frames, 'split')});
  assert.deepEqual(rings(drawn), ['ring #ffff00/2 501,43 197x18']);
  assert.ok(boxes(drawn).includes('box #030303 500,42 199x20'));
  // 5 × 0.42 is 2.
  assert.ok(boxes(drawn).includes('box rgb(2 2 2) 700,21 299x20'));
});

test('one role alone can be in full colour', () => {
  const drawn = boxes(painted({role: Role.gc}));
  assert.ok(drawn.includes('box #050505 700,21 299x20'));
  assert.ok(!drawn.some((line) => line.includes('#030303')));
});

test('the callers of what is zoomed to are dimmed, and it is not', () => {
  const sum = boxAt(model, 'main.main;main.sum');
  const drawn = boxes(painted({zoomPath: pathTo(model, sum)}, {...view, left: 0, span: 500}));
  // 1 × 0.62 is 1 again, so the shade shows in how it is written.
  assert.deepEqual(drawn.sort(), ['box #010101 0,42 999x20', 'box rgb(0 0 0) 0,0 999x20', 'box rgb(1 1 1) 0,21 999x20'].sort());
});

test('the selected box has a ring around a gap, above all others, and its function a thin one elsewhere', () => {
  const twice = flamegraphOf('main;work 500\nother;work 300', {});
  const drawn = painted({selected: boxAt(twice, 'main;work')}, {...view, span: 800}, twice);
  assert.deepEqual(rings(drawn), [
    'ring #ffffff/1 625.5,42.5 373x19',
    'ring #000000/2 -1,41 626x22',
    'ring #ffffff/2 -3,39 630x26',
  ]);
});

test('the box under the pointer has a thin ring', () => {
  assert.deepEqual(rings(painted({hovered: boxAt(model, 'runtime.gc')})), ['ring #ffffff/1 700.5,21.5 298x19']);
});

test('edges lie on whole pixels of the device', () => {
  const thirds = flamegraphOf('a 1\nb 1\nc 1', {});
  assert.deepEqual(boxes(painted({ratio: 2}, {...view, span: 3}, thirds)).sort(), [
    'box #000000 0,0 999x20', 'box #060606 0,21 332.5x20', 'box #060606 333.5,21 332x20', 'box #060606 666.5,21 332.5x20',
  ].sort());
});

test('the fill style is set once a colour and not once a box', () => {
  const lines = Array.from({length: 100}, (_, index) => `f${index} ${10 + (index % 2)}`).join('\n');
  const many = flamegraphOf(lines, Object.fromEntries(Array.from({length: 100}, (_, index) => [`f${index}`, index % 2 === 0 ? Role.modules : Role.gc])));
  const recorder = new Recorder();
  let fill = '';
  let set = 0;
  Object.defineProperty(recorder, 'fillStyle', {get: () => fill, set: (value: string) => { fill = value; set++; }});
  paintFlamegraph(recorder as unknown as PaintContext, many, {...view, span: 1050}, visibleBoxes(many, {...view, span: 1050}, new BoxList()), {
    colours, ...fitters(many), ratio: 2, zoomPath: Int32Array.of(0), matched: undefined, role: -1, selected: -1, hovered: -1, focused: false,
  });
  // The background, then three colours of boxes and three of text.
  assert.equal(set, 1 + 3 + 1);
  assert.ok(recorder.drawn.length > 100);
});

test('a second frame measures no text', () => {
  const measure = new Recorder();
  const look = {...fitters(model, measure)};
  painted(look);
  const before = measure.measured;
  assert.ok(before > 0);
  painted(look, {...view, left: 100, span: 300});
  painted(look, {...view, left: 0, span: 900});
  assert.equal(measure.measured, before);
});

test('a total of nothing draws no share that is not a number', () => {
  const cancelled = flamegraphOf('a 500\nb -500', {});
  assert.ok(!texts(painted({}, view, cancelled)).some((text) => /NaN|∞/.test(text)));
});
