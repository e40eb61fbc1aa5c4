/** What a goroutine waits for where only its stack tells, by the function that stands below the scheduler's. First match wins. */
const byFunction: readonly (readonly [pattern: RegExp, state: string])[] = [
  [/^runtime\.(?:chanrecv[12]?|selectnbrecv)$/, 'chan receive'],
  [/^runtime\.chansend1?$/, 'chan send'],
  [/^runtime\.(?:selectgo|block)$/, 'select'],
  [/^(?:runtime\.netpollblock|internal\/poll\.runtime_pollWait)$/, 'IO wait'],
  [/^time\.Sleep$/, 'sleep'],
  [/^(?:sync\.runtime_notifyListWait|sync\.\(\*Cond\)\.Wait)$/, 'sync.Cond.Wait'],
  [/^(?:sync\.runtime_SemacquireWaitGroup|sync\.\(\*WaitGroup\)\.Wait)$/, 'sync.WaitGroup.Wait'],
  [/^(?:sync\.runtime_SemacquireRWMutexR?|sync\.\(\*RWMutex\)\.R?Lock)$/, 'sync.RWMutex.Lock'],
  [/^(?:internal\/)?sync\.(?:runtime_SemacquireMutex|\(\*Mutex\)\.[lL]ock(?:Slow)?)$/, 'sync.Mutex.Lock'],
  [/^(?:syscall\.Syscall6?|runtime\.notetsleepg|syscall\.RawSyscall6?|os\/signal\.signal_recv)$/, 'syscall'],
];

const mostFrames = 10;

/**
 * What the goroutines of a stack do, for dumps that do not say it (`debug=1` and the
 * binary form).
 *
 * @param names of its frames, leaf first
 * @returns Go's word for it, '' where the stack does not tell
 */
export function stateOfStack(names: Iterable<string>): string {
  let seen = 0;
  let state = '';
  for (const name of names) {
    if (seen++ === mostFrames) break;
    for (const [pattern, known] of byFunction) if (pattern.test(name)) return known;
    // What it is acquired for stands nearer to the root.
    if (/^(?:sync\.runtime_Semacquire|runtime\.semacquire1?)$/.test(name)) state = 'semacquire';
    if (!/^(?:runtime|sync|internal\/sync|internal\/poll)\./.test(name)) break;
  }
  return state;
}
