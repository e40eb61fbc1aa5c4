import {shortNames} from './short-name.js';

/** What of a canvas measures text. */
export type TextMeasure = Pick<CanvasRenderingContext2D, 'font' | 'measureText'>;

const ellipsis = '…';

/** A text and how wide it is, in CSS pixels. */
export interface Fitted {
  readonly text: string;
  readonly width: number;
}

/** A name of a frame, and by their lengths the beginnings of it that were shown. */
interface Name extends Fitted {
  readonly cuts: Fitted[];
}

/** Names whose widths are kept: those of the boxes of some pictures. */
const mostKnown = 20_000;

const nothing: Fitted = {text: '', width: 0};

/**
 * Shortens the names of boxes to what fits in them, in one font.
 *
 * Each character is measured once; a text is as wide as its characters, so nothing
 * is measured while a frame is drawn. What a font joins more closely than that is
 * shorter than its place, never longer.
 */
export class TextFitter {
  readonly #measure: TextMeasure;
  readonly #widths = new Map<string, number>();
  readonly #ascii = new Float64Array(128).fill(-1);
  /** By row of the frames, and for frames of any model: its names, the longest first. */
  #names: (readonly Name[] | undefined)[] = [];
  readonly #known = new Map<string, readonly Name[]>();
  #frames: readonly string[];

  constructor(measure: TextMeasure, readonly font: string, frames: readonly string[]) {
    this.#measure = measure;
    this.#frames = frames;
  }

  /** Goes on with other frames; names that it has met it does not measure again. */
  use(frames: readonly string[]): void {
    if (frames === this.#frames) return;
    this.#frames = frames;
    this.#names = [];
  }

  /** The longest name of a frame that fits in `room` pixels, cut at its end if it has to be; '' where less than two characters would be left. */
  fit(frame: number, room: number): Fitted {
    const names = this.#names[frame] ??= this.#fitted(frame);
    for (const name of names) if (name.width <= room) return name;
    return this.#cut(names.at(-1)!, room);
  }

  /** The first name of a frame: what stands in a box that has room for all. */
  whole(frame: number): Fitted {
    return (this.#names[frame] ??= this.#fitted(frame))[0]!;
  }

  width(text: string): number {
    let width = 0;
    for (const char of text) width += this.#widthOf(char);
    return width;
  }

  #fitted(frame: number): readonly Name[] {
    const name = this.#frames[frame]!;
    let fitted = this.#known.get(name);
    if (fitted === undefined) {
      fitted = shortNames(name).map((text) => ({text, width: this.width(text), cuts: []}));
      if (this.#known.size === mostKnown) this.#known.clear();
      this.#known.set(name, fitted);
    }
    return fitted;
  }

  #cut({text, cuts}: Name, room: number): Fitted {
    let left = room - this.#widthOf(ellipsis);
    let length = 0;
    let characters = 0;
    while (length < text.length) {
      const char = text.codePointAt(length)! > 0xffff ? text.slice(length, length + 2) : text[length]!;
      const width = this.#widthOf(char);
      if (width > left) break;
      left -= width;
      length += char.length;
      characters++;
    }
    // A frame makes no garbage, and text that was drawn before is drawn faster.
    return characters < 2 ? nothing : cuts[length] ??= {text: text.slice(0, length) + ellipsis, width: room - left};
  }

  #widthOf(char: string): number {
    const code = char.length === 1 ? char.charCodeAt(0) : 128;
    if (code < 128 && this.#ascii[code]! >= 0) return this.#ascii[code]!;
    let width = this.#widths.get(char);
    if (width === undefined) {
      this.#measure.font = this.font;
      width = this.#measure.measureText(char).width;
      if (code < 128) this.#ascii[code] = width;
      else this.#widths.set(char, width);
    }
    return width;
  }
}
