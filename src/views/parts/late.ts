/** A part of the page that is not needed for its first picture, and comes when it is asked for. */
export class Late<Part> {
  readonly #load: () => Promise<Part>;
  #part: Part | undefined;
  #coming: Promise<void> | undefined;

  constructor(load: () => Promise<Part>) {
    this.#load = load;
  }

  /** The part; undefined where it has to come first, and `arrived` is called then. What cannot be loaded never arrives. */
  get(arrived: () => void): Part | undefined {
    if (this.#part !== undefined) return this.#part;
    this.#coming ??= this.#load().then((part) => void (this.#part = part));
    this.#coming.then(arrived, () => (this.#coming = undefined));
    return undefined;
  }
}
