import type {FlamegraphReport} from '../../report/flamegraph.js';
import type {BoxColours} from '../flamegraph-painter.js';
import type {BoxClasses} from './box-classes.js';
import {BoxList, visibleBoxes} from './visible-boxes.js';

const boxes = new BoxList();

/**
 * Draws a whole flame graph, small: its shape and its colours.
 *
 * Where there are more depths than pixels, a depth is drawn for each pixel. It is
 * drawn once for a model and a size; the frame around what is seen lies over it.
 */
export function paintMinimap(context: CanvasRenderingContext2D, model: FlamegraphReport, width: number, height: number, colours: BoxColours, classes?: BoxClasses): void {
  const {depthStart, frame, frames: {roles}, shown} = model;
  context.fillStyle = colours.background;
  context.fillRect(0, 0, width, height);
  if (!(shown > 0)) return;
  const depths = depthStart.length - 1;
  const rowHeight = Math.max(1, Math.min(3, Math.floor(height / depths)));
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
export class SeenFrame {
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
