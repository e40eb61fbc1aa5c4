import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import type {SeriesProgress} from '../bridge/engine.js';
import {defaultConfig} from '../config/config.js';
import {urlFromConfig} from '../config/url.js';
import {amount} from '../views/parts/amount.js';
import {signed} from '../views/parts/change.js';
import '../views/parts/menu-button.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {RefineEvent} from '../views/profile-view.js';
import {mark} from './mark.js';
import './opening-states.js';
import {PageElement} from './page-element.js';
import './page-footer.js';
import './problem-card.js';
import {rich} from './rich-text.js';
import './sample-types.js';
import './series-plot.js';
import {PickEvent} from './series-plot.js';
import './series-progress.js';
import './series-rows.js';
import {LookEvent, MeasureEvent, type Measure} from './series-rows.js';
import type {SeriesRun} from './series-run.js';
import {seriesTexts} from './series-texts.js';
import {seriesNotes, seriesSentences, timeTexts, type Series} from './series-words.js';
import './state-card.js';
import {homeState} from './state.js';
import {texts} from './texts.js';
import './theme-menu.js';

/** Several snapshots of one service: what grew from one to the next, and who is to blame. */
@customElement('series-page')
export class SeriesPage extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: grid; grid-template-rows: auto 1fr 26px; height: 100%; min-height: 0; }
    header { display: grid; grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr); align-items: center; gap: 14px; min-height: 52px; padding: 0 14px; background: var(--panel); border-bottom: 1px solid var(--line); }
    .start, .end { display: flex; align-items: center; gap: 12px; min-width: 0; }
    .end { justify-content: flex-end; }
    .home { flex: none; display: grid; border-radius: 7px; }
    .m0 { fill: var(--panel-3); } .m1 { fill: var(--standard-library); } .m2 { fill: var(--your-code); } .m3 { fill: var(--modules); }
    .titles { min-width: 0; line-height: 1.25; }
    h1 { display: flex; align-items: center; gap: 7px; font-size: 14px; font-weight: 600; min-width: 0; }
    .titles > span { display: block; font-size: 11px; color: var(--text-3); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    main { overflow: auto; padding: 18px 20px 28px; }
    main:focus-visible { outline: none; }
    .columns { max-width: 1320px; margin: 0 auto; display: grid; grid-template-columns: minmax(0, 1fr) 440px; gap: 16px; align-items: start; }
    .wide { grid-column: 1 / -1; display: flex; flex-direction: column; gap: 12px; }
    .card { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; min-width: 0; }
    h2 { font-size: 13px; font-weight: 600; }
    .says { padding: 14px 18px; display: flex; flex-direction: column; gap: 4px; }
    .says p { color: var(--text-2); overflow-wrap: anywhere; }
    .says .first { font-size: 16px; line-height: 1.4; }
    .says b { color: var(--text); font-weight: 600; }
    .says .note { color: var(--warn); font-size: 12px; }
    .plot { padding: 12px 0 12px; }
    .head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px; padding: 0 16px 6px; }
    .list { padding: 12px 0 0; }
    .scroll { overflow: auto; max-height: 213px; scrollbar-width: thin; }
    table { width: 100%; border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
    th { font-size: 11px; font-weight: 600; color: var(--text-3); text-align: end; white-space: nowrap; }
    thead th { position: sticky; top: 0; background: var(--panel); z-index: 1; }
    th, td { padding: 3px 6px; border-top: 1px solid var(--line); text-align: end; white-space: nowrap; }
    thead th { border-top: 0; box-shadow: inset 0 -1px var(--line); }
    tbody tr:first-child > * { border-top: 0; }
    .pick { text-align: center; padding: 0 2px 0 10px; }
    .pick + .pick { padding: 0 6px 0 2px; }
    .pick label { display: grid; place-items: center; min-width: 26px; min-height: max(26px, var(--target)); }
    .pick input { margin: 0; width: 15px; height: 15px; accent-color: var(--accent); }
    th:last-child, td:last-child { padding-inline-end: 16px; }
    tbody th { text-align: start; max-width: 120px; }
    tbody th .link { display: block; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 12px; line-height: 24px; }
    thead .name { text-align: start; }
    .foot { display: flex; align-items: center; justify-content: flex-end; gap: 10px; padding: 10px 16px 12px; border-top: 1px solid var(--line); }
    .foot span { flex: 1; min-width: 0; font-size: 12px; color: var(--text-3); overflow-wrap: anywhere; }
    .middle { max-width: 720px; margin: 40px auto; width: 100%; }
    @media (max-width: 1100px) { .columns { grid-template-columns: minmax(0, 1fr); } header { grid-template-columns: minmax(0, 1fr) auto; } sample-types { grid-row: 2; grid-column: 1 / -1; padding-bottom: 8px; min-width: 0; } }
    @media (max-width: 760px) {
      :host { grid-template-rows: auto 1fr; }
      page-footer, theme-menu { display: none; }
      header { padding: 0 10px; }
      main { padding: 12px 10px 24px; }
      .home { min-width: 44px; min-height: 44px; place-content: center; margin-inline-end: -8px; }
      .columns { gap: 12px; }
      .scroll { max-height: 360px; }
      .by { display: none; }
    }
    @media print { :host { display: block; } main, .scroll { overflow: visible; max-height: none; } .end, page-footer, .foot { display: none; } }
  `];

  @state() private series: Series | undefined;
  @state() private progress: SeriesProgress | undefined;
  @state() private failure: unknown;
  /** How many of the snapshots are not in the library; all of them where nothing can be shown. */
  @state() private lacking = 0;
  @state() private measure: Measure = 'drives';
  /** The function that the plot shows, '' for the first suspect. */
  @state() private looked = '';
  /** Ids of the snapshots that are to be compared, the earlier first; the first and the last until others are picked. */
  @state() private picked: readonly string[] = [];
  /** Which of the two a click on the plot picks. */
  #turn: 0 | 1 = 0;
  /** What was asked last, so that it is asked once and an answer to an earlier question is not shown. */
  #asked = '';

  constructor() {
    super();
    this.addEventListener(RefineEvent.type, (event) => this.page.refine((event as RefineEvent).change));
  }

  override render() {
    const {page, series} = this;
    const ids = page.state.series ?? [];
    return html`
      ${this.#header(series, ids.length)}
      <main id="main" tabindex="-1" aria-label=${seriesTexts.title(ids.length)}>
        <div class="columns">
          ${page.run === undefined ? nothing : html`<div class="wide">${this.#running(page.run)}</div>`}
          ${page.opening === undefined && page.problem === undefined ? nothing : html`<div class="wide"><opening-states .page=${page}></opening-states></div>`}
          ${ids.length === 0 ? nothing : this.failure !== undefined ? this.#failed() : series !== undefined ? this.#shown(series) : this.lacking > 0 ? this.#lackingAll() : this.#reading()}
        </div>
      </main>
      <page-footer .page=${page}></page-footer>`;
  }

  override updated(): void {
    const {series = [], config} = this.page.state;
    document.title = `${series.length === 0 ? seriesTexts.titleRunning : seriesTexts.title(series.length)} · ${texts.product}`;
    const question = [config.sampleIndex, this.measure, ...series].join(' ');
    if (question === this.#asked || series.length === 0) return;
    this.#asked = question;
    void this.#ask(series, question);
  }

  #header(series: Series | undefined, count: number): TemplateResult {
    const {page} = this;
    const times = series === undefined ? [] : timeTexts(series);
    const line = series === undefined ? '' : [series.binaries.join(', '), series.isTimed ? `${times[0]!} – ${times.at(-1)!}` : ''].filter((part) => part !== '').join(' · ');
    return html`
      <header>
        <div class="start">
          <button class="home" aria-label=${texts.header.home} title=${texts.header.home} @click=${() => page.goHome()}>${mark}</button>
          <div class="titles">
            <h1>${count === 0 ? seriesTexts.titleRunning : seriesTexts.title(series?.snapshots.length ?? count)} ${series === undefined ? nothing : html`<span class="badge">${kindName(series)}</span>`}</h1>
            <span>${shownName(line)}</span>
          </div>
        </div>
        ${series === undefined || series.sampleTypes.length < 2 ? html`<span></span>` : html`
          <sample-types .profile=${typesOf(series)} sampleIndex=${series.sampleTypes[series.sampleType]!.type}></sample-types>`}
        <div class="end">
          ${series === undefined || series.snapshots.length < 2 ? nothing : html`<button class="btn" title=${seriesTexts.mergeHelp} @click=${() => page.merge(series.snapshots.map(({id}) => id), seriesTexts.together.mergedName(series.snapshots.length, kindName(series)))}>${seriesTexts.merge}</button>`}
          <theme-menu></theme-menu>
        </div>
      </header>`;
  }

  #shown(series: Series): TemplateResult {
    const [first, ...others] = seriesSentences(series);
    const notes = [...seriesNotes(series), ...this.lacking > 0 ? [seriesTexts.lacking(this.lacking, this.page.state.series!.length)] : []];
    const at = this.looked === '' ? series.lead?.name : this.looked;
    const row = at === undefined ? -1 : series.rows.names.indexOf(at);
    return html`
      <section class="card says wide" aria-live="polite">
        <p class="first">${rich(first!.text, first!.values)} ${others.map(({text, values}) => html`${rich(text, values)} `)}</p>
        ${notes.map((note) => html`<p class="note">${shownName(note, 2000)}</p>`)}
      </section>
      <section class="card plot" aria-labelledby="plot-title">
        <div class="head"><h2 id="plot-title">${seriesTexts.plot(shownName(series.sampleTypes[series.sampleType]!.type))}</h2></div>
        <series-plot .series=${series} .row=${row} .picked=${this.#pickedRows(series)} @pick-snapshot=${this.#onPlot}></series-plot>
      </section>
      ${this.#list(series)}
      <series-rows class="card wide" .series=${series} .looked=${at ?? ''} @look-at=${(event: Event) => (this.looked = (event as LookEvent).name)}
          @choose-measure=${(event: Event) => (this.measure = (event as MeasureEvent).measure)} @open-function=${(event: CustomEvent<string>) => this.#openLast(series, event.detail)}></series-rows>`;
  }

  /** The snapshots as a table: what the plot shows, and the two that are compared. */
  #list(series: Series): TemplateResult {
    const {snapshots, sampleTypes, sampleType} = series;
    const {unit, totals} = sampleTypes[sampleType]!;
    const times = timeTexts(series);
    const {columns} = seriesTexts;
    const picked = this.#pickedRows(series);
    const [before, after] = picked;
    return html`
      <section class="card list" aria-labelledby="list-title">
        <div class="head"><h2 id="list-title">${seriesTexts.snapshots}</h2></div>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="list-title">
          <table>
            <thead><tr><th scope="col" class="pick">${columns.before}</th><th scope="col" class="pick">${columns.after}</th><th scope="col" class="name">${columns.snapshot}</th><th scope="col">${columns.time}</th><th scope="col">${columns.total}</th><th scope="col" class="by">${columns.change}</th></tr></thead>
            <tbody>${snapshots.map(({id, name}, i) => html`
              <tr>
                <td class="pick"><label><input type="radio" name="before" aria-label=${seriesTexts.pickBefore(shownName(name))} .checked=${before === i} @change=${() => this.#pick(0, id, series)}></label></td>
                <td class="pick"><label><input type="radio" name="after" aria-label=${seriesTexts.pickAfter(shownName(name))} .checked=${after === i} @change=${() => this.#pick(1, id, series)}></label></td>
                <th scope="row"><button class="link" title=${seriesTexts.openSnapshot(shownName(name, 2000))} @click=${() => this.page.open({kind: 'source', source: {kind: 'kept', id}, name})}><bdi>${shownName(name)}</bdi></button></th>
                <td>${times[i]}</td><td>${amount(totals[i]!, unit)}</td><td class="by">${i === 0 ? nothing : signed(totals[i]! - totals[i - 1]!, unit)}</td>
              </tr>`)}</tbody>
          </table>
        </div>
        <div class="foot">
          <span>${before === undefined || after === undefined ? nothing : seriesTexts.compareThese(times[before]!, times[after]!)}</span>
          <button class="btn primary" ?disabled=${before === undefined || before === after} @click=${() => this.#compare(series, picked)}>${seriesTexts.compare}</button>
        </div>
      </section>`;
  }

  /** How far the collecting is; where not even the first snapshot could be had, what would help. */
  #running(run: SeriesRun): TemplateResult {
    if (run.state !== 'failed' || run.ids.length > 0) return html`<series-progress .page=${this.page}></series-progress>`;
    return html`<problem-card role="alert" .page=${this.page} .reason=${run.reason} address=${run.plan.address} .again=${() => run.again()}></problem-card>`;
  }

  #failed(): TemplateResult {
    return html`<div class="wide middle"><problem-card role="alert" .page=${this.page} .reason=${this.failure} .again=${() => this.#again()}></problem-card></div>`;
  }

  #lackingAll(): TemplateResult {
    return html`
      <div class="wide middle"><state-card role="alert" heading=${seriesTexts.noneTitle} text=${seriesTexts.none}>
        <button class="btn primary" @click=${() => this.page.pickFiles()}>${seriesTexts.choose}</button>
      </state-card></div>`;
  }

  #reading(): TemplateResult {
    const {done, of} = this.progress ?? {done: 0, of: 0};
    return html`
      <div class="wide middle"><state-card role="status" heading=${seriesTexts.readingTitle} text=${of === 0 ? '' : seriesTexts.reading(done, of)} .share=${of === 0 ? -1 : done / of}>
        <button class="btn" @click=${() => this.page.goHome()}>${texts.states.cancel}</button>
      </state-card></div>`;
  }

  async #ask(series: readonly string[], question: string): Promise<void> {
    const isLatest = (): boolean => this.#asked === question;
    try {
      const found = await this.#find(series);
      if (!isLatest()) return;
      this.lacking = series.length - found.length;
      if (found.length === 0) return void (this.series = undefined);
      const wish = {sampleIndex: this.page.state.config.sampleIndex, measure: this.measure};
      const answer = await this.page.engine.series(found, wish, (progress) => {
        if (isLatest()) this.progress = progress;
      });
      if (!isLatest()) return;
      this.series = answer;
      this.failure = undefined;
    } catch (reason) {
      if (isLatest()) this.failure = reason;
    }
  }

  /** The whole ids of the snapshots that are here. What is open by its whole id may be here without room in the library. */
  async #find(series: readonly string[]): Promise<readonly string[]> {
    const library = await this.page.engine.library();
    return series.flatMap((id) => library.find((kept) => kept.id.startsWith(id))?.id ?? (id.length === 64 ? id : []));
  }

  #again(): void {
    this.failure = undefined;
    this.series = undefined;
    this.#asked = '';
  }

  #pickedRows({snapshots}: Series): readonly number[] {
    if (snapshots.length < 2) return [];
    const [before = -1, after = -1] = this.picked.map((id) => snapshots.findIndex((snapshot) => snapshot.id === id));
    return [before < 0 ? 0 : before, after < 0 ? snapshots.length - 1 : after];
  }

  #pick(side: 0 | 1, id: string, series: Series): void {
    const ids = this.#pickedRows(series).map((row) => series.snapshots[row]!.id);
    ids[side] = id;
    this.picked = ids;
    this.#turn = side === 0 ? 1 : 0;
  }

  /** The first click says from where, and the second to where; what is earlier stands before. */
  readonly #onPlot = (event: Event): void => {
    const {series} = this;
    if (series === undefined || series.snapshots.length < 2) return;
    const {row} = event as PickEvent;
    if (this.#turn === 1) {
      const [before = 0] = this.#pickedRows(series);
      this.picked = [Math.min(before, row), Math.max(before, row)].map((at) => series.snapshots[at]!.id);
      this.#turn = 0;
      return;
    }
    // Until the second click the two are one, which cannot be compared.
    this.picked = [series.snapshots[row]!.id, series.snapshots[row]!.id];
    this.#turn = 1;
  };

  #compare({snapshots, kind, sampleTypes, sampleType}: Series, [before, after]: readonly number[]): void {
    const [earlier, later] = [snapshots[before!]!, snapshots[after!]!];
    const query = urlFromConfig({...defaultConfig, sampleIndex: sampleTypes[sampleType]!.type});
    for (const [key, value] of [['id', later.id], ['of', later.name], ['vs', earlier.id], ['vsof', earlier.name], ...kind === 'counter' ? [['vsby', 'base']] : []] as const) query.set(key!, value!);
    location.hash = `#/flamegraph?${query}`;
  }

  #openLast({snapshots, sampleTypes, sampleType}: Series, selected: string): void {
    const {id, name} = snapshots.at(-1)!;
    this.page.open({
      kind: 'source', source: {kind: 'kept', id}, name,
      state: {...homeState, view: 'flamegraph', config: {...defaultConfig, sampleIndex: sampleTypes[sampleType]!.type, selected}},
    });
  }
}

/** What the switch of the sample types has to know; none is the default, so that each is named in the address. */
function typesOf({sampleTypes}: Series) {
  return {
    sampleTypes: sampleTypes.map(({type, unit, totals}) => ({type, unit, total: totals.at(-1)!, totalText: ''})),
    defaultSampleType: -1,
  };
}

function kindName({profileKind}: Series): string {
  return texts.kinds[profileKind as keyof typeof texts.kinds];
}
