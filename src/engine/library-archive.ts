import {Failure} from '../base/failure.js';
import {sha256} from '../fetch/sha256.js';
import {readArchive, writeArchive, type ArchivedFile} from '../store/archive.js';
import type {Imported, KeptProfile, ProfileKind} from '../bridge/engine.js';
import type {Library} from '../store/library.js';

/** The file of the zip that says what the others are. */
const listName = 'icicle-library.json';

/** More than a library of ten thousand profiles says of them. */
const mostListBytes = 64 * 2 ** 20;
const mostProfileBytes = 2 ** 30;
const mostBoxes = 400;

const kinds: ReadonlySet<string> = new Set<ProfileKind>(['cpu', 'heap', 'allocs', 'goroutine', 'block', 'mutex', 'threadcreate', 'wall', 'other']);

/** The library as one zip: a list in JSON, and below `profiles/` the bytes of each as they came. */
export async function exportLibrary(library: Library<KeptProfile>, entries: readonly KeptProfile[]): Promise<Blob> {
  const here = entries.filter(({gone}) => gone !== true);
  const profiles = here.map((entry) => ({...entry, file: fileOf(entry)}));
  const list = new TextEncoder().encode(`${JSON.stringify({format: 'icicle-library', version: 1, profiles}, undefined, 1)}\n`);
  return writeArchive([
    {name: listName, stream: async () => new Blob([list]).stream()},
    ...profiles.map(({id, file}) => ({name: file, stream: () => library.read(id)})),
  ]);
}

/** A name that is safe in every file system, and is no other profile's. */
function fileOf({id, name}: KeptProfile): string {
  const plain = name.replace(/[^\w.-]+/g, '_').replace(/^[._]+/, '').slice(0, 80);
  return `profiles/${id.slice(0, 12)}-${plain || 'profile'}`;
}

/**
 * Adds the profiles of a zip. One that is here already keeps its name and its bytes
 * and gets what it lacks; one whose bytes are not what its id says is refused.
 *
 * Fails with `other-format` where the zip is not of a library, and with `store-full`.
 */
export async function importLibrary(library: Library<KeptProfile>, zip: Blob): Promise<Imported> {
  const files = new Map((await readArchive(zip)).map((file) => [file.name, file]));
  let added = 0;
  let known = 0;
  let refused = 0;
  for (const {entry, file} of await listIn(files)) {
    const bytes = entry === undefined || file === undefined || file.size > mostProfileBytes ? undefined : await file.bytes().catch(() => undefined);
    if (entry === undefined || bytes === undefined || (await sha256(bytes)) !== entry.id) {
      refused++;
      continue;
    }
    const here = await library.get(entry.id);
    await library.put(here === undefined ? {...entry, size: bytes.length} : merged(here, entry), bytes);
    if (here === undefined) added++;
    else known++;
  }
  return {added, known, refused};
}

function merged({gone: _gone, ...here}: KeptProfile, entry: KeptProfile): KeptProfile {
  return {
    ...here,
    note: here.note || entry.note,
    service: here.service || entry.service,
    pinned: here.pinned || entry.pinned,
    tags: [...new Set([...here.tags ?? [], ...entry.tags])],
    stamp: (here.stamp.length > 0 ? here : entry).stamp,
    lastView: here.lastView || entry.lastView,
    addedMillis: Math.min(here.addedMillis, entry.addedMillis),
    openedMillis: Math.max(here.openedMillis, entry.openedMillis),
    removedMillis: 0,
  };
}

async function listIn(files: ReadonlyMap<string, ArchivedFile>): Promise<{entry: KeptProfile | undefined; file: ArchivedFile | undefined}[]> {
  const list = files.get(listName);
  if (list === undefined || list.size > mostListBytes) throw notALibrary();
  let said: unknown;
  try {
    said = JSON.parse(new TextDecoder().decode(await list.bytes()));
  } catch {
    throw notALibrary();
  }
  const {format, profiles} = fieldsOf(said);
  if (format !== 'icicle-library' || !Array.isArray(profiles)) throw notALibrary();
  return profiles.map((profile: unknown) => ({entry: entryOf(profile), file: files.get(textOf(fieldsOf(profile).file, 300))}));
}

/** What a list says of a profile, as far as it can be believed; undefined where it has no id. */
function entryOf(said: unknown): KeptProfile | undefined {
  const {id, kind, tags, stamp, pinned, lastView, ...fields} = fieldsOf(said);
  if (typeof id !== 'string' || !/^[0-9a-f]{64}$/.test(id)) return undefined;
  const view = textOf(lastView, 8192);
  return {
    id,
    name: textOf(fields.name, 200) || 'profile',
    size: numberOf(fields.size),
    kind: kinds.has(kind as string) ? kind as ProfileKind : 'other',
    summary: textOf(fields.summary, 300),
    source: textOf(fields.source, 2000),
    addedMillis: numberOf(fields.addedMillis),
    openedMillis: numberOf(fields.openedMillis),
    stamp: Array.isArray(stamp) ? stamp.slice(0, mostBoxes).filter(isBox) : [],
    lastView: view.startsWith('#/') ? view : '',
    note: textOf(fields.note, 500),
    service: textOf(fields.service, 200),
    pinned: pinned === true,
    tags: Array.isArray(tags) ? tags.slice(0, 50).map((tag) => textOf(tag, 60)).filter((tag) => tag !== '') : [],
    removedMillis: 0,
  };
}

function fieldsOf(said: unknown): Readonly<Record<string, unknown>> {
  return typeof said === 'object' && said !== null ? said as Record<string, unknown> : {};
}

function textOf(said: unknown, most: number): string {
  return typeof said === 'string' ? said.slice(0, most) : '';
}

function numberOf(said: unknown): number {
  return typeof said === 'number' && Number.isFinite(said) && said >= 0 ? said : 0;
}

function isBox(said: unknown): said is number[] {
  return Array.isArray(said) && said.length === 4 && said.every((part) => typeof part === 'number' && Number.isFinite(part));
}

function notALibrary(): Failure {
  return new Failure('other-format', 'this zip is not an exported library', {found: 'zip'});
}
