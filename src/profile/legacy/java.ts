import type {Label} from '../builder.js';
import type {Profile} from '../profile.js';
import {Draft} from './draft.js';
import {Lines, malformedLine, unrecognized} from './lines.js';
import {parseAddresses, parseHex, parseInteger, parseDecimal, unsample} from './numbers.js';

type Kind = 'heap' | 'contention';

const sample = /(\d+) +(\d+) +@ +([ x0-9a-f]*)/;
const location = /^0x([0-9a-fA-F]+)[\t\n\f\r ]+([^\n]*)$/;
// Java agents sample the heap every 512 KiB.
const javaRate = 524_288n;

/** A heap or contention profile of a Java agent, or `unrecognized`. */
export function parseJava(bytes: Uint8Array): Profile | typeof unrecognized {
  const lines = new Lines(bytes);
  if (!bytes.includes(10) || !lines.read()) return unrecognized;
  const header = lines.line.trim();
  const kind: Kind | undefined = header === '--- heapz 1 ---' ? 'heap' : header === '--- contentionz 1 ---' ? 'contention' : undefined;
  if (kind === undefined) return unrecognized;
  const draft = new Draft();
  draft.keepsAddresses = false;
  if (!readAttributes(lines, kind, draft)) return unrecognized;
  readSamples(lines, kind, draft);
  readLocations(lines, draft);
  return draft.finish();
}

/** Names the locations of `draft` from the lines `0xaddress name (file:line)` of `bytes`. */
export function readJavaLocations(bytes: Uint8Array, draft: Draft): void {
  const lines = new Lines(bytes);
  lines.read();
  readLocations(lines, draft);
}

function readAttributes(lines: Lines, kind: Kind, draft: Draft): boolean {
  while (lines.read()) {
    const line = lines.line.trim();
    if (line === '') continue;
    const attribute = attributeOf(line);
    if (attribute === undefined) return true;
    const [key, value] = attribute;
    if (key === 'format') {
      if (value !== 'java') return false;
    } else if (key === 'resolution') {
      draft.sampleTypes = kind === 'heap'
        ? [{type: 'inuse_objects', unit: 'count'}, {type: 'inuse_space', unit: value}]
        : [{type: 'contentions', unit: 'count'}, {type: 'delay', unit: value}];
    } else if (kind === 'contention' && (key === 'sampling period' || key === 'ms since reset')) {
      const number = parseInteger(value);
      if (number === undefined) {
        throw malformedLine(lines, 'has no number where one is due', `failed to parse attribute ${line}: strconv.ParseInt: parsing "${value}": invalid syntax`);
      }
      if (key === 'ms since reset') {
        draft.durationNanos = BigInt.asIntN(64, number * 1_000_000n);
      } else {
        draft.periodType = {type: 'contentions', unit: 'count'};
        draft.period = number;
      }
    } else {
      return false;
    }
  }
  return true;
}

/** The words around the first `=` that has some on both sides. */
function attributeOf(line: string): [key: string, value: string] | undefined {
  for (let at = line.indexOf('='); at >= 0; at = line.indexOf('=', at + 1)) {
    let start = at;
    while (start > 0 && /[\w ]/.test(line[start - 1]!)) start--;
    let end = at + 1;
    while (end < line.length && /[\w ]/.test(line[end]!)) end++;
    if (start < at && end > at + 1) return [line.slice(start, at).trim(), line.slice(at + 1, end).trim()];
  }
  return undefined;
}

function readSamples(lines: Lines, kind: Kind, draft: Draft): void {
  do {
    const line = lines.line.trim();
    if (line === '') continue;
    const at = line.indexOf('@');
    const found = at < 0 || at > 1000 ? null : sample.exec(line);
    if (found === null) return;
    const addresses = parseAddresses(found[3]!);
    if (typeof addresses === 'string') {
      throw malformedLine(lines, 'has an address past 64 bits', `malformed sample: ${line}: failed to parse as hex 64-bit number: ${addresses}`);
    }
    // The second number comes first, as it does not in the other formats.
    let [first, second] = [parseInteger(found[2]!), parseInteger(found[1]!)];
    if (first === undefined || second === undefined) {
      const text = first === undefined ? found[2]! : found[1]!;
      const reason = parseDecimal(text) === undefined ? 'value out of range' : 'invalid syntax';
      throw malformedLine(lines, 'has no number where one is due', `parsing sample ${line}: strconv.ParseInt: parsing "${text}": ${reason}`);
    }
    const labels: Label[] = [];
    if (kind === 'heap') {
      if (first === 0n) throw malformedLine(lines, 'counts no objects', `parsing sample ${line}: second value must be non-zero`);
      labels.push({key: 'bytes', number: second / first});
      [first, second] = unsample(first, second, javaRate);
    } else if (draft.period !== 0n) {
      [first, second] = [BigInt.asIntN(64, first * draft.period), BigInt.asIntN(64, second * draft.period)];
    }
    draft.sample(addresses, [first, second], labels);
  } while (lines.read());
}

function readLocations(lines: Lines, draft: Draft): void {
  do {
    const line = lines.line.trim();
    const found = location.exec(line);
    if (found === null) continue;
    const address = parseHex(found[1]!);
    if (address === undefined) {
      throw malformedLine(lines, 'has an address past 64 bits', `parsing sample ${line}: strconv.ParseUint: parsing "${found[1]!}": value out of range`);
    }
    const [name, file, number] = frameOf(found[2]!);
    draft.name(address, [{name, file, line: number}], false);
  } while (lines.read());
}

/** `name (file:line)`, `name (path/of.so)`, a stub of the compiler, or a bare name. */
function frameOf(text: string): [name: string, file: string, line: number] {
  const tail = /:(-?[0-9]+)\)$/.exec(text);
  if (tail !== null) {
    const open = openingBefore(text, tail.index - 2);
    if (open > 0) {
      const line = Number(tail[1]);
      return [text.slice(0, open - 1), text.slice(open + 1, tail.index), line > 0 && Number.isSafeInteger(line) ? line : 0];
    }
  }
  if (text.endsWith(')')) {
    const open = openingBefore(text, text.length - 2);
    if (open > 0) return [text.slice(0, open - 1), baseName(text.slice(open + 1, -1)), 0];
  }
  return [text.includes('generated stub/JIT') ? 'STUB' : text, '', 0];
}

/** The last `(` with a space before it, at or before `from`; -1 for none. */
function openingBefore(text: string, from: number): number {
  for (let at = text.lastIndexOf('(', from); at > 0; at = text.lastIndexOf('(', at - 1)) {
    if (/[\t\n\f\r ]/.test(text[at - 1]!)) return at;
  }
  return -1;
}

/** The last part of a path, as Go's filepath.Base gives it. */
function baseName(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}
