import {PbfReader} from 'pbf';

/** What is wrong in the bytes of a message, and where: the offset in the whole message. */
export class WireError extends Error {
  constructor(message: string, readonly offset: number, readonly kind: 'malformed' | 'truncated' | 'concatenated' = 'malformed') {
    super(message);
  }
}

/** The wire types that profile.proto uses; 1 and 5 can only be passed over. */
export const varint = 0;
export const bytes = 2;

/** No message of the format has a field past 15, so every number from here on means "unknown". */
const unknownField = 1 << 28;

/**
 * pbf's reader, with reads that keep all 64 bits and refuse what Go's reader refuses.
 *
 * pbf itself rounds a varint to a double, ends a message at field number 0, and
 * reads past the end of a message that is cut short; so only its buffer and its
 * place in it are used.
 */
export class WireReader extends PbfReader {
  /** The words of the varint that was read last. */
  low = 0;
  high = 0;
  /** Where the bytes of the field that was read last begin; they end at `pos`. */
  start = 0;
  /** Offset of `buf[0]` in the whole message. */
  base = 0;

  /** Moves to other bytes, whose first stands at `base` in the whole message. */
  read(buf: Uint8Array, base: number): void {
    this.buf = buf;
    this.length = buf.length;
    this.base = base;
  }

  /** Reads a varint into `low` and `high`. What is past 64 bits falls off, as in Go. */
  word(end: number): void {
    const buf = this.buf;
    let pos = this.pos;
    if (pos < end && buf[pos]! < 0x80) {
      this.low = buf[pos]!;
      this.high = 0;
      this.pos = pos + 1;
      return;
    }
    const stop = Math.min(end, pos + 10);
    let low = 0;
    let high = 0;
    for (let shift = 0; pos < stop; shift += 7) {
      const byte = buf[pos++]!;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high | 0;
        this.pos = pos;
        return;
      }
    }
    this.fail(stop === end ? 'a number is cut off' : 'a number has more than 10 bytes', this.pos);
  }

  /**
   * Reads a field whole and gives its number: a varint into `low` and `high`, the
   * bytes of a submessage from `start` to `pos`, and passes over the rest.
   */
  field(end: number): number {
    const at = this.pos;
    this.word(end);
    const type = this.low & 7;
    const field = this.high === 0 && this.low < 0x8000_0000 ? this.low >>> 3 : unknownField;
    this.type = type;
    if (type === varint) this.word(end);
    else if (type === bytes) {
      this.word(end);
      const length = this.high * 0x1_0000_0000 + this.low;
      if (this.high < 0 || length > end - this.pos) this.fail(`a field has ${length < 0 ? 'more' : length} bytes where ${end - this.pos} are left`, at);
      this.start = this.pos;
      this.pos += length;
    } else if (type === 1 || type === 5) {
      const length = type === 1 ? 8 : 4;
      if (length > end - this.pos) this.fail('a field is cut off', at);
      this.pos += length;
    } else this.fail(`a field has wire type ${type}, which does not exist`, at);
    return field;
  }

  /** Refuses the field that was read last where it is not of this wire type. */
  expect(type: number, what: string): void {
    if (this.type !== type) this.fail(`${what} has wire type ${this.type} and not ${type}`, this.pos);
  }

  fail(what: string, pos: number): never {
    throw new WireError(what, this.base + pos);
  }
}

/** Room for the bytes that a push carries over to the next, at least. */
const smallCarry = 1 << 16;

/**
 * Cuts a stream of bytes at whole top-level fields.
 *
 * Each push hands on the run of fields that are complete, so the message is never
 * in memory whole; the field that is not complete yet is carried over. On 150 MB
 * of samples that was 304 bytes at most.
 */
export class FieldCutter {
  /** Bytes that were pushed. */
  length = 0;
  readonly #take: (buf: Uint8Array, start: number, end: number, base: number) => void;
  readonly #largest: number;
  #carry = new Uint8Array(smallCarry);
  #carried = 0;
  /** Bytes that the carried field needs to be whole, as far as is known. */
  #needed = 0;

  /**
   * @param take is given whole fields from `start` to `end` of `buf`, which it may
   *   not keep; `buf[0]` stands at `base` in the message
   * @param largest the length of a field from which on it is not waited for
   */
  constructor(take: (buf: Uint8Array, start: number, end: number, base: number) => void, largest: number) {
    this.#take = take;
    this.#largest = largest;
  }

  push(chunk: Uint8Array): void {
    this.length += chunk.length;
    let rest = chunk;
    if (this.#carried > 0) {
      // Only what the carried field needs is copied; the chunk is read where it lies.
      while (this.#carried < this.#needed) {
        if (rest.length === 0) return;
        const taken = Math.min(rest.length, this.#needed - this.#carried);
        this.#append(rest.subarray(0, taken));
        rest = rest.subarray(taken);
        if (this.#carried === this.#needed) {
          const whole = this.#cut(this.#carry, this.#carried, this.length - rest.length - this.#carried);
          if (whole > 0) {
            this.#carried = 0;
            break;
          }
        }
      }
    }
    const base = this.length - rest.length;
    const end = this.#cut(rest, rest.length, base);
    if (end < rest.length) this.#append(rest.subarray(end));
  }

  /** Says that no more bytes come. */
  finish(): void {
    if (this.#carried > 0) {
      throw new WireError('the message ends inside a field', this.length - this.#carried, 'truncated');
    }
  }

  /** Hands on the whole fields of `buf` up to `length`; gives where they end, and sets what the next one needs. */
  #cut(buf: Uint8Array, length: number, base: number): number {
    let pos = 0;
    let problem: WireError | undefined;
    while (pos < length) {
      const end = this.#fieldEnd(buf, pos, length);
      if (end < 0) {
        problem = new WireError(problems[-end - 1]!, base + pos);
        break;
      }
      if (end > length) {
        if (end - pos > this.#largest) problem = new WireError(`a field has ${end - pos} bytes`, base + pos);
        else this.#needed = end - pos;
        break;
      }
      pos = end;
    }
    if (pos > 0) this.#take(buf, 0, pos, base);
    // What stands before the fault is read first: it may hold a fault of its own.
    if (problem !== undefined) throw problem;
    return pos;
  }

  /** Where the field at `pos` ends; past `length` where more bytes are needed to be whole or to know; -1 - row of `problems`. */
  #fieldEnd(buf: Uint8Array, pos: number, length: number): number {
    const type = buf[pos]! & 7;
    let at = pos;
    do {
      if (at - pos === 10) return -1;
      if (at === length) return length + 1;
    } while (buf[at++]! >= 0x80);
    switch (type) {
      case 0: {
        const start = at;
        do {
          if (at - start === 10) return -1;
          if (at === length) return length + 1;
        } while (buf[at++]! >= 0x80);
        return at;
      }
      case 1:
        return at + 8;
      case 2: {
        const start = at;
        let size = 0;
        let scale = 1;
        for (;;) {
          if (at - start === 10) return -1;
          if (at === length) return length + 1;
          const byte = buf[at++]!;
          // The tenth byte holds bit 63 alone.
          size += (at - start === 10 ? byte & 1 : byte & 0x7f) * scale;
          if (byte < 0x80) return at + size;
          scale *= 128;
        }
      }
      case 5:
        return at + 4;
      default:
        return -2;
    }
  }

  #append(part: Uint8Array): void {
    const length = this.#carried + part.length;
    if (length > this.#carry.length) {
      // Known to the byte where the field says its length, so a large one is moved a few times only.
      const carry = new Uint8Array(Math.max(length, Math.min(this.#needed, this.#carry.length * 4)));
      carry.set(this.#carry.subarray(0, this.#carried));
      this.#carry = carry;
    }
    this.#carry.set(part, this.#carried);
    this.#carried = length;
  }
}

const problems = ['a number has more than 10 bytes', 'a field has a wire type that does not exist'];
