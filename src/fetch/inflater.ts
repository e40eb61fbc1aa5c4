import type {Inflater} from '../profile/open.js';

/** What comes from `inflate.ts` over the port: inflated bytes with how many of the file they took, then the end, or that it knows no further. */
export type FromInflater =
  | {readonly kind: 'bytes'; readonly chunks: readonly Uint8Array[]; readonly taken: number}
  | {readonly kind: 'end'}
  | {readonly kind: 'broken'};

/** What goes to it: the wish for one more message, or for no more. */
export type ToInflater = 'more' | 'cancel';

/** Messages that may be on their way: half a megabyte each. */
const ahead = 8;

/** The thread behind `port` as what `readProfile` asks for inflated bytes. */
export function inflaterOf(port: MessagePort): Inflater {
  const arrived: FromInflater[] = [];
  let wake = (): void => {};
  return {
    async *inflate() {
      port.onmessage = ({data}: MessageEvent<FromInflater>) => {
        arrived.push(data);
        wake();
      };
      for (let i = 0; i < ahead; i++) port.postMessage('more' satisfies ToInflater);
      for (;;) {
        while (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const message = arrived.shift()!;
        if (message.kind !== 'bytes') return message.kind === 'end';
        port.postMessage('more' satisfies ToInflater);
        for (const bytes of message.chunks) yield {bytes, taken: message.taken};
      }
    },
    end() {
      port.postMessage('cancel' satisfies ToInflater);
      port.close();
      // Who still waits for bytes waits no longer.
      arrived.push({kind: 'broken'});
      wake();
    },
  };
}
