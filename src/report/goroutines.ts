import {Role} from '../config/role.js';
import {buildNodes} from '../graph/node.js';
import type {NodeTable} from '../graph/node.js';
import type {FrameTable} from './flamegraph.js';
import {frameTable} from './frames.js';
import {stateOfStack} from './goroutine-state.js';
import type {Report} from './report.js';
import {rolesOf} from './roles.js';
import {samplesShown} from './source.js';

/**
 * The goroutines of a dump, those with equal stacks together, the most first. A dump of
 * `debug=2` says of each its state, wait, creator and id as labels; the others only count.
 */
export interface GoroutinesReport {
  readonly total: number;
  readonly unit: string;
  readonly shown: number;
  /** Whether the dump says more than counts. */
  readonly detailed: boolean;
  /** A row is a function in a file. */
  readonly frames: FrameTable;
  /** The frames of the stacks as a tree that shares callers: row of the caller or -1, row of `frames`, line (0 for none). */
  readonly caller: Int32Array;
  readonly frame: Uint32Array;
  readonly line: Float64Array;

  readonly states: readonly string[];
  readonly creators: readonly string[];
  /** By group: the row of the tree that is the leaf, -1 for goroutines without a stack. */
  readonly leaf: Int32Array;
  readonly count: Float64Array;
  /** By group: the frame of the person's own code that is nearest to the leaf, as a row of the tree; -1 for none. */
  readonly own: Int32Array;
  /** By group: the longest wait in minutes, 0 for none that is said. */
  readonly longestWait: Float64Array;
  /** Goroutines of group `g`, by id: `memberStart[g]` to `memberStart[g + 1]`. In a dump that only counts, a row is as many as its `memberCount`. */
  readonly memberStart: Uint32Array;
  /** 0 where the dump does not say it. */
  readonly memberId: Float64Array;
  readonly memberWait: Float64Array;
  readonly memberCount: Float64Array;
  /** Row of `states`, and of `creators`; both have '' in row 0. */
  readonly memberState: Uint32Array;
  readonly memberCreator: Uint32Array;
}

export function goroutinesReport(report: Report): GoroutinesReport {
  const {profile, config, valueRow} = report;
  const {samples, stacks} = profile;
  const {nodes, locations} = buildNodes(profile, {
    granularity: 'lines', noInlines: config.noInlines, showColumns: false, objectNames: false, trimPath: config.trimPath, sourcePath: config.sourcePath,
  });
  const roles = rolesOf(profile, config.yourCode);

  // A location with functions that are inlined is several frames.
  const caller: number[] = [];
  const treeFrame: number[] = [];
  const placeOf = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    let place = stacks.caller[row]! < 0 ? -1 : placeOf[stacks.caller[row]!]!;
    const location = stacks.location[row]!;
    for (let at = locations.start[location]!; at < locations.start[location + 1]!; at++) {
      caller.push(place);
      place = treeFrame.push(locations.node[at]!) - 1;
    }
    placeOf[row] = place;
  }
  const {frames, frameOf} = functionsOf(report, nodes);

  const labels = labelsBySet(report);
  const groupOf = new Map<number, number>();
  const members: number[][] = [];
  for (let row = 0; row < samples.length; row++) {
    const stack = samples.stack[row]!;
    let group = groupOf.get(stack);
    if (group === undefined) {
      group = members.push([]) - 1;
      groupOf.set(stack, group);
    }
    members[group]!.push(row);
  }
  const values = samples.values[valueRow]!;
  const leaves = [...groupOf.keys()].map((stack) => (stack < 0 ? -1 : placeOf[stack]!));
  const counts = members.map((rows) => rows.reduce((sum, row) => sum + values.number(row), 0));
  const order = members.map((_, group) => group).sort((a, b) => Math.abs(counts[b]!) - Math.abs(counts[a]!) || a - b);

  const stateNames = new TextRows();
  const creatorNames = new TextRows();
  const ids: number[] = [];
  const waits: number[] = [];
  const sizes: number[] = [];
  const states: number[] = [];
  const creators: number[] = [];
  const memberStart = new Uint32Array(order.length + 1);
  const longest = new Float64Array(order.length);
  order.forEach((group, at) => {
    const leaf = leaves[group]!;
    const guessed = labels.detailed ? '' : stateOfStack(namesUp(leaf, caller, treeFrame, (node) => nodes.texts.get(nodes.name[node]!)));
    const rows = members[group]!.sort((a, b) => labels.id[samples.labels[a]!]! - labels.id[samples.labels[b]!]!);
    for (const row of rows) {
      const set = samples.labels[row]!;
      ids.push(labels.id[set]!);
      waits.push(labels.wait[set]!);
      longest[at] = Math.max(longest[at]!, labels.wait[set]!);
      sizes.push(values.number(row));
      states.push(stateNames.row(labels.detailed ? labels.state[set]! : guessed));
      creators.push(creatorNames.row(labels.creator[set]!));
    }
    memberStart[at + 1] = ids.length;
  });
  const ownRole = (node: number): boolean => {
    const f = nodes.functionRow[node]!;
    return f >= 0 && roles.byFunction[f] === Role.yourCode;
  };
  return {
    total: Number(report.total), unit: report.unit, shown: samplesShown(report), detailed: labels.detailed, frames,
    caller: Int32Array.from(caller),
    frame: Uint32Array.from(treeFrame, (node) => frameOf[node]!),
    line: Float64Array.from(treeFrame, (node) => nodes.line.number(node)),
    states: stateNames.texts, creators: creatorNames.texts,
    leaf: Int32Array.from(order, (group) => leaves[group]!),
    count: Float64Array.from(order, (group) => counts[group]!),
    own: Int32Array.from(order, (group) => nearest(leaves[group]!, caller, (place) => ownRole(treeFrame[place]!))),
    longestWait: longest, memberStart,
    memberId: Float64Array.from(ids),
    memberWait: Float64Array.from(waits),
    memberCount: Float64Array.from(sizes),
    memberState: Uint32Array.from(states),
    memberCreator: Uint32Array.from(creators),
  };
}

/** The functions of nodes that also have lines, and which of them each node is. */
function functionsOf(report: Report, lineNodes: NodeTable): {frames: FrameTable; frameOf: Uint32Array} {
  const {profile, config} = report;
  const {nodes} = buildNodes(profile, {
    granularity: 'filefunctions', noInlines: config.noInlines, showColumns: false, objectNames: false, trimPath: config.trimPath, sourcePath: config.sourcePath,
  });
  const rows = new Map<string, number>();
  for (let node = 0; node < nodes.length; node++) {
    const key = keyOf(nodes, node);
    if (!rows.has(key)) rows.set(key, node);
  }
  const frameOf = new Uint32Array(lineNodes.length);
  for (let node = 0; node < lineNodes.length; node++) frameOf[node] = rows.get(keyOf(lineNodes, node)) ?? 0;
  const all = Int32Array.from({length: nodes.length}, (_, node) => node);
  const table = frameTable(profile, nodes, all, rolesOf(profile, config.yourCode), (node) => nodes.texts.get(nodes.name[node]!) || '<unknown>');
  return {frames: {...table, files: Array.from(all, (node) => nodes.texts.get(nodes.file[node]!))}, frameOf};
}

function keyOf({texts, name, file}: NodeTable, node: number): string {
  return JSON.stringify([texts.get(name[node]!), texts.get(file[node]!)]);
}

function* namesUp(leaf: number, caller: readonly number[], frame: readonly number[], nameOf: (node: number) => string): Iterable<string> {
  for (let place = leaf; place >= 0; place = caller[place]!) yield nameOf(frame[place]!);
}

function nearest(leaf: number, caller: readonly number[], fits: (place: number) => boolean): number {
  for (let place = leaf; place >= 0; place = caller[place]!) if (fits(place)) return place;
  return -1;
}

/** What the dump says of a goroutine, by its label set. */
interface GoroutineLabels {
  readonly detailed: boolean;
  readonly state: readonly string[];
  readonly wait: Float64Array;
  readonly creator: readonly string[];
  readonly id: Float64Array;
}

function labelsBySet({profile: {labelSets, strings}}: Report): GoroutineLabels {
  const state = new Array<string>(labelSets.length).fill('');
  const creator = new Array<string>(labelSets.length).fill('');
  const createdAt = new Array<string>(labelSets.length).fill('');
  const wait = new Float64Array(labelSets.length);
  const id = new Float64Array(labelSets.length);
  let detailed = false;
  for (let set = 0; set < labelSets.length; set++) {
    for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
      const isNumber = labelSets.isNumber[row] === 1;
      switch (strings.get(labelSets.key[row]!)) {
        case 'state': if (!isNumber) state[set] = strings.get(labelSets.string[row]!); break;
        case 'created by': if (!isNumber) creator[set] = strings.get(labelSets.string[row]!); break;
        case 'created at': if (!isNumber) createdAt[set] = strings.get(labelSets.string[row]!); break;
        case 'wait': if (isNumber) wait[set] = labelSets.number.number(row); break;
        case 'goroutine':
          if (isNumber) {
            id[set] = labelSets.number.number(row);
            detailed = true;
          }
          break;
      }
    }
  }
  return {detailed, state, wait, creator: creator.map((name, set) => (createdAt[set] === '' ? name : `${name}, ${createdAt[set]!}`)), id};
}

class TextRows {
  readonly texts: string[] = [''];
  readonly #rows = new Map<string, number>([['', 0]]);

  row(text: string): number {
    let row = this.#rows.get(text);
    if (row === undefined) {
      row = this.texts.push(text) - 1;
      this.#rows.set(text, row);
    }
    return row;
  }
}
