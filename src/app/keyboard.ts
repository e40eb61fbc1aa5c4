import type {PageModel} from './page-model.js';
import type {WorkSpace} from './work-space.js';
import {filterActions} from '../views/parts/frame-actions.js';
import {viewsOf} from '../views/views.js';
import {keep, readKept} from './theme.js';

const lettersKey = 'icicle.letters';

/** Keys with a letter alone may be switched off, since software that listens to speech sends such letters by itself. */
export function lettersAreOn(): boolean {
  return readKept(lettersKey) !== 'off';
}

export function setLetters(on: boolean): void {
  keep(lettersKey, on ? '' : 'off');
}

/** Does what a key says; the views have taken theirs before. */
export function onKey(event: KeyboardEvent, page: PageModel, space: WorkSpace | null): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const target = event.composedPath()[0];
  const typing = target instanceof HTMLElement && (target.matches('input:not([type=checkbox]), textarea, select') || target.isContentEditable);
  if (page.dialog !== undefined) return;
  if (event.ctrlKey || event.metaKey) {
    const act = event.shiftKey ? undefined : withControl(event.key.toLowerCase(), page);
    if (act === undefined) return;
    event.preventDefault();
    act();
    return;
  }
  if (typing) return;
  if (event.key.length === 1 && !lettersAreOn()) return;
  const act = plain(event, page, space);
  if (act === undefined) return;
  event.preventDefault();
  act();
}

function withControl(key: string, page: PageModel): (() => void) | undefined {
  if (key === 'o') return () => page.pickFiles();
  if (key === 'k') return () => page.showDialog('palette');
  const {profile, state} = page;
  if (key === 's' && profile !== undefined && state.view !== '') return () => void page.download(profile.id, profile.name);
  return undefined;
}

function plain({key, shiftKey}: KeyboardEvent, page: PageModel, space: WorkSpace | null): (() => void) | undefined {
  if (key === '?') return () => page.showDialog('keys');
  if (space === null) return key === 'Escape' && page.opening !== undefined ? () => page.cancelOpening() : undefined;
  const {config} = page.state;
  const letter = key.toLowerCase();
  const view = /^[1-9]$/.test(key) ? viewsOf(page.profile)[Number(key) - 1] : undefined;
  if (view !== undefined) return () => page.showView(view.name);
  switch (letter) {
    case '/':
      return () => space.focusSearch();
    case 'u':
      return () => shiftKey ? page.redoFilters() : page.undoFilters();
    case 'n':
      return () => space.nextMatch(1);
    case 'p':
      return () => space.nextMatch(-1);
    case 'd':
      return () => page.showDialog('compare');
    case 't':
      return () => space.nextSampleType();
    case ']':
      return () => space.toggleSide();
    case 'escape':
      return () => space.stepBack();
  }
  if (config.selected === '') return undefined;
  if (letter === 'c') return () => void page.copy(config.selected);
  const facts = {name: config.selected, unit: '', shown: 0, through: 0, places: 0};
  return filterActions(facts, config, (change) => page.refine(change), () => {}, (view, change) => page.showView(view, change)).find(({code}) => code === letter)?.run;
}
