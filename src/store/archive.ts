import {Zip, ZipPassThrough} from 'fflate';
import {Failure} from '../base/failure.js';
import {hold} from '../base/held.js';

/** A file of a zip. */
export interface ArchivedFile {
  readonly name: string;
  readonly size: number;
  /** Its bytes. Fails with `damaged` where the zip contradicts itself. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/** Bytes that are held before they are handed to the browser, which may put them on the disk. */
const batch = 16 * 2 ** 20;
/** A plain zip has 32 bits for a place in it. */
const mostBytes = 2 ** 32 - 2 ** 20;

/** A zip of `files`, as they are: profiles are packed already. Fails with `too-large` past 4 GB. */
export async function writeArchive(files: Iterable<{readonly name: string; stream(): Promise<ReadableStream<Uint8Array>>}>): Promise<Blob> {
  const parts: BlobPart[] = [];
  let held: Uint8Array<ArrayBuffer>[] = [];
  let heldBytes = 0;
  let total = 0;
  const zip = new Zip((failure, chunk) => {
    if (failure !== null) throw failure;
    held.push(chunk.slice());
    heldBytes += chunk.length;
    total += chunk.length;
    if (heldBytes < batch) return;
    parts.push(new Blob(held));
    held = [];
    heldBytes = 0;
  });
  for (const {name, stream} of files) {
    const file = new ZipPassThrough(name);
    zip.add(file);
    const reader = (await stream()).getReader();
    const letGo = hold(reader);
    try {
      for (;;) {
        const {done, value} = await reader.read();
        if (done) break;
        file.push(value);
        if (total > mostBytes) throw new Failure('too-large', 'the library has more than the 4 GB that a zip can hold; download its profiles one by one');
      }
    } finally {
      letGo();
    }
    file.push(new Uint8Array(0), true);
  }
  zip.end();
  return new Blob([...parts, ...held], {type: 'application/zip'});
}

const endLength = 22;
const mostComment = 65_535;
const mostFiles = 65_535;

/**
 * The files that the directory of a zip lists, read from its end as the format wants
 * it; no file is read before it is asked for. Fails with `other-format` where it is no zip.
 */
export async function readArchive(zip: Blob): Promise<readonly ArchivedFile[]> {
  const tail = await viewOf(zip, Math.max(0, zip.size - endLength - mostComment), zip.size);
  let end = tail.byteLength - endLength;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw notAnArchive();
  const count = tail.getUint16(end + 10, true);
  const size = tail.getUint32(end + 12, true);
  const start = tail.getUint32(end + 16, true);
  if (count > mostFiles || start + size > zip.size) throw notAnArchive();
  const directory = await viewOf(zip, start, start + size);
  const files: ArchivedFile[] = [];
  const decoder = new TextDecoder();
  let at = 0;
  for (let n = 0; n < count; n++) {
    if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== 0x02014b50) throw notAnArchive();
    const method = directory.getUint16(at + 10, true);
    const packed = directory.getUint32(at + 20, true);
    const plain = directory.getUint32(at + 24, true);
    const nameLength = directory.getUint16(at + 28, true);
    const header = directory.getUint32(at + 42, true);
    if (at + 46 + nameLength > directory.byteLength) throw notAnArchive();
    const name = decoder.decode(new Uint8Array(directory.buffer, directory.byteOffset + at + 46, nameLength));
    files.push({name, size: plain, bytes: () => bytesAt(zip, {name, header, method, packed, plain})});
    at += 46 + nameLength + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
  }
  return files;
}

interface Place {
  readonly name: string;
  readonly header: number;
  readonly method: number;
  readonly packed: number;
  readonly plain: number;
}

async function bytesAt(zip: Blob, {name, header, method, packed, plain}: Place): Promise<Uint8Array<ArrayBuffer>> {
  const damaged = new Failure('damaged', `${name} in the zip is damaged`);
  if (header + 30 > zip.size) throw damaged;
  const local = await viewOf(zip, header, header + 30);
  if (local.getUint32(0, true) !== 0x04034b50) throw damaged;
  const start = header + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  const content = zip.slice(start, start + packed);
  if (method === 0) {
    if (content.size !== plain) throw damaged;
    return new Uint8Array(await content.arrayBuffer());
  }
  if (method !== 8) throw new Failure('not-supported', `${name} in the zip is packed in a way that is not read here`);
  const bytes = new Uint8Array(plain);
  const reader = content.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const letGo = hold(reader);
  let at = 0;
  try {
    for (;;) {
      const {done, value} = await reader.read();
      if (done) break;
      // Past what the directory says it is stopped, however much would come.
      if (at + value.length > plain) throw damaged;
      bytes.set(value, at);
      at += value.length;
    }
  } catch {
    throw damaged;
  } finally {
    letGo();
  }
  if (at !== plain) throw damaged;
  return bytes;
}

async function viewOf(blob: Blob, start: number, end: number): Promise<DataView> {
  return new DataView(await blob.slice(start, end).arrayBuffer());
}

function notAnArchive(): Failure {
  return new Failure('other-format', 'this is not a zip of a library', {found: 'zip'});
}
