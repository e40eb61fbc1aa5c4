/** Says that bytes are not the gzip that they should be. The message is that of Go's reader. */
export class GzipError extends Error {
  constructor(message: string, readonly kind: 'truncated' | 'damaged' | 'trailing', readonly offset: number) {
    super(message);
  }
}

export function isGzip(head: Uint8Array): boolean {
  return head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b;
}

/** Whether a gzip begins with the header that nearly all have: nothing more than a name, and that not too long. */
export function hasPlainHeader(head: Uint8Array): boolean {
  const flags = head[3];
  return head[2] === 8 && (flags === 0 || (flags === 8 && head.subarray(10, 500).includes(0)));
}

/** A whole gzip member that holds nothing; what stands before it must end where a member ends. */
export const emptyMember = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

/**
 * Whether the platform's own stream can be believed: it has to refuse bytes after
 * the end of the first member, as the standard says. Node's takes them.
 */
export function nativeGunzipIsStrict(): Promise<boolean> {
  strict ??= typeof DecompressionStream === 'undefined' ? Promise.resolve(false) : refusesTrailingByte();
  return strict;
}

let strict: Promise<boolean> | undefined;

async function refusesTrailingByte(): Promise<boolean> {
  const bytes = new Uint8Array(emptyMember.length + 1);
  bytes.set(emptyMember);
  try {
    await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
    return false;
  } catch {
    return true;
  }
}

/** These bytes as gzip, by the platform: the same bytes give the same file. */
export async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
