import {ColumnBuilder, written} from '../base/columns.js';
import {hashText} from './strings.js';
import type {StringRow} from './profile.js';
import type {StringTable} from './strings.js';

const encoder = new TextEncoder();

/**
 * Distinct texts by row, of a string table and others, in the order they are first asked about; row 0 is ''.
 *
 * A profile may hold equal strings in several rows. They are told apart by their bytes, as in Go, and none is
 * decoded for it: of tens of thousands of names a view shows some hundreds.
 */
export class TextRows {
  readonly #strings: StringTable;
  /** By text: its row of the string table, or -1 - its row of the others. */
  readonly #from = new ColumnBuilder(Int32Array, 1 << 10);
  readonly #hash = new ColumnBuilder(Int32Array, 1 << 10);
  readonly #others: string[] = [];
  /** By row of the string table: its text + 1, 0 where it was not asked about. */
  readonly #ofRow: Int32Array;
  /** Text + 1, or 0 for a free slot. */
  #slots = new Int32Array(1 << 12);

  constructor(strings: StringTable) {
    this.#strings = strings;
    this.#ofRow = written(new Int32Array(strings.length));
    this.ofRow(0);
  }

  get length(): number {
    return this.#from.length;
  }

  /** The text at `row`. */
  get(row: number): string {
    const from = this.#from.cells[row]!;
    return from < 0 ? this.#others[-1 - from]! : this.#strings.get(from);
  }

  /** The row of a string of the table. */
  ofRow(row: StringRow): number {
    // Strings of a profile that is still being made may have become more.
    const known = this.#ofRow[row] ?? 0;
    if (known > 0) return known - 1;
    const hash = this.#strings.hash(row);
    const slot = this.#slotOf(hash, row);
    const text = this.#slots[slot] === 0 ? this.#add(slot, hash, row) : this.#slots[slot]! - 1;
    this.#ofRow[row] = text + 1;
    return text;
  }

  /** The row of any text. */
  of(text: string): number {
    const bytes = encoder.encode(text);
    const hash = hashText(bytes, 0, bytes.length);
    const slot = this.#slotOf(hash, bytes);
    return this.#slots[slot] === 0 ? this.#add(slot, hash, -this.#others.push(text)) : this.#slots[slot]! - 1;
  }

  /** The row of a text that was asked about, -1 for any other. Of those that read alike since they are not UTF-8, the first. */
  find(text: string): number {
    const bytes = encoder.encode(text);
    const row = this.#slots[this.#slotOf(hashText(bytes, 0, bytes.length), bytes)]! - 1;
    if (row >= 0 || !text.includes('\ufffd')) return row;
    for (let like = 0; like < this.length; like++) if (this.get(like) === text) return like;
    return -1;
  }

  /** Where a string of the table, or the text with these bytes, stands among the slots, or is to stand. */
  #slotOf(hash: number, wanted: StringRow | Uint8Array): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (; this.#slots[slot]! > 0; slot = (slot + 1) & mask) {
      const text = this.#slots[slot]! - 1;
      if (this.#hash.cells[text] === hash && isEqual(this.#bytes(text), typeof wanted === 'number' ? this.#strings.bytes(wanted) : wanted)) break;
    }
    return slot;
  }

  #bytes(text: number): Uint8Array {
    const from = this.#from.cells[text]!;
    return from < 0 ? encoder.encode(this.#others[-1 - from]!) : this.#strings.bytes(from);
  }

  #add(slot: number, hash: number, from: number): number {
    const text = this.#from.length;
    this.#from.push(from);
    this.#hash.push(hash);
    this.#slots[slot] = text + 1;
    if (text * 2 > this.#slots.length) this.#rehash();
    return text;
  }

  #rehash(): void {
    const slots = written(new Int32Array(this.#slots.length * 4));
    const mask = slots.length - 1;
    for (let text = 0; text < this.length; text++) {
      let slot = this.#hash.cells[text]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = text + 1;
    }
    this.#slots = slots;
  }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
