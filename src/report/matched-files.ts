import type {Profile} from '../profile/profile.js';

const matched = new WeakMap<Profile, Profile>();

/**
 * `profile` with one file for each function that each side has in one file alone, so
 * that a function whose file was moved between the two recordings is one function.
 *
 *   parse in old/p.go before, in new/p.go after           one function, in new/p.go
 *   init in a.go and b.go before and after                two functions, as they are
 *   init in x/a.go and x/b.go, then y/a.go and y/b.go     two functions, in y/a.go and y/b.go
 */
export function withMatchedFiles(profile: Profile, isBase: Uint8Array): Profile {
  let answer = matched.get(profile);
  if (answer === undefined) matched.set(profile, answer = matchFiles(profile, isBase));
  return answer;
}

function matchFiles(profile: Profile, isBase: Uint8Array): Profile {
  const {functions, strings} = profile;
  const {before, after} = functionsOfSides(profile, isBase);
  // By name, and by the last part of the file: the files of each side.
  const whole = new Map<string, FilesOfSides>();
  const last = new Map<string, FilesOfSides>();
  const keys = (f: number): [string, string] => {
    const name = strings.get(functions.name[f]!);
    return [name, `${name}\n${baseOf(strings.get(functions.filename[f]!))}`];
  };
  for (let f = 0; f < functions.length; f++) {
    if (functions.name[f] === 0) continue;
    const [name, place] = keys(f);
    for (const [files, key] of [[whole, name], [last, place]] as const) {
      let its = files.get(key);
      if (its === undefined) files.set(key, its = {before: new Set(), after: new Set()});
      if (before[f] === 1) its.before.add(functions.filename[f]!);
      if (after[f] === 1) its.after.add(functions.filename[f]!);
    }
  }
  const filename = functions.filename.slice();
  let changed = false;
  for (let f = 0; f < functions.length; f++) {
    if (functions.name[f] === 0 || before[f] !== 1) continue;
    const [name, place] = keys(f);
    const moved = movedTo(whole.get(name)!) ?? movedTo(last.get(place)!);
    if (moved === undefined || moved === filename[f]) continue;
    filename[f] = moved;
    changed = true;
  }
  return changed ? {...profile, functions: {...functions, filename}} : profile;
}

interface FilesOfSides {
  readonly before: Set<number>;
  readonly after: Set<number>;
}

/** The file of after, where each side has one. */
function movedTo({before, after}: FilesOfSides): number | undefined {
  return before.size === 1 && after.size === 1 ? [...after][0] : undefined;
}

function baseOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** 1 by `FunctionRow` for what is on a stack of the side. */
function functionsOfSides({samples, stacks, locations, lines, functions}: Profile, isBase: Uint8Array): {before: Uint8Array; after: Uint8Array} {
  const isBefore = 1;
  const isAfter = 2;
  const ofStack = new Uint8Array(stacks.length);
  for (let row = 0; row < samples.length; row++) if (samples.stack[row]! >= 0) ofStack[samples.stack[row]!]! |= isBase[row] === 1 ? isBefore : isAfter;
  const ofLocation = new Uint8Array(locations.length);
  // Callers stand before their callees, so downwards each callee has its sides before its caller is met.
  for (let stack = stacks.length - 1; stack >= 0; stack--) {
    const sides = ofStack[stack]!;
    if (sides === 0) continue;
    ofLocation[stacks.location[stack]!]! |= sides;
    if (stacks.caller[stack]! >= 0) ofStack[stacks.caller[stack]!]! |= sides;
  }
  const before = new Uint8Array(functions.length);
  const after = new Uint8Array(functions.length);
  for (let location = 0; location < locations.length; location++) {
    const sides = ofLocation[location]!;
    if (sides === 0) continue;
    for (let line = locations.lineStart[location]!; line < locations.lineStart[location + 1]!; line++) {
      const f = lines.function[line]!;
      if (f < 0) continue;
      if ((sides & isBefore) !== 0) before[f] = 1;
      if ((sides & isAfter) !== 0) after[f] = 1;
    }
  }
  return {before, after};
}
