import {buildGraph, graphSource, noEdges} from '../graph/graph.js';
import type {Graph, GraphSource} from '../graph/graph.js';
import type {Profile} from '../profile/profile.js';
import {comparedSamples} from './comparison.js';
import type {Comparison, Sides} from './comparison.js';
import {drivesOf} from './drives.js';
import type {Report} from './report.js';
import type {Roles} from './roles.js';
import {sideOf} from './side-of.js';

/** What each side of a comparison says of the rows of Top. */
export interface TopSides {
  readonly flat: Sides;
  readonly cum: Sides;
  /** -1 where the row is not the person's own code. */
  readonly drives: Sides;
  readonly of: Comparison;
}

/**
 * Weighs the nodes of `source` by each side alone; undefined where the report is no
 * comparison, or is one of means, which no two sides have in common.
 *
 * @param places rows of the nodes, in the order of the answer
 */
export function topSides(report: Report, source: GraphSource, roles: Roles, places: ArrayLike<number>): TopSides | undefined {
  const compared = report.config.mean ? undefined : comparedSamples(report);
  if (compared === undefined) return undefined;
  const {before, after, noise, isBase} = compared;
  const [first, second] = (['before', 'after'] as const).map((side) => weighed(sideOf(report.profile, isBase, side), report, source, roles, places)) as [Weighed, Weighed];
  const pair = (column: keyof Weighed): Sides => ({before: first[column], after: second[column]});
  return {flat: pair('flat'), cum: pair('cum'), drives: pair('drives'), of: {before, after, noise}};
}

/** What each side of a comparison says of nodes and all that they call. */
export interface CumSides extends Sides {
  readonly of: Comparison;
}

/** By source, so that one function after the other is told of without weighing the sides anew. */
const knownCum = new WeakMap<GraphSource, CumSides | undefined>();

/** As `topSides`, of `cum` alone. */
export function cumSides(report: Report, source: GraphSource, places: ArrayLike<number>): CumSides | undefined {
  if (!knownCum.has(source)) knownCum.set(source, weighCum(report, source));
  const sides = knownCum.get(source);
  const at = (column: Float64Array) => Float64Array.from(places, (place) => column[place]!);
  return sides && {before: at(sides.before), after: at(sides.after), of: sides.of};
}

/** By node. */
function weighCum(report: Report, source: GraphSource): CumSides | undefined {
  const compared = report.config.mean ? undefined : comparedSamples(report);
  if (compared === undefined) return undefined;
  const {before, after, noise, isBase} = compared;
  const of = (side: 'before' | 'after'): Float64Array => graphOf(sideOf(report.profile, isBase, side), report, source).cum.numbers;
  return {before: of('before'), after: of('after'), of: {before, after, noise}};
}

interface Weighed {
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  readonly drives: Float64Array;
}

function weighed(side: Profile, report: Report, source: GraphSource, roles: Roles, places: ArrayLike<number>): Weighed {
  const {flat, cum} = graphOf(side, report, source);
  const drives = drivesOf(side, source.nodes, source.locations, roles, report.valueRow);
  const at = (column: Float64Array) => Float64Array.from(places, (place) => column[place]!);
  return {flat: at(flat.numbers), cum: at(cum.numbers), drives: at(drives)};
}

function graphOf(side: Profile, {valueRow}: Report, {nodes, locations}: GraphSource): Graph {
  return buildGraph(graphSource(side, {nodes, locations}, {valueRow, mean: false, dropNegative: false}), noEdges);
}
