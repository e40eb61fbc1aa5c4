import {compileRegexp, prepareRegexps} from '../base/regexp.js';
import type {Matcher} from '../base/regexp.js';
import {moveLeaves} from './filter.js';
import {keepLines, matchSimplifiedNames} from './matching.js';
import type {Profile} from './profile.js';

/**
 * Prunes a profile by its own drop_frames and keep_frames, as pprof does after
 * it has read one. A pattern there that is no regular expression prunes nothing.
 */
export async function pruneUninteresting(profile: Profile): Promise<Profile> {
  if (profile.dropFrames === '') return profile;
  const drop = `^(${profile.dropFrames})$`;
  const keep = profile.keepFrames === '' ? undefined : `^(${profile.keepFrames})$`;
  await prepareRegexps([drop, keep]);
  try {
    return prune(profile, compileRegexp(drop, 'drop_frames'), keep === undefined ? undefined : compileRegexp(keep, 'keep_frames'));
  } catch {
    return profile;
  }
}

/**
 * Cuts each stack above the first frame, from the root, that matches `drop` and
 * not `keep` and has a frame that does not match above it.
 *
 * Inside one location the outermost matching line and those inlined into it go,
 * and go everywhere; the frame itself stays where lines outside of it are left.
 */
export function prune(profile: Profile, drop: Matcher, keep: Matcher | undefined): Profile {
  const {locations, lines, stacks, samples} = profile;
  const byFunction = matchSimplifiedNames(profile, drop, keep);
  const keepLine = new Uint8Array(lines.length).fill(1);
  const whole = 1;
  const inner = 2;
  const found = new Uint8Array(locations.length);
  for (let row = 0; row < locations.length; row++) {
    const first = locations.lineStart[row]!;
    const last = locations.lineStart[row + 1]! - 1;
    for (let line = last; line >= first; line--) {
      if (lines.function[line]! < 0 || byFunction[lines.function[line]!] === 0) continue;
      found[row] = line === last ? whole : inner;
      if (line < last) keepLine.fill(0, first, line + 1);
      break;
    }
  }

  // By row: the leaf that a stack through it is cut to, -1 for none yet.
  const leaf = new Int32Array(stacks.length);
  const belowUser = new Uint8Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const caller = stacks.caller[row]!;
    const location = stacks.location[row]!;
    leaf[row] = caller < 0 ? -1 : leaf[caller]!;
    belowUser[row] = found[location] === 0 || (caller >= 0 && belowUser[caller] === 1) ? 1 : 0;
    if (leaf[row] === -1 && found[location] !== 0 && belowUser[row] === 1) leaf[row] = found[location] === whole ? caller : row;
  }
  return keepLines(moveLeaves(profile, leaf, samples.stack), keepLine);
}
