import type {Profile} from '../profile.js';
import {Draft} from './draft.js';
import {GoNames} from './go-names.js';
import {isSpaceOrComment, Lines, malformedLine, unrecognized} from './lines.js';
import {isMemoryMapSentinel, readAdditionalSections} from './memory-map.js';
import {parseAddresses, parseDecimal, unsample} from './numbers.js';

const heapHeader = /heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] *@ *(heap[_a-z0-9]*)\/?(\d*)/;
const growthHeader = /heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] @ (?:growth|fragmentation)z?/;
const heapSample = /(-?\d+): *(-?\d+) *\[ *(\d+): *(\d+) *\] @([ x0-9a-f]*)/;

interface Header {
  /** Mean bytes between samples; 0 for unknown, undefined for a name that is not known. */
  readonly rate: bigint;
  readonly sampled: boolean;
  readonly hasAlloc: boolean;
}

/** A heap, growth or fragmentation profile as text, or `unrecognized`. */
export function parseHeap(bytes: Uint8Array, onNames?: () => void): Profile | typeof unrecognized {
  const lines = new Lines(bytes);
  if (!lines.read()) return unrecognized;
  const header = parseHeader(lines.line);
  if (header === undefined) return unrecognized;
  const draft = new Draft();
  draft.periodType = {type: 'space', unit: 'bytes'};
  draft.period = header.rate;
  draft.sampleTypes = header.hasAlloc
    ? [{type: 'alloc_objects', unit: 'count'}, {type: 'alloc_space', unit: 'bytes'}, {type: 'inuse_objects', unit: 'count'}, {type: 'inuse_space', unit: 'bytes'}]
    : [{type: 'objects', unit: 'count'}, {type: 'space', unit: 'bytes'}];
  const names = onNames === undefined ? undefined : new GoNames(draft);
  while (lines.read()) {
    names?.line(lines.line);
    if (isSpaceOrComment(lines.line)) continue;
    if (isMemoryMapSentinel(lines.line)) break;
    readSample(lines, header, draft);
  }
  if (names?.finish() === true) onNames?.();
  readAdditionalSections(lines, draft);
  return draft.finish();
}

function parseHeader(line: string): Header | undefined {
  const head = line.slice(0, 1000);
  const heap = heapHeader.exec(head);
  if (heap === null) return growthHeader.test(head) ? {rate: 1n, sampled: false, hasAlloc: false} : undefined;
  const [, objects, space, allObjects, allSpace, name, rateText] = heap;
  const rate = rateText === '' ? 0n : parseDecimal(rateText!);
  if (rate === undefined) return undefined;
  const hasAlloc = (allObjects !== objects && allObjects !== '0') || (allSpace !== space && allSpace !== '0');
  switch (name) {
    case 'heapz_v2':
    case 'heap_v2':
      return {rate, sampled: true, hasAlloc};
    case 'heapprofile':
      return {rate: 1n, sampled: false, hasAlloc};
    case 'heap':
      return {rate: rate / 2n, sampled: true, hasAlloc};
    default:
      return undefined;
  }
}

function readSample(lines: Lines, header: Header, draft: Draft): void {
  const line = lines.line.trim();
  const at = line.indexOf('@');
  const found = at < 0 || at > 1000 ? null : heapSample.exec(line);
  if (found === null) throw malformedLine(lines, 'is no sample of a heap profile', 'unexpected number of sample values: got 0, want 6');
  const values: bigint[] = [];
  let blockSize = 0n;
  const add = (countText: string, sizeText: string, what: string): void => {
    const [count, size] = [parseDecimal(countText), parseDecimal(sizeText)];
    if (count === undefined || size === undefined) {
      const text = count === undefined ? countText : sizeText;
      throw malformedLine(lines, 'has a number past 64 bits', `malformed sample: ${line}: strconv.ParseInt: parsing "${text}": value out of range`);
    }
    if (count === 0n && size !== 0n) {
      throw malformedLine(lines, 'counts no objects but has bytes', `${what} count was 0 but ${what} bytes was ${size}`);
    }
    if (count !== 0n) blockSize = size / count;
    values.push(...(count !== 0n && header.sampled ? unsample(count, size, header.rate) : [count, size]));
  };
  if (header.hasAlloc) add(found[3]!, found[4]!, 'allocation');
  add(found[1]!, found[2]!, 'inuse');
  const addresses = parseAddresses(found[5]!);
  if (typeof addresses === 'string') {
    throw malformedLine(lines, 'has an address past 64 bits', `malformed sample: ${line}: failed to parse as hex 64-bit number: ${addresses}`);
  }
  draft.sample(addresses.map((address) => address - 1n), values, [{key: 'bytes', number: blockSize}]);
}
