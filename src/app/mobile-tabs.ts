import {css, html} from 'lit';
import {customElement, property} from 'lit/decorators.js';
import {amount} from '../views/parts/amount.js';
import '../views/parts/menu-button.js';
import type {MenuItem} from '../views/parts/menu-button.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {firstView, viewsOf, type ViewEntry} from '../views/views.js';
import {exportItems} from './export-items.js';
import {icons} from './mark.js';
import {PageElement} from './page-element.js';
import {sampleIndexOf, sampleTypeOrder, sampleTypeRow} from './sample-type.js';
import {texts} from './texts.js';

/** The names that fit below. */
const small: Readonly<Record<string, string>> = {top: 'Top', flamegraph: 'Flame', findings: 'Findings', more: 'More'};

/** The tabs of a small screen, at its foot: the views, the findings, and all else. */
@customElement('mobile-tabs')
export class MobileTabs extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    nav { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; height: calc(56px + env(safe-area-inset-bottom)); padding-bottom: env(safe-area-inset-bottom); background: var(--panel); border-top: 1px solid var(--line); position: relative; z-index: 13; }
    button, menu-button::part(button) { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 2px; width: 100%; min-height: 56px; padding: 0; font-size: 11px; font-weight: 400; color: var(--text-2); }
    button[aria-current="true"] { color: var(--text); font-weight: 600; }
    button:focus-visible { outline-offset: -4px; }
    .icon { width: 20px; height: 20px; }
  `];

  @property() command = '';
  @property({attribute: false}) sheet = '';

  override render() {
    const {page} = this;
    const findings = this.sheet === 'findings';
    return html`
      <nav aria-label=${texts.workspace.views}>
        ${this.#nearest().map(({name, title}) => html`
          <button aria-current=${!findings && page.state.view === name ? 'true' : 'false'} @click=${() => {
            this.dispatchEvent(new Event('show-view'));
            if (page.state.view !== name) page.showView(name);
          }}>${name === 'flamegraph' || name === 'top' || name === 'source' ? icons[name] : icons.view}<span>${small[name] ?? title}</span></button>`)}
        <button aria-current=${findings ? 'true' : 'false'} @click=${() => this.dispatchEvent(new Event('show-findings'))}>${icons.findings}<span>${small.findings}</span></button>
        <menu-button look="tab" .items=${this.#more()}>${icons.more}<span>${small.more}</span></menu-button>
      </nav>`;
  }

  /** The views in the bar; the others are in the menu. */
  #nearest(): ViewEntry[] {
    const {profile} = this.page;
    if (profile === undefined) return [];
    const names = [...new Set([firstView(profile), 'flamegraph', 'top', 'source'])].slice(0, 3);
    return names.map((name) => viewsOf(profile).find((view) => view.name === name)!);
  }

  #more(): MenuItem[] {
    const {page, command} = this;
    const {profile, state} = page;
    if (profile === undefined) return [];
    const near = this.#nearest();
    const chosen = sampleTypeRow(profile, state.config.sampleIndex);
    return [
      ...viewsOf(profile).filter((view) => !near.includes(view)).map(({name, title}): MenuItem => ({label: title, checked: state.view === name, run: () => page.showView(name)})),
      ...sampleTypeOrder(profile).map((row): MenuItem => {
        const {type, total, unit} = profile.sampleTypes[row]!;
        return {label: type, hint: amount(total, unit), checked: row === chosen, run: () => page.refine({sampleIndex: sampleIndexOf(profile, row)})};
      }),
      {kind: 'line'},
      {label: texts.header.commands, run: () => page.showDialog('palette')},
      {label: texts.header.compare, run: () => page.showDialog('compare')},
      {label: texts.filters.searchLabel, run: () => this.dispatchEvent(new Event('find', {bubbles: true, composed: true}))},
      {label: texts.workspace.copyCommand, run: () => void page.copy(command)},
      {kind: 'line'},
      ...exportItems(page),
      {kind: 'line'},
      {label: texts.header.about, run: () => page.showDialog('about')},
      {label: texts.privacy.check, run: () => page.showDialog('check')},
      {label: texts.workspace.keys, run: () => page.showDialog('keys')},
    ];
  }
}
