import {Failure} from './failure.js';

/** A compiled pattern. It says whether a text holds a match, in time linear in the text. */
export interface Matcher {
  test(text: string): boolean;
}

type Re2 = typeof import('re2js').RE2JS;

let re2: Re2 | undefined;

/**
 * Makes `compileRegexp` ready for these patterns; `undefined` and '' are passed over.
 *
 * The engine for Go's whole syntax is 46 kB gzipped, so it is loaded only where
 * a pattern is more than literals.
 */
export async function prepareRegexps(patterns: Iterable<string | undefined>): Promise<void> {
  if (re2 !== undefined) return;
  for (const pattern of patterns) {
    if (pattern === undefined || literalsOf(pattern) !== undefined) continue;
    re2 = (await import('re2js')).RE2JS;
    return;
  }
}

/**
 * A matcher for a pattern in Go's syntax, unanchored, over Unicode characters.
 *
 * Fails with `bad-regexp` where Go refuses the pattern.
 *
 * @param what the option that the pattern stands in, by pprof's name: `focus`
 */
export function compileRegexp(pattern: string, what: string): Matcher {
  const literals = literalsOf(pattern);
  if (literals !== undefined) return literalMatcher(literals);
  if (re2 === undefined) throw new Error(`assertion: prepareRegexps was not awaited for \`${pattern}\``);
  try {
    return re2.compile(wellFormed(pattern));
  } catch (error) {
    throw refused(pattern, what, error);
  }
}

/** A text that has to stand somewhere, or at the start, or at the end, or be all there is. */
interface Literal {
  text: string;
  atStart: boolean;
  atEnd: boolean;
}

/** The alternatives of a pattern that is made of literals only, such as `^main\.work$|parse`; undefined for any other. */
function literalsOf(pattern: string): Literal[] | undefined {
  const literals: Literal[] = [];
  let literal: Literal = {text: '', atStart: false, atEnd: false};
  let first = true;
  for (let index = 0; index < pattern.length; index++) {
    let char = pattern[index]!;
    if (char === '|') {
      literals.push(literal);
      literal = {text: '', atStart: false, atEnd: false};
      first = true;
      continue;
    }
    if (literal.atEnd) return undefined;
    if (char === '^' && first) {
      literal.atStart = true;
      first = false;
      continue;
    }
    if (char === '$') {
      literal.atEnd = true;
      continue;
    }
    if (char === '\\') {
      char = pattern[++index] ?? '';
      if (!/^[\\.+*?()|[\]{}^$\-/_,:;<>=@#&%!~'" ]$/.test(char)) return undefined;
    } else if (/[.+*?()[\]{}^]/.test(char)) {
      return undefined;
    }
    literal.text += char;
    first = false;
  }
  literals.push(literal);
  for (const each of literals) each.text = wellFormed(each.text);
  return literals;
}

function literalMatcher(literals: readonly Literal[]): Matcher {
  const whole = new Set<string>();
  const rest: Literal[] = [];
  for (const literal of literals) {
    if (literal.atStart && literal.atEnd) whole.add(literal.text);
    else rest.push(literal);
  }
  return {
    test(text) {
      if (whole.has(text)) return true;
      for (const {text: part, atStart, atEnd} of rest) {
        if (atStart ? text.startsWith(part) : atEnd ? text.endsWith(part) : text.includes(part)) return true;
      }
      return false;
    },
  };
}

/** Names read from a file hold U+FFFD where their bytes are no text, so a pattern with half a surrogate pair reads so too. */
function wellFormed(text: string): string {
  return /[\ud800-\udfff]/.test(text) ? new TextDecoder().decode(new TextEncoder().encode(text)) : text;
}

function refused(pattern: string, what: string, error: unknown): Failure {
  const {error: description, input} = error as {error?: string; input?: string | null};
  const reason = description ?? 'the pattern cannot be compiled';
  // Go names the whole pattern where no part of it is to blame, and nothing at a backslash that ends it.
  const part = input ?? (reason.startsWith('trailing backslash') ? '' : pattern);
  const said = `${reason}: \`${part}\``;
  const position = positionOf(pattern, reason, part);
  const option = what === 'argument' ? `argument regexp ${pattern}` : `${what} regexp`;
  return new Failure('bad-regexp', `the ${what} pattern has an error: ${said}${position === undefined ? '' : `, position ${position}`}`, {
    ...(position === undefined ? {} : {position}),
    pprof: `parsing ${option}: error parsing regexp: ${said}`,
  });
}

/** Where a pattern goes wrong, from 1; undefined where the part that is named stands in it more than once. */
function positionOf(pattern: string, reason: string, part: string): number | undefined {
  let index: number;
  if (reason === 'missing closing )') index = openGroup(pattern);
  else if (reason === 'unexpected )') index = closingTooMany(pattern);
  else if (reason.startsWith('trailing backslash')) index = pattern.length - 1;
  else if (part === pattern) return undefined;
  else if (pattern.endsWith(part)) index = pattern.length - part.length;
  else {
    index = pattern.indexOf(part);
    if (pattern.includes(part, index + 1)) return undefined;
  }
  return index < 0 ? undefined : [...pattern.slice(0, index)].length + 1;
}

function openGroup(pattern: string): number {
  const open: number[] = [];
  eachParenthesis(pattern, (index) => {
    if (pattern[index] === '(') open.push(index);
    else open.pop();
    return true;
  });
  return open.at(-1) ?? -1;
}

function closingTooMany(pattern: string): number {
  let depth = 0;
  let found = -1;
  eachParenthesis(pattern, (index) => {
    depth += pattern[index] === '(' ? 1 : -1;
    if (depth >= 0) return true;
    found = index;
    return false;
  });
  return found;
}

/** Visits the parentheses that group, until the visitor says false. */
function eachParenthesis(pattern: string, visit: (index: number) => boolean): void {
  let inClass = false;
  for (let index = 0; index < pattern.length; index++) {
    const char = pattern[index];
    if (char === '\\') {
      if (pattern[index + 1] === 'Q' && !inClass) {
        const end = pattern.indexOf('\\E', index + 2);
        index = end < 0 ? pattern.length : end;
      }
      index++;
    } else if (inClass) {
      if (char === ']') inClass = false;
    } else if (char === '[') {
      inClass = true;
      // A bracket that stands first in a class is one of its members.
      if (pattern[index + 1] === '^') index++;
      if (pattern[index + 1] === ']') index++;
    } else if (char === '(' || char === ')') {
      if (!visit(index)) return;
    }
  }
}
