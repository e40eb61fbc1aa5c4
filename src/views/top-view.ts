import {VirtualizerController} from '@tanstack/lit-virtual';
import {css, html, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {repeat} from 'lit/directives/repeat.js';
import {shownName} from '../base/shown-name.js';
import {asked} from '../config/asked.js';
import type {Config} from '../config/config.js';
import {Role} from '../config/role.js';
import {isReal} from '../measurement/noise.js';
import {amount, countText, percent, percentNumber} from './parts/amount.js';
import {cssProps} from './parts/css-props.js';
import {filterActions, type FrameAction} from './parts/frame-actions.js';
import {openFrameMenu} from './parts/frame-menu.js';
import {changedRows, sidesOfRow, type ChangeMeasure, type ChangeOrder} from './parts/change-rows.js';
import {changeShare, changeText, limitText, signed} from './parts/change.js';
import './parts/menu-button.js';
import {framesMatching, framesWith, isPlain} from './parts/frame-search.js';
import {roleNames, roleTokens} from './parts/palette.js';
import {printedList, Printing} from './parts/printing.js';
import {searchOf} from '../base/search.js';
import {baseStyles, controlStyles} from './parts/styles.js';
import {tableText, type Cell, type TableFormat} from './parts/table-text.js';
import {orderedRows, type TopOrder} from './parts/top-order.js';
import {TypeColumns} from './parts/type-columns.js';
import {GoToViewEvent, ProfileView, SearchResultEvent, ViewPaintedEvent} from './profile-view.js';
import {ReportController} from './report-controller.js';
import {viewTexts} from './texts.js';

const rowHeight = 26;
const touchHeight = 44;
/** On a narrow screen the name has a line of its own. */
const narrowHeight = 54;
/** Browsers cap the height of an element; more rows than this are no list for a person. */
const mostRows = 600_000;
/** Characters of a name that a tooltip of the browser is given; the side panel has all of them. */
const wholeName = 2000;
/** Two views beside one another want as much. */
const besideRoom = matchMedia('(min-width: 1240px)');

type Model = NonNullable<ReportController<'top'>['answer']>['model'];
type Caller = NonNullable<ReportController<'detail'>['answer']>['model']['callers'][number];

/** Every function with what it costs, in rows that are drawn where they are seen. */
@customElement('top-view')
export class TopView extends ProfileView {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: flex; flex-direction: column; min-height: 0; background: var(--graph-bg); container-type: inline-size; }
    .tools { display: flex; align-items: center; gap: 12px; padding: 6px 12px; font-size: 12px; color: var(--text-3); border-bottom: 1px solid var(--line); flex-wrap: wrap; }
    .tools .rows { margin-inline-start: auto; font-variant-numeric: tabular-nums; }
    .halves { flex: 1; min-height: 0; display: flex; }
    .table { flex: 1; min-width: 0; display: flex; flex-direction: column; }
    .pane { flex: 0 0 clamp(460px, 42%, 700px); min-width: 0; display: flex; border-inline-start: 1px solid var(--line-strong); }
    .pane > * { flex: 1; }
    .grid { flex: 1; min-height: 0; display: flex; flex-direction: column; }
    .grid:focus-visible { outline-offset: -2px; }
    .line { display: grid; grid-template-columns: minmax(0, 1fr) 92px 58px 92px 58px 92px 58px 30px; align-items: center; padding-inline-start: 10px; font-size: 12.5px; }
    .line.summed { grid-template-columns: minmax(0, 1fr) 92px 58px 92px 58px 58px 92px 58px 30px; }
    .line.typed { grid-template-columns: minmax(0, 1fr) repeat(var(--types), minmax(84px, 130px)) 30px; }
    .head.typed button { white-space: normal; text-align: end; }
    .computed { display: block; text-align: end; padding: 0 10px; }
    .head.typed .name button { text-align: start; }
    .line.compared { grid-template-columns: minmax(0, 1fr) 92px 92px 110px 76px 56px 30px; }
    .compared .fell { color: var(--less-ink); font-weight: 600; }
    .compared .rose { color: var(--more-ink); font-weight: 600; }
    .tag { justify-self: start; font-size: 10.5px; color: var(--text-3); border: 1px solid var(--line-strong); border-radius: 4px; padding: 0 4px; }
    .caller { color: var(--text-2); }
    .caller .name { padding-inline-start: 26px; }
    .caller .name::before { content: '↰'; flex: none; color: var(--text-3); }
    .caller button { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
    .caller button:hover { text-decoration: underline; }
    .head { background: var(--panel-2); border-bottom: 1px solid var(--line-strong); color: var(--text-2); font-size: 11.5px; font-weight: 600; min-height: 30px; scrollbar-gutter: stable; overflow: hidden; flex: none; }
    .head button { display: flex; gap: 4px; justify-content: flex-end; align-items: center; width: 100%; min-height: 30px; padding: 0 10px; font-weight: 600; white-space: nowrap; }
    .head button:hover { color: var(--text); }
    .head .name button { justify-content: flex-start; padding: 0; }
    .head small { font-weight: 400; font-size: inherit; color: var(--text-3); }
    .head button:focus-visible { outline-offset: -2px; }
    .percent { text-align: end; padding-inline-end: 10px; }
    .body { flex: 1; min-height: 0; overflow: auto; overflow-anchor: none; scrollbar-gutter: stable; position: relative; contain: strict; }
    .all { position: relative; height: var(--height); }
    .row { position: absolute; inset: 0 0 auto; height: var(--row-height); transform: translateY(var(--top)); border-bottom: 1px solid var(--line); cursor: default; }
    .row:hover { background: var(--panel-2); }
    .row[aria-selected="true"] { background: var(--accent-bg); }
    .row > span { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    .value { text-align: end; padding-inline-end: 10px; font-variant-numeric: tabular-nums; }
    .row .percent { color: var(--text-2); font-variant-numeric: tabular-nums; }
    .row .name { display: flex; align-items: center; gap: 8px; min-width: 0; padding-inline-end: 10px; }
    .row .name bdi { overflow: hidden; text-overflow: ellipsis; }
    .row .name small { color: var(--text-3); flex: none; }
    .own .name bdi { font-weight: 650; }
    .noise .value, .noise .name { color: var(--text-3); }
    .more { min-width: 24px; height: 24px; border-radius: 4px; color: var(--text-3); text-align: center; opacity: 0; }
    .row:hover .more, [aria-selected="true"] .more, .more:focus-visible { opacity: 1; }
    .more:hover { background: var(--panel-3); color: var(--text); }
    .foot { padding: 5px 12px; font-size: 11.5px; color: var(--text-3); border-top: 1px solid var(--line); flex: none; }
    .empty { padding: 24px; color: var(--text-2); text-align: center; }
    @container (max-width: 700px) {
      .line, .line.summed { grid-template-columns: 1fr 1fr 1fr 44px; padding-inline-start: 12px; }
      .percent, .tools .rows, .head small, .head .name { display: none; }
      .head button { min-height: 44px; }
      .line.compared { grid-template-columns: 1fr 1fr 1.2fr 50px 44px; }
      .row .name { grid-column: 1 / 4; padding-top: 7px; }
      .compared.row .name { grid-column: 1 / 5; }
      .row .tag { grid-area: 2 / 4; margin-bottom: 7px; }
      .row .value { grid-row: 2; text-align: start; padding-bottom: 7px; }
      .row > :has(.more) { grid-area: 1 / 4 / 3 / 5; align-self: center; }
      .compared.row > :has(.more) { grid-area: 1 / 5 / 3 / 6; }
      .value, .head button { padding-inline: 0 6px; justify-content: flex-start; }
      .tools { padding: 4px 8px; flex-wrap: nowrap; overflow: auto; }
      .types { display: none; }
    }
    @media (hover: none) { .more { opacity: 1; min-width: 44px; height: 44px; } }
    @media (forced-colors: active) { .row[aria-selected="true"] { outline: 2px solid Highlight; outline-offset: -2px; } }
    @media print { :host, .halves, .table, .grid { display: block; } .tools, .more, .pane { display: none; } .row { height: auto; min-height: 24px; } .row .name bdi { white-space: normal; overflow-wrap: anywhere; } }
  `, printedList];

  @state() private order: TopOrder = 'own';
  @state() private reversed = false;
  @state() private summed = false;
  @state() private allTypes = false;
  @state() private changeOrder: ChangeOrder = 'change';
  @state() private copied = '';
  /** Whether there is room for a second view beside the table. */
  @state() private wide = besideRoom.matches;
  /** The view that stands beside the table, once its code is there. */
  @state() private besideLoaded = '';
  /** The row of the model whose callers are shown below it, and they, once they are known. */
  @state() private opened: {readonly model: Model; readonly row: number; readonly callers: readonly Caller[]} | undefined;
  /** By row of `frames`, whether the search found it; undefined where nothing is searched for. */
  @state() private found: Uint8Array | undefined;

  /** All rows are asked for, in the order of pprof; which order they are shown in is this view's. */
  readonly #top = new ReportController(this, 'top', {ask: (config) => ({...config, trim: false, sort: 'flat'})});
  readonly #types = new TypeColumns(() => this.requestUpdate());
  readonly #printing = new Printing(this);
  #rowHeight = rowHeight;
  readonly #virtual = new VirtualizerController<HTMLElement, HTMLElement>(this, {
    count: 0,
    getScrollElement: () => this.renderRoot.querySelector<HTMLElement>('.body'),
    estimateSize: () => this.#rowHeight,
    overscan: 12,
  });
  /** All rows of the model in their order, and those that the search left. */
  #ordered: Uint32Array = new Uint32Array(0);
  #rows: Uint32Array = new Uint32Array(0);
  #sums = new Float64Array(0);
  #model: Model | undefined;
  #arranged = '';
  #searched: {readonly model: Model; readonly search: string} | undefined;
  #place: {readonly rows: Uint32Array; readonly selected: string; readonly place: number} = {rows: this.#rows, selected: '', place: -1};
  #openPlace: {readonly rows: Uint32Array; readonly opened: object; readonly place: number} | undefined;
  #painted = '';
  #revealed = '';

  override connectedCallback(): void {
    super.connectedCallback();
    besideRoom.addEventListener('change', this.#onRoom);
    this.#onRoom();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    besideRoom.removeEventListener('change', this.#onRoom);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const model = this.#top.answer?.model;
    if (changed.has('config') && this.config.sort === 'cum' && changed.get('config') === undefined) this.order = 'cum';
    if (model === undefined) return;
    if (this.#searched?.model !== model || this.#searched.search !== this.config.search) void this.#search(model);
    const arranged = `${this.order} ${this.reversed} ${this.changeOrder}`;
    if (model !== this.#model || arranged !== this.#arranged || changed.has('found')) this.#arrange(model);
    this.#model = model;
    this.#arranged = arranged;
    if (this.opened !== undefined && this.opened.model !== model) this.opened = undefined;
    if (this.allTypes) this.#types.ask(this.engine, this.profile, this.config);
    if (this.wide && this.config.beside !== this.besideLoaded) void this.#loadBeside(this.config.beside);
  }

  override render() {
    const model = this.#top.answer?.model;
    if (model === undefined) return nothing;
    const {top} = viewTexts;
    const {place: openPlace, count: callers} = this.#open();
    const count = Math.min(mostRows, this.#rows.length + callers);
    const compared = model.sides !== undefined;
    const types = this.allTypes && !compared ? this.#types.columns : [];
    const typed = types.length > 0;
    const virtual = this.#virtual.getVirtualizer();
    if (virtual.options.count !== count) virtual.setOptions({...virtual.options, count});
    const height = heightOfRows(this);
    if (this.#rowHeight !== height) {
      this.#rowHeight = height;
      virtual.measure();
    }
    const noise = this.#noiseShare();
    const selected = this.#selectedPlace(model);
    return html`
      <div class="tools">
        <div class="segments" role="group" aria-label=${top.order}>
          ${(['own', 'flat', 'cum'] as const).map((order) => html`
            <button aria-pressed=${this.order === order && !this.reversed ? 'true' : 'false'} @click=${() => this.#orderBy(order)}>${top.orders[order]}</button>`)}
        </div>
        ${compared ? nothing : html`<div class="segments"><button aria-pressed=${this.summed ? 'true' : 'false'} @click=${() => (this.summed = !this.summed)}>${top.sum}</button></div>`}
        ${compared || this.profile.sampleTypes.length < 2 ? nothing : html`<div class="segments types"><button aria-pressed=${this.allTypes ? 'true' : 'false'} title=${top.allTypesHelp} @click=${() => (this.allTypes = !this.allTypes)}>${top.allTypes}</button></div>`}
        <menu-button look="btn ghost" label=${top.copyLabel} .items=${(['text', 'csv', 'markdown'] as const).map((format) => ({label: top.copyAs[format], run: () => void this.#copy(format)}))}>${top.copy} ▾</menu-button>
        ${this.wide ? html`<menu-button look="btn ghost" .items=${(['source', 'peek', ''] as const).map((beside) => ({label: top.besides[beside], checked: this.config.beside === beside, run: () => this.refine({beside}, false)}))}>${top.beside} ▾</menu-button>` : nothing}
        <span class="seen-by-readers" role="status">${this.copied}</span>
        <span class="rows">${this.found === undefined ? top.rows(countText(model.flat.length)) : top.matching(countText(this.#rows.length), countText(model.flat.length))}</span>
      </div>
      <div class="halves"><div class="table">
      <div class="grid" role="grid" tabindex="0" aria-label=${top.table} aria-rowcount=${this.#rows.length + callers + 1} aria-colcount=${compared ? 5 : typed ? types.length + 2 : this.summed ? 6 : 5}
          aria-activedescendant=${selected < 0 ? nothing : `row-${selected}`} @keydown=${this.#onKey}>
        ${compared ? this.#sidesHead() : typed ? this.#typesHead() : html`<div class="line head ${this.summed ? 'summed' : ''}" role="row" aria-rowindex="1">
          ${this.#title('name', 'name')}
          ${this.#title('drives', 'drives')}<span class="percent" aria-hidden="true">%</span>
          ${this.#title('flat', 'flat')}<span class="percent" aria-hidden="true">%</span>
          ${this.summed ? html`<span role="columnheader" class="percent" title=${top.columns.sum.help}>${top.columns.sum.title}</span>` : nothing}
          ${this.#title('cum', 'cum')}<span class="percent" aria-hidden="true">%</span>
          <span role="columnheader"><span class="seen-by-readers">${top.menu}</span></span>
        </div>`}
        <div class="body" role="rowgroup" tabindex="-1" ${cssProps({'--row-height': `${this.#rowHeight}px`})} @click=${this.#onClick} @contextmenu=${this.#onMenu} @dblclick=${this.#onDouble}>
          <div class="all" role="presentation" ${cssProps({'--height': `${virtual.getTotalSize()}px`})}>
            ${repeat(this.#printing.itemsOf(virtual), ({index}) => (index > openPlace && index <= openPlace + callers ? openPlace - index : this.#rows[index > openPlace ? index - callers : index]), ({index, start}) => {
              if (index > openPlace && index <= openPlace + callers) return this.#callerRow(model, this.opened!.callers[index - openPlace - 1]!, index, start, types.length);
              const place = index > openPlace ? index - callers : index;
              return compared ? this.#sidesRow(model, place, index, start, place === selected) : typed ? this.#typesRow(model, place, index, start, place === selected) : this.#row(model, place, index, start, place === selected, noise);
            })}
          </div>
          ${this.#rows.length === 0 && this.found !== undefined ? html`<p class="empty">${top.nothing}</p>` : nothing}
        </div>
      </div>
      ${model.sides !== undefined ? html`<p class="foot">${model.sides.of.noise.kind === 'samples' ? top.sides.foot : top.sides.footScaled(amount(model.sides.of.noise.limit, model.unit))}</p>` : noise === 0 ? nothing : html`<p class="foot">${top.noise(percent(noise, 1))}</p>`}
      </div>${this.#beside()}</div>`;
  }

  /** Another view of the row that is selected. What a search finds in it is not what the search box counts. */
  #beside(): TemplateResult | typeof nothing {
    const {beside} = this.config;
    if (!this.wide || beside === '' || beside !== this.besideLoaded) return nothing;
    const {engine, profile, config} = this;
    return html`
      <section class="pane" aria-label=${viewTexts.top.besides[beside]} @search-result=${(event: Event) => event.stopPropagation()}>
        ${beside === 'source' ? html`<source-view .engine=${engine} .profile=${profile} .config=${config}></source-view>` : html`<peek-view .engine=${engine} .profile=${profile} .config=${config}></peek-view>`}
      </section>`;
  }

  async #loadBeside(beside: Config['beside']): Promise<void> {
    try {
      if (beside === 'source') await import('./source-view.js');
      if (beside === 'peek') await import('./peek-view.js');
      this.besideLoaded = beside;
    } catch {
      this.refine({beside: ''}, false);
    }
  }

  readonly #onRoom = (): void => {
    this.wide = besideRoom.matches;
  };

  override updated(): void {
    const model = this.#top.answer?.model;
    if (model === undefined) return;
    if (this.#painted !== this.profile.id) {
      this.#painted = this.profile.id;
      this.dispatchEvent(new ViewPaintedEvent());
    }
    const reveal = `${this.config.selected} ${this.#arranged} ${this.profile.id}`;
    if (reveal !== this.#revealed) {
      this.#revealed = reveal;
      const place = this.#selectedPlace(model);
      const {place: openPlace, count} = this.#open();
      if (place >= 0) this.#virtual.getVirtualizer().scrollToIndex(place > openPlace ? place + count : place, {align: 'auto'});
    }
  }

  override nextMatch(direction: 1 | -1): void {
    const count = this.#rows.length;
    if (this.#model === undefined || count === 0) return;
    const place = this.#selectedPlace(this.#model);
    this.#select(place < 0 ? (direction === 1 ? 0 : count - 1) : (place + direction + count) % count);
  }

  override nextHot(direction: 1 | -1): void {
    this.renderRoot.querySelector<ProfileView>('.pane > *')?.nextHot(direction);
  }

  #arrange(model: Model): void {
    const {found} = this;
    const arranged = `${this.order} ${this.reversed} ${this.changeOrder}`;
    if (model !== this.#model || arranged !== this.#arranged) this.#ordered = model.sides === undefined ? orderedRows(model, this.order, this.reversed) : changedRows(model, this.#measure(), this.changeOrder, this.reversed);
    this.#rows = found === undefined || found.length !== model.frames.names.length ? this.#ordered : this.#ordered.filter((row) => found[model.frame[row]!] === 1);
    this.#sums = new Float64Array(this.#rows.length);
    let sum = 0;
    for (let place = 0; place < this.#rows.length; place++) this.#sums[place] = sum += model.flat[this.#rows[place]!]!;
  }

  #title(column: 'name' | 'drives' | 'flat' | 'cum', order: TopOrder): TemplateResult {
    const {title, help, ...more} = viewTexts.top.columns[column];
    const sorted = this.order === order || (order === 'drives' && this.order === 'own');
    const falls = (order === 'name') === this.reversed;
    return html`<span class=${column === 'name' ? 'name' : ''} role="columnheader" aria-sort=${sorted ? (falls ? 'descending' : 'ascending') : 'none'}>
      <button title=${help} @click=${() => this.#orderBy(order)}>${title}${'word' in more ? html` <small>${more.word}</small>` : nothing}${sorted ? html`<span aria-hidden="true">${falls ? '▾' : '▴'}</span>` : nothing}</button></span>`;
  }

  /** Where among the rows the callers of the opened one stand, and how many; past all rows where there are none. */
  #open(): {readonly place: number; readonly count: number} {
    const {opened} = this;
    const none = {place: Infinity, count: 0};
    if (opened === undefined || opened.callers.length === 0) return none;
    if (this.#openPlace?.rows !== this.#rows || this.#openPlace.opened !== opened) this.#openPlace = {rows: this.#rows, opened, place: this.#rows.indexOf(opened.row)};
    const {place} = this.#openPlace;
    return place < 0 ? none : {place, count: opened.callers.length};
  }

  /** Shows the callers of a row below it. */
  async #openCallers(place: number): Promise<void> {
    const model = this.#model!;
    const row = this.#rows[place]!;
    const selected = model.frames.names[model.frame[row]!]!;
    try {
      const {model: {callers}} = await this.engine.report(this.profile.id, 'detail', {...this.config, selected});
      if (this.#model === model) this.opened = {model, row, callers};
    } catch {
      // The side panel asks the same and says why there is no answer.
    }
  }

  #callerRow({total, unit, sides}: Model, {name, role, value}: Caller, index: number, start: number, types: number): TemplateResult {
    const {top} = viewTexts;
    return html`
      <div class="line row caller ${sides !== undefined ? 'compared' : this.summed ? 'summed' : ''}" role="row" aria-rowindex=${index + 2} ${cssProps({'--top': `${start}px`})}>
        <span class="name" role="rowheader" title=${shownName(name, wholeName)}><span class="swatch" role="img" aria-label=${roleNames[role]!} ${cssProps({'--fill': `var(${roleTokens[role]!})`})}></span><button tabindex="-1" data-caller=${name}><bdi>${shownName(name)}</bdi></button><small>${top.callsIt}</small></span>
        ${types > 0 ? nothing : sides !== undefined ? html`<span role="gridcell"></span><span role="gridcell"></span>` : html`<span class="value" role="gridcell"></span><span class="percent" aria-hidden="true"></span><span class="value" role="gridcell"></span><span class="percent" aria-hidden="true"></span>${this.summed ? html`<span class="percent" aria-hidden="true"></span>` : nothing}`}
        <span class="value" role="gridcell">${sides !== undefined ? changeText(0, value, unit) : amount(value, unit)}</span><span class="percent" aria-hidden="true">${sides !== undefined ? '' : percentNumber(value, total)}</span>
      </div>`;
  }

  #measure(): ChangeMeasure {
    return this.order === 'flat' || this.order === 'cum' ? this.order : 'own';
  }

  #sidesHead(): TemplateResult {
    const {sides, columns: {name}, menu} = viewTexts.top;
    const head = (order: ChangeOrder, title: string, help: string): TemplateResult => {
      const sorted = this.changeOrder === order;
      const falls = (order === 'name') === this.reversed;
      return html`<span class=${order === 'name' ? 'name' : ''} role="columnheader" aria-sort=${sorted ? (falls ? 'descending' : 'ascending') : 'none'}>
        <button title=${help} @click=${() => this.#orderChanges(order)}>${title}${sorted ? html`<span aria-hidden="true">${falls ? '▾' : '▴'}</span>` : nothing}</button></span>`;
    };
    return html`<div class="line head compared" role="row" aria-rowindex="1">
      ${head('name', name.title, name.help)}
      ${head('before', sides.before.title, sides.before.help)}${head('after', sides.after.title, sides.after.help)}${head('change', sides.change.title, sides.change.help)}
      <span class="percent" aria-hidden="true">%</span><span aria-hidden="true"></span>
      <span role="columnheader"><span class="seen-by-readers">${menu}</span></span>
    </div>`;
  }

  #orderChanges(order: ChangeOrder): void {
    this.reversed = order === this.changeOrder && !this.reversed;
    this.changeOrder = order;
  }

  #sidesRow(model: Model, place: number, index: number, start: number, isSelected: boolean): TemplateResult {
    const row = this.#rows[place]!;
    const frame = model.frame[row]!;
    const {frames: {names, roles, files}, unit} = model;
    const {noise} = model.sides!.of;
    const {before, after} = sidesOfRow(model, row, this.#measure());
    const real = isReal(noise, before, after);
    const role = roles[frame]!;
    const {top} = viewTexts;
    return html`
      <div class="line row compared ${role === Role.yourCode ? 'own' : ''} ${real ? '' : 'noise'}" role="row" id="row-${place}" data-place=${place}
          aria-rowindex=${index + 2} aria-selected=${isSelected ? 'true' : 'false'} ${cssProps({'--top': `${start}px`})}>
        <span class="name" role="rowheader" title=${titleOf(names[frame]!, files[frame]!)}><span class="swatch" role="img" aria-label=${roleNames[role]!} ${cssProps({'--fill': `var(${roleTokens[role]!})`})}></span><bdi>${shownName(names[frame]!)}</bdi></span>
        <span class="value" role="gridcell">${amount(before, unit)}</span>
        <span class="value" role="gridcell">${amount(after, unit)}</span>
        <span class="value ${!real ? '' : after < before ? 'fell' : 'rose'}" role="gridcell" title=${top.sides.noiseHelp(limitText(noise, before, after, unit))}>${changeText(before, after, unit)}${real || before === after ? nothing : html`<span class="seen-by-readers"> ${top.sides.noise}</span>`}</span>
        <span class="percent" aria-hidden="true">${changeShare(before, after)}</span>
        ${real || before === after ? html`<span aria-hidden="true"></span>` : html`<span class="tag" aria-hidden="true">${top.sides.noise}</span>`}
        <span role="gridcell"><button class="more" tabindex="-1" aria-label="${top.menu}: ${shownName(names[frame]!)}">⋯</button></span>
      </div>`;
  }

  #typesHead(): TemplateResult {
    const {top} = viewTexts;
    const word = this.#shownOrder() === 'cum' ? top.columns.cum.title : top.columns.flat.title;
    return html`<div class="line head typed" role="row" aria-rowindex="1" ${cssProps({'--types': String(this.#types.columns.length)})}>
      ${this.#title('name', 'name')}
      ${this.#types.columns.map(({title, sampleIndex}) => html`<span role="columnheader">${sampleIndex === undefined ? html`<span class="computed">${title}</span>`
        : html`<button title=${top.byType(title)} @click=${() => this.refine({sampleIndex})}>${title} <small>${word}</small></button>`}</span>`)}
      <span role="columnheader"><span class="seen-by-readers">${top.menu}</span></span>
    </div>`;
  }

  /** One column a sample type and no percentages: the types are read beside one another. */
  #typesRow(model: Model, place: number, index: number, start: number, isSelected: boolean): TemplateResult {
    const frame = model.frame[this.#rows[place]!]!;
    const {names, roles, files} = model.frames;
    const role = roles[frame]!;
    const {top} = viewTexts;
    const values = this.#types.valuesOf(names[frame]!, files[frame]!, this.#shownOrder());
    return html`
      <div class="line row typed ${role === Role.yourCode ? 'own' : ''}" role="row" id="row-${place}" data-place=${place} aria-rowindex=${index + 2} aria-selected=${isSelected ? 'true' : 'false'}
          ${cssProps({'--top': `${start}px`, '--types': String(values.length)})}>
        <span class="name" role="rowheader" title=${titleOf(names[frame]!, files[frame]!)}><span class="swatch" role="img" aria-label=${roleNames[role]!} ${cssProps({'--fill': `var(${roleTokens[role]!})`})}></span><bdi>${shownName(names[frame]!)}</bdi></span>
        ${values.map((value, column) => html`<span class="value" role="gridcell">${value === undefined ? top.none : amount(value, this.#types.columns[column]!.unit)}</span>`)}
        <span role="gridcell"><button class="more" tabindex="-1" aria-label="${top.menu}: ${shownName(names[frame]!)}">⋯</button></span>
      </div>`;
  }

  #shownOrder(): 'flat' | 'cum' {
    return this.order === 'flat' ? 'flat' : 'cum';
  }

  /** Puts the rows that are shown, in their order, on the clipboard. */
  async #copy(format: TableFormat): Promise<void> {
    const model = this.#model;
    if (model === undefined) return;
    const {top} = viewTexts;
    const {unit, total, frames: {names}} = model;
    const value = (number: number): Cell => (format === 'csv' ? number : amount(number, unit));
    const share = (number: number): Cell => (format === 'csv' ? Number(((number / (total || 1)) * 100).toFixed(2)) : percent(number, total));
    const {flat, cum, drives, sum, name} = top.columns;
    const inUnit = (title: string) => (format === 'csv' ? `${title} (${unit})` : title);
    const {sides} = top;
    const rows: Cell[][] = model.sides !== undefined ? [[inUnit(sides.before.title), inUnit(sides.after.title), inUnit(sides.change.title), sides.noise, name.title]] : [[inUnit(drives.title), inUnit(flat.title), `${flat.title} %`, sum.title, inUnit(cum.title), `${cum.title} %`, name.title]];
    if (model.sides !== undefined) {
      const {noise} = model.sides.of;
      for (const row of this.#rows) {
        const {before, after} = sidesOfRow(model, row, this.#measure());
        rows.push([value(before), value(after), format === 'csv' ? after - before : signed(after - before, unit), isReal(noise, before, after) ? '' : sides.noise, names[model.frame[row]!]!]);
      }
    } else this.#rows.forEach((row, place) => rows.push([
      model.drives[row] === -1 ? '' : value(model.drives[row]!), value(model.flat[row]!), share(model.flat[row]!), share(this.#sums[place]!), value(model.cum[row]!), share(model.cum[row]!), names[model.frame[row]!]!,
    ]));
    try {
      await navigator.clipboard.writeText(tableText(rows, format));
      this.copied = top.copied(countText(this.#rows.length));
    } catch {
      this.copied = top.notCopied;
    }
  }

  #row(model: Model, place: number, index: number, start: number, isSelected: boolean, noise: number): TemplateResult {
    const row = this.#rows[place]!;
    const frame = model.frame[row]!;
    const {names, roles, files} = model.frames;
    const {total, unit} = model;
    const [flat, cum, drives] = [model.flat[row]!, model.cum[row]!, model.drives[row]!];
    const role = roles[frame]!;
    const {top} = viewTexts;
    const inlined = model.inlined[row] === 1 ? top.inline : model.inlined[row] === 2 ? top.partlyInline : '';
    const own = role === Role.yourCode && drives !== -1;
    const isNoise = noise > 0 && Math.abs(cum) < noise * total;
    return html`
      <div class="line row ${this.summed ? 'summed' : ''} ${role === Role.yourCode ? 'own' : ''} ${isNoise ? 'noise' : ''}" role="row" id="row-${place}" data-place=${place}
          aria-rowindex=${index + 2} aria-selected=${isSelected ? 'true' : 'false'} ${cssProps({'--top': `${start}px`})}>
        <span class="name" role="rowheader" title=${titleOf(names[frame]!, files[frame]!)}><span class="swatch" role="img" aria-label=${roleNames[role]!} ${cssProps({'--fill': `var(${roleTokens[role]!})`})}></span><bdi>${shownName(names[frame]!)}</bdi>${inlined === '' ? nothing : html`<small>${inlined}</small>`}</span>
        <span class="value" role="gridcell">${own ? amount(drives, unit) : top.none}</span><span class="percent" aria-hidden="true">${own ? percentNumber(drives, total) : ''}</span>
        <span class="value" role="gridcell">${amount(flat, unit)}</span><span class="percent" aria-hidden="true">${percentNumber(flat, total)}</span>
        ${this.summed ? html`<span class="percent" role="gridcell">${percentNumber(this.#sums[place]!, total)}</span>` : nothing}
        <span class="value" role="gridcell">${amount(cum, unit)}</span><span class="percent" aria-hidden="true">${percentNumber(cum, total)}</span>
        <span role="gridcell"><button class="more" tabindex="-1" aria-label="${top.menu}: ${shownName(names[frame]!)}">⋯</button></span>
      </div>`;
  }

  #orderBy(order: TopOrder): void {
    this.reversed = this.#model?.sides === undefined && order === this.order && !this.reversed;
    this.order = order;
    if (order === 'cum' || order === 'flat') this.refine({sort: order}, false);
  }

  /** Below this share of the total a row stands for less than three samples; 0 where that says nothing. */
  #noiseShare(): number {
    const {kind, sampleTypes, period, periodUnit} = this.profile;
    if (kind !== 'cpu' && kind !== 'wall') return 0;
    const counted = sampleTypes.find(({unit}) => unit === 'count');
    const timed = sampleTypes.find(({unit}) => unit === periodUnit);
    const samples = counted?.total ?? (timed !== undefined && period > 0 ? timed.total / period : 0);
    return samples > 3 ? Math.min(1, 3 / samples) : 0;
  }

  /** The place of the selected function among the rows, -1 for none. A scroll asks at each frame, so the answer is kept. */
  #selectedPlace({frame, frames}: Model): number {
    const {selected} = this.config;
    if (this.#place.rows !== this.#rows || this.#place.selected !== selected) {
      const place = selected === '' ? -1 : this.#rows.findIndex((row) => frames.names[frame[row]!] === selected);
      this.#place = {rows: this.#rows, selected, place};
    }
    return this.#place.place;
  }

  #select(place: number): void {
    const model = this.#model;
    const row = this.#rows[place];
    if (model === undefined || row === undefined) return;
    this.refine({selected: model.frames.names[model.frame[row]!]!}, false);
  }

  readonly #onClick = (event: MouseEvent): void => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('.row');
    const caller = (event.target as HTMLElement).closest<HTMLElement>('[data-caller]');
    if (caller !== null) this.refine({selected: caller.dataset.caller!}, false);
    if (row === null || row.dataset.place === undefined) return;
    const place = Number(row.dataset.place);
    this.#select(place);
    const more = (event.target as HTMLElement).closest('.more');
    if (more === null) return;
    const {left, top, bottom} = more.getBoundingClientRect();
    this.#openMenu(place, {left, top, bottom});
  };

  readonly #onDouble = (event: MouseEvent): void => {
    if ((event.target as HTMLElement).closest('.row') !== null) this.#showInFlame();
  };

  readonly #onMenu = (event: MouseEvent): void => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('.row');
    if (row === null || row.dataset.place === undefined) return;
    event.preventDefault();
    const place = Number(row.dataset.place);
    this.#select(place);
    this.#openMenu(place, {left: event.clientX, top: event.clientY, bottom: event.clientY});
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const model = this.#model;
    if (model === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const count = this.#rows.length;
    const place = this.#selectedPlace(model);
    const page = Math.max(1, Math.floor((this.renderRoot.querySelector('.body')!.clientHeight - 1) / this.#rowHeight) - 1);
    const next = {ArrowDown: place + 1, ArrowUp: place < 0 ? 0 : place - 1, PageDown: place + page, PageUp: place - page, Home: 0, End: count - 1}[event.key];
    if (next !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      this.#select(Math.max(0, Math.min(count - 1, next)));
    } else if ((event.key === 'ArrowRight' || event.key === 'ArrowLeft') && place >= 0) {
      event.preventDefault();
      event.stopPropagation();
      const isOpen = this.opened?.row === this.#rows[place];
      if (event.key === 'ArrowLeft') this.opened = undefined;
      else if (!isOpen) void this.#openCallers(place);
      else if (this.opened!.callers[0] !== undefined) this.refine({selected: this.opened!.callers[0].name}, false);
    } else if (event.key === 'Enter' && place >= 0 && event.composedPath()[0] === event.currentTarget) {
      event.preventDefault();
      this.#showInFlame();
    } else if ((event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) && place >= 0) {
      event.preventDefault();
      const row = this.renderRoot.querySelector(`#row-${place}`)?.getBoundingClientRect();
      if (row !== undefined) this.#openMenu(place, {left: row.left + 28, top: row.top, bottom: row.bottom});
    }
  };

  #showInFlame(): void {
    this.dispatchEvent(new GoToViewEvent('flamegraph'));
  }

  #openMenu(place: number, anchor: {readonly left: number; readonly top: number; readonly bottom: number}): void {
    const model = this.#model;
    const row = this.#rows[place];
    if (model === undefined || row === undefined) return;
    const {unit, total} = model;
    const name = model.frames.names[model.frame[row]!]!;
    const through = model.cum[row]!;
    const callers: FrameAction = {title: viewTexts.top.showCallers, key: '→', code: 'arrowright', group: 0, run: () => void this.#openCallers(place)};
    const show: FrameAction = {title: viewTexts.top.showInFlame, key: '↵', code: 'enter', group: 0, run: () => this.#showInFlame()};
    const actions = [show, callers, ...filterActions({name, unit, shown: total, through, places: 0}, this.config, (change) => this.refine(change), () => {},
      (view, change) => this.dispatchEvent(new GoToViewEvent(view, change)))];
    void openFrameMenu(anchor, {name, value: `${amount(through, unit)} · ${percent(through, total)}`}, actions);
  }

  /** Finds the rows that the search means, and says how many and how much that is. */
  async #search(model: Model): Promise<void> {
    const {search} = this.config;
    const wanted = {model, search};
    this.#searched = wanted;
    if (search === '') {
      this.found = undefined;
      return;
    }
    let found: Uint8Array | undefined;
    if (isPlain(search)) {
      found = framesWith(model.frames, search);
    } else {
      const meant = await searchOf(search);
      if (this.#searched !== wanted) return;
      // What was found before stays, so that typing a pattern does not empty the table.
      if (meant.kind === 'wrong') this.dispatchEvent(new SearchResultEvent(0, undefined, meant.message));
      if (meant.kind === 'matcher') found = await framesMatching(model.frames, meant.matcher, () => this.#searched !== wanted);
    }
    if (found === undefined || this.#searched !== wanted) return;
    this.found = found;
    let matches = 0;
    for (const frame of model.frame) matches += found[frame]!;
    this.dispatchEvent(new SearchResultEvent(matches, undefined));
    if (matches === 0) return;
    // What lies in the samples through them, no sample twice; the rows' own sums would count each of their own lines only.
    const share = await this.engine.report(this.profile.id, 'flameMatches', {...asked(this.config), search}).then((answer) => answer.model.share, () => undefined);
    if (this.#searched === wanted) this.dispatchEvent(new SearchResultEvent(matches, share));
  }
}

/** The same width as the one at which the styles give the name a line of its own. */
function heightOfRows({clientWidth}: HTMLElement): number {
  return clientWidth > 0 && clientWidth <= 700 ? narrowHeight : matchMedia('(pointer: coarse)').matches ? touchHeight : rowHeight;
}

function titleOf(name: string, file: string): string {
  return `${shownName(name, wholeName)}${file === '' ? '' : `\n${shownName(file, wholeName)}`}`;
}
