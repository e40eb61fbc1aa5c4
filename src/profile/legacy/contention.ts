import type {Profile} from '../profile.js';
import {Draft} from './draft.js';
import {GoNames} from './go-names.js';
import {isSpaceOrComment, Lines, malformedLine, unrecognized} from './lines.js';
import {readAdditionalSections} from './memory-map.js';
import {parseAddresses, parseDecimal, parseInteger, truncate} from './numbers.js';

const sample = /(\d+) *(\d+) @([ x0-9a-f]*)/;

/** A contention or mutex profile as text (gperftools, Go), or `unrecognized`. */
export function parseContention(bytes: Uint8Array, onNames?: () => void): Profile | typeof unrecognized {
  const lines = new Lines(bytes);
  if (!lines.read() || !/^--- (contentionz |mutex:|contention:)/.test(lines.line)) return unrecognized;
  const draft = new Draft();
  draft.sampleTypes = [{type: 'contentions', unit: 'count'}, {type: 'delay', unit: 'nanoseconds'}];
  draft.periodType = {type: 'contentions', unit: 'count'};
  draft.period = 1n;
  const cyclesPerSecond = readAttributes(lines, draft);
  if (cyclesPerSecond === unrecognized) return unrecognized;
  const names = onNames === undefined ? undefined : new GoNames(draft);
  do {
    const line = lines.line.trim();
    if (line.startsWith('---')) break;
    names?.line(lines.line);
    if (isSpaceOrComment(line)) continue;
    if (!readSample(lines, line, draft, cyclesPerSecond)) return unrecognized;
  } while (lines.read());
  if (names?.finish() === true) onNames?.();
  readAdditionalSections(lines, draft);
  return draft.finish();
}

/** Reads `name = value` lines up to the first line that is none. Gives the cycles in a second, 0 where they are not said. */
function readAttributes(lines: Lines, draft: Draft): bigint | typeof unrecognized {
  let cyclesPerSecond = 0n;
  while (lines.read()) {
    const line = lines.line.trim();
    if (isSpaceOrComment(line)) continue;
    const at = line.indexOf('=');
    if (line.startsWith('---') || at < 0) break;
    const key = line.slice(0, at).trim();
    if (key === 'discarded samples') continue;
    const value = parseInteger(line.slice(at + 1).trim());
    if (value === undefined) return unrecognized;
    if (key === 'cycles/second') cyclesPerSecond = value;
    else if (key === 'sampling period') draft.period = value;
    else if (key === 'ms since reset') draft.durationNanos = BigInt.asIntN(64, value * 1_000_000n);
    else return unrecognized;
  }
  return cyclesPerSecond;
}

function readSample(lines: Lines, line: string, draft: Draft, cyclesPerSecond: bigint): boolean {
  const at = line.indexOf('@');
  const found = at < 0 || at > 1000 ? null : sample.exec(line);
  if (found === null) return false;
  let [delay, contentions] = [parseDecimal(found[1]!), parseDecimal(found[2]!)];
  const addresses = parseAddresses(found[3]!);
  if (delay === undefined || contentions === undefined) {
    const text = delay === undefined ? found[1]! : found[2]!;
    throw malformedLine(lines, 'has a number past 64 bits', `malformed sample: ${line}: strconv.ParseInt: parsing "${text}": value out of range`);
  }
  if (typeof addresses === 'string') {
    throw malformedLine(lines, 'has an address past 64 bits', `malformed sample: ${line}: failed to parse as hex 64-bit number: ${addresses}`);
  }
  if (draft.period > 0n) {
    if (cyclesPerSecond > 0n) delay = truncate((Number(delay) * Number(draft.period)) / (Number(cyclesPerSecond) / 1e9));
    contentions = BigInt.asIntN(64, contentions * draft.period);
  }
  draft.sample(addresses.map((address) => address - 1n), [contentions, delay]);
  return true;
}
