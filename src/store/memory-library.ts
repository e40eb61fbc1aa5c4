import type {Failure} from '../base/failure.js';
import {notKept, type Library, type LibraryEntry} from './library.js';

/** Bytes that are held at most; the profile that was opened longest ago goes first. */
const room = 256 * 2 ** 20;

/** A library that lasts as long as the thread it lives in. */
export class MemoryLibrary<Entry extends LibraryEntry> implements Library<Entry> {
  readonly #kept = new Map<string, {readonly entry: Entry; readonly bytes: Uint8Array}>();

  /** @param refusal why there is no better one; `put` keeps the profile for now all the same, and then fails with it */
  constructor(readonly refusal: Failure | undefined = undefined) {}

  async put(entry: Entry, bytes: Uint8Array): Promise<void> {
    this.#kept.set(entry.id, {entry, bytes: this.#kept.get(entry.id)?.bytes ?? bytes.slice()});
    this.#makeRoom();
    if (this.refusal !== undefined) throw this.refusal;
  }

  async get(id: string): Promise<Entry | undefined> {
    return this.#kept.get(id)?.entry;
  }

  async list(): Promise<readonly Entry[]> {
    return this.#newestFirst();
  }

  async read(id: string): Promise<ReadableStream<Uint8Array>> {
    const bytes = this.#kept.get(id)?.bytes;
    if (bytes === undefined) throw notKept(id);
    // A copy, because what reads a stream may move its chunks to another thread.
    return new ReadableStream({
      start(controller) {
        if (bytes.length > 0) controller.enqueue(bytes.slice());
        controller.close();
      },
    });
  }

  async annotate(id: string, change: Partial<Entry>): Promise<void> {
    const kept = this.#kept.get(id);
    if (kept !== undefined) this.#kept.set(id, {...kept, entry: {...kept.entry, ...change}});
  }

  async forget(id: string, still: (entry: Entry) => boolean = () => true): Promise<void> {
    const kept = this.#kept.get(id);
    if (kept !== undefined && still(kept.entry)) this.#kept.delete(id);
  }

  #newestFirst(): Entry[] {
    return Array.from(this.#kept.values(), ({entry}) => entry).sort((a, b) => b.openedMillis - a.openedMillis);
  }

  #makeRoom(): void {
    let held = 0;
    for (const {id} of this.#newestFirst()) {
      held += this.#kept.get(id)!.bytes.length;
      if (held > room) this.#kept.delete(id);
    }
  }
}
