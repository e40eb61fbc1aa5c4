/** Words of the log in one block; a block is made when the one before is full. */
const blockBits = 18;
const blockMask = (1 << blockBits) - 1;

/** Slots that are looked at for one run. A file that made its runs fall together would gain nothing by it. */
const mostProbes = 32;

/** Words of the log: 128 MB. What comes after is not remembered. */
const mostWords = 1 << 25;

/** Runs after which it is known whether they come again. */
const trial = 1 << 14;

/** Bytes that one run may have. */
export const longestRun = 1 << 14;

/** Words of a batch: what is held against it stays in the cache of a processor. */
const batchWords = 1 << 15;

/**
 * Remembers a number for each run of bytes that was met.
 *
 * Most samples stand on a stack that was there before, written in the same bytes:
 * these are compared four at a time where they lie one after the other, and need
 * not be read. Every hit is compared to its last byte. What is forgotten costs
 * time and makes nothing wrong, and where runs do not come again none is remembered.
 *
 * Runs are said in batches, since what costs is memory out of the cache: the cells
 * that a whole batch needs are asked for at once and come side by side.
 */
export class SeenBytes {
  /** What `touch` read, so that no compiler leaves the reading out. */
  touched = 0;
  /** Hash and place in the log + 1 of each slot. */
  #slots = new Int32Array(1 << 11);
  #mask = (1 << 10) - 1;
  #known = 0;
  #hits = 0;
  #isOff = false;
  /** Number, length in bytes, and the bytes of each run, in words. */
  #blocks: Int32Array[] = [];
  #end = 0;
  /** The bytes of the batch as words, the last one of a run filled up with zeros. */
  readonly #words = new Int32Array(batchWords + longestRun);
  #wordsEnd = 0;
  /** Hash, first word, first byte, and length in bytes of each run of the batch. */
  readonly #runs = new Int32Array(batchWords);
  #count = 0;

  /** Runs in the batch. */
  get count(): number {
    return this.#count;
  }

  /** Whether the batch has to be ended before another run is added. */
  get isFull(): boolean {
    return this.#wordsEnd >= batchWords || this.#count * 4 >= batchWords;
  }

  /** Where the bytes of a run of the batch begin. */
  startOf(run: number): number {
    return this.#runs[run * 4 + 2]!;
  }

  endOf(run: number): number {
    return this.#runs[run * 4 + 2]! + this.#runs[run * 4 + 3]!;
  }

  /** Adds the bytes of `buf` from `start` to `end`, `longestRun` at most, to a batch that is not full. */
  add(buf: Uint8Array, start: number, end: number): void {
    const run = this.#count++ * 4;
    const runs = this.#runs;
    runs[run + 1] = this.#wordsEnd;
    runs[run + 2] = start;
    runs[run + 3] = end - start;
    if (this.#isOff) return;
    const words = this.#words;
    let at = this.#wordsEnd;
    let hash = seed ^ (end - start);
    let pos = start;
    for (const whole = end - 3; pos < whole; pos += 4) {
      const word = buf[pos]! | (buf[pos + 1]! << 8) | (buf[pos + 2]! << 16) | (buf[pos + 3]! << 24);
      words[at++] = word;
      hash = Math.imul(hash ^ word, first);
      hash = Math.imul(hash ^ (hash >>> 15), second);
    }
    if (pos < end) {
      let word = buf[pos]!;
      if (pos + 1 < end) word |= buf[pos + 1]! << 8;
      if (pos + 2 < end) word |= buf[pos + 2]! << 16;
      words[at++] = word;
      hash = Math.imul(hash ^ word, first);
      hash = Math.imul(hash ^ (hash >>> 15), second);
    }
    runs[run] = hash ^ (hash >>> 16);
    this.#wordsEnd = at;
  }

  /** Brings near what the batch will be held against: none of these reads waits for another. */
  touch(): void {
    if (this.#isOff) return;
    const end = this.#count * 4;
    const runs = this.#runs;
    const slots = this.#slots;
    const mask = this.#mask;
    const blocks = this.#blocks;
    let sum = 0;
    for (let run = 0; run < end; run += 4) sum ^= slots[(runs[run]! & mask) * 2]!;
    for (let run = 0; run < end; run += 4) {
      const place = slots[(runs[run]! & mask) * 2 + 1]! - 1;
      if (place >= 0) sum ^= blocks[place >>> blockBits]![place & blockMask]!;
    }
    this.touched = sum;
  }

  /** The number of a run of the batch, -1 where it is not known. */
  find(run: number): number {
    if (this.#isOff) return -1;
    const hash = this.#runs[run * 4]!;
    const slots = this.#slots;
    let slot = hash & this.#mask;
    for (let probes = 0; probes < mostProbes; probes++) {
      const place = slots[slot * 2 + 1]! - 1;
      if (place < 0) return -1;
      if (slots[slot * 2] === hash) {
        const block = this.#blocks[place >>> blockBits]!;
        if (this.#is(run, block, place & blockMask)) {
          this.#hits++;
          return block[place & blockMask]!;
        }
      }
      slot = (slot + 1) & this.#mask;
    }
    return -1;
  }

  /** Remembers `number` for a run of the batch that is not known. */
  keep(run: number, number: number): void {
    if (this.#isOff) return;
    if (this.#known === trial && this.#hits < trial / 2) return this.#turnOff();
    const hash = this.#runs[run * 4]!;
    const size = this.#runs[run * 4 + 3]!;
    const length = 2 + ((size + 3) >> 2);
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
    const words = this.#words;
    let at = place & blockMask;
    const end = at + length;
    block[at++] = number;
    block[at++] = size;
    for (let from = this.#runs[run * 4 + 1]!; at < end; at++, from++) block[at] = words[from]!;
    this.#slots[slot * 2] = hash;
    this.#slots[slot * 2 + 1] = place + 1;
    this.#end = place + length;
    if (++this.#known * 2 > this.#mask) this.#rehash();
  }

  /** Begins a new batch. */
  clear(): void {
    this.#count = 0;
    this.#wordsEnd = 0;
  }

  #is(run: number, block: Int32Array, place: number): boolean {
    const size = this.#runs[run * 4 + 3]!;
    let at = place + 1;
    if (block[at++] !== size) return false;
    const words = this.#words;
    for (let from = this.#runs[run * 4 + 1]!, end = at + ((size + 3) >> 2); at < end; at++, from++) if (block[at] !== words[from]) return false;
    return true;
  }

  #turnOff(): void {
    this.#isOff = true;
    this.#blocks = [];
    this.#slots = new Int32Array(0);
  }

  #rehash(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2);
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

// Numbers of their own for every load of the page: a file cannot know which of its runs fall together.
const seed = secret();
const first = secret();
const second = secret();

function secret(): number {
  return (Math.random() * 0x1_0000_0000) | 1;
}
