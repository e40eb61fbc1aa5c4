import {ColumnBuilder, written} from '../base/columns.js';

/**
 * Text by row; row 0 is ''.
 *
 * A profile of 150 MB has hundreds of thousands of strings and a view shows a
 * few hundred, so a row is decoded when it is asked for and then kept.
 */
export interface StringTable {
  readonly length: number;
  /** The text at `row`; bytes that are not UTF-8 read as U+FFFD. */
  get(row: number): string;
  /** The bytes at `row` as they stood in the file. Not to be written to. */
  bytes(row: number): Uint8Array;
  /** `hashText` of these bytes. */
  hash(row: number): number;
}

const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
const encoder = new TextEncoder();

/** Rows that are decoded together, as a power of two, and the most bytes of them: a call of the decoder takes as long as a few of their texts. */
const blockBits = 6;
const mostBlockBytes = 2 ** 14;

/** Strings as one run of bytes: row `r` is `bytes[offsets[r]]` to `bytes[offsets[r + 1]]`. */
export class LazyStrings implements StringTable {
  readonly length: number;
  readonly #bytes: Uint8Array;
  readonly #offsets: Uint32Array;
  /** By block: its texts, as far as they are known. */
  readonly #blocks: (string | undefined)[][];

  constructor(bytes: Uint8Array, offsets: Uint32Array) {
    this.#bytes = bytes;
    this.#offsets = offsets;
    this.length = offsets.length - 1;
    this.#blocks = new Array<(string | undefined)[]>(Math.ceil(this.length / 2 ** blockBits));
  }

  get(row: number): string {
    const block = row >> blockBits;
    const texts = this.#blocks[block] ??= this.#decode(block);
    return texts[row & (2 ** blockBits - 1)] ??= decoder.decode(this.bytes(row));
  }

  bytes(row: number): Uint8Array {
    return this.#bytes.subarray(this.#offsets[row]!, this.#offsets[row + 1]!);
  }

  hash(row: number): number {
    return hashText(this.#bytes, this.#offsets[row]!, this.#offsets[row + 1]!);
  }

  /** Where as many characters come out as bytes go in, each byte is one character, and so each row is cut out of the text. */
  #decode(block: number): (string | undefined)[] {
    const first = block << blockBits;
    const end = Math.min(first + 2 ** blockBits, this.length);
    const from = this.#offsets[first]!;
    const size = this.#offsets[end]! - from;
    const texts: (string | undefined)[] = [];
    if (size > mostBlockBytes) return texts;
    const text = decoder.decode(this.#bytes.subarray(from, from + size));
    if (text.length !== size) return texts;
    for (let row = first; row < end; row++) texts.push(text.slice(this.#offsets[row]! - from, this.#offsets[row + 1]! - from));
    return texts;
  }
}

/** Strings by text, equal ones one row. For profiles that are made and not read. */
export class StringPool implements StringTable {
  readonly #texts: string[];
  readonly #rows = new Map<string, number>();
  readonly #under: StringTable | undefined;
  readonly #first: number;

  /** With `under`, its rows stay what they are and new texts come after them. */
  constructor(under?: StringTable) {
    this.#under = under;
    this.#first = under?.length ?? 0;
    this.#texts = [];
    if (under === undefined) this.row('');
    else this.#rows.set('', 0);
  }

  get length(): number {
    return this.#first + this.#texts.length;
  }

  /** The row of `text`, which is new if it was not asked for before; an equal text in `under` is not looked for, but ''. */
  row(text: string): number {
    let row = this.#rows.get(text);
    if (row === undefined) {
      row = this.#first + this.#texts.length;
      this.#texts.push(text);
      this.#rows.set(text, row);
    }
    return row;
  }

  get(row: number): string {
    return row < this.#first ? this.#under!.get(row) : this.#texts[row - this.#first]!;
  }

  bytes(row: number): Uint8Array {
    return row < this.#first ? this.#under!.bytes(row) : encoder.encode(this.#texts[row - this.#first]!);
  }

  hash(row: number): number {
    if (row < this.#first) return this.#under!.hash(row);
    const bytes = this.bytes(row);
    return hashText(bytes, 0, bytes.length);
  }
}

/**
 * Whether `a` stands before (< 0), after (> 0) or with `b` in the order of their
 * UTF-8 bytes, which is Go's order of strings. JavaScript compares UTF-16 units,
 * which puts U+FFxx after what lies past U+FFFF.
 */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return surrogatesLast(x) - surrogatesLast(y);
  }
  return a.length - b.length;
}

function surrogatesLast(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Collects strings as bytes; `finish()` gives them by row, in the order of the pushes. */
export class StringsBuilder {
  readonly #offsets = new ColumnBuilder(Uint32Array);
  #bytes = new Uint8Array(1 << 12);
  #size = 0;

  constructor() {
    this.#offsets.push(0);
  }

  get length(): number {
    return this.#offsets.length - 1;
  }

  /** Bytes of all of them. */
  get size(): number {
    return this.#size;
  }

  /** Appends `bytes[start]` to `bytes[end]`. */
  push(bytes: Uint8Array, start: number, end: number): void {
    const size = this.#size + end - start;
    if (size > this.#bytes.length) {
      const room = new Uint8Array(Math.max(size, this.#bytes.length * 2));
      room.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = room;
    }
    if (end - start < 24) {
      const room = this.#bytes;
      for (let from = start, to = this.#size; from < end; from++, to++) room[to] = bytes[from]!;
    } else this.#bytes.set(bytes.subarray(start, end), this.#size);
    this.#size = size;
    this.#offsets.push(size);
  }

  /** Whether the string at `row` has these bytes. */
  is(row: number, bytes: Uint8Array): boolean {
    const start = this.#offsets.cells[row]!;
    if (this.#offsets.cells[row + 1]! - start !== bytes.length) return false;
    for (let i = 0; i < bytes.length; i++) if (this.#bytes[start + i] !== bytes[i]) return false;
    return true;
  }

  finish(): LazyStrings {
    return new LazyStrings(this.#bytes.slice(0, this.#size), this.#offsets.finish());
  }
}

/** Collects strings of which equal ones, byte by byte, are one row; row 0 is ''. */
export class UniqueStrings {
  readonly #strings = new StringsBuilder();
  readonly #hash = new ColumnBuilder(Int32Array);
  /** Row + 1, or 0 for a free slot. */
  #slots = new Int32Array(1 << 10);
  readonly #apart = new Set<number>();

  constructor() {
    this.row(new Uint8Array(0));
  }

  row(bytes: Uint8Array): number {
    const hash = hashText(bytes, 0, bytes.length);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const row = this.#slots[slot]! - 1;
      if (row < 0) break;
      if (this.#hash.cells[row] === hash && this.#strings.is(row, bytes)) return row;
      slot = (slot + 1) & mask;
    }
    const row = this.#append(bytes, hash);
    this.#slots[slot] = row + 1;
    if (row * 2 > mask) this.#rehash();
    return row;
  }

  /** Appends a string that is a row of its own, even if an equal one is there, and that `row` does not find. */
  apart(bytes: Uint8Array): number {
    this.#apart.add(this.#strings.length);
    return this.#append(bytes, 0);
  }

  finish(): LazyStrings {
    return this.#strings.finish();
  }

  #append(bytes: Uint8Array, hash: number): number {
    this.#strings.push(bytes, 0, bytes.length);
    this.#hash.push(hash);
    return this.#strings.length - 1;
  }

  #rehash(): void {
    this.#slots = written(new Int32Array(this.#slots.length * 4));
    const mask = this.#slots.length - 1;
    for (let row = 0; row < this.#hash.length; row++) {
      if (this.#apart.has(row)) continue;
      let slot = this.#hash.cells[row]! & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row + 1;
    }
  }
}

// No file can know which of its names fall together.
const seed = (Math.random() * 0x1_0000_0000) | 0;

/** A hash of 32 bits of `bytes[start]` to `bytes[end]`, equal ones have the same for as long as the program runs. */
export function hashText(bytes: Uint8Array, start: number, end: number): number {
  let hash = seed;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash ^ (hash >>> 15);
}
