import type {KeptProfile} from '../bridge/engine.js';

export const libraryOrders = ['opened', 'added', 'name', 'size', 'kind'] as const;
export type LibraryOrder = (typeof libraryOrders)[number];

/** From this many on the library is in groups, unless the person says otherwise. */
export const manyProfiles = 20;

/** Some profiles under one heading; '' for those of no service. */
export interface LibraryGroup {
  readonly service: string;
  readonly profiles: readonly KeptProfile[];
}

const byText = new Intl.Collator(undefined, {numeric: true, sensitivity: 'base'});

const comparisons: Readonly<Record<LibraryOrder, (a: KeptProfile, b: KeptProfile) => number>> = {
  opened: (a, b) => b.openedMillis - a.openedMillis,
  added: (a, b) => b.addedMillis - a.addedMillis,
  name: (a, b) => byText.compare(a.name, b.name),
  size: (a, b) => b.size - a.size,
  kind: (a, b) => byText.compare(a.kind, b.kind) || b.openedMillis - a.openedMillis,
};

/** The profiles that hold every word of `search`, pinned ones first, then by `order`. */
export function libraryInOrder(library: readonly KeptProfile[], search: string, order: LibraryOrder): readonly KeptProfile[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const found = library.filter(({name, note, tags = [], source, kind, summary}) => {
    const said = [name, note, ...tags, source, kind, summary].join('\n').toLowerCase();
    return words.every((word) => said.includes(word));
  });
  return found.sort((a, b) => Number(b.pinned === true) - Number(a.pinned === true) || comparisons[order](a, b));
}

/** `profiles` by service, in the order in which the services come first; those of none stand last. */
export function groupedByService(profiles: readonly KeptProfile[]): readonly LibraryGroup[] {
  const groups = new Map<string, KeptProfile[]>();
  for (const profile of profiles) {
    const service = profile.service ?? '';
    const group = groups.get(service);
    if (group === undefined) groups.set(service, [profile]);
    else group.push(profile);
  }
  return [...groups].map(([service, group]) => ({service, profiles: group})).sort((a, b) => Number(a.service === '') - Number(b.service === ''));
}

/** The profiles to delete so that `bytes` have room: those opened longest ago, none of them pinned and not `spared`. */
export function oldestFor(library: readonly KeptProfile[], bytes: number, spared: string): readonly KeptProfile[] {
  const oldest: KeptProfile[] = [];
  let freed = 0;
  for (const entry of [...library].sort((a, b) => a.openedMillis - b.openedMillis)) {
    if (freed >= bytes) break;
    if (entry.pinned || entry.id === spared) continue;
    oldest.push(entry);
    freed += entry.size;
  }
  return oldest;
}
