const plurals = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat(undefined);

function counted(count: number, one: string, many: string): string {
  return `${numbers.format(count)} ${plurals.select(count) === 'one' ? one : many}`;
}

/** The sentences of the library beyond those that every visit shows. */
export const libraryTexts = {
  title: 'Library',
  columns: {kind: 'Kind', profile: 'Profile', shape: 'Shape', size: 'Size', opened: 'Opened', actions: 'Actions'},
  usage: (profiles: number, size: string) => `${counted(profiles, 'profile', 'profiles')}, ${size} on this device`,
  open: (name: string) => `Open ${name}`,
  more: (name: string) => `More for ${name}`,
  download: 'Download',
  delete: 'Delete',
  failed: 'The library cannot be read',
  search: 'Search the library',
  noMatch: (text: string) => `No profile has “${text}” in its name, note, tags or origin.`,
  sort: 'Sort',
  orders: {opened: 'Last opened', added: 'Last added', name: 'Name', size: 'Size', kind: 'Kind'},
  group: 'Group by service',
  pinned: 'pinned',
  pin: 'Pin',
  unpin: 'Unpin',
  other: 'Files',
  groupTitle: (name: string, profiles: number) => `${name} · ${counted(profiles, 'profile', 'profiles')}`,
  gone: 'No longer here: the browser made room. Open its file again.',
  room: (used: string, all: string) => `${used} of the ${all} that this browser gives`,
  select: (name: string) => `Select ${name}`,
  selected: (profiles: number) => `${counted(profiles, 'profile', 'profiles')} selected`,
  selectMore: 'Select more to look at them together.',
  selectedTogether: 'Series or merge…',
  compare: 'Compare selected',
  clear: 'Clear',
  together: (profiles: number) => `Series or merge of ${counted(profiles, 'profile', 'profiles')}…`,
  export: 'Export the library…',
  exported: (profiles: number) => `Saved ${counted(profiles, 'profile', 'profiles')} to a zip`,
  imported: (added: number, known: number, refused: number) => {
    const parts = [`${counted(added, 'profile', 'profiles')} added`];
    if (known > 0) parts.push(`${numbers.format(known)} here already`);
    if (refused > 0) parts.push(`${numbers.format(refused)} damaged and left out`);
    return parts.join(', ');
  },
  notALibrary: 'This zip is not an exported library. Unpack it and drop the profiles in it.',
  tags: 'Tags, with commas between',
  roomTitle: 'Make room for this profile',
  roomText: 'These were opened longest ago and are not pinned. They are deleted for good, and this profile is saved in their place.',
  roomNone: 'There is nothing to delete: every other profile is pinned. Download this one, or unpin some.',
  roomAction: (profiles: number, size: string) => `Delete ${counted(profiles, 'profile', 'profiles')} (${size}) and save`,
  saved: 'Saved to your library',
  stillFull: 'There is still no room. Download this profile, or delete more.',
} as const;
