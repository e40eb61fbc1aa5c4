import type {PageModel} from './page-model.js';
import type {WorkSpace} from './work-space.js';
import {filterActions} from '../views/parts/frame-actions.js';
import {views} from '../views/views.js';
import {keep, readKept} from './theme.js';

/** What a key is and does, for the sheet of keys and for the page. */
interface Key {
  readonly keys: readonly string[];
  readonly label: string;
}

const lettersKey = 'icicle.letters';

/** Keys with a letter alone may be switched off, since software that listens to speech sends such letters by itself. */
export function lettersAreOn(): boolean {
  return readKept(lettersKey) !== 'off';
}

export function setLetters(on: boolean): void {
  keep(lettersKey, on ? '' : 'off');
}

/** Every key of the page, in the order of the sheet. */
export const keyGroups: readonly {readonly name: 'anywhere' | 'filters' | 'view' | 'table'; readonly keys: readonly Key[]}[] = [
  {
    name: 'anywhere',
    keys: [
      ...views.map(({title}, i) => ({keys: [String(i + 1)], label: title})),
      {keys: ['/'], label: 'Search'},
      {keys: ['n', 'p'], label: 'Next, previous match'},
      {keys: ['Esc'], label: 'Clear, back, close'},
      {keys: ['t'], label: 'Next sample type'},
      {keys: [']'], label: 'Details on and off'},
      {keys: ['Ctrl O'], label: 'Open files'},
      {keys: ['Ctrl V'], label: 'Open what was copied'},
      {keys: ['Ctrl S'], label: 'Download the profile'},
      {keys: ['?'], label: 'These keys'},
    ],
  },
  {
    name: 'filters',
    keys: [
      {keys: ['F'], label: 'Focus on the selected function'},
      {keys: ['I'], label: 'Ignore it'},
      {keys: ['H'], label: 'Hide it'},
      {keys: ['R'], label: 'Show from it'},
      {keys: ['C'], label: 'Copy its name'},
      {keys: ['U', '⇧ U'], label: 'Undo, redo a filter'},
    ],
  },
  {
    name: 'view',
    keys: [
      {keys: ['←', '→'], label: 'Boxes beside'},
      {keys: ['↑', '↓'], label: 'Caller, widest callee'},
      {keys: ['Home', 'End'], label: 'First, last beside'},
      {keys: ['↵'], label: 'Zoom'},
      {keys: ['⌫', '0'], label: 'Zoom out, all the way'},
      {keys: ['⇧ F10'], label: 'Menu of the box'},
    ],
  },
  {
    name: 'table',
    keys: [
      {keys: ['↑', '↓'], label: 'Rows'},
      {keys: ['Page Up', 'Page Down'], label: 'A page of rows'},
      {keys: ['Home', 'End'], label: 'First, last row'},
      {keys: ['↵'], label: 'Show in the flame graph'},
    ],
  },
];

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
  const {profile, state} = page;
  if (key === 's' && profile !== undefined && state.view !== '') return () => void page.download(profile.id, profile.name);
  return undefined;
}

function plain({key, shiftKey}: KeyboardEvent, page: PageModel, space: WorkSpace | null): (() => void) | undefined {
  if (key === '?') return () => page.showDialog('keys');
  if (space === null) return key === 'Escape' && page.opening !== undefined ? () => page.cancelOpening() : undefined;
  const {config} = page.state;
  const letter = key.toLowerCase();
  const view = /^[1-9]$/.test(key) ? views[Number(key) - 1] : undefined;
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
  return filterActions(facts, config, (change) => page.refine(change), () => {}).find(({code}) => code === letter)?.run;
}
