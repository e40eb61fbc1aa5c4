import {css, html, nothing} from 'lit';
import {customElement} from 'lit/decorators.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {viewsOf} from '../views/views.js';
import {PageElement} from './page-element.js';
import {texts} from './texts.js';

/** One tab a view, as views.ts lists them; the arrows move between them. */
@customElement('view-tabs')
export class ViewTabs extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    nav { display: flex; align-items: stretch; height: 40px; padding: 0 10px; background: var(--panel); border-bottom: 1px solid var(--line); }
    [role="tablist"] { display: flex; gap: 2px; overflow-x: auto; scrollbar-width: none; }
    [role="tab"] { display: flex; align-items: center; gap: 7px; padding: 0 12px; color: var(--text-2); border-bottom: 2px solid transparent; border-top: 2px solid transparent; white-space: nowrap; }
    [role="tab"]:hover { color: var(--text); }
    [role="tab"][aria-selected="true"] { color: var(--text); font-weight: 600; border-bottom-color: var(--your-code); }
    [role="tab"]:focus-visible { outline-offset: -3px; }
    i { font: 500 10.5px var(--mono); color: var(--text-3); }
    .options { margin-inline-start: auto; display: flex; align-items: center; gap: 4px; }
    @media (forced-colors: active) { [role="tab"] { border-color: Canvas; } [role="tab"][aria-selected="true"] { border-bottom-color: Highlight; } }
    @media print { nav { display: none; } }
  `];

  override render() {
    const {page} = this;
    return html`
      <nav aria-label=${texts.workspace.views}>
        <div role="tablist" aria-label=${texts.workspace.views} @keydown=${this.#onKey}>
          ${viewsOf(page.profile).map(({name, title}, i) => {
            const chosen = page.state.view === name;
            return html`<button role="tab" id="tab-${name}" aria-selected=${chosen ? 'true' : 'false'} tabindex=${chosen ? 0 : -1}
              @click=${() => chosen ? undefined : page.showView(name)}>${title}${i < 9 ? html`<i aria-hidden="true">${i + 1}</i>` : nothing}</button>`;
          })}
        </div>
        <div class="options"><slot></slot></div>
      </nav>`;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const views = viewsOf(this.page.profile);
    const at = views.findIndex(({name}) => name === this.page.state.view);
    const next = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: views.length - 1}[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const view = views[(next + views.length) % views.length]!;
    this.page.showView(view.name);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${view.name}`)?.focus());
  };
}
