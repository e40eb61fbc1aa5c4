import {Failure} from '../base/failure.js';
import {lastAnswer} from '../base/last-answer.js';
import {compileRegexp, prepareRegexps} from '../base/regexp.js';
import type {Matcher} from '../base/regexp.js';
import type {Config} from '../config/config.js';
import {graphSource} from '../graph/graph.js';
import type {GraphSource} from '../graph/graph.js';
import {buildNodes} from '../graph/node.js';
import type {LocationNodes, NodeTable} from '../graph/node.js';
import {filterByName, pruneFrom, showFrom} from '../profile/filter.js';
import {numLabelUnits} from '../profile/num-label-units.js';
import {compileTagFilter, filterByTag, filterTags} from '../profile/tagfilter.js';
import {addLabelFrames} from '../profile/tagroot.js';
import type {Profile} from '../profile/profile.js';
import type {Report} from './report.js';
import {sampleIndexRow} from './sample-index.js';
import {computeTotal} from './total.js';

/** A step's profile, and what pprof would say on the side. */
interface Step {
  readonly profile: Profile;
  readonly warnings: readonly string[];
}

/** The fields that filters read. */
type FilterKey =
  | 'focus' | 'ignore' | 'hide' | 'show' | 'showFrom' | 'pruneFrom' | 'tagFocus' | 'tagIgnore' | 'tagShow' | 'tagHide';

/**
 * Prepares one open profile for reports: pprof's steps in pprof's order, since the
 * order is the meaning. Each step keeps its last answer, so a change of the view or
 * of the sort order filters nothing anew. (driver.go generateRawReport)
 */
export class Preparer {
  readonly profile: Profile;
  readonly #units: ReturnType<typeof numLabelUnits>;
  readonly #addFrames = lastAnswer((profile: Profile, {tagRoot, tagLeaf, unit}: Pick<Config, 'tagRoot' | 'tagLeaf' | 'unit'>) =>
    withLabelFrames(profile, tagRoot, tagLeaf, unit));
  readonly #filter = lastAnswer((profile: Profile, filters: Pick<Config, FilterKey>) => filtered(profile, filters, this.#units.units));
  readonly #total = lastAnswer((profile: Profile, {valueRow, mean}: {valueRow: number; mean: boolean}) => computeTotal(profile, valueRow, mean));
  readonly #nodes = lastAnswer(nodesOf);
  readonly #source = lastAnswer(sourceOf);

  constructor(profile: Profile) {
    this.profile = profile;
    this.#units = numLabelUnits(profile);
  }

  /**
   * Fails with `bad-regexp` and `bad-option`, in pprof's words.
   *
   * @param config with the options that the report insists on
   */
  async prepare(config: Config): Promise<Report> {
    await prepareRegexps(patternsOf(config));
    const framed = this.#addFrames(this.profile, {tagRoot: config.tagRoot, tagLeaf: config.tagLeaf, unit: config.unit});
    const filter = (): Step => this.#filter(framed.profile, filtersOf(config));

    const early = config.relativePercentages ? filter() : undefined;
    const valueRow = sampleIndexRow(this.profile, config.sampleIndex);
    if (config.divideBy === 0) throw new Failure('bad-option', 'zero divisor specified');
    const total = this.#total((early ?? framed).profile, {valueRow, mean: config.mean});
    const {profile, warnings} = early ?? filter();

    const {type, unit} = profile.sampleTypes[valueRow]!;
    return {
      config, profile, valueRow, unit, total,
      sampleType: config.mean ? `mean_${type}` : type,
      numLabelUnits: this.#units.units,
      warnings: [...this.#units.warnings, ...framed.warnings, ...warnings],
      graphSource: (objectNames = false) => this.#graphSource(profile, config, valueRow, objectNames),
    };
  }

  #graphSource(profile: Profile, config: Config, valueRow: number, objectNames: boolean): GraphSource {
    const {noInlines, showColumns, trimPath, sourcePath, mean, dropNegative} = config;
    const granularity = config.granularity || 'functions';
    const nodes = this.#nodes(profile, {granularity, noInlines, showColumns, trimPath, sourcePath, objectNames});
    return this.#source(nodes, {valueRow, mean, dropNegative});
  }
}

function filtersOf(config: Config): Pick<Config, FilterKey> {
  const {focus, ignore, hide, show, showFrom, pruneFrom, tagFocus, tagIgnore, tagShow, tagHide} = config;
  return {focus, ignore, hide, show, showFrom, pruneFrom, tagFocus, tagIgnore, tagShow, tagHide};
}

function patternsOf(config: Config): string[] {
  const {focus, ignore, hide, show, showFrom, pruneFrom, tagFocus, tagIgnore, tagShow, tagHide} = config;
  const tags = [tagFocus, tagIgnore].flatMap((text) => text.slice(text.indexOf('=') + 1).split(','));
  return [focus, ignore, hide, show, showFrom, pruneFrom, tagShow, tagHide, ...tags];
}

function withLabelFrames(profile: Profile, tagRoot: string, tagLeaf: string, unit: string): Step {
  if (tagRoot === '' && tagLeaf === '') return {profile, warnings: []};
  const framed = addLabelFrames(profile, tagRoot, tagLeaf, unit);
  return {
    profile: framed.profile,
    warnings: [...unmatched('TagRoot', tagRoot, framed.rootMatched), ...unmatched('TagLeaf', tagLeaf, framed.leafMatched)],
  };
}

/** The filters in pprof's order; all patterns are compiled before the first is applied. (driver_focus.go applyFocus) */
function filtered(profile: Profile, config: Pick<Config, FilterKey>, units: ReadonlyMap<string, string>): Step {
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

interface ProfileNodes {
  readonly profile: Profile;
  readonly nodes: NodeTable;
  readonly locations: LocationNodes;
}

function nodesOf(profile: Profile, options: Parameters<typeof buildNodes>[1]): ProfileNodes {
  return {profile, ...buildNodes(profile, options)};
}

function sourceOf(nodes: ProfileNodes, options: Parameters<typeof graphSource>[2]): GraphSource {
  return graphSource(nodes.profile, nodes, options);
}
