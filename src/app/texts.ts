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
    rename: (name: string) => `${name}, rename`,
    samples: (count: number) => counted(count, 'sample', 'samples'),
    atHz: (duration: string, rate: string) => `${duration} at ${rate} Hz`,
    every: (size: string) => `sampled every ${size}`,
    snapshot: 'snapshot',
    from: (source: string) => `from ${source}`,
    again: 'Collect again',
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
  sampleTypes: new Map<string, {readonly label: string; readonly unit: string; readonly answers: string}>([
    ['inuse_space', {label: 'In use', unit: '', answers: 'Memory alive when the snapshot was taken. Use it for **“why is my process so big?”** For “why is the GC busy?” switch to Allocated.'}],
    ['inuse_objects', {label: 'In use', unit: 'objects', answers: 'Objects alive when the snapshot was taken. Many small ones make the **GC’s marking** slow. For bytes switch to In use.'}],
    ['alloc_space', {label: 'Allocated', unit: '', answers: 'Every byte allocated since the program started, freed or not. Use it for **“why is the GC busy?”** What is held now is under In use.'}],
    ['alloc_objects', {label: 'Allocated', unit: 'objects', answers: 'Every object allocated since the program started, freed or not. Use it to find **many small allocations**.'}],
    ['cpu', {label: 'cpu', unit: '', answers: 'Time that the program spent **on a processor**. Time spent waiting is not in it.'}],
    ['samples', {label: 'samples', unit: '', answers: 'How often the program **was seen** in each place. Few samples mean little: 100 is a guess, 1000 a picture.'}],
    ['goroutine', {label: 'goroutines', unit: '', answers: 'Where every goroutine **stood** when the dump was taken.'}],
    ['contentions', {label: 'contentions', unit: '', answers: 'How often goroutines **had to wait** for one another.'}],
    ['delay', {label: 'delay', unit: '', answers: 'How long goroutines **waited** for one another, added up.'}],
    ['wall', {label: 'wall', unit: '', answers: 'Time that passed on the clock, **waiting included**.'}],
  ]),
  sampleTypeTitle: (type: string) => `You are looking at ${type}`,

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
    result: (matches: number, share: string | undefined, rows: boolean) => share === undefined
      ? counted(matches, rows ? 'row' : 'box', rows ? 'rows' : 'boxes')
      : `${share} in ${counted(matches, rows ? 'row' : 'box', rows ? 'rows' : 'boxes')}`,
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

  side: {
    selected: 'Selected function',
    total: 'Total', self: 'Self', drives: 'Drives',
    totalHelp: 'Total (cum): time in it and in all that it calls',
    selfHelp: 'Self (flat): time in its own lines',
    drivesHelp: 'Drives: its own lines and all that they call, until the next function of yours',
    lines: 'Hottest lines',
    line: (line: number) => `line ${line}`,
    lineHelp: (place: string) => `${place}: show in the source`,
    wholeName: (characters: string) => `Show all ${characters} characters`,
    callers: 'Called from',
    calls: 'Calls',
    labels: 'Labels',
    more: (count: number) => `${count} more`,
    deselect: 'Deselect',
    says: 'What this profile says',
    nothing: 'Nothing stands out. Look for the widest box that is yours.',
    dismiss: 'Dismiss',
    restore: 'Show dismissed',
    working: 'Reading…',
    notFound: (name: string) => `No stack that the filters left goes through ${name}.`,
    focus: 'Focus', ignore: 'Ignore', hide: 'Hide', showFrom: 'Show from', sandwich: 'Sandwich', copy: 'Copy name',
    more_: 'More',
    tip: 'Click a box or a row to see what it costs and who calls it.',
    warnings: 'About this file',
    exposed: (host: string) => `${host} can be reached from outside. pprof shows names of functions and paths of files; let it listen on localhost only.`,
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
    zeroTotal: {title: 'Every value of this type is 0', text: (type: string, other: string) => `Nothing was counted as ${type}. ${other} has values.`, alone: (type: string) => `Nothing was counted as ${type}.`, action: (other: string) => `Switch to ${other}`},
    noMatch: {title: 'Nothing matches', text: (pattern: string) => `No stack passes through “${pattern}”.`, mean: (name: string) => `Did you mean ${name}?`, use: (name: string) => `Use ${name}`},
    filteredOut: {title: 'Everything is filtered out', text: (filter: string, total: string) => `“${filter}” removed the last ${total}.`, action: 'Undo it'},
    link: {title: (name: string) => name === '' ? 'This link needs a profile that is not on this device' : `This link needs ${name}`, text: (fingerprint: string) => `It is not in the library of this browser (fingerprint ${fingerprint}). Drop it here, and it opens as the link says.`, action: 'Choose the file'},
    wrongFile: (name: string) => `${name} is another profile than the one that the link needs. It was opened by itself.`,
    update: {title: 'A new version is ready', text: 'Your open profiles and filters will be here after the reload.', action: 'Reload now', later: 'Later'},
    notKept: {full: 'Open but not saved: your library is full.', refused: 'Open but not saved: this browser keeps nothing for this page.', room: 'Make room…', manage: 'Manage library', download: 'Download'},
  },

  /** By the id of a finding; its names are {a}, {b}, …, its numbers {x}, {y}, {z} as shares, {amountX} … as amounts, {countX} as counts, {samplesX} as a count of samples. */
  findings: new Map<string, FindingText>([
    ['start', {text: '**{a}** drives {x} of the {what}.', text2: '**{a}** drives {x} of the {what} and **{b}** {y}. Your own lines run for {z}: the cost is in what they call.', link: 'Start with {a}', action: 'select'}],
    ['memory-work', {text: '**{z} of the time is memory work:** GC {x}, allocation {y}. You can’t speed up mallocgc; allocate less.', link: 'Who allocates?', action: 'who-allocates'}],
    ['get-allocs', {text: 'To see what is allocated, collect allocs and look at alloc_space.', link: 'Collect it', action: 'collect-allocs'}],
    ['copy', {text: '**{x} is copying memory:** growing slices, joining strings, passing large structs by value.', text2: '**{x} is copying memory,** mostly under {a}: growing slices, joining strings, passing large structs by value.', link: 'Show it', action: 'select'}],
    ['io', {text: '**{x} is waiting for or talking to the kernel.** Often it can’t be avoided; fewer, larger calls help.'}],
    ['idle', {text: 'The program was busy for {amountX} of {amountY}. This profile says little; put load on it.'}],
    ['few', {text: '**Only {samplesX}.** A box of 10 % may really be anything from {y} to {z}. Record longer.'}],
    ['short', {text: '{amountX} is short. 30 s is the usual.'}],
    ['rss', {text: '**The process will look bigger than {amountX}.** The OS also counts stacks, free heap that Go keeps, and up to one GC cycle of garbage.'}],
    ['churn', {text: '**{a} is {x} of Allocated but {y} here.** Most of it is freed at once: it costs GC time, not memory.', link: 'Switch to Allocated', action: 'alloc-space'}],
    ['holder', {text: '**{a} allocated {amountX} ({y})** of what is alive. Something still points at it.', link: 'Who calls it?', action: 'select'}],
    ['symbols', {text: '**{x} is in addresses without names.** The program was built with -ldflags "-s -w" or comes from C.'}],
    ['truncated', {text: '{x} of stacks were cut at {countY} frames; their roots are missing.'}],
    ['long-wait', {text: '**{countX} goroutines have waited for up to {countY} minutes** in {a}. If nothing is going to wake them, they are a leak.', link: 'Show it', action: 'select'}],
    ['goroutine-pile', {text: '**{x} of goroutines are in one place:** {a}. If nobody wakes them, they never end. Take a second dump later: if this number grows, it is a leak.', link: 'Show it', action: 'select'}],
  ]),
} as const;

/** One finding in words. `text2` is the sentence where there is a second name. */
export interface FindingText {
  readonly text: string;
  readonly text2?: string;
  readonly link?: string;
  readonly action?: 'select' | 'who-allocates' | 'alloc-space' | 'collect-allocs';
}

/** When something was: `08:03` today, else `12 Nov`, with the year where it is another one. */
export function whenText(millis: number, now = Date.now()): string {
  const date = new Date(millis);
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) {
    return new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit'}).format(date);
  }
  const year = date.getFullYear() === today.getFullYear() ? {} : {year: 'numeric' as const};
  return new Intl.DateTimeFormat(undefined, {day: 'numeric', month: 'short', ...year}).format(date);
}
