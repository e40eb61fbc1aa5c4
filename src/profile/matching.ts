import type {Matcher} from '../base/regexp.js';
import type {LocationTable, Profile, SampleTable, StringRow} from './profile.js';
import type {StringTable} from './strings.js';

/**
 * A matcher over the rows of a string table that looks at each row once.
 *
 * Functions share files and names, and a pattern costs up to a microsecond a
 * name, so the answers are kept for as long as the returned function lives.
 */
export function stringMatcher(strings: StringTable, matcher: Matcher): (row: StringRow) => boolean {
  const known = new Uint8Array(strings.length);
  return (row) => {
    let answer = known[row]!;
    if (answer === 0) {
      answer = matcher.test(strings.get(row)) ? 2 : 1;
      known[row] = answer;
    }
    return answer === 2;
  };
}

/** For each of these rows 1 where its text matches, else 0. */
export function matchStrings(strings: StringTable, rows: Uint32Array, matcher: Matcher): Uint8Array {
  const matches = stringMatcher(strings, matcher);
  const answer = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) if (matches(rows[i]!)) answer[i] = 1;
  return answer;
}

/** 1 by line where the name or the file of its function matches; a line without a function has 0. */
export function matchLines(profile: Profile, matcher: Matcher): Uint8Array {
  const {functions, lines, strings} = profile;
  const matches = stringMatcher(strings, matcher);
  const byFunction = new Uint8Array(functions.length);
  for (let row = 0; row < functions.length; row++) {
    if (matches(functions.name[row]!) || matches(functions.filename[row]!)) byFunction[row] = 1;
  }
  const answer = new Uint8Array(lines.length);
  for (let row = 0; row < lines.length; row++) {
    const function_ = lines.function[row]!;
    if (function_ >= 0) answer[row] = byFunction[function_]!;
  }
  return answer;
}

/** 1 by location where the file of its mapping matches. */
export function matchMappings(profile: Profile, matcher: Matcher): Uint8Array {
  const byMapping = profile.mappings.map((mapping) => matcher.test(mapping.file));
  const {length, mapping} = profile.locations;
  const answer = new Uint8Array(length);
  for (let row = 0; row < length; row++) if (mapping[row]! >= 0 && byMapping[mapping[row]!] === true) answer[row] = 1;
  return answer;
}

/**
 * 1 by function where `simplifyName` of its name matches; a nameless one has 0.
 *
 * @param unless has no match either, where given
 */
export function matchSimplifiedNames(profile: Profile, matcher: Matcher, unless?: Matcher): Uint8Array {
  const {functions, strings} = profile;
  const matches = stringMatcher(strings, {
    test(text) {
      const name = simplifyName(text);
      return matcher.test(name) && unless?.test(name) !== true;
    },
  });
  const answer = new Uint8Array(functions.length);
  for (let row = 0; row < functions.length; row++) {
    if (strings.get(functions.name[row]!) !== '' && matches(functions.name[row]!)) answer[row] = 1;
  }
  return answer;
}

/**
 * A function's name as pprof prunes by it: without the dot that some linkers put
 * in front and without what follows the first parenthesis.
 *
 *   .main                            main
 *   f(int) const                     f
 *   (anonymous namespace)::g(char)   (anonymous namespace)::g
 *   A::operator()(int)               A::operator()
 */
export function simplifyName(name: string): string {
  const text = name.startsWith('.') ? name.slice(1) : name;
  let from = 0;
  for (;;) {
    const open = text.indexOf('(', from);
    if (open < 0) return text;
    if (text.startsWith('(anonymous namespace)', open)) from = open + '(anonymous namespace)'.length;
    else if (text.startsWith('operator()', open - 'operator'.length) && open - 'operator'.length >= from) from = open + 2;
    else return text.slice(0, open);
  }
}

/** The profile with only the lines that `keep` marks; where that is all of them, itself. */
export function keepLines(profile: Profile, keep: Uint8Array): Profile {
  const {lines, locations} = profile;
  let kept = 0;
  for (let row = 0; row < lines.length; row++) kept += keep[row]!;
  if (kept === lines.length) return profile;
  const rows = new Uint32Array(kept);
  const lineStart = new Uint32Array(locations.length + 1);
  let next = 0;
  for (let location = 0; location < locations.length; location++) {
    for (let row = locations.lineStart[location]!; row < locations.lineStart[location + 1]!; row++) {
      if (keep[row] === 1) rows[next++] = row;
    }
    lineStart[location + 1] = next;
  }
  const functions = new Int32Array(kept);
  for (let i = 0; i < kept; i++) functions[i] = lines.function[rows[i]!]!;
  const changed: LocationTable = {...locations, lineStart};
  return {
    ...profile,
    locations: changed,
    lines: {length: kept, function: functions, line: lines.line.gather(rows), column: lines.column.gather(rows)},
  };
}

/** The profile with only the samples that `keep` marks; where that is all of them, itself. */
export function keepSamples(profile: Profile, keep: Uint8Array): Profile {
  const {samples} = profile;
  let kept = 0;
  for (let row = 0; row < samples.length; row++) kept += keep[row]!;
  if (kept === samples.length) return profile;
  const rows = new Uint32Array(kept);
  let next = 0;
  for (let row = 0; row < samples.length; row++) if (keep[row] === 1) rows[next++] = row;
  const stack = new Int32Array(kept);
  for (let row = 0; row < kept; row++) stack[row] = samples.stack[rows[row]!]!;
  return {...profile, samples: samplesAt(samples, rows, stack)};
}

/** These samples, which stand on these stacks. */
export function samplesAt({labels, values}: SampleTable, rows: Uint32Array, stack: Int32Array): SampleTable {
  return {length: rows.length, stack, labels: rows.map((row) => labels[row]!), values: values.map((column) => column.gather(rows))};
}
