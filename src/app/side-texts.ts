import {texts} from './texts.js';

/** One finding in words. `text2` is the sentence where there is a second name. */
export interface FindingText {
  readonly text: string;
  readonly text2?: string;
  readonly link?: string;
  readonly action?: 'select' | 'who-allocates' | 'alloc-space' | 'collect-allocs';
}

/** What the page says, and what the details beside a view say. */
export const sideTexts = {
  ...texts,

  side: {
    selected: 'Selected function',
    total: 'Total', self: 'Self', drives: 'Drives',
    totalHelp: 'Total (cum): time in it and in all that it calls',
    selfHelp: 'Self (flat): time in its own lines',
    drivesHelp: 'Drives: its own lines and all that they call, until the next function of yours',
    lines: 'Hottest lines',
    linesFrom: (folder: string) => `from ${folder}`,
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
    openSource: 'Open source', focus: 'Focus', ignore: 'Ignore', hide: 'Hide', showFrom: 'Show from', sandwich: 'Sandwich', copy: 'Copy name',
    more_: 'More',
    tip: 'Click a box or a row to see what it costs and who calls it.',
    warnings: 'About this file',
    exposed: (host: string) => `${host} can be reached from outside. pprof shows names of functions and paths of files; let it listen on localhost only.`,
  },

  sampleTypeTitle: (type: string) => `You are looking at ${type}`,

  /** What each of the common sample types answers. */
  answers: new Map<string, string>([
    ['inuse_space', 'Memory alive when the snapshot was taken. Use it for **“why is my process so big?”** For “why is the GC busy?” switch to Allocated.'],
    ['inuse_objects', 'Objects alive when the snapshot was taken. Many small ones make the **GC’s marking** slow. For bytes switch to In use.'],
    ['alloc_space', 'Every byte allocated since the program started, freed or not. Use it for **“why is the GC busy?”** What is held now is under In use.'],
    ['alloc_objects', 'Every object allocated since the program started, freed or not. Use it to find **many small allocations**.'],
    ['cpu', 'Time that the program spent **on a processor**. Time spent waiting is not in it.'],
    ['samples', 'How often the program **was seen** in each place. Few samples mean little: 100 is a guess, 1000 a picture.'],
    ['goroutine', 'Where every goroutine **stood** when the dump was taken.'],
    ['contentions', 'How often goroutines **had to wait** for one another.'],
    ['delay', 'How long goroutines **waited** for one another, added up.'],
    ['wall', 'Time that passed on the clock, **waiting included**.'],
  ]),

  /** By the id of a finding; its names are {a}, {b}, …, its numbers {x}, {y}, {z} as shares, {amountX} … as amounts, {countX} as counts, {samplesX} as a count of samples. */
  findings: new Map<string, FindingText>([
    ['start', {text: '**{a}** drives {x} of the {what}.', text2: '**{a}** drives {x} of the {what} and **{b}** {y}. Your own lines run for {z}: the cost is in what they call.', link: 'Start with {a}', action: 'select'}],
    ['start-own', {text: '**{a}** drives {x} of the {what}.', text2: '**{a}** drives {x} of the {what} and **{b}** {y}. {z} is in your own lines: read those first.', link: 'Start with {a}', action: 'select'}],
    ['start-callees', {text: '**{a}** drives {x} of the {what}.', text2: '**{a}** drives {x} of the {what} and **{b}** {y}. {z} is in your own lines: the rest is in what they call.', link: 'Start with {a}', action: 'select'}],
    ['stand', {text: '**{x} of the goroutines** stand in or below **{a}**.', text2: '**{x} of the goroutines** stand in or below **{a}** and {y} in or below **{b}**.', link: 'Show {a}', action: 'select'}],
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
  glossary: {title: 'What is this?', fault: 'A fault?', tryThis: 'Try'},
} as const;
