export type Theme = 'auto' | 'light' | 'dark';

const key = 'icicle.theme';

/** What the person chose, kept on this device; `auto` follows the browser. */
export function readTheme(): Theme {
  const kept = readKept(key);
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
}

/** Puts the kept theme, or a new one, on the page. */
export function applyTheme(theme: Theme = readTheme()): void {
  keep(key, theme === 'auto' ? '' : theme);
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** A small setting of this device, '' for none; never throws where the browser keeps nothing. */
export function readKept(name: string): string {
  try {
    return localStorage.getItem(name) ?? '';
  } catch {
    return '';
  }
}

export function keep(name: string, value: string): void {
  try {
    if (value === '') localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // The setting holds for this tab.
  }
}
