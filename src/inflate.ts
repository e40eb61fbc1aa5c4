import type {FromInflater, ToInflater} from './fetch/inflater.js';

/**
 * The program that inflates a large file beside the thread that reads it, with the
 * platform's own stream: a third of the work of opening it, on another processor.
 * It begins when it is asked for bytes, and ends itself after the last.
 */
declare const self: DedicatedWorkerGlobalScope;

/** Bytes of one message, at least. */
const together = 1 << 19;

self.onmessage = ({data: {file, port}}: MessageEvent<{file: Blob; port: MessagePort}>) => {
  let asked = 0;
  let wake = (): void => {};
  port.onmessage = ({data}: MessageEvent<ToInflater>) => {
    if (data === 'cancel') self.close();
    asked++;
    wake();
  };
  const turn = async (): Promise<void> => {
    while (asked === 0) await new Promise<void>((resolve) => (wake = resolve));
    asked--;
  };
  const say = (message: FromInflater, bytes: readonly Uint8Array[] = []): void => port.postMessage(message, bytes.map(({buffer}) => buffer));
  void inflate(file, turn, say).then(() => say({kind: 'end'}), () => say({kind: 'broken'})).then(() => self.close());
};

self.postMessage('ready');

async function inflate(file: Blob, turn: () => Promise<void>, say: (message: FromInflater, bytes: readonly Uint8Array[]) => void): Promise<void> {
  await turn();
  let taken = 0;
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      taken += chunk.length;
      controller.enqueue(chunk);
    },
  });
  const reader = file.stream().pipeThrough(counter).pipeThrough(new DecompressionStream('gzip')).getReader();
  let chunks: Uint8Array[] = [];
  let length = 0;
  const send = async (): Promise<void> => {
    say({kind: 'bytes', chunks, taken}, chunks);
    chunks = [];
    length = 0;
    await turn();
  };
  try {
    for (;;) {
      const {done, value} = await reader.read();
      if (done) break;
      // What is sent takes its whole buffer along.
      chunks.push(value.byteLength === value.buffer.byteLength ? value : value.slice());
      length += value.length;
      if (length >= together) await send();
    }
  } finally {
    // What came before a fault is right, and the reader knows how to go on after it.
    if (length > 0) await send();
  }
}
