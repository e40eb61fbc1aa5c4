import {openDB, type DBSchema, type IDBPDatabase} from 'idb';
import {Failure} from '../base/failure.js';
import {notKept, type Library, type LibraryEntry} from './library.js';

/**
 * Chunks of this size are written and read fastest in Chromium and Firefox, and a
 * plain Uint8Array can be kept where WebKit refuses a Blob (private windows).
 */
const chunkSize = 4 * 2 ** 20;

/**
 * 1: what an entry said was name, kind, source, note and view.
 * 2: it can be pinned, tagged and on its way out; an entry of 1 is given what it lacks.
 */
const version = 2;

/** What the database holds. Chunk `n` of a profile has the key `[id, n]`; `size` says how many there are. */
interface Tables extends DBSchema {
  profiles: {key: string; value: {readonly id: string; readonly size: number; readonly entry: unknown}};
  chunks: {key: [id: string, n: number]; value: Uint8Array};
}

/**
 * A library in IndexedDB. Rejects where the browser does not let the page have one, with
 * a `VersionError` where a newer version of the page has made it.
 *
 * @param asItIs whether it is opened in whatever version it has; to be read, and not written
 */
export async function openDatabaseLibrary<Entry extends LibraryEntry>(name: string, added: Partial<Entry> = {}, asItIs = false): Promise<Library<Entry>> {
  const library = new DatabaseLibrary<Entry>(name, added, asItIs ? undefined : version);
  await library.list();
  return library;
}

class DatabaseLibrary<Entry extends LibraryEntry> implements Library<Entry> {
  readonly refusal = undefined;
  readonly #name: string;
  readonly #added: Partial<Entry>;
  readonly #version: number | undefined;
  #opened: Promise<IDBPDatabase<Tables>> | undefined;

  constructor(name: string, added: Partial<Entry>, version: number | undefined) {
    this.#name = name;
    this.#added = added;
    this.#version = version;
  }

  async put(entry: Entry, bytes: Uint8Array): Promise<void> {
    const database = await this.#database();
    // A profile is there whole or not at all: its chunks and its entry are one transaction,
    // and strict means that it is on the disk when this is done.
    const transaction = database.transaction(['profiles', 'chunks'], 'readwrite', {durability: 'strict'});
    const profiles = transaction.objectStore('profiles');
    const chunks = transaction.objectStore('chunks');
    try {
      const before = await profiles.get(entry.id);
      if (before === undefined || (await chunks.count(chunksOf(entry.id))) !== chunkCount(before.size)) {
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
    const database = await this.#database();
    const row = await database.get('profiles', id);
    if (row === undefined) return undefined;
    return marked(row.entry as Entry, (await database.count('chunks', chunksOf(id))) === chunkCount(row.size));
  }

  async list(): Promise<readonly Entry[]> {
    const transaction = (await this.#database()).transaction(['profiles', 'chunks']);
    const [rows, keys] = await Promise.all([transaction.objectStore('profiles').getAll(), transaction.objectStore('chunks').getAllKeys()]);
    const counts = new Map<string, number>();
    for (const [id] of keys) counts.set(id, (counts.get(id) ?? 0) + 1);
    return rows.map(({id, size, entry}) => marked(entry as Entry, (counts.get(id) ?? 0) === chunkCount(size))).sort((a, b) => b.openedMillis - a.openedMillis);
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

  async forget(id: string, still: (entry: Entry) => boolean = () => true): Promise<void> {
    const database = await this.#database();
    const transaction = database.transaction(['profiles', 'chunks'], 'readwrite', {durability: 'strict'});
    const row = await transaction.objectStore('profiles').get(id);
    if (row !== undefined && still(row.entry as Entry)) {
      await Promise.all([transaction.objectStore('profiles').delete(id), transaction.objectStore('chunks').delete(chunksOf(id))]);
    }
    await transaction.done;
  }

  /** The database, opened again where the browser or a newer version of the page has closed it. */
  #database(): Promise<IDBPDatabase<Tables>> {
    this.#opened ??= openDB<Tables>(this.#name, this.#version, {
      upgrade: async (database, from, _to, transaction) => {
        if (from < 1) {
          database.createObjectStore('profiles', {keyPath: 'id'});
          database.createObjectStore('chunks');
        } else if (from < 2) {
          const profiles = transaction.objectStore('profiles');
          for (const row of await profiles.getAll()) await profiles.put({...row, entry: {...this.#added, ...(row.entry as Entry)}});
        }
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

function chunkCount(size: number): number {
  return Math.ceil(size / chunkSize);
}

function chunksOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Infinity]);
}

function marked<Entry extends LibraryEntry>(entry: Entry, isHere: boolean): Entry {
  return isHere ? entry : {...entry, gone: true};
}

function refusalOf(reason: unknown): Failure {
  const {name, message} = reason as Error;
  if (name === 'QuotaExceededError') {
    return new Failure('store-full', 'there is no room left in the storage that the browser gives this page; delete profiles of the library, or download this one');
  }
  return new Failure('store-refused', `the browser refused to keep the profile: ${message || name}`);
}
