import {compileRegexp} from '../base/regexp.js';
import type {Matcher} from '../base/regexp.js';
import type {Config} from '../config/config.js';
import {filterByName, pruneFrom, showFrom} from '../profile/filter.js';
import {compileTagFilter, filterByTag, filterTags} from '../profile/tagfilter.js';
import {addLabelFrames} from '../profile/tagroot.js';
import type {Profile} from '../profile/profile.js';

/** A step's profile, and what pprof would say on the side. */
export interface Step {
  readonly profile: Profile;
  readonly warnings: readonly string[];
}

/** The fields that filters read. */
export type FilterKey =
  | 'focus' | 'ignore' | 'hide' | 'show' | 'showFrom' | 'pruneFrom' | 'tagFocus' | 'tagIgnore' | 'tagShow' | 'tagHide';

/** The frames of `tagroot` and `tagleaf`, one of which is there. */
export function withLabelFrames(profile: Profile, tagRoot: string, tagLeaf: string, unit: string): Step {
  const framed = addLabelFrames(profile, tagRoot, tagLeaf, unit);
  return {
    profile: framed.profile,
    warnings: [...unmatched('TagRoot', tagRoot, framed.rootMatched), ...unmatched('TagLeaf', tagLeaf, framed.leafMatched)],
  };
}

/** The filters in pprof's order; all patterns are compiled before the first is applied. (driver_focus.go applyFocus) */
export function filtered(profile: Profile, config: Pick<Config, FilterKey>, units: ReadonlyMap<string, string>): Step {
  const compiled = (pattern: string, option: string): Matcher | undefined => (pattern === '' ? undefined : compileRegexp(pattern, option));
  const focus = compiled(config.focus, 'focus');
  const ignore = compiled(config.ignore, 'ignore');
  const hide = compiled(config.hide, 'hide');
  const show = compiled(config.show, 'show');
  const from = compiled(config.showFrom, 'show_from');
  const tagFocus = compileTagFilter(config.tagFocus, 'tagfocus', units);
  const tagIgnore = compileTagFilter(config.tagIgnore, 'tagignore', units);
  const prune = compiled(config.pruneFrom, 'prune_from');
  const warnings = [...(tagFocus?.messages ?? []), ...(tagIgnore?.messages ?? [])];

  const byName = filterByName(profile, {focus, ignore, hide, show});
  warnings.push(
    ...unmatched('Focus', config.focus, byName.focusMatched),
    ...unmatched('Ignore', config.ignore, byName.ignoreMatched),
    ...unmatched('Hide', config.hide, byName.hideMatched),
    ...unmatched('Show', config.show, byName.showMatched),
  );
  const shown = showFrom(byName.profile, from);
  warnings.push(...unmatched('ShowFrom', config.showFrom, shown.matched));
  const byTag = filterByTag(shown.profile, tagFocus?.matches, tagIgnore?.matches);
  warnings.push(...unmatched('TagFocus', config.tagFocus, byTag.focusMatched), ...unmatched('TagIgnore', config.tagIgnore, byTag.ignoreMatched));

  const tagShow = compiled(config.tagShow, 'tagshow');
  const tagHide = compiled(config.tagHide, 'taghide');
  const tags = filterTags(byTag.profile, tagShow, tagHide);
  warnings.push(...unmatched('TagShow', config.tagShow, tags.showMatched), ...unmatched('TagHide', config.tagHide, tags.hideMatched));
  return {profile: pruneFrom(tags.profile, prune), warnings};
}

function unmatched(option: string, value: string, matched: boolean): string[] {
  return value === '' || matched ? [] : [`${option} expression matched no samples`];
}
