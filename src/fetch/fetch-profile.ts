import {Failure} from '../base/failure.js';
import {assembleProfile} from '../profile/assemble.js';
import {readProfile} from '../profile/open.js';
import {mayBeMangled} from '../symbol/mangled.js';
import type {GoText} from '../profile/legacy/legacy.js';
import {sha256} from './sha256.js';
import type {Profile} from '../profile/profile.js';
import type {Intake} from './intake.js';

/** A profile with what is known of its bytes. */
export interface Fetched {
  /** The SHA-256 of the bytes in hex. */
  readonly id: string;
  readonly profile: Profile;
  /** As it was read: what a comparison is made of. */
  readonly decoded: Profile;
  /** What of Go's text was read that pprof does not read; '' for nothing. */
  readonly goText: '' | GoText;
  /** Bytes as they came. */
  readonly size: number;
  /**
   * The bytes as they came; undefined where the library has them. A file is read once
   * more, so that nobody holds its bytes in between; fails with `unreadable-file` where it has changed.
   */
  bytes(): Promise<Uint8Array | undefined>;
}

export interface FetchOptions {
  readonly allowLarge: boolean;
  readonly signal: AbortSignal;
  /** Where it is known before the bytes are read. */
  readonly id?: string;
  onProgress(progress: {readonly bytes: number; readonly totalBytes: number; readonly samples: number}): void;
}

/**
 * Reads what was taken in to a profile, with the names and without the frames that
 * pprof gives to and takes from what it fetched.
 *
 * Fails with what `readProfile` fails with, `unreadable-file` where the bytes stop
 * coming, and `cancelled`.
 */
export async function fetchProfile(intake: Intake, options: FetchOptions): Promise<Fetched> {
  const {allowLarge, signal} = options;
  const {content} = intake;
  // Few are hashed so.
  const hash = options.id === undefined && intake.hash === undefined ? new (await import('./plain-sha256.js')).Sha256() : undefined;
  if (signal.aborted) {
    intake.inflater?.end();
    if (!(content instanceof Blob)) content.cancel().catch(() => {});
    throw cancelled(intake.name);
  }
  // Cancel does not wait for the next bytes of another thread.
  if (intake.inflater !== undefined) signal.addEventListener('abort', () => intake.inflater?.end());
  // What there is room for is hashed beside the decoder, in another thread of the browser; all else as it passes.
  const early = options.id === undefined ? intake.hash?.() : undefined;
  early?.catch(() => {});
  let size = 0;
  let goText: Fetched['goText'] = '';
  let hashed = 0;
  const decoded = await readProfile(content instanceof Blob ? content : paced(content, intake.name, signal), {
    name: intake.name,
    size: intake.size,
    ...intake.inflater === undefined ? {} : {inflater: intake.inflater},
    allowLarge,
    goText: true,
    onGoText: (kind) => (goText = kind),
    signal,
    onBytes(chunk) {
      hash?.push(chunk);
      hashed += chunk.length;
    },
    onProgress(progress) {
      size = progress.bytes;
      options.onProgress({...progress, totalBytes: intake.size});
    },
  }).catch(async (reason: unknown) => {
    const {noRoom, noRoomEver} = await import('../base/no-room.js');
    throw allowLarge && reason instanceof Failure && reason.code === 'too-large' ? noRoomEver(reason, intake.name) : noRoom(reason, intake.name);
  });
  const profile = await assembleProfile([decoded], {symbolize: withReadableNames});
  if (signal.aborted) throw cancelled(intake.name);
  // Of a blob that the platform could not inflate not every byte has passed.
  const all = content instanceof Blob ? content.size : hashed;
  const id = options.id ?? (await (early ?? (hash !== undefined && hashed === all ? hash.hex() : sha256((await intake.bytes())!))));
  return {
    id, profile, decoded, goText, size: content instanceof Blob ? content.size : size,
    async bytes() {
      const bytes = await intake.bytes();
      if (bytes !== undefined && content instanceof Blob && (await sha256(bytes)) !== id) throw new Failure('unreadable-file', `${intake.name} has changed since it was opened`);
      return bytes;
    },
  };
}

/** Names of C++ and Rust as people write them; the demangler is loaded where one could need it. */
export async function withReadableNames(profile: Profile): Promise<Profile> {
  if (!mayBeMangled(profile)) return profile;
  const {demangleProfile} = await import('../symbol/demangle.js');
  return demangleProfile(profile, '');
}

export function cancelled(name: string): Failure {
  return new Failure('cancelled', `opening ${name} was cancelled`);
}

/** Milliseconds of work after which this thread looks at its messages, so that Cancel is heard in time. */
const turn = 40;

/**
 * `stream`, which ends at once when `signal` says so, and lets messages in on the way.
 *
 * A service may be silent for a minute, and Cancel does not wait for its next byte.
 */
function paced(stream: ReadableStream<Uint8Array>, name: string, signal: AbortSignal): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      // In this order, here and below, since what is cancelled reads as ended.
      reject(cancelled(name));
      reader.cancel().catch(() => {});
    });
  });
  stopped.catch(() => {});
  let since = performance.now();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (performance.now() - since > turn) {
          await new Promise((resolve) => setTimeout(resolve));
          since = performance.now();
        }
        const {done, value} = await Promise.race([stopped, reader.read()]);
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    {highWaterMark: 0},
  );
}
