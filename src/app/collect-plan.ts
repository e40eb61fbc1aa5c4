import type {ServiceAddress} from './address.js';

/** What is asked of a service. */
export interface CollectPlan {
  /** As the service names it: `profile` is the CPU, `heap`, `goroutine`, or one of its own. */
  readonly profile: string;
  /** How long it measures; 0 for what is there now. A CPU profile always takes time. */
  readonly seconds: number;
  /** Go's text forms: 1 with counts, 2 with each goroutine and its state. 0 is the profile itself. */
  readonly debug: 0 | 1 | 2;
  /** Whether the service collects its garbage before it looks at the heap. */
  readonly gc: boolean;
}

/** The profiles that every Go service has, in the order of what is asked most. */
export const standardProfiles: readonly string[] = ['profile', 'heap', 'allocs', 'goroutine', 'block', 'mutex', 'threadcreate'];

/** Pages of `net/http/pprof` that are no profiles. A trace is one of time, which `go tool trace` reads. */
const otherPages = new Set(['cmdline', 'symbol', 'trace', 'index']);

/** Go's default, and the one of `go tool pprof`. */
export const cpuSeconds = 30;

/** The forms in which a profile can be asked for. Go refuses a text over a time. */
export function formsOf({profile, seconds}: Pick<CollectPlan, 'profile' | 'seconds'>): readonly CollectPlan['debug'][] {
  if (profile === 'profile' || seconds > 0) return [0];
  return profile === 'goroutine' ? [0, 2, 1] : [0, 1];
}

/** The address that answers `plan`. */
export function plannedAddress(service: Extract<ServiceAddress, {kind: 'service'}>, {profile, seconds, debug, gc}: CollectPlan): string {
  const url = new URL(service.folder);
  url.pathname += profile.split('/').map(encodeURIComponent).join('/');
  if (profile === 'profile') url.searchParams.set('seconds', String(seconds > 0 ? seconds : cpuSeconds));
  else if (seconds > 0) url.searchParams.set('seconds', String(seconds));
  else if (debug > 0) url.searchParams.set('debug', String(debug));
  if (profile === 'heap' && gc) url.searchParams.set('gc', '1');
  return url.href;
}

/** Names are listed up to this many; a page that has more is none of Go's. */
const mostNames = 64;

/**
 * The names of the profiles that the index page of a service links to, in its order.
 *
 * The page is foreign text: it is looked through for links and never becomes markup.
 * A link counts where it leads into `folder`, by a name that a profile may have.
 */
export function profilesListed(html: string, folder: string): readonly string[] {
  const names = new Set<string>();
  const {origin, pathname} = new URL(folder);
  for (const [, link = ''] of html.matchAll(/href\s*=\s*["']?([^"'\s<>]{1,300})/gi)) {
    const address = link.replaceAll('&amp;', '&');
    if (!URL.canParse(address, folder)) continue;
    const url = new URL(address, folder);
    if (url.origin !== origin || !url.pathname.startsWith(pathname)) continue;
    const name = nameIn(url.pathname.slice(pathname.length));
    if (name === '' || otherPages.has(name)) continue;
    names.add(name);
    if (names.size === mostNames) break;
  }
  return [...names];
}

function nameIn(path: string): string {
  try {
    const name = decodeURIComponent(path);
    return /^[\w.~/-]{1,80}$/.test(name) && !name.endsWith('/') ? name : '';
  } catch {
    return '';
  }
}
