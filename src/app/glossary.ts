/** What a function of Go's runtime is, for a person who meets it in a profile. */
export interface Explanation {
  readonly what: string;
  /** Whether it is a fault to find it there. */
  readonly fault: string;
  readonly tryThis: string;
}

const runtime = (names: string, what: string, fault: string, tryThis: string) => ({names: names.split(' ').map((name) => (/^(syscall|bytes|slices|internal)\b/.test(name) ? name : `runtime.${name}`)), what, fault, tryThis});

/** By the names that share one explanation; a name that ends in `*` stands for all that begin so. */
const entries = [
  runtime('mallocgc mallocgcTiny mallocgcSmall* mallocgcLarge newobject makeslice makeslicecopy',
    'Makes room on the heap for a new value.',
    'Not by itself: it shows how often your code allocates.',
    'See who calls it, then reuse buffers, give slices their size when they are made, and keep values on the stack.'),
  runtime('gcBgMarkWorker gcBgMarkWorker.*',
    'The garbage collector at work in the background: it marks what is still in use.',
    'No. It takes up to a quarter of the processors while a collection runs.',
    'Allocate less, or let the heap grow further between collections with GOGC or GOMEMLIMIT.'),
  runtime('gcAssistAlloc gcAssistAlloc1 gcAssistAlloc.*',
    'A goroutine that allocates has to help the garbage collector before it gets its memory.',
    'Often: your code allocates faster than the background work can follow, and requests wait for it.',
    'Find the heaviest allocations with an allocs profile and take them out of the busy path.'),
  runtime('gcDrain gcDrainN gcDrainMarkWorker* markroot markroot.*',
    'The garbage collector follows pointers from object to object.',
    'No. Its cost grows with the number of live objects that hold pointers.',
    'Keep fewer and larger objects, or values without pointers.'),
  runtime('scanobject scanblock scanConservative scanObject* greyobject findObject',
    'The garbage collector reads one object and looks for pointers in it.',
    'No. Much of it means a large heap full of pointers.',
    'Store values in place of pointers, and indexes in place of links, where there are millions.'),
  runtime('memmove typedmemmove typedslicecopy internal/runtime/sys.memmove',
    'Copies bytes: slices that grow, strings that are joined, large values that are passed along.',
    'Rarely. As a large share it means that data is moved more than it is used.',
    'Give slices their capacity at the start, use strings.Builder, pass large structs by pointer.'),
  runtime('memclrNoHeapPointers memclrHasPointers memclrNoHeapPointersChunked',
    'Sets memory to zero before it is handed out.',
    'No. It comes with every large allocation.',
    'Reuse large buffers, with sync.Pool or a field, in place of making new ones.'),
  runtime('growslice bytes.growSlice slices.Grow*',
    'An append found no room left: a larger array is made and everything is copied into it.',
    'Often avoidable, where the final length is known or can be guessed.',
    'Make the slice with its capacity: make([]T, 0, n).'),
  runtime('mapassign* mapaccess* internal/runtime/maps.* aeshashbody memhash* strhash*',
    'Looks a key up in a map, or stores one.',
    'No. As a large share the map is asked more often than needed.',
    'Ask once and keep the answer, use short or integer keys, give the map its size when it is made.'),
  runtime('newstack copystack morestack morestack_noctxt adjustframe',
    'A goroutine’s stack was full: a larger one is made and the old one is copied.',
    'Seldom. It shows with many short goroutines or deep calls.',
    'Keep goroutines for more than one job, and large arrays off the stack.'),
  runtime('asyncPreempt asyncPreempt2 preemptPark gopreempt_m',
    'The scheduler stopped a goroutine that had run for long, to let others run.',
    'No. What you see is the function that was interrupted.',
    'Look at its caller; nothing here needs a change.'),
  runtime('netpoll netpollblock netpollBreak internal/poll.runtime_pollWait epollwait internal/runtime/syscall.EpollWait',
    'Waits for the network and for timers.',
    'No. A program with little to do is found here.',
    'In a CPU profile with much of it: fewer, larger reads and writes.'),
  runtime('futex futexsleep futexwakeup notesleep notewakeup lock2 unlock2 usleep',
    'Threads of the program wait for one another or wake one another, through the kernel.',
    'Sometimes: much of it points to contended locks or to goroutines that sleep and wake very often.',
    'Collect a mutex and a block profile, and hand work over in larger pieces.'),
  runtime('findRunnable findrunnable schedule park_m mcall stealWork runqgrab',
    'The scheduler looks for a goroutine to run.',
    'No. As a large share the program is idle, or its pieces of work are tiny.',
    'Put load on it; else give each goroutine more to do.'),
  runtime('selectgo selectnbrecv selectnbsend',
    'A select that waits for several channels.',
    'No. In a goroutine dump it is where a waiting goroutine stands.',
    'If such goroutines only grow in number, give them a context or a channel that ends them.'),
  runtime('chanrecv chanrecv1 chanrecv2 chansend chansend1 gopark goparkunlock',
    'Waits at a channel until another goroutine sends or receives.',
    'Not by itself. Goroutines that stand here for ever are a leak.',
    'See who should answer; close the channel when the work is over.'),
  runtime('syscall.Syscall syscall.Syscall6 syscall.RawSyscall syscall.RawSyscall6 internal/runtime/syscall.Syscall6 syscall.syscall syscall.rawSyscallNoError',
    'The kernel works for the program: files, network, memory.',
    'No. It can only be called less often.',
    'Buffer reads and writes (bufio), and keep files and connections open.'),
];

const exact = new Map<string, Explanation>();
const beginnings: {readonly start: string; readonly explanation: Explanation}[] = [];
for (const {names, ...explanation} of entries) {
  for (const name of names) {
    if (name.endsWith('*')) beginnings.push({start: name.slice(0, -1), explanation});
    else exact.set(name, explanation);
  }
}

/** What is known of the function of this name, undefined for nothing. */
export function explanationOf(name: string): Explanation | undefined {
  return exact.get(name) ?? beginnings.find(({start}) => name.startsWith(start))?.explanation;
}
