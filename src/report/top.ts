import {padStart} from '../base/format.js';
import {sumAt, sumOver} from '../base/sums.js';
import type {Sums} from '../base/sums.js';
import {noEdges} from '../graph/graph.js';
import type {Graph, GraphSource} from '../graph/graph.js';
import {inlinedAlways, inlinedNever, inlinedNodes, inlinedSometimes} from '../graph/inlined.js';
import {nodeNames} from '../graph/sort.js';
import {trimmedGraph} from '../graph/trim.js';
import {percentage} from '../measurement/label.js';
import {drivesOf} from './drives.js';
import type {FrameTable} from './flamegraph.js';
import {frameTable} from './frames.js';
import {reportLabels} from './legend.js';
import type {Report} from './report.js';
import {rolesOf} from './roles.js';
import type {Roles} from './roles.js';
import {limitsNothing, trimOptions} from './settings.js';
import {topSides} from './top-sides.js';
import type {TopSides} from './top-sides.js';
import {formatValue, graphFormat} from './values.js';
import type {ValueFormat} from './values.js';

/** The rows of Top in pprof's order, one row a node. Values are in the unit of the sample type, after `mean`, before `divide_by`. */
export interface TopReport {
  /** What percentages are of. */
  readonly total: number;
  readonly unit: string;
  readonly sampleType: string;
  /** The unit that pprof would print every value of this report in: `ms`. */
  readonly outputUnit: string;
  /** What a value is multiplied with before it is printed: 1 / divide_by. */
  readonly ratio: number;
  /** Row in `frames`. */
  readonly frame: Uint32Array;
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  /** The same in all 64 bits; undefined where the doubles have them. */
  readonly exact: {readonly flat: BigInt64Array; readonly cum: BigInt64Array} | undefined;
  /**
   * Self time plus all that it calls until the next function of the person's own
   * code (ux.md §2.2); -1 where the row is not their code.
   */
  readonly drives: Float64Array;
  /** 0 never inlined, 1 ` (inline)`, 2 ` (partial-inline)`. */
  readonly inlined: Uint8Array;
  /** Of a comparison: each number before and after, one cell a row. */
  readonly sides?: TopSides;
  readonly frames: FrameTable;
  /** The legend of pprof's text, its lines whole. */
  readonly legend: readonly string[];
}

export function topReport(report: Report): TopReport {
  const source = report.graphSource();
  const limits = trimOptions(report.config);
  const isWhole = limitsNothing(limits);
  const {graph, ...trimmed} = trimmedGraph(source, limits, isWhole ? noEdges.into : undefined);
  const {rows, shownFlat, shownCum} = graph;
  const format = graphFormat(report, graph);
  const legend = reportLabels(report, format, {...trimmed, total: sumOver(shownFlat, rows), nodes: rows.length, droppedEdges: 0});
  const roles = rolesOf(report.profile, report.config.yourCode);
  const driven = drives(report, source, roles);
  const sides = topSides(report, source, roles, Array.from(rows, (row) => graph.place[row]!));
  const {names} = nodeNames(graph.nodes);
  const wide = shownFlat.words !== undefined || shownCum.words !== undefined;
  return {
    total: Number(report.total),
    unit: report.unit,
    sampleType: report.sampleType,
    outputUnit: format.outputUnit,
    ratio: format.ratio,
    frame: new Uint32Array(rows.length).map((_, i) => i),
    flat: valuesAt(shownFlat.numbers, rows),
    cum: valuesAt(shownCum.numbers, rows),
    exact: wide ? {flat: exactAt(shownFlat, rows), cum: exactAt(shownCum, rows)} : undefined,
    drives: valuesAt(driven, rows),
    inlined: inlinedOf(rows, isWhole ? inlinedNodes(source) : inlinedByEdges(graph)),
    ...(sides === undefined ? {} : {sides}),
    frames: frameTable(report.profile, graph.nodes, rows, roles, (node) => names[node]!),
    legend,
  };
}

/** pprof's `-top`. */
export function topText(top: TopReport): string {
  const format: ValueFormat = top;
  const {frames: {names}, total, exact} = top;
  const lines = [...top.legend, '      flat  flat%   sum%        cum   cum%'];
  let sum = 0;
  let exactSum = 0n;
  for (let row = 0; row < top.flat.length; row++) {
    const flat = exact === undefined ? top.flat[row]! : exact.flat[row]!;
    const cum = exact === undefined ? top.cum[row]! : exact.cum[row]!;
    if (typeof flat === 'number') sum += flat;
    else exactSum = BigInt.asIntN(64, exactSum + flat);
    const values = [
      padStart(formatValue(format, flat), 10), percentage(flat, total), percentage(exact === undefined ? sum : exactSum, total),
      padStart(formatValue(format, cum), 10), percentage(cum, total),
    ];
    lines.push(`${values.join(' ')}  ${names[top.frame[row]!]!}${inlineSuffixes[top.inlined[row]!]!}`);
  }
  return lines.join('\n') + '\n';
}

const inlineSuffixes = ['', ' (inline)', ' (partial-inline)'];

function exactAt(sums: Sums, rows: Int32Array): BigInt64Array {
  const words = new BigInt64Array(rows.length);
  for (let i = 0; i < rows.length; i++) words[i] = sumAt(sums, rows[i]!);
  return words;
}

function valuesAt(column: Float64Array, rows: Int32Array): Float64Array {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column[rows[i]!]!;
  return values;
}

function inlinedOf(rows: Int32Array, byRow: Uint8Array): Uint8Array {
  const inlined = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) inlined[i] = byRow[rows[i]!]!;
  return inlined;
}

/** By row of the graph, from the edges that a cut left: whether all that call the node have it inlined, or some. */
function inlinedByEdges({length, edges}: Graph): Uint8Array {
  const inlineCalls = 1;
  const plainCalls = 2;
  const calls = new Uint8Array(length);
  for (let edge = 0; edge < edges.length; edge++) calls[edges.target[edge]!]! |= edges.inline[edge] === 1 ? inlineCalls : plainCalls;
  return calls.map((kinds) => (kinds === inlineCalls ? inlinedAlways : kinds === (inlineCalls | plainCalls) ? inlinedSometimes : inlinedNever));
}

/** By node; under `mean` for each event of the first column. */
function drives({profile, valueRow, config}: Report, {nodes, locations}: GraphSource, roles: Roles): Float64Array {
  const sums = drivesOf(profile, nodes, locations, roles, valueRow);
  if (!config.mean) return sums;
  const events = drivesOf(profile, nodes, locations, roles, 0);
  return sums.map((sum, node) => (events[node]! > 0 ? Math.trunc(sum / events[node]!) : sum));
}
