import {css, html, nothing} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {PageElement} from './page-element.js';
import {texts} from './texts.js';
import {keep, readKept} from './theme.js';

const addressKey = 'icicle.services';
const standard = 'http://localhost:6060';
const mostServices = 5;

/** The four questions of a beginner, each asked of a running Go service. */
@customElement('collect-card')
export class CollectCard extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: block; }
    .card { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; }
    .head { padding: 13px 16px 12px; display: flex; flex-direction: column; gap: 4px; }
    h2 { font-size: 13px; font-weight: 600; }
    p { color: var(--text-3); font-size: 12px; }
    .fields { display: grid; grid-template-columns: 1fr 76px; gap: 8px; margin-top: 6px; }
    .fields label { display: flex; flex-direction: column; gap: 3px; font-size: 11px; color: var(--text-3); }
    .field { font: 12px var(--mono); width: 100%; }
    .q { display: grid; grid-template-columns: 1fr auto; gap: 2px 12px; align-items: center; padding: 10px 16px; border-top: 1px solid var(--line); }
    .q b { font-weight: 600; }
    .q code { grid-column: 1; font-size: 11px; color: var(--text-3); }
    .q .btn { grid-row: 1 / 3; grid-column: 2; }
    .foot { padding: 10px 16px 12px; border-top: 1px solid var(--line); }
    .short { color: var(--warn); }
  `];

  @state() private base = services()[0] ?? standard;
  @state() private seconds = 30;

  override render() {
    const {collect} = texts;
    const path = (path: string, timed: boolean): string => timed ? `${path}?seconds=${this.seconds}` : path;
    return html`
      <section class="card" aria-labelledby="title">
        <form class="head" @submit=${(event: Event) => event.preventDefault()}>
          <h2 id="title">${collect.title}</h2>
          <p>${collect.text}</p>
          <div class="fields">
            <label>${collect.base}
              <input class="field" name="base" .value=${this.base} list="services" spellcheck="false" autocapitalize="off" autocomplete="off" inputmode="url"
                  @input=${(event: Event) => (this.base = (event.target as HTMLInputElement).value)}>
            </label>
            <label>${collect.seconds}
              <input class="field" name="seconds" type="number" min="1" max="3600" .value=${String(this.seconds)}
                  @input=${(event: Event) => (this.seconds = Math.min(3600, Math.max(1, Math.round(Number((event.target as HTMLInputElement).value)) || 30)))}>
            </label>
          </div>
          <datalist id="services">${services().map((address) => html`<option value=${address}></option>`)}</datalist>
          ${this.seconds <= 5 ? html`<p class="short" role="status">${collect.short}</p>` : nothing}
        </form>
        ${collect.questions.map(({question, path: asked, timed}) => html`
          <div class="q">
            <b>${question}</b>
            <code>${path(asked, timed)}</code>
            <button class="btn" aria-label=${collect.collectFor(question)} @click=${() => this.#collect(asked, timed)}>${collect.button}</button>
          </div>`)}
        <p class="foot">${collect.notReachable}
          <button class="link" @click=${this.#copyHandler}>${collect.cors}</button> ${collect.or}
          <button class="link" @click=${this.#copyCommand}>${collect.curl}</button>.</p>
      </section>`;
  }

  readonly #copyHandler = async (): Promise<void> => {
    const {goHandler} = await import('./explain.js');
    await this.page.copy(goHandler(location.origin));
  };

  readonly #copyCommand = async (): Promise<void> => {
    const {curl} = await import('./explain.js');
    await this.page.copy(curl(this.#address(`${texts.collect.questions[0].path}?seconds=${this.seconds}`)));
  };

  #collect(path: string, timed: boolean): void {
    const address = this.base.trim() || standard;
    keep(addressKey, JSON.stringify([address, ...services().filter((known) => known !== address)].slice(0, mostServices)));
    this.page.openAddress(this.#address(path), timed ? this.seconds : 0);
  }

  #address(path: string): string {
    return `${(this.base.trim() || standard).replace(/\/(debug\/pprof\/?)?$/, '')}${path}`;
  }
}

/** The services that were asked last. */
function services(): string[] {
  try {
    const kept: unknown = JSON.parse(readKept(addressKey) || '[]');
    return Array.isArray(kept) ? kept.filter((entry): entry is string => typeof entry === 'string').slice(0, mostServices) : [];
  } catch {
    return [];
  }
}
