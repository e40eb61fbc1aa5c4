/** A point of an element, in CSS pixels from its corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What hands do to a graph. */
export interface GraphHand {
  /** A mouse rests or moves over a point. */
  hover(point: Point, event: PointerEvent): void;
  leave(event: PointerEvent): void;
  click(point: Point): void;
  /** Wishes for the menu of what is at a point. Whether there is one. */
  menu(point: Point, event: {readonly clientX: number; readonly clientY: number}): boolean;
  /** Moves the graph, by pixels: what is right of the edge comes in where `across` is positive. */
  pan(across: number, down: number): void;
  /** Makes the graph `factor` times as wide around `x`. */
  zoomAt(x: number, factor: number): void;
  /** A wheel turns by pixels. Whether that is done; else the element scrolls by itself. */
  wheel(across: number, down: number): boolean;
  /** A finger comes in from the left edge: one step back. */
  back(): void;
  /** A button or a finger goes down. */
  begin(): void;
}

const longPressMillis = 500;

/** Pixels from the left edge that a swipe back begins in, and that it goes at least. */
const edge = 24;
const swipe = 48;

/** Pixels that a pointer may move in a click. */
const slack = 4;

/** Fingers that are nearer than this turn a tremor into a leap. */
const leastApart = 8;

/** Turns the pointers, touches and wheels of an element into what they mean for a graph. One finger may scroll the element as ever. */
export class FlameGestures {
  readonly #element: HTMLElement;
  readonly #hand: GraphHand;
  readonly #pointers = new Map<number, Point>();
  #drag: {readonly from: Point; moved: boolean; edge: boolean} | undefined;
  #press = 0;
  /** A click that ends a drag or a long press is none. */
  #ignoreClick = false;

  constructor(element: HTMLElement, hand: GraphHand) {
    this.#element = element;
    this.#hand = hand;
    element.addEventListener('pointerdown', (event) => this.#down(event));
    element.addEventListener('pointermove', (event) => this.#move(event));
    element.addEventListener('pointerup', (event) => this.#up(event));
    element.addEventListener('pointercancel', (event) => this.#up(event));
    element.addEventListener('pointerleave', (event) => {
      if (this.#drag?.moved !== true) hand.leave(event);
    });
    element.addEventListener('click', (event) => {
      if (!this.#ignoreClick) hand.click(this.#pointOf(event));
      this.#ignoreClick = false;
    });
    element.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      // A keyboard's wish comes with a key, and a finger's long press has been heard.
      if (event.button === 2 && !this.#ignoreClick) hand.menu(this.#pointOf(event), event);
    });
    element.addEventListener('wheel', (event) => this.#wheel(event), {passive: false});
    // Two fingers are ours, and the end of a long press takes the keyboard from no menu.
    element.addEventListener('touchstart', (event) => {
      if (event.touches.length >= 2) event.preventDefault();
    }, {passive: false});
    element.addEventListener('touchend', (event) => {
      if (this.#ignoreClick && event.cancelable) event.preventDefault();
    }, {passive: false});
  }

  /** Forgets a press that is under way. */
  stop(): void {
    clearTimeout(this.#press);
    this.#pointers.clear();
    this.#drag = undefined;
  }

  #down(event: PointerEvent): void {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    const point = this.#pointOf(event);
    this.#pointers.set(event.pointerId, point);
    this.#ignoreClick = false;
    this.#hand.begin();
    clearTimeout(this.#press);
    if (this.#pointers.size > 1) {
      this.#drag = undefined;
      this.#ignoreClick = true;
      return;
    }
    this.#drag = {from: point, moved: false, edge: event.pointerType !== 'mouse' && point.x < edge};
    if (event.pointerType === 'mouse') return;
    const {clientX, clientY} = event;
    this.#press = window.setTimeout(() => {
      if (this.#drag?.moved === false && this.#pointers.size === 1 && this.#hand.menu(point, {clientX, clientY})) this.#ignoreClick = true;
    }, longPressMillis);
  }

  #move(event: PointerEvent): void {
    const point = this.#pointOf(event);
    const before = this.#pointers.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType === 'mouse') this.#hand.hover(point, event);
      return;
    }
    if (this.#pointers.size === 2) this.#pinch(event.pointerId, before, point);
    else if (this.#drag === undefined) return;
    else {
      if (!this.#drag.moved) {
        if (Math.hypot(point.x - this.#drag.from.x, point.y - this.#drag.from.y) <= slack) return;
        this.#drag.moved = true;
        clearTimeout(this.#press);
        this.#ignoreClick = true;
        this.#element.setPointerCapture(event.pointerId);
        this.#element.classList.add('dragging');
      }
      if (this.#drag.edge) this.#swipe(this.#drag, point);
      else this.#hand.pan(before.x - point.x, event.pointerType === 'mouse' ? before.y - point.y : 0);
    }
    this.#pointers.set(event.pointerId, point);
  }

  /** One step back for each swipe, and none for a finger that goes down rather than right. */
  #swipe(drag: {readonly from: Point}, point: Point): void {
    if (point.x - drag.from.x < swipe || Math.abs(point.y - drag.from.y) > swipe) return;
    this.#drag = undefined;
    this.#hand.back();
  }

  /** What lies under the two fingers stays under them; each of them moves in its turn. */
  #pinch(moved: number, before: Point, after: Point): void {
    const still = [...this.#pointers].find(([id]) => id !== moved)![1];
    const apart = Math.abs(before.x - still.x);
    const apartNow = Math.abs(after.x - still.x);
    if (apart > leastApart && apartNow > leastApart) this.#hand.zoomAt((before.x + still.x) / 2, apartNow / apart);
    this.#hand.pan((before.x - after.x) / 2, (before.y - after.y) / 2);
  }

  #up(event: PointerEvent): void {
    clearTimeout(this.#press);
    this.#pointers.delete(event.pointerId);
    this.#drag = undefined;
    this.#element.classList.remove('dragging');
  }

  #wheel(event: WheelEvent): void {
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? this.#element.clientHeight : 1;
    const down = event.deltaY * lines;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.#hand.zoomAt(this.#pointOf(event).x, Math.exp(-Math.max(-80, Math.min(80, down)) / 150));
      return;
    }
    const turned = event.shiftKey && event.deltaX === 0;
    if (this.#hand.wheel(turned ? down : event.deltaX * lines, turned ? 0 : down)) event.preventDefault();
  }

  #pointOf(event: MouseEvent): Point {
    const {left, top} = this.#element.getBoundingClientRect();
    return {x: event.clientX - left, y: event.clientY - top};
  }
}
