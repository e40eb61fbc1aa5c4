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
 * Remembers a number for each run of bytes that was met.
 *
 * Most samples stand on a stack that was there before, written in the same bytes:
 * these are compared four at a time where they lie one after the other, and need
 * not be read. Every hit is compared to its last byte. What is forgotten costs
 * time and makes nothing wrong, and where runs do not come again none is remembered.
 *
 * A run is said as it stands on a `SampleTape`: its hash and its length in bytes at
 * `head` of `words`, its bytes from word `at` on. Its hash is never a number that a file can know.
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

  /**
   * Brings near what the runs at the first `count` of `heads` will be held against.
   *
   * What costs is memory out of the cache, and none of these reads waits for another.
   */
  touch(words: Int32Array, heads: Int32Array, count: number): void {
    if (this.#isOff) return;
    const slots = this.#slots;
    const mask = this.#mask;
    const blocks = this.#blocks;
    let sum = 0;
    for (let run = 0; run < count; run++) sum ^= slots[(words[heads[run]!]! & mask) * 2]!;
    for (let run = 0; run < count; run++) {
      const place = slots[(words[heads[run]!]! & mask) * 2 + 1]! - 1;
      if (place >= 0) sum ^= blocks[place >>> blockBits]![place & blockMask]!;
    }
    this.touched = sum;
  }

  /** The number of a run, -1 where it is not known. */
  find(words: Int32Array, head: number, at: number): number {
    if (this.#isOff) return -1;
    const hash = words[head]!;
    const slots = this.#slots;
    let slot = hash & this.#mask;
    for (let probes = 0; probes < mostProbes; probes++) {
      const place = slots[slot * 2 + 1]! - 1;
      if (place < 0) return -1;
      if (slots[slot * 2] === hash) {
        const block = this.#blocks[place >>> blockBits]!;
        if (isSame(block, (place & blockMask) + 1, words, words[head + 1]!, at)) {
          this.#hits++;
          return block[place & blockMask]!;
        }
      }
      slot = (slot + 1) & this.#mask;
    }
    return -1;
  }

  /** Remembers `number` for a run that is not known. */
  keep(words: Int32Array, head: number, at: number, number: number): void {
    if (this.#isOff) return;
    if (this.#known === trial && this.#hits < trial / 2) return this.#turnOff();
    const hash = words[head]!;
    const size = words[head + 1]!;
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
    let to = place & blockMask;
    const end = to + length;
    block[to++] = number;
    block[to++] = size;
    for (let from = at; to < end; to++, from++) block[to] = words[from]!;
    this.#slots[slot * 2] = hash;
    this.#slots[slot * 2 + 1] = place + 1;
    this.#end = place + length;
    if (++this.#known * 2 > this.#mask) this.#rehash();
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

/** Whether the run that the log says at `place` is that of `size` bytes from word `from` on. */
function isSame(block: Int32Array, place: number, words: Int32Array, size: number, from: number): boolean {
  if (block[place] !== size) return false;
  const end = place + 1 + ((size + 3) >> 2);
  for (let at = place + 1; at < end; at++, from++) if (block[at] !== words[from]) return false;
  return true;
}
