import type {parseLegacy} from '../../src/profile/legacy/legacy.js';
import {Gunzipper} from '../../src/profile/gunzipper.js';
import {isGzip} from '../../src/profile/gzip.js';
import {Reading, type DecodeOptions} from '../../src/profile/open.js';
import {otherwise} from '../../src/profile/otherwise.js';
import type {Profile} from '../../src/profile/profile.js';

/**
 * Decodes a profile whose bytes are in hand, as `readProfile` does.
 *
 * @param legacy reads the formats before profile.proto, where they may come
 */
export function decodeProfile(bytes: Uint8Array, options: DecodeOptions = {}, legacy: typeof parseLegacy = () => undefined): Profile {
  const reading = new Reading(options);
  const take = (chunk: Uint8Array): void => reading.push(chunk);
  if (isGzip(bytes)) {
    const gunzipper = new Gunzipper(take);
    reading.gunzipping(() => {
      gunzipper.push(bytes);
      gunzipper.finish();
    });
  } else for (let at = 0; at < bytes.length; at += 1 << 20) take(bytes.subarray(at, at + (1 << 20)));
  return reading.finish() ?? otherwise(reading.unread, legacy);
}
