import {css, html, nothing} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {cardTexts} from './collect-card-texts.js';
import {cpuSeconds, plannedAddress} from './collect-plan.js';
import {PageElement} from './page-element.js';
import {serviceOf, type ServiceField} from './service-field.js';
import {readServices, rememberService, standardService} from './services.js';

/** The four questions of a beginner, each asked of a running Go service. */
@customElement('collect-card')
export class CollectCard extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: block; }
    .card { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; }
    .head { padding: 13px 16px 12px; display: flex; flex-direction: column; gap: 4px; }
    h2 { font-size: 13px; font-weight: 600; }
    p { color: var(--text-3); font-size: 12px; }
    .fields { display: grid; grid-template-columns: 1fr 72px; gap: 8px; margin-top: 6px; align-items: end; }
    .fields label { display: flex; flex-direction: column; gap: 3px; font-size: 11px; color: var(--text-3); }
    .field { font: 12px var(--mono); width: 100%; }
    .q { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 12px; align-items: center; padding: 10px 16px; border-top: 1px solid var(--line); }
    .q b { font-weight: 600; }
    .q code { grid-column: 1; font-size: 11px; color: var(--text-3); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .q .btn { grid-row: 1 / 3; grid-column: 2; }
    .foot { padding: 10px 16px 12px; border-top: 1px solid var(--line); }
    .short { color: var(--warn); }
  `];

  @state() private base: string = readServices()[0] ?? standardService;
  @state() private seconds = cpuSeconds;

  override render() {
    return html`
      <section class="card" aria-labelledby="title">
        <form class="head" @submit=${(event: Event) => event.preventDefault()}>
          <h2 id="title">${cardTexts.title}</h2>
          <p>${cardTexts.text}</p>
          <div class="fields">
            <service-field .page=${this.page} label=${cardTexts.base} .value=${this.base} @service=${(event: Event) => (this.base = (event.target as ServiceField).value)}></service-field>
            <label>${cardTexts.seconds}
              <input class="field" name="seconds" type="number" min="1" max="3600" .value=${String(this.seconds)}
                  @input=${(event: Event) => (this.seconds = Math.min(3600, Math.max(1, Math.round(Number((event.target as HTMLInputElement).value)) || cpuSeconds)))}>
            </label>
          </div>
          ${this.seconds <= 5 ? html`<p class="short" role="status">${cardTexts.short}</p>` : nothing}
        </form>
        ${cardTexts.questions.map(({kind, question, timed}) => {
          const address = this.#address(kind, timed);
          return html`
            <div class="q">
              <b>${question}</b>
              <code title=${address}>${pathOf(address)}</code>
              <button class="btn" aria-label=${cardTexts.collectFor(question)} @click=${() => this.#collect(address)}>${cardTexts.button}</button>
            </div>`;
        })}
        <p class="foot"><button class="link" @click=${() => this.page.showDialog('collect', this.base)}>${cardTexts.more}</button> ${cardTexts.notReachable}
          <button class="link" @click=${this.#copyHandler}>${cardTexts.cors}</button> ${cardTexts.or}
          <button class="link" @click=${this.#copyCommand}>${cardTexts.curl}</button>.</p>
      </section>`;
  }

  readonly #copyHandler = async (): Promise<void> => {
    const {goHandler} = await import('./explain.js');
    await this.page.copy(goHandler(location.origin));
  };

  readonly #copyCommand = async (): Promise<void> => {
    const {curl} = await import('./explain.js');
    await this.page.copy(curl(this.#address('profile', true)));
  };

  #collect(address: string): void {
    rememberService(this.base.trim() || standardService);
    this.page.openAddress(address, 0);
  }

  /** What is asked for `profile`. What is no address of a service is asked as it stands, and says what is wrong with it. */
  #address(profile: string, timed: boolean): string {
    const service = serviceOf(this.base);
    return service?.kind === 'service' ? plannedAddress(service, {profile, seconds: timed ? this.seconds : 0, debug: 0, gc: false}) : this.base;
  }
}

function pathOf(address: string): string {
  if (!URL.canParse(address)) return address;
  const {pathname, search} = new URL(address);
  return pathname + search;
}
