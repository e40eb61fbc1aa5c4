import {FieldSorter, Unusual} from '../../src/profile/field-sorter.js';
import {Reading, type DecodeOptions} from '../../src/profile/open.js';
import type {Profile} from '../../src/profile/profile.js';
import {WireError} from '../../src/profile/wire.js';

/**
 * Decodes a message in the two halves that two threads do; undefined where these leave it to the one that does both.
 *
 * @param cut bytes of a chunk
 */
export function decodeBeside(bytes: Uint8Array, options: DecodeOptions = {}, cut = 1 << 20): Profile | undefined {
  const reading = new Reading(options);
  const sorter = new FieldSorter();
  const take = (): void => {
    for (const piece of sorter.ready.splice(0)) {
      reading.takeSorted(piece);
      sorter.reuse({words: piece.samples.words, bytes: piece.bytes});
    }
  };
  try {
    for (let at = 0; at < bytes.length; at += cut) {
      sorter.push(bytes.subarray(at, at + cut));
      take();
    }
    sorter.finish();
    take();
  } catch (error) {
    if (error instanceof WireError || error instanceof Unusual) return undefined;
    throw error;
  }
  return reading.finish();
}
