import {Failure} from '../base/failure.js';

/** An address of a profile, as it is asked for. */
export interface ProfileAddress {
  readonly url: string;
  /** What its profile is called in the library. */
  readonly name: string;
  /** How long the service measures before it answers; 0 where it answers at once or does not say. */
  readonly seconds: number;
  /** Where it leads: to this computer, into the own network, or anywhere. */
  readonly space: 'loopback' | 'local' | 'public';
}

/** Schemes that are refused by name; whatever else stands before `://` is refused too. */
const refused = new Set([
  'about', 'blob', 'chrome', 'chrome-extension', 'data', 'file', 'filesystem', 'ftp', 'https+insecure', 'javascript', 'mailto', 'view-source', 'ws', 'wss',
]);

/**
 * What a person means by `text`, by pprof's rules where it has some.
 *
 * A missing scheme is `http:` (or `https:` where a secure page could not ask it
 * otherwise), a missing path is Go's CPU profile, and a whole command such as
 * `go tool pprof http://localhost:6060/debug/pprof/heap` gives its address.
 *
 *   localhost:6060                    http://localhost:6060/debug/pprof/profile
 *   :6060/debug/pprof/heap            http://localhost:6060/debug/pprof/heap
 *   box/debug/pprof/heap?seconds=5    http://box/debug/pprof/heap?seconds=5
 *
 * Fails with `bad-address`.
 *
 * @param secure whether the page itself came over https
 * @param seconds put into the query where it is more than 0, as pprof's -seconds
 */
export function readAddress(text: string, secure: boolean, seconds = 0): ProfileAddress {
  const said = withoutCommand(text.trim());
  if (said === '') throw new Failure('bad-address', 'there is no address; it looks like localhost:6060/debug/pprof/heap');
  const url = parsed(withScheme(said, secure), said);
  if (url.username !== '' || url.password !== '') {
    throw new Failure('bad-address', 'an address with a name and password in it is not opened, because it would be stored and shown; ask the service without them');
  }
  if (/^\/?$/.test(url.pathname) || /\/debug\/pprof\/?$/.test(url.pathname)) {
    url.pathname = url.pathname.length > 1 ? url.pathname.replace(/\/?$/, '/profile') : '/debug/pprof/profile';
  }
  url.hash = '';
  if (seconds > 0) url.searchParams.set('seconds', String(seconds));
  const asked = Number(url.searchParams.get('seconds') ?? '');
  const isProfile = /\/debug\/pprof\/profile$/.test(url.pathname);
  return {
    url: url.href,
    name: nameOf(url),
    // The server's own default for a CPU profile is 30 seconds.
    seconds: Number.isFinite(asked) && asked > 0 ? asked : isProfile ? 30 : 0,
    space: spaceOf(url.hostname),
  };
}

/** What a person means by the address of a service, or of one of its profiles. */
export type ServiceAddress =
  /** Where the service has its profiles, with a slash at the end, and the one that the address names. */
  | {readonly kind: 'service'; readonly folder: string; readonly profile: string; readonly seconds: number}
  /** An address that is no page of `net/http/pprof`, to be asked as it stands. */
  | {readonly kind: 'whole'; readonly url: string};

/**
 * The service that `text` means.
 *
 *   localhost:6060                          http://localhost:6060/debug/pprof/, profile
 *   http://box/app/debug/pprof/heap?gc=1    http://box/app/debug/pprof/, heap
 *   http://box/app/                         http://box/app/debug/pprof/, profile
 *   https://box/cpu.pb.gz                   as it stands
 *
 * Fails with `bad-address`.
 */
export function readService(text: string, secure: boolean): ServiceAddress {
  const {url, seconds} = readAddress(text, secure);
  const {origin, pathname, search} = new URL(url);
  const [, before = '', profile = ''] = /^(.*\/debug\/pprof)\/([^/]+)$/.exec(pathname) ?? [];
  if (before !== '') return {kind: 'service', folder: `${origin}${before}/`, profile: decoded(profile), seconds: search.includes('seconds=') ? seconds : 0};
  if (pathname.endsWith('/') && search === '') return {kind: 'service', folder: `${origin}${pathname}debug/pprof/`, profile: 'profile', seconds: 0};
  return {kind: 'whole', url};
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function withoutCommand(text: string): string {
  const unquoted = text.replace(/^(["'`<])(.*)(["'`>])$/s, '$2');
  if (!/\s/.test(unquoted)) return unquoted;
  const words = unquoted.split(/\s+/).map((word) => word.replace(/^["']|["']$/g, ''));
  const address = words.find((word) => /^https?:\/\//i.test(word)) ?? words.find((word) => /^[\w.-]+:\d+(\/|$)/.test(word));
  if (address === undefined) throw new Failure('bad-address', `there is no address in "${shortened(unquoted)}"; it looks like localhost:6060/debug/pprof/heap`);
  return address;
}

function withScheme(said: string, secure: boolean): string {
  const [, scheme] = /^([a-z][a-z0-9+.-]*):/i.exec(said) ?? [];
  if (scheme !== undefined) {
    const word = scheme.toLowerCase();
    if (word === 'http' || word === 'https') return said;
    // `localhost:6060` reads as a scheme too; a port follows it.
    if (refused.has(word) || !/^[^:]*:\d{1,5}(?:[/?#]|$)/.test(said)) {
      throw new Failure('bad-address', `an address with ${word}: is not opened here; only http: and https: are`);
    }
  }
  if (/^\/\//.test(said)) return `http:${said}`;
  if (/^:\d/.test(said)) return `http://localhost${said}`;
  if (said.startsWith('/')) throw new Failure('bad-address', `${shortened(said)} has no host; it looks like localhost:6060/debug/pprof/heap`);
  const plain = `http://${said}`;
  return secure && URL.canParse(plain) && spaceOf(new URL(plain).hostname) === 'public' ? `https://${said}` : plain;
}

function parsed(address: string, said: string): URL {
  if (!URL.canParse(address)) throw new Failure('bad-address', `${shortened(said)} is not an address; it looks like localhost:6060/debug/pprof/heap`);
  return new URL(address);
}

function nameOf(url: URL): string {
  const last = url.pathname.split('/').filter((part) => part !== '').at(-1) ?? '';
  if (/\.\w+$/.test(last)) return last;
  return `${last} of ${url.host}`;
}

/** Where a host leads to. */
export function spaceOf(hostname: string): ProfileAddress['space'] {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  if (host === 'localhost' || host.endsWith('.localhost') || /^127\./.test(host) || host === '[::1]') return 'loopback';
  if (/^(10|192\.168|169\.254)\./.test(host) || /^172\.(1[6-9]|2\d|3[01])\./.test(host)) return 'local';
  if (/^\[f[cde]/.test(host) || /\.(local|lan|internal|home\.arpa)$/.test(host)) return 'local';
  return host.includes('.') || host.startsWith('[') ? 'public' : 'local';
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
