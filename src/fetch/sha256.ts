/** The SHA-256 of `bytes` in hex. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  // Only pages of https and localhost have `crypto.subtle`; it is 5 times as fast and works beside this thread.
  const digest = globalThis.crypto?.subtle === undefined
    ? (await import('./plain-sha256.js')).plainSha256(bytes)
    : new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  return hexOf(digest);
}

/** Bytes in hex. */
export function hexOf(digest: Uint8Array): string {
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
