/** Browsers give up past these: 16,384 pixels a side in the strictest, and a number of pixels in all. */
const longestSide = 16_384;
const mostPixels = 2 ** 26;

/** Pixels of the device in one of CSS, and the size in them of a canvas of `width` by `height` CSS pixels. */
export function canvasSize(width: number, height: number): {readonly ratio: number; readonly across: number; readonly down: number} {
  const wanted = globalThis.devicePixelRatio || 1;
  const ratio = Math.max(0.1, Math.min(wanted, longestSide / Math.max(1, width, height), Math.sqrt(mostPixels / Math.max(1, width * height))));
  return {ratio, across: Math.max(1, Math.round(width * ratio)), down: Math.max(1, Math.round(height * ratio))};
}

/**
 * Makes a canvas as large as `width` by `height` CSS pixels, in pixels of the device,
 * and lets its context draw in CSS pixels.
 *
 * @returns pixels of the device in one of CSS
 */
export function fitCanvas(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, width: number, height: number): number {
  const {ratio, across, down} = canvasSize(width, height);
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return ratio;
}

/** Calls `listener` when a pixel of CSS is another number of pixels of the device. Gives the function that stops it. */
export function onRatioChange(listener: () => void): () => void {
  let query: MediaQueryList;
  const changed = (): void => {
    listen();
    listener();
  };
  const listen = (): void => {
    query?.removeEventListener('change', changed);
    query = matchMedia(`(resolution: ${globalThis.devicePixelRatio}dppx)`);
    query.addEventListener('change', changed);
  };
  listen();
  return () => query.removeEventListener('change', changed);
}
