import type {Profile} from '../profile.js';
import {Draft} from './draft.js';
import {isSpaceOrComment, Lines, malformedLine, unrecognized} from './lines.js';
import {isMemoryMapSentinel, readAdditionalSections} from './memory-map.js';
import {parseAddresses} from './numbers.js';

const threadz = /--- threadz \d+ ---/;
const thread = /--- Thread ([0-9a-fA-F]+) \(name: ([^\n]*)\/(\d+)\) stack: ---/;

/** A thread dump of a C++ server, or `unrecognized`. */
export function parseThread(bytes: Uint8Array): Profile | typeof unrecognized {
  const lines = new Lines(bytes);
  while (lines.read() && isSpaceOrComment(lines.line));
  if (threadz.test(lines.line)) {
    while (lines.read()) if (isMemoryMapSentinel(lines.line) || lines.line.startsWith('-')) break;
  } else if (!thread.test(lines.line)) {
    return unrecognized;
  }
  const draft = new Draft();
  draft.sampleTypes = [{type: 'thread', unit: 'count'}];
  draft.periodType = {type: 'thread', unit: 'count'};
  draft.period = 1n;
  while (!isMemoryMapSentinel(lines.line) && !lines.line.trim().startsWith('---- no stack trace for')) {
    if (!thread.test(lines.line)) return unrecognized;
    const addresses = readStack(lines);
    if (addresses.length > 0) {
      draft.sample(addresses.map((address, frame) => (frame === 0 ? address : address - 1n)), [1n]);
    } else {
      const last = draft.samples.at(-1);
      if (last !== undefined) last.values[0]!++;
    }
  }
  readAdditionalSections(lines, draft);
  draft.dropDoubledLeaves();
  return draft.finish();
}

/** The addresses up to the next line of dashes; none for a thread that stands where the one before it does. */
function readStack(lines: Lines): bigint[] {
  const addresses: bigint[] = [];
  let same = false;
  while (lines.read()) {
    const line = lines.line.trim();
    if (line.startsWith('---')) break;
    if (line.includes('same as previous thread')) {
      same = true;
      continue;
    }
    const found = parseAddresses(line);
    if (typeof found === 'string') {
      throw malformedLine(lines, 'has an address past 64 bits', `malformed sample: ${line}: failed to parse as hex 64-bit number: ${found}`);
    }
    addresses.push(...found);
  }
  return same ? [] : addresses;
}
