import {baseName} from '../base/format.js';
import type {NodeTable} from './node.js';

/**
 * How pprof prints a node: address, function, and `file:line:column` or the file,
 * as far as they are known; else `[binary]`, else `<unknown>`.
 */
export function printableName(nodes: NodeTable, row: number): string {
  return nameParts(nodes, row).join(' ');
}

/**
 * The parts of the printable name.
 *
 * @param shownFile how a file is written, where not in full
 */
export function nameParts(nodes: NodeTable, row: number, shownFile: (file: string) => string = (file) => file): string[] {
  const parts: string[] = [];
  const name = nodes.texts.get(nodes.name[row]!);
  const path = nodes.texts.get(nodes.file[row]!);
  const file = path === '' ? '' : shownFile(path);
  const object = nodes.texts.get(nodes.objectFile[row]!);
  if (!nodes.address.isZero(row)) parts.push(nodes.address.unsigned(row).toString(16).padStart(16, '0'));
  if (name !== '') parts.push(name);
  if (!nodes.line.isZero(row)) {
    const column = nodes.column.isZero(row) ? '' : `:${nodes.column.bigint(row)}`;
    parts.push(`${file}:${nodes.line.bigint(row)}${column}`);
  } else if (file !== '') {
    parts.push(file);
  } else if (name === '') {
    parts.push(object === '' ? '<unknown>' : `[${baseName(object)}]`);
  }
  return parts;
}
