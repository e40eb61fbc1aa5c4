import {css, html} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import {baseStyles} from '../views/parts/styles.js';
import {compareWith, mergeWith} from './compare-actions.js';
import {compareTexts} from './compare-texts.js';
import {PageElement} from './page-element.js';

/** While a file is dragged over an open profile: where it is let go decides whether it is opened, compared or added up. */
@customElement('drop-areas')
export class DropAreas extends PageElement {
  static override styles = [baseStyles, css`
    :host { position: fixed; inset: 0; z-index: 40; padding: 18px; background: color-mix(in srgb, var(--bg) 82%, transparent); pointer-events: none; display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 18px; }
    div { display: grid; place-content: center; text-align: center; gap: 6px; padding: 20px; border: 3px dashed var(--line-strong); border-radius: 18px; background: var(--panel); }
    .here { border-color: var(--your-code); background: color-mix(in srgb, var(--your-code) 14%, var(--panel)); }
    b { font-size: 24px; font-weight: 650; letter-spacing: -.015em; }
    span { color: var(--text-2); font-size: 15px; overflow-wrap: anywhere; }
    @media (max-width: 760px) { :host { grid-template: repeat(3, minmax(0, 1fr)) / 1fr; } b { font-size: 20px; } }
  `];

  /** Which of the areas the pointer is over. */
  @state() private at = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('dragover', this.#point);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('dragover', this.#point);
  }

  /** Compares or merges what is let go over these areas; whether it did, and it is not simply to be opened. */
  take({files}: DataTransfer): boolean {
    const [file] = files;
    if (this.at === 0 || file === undefined || files.length > 1 || /\.zip$/i.test(file.name)) return false;
    if (this.at === 1) compareWith(this.page, {kind: 'file', file}, file.name);
    else void mergeWith(this.page, {kind: 'file', file});
    return true;
  }

  override render() {
    const {profile} = this.page;
    const name = shownName(profile?.comparison?.after.name ?? profile?.name ?? '');
    return compareTexts.drop(name).map(([title, text], i) => html`<div aria-hidden="true" class=${i === this.at ? 'here' : ''}><b>${title}</b><span>${text}</span></div>`);
  }

  /** The areas lie side by side, or below each other on a small screen. */
  readonly #point = ({clientX, clientY}: DragEvent): void => {
    const place = innerWidth > 760 ? clientX / innerWidth : clientY / innerHeight;
    this.at = Math.max(0, Math.min(2, Math.floor(3 * place)));
  };
}
