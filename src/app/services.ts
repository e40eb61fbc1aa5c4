import {keep, readKept} from './theme.js';

const key = 'icicle.services';
const most = 5;

export const standardService = 'http://localhost:6060';

/** The services that were asked last, the last one first. */
export function readServices(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(readKept(key) || '[]');
    return Array.isArray(kept) ? kept.filter((entry): entry is string => typeof entry === 'string').slice(0, most) : [];
  } catch {
    return [];
  }
}

/** Puts `address` in front of those that were asked. */
export function rememberService(address: string): void {
  keep(key, JSON.stringify([address, ...readServices().filter((known) => known !== address)].slice(0, most)));
}
