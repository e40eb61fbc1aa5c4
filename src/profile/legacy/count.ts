import type {Profile} from '../profile.js';
import {Draft} from './draft.js';
import {GoNames} from './go-names.js';
import {isSpaceOrComment, Lines, malformedLine, unrecognized} from './lines.js';
import {readAdditionalSections} from './memory-map.js';
import {parseAddresses, parseInteger} from './numbers.js';

const heading = /^(\S+) profile: total \d+$/;
const sample = /^(\d+) @((?: 0x[0-9a-f]+)+)$/;
// Go 1.19 writes a thread that it knows no stack of as `7 @`, which pprof refuses.
const bareSample = /^(\d+) @((?: 0x[0-9a-f]+)*) ?$/;

/** Go's text of a count profile (`goroutine`, `threadcreate`), or `unrecognized`. */
export function parseGoCount(bytes: Uint8Array, onNames?: () => void): Profile | typeof unrecognized {
  const lines = new Lines(bytes);
  while (lines.read() && isSpaceOrComment(lines.line));
  const type = heading.exec(lines.line)?.[1];
  if (type === undefined) return unrecognized;
  const draft = new Draft();
  draft.sampleTypes = [{type, unit: 'count'}];
  draft.periodType = {type, unit: 'count'};
  draft.period = 1n;
  const names = onNames === undefined ? undefined : new GoNames(draft);
  while (lines.read()) {
    names?.line(lines.line);
    if (isSpaceOrComment(lines.line)) continue;
    if (lines.line.startsWith('---')) break;
    const found = (onNames === undefined ? sample : bareSample).exec(lines.line);
    const count = found === null ? undefined : parseInteger(found[1]!);
    const addresses = found === null ? '' : parseAddresses(found[2]!);
    if (count === undefined || typeof addresses === 'string') throw malformedLine(lines, `is no sample of a ${type} profile`);
    draft.sample(addresses.map((address) => address - 1n), [count]);
  }
  if (names?.finish() === true) onNames?.();
  readAdditionalSections(lines, draft);
  return draft.finish();
}
