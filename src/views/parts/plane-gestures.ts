/** Pixels that a pointer may move in a click. */
const slack = 5;
const longPressMillis = 500;

export interface PlaneHandlers {
  pan(x: number, y: number): void;
  /** Zooms by `factor` so that what is at (x, y) of the element stays there. */
  zoom(x: number, y: number, factor: number): void;
  /** A finger was held still. */
  press(event: PointerEvent): void;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Dragging with a mouse or a finger, the wheel, and two fingers, on an element that
 * shows part of a plane. Gives the function that stops it.
 *
 * A click that ends a drag or a long press is swallowed.
 */
export function listenToPlane(element: HTMLElement, handlers: PlaneHandlers): () => void {
  const pointers = new Map<number, Point>();
  let start: Point | undefined;
  let moved = false;
  let timer = 0;
  const place = (event: MouseEvent): Point => {
    const {left, top} = element.getBoundingClientRect();
    return {x: event.clientX - left, y: event.clientY - top};
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    if (pointers.size === 0) moved = false;
    pointers.set(event.pointerId, place(event));
    start = place(event);
    clearTimeout(timer);
    if (pointers.size > 1) moved = true;
    else if (event.pointerType !== 'mouse') {
      timer = window.setTimeout(() => {
        moved = true;
        pointers.clear();
        handlers.press(event);
      }, longPressMillis);
    }
  };
  const move = (event: PointerEvent): void => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = place(event);
    if (!moved && start !== undefined && Math.hypot(now.x - start.x, now.y - start.y) <= slack) return;
    clearTimeout(timer);
    if (!moved) element.classList.add('dragging');
    moved = true;
    if (!element.hasPointerCapture(event.pointerId)) element.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, now);
    const [still] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    if (still === undefined) {
      handlers.pan(now.x - before.x, now.y - before.y);
      return;
    }
    // What lies between the fingers stays between them.
    const apart = Math.hypot(before.x - still.x, before.y - still.y);
    const apartNow = Math.hypot(now.x - still.x, now.y - still.y);
    handlers.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    if (apart > 8 && apartNow > 8) handlers.zoom((now.x + still.x) / 2, (now.y + still.y) / 2, apartNow / apart);
  };
  const up = (event: PointerEvent): void => {
    clearTimeout(timer);
    pointers.delete(event.pointerId);
    element.classList.remove('dragging');
  };
  const click = (event: MouseEvent): void => {
    if (!moved) return;
    moved = false;
    event.stopPropagation();
    event.preventDefault();
  };
  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 400 : 1;
    const {x, y} = place(event);
    if (event.shiftKey) {
      handlers.pan(-(event.deltaX + event.deltaY) * unit, 0);
      return;
    }
    // A pinch on a touch pad comes as a wheel with Ctrl, in smaller steps.
    const turn = Math.max(-120, Math.min(120, event.deltaY * unit));
    handlers.zoom(x, y, Math.exp(-turn / (event.ctrlKey ? 100 : 400)));
  };
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('click', click, true);
  element.addEventListener('wheel', wheel, {passive: false});
  return () => {
    clearTimeout(timer);
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('click', click, true);
    element.removeEventListener('wheel', wheel);
  };
}
