import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {repeat} from 'lit/directives/repeat.js';
import {shownName} from '../base/shown-name.js';
import type {KeptProfile} from '../bridge/engine.js';
import {fileSize} from '../views/parts/amount.js';
import {cssProps} from '../views/parts/css-props.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import '../views/parts/menu-button.js';
import {groupedByService, libraryInOrder, libraryOrders, manyProfiles, type LibraryGroup, type LibraryOrder} from './library-order.js';
import {libraryTexts} from './library-texts.js';
import {PageElement} from './page-element.js';
import './shape-stamp.js';
import {texts} from './texts.js';
import {whenText} from './when-text.js';
import {keep, readKept} from './theme.js';

const orderKey = 'icicle.library.order';
const groupKey = 'icicle.library.group';

/** So many profiles are seen at a glance, and need no search. */
const fewProfiles = 5;

/** The profiles that are kept in this browser, last opened first. */
@customElement('library-list')
export class LibraryList extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: block; }
    .card { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
    .head { display: flex; align-items: center; flex-wrap: wrap; gap: 4px 8px; padding: 10px 12px 8px 16px; }
    .head .space { flex: 1; }
    .search { width: 190px; }
    .meter { display: block; width: 100%; height: 3px; }
    .meter > i { min-width: 2px; --fill: var(--accent); }
    h2 { font-size: 13px; font-weight: 600; }
    .head span { color: var(--text-3); }
    .row {
      display: grid; grid-template-columns: 84px minmax(0, 1fr) 92px 66px 66px 34px; gap: 0 22px; align-items: center; padding: 0 12px 0 16px;
      border-top: 1px solid var(--line); position: relative; min-height: 51px;
    }
    .titles { min-height: 30px; font-size: 11px; font-weight: 600; color: var(--text-3); border-top: 0; }
    .entry:hover { background: var(--panel-2); }
    .kind {
      font-size: 10.5px; font-weight: 600; letter-spacing: .03em; text-transform: uppercase; text-align: center; padding: 2px 7px; border-radius: 4px;
      background: color-mix(in srgb, var(--runtime) 60%, transparent);
    }
    .kind.cpu, .kind.wall { background: color-mix(in srgb, var(--your-code) 24%, transparent); }
    .kind.heap, .kind.allocs { background: color-mix(in srgb, var(--modules) 30%, transparent); }
    .kind.goroutine, .kind.threadcreate { background: color-mix(in srgb, var(--less) 28%, transparent); }
    .kind.block, .kind.mutex { background: color-mix(in srgb, var(--more) 26%, transparent); }
    .what { min-width: 0; padding: 7px 0; }
    .open { display: block; max-width: 100%; font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    /* The whole row opens it; the menu lies above. */
    .open::after { content: ''; position: absolute; inset: 0; }
    .open:focus-visible { outline: none; }
    .entry:has(.open:focus-visible) { outline: 2px solid var(--text); outline-offset: -3px; border-radius: 6px; }
    .what small { display: block; font-size: 11.5px; color: var(--text-3); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .row menu-button { position: relative; z-index: 1; justify-self: end; }
    menu-button::part(button) { color: var(--text-2); }
    .first { display: flex; align-items: center; gap: 4px; }
    .first:has(.tick) { margin-inline-start: -12px; }
    .first .kind { flex: 0 1 68px; padding-inline: 4px; }
    .tick { position: relative; z-index: 1; display: grid; place-items: center; flex: none; width: 24px; height: max(40px, var(--target)); }
    .tick input { margin: 0; width: 14px; height: 14px; accent-color: var(--accent); }
    .ticked { display: flex; align-items: center; gap: 8px; padding: 6px 12px 6px 16px; border-top: 1px solid var(--line); background: var(--accent-bg); color: var(--accent-text); font-size: 12px; }
    .ticked span { flex: 1; min-width: 0; overflow-wrap: anywhere; }
    .pin { color: var(--text-2); }
    .tag { padding: 0 5px; border-radius: 4px; background: var(--panel-3); color: var(--text-2); margin-inline-end: 4px; }
    .gone .open, .gone .kind, .gone shape-stamp { opacity: .6; }
    .gone small { color: var(--warn); }
    .group { display: flex; align-items: center; min-height: max(34px, var(--target)); padding: 0 16px; border-top: 1px solid var(--line); background: var(--panel-2); font-size: 12px; font-weight: 600; width: 100%; color: var(--text-2); gap: 8px; overflow-wrap: anywhere; }
    .group::before { content: '▸'; color: var(--text-3); }
    .group[aria-expanded=true]::before { content: '▾'; }
    .none { padding: 4px 16px 16px; color: var(--text-2); }
    .notice { padding: 0 16px 14px; color: var(--bad); }
    @media (max-width: 760px) {
      .search { flex: 1; width: auto; }
      .head:has(.search) .space { flex-basis: 100%; }
      .titles, .size, .when { display: none; }
      .row { grid-template-columns: 78px minmax(0, 1fr) 92px 44px; gap: 0 11px; min-height: 56px; padding: 0 4px 0 14px; }
    }
    @media (max-width: 400px) { .row { grid-template-columns: 78px minmax(0, 1fr) 70px 44px; } }
  `];

  @state() private search = '';
  @state() private order: LibraryOrder = libraryOrders.find((order) => order === readKept(orderKey)) ?? 'opened';
  /** 'yes', 'no', or '' for what fits their number. */
  @state() private grouped = readKept(groupKey);
  @state() private folded: ReadonlySet<string> = new Set();
  /** Ids of what is ticked, the newest tick last. */
  @state() private ticked: readonly string[] = [];

  override render() {
    const {library, libraryFailure} = this.page;
    if (libraryFailure !== undefined) {
      return html`<section class="card"><div class="head"><h2>${libraryTexts.title}</h2></div><p class="notice" role="alert">${libraryTexts.failed}: ${(libraryFailure as Error).message}</p></section>`;
    }
    return library === undefined || library.length === 0 ? nothing : this.#list(library);
  }

  #list(library: readonly KeptProfile[]): TemplateResult {
    const {columns} = libraryTexts;
    const {usage = 0, quota = 0} = this.page.storage ?? {};
    const bytes = library.reduce((sum, {size}) => sum + size, 0);
    const found = libraryInOrder(library, this.search, this.order);
    const isGrouped = this.grouped === '' ? library.length > manyProfiles : this.grouped === 'yes';
    return html`
      <section class="card" aria-labelledby="title">
        <div class="head">
          <h2 id="title">${libraryTexts.title}</h2><span>${libraryTexts.usage(library.length, fileSize(bytes))}</span>
          <span class="space"></span>
          ${library.length <= fewProfiles ? nothing : html`
            <input class="field search" type="search" placeholder=${libraryTexts.search} aria-label=${libraryTexts.search} .value=${this.search}
                @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}>`}
          ${this.#menu(library, found)}
          ${quota === 0 ? nothing : html`
            <span class="bar meter" role="meter" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round((usage / quota) * 100)} aria-label=${libraryTexts.room(fileSize(usage), fileSize(quota))}
                title=${libraryTexts.room(fileSize(usage), fileSize(quota))}><i ${cssProps({'--share': `${Math.min(100, (usage / quota) * 100)}%`})}></i></span>`}
        </div>
        ${this.#chosen(library)}
        ${found.length === 0 ? html`<p class="none" role="status">${libraryTexts.noMatch(this.search)}</p>` : html`
          <div role="table" aria-label=${libraryTexts.title}>
            <div class="row titles" role="row">
              <span role="columnheader"><span class="seen-by-readers">${columns.kind}</span></span>
              ${[columns.profile, columns.shape, columns.size, columns.opened].map((title) => html`<span role="columnheader">${title}</span>`)}
              <span role="columnheader"><span class="seen-by-readers">${columns.actions}</span></span>
            </div>
            ${isGrouped ? groupedByService(found).map((group) => this.#group(group)) : this.#rows(found)}
          </div>`}
      </section>`;
  }

  #group({service, profiles}: LibraryGroup): TemplateResult {
    const isOpen = !this.folded.has(service);
    const fold = (): void => {
      const folded = new Set(this.folded);
      if (!folded.delete(service)) folded.add(service);
      this.folded = folded;
    };
    return html`
      <div role="row"><div role="cell" aria-colspan="6">
        <button class="group" aria-expanded=${isOpen ? 'true' : 'false'} @click=${fold}><bdi>${libraryTexts.groupTitle(service || libraryTexts.other, profiles.length)}</bdi></button>
      </div></div>
      ${isOpen ? this.#rows(profiles) : nothing}`;
  }

  #rows(profiles: readonly KeptProfile[]): unknown {
    return repeat(profiles, ({id}) => id, (entry) => this.#row(entry));
  }

  #menu(library: readonly KeptProfile[], found: readonly KeptProfile[]): TemplateResult {
    const {page} = this;
    const isGrouped = this.grouped === '' ? library.length > manyProfiles : this.grouped === 'yes';
    return html`
      <menu-button look="btn ghost icon" label=${texts.library.menu} .items=${[
        // One needs no order.
        ...library.length === 1 ? [] : [
          ...libraryOrders.map((order) => ({label: libraryTexts.orders[order], checked: order === this.order, run: () => this.#sort(order)})),
          {kind: 'line' as const},
          {label: libraryTexts.group, checked: isGrouped, run: () => this.#groupThem(!isGrouped)},
          {kind: 'line' as const},
        ],
        ...found.length < 2 ? [] : [{label: libraryTexts.together(found.length), run: () => page.askTogether(found.filter(({gone}) => gone !== true))}],
        {label: libraryTexts.export, run: () => void import('./library-files.js').then(({saveLibrary}) => saveLibrary(page))},
        {label: texts.library.import, run: () => page.pickFiles()},
      ]}>⋯</menu-button>`;
  }

  #tick(id: string): void {
    this.ticked = this.ticked.includes(id) ? this.ticked.filter((other) => other !== id) : [...this.ticked, id];
  }

  /** What can be done with the ticked rows. */
  #chosen(library: readonly KeptProfile[]): TemplateResult | typeof nothing {
    const chosen = library.filter(({id}) => this.ticked.includes(id));
    if (chosen.length === 0) return nothing;
    return html`
      <div class="ticked" role="status">
        <span>${chosen.length === 1 ? libraryTexts.selectMore : libraryTexts.selected(chosen.length)}</span>
        <button class="btn ghost" @click=${() => (this.ticked = [])}>${libraryTexts.clear}</button>
        ${chosen.length !== 2 ? nothing : html`<button class="btn primary" @click=${() => this.#compare(chosen)}>${libraryTexts.compare}</button>`}
        ${chosen.length === 1 ? nothing : html`<button class="btn ${chosen.length === 2 ? '' : 'primary'}" @click=${() => this.page.askTogether(chosen)}>${libraryTexts.selectedTogether}</button>`}
      </div>`;
  }

  /** Where neither says when it was recorded, the one that came last counts as the later one. */
  #compare(chosen: readonly KeptProfile[]): void {
    const [later, earlier] = [...chosen].sort((a, b) => b.addedMillis - a.addedMillis) as [KeptProfile, KeptProfile];
    void import('./compare-actions.js').then(({compareKept}) => compareKept(this.page, later, earlier));
  }

  #sort(order: LibraryOrder): void {
    this.order = order;
    keep(orderKey, order === 'opened' ? '' : order);
  }

  #groupThem(on: boolean): void {
    this.grouped = on ? 'yes' : 'no';
    keep(groupKey, this.grouped);
  }

  #row(entry: KeptProfile): TemplateResult {
    const {page} = this;
    const {name, kind, summary, size, openedMillis, stamp, note, tags = [], pinned = false, gone = false} = entry;
    return html`
      <div class="row entry ${gone ? 'gone' : ''}" role="row">
        <span role="cell" class="first">${(page.library?.length ?? 0) < 2 ? nothing : html`<label class="tick"><input type="checkbox" ?disabled=${gone} .checked=${this.ticked.includes(entry.id)} aria-label=${libraryTexts.select(shownName(name))} @change=${() => this.#tick(entry.id)}></label>`}<span class="kind ${kind}">${texts.kinds[kind]}</span></span>
        <div role="cell" class="what">
          <button class="open" title=${shownName(name, 2000)} aria-label=${libraryTexts.open(shownName(name))} @click=${() => page.openKept(entry)}><bdi>${shownName(name)}</bdi></button>
          <small>${pinned ? html`<span class="pin" title=${libraryTexts.pinned}>★<span class="seen-by-readers">${libraryTexts.pinned}</span></span> ` : nothing}${tags.map((tag) => html`<span class="tag">${shownName(tag)}</span>`)}${gone ? libraryTexts.gone : shownName(note === '' ? summary : `${note} · ${summary}`)}</small>
        </div>
        <div role="cell"><shape-stamp .stamp=${stamp}></shape-stamp></div>
        <span role="cell" class="size num">${fileSize(size)}</span>
        <span role="cell" class="when num">${whenText(openedMillis)}</span>
        <div role="cell">
          <menu-button look="btn ghost icon" label=${libraryTexts.more(shownName(name))} .items=${[
            {label: texts.library.rename, run: () => page.showDialog('rename', entry.id)},
            {label: pinned ? libraryTexts.unpin : libraryTexts.pin, run: () => page.pin(entry)},
            {label: libraryTexts.download, run: () => void page.download(entry.id, name)},
            {kind: 'line' as const},
            {label: libraryTexts.delete, run: () => page.deleteKept(entry)},
          ]}>⋯</menu-button>
        </div>
      </div>`;
  }
}
