import {readComparisonId, type BaseKind} from '../bridge/comparison-id.js';
import type {ProfileId, ProfileInfo} from '../bridge/engine.js';
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
  /** What the profile is compared with. */
  readonly versus?: Versus;
  readonly config: Config;
  /** An address that the link wants opened. It is never asked without a question first. */
  readonly address: string;
  /** The first digits of the ids of a series' snapshots; undefined where none is looked at. */
  readonly series?: readonly string[];
}

/** The earlier profile of a comparison. */
export interface Versus {
  /** The first digits of its id. */
  readonly profile: string;
  readonly profileName: string;
  readonly kind: BaseKind;
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
  const versus = query.get('vs') ?? '';
  return {
    view: viewNames.includes(path) ? path : viewNames[0]!,
    profile,
    profileName: (query.get('of') ?? '').slice(0, 200),
    ...(isId(versus) ? {versus: {profile: versus, profileName: (query.get('vsof') ?? '').slice(0, 200), kind: query.get('vsby') === 'base' ? 'base' : 'diff_base'}} : {}),
    config: configFromUrl(query),
    address: '',
  };
}

/** The hash that means `state`, with its `#`; '' for the home page. */
export function writeHash({view, profile, profileName, versus, config, series = []}: PageState): string {
  if (series.length > 0) {
    const query = urlFromConfig(config);
    query.set('ids', series.map((id) => id.slice(0, fingerprintDigits)).join('.'));
    return `#/series?${query}`;
  }
  if (view === '' || profile === '') return '';
  const query = urlFromConfig(config);
  query.set('id', profile.slice(0, fingerprintDigits));
  if (profileName !== '') query.set('of', profileName.slice(0, 200));
  if (versus !== undefined) {
    query.set('vs', versus.profile.slice(0, fingerprintDigits));
    if (versus.profileName !== '') query.set('vsof', versus.profileName.slice(0, 200));
    if (versus.kind === 'base') query.set('vsby', versus.kind);
  }
  return `#/${view}?${query}`;
}

/** Whether `state` is about the profile, or the comparison, that `id` names. */
export function isAbout({profile, versus}: PageState, id: ProfileId): boolean {
  if (profile === '') return false;
  const compared = readComparisonId(id);
  if (compared === undefined || versus === undefined) return compared === undefined && versus === undefined && id.startsWith(profile);
  return compared.after.startsWith(profile) && compared.before.startsWith(versus.profile) && compared.kind === versus.kind;
}

/** `state` about an open profile or comparison. */
export function stateAbout({view, config, address}: PageState, {id, name, comparison}: ProfileInfo): PageState {
  if (comparison === undefined) return {view, config, address, profile: id, profileName: name};
  const {after, before, kind} = comparison;
  return {view, config, address, profile: after.id, profileName: after.name, versus: {profile: before.id, profileName: before.name, kind}};
}
