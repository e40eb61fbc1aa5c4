/** What Peek, Source, Traces, Tags and Goroutines say. They come with those views, which are loaded when they are asked for. */
export const peekTexts = {
  pick: 'Find a function',
  callers: 'Callers',
  callees: 'Calls',
  self: 'Self',
  selfWord: '(flat)',
  total: 'Total',
  totalWord: '(cum)',
  ownLines: 'Its own lines',
  noCaller: 'Start of the stack',
  nobodyCalls: 'Nothing calls it: it is where stacks begin.',
  callsNothing: 'It calls nothing that is seen.',
  recursive: 'calls itself',
  inlined: 'inline',
  more: (count: number) => `Show ${count} more`,
  source: 'Source',
  flamegraph: 'Flame graph',
  focus: 'Focus',
  ofCentre: 'Percentages in the lists are of this function.',
  gone: (name: string) => `${name} is in no stack that the filters left.`,
  showWidest: 'Show the widest of your code',
  nothing: 'No function costs anything here.',
} as const;

export const stacksTexts = {
  list: 'Stacks, heaviest first',
  count: (stacks: string, samples: string) => `${stacks} distinct stacks of ${samples} samples`,
  matching: (stacks: string, all: string) => `${stacks} of ${all} distinct stacks`,
  copyAll: 'Copy all as pprof text',
  copied: 'Copied',
  notCopied: 'Your browser did not let this page copy',
  tooLong: 'That is too long to copy: type traces > traces.txt in the Console',
  copy: 'Copy',
  copyOne: 'Copy this stack as pprof text',
  more: (count: number) => `${count} more frames up to the root`,
  fewer: 'Show fewer frames',
  samples: (count: string) => `${count} samples`,
  inlined: '(inline)',
  none: 'No stack matches the search.',
} as const;

export const tagsTexts = {
  sides: (before: string, after: string, limit: string) => `${before} before, ${after} after; chance alone can make ${limit}`,
  compare: 'Compare…',
  compareHelp: (key: string) => `Compare two values of ${key}`,
  keys: (count: string) => `${count} label keys`,
  oneKey: '1 label key',
  hint: 'Click a value to keep only its samples, Shift-click to drop them.',
  key: (values: string, share: string) => `${values} values · on ${share} of the total`,
  oneValue: (share: string) => `1 value · on ${share} of the total`,
  group: 'Group by',
  groupHelp: (key: string) => `Put ${key} at the root of the flame graph (tagroot)`,
  ungroup: 'Grouped ✓',
  focus: (key: string, value: string) => `Focus on ${key}: ${value}`,
  ignore: (key: string, value: string) => `Ignore ${key}: ${value}`,
  without: 'without this label',
  more: (count: number) => `Show ${count} more`,
  from: 'From',
  to: 'to',
  keepRange: 'Focus on range',
  dropRange: 'Ignore range',
  histogram: (key: string) => `How ${key} is spread. Drag to choose a range.`,
  bin: (range: string, amount: string) => `${range}: ${amount}`,
  noRange: 'pprof has no way to write a range for a key with “=” in its name.',
  empty: 'This profile has no labels',
  emptyText: 'Labels tell samples apart: by request, by tenant, by job. In Go they come from pprof.Do(ctx, pprof.Labels("route", r.URL.Path), …). Profiles of the heap carry the size of the allocation.',
  filtered: 'No sample that the filters left has a label.',
  nothing: 'No label matches the search.',
} as const;

export const sourceTexts = {
  pick: 'Find a function',
  table: (name: string) => `Lines of ${name} with what they cost`,
  columns: {self: 'self', total: 'total', line: 'line', code: 'source'},
  place: (file: string, first: number, last: number) => (first > 0 && last > first ? `${file} · lines ${first}–${last}` : first > 0 ? `${file} · line ${first}` : file),
  of: (part: string, total: string) => `${part} of ${total}`,
  file: 'File',
  missingTitle: 'Source isn’t in the profile',
  missing: 'Choose the folder of your project: it is read here, not copied.',
  choose: 'Choose folder…',
  drop: 'Drop one file',
  dropHere: 'Drop the file or the folder here',
  addFolder: 'Add folder…',
  again: (folders: string) => `Allow reading ${folders} again?`,
  once: 'This browser forgets the folder when the page is closed.',
  folder: (name: string) => `Folder ${name}: forget it`,
  notFound: (file: string) => `${file} is not in what you chose.`,
  tried: (count: number) => (count === 1 ? 'The path that was tried' : `The ${count} paths that were tried`),
  moved: (folders: string) => `${folders} is not where it was. Choose it again.`,
  denied: 'Your browser did not let this page read it. Choose the folder again.',
  byName: 'Only the name of the file fits.',
  older: 'The file is shorter than the profile says: it is another version of it.',
  generated: 'The compiler made this file, so there is no source of it.',
  noFile: (name: string) => `The profile names no file for ${name}.`,
  noLines: 'The profile has no line numbers here.',
  noFunction: 'No function with a file is in this profile.',
  gone: (name: string) => `${name} is in no stack that the filters left.`,
  showWidest: 'Show the widest of your code',
  fold: (count: number) => `${count} more lines`,
  next: 'Next hot line',
  previous: 'Previous hot line',
  inlined: 'inlined',
  calls: 'Calls of this line',
  hottest: (line: number, share: string) => `Line ${line} is ${share} of this function.`,
  hottestChange: (line: number, share: string) => `Line ${line} is ${share} of the change of this function.`,
  hottestCalls: (calls: string) => `It calls ${calls}.`,
  call: (name: string, cost: string) => `${name} (${cost})`,
  and: ' and ',
  otherFunction: (name: string, cost: string) => `${name}, ${cost}`,
} as const;

export const goroutinesTexts = {
  list: 'Goroutines by equal stacks, the most first',
  all: 'All',
  unknown: 'unknown',
  states: 'State',
  longer: 'Waiting longer than',
  waits: [[0, 'any'], [1, '1 minute'], [5, '5 minutes'], [10, '10 minutes'], [30, '30 minutes'], [60, '1 hour'], [1440, '1 day']] as readonly (readonly [number, string])[],
  goroutine: (count: number) => (count === 1 ? 'goroutine' : 'goroutines'),
  groups: (goroutines: string, groups: string) => `${goroutines} ${goroutines === '1' ? 'goroutine' : 'goroutines'} in ${groups} ${groups === '1' ? 'group' : 'groups'}`,
  countsOnly: 'This dump counts only. Collect goroutine?debug=2 for states, waits and ids.',
  createdBy: 'created by',
  creators: (count: number) => `${count} places`,
  waitedUpTo: (minutes: string) => `waits up to ${minutes}`,
  minutes: (count: number) => (count === 1 ? '1 minute' : count < 120 ? `${count} minutes` : `${Math.round(count / 60)} hours`),
  show: 'Show stack',
  hide: 'Hide stack',
  ids: (count: string) => `Show ${count} ids`,
  moreIds: (count: number) => `Show ${count} more`,
  id: 'id',
  noStack: 'No stack',
  more: (count: number) => `Show ${count} more groups`,
  none: 'No goroutine is like this.',
  was: (before: string) => `${before} before`,
  guessed: 'What the stack shows; this dump does not say the state.',
} as const;

/** A sentence on what the goroutines of one stack do, by Go's word for their state. */
const doing: readonly (readonly [pattern: RegExp, one: string, many: string])[] = [
  [/^running$/, 'Working right now.', 'Working right now.'],
  [/^runnable$/, 'Ready to run: it waits for a processor.', 'Ready to run: they wait for a processor.'],
  [/^chan receive \(nil chan\)$/, 'Receives from a nil channel: it never ends.', 'They receive from a nil channel: they never end.'],
  [/^chan send \(nil chan\)$/, 'Sends to a nil channel: it never ends.', 'They send to a nil channel: they never end.'],
  [/^chan receive/, 'Waits to receive from a channel.', 'All {n} wait to receive from a channel at the same line.'],
  [/^chan send/, 'Waits to send to a channel.', 'All {n} wait to send to a channel at the same line.'],
  [/^select \(no cases\)$/, 'Waits for nothing: a select without cases never ends.', 'They wait for nothing: a select without cases never ends.'],
  [/^select/, 'Waits in a select.', 'All {n} wait in the same select.'],
  [/^IO wait/, 'Waits for the network or a file.', 'All {n} wait for the network or a file.'],
  [/^sleep/, 'Sleeps.', 'All {n} sleep.'],
  [/^sync\.(?:RW)?Mutex/, 'Waits for a lock.', 'All {n} wait for a lock at the same line.'],
  [/^sync\.WaitGroup/, 'Waits for other goroutines to finish.', 'All {n} wait for other goroutines to finish.'],
  [/^sync\.Cond/, 'Waits to be signalled.', 'All {n} wait to be signalled.'],
  [/^semacquire/, 'Waits for a lock or a wait group.', 'All {n} wait for a lock or a wait group.'],
  [/^syscall/, 'In a call to the operating system.', 'All {n} are in a call to the operating system.'],
  [/^(?:GC|finalizer|force gc|bgsweep|bgscavenge|trace|debug|cleanup)/, 'Belongs to Go’s runtime.', 'They belong to Go’s runtime.'],
];

/** By a frame of the stack, where the frame says more than the state. */
const known: readonly (readonly [frame: string, text: string])[] = [
  ['net/http.(*conn).serve', 'Open connections with nothing to read. Usually normal.'],
  ['net/http.(*connReader).backgroundRead', 'Watches a connection while its request is answered. Normal.'],
  ['net/http.(*persistConn).readLoop', 'Keeps a connection of the HTTP client open. Usually normal.'],
  ['net/http.(*persistConn).writeLoop', 'Keeps a connection of the HTTP client open. Usually normal.'],
  ['net/http.(*persistConn).roundTrip', 'HTTP client waiting for a reply.'],
  ['net.(*TCPListener).Accept', 'Waits for new connections. Normal for a server.'],
  ['net.(*UnixListener).Accept', 'Waits for new connections. Normal for a server.'],
  ['os/signal.loop', 'Waits for signals of the operating system. Normal.'],
  ['runtime/pprof.profileWriter', 'Writes a CPU profile that is being recorded.'],
];

/**
 * What the goroutines of one group do, in a sentence.
 *
 * @param frames names from the leaf on
 */
export function goroutineSentence(state: string, count: number, countText: string, frames: readonly string[]): string {
  if (!/^runn/.test(state)) {
    const text = known.find(([frame]) => frames.includes(frame))?.[1];
    if (text !== undefined && (frames[0]?.startsWith('internal/poll.') || !text.startsWith('Open connections') || /IO wait|^$/.test(state))) return text;
  }
  const found = doing.find(([pattern]) => pattern.test(state));
  return found === undefined ? '' : (count === 1 ? found[1] : found[2]).replace('{n}', countText);
}
