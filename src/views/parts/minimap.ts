import type {FlamegraphReport} from '../../report/flamegraph.js';
import type {BoxColours} from '../flamegraph-painter.js';
import type {BoxClasses} from './box-classes.js';
import {fitCanvas} from './canvas.js';
import {BoxList, visibleBoxes} from './visible-boxes.js';

const boxes = new BoxList();

/** Of its element; a line of one pixel parts it from the graph. */
const elementHeight = 40;
const pictureHeight = elementHeight - 1;

/** What is seen of the graph. */
export interface SeenPart {
  readonly model: FlamegraphReport;
  /** Of the small picture, in pixels. */
  readonly width: number;
  readonly left: number;
  readonly span: number;
  /** Shares of the height of the whole graph. */
  readonly top: number;
  readonly height: number;
}

/** The small picture of a whole graph, with a frame around what is seen. */
export class Minimap {
  #drawn = '';
  #of: FlamegraphReport | undefined;
  readonly #seen = new SeenFrame();

  /** Draws it anew with the next picture, as colours or the size are others. */
  forget(): void {
    this.#drawn = '';
  }

  /** How many pixels of it the graph fills. */
  heightOf({depthStart}: FlamegraphReport): number {
    const depths = depthStart.length - 1;
    return Math.min(pictureHeight, depths * rowHeightOf(depths));
  }

  /** @param coloursOf asked where the graph is to be drawn; undefined where they are not known yet */
  paint(canvas: HTMLCanvasElement, {model, width, left, span, top, height}: SeenPart, coloursOf: () => Coloured | undefined): void {
    const key = () => `${width} ${canvas.width} ${globalThis.devicePixelRatio}`;
    if (this.#drawn !== key() || this.#of !== model) {
      const context = canvas.getContext('2d', {alpha: false});
      const coloured = coloursOf();
      if (context === null || coloured === undefined) return;
      fitCanvas(canvas, context, width, pictureHeight);
      paintMinimap(context, model, width, pictureHeight, coloured.colours, coloured.classes);
      this.#drawn = key();
      this.#of = model;
    }
    const filled = this.heightOf(model);
    this.#seen.place(canvas.nextElementSibling as HTMLElement, (left / model.shown) * width, Math.min(1, top) * filled, (span / model.shown) * width, Math.min(1, height) * filled);
  }
}

export interface Coloured {
  readonly colours: BoxColours;
  readonly classes: BoxClasses | undefined;
}

function rowHeightOf(depths: number): number {
  return Math.max(1, Math.min(3, Math.floor(pictureHeight / depths)));
}

/**
 * Draws a whole flame graph, small: its shape and its colours.
 *
 * Where there are more depths than pixels, a depth is drawn for each pixel. It is
 * drawn once for a model and a size; the frame around what is seen lies over it.
 */
function paintMinimap(context: CanvasRenderingContext2D, model: FlamegraphReport, width: number, height: number, colours: BoxColours, classes: BoxClasses | undefined): void {
  const {depthStart, frame, frames: {roles}, shown} = model;
  context.fillStyle = colours.background;
  context.fillRect(0, 0, width, height);
  if (!(shown > 0)) return;
  const depths = depthStart.length - 1;
  const rowHeight = rowHeightOf(depths);
  const rows = Math.min(depths, Math.floor(height / rowHeight));
  for (let row = 0; row < rows; row++) {
    const depth = rows === depths ? row : Math.floor((row / rows) * depths);
    // One row of the graph, looked at by itself.
    visibleBoxes(model, {x: 0, width, height: 1, y: -depth, rowHeight: 1, gap: 0, left: 0, span: shown}, boxes);
    let last = '';
    for (let cell = 0; cell < boxes.length; cell++) {
      const fill = boxes.small[cell] === 0 ? colours.fills[classes?.byBox?.[boxes.row[cell]!] ?? roles[frame[boxes.row[cell]!]!]!]! : colours.small;
      if (fill !== last) context.fillStyle = last = fill;
      context.fillRect(boxes.x0[cell]!, row * rowHeight, Math.max(0.5, boxes.x1[cell]! - boxes.x0[cell]! - 0.3), Math.max(1, rowHeight - 0.5));
    }
  }
}

/** The frame over a small picture, around what is seen. */
class SeenFrame {
  #element: HTMLElement | undefined;
  #move = '';
  #width = -1;
  #height = -1;

  /** Lays the frame, in pixels of the small picture. Only what is another than before is written: a move alone asks for no layout. */
  place(element: HTMLElement, x: number, y: number, width: number, height: number): void {
    const {style} = element;
    const isOther = element !== this.#element;
    this.#element = element;
    const move = `${shown(x)}px ${shown(y)}px`;
    if (isOther || move !== this.#move) style.setProperty('translate', this.#move = move);
    if (isOther || shown(width) !== this.#width) style.setProperty('width', `${this.#width = shown(width)}px`);
    if (isOther || shown(height) !== this.#height) style.setProperty('height', `${this.#height = shown(height)}px`);
  }
}

/** A screen shows no less than a third of a pixel. */
function shown(pixels: number): number {
  return Math.round(pixels * 3) / 3;
}
