import {grown} from './grown.js';

type Column = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;
interface ColumnOf<T extends Column> {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): T;
  new (buffer: ArrayBuffer): T;
}

/**
 * A typed array that grows.
 *
 * `push` doubles the room when it runs out; `finish()` gives an array as long as
 * what was pushed, the one view of its buffer, so it can be moved to another thread,
 * and the builder holds none of it any more. Room that was never written takes
 * addresses and no memory, so it is not cut off, which would copy the rest.
 */
export class ColumnBuilder<T extends Column> {
  /** The room so far; only the first `length` cells are in use. It is replaced when it grows. */
  cells: T;
  length = 0;
  readonly #type: ColumnOf<T>;

  constructor(type: ColumnOf<T>, capacity = 64) {
    this.#type = type;
    this.cells = new type(Math.max(1, capacity));
  }

  push(value: number): void {
    if (this.length === this.cells.length) this.reserve(this.length * 2);
    this.cells[this.length++] = value;
  }

  /** Makes room for at least `capacity` cells. */
  reserve(capacity: number): void {
    if (capacity <= this.cells.length) return;
    const length = Math.max(capacity, this.cells.length * 2, 1);
    this.cells = new this.#type(grown(this.cells.buffer as ArrayBuffer, length * this.#type.BYTES_PER_ELEMENT));
  }

  finish(): T {
    const {cells, length} = this;
    this.cells = new this.#type(0);
    return cells.subarray(0, length) as T;
  }
}

/**
 * A new column, each of its zeros written once.
 *
 * A page of memory that is read before anything was written to it is given out twice: first as the one page of zeros that
 * everybody has, and with the first write as a page of its own, for which the system stops all other processors that run
 * this program. So what adds to a large new column, or looks for a free place in it, writes it in one go first.
 */
export function written<T extends Column>(column: T): T {
  column.fill(0);
  return column;
}
