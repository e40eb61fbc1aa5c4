import {Failure} from './failure.js';

/** `reason`, or where memory or the length of an array is at its end, that `what` needs more of it. */
export function noRoom(reason: unknown, what: string): unknown {
  const isFull = reason instanceof RangeError && !reason.message.includes('call stack');
  return isFull ? new Failure('no-room', `${what} needs more memory than the browser gives this page (${reason.message})`) : reason;
}

/** What is said in the place of a `too-large` of `profile/limits.ts` to who has said that the file is to be opened all the same. */
export function noRoomEver({message}: Failure, file: string): Failure {
  const why = /^too large to open safely: (.*), which is far more/s.exec(message)?.[1] ?? message;
  return new Failure('no-room', `${file} is larger than this page can hold: ${why}`);
}
