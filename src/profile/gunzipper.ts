import {Gunzip} from 'fflate';
import {crc32} from '../base/crc32.js';
import {GzipError, emptyMember} from './gzip.js';

/**
 * fflate hands out up to 1029 bytes for each byte of a push, in one array that it
 * doubles as it fills; so what is packed tightly is given to it in small pieces.
 */
const smallestPiece = 1 << 10;
const largestPiece = 1 << 16;
const usualOutput = 1 << 18;

/** A header cannot be longer, as Go reads it: 64 kB of extra field, 512 bytes each of name and comment. */
const longestHeader = 68_000;

/**
 * Inflates gzip as Go's reader does: all members one after the other, the CRC and
 * the length of each held against its trailer, and nothing allowed after the last.
 *
 * fflate checks none of these (a file may say 3.9 GB in its trailer and is
 * believed), and does not say where a stream ends. It does say where a *member*
 * begins, so at the end of the bytes it is given one more, empty member: the file
 * was whole if and only if that one begins where the file ended.
 */
export class Gunzipper {
  readonly #take: (chunk: Uint8Array) => void;
  readonly #gunzip = new Gunzip();
  /** The last pieces, as far back as a header and a trailer may reach. */
  #recent: Uint8Array[] = [];
  #recentStart = 0;
  #length = 0;
  #memberStart = 0;
  #headerChecked = false;
  #crc = 0;
  #size = 0;
  #output = 0;
  #pieceSize = smallestPiece;
  #ended = false;
  #whole = false;

  constructor(take: (chunk: Uint8Array) => void) {
    this.#take = take;
    this.#gunzip.ondata = (data) => this.#data(data);
    this.#gunzip.onmember = (offset) => this.#member(offset);
  }

  /** Takes the next bytes of the file. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + this.#pieceSize);
      const before = this.#output;
      this.#piece(piece);
      at += piece.length;
      const ratio = (this.#output - before) / piece.length;
      this.#pieceSize = Math.max(smallestPiece, Math.min(largestPiece, Math.floor(usualOutput / ratio)));
    }
  }

  /** Says that no more bytes come. */
  finish(): void {
    this.#ended = true;
    try {
      this.#gunzip.push(emptyMember, true);
    } catch (error) {
      if (error instanceof GzipError) throw error;
    }
    if (!this.#whole) throw new GzipError('unexpected EOF', 'truncated', this.#length);
  }

  #piece(piece: Uint8Array): void {
    this.#recent.push(piece);
    this.#length += piece.length;
    while (this.#length - this.#recentStart - this.#recent[0]!.length > longestHeader + 8) this.#recentStart += this.#recent.shift()!.length;
    try {
      // fflate keeps the array that it is given until it is read, and never writes to it.
      this.#gunzip.push(piece);
    } catch (error) {
      if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'number') throw error;
      if (error.code !== invalidHeader) throw new GzipError(`flate: corrupt input before offset ${this.#length}`, 'damaged', this.#length);
      throw new GzipError('gzip: invalid header', this.#headerChecked ? 'trailing' : 'damaged', this.#length);
    }
  }

  #data(data: Uint8Array): void {
    if (this.#ended) return;
    if (!this.#headerChecked) {
      this.#checkHeader(0);
      this.#headerChecked = true;
    }
    if (data.length === 0) return;
    this.#crc = crc32(data, this.#crc);
    this.#size += data.length;
    this.#output += data.length;
    this.#take(data);
  }

  #member(offset: number): void {
    const trailer = offset - 8;
    if (this.#word(trailer) !== this.#crc || this.#word(trailer + 4) !== this.#size % 0x1_0000_0000) {
      throw new GzipError('gzip: invalid checksum', 'damaged', offset);
    }
    this.#memberStart = offset;
    this.#crc = 0;
    this.#size = 0;
    if (this.#ended) this.#whole = offset === this.#length;
    else this.#checkHeader(offset);
  }

  #checkHeader(offset: number): void {
    const flags = this.#byte(offset + 3);
    let end = offset + 10;
    if (flags & 4) end += 2 + this.#byte(end) + this.#byte(end + 1) * 256;
    for (const flag of [8, 16]) {
      if ((flags & flag) === 0) continue;
      const start = end;
      while (this.#byte(end++) !== 0) if (end - start >= 512) throw new GzipError('gzip: invalid header', 'damaged', offset);
    }
    if ((flags & 2) === 0) return;
    const header = Uint8Array.from({length: end - offset}, (_, i) => this.#byte(offset + i));
    if ((crc32(header) & 0xffff) !== this.#byte(end) + this.#byte(end + 1) * 256) throw new GzipError('gzip: invalid header', 'damaged', offset);
  }

  #word(offset: number): number {
    return (this.#byte(offset) | (this.#byte(offset + 1) << 8) | (this.#byte(offset + 2) << 16) | (this.#byte(offset + 3) << 24)) >>> 0;
  }

  #byte(offset: number): number {
    let start = this.#recentStart;
    if (offset < start) throw new GzipError('gzip: invalid header', 'damaged', this.#memberStart);
    for (const piece of this.#recent) {
      if (offset < start + piece.length) return piece[offset - start]!;
      start += piece.length;
    }
    return 0;
  }
}

/** fflate's code for "invalid gzip data". */
const invalidHeader = 6;
