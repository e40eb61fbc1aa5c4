import {written} from '../base/columns.js';
import {baseName} from '../base/format.js';
import {Role} from '../config/role.js';
import type {NodeTable} from '../graph/node.js';
import type {FunctionTable, Profile} from '../profile/profile.js';
import type {FrameTable} from './flamegraph.js';
import {packageOf} from './package-of.js';
import type {Roles} from './roles.js';

/**
 * What a report says of these nodes.
 *
 * @param rows rows of `nodes`; -1 for the root
 * @param nameOf how a node is called
 */
export function frameTable(profile: Profile, nodes: NodeTable, rows: ArrayLike<number>, roles: Roles, nameOf: (node: number) => string): FrameTable {
  const {functions, strings} = profile;
  const names: string[] = [];
  const files: string[] = [];
  const packages: string[] = [];
  const lines = new Float64Array(rows.length);
  const roleOf = new Uint8Array(rows.length);
  let known = packagesOf.get(functions);
  if (known === undefined) packagesOf.set(functions, known = []);
  for (let i = 0; i < rows.length; i++) {
    const node = rows[i]!;
    if (node < 0) {
      names.push('root');
      files.push('');
      packages.push('');
      roleOf[i] = Role.root;
      continue;
    }
    const f = nodes.functionRow[node]!;
    const file = f < 0 ? '' : strings.get(functions.filename[f]!);
    names.push(nameOf(node));
    files.push(file);
    packages.push(f < 0 ? '' : known[f] ??= packageOf(strings.get(functions.name[f]!), file));
    lines[i] = f < 0 ? 0 : functions.startLine.number(f) || firstLines(profile)[f]!;
    roleOf[i] = f < 0 ? Role.runtime : roles.byFunction[f]!;
  }
  return {names, files, lines, packages, roles: roleOf};
}

/** How a box of a flame graph is called: by its function alone, with its line where lines are told apart. */
export function boxName(nodes: NodeTable, node: number): string {
  const name = nodes.texts.get(nodes.name[node]!);
  const file = nodes.texts.get(nodes.file[node]!);
  const known = name === '' ? file : name;
  if (known === '') {
    if (!nodes.address.isZero(node)) return nodes.address.unsigned(node).toString(16).padStart(16, '0');
    const object = nodes.texts.get(nodes.objectFile[node]!);
    return object === '' ? '<unknown>' : `[${baseName(object)}]`;
  }
  const line = nodes.line.isZero(node) ? '' : `:${nodes.line.bigint(node)}`;
  const column = nodes.column.isZero(node) ? '' : `:${nodes.column.bigint(node)}`;
  return known + line + column;
}

/** By function, as far as somebody asked: its package. */
const packagesOf = new WeakMap<FunctionTable, (string | undefined)[]>();

const firstLinesOf = new WeakMap<FunctionTable, Float64Array>();

/** By function: the first line that is seen of it, 0 for none. Few profiles lack start lines, so it is made when it is asked for. */
function firstLines({functions, lines}: Profile): Float64Array {
  let first = firstLinesOf.get(functions);
  if (first === undefined) {
    first = written(new Float64Array(functions.length));
    for (let row = 0; row < lines.length; row++) {
      const f = lines.function[row]!;
      const line = lines.line.number(row);
      if (f >= 0 && line > 0 && (first[f] === 0 || line < first[f]!)) first[f] = line;
    }
    firstLinesOf.set(functions, first);
  }
  return first;
}
