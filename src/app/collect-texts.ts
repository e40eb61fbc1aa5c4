const numbers = new Intl.NumberFormat(undefined);
const plurals = new Intl.PluralRules('en');

function counted(count: number, one: string, many: string): string {
  return `${numbers.format(count)} ${plurals.select(count) === 'one' ? one : many}`;
}

/** The sentences of the dialog that collects; it is loaded with them. */
export const collectTexts = {
  title: 'Collect a profile',
  again: 'Collect again',
  service: 'Address of the service',
  hint: 'localhost:6060',
  profile: 'Profile',
  /** What Go's profiles are called here, and the question that each answers. */
  profiles: new Map([
    ['profile', {label: 'CPU', asks: 'Why is the CPU busy? Samples where the program runs, 100 times a second.', running: 'Collecting a CPU profile'}],
    ['heap', {label: 'Heap', asks: 'What is holding memory? What is alive now, and all that was ever allocated.', running: 'Collecting a heap profile'}],
    ['allocs', {label: 'Allocs', asks: 'What allocates the most? Every allocation since the program started.', running: 'Collecting an allocation profile'}],
    ['goroutine', {label: 'Goroutines', asks: 'Why so many goroutines? Where each of them stands now.', running: 'Collecting the goroutines'}],
    ['block', {label: 'Block', asks: 'Who waits for channels and locks? Empty unless the program calls runtime.SetBlockProfileRate.', running: 'Collecting a block profile'}],
    ['mutex', {label: 'Mutex', asks: 'Who holds locks that others wait for? Empty unless the program calls runtime.SetMutexProfileFraction.', running: 'Collecting a mutex profile'}],
    ['threadcreate', {label: 'Threads', asks: 'What made new OS threads?', running: 'Collecting thread creation'}],
  ]),
  own: (name: string) => `A profile of this service’s own: ${name}.`,
  whole: 'This is no page of net/http/pprof, so it is asked as it stands.',
  when: 'When',
  now: 'Now',
  change: 'Change over a time',
  seconds: 'Seconds',
  slider: 'Seconds, as a slider',
  gc: 'Collect garbage first, so that only what is in use is shown',
  form: 'Form',
  forms: ['Profile', 'Text with counts (debug=1)', 'Every goroutine with its state and waiting time (debug=2)'],
  often: 'How often',
  once: 'Once',
  series: 'A series',
  every: 'Seconds from one to the next',
  times: 'Snapshots',
  seriesHelp: (seconds: number) => `One after the other, for ${seconds < 120 ? counted(seconds, 'second', 'seconds') : counted(Math.round(seconds / 60), 'minute', 'minutes')}, while this page is open. Each is in your library before it is shown, and the series says what grows. Keep this tab in front: in the background browsers slow its clock down.`,
  seriesTooFast: (seconds: number) => `One takes ${seconds} s itself, so the next begins when it is there.`,
  name: 'Name',
  nameHint: 'Given by the address',
  short: 'Short. Expect only a few hundred samples per busy core.',
  asks: (address: string) => `One request will go to ${address}`,
  asksOften: (address: string, times: number) => `${counted(times, 'request', 'requests')} will go to ${address}`,
  check: 'Check',
  checking: 'asking',
  states: {unknown: 'not checked', reachable: 'reachable', permission: 'permission needed', unreadable: 'not readable', unreachable: 'not reachable'},
  cancel: 'Cancel',
  collect: 'Collect',
  collectSeries: 'Collect the series',

  running: 'Collecting a profile',
  waiting: (host: string) => `Waiting for ${host}`,
  seconds_: (left: number) => `${left} s`,
  left: (of: number) => `left of ${of} s. Keep your load running.`,
  over: 'The time is up. Waiting for the service to send it.',
  cpu: (samples: number) => `The service samples its CPU 100 times a second. At one busy core you can expect about ${numbers.format(samples)} samples. The file is saved to your library when it arrives.`,
  delta: 'The service compares what it sees at the end with what it sees now. The file is saved to your library when it arrives.',
  snapshot: 'The file is saved to your library when it arrives.',
  received: (size: string) => `${size} received`,

  checks: {
    permission: {name: 'Permission to reach this device:', yes: () => 'allowed', no: 'not given'},
    port: {name: 'The port answers:', yes: (millis: number) => `yes, ${numbers.format(millis)} ms`, no: 'no'},
    cors: {name: 'Allows this page to read:', yes: () => 'yes', no: 'no CORS header'},
  },
  back: 'Back',
  retry: 'Try again',
  openAnyway: 'Open anyway',
  copyHandler: 'Copy the handler',
  copyCurl: 'Copy curl',
  copyCurlInstead: 'Copy curl instead',
  copy: 'Copy',
  orCurl: 'Or save it from a terminal and drop the file here:',
  details: 'Details',
} as const;
