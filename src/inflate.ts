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
    if (data.words !== undefined) sorter.reuse(data.words);
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

async function inflate(file: Blob, sorter: FieldSorter, turn: () => Promise<void>, say: (message: FromInflater, moved?: Transferable[]) => void): Promise<void> {
  await turn();
  let taken = 0;
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      taken += chunk.length;
      controller.enqueue(chunk);
    },
  });
  const send = async (): Promise<void> => {
    for (const piece of sorter.ready.splice(0)) {
      say({kind: 'piece', piece: {...piece, taken}}, [piece.words.buffer, piece.others.buffer]);
      await turn();
    }
  };
  const reader = file.stream().pipeThrough(counter).pipeThrough(new DecompressionStream('gzip')).getReader();
  for (;;) {
    const {done, value} = await reader.read();
    if (done) break;
    sorter.push(value);
    await send();
  }
  sorter.finish();
  await send();
}
