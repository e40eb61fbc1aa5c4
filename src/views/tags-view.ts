import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import {tagsTexts} from './detail-texts.js';
import {amount, countText, percent} from './parts/amount.js';
import {changeText, limitText, wayOf} from './parts/change.js';
import {changeStyles, fillOf} from './parts/change-marks.js';
import {cssProps} from './parts/css-props.js';
import {FoundRows, rowsOfTexts, type SearchedRows} from './parts/found-rows.js';
import './parts/range-picker.js';
import type {PickRangeEvent} from './parts/range-picker.js';
import {baseStyles, controlStyles} from './parts/styles.js';
import {filterHas, rangeFilter, toggledFilter, valueFilter} from './parts/tag-filters.js';
import {GoToViewEvent, ProfileView, SearchResultEvent, ViewPaintedEvent} from './profile-view.js';
import {ReportController} from './report-controller.js';

type Model = NonNullable<ReportController<'labels'>['answer']>['model'];

const firstShown = 12;
const moreShown = 200;

/** What each value of each label weighs; a click keeps its samples, Shift and a click drop them. */
@customElement('tags-view')
export class TagsView extends ProfileView {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: flex; flex-direction: column; min-height: 0; background: var(--bg); container-type: inline-size; }
    .tools { display: flex; align-items: center; gap: 14px; padding: 6px 12px; min-height: 38px; font-size: 12px; color: var(--text-2); border-bottom: 1px solid var(--line); background: var(--graph-bg); flex-wrap: wrap; }
    .tools span:last-child { color: var(--text-3); }
    .keys { flex: 1; min-height: 0; overflow: auto; padding: 12px; }
    .cards { columns: 420px auto; column-gap: 12px; }
    section { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; min-width: 0; padding-bottom: 8px; margin-bottom: 12px; break-inside: avoid; }
    header { display: flex; align-items: center; gap: 10px; padding: 10px 12px 6px 14px; }
    h3 { font: 600 13px var(--mono); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    header small { color: var(--text-3); font-size: 11.5px; white-space: nowrap; font-variant-numeric: tabular-nums; }
    header .btn { margin-inline-start: auto; min-height: var(--small); }
    header .btn + .btn { margin-inline-start: 0; }
    header .btn[aria-pressed="true"] { background: var(--accent-bg); color: var(--accent-text); border-color: var(--accent); }
    li { display: grid; grid-template-columns: minmax(0, 1fr) 30px; align-items: center; padding: 0 4px 0 6px; }
    .row { display: grid; grid-template-columns: 104px minmax(0, 1fr) auto 56px; align-items: center; gap: 10px; width: 100%; min-height: max(28px, var(--target)); padding: 2px 8px; border-radius: 6px; font-size: 12.5px; }
    .row:hover { background: var(--panel-2); }
    .row:focus-visible { outline-offset: -2px; }
    .row bdi { font-family: var(--mono); font-size: 12px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .row .v, .row .p { text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums; }
    .row .p { color: var(--text-2); font-size: 12px; }
    .row[aria-pressed="true"] { background: var(--accent-bg); color: var(--accent-text); }
    .row[aria-pressed="true"] .p { color: inherit; }
    .found bdi { text-decoration: underline 2px var(--match); text-underline-offset: 3px; }
    .drop { min-width: 26px; height: 26px; text-align: center; border-radius: 5px; color: var(--text-3); opacity: 0; }
    li:hover .drop, .drop:focus-visible { opacity: 1; }
    .drop:hover { background: var(--panel-3); color: var(--text); }
    .without { color: var(--text-3); font-style: italic; cursor: default; }
    .without:hover { background: none; }
    .more { margin: 4px 14px; }
    .none { margin: 60px auto; max-width: 520px; text-align: center; color: var(--text-2); display: grid; gap: 8px; }
    .none h2 { font-size: 15px; font-weight: 600; color: var(--text); }
    @media (hover: none) { .drop { opacity: 1; min-width: 44px; height: 44px; } li { grid-template-columns: minmax(0, 1fr) 44px; } }
    @container (max-width: 600px) {
      .keys { padding: 8px; }
      .cards { columns: auto; }
      header { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: 0 8px; }
      header .btn { grid-row: 1 / 3; }
      header h3, header small { grid-column: 1; }
      header small { grid-row: 2; white-space: normal; }
      .row { grid-template-columns: 48px minmax(0, 1fr) auto 52px; gap: 8px; }
      .tools span:last-child { display: none; }
    }
    .fell, .rose { font-weight: 600; }
    @media print { :host { display: block; } .drop, header .btn { display: none; } .keys { overflow: visible; } }
  `, changeStyles];

  /** By key: how many of its values are shown. */
  @state() private shown: ReadonlyMap<string, number> = new Map();

  readonly #labels = new ReportController(this, 'labels');
  readonly #search = new FoundRows(this, () => this.#searched(), (found) => {
    let matches = 0;
    for (const row of found) matches += row;
    this.dispatchEvent(new SearchResultEvent(matches, undefined));
  });
  #rows: {readonly model: Model; readonly rows: SearchedRows} | undefined;
  #painted = '';
  #match = -1;

  override render() {
    const model = this.#labels.answer?.model;
    if (model === undefined) return nothing;
    const {tags} = model;
    const numeric = new Map(model.numeric.map((label) => [label.key, label]));
    return html`
      <div class="tools"><span>${tags.keys.length === 1 ? tagsTexts.oneKey : tagsTexts.keys(countText(tags.keys.length))}</span>${tags.keys.length === 0 ? nothing : html`<span>${tagsTexts.hint}</span>`}</div>
      <div class="keys" @keydown=${this.#onKey}>
        ${tags.keys.length === 0 ? this.#empty() : this.#search.found?.includes(1) === false ? html`<div class="none"><p>${tagsTexts.nothing}</p></div>` : nothing}
        <div class="cards">${tags.keys.map((key, at) => this.#key(model, key, at, numeric.get(at)))}</div>
      </div>`;
  }

  override updated(): void {
    if (this.#labels.answer === undefined || this.#painted === this.profile.id) return;
    this.#painted = this.profile.id;
    this.dispatchEvent(new ViewPaintedEvent());
  }

  override nextMatch(direction: 1 | -1): void {
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('.found')];
    if (rows.length === 0) return;
    this.#match = (this.#match + direction + rows.length) % rows.length;
    rows[this.#match]!.focus();
  }

  #searched(): SearchedRows | undefined {
    const model = this.#labels.answer?.model;
    if (model === undefined) return undefined;
    if (this.#rows?.model !== model) {
      const {keys, values, start} = model.tags;
      this.#rows = {model, rows: rowsOfTexts(keys.flatMap((key, at) => values.slice(start[at]!, start[at + 1]!).map((value) => `${key}: ${value}`)))};
    }
    return this.#rows.rows;
  }

  #empty(): TemplateResult {
    const {tagFocus, tagIgnore, focus, ignore, tagShow, tagHide} = this.config;
    const isFiltered = [tagFocus, tagIgnore, focus, ignore, tagShow, tagHide].some((filter) => filter !== '');
    return isFiltered ? html`<div class="none" role="status"><p>${tagsTexts.filtered}</p></div>` : html`<div class="none" role="status"><h2>${tagsTexts.empty}</h2><p>${tagsTexts.emptyText}</p></div>`;
  }

  #key(model: Model, key: string, at: number, numbers: Model['numeric'][number] | undefined): TemplateResult | typeof nothing {
    const {tags, total, unit, without, sides} = model;
    const [first, end] = [tags.start[at]!, tags.start[at + 1]!];
    const {found} = this.#search;
    const matching: number[] = [];
    for (let row = first; row < end; row++) if (found === undefined || found[row] === 1) matching.push(row);
    if (matching.length === 0) return nothing;
    const rest = without[at]!;
    const with_ = model.shown - Math.abs(rest);
    const values = end - first;
    const shown = this.shown.get(key) ?? firstShown;
    const isRoot = this.config.tagRoot.split(',').includes(key);
    const most = Math.max(...matching.slice(0, 1).map((row) => Math.abs(tags.weight.numbers[row]!)), 0);
    const share = percent(with_, model.shown);
    return html`
      <section aria-label=${shownName(key)}>
        <header><h3 title=${shownName(key)}><bdi>${shownName(key)}</bdi></h3><small>${values === 1 ? tagsTexts.oneValue(share) : tagsTexts.key(countText(values), share)}</small>
          ${values < 2 || key === '' || (numbers !== undefined && key.includes('=')) || this.profile.comparison !== undefined ? nothing : html`<button class="btn" title=${tagsTexts.compareHelp(shownName(key))} @click=${() => this.dispatchEvent(new CustomEvent('compare-values', {detail: key, bubbles: true, composed: true}))}>${tagsTexts.compare}</button>`}
          <button class="btn" aria-pressed=${isRoot ? 'true' : 'false'} title=${tagsTexts.groupHelp(shownName(key))} ?disabled=${key.includes(',') || key === ''} @click=${() => this.#group(key, isRoot)}>${isRoot ? tagsTexts.ungroup : tagsTexts.group}</button></header>
        ${numbers === undefined || numbers.value.length < 2 ? nothing : html`
          <range-picker .name=${key} .unit=${numbers.unit} .weightUnit=${unit} .values=${numbers.value} .weights=${numbers.weight} ?fixed=${rangeFilter(key, 0, 1, numbers.unit) === undefined}
              @pick-range=${({low, high, drop}: PickRangeEvent) => this.refine({[drop ? 'tagIgnore' : 'tagFocus']: rangeFilter(key, low, high, numbers.unit)!})}></range-picker>`}
        <ul>${matching.slice(0, shown).map((row) => this.#value(model, key, row, most, numbers?.unit ?? ''))}
          ${found === undefined && rest !== 0 ? html`
            <li><span class="row without"><span class="bar" aria-hidden="true"><i ${cssProps({'--share': width(rest, most), '--fill': 'var(--control-line)'})}></i></span>
              <span>${tagsTexts.without}</span><span class="v">${sides === undefined ? amount(rest, unit) : changeText(0, rest, unit)}</span><span class="p">${percent(rest, total)}</span></span></li>` : nothing}
        </ul>
        ${matching.length <= shown ? nothing : html`<button class="link more" @click=${() => (this.shown = new Map(this.shown).set(key, shown + moreShown))}>${tagsTexts.more(matching.length - shown)}</button>`}
      </section>`;
  }

  #value(model: Model, key: string, row: number, most: number, unitOfKey: string): TemplateResult {
    const {tags, total, unit, sides} = model;
    const [before, after] = [sides?.before[row] ?? 0, sides?.after[row] ?? 0];
    const way = sides === undefined ? undefined : wayOf(sides.of.noise, before, after);
    const value = tags.values[row]!;
    const weight = tags.weight.numbers[row]!;
    const found = this.#search.found?.[row] === 1;
    const numbers = Number.isNaN(model.low[row]!) ? undefined : rangeFilter(key, model.low[row]!, model.high[row]!, unitOfKey);
    const pressed = numbers === undefined ? filterHas(this.config.tagFocus, key, value) : this.config.tagFocus === numbers;
    return html`
      <li>
        <button class="row ${found ? 'found' : ''}" aria-pressed=${pressed ? 'true' : 'false'} title=${tagsTexts.focus(shownName(key), shownName(value))}
            @click=${(event: MouseEvent) => event.shiftKey ? this.#ignore(key, value, numbers) : this.#focus(key, value, numbers)}>
          <span class="bar" aria-hidden="true"><i ${cssProps({'--share': width(weight, most), ...way === undefined ? {} : {'--fill': fillOf(way)}})}></i></span><bdi>${shownName(value) || '""'}</bdi>
          <span class="v ${way ?? ''}" title=${sides === undefined ? nothing : tagsTexts.sides(amount(before, unit), amount(after, unit), limitText(sides.of.noise, before, after, unit))}>${sides === undefined ? amount(weight, unit) : changeText(before, after, unit)}</span><span class="p">${percent(weight, total)}</span>
        </button>
        <button class="drop" aria-label=${tagsTexts.ignore(shownName(key), shownName(value))} title=${tagsTexts.ignore(shownName(key), shownName(value))} @click=${() => this.#ignore(key, value, numbers)}>✕</button>
      </li>`;
  }

  /** @param numbers the filter of its numbers, where it stands for some */
  #focus(key: string, value: string, numbers: string | undefined): void {
    const {tagFocus} = this.config;
    const isFocus = numbers === undefined ? filterHas(tagFocus, key, value) : tagFocus === numbers;
    this.refine({tagFocus: isFocus ? '' : numbers ?? valueFilter(key, value)});
  }

  #ignore(key: string, value: string, numbers: string | undefined): void {
    this.refine({tagIgnore: numbers ?? toggledFilter(this.config.tagIgnore, key, value)});
  }

  /** The flame graph shows what a key at the root does; Top and Tags do not. */
  #group(key: string, isRoot: boolean): void {
    const roots = this.config.tagRoot.split(',').filter((root) => root !== '' && root !== key);
    if (isRoot) this.refine({tagRoot: roots.join(',')});
    else this.dispatchEvent(new GoToViewEvent('flamegraph', {tagRoot: [...roots, key].join(','), zoom: '', pivot: ''}));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = {ArrowDown: 1, ArrowUp: -1}[event.key];
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('button.row')];
    const at = rows.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLElement);
    if (way === undefined || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    rows[at + way]?.focus();
  };
}

function width(value: number, most: number): string {
  return `${most === 0 ? 0 : Math.min(100, Math.abs(value / most) * 100)}%`;
}
