import type {Profile} from '../profile.js';
import {Draft} from './draft.js';
import {readJavaLocations} from './java.js';
import {Lines, unrecognized} from './lines.js';
import {readMemoryMap} from './memory-map.js';

/** Reads the words of a gperftools CPU profile: 4 or 8 bytes, in either order. Past the end they are 0. */
class Words {
  readonly #view: DataView;
  at = 0;

  constructor(bytes: Uint8Array, readonly size: 4 | 8, readonly little: boolean) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return Math.max(0, this.#view.byteLength - this.at);
  }

  next(): bigint {
    const at = this.at;
    if (this.left < this.size) {
      this.at = this.#view.byteLength + 1;
      return 0n;
    }
    this.at += this.size;
    return this.size === 4 ? BigInt(this.#view.getUint32(at, this.little)) : this.#view.getBigUint64(at, this.little);
  }

  /** Whether a read went past the end. */
  get overrun(): boolean {
    return this.at > this.#view.byteLength;
  }
}

/** A gperftools CPU profile, native or of a Java agent, or `unrecognized`. */
export function parseCpu(bytes: Uint8Array): Profile | typeof unrecognized {
  for (const size of [4, 8] as const) {
    for (const little of [true, false]) {
      const words = new Words(bytes, size, little);
      const header = [words.next(), words.next(), words.next(), words.next(), words.next()];
      if (words.overrun || header[0] !== 0n || header[1] !== 3n || header[3] === 0n || header[4] !== 0n) continue;
      if (header[2] === 0n || header[2] === 1n) return readCpu(bytes, words, BigInt.asIntN(64, header[3]! * 1000n), header[2] === 1n);
    }
  }
  return unrecognized;
}

function readCpu(bytes: Uint8Array, words: Words, period: bigint, java: boolean): Profile | typeof unrecognized {
  const draft = new Draft();
  draft.period = period;
  draft.periodType = {type: 'cpu', unit: 'nanoseconds'};
  draft.sampleTypes = [{type: 'samples', unit: 'count'}, {type: 'cpu', unit: 'nanoseconds'}];
  while (words.left > 0) {
    const count = words.next();
    const depth = words.next();
    if (words.overrun || depth > BigInt(Math.floor(words.left / 4))) return unrecognized;
    const addresses: bigint[] = [];
    for (let frame = 0; frame < Number(depth); frame++) {
      const address = words.next();
      // Callers are seen by the address they return to, one past the call.
      addresses.push(java || frame === 0 ? address : address - 1n);
    }
    if (count === 0n && depth === 1n && addresses[0] === 0n) break;
    draft.sample(addresses, [BigInt.asIntN(64, count), BigInt.asIntN(64, count * period)]);
  }
  const rest = bytes.subarray(Math.min(words.at, bytes.length));
  if (java) {
    draft.keepsAddresses = false;
    readJavaLocations(rest, draft);
    return draft.finish();
  }
  dropHandlerFrames(draft);
  readMemoryMap(new Lines(rest), draft);
  draft.dropDoubledLeaves();
  return draft.finish();
}

/**
 * Takes out up to two frames that the signal handler left above the leaf: the
 * second frame, where all but one sample in 32 have the same one.
 */
function dropHandlerFrames(draft: Draft): void {
  const enough = draft.samples.length - Math.floor(draft.samples.length / 32);
  for (let round = 0; round < 2; round++) {
    const counts = new Map<bigint, number>();
    for (const {locations} of draft.samples) {
      if (locations.length > 1) counts.set(locations[1]!, (counts.get(locations[1]!) ?? 0) + 1);
    }
    const frame = [...counts].find(([, count]) => count >= enough)?.[0];
    if (frame === undefined) continue;
    for (const {locations} of draft.samples) {
      if (locations.length > 1 && locations[1] === frame) locations.splice(1, 1);
    }
  }
}
