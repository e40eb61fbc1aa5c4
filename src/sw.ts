import {clientsClaim} from 'workbox-core';
import type {WorkboxPlugin} from 'workbox-core';
import {PrecacheController, PrecacheRoute} from 'workbox-precaching';
import {NavigationRoute, registerRoute} from 'workbox-routing';

// The service worker. It keeps this build, and what another app shares until the page
// takes it: it stores no answer that the build did not name with its hash, and never
// touches another origin.
// (A request to the local network that passes through a service worker loses the
// permission it has, so "never touches" is also what makes collecting work.)

declare const self: ServiceWorkerGlobalScope;
/** The build writes both: what to keep, and the rules of `_headers`. */
declare const __PRECACHE__: {url: string; revision: string | null; integrity: string}[];
declare const __HEADERS__: [path: string, headers: [name: string, value: string][]][];

/** Milliseconds after which what is kept does not wait any more for a page that has said nothing since. */
const longestWait = 30_000;

/** Kept when no page that opens a profile needs the processors. */
let calm = Promise.resolve();
let becomeCalm = (): void => {};

function holdUp(): void {
  becomeCalm();
  calm = new Promise((resolve) => (becomeCalm = resolve));
  setTimeout(becomeCalm, longestWait);
}

/** Gives each kept file the headers that a host without `_headers` leaves out. Files are kept one after another, so one that waits holds up all. */
const hardened: WorkboxPlugin = {
  async cacheWillUpdate({request, response}) {
    await calm;
    if (response.status !== 200) return null;
    const path = `/${new URL(request.url).pathname.slice(new URL(self.registration.scope).pathname.length)}`;
    const headers = new Headers(response.headers);
    for (const [rule, added] of __HEADERS__) {
      const fits = rule.endsWith('*') ? path.startsWith(rule.slice(0, -1)) : path === rule;
      if (fits) for (const [name, value] of added) headers.set(name, value);
    }
    return new Response(await response.blob(), {headers});
  },
};

// Workbox asks for each file with its hash, and one wrong byte anywhere ends the
// installation: the version before stays as it was.
const precache = new PrecacheController({plugins: [hardened]});
precache.addToCacheList(__PRECACHE__);

self.addEventListener('install', (event) => {
  void precache.install(event);
});

// A first visit is served from here at once, so that a view which is loaded later
// is there even if the host is not. An update comes only when the page asks.
clientsClaim();

self.addEventListener('message', (event) => {
  const {type} = (event.data ?? {}) as {type?: string};
  if (type === 'SKIP_WAITING') void self.skipWaiting();
  else if (type === 'HOLD_UP') holdUp();
  else if (type === 'GO_ON') becomeCalm();
});

registerRoute(new NavigationRoute(async (options) => {
  // A tab that still shows the version before needs that version's scripts, so they
  // go when a first tab is opened and not when the new version starts.
  const tabs = await self.clients.matchAll({type: 'window', includeUncontrolled: true});
  if (tabs.length === 0) void precache.activate(options.event);
  return precache.createHandlerBoundToURL('./')(options);
}));

// What is shared with the installed page comes as a form. It goes no further than this
// machine: the page takes the files out of the inbox (app/inbox.ts), and asks about an address.
registerRoute(
  ({sameOrigin, url}) => sameOrigin && url.href === new URL('share', self.registration.scope).href,
  async ({request}) => {
    const form = await request.formData();
    const files = form.getAll('files').filter((part): part is File => part instanceof File);
    const said = ['url', 'text', 'title'].map((name) => String(form.get(name) ?? ''));
    const dump = said[1] ?? '';
    if (files.length === 0 && dump.includes('\n')) files.push(new File([dump], 'shared.txt'));
    const inbox = await caches.open('icicle-inbox');
    for (const [n, file] of files.entries()) await inbox.put(new URL(`inbox/${n}/${encodeURIComponent(file.name)}`, self.registration.scope).href, new Response(file));
    const address = said.map((text) => /https?:\/\/\S+/.exec(text)?.[0]).find((found) => found !== undefined);
    const hash = files.length > 0 ? '#shared' : address === undefined ? '' : `#url=${encodeURIComponent(address)}`;
    return Response.redirect(self.registration.scope + hash, 303);
  },
  'POST',
);

registerRoute(new PrecacheRoute(precache, {ignoreURLParametersMatching: []}));

registerRoute(
  ({sameOrigin, url}) => sameOrigin && /\/(app|collect)\/[^/]+\.js$/.test(url.pathname),
  async ({request}) => await caches.match(request) ?? fetch(request),
);
