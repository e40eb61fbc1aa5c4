/** Milliseconds that a zoom takes. */
const zoomMillis = 160;

/** What can be told apart: past it, an end of a box is no longer exact in a double. */
const closest = 1e-12;

/** The horizontal part of a graph that is looked at, in the unit of the graph, and its way to where it is going. */
export class Camera {
  left = 0;
  span = 1;
  /** Width of the whole graph. */
  #whole = 1;
  #from: {left: number; span: number; at: number} | undefined;
  #to = {left: 0, span: 1};

  /** Looks at all of a graph that is `whole` wide. */
  reset(whole: number): void {
    this.#whole = whole > 0 ? whole : 1;
    this.goTo(0, this.#whole);
  }

  get whole(): boolean {
    return this.#to.span >= this.#whole;
  }

  /** Where it is going, or is. */
  get target(): {readonly left: number; readonly span: number} {
    return this.#to;
  }

  get moving(): boolean {
    return this.#from !== undefined;
  }

  /** @param now in milliseconds, where it is to move there and not to be there at once */
  goTo(left: number, span: number, now?: number): void {
    const width = Math.min(this.#whole, Math.max(span, this.#whole * closest));
    this.#to = {span: width, left: Math.max(0, Math.min(left, this.#whole - width))};
    this.#from = now === undefined ? undefined : {left: this.left, span: this.span, at: now};
    if (now === undefined) Object.assign(this, this.#to);
  }

  /** Moves on to where it is at `now`, slower towards the end. */
  step(now: number): void {
    if (this.#from === undefined) return;
    const {left, span, at} = this.#from;
    const time = (now - at) / zoomMillis;
    if (time >= 1) {
      this.#from = undefined;
      Object.assign(this, this.#to);
      return;
    }
    const way = 1 - (1 - Math.max(0, time)) ** 3;
    this.left = left + (this.#to.left - left) * way;
    this.span = span + (this.#to.span - span) * way;
  }

  /** Moves the graph under the hand: by `units`, to the left where it is positive. */
  pan(units: number): void {
    this.goTo(this.left + units, this.span);
  }

  /** Makes what lies at `unit` `factor` times as wide and leaves it where it is. */
  zoomAt(unit: number, factor: number): void {
    const span = Math.min(this.#whole, Math.max(this.span / factor, this.#whole * closest));
    this.goTo(unit - ((unit - this.left) / this.span) * span, span);
  }
}
