import {boxColours, paintFlamegraph, type BoxColours, type Look, type PaintContext} from '../flamegraph-painter.js';
import type {FlamegraphReport} from '../../report/flamegraph.js';
import type {BoxClasses} from './box-classes.js';
import {rootName} from './boxes.js';
import {canvasSize, fitCanvas} from './canvas.js';
import type {FlameMode} from './flame-mode.js';
import {Late} from './late.js';
import {readPalette} from './palette.js';
import {Surface, type Done} from './surface.js';
import {TextFitter, type TextMeasure} from './text-fitter.js';
import {BoxList, visibleBoxes, type Viewport} from './visible-boxes.js';

/** Colours that say something else than whose code it is. */
const boxClasses = new Late(() => import('./box-classes.js'));

/** What is to be seen of a flame graph. */
export interface Scene {
  readonly model: FlamegraphReport;
  readonly viewport: Viewport;
  /** What colours say. */
  readonly mode: FlameMode;
  /** The element that says which font it is. */
  readonly host: Element;
  readonly look: Pick<Look, 'zoomPath' | 'matched' | 'role' | 'selected' | 'hovered' | 'focused'>;
}

/** The canvas of a flame graph: turns what is to be seen into boxes, and has them drawn. */
export class FlameCanvas {
  /** What lies where in the last picture. */
  readonly boxes = new BoxList();
  viewport: Viewport | undefined;
  /** Whether nothing was drawn on it yet. */
  isNew = false;
  readonly #done: Done;
  #surface: Surface | undefined;
  #drawn: {readonly scene: Scene; readonly look: Look} | undefined;
  #colours: BoxColours | undefined;
  #classes: {readonly of: FlamegraphReport; readonly mode: FlameMode; readonly its: BoxClasses | undefined} | undefined;
  #fitters: {readonly rowHeight: number; readonly plain: TextFitter; readonly bold: TextFitter} | undefined;

  constructor(done: Done) {
    this.#done = done;
  }

  /** Whether a picture is on its way: another one can be drawn when it has arrived. */
  get isBusy(): boolean {
    return this.#surface?.isBusy === true;
  }

  /** Draws on this element from now on; false where it did so before. */
  take(canvas: HTMLCanvasElement): boolean {
    if (this.#surface?.canvas === canvas) return false;
    this.#surface?.end();
    this.#surface = new Surface(canvas, this.#done);
    this.#drawn = undefined;
    this.isNew = true;
    return true;
  }

  /** Forgets the element, which is not in the page any more. */
  end(): void {
    this.#surface?.end();
    this.#surface = undefined;
    this.#drawn = undefined;
  }

  /** Reads the colours and fonts of the page anew. */
  forgetTheme(): void {
    this.#colours = undefined;
    this.#fitters = undefined;
  }

  /** The last picture is not that of the model any more, and no row of it can be drawn by itself. */
  forgetPicture(): void {
    this.#drawn = undefined;
  }

  get canDrawRows(): boolean {
    return this.#drawn !== undefined;
  }

  paint(scene: Scene): void {
    const surface = this.#surface;
    if (surface === undefined) return;
    const {width, height} = sizeOf(scene);
    const look = this.#lookOf(scene, canvasSize(width, height).ratio);
    if (look === undefined) return;
    this.#place(scene);
    paintFlamegraph(surface.list, scene.model, scene.viewport, this.boxes, look);
    this.#drawn = {scene, look};
    this.isNew = false;
    surface.show(width, height);
  }

  /** Draws some rows of the last picture anew, with another box lit; neighbours reach into a row with the outline of what is selected. */
  paintRows(depths: Iterable<number>, hovered: number): void {
    const surface = this.#surface;
    if (surface === undefined || this.#drawn === undefined) return;
    const {scene, look} = this.#drawn;
    const {model, viewport} = scene;
    const {width, height} = sizeOf(scene);
    for (const depth of depths) {
      const top = viewport.y + depth * (viewport.rowHeight + viewport.gap);
      surface.list.clip(0, viewport.upward === true ? viewport.height - viewport.rowHeight - top : top, width, viewport.rowHeight);
      paintFlamegraph(surface.list, model, viewport, this.boxes, {...look, hovered}, {from: depth - 1, to: depth + 2});
      surface.list.restore();
    }
    surface.show(width, height);
  }

  /** Draws at once on an element of its own, for who cannot wait. */
  paintOn(canvas: HTMLCanvasElement, scene: Scene): void {
    const context = canvas.getContext('2d', {alpha: false});
    if (context === null) return;
    const {width, height} = sizeOf(scene);
    const look = this.#lookOf(scene, fitCanvas(canvas, context, width, height));
    if (look === undefined) return;
    this.#place(scene);
    paintFlamegraph(context satisfies PaintContext, scene.model, scene.viewport, this.boxes, look);
  }

  /** What colours say in a mode: those of the classes, and which class each box has; undefined where that is not loaded yet, and the picture is wanted again then. */
  coloursOf(model: FlamegraphReport, mode: FlameMode): {readonly colours: BoxColours; readonly classes: BoxClasses | undefined} | undefined {
    const made = mode === '' ? undefined : boxClasses.get(() => this.#done(undefined));
    if (mode !== '' && made === undefined) return undefined;
    if (this.#classes?.mode !== mode) this.#colours = undefined;
    if (this.#classes?.of !== model || this.#classes.mode !== mode) this.#classes = {of: model, mode, its: made?.boxClasses(model, mode)};
    if (this.#colours === undefined) {
      const palette = readPalette();
      this.#colours = boxColours(made?.classColours(palette, mode) ?? palette);
    }
    return {colours: this.#colours, classes: this.#classes.its};
  }

  #place({model, viewport}: Scene): void {
    this.viewport = viewport;
    visibleBoxes(model, viewport, this.boxes);
  }

  #lookOf({model, mode, viewport, host, look}: Scene, ratio: number): Look | undefined {
    const coloured = this.coloursOf(model, mode);
    if (coloured === undefined) return undefined;
    const {plain, bold} = this.#fittersFor(model, viewport.rowHeight, host);
    return {...look, ...coloured, fitter: plain, boldFitter: bold, ratio, rootName: rootName(model)};
  }

  #fittersFor({frames: {names}}: FlamegraphReport, rowHeight: number, host: Element) {
    if (this.#fitters?.rowHeight === rowHeight) {
      this.#fitters.plain.use(names);
      this.#fitters.bold.use(names);
      return this.#fitters;
    }
    const family = getComputedStyle(host).fontFamily;
    const size = rowHeight > 20 ? 12.5 : 11.5;
    const fitter = (weight: number) => new TextFitter(measure ??= document.createElement('canvas').getContext('2d')!, `${weight} ${size}px ${family}`, names);
    return (this.#fitters = {rowHeight, plain: fitter(500), bold: fitter(650)});
  }
}

/** Measures texts for all of them. */
let measure: TextMeasure | undefined;

/** A picture is as wide as its rows, with the same room on both sides. */
function sizeOf({viewport: {x, width, height}}: Scene): {readonly width: number; readonly height: number} {
  return {width: 2 * x + width, height};
}
