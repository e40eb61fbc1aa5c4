import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import type {Answer} from '../bridge/engine.js';
import {defaultConfig} from '../config/config.js';
import {baseStyles, controlStyles, surfaceStyles} from '../views/parts/styles.js';
import {rangeFilter, typedRangeFilter, valueFilter} from '../views/parts/tag-filters.js';
import {compareParts, compareWith, type LabelPart} from './compare-actions.js';
import {compareTexts} from './compare-texts.js';
import {candidates} from './comparison.js';
import {PageElement} from './page-element.js';
import {texts} from './texts.js';

const mostListed = 40;
const mostValues = 500;

/** A key of a label with the parts of a profile that it tells apart, heaviest first. */
interface LabelKey {
  readonly key: string;
  readonly values: readonly LabelPart[];
  /** Whether a range of its values can be asked for. */
  readonly isNumeric: boolean;
}

type Side = 'earlier' | 'later';

/** What the open profile is to be compared with: another one, a file, or one part of it with another. */
@customElement('compare-dialog')
export class CompareDialog extends PageElement {
  static override styles = [baseStyles, controlStyles, surfaceStyles, css`
    h3 { font-size: 12px; font-weight: 600; color: var(--text-2); margin-bottom: 6px; }
    ul { max-height: 38vh; overflow: auto; border: 1px solid var(--line); border-radius: 8px; margin-bottom: 8px; }
    li + li { border-top: 1px solid var(--line); }
    li button { display: grid; grid-template-columns: 64px minmax(0, 1fr); gap: 2px 12px; width: 100%; padding: 7px 12px; min-height: var(--target); text-align: start; align-items: center; }
    li button:hover { background: var(--panel-2); }
    li button:focus-visible { outline-offset: -2px; }
    li b { font-weight: 600; overflow-wrap: anywhere; display: block; }
    small { color: var(--text-3); overflow-wrap: anywhere; }
    .labels { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px; }
    label { display: flex; flex-direction: column; gap: 3px; font-size: 12px; color: var(--text-2); min-width: 0; }
    .labels + .quiet { margin-top: 6px; }
    .labels > div { display: flex; flex-direction: column; gap: 6px; min-width: 0; }
    select, input { width: 100%; }
    .row { margin-top: 8px; }
    .quiet { color: var(--text-3); font-size: 12px; }
    @media (max-width: 560px) { .labels { grid-template-columns: 1fr; } }
  `];

  /** Keys with two values or more; undefined until they are known. */
  @state() private keys: readonly LabelKey[] | undefined;
  @state() private key = '';
  /** By side: the row of the value, or that after the last for a range that is typed. */
  @state() private rows: Readonly<Record<Side, number>> = {earlier: 0, later: 1};
  @state() private ranges: Readonly<Record<Side, string>> = {earlier: '', later: ''};

  override render() {
    const {page} = this;
    const {profile, library = []} = page;
    if (profile === undefined) return nothing;
    const {dialog} = compareTexts;
    const others = candidates(library, profile).slice(0, mostListed);
    return html`
      <dialog aria-labelledby="title" @close=${this.#closed} @click=${(event: MouseEvent) => event.target === event.currentTarget ? this.#close() : undefined}>
        <div class="inside">
          <h2 id="title">${dialog.title(shownName(profile.comparison?.after.name ?? profile.name))}</h2>
          <section>
            <h3>${dialog.other}</h3>
            ${others.length === 0 ? html`<p class="quiet">${dialog.noOthers}</p>` : html`<ul>${others.map(({id, name, kind, summary}) => html`
              <li><button @click=${() => this.#close(() => compareWith(page, id, name))}><span class="kind ${kind}">${texts.kinds[kind]}</span><span><b><bdi>${shownName(name)}</bdi></b><small>${shownName(summary)}</small></span></button></li>`)}</ul>`}
            <button class="btn ${others.length === 0 && page.dialogSubject === '' ? 'primary' : ''}" @click=${() => this.#pick()}>${dialog.file}</button>
          </section>
          ${profile.comparison === undefined ? this.#labels() : nothing}
          <div class="row"><button class="btn" @click=${() => this.#close()}>${dialog.cancel}</button></div>
        </div>
      </dialog>`;
  }

  protected override firstUpdated(): void {
    const dialog = this.renderRoot.querySelector('dialog')!;
    dialog.style.setProperty('--width', '600px');
    dialog.showModal();
    void this.#readKeys();
  }

  #labels(): TemplateResult | typeof nothing {
    const {keys} = this;
    const {dialog} = compareTexts;
    if (keys === undefined || keys.length === 0) return nothing;
    const its = keys.find(({key}) => key === this.key)!;
    const [earlier, later] = [this.#part(its, 'earlier'), this.#part(its, 'later')];
    const names = its.values.map(({text}) => shownName(text, 120) || '""');
    const choice = (label: string, chosen: number, all: readonly string[], pick: (row: number) => void): TemplateResult => html`
      <label>${label}<select class="field" @change=${(event: Event) => pick((event.target as HTMLSelectElement).selectedIndex)}>${all.map((name, row) => html`<option .selected=${row === chosen}>${name}</option>`)}</select></label>`;
    const side = (side: Side, label: string): TemplateResult => html`
      <div>
        ${choice(label, this.rows[side], its.isNumeric ? [...names, dialog.range] : names, (row) => (this.rows = {...this.rows, [side]: row}))}
        ${this.rows[side] < its.values.length ? nothing : html`
          <input class="field" aria-label=${dialog.rangeOf(label)} placeholder=${dialog.rangeHint} .value=${this.ranges[side]} spellcheck="false" autocomplete="off"
              @input=${(event: Event) => (this.ranges = {...this.ranges, [side]: (event.target as HTMLInputElement).value.trim()})}>`}
      </div>`;
    const isReady = earlier !== undefined && later !== undefined && earlier.filter !== later.filter;
    return html`
      <section>
        <h3>${dialog.values}</h3>
        <div class="labels">
          ${choice(dialog.key, keys.indexOf(its), keys.map(({key}) => shownName(key, 120)), (row) => this.#pickKey(keys[row]!.key))}
          ${side('earlier', compareTexts.before)}
          ${side('later', compareTexts.after)}
        </div>
        ${Math.max(this.rows.earlier, this.rows.later) < its.values.length ? nothing : html`<p class="quiet">${dialog.rangeHelp}</p>`}
        <div class="row"><button class="btn ${this.page.dialogSubject === '' ? '' : 'primary'}" ?disabled=${!isReady} @click=${() => isReady && this.#close(() => void compareParts(this.page, earlier, later))}>${dialog.compareValues}</button></div>
      </section>`;
  }

  /** What a side asks for; undefined for a range that is none yet. */
  #part({key, values}: LabelKey, side: Side): LabelPart | undefined {
    const value = values[this.rows[side]];
    if (value !== undefined) return value;
    const range = this.ranges[side];
    const filter = typedRangeFilter(key, range);
    return filter === undefined ? undefined : {key, text: range, filter};
  }

  async #readKeys(): Promise<void> {
    const {profile, engine, dialogSubject, state: {config}} = this.page;
    if (profile === undefined || profile.comparison !== undefined) return;
    const answer = await engine.report(profile.id, 'labels', {...defaultConfig, sampleIndex: config.sampleIndex}).catch(() => undefined);
    this.keys = answer === undefined ? [] : keysOf(answer);
    const first = this.keys.find(({key}) => key === dialogSubject) ?? this.keys[0];
    if (first !== undefined) this.#pickKey(first.key);
  }

  #pickKey(key: string): void {
    this.key = key;
    this.rows = {earlier: 0, later: 1};
    this.ranges = {earlier: '', later: ''};
  }

  #pick(): void {
    const input = document.createElement('input');
    input.type = 'file';
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      if (file !== undefined) this.#close(() => compareWith(this.page, {kind: 'file', file}, file.name));
    });
    input.click();
  }

  #picked: (() => void) | undefined;

  #close(run?: () => void): void {
    this.#picked = run;
    this.renderRoot.querySelector('dialog')!.close();
  }

  readonly #closed = (): void => {
    this.page.showDialog(undefined);
    this.#picked?.();
  };
}

function keysOf({model: {tags, low, high, numeric}}: Answer<'labels'>): LabelKey[] {
  const units = new Map(numeric.map(({key, unit}) => [key, unit]));
  return tags.keys.flatMap((key, at) => {
    const unit = units.get(at);
    const [start, end] = [tags.start[at]!, Math.min(tags.start[at + 1]!, tags.start[at]! + mostValues)];
    const values = tags.values.slice(start, end).flatMap((text, i): LabelPart[] => {
      const row = start + i;
      const filter = Number.isNaN(low[row]!) ? valueFilter(key, text) : rangeFilter(key, low[row]!, high[row]!, unit ?? '');
      return filter === undefined ? [] : [{key, text, filter}];
    });
    return key === '' || values.length < 2 ? [] : [{key, values, isNumeric: unit !== undefined && typedRangeFilter(key, '0') !== undefined}];
  });
}
