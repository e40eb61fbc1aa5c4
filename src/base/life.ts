/**
 * Lets the other side know when this thread ends, whatever ends it.
 *
 * A thread that runs out of memory says nothing, and one that is busy answers no
 * ping. But the browser takes its locks away at its end, so it holds one, and who
 * waits for the lock hears of the end at once.
 */
export function holdLife(endpoint: {postMessage(message: unknown): void}): void {
  if (!('locks' in navigator)) return;
  const lock = `icicle-life-${crypto.randomUUID()}`;
  void navigator.locks.request(lock, () => {
    endpoint.postMessage({lock});
    return new Promise(() => {});
  });
}

/**
 * Calls `ended` once, when the thread of `worker` has ended or could not begin.
 *
 * Where there are no locks (pages that came over plain http) it hears only of errors.
 */
export function watchLife(worker: Worker, ended: (why: string) => void): void {
  let told = false;
  const tell = (why: string): void => {
    if (!told) ended(why);
    told = true;
  };
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    tell(event.message || 'its program could not be loaded');
  });
  worker.addEventListener('message', ({data}: MessageEvent<{lock?: unknown} | undefined>) => {
    if (typeof data?.lock !== 'string') return;
    whenEnded(data.lock, () => tell('the browser ended it, as it does when memory runs out'));
  });
}

/** Calls `ended` when the thread has ended that holds this lock. */
export function whenEnded(lock: string, ended: () => void): void {
  void navigator.locks.request(lock, ended);
}
