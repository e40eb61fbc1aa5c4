import type {Matcher} from '../base/regexp.js';
import {keepStacks} from './keep-stacks.js';
import {keepLines, matchLines, matchMappings, matchSimplifiedNames} from './matching.js';
import type {Profile, StackRow} from './profile.js';
import {sampledStacks} from './sampled-stacks.js';
import {liveRows, withoutRows} from './without-rows.js';

/** The four patterns that are applied together; undefined for one that is not asked. */
export interface NameFilter {
  readonly focus?: Matcher | undefined;
  readonly ignore?: Matcher | undefined;
  readonly hide?: Matcher | undefined;
  readonly show?: Matcher | undefined;
}

/** What each pattern came to: whether any location of the profile matches. A pattern that is not asked has false. */
export interface NameFiltered {
  readonly profile: Profile;
  readonly focusMatched: boolean;
  readonly ignoreMatched: boolean;
  readonly hideMatched: boolean;
  readonly showMatched: boolean;
}

const focused = 1;
const ignored = 2;
const visible = 4;

/**
 * Keeps the stacks that pass through a frame in focus and through none to be
 * ignored, and of those the frames that are shown and not hidden.
 *
 * A pattern is held against a frame's function, its file and the file of its
 * mapping. Cost of a hidden frame goes to its caller; a sample that is left
 * without frames goes, as does one that had none before. Lines without a
 * function stay unless their mapping is hidden; where `show` is asked, a
 * location without lines goes.
 *
 * Gives `profile` itself where nothing changes.
 */
export function filterByName(profile: Profile, {focus, ignore, hide, show}: NameFilter): NameFiltered {
  if (focus === undefined && ignore === undefined && hide === undefined && show === undefined) {
    return {profile, focusMatched: false, ignoreMatched: false, hideMatched: false, showMatched: false};
  }
  const {locations, lines} = profile;
  const flags = new Uint8Array(locations.length);
  const inFocus = focus && matchLocations(profile, focus);
  const inIgnore = ignore && matchLocations(profile, ignore);
  let focusMatched = false;
  let ignoreMatched = false;
  for (let row = 0; row < locations.length; row++) {
    if (inIgnore?.[row] === 1) {
      ignoreMatched = true;
      flags[row] = ignored;
    } else if (inFocus === undefined || inFocus[row] === 1) {
      focusMatched ||= inFocus !== undefined;
      flags[row] = focused;
    }
  }

  const keep = new Uint8Array(lines.length).fill(1);
  const gone = new Uint8Array(locations.length);
  const hideMatched = hide !== undefined && hideLines(profile, hide, keep, gone);
  const showMatched = show !== undefined && showLines(profile, show, keep, gone);
  let someGone = false;
  for (let row = 0; row < locations.length; row++) {
    if (gone[row] === 0) flags[row]! |= visible;
    else someGone = true;
  }

  const trimmed = keepLines(profile, keep);
  if (focus === undefined && ignore === undefined && someGone) return {profile: withoutLocations(trimmed, gone), focusMatched, ignoreMatched, hideMatched, showMatched};
  const {stacks} = profile;
  const onPath = new Uint8Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const caller = stacks.caller[row]!;
    onPath[row] = flags[stacks.location[row]!]! | (caller < 0 ? 0 : onPath[caller]!);
  }
  const kept = stacksWith(profile, (row) => (onPath[row]! & (focused | ignored | visible)) === (focused | visible));

  const filtered = someGone ? without(trimmed, kept, gone) : keepStacks(trimmed, kept);
  return {profile: filtered, focusMatched, ignoreMatched, hideMatched, showMatched};
}

/** What a pattern left of a profile, and whether any location matches it. */
export interface Filtered {
  readonly profile: Profile;
  readonly matched: boolean;
}

/**
 * Drops the callers above the first frame that matches.
 *
 * For the stack main → serve → parse → serve:
 *   main    main → serve → parse → serve
 *   serve   serve → parse → serve
 *   parse   parse → serve
 *   flush   nothing is left, so the sample goes
 *
 * Inside one location the lines that the matching one is inlined into go
 * everywhere, in stacks above it too, unless it is the mapping that matches.
 */
export function showFrom(profile: Profile, pattern: Matcher | undefined): Filtered {
  if (pattern === undefined) return {profile, matched: false};
  const {locations, stacks} = profile;
  const lineMatches = matchLines(profile, pattern);
  const found = matchMappings(profile, pattern);
  const keep = new Uint8Array(profile.lines.length).fill(1);
  let matched = false;
  for (let row = 0; row < locations.length; row++) {
    if (found[row] === 0) {
      const first = locations.lineStart[row]!;
      let line = locations.lineStart[row + 1]! - 1;
      while (line >= first && lineMatches[line] === 0) line--;
      if (line < first) continue;
      found[row] = 1;
      keep.fill(0, line + 1, locations.lineStart[row + 1]);
    }
    matched = true;
  }

  // The rows above each that was found.
  const above = new Uint8Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const caller = stacks.caller[row]!;
    if (found[stacks.location[row]!] === 0 && (caller < 0 || above[caller] === 1)) above[row] = 1;
  }
  const kept = stacksWith(profile, (row) => above[row] === 0);
  return {profile: without(keepLines(profile, keep), kept, above, true), matched};
}

/**
 * Drops the frames that the matching frame nearest to the leaf calls, so that it becomes the leaf.
 *
 * The pattern is held against simplified names only; inside one location the
 * lines inlined into the matching one go everywhere.
 */
export function pruneFrom(profile: Profile, pattern: Matcher | undefined): Profile {
  if (pattern === undefined) return profile;
  const {locations, lines, stacks, samples} = profile;
  const byFunction = matchSimplifiedNames(profile, pattern);
  const keep = new Uint8Array(lines.length).fill(1);
  const found = new Uint8Array(locations.length);
  for (let row = 0; row < locations.length; row++) {
    for (let line = locations.lineStart[row]!; line < locations.lineStart[row + 1]!; line++) {
      if (lines.function[line]! < 0 || byFunction[lines.function[line]!] === 0) continue;
      found[row] = 1;
      keep.fill(0, locations.lineStart[row], line);
      break;
    }
  }
  const leaf = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const caller = stacks.caller[row]!;
    leaf[row] = found[stacks.location[row]!] === 1 ? row : caller < 0 ? -1 : leaf[caller]!;
  }
  return keepLines(moveLeaves(profile, leaf, samples.stack), keep);
}

/** The profile with each sample's stack replaced by what `leaf` says of it, where that is not -1. */
export function moveLeaves(profile: Profile, leaf: Int32Array, stack: Int32Array): Profile {
  const moved = new Int32Array(stack.length);
  let changed = false;
  for (let row = 0; row < stack.length; row++) {
    const before = stack[row]!;
    const after = before < 0 || leaf[before]! < 0 ? before : leaf[before]!;
    moved[row] = after;
    changed ||= after !== before;
  }
  return changed ? {...profile, samples: {...profile.samples, stack: moved}} : profile;
}

function matchLocations(profile: Profile, pattern: Matcher): Uint8Array {
  const {length, lineStart} = profile.locations;
  const lines = matchLines(profile, pattern);
  const answer = matchMappings(profile, pattern);
  for (let row = 0; row < length; row++) {
    for (let line = lineStart[row]!; line < lineStart[row + 1]! && answer[row] === 0; line++) answer[row] = lines[line]!;
  }
  return answer;
}

function hideLines(profile: Profile, pattern: Matcher, keep: Uint8Array, gone: Uint8Array): boolean {
  const {length, lineStart} = profile.locations;
  const lines = matchLines(profile, pattern);
  const mappings = matchMappings(profile, pattern);
  let matched = false;
  for (let row = 0; row < length; row++) {
    let left = 0;
    let here = mappings[row] === 1;
    for (let line = lineStart[row]!; line < lineStart[row + 1]!; line++) {
      if (lines[line] === 1) here = true;
      if (lines[line] === 1 || mappings[row] === 1) keep[line] = 0;
      else left++;
    }
    matched ||= here;
    if (here && left === 0) gone[row] = 1;
  }
  return matched;
}

/** Looks at what `hideLines` left, as pprof does both in one turn at each location. */
function showLines(profile: Profile, pattern: Matcher, keep: Uint8Array, gone: Uint8Array): boolean {
  const {lines: table, locations} = profile;
  const lines = matchLines(profile, pattern);
  const mappings = matchMappings(profile, pattern);
  let matched = false;
  for (let row = 0; row < locations.length; row++) {
    let left = 0;
    for (let line = locations.lineStart[row]!; line < locations.lineStart[row + 1]!; line++) {
      if (mappings[row] === 0 && lines[line] === 0 && table.function[line]! >= 0) keep[line] = 0;
      left += keep[line]!;
    }
    if (left === 0) gone[row] = 1;
    else matched = true;
  }
  return matched;
}

/** By cell of the stacks with samples: 1 for those that are wanted. */
function stacksWith(profile: Profile, isWanted: (row: StackRow) => boolean): Uint8Array {
  const {stack} = sampledStacks(profile);
  const wanted = new Uint8Array(stack.length);
  for (let cell = 0; cell < stack.length; cell++) if (stack[cell]! >= 0 && isWanted(stack[cell]!)) wanted[cell] = 1;
  return wanted;
}

/** By the stacks with samples, as long as these are kept: the same ones are asked for with each pattern. */
const rowsOf = new WeakMap<Int32Array, Uint8Array>();

/** `liveRows` of all samples. */
function sampledRows(profile: Profile): Uint8Array {
  const {stack} = sampledStacks(profile);
  let live = rowsOf.get(stack);
  if (live === undefined) rowsOf.set(stack, live = liveRows(profile.stacks, stack, () => true));
  return live;
}

/** The profile without the frames at these locations, and without the samples that are left with none. */
function withoutLocations(profile: Profile, gone: Uint8Array): Profile {
  const left = withoutRows(profile.stacks, sampledRows(profile), gone);
  return keepStacks(profile, stacksWith(profile, (row) => left === undefined || left.moved[row]! >= 0), left);
}

/** The profile with these stacks, by cell of those with samples, and of them the rows that are not `gone`: by location, or with `byRow` by row. */
function without(profile: Profile, kept: Uint8Array, gone: Uint8Array, byRow = false): Profile {
  const {stacks} = profile;
  const live = liveRows(stacks, sampledStacks(profile).stack, (cell) => kept[cell] === 1);
  return keepStacks(profile, kept, withoutRows(stacks, live, gone, byRow));
}
