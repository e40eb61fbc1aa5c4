import type {FlamegraphReport} from '../../report/flamegraph.js';

/** The part of a flame graph that is looked at, and where it lies. Lengths are CSS pixels. */
export interface Viewport {
  /** Where boxes may be drawn, from the left edge of the canvas. */
  readonly x: number;
  readonly width: number;
  /** Height of the canvas. */
  readonly height: number;
  /** Where the root's row begins, from the upper edge of the canvas: negative where it is scrolled away. */
  readonly y: number;
  readonly rowHeight: number;
  /** Between two rows. */
  readonly gap: number;
  /** What stands at `x`, in the unit of the model, and how much of it fits in `width`. */
  readonly left: number;
  readonly span: number;
  /** Whether `y` counts from the lower edge and up. */
  readonly upward?: boolean;
}

/** A box has to be this wide to be drawn by itself. */
const narrowest = 1;

/** Neighbours that are narrow together are drawn from this width on. */
const narrowestRun = 0.5;

/**
 * Boxes that are drawn, by depth and from left to right. It is filled anew for
 * each frame, so that a frame makes no garbage.
 */
export class BoxList {
  length = 0;
  /** The box, or the one that calls a run of narrow ones. */
  row = new Int32Array(1024);
  /** 0 for a box; else how many callees of one box stand here together, being narrow. */
  small = new Int32Array(1024);
  /** Edges in CSS pixels, cut to the viewport. */
  x0 = new Float32Array(1024);
  x1 = new Float32Array(1024);
  /** Depth of the first row that is drawn. */
  firstDepth = 0;
  /** Depth `firstDepth + i` is the cells `depthStart[i]` to `depthStart[i + 1]`. */
  depthStart: number[] = [0];

  clear(firstDepth: number): void {
    this.length = 0;
    this.firstDepth = firstDepth;
    this.depthStart.length = 1;
  }

  add(row: number, small: number, x0: number, x1: number): void {
    if (this.length === this.row.length) this.#grow();
    this.row[this.length] = row;
    this.small[this.length] = small;
    this.x0[this.length] = x0;
    this.x1[this.length] = x1;
    this.length++;
  }

  endDepth(): void {
    this.depthStart.push(this.length);
  }

  /** The cell at a point of the canvas, -1 for none. */
  at(x: number, y: number, {y: top, rowHeight, gap}: Viewport): number {
    const depth = Math.floor((y - top) / (rowHeight + gap)) - this.firstDepth;
    if (depth < 0 || depth >= this.depthStart.length - 1) return -1;
    let low = this.depthStart[depth]!;
    let high = this.depthStart[depth + 1]!;
    const end = high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.x1[middle]! <= x) low = middle + 1;
      else high = middle;
    }
    return low < end && this.x0[low]! <= x ? low : -1;
  }

  #grow(): void {
    const length = this.length * 2;
    const grown = <T extends Int32Array | Float32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.row = grown(this.row, new Int32Array(length));
    this.small = grown(this.small, new Int32Array(length));
    this.x0 = grown(this.x0, new Float32Array(length));
    this.x1 = grown(this.x1, new Float32Array(length));
  }
}

/**
 * Finds what is to be drawn in a viewport.
 *
 * The wide boxes above the first visible depth are looked for along that depth;
 * from there on a depth is the callees of the boxes above it. Callees stand widest
 * first, so the first narrow one ends a box's list and the rest is one run. The
 * work is in proportion to what is drawn, and not to how many boxes there are.
 */
export function visibleBoxes(model: FlamegraphReport, viewport: Viewport, into: BoxList): BoxList {
  const {depthStart, firstCallee, callees, calleesEnd, start, width} = model;
  const {x, width: widthPx, height, y, rowHeight, gap, left, span} = viewport;
  const depths = depthStart.length - 1;
  const pitch = rowHeight + gap;
  const firstDepth = Math.max(0, Math.floor(-y / pitch));
  const endDepth = Math.min(depths, Math.ceil((height - y) / pitch));
  into.clear(firstDepth);
  const scale = widthPx / span;
  if (!(scale > 0) || !Number.isFinite(scale) || firstDepth >= endDepth) return into;
  const right = left + span;
  const least = narrowest / scale;
  const edge = x + widthPx;
  const place = (from: number, to: number, row: number, small: number): void => {
    into.add(row, small, Math.max(x, x + (from - left) * scale), Math.min(edge, x + (to - left) * scale));
  };

  let above: number[] = [];
  if (firstDepth === 0) {
    if (width[0]! > 0) place(start[0]!, start[0]! + width[0]!, 0, 0);
    into.endDepth();
    above.push(0);
  } else {
    above = wideRows(model, depthStart[firstDepth - 1]!, depthStart[firstDepth]!, left, right, least);
  }

  let next: number[] = [];
  for (let depth = firstDepth === 0 ? 1 : firstDepth; depth < endDepth; depth++) {
    next.length = 0;
    for (let index = 0; index < above.length; index++) {
      const caller = above[index]!;
      const end = firstCallee[caller + 1]!;
      const begin = firstCallee[caller]!;
      let row = firstEndingAfter(model, begin, end, left);
      for (; row < end && start[row]! < right && width[row]! >= least; row++) {
        next.push(row);
        place(start[row]!, start[row]! + width[row]!, row, 0);
      }
      // What comes next is narrow, and so is all after it, be it in the model or not.
      const from = row < end ? start[row]! : row > begin ? start[row - 1]! + width[row - 1]! : start[caller]!;
      const to = calleesEnd[caller]!;
      if (from >= right || to <= left || (row === end && callees[caller] === end - begin)) continue;
      if ((Math.min(to, right) - Math.max(from, left)) * scale < narrowestRun) continue;
      const first = firstNarrow(model, begin, row, least);
      place(first < end ? start[first]! : from, to, caller, callees[caller]! - (first - begin));
    }
    into.endDepth();
    [above, next] = [next, above];
  }
  return into;
}

/** Rows from `first` to `end`, of one depth, that are seen and at least `least` wide. */
function wideRows(model: FlamegraphReport, first: number, end: number, left: number, right: number, least: number): number[] {
  const {start, width} = model;
  const rows: number[] = [];
  let row = firstEndingAfter(model, first, end, left);
  while (row < end && start[row]! < right) {
    if (width[row]! >= least) {
      rows.push(row);
      row++;
    } else {
      // Boxes do not overlap, so a wide one that begins further right also ends later than this.
      row = firstEndingAfter(model, row + 1, end, start[row]! + least);
    }
  }
  return rows;
}

/** The first of the rows `first` to `end`, of one depth, that ends after `value`; `end` for none. It looks near `first` first. */
function firstEndingAfter({start, width}: FlamegraphReport, first: number, end: number, value: number): number {
  let step = 1;
  let low = first;
  let high = first;
  while (high < end && start[high]! + width[high]! <= value) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  if (high > end) high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (start[middle]! + width[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first of the rows `first` to `row` that is narrower than `least`, where `row` is and the widest stand first. */
function firstNarrow({width}: FlamegraphReport, first: number, row: number, least: number): number {
  let low = first;
  let high = row;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (width[middle]! >= least) low = middle + 1;
    else high = middle;
  }
  return low;
}
