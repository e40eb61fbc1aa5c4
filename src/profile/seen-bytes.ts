import {written} from '../base/columns.js';
import {letGo} from '../base/grown.js';

/** Words of the log in one block; a block is made when the one before is full. */
const blockBits = 18;
const blockMask = (1 << blockBits) - 1;

/** Slots that are looked at for one run. A file that made its runs fall together would gain nothing by it. */
const mostProbes = 32;

/** Words of the log: 128 MB. What comes after is not remembered. */
const mostWords = 1 << 25;

/** Runs after which it is known whether they come again. */
const trial = 1 << 14;

/**
 * Knows what the runs of bytes that were met came to: a row, 0 or more.
 *
 * Most samples stand on a stack that was there before, written in the same bytes:
 * these are compared four at a time where they lie one after the other, and need
 * not be read. Every hit is compared to its last byte. What is forgotten costs
 * time and makes nothing wrong, and where runs do not come again none is remembered.
 *
 * A run is said by where it stands in a view, and by its hash, which is never a number that a file can know.
 */
export class SeenBytes {
  /** What `touch` read, so that no compiler leaves the reading out. */
  touched = 0;
  /** Hash and place in the log + 1 of each slot. */
  #slots: Int32Array<ArrayBuffer> = new Int32Array(1 << 11);
  #mask = (1 << 10) - 1;
  #known = 0;
  #hits = 0;
  #isOff = false;
  /** Row, length in bytes, and the bytes of each run, in words. */
  #blocks: Int32Array<ArrayBuffer>[] = [];
  #end = 0;

  /**
   * Brings near what the runs with the first `count` of these hashes will be held against.
   *
   * What costs is memory out of the cache, and none of these reads waits for another.
   */
  touch(hashes: Int32Array, count: number): void {
    if (this.#isOff) return;
    const slots = this.#slots;
    const mask = this.#mask;
    const blocks = this.#blocks;
    let sum = 0;
    for (let run = 0; run < count; run++) sum ^= slots[(hashes[run]! & mask) * 2]!;
    for (let run = 0; run < count; run++) {
      const place = slots[(hashes[run]! & mask) * 2 + 1]! - 1;
      if (place >= 0) sum ^= blocks[place >>> blockBits]![place & blockMask]!;
    }
    this.touched = sum;
  }

  /** What the run from `start` to `end` came to, -1 where it is not known. */
  find(view: DataView, start: number, end: number, hash: number): number {
    if (this.#isOff) return -1;
    const slots = this.#slots;
    const mask = this.#mask;
    let slot = hash & mask;
    for (let probes = 0; probes < mostProbes; probes++) {
      const place = slots[slot * 2 + 1]! - 1;
      if (place < 0) return -1;
      if (slots[slot * 2] === hash) {
        const block = this.#blocks[place >>> blockBits]!;
        if (isSame(block, (place & blockMask) + 1, view, start, end)) {
          this.#hits++;
          return block[place & blockMask]!;
        }
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** Remembers what a run that is not known came to, where there is room for it. */
  keep(view: DataView, start: number, end: number, hash: number, row: number): void {
    if (this.#isOff) return;
    if (this.#known === trial && this.#hits < trial / 2) {
      this.#isOff = true;
      this.forget();
      return;
    }
    const length = 2 + ((end - start + 3) >> 2);
    let place = this.#end;
    // A run stands in one block.
    if ((place & blockMask) + length > blockMask + 1) place = (place + blockMask) & ~blockMask;
    if (place + length > mostWords) return;
    let slot = hash & this.#mask;
    for (let probes = 0; this.#slots[slot * 2 + 1] !== 0; probes++) {
      if (probes === mostProbes) return;
      slot = (slot + 1) & this.#mask;
    }
    const block = (this.#blocks[place >>> blockBits] ??= new Int32Array(blockMask + 1));
    let to = place & blockMask;
    block[to++] = row;
    block[to++] = end - start;
    let pos = start;
    for (; pos + 3 < end; pos += 4) block[to++] = view.getInt32(pos, true);
    if (pos < end) block[to] = lastWord(view, pos, end);
    this.#slots[slot * 2] = hash;
    this.#slots[slot * 2 + 1] = place + 1;
    this.#end = place + length;
    if (++this.#known * 2 > this.#mask) this.#rehash();
  }

  /** Frees what it remembers. */
  forget(): void {
    for (const {buffer} of [this.#slots, ...this.#blocks]) letGo(buffer);
    this.#blocks = [];
    this.#slots = new Int32Array(2);
    this.#mask = this.#known = this.#end = 0;
  }

  #rehash(): void {
    const old = this.#slots;
    const slots = written(new Int32Array(old.length * 2));
    const mask = old.length - 1;
    for (let at = 0; at < old.length; at += 2) {
      if (old[at + 1] === 0) continue;
      let slot = old[at]! & mask;
      while (slots[slot * 2 + 1] !== 0) slot = (slot + 1) & mask;
      slots[slot * 2] = old[at]!;
      slots[slot * 2 + 1] = old[at + 1]!;
    }
    this.#slots = slots;
    this.#mask = mask;
  }
}

/** Whether the run that the log says at `place` is the one from `start` to `end`. */
function isSame(block: Int32Array, place: number, view: DataView, start: number, end: number): boolean {
  if (block[place] !== end - start) return false;
  let at = place + 1;
  let pos = start;
  for (; pos + 3 < end; pos += 4, at++) if (block[at] !== view.getInt32(pos, true)) return false;
  return pos === end || block[at] === lastWord(view, pos, end);
}

/** The bytes from `pos` to `end`, one to three, as a word that zeros fill up. */
export function lastWord(view: DataView, pos: number, end: number): number {
  let word = view.getUint8(pos);
  if (pos + 1 < end) word |= view.getUint8(pos + 1) << 8;
  if (pos + 2 < end) word |= view.getUint8(pos + 2) << 16;
  return word;
}
