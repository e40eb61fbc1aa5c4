import {Failure} from '../base/failure.js';
import {letGo} from '../base/grown.js';
import {notKept, type Library, type LibraryEntry} from '../store/library.js';
import type {Inflater} from '../profile/open.js';
import {inflaterOf} from './inflater.js';
import {portStream} from './port-stream.js';
import {sha256} from './sha256.js';
import type {ProfileSource} from './source.js';

/** A source as bytes that can be read. */
export interface Intake {
  readonly name: string;
  /** Where it comes from, as a person would say it: a file name or an address. */
  readonly from: string;
  /** Bytes, 0 for unknown. */
  size: number;
  /** The SHA-256 of the bytes in hex, beside the reading: where they are here already, or are few enough to be read twice at once. */
  hash?(): Promise<string>;
  /** A stream can be read once. */
  readonly content: Blob | ReadableStream<Uint8Array>;
  readonly inflater?: Inflater;
  /** All of the bytes, after the content was read to its end; undefined where the library has them. */
  bytes(): Promise<Uint8Array | undefined>;
}

/** Bytes of a file that is hashed while its reading begins. It is in memory twice for that, which is soon over. */
const largestHashedEarly = 256 * 2 ** 20;

/** Bytes a chunk of what is in memory. */
const chunkSize = 256 * 2 ** 10;

/** Begins to read `source`, of `library` where it is kept. Fails with `unreadable-file`, `unknown-profile`, or what the collector met. */
export async function takeIn(source: ProfileSource, library: Library<LibraryEntry & {readonly name: string; readonly size: number; readonly source: string}> | undefined): Promise<Intake> {
  switch (source.kind) {
    case 'file': {
      const {file, inflater} = source;
      return {
        name: file.name, from: file.name, size: file.size, content: file, bytes: () => wholeFile(file),
        ...file.size > largestHashedEarly ? {} : {hash: () => hashOf(file)},
        ...inflater === undefined ? {} : {inflater: inflaterOf(inflater)},
      };
    }
    case 'bytes':
      return inMemory(source.name, source.name, source.bytes);
    case 'port':
      return fromPort(source.name, source.address, source.port);
    case 'example': {
      const bytes = await exampleBytes(source.name, source.base ?? '');
      return inMemory(source.name, `example ${source.name}`, bytes);
    }
    case 'kept': {
      const entry = await library?.get(source.id);
      if (library === undefined || entry === undefined) throw notKept(source.id);
      const content = await library.read(source.id);
      return {name: entry.name, from: entry.source, size: entry.size, content, bytes: async () => undefined};
    }
  }
}

function inMemory(name: string, from: string, bytes: Uint8Array): Intake {
  let at = 0;
  const content = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + chunkSize));
      at += chunkSize;
    },
  });
  return {name, from, size: bytes.length, content, hash: () => sha256(bytes), bytes: async () => bytes};
}

function fromPort(name: string, address: string, port: MessagePort): Intake {
  const chunks: Uint8Array[] = [];
  const intake: Intake = {
    name,
    from: address,
    size: 0,
    content: portStream(port, (length) => (intake.size = length)).pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          chunks.push(chunk);
          controller.enqueue(chunk);
        },
      }),
    ),
    async bytes() {
      const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
      let at = 0;
      for (const chunk of chunks) {
        whole.set(chunk, at);
        at += chunk.length;
      }
      chunks.length = 0;
      return whole;
    },
  };
  return intake;
}

async function wholeFile(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (reason) {
    throw unreadable(file.name, reason);
  }
}

async function hashOf(file: File): Promise<string> {
  const bytes = await wholeFile(file);
  const hash = await sha256(bytes);
  letGo(bytes.buffer as ArrayBuffer);
  return hash;
}

function unreadable(name: string, reason: unknown): Failure {
  return new Failure('unreadable-file', `${name} cannot be read; was it moved or changed since it was chosen, or is it a folder? (${(reason as Error).message})`);
}

/** A profile that comes with the page. It asks the page's own host, or what the service worker kept of it. */
async function exampleBytes(name: string, base: string): Promise<Uint8Array> {
  const address = new URL(`samples/${encodeURIComponent(name)}`, base);
  const reply = await fetch(address).catch((reason: unknown) => {
    throw new Failure('unreachable', `the example ${name} did not come (${(reason as Error).message}); is this page offline for the first time?`);
  });
  if (!reply.ok) throw new Failure('status', `the example ${name} is not there: ${reply.status}`, {status: reply.status});
  return new Uint8Array(await reply.arrayBuffer());
}
