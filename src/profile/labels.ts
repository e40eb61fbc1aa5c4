import {ColumnBuilder, written} from '../base/columns.js';
import {Int64Builder} from '../base/int64.js';
import type {LabelSetRow, LabelSetTable} from './profile.js';

/** Numbers that say one label: key, is it a number, text, low word, high word, unit. */
const width = 6;

/**
 * Interns label sets: equal ones, in the same order, are one row.
 *
 * A set is said label by label and closed by `row()`. Nothing is made for a set
 * that was seen before; every hit of the hash is compared label by label.
 */
export class LabelBuilder {
  readonly #start = new ColumnBuilder(Uint32Array);
  readonly #hash = new ColumnBuilder(Int32Array);
  readonly #key = new ColumnBuilder(Uint32Array);
  readonly #isNumber = new ColumnBuilder(Uint8Array);
  readonly #string = new ColumnBuilder(Uint32Array);
  readonly #number = new Int64Builder();
  readonly #unit = new ColumnBuilder(Uint32Array);
  #slots = new Int32Array(256);
  /** The labels of the set that is being said. */
  #said = new Int32Array(width * 16);
  #length = 0;
  #mixed = seed;

  constructor() {
    this.#start.push(0);
    // Row 0 is the set without labels, which never reaches the table.
    this.#start.push(0);
    this.#hash.push(0);
  }

  /** How many rows of labels the sets have together. */
  get labels(): number {
    return this.#key.length;
  }

  /** Adds a string label to the set that is being said. `StringRow`s. */
  text(key: number, text: number): void {
    this.#say(key, 0, text, 0, 0, 0);
  }

  /** Adds a numeric label, its number as two words. */
  number(key: number, low: number, high: number, unit: number): void {
    this.#say(key, 1, 0, low, high, unit);
  }

  /** Closes the set and gives its row. */
  row(): LabelSetRow {
    if (this.#length === 0) return 0;
    const mask = this.#slots.length - 1;
    const hash = this.#mixed;
    const count = this.#length / width;
    let slot = hash & mask;
    let row: number;
    for (;;) {
      row = this.#slots[slot]!;
      if (row === 0) break;
      if (this.#hash.cells[row] === hash && this.#is(row, count)) break;
      slot = (slot + 1) & mask;
    }
    if (row === 0) {
      row = this.#append(count, hash);
      this.#slots[slot] = row;
      if (row * 2 > mask) this.#rehash();
    }
    this.#length = 0;
    this.#mixed = seed;
    return row;
  }

  finish(): LabelSetTable {
    return {
      length: this.#hash.length,
      start: this.#start.finish(),
      key: this.#key.finish(),
      isNumber: this.#isNumber.finish(),
      string: this.#string.finish(),
      number: this.#number.finish(),
      unit: this.#unit.finish(),
    };
  }

  #say(key: number, isNumber: number, text: number, low: number, high: number, unit: number): void {
    if (this.#length + width > this.#said.length) {
      const said = new Int32Array(this.#said.length * 2);
      said.set(this.#said);
      this.#said = said;
    }
    const said = this.#said;
    const at = this.#length;
    said[at] = key;
    said[at + 1] = isNumber;
    said[at + 2] = text;
    said[at + 3] = low;
    said[at + 4] = high;
    said[at + 5] = unit;
    this.#length = at + width;
    this.#mixed = mix(mix(mix(this.#mixed, key), isNumber === 0 ? text : low), high ^ Math.imul(unit + isNumber, 0x27d4eb2f));
  }

  #is(row: LabelSetRow, count: number): boolean {
    const start = this.#start.cells[row]!;
    if (this.#start.cells[row + 1]! - start !== count) return false;
    const said = this.#said;
    for (let i = 0, at = 0; i < count; i++, at += width) {
      const label = start + i;
      if (
        this.#key.cells[label] !== said[at]! >>> 0 || this.#isNumber.cells[label] !== said[at + 1] ||
        this.#string.cells[label] !== said[at + 2]! >>> 0 || !this.#number.equals(label, said[at + 3]! >>> 0, said[at + 4]!) ||
        this.#unit.cells[label] !== said[at + 5]! >>> 0
      ) return false;
    }
    return true;
  }

  #append(count: number, hash: number): LabelSetRow {
    const said = this.#said;
    for (let i = 0, at = 0; i < count; i++, at += width) {
      this.#key.push(said[at]!);
      this.#isNumber.push(said[at + 1]!);
      this.#string.push(said[at + 2]!);
      this.#number.push(said[at + 3]!, said[at + 4]!);
      this.#unit.push(said[at + 5]!);
    }
    this.#start.push(this.#key.length);
    this.#hash.push(hash);
    return this.#hash.length - 1;
  }

  #rehash(): void {
    this.#slots = written(new Int32Array(this.#slots.length * 4));
    const mask = this.#slots.length - 1;
    for (let row = 1; row < this.#hash.length; row++) {
      let slot = this.#hash.cells[row]! & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row;
    }
  }
}

const seed = (Math.random() * 0x1_0000_0000) | 0;

function mix(hash: number, value: number): number {
  const h = Math.imul(hash ^ Math.imul(value, 0x9e3779b1), 0x85ebca6b);
  return h ^ (h >>> 15);
}
