import {Failure} from '../base/failure.js';

/** What is written beside the bytes of a profile. The library reads these two fields; the rest is the caller's. */
export interface LibraryEntry {
  /** The SHA-256 of the bytes, in hex. */
  readonly id: string;
  readonly openedMillis: number;
  /** Said by the library of an entry whose bytes the browser has lost; never written. */
  readonly gone?: boolean;
}

/** Profiles kept on this machine, as the bytes they came in. */
export interface Library<Entry extends LibraryEntry> {
  /** Why nothing outlives this tab; undefined where things do. */
  readonly refusal: Failure | undefined;
  /**
   * Keeps the bytes with what is written beside them: both or neither, also when the
   * browser is killed on the way. An id that is there already keeps its bytes, unless they are gone, and gets the new entry.
   *
   * Fails with `store-full` where there is no room, with `store-refused` where the browser keeps nothing.
   */
  put(entry: Entry, bytes: Uint8Array): Promise<void>;
  get(id: string): Promise<Entry | undefined>;
  /** Last opened first. */
  list(): Promise<readonly Entry[]>;
  /** The bytes as they came, in chunks of at most 4 MiB. Fails with `unknown-profile`. */
  read(id: string): Promise<ReadableStream<Uint8Array>>;
  /** Changes what is written beside the bytes; nothing happens where they are not there. */
  annotate(id: string, change: Partial<Entry>): Promise<void>;
  /** Takes both away, where `still` is true of the entry as it is by then in any tab. */
  forget(id: string, still?: (entry: Entry) => boolean): Promise<void>;
}

/** A profile that the library does not have. */
export function notKept(id: string): Failure {
  return new Failure('unknown-profile', `profile ${id.slice(0, 12)} is not in the library of this browser; open its file again`);
}
