import {printableName} from '../graph/node.js';
import type {FrameTable} from './flamegraph.js';
import {frameTable} from './frames.js';
import type {Report} from './report.js';
import {rolesOf} from './roles.js';
import {heaviestRow, widestOwnFunction} from './start-function.js';
import {cumSides} from './top-sides.js';
import type {CumSides} from './top-sides.js';
import {treeReport} from './tree.js';
import type {TreeReport} from './tree.js';

/**
 * Every function with what calls it and what it calls, so that a view can move from
 * one to the next without a question. The rows are those of pprof's `-peek`.
 */
export interface PeekReport {
  readonly tree: TreeReport;
  /** By row of `tree.names`. */
  readonly frames: FrameTable;
  /** By row of `tree`: 1 where the function calls itself with nothing between; pprof draws no such call. */
  readonly recursive: Uint8Array;
  /** Row of `tree` to begin with where no function is selected; -1 where there are none. */
  readonly start: number;
  /** Of a comparison: what each side says of `cum`, by row of `tree.names`. */
  readonly sides?: CumSides;
  /** Sum of |flat|: what the filters left. */
  readonly shown: number;
}

export function peekReport(report: Report): PeekReport {
  const tree = treeReport(report);
  const source = report.graphSource();
  const {nodes} = source;
  const sides = cumSides(report, source, tree.node);
  const roles = rolesOf(report.profile, report.config.yourCode);
  const selfCalls = nodesThatCallThemselves(report);
  let shown = 0;
  for (const flat of tree.flat.numbers) shown += Math.abs(flat);
  return {
    tree,
    frames: frameTable(report.profile, nodes, tree.node, roles, (node) => printableName(nodes, node)),
    recursive: Uint8Array.from(tree.name, (name) => selfCalls[tree.node[name]!]!),
    start: startRow(report, tree, widestOwnFunction(report.profile, roles, report.valueRow)),
    shown,
    ...(sides === undefined ? {} : {sides}),
  };
}

/** The row of this function that costs most, or of any where it has none. */
function startRow(report: Report, tree: TreeReport, name: string): number {
  const {nodes} = report.graphSource();
  const {strings, functions} = report.profile;
  let best = -1;
  let most = -1;
  for (let row = 0; row < tree.name.length && name !== ''; row++) {
    const f = nodes.functionRow[tree.node[tree.name[row]!]!]!;
    const cum = Math.abs(tree.cum.numbers[row]!);
    if (f < 0 || cum <= most || strings.get(functions.name[f]!) !== name) continue;
    best = row;
    most = cum;
  }
  return best >= 0 ? best : heaviestRow(tree.flat);
}

/** By node: 1 where a frame of it stands right above another one of it. */
function nodesThatCallThemselves(report: Report): Uint8Array {
  const {nodes, locations: {start, node}} = report.graphSource();
  const {stacks} = report.profile;
  const found = new Uint8Array(nodes.length);
  for (let location = 0; location + 1 < start.length; location++) {
    for (let at = start[location]! + 1; at < start[location + 1]!; at++) if (node[at] === node[at - 1]) found[node[at]!] = 1;
  }
  for (let row = 0; row < stacks.length; row++) {
    const caller = stacks.caller[row]!;
    if (caller < 0) continue;
    const outermost = node[start[stacks.location[row]!]!]!;
    if (node[start[stacks.location[caller]! + 1]! - 1] === outermost) found[outermost] = 1;
  }
  return found;
}
