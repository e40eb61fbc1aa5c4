import {Failure} from '../base/failure.js';
import {padStart} from '../base/format.js';
import type {Matcher} from '../base/regexp.js';
import {exactSums, sumAt, sumOver, wideSums} from '../base/sums.js';
import type {Sums} from '../base/sums.js';
import {buildGraph, noEdges} from '../graph/graph.js';
import type {Graph} from '../graph/graph.js';
import {percentage} from '../measurement/label.js';
import {compareText} from '../profile/strings.js';
import type {Report} from './report.js';
import {formatValue, plainFormat} from './values.js';
import type {ValueFormat} from './values.js';

/** Where the lines of source files come from. */
export interface SourceFiles {
  /** The lines of a file, from the first; fails with `no-source` and pprof's words where it is not to be had. */
  lines(path: string): readonly string[];
}

/** One function in one file, with what its lines cost. */
export interface Routine {
  readonly name: string;
  /** '' where the profile has none; there are no lines then. */
  readonly file: string;
  readonly flat: bigint;
  readonly cum: bigint;
  /** Where the profile says that the function begins, 0 where it does not. */
  readonly startLine: number;
  /** The first line that is shown. */
  readonly firstLine: number;
  readonly text: readonly string[];
  /** By line of `text`. */
  readonly lineFlat: Sums;
  readonly lineCum: Sums;
  /** Why there is no text, in pprof's words. */
  readonly error: string;
  /** Every line that costs something, whether its text is there or not. */
  readonly costs: readonly {readonly line: number; readonly flat: bigint; readonly cum: bigint}[];
}

/** The source of functions, by name, and by file and line within one name. */
export interface ListingReport {
  readonly total: bigint;
  readonly unit: string;
  readonly outputUnit: string;
  readonly ratio: number;
  readonly routines: readonly Routine[];
}

// Lines that are shown before the first and after the last that costs something.
const margin = 5;

/** Fails with `no-match` where no function's name matches. */
export function listingReport(report: Report, pattern: {readonly text: string; readonly matcher: Matcher}, sources: SourceFiles): ListingReport {
  const graph = buildGraph(report.graphSource(true), noEdges);
  const byName = new Map<string, number[]>();
  for (const row of graph.rows) {
    const name = textOf(graph, 'name', row);
    if (!pattern.matcher.test(name)) continue;
    const rows = byName.get(name);
    if (rows === undefined) byName.set(name, [row]);
    else rows.push(row);
  }
  if (byName.size === 0) throw new Failure('no-match', `no matches found for regexp: ${pattern.text}`);
  const routines: Routine[] = [];
  for (const name of [...byName.keys()].sort(compareText)) {
    const byFile = new Map<string, number[]>();
    for (const row of byName.get(name)!) {
      const file = textOf(graph, 'file', row);
      if (file === '') continue;
      const rows = byFile.get(file);
      if (rows === undefined) byFile.set(file, [row]);
      else rows.push(row);
    }
    if (byFile.size === 0) routines.push(noFile(name));
    for (const file of [...byFile.keys()].sort(compareText)) routines.push(routine(graph, name, file, byFile.get(file)!, sources));
  }
  return {total: report.total, ...plainFormat(report), routines};
}

/** pprof's `-list`. */
export function listingText(listing: ListingReport): string {
  const format: ValueFormat = listing;
  const {total} = listing;
  const valueOrDot = (value: bigint) => padStart(value === 0n ? '.' : formatValue(format, value), 10);
  const lines = [`Total: ${formatValue(format, total)}`];
  for (const {name, file, flat, cum, firstLine, text, lineFlat, lineCum, error} of listing.routines) {
    if (file === '') {
      lines.push(`No source information for ${name}`);
      continue;
    }
    lines.push(
      `ROUTINE ======================== ${name} in ${file}`,
      `${padStart(formatValue(format, flat), 10)} ${padStart(formatValue(format, cum), 10)} (flat, cum) ${percentage(cum, total)} of Total`,
    );
    if (error !== '') lines.push(` Error: ${error}`);
    text.forEach((line, at) => {
      lines.push(`${valueOrDot(sumAt(lineFlat, at))} ${valueOrDot(sumAt(lineCum, at))} ${padStart(String(firstLine + at), 6)}:${line}`);
    });
  }
  return lines.join('\n') + '\n';
}

function textOf({nodes, place}: Graph, column: 'name' | 'file', row: number): string {
  return nodes.texts.get(nodes[column][place[row]!]!);
}

function noFile(name: string): Routine {
  return {name, file: '', flat: 0n, cum: 0n, startLine: 0, firstLine: 0, text: [], lineFlat: exactSums(new Float64Array()), lineCum: exactSums(new Float64Array()), error: '', costs: []};
}

function routine(graph: Graph, name: string, file: string, rows: readonly number[], sources: SourceFiles): Routine {
  const {nodes, place} = graph;
  const lineOf = (row: number) => nodes.line.number(place[row]!);
  const startOf = (row: number) => nodes.startLine.number(place[row]!) || lineOf(row) - margin;
  let first = Infinity;
  let last = -Infinity;
  const byLine = new Map<number, number[]>();
  for (const row of rows) {
    first = Math.min(first, startOf(row));
    last = Math.max(last, lineOf(row) + margin);
    const here = byLine.get(lineOf(row));
    if (here === undefined) byLine.set(lineOf(row), [row]);
    else here.push(row);
  }
  const firstLine = Math.max(1, first);
  const {text, error} = linesBetween(sources, file, firstLine, last);
  const sums = (of: Sums) => wideSums(BigInt64Array.from(text, (_, at) => sumOver(of, byLine.get(firstLine + at) ?? [])));
  return {
    name, file, firstLine, text, error,
    startLine: rows.reduce((start, row) => start || nodes.startLine.number(place[row]!), 0),
    flat: sumOver(graph.flat, rows),
    cum: sumOver(graph.cum, rows),
    lineFlat: sums(graph.flat),
    lineCum: sums(graph.cum),
    costs: [...byLine].sort(([a], [b]) => a - b).map(([line, here]) => ({line, flat: sumOver(graph.flat, here), cum: sumOver(graph.cum, here)})),
  };
}

function linesBetween(sources: SourceFiles, file: string, first: number, last: number): {text: readonly string[]; error: string} {
  try {
    return {text: sources.lines(file).slice(first - 1, last), error: ''};
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return {text: [], error: error.details.pprof ?? error.message};
  }
}
