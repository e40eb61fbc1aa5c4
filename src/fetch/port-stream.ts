import {Failure, type FailureCode} from '../base/failure.js';

/** What comes from `collect.ts` over the port: the head first, then bytes, then the end or a failure. */
export type FromCollector =
  | {readonly kind: 'head'; readonly length: number}
  | {readonly kind: 'bytes'; readonly bytes: Uint8Array}
  | {readonly kind: 'end'}
  | {readonly kind: 'failure'; readonly code: FailureCode; readonly message: string; readonly status?: number};

/** What goes to it: the wish for one more chunk, or for no more. */
export type ToCollector = 'more' | 'cancel';

/** What the collector fetches, as a stream that asks for a chunk when there is room for one. */
export function portStream(port: MessagePort, onLength: (bytes: number) => void = () => {}): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      port.onmessage = ({data}: MessageEvent<FromCollector>) => {
        switch (data.kind) {
          case 'head':
            onLength(data.length);
            return;
          case 'bytes':
            controller.enqueue(data.bytes);
            return;
          case 'end':
            port.close();
            controller.close();
            return;
          case 'failure':
            port.close();
            controller.error(new Failure(data.code, data.message, data.status === undefined ? {} : {status: data.status}));
        }
      };
    },
    pull() {
      port.postMessage('more' satisfies ToCollector);
    },
    cancel() {
      // A chunk may be on its way, and nobody takes it any more.
      port.onmessage = null;
      port.postMessage('cancel' satisfies ToCollector);
      port.close();
    },
  });
}
