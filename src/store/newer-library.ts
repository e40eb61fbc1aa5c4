import type {Failure} from '../base/failure.js';
import type {Library, LibraryEntry} from './library.js';

/**
 * A library that a newer version of the page has made: what is in it is read, and
 * nothing in it is changed. What is put lasts as long as this thread.
 */
export class NewerLibrary<Entry extends LibraryEntry> implements Library<Entry> {
  readonly #kept: Library<Entry>;
  readonly #spare: Library<Entry>;

  /** @param spare a library whose `put` fails with `refusal` after it has kept the profile for now */
  constructor(kept: Library<Entry>, spare: Library<Entry>, readonly refusal: Failure) {
    this.#kept = kept;
    this.#spare = spare;
  }

  async put(entry: Entry, bytes: Uint8Array): Promise<void> {
    if ((await this.#kept.get(entry.id)) === undefined) await this.#spare.put(entry, bytes);
  }

  async get(id: string): Promise<Entry | undefined> {
    return (await this.#spare.get(id)) ?? this.#kept.get(id);
  }

  async list(): Promise<readonly Entry[]> {
    return [...await this.#spare.list(), ...await this.#kept.list()].sort((a, b) => b.openedMillis - a.openedMillis);
  }

  async read(id: string): Promise<ReadableStream<Uint8Array>> {
    return ((await this.#spare.get(id)) === undefined ? this.#kept : this.#spare).read(id);
  }

  async annotate(id: string, change: Partial<Entry>): Promise<void> {
    if ((await this.#spare.get(id)) !== undefined) await this.#spare.annotate(id, change);
    else if ((await this.#kept.get(id)) !== undefined) throw this.refusal;
  }

  /** Without a word where it is the newer version's: whoever sweeps finds it swept another time. */
  async forget(id: string, still?: (entry: Entry) => boolean): Promise<void> {
    await this.#spare.forget(id, still);
  }
}
