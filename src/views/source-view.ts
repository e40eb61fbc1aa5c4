import {VirtualizerController} from '@tanstack/lit-virtual';
import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {sourceTexts} from './detail-texts.js';
import {shownName, shownText} from '../base/shown-name.js';
import {Role} from '../config/role.js';
import {amount, percent} from './parts/amount.js';
import {signed, wayOf} from './parts/change.js';
import {fillOf} from './parts/change-marks.js';
import {cssProps} from './parts/css-props.js';
import {FoundRows, rowsOfTexts, type SearchedRows} from './parts/found-rows.js';
import './parts/function-picker.js';
import type {Pickable, PickFunctionEvent} from './parts/function-picker.js';
import {roleTokens} from './parts/palette.js';
import {printedList, Printing} from './parts/printing.js';
import {baseStyles, controlStyles} from './parts/styles.js';
import {ProfileView, SearchResultEvent, ViewPaintedEvent} from './profile-view.js';
import {ReportController} from './report-controller.js';
import type {Token} from './source/highlight.js';
import {droppedFiles, sourceFolders, type FoundSource, type MissingSource} from './source/source-folders.js';
import {isGenerated} from './source/source-paths.js';
import {joined, lastLineOf, rowsOf, type LineCost, type SourceRow} from './source/source-rows.js';

type Model = NonNullable<ReportController<'source'>['answer']>['model'];
type OfFile = Model['files'][number];

/** Lines that are unfolded by one click. */
const unfolded = 40;
/** Below this share of its function a line is not hot. */
const hotShare = 0.05;
/** Inlined calls that are shown under their line without being asked for. */
const inlinedShown = 3;
const inlinedShare = 0.02;
const mostRows = 500_000;
const longestText = 1000;

/** The lines of one function with what each costs; the text comes from a folder of the person's, where they let us read it. */
@customElement('source-view')
export class SourceView extends ProfileView {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: flex; flex-direction: column; min-height: 0; background: var(--graph-bg); container-type: inline-size; position: relative; }
    .head { display: flex; align-items: center; gap: 8px 14px; padding: 9px 14px; border-bottom: 1px solid var(--line); flex-wrap: wrap; }
    .title { flex: 1 1 320px; min-width: 0; }
    .title h2 { font-size: 15px; font-weight: 600; line-height: 1.3; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .title p { font: 11.5px var(--mono); color: var(--text-2); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    function-picker { flex: 0 1 220px; }
    .folders { display: flex; gap: 6px; align-items: center; flex-wrap: wrap; }
    .folders li { display: flex; align-items: center; border: 1px solid var(--line-strong); border-radius: 6px; min-height: var(--target); padding-inline-start: 10px; font-size: 12px; font-weight: 500; }
    .folders li button { min-width: 26px; min-height: 26px; text-align: center; color: var(--text-3); border-radius: 5px; }
    .folders li button:hover { color: var(--text); background: var(--panel-3); }
    .ok { color: var(--ok); margin-inline-start: 5px; }
    .strip { display: flex; align-items: center; gap: 8px 12px; flex-wrap: wrap; padding: 8px 14px; background: var(--panel-2); border-bottom: 1px solid var(--line); font-size: 12.5px; color: var(--text-2); }
    .strip b { color: var(--text); font-weight: 600; }
    .strip .btn { min-height: var(--small); }
    .strip .grow { flex: 1 1 260px; overflow-wrap: anywhere; }
    .strip details { flex-basis: 100%; }
    .strip summary { cursor: pointer; min-height: 24px; }
    .strip details li { font: 11.5px var(--mono); overflow-wrap: anywhere; padding-inline-start: 14px; }
    .over { position: absolute; inset: 0; z-index: 6; display: grid; place-items: center; background: color-mix(in srgb, var(--panel) 88%, transparent); border: 2px dashed var(--accent); font-size: 15px; font-weight: 600; pointer-events: none; }
    .steps { display: flex; gap: 2px; }
    .steps .btn { min-height: var(--small); }
    .table { flex: 1; min-height: 0; display: flex; flex-direction: column; font: 12.5px var(--mono); }
    .line { display: grid; grid-template-columns: 76px 84px 46px 54px 20px minmax(0, 1fr); align-items: center; }
    .titles { flex: none; height: 26px; font-size: 11.5px; color: var(--text-3); background: var(--panel-2); border-bottom: 1px solid var(--line); overflow: hidden; scrollbar-gutter: stable; }
    .body { flex: 1; min-height: 0; overflow: auto; overflow-anchor: none; position: relative; contain: strict; tab-size: 4; }
    .body:focus-visible { outline-offset: -2px; }
    .all { position: relative; height: var(--height); min-width: 100%; width: calc(286px + var(--columns) * 1ch); }
    .row { position: absolute; inset: 0 0 auto; height: var(--row); transform: translateY(var(--top)); background: color-mix(in srgb, light-dark(var(--heat-colour), color-mix(in srgb, var(--heat-colour) 74%, transparent)) var(--heat), transparent); }
    .n { text-align: end; padding-inline-end: 10px; white-space: nowrap; font-variant-numeric: tabular-nums; }
    .row .self, .row .total { color: var(--text-2); }
    .hot .self, .hot .total { color: var(--text); font-weight: 600; }
    .row .bar { height: 7px; background: none; margin-inline-end: 6px; }
    .row .bar > i { min-width: 2px; border-radius: 2px; }
    .no { color: var(--text-3); }
    .warm .no, .warm .self, .warm .total { color: var(--text); }
    code { white-space: pre; overflow: visible; }
    .other { color: var(--text-2); }
    .current { box-shadow: inset 3px 0 0 var(--text); }
    .found code { text-decoration: underline 2px var(--match); text-underline-offset: 3px; }
    .word { color: light-dark(#8a2f7a, #dfa3f0); }
    .text { color: light-dark(#1b6b3a, #8fd3a0); }
    .number { color: light-dark(#0a4ba3, #9ecbff); }
    .comment { color: var(--text-3); font-style: italic; }
    .warm .word, .warm .text, .warm .number, .warm .comment { color: inherit; }
    .warm .word { font-weight: 600; }
    .fold { background: var(--panel-2); }
    .fold button { grid-column: 4 / -1; height: 100%; font: 12px var(--sans); color: var(--text-2); padding-inline-start: 24px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; position: sticky; inset-inline-start: 0; }
    .fold button:hover { color: var(--text); text-decoration: underline; }
    .fold button:focus-visible { outline-offset: -2px; }
    .fold .gap { grid-column: 4 / -1; padding-inline-start: 24px; color: var(--text-3); }
    .call { color: var(--text-2); }
    .call .n { color: var(--text-2); }
    .call .to { grid-column: 6; display: flex; gap: 8px; align-items: baseline; font-family: var(--sans); font-size: 12px; padding-inline-start: calc(var(--indent) * 1ch + 12px); white-space: nowrap; overflow: hidden; }
    .call .to::before { content: '↳'; color: var(--text-3); }
    .call button { font-weight: 500; overflow: hidden; text-overflow: ellipsis; min-height: 18px; }
    .call button:hover { text-decoration: underline; }
    .call small { color: var(--text-3); }
    .calls { font-family: var(--sans); font-size: 12px; color: var(--text-2); display: flex; gap: 12px; overflow: hidden; }
    code:has(.calls) { height: 100%; }
    .calls { height: 100%; align-items: center; }
    .calls button { white-space: nowrap; min-height: 100%; }
    .calls button:hover { text-decoration: underline; }
    .calls b { font-weight: 500; }
    .warm .calls, .warm .toggle { color: inherit; }
    .toggle { color: var(--text-3); width: 20px; height: 20px; text-align: center; font: 11px var(--sans); }
    .toggle:hover { color: var(--text); }
    @media (hover: none) { .toggle { width: 44px; height: 44px; margin: -12px; position: relative; } }
    .says p { min-width: 0; }
    .says { display: flex; gap: 10px; padding: 11px 14px; border-top: 1px solid var(--line); font-size: 12.5px; color: var(--text-2); overflow-wrap: anywhere; }
    .says b { color: var(--text); font-weight: 600; }
    .says .mark { flex: none; width: 20px; height: 20px; border-radius: 6px; display: grid; place-items: center; font-weight: 700; font-size: 11px; background: var(--your-code); color: var(--your-code-text); }
    .none { margin: auto; padding: 24px; text-align: center; color: var(--text-2); display: grid; gap: 12px; justify-items: center; overflow-wrap: anywhere; }
    @container (max-width: 700px) {
      .head { padding: 8px 10px; }
      .title { flex-basis: 100%; }
      function-picker { flex: 1; }
      .line { grid-template-columns: 46px 52px 10px 34px 20px minmax(0, 1fr); }
      .row .bar { margin-inline-end: 2px; }
      .all { width: calc(162px + var(--columns) * 1ch); }
      .n { padding-inline-end: 4px; font-size: 11px; }
    }
    @media (forced-colors: active) { .hot { outline: 1px solid CanvasText; outline-offset: -1px; } }
    @media print { :host, .table { display: block; } .folders, .steps, .strip, function-picker, .toggle { display: none; } code { white-space: pre-wrap; } }
  `, printedList];

  /** Which file of the function is shown. */
  @state() private file = 0;
  /** Spans of lines that were unfolded. */
  @state() private open: readonly (readonly [number, number])[] = [];
  /** Lines whose calls are all shown. */
  @state() private opened: ReadonlySet<number> = new Set();
  @state() private current = -1;
  @state() private source: FoundSource | MissingSource | undefined;
  @state() private dragging = false;
  @state() private problem = '';
  @state() private picking = false;

  readonly #report = new ReportController(this, 'source', {uses: ['selected'], ask: (config) => ({...config, sort: 'flat'})});
  readonly #top = new ReportController(this, 'top', {ask: (config) => (this.picking ? {...config, trim: false, sort: 'cum', granularity: 'functions'} : undefined)});
  readonly #search = new FoundRows(this, () => this.#searched, (found) => {
    let matches = 0;
    for (const row of found) matches += row;
    this.dispatchEvent(new SearchResultEvent(matches, undefined));
  });
  #searched: SearchedRows | undefined;
  readonly #printing = new Printing(this, 400);
  #rowHeight = heightOfRows(false);
  readonly #virtual = new VirtualizerController<HTMLElement, HTMLElement>(this, {
    count: 0,
    getScrollElement: () => this.renderRoot.querySelector<HTMLElement>('.body'),
    estimateSize: () => this.#rowHeight,
    overscan: 20,
  });
  #model: Model | undefined;
  #shownFile: OfFile | undefined;
  #costs = new Map<number, LineCost>();
  #tokens: readonly (readonly Token[])[] | undefined;
  #rows: readonly SourceRow[] = [];
  #rowsFor: readonly unknown[] = [];
  #revealed = '';
  #revealedText = '';
  #painted = '';
  #pickable: {readonly model: object; readonly pickable: Pickable} | undefined;

  readonly #foldersChanged = (): void => void this.#read();

  override connectedCallback(): void {
    super.connectedCallback();
    sourceFolders.addEventListener('change', this.#foldersChanged);
    void sourceFolders.remember();
    this.addEventListener('dragover', this.#onDrag);
    this.addEventListener('dragleave', this.#onLeave);
    this.addEventListener('drop', this.#onDrop);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    sourceFolders.removeEventListener('change', this.#foldersChanged);
    this.removeEventListener('dragover', this.#onDrag);
    this.removeEventListener('dragleave', this.#onLeave);
    this.removeEventListener('drop', this.#onDrop);
  }

  protected override willUpdate(): void {
    const model = this.#report.answer?.model;
    if (model === undefined) return;
    if (model !== this.#model) {
      const isOther = model.name !== this.#model?.name;
      this.#model = model;
      if (isOther) this.file = Math.max(0, model.files.findIndex(({line}) => line.includes(this.config.sourceLine)));
      this.file = Math.min(this.file, Math.max(0, model.files.length - 1));
    }
    const file = model.files[this.file];
    if (file !== this.#shownFile) {
      if (file?.file !== this.#shownFile?.file || file?.firstLine !== this.#shownFile?.firstLine) {
        this.open = [];
        this.opened = new Set();
        this.current = -1;
      }
      if (file?.file !== this.#shownFile?.file) {
        this.source = undefined;
        this.#tokens = undefined;
        this.#searched = undefined;
      }
      this.#shownFile = file;
      this.#costs = costsOf(file);
      void this.#read();
    }
    const needed = [file, this.source, this.open, this.opened];
    if (needed.some((part, i) => part !== this.#rowsFor[i])) {
      this.#rowsFor = needed;
      this.#rows = file === undefined ? [] : this.#rowsOfFile(file).slice(0, mostRows);
    }
  }

  override render() {
    const model = this.#report.answer?.model;
    if (model === undefined) return nothing;
    const file = model.files[this.file];
    if (file === undefined) return html`${this.#head(model, undefined)}${this.#nothing(model)}`;
    return html`
      ${this.#head(model, file)}
      ${this.#strip(file)}
      ${this.#table(model, file)}
      ${this.#says(model, file)}
      ${this.dragging ? html`<div class="over">${sourceTexts.dropHere}</div>` : nothing}`;
  }

  override updated(): void {
    const model = this.#report.answer?.model;
    if (model === undefined) return;
    // The hottest line is what the view is opened for, where no other was asked for.
    const reveal = this.#shownFile;
    const wanted = reveal?.line.includes(this.config.sourceLine) === true ? this.config.sourceLine : 0;
    const about = `${model.name}\n${reveal?.file}\n${wanted}`;
    const hasText = this.source?.kind === 'found';
    if (reveal !== undefined && (this.#revealed !== about || (hasText && this.#revealedText !== about))) {
      this.#revealed = about;
      if (hasText) this.#revealedText = about;
      const first = this.#rows.findIndex((row) => row.kind === 'line' && row.line >= Math.max(1, reveal.firstLine - 1));
      const hottest = this.#rowOfLine(this.#hottest(reveal)?.line ?? -1);
      const fits = Math.max(4, Math.floor((this.renderRoot.querySelector('.body')?.clientHeight ?? 400) / this.#rowHeight) - 3);
      if (wanted > 0) this.#goTo(wanted);
      else if (hottest - first > fits) this.#virtual.getVirtualizer().scrollToIndex(hottest, {align: 'center'});
      else if (first >= 0) this.#virtual.getVirtualizer().scrollToIndex(first, {align: 'start'});
    }
    if (this.#painted === this.profile.id) return;
    this.#painted = this.profile.id;
    this.dispatchEvent(new ViewPaintedEvent());
  }

  override nextMatch(direction: 1 | -1): void {
    const {found} = this.#search;
    if (found === undefined || found.length === 0) return;
    const count = found.length;
    const from = this.current > 0 ? this.current - 1 : direction === 1 ? -1 : 0;
    for (let step = 1; step <= count; step++) {
      const line = (from + direction * step + count * 2) % count;
      if (found[line] !== 1) continue;
      this.#goTo(line + 1);
      return;
    }
  }

  #head(model: Model, file: OfFile | undefined): TemplateResult {
    const {total, unit, name} = model;
    const {states} = sourceFolders;
    return html`
      <div class="head">
        <div class="title">
          ${name === '' ? nothing : html`<h2 title=${shownName(name, 2000)}><bdi>${shownName(name)}</bdi></h2>`}
          ${file === undefined ? nothing : html`<p title=${shownName(file.file, 2000)}><bdi>${sourceTexts.place(shownName(this.source?.kind === 'found' ? this.source.place : file.file), file.firstLine, this.#lastLine(file))}</bdi> · ${sourceTexts.of(this.#amount(file, file.cum, unit), amount(total, unit))}</p>`}
        </div>
        <function-picker label=${sourceTexts.pick} .pickable=${this.#pickableNow()} .value=${''} @open=${() => (this.picking = true)} @pick-function=${(event: PickFunctionEvent) => this.refine({selected: event.name})}></function-picker>
        ${model.files.length < 2 ? nothing : html`<select class="field" aria-label=${sourceTexts.file} @change=${(event: Event) => (this.file = (event.target as HTMLSelectElement).selectedIndex)}>
          ${model.files.map((one, i) => html`<option ?selected=${i === this.file}>${shownName(one.file)}</option>`)}</select>`}
        <div class="steps" ?hidden=${file === undefined}>
          <button class="btn ghost icon" aria-label=${sourceTexts.previous} title="${sourceTexts.previous} (P)" @click=${() => this.nextHot(-1)}>↑</button>
          <button class="btn ghost icon" aria-label=${sourceTexts.next} title="${sourceTexts.next} (N)" @click=${() => this.nextHot(1)}>↓</button>
        </div>
        ${states.length === 0 ? nothing : html`<ul class="folders">
          ${states.map(({name: folder, ready}) => html`<li><bdi>${shownName(folder)}</bdi>${ready ? html`<span class="ok" aria-hidden="true">✓</span>` : nothing}<button aria-label=${sourceTexts.folder(folder)} title=${sourceTexts.folder(folder)} @click=${() => void sourceFolders.forget(folder)}>✕</button></li>`)}
        </ul>`}
      </div>`;
  }

  /** What stands between the head and the lines where something is to be said of the text. */
  #strip(file: OfFile): TemplateResult | typeof nothing {
    const {source} = this;
    const sleeping = sourceFolders.states.filter(({ready, lost}) => !ready && !lost).map(({name}) => name);
    const again = sleeping.length === 0 ? nothing : html`<button class="btn primary" @click=${() => void sourceFolders.grantAgain()}>${sourceTexts.again(shownName(sleeping.join(', ')))}</button>`;
    if (source?.kind === 'found') {
      const last = file.line.reduce((most, line) => Math.max(most, line), 0);
      const note = last > source.lines.length ? sourceTexts.older : source.byName ? sourceTexts.byName : '';
      return note === '' ? nothing : html`<div class="strip"><span class="grow">${note}</span>${this.#choices()}</div>`;
    }
    if (file.file !== '' && isGenerated(file.file)) return html`<div class="strip"><span class="grow">${sourceTexts.generated}</span></div>`;
    if (source === undefined) return nothing;
    const isFirst = sourceFolders.states.length === 0;
    const lost = sourceFolders.states.filter((state) => state.lost).map(({name}) => name);
    return html`
      <div class="strip">
        <span class="grow">${lost.length > 0 ? html`<b>${sourceTexts.moved(shownName(lost.join(', ')))}</b> ` : nothing}${isFirst ? html`<b>${sourceTexts.missingTitle}.</b> ${sourceTexts.missing}` : source.tried.length === 0 ? nothing : html`<b>${sourceTexts.notFound(shownName(file.file))}</b>`}
          ${sourceFolders.canRemember || !isFirst ? nothing : sourceTexts.once} ${this.problem}</span>
        ${again}${this.#choices()}
        ${source.tried.length === 0 ? nothing : html`<details><summary>${sourceTexts.tried(source.tried.length)}</summary><ul>${source.tried.map((path) => html`<li><bdi>${shownName(path)}</bdi></li>`)}</ul></details>`}
      </div>`;
  }

  #choices(): TemplateResult {
    return html`
      <button class="btn" @click=${() => void this.#choose()}>${sourceFolders.states.length === 0 ? sourceTexts.choose : sourceTexts.addFolder}</button>
      <button class="btn" @click=${() => this.renderRoot.querySelector<HTMLInputElement>('#one')!.click()}>${sourceTexts.drop}</button>
      <input id="folder" type="file" webkitdirectory multiple hidden @change=${this.#onFolder}>
      <input id="one" type="file" hidden @change=${this.#onFile}>`;
  }

  #nothing(model: Model): TemplateResult {
    if (model.name === '') return html`<p class="none">${sourceTexts.noFunction}</p>`;
    if (!model.found) {
      return html`<div class="none"><p><bdi>${sourceTexts.gone(shownName(model.name))}</bdi></p><button class="btn" @click=${() => this.refine({selected: ''})}>${sourceTexts.showWidest}</button></div>`;
    }
    return html`<p class="none"><bdi>${sourceTexts.noFile(shownName(model.name))}</bdi></p>`;
  }

  #table(model: Model, file: OfFile): TemplateResult {
    const virtual = this.#virtual.getVirtualizer();
    const count = this.#rows.length;
    if (virtual.options.count !== count) virtual.setOptions({...virtual.options, count});
    const rowHeight = heightOfRows(this.source?.kind === 'found');
    if (this.#rowHeight !== rowHeight) {
      this.#rowHeight = rowHeight;
      virtual.measure();
    }
    const {columns} = sourceTexts;
    const noLines = file.line.length > 0 && file.line.every((line) => line <= 0);
    return html`
      <div class="table" role="table" aria-label=${sourceTexts.table(shownName(model.name))} aria-rowcount=${count + 1} ${cssProps({'--heat-colour': `var(${roleTokens[model.role]!})`})}>
        <div class="line titles" role="row" aria-rowindex="1"><span class="n" role="columnheader">${columns.self}</span><span class="n" role="columnheader">${columns.total}</span><span></span><span class="n" role="columnheader">${columns.line}</span><span role="columnheader"><span class="seen-by-readers">${sourceTexts.calls}</span></span><span role="columnheader"><span class="seen-by-readers">${columns.code}</span></span></div>
        <div class="body" role="rowgroup" tabindex="0" aria-label=${sourceTexts.table(shownName(model.name))} ${cssProps({'--row': `${this.#rowHeight}px`})}>
          <div class="all" role="presentation" ${cssProps({'--height': `${virtual.getTotalSize()}px`, '--columns': String(this.#widest())})}>
            ${this.#printing.itemsOf(virtual).map(({index, start}) => this.#row(model, file, index, start))}
          </div>
          ${noLines ? html`<p class="none">${sourceTexts.noLines}</p>` : nothing}
        </div>
      </div>`;
  }

  #row(model: Model, file: OfFile, index: number, start: number): TemplateResult | typeof nothing {
    const row = this.#rows[index];
    if (row === undefined) return nothing;
    const at = {'--top': `${start}px`};
    if (row.kind === 'fold') return this.#fold(model, file, row, index, at);
    if (row.kind === 'call') return this.#call(model, file, row.call, index, at);
    const {line} = row;
    const cost = this.#costs.get(line);
    const share = cost === undefined || !cost.own || file.cum === 0 ? 0 : Math.min(1, Math.abs(cost.cum / file.cum));
    const isHot = share >= hotShare;
    const heat = share === 0 ? 0 : 5 + 55 * Math.sqrt(share);
    const way = cost === undefined || cost.row < 0 ? undefined : wayOfLine(file, cost.row);
    const fill = way === undefined ? `var(${roleTokens[model.role]!})` : fillOf(way);
    const own = cost?.own ?? (line >= file.firstLine && line <= this.#lastLine(file));
    const value = (number: number): string => (number === 0 ? '' : this.#amount(file, number, model.unit));
    const text = this.source?.kind === 'found' ? this.#text(line) : this.#callsInPlace(model, file, cost);
    const calls = cost === undefined || cost.row < 0 ? 0 : file.callStart[cost.row + 1]! - file.callStart[cost.row]!;
    const hasToggle = this.source?.kind === 'found' && calls > 0;
    return html`
      <div class="line row ${isHot ? 'hot' : ''} ${heat > 16 ? 'warm' : ''} ${own ? '' : 'other'} ${line === this.current ? 'current' : ''} ${this.#search.found?.[line - 1] === 1 ? 'found' : ''}" role="row" aria-rowindex=${index + 2}
          ${cssProps({...at, '--heat': `${heat.toFixed(0)}%`, ...way === undefined ? {} : {'--heat-colour': fill}})}>
        <span class="n self" role="cell">${cost === undefined ? '' : value(cost.flat)}</span><span class="n total" role="cell">${cost === undefined ? '' : value(cost.cum)}</span>
        <span class="bar" aria-hidden="true">${share === 0 ? nothing : html`<i ${cssProps({'--share': `${share * 100}%`, '--fill': fill})}></i>`}</span>
        <span class="n no" role="cell">${line}</span>
        <span role="cell">${hasToggle ? html`<button class="toggle" tabindex="-1" aria-expanded=${this.opened.has(line) ? 'true' : 'false'} aria-label="${sourceTexts.calls}: ${line}" @click=${() => this.#toggle(line)}>${this.opened.has(line) ? '▾' : '▸'}</button>` : nothing}</span>
        <code role="cell">${text}</code>
      </div>`;
  }

  /** In a comparison a cost is a change. */
  #amount({sides}: OfFile, value: number, unit: string): string {
    return sides === undefined ? amount(value, unit) : signed(value, unit);
  }

  #text(line: number): unknown {
    const {source} = this;
    if (source?.kind !== 'found') return '';
    const text = source.lines[line - 1] ?? '';
    const tokens = this.#tokens?.[line - 1];
    if (tokens === undefined || text.length > longestText) return shownText(text, longestText);
    return tokens.map((token) => (token.kind === 'plain' ? shownText(token.text) : html`<span class=${token.kind}>${shownText(token.text)}</span>`));
  }

  /** Where there is no text, a line is known by what it calls. */
  #callsInPlace({unit}: Model, file: OfFile, cost: LineCost | undefined): unknown {
    if (cost === undefined || cost.row < 0) return '';
    const calls = file.calls.slice(file.callStart[cost.row]!, Math.min(file.callStart[cost.row + 1]!, file.callStart[cost.row]! + 3));
    return html`<span class="calls">${calls.map(({name, value, inlined}) => html`<button tabindex="-1" title=${shownName(name)} @click=${() => this.refine({selected: name})}>→ <bdi>${shownName(name, 60)}</bdi> <b>${this.#amount(file, value, unit)}</b>${inlined ? ` ${sourceTexts.inlined}` : ''}</button>`)}</span>`;
  }

  #fold(model: Model, file: OfFile, {from, to}: SourceRow & {kind: 'fold'}, index: number, at: Record<string, string>): TemplateResult {
    const inside = file.others.functions.filter(({firstLine}) => firstLine >= from && firstLine <= to).slice(0, 3).map(({name, cum}) => sourceTexts.otherFunction(shownName(name, 40), this.#amount(file, cum, model.unit)));
    const text = `${sourceTexts.fold(to - from + 1)}${inside.length === 0 ? '' : ` · ${inside.join(' · ')}`}`;
    return html`
      <div class="line row fold" role="row" aria-rowindex=${index + 2} ${cssProps({...at, '--heat': '0%'})}><span role="cell"></span><span role="cell"></span><span></span>
        ${this.source?.kind === 'found'
          ? html`<button role="cell" title=${text} @click=${() => this.#unfold(from, to)}>⋯ ${text}</button>`
          : html`<span class="gap" role="cell">⋯</span>`}</div>`;
  }

  #call(model: Model, file: OfFile, call: number, index: number, at: Record<string, string>): TemplateResult {
    const {name, value, inlined} = file.calls[call]!;
    const above = this.#rows.slice(0, index).findLast((row) => row.kind === 'line') as {line: number} | undefined;
    const text = this.source?.kind === 'found' && above !== undefined ? this.source.lines[above.line - 1] ?? '' : '';
    const indent = [.../^\s*/.exec(text)![0]].reduce((sum, char) => sum + (char === '\t' ? 4 : 1), 0);
    return html`
      <div class="line row call" role="row" aria-rowindex=${index + 2} ${cssProps({...at, '--heat': '0%', '--indent': String(Math.min(indent, 60))})}>
        <span role="cell"></span><span class="n" role="cell">${this.#amount(file, value, model.unit)}</span><span></span><span role="cell"></span><span role="cell"></span>
        <span class="to" role="cell"><button tabindex="-1" title=${shownName(name)} @click=${() => this.refine({selected: name})}><bdi>${shownName(name, 120)}</bdi></button><small>${inlined ? sourceTexts.inlined : ''} ${percent(value, file.cum)}</small></span>
      </div>`;
  }

  /** What the hottest line is and does, where one stands out. */
  #says(model: Model, file: OfFile): TemplateResult | typeof nothing {
    const hot = this.#hottest(file);
    if (hot === undefined || file.cum === 0 || Math.abs(hot.cum / file.cum) < 0.3 || file.line.length < 2) return nothing;
    const calls = file.calls.slice(file.callStart[hot.row]!, file.callStart[hot.row + 1]!)
      .filter(({value}) => Math.abs(value) >= Math.abs(hot.cum) * 0.1).slice(0, 2).map(({name, value}) => sourceTexts.call(shownName(name, 80), this.#amount(file, value, model.unit)));
    return html`
      <div class="says" role="note"><span class="mark" aria-hidden="true">1</span>
        <p><b>${(file.sides === undefined ? sourceTexts.hottest : sourceTexts.hottestChange)(hot.line, percent(hot.cum, file.cum))}</b> ${calls.length === 0 ? nothing : sourceTexts.hottestCalls(calls.join(sourceTexts.and))}</p></div>`;
  }

  #hottest(file: OfFile): {line: number; cum: number; row: number} | undefined {
    let best: {line: number; cum: number; row: number} | undefined;
    for (let row = 0; row < file.line.length; row++) {
      const cum = file.lineCum.numbers[row]!;
      if (file.line[row]! > 0 && (best === undefined || Math.abs(cum) > Math.abs(best.cum))) best = {line: file.line[row]!, cum, row};
    }
    return best;
  }

  #rowsOfFile(file: OfFile): SourceRow[] {
    const callsOf = (line: number): number[] => this.#callsBelow(file, line);
    const {source} = this;
    if (source?.kind === 'found') {
      const first = file.firstLine > 0 ? file.firstLine : 1;
      const shown = joined([[Math.max(1, first - 1), this.#lastLine(file)], ...this.open]);
      return rowsOf(source.lines.length, shown, callsOf);
    }
    const rows: SourceRow[] = [];
    let before = 0;
    for (const line of file.line) {
      if (line <= 0) continue;
      if (before > 0 && line > before + 1) rows.push({kind: 'fold', from: before + 1, to: line - 1});
      rows.push({kind: 'line', line});
      before = line;
    }
    return rows;
  }

  /** The calls to show below a line: all where it was asked for, else the heavy ones that are inlined into it. */
  #callsBelow(file: OfFile, line: number): number[] {
    const cost = this.#costs.get(line);
    if (cost === undefined || cost.row < 0) return [];
    const all = Array.from({length: file.callStart[cost.row + 1]! - file.callStart[cost.row]!}, (_, i) => file.callStart[cost.row]! + i);
    if (this.opened.has(line)) return all;
    return all.filter((call) => file.calls[call]!.inlined && Math.abs(file.calls[call]!.value) >= Math.abs(file.cum) * inlinedShare).slice(0, inlinedShown);
  }

  #lastLine(file: OfFile): number {
    const {source} = this;
    return source?.kind === 'found' ? lastLineOf(source.lines, Math.max(1, file.firstLine), file.lastLine) : file.lastLine;
  }

  /** Characters of the longest line that is shown. */
  #widest(): number {
    const {source} = this;
    if (source?.kind !== 'found') return 60;
    let widest = 40;
    for (const row of this.#rows) {
      if (row.kind !== 'line') continue;
      const text = source.lines[row.line - 1] ?? '';
      let tabs = 0;
      while (text[tabs] === '\t') tabs++;
      widest = Math.max(widest, Math.min(longestText, text.length + tabs * 3));
    }
    return widest;
  }

  #rowOfLine(line: number): number {
    return this.#rows.findIndex((row) => row.kind === 'line' && row.line === line);
  }

  #pickableNow(): Pickable | undefined {
    const model = this.#top.answer?.model;
    if (model === undefined) return undefined;
    if (this.#pickable?.model !== model) this.#pickable = {model, pickable: {names: model.frames.names, roles: model.frames.roles, order: model.frame}};
    return this.#pickable.pickable;
  }

  #toggle(line: number): void {
    const opened = new Set(this.opened);
    if (!opened.delete(line)) opened.add(line);
    this.opened = opened;
  }

  #unfold(from: number, to: number): void {
    const file = this.#shownFile!;
    // Near to the function first, from whichever side.
    const span: [number, number] = to < file.firstLine ? [Math.max(from, to - unfolded + 1), to] : [from, Math.min(to, from + unfolded - 1)];
    this.open = joined([...this.open, span]);
  }

  override nextHot(direction: 1 | -1): void {
    const file = this.#shownFile;
    if (file === undefined) return;
    const hot: number[] = [];
    for (let row = 0; row < file.line.length; row++) {
      if (file.line[row]! > 0 && Math.abs(file.lineCum.numbers[row]!) >= Math.abs(file.cum) * hotShare) hot.push(file.line[row]!);
    }
    if (hot.length === 0) return;
    const next = direction === 1 ? hot.find((line) => line > this.current) ?? hot[0]! : hot.findLast((line) => line < this.current) ?? hot.at(-1)!;
    this.#goTo(next);
  }

  #goTo(line: number): void {
    this.current = line;
    if (this.#rowOfLine(line) < 0) this.open = joined([...this.open, [Math.max(1, line - 5), line + 5]]);
    void this.updateComplete.then(() => {
      const row = this.#rowOfLine(line);
      if (row >= 0) this.#virtual.getVirtualizer().scrollToIndex(row, {align: 'center'});
    });
  }

  async #read(): Promise<void> {
    const file = this.#shownFile;
    if (file === undefined || file.file === '') return;
    const source = await sourceFolders.find(file.file, this.#model?.role === Role.yourCode);
    if (this.#shownFile?.file !== file.file) return;
    this.source = source;
    this.#searched = source.kind === 'found' ? rowsOfTexts(source.lines) : undefined;
    this.#tokens = undefined;
    if (source.kind !== 'found') {
      this.requestUpdate();
      return;
    }
    const {highlight} = await import('./source/highlight.js');
    if (this.source !== source) return;
    this.#tokens = highlight(source.lines, file.file);
    this.requestUpdate();
  }

  async #choose(): Promise<void> {
    this.problem = '';
    if (!sourceFolders.canRemember) {
      this.renderRoot.querySelector<HTMLInputElement>('#folder')!.click();
      return;
    }
    try {
      await sourceFolders.choose();
    } catch {
      this.problem = sourceTexts.denied;
    }
  }

  readonly #onFolder = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    sourceFolders.addFiles([...input.files ?? []].map((file) => ({path: file.webkitRelativePath || file.name, file})));
    input.value = '';
  };

  readonly #onFile = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (file !== undefined && this.#shownFile !== undefined) sourceFolders.addFile(this.#shownFile.file, file);
    input.value = '';
  };

  // The page takes what is dropped elsewhere for a profile.
  readonly #onDrag = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files') || this.#shownFile === undefined || this.source?.kind === 'found') return;
    event.preventDefault();
    event.stopPropagation();
    this.dragging = true;
  };

  readonly #onLeave = (event: DragEvent): void => {
    if (event.relatedTarget === null || !this.contains(event.relatedTarget as Node)) this.dragging = false;
  };

  readonly #onDrop = (event: DragEvent): void => {
    this.dragging = false;
    const {dataTransfer} = event;
    if (dataTransfer === null || this.#shownFile === undefined || this.source?.kind === 'found') return;
    event.preventDefault();
    event.stopPropagation();
    const {file} = this.#shownFile;
    void droppedFiles(dataTransfer).then((files) => {
      const [only] = files;
      if (files.length === 1 && only !== undefined && !only.path.includes('/')) sourceFolders.addFile(file, only.file);
      else sourceFolders.addFiles(files);
    });
  };
}

/** Of a comparison: which way a line goes. */
function wayOfLine({sides}: OfFile, row: number): ReturnType<typeof wayOf> | undefined {
  return sides === undefined ? undefined : wayOf(sides.of.noise, sides.before[row]!, sides.after[row]!);
}

function costsOf(file: OfFile | undefined): Map<number, LineCost> {
  const costs = new Map<number, LineCost>();
  if (file === undefined) return costs;
  const {others} = file;
  others.line.forEach((line, at) => costs.set(line, {flat: others.flat[at]!, cum: others.cum[at]!, own: false, row: -1}));
  file.line.forEach((line, row) => costs.set(line, {flat: file.lineFlat.numbers[row]!, cum: file.lineCum.numbers[row]!, own: true, row}));
  return costs;
}

/** Without its text a line is a row of buttons, which fingers want higher. */
function heightOfRows(hasText: boolean): number {
  return !matchMedia('(pointer: coarse)').matches ? 20 : hasText ? 26 : 44;
}
