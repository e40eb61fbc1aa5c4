import {Role, roleCount} from '../../config/role.js';

/** The tokens of a role: its fill is `--name`, the text on it `--name-text`. */
export const roleTokens: readonly string[] = rolesOf({
  [Role.root]: '--root',
  [Role.yourCode]: '--your-code',
  [Role.modules]: '--modules',
  [Role.standardLibrary]: '--standard-library',
  [Role.allocation]: '--allocation',
  [Role.gc]: '--gc',
  [Role.runtime]: '--runtime',
});

/** How people read the roles, by `Role`. */
export const roleNames: readonly string[] = rolesOf({
  [Role.root]: 'all samples',
  [Role.yourCode]: 'your code',
  [Role.modules]: 'modules',
  [Role.standardLibrary]: 'standard library',
  [Role.allocation]: 'allocation',
  [Role.gc]: 'GC',
  [Role.runtime]: 'other runtime',
});

/** Colours as a canvas takes them, by `Role` where there are several. */
export interface Palette {
  readonly fill: readonly string[];
  readonly text: readonly string[];
  readonly background: string;
  readonly foreground: string;
  readonly secondary: string;
  readonly line: string;
  readonly match: string;
  /** What fell, what rose, and what did neither; a comparison alone needs them. */
  readonly change?: {readonly less: string; readonly more: string; readonly neutral: string};
  /** Whether each box needs an outline, since its fill may not show. */
  readonly outlined: boolean;
}

/** The colours of the theme that is on. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    fill: roleTokens.map(read),
    text: roleTokens.map((name) => read(`${name}-text`)),
    background: read('--graph-bg'),
    foreground: read('--text'),
    secondary: read('--text-3'),
    line: read('--line-strong'),
    match: read('--match'),
    change: {less: read('--less'), more: read('--more'), neutral: read('--neutral')},
    outlined: matchMedia('(prefers-contrast: more), (forced-colors: active)').matches,
  };
}

const themeQueries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)', 'print'];

/** Calls `listener` when the colours are others than before. Gives the function that stops it. */
export function onThemeChange(listener: () => void): () => void {
  const queries = themeQueries.map((query) => matchMedia(query));
  queries.forEach((query) => query.addEventListener('change', listener));
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, {attributes: true, attributeFilter: ['data-theme']});
  return () => {
    queries.forEach((query) => query.removeEventListener('change', listener));
    observer.disconnect();
  };
}

function rolesOf(names: Readonly<Record<Role, string>>): string[] {
  return Array.from({length: roleCount}, (_, role) => names[role as Role]);
}
