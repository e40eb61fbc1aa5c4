import {DrawList, play, type FromPainter, type ToPainter} from '../../base/draw-list.js';
import {canvasSize} from './canvas.js';

/** What a thread that draws is, seen from the page. */
export interface Painter {
  onmessage: ((event: MessageEvent<FromPainter>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: ToPainter, moved: Transferable[]): void;
  terminate(): void;
}

/** Who draws waits this long for a picture before it takes the other thread for lost. */
const patience = 10_000;

/** Called when a picture is drawn, with when that was by `performance.now`; with undefined when it is lost and is to be drawn again. */
export type Done = (at: number | undefined) => void;

let painter: Painter | undefined;
const surfaces = new Map<number, Surface>();
let newest = 0;

/** Lets surfaces from now on be drawn by another thread. Without one, and when it is lost, the page draws by itself. */
export function drawBeside(started: Painter): void {
  painter = started;
  started.onmessage = ({data: {id, calls, at}}) => surfaces.get(id)?.drawn(calls, at - performance.timeOrigin);
  started.onerror = (event) => {
    event.preventDefault();
    lose();
  };
}

function lose(): void {
  painter?.terminate();
  painter = undefined;
  for (const surface of surfaces.values()) surface.drawHere();
  surfaces.clear();
}

/** A canvas in the page that is drawn on elsewhere: what is drawn on `list` is seen after `show`. */
export class Surface {
  /** Another one once the thread is lost that knew its texts. */
  list = new DrawList();
  readonly #id = ++newest;
  readonly #texts: string[] = [];
  readonly #done: Done;
  #canvas: HTMLCanvasElement;
  #context: CanvasRenderingContext2D | null = null;
  #width = 0;
  #height = 0;
  /** When the picture was sent that is not drawn yet; 0 for none. */
  #sent = 0;

  constructor(canvas: HTMLCanvasElement, done: Done) {
    this.#canvas = canvas;
    this.#done = done;
    if (painter === undefined) this.#context = canvas.getContext('2d', {alpha: false});
    else {
      const moved = canvas.transferControlToOffscreen();
      surfaces.set(this.#id, this);
      painter.postMessage({id: this.#id, canvas: moved}, [moved]);
    }
  }

  /** In the page: another element once the thread that drew on the first one is lost. */
  get canvas(): HTMLCanvasElement {
    return this.#canvas;
  }

  /** Whether the last picture is still being drawn; `done` tells of its end. */
  get isBusy(): boolean {
    if (this.#sent !== 0 && performance.now() - this.#sent > patience) lose();
    return this.#sent !== 0;
  }

  /** Lets what stands in `list` be seen, `width` by `height` CSS pixels of which each is `ratio` of the device's. */
  show(width: number, height: number): void {
    const {ratio, across, down} = canvasSize(width, height);
    if (this.#width !== width || this.#height !== height) {
      this.#width = width;
      this.#height = height;
      this.#canvas.style.width = `${width}px`;
      this.#canvas.style.height = `${height}px`;
    }
    const drawing = this.list.take();
    if (surfaces.has(this.#id)) {
      this.#sent = performance.now();
      painter!.postMessage({id: this.#id, width: across, height: down, ratio, drawing}, [drawing.calls.buffer]);
      return;
    }
    const context = this.#context;
    if (context === null) return;
    if (this.#canvas.width !== across) this.#canvas.width = across;
    if (this.#canvas.height !== down) this.#canvas.height = down;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    play(drawing, this.#texts, context);
    this.list.reuse(drawing.calls);
    this.#done(performance.now());
  }

  /** Forgets the canvas, which is not in the page any more. */
  end(): void {
    if (surfaces.delete(this.#id)) painter!.postMessage({id: this.#id, gone: true}, []);
  }

  /** The other thread has drawn a picture, or has lost it. */
  drawn(calls: Float32Array<ArrayBuffer> | undefined, at: number): void {
    if (calls === undefined) return this.#done(undefined);
    // Two threads may set their clocks apart by a little.
    const drawn = Math.max(this.#sent, Math.min(performance.now(), at));
    this.#sent = 0;
    this.list.reuse(calls);
    this.#done(drawn);
  }

  /** Goes on without the other thread, on another element: the first one is never given back. */
  drawHere(): void {
    const canvas = renewCanvas(this.#canvas);
    this.#canvas = canvas;
    this.#width = this.#height = 0;
    this.#context = canvas.getContext('2d', {alpha: false});
    this.list = new DrawList();
    this.#sent = 0;
    this.#done(undefined);
  }
}

/** Puts an element that nobody has drawn on in place of one that another thread has drawn on. */
export function renewCanvas(old: HTMLCanvasElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  old.replaceWith(canvas);
  return canvas;
}
