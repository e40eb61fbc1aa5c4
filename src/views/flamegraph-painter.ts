import {Role} from '../config/role.js';
import {isReal} from '../measurement/noise.js';
import type {FlamegraphReport} from '../report/flamegraph.js';
import {percent, amount} from './parts/amount.js';
import type {BoxClasses} from './parts/box-classes.js';
import {changeText} from './parts/change.js';
import {mixed} from './parts/colour.js';
import type {Palette} from './parts/palette.js';
import type {TextFitter} from './parts/text-fitter.js';
import type {BoxList, Viewport} from './parts/visible-boxes.js';

/** What a painter needs of a canvas, in CSS pixels: the transform is set by the caller. */
export type PaintContext = Pick<
  CanvasRenderingContext2D,
  'fillStyle' | 'strokeStyle' | 'lineWidth' | 'font' | 'fillRect' | 'fillText' | 'strokeRect' | 'beginPath' | 'roundRect' | 'fill' | 'stroke'
>;

/** Ready-mixed colours of a flame graph: by level, then by role. */
export interface BoxColours {
  readonly fills: readonly string[];
  readonly texts: readonly string[];
  /** Behind all. */
  readonly background: string;
  readonly foreground: string;
  readonly match: string;
  /** Runs of narrow boxes, and the dots on them. */
  readonly small: string;
  readonly dots: string;
  readonly outlined: boolean;
  /** How many colours there are in a level: one a role, unless boxes have classes of their own. */
  readonly count: number;
}

/** What a box is drawn as: itself, a caller of what is zoomed to, or what a search passed over. */
const levels = [1, 0.62, 0.42] as const;
const plainLevel = 0;
const callerLevel = 1;
const passedLevel = 2;
const mostClasses = 48;
const mostStyles = levels.length * mostClasses;

export function boxColours(palette: Palette): BoxColours {
  const mix = (colours: readonly string[]) => levels.flatMap((share) => colours.map((colour) => share === 1 ? colour : mixed(colour, palette.background, share)));
  return {
    fills: mix(palette.fill),
    texts: mix(palette.text),
    background: palette.background,
    foreground: palette.foreground,
    match: palette.match,
    small: mixed(palette.line, palette.background, 0.45),
    dots: palette.secondary,
    outlined: palette.outlined,
    count: palette.fill.length,
  };
}

/** How the boxes of a frame are to look. Rows are boxes, -1 for none. */
export interface Look {
  readonly colours: BoxColours;
  readonly fitter: TextFitter;
  /** For the person's own code, in a heavier weight. */
  readonly boldFitter: TextFitter;
  /** Pixels of the device in one of CSS: edges lie on whole ones. */
  readonly ratio: number;
  /** Depth by depth, the boxes from the root to what is zoomed to. */
  readonly zoomPath: Int32Array;
  /** By row of the frames, 1 where it matches the search; undefined for no search. */
  readonly matched: Uint8Array | undefined;
  /** Which colour each box has; undefined where it is that of its role. */
  readonly classes?: BoxClasses | undefined;
  /** What stands in the box of the root. */
  readonly rootName?: string;
  /** The role that alone is drawn in full colour, -1 for all. */
  readonly role: number;
  readonly selected: number;
  readonly hovered: number;
  /** Whether the selected box has the keyboard. */
  readonly focused: boolean;
}

/** Order of the boxes of a frame by style. Kept between frames, as a frame makes no garbage. */
let order = new Int32Array(1024);
let styleOf = new Uint8Array(1024);
const counts = new Int32Array(mostStyles + 2);

/** Rows of a graph: from a depth to the one before `to`. */
export interface Depths {
  readonly from: number;
  readonly to: number;
}

/**
 * Draws the boxes of a viewport, or some of its rows.
 *
 * Boxes of one colour are drawn together, so a fill style is set once for each of
 * at most 22 styles and not once for each box, and so is the font.
 */
export function paintFlamegraph(context: PaintContext, model: FlamegraphReport, viewport: Viewport, boxes: BoxList, look: Look, depths: Depths = {from: 0, to: Infinity}): void {
  const {colours} = look;
  context.fillStyle = colours.background;
  context.fillRect(0, 0, viewport.x * 2 + viewport.width, viewport.height);
  const styles = levels.length * colours.count;
  const first = Math.min(boxes.depthStart.length - 1, Math.max(0, depths.from - boxes.firstDepth));
  const end = Math.max(first, Math.min(boxes.depthStart.length - 1, depths.to - boxes.firstDepth));
  sortByStyle(model, boxes, look, first, end);
  let from = 0;
  for (let style = 0; style < styles; style++) {
    const to = from + counts[style]!;
    if (to > from) {
      context.fillStyle = colours.fills[style]!;
      fillBoxes(context, viewport, boxes, look, from, to);
    }
    from = to;
  }
  fillRuns(context, viewport, boxes, look, from, from + counts[styles]!);

  from = 0;
  for (let style = 0; style < styles; style++) {
    const to = from + counts[style]!;
    if (to > from) writeLabels(context, model, viewport, boxes, look, style, from, to);
    from = to;
  }
  drawRings(context, model, viewport, boxes, look, first, end);
}

/** A counting sort of the cells of some rows of `boxes` into `order`; `counts` says how many each style has. */
function sortByStyle({frame, frames: {roles}}: FlamegraphReport, boxes: BoxList, {zoomPath, matched, role, classes, colours: {count}}: Look, first: number, end: number): void {
  const styles = levels.length * count;
  if (order.length < boxes.length) {
    order = new Int32Array(boxes.length * 2);
    styleOf = new Uint8Array(boxes.length * 2);
  }
  counts.fill(0);
  const {row: rows, small, depthStart, firstDepth} = boxes;
  for (let index = first; index < end; index++) {
    const depth = firstDepth + index;
    const above = depth < zoomPath.length - 1 ? zoomPath[depth]! : -1;
    for (let cell = depthStart[index]!; cell < depthStart[index + 1]!; cell++) {
      let style: number = styles;
      if (small[cell] === 0) {
        const row = rows[cell]!;
        const of = frame[row]!;
        const its = roles[of]!;
        const passed = (matched !== undefined && matched[of] !== 1) || (role >= 0 && its !== role);
        const level = passed ? passedLevel : row === above ? callerLevel : plainLevel;
        style = level * count + (classes === undefined ? its : classes.byBox === undefined ? classes.byFrame[of]! : classes.byBox[row]!);
      }
      styleOf[cell] = style;
      counts[style]!++;
    }
  }
  const at = starts;
  at[0] = 0;
  for (let style = 0; style <= styles; style++) at[style + 1] = at[style]! + counts[style]!;
  for (let cell = depthStart[first]!; cell < depthStart[end]!; cell++) order[at[styleOf[cell]!]!++] = cell;
}

const starts = new Int32Array(mostStyles + 2);

/** Upper edges of the rows, on whole pixels of the device. */
function topOf({y, rowHeight, gap, height, upward}: Viewport, depth: number, ratio: number): number {
  const top = y + depth * (rowHeight + gap);
  return Math.round((upward === true ? height - rowHeight - top : top) * ratio) / ratio;
}

/** The depth of a cell, given that of an earlier one. */
function depthAt({depthStart}: BoxList, cell: number, index: number): number {
  while (depthStart[index + 1]! <= cell) index++;
  return index;
}

/** Boxes from this width on have round corners: on narrower ones they are hardly seen, and take time. */
const roundFrom = 8;
const radius = 2;

function fillBoxes(context: PaintContext, viewport: Viewport, boxes: BoxList, {ratio, colours}: Look, from: number, to: number): void {
  const {x0, x1} = boxes;
  const height = viewport.rowHeight;
  let index = 0;
  for (let at = from; at < to; at++) {
    const cell = order[at]!;
    index = depthAt(boxes, cell, index);
    const left = Math.round(x0[cell]! * ratio) / ratio;
    const width = Math.max(1 / ratio, Math.round(x1[cell]! * ratio) / ratio - 1 - left);
    const top = topOf(viewport, boxes.firstDepth + index, ratio);
    if (width < roundFrom) {
      context.fillRect(left, top, width, height);
    } else if (ratio === 1) {
      // On pixels as large as these a corner that lacks one looks round, and whole pixels take half the time of a path.
      context.fillRect(left, top + 1, 1, height - 2);
      context.fillRect(left + 1, top, width - 2, height);
      context.fillRect(left + width - 1, top + 1, 1, height - 2);
    } else {
      context.beginPath();
      context.roundRect(left, top, width, height, radius);
      context.fill();
    }
    if (colours.outlined && width > 3) {
      context.strokeStyle = colours.foreground;
      context.lineWidth = 1;
      context.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
    }
  }
}

/** Dots of a run stand this far apart. */
const dotPitch = 4;

function fillRuns(context: PaintContext, viewport: Viewport, boxes: BoxList, {ratio, colours, fitter, matched, role}: Look, from: number, to: number): void {
  if (to === from) return;
  const {x0, x1, small} = boxes;
  const quiet = matched !== undefined || role >= 0;
  context.fillStyle = colours.small;
  let index = 0;
  const each = (draw: (left: number, top: number, width: number, cell: number) => void): void => {
    index = 0;
    for (let at = from; at < to; at++) {
      const cell = order[at]!;
      index = depthAt(boxes, cell, index);
      const left = Math.round(x0[cell]! * ratio) / ratio;
      const width = Math.max(1 / ratio, Math.round(x1[cell]! * ratio) / ratio - 1 - left);
      draw(left, topOf(viewport, boxes.firstDepth + index, ratio), width, cell);
    }
  };
  each((left, top, width) => context.fillRect(left, top, width, viewport.rowHeight));
  if (quiet) return;
  context.fillStyle = colours.dots;
  const middle = Math.round(viewport.rowHeight / 2) - 1;
  context.font = fitter.font;
  each((left, top, width, cell) => {
    if (width < 3) return;
    const text = width < 60 ? '' : `+${small[cell]} small`;
    if (text !== '' && fitter.width(text) + 10 <= width) {
      context.fillText(text, left + 5, top + baseline(viewport.rowHeight));
      return;
    }
    const dots = Math.min(3, Math.floor((width - 1) / dotPitch) || 1);
    const begin = left + Math.round((width - dots * dotPitch + 2) / 2);
    for (let dot = 0; dot < dots; dot++) context.fillRect(begin + dot * dotPitch, top + middle, 2, 2);
  });
}

const padding = 5;

function baseline(rowHeight: number): number {
  return Math.round(rowHeight / 2) + 4;
}

function writeLabels(
  context: PaintContext, model: FlamegraphReport, viewport: Viewport, boxes: BoxList, look: Look, style: number, from: number, to: number,
): void {
  const {x0, x1, row: rows} = boxes;
  const {frame, cum, total, unit, ratio} = model;
  const its = style % look.colours.count;
  const fitter = (look.classes === undefined ? its === Role.yourCode : look.classes.isYours(its)) ? look.boldFitter : look.fitter;
  const down = baseline(viewport.rowHeight);
  let styled = false;
  let index = 0;
  let values = 0;
  for (let at = from; at < to; at++) {
    const cell = order[at]!;
    index = depthAt(boxes, cell, index);
    const room = x1[cell]! - x0[cell]! - 1 - 2 * padding;
    if (room < 12) continue;
    const row = rows[cell]!;
    const name = row === 0 ? rootLabel(fitter, room, look) : fitter.fit(frame[row]!, room);
    if (name.text === '') continue;
    if (!styled) {
      context.fillStyle = look.colours.texts[style]!;
      context.font = fitter.font;
      styled = true;
    }
    const top = topOf(viewport, boxes.firstDepth + index, look.ratio);
    context.fillText(name.text, x0[cell]! + padding, top + down);
    // The value waits for the second round where its font is another one.
    if (room - name.width > valueRoom) values++;
  }
  if (values === 0) return;
  context.font = look.fitter.font;
  index = 0;
  for (let at = from; at < to; at++) {
    const cell = order[at]!;
    index = depthAt(boxes, cell, index);
    const room = x1[cell]! - x0[cell]! - 1 - 2 * padding;
    if (room <= valueRoom) continue;
    const row = rows[cell]!;
    const name = row === 0 ? rootLabel(fitter, room, look) : fitter.fit(frame[row]!, room);
    if (room - name.width <= valueRoom || (row !== 0 && name !== fitter.whole(frame[row]!))) continue;
    const text = model.sides !== undefined ? changeIn(model, model.sides, row) : row === 0 ? amount(cum[0]! * ratio, unit) : shareText(cum[row]!, total);
    if (text === '') continue;
    const width = look.fitter.width(text);
    if (name.width + width + 12 > room) continue;
    context.fillText(text, x1[cell]! - 1 - padding - width, topOf(viewport, boxes.firstDepth + index, look.ratio) + down);
  }
}

/** What is no more than noise is not worth a number. */
function changeIn({unit, ratio}: FlamegraphReport, {before, after, of: {noise}}: NonNullable<FlamegraphReport['sides']>, row: number): string {
  return isReal(noise, before[row]!, after[row]!) ? changeText(before[row]! * ratio, after[row]! * ratio, unit) : '';
}

/** A value needs at least this much beside the name. */
const valueRoom = 40;

function rootLabel(fitter: TextFitter, room: number, {rootName: rootText = 'All samples'}: Look): {text: string; width: number} {
  const width = fitter.width(rootText);
  return width <= room ? {text: rootText, width} : {text: '', width: 0};
}

const shares = new Map<number, string>();

/** `percent`, which formats some hundred values in each frame, with what it said before. */
function shareText(value: number, total: number): string {
  if (total === 0) return '';
  const key = Math.round((value / total) * 100_000);
  let text = shares.get(key);
  if (text === undefined) {
    if (shares.size > 20_000) shares.clear();
    text = percent(key, 100_000);
    shares.set(key, text);
  }
  return text;
}

function drawRings(context: PaintContext, {frame}: FlamegraphReport, viewport: Viewport, boxes: BoxList, look: Look, first: number, end: number): void {
  const {matched, selected, hovered, colours, ratio} = look;
  const {row: rows, small, x0, x1, depthStart, firstDepth} = boxes;
  let selectedCell = -1;
  let selectedTop = 0;
  let styled = '';
  const ring = (colour: string, lineWidth: number): void => {
    const style = colour + lineWidth;
    if (style === styled) return;
    styled = style;
    context.strokeStyle = colour;
    context.lineWidth = lineWidth;
  };
  const of = selected >= 0 ? frame[selected]! : -1;
  for (let index = first; index < end; index++) {
    const top = topOf(viewport, firstDepth + index, ratio);
    for (let cell = depthStart[index]!; cell < depthStart[index + 1]!; cell++) {
      if (small[cell] !== 0) continue;
      const row = rows[cell]!;
      if (row === selected) {
        selectedCell = cell;
        selectedTop = top;
      }
      const its = frame[row]!;
      const hit = matched !== undefined && matched[its] === 1;
      const same = its === of && row !== selected && of !== 0;
      if (!hit && !same && row !== hovered) continue;
      const left = Math.round(x0[cell]! * ratio) / ratio;
      const width = Math.max(1 / ratio, Math.round(x1[cell]! * ratio) / ratio - 1 - left);
      if (hit) {
        if (width < 4) {
          context.fillStyle = colours.match;
          context.fillRect(left, top, width, viewport.rowHeight);
        } else {
          ring(colours.match, 2);
          context.strokeRect(left + 1, top + 1, width - 2, viewport.rowHeight - 2);
        }
      }
      if (row === hovered || same) {
        ring(colours.foreground, 1);
        if (width >= 3) context.strokeRect(left + 0.5, top + 0.5, width - 1, viewport.rowHeight - 1);
      }
    }
  }
  if (selectedCell < 0) return;
  const left = Math.round(x0[selectedCell]! * ratio) / ratio;
  const width = Math.max(1 / ratio, Math.round(x1[selectedCell]! * ratio) / ratio - 1 - left);
  const outline = (colour: string, distance: number, lineWidth: number): void => {
    ring(colour, lineWidth);
    context.beginPath();
    context.roundRect(left - distance, selectedTop - distance, width + 2 * distance, viewport.rowHeight + 2 * distance, radius + distance);
    context.stroke();
  };
  outline(colours.background, 1, 2);
  outline(colours.foreground, look.focused ? 3.25 : 3, look.focused ? 2.5 : 2);
}
