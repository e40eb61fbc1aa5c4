import {longestSuffix, sourceCandidates} from './source-paths.js';

/** The text of a source file, and where it was. */
export interface FoundSource {
  readonly kind: 'found';
  readonly lines: readonly string[];
  /** `csvreport/pkg/parse.go` */
  readonly place: string;
  /** Whether nothing but the name of the file says that it is this one. */
  readonly byName: boolean;
}

/** Where a file was looked for. */
export interface MissingSource {
  readonly kind: 'missing';
  readonly tried: readonly string[];
}

/** A folder that may be read, or was and has to be asked for again. */
export interface FolderState {
  readonly name: string;
  readonly ready: boolean;
  /** Whether it is not where it was any more. */
  readonly lost: boolean;
}

/** What the browsers that have it give for a folder; the types of the platform lack half of it. */
interface DirectoryHandle {
  readonly kind: 'directory';
  readonly name: string;
  getDirectoryHandle(name: string): Promise<DirectoryHandle>;
  getFileHandle(name: string): Promise<{getFile(): Promise<File>}>;
  values(): AsyncIterable<DirectoryHandle | {readonly kind: 'file'; readonly name: string}>;
  queryPermission(options: {mode: 'read'}): Promise<PermissionState>;
  requestPermission(options: {mode: 'read'}): Promise<PermissionState>;
}

type Picker = (options: {mode: 'read'; id: string}) => Promise<DirectoryHandle>;

/** A folder with files in it, however it came. */
interface Folder {
  readonly name: string;
  /** Kept by the browser; undefined for files that were handed over for this visit. */
  readonly handle: DirectoryHandle | undefined;
  ready: boolean;
  lost: boolean;
  open(path: string): Promise<File | undefined>;
  listing(): Promise<Iterable<string>>;
}

const mostListed = 20_000;
const mostBytes = 16 << 20;
const mostTried = 30;
/** Folders that hold no source that a profile names, or too much of it. */
const passedOver = new Set(['.git', '.hg', '.svn', '.cache', '.idea', 'node_modules', '__pycache__']);

/**
 * The folders that the person lets this page read source files in. They are read here:
 * nothing of them is copied or goes anywhere. Says `change` when they are others.
 */
export class SourceFolders extends EventTarget {
  #folders: Folder[] = [];
  /** Files that were given for one path alone. */
  readonly #given = new Map<string, File>();
  readonly #found = new Map<string, Promise<FoundSource | MissingSource>>();
  #remembered: Promise<void> | undefined;

  /** Whether this browser has a picker whose answer it remembers. */
  get canRemember(): boolean {
    return 'showDirectoryPicker' in globalThis;
  }

  get states(): readonly FolderState[] {
    return this.#folders.map(({name, ready, lost}) => ({name, ready, lost}));
  }

  /** Asks for a folder and remembers it. Does nothing where the person thinks better of it. */
  async choose(): Promise<void> {
    const {showDirectoryPicker} = globalThis as unknown as {showDirectoryPicker: Picker};
    try {
      await this.addHandle(await showDirectoryPicker({mode: 'read', id: 'icicle-source'}));
    } catch (error) {
      if ((error as Error).name !== 'AbortError') throw error;
    }
  }

  async addHandle(handle: DirectoryHandle): Promise<void> {
    this.#put(folderOfHandle(handle, true));
    await store('readwrite', (folders) => folders.put(handle, handle.name)).catch(() => {});
  }

  /** Takes the files of a folder that was picked or dropped; they are there until the page is closed. */
  addFiles(files: readonly {readonly path: string; readonly file: File}[]): void {
    const byFolder = new Map<string, Map<string, File>>();
    for (const {path, file} of files) {
      const slash = path.indexOf('/');
      const name = slash < 0 ? '' : path.slice(0, slash);
      const folder = byFolder.get(name) ?? new Map<string, File>();
      byFolder.set(name, folder.set(path.slice(slash + 1), file));
    }
    for (const [name, folder] of byFolder) this.#put(folderOfFiles(name || 'dropped files', folder));
  }

  /** Takes a file for one path of the profile. */
  addFile(path: string, file: File): void {
    this.#given.set(path, file);
    this.#changed();
  }

  /** Asks again for the folders whose permission has run out. Needs a click. */
  async grantAgain(): Promise<void> {
    for (const folder of this.#folders) {
      if (!folder.ready && !folder.lost && folder.handle !== undefined) folder.ready = (await folder.handle.requestPermission({mode: 'read'})) === 'granted';
    }
    this.#changed();
  }

  async forget(name: string): Promise<void> {
    this.#folders = this.#folders.filter((folder) => folder.name !== name);
    this.#changed();
    await store('readwrite', (folders) => folders.delete(name)).catch(() => {});
  }

  /** The folders of earlier visits. Where the browser keeps nothing there are none. */
  remember(): Promise<void> {
    this.#remembered ??= (async () => {
      if (!this.canRemember) return;
      const handles = await store('readonly', (folders) => folders.getAll() as IDBRequest<DirectoryHandle[]>).catch(() => []);
      for (const handle of handles) {
        const ready = (await handle.queryPermission({mode: 'read'}).catch(() => 'denied')) === 'granted';
        if (!this.#folders.some(({name}) => name === handle.name)) this.#folders.push(folderOfHandle(handle, ready));
      }
      if (handles.length > 0) this.#changed();
    })();
    return this.#remembered;
  }

  /**
   * The text of a file of the profile.
   *
   * @param looksFar whether the name of the file alone is enough, where nothing better is found
   */
  find(path: string, looksFar: boolean): Promise<FoundSource | MissingSource> {
    const key = `${looksFar} ${path}`;
    let found = this.#found.get(key);
    if (found === undefined) {
      found = this.#look(path, looksFar);
      this.#found.set(key, found);
    }
    return found;
  }

  async #look(path: string, looksFar: boolean): Promise<FoundSource | MissingSource> {
    const given = this.#given.get(path);
    if (given !== undefined) return read(given, given.name, false);
    const tried: string[] = [];
    for (const folder of this.#folders) {
      if (!folder.ready) continue;
      const candidates = sourceCandidates(path, folder.name);
      for (const candidate of candidates) {
        // A file that lies right in the folder has nothing but its name, unless the folder is where the path says.
        if (!candidate.includes('/') && candidate !== candidates[0]) continue;
        tried.push(`${folder.name}/${candidate}`);
        const file = await folder.open(candidate);
        if (file !== undefined) return read(file, `${folder.name}/${candidate}`, false);
      }
    }
    for (const folder of this.#folders) {
      if (!folder.ready) continue;
      const match = longestSuffix(path, await folder.listing());
      if (match === undefined || (match.parts === 1 && !looksFar && path.includes('/'))) continue;
      const file = await folder.open(match.path);
      if (file !== undefined) return read(file, `${folder.name}/${match.path}`, match.parts === 1);
    }
    if (await this.#hasChanged()) this.#changed();
    return {kind: 'missing', tried: tried.slice(0, mostTried)};
  }

  /** Finds out which folders were moved or deleted, or may not be read any more, and says whether one was. */
  async #hasChanged(): Promise<boolean> {
    let changed = false;
    for (const folder of this.#folders) {
      if (!folder.ready || folder.handle === undefined) continue;
      const reason = await failureOf(folder.handle);
      if (reason === '') continue;
      folder.ready = false;
      folder.lost = reason === 'NotFoundError';
      changed = true;
    }
    return changed;
  }

  #put(folder: Folder): void {
    this.#folders = [...this.#folders.filter(({name}) => name !== folder.name), folder];
    this.#changed();
  }

  #changed(): void {
    this.#found.clear();
    this.dispatchEvent(new Event('change'));
  }
}

/** Those of the page: every view of it reads the same. */
export const sourceFolders = new SourceFolders();

/** The files and folders of a drop, as `addFiles` takes them. */
export async function droppedFiles(transfer: DataTransfer): Promise<{readonly path: string; readonly file: File}[]> {
  // Entries are gone once the event is over, so all are taken first.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files: {path: string; file: File}[] = [];
  while (entries.length > 0 && files.length < mostListed) {
    const entry = entries.shift()!;
    if (entry.isFile) {
      const file = await new Promise<File | undefined>((done) => (entry as FileSystemFileEntry).file(done, () => done(undefined)));
      if (file !== undefined) files.push({path: entry.fullPath.replace(/^\//, ''), file});
    } else if (!passedOver.has(entry.name)) {
      const reader = (entry as FileSystemDirectoryEntry).createReader();
      for (;;) {
        const some = await new Promise<FileSystemEntry[]>((done) => reader.readEntries(done, () => done([])));
        if (some.length === 0) break;
        entries.push(...some);
      }
    }
  }
  return files;
}

async function read(file: File, place: string, byName: boolean): Promise<FoundSource | MissingSource> {
  if (file.size > mostBytes) return {kind: 'missing', tried: [`${place} (larger than 16 MB)`]};
  try {
    const lines = (await file.text()).split(/\r\n|\n|\r/);
    if (lines.at(-1) === '') lines.pop();
    return {kind: 'found', lines, place, byName};
  } catch {
    return {kind: 'missing', tried: [`${place} (it could not be read)`]};
  }
}

function folderOfFiles(name: string, files: ReadonlyMap<string, File>): Folder {
  return {name, handle: undefined, ready: true, lost: false, open: async (path) => files.get(path), listing: async () => files.keys()};
}

function folderOfHandle(handle: DirectoryHandle, ready: boolean): Folder {
  const folders = new Map<string, Promise<DirectoryHandle | undefined>>();
  const enter = (path: readonly string[]): Promise<DirectoryHandle | undefined> => {
    if (path.length === 0) return Promise.resolve(handle);
    const key = path.join('/');
    let entered = folders.get(key);
    if (entered === undefined) {
      entered = enter(path.slice(0, -1)).then((above) => above?.getDirectoryHandle(path.at(-1)!).catch(() => undefined));
      folders.set(key, entered);
    }
    return entered;
  };
  let listed: Promise<string[]> | undefined;
  return {
    name: handle.name, handle, ready, lost: false,
    async open(path) {
      const parts = path.split('/');
      const folder = await enter(parts.slice(0, -1));
      return folder?.getFileHandle(parts.at(-1)!).then((file) => file.getFile()).catch(() => undefined);
    },
    listing: () => (listed ??= listingOf(handle)),
  };
}

/** Why a folder cannot be read: the name of the platform's error, '' where it can be. */
async function failureOf(handle: DirectoryHandle): Promise<string> {
  try {
    for await (const _ of handle.values()) break;
    return '';
  } catch (error) {
    return (error as Error).name;
  }
}

/** The paths of the files below a folder, those near to it first; of a very large one not all. */
async function listingOf(root: DirectoryHandle): Promise<string[]> {
  const paths: string[] = [];
  const open: {handle: DirectoryHandle; path: string}[] = [{handle: root, path: ''}];
  for (let next = open.shift(); next !== undefined && paths.length < mostListed; next = open.shift()) {
    try {
      for await (const entry of next.handle.values()) {
        if (entry.kind === 'file') paths.push(next.path + entry.name);
        else if (!passedOver.has(entry.name)) open.push({handle: entry, path: `${next.path}${entry.name}/`});
      }
    } catch {
      // A folder that may not be read hides its files and no others.
    }
  }
  return paths;
}

/** Asks the database that remembers the folders; it holds handles, which no other store can. */
function store<Value>(mode: IDBTransactionMode, ask: (folders: IDBObjectStore) => IDBRequest<Value>): Promise<Value> {
  return new Promise((done, failed) => {
    const opening = indexedDB.open('icicle-source', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('folders');
    opening.onerror = () => failed(opening.error!);
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction('folders', mode);
      const request = ask(transaction.objectStore('folders'));
      transaction.oncomplete = () => {
        database.close();
        done(request.result);
      };
      transaction.onabort = () => {
        database.close();
        failed(transaction.error!);
      };
    };
  });
}
