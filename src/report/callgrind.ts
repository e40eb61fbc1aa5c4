import {sumAt, toInt64} from '../base/sums.js';
import type {Sums} from '../base/sums.js';
import {buildCallTree, buildGraph} from '../graph/graph.js';
import type {Graph} from '../graph/graph.js';
import {sortedRows} from '../graph/sort.js';
import {scale} from '../measurement/scale.js';
import type {Report} from './report.js';
import {sortedCalls} from './tree.js';
import {graphFormat} from './values.js';

/** pprof's `-callgrind`: every address with its cost and its calls, in the format of Valgrind's tool. */
export function callgrindText(report: Report): string {
  const source = report.graphSource(true);
  const whole = report.config.callTree ? buildCallTree(source) : buildGraph(source);
  const graph: Graph = {...whole, rows: sortedRows(whole, report.config.sort)};
  const {nodes, place, edges} = graph;
  const {outputUnit} = graphFormat(report, graph, true);
  const amount = (sums: Sums, row: number) => String(toInt64(scale(sumAt(sums, row), report.unit, outputUnit).value));
  const names = new Numbered();
  const files = new Numbered();
  const objects = new Numbered();
  const text = (column: Uint32Array, row: number) => nodes.texts.get(column[place[row]!]!);
  const distinct = distinctNames(graph, report.config.callTree);
  const calls = callsByCaller(graph);

  const lines = ['positions: instr line', `events: ${report.sampleType}(${outputUnit})`];
  let before = -1;
  for (const row of graph.rows) {
    const same = (column: Uint32Array) => before >= 0 && text(column, row) === text(column, before);
    if (!same(nodes.objectFile) || !same(nodes.file) || !same(nodes.name)) {
      lines.push('', `ob=${objects.of(text(nodes.objectFile, row))}`, `fl=${files.of(text(nodes.file, row))}`, `fn=${names.of(text(nodes.name, row))}`);
    }
    const address = (of: number) => addressFrom(before < 0 ? undefined : nodes.address.unsigned(place[before]!), nodes.address.unsigned(place[of]!));
    lines.push(`${address(row)} ${nodes.line.bigint(place[row]!)} ${amount(graph.shownFlat, row)}`);
    for (const edge of calls.get(row) ?? []) {
      const callee = edges.target[edge]!;
      lines.push(
        `cfl=${files.of(text(nodes.file, callee))}`,
        `cfn=${names.of(distinct(callee))}`,
        `calls=0 ${address(callee)} ${nodes.line.bigint(place[callee]!)}`,
        `* * ${amount(edges.weight, edge)}`,
      );
    }
    before = row;
  }
  return lines.join('\n') + '\n';
}

/** Names that are written out once and then by number. */
class Numbered {
  readonly #numbers = new Map<string, number>();

  of(name: string): string {
    if (name === '') return '';
    const known = this.#numbers.get(name);
    if (known !== undefined) return `(${known})`;
    this.#numbers.set(name, this.#numbers.size + 1);
    return `(${this.#numbers.size}) ${name}`;
  }
}

function callsByCaller(graph: Graph): Map<number, number[]> {
  const {edges} = graph;
  const calls = new Map<number, number[]>();
  for (const edge of sortedCalls(graph)) {
    const list = calls.get(edges.source[edge]!);
    if (list === undefined) calls.set(edges.source[edge]!, [edge]);
    else list.push(edge);
  }
  return calls;
}

/**
 * Names of nodes; functions that share a name and a file are told apart as `name [1/2]`.
 *
 * @param byCaller whether a function is another one under each caller, as it is in a call tree
 */
function distinctNames({nodes, place, rows, edges, length}: Graph, byCaller: boolean): (row: number) => string {
  const caller = new Int32Array(length).fill(-1);
  if (byCaller) for (let edge = 0; edge < edges.length; edge++) caller[edges.target[edge]!] = edges.source[edge]!;
  const functions = new Map<string, Map<string, number>>();
  const nameKey = (node: number) => `${nodes.file[node]} ${nodes.name[node]}`;
  const functionKey = (row: number) => `${caller[row]} ${nodes.objectFile[place[row]!]} ${nodes.startLine.bigint(place[row]!)}`;
  for (const row of rows) {
    const node = place[row]!;
    let known = functions.get(nameKey(node));
    if (known === undefined) functions.set(nameKey(node), (known = new Map()));
    if (!known.has(functionKey(row))) known.set(functionKey(row), known.size + 1);
  }
  const listed = new Uint8Array(length);
  for (const row of rows) listed[row] = 1;
  return (row) => {
    // A node whose values cancel out is not listed, and pprof knows no name for it.
    if (listed[row] === 0) return '';
    const node = place[row]!;
    const name = nodes.texts.get(nodes.name[node]!);
    const known = functions.get(nameKey(node));
    return known === undefined || known.size < 2 ? name : `${name} [${known.get(functionKey(row))}/${known.size}]`;
  };
}

/** An address, or how far it lies from the one before where that is shorter, or `*` where it is the same. */
function addressFrom(before: bigint | undefined, address: bigint): string {
  const absolute = `0x${address.toString(16)}`;
  if (before === undefined) return absolute;
  if (before === address) return '*';
  const difference = BigInt.asIntN(64, address - before);
  const relative = `${difference < 0n ? '' : '+'}${difference}`;
  return relative.length < absolute.length ? relative : absolute;
}
