import {compileRegexp, prepareRegexps, type Matcher} from './regexp.js';
import {Failure} from './failure.js';

/** A search that can be asked of names, or what is wrong with it. */
export type Search =
  | {readonly kind: 'none'}
  /** `text` where it is plain, and no pattern. */
  | {readonly kind: 'matcher'; readonly matcher: Matcher; readonly text?: string}
  | {readonly kind: 'wrong'; readonly message: string};

/**
 * What is meant by the text of the search box: a part of a name without regard to
 * case, or between slashes a pattern in Go's syntax. `/main` is text, `/main/` a pattern.
 */
export async function searchOf(text: string): Promise<Search> {
  if (text === '') return {kind: 'none'};
  const pattern = patternIn(text);
  if (pattern === undefined) {
    const wanted = text.toLowerCase();
    return {kind: 'matcher', text, matcher: {test: (name) => name.toLowerCase().includes(wanted)}};
  }
  try {
    await prepareRegexps([pattern]);
    return {kind: 'matcher', matcher: compileRegexp(pattern, 'search')};
  } catch (error) {
    if (error instanceof Failure) return {kind: 'wrong', message: error.message};
    throw error;
  }
}

/** The pattern in `/…/`, undefined for plain text. */
export function patternIn(text: string): string | undefined {
  return text.length > 2 && text.startsWith('/') && text.endsWith('/') ? text.slice(1, -1) : undefined;
}
