/** What is drawn on, in its own pixels: the part of a canvas that a list can say. */
export type Drawable = Pick<
  OffscreenCanvasRenderingContext2D,
  'fillStyle' | 'strokeStyle' | 'lineWidth' | 'font' | 'fillRect' | 'fillText' | 'strokeRect' | 'beginPath' | 'rect' | 'roundRect' | 'fill' | 'stroke' | 'clip' | 'save' | 'restore'
>;

/** A picture as it crosses to the thread that draws it. */
export interface Drawing {
  /** Six cells a call: which one, and its numbers; a text is its place among those that were sent. */
  readonly calls: Float32Array<ArrayBuffer>;
  readonly length: number;
  /** The texts that were not sent before. */
  readonly texts: readonly string[];
  /** Whether those that were are forgotten. */
  readonly isAnew: boolean;
}

/** What the thread that draws is told of a canvas: that it is there, what is to be seen on it, or that it is gone. */
export type ToPainter = {readonly id: number} & (
  | {readonly canvas: OffscreenCanvas}
  | {readonly width: number; readonly height: number; readonly ratio: number; readonly drawing: Drawing}
  | {readonly gone: true}
);

/** What it says: a picture is drawn, and the room of it may be used again; without that, the picture is lost and wanted again. */
export interface FromPainter {
  readonly id: number;
  readonly calls?: Float32Array<ArrayBuffer>;
  /** When that was, in milliseconds since 1970. */
  readonly at: number;
}

const cells = 6;

/** Texts that are kept on both sides: those of the boxes of some pictures. */
const mostTexts = 20_000;

const code = {
  fillStyle: 0, strokeStyle: 1, lineWidth: 2, font: 3, fillRect: 4, fillText: 5, strokeRect: 6, beginPath: 7, roundRect: 8, fill: 9, stroke: 10, clip: 11, restore: 12,
} as const;

/** Takes down what is drawn on it, for a canvas that lies in another thread. A frame makes no garbage. */
export class DrawList {
  #calls = new Float32Array(cells * 1024);
  #spare: Float32Array<ArrayBuffer> | undefined;
  #length = 0;
  #texts: string[] = [];
  readonly #places = new Map<string, number>();
  #isAnew = false;

  /** What was drawn since the last call; the list is empty then. */
  take(): Drawing {
    const drawing = {calls: this.#calls, length: this.#length, texts: this.#texts, isAnew: this.#isAnew};
    this.#calls = this.#spare ?? new Float32Array(this.#calls.length);
    this.#spare = undefined;
    this.#length = 0;
    this.#texts = [];
    this.#isAnew = this.#places.size > mostTexts;
    if (this.#isAnew) this.#places.clear();
    return drawing;
  }

  /** Gives the room of a picture back that was drawn. */
  reuse(calls: Float32Array<ArrayBuffer>): void {
    this.#spare = calls;
  }

  set fillStyle(colour: string) {
    this.#put(code.fillStyle, this.#placeOf(colour));
  }

  set strokeStyle(colour: string) {
    this.#put(code.strokeStyle, this.#placeOf(colour));
  }

  set lineWidth(width: number) {
    this.#put(code.lineWidth, width);
  }

  set font(font: string) {
    this.#put(code.font, this.#placeOf(font));
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#put(code.fillRect, x, y, width, height);
  }

  fillText(text: string, x: number, y: number): void {
    this.#put(code.fillText, this.#placeOf(text), x, y);
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#put(code.strokeRect, x, y, width, height);
  }

  beginPath(): void {
    this.#put(code.beginPath);
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    this.#put(code.roundRect, x, y, width, height, radius);
  }

  fill(): void {
    this.#put(code.fill);
  }

  stroke(): void {
    this.#put(code.stroke);
  }

  /** What is drawn until `restore` is seen in this rectangle alone. */
  clip(x: number, y: number, width: number, height: number): void {
    this.#put(code.clip, x, y, width, height);
  }

  restore(): void {
    this.#put(code.restore);
  }

  #put(which: number, a = 0, b = 0, c = 0, d = 0, e = 0): void {
    const at = this.#length;
    if (at === this.#calls.length) {
      const grown = new Float32Array(at * 2);
      grown.set(this.#calls);
      this.#calls = grown;
    }
    const calls = this.#calls;
    calls[at] = which;
    calls[at + 1] = a;
    calls[at + 2] = b;
    calls[at + 3] = c;
    calls[at + 4] = d;
    calls[at + 5] = e;
    this.#length = at + cells;
  }

  #placeOf(text: string): number {
    let place = this.#places.get(text);
    if (place === undefined) {
      this.#places.set(text, place = this.#places.size);
      this.#texts.push(text);
    }
    return place;
  }
}

/** Draws what a list has taken down. `texts` are those that came before, and then those of this one too. */
export function play({calls, length, texts: fresh, isAnew}: Drawing, texts: string[], context: Drawable): void {
  if (isAnew) texts.length = 0;
  for (const text of fresh) texts.push(text);
  for (let at = 0; at < length; at += cells) {
    const a = calls[at + 1]!;
    const b = calls[at + 2]!;
    const c = calls[at + 3]!;
    const d = calls[at + 4]!;
    switch (calls[at]) {
      case code.fillStyle: context.fillStyle = texts[a]!; break;
      case code.strokeStyle: context.strokeStyle = texts[a]!; break;
      case code.lineWidth: context.lineWidth = a; break;
      case code.font: context.font = texts[a]!; break;
      case code.fillRect: context.fillRect(a, b, c, d); break;
      case code.fillText: context.fillText(texts[a]!, b, c); break;
      case code.strokeRect: context.strokeRect(a, b, c, d); break;
      case code.beginPath: context.beginPath(); break;
      case code.roundRect: context.roundRect(a, b, c, d, calls[at + 5]!); break;
      case code.fill: context.fill(); break;
      case code.stroke: context.stroke(); break;
      case code.clip:
        context.save();
        context.beginPath();
        context.rect(a, b, c, d);
        context.clip();
        break;
      case code.restore: context.restore(); break;
    }
  }
}
