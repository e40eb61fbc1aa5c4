import {openDB, type DBSchema, type IDBPDatabase} from 'idb';
import {Failure} from '../base/failure.js';
import {notKept, type Library, type LibraryEntry} from './library.js';

/**
 * Chunks of this size are written and read fastest in Chromium and Firefox, and a
 * plain Uint8Array can be kept where WebKit refuses a Blob (private windows).
 */
const chunkSize = 4 * 2 ** 20;

/** What the database holds. Chunk `n` of a profile has the key `[id, n]`; `size` says how many there are. */
interface Tables extends DBSchema {
  profiles: {key: string; value: {readonly id: string; readonly size: number; readonly entry: unknown}};
  chunks: {key: [id: string, n: number]; value: Uint8Array};
}

/** A library in IndexedDB. Rejects where the browser does not let the page have one. */
export async function openDatabaseLibrary<Entry extends LibraryEntry>(name: string): Promise<Library<Entry>> {
  const library = new DatabaseLibrary<Entry>(name);
  await library.list();
  return library;
}

class DatabaseLibrary<Entry extends LibraryEntry> implements Library<Entry> {
  readonly refusal = undefined;
  readonly #name: string;
  #opened: Promise<IDBPDatabase<Tables>> | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  async put(entry: Entry, bytes: Uint8Array): Promise<void> {
    const database = await this.#database();
    // A profile is there whole or not at all: its chunks and its entry are one transaction,
    // and strict means that it is on the disk when this is done.
    const transaction = database.transaction(['profiles', 'chunks'], 'readwrite', {durability: 'strict'});
    const profiles = transaction.objectStore('profiles');
    const chunks = transaction.objectStore('chunks');
    try {
      if ((await profiles.getKey(entry.id)) === undefined) {
        for (let n = 0; n * chunkSize < bytes.length; n++) {
          // The slice is a copy: a view would be kept with the whole of the buffer behind it.
          // One is on its way at a time, so that this thread answers in between.
          await chunks.put(bytes.slice(n * chunkSize, (n + 1) * chunkSize), [entry.id, n]);
        }
      }
      await Promise.all([profiles.put({id: entry.id, size: bytes.length, entry}), transaction.done]);
    } catch (reason) {
      // The first write that failed rejects; the transaction's own end must not stay unheard.
      await transaction.done.catch(() => {});
      throw refusalOf(transaction.error ?? reason);
    }
  }

  async get(id: string): Promise<Entry | undefined> {
    return (await (await this.#database()).get('profiles', id))?.entry as Entry | undefined;
  }

  async list(): Promise<readonly Entry[]> {
    const rows = await (await this.#database()).getAll('profiles');
    return rows.map(({entry}) => entry as Entry).sort((a, b) => b.openedMillis - a.openedMillis);
  }

  async read(id: string): Promise<ReadableStream<Uint8Array>> {
    const database = await this.#database();
    const row = await database.get('profiles', id);
    if (row === undefined) throw notKept(id);
    const count = Math.ceil(row.size / chunkSize);
    let n = 0;
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (n === count) return controller.close();
        const chunk = await database.get('chunks', [id, n++]);
        if (chunk === undefined) throw notKept(id);
        controller.enqueue(chunk);
      },
    });
  }

  async annotate(id: string, change: Partial<Entry>): Promise<void> {
    const database = await this.#database();
    const transaction = database.transaction('profiles', 'readwrite', {durability: 'strict'});
    try {
      const row = await transaction.store.get(id);
      if (row !== undefined) await transaction.store.put({...row, entry: {...(row.entry as Entry), ...change}});
      await transaction.done;
    } catch (reason) {
      await transaction.done.catch(() => {});
      throw refusalOf(transaction.error ?? reason);
    }
  }

  async forget(id: string): Promise<void> {
    const database = await this.#database();
    const transaction = database.transaction(['profiles', 'chunks'], 'readwrite', {durability: 'strict'});
    await Promise.all([
      transaction.objectStore('profiles').delete(id),
      transaction.objectStore('chunks').delete(IDBKeyRange.bound([id, 0], [id, Infinity])),
      transaction.done,
    ]);
  }

  /** The database, opened again where the browser or a newer version of the page has closed it. */
  #database(): Promise<IDBPDatabase<Tables>> {
    this.#opened ??= openDB<Tables>(this.#name, 1, {
      upgrade(database) {
        database.createObjectStore('profiles', {keyPath: 'id'});
        database.createObjectStore('chunks');
      },
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        this.#opened = undefined;
      },
      terminated: () => {
        this.#opened = undefined;
      },
    }).catch((reason: unknown) => {
      this.#opened = undefined;
      throw reason;
    });
    return this.#opened;
  }
}

function refusalOf(reason: unknown): Failure {
  const {name, message} = reason as Error;
  if (name === 'QuotaExceededError') {
    return new Failure('store-full', 'there is no room left in the storage that the browser gives this page; delete profiles of the library, or download this one');
  }
  return new Failure('store-refused', `the browser refused to keep the profile: ${message || name}`);
}
