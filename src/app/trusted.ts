import type {FromInflater} from '../fetch/inflater.js';

/** The other programs. The build writes where they are; nothing else can be started. */
const programs = {
  worker: new URL('../worker.js', import.meta.url),
  inflate: new URL('../inflate.js', import.meta.url),
  paint: new URL('../paint.js', import.meta.url),
  collect: new URL('../collect.js', import.meta.url),
  serviceWorker: new URL('sw.js', document.baseURI),
};

export type Program = keyof typeof programs;

/**
 * Starts the program that reads profiles, without a way to the network.
 *
 * A worker that comes from an address takes its rules from that answer's headers,
 * and many hosts send none. One that comes from a `blob:` inherits the page's
 * (`connect-src 'self'`), so the blob is one line that imports the real script.
 */
export function startWorker(): Worker {
  return startInside('worker');
}

/** Starts the program that inflates `file` for the one that reads it, which asks for the bytes at this port. */
export function startInflater(file: File): MessagePort {
  const {port1, port2} = new MessageChannel();
  const worker = startInside('inflate');
  // It says that it is there; until then the port is here, to say that it will not be.
  worker.onmessage = () => worker.postMessage({file, port: port1}, [port1]);
  worker.onerror = (event) => {
    event.preventDefault();
    port1.postMessage({kind: 'broken'} satisfies FromInflater);
  };
  return port2;
}

/** Starts the program that draws flame graphs. */
export function startPainter(): Worker {
  return startInside('paint');
}

function startInside(program: 'worker' | 'inflate' | 'paint'): Worker {
  const line = `import ${JSON.stringify(programs[program].href)};`;
  const address = URL.createObjectURL(new Blob([line], {type: 'text/javascript'}));
  return new Worker(trusted(address), {type: 'module', name: `icicle-${program}`});
}

/** Starts the program that fetches what a person asks for. It has its own rules, and never holds a profile. */
export function startCollector(): Worker {
  return new Worker(trustedScriptUrl('collect'), {type: 'module', name: 'icicle-collect'});
}

/** The address of a program in the form that a page under Trusted Types may start. */
export function trustedScriptUrl(program: Program): string {
  return trusted(programs[program].href);
}

const policy = (globalThis as {trustedTypes?: TrustedTypes}).trustedTypes?.createPolicy('app', {
  createScriptURL(address) {
    const known = Object.values(programs).some(({href}) => href === address);
    // A page can only make blobs of its own origin, and this policy is not given to others.
    if (known || address.startsWith(`blob:${location.origin}/`)) return address;
    throw new TypeError(`no program of this page is at ${address}`);
  },
});

/** The platform's types want a string where browsers want a TrustedScriptURL. */
function trusted(address: string): string {
  return policy === undefined ? address : policy.createScriptURL(address) as string;
}

// lib.dom does not know Trusted Types yet.
interface TrustedTypes {
  createPolicy(name: string, rules: {createScriptURL(address: string): string}): {createScriptURL(address: string): unknown};
}
