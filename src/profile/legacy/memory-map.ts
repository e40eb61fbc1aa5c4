import type {Draft, DraftMapping} from './draft.js';
import type {Lines} from './lines.js';
import {parseHex} from './numbers.js';

/** Whether a memory map begins below this line. */
export function isMemoryMapSentinel(line: string): boolean {
  return line.includes('--- Memory map: ---') || line.includes('MAPPED_LIBRARIES:');
}

/** Passes over what stands before the memory map, if there is one, and reads it. The current line may be its heading. */
export function readAdditionalSections(lines: Lines, draft: Draft): void {
  while (!isMemoryMapSentinel(lines.line)) if (!lines.read()) return;
  readMemoryMap(lines, draft);
}

// Hex numbers are bounded, so that a line of digits does not cost its square.
const range = String.raw`^[\t\n\f\r ]*(?:0x)?([0-9a-fA-F]{1,32})[\t\n\f\r -]?[\t\n\f\r ]*(?:0x)?([0-9a-fA-F]{1,32}):?`;
const permissions = String.raw`(?:[\t\n\f\r ]+([-rwxp]+))?`;
const hex = String.raw`(?:[\t\n\f\r ]+([0-9a-fA-F]+))?`;
const word = String.raw`(?:[\t\n\f\r ]+([^\t\n\f\r ]+))?`;
const procMaps = new RegExp(`${range}${permissions}${hex}[\\t\\n\\f\\r ]+[0-9a-fA-F]+:[0-9a-fA-F]+[\\t\\n\\f\\r ]+[0-9]+${word}`);
const briefMaps = new RegExp(`${range}${permissions}${word}(?:[\\t\\n\\f\\r ]+\\(@([0-9a-fA-F]+)\\))?${hex}`);
const logPrefix = /^[^[\]]+:[0-9]+\][\t\n\f\r ]/;

/**
 * Reads mappings from here to the end: lines of /proc/self/maps, or brief ones
 * (`start-end file (@offset) buildid`). A line `name=value` makes `$name` stand
 * for the value in the lines below it; every other line is passed over.
 */
export function readMemoryMap(lines: Lines, draft: Draft): void {
  const values: [name: string, value: string][] = [];
  while (lines.read()) {
    const text = lines.line;
    const plain = text.length < 8192 ? text.slice(logPrefix.exec(text)?.[0].length ?? 0) : text;
    const line = replaceNames(plain, values);
    const mapping = parseMapping(line);
    if (mapping === 'skip') continue;
    if (mapping !== undefined) {
      draft.mappings.push(mapping);
      continue;
    }
    const at = line.indexOf('=');
    if (at >= 0) values.push([`$${line.slice(0, at).trim()}`, line.slice(at + 1).trim()]);
  }
}

function parseMapping(line: string): DraftMapping | 'skip' | undefined {
  if (line.length > 8192) return undefined;
  const proc = procMaps.exec(line);
  const brief = proc === null ? briefMaps.exec(line) : null;
  const found = proc ?? brief;
  if (found === null) return undefined;
  const [start, limit, permission] = [found[1]!, found[2]!, found[3]];
  if (permission !== undefined && !permission.includes('x')) return 'skip';
  const [offset, file, buildId] = proc !== null ? [found[4], found[5], undefined] : [found[5], found[4], found[6]];
  const words = [start, limit, offset ?? '0'].map(parseHex);
  if (words.includes(undefined)) return undefined;
  return {start: words[0]!, limit: words[1]!, offset: words[2]!, file: file ?? '', buildId: buildId ?? ''};
}

/** `text` with every `$name` replaced; at each place the first name that fits wins, and what was put in is not looked at again. */
function replaceNames(text: string, values: readonly (readonly [name: string, value: string])[]): string {
  if (values.length === 0 || !text.includes('$')) return text;
  let result = '';
  let at = 0;
  while (at < text.length) {
    const value = text[at] === '$' ? values.find(([name]) => text.startsWith(name, at)) : undefined;
    result += value === undefined ? text[at] : value[1];
    at += value === undefined ? 1 : value[0].length;
  }
  return result;
}
