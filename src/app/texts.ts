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
    title: 'Library',
    menu: 'More for the library',
    import: 'Import a library…',
    columns: {kind: 'Kind', profile: 'Profile', shape: 'Shape', size: 'Size', opened: 'Opened', actions: 'Actions'},
    usage: (profiles: number, size: string) => `${counted(profiles, 'profile', 'profiles')}, ${size} on this device`,
    open: (name: string) => `Open ${name}`,
    more: (name: string) => `More for ${name}`,
    rename: 'Rename…',
    download: 'Download',
    delete: 'Delete',
    deleted: (name: string) => `Deleted ${name}`,
    renamed: (name: string) => `Saved as ${name}`,
    undo: 'Undo',
    renameTitle: 'Rename profile',
    renameLabel: 'Name',
    save: 'Save',
    note: 'Note',
    emptyTitle: 'Start here',
    empty: [
      {text: 'Save a profile:', code: 'curl -o cpu.pb.gz http://localhost:6060/debug/pprof/profile?seconds=30'},
      {text: 'Drop it above.', code: ''},
      {text: 'Look at the orange boxes: they are your code.', code: ''},
    ],
    failed: 'The library cannot be read',
  },

  collect: {
    title: 'Collect from a running service',
    text: 'Pick the question, we ask the endpoint.',
    base: 'Address of the service',
    seconds: 'Seconds',
    button: 'Collect',
    collectFor: (question: string) => `Collect: ${question}`,
    questions: [
      {kind: 'profile', question: 'Why is the CPU busy?', path: '/debug/pprof/profile', timed: true},
      {kind: 'heap', question: 'What is holding memory?', path: '/debug/pprof/heap', timed: false},
      {kind: 'allocs', question: 'What allocates the most?', path: '/debug/pprof/allocs', timed: false},
      {kind: 'goroutine', question: 'Why so many goroutines?', path: '/debug/pprof/goroutine', timed: false},
    ],
    short: 'Short. Expect only a few hundred samples per busy core.',
    more: 'More profiles…',
    notReachable: 'Not reachable?',
    cors: 'Copy the CORS handler',
    or: 'or',
    curl: 'copy a curl command',
    running: 'Collecting a CPU profile',
    left: (of: number) => `left of ${of} s. Keep your load running.`,
    seconds_: (left: number) => `${left} s`,
    expected: (samples: number) => `The service samples its CPU 100 times a second. At one busy core you can expect about ${numbers.format(samples)} samples. The file is saved to your library when it arrives.`,
    waiting: (host: string) => `Waiting for ${host}`,
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
    failed: (reason: string) => `Nothing was saved: ${reason}`,
    items: {
      png: ['Flame graph as PNG', '1440 px wide'],
      png2: ['Flame graph as PNG ×2', '2880 px wide'],
      svg: ['Flame graph as SVG', 'whole names on hover'],
      csv: ['Top as CSV', 'for a spreadsheet'],
      markdown: ['Top as Markdown', 'for an issue'],
      text: ['pprof’s text', 'of this view'],
      dot: ['DOT', 'the call graph for Graphviz'],
      callgrind: ['Callgrind', 'for KCachegrind'],
      proto: ['Filtered profile', '.pb.gz of what is shown'],
      share: ['Report as one HTML file…', 'to give away, with names replaced'],
      original: ['Original file', 'as it was opened'],
    } as const,
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
    small: {top: 'Top', flamegraph: 'Flame', findings: 'Findings', more: 'More'} as Readonly<Record<string, string>>,
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
    edit: (name: string, value: string) => `Edit filter ${name} ${value}`,
    remove: (name: string, value: string) => `Remove filter ${name} ${value}`,
    undo: 'Undo the last filter change',
    redo: 'Redo',
    apply: 'Apply',
    cancel: 'Cancel',
    pattern_: 'Pattern (Go regular expression)',
    tagPattern: 'key=pattern, or a range such as 32kb:64kb',
    tagKeys: 'Label keys, with commas between',
    clear: 'Remove all filters',
    clearChip: 'Clear all',
    granularities: new Map([['functions', 'By function'], ['filefunctions', 'By function and file'], ['files', 'By file'], ['lines', 'By line'], ['addresses', 'By address']]),
    help: new Map<string, string>([
      ['focus', 'Only stacks through it'],
      ['ignore', 'Drop stacks through it'],
      ['hide', 'Remove frames, keep their cost'],
      ['show', 'Only frames that match'],
      ['showFrom', 'Make it the root'],
      ['pruneFrom', 'Drop what it calls'],
      ['tagFocus', 'Only samples with this label'],
      ['tagIgnore', 'No samples with this label'],
      ['tagShow', 'Only these label keys'],
      ['tagHide', 'None of these label keys'],
      ['tagRoot', 'Labels as frames at the root'],
      ['tagLeaf', 'Labels as frames at the leaf'],
      ['granularity', 'Functions, files, lines or addresses'],
      ['noInlines', 'Count inlined functions for their caller'],
      ['relativePercentages', 'Percentages of what is left'],
    ]),
  },

  states: {
    reading: (name: string) => `Reading ${name}`,
    progress: (read: string, total: string, samples: number, samplesText: string) => {
      const far = total === '' ? `${read} read` : `${read} of ${total}`;
      return samples === 0 ? far : `${far} · ${samplesText} samples so far`;
    },
    building: 'Putting the pieces together',
    cancel: 'Cancel',
    retry: 'Try again',
    details: 'Details',
    copyDetails: 'Copy',
    dismiss: 'Dismiss',
    opening: (n: number, of: number) => `File ${n} of ${of}`,
    noSamples: {title: 'This profile has no samples', text: 'It was read without errors, but the program did nothing while it was recorded. Put load on it and record for longer.', action: 'Open another file'},
    zeroTotal: {same: 'Nothing changed', title: 'Every value of this type is 0', text: (type: string, other: string) => `Nothing was counted as ${type}. ${other} has values.`, alone: (type: string) => `Nothing was counted as ${type}.`, action: (other: string) => `Switch to ${other}`},
    noMatch: {title: 'Nothing matches', text: (pattern: string) => `No stack passes through “${pattern}”.`, mean: (name: string) => `Did you mean ${name}?`, use: (name: string) => `Use ${name}`},
    filteredOut: {title: 'Everything is filtered out', text: (filter: string, total: string) => `“${filter}” removed the last ${total}.`, action: 'Undo it'},
    link: {title: (name: string) => name === '' ? 'This link needs a profile that is not on this device' : `This link needs ${name}`, text: (fingerprint: string) => `It is not in the library of this browser (fingerprint ${fingerprint}). Drop it here, and it opens as the link says.`, action: 'Choose the file'},
    wrongFile: (name: string) => `${name} is another profile than the one that the link needs. It was opened by itself.`,
    update: {title: 'A new version is ready', text: 'Your open profiles and filters will be here after the reload.', action: 'Reload now', later: 'Later'},
    notKept: {full: 'Open but not saved: your library is full.', refused: 'Open but not saved: this browser keeps nothing for this page.', newer: 'Open but not saved: a newer version of Icicle keeps your library. Reload this page, and open the profile again.', room: 'Make room…', manage: 'Manage library', download: 'Download'},
  },

} as const;
