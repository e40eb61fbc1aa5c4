import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement} from 'lit/decorators.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {PageElement} from './page-element.js';
import type {SeriesRun} from './series-run.js';
import {seriesTexts} from './series-texts.js';
import './state-card.js';

const tick = 500;

/** How far the collecting of a series is, wherever the person is on the page. */
@customElement('series-progress')
export class SeriesProgress extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: block; }
    :host([floating]) { width: min(560px, 100%); }
    p { color: var(--text-2); overflow-wrap: anywhere; }
    .late { color: var(--warn); }
  `];

  #clock: number | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  override render() {
    const {page} = this;
    const {run} = page;
    if (run === undefined) return nothing;
    const texts = seriesTexts.run;
    const {late, same, unkept, failures, reason, state, ids} = run;
    const {times} = run.plan;
    const notes = [
      ...failures > 0 && state !== 'failed' ? [texts.failed(failures, (reason as Error).message)] : [],
      ...unkept > 0 ? [texts.unkept(unkept)] : [],
      ...late > 0 ? [texts.late(late)] : [],
      ...same > 0 ? [texts.same(same)] : [],
    ];
    const isFloating = this.hasAttribute('floating');
    return html`
      <state-card ?floating=${isFloating} heading=${headingOf(run)} .share=${run.isOver ? undefined : ids.length / times}>
        ${run.isOver && notes.length === 0 ? nothing : html`<div slot="text">${run.isOver ? nothing : html`<p>${texts.stay}</p>`}${notes.map((note) => html`<p class="late">${note}</p>`)}</div>`}
        ${run.isShown ? nothing : html`<button class="btn" @click=${() => run.show()}>${texts.show}</button>`}
        ${this.#end(run)}
      </state-card>`;
  }

  override updated(): void {
    clearInterval(this.#clock);
    if (this.page.run?.state === 'waiting') this.#clock = setInterval(() => this.requestUpdate(), tick) as unknown as number;
  }

  #end(run: SeriesRun): TemplateResult {
    const texts = seriesTexts.run;
    return run.isOver ? html`<button class="btn ghost" @click=${() => this.page.follow(undefined)}>${texts.dismiss}</button>`
      : html`<button class="btn" @click=${() => run.stop()}>${texts.stop}</button>`;
  }
}

function headingOf({state, ids, attempts, next, reason, plan: {times}}: SeriesRun): string {
  const texts = seriesTexts.run;
  switch (state) {
    case 'collecting':
      return texts.collecting(attempts, times);
    case 'waiting':
      return texts.waiting(ids.length, times, Math.max(0, Math.ceil((next - Date.now()) / 1000)));
    case 'done':
      return texts.done(ids.length);
    case 'stopped':
      return texts.stopped(ids.length, times);
    case 'failed':
      return ids.length === 0 ? texts.none((reason as Error).message) : texts.gaveUp(ids.length, times, (reason as Error).message);
  }
}
