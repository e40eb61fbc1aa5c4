/** The sentences of the card that collects. */
export const cardTexts = {
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
} as const;
