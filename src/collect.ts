/**
 * The program that asks other origins, the only one of this page that does: one
 * question, for the address that the person gave, with nothing of the person in it.
 * It imports nothing and sees of a profile no more than bytes that pass through.
 */
declare const self: DedicatedWorkerGlobalScope;

/** What the page asks for; the answer goes over `port` (fetch/port-stream.ts), or for a probe as `{alive}`. */
type Question =
  | {readonly kind: 'collect'; readonly url: string; readonly seconds: number; readonly mostBytes: number; readonly space: string; readonly port: MessagePort}
  | {readonly kind: 'probe'; readonly url: string; readonly port: MessagePort};

const stallMillis = 30_000;
/** Go answers when the profile is complete, so headers may take as long as it runs, and a little more. */
const patienceMillis = 60_000;
const mostText = 300;

self.onmessage = ({data}: MessageEvent<Question>) => {
  if (data.kind === 'collect') void collect(data, data.port);
  else void probe(data.url, data.port);
};

async function collect({url, seconds, mostBytes, space}: Extract<Question, {kind: 'collect'}>, port: MessagePort): Promise<void> {
  const stop = new AbortController();
  let failure = {kind: 'failure', code: 'unreachable', message: `${url} gave no answer that this page may read`, status: undefined as number | undefined};
  const fail = (code: string, message: string, status?: number): void => {
    failure = {kind: 'failure', code, message, status};
    stop.abort();
  };
  const stalled = (millis: number) => setTimeout(() => fail('stalled', `${url} sent nothing for ${Math.round(millis / 1000)} seconds`), millis);
  const wishes = wishesOf(port, () => fail('cancelled', `collecting from ${url} was cancelled`));
  let clock = stalled(seconds * 1000 + patienceMillis);
  try {
    // Chromium lets a secure page ask `http:` of its own network if the page says that it is meant.
    const meant = space === '' ? {} : {targetAddressSpace: space};
    const reply = await fetch(url, plain({redirect: 'manual', signal: stop.signal, ...meant}));
    clearTimeout(clock);
    // With `manual` nothing is followed, and the page can say that this was a redirect.
    if (reply.type === 'opaqueredirect') return fail('redirect', `${url} sends on to another address; open that one`);
    clock = stalled(stallMillis);
    if (reply.status !== 200) {
      return fail('status', `${url} answered ${reply.status} ${reply.statusText}`.trim() + (await textOf(reply)), reply.status);
    }
    const length = Number(reply.headers.get('content-length')) || 0;
    if (length > mostBytes) return fail('too-large', `${url} has ${Math.round(length / 2 ** 20)} MB and was not fetched`);
    port.postMessage({kind: 'head', length});
    const reader = reply.body!.getReader();
    for (let bytes = 0; ; ) {
      clearTimeout(clock);
      await wishes.next();
      if (stop.signal.aborted) return;
      clock = stalled(stallMillis);
      const {done, value} = await reader.read();
      if (done) {
        port.postMessage({kind: 'end'});
        port.close();
        return;
      }
      bytes += value.length;
      if (bytes > mostBytes) return fail('too-large', `${url} sent more than ${Math.round(mostBytes / 2 ** 20)} MB and was stopped`);
      port.postMessage({kind: 'bytes', bytes: value}, [value.buffer]);
    }
  } catch (reason) {
    if (!stop.signal.aborted) failure.message += ` (${(reason as Error).message})`;
  } finally {
    clearTimeout(clock);
    stop.abort();
    port.postMessage(failure);
  }
}

/** Asks whether anything answers at `url`. What it says cannot be read, which is all that is needed. */
async function probe(url: string, port: MessagePort): Promise<void> {
  const alive = await fetch(url, plain({mode: 'no-cors', signal: AbortSignal.timeout(5000)})).then(() => true, () => false);
  port.postMessage({alive});
  port.close();
}

/** A request with no cookie, no referrer, no cache and no header of ours, so that no server is asked for leave first. */
function plain(more: RequestInit): RequestInit {
  return {credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store', ...more};
}

/** What a server says of its failure in plain text, as Go's does; the first 300 characters of it. */
async function textOf(reply: Response): Promise<string> {
  if (!/^text\/plain\b/.test(reply.headers.get('content-type') ?? '') || reply.body === null) return '';
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (text.length < mostText) {
    const {done, value} = await reader.read();
    if (done) break;
    text += value;
  }
  return text.trim() === '' ? '' : `: ${text.trim().slice(0, mostText)}`;
}

/** The reader's wishes for one more chunk, one after the other. */
function wishesOf(port: MessagePort, onCancel: () => void): {next(): Promise<void>} {
  let wished = 0;
  let wake = (): void => {};
  port.onmessage = ({data}) => {
    if (data === 'cancel') onCancel();
    wished++;
    wake();
  };
  return {
    async next() {
      while (wished === 0) await new Promise<void>((resolve) => (wake = resolve));
      wished--;
    },
  };
}

export {};
