/** What is seen of a plane: a point of it at (px, py) is drawn at (x + px·scale, y + py·scale). */
export interface PlaneView {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export const leastScale = 0.1;
export const mostScale = 8;
const millis = 160;

/** Holds what is seen of a plane, and moves there in a moment where that is wanted. */
export class PlaneCamera {
  #from: PlaneView = {x: 0, y: 0, scale: 1};
  #to: PlaneView = this.#from;
  #began = 0;

  /** What is seen at `now`, or where it is moving to. */
  at(now?: number): PlaneView {
    const share = now === undefined || this.#began === 0 ? 1 : Math.min(1, (now - this.#began) / millis);
    if (share >= 1) return this.#to;
    const eased = 1 - (1 - share) ** 3;
    const mix = (key: keyof PlaneView) => this.#from[key] + (this.#to[key] - this.#from[key]) * eased;
    return {x: mix('x'), y: mix('y'), scale: mix('scale')};
  }

  moving(now: number): boolean {
    return this.#began !== 0 && now - this.#began < millis;
  }

  /** @param now when a movement begins; undefined to be there at once */
  goTo(view: PlaneView, now?: number): void {
    this.#from = this.at(now);
    this.#to = view;
    this.#began = now ?? 0;
  }

  pan(x: number, y: number): void {
    const view = this.at();
    this.goTo({...view, x: view.x + x, y: view.y + y});
  }

  /** Zooms so that what is at (x, y) stays there. */
  zoomAt(x: number, y: number, factor: number, now?: number): void {
    const view = this.at();
    const scale = Math.max(leastScale, Math.min(mostScale, view.scale * factor));
    const grown = scale / view.scale;
    this.goTo({scale, x: x - (x - view.x) * grown, y: y - (y - view.y) * grown}, now);
  }
}
