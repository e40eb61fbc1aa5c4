import type {PageModel} from './page-model.js';

/** Quicker than this, nothing is said of a profile that opens. */
export const patienceMillis = 300;

let waitsFor = -1;

/** Loads what says how opening goes, once it has something to say: most profiles are open before that. */
export function loadOpeningStates(page: PageModel): void {
  const {since = waitsFor} = page.opening ?? {};
  if (page.problem !== undefined || page.missing !== undefined) void import('./opening-states.js');
  if (since === waitsFor) return;
  waitsFor = since;
  setTimeout(() => {
    if (page.opening?.since === since) void import('./opening-states.js');
  }, patienceMillis);
}
