import type {Config} from '../../config/config.js';
import type {FlamegraphReport} from '../../report/flamegraph.js';
import {boxColours, paintFlamegraph, type PaintContext} from '../flamegraph-painter.js';
import {amount, percent} from './amount.js';
import {boxClasses, classColours} from './box-classes.js';
import {spokenChange} from './change.js';
import {deepestBelow, pathTo, rootName} from './boxes.js';
import {parseColour} from './colour.js';
import {flameMode} from './flame-mode.js';
import {xml} from './graph-file.js';
import type {Palette} from './palette.js';
import {TextFitter, type TextMeasure} from './text-fitter.js';
import {BoxList, visibleBoxes, type Viewport} from './visible-boxes.js';

const rowHeight = 20;
const gap = 1;
const pitch = rowHeight + gap;
const margin = 12;

/** Deeper calls are left out: no program opens a picture that is taller. */
const mostRows = 700;

export const pictureWidth = 1440;

const font = "system-ui, 'Segoe UI', Roboto, Arial, sans-serif";

/** A picture of a flame graph, and what is to be seen in it. */
export interface FlamePicture {
  readonly model: FlamegraphReport;
  /** The box that it is zoomed to, 0 for all. */
  readonly zoomRow: number;
  readonly colour: Config['flameColour'];
  readonly palette: Palette;
}

/** One graph in a picture: the callers of a function stand above it, the rest below. */
interface Part {
  readonly model: FlamegraphReport;
  readonly zoomRow: number;
  readonly viewport: Viewport;
  /** Where it begins, from the upper edge of the picture. */
  readonly top: number;
}

function partsOf({model, zoomRow}: FlamePicture): {parts: Part[]; height: number} {
  const parts: Part[] = [];
  let top = 0;
  const add = (of: FlamegraphReport, row: number, upward: boolean): void => {
    const rows = Math.min(mostRows, (row === 0 ? of.depthStart.length - 2 : deepestBelow(of, row)) + 1);
    const height = upward ? margin + (rows - 1) * pitch : rows * pitch + margin + (of.callers === undefined ? margin : 0);
    const y = upward ? -rowHeight : of.callers === undefined ? margin : 0;
    parts.push({
      model: of, zoomRow: row, top,
      viewport: {x: margin, width: pictureWidth - 2 * margin, height, y, rowHeight, gap, left: of.start[row]!, span: of.width[row]!, upward},
    });
    top += height;
  };
  if (model.callers !== undefined) add(model.callers, 0, true);
  add(model, zoomRow, false);
  return {parts, height: top};
}

export function pictureHeight(picture: FlamePicture): number {
  return partsOf(picture).height;
}

/** Paints the picture, `pictureWidth` by `pictureHeight`, in the pixels of `context`. `ratio` is how many of the device's they are. */
export function paintPicture(context: PaintContext & TextMeasure & Pick<CanvasRenderingContext2D, 'setTransform'>, picture: FlamePicture, ratio: number): void {
  const {palette} = picture;
  const colour = flameMode(picture.model, picture.colour);
  const colours = boxColours(classColours(palette, colour));
  for (const {model, zoomRow, viewport, top} of partsOf(picture).parts) {
    context.setTransform(ratio, 0, 0, ratio, 0, top * ratio);
    const fitter = (weight: number) => new TextFitter(context, `${weight} 11.5px ${font}`, model.frames.names);
    paintFlamegraph(context, model, viewport, visibleBoxes(model, viewport, new BoxList()), {
      colours, fitter: fitter(500), boldFitter: fitter(650), ratio, zoomPath: pathTo(model, zoomRow), matched: undefined, role: -1,
      classes: boxClasses(model, colour), rootName: rootName(model), selected: -1, hovered: -1, focused: false,
    });
  }
}

/**
 * The picture as an SVG file that stands alone: text as text, whole names in titles,
 * no script and nothing to fetch.
 */
export function flamegraphFile(picture: FlamePicture, title: string, measure: TextMeasure): string {
  const {palette} = picture;
  const colour = flameMode(picture.model, picture.colour);
  const {fills, texts, background, small: smallFill} = boxColours(classColours(palette, colour));
  const {parts, height} = partsOf(picture);
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${pictureWidth} ${height}" width="${pictureWidth}" height="${height}" font-family="${xml(font)}" font-size="11.5">`,
    `<title>${xml(title)}</title>`,
    `<rect width="100%" height="100%" fill="${hex(background)}"/>`,
  ];
  for (const {model, viewport, top} of parts) {
    const classes = boxClasses(model, colour);
    const fitter = new TextFitter(measure, `500 11.5px ${font}`, model.frames.names);
    const boxes = visibleBoxes(model, viewport, new BoxList());
    const {frame, frames, cum, total, unit, ratio, sides} = model;
    let index = 0;
    for (let cell = 0; cell < boxes.length; cell++) {
      while (boxes.depthStart[index + 1]! <= cell) index++;
      const along = viewport.y + (boxes.firstDepth + index) * pitch;
      const y = top + (viewport.upward === true ? viewport.height - rowHeight - along : along);
      const left = boxes.x0[cell]!;
      const width = Math.max(0.5, boxes.x1[cell]! - left - 1);
      const rect = (fill: string) => `<rect x="${fixed(left)}" y="${fixed(y)}" width="${fixed(width)}" height="${rowHeight}" rx="2" fill="${hex(fill)}"/>`;
      // The row of the function itself is drawn with its callees.
      if (viewport.upward === true && boxes.firstDepth + index === 0) continue;
      const count = boxes.small[cell]!;
      if (count > 0) {
        lines.push(`<g><title>${count} small</title>${rect(smallFill)}</g>`);
        continue;
      }
      const row = boxes.row[cell]!;
      const its = frame[row]!;
      const style = classes === undefined ? frames.roles[its]! : classes.byBox === undefined ? classes.byFrame[its]! : classes.byBox[row]!;
      const name = row === 0 ? rootName(model) : frames.names[its]!;
      const shown = row === 0 && model.isSandwich !== true ? {text: width > 80 ? name : ''} : fitter.fit(its, width - 10);
      lines.push(`<g><title>${xml(`${name} (${sides === undefined ? `${amount(cum[row]! * ratio, unit)}, ${percent(cum[row]!, total)}` : spokenChange(sides.of.noise, sides.before[row]!, sides.after[row]!, unit, ratio)})`)}</title>${rect(fills[style]!)}`
        + (shown.text === '' || width < 22 ? '' : `<text x="${fixed(left + 5)}" y="${fixed(y + 14)}" fill="${hex(texts[style]!)}">${xml(shown.text)}</text>`) + '</g>');
    }
  }
  lines.push('</svg>');
  return lines.join('\n') + '\n';
}

/** A colour as programs that know no newer CSS read it. */
function hex(colour: string): string {
  return `#${parseColour(colour).map((lane) => Math.round(lane).toString(16).padStart(2, '0')).join('')}`;
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
