import {css, html, LitElement, nothing, type TemplateResult} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import {amount, percent} from '../views/parts/amount.js';
import {signed} from '../views/parts/change.js';
import {cssProps} from '../views/parts/css-props.js';
import {roleNames, roleTokens} from '../views/parts/palette.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {sparkline} from './series-plot.js';
import {seriesTexts} from './series-texts.js';
import {paceText, timeTexts, type Series} from './series-words.js';

export type Measure = Series['measure'];

const measures: readonly Measure[] = ['drives', 'flat', 'cum'];
const fewRows = 25;

/** A function that a person looks at, for the plot to show. */
export class LookEvent extends Event {
  static readonly type = 'look-at';

  constructor(readonly name: string) {
    super(LookEvent.type);
  }
}

/** The wish to count functions another way. */
export class MeasureEvent extends Event {
  static readonly type = 'choose-measure';

  constructor(readonly measure: Measure) {
    super(MeasureEvent.type);
  }
}

/** The functions of a series, leak suspects first. Says `open-function` with the name of the one to be shown. */
@customElement('series-rows')
export class SeriesRows extends LitElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: block; min-width: 0; padding: 12px 0 4px; }
    .head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px; padding: 0 16px 8px; }
    h2 { font-size: 13px; font-weight: 600; }
    table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 12px; font-variant-numeric: tabular-nums; }
    th, td { padding: 3px 10px; text-align: end; vertical-align: middle; white-space: nowrap; border-top: 1px solid var(--line); }
    thead th { font-size: 11px; font-weight: 600; color: var(--text-3); width: 92px; }
    thead th:first-child { width: auto; text-align: start; padding-inline-start: 16px; }
    thead .trend { width: 124px; text-align: start; }
    thead .pace { width: 118px; }
    tbody tr:hover, tbody tr.looked { background: var(--panel-2); }
    tbody th { text-align: start; font-weight: 400; padding-inline-start: 16px; }
    .function { display: flex; align-items: center; gap: 8px; min-width: 0; min-height: max(26px, var(--target)); }
    .function button { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; line-height: 24px; }
    .function button:hover { text-decoration: underline; text-underline-offset: 2px; }
    .yours { font-weight: 600; }
    .mark { flex: none; font-size: 10.5px; font-weight: 600; padding: 1px 6px; border-radius: 4px; color: var(--more-text); background: var(--more); }
    .trend { text-align: start; }
    .spark { display: block; }
    .spark polyline { fill: none; stroke: var(--text-2); stroke-width: 1.5; stroke-linejoin: round; }
    .spark circle { fill: var(--text-2); }
    .suspect .spark polyline { stroke: var(--more-ink); } .suspect .spark circle { fill: var(--more-ink); }
    .growth { font-weight: 600; }
    .suspect .growth { color: var(--more-ink); }
    .foot { padding: 9px 16px; border-top: 1px solid var(--line); color: var(--text-3); font-size: 12px; display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center; }
    @media (max-width: 900px) { .first, .pace { display: none; } }
    @media (max-width: 760px) {
      .last, .steps, .share { display: none; }
      th, td { padding-inline: 6px; }
      thead th { width: 84px; }
      thead .trend { width: 80px; }
      .spark { width: 68px; }
      .function { flex-wrap: wrap; gap: 0 8px; padding: 4px 0; }
      .function button { white-space: normal; overflow-wrap: anywhere; text-align: start; line-height: 1.35; min-height: 24px; flex: 1 1 calc(100% - 18px); }
      .function .mark { margin-inline-start: 18px; }
    }
  `];

  @property({attribute: false}) declare series: Series;
  /** The function that the plot shows, '' for none. */
  @property() looked = '';
  @state() private all = false;

  override render() {
    const {series} = this;
    const {rows, others, snapshots} = series;
    const {columns, measures: words} = seriesTexts;
    const shown = this.all ? rows.names : rows.names.slice(0, fewRows);
    return html`
      <div class="head">
        <h2 id="title">${seriesTexts.functions}</h2>
        <div class="segments" role="radiogroup" aria-label=${words.label} @keydown=${this.#onKey}>${measures.map((measure) => html`
          <button role="radio" aria-checked=${measure === series.measure ? 'true' : 'false'} tabindex=${measure === series.measure ? 0 : -1} title=${words[measure].help} data-measure=${measure}
              @click=${() => this.#choose(measure)}>${words[measure].label}</button>`)}</div>
      </div>
      ${rows.names.length === 0 ? html`<p class="foot">${seriesTexts.nothing}</p>` : html`
        <table aria-labelledby="title">
          <thead><tr><th scope="col">${columns.name}</th><th scope="col" class="trend">${columns.trend}</th><th scope="col" class="first">${columns.first}</th><th scope="col" class="last">${columns.last}</th><th scope="col">${columns.growth}</th>
            <th scope="col" class="share">${columns.share}</th><th scope="col" class="pace">${columns.slope}</th><th scope="col" class="steps">${columns.steps}</th></tr></thead>
          <tbody>${shown.map((name, row) => this.#row(name, row))}</tbody>
        </table>
        ${shown.length === rows.names.length && others === 0 ? nothing : html`
          <p class="foot">
            ${shown.length === rows.names.length ? nothing : html`<button class="link" @click=${() => (this.all = true)}>${seriesTexts.showMore(rows.names.length - shown.length)}</button>`}
            ${others === 0 || snapshots.length < 2 ? nothing : html`<span>${seriesTexts.others(others)}</span>`}
          </p>`}`}`;
  }

  #row(name: string, row: number): TemplateResult {
    const {series} = this;
    const {rows, at, snapshots, kind, measure, sampleTypes, sampleType, way} = series;
    const {unit, totals} = sampleTypes[sampleType]!;
    const count = snapshots.length;
    const values = rows.values.subarray(row * count, (row + 1) * count);
    const role = rows.roles[row]!;
    const isSuspect = rows.suspect[row] === 1;
    const change = totals.at(-1)! - totals[0]!;
    const times = timeTexts(series);
    const look = (): void => void this.dispatchEvent(new LookEvent(name));
    return html`
      <tr class="${isSuspect ? 'suspect' : ''} ${name === this.looked ? 'looked' : ''}" @pointerenter=${look} @focusin=${look}>
        <th scope="row"><div class="function">
          <span class="swatch" title=${roleNames[role]!} ${cssProps({'--fill': `var(${roleTokens[role]!})`})}></span>
          <button class=${role === 1 ? 'yours' : ''} title=${seriesTexts.openFunction(shownName(name, 2000))} @click=${() => this.dispatchEvent(new CustomEvent('open-function', {detail: name}))}><bdi>${shownName(name)}</bdi></button>
          ${isSuspect ? html`<span class="mark" title=${seriesTexts.suspectHelp}>${kind === 'level' && measure === 'drives' ? seriesTexts.suspect : seriesTexts.rises}</span>` : nothing}
        </div></th>
        <td class="trend">${sparkline(values, at)}<span class="seen-by-readers">${Array.from(values, (value, i) => `${times[i]!}: ${amount(value, unit)}`).join(', ')}</span></td>
        <td class="first">${amount(values[0]!, unit)}</td>
        <td class="last">${amount(values[count - 1]!, unit)}</td>
        <td class="growth">${signed(rows.growth[row]!, unit)}</td>
        <td class="share">${(way === 'grew' || kind === 'counter') && rows.growth[row]! > 0 ? percent(rows.growth[row]!, change) : '–'}</td>
        <td class="pace">${count < 2 ? '–' : paceText(series, rows.slope[row]!, unit)}</td>
        <td class="steps">${count < 2 ? '–' : `${rows.rising[row]!} / ${count - 1}`}</td>
      </tr>`;
  }

  #choose(measure: Measure): void {
    this.dispatchEvent(new MeasureEvent(measure));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const direction = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const next = measures[(measures.indexOf(this.series.measure) + direction + measures.length) % measures.length]!;
    this.#choose(next);
    this.renderRoot.querySelector<HTMLElement>(`[data-measure=${next}]`)?.focus();
  };
}
