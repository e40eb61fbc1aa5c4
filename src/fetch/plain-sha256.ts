import {hexOf} from './sha256.js';

/** SHA-256 by the letter of FIPS 180-4. */
export function plainSha256(bytes: Uint8Array): Uint8Array {
  const hash = new Sha256();
  hash.push(bytes);
  return hash.digest();
}

/** SHA-256 of bytes that come in pieces; what the platform offers takes them whole only. */
export class Sha256 {
  readonly #state = roots(8, Math.sqrt);
  readonly #words = new Int32Array(64);
  /** The bytes since the last whole block. */
  readonly #rest = new Uint8Array(64);
  #length = 0;

  push(bytes: Uint8Array): void {
    const before = this.#length % 64;
    this.#length += bytes.length;
    let at = 0;
    if (before > 0) {
      at = Math.min(64 - before, bytes.length);
      this.#rest.set(bytes.subarray(0, at), before);
      if (before + at < 64) return;
      addBlock(this.#state, this.#words, this.#rest, 0);
    }
    for (; at + 64 <= bytes.length; at += 64) addBlock(this.#state, this.#words, bytes, at);
    this.#rest.set(bytes.subarray(at));
  }

  /** The hash, after which nothing may be pushed. */
  digest(): Uint8Array {
    const length = this.#length;
    const tail = new Uint8Array(length % 64 < 56 ? 64 : 128);
    tail.set(this.#rest.subarray(0, length % 64));
    tail[length % 64] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(length / 0x2000_0000));
    view.setUint32(tail.length - 4, (length * 8) % 0x1_0000_0000);
    for (let at = 0; at < tail.length; at += 64) addBlock(this.#state, this.#words, tail, at);
    const digest = new Uint8Array(32);
    this.#state.forEach((word, i) => new DataView(digest.buffer).setInt32(i * 4, word));
    return digest;
  }

  hex(): string {
    return hexOf(this.digest());
  }
}

const constants = roots(64, Math.cbrt);

function addBlock(state: Int32Array, words: Int32Array, bytes: Uint8Array, at: number): void {
  for (let i = 0; i < 16; i++, at += 4) {
    words[i] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  }
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15]!;
    const y = words[i - 2]!;
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    words[i] = (words[i - 16]! + s0 + words[i - 7]! + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constants[i]! + words[i]!) | 0;
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i]! + word) | 0));
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** The first 32 bits of the fractions of the roots of the first `count` primes: where the standard takes its constants from. */
function roots(count: number, root: (prime: number) => number): Int32Array {
  const words = new Int32Array(count);
  for (let n = 2, found = 0; found < count; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (prime) words[found++] = (root(n) % 1) * 0x1_0000_0000;
  }
  return words;
}
