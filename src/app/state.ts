import {defaultConfig, type Config} from '../config/config.js';
import {configFromUrl, urlFromConfig} from '../config/url.js';

/** What the address bar holds: all of the page but what a view only shows. */
export interface PageState {
  /** The name of a view, '' for the home page and for a series. */
  readonly view: string;
  /** The first digits of the id of the profile, '' for none. */
  readonly profile: string;
  /** What the profile is called, so that a link can ask for it where it is not kept. */
  readonly profileName: string;
  readonly config: Config;
  /** An address that the link wants opened. It is never asked without a question first. */
  readonly address: string;
  /** The first digits of the ids of a series' snapshots; undefined where none is looked at. */
  readonly series?: readonly string[];
}

export const homeState: PageState = {view: '', profile: '', profileName: '', config: defaultConfig, address: ''};

/** Digits of the id that stand in a link: 64 bits. */
const fingerprintDigits = 16;

/** More than any page of ours writes; a longer hash is somebody's mistake or trick. */
const mostCharacters = 8192;

/**
 * The state that a hash such as `#/top?f=main&id=0123456789abcdef` means; the home
 * page for one that means nothing. Never throws.
 */
export function readHash(hash: string, viewNames: readonly string[]): PageState {
  if (hash.length > mostCharacters) return homeState;
  const text = hash.replace(/^#/, '');
  const [path = '', ...rest] = text.startsWith('/') ? text.slice(1).split('?') : ['', text];
  const query = new URLSearchParams(rest.join('?'));
  const isId = (id: string): boolean => /^[0-9a-f]{8,64}$/.test(id);
  const series = path === 'series' ? (query.get('ids') ?? '').split('.').filter(isId) : [];
  if (series.length > 0) return {...homeState, config: configFromUrl(query), series};
  const profile = isId(query.get('id') ?? '') ? query.get('id')! : '';
  if (profile === '') return {...homeState, address: query.get('url') ?? ''};
  return {
    view: viewNames.includes(path) ? path : viewNames[0]!,
    profile,
    profileName: (query.get('of') ?? '').slice(0, 200),
    config: configFromUrl(query),
    address: '',
  };
}

/** The hash that means `state`, with its `#`; '' for the home page. */
export function writeHash({view, profile, profileName, config, series = []}: PageState): string {
  if (series.length > 0) {
    const query = urlFromConfig(config);
    query.set('ids', series.map((id) => id.slice(0, fingerprintDigits)).join('.'));
    return `#/series?${query}`;
  }
  if (view === '' || profile === '') return '';
  const query = urlFromConfig(config);
  query.set('id', profile.slice(0, fingerprintDigits));
  if (profileName !== '') query.set('of', profileName.slice(0, 200));
  return `#/${view}?${query}`;
}
