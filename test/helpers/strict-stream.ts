import {gzipSync, inflateRawSync} from 'node:zlib';
import {join} from './message.js';

/**
 * A `DecompressionStream` like those of browsers, which refuse what follows the first
 * member, as Node's does not: with it every file goes the way that it goes in a browser.
 */
export class StrictStream extends TransformStream<Uint8Array, Uint8Array> {
  /** Bytes that were inflated by all of them. */
  static inflated = 0;

  constructor() {
    const chunks: Uint8Array[] = [];
    super({
      transform: (chunk) => void chunks.push(chunk),
      flush(controller) {
        const bytes = join(...chunks);
        // Headers of ten bytes are all that it needs to know.
        const {buffer, engine} = inflateRawSync(bytes.subarray(10), {info: true, finishFlush: 2}) as unknown as {buffer: Uint8Array; engine: {bytesWritten: number}};
        // Small chunks while they can end in the midst of a field, large ones for the rest of a bomb.
        for (let at = 0; at < buffer.length; ) {
          const size = at < 20_000 ? 7 : 65_536;
          controller.enqueue(new Uint8Array(buffer.subarray(at, at + size)));
          at += size;
        }
        StrictStream.inflated += buffer.length;
        if (bytes[2] !== 8 || bytes[3] !== 0) throw new TypeError('The compressed data was not valid.');
        const trailer = bytes.subarray(10 + engine.bytesWritten);
        if (trailer.length !== 8 || !sameBytes(trailer, gzipSync(buffer).subarray(-8))) controller.error(new TypeError('Junk found after end of compressed data.'));
      },
    });
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
