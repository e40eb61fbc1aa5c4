import {Failure} from '../base/failure.js';
import {MemoryLibrary} from './memory-library.js';
import type {Library, LibraryEntry} from './library.js';

/** Whether there may be a library of this name; false where it is certain that nothing was ever kept. */
export async function hasLibrary(name: string): Promise<boolean> {
  try {
    return (await indexedDB.databases()).some((database) => database.name === name);
  } catch {
    return true;
  }
}

/**
 * The library of this origin, one that is only read where a newer version of the page has
 * made it, or one that lasts as long as this thread where the browser refuses to keep anything.
 *
 * @param added what entries get that were written by the first version of the library, which had less to say
 */
export async function openLibrary<Entry extends LibraryEntry>(name = 'icicle', added: Partial<Entry> = {}): Promise<Library<Entry>> {
  try {
    const {openDatabaseLibrary} = await import('./database-library.js');
    return await openDatabaseLibrary<Entry>(name, added);
  } catch (reason) {
    if ((reason as Error).name === 'VersionError') return openNewer<Entry>(name);
    return new MemoryLibrary<Entry>(new Failure('store-refused', `this browser does not let the page keep anything (${(reason as Error).message})`));
  }
}

async function openNewer<Entry extends LibraryEntry>(name: string): Promise<Library<Entry>> {
  const refusal = new Failure('store-newer', 'a newer version of this page keeps the library, and this one changes nothing in it; reload the page');
  const spare = new MemoryLibrary<Entry>(refusal);
  try {
    const [{NewerLibrary}, {openDatabaseLibrary}] = await Promise.all([import('./newer-library.js'), import('./database-library.js')]);
    return new NewerLibrary(await openDatabaseLibrary<Entry>(name, {}, true), spare, refusal);
  } catch {
    // It has another form altogether.
    return spare;
  }
}
