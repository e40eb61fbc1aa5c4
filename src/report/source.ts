import {exactSums, sumOver, wideSums} from '../base/sums.js';
import type {Sums} from '../base/sums.js';
import {Failure} from '../base/failure.js';
import {Role} from '../config/role.js';
import {buildGraph, noEdges} from '../graph/graph.js';
import type {Graph, GraphSource} from '../graph/graph.js';
import {stackSums} from '../profile/sampled-stacks.js';
import {listingReport} from './listing.js';
import type {Routine} from './listing.js';
import type {Report} from './report.js';
import {rolesOf} from './roles.js';
import {namesMeant} from './selected-name.js';
import {heaviestRow, widestOwnFunction} from './start-function.js';
import {cumSides} from './top-sides.js';
import type {CumSides} from './top-sides.js';

/**
 * What the lines of the function `config.selected` cost, file by file; without one, of
 * the person's own function that drives most. Text of the files is the page's matter:
 * this thread sees none. The numbers are those of pprof's `-list`.
 */
export interface SourceReport {
  /** The function that is meant; '' where there is none. */
  readonly name: string;
  /** Whether a stack that the filters left has it. */
  readonly found: boolean;
  readonly role: number;
  readonly total: number;
  readonly unit: string;
  /** Sum of |values| that the filters left. */
  readonly shown: number;
  /** Heaviest first; none where the profile knows no file of it. */
  readonly files: readonly SourceOfFile[];
}

/** One function in one file. */
export interface SourceOfFile {
  /** After `trim_path` and `source_path`. */
  readonly file: string;
  readonly flat: number;
  readonly cum: number;
  /** Where the function begins, or the first line that is seen of it; `lastLine` is the last one that is seen. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Every line of the function that costs something, ascending; 0 where the profile has no line numbers. */
  readonly line: Float64Array;
  readonly lineFlat: Sums;
  readonly lineCum: Sums;
  /** Of a comparison: what each side says of `lineCum`. */
  readonly sides?: CumSides;
  /** What the lines call, those of `line[i]` from `callStart[i]` to `callStart[i + 1]`, heaviest first. */
  readonly callStart: Uint32Array;
  readonly calls: readonly {readonly name: string; readonly value: number; readonly inlined: boolean}[];
  /** What the other functions of the file cost by line, and which they are. */
  readonly others: {
    readonly line: Float64Array;
    readonly flat: Float64Array;
    readonly cum: Float64Array;
    readonly functions: readonly {readonly name: string; readonly firstLine: number; readonly cum: number}[];
  };
}

/** A line of a generated table may call thousands. */
const mostCallsOfLine = 12;
const mostOthers = 500;

export function sourceReport(report: Report): SourceReport {
  const {profile, config, valueRow} = report;
  const source = report.graphSource(true);
  const whole = buildGraph(source, noEdges);
  const roles = rolesOf(profile, config.yourCode);
  const {texts} = whole.nodes;
  const isKnown = new Uint8Array(texts.length);
  for (const row of whole.rows) isKnown[whole.nodes.name[row]!] = 1;
  const isNamed = (name: string): boolean => isKnown[texts.find(name)] === 1;
  const name = config.selected === ''
    ? startName(whole, isNamed, widestOwnFunction(profile, roles, valueRow))
    : namesMeant(config.selected).find(isNamed) ?? config.selected;
  const found = isNamed(name) && name !== '';
  const routines = found ? routinesOf(report, name) : [];
  const graph = found ? buildGraph(source, {outOf: nodesCalled(source, name)}) : whole;
  const sides = found ? cumSides(report, source, graph.place) : undefined;
  return {
    name, found,
    role: found ? roleOf(graph, name, roles.byFunction) : Role.runtime,
    total: Number(report.total),
    unit: report.unit,
    shown: samplesShown(report),
    files: routines.map((routine) => fileOf(graph, routine, sides)).sort((a, b) => Math.abs(b.cum) - Math.abs(a.cum)),
  };
}

/** Sum of |values| of the samples, as their column is. */
export function samplesShown({profile, valueRow}: Report): number {
  return stackSums(profile, valueRow).total;
}

/** 1 for each node of the functions of this name. */
function nodesCalled({nodes: {length, name: nameRow, texts}}: GraphSource, name: string): Uint8Array {
  const called = new Uint8Array(length);
  const text = texts.find(name);
  for (let node = 0; node < length; node++) if (nameRow[node] === text) called[node] = 1;
  return called;
}

function startName(graph: Graph, isNamed: (name: string) => boolean, own: string): string {
  if (isNamed(own) && own !== '') return own;
  const rows = graph.rows.filter((row) => fileText(graph, row) !== '');
  const heaviest = heaviestRow({numbers: Float64Array.from(rows, (row) => graph.flat.numbers[row]!), words: undefined});
  return heaviest < 0 ? '' : nameOf(graph, rows[heaviest]!);
}

function routinesOf(report: Report, name: string): readonly Routine[] {
  const sources = {
    lines(): never {
      throw new Failure('no-source', 'source files are read on the page');
    },
  };
  return listingReport(report, {text: name, matcher: {test: (text) => text === name}}, sources).routines.filter(({file}) => file !== '');
}

/** @param sides of each row of the graph */
function fileOf(graph: Graph, {name, file, flat, cum, costs, startLine}: Routine, sides: CumSides | undefined): SourceOfFile {
  const line = Float64Array.from(costs, (cost) => cost.line);
  const known = line.filter((number) => number > 0);
  const calls: SourceOfFile['calls'][number][] = [];
  const callStart = new Uint32Array(costs.length + 1);
  const byLine = callsByLine(graph, name, file);
  costs.forEach((cost, at) => {
    const here = [...(byLine.get(cost.line)?.values() ?? [])].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
    calls.push(...here.slice(0, mostCallsOfLine));
    callStart[at + 1] = calls.length;
  });
  return {
    file, line, callStart, calls,
    flat: Number(flat),
    cum: Number(cum),
    firstLine: startLine > 0 ? startLine : known[0] ?? 0,
    lastLine: known[known.length - 1] ?? 0,
    lineFlat: sumsOf(costs.map((cost) => cost.flat)),
    lineCum: sumsOf(costs.map((cost) => cost.cum)),
    others: othersOf(graph, name, file),
    ...(sides === undefined ? {} : {sides: sidesByLine(graph, name, file, line, sides)}),
  };
}

function sidesByLine(graph: Graph, name: string, file: string, line: Float64Array, {before, after, of}: CumSides): CumSides {
  const row = new Map(Array.from(line, (number, at) => [number, at]));
  const byLine = {before: new Float64Array(line.length), after: new Float64Array(line.length), of};
  for (const node of graph.rows) {
    const at = fileText(graph, node) === file && nameOf(graph, node) === name ? row.get(lineOf(graph, node)) : undefined;
    if (at === undefined) continue;
    byLine.before[at]! += before[node]!;
    byLine.after[at]! += after[node]!;
  }
  return byLine;
}

interface Call {
  readonly name: string;
  value: number;
  inlined: boolean;
}

/** What the lines of the function call, by line and by name. */
function callsByLine(graph: Graph, name: string, file: string): Map<number, Map<string, Call>> {
  const {edges} = graph;
  const isHere = new Uint8Array(graph.length);
  for (const row of graph.rows) if (fileText(graph, row) === file && nameOf(graph, row) === name) isHere[row] = 1;
  const byLine = new Map<number, Map<string, Call>>();
  for (let edge = 0; edge < edges.length; edge++) {
    const row = edges.source[edge]!;
    if (isHere[row] === 0) continue;
    const target = nameOf(graph, edges.target[edge]!);
    // The same function again is recursion, which the line's own total has already.
    if (target === '' || target === name) continue;
    const line = lineOf(graph, row);
    let calls = byLine.get(line);
    if (calls === undefined) byLine.set(line, (calls = new Map()));
    const call = calls.get(target);
    const value = edges.weight.numbers[edge]!;
    const inlined = edges.inline[edge] === 1;
    if (call === undefined) calls.set(target, {name: target, value, inlined});
    else {
      call.value += value;
      call.inlined &&= inlined;
    }
  }
  return byLine;
}

function othersOf(graph: Graph, name: string, file: string): SourceOfFile['others'] {
  const byLine = new Map<number, {flat: number; cum: number}>();
  const rowsOf = new Map<string, number[]>();
  for (const row of graph.rows) {
    if (fileText(graph, row) !== file || nameOf(graph, row) === name) continue;
    const line = lineOf(graph, row);
    const cost = byLine.get(line);
    if (cost === undefined) byLine.set(line, {flat: graph.flat.numbers[row]!, cum: graph.cum.numbers[row]!});
    else {
      cost.flat += graph.flat.numbers[row]!;
      cost.cum += graph.cum.numbers[row]!;
    }
    const rows = rowsOf.get(nameOf(graph, row));
    if (rows === undefined) rowsOf.set(nameOf(graph, row), [row]);
    else rows.push(row);
  }
  const lines = [...byLine].filter(([line]) => line > 0).sort(([a], [b]) => a - b);
  const functions = [...rowsOf].map(([other, rows]) => ({
    name: other,
    firstLine: rows.reduce((first, row) => Math.min(first, graph.nodes.startLine.number(graph.place[row]!) || lineOf(graph, row)), Infinity),
    cum: Number(sumOver(graph.cum, rows)),
  }));
  functions.sort((a, b) => Math.abs(b.cum) - Math.abs(a.cum));
  return {
    line: Float64Array.from(lines, ([line]) => line),
    flat: Float64Array.from(lines, ([, {flat}]) => flat),
    cum: Float64Array.from(lines, ([, {cum}]) => cum),
    functions: functions.slice(0, mostOthers),
  };
}

function sumsOf(values: readonly bigint[]): Sums {
  return values.every((value) => BigInt(Number(value)) === value) ? exactSums(Float64Array.from(values, Number)) : wideSums(BigInt64Array.from(values));
}

function roleOf(graph: Graph, name: string, byFunction: Uint8Array): number {
  for (const row of graph.rows) {
    const f = graph.nodes.functionRow[graph.place[row]!]!;
    if (f >= 0 && nameOf(graph, row) === name) return byFunction[f]!;
  }
  return Role.runtime;
}

function nameOf({nodes, place}: Graph, row: number): string {
  return nodes.texts.get(nodes.name[place[row]!]!);
}

function fileText({nodes, place}: Graph, row: number): string {
  return nodes.texts.get(nodes.file[place[row]!]!);
}

function lineOf({nodes, place}: Graph, row: number): number {
  return nodes.line.number(place[row]!);
}
