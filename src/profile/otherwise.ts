import {Failure} from '../base/failure.js';
import {parseLegacy} from './legacy/legacy.js';
import type {GoText} from './legacy/legacy.js';
import type {Profile} from './profile.js';
import {sniff} from './sniff.js';
import type {WireError} from './wire.js';

/** Inflated bytes that are no profile.proto. */
export interface Unread {
  /** What failures call the file. */
  readonly name: string;
  /** Why they are none. */
  readonly problem: WireError;
  /** The first bytes. */
  readonly head: Uint8Array;
  /** Of all of them. */
  readonly length: number;
  /** All of them; undefined where they are too many for a format before profile.proto. */
  readonly whole: Uint8Array | undefined;
  /** Whether the first line of what is not there whole is longer than pprof's text formats may have it. */
  readonly longLine: boolean;
  readonly goText: boolean | undefined;
  readonly onGoText: ((kind: GoText) => void) | undefined;
}

/** What these bytes are: an older format, or a failure that says so. */
export function otherwise({name, problem, head, length, whole, longLine, goText, onGoText}: Unread, legacy = parseLegacy): Profile {
  if (problem.kind === 'concatenated') {
    throw new Failure('concatenated', `${name} holds two profiles, one after the other; split it and open them one by one`, {
      offset: problem.offset, pprof: 'parsing profile: concatenated profiles detected',
    });
  }
  if (whole !== undefined) {
    const profile = legacy(whole, goText, onGoText);
    if (profile !== undefined) return profile;
  }
  const pprof = `parsing profile: ${longLine ? 'bufio.Scanner: token too long' : 'unrecognized profile format'}`;
  const format = sniff(head);
  if (format !== undefined) throw new Failure(format.code, `${name} is not a profile: ${format.text}`, {found: format.found, pprof});
  const details = {offset: problem.offset, pprof};
  if (!beginsLikeProfile(head)) {
    throw new Failure('not-a-profile', `${name} is not a profile: it begins with ${hex(head)}, and pprof's files begin with 1f 8b (gzip) or a field of profile.proto`, details);
  }
  if (problem.kind === 'truncated') {
    throw new Failure('truncated', `${name} ends in the middle, at byte ${length} unpacked; was it cut off?`, details);
  }
  throw new Failure('malformed', `${name} is not a whole profile: ${problem.message}, at byte ${problem.offset} unpacked`, details);
}

/** Whether the first byte is the tag of a field of the format. */
function beginsLikeProfile(head: Uint8Array): boolean {
  const field = head[0]! >> 3;
  const type = head[0]! & 7;
  return field >= 1 && field <= 15 && (type === 0 ? field >= 7 && field !== 11 : type === 2 && (field <= 6 || field === 11 || field === 13));
}

function hex(head: Uint8Array): string {
  return Array.from(head.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
