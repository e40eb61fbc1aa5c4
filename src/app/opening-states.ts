import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement} from 'lit/decorators.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {countText, fileSize} from '../views/parts/amount.js';
import {PageElement} from './page-element.js';
import type {Opening} from './page-model.js';
import {patienceMillis} from './late-states.js';
import {openingTexts} from './opening-texts.js';
import './state-card.js';
import {texts} from './texts.js';

/** What is being opened, what could not be, and what a link lacks. Nothing where there is none of it. */
@customElement('opening-states')
export class OpeningStates extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: flex; flex-direction: column; gap: 12px; }
    .clock { font-size: 32px; font-weight: 650; line-height: 1.2; letter-spacing: -.02em; margin-inline-end: 6px; }
    .left { color: var(--text-2); }
  `];

  #clock: number | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  override render() {
    const {missing} = this.page;
    const lacked = this.page.missingProfile ?? missing;
    // The dialog that collects says it where it is open.
    const said = this.page.dialog === 'collect';
    const opening = said && this.page.opening?.address !== '' ? undefined : this.page.opening;
    const problem = said && this.page.problem?.wish.kind === 'address' ? undefined : this.page.problem;
    return [
      opening === undefined ? nothing : this.#opening(opening),
      problem === undefined ? nothing : html`
        <problem-card role="alert" .page=${this.page} .reason=${problem.reason} address=${problem.wish.kind === 'address' ? problem.wish.address : ''} dismissable></problem-card>`,
      missing === undefined ? nothing : html`
        <state-card role="alert" heading=${openingTexts.link.title(lacked!.profileName)} text=${openingTexts.link.text(lacked!.profile)}>
          <button class="btn primary" @click=${() => this.page.pickFiles()}>${openingTexts.link.action}</button>
        </state-card>`,
    ];
  }

  override updated(): void {
    if (this.page.problem !== undefined) void import('./problem-card.js');
    clearInterval(this.#clock);
    if (this.page.opening !== undefined) this.#clock = setInterval(() => this.requestUpdate(), 250) as unknown as number;
  }

  #opening(opening: Opening): TemplateResult | typeof nothing {
    const elapsed = performance.now() - opening.since;
    if (elapsed < patienceMillis) return nothing;
    const {progress, seconds, address, number, of} = opening;
    const cancel = html`<button class="btn" @click=${() => this.page.cancelOpening()}>${texts.states.cancel}</button>`;
    if (seconds > 0 && progress === undefined) {
      const left = Math.max(0, Math.ceil(seconds - elapsed / 1000));
      return html`
        <state-card heading=${openingTexts.running} text=${openingTexts.expected(seconds * 100)} .share=${Math.min(1, elapsed / 1000 / seconds)}>
          <div slot="text"><code>${address}</code><br><span class="clock num">${openingTexts.seconds_(left)}</span><span class="left">${openingTexts.left(seconds)}</span></div>
          ${cancel}
        </state-card>`;
    }
    const known = progress !== undefined && progress.totalBytes > 0;
    const said = progress === undefined ? (of > 1 ? openingTexts.opening(number, of) : '')
      : progress.stage === 'building' ? openingTexts.building
      : openingTexts.progress(fileSize(progress.bytes), known ? fileSize(progress.totalBytes) : '', progress.samples, countText(progress.samples));
    return html`
      <state-card heading=${openingTexts.reading(opening.name)} text=${said} .share=${known ? progress.bytes / progress.totalBytes : -1}>${cancel}</state-card>`;
  }
}
