import {css, html, LitElement} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import '../views/parts/menu-button.js';
import {texts} from './texts.js';
import {applyTheme, readTheme, type Theme} from './theme.js';

const themes: readonly Theme[] = ['auto', 'light', 'dark'];

/** The menu in which the theme is chosen. */
@customElement('theme-menu')
export class ThemeMenu extends LitElement {
  static override styles = css`:host { display: inline-flex; }`;

  @state() private theme = readTheme();

  override render() {
    return html`<menu-button look="btn ghost" .items=${themeItems(this.theme, (theme) => (this.theme = theme))}>${texts.header.theme[this.theme]}</menu-button>`;
  }
}

/** The entries of the choice, for this menu and for others that hold it. */
export function themeItems(chosen: Theme, done: (theme: Theme) => void = () => {}) {
  return themes.map((theme) => ({
    label: texts.header.theme[theme],
    checked: theme === chosen,
    run: () => {
      applyTheme(theme);
      done(theme);
    },
  }));
}
