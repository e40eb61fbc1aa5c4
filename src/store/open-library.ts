import {Failure} from '../base/failure.js';
import {openDatabaseLibrary} from './database-library.js';
import {MemoryLibrary} from './memory-library.js';
import type {Library, LibraryEntry} from './library.js';

/**
 * The library of this origin, or one that lasts as long as this thread where the browser refuses to keep anything.
 *
 * @param added what entries get that were written by the first version of the library, which had less to say
 */
export async function openLibrary<Entry extends LibraryEntry>(name = 'icicle', added: Partial<Entry> = {}): Promise<Library<Entry>> {
  try {
    return await openDatabaseLibrary<Entry>(name, added);
  } catch (reason) {
    return new MemoryLibrary<Entry>(new Failure('store-refused', `this browser does not let the page keep anything (${(reason as Error).message})`));
  }
}
