import type {MenuItem} from '../views/parts/menu-button.js';
import type {FilterKey} from './filter-history.js';
import {filterName} from './filters.js';

/** What each filter does, in few words. */
export const filterHelp: ReadonlyMap<string, string> = new Map([
  ['focus', 'Only stacks through it'],
  ['ignore', 'Drop stacks through it'],
  ['hide', 'Remove frames, keep their cost'],
  ['show', 'Only frames that match'],
  ['showFrom', 'Make it the root'],
  ['pruneFrom', 'Drop what it calls'],
  ['tagFocus', 'Only samples with this label'],
  ['tagIgnore', 'No samples with this label'],
  ['tagShow', 'Only these label keys'],
  ['tagHide', 'None of these label keys'],
  ['tagRoot', 'Labels as frames at the root'],
  ['tagLeaf', 'Labels as frames at the leaf'],
  ['granularity', 'Functions, files, lines or addresses'],
  ['noInlines', 'Count inlined functions for their caller'],
  ['relativePercentages', 'Percentages of what is left'],
]);

const offered: readonly FilterKey[] = ['focus', 'ignore', 'hide', 'show', 'showFrom', 'pruneFrom', 'tagFocus', 'tagIgnore', 'tagShow', 'tagHide', 'tagRoot', 'tagLeaf'];

/** The filters that can be added, as the lines of a menu. */
export function filterOffers(add: (key: FilterKey) => void): MenuItem[] {
  return offered.map((key) => ({label: filterName(key), hint: filterHelp.get(key) ?? '', run: () => add(key)}));
}
