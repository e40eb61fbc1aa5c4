import {counted, texts} from './texts.js';

/** What the page says, and its dialogs, which most visits do not open. */
export const dialogTexts = {
  ...texts,

  library: {
    renameTitle: 'Rename profile',
    renameLabel: 'Name',
    save: 'Save',
    note: 'Note',
  },

  privacy: {
    ...texts.privacy,
    dialogTitle: 'Check it yourself',
    steps: [
      'Open the developer tools of your browser (F12) and their Network tab. Open a profile here: nothing is sent.',
      'Stop your network, or switch to offline in that tab. Reload: the page, your profiles and every view still work.',
      'Read the rule that the browser enforces on this page. connect-src names this site alone, so even a fault of ours could not send your profile elsewhere:',
      'Only the collector may ask another address. It runs apart, is given one address by you, and never holds a profile.',
    ],
    count: (requests: number) => `${counted(requests, 'request has', 'requests have')} left this tab for another address since it was opened.`,
    close: 'Close',
  },

  url: {
    title: 'Open an address',
    label: 'Address of a profile',
    hint: 'localhost:6060/debug/pprof/heap',
    seconds: 'Seconds to measure',
    secondsHint: 'Only for profiles that are measured over a time.',
    text: 'One request goes from your browser to this address, and the answer stays in this browser.',
    open: 'Open',
    cancel: 'Cancel',
    fromLink: 'Open this address?',
    fromLinkText: (address: string) => `This link asks to load ${address}. One request will go from your computer to that address.`,
  },

  about: {
    title: 'About this profile',
    rows: {
      name: 'Name', kind: 'Kind', binary: 'Program', buildId: 'Build ID', time: 'Recorded', duration: 'Duration', period: 'Sampled', samples: 'Samples',
      functions: 'Functions', locations: 'Locations', size: 'Size', fingerprint: 'Fingerprint', source: 'Came from', documentation: 'Documentation', comment: 'Comment',
      yourCode: 'Your code',
    },
    yourCodeHelp: 'Import paths or beginnings of names, with commas between. Empty lets Icicle guess.',
    guess: (guess: string) => `guessed: ${guess}`,
    none: 'none',
    save: 'Save',
  },

  keys: {
    title: 'Keys',
    off: 'Single-letter keys',
    offHelp: 'Switch them off if your software sends letters by itself.',
    groups: {anywhere: 'Anywhere', filters: 'Filters', view: 'Flame graph', graph: 'Graph', table: 'Top'},
    close: 'Close',
  },
} as const;
