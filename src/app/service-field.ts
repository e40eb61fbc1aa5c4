import {css, html, LitElement} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {readService} from './address.js';
import {profilesListed} from './collect-plan.js';
import {collectTexts} from './collect-texts.js';
import type {Reach} from './collector.js';
import {PageElement} from './page-element.js';
import {readServices, standardService} from './services.js';

/** Milliseconds between an address that was edited and the question whether it can be read. */
const pause = 400;

/**
 * The address of a service, with a dot that says whether it can be read. Nothing is
 * asked before the person has changed the address or pressed the dot.
 *
 * Says `service` at each letter, and `listed` when the service has named its profiles.
 */
@customElement('service-field')
export class ServiceField extends PageElement {
  static override shadowRootOptions = {...LitElement.shadowRootOptions, delegatesFocus: true};
  static override styles = [baseStyles, controlStyles, css`
    :host { display: block; min-width: 0; }
    .head { display: flex; justify-content: space-between; align-items: center; gap: 8px; min-height: 24px; font-size: 11px; color: var(--text-3); }
    .field { width: 100%; font: 12px var(--mono); }
    button { display: flex; align-items: center; gap: 6px; min-height: 24px; font-size: 12px; color: var(--text-3); white-space: nowrap; }
    button:hover { text-decoration: underline; }
    .dot { width: 9px; height: 9px; border-radius: 50%; background: var(--text-3); }
    .reachable { color: var(--ok); } .reachable .dot { background: var(--ok); }
    .permission, .unreadable { color: var(--warn); } .permission .dot, .unreadable .dot { background: var(--warn); }
    .unreachable { color: var(--bad); } .unreachable .dot { background: var(--bad); }
    @media (pointer: coarse) { button { min-height: 44px; } }
    @media (forced-colors: active) { .dot { forced-color-adjust: none; } }
  `];

  @property() value: string = readServices()[0] ?? standardService;
  @property() label: string = collectTexts.service;
  @property({type: Boolean}) first = false;
  /** What the service lists beyond the profiles of every Go service; known once it was asked. */
  profiles: readonly string[] = [];
  @state() private reach: Reach | 'asking' | undefined;
  #asked = '';

  override render() {
    const seen = this.#seen();
    const said = seen === 'asking' ? collectTexts.checking : collectTexts.states[seen];
    return html`
      <div class="head">
        <label for="address">${this.label}</label>
        <button type="button" class=${seen} title=${this.#why() || collectTexts.check} aria-label="${collectTexts.check}: ${said}" @click=${() => void this.#check(true)}>
          <span class="dot" aria-hidden="true"></span><span role="status">${said}</span>
        </button>
      </div>
      <input id="address" class="field" name="service" .value=${this.value} list="services" placeholder=${collectTexts.hint} ?autofocus=${this.first}
          spellcheck="false" autocapitalize="off" autocomplete="off" inputmode="url" @input=${this.#input} @change=${this.#left}>
      <datalist id="services">${readServices().map((address) => html`<option value=${address}></option>`)}</datalist>`;
  }

  #seen(): keyof typeof collectTexts.states | 'asking' {
    const {reach} = this;
    if (reach === undefined) return 'unknown';
    if (reach === 'asking') return 'asking';
    if (reach.state !== 'failed') return reach.state;
    if (reach.reason.code === 'permission') return 'permission';
    return reach.reason.code === 'no-cors-header' || reach.reason.code === 'status' || reach.reason.code === 'redirect' ? 'unreadable' : 'unreachable';
  }

  #why(): string {
    const {reach} = this;
    return typeof reach === 'object' && reach.state === 'failed' ? reach.reason.message : '';
  }

  readonly #input = (event: Event): void => {
    this.value = (event.target as HTMLInputElement).value;
    this.#asked = '';
    this.reach = undefined;
    this.profiles = [];
    this.dispatchEvent(new Event('service'));
  };

  /** Who leaves the address for the button that collects wants no second question. */
  readonly #left = (): void => {
    const {dialog} = this.page;
    setTimeout(() => {
      if (this.isConnected && this.reach === undefined && this.page.opening === undefined && this.page.dialog === dialog) void this.#check(false);
    }, pause);
  };

  async #check(allowed: boolean): Promise<void> {
    const service = serviceOf(this.value);
    if (service?.kind !== 'service') return;
    const {folder} = service;
    this.#asked = folder;
    this.reach = 'asking';
    const reach = await this.page.collector.reach(folder, allowed);
    // Another address was typed meanwhile.
    if (this.#asked !== folder) return;
    this.reach = reach;
    this.profiles = reach.state === 'reachable' ? profilesListed(reach.index, folder) : [];
    this.dispatchEvent(new Event('listed'));
  }
}

/** The service that `text` means; undefined while it means nothing. */
export function serviceOf(text: string): ReturnType<typeof readService> | undefined {
  try {
    return readService(text.trim() || standardService, location.protocol === 'https:');
  } catch {
    return undefined;
  }
}
