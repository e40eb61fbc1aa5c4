/**
 * A buffer of `bytes` bytes that begins as `buffer` does; `buffer` is empty afterwards where the platform can do that.
 *
 * Then its memory is free at once. What is only left behind waits for the collector, who comes late where memory is
 * large and objects are few: of a profile of 650 MB, columns that grew and were cut to size were there twice.
 * Source: `ArrayBuffer.prototype.transfer`, ECMAScript 2024; Chromium 114, Firefox 122, Safari 17.4.
 */
export function resized(buffer: ArrayBuffer, bytes: number): ArrayBuffer {
  if (buffer.byteLength === bytes) return buffer;
  if ('transfer' in buffer) return (buffer as ArrayBuffer & {transfer(bytes: number): ArrayBuffer}).transfer(bytes);
  const copy = new Uint8Array(bytes);
  copy.set(new Uint8Array(buffer, 0, Math.min(bytes, buffer.byteLength)));
  return copy.buffer;
}
