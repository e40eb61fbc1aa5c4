import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, property} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import type {Config} from '../config/config.js';
import {amount, percent} from '../views/parts/amount.js';
import {cssProps} from '../views/parts/css-props.js';
import '../views/parts/menu-button.js';
import {patternIn} from '../base/search.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import type {FilterChips} from './filter-chips.js';
import type {FilterKey} from './filter-history.js';
import {filtersIn} from './filters.js';
import {icons} from './mark.js';
import {changedOptions} from './options.js';
import type {OptionsPanel} from './options-panel.js';
import {PageElement} from './page-element.js';
import {refineTexts} from './refine-texts.js';
import {texts} from './texts.js';

/** What the view that is shown says of itself. */
export interface Shown {
  readonly shown: number;
  readonly total: number;
  readonly unit: string;
  /** Whether the view has anything to show; values may add up to 0 in a diff. */
  readonly hasRows: boolean;
}

export interface SearchResult {
  readonly matches: number;
  readonly share: number | undefined;
  readonly error: string | undefined;
  /** A name that is there, where nothing was found. */
  readonly meant: string | undefined;
}

/** Search, a chip for each filter that is set, and how much of the profile is left. */
@customElement('filter-bar')
export class FilterBar extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    .bar-row { display: flex; align-items: center; gap: 8px; min-height: 40px; padding: 5px 12px; border-bottom: 1px solid var(--line); background: var(--bg); }
    .search {
      display: flex; align-items: center; gap: 6px; flex: 0 1 330px; min-width: 170px; height: var(--small); padding: 0 4px 0 9px; border: 1px solid var(--control-line);
      border-radius: 6px; background: var(--panel); color: var(--text-3);
    }
    .search:focus-within { border-color: var(--accent); box-shadow: 0 0 0 3px color-mix(in srgb, var(--accent) 25%, transparent); }
    .search.wrong { border-color: var(--bad); }
    .search .icon { flex: none; width: 14px; height: 14px; }
    .search input { flex: 1; min-width: 40px; border: 0; background: none; padding: 0; font-size: 12px; color: var(--text); }
    .search input:focus-visible { outline: none; }
    .search input.pattern { font-family: var(--mono); }
    .search input::placeholder { color: var(--text-3); opacity: 1; }
    .search input::-webkit-search-cancel-button { display: none; }
    .search .result { font-size: 12px; color: var(--text-2); white-space: nowrap; font-variant-numeric: tabular-nums; }
    .search .meant { flex: 0 1 auto; min-width: 60px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 12px; color: var(--accent); }
    .search .mini { min-width: 24px; height: 24px; padding: 0 4px; border-radius: 4px; color: var(--text-3); font: 500 11px var(--mono); text-align: center; flex: none; }
    .search .mini:hover { background: var(--panel-3); color: var(--text); }
    .search .mini[aria-pressed="true"] { background: var(--accent-bg); color: var(--accent-text); }
    filter-chips:not(:defined) { display: none; }
    .quiet { color: var(--text-2); font-size: 12px; min-height: 26px; padding: 0 6px; border-radius: 5px; white-space: nowrap; }
    /* As text it would have to be part of the name of the button. */
    kbd[data-key]::before { content: attr(data-key); }
    .quiet:hover { background: var(--panel-3); color: var(--text); }
    menu-button { flex: none; }
    menu-button::part(button) { min-height: var(--small); font-size: 13px; }
    .share { margin-inline-start: auto; display: flex; align-items: center; gap: 10px; font-size: 12px; color: var(--text-2); white-space: nowrap; }
    .share b { font-weight: 600; color: var(--text); font-variant-numeric: tabular-nums; }
    .meter { width: 120px; height: 6px; border-radius: 3px; background: var(--panel-3); overflow: hidden; }
    .meter i { display: block; height: 100%; width: var(--share); background: var(--your-code); transition: width var(--swift); }
    .wrong-text { padding: 6px 14px 7px; font-size: 12px; color: var(--bad); background: color-mix(in srgb, var(--bad) 9%, var(--panel)); border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
    @media (max-width: 1100px) { .bar-row { flex-wrap: wrap; } .meter { display: none; } }
    @media (max-width: 760px) {
      .bar-row { flex-wrap: wrap; padding: 6px 10px; min-height: 0; }
      .search { flex: 1 1 100%; }
      .share { margin: 0; font-size: 11px; }
      :host(:not([wanted])) .search { display: none; }
      :host(:not([wanted]):not([filtered])) .bar-row { display: none; }
    }
    @media (forced-colors: active) { .meter i { forced-color-adjust: none; } .meter { border: 1px solid CanvasText; } }
    @media print { .bar-row { display: none; } }
  `];

  @property({attribute: false}) shown: Shown | undefined;
  @property({attribute: false}) result: SearchResult | undefined;
  /** What is wrong with a filter. */
  @property() error = '';
  /** Whether the view counts rows and not boxes. */
  @property({type: Boolean}) rows = false;
  /** Whether the search was asked for on a small screen. */
  @property({type: Boolean, reflect: true}) wanted = false;
  @property({type: Boolean, reflect: true}) filtered = false;

  focusSearch(): void {
    this.wanted = true;
    void this.updateComplete.then(() => {
      const input = this.#input;
      input.focus();
      input.select();
    });
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const isFiltered = filtersIn(this.page.state.config).length > 0;
    if (isFiltered) void import('./filter-chips.js');
    this.filtered = isFiltered || this.page.filters.canUndo;
  }

  override render() {
    const {page, shown, error} = this;
    const {config} = page.state;
    return html`
      <div class="bar-row" role="search" aria-label=${texts.filters.list}>
        ${this.#search(config)}
        <filter-chips .page=${page} .error=${error} @edit-options=${() => void this.showOptions()}></filter-chips>
        <menu-button look="btn ghost" label=${texts.filters.addLabel} .load=${async () => (await import('./filter-offers.js')).filterOffers((key) => void this.edit(key))}>+ ${texts.filters.add}</menu-button>
        ${this.#optionsButton(config)}
        ${page.filters.canUndo ? html`<button class="quiet" aria-label=${texts.filters.undo} title=${texts.filters.undo} @click=${() => page.undoFilters()}><span aria-hidden="true">↶ <kbd data-key="U"></kbd></span></button>` : nothing}
        ${page.filters.canRedo ? html`<button class="quiet" aria-label=${texts.filters.redo} title=${texts.filters.redo} @click=${() => page.redoFilters()}><span aria-hidden="true">↷ <kbd data-key="⇧U"></kbd></span></button>` : nothing}
        ${this.page.profile?.comparison?.kind === 'diff_base' ? html`<compare-total class="share" .engine=${this.page.engine} .profile=${this.page.profile} .config=${this.page.state.config}></compare-total>`
          : shown === undefined ? nothing : this.#share(shown)}
      </div>
      <div role="alert">${error === '' ? nothing : html`<p class="wrong-text">${error.charAt(0).toUpperCase()}${error.slice(1)}.</p>`}</div>`;
  }

  get #input(): HTMLInputElement {
    return this.renderRoot.querySelector<HTMLInputElement>('.search input')!;
  }

  #search({search}: Config): TemplateResult {
    const {filters} = texts;
    const {result} = this;
    const isPattern = patternIn(search) !== undefined;
    const said = search === '' || result === undefined ? '' : result.error ?? filters.result(result.matches, result.share === undefined ? undefined : percent(result.share, 1), this.rows);
    return html`
      <div class="search ${result?.error === undefined ? '' : 'wrong'}">
        ${icons.search}
        <input type="search" class=${isPattern ? 'pattern' : ''} aria-label=${filters.searchLabel} placeholder=${filters.searchLabel} .value=${search} title=${result?.error ?? nothing}
            spellcheck="false" autocapitalize="off" autocomplete="off" @input=${this.#onType} @keydown=${this.#onSearchKey}>
        <span class="result" role="status">${said}</span>
        ${search === '' || result?.meant === undefined ? nothing : html`
          <button class="meant" title=${texts.states.noMatch.use(shownName(result.meant))} @click=${() => this.page.refine({search: result.meant!}, false)}><bdi>${texts.states.noMatch.mean(shownName(result.meant))}</bdi></button>`}
        ${search === '' ? html`<kbd aria-hidden="true">/</kbd>` : html`
          <button class="mini" aria-label=${filters.previous} title="${filters.previous} ⇧↵" @click=${() => this.#step(-1)}>↑</button>
          <button class="mini" aria-label=${filters.next} title="${filters.next} ↵" @click=${() => this.#step(1)}>↓</button>`}
        <button class="mini" aria-pressed=${isPattern ? 'true' : 'false'} aria-label=${filters.pattern} title=${filters.pattern} @click=${this.#togglePattern}>.*</button>
      </div>`;
  }

  #optionsButton(config: Config): TemplateResult {
    const changed = changedOptions(config).length;
    return html`<button class="btn ghost options" aria-haspopup="dialog" aria-label=${changed === 0 ? refineTexts.options : refineTexts.optionsChanged(changed)} @click=${() => void this.showOptions()}>${
      refineTexts.options}${changed === 0 ? nothing : html` <span class="badge">${changed}</span>`}</button>
      <options-panel popover="auto" role="dialog" aria-label=${refineTexts.options} .page=${this.page}></options-panel>`;
  }

  /** Opens the options; they are loaded when they are first asked for. */
  async showOptions(): Promise<void> {
    await import('./options-panel.js');
    // A small screen hides the bar until it is asked for.
    this.wanted = true;
    await this.updateComplete;
    const panel = this.renderRoot.querySelector<OptionsPanel>('options-panel')!;
    await panel.updateComplete;
    panel.showAt(this.renderRoot.querySelector('.options')!.getBoundingClientRect());
  }

  #share({shown, total, unit}: Shown): TemplateResult {
    const [left, all] = [amount(shown, unit), amount(total, unit)];
    const {before, bold} = texts.workspace.showing(left, all);
    return html`
      <span class="share">
        <span>${before}<b>${bold}</b></span>
        <span class="meter" role="img" aria-label=${texts.workspace.showingLabel(left, all)}><i ${cssProps({'--share': `${total === 0 ? 0 : Math.min(100, (shown / total) * 100)}%`})}></i></span>
      </span>`;
  }

  /** Opens the chip of a filter for typing. */
  async edit(key: FilterKey): Promise<void> {
    await import('./filter-chips.js');
    this.wanted = true;
    await this.updateComplete;
    this.renderRoot.querySelector<FilterChips>('filter-chips')!.edit(key);
  }

  readonly #onType = (): void => {
    this.page.refine({search: this.#input.value}, false);
  };

  readonly #onSearchKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      this.#step(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      if (this.#input.value === '') this.#input.blur();
      this.page.refine({search: ''}, false);
      this.wanted = false;
    }
  };

  readonly #togglePattern = (): void => {
    const {search} = this.page.state.config;
    this.page.refine({search: patternIn(search) ?? (search === '' ? '' : `/${search}/`)}, false);
    this.#input.focus();
  };

  #step(direction: 1 | -1): void {
    this.dispatchEvent(new CustomEvent('step-match', {detail: direction, bubbles: true, composed: true}));
  }
}
