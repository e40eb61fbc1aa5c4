import type {BaseKind} from '../bridge/comparison-id.js';
import type {KeptProfile, ProfileId} from '../bridge/engine.js';
import {defaultConfig} from '../config/config.js';
import type {ProfileSource} from '../fetch/source.js';
import {firstView} from '../views/views.js';
import {valueFilter} from '../views/parts/tag-filters.js';
import {compareTexts} from './compare-texts.js';
import type {PageModel} from './page-model.js';
import type {PageState} from './state.js';

/** Compares the open profile with one that was opened before, or with a file. Which is the later one is what they say, else the open one, or the file. */
export function compareWith(page: PageModel, other: ProfileId | ProfileSource, name: string): void {
  const {profile} = page;
  if (profile === undefined) return;
  const open = profile.comparison?.after.id ?? profile.id;
  // What has just been dropped is newer than what it is dropped on.
  const [after, before] = typeof other === 'string' ? [open, other] : [other, open];
  page.open({kind: 'compare', after, before, by: 'diff_base', byTime: true, name, state: unlooked(page)});
}

/** Compares two kept profiles; which is the later one is what they say, else the first. */
export function compareKept(page: PageModel, later: Pick<KeptProfile, 'id' | 'name'>, earlier: Pick<KeptProfile, 'id'>): void {
  page.open({kind: 'compare', after: later.id, before: earlier.id, by: 'diff_base', byTime: true, name: later.name});
}

/** Adds a file up with the open profile. */
export async function mergeWith(page: PageModel, source: ProfileSource & {readonly kind: 'file'}): Promise<void> {
  const {profile} = page;
  if (profile === undefined) return;
  try {
    const {info} = await page.engine.open(source, () => {});
    page.merge([profile.comparison?.after.id ?? profile.id, info.id], compareTexts.mergedName(profile.comparison?.after.name ?? profile.name, info.name));
  } catch (reason) {
    page.say((reason as Error).message);
  }
}

/** The open comparison the other way round, or by pprof's other rule. */
export function compareAgain(page: PageModel, change: {readonly swap?: boolean; readonly by?: BaseKind}): void {
  const comparison = page.profile?.comparison;
  if (comparison === undefined) return;
  const {after, before, kind} = comparison;
  const [later, earlier] = change.swap === true ? [before, after] : [after, before];
  page.open({kind: 'compare', after: later.id, before: earlier.id, by: change.by ?? kind, byTime: false, name: later.name, state: unlooked(page, page.state.config.normalize)});
}

/** One side of the open comparison, by itself. */
export function openSide(page: PageModel, side: 'after' | 'before'): void {
  const its = page.profile?.comparison?.[side];
  if (its !== undefined) page.open({kind: 'source', source: {kind: 'kept', id: its.id}, name: its.name, state: unlooked(page)});
}

/** Compares the samples of the open profile that have one value of a label with those that have another. Each side is a profile of its own, so that links find it again. */
export async function compareValues(page: PageModel, key: string, before: string, after: string): Promise<void> {
  const {profile, engine} = page;
  if (profile === undefined) return;
  try {
    const [earlier, later] = [await withValue(page, key, before), await withValue(page, key, after)];
    const {info} = await engine.open(earlier, () => {});
    page.open({kind: 'compare', after: later, before: info.id, by: 'diff_base', byTime: false, name: later.name, state: unlooked(page)});
  } catch (reason) {
    page.say((reason as Error).message);
  }
}

async function withValue({profile, engine}: PageModel, key: string, value: string): Promise<ProfileSource & {readonly name: string}> {
  const {baseOf, exportFile} = await import('./export-file.js');
  const {blob} = await exportFile('proto', {engine, profile: profile!, config: {...defaultConfig, tagFocus: valueFilter(key, value)}, view: 'top'});
  return {kind: 'bytes', name: `${baseOf(profile!.name)} ${key}=${value}`, bytes: new Uint8Array(await blob.arrayBuffer())};
}

/** What is asked, without what is looked at in this very picture. */
function unlooked({state, profile}: PageModel, normalize = false): PageState {
  return {...state, view: state.view || firstView(profile!), config: {...state.config, zoom: '', pivot: '', normalize}};
}
