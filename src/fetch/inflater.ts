import {whenEnded} from '../base/life.js';
import type {Reusable, SortedFields} from '../profile/field-sorter.js';
import type {Inflater} from '../profile/open.js';

/** What comes from `inflate.ts` over the port: its lock, pieces of the message with how many bytes of the file they took, then the end, or that it knows no further. */
export type FromInflater =
  | {readonly lock: string}
  | {readonly kind: 'piece'; readonly piece: SortedFields & {readonly taken: number}}
  | {readonly kind: 'end'}
  | {readonly kind: 'broken'};

/** What goes to it: the wish for one more piece, with columns that are needed no more, or for no more. */
export type ToInflater = {readonly kind: 'more'; readonly used?: Reusable} | {readonly kind: 'cancel'};

/** Pieces that may be on their way: of half a megabyte each. */
const ahead = 16;

/** Milliseconds that the thread may take for its first word. One that ended before it held its lock never says it, and without it the file is read all the same. */
const silence = 10_000;

/** The thread behind `port` as what `readProfile` asks for the pieces of a message. */
export function inflaterOf(port: MessagePort): Inflater {
  const arrived: Exclude<FromInflater, {lock: string}>[] = [];
  let wake = (): void => {};
  const arrive = (message: FromInflater): void => {
    // A thread that runs out of memory says nothing.
    if ('lock' in message) return whenEnded(message.lock, () => arrive({kind: 'broken'}));
    arrived.push(message);
    wake();
  };
  const say = (message: ToInflater, moved: Transferable[] = []): void => port.postMessage(message, moved);
  let silent: ReturnType<typeof setTimeout> | undefined;
  return {
    async *sorted() {
      silent = setTimeout(() => arrive({kind: 'broken'}), silence);
      port.onmessage = ({data}: MessageEvent<FromInflater>) => {
        clearTimeout(silent);
        arrive(data);
      };
      for (let i = 0; i < ahead; i++) say({kind: 'more'});
      for (;;) {
        while (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const message = arrived.shift()!;
        if (message.kind !== 'piece') return message.kind === 'end';
        yield message.piece;
        const {samples: {words}, bytes} = message.piece;
        say({kind: 'more', used: {words, bytes}}, [words.buffer, bytes.buffer]);
      }
    },
    end() {
      clearTimeout(silent);
      say({kind: 'cancel'});
      port.close();
      // Who still waits for a piece waits no longer.
      arrive({kind: 'broken'});
    },
  };
}
