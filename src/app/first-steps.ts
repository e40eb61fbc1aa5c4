import {css, html, nothing} from 'lit';
import {customElement} from 'lit/decorators.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import '../views/parts/menu-button.js';
import {PageElement} from './page-element.js';
import {texts} from './texts.js';

/** What stands in place of the library until there is a profile in it. */
@customElement('first-steps')
export class FirstSteps extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: block; }
    section { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
    .head { display: flex; align-items: center; gap: 8px; padding: 10px 12px 8px 16px; }
    h2 { flex: 1; font-size: 13px; font-weight: 600; }
    menu-button::part(button) { color: var(--text-2); }
    ol { padding: 6px 16px 16px; display: flex; flex-direction: column; gap: 10px; }
    li { display: grid; grid-template-columns: 24px 1fr; gap: 8px; align-items: start; }
    .n { display: grid; place-items: center; width: 20px; height: 20px; border-radius: 6px; background: var(--panel-3); color: var(--text-2); font-weight: 700; font-size: 11px; }
    li:last-child .n { background: var(--your-code); color: var(--your-code-text); }
    .code { display: flex; gap: 8px; align-items: center; margin-top: 5px; }
    code { flex: 1; min-width: 0; padding: 6px 9px; font-size: 11.5px; background: var(--bg); border: 1px solid var(--line); border-radius: 6px; overflow-wrap: anywhere; }
  `];

  override render() {
    const {page} = this;
    const {library} = texts;
    return html`
      <section aria-labelledby="title">
        <div class="head">
          <h2 id="title">${library.emptyTitle}</h2>
          <menu-button look="btn ghost icon" label=${library.menu} .items=${[{label: library.import, run: () => page.pickFiles()}]}>⋯</menu-button>
        </div>
        <ol>${library.empty.map(({text, code}, i) => html`
          <li>
            <span class="n" aria-hidden="true">${i + 1}</span>
            <div>${text}${code === '' ? nothing : html`
              <div class="code"><code>${code}</code><button class="btn" @click=${() => void page.copy(code)}>${texts.states.copyDetails}</button></div>`}</div>
          </li>`)}</ol>
      </section>`;
  }
}
