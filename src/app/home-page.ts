import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import '../views/parts/menu-button.js';
import './first-steps.js';
import './page-footer.js';
import './theme-menu.js';
import {examples} from './examples.js';
import {loadOpeningStates} from './late-states.js';
import {mark, picture} from './mark.js';
import {PageElement} from './page-element.js';
import {texts} from './texts.js';

/** The browser offers to install the page; not in every one. */
type InstallEvent = Event & {prompt(): Promise<unknown>};

/** It offers only once, and the home page comes and goes. */
let offered: InstallEvent | undefined;

/** Where a profile is dropped, picked, collected, or found again. */
@customElement('home-page')
export class HomePage extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: grid; grid-template-rows: 52px 1fr 26px; height: 100%; min-height: 0; }
    header { display: flex; align-items: center; gap: 14px; padding: 0 14px; background: var(--panel); border-bottom: 1px solid var(--line); }
    .name { display: flex; flex-direction: column; line-height: 1.25; }
    .name b { font-size: 14px; font-weight: 600; }
    .name span { font-size: 11px; color: var(--text-3); }
    .space { flex: 1; }
    .m0 { fill: var(--panel-3); } .m1 { fill: var(--standard-library); } .m2 { fill: var(--your-code); } .m3 { fill: var(--modules); }
    main { overflow: auto; padding: 30px 20px; }
    .columns { max-width: 1120px; margin: 0 auto; display: grid; grid-template-columns: minmax(0, 1fr) 372px; gap: 24px 26px; align-items: start; }
    .wide { grid-column: 1 / -1; display: flex; flex-direction: column; gap: 12px; }
    .column { display: flex; flex-direction: column; gap: 22px; min-width: 0; }
    .drop {
      border: 1.5px dashed var(--control-line); border-radius: 14px; padding: 30px 32px; display: grid; grid-template-columns: 1fr minmax(160px, 230px); gap: 24px; align-items: center;
      background: linear-gradient(180deg, color-mix(in srgb, var(--your-code) 7%, var(--panel)), var(--panel));
    }
    h1 { font-size: 25px; line-height: 1.2; font-weight: 650; letter-spacing: -.015em; }
    .drop p { color: var(--text-2); margin-top: 8px; max-width: 46ch; }
    .drop .row { display: flex; gap: 9px; margin-top: 18px; flex-wrap: wrap; }
    .drop .btn, .drop menu-button::part(button) { min-height: max(36px, var(--target)); padding: 0 14px; font-size: 13px; }
    .picture { width: 100%; }
    .p-s { fill: var(--standard-library); } .p-y { fill: var(--your-code); } .p-g { fill: var(--gc); } .p-a { fill: var(--allocation); }
    .card { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; }
    /* Its room, so that nothing moves when it comes. */
    collect-card { display: block; min-height: 408px; }
    .privacy { padding: 13px 16px 14px; }
    .privacy h2 { font-size: 13px; font-weight: 600; margin-bottom: 3px; }
    .privacy p { color: var(--text-3); font-size: 12px; }
    .small { display: none; }
    @media (max-width: 1000px) { .columns { grid-template-columns: minmax(0, 1fr); } }
    @media (max-width: 760px) {
      :host { grid-template-rows: 50px 1fr; }
      page-footer { display: none; }
      main { padding: 14px 14px 24px; }
      .columns { gap: 14px; }
      .column { gap: 14px; }
      .drop { grid-template-columns: 1fr; padding: 20px; }
      .picture, .large { display: none; }
      .small { display: inline; }
      .drop .row > .btn { flex: 1; }
      .drop .row { margin-top: 14px; }
      .drop { padding-bottom: 12px; }
      .name span { display: none; }
      .name b { font-size: 15px; }
    }
  `];

  @state() private install: InstallEvent | undefined = offered;

  override connectedCallback(): void {
    super.connectedCallback();
    // It stands beside what a person came for, and is loaded after it.
    void import('./collect-card.js');
    addEventListener('beforeinstallprompt', this.#offer);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('beforeinstallprompt', this.#offer);
  }

  readonly #offer = (event: Event): void => {
    event.preventDefault();
    offered = this.install = event as InstallEvent;
  };

  override updated(): void {
    loadOpeningStates(this.page);
  }

  override render() {
    const {page} = this;
    const {drop, privacy} = texts;
    return html`
      <header>
        ${mark}
        <div class="name"><b>${texts.product}</b><span>${texts.tagline}</span></div>
        <span class="space"></span>
        ${this.install === undefined ? nothing : html`<button class="btn ghost" @click=${this.#install}>${texts.header.install}</button>`}
        <theme-menu></theme-menu>
      </header>
      <main id="main" tabindex="-1">
        <div class="columns">
          ${page.opening === undefined && page.problem === undefined && page.missing === undefined ? nothing : html`<div class="wide"><opening-states .page=${page}></opening-states></div>`}
          <div class="column">
            <section class="drop" aria-labelledby="drop-title">
              <div>
                <h1 id="drop-title"><span class="large">${drop.title}</span><span class="small">${drop.titleSmall}</span></h1>
                <p><span class="large">${drop.text}</span><span class="small">${drop.textSmall}</span></p>
                <div class="row">
                  <button class="btn primary" @click=${() => page.pickFiles()}>${drop.open}</button>
                  <button class="btn" @click=${this.#paste}>${drop.paste}</button>
                  <menu-button look="btn ghost" .items=${examples.map(({file, title}) => ({label: title, run: () => page.openExample(file)}))}>${drop.example}</menu-button>
                </div>
              </div>
              ${picture}
            </section>
            ${this.#library()}
          </div>
          <div class="column">
            <collect-card .page=${page}></collect-card>
            <section class="card privacy" aria-labelledby="privacy-title">
              <h2 id="privacy-title">${privacy.title}</h2>
              <p>${privacy.text} <button class="link" @click=${() => page.showDialog('check')}>${privacy.check}</button></p>
            </section>
          </div>
        </div>
      </main>
      <page-footer .page=${page}></page-footer>`;
  }

  #library(): TemplateResult | typeof nothing {
    const {page} = this;
    const {library, libraryFailure} = page;
    if (libraryFailure === undefined && library === undefined) return nothing;
    if (libraryFailure === undefined && library?.length === 0) return html`<first-steps .page=${page}></first-steps>`;
    // The first visit has no use for it.
    void import('./library-list.js');
    return html`<library-list .page=${page}></library-list>`;
  }

  readonly #install = (): void => {
    void this.install?.prompt();
    offered = this.install = undefined;
  };

  /** The clipboard may hold the address; where the browser asks or refuses, the dialog is empty. */
  readonly #paste = async (): Promise<void> => {
    let address = '';
    try {
      const text = (await navigator.clipboard.readText()).trim();
      if (text.length < 2000 && /^(https?:\/\/|[\w.-]+:\d+|go tool pprof )/.test(text)) address = text;
    } catch {
      // The person types it.
    }
    this.page.showDialog('url', address);
  };
}
