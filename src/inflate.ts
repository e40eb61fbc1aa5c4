import {hold} from './base/held.js';
import {holdLife} from './base/life.js';
import type {FromInflater, ToInflater} from './fetch/inflater.js';
import {FieldSorter} from './profile/field-sorter.js';

/**
 * The program that inflates a large file beside the thread that reads it, with the
 * platform's own stream, and does the half of decoding that needs nothing of what
 * came before: half of the work of opening it, on another processor.
 * It begins when it is asked for a piece, and ends when no more is asked.
 */
declare const self: DedicatedWorkerGlobalScope;

self.onmessage = ({data: {file, port}}: MessageEvent<{file: Blob; port: MessagePort}>) => {
  const sorter = new FieldSorter();
  let asked = 0;
  let wake = (): void => {};
  port.onmessage = ({data}: MessageEvent<ToInflater>) => {
    if (data.kind === 'cancel') return self.close();
    if (data.used !== undefined) sorter.reuse(data.used);
    asked++;
    wake();
  };
  const turn = async (): Promise<void> => {
    while (asked === 0) await new Promise<void>((resolve) => (wake = resolve));
    asked--;
  };
  const say = (message: FromInflater, moved: Transferable[] = []): void => port.postMessage(message, moved);
  holdLife(port);
  void inflate(file, sorter, turn, say).then(() => say({kind: 'end'}), () => say({kind: 'broken'}));
};

self.postMessage('ready');

/** Bytes of the file that are read at once. */
const stepSize = 1 << 18;

async function inflate(file: Blob, sorter: FieldSorter, turn: () => Promise<void>, say: (message: FromInflater, moved?: Transferable[]) => void): Promise<void> {
  await turn();
  let taken = 0;
  const send = async (): Promise<void> => {
    for (const piece of sorter.ready.splice(0)) {
      say({kind: 'piece', piece: {...piece, taken}}, [piece.samples.words.buffer, piece.bytes.buffer, piece.others.buffer]);
      await turn();
    }
  };
  const gunzip = new DecompressionStream('gzip');
  const writer = gunzip.writable.getWriter();
  // What is wrong here is what the reader below meets.
  void (async () => {
    for await (const chunk of bytesOf(file)) {
      taken += chunk.length;
      await writer.write(chunk);
    }
    await writer.close();
  })().catch((reason: unknown) => writer.abort(reason)).catch(() => {});
  const {port1: nobody, port2} = new MessageChannel();
  port2.close();
  const reader = gunzip.readable.getReader();
  for (;;) {
    const {done, value} = await reader.read();
    if (done) break;
    sorter.push(value);
    // What is sent to nobody is gone at once; the collector of garbage lets three times as much lie as all else takes.
    nobody.postMessage(0, [value.buffer as ArrayBuffer]);
    await send();
  }
  sorter.finish();
  await send();
}

/** The bytes of `file`, in one buffer where the platform can do that: a chunk is there until the next one is asked for. */
async function* bytesOf(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const read = readerOf(file.stream());
  const letGo = hold(read);
  try {
    let buffer = new ArrayBuffer(stepSize);
    for (;;) {
      const {done, value} = await read(new Uint8Array(buffer));
      if (done) return;
      yield value;
      ({buffer} = value);
    }
  } finally {
    letGo();
  }
}

function readerOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): (into: Uint8Array<ArrayBuffer>) => Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>> {
  try {
    const reader = stream.getReader({mode: 'byob'});
    return (into) => reader.read(into);
  } catch {
    // Not every browser reads a file into what it is given.
    const reader = stream.getReader();
    return () => reader.read();
  }
}
