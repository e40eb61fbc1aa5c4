import {Failure} from '../base/failure.js';
import {lastAnswer} from '../base/last-answer.js';
import {prepareRegexps} from '../base/regexp.js';
import type {Config} from '../config/config.js';
import type {GraphSource} from '../graph/graph.js';
import {buildNodes} from '../graph/node.js';
import type {LocationNodes, NodeTable} from '../graph/node.js';
import {numLabelUnits} from '../profile/num-label-units.js';
import type {Profile} from '../profile/profile.js';
import type {FilterKey, Step} from './filters.js';
import type {Report} from './report.js';
import {sampleIndexRow} from './sample-index.js';
import {computeTotal} from './total.js';

/**
 * Prepares one open profile for reports: pprof's steps in pprof's order, since the
 * order is the meaning. Each step keeps its last answer, so a change of the view or
 * of the sort order filters nothing anew. (driver.go generateRawReport)
 */
export class Preparer {
  readonly profile: Profile;
  readonly #units: ReturnType<typeof numLabelUnits>;
  /** What only a filter needs is loaded with the first one. */
  #filters: typeof import('./filters.js') | undefined;
  /** What a flame graph does not need is loaded with the first report that does. */
  #graph: typeof import('../graph/graph.js') | undefined;
  readonly #addFrames = lastAnswer((profile: Profile, {tagRoot, tagLeaf, unit}: Pick<Config, 'tagRoot' | 'tagLeaf' | 'unit'>) =>
    this.#filters!.withLabelFrames(profile, tagRoot, tagLeaf, unit));
  readonly #filter = lastAnswer((profile: Profile, filters: Pick<Config, FilterKey>) => this.#filters!.filtered(profile, filters, this.#units.units));
  readonly #total = lastAnswer((profile: Profile, {valueRow, mean}: {valueRow: number; mean: boolean}) => computeTotal(profile, valueRow, mean));
  readonly #nodes = lastAnswer(nodesOf);
  readonly #source = lastAnswer((nodes: ProfileNodes, options: {valueRow: number; mean: boolean; dropNegative: boolean}) => this.#graph!.graphSource(nodes.profile, nodes, options));

  constructor(profile: Profile) {
    this.profile = profile;
    this.#units = numLabelUnits(profile);
  }

  /**
   * Fails with `bad-regexp` and `bad-option`, in pprof's words.
   *
   * @param config with the options that the report insists on
   * @param withGraph whether the report asks for its `graphSource`
   */
  async prepare(config: Config, withGraph = true): Promise<Report> {
    const {tagRoot, tagLeaf, unit: shownUnit} = config;
    const filters = filtersOf(config);
    const isFiltered = Object.values(filters).some((value) => value !== '');
    if (isFiltered || tagRoot !== '' || tagLeaf !== '') this.#filters ??= await import('./filters.js');
    if (withGraph) this.#graph ??= await import('../graph/graph.js');
    await prepareRegexps(patternsOf(config));
    const framed = tagRoot === '' && tagLeaf === '' ? {profile: this.profile, warnings: []} : this.#addFrames(this.profile, {tagRoot, tagLeaf, unit: shownUnit});
    const filter = (): Step => (isFiltered ? this.#filter(framed.profile, filters) : {profile: framed.profile, warnings: []});

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

interface ProfileNodes {
  readonly profile: Profile;
  readonly nodes: NodeTable;
  readonly locations: LocationNodes;
}

function nodesOf(profile: Profile, options: Parameters<typeof buildNodes>[1]): ProfileNodes {
  return {profile, ...buildNodes(profile, options)};
}
