import {Failure} from '../base/failure.js';
import type {BaseKind} from '../bridge/comparison-id.js';
import type {KeptProfile, ProfileId} from '../bridge/engine.js';
import {defaultConfig} from '../config/config.js';
import type {ProfileSource} from '../fetch/source.js';
import {firstView} from '../views/views.js';
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

/** The samples of a profile that a label tells from the others. */
export interface LabelPart {
  readonly key: string;
  /** What a person calls it: a value of the label, or a range of its numbers. */
  readonly text: string;
  /** The tag filter that keeps them. */
  readonly filter: string;
}

/** Compares one part of the open profile with another. Each side is a profile of its own, so that links find it again. */
export async function compareParts(page: PageModel, before: LabelPart, after: LabelPart): Promise<void> {
  const {profile, engine} = page;
  if (profile === undefined) return;
  try {
    const [earlier, later] = [await partOf(page, before), await partOf(page, after)];
    const {info} = await engine.open(earlier, () => {});
    page.open({kind: 'compare', after: later, before: info.id, by: 'diff_base', byTime: false, name: later.name, state: unlooked(page)});
  } catch (reason) {
    page.say((reason as Error).message);
  }
}

/** Fails with `no-match` where no sample is in it. */
async function partOf({profile, engine, state}: PageModel, {key, text, filter}: LabelPart): Promise<ProfileSource & {readonly name: string}> {
  const {baseOf, exportFile} = await import('./export-file.js');
  const config = {...defaultConfig, tagFocus: filter};
  const {model: {shown}} = await engine.report(profile!.id, 'shown', {...config, sampleIndex: state.config.sampleIndex});
  if (shown === 0) throw new Failure('no-match', compareTexts.noPart(key, text));
  const {blob} = await exportFile('proto', {engine, profile: profile!, config, view: 'top'});
  return {kind: 'bytes', name: `${key}=${text} of ${baseOf(profile!.name)}`, bytes: new Uint8Array(await blob.arrayBuffer())};
}

/** What is asked, without what is looked at in this very picture. */
function unlooked({state, profile}: PageModel, normalize = false): PageState {
  return {...state, view: state.view || firstView(profile!), config: {...state.config, zoom: '', pivot: '', normalize}};
}
