import {sumsAt} from '../base/sums.js';
import type {Graph} from '../graph/graph.js';
import {nodeNames} from '../graph/sort.js';
import type {FrameTable} from './flamegraph.js';
import {frameTable} from './frames.js';
import type {Report} from './report.js';
import {rolesOf} from './roles.js';
import type {Roles} from './roles.js';
import {heaviestRow, widestOwnFunction} from './start-function.js';
import {cumSides} from './top-sides.js';
import type {CumSides} from './top-sides.js';
import {treeOf} from './tree.js';
import type {TreeReport} from './tree.js';

/** One function with what calls it and what it calls. The numbers are those of pprof's `-peek`. */
export interface PeekReport {
  /** One row: that of the function that is selected, or else the one to begin with. None where there is no such function. */
  readonly tree: TreeReport;
  /** By row of `tree.names`. */
  readonly neighbours: FrameTable;
  /** Whether the function calls itself with nothing between; pprof draws no such call. */
  readonly recursive: boolean;
  /** Of a comparison: what each side says of `cum`, by row of `tree.names`. */
  readonly sides?: CumSides;
  /** Sum of |flat| of all functions: what the filters left. */
  readonly shown: number;
}

export function peekReport(report: Report): PeekReport {
  const source = report.graphSource();
  const {nodes} = source;
  const {names} = nodeNames(nodes);
  const roles = rolesOf(report.profile, report.config.yourCode);
  let shown = 0;
  const tree = treeOf(report, (graph) => {
    for (const row of graph.rows) shown += Math.abs(graph.shownFlat.numbers[row]!);
    const {selected} = report.config;
    const row = selected === '' ? startRow(report, graph, roles) : selectedRow(graph, names, selected);
    return row === undefined ? new Int32Array() : Int32Array.of(row);
  });
  const sides = cumSides(report, source, tree.node);
  return {
    tree, shown,
    neighbours: frameTable(report.profile, nodes, tree.node, roles, (node) => names[node]!),
    recursive: tree.name.length > 0 && callsItself(report, tree.node[tree.name[0]!]!),
    ...(sides === undefined ? {} : {sides}),
  };
}

/** Of several rows of one name the first, which costs most. */
function selectedRow({rows, place}: Graph, names: readonly string[], selected: string): number | undefined {
  // Another view may print the line or the file with the name.
  const bare = selected.replace(/(?::-?\d+){1,2}$/, '').replace(/^[0-9a-f]{16} /, '');
  const find = (isMeant: (name: string) => boolean): number | undefined => rows.find((row) => isMeant(names[place[row]!]!));
  return find((name) => name === selected) ?? find((name) => name === bare) ?? find((name) => name.startsWith(`${bare} `));
}

/** The row of the own function that drives most, the one of it that costs most, or of any where there is none. */
function startRow(report: Report, {nodes, place, rows, shownFlat, shownCum}: Graph, roles: Roles): number | undefined {
  const {strings, functions} = report.profile;
  const name = widestOwnFunction(report.profile, roles, report.valueRow);
  let best: number | undefined;
  let most = -1;
  for (let at = 0; at < rows.length && name !== ''; at++) {
    const row = rows[at]!;
    const f = nodes.functionRow[place[row]!]!;
    const cum = Math.abs(shownCum.numbers[row]!);
    if (f < 0 || cum <= most || strings.get(functions.name[f]!) !== name) continue;
    best = row;
    most = cum;
  }
  return best ?? rows[heaviestRow(sumsAt(shownFlat, rows))];
}

const beginsWithIt = 1;
const endsInIt = 2;

/** Whether a frame of this node stands right above another one of it. */
function callsItself(report: Report, asked: number): boolean {
  const {locations: {start, node}} = report.graphSource();
  const {length, location, caller} = report.profile.stacks;
  const flags = new Uint8Array(start.length - 1);
  for (let here = 0; here < flags.length; here++) {
    const first = start[here]!;
    const last = start[here + 1]! - 1;
    for (let at = first; at < last; at++) if (node[at] === asked && node[at + 1] === asked) return true;
    if (first <= last) flags[here] = (node[first] === asked ? beginsWithIt : 0) | (node[last] === asked ? endsInIt : 0);
  }
  for (let row = 0; row < length; row++) {
    if ((flags[location[row]!]! & beginsWithIt) === 0) continue;
    const above = caller[row]!;
    if (above >= 0 && (flags[location[above]!]! & endsInIt) !== 0) return true;
  }
  return false;
}
