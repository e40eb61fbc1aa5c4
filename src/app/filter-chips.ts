import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';
import {repeat} from 'lit/directives/repeat.js';
import {shownName} from '../base/shown-name.js';
import {defaultConfig} from '../config/config.js';
import {amount} from '../views/parts/amount.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {carryChip} from './chip-carrier.js';
import {chipTexts} from './chip-texts.js';
import {FilterCosts} from './filter-costs.js';
import type {FilterKey} from './filter-history.js';
import {filterName, filtersIn, moved, without, withoutAll, type Filter} from './filters.js';
import {PageElement} from './page-element.js';
import {texts} from './texts.js';

/** A chip for each filter, with what it removed: switched off and on, edited, moved among the others and taken away. */
@customElement('filter-chips')
export class FilterChips extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: contents; }
    ul { display: flex; align-items: center; gap: 6px; flex-wrap: wrap; min-width: 0; }
    ul:empty { display: none; }
    .chip {
      display: inline-flex; align-items: center; height: var(--small); max-width: 360px; border-radius: 13px; border: 1px solid var(--control-line); background: var(--panel); font-size: 12px;
    }
    .chip.focus { border-color: color-mix(in srgb, var(--your-code) 70%, var(--line-strong)); }
    .chip.wrong { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
    .chip { touch-action: none; }
    .chip button { height: 100%; min-width: 24px; border-radius: 13px; }
    .chip .edit { display: flex; align-items: center; gap: 5px; padding: 0 2px 0 10px; min-width: 0; }
    .chip .edit em { font-style: normal; color: var(--text-3); }
    .chip .edit code { font-size: 11.5px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 230px; }
    .chip.off { border-style: dashed; }
    .chip.off .edit { text-decoration: line-through; color: var(--text-3); }
    .chip .cost { color: var(--text-2); font-size: 11px; white-space: nowrap; font-variant-numeric: tabular-nums; padding-inline-start: 4px; }
    .chip .switch { display: grid; place-items: center; width: 26px; color: var(--text-2); }
    .chip .switch::before { content: ''; width: 9px; height: 9px; border: 1.5px solid currentColor; border-radius: 50%; }
    .chip .switch[aria-checked="true"]::before { background: currentColor; }
    .chip .switch + .edit { padding-inline-start: 0; }
    .chip .remove { color: var(--text-3); padding: 0 8px 0 4px; }
    .chip .remove:hover { color: var(--text); }
    form.chip { padding-inline-start: 10px; gap: 6px; border-color: var(--accent); box-shadow: 0 0 0 3px color-mix(in srgb, var(--accent) 25%, transparent); max-width: none; }
    form.chip input { border: 0; background: none; width: 220px; font: 12px var(--mono); padding: 0; }
    form.chip input:focus-visible { outline: none; }
    form.chip label { color: var(--text-3); }
    form.chip button { padding: 0 9px; color: var(--accent); font-weight: 600; }
    form.chip .move { color: var(--text-2); padding: 0 4px; min-width: 24px; }
    form.chip .move:disabled { opacity: .4; }
    .chip.carried { z-index: 1; box-shadow: var(--shadow); opacity: .85; cursor: grabbing; }
    li { position: relative; }
    li.before-here::before { content: ''; position: absolute; inset-block: 0; inset-inline-start: -5px; width: 3px; border-radius: 2px; background: var(--accent); }
    li.after-here::after { content: ''; position: absolute; inset-block: 0; inset-inline-end: -5px; width: 3px; border-radius: 2px; background: var(--accent); }
    .quiet { color: var(--text-2); font-size: 12px; min-height: 26px; padding: 0 6px; border-radius: 5px; white-space: nowrap; }
    .quiet:hover { background: var(--panel-3); color: var(--text); }
    @media (max-width: 760px) { form.chip input { width: 36vw; } }
    @media (forced-colors: active) {
      .chip .switch[aria-checked="true"]::before { background: ButtonText; forced-color-adjust: none; }
      li::before, li::after { background: Highlight; forced-color-adjust: none; }
    }
  `];

  /** What is wrong with a filter. */
  @property() error = '';
  @state() private editing: FilterKey | undefined;
  @state() private said = '';
  /** Filters that the person switched off for now, with what they were. */
  readonly #off = new Map<FilterKey, string | boolean>();
  #offOf = '';
  readonly #costs = new FilterCosts(() => this.requestUpdate());

  /** Opens the chip of a filter for typing; those that are only on or off have their place in the options. */
  edit(key: FilterKey): void {
    if (key === 'noInlines' || key === 'relativePercentages' || key === 'granularity') {
      this.dispatchEvent(new Event('edit-options'));
      return;
    }
    this.editing = key;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLInputElement>('#edit')?.select());
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const {config} = this.page.state;
    const id = this.page.profile?.id ?? '';
    if (id !== this.#offOf) this.#off.clear();
    this.#offOf = id;
    for (const key of this.#off.keys()) if (config[key] !== defaultConfig[key]) this.#off.delete(key);
  }

  override updated(): void {
    const {profile, engine, state} = this.page;
    if (profile !== undefined && this.error === '') this.#costs.ask(engine, profile, state.config);
  }

  override render() {
    const chips = this.#chips;
    const isNew = this.editing !== undefined && !chips.some(({key}) => key === this.editing);
    return html`
      <ul aria-label=${texts.filters.list}>${repeat(chips, ({key}) => key, (filter, i) => html`<li>${
        filter.key === this.editing ? this.#editor(filter.key, filter.value, i) : this.#chip(filter, i)}</li>`)}${
        isNew ? html`<li>${this.#editor(this.editing!, '', -1)}</li>` : nothing}</ul>
      ${chips.length > 1 ? html`<button class="quiet" @click=${this.#clear}>${chipTexts.clear}</button>` : nothing}
      <span class="seen-by-readers" role="status">${this.said}</span>`;
  }

  /** Those that are switched off keep their places. */
  get #chips(): Filter[] {
    return filtersIn({...this.page.state.config, ...Object.fromEntries(this.#off)});
  }

  #chip({key, name, value}: Filter, place: number): TemplateResult {
    const shown = shownName(value);
    const isOff = this.#off.has(key);
    const cost = isOff ? undefined : this.#costs.of(key);
    const costText = cost === undefined ? '' : amount(Math.abs(cost.value), cost.unit);
    const isFirst = place === 0;
    const says = cost === undefined ? '' : `. ${cost.value === 0 ? chipTexts.removesNone(isFirst) : chipTexts.removes(costText, isFirst)}`;
    const title = `${chipTexts.edit(name, shown)}${says}${this.#chips.length > 1 ? `. ${chipTexts.move}` : ''}`;
    return html`
      <span class="chip ${key} ${isOff ? 'off' : ''} ${this.error.includes(`the ${name} pattern`) ? 'wrong' : ''}"
          @pointerdown=${(event: PointerEvent) => this.#carry(event, key)} @keydown=${(event: KeyboardEvent) => this.#onChipKey(event, key, place)}>
        <button class="switch" role="switch" aria-checked=${isOff ? 'false' : 'true'} aria-label=${chipTexts.switchOff(name, shown)} title=${chipTexts.switchOff(name, shown)} @click=${() => this.#switch(key)}></button>
        <button class="edit" aria-label=${chipTexts.edit(name, shown)} title=${title} aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight" @click=${() => this.edit(key)}><em>${name}</em> ${
          value === '' ? nothing : html`<code><bdi>${shown}</bdi></code>`}</button>
        ${cost === undefined || cost.value === 0 ? nothing : html`<span class="cost">${chipTexts.removed(costText, cost.value < 0)}</span>`}
        <button class="remove" aria-label=${chipTexts.remove(name, shown)} title=${chipTexts.remove(name, shown)} @click=${() => this.#remove(key)}>✕</button>
      </span>`;
  }

  #switch(key: FilterKey): void {
    const off = this.#off.get(key);
    if (off !== undefined) {
      this.page.refine({[key]: off});
      return;
    }
    this.#off.set(key, this.page.state.config[key]);
    this.page.refine(without(key));
  }

  #remove(key: FilterKey): void {
    if (this.#off.delete(key)) this.requestUpdate();
    else this.page.refine(without(key));
  }

  readonly #clear = (): void => {
    this.#off.clear();
    this.page.refine(withoutAll());
  };

  #carry(down: PointerEvent, key: FilterKey): void {
    const items = [...this.renderRoot.querySelectorAll('li')];
    if (items.length < 2) return;
    carryChip(down, items, this.#chips.findIndex((filter) => filter.key === key), (place) => this.#move(key, Math.min(place, this.#chips.length - 1)));
  }

  #onChipKey(event: KeyboardEvent, key: FilterKey, place: number): void {
    if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    // Browsers go back and forth with these.
    event.preventDefault();
    event.stopPropagation();
    const button = (event.target as HTMLElement).className;
    this.#move(key, place + (event.key === 'ArrowLeft' ? -1 : 1), `.chip.${key} .${button}`);
  }

  /** `focus` finds what has the focus after that, since a node that is moved loses it. */
  #move(key: FilterKey, place: number, focus = ''): void {
    const chips = this.#chips;
    if (place < 0 || place >= chips.length) return;
    this.page.refine(moved(chips, key, place));
    this.said = chipTexts.moved(filterName(key), place + 1, chips.length);
    if (focus !== '') void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(focus)?.focus());
  }

  /** @param place of the chip, -1 for one that is not there yet */
  #editor(key: FilterKey, value: string, place: number): TemplateResult {
    const name = filterName(key);
    const hint = key === 'tagFocus' || key === 'tagIgnore' ? chipTexts.tagPattern : key === 'tagRoot' || key === 'tagLeaf' ? chipTexts.tagKeys : chipTexts.pattern;
    return html`
      <form class="chip" @submit=${(event: Event) => this.#apply(event, key)} @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        this.editing = undefined;
      }}>
        <label for="edit">${name}</label>
        <input id="edit" name="value" .value=${value} aria-label="${name}: ${hint}" placeholder=${hint} spellcheck="false" autocapitalize="off" autocomplete="off">
        ${place < 0 || this.#chips.length < 2 ? nothing : html`
          <button type="button" class="move" aria-label=${chipTexts.earlier} title=${chipTexts.earlier} ?disabled=${place === 0} @click=${() => this.#move(key, place - 1, 'form .move:enabled')}>‹</button>
          <button type="button" class="move" aria-label=${chipTexts.later} title=${chipTexts.later} ?disabled=${place === this.#chips.length - 1} @click=${() => this.#move(key, place + 1, 'form .move:last-of-type:enabled, form .move:enabled')}>›</button>`}
        <button>${chipTexts.apply}</button>
      </form>`;
  }

  #apply(event: Event, key: FilterKey): void {
    event.preventDefault();
    const value = String(new FormData(event.target as HTMLFormElement).get('value') ?? '');
    this.editing = undefined;
    this.#off.delete(key);
    this.page.refine({[key]: value});
  }
}
