import type {ProfileKind} from '../bridge/engine.js';

// Every sentence of the page around the views. A sentence is one message with its
// values; none is put together from pieces, so that another language can have another order.

const plurals = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat(undefined);

export function counted(count: number, one: string, many: string): string {
  return `${numbers.format(count)} ${plurals.select(count) === 'one' ? one : many}`;
}

export const texts = {
  product: 'Icicle',
  tagline: 'pprof profiles, read in this tab',

  drop: {
    title: 'Drop a profile here',
    titleSmall: 'Open a profile',
    text: '.pb.gz, .pprof, or a goroutine dump. It is read in this tab and kept in this browser; nothing is uploaded.',
    textSmall: 'Read in this tab, kept in this browser. Nothing is uploaded.',
    open: 'Open files…',
    paste: 'Paste a URL',
    example: 'Try an example',
    release: 'Drop to open',
    releaseText: 'It stays on this device.',
    emptyFolder: 'There is no profile in this folder.',
  },

  library: {
    menu: 'More for the library',
    import: 'Import a library…',
    rename: 'Rename…',
    deleted: (name: string) => `Deleted ${name}`,
    renamed: (name: string) => `Saved as ${name}`,
    undo: 'Undo',
    emptyTitle: 'Start here',
    empty: [
      {text: 'Save a profile:', code: 'curl -o cpu.pb.gz http://localhost:6060/debug/pprof/profile?seconds=30'},
      {text: 'Drop it above.', code: ''},
      {text: 'Look at the orange boxes: they are your code.', code: ''},
    ],
  },

  privacy: {
    title: 'How we keep it private',
    text: 'The page may only contact its own site. A request leaves this tab only when you press Collect or open a URL, and only to that address.',
    check: 'Check it yourself',
    line: (requests: number) => `On this device only · ${counted(requests, 'request', 'requests')} sent`,
    collected: (requests: number) => `Collected at your request · ${counted(requests, 'request', 'requests')} sent`,
    ready: 'Ready offline',
  },

  export: {
    title: 'Export',
  },
  header: {
    home: 'Icicle: home',
    commands: 'All commands',
    rename: (name: string) => `${name}, rename`,
    samples: (count: number) => counted(count, 'sample', 'samples'),
    atHz: (duration: string, rate: string) => `${duration} at ${rate} Hz`,
    every: (size: string) => `sampled every ${size}`,
    snapshot: 'snapshot',
    from: (source: string) => `from ${source}`,
    again: 'Collect again',
    compare: 'Compare…',
    downloadLong: 'Download the profile',
    more: 'More',
    theme: {auto: 'Theme: auto', light: 'Theme: light', dark: 'Theme: dark'},
    about: 'About this profile',
    open: 'Open files…',
    delete: 'Delete from the library',
    install: 'Install app',
    sampleType: 'Sample type',
    sampleTypeMenu: (type: string, total: string) => `Sample type: ${type}, ${total}`,
    notSaved: 'not saved',
  },

  kinds: {
    cpu: 'CPU', heap: 'Heap', allocs: 'Allocs', goroutine: 'Stacks', block: 'Block', mutex: 'Mutex', threadcreate: 'Threads', wall: 'Wall', other: 'Profile',
  } satisfies Record<ProfileKind, string>,

  /** How the common sample types are called in front of their own names. */
  sampleTypes: new Map<string, {readonly label: string; readonly unit: string}>([
    ['inuse_space', {label: 'In use', unit: ''}],
    ['inuse_objects', {label: 'In use', unit: 'objects'}],
    ['alloc_space', {label: 'Allocated', unit: ''}],
    ['alloc_objects', {label: 'Allocated', unit: 'objects'}],
    ['cpu', {label: 'cpu', unit: ''}],
    ['samples', {label: 'samples', unit: ''}],
    ['goroutine', {label: 'goroutines', unit: ''}],
    ['contentions', {label: 'contentions', unit: ''}],
    ['delay', {label: 'delay', unit: ''}],
    ['wall', {label: 'wall', unit: ''}],
  ]),

  workspace: {
    views: 'Views',
    skipToView: 'Skip to the view',
    skipToTable: 'Show as a table',
    showing: (shown: string, total: string) => ({before: 'Showing ', bold: `${shown} of ${total}`}),
    showingLabel: (shown: string, total: string) => `Showing ${shown} of ${total}`,
    side: 'Details',
    hideSide: 'Hide the details',
    showSide: 'Show the details',
    resize: 'Width of the details',
    loadingView: 'Making the view',
    copyCommand: 'Copy command',
    noCommand: {
      names: 'go tool pprof shows this text without names',
      dump: 'go tool pprof does not read goroutine dumps',
    },
    copied: 'Copied',
    notCopied: 'The browser did not let us copy. Select the text and copy it yourself.',
    keys: 'Keys',
    viewFailed: 'This view could not be loaded. Reload the page when the network is back.',
    close: 'Close',
  },

  filters: {
    searchLabel: 'Find a function, file or package',
    pattern: 'Read the search as a regular expression',
    result: (matches: number, share: string | undefined, rows: boolean) => {
      const found = rows ? counted(matches, 'row', 'rows') : matches > 10_000 ? 'more than 10,000 boxes' : counted(matches, 'box', 'boxes');
      return share === undefined ? found : `${share} in ${found}`;
    },
    next: 'Next match',
    previous: 'Previous match',
    add: 'Filter',
    addLabel: 'Add a filter',
    list: 'Filters',
    undo: 'Undo the last filter change',
    redo: 'Redo',
  },

  states: {
    noMatch: {mean: (name: string) => `Did you mean ${name}?`, use: (name: string) => `Use ${name}`},
    cancel: 'Cancel',
    retry: 'Try again',
    details: 'Details',
    copyDetails: 'Copy',
    dismiss: 'Dismiss',
    wrongFile: (name: string) => `${name} is another profile than the one that the link needs. It was opened by itself.`,
    update: {title: 'A new version is ready', text: 'Your open profiles and filters will be here after the reload.', action: 'Reload now', later: 'Later'},
  },

} as const;
