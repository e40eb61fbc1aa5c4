/**
 * Names in Go's runtime that allocate, and names that collect garbage, by how they
 * begin after `runtime.` (and after a receiver's parenthesis and star).
 * Source: the functions of runtime/malloc.go, mgc*.go, mbarrier.go, slice.go of Go 1.12 to 1.25.
 */
const allocates = [
  'mallocgc', 'malloc', 'newobject', 'newarray', 'reflect_unsafe_New', 'growslice', 'growsliceBuf', 'makeslice', 'makemap', 'makechan', 'memclr',
  'rawstring', 'rawbyteslice', 'rawruneslice', 'concatstring', 'concatbyte', 'slicebytetostring', 'stringtoslice', 'slicerunetostring', 'intstring',
  'convT', 'persistentalloc', 'nextFreeFast', 'profilealloc', 'mProf_Malloc', 'heapSetType', 'heapBitsSetType', 'largeAlloc', 'publicationBarrier',
  'mcache).nextFree', 'mcache).refill', 'mcache).allocLarge', 'mcentral).cacheSpan', 'mcentral).grow', 'mcentral).uncacheSpan', 'mheap).alloc', 'mheap).grow',
  'mheap).initSpan', 'mheap).allocNeedsZero', 'pageAlloc).alloc', 'pageAlloc).find', 'pageCache).alloc', 'linearAlloc).alloc', 'fixalloc).alloc',
  'mspan).nextFreeIndex', 'mspan).refillAllocCache', 'mspan).init', 'mspan).initHeapBits', 'mspan).writeHeapBits', 'mspan).heapBitsSmallForAddr',
];
const collects = [
  'gcBgMarkWorker', 'gcDrain', 'gcAssist', 'gcStart', 'gcMark', 'gcSweep', 'gcFlushBgCredit', 'gcParkAssist', 'gcWriteBarrier', 'gcResetMarkState',
  'gcPrepareMarkRoots', 'gcmark', 'freeSomeWbufs', 'deductAssistCredit', 'gcController', 'gcenable', 'gcWakeAllAssists', 'gcDumpObject', 'gcFinish', 'gcTestMoveStack', 'scanobject', 'scanObject', 'scanblock',
  'scanstack', 'scanframeworker', 'scanConservative', 'scanSpan', 'spanSetScans', 'tryDeferToSpanScan', 'greyobject', 'findObject', 'markroot', 'markBits',
  'bgsweep', 'bgscavenge', 'sweepone', 'finishsweep', 'deductSweepCredit', 'wbBufFlush', 'wbMove', 'wbZero', 'bulkBarrier', 'shade',
  'typeBitsBulkBarrier', 'drainMarkBuffer', 'getempty', 'putempty', 'putfull', 'trygetfull', 'stopTheWorldGC', 'freeStackSpans', 'runfinq', 'runFinalizers',
  'runCleanups', 'sweepLocked).sweep', 'mspan).sweep', 'mspan).ensureSwept', 'mspan).markBitsForIndex', 'mspan).typePointersOf', 'gcWork).', 'gcControllerState).',
  'gcCPULimiterState).', 'gcBits', 'activeSweep).', 'mheap).nextSpanForSweep', 'mheap).reclaim', 'mheap).freeSpan', 'mheap).scavenge', 'scavengerState).',
  'pageAlloc).scavenge', 'typePointers).', 'sweepClass).', 'lfstack).', 'stackScanState).', 'heapBits).', 'limiterEvent).', 'finalizer',
  'spanInlineMarkBits).', 'spanQueue).', 'objptr).', 'cheapMarkBits',
];

/** What a function of Go's runtime is for, by its name without `runtime.`. */
export function purposeInRuntime(name: string): 'allocation' | 'gc' | 'other' {
  const plain = name.startsWith('(*') ? name.slice(2) : name;
  if (collects.some((start) => plain.startsWith(start))) return 'gc';
  return allocates.some((start) => plain.startsWith(start)) ? 'allocation' : 'other';
}

/** The first parts of the import paths of Go's standard library. */
export const goStandardRoots: ReadonlySet<string> = new Set([
  'archive', 'arena', 'bufio', 'builtin', 'bytes', 'cmp', 'compress', 'container', 'context', 'crypto', 'database', 'debug', 'embed', 'encoding', 'errors',
  'expvar', 'flag', 'fmt', 'go', 'hash', 'html', 'image', 'index', 'internal', 'io', 'iter', 'log', 'maps', 'math', 'mime', 'net', 'os', 'path', 'plugin',
  'reflect', 'regexp', 'runtime', 'slices', 'sort', 'strconv', 'strings', 'structs', 'sync', 'syscall', 'testing', 'text', 'time', 'unicode', 'unique',
  'unsafe', 'weak', 'cmd',
]);
