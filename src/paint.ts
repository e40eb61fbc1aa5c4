import {play, type FromPainter, type ToPainter} from './base/draw-list.js';

/**
 * The program that draws flame graphs, beside the page: what it is told, and it knows nothing
 * of profiles. Handing a canvas on is half of what a frame costs the thread that draws it.
 */
declare const self: DedicatedWorkerGlobalScope;

interface Place {
  readonly canvas: OffscreenCanvas;
  readonly context: OffscreenCanvasRenderingContext2D;
  readonly texts: string[];
}

const places = new Map<number, Place>();

self.onmessage = ({data}: MessageEvent<ToPainter>) => {
  const {id} = data;
  if ('gone' in data) places.delete(id);
  else if ('canvas' in data) begin(id, data.canvas);
  else {
    const {canvas, context, texts} = places.get(id)!;
    const {width, height, ratio, drawing} = data;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    // As the page measures text, which has finer places where pixels are finer.
    context.textRendering = ratio < 1.5 ? 'auto' : 'geometricPrecision';
    play(drawing, texts, context);
    say({id, calls: drawing.calls, at: now()}, [drawing.calls.buffer]);
  }
};

function begin(id: number, canvas: OffscreenCanvas): void {
  // Without one the page hears an error, and draws by itself.
  places.set(id, {canvas, context: canvas.getContext('2d', {alpha: false})!, texts: []});
  canvas.oncontextrestored = () => say({id, at: now()});
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

function say(message: FromPainter, moved: Transferable[] = []): void {
  self.postMessage(message, moved);
}
