import type {ShareWish} from '../bridge/engine.js';

const numbers = new Intl.NumberFormat(undefined);

function counted(count: number, one: string, many: string): string {
  return `${numbers.format(count)} ${count === 1 ? one : many}`;
}

type Redaction = ShareWish['redaction'];

/** The sentences of the dialog that saves a report as one file. */
export const shareTexts = {
  title: 'Report as one HTML file',
  text: 'A page with the flame graph, Top and pprof’s command. It opens without a network, and asks nobody for anything.',
  name: 'Title',
  titleOf: (kind: string) => `${kind} profile`,
  comparedTitle: (kind: string) => `${kind}: before and after`,
  replace: 'What is replaced',
  names: 'Functions',
  paths: 'Files',
  labels: 'Labels',
  nameRules: [
    ['keep', 'keep all names'], ['packages', 'packages of your code → pkg1'], ['own', 'functions of your code → pkg1.f1'], ['all', 'all functions → f1'],
  ] as readonly (readonly [Redaction['names'], string])[],
  pathRules: [['keep', 'keep whole paths'], ['base', 'without their folders'], ['none', 'leave out']] as readonly (readonly [Redaction['paths'], string])[],
  labelRules: [
    ['keep', 'keep'], ['values', 'values → value1'], ['keys', 'keys and values → key1, value1'], ['none', 'leave out'],
  ] as readonly (readonly [Redaction['labels'], string])[],
  builds: 'Build ids and names of binaries',
  comments: 'Comments and the link to documentation',
  onlyShown: 'Sample types that are not shown',
  embed: 'Put the profile inside, so that Icicle and pprof can open it',
  filtered: 'The filters are applied: what they took away is not in the file, and neither are they.',
  replaced: (count: number) => count === 0 ? 'Nothing is replaced.' : `${counted(count, 'text is', 'texts are')} replaced or left out, everywhere in the file.`,
  preparing: 'Preparing…',
  size: (size: string) => `The file has ${size}.`,
  remains: 'What will leave',
  search: 'Search what will leave',
  groups: {
    names: (count: number) => counted(count, 'function', 'functions'),
    files: (count: number) => counted(count, 'file', 'files'),
    labels: (count: number) => counted(count, 'label', 'labels'),
    others: (count: number) => counted(count, 'other text', 'other texts'),
  },
  more: (count: number) => `and ${numbers.format(count)} more`,
  none: 'none',
  cancel: 'Cancel',
  save: 'Save HTML',
  saved: (name: string) => `Saved ${name}`,
} as const;
