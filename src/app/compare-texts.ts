import type {FindingText} from './side-texts.js';

const plurals = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat(undefined);

/** Every sentence about two profiles beside one another. */
export const compareTexts = {
  dialog: {
    title: (name: string) => `Compare ${name} with`,
    other: 'Another profile',
    noOthers: 'No other profile is in the library yet.',
    file: 'Choose a file…',
    values: 'One part of it with another, by a label',
    key: 'Label',
    compareValues: 'Compare these two',
    range: 'A range…',
    rangeOf: (side: string) => `${side}: a number or a range`,
    rangeHint: '1kb:4kb',
    rangeHelp: 'A number or a range as tagfocus reads it, ends included: 1kb, 1kb:4kb, 4kb: for that and more, :1kb for that and less.',
    cancel: 'Cancel',
  },
  another: 'Compare with another profile…',
  mergedName: (one: string, other: string) => `${one} and ${other} merged`,
  noPart: (key: string, text: string) => `Nothing of this profile has ${key}=${text}, so there is nothing to compare.`,
  swap: 'Swap',
  swapLong: 'Swap before and after',
  comparedWith: 'compared with',
  openAlone: (name: string) => `Open ${name} by itself`,
  badge: 'DIFF',
  mode: (now: string) => `${now}: how they are compared`,
  modes: {
    diff_base: {label: 'What changed', hint: 'each side keeps its samples (-diff_base)'},
    base: {label: 'What came in between', hint: 'for counters that only grow: later less earlier (-base)'},
  },
  scale: {
    label: 'Scale',
    absolute: {label: 'Amount', help: 'Amounts as they were recorded'},
    time: {label: 'Time', help: 'Amounts as they were recorded'},
    share: {label: 'Share of total', help: 'The later profile is scaled to the total of the earlier one (-normalize)'},
  },
  before: 'Before',
  after: 'After',
  samplesAgainst: (after: number, before: number) => `${numbers.format(after)} ${plurals.select(after) === 'one' ? 'sample' : 'samples'} against ${numbers.format(before)}`,
  durationEach: (duration: string) => `${duration} each`,
  durations: (after: string, before: string) => `${after} against ${before}`,
  sameBinary: 'same program, same build',
  otherBuild: 'same program, different build',
  otherBinary: (after: string, before: string) => `${after} against ${before}`,

  drop: (name: string): readonly (readonly [title: string, text: string])[] => [
    ['Open', 'It takes the place of what is open.'],
    ['Compare', `What changed between it and ${name}?`],
    ['Merge', `Its samples and those of ${name} are added up.`],
  ],

  warnings: {
    kinds: (after: string, before: string) => `These are profiles of two kinds (${after} and ${before}). What they have in common is compared, but it may not mean the same.`,
    durations: (after: string, before: string) => `They were recorded for ${after} and ${before}, so amounts differ by that alone. Compare shares of the total.`,
    programs: (after: string, before: string) => `They are of two programs, ${after} and ${before}.`,
    grows: 'These values only grow while a process runs. To see what came in between, take the earlier away from the later.',
    useShare: 'Compare shares',
    useBase: 'Show what came in between',
  },

  side: {
    yours: 'Biggest changes in your code',
    all: 'Biggest changes, by self',
    none: 'Nothing changed.',
    noise: 'noise',
    more: (count: number) => `${count} more`,
    to: (after: string) => `→ ${after}`,
    readFirst: 'Read this first',
    copy: 'Copy as Markdown for the pull request',
    limit: (limit: string) => `Chance alone can make ${limit}`,
    totalBefore: 'Before', totalAfter: 'After', change: 'Change',
    measures: {cum: 'Total', flat: 'Self', drives: 'Drives'},
  },

  markdown: {
    title: (after: string, before: string) => `**${after}** compared with **${before}**`,
    total: (type: string, before: string, after: string, change: string, share: string) => `Total ${type}: ${before} → ${after} (${change}${share === '' ? '' : `, ${share}`})`,
    real: (changed: number) => changed === 0 ? 'No change is larger than the noise of the measurement.' : `${numbers.format(changed)} ${plurals.select(changed) === 'one' ? 'function' : 'functions'} changed by more than the noise of the measurement.`,
    scaled: 'The later profile is scaled to the total of the earlier one.',
    columns: {name: 'Function', before: 'Before', after: 'After', change: 'Change', noise: 'Noise'},
  },
} as const;

/** The findings of a comparison. Its numbers are the change as a share {x}, then before {amountY}, after {amountZ}, the change {amountU} and what chance can make {amountV}. */
export const compareFindings: readonly [string, FindingText][] = [
  ['diff-fell-far', {text: '**{a} fell by {x}** ({amountY} to {amountZ}). That is far outside sampling noise (±{amountV}).', link: 'Show it', action: 'select'}],
  ['diff-fell', {text: '**{a} fell by {x}** ({amountY} to {amountZ}). That is outside sampling noise (±{amountV}).', link: 'Show it', action: 'select'}],
  ['diff-rose-far', {text: '**{a} rose by {x}** ({amountY} to {amountZ}). That is far outside sampling noise (±{amountV}).', link: 'Show it', action: 'select'}],
  ['diff-rose', {text: '**{a} rose by {x}** ({amountY} to {amountZ}). That is outside sampling noise (±{amountV}).', link: 'Show it', action: 'select'}],
  ['diff-new', {text: '**{a} is new** ({amountZ}). That is outside sampling noise (±{amountV}).', link: 'Show it', action: 'select'}],
  ['diff-gone', {text: '**{a} is gone** (it was {amountY}). That is outside sampling noise (±{amountV}).', link: 'Show it', action: 'select'}],
  ['diff-fell-scaled', {text: '**{a} fell by {x}** ({amountY} to {amountZ}). That is more than 1 % of the total.', link: 'Show it', action: 'select'}],
  ['diff-rose-scaled', {text: '**{a} rose by {x}** ({amountY} to {amountZ}). That is more than 1 % of the total.', link: 'Show it', action: 'select'}],
  ['diff-new-scaled', {text: '**{a} is new** ({amountZ}). That is more than 1 % of the total.', link: 'Show it', action: 'select'}],
  ['diff-gone-scaled', {text: '**{a} is gone** (it was {amountY}). That is more than 1 % of the total.', link: 'Show it', action: 'select'}],
  ['diff-share-rose', {text: '**{a} did not really change** (by {amountU}, noise is ±{amountV}). Its share rose from {x} to {y} only because the total shrank.', link: 'Show it', action: 'select'}],
  ['diff-share-fell', {text: '**{a} did not really change** (by {amountU}, noise is ±{amountV}). Its share fell from {x} to {y} only because the total grew.', link: 'Show it', action: 'select'}],
  ['diff-load', {text: 'Both runs kept the CPU busy for about the same time. If the load was not the same, compare cost per request too.'}],
  ['diff-none', {text: 'No change is larger than sampling noise. Record longer or measure something else.'}],
  ['diff-none-scaled', {text: 'No change is larger than 1 % of the total. Measure for longer, or under more load.'}],
];
