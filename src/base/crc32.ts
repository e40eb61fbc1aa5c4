/** Eight tables of 256: `tables[256 * k + b]` is what byte `b` comes to after `k` more bytes. */
const tables = new Int32Array(256 * 8);
for (let byte = 0; byte < 256; byte++) {
  let c = byte;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  tables[byte] = c;
}
for (let at = 256; at < tables.length; at++) {
  const before = tables[at - 256]!;
  tables[at] = (before >>> 8) ^ tables[before & 255]!;
}

/**
 * The CRC-32 of gzip (RFC 1952) of what came before and `bytes`.
 *
 * @param crc what this function gave for the bytes before, 0 for none
 * @returns 0 to 2^32 - 1
 */
export function crc32(bytes: Uint8Array, crc = 0): number {
  const t = tables;
  let c = ~crc;
  let i = 0;
  // Eight bytes a step: four times as fast as one by one.
  for (const end = bytes.length - 7; i < end; i += 8) {
    const a = c ^ (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24));
    c = t[1792 + (a & 255)]! ^ t[1536 + ((a >>> 8) & 255)]! ^ t[1280 + ((a >>> 16) & 255)]! ^ t[1024 + (a >>> 24)]! ^
      t[768 + bytes[i + 4]!]! ^ t[512 + bytes[i + 5]!]! ^ t[256 + bytes[i + 6]!]! ^ t[bytes[i + 7]!]!;
  }
  for (; i < bytes.length; i++) c = (c >>> 8) ^ t[(c ^ bytes[i]!) & 255]!;
  return ~c >>> 0;
}
