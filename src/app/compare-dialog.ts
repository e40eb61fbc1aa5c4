import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import type {Answer} from '../bridge/engine.js';
import {defaultConfig} from '../config/config.js';
import {baseStyles, controlStyles, surfaceStyles} from '../views/parts/styles.js';
import {compareValues, compareWith} from './compare-actions.js';
import {compareTexts} from './compare-texts.js';
import {candidates} from './comparison.js';
import {PageElement} from './page-element.js';
import {texts} from './texts.js';

const mostListed = 40;
const mostValues = 500;

/** A key of a label with the values it has, heaviest first. */
interface LabelKey {
  readonly key: string;
  readonly values: readonly string[];
}

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
    select { width: 100%; }
    .row { margin-top: 8px; }
    .quiet { color: var(--text-3); font-size: 12px; }
    @media (max-width: 560px) { .labels { grid-template-columns: 1fr; } }
  `];

  /** Keys with two values or more; undefined until they are known. */
  @state() private keys: readonly LabelKey[] | undefined;
  @state() private key = '';
  @state() private earlier = '';
  @state() private later = '';

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
    const values = keys.find(({key}) => key === this.key)?.values ?? [];
    const choice = (label: string, chosen: string, all: readonly string[], pick: (value: string) => void): TemplateResult => html`
      <label>${label}<select class="field" @change=${(event: Event) => pick(all[(event.target as HTMLSelectElement).selectedIndex]!)}>${all.map((value) => html`<option ?selected=${value === chosen}>${shownName(value, 120) || '""'}</option>`)}</select></label>`;
    return html`
      <section>
        <h3>${dialog.values}</h3>
        <div class="labels">
          ${choice(dialog.key, this.key, keys.map(({key}) => key), (key) => this.#pickKey(key))}
          ${choice(compareTexts.before, this.earlier, values, (value) => (this.earlier = value))}
          ${choice(compareTexts.after, this.later, values, (value) => (this.later = value))}
        </div>
        <div class="row"><button class="btn ${this.page.dialogSubject === '' ? '' : 'primary'}" ?disabled=${this.earlier === this.later} @click=${() => this.#close(() => void compareValues(this.page, this.key, this.earlier, this.later))}>${dialog.compareValues}</button></div>
      </section>`;
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
    const [earlier = '', later = ''] = this.keys?.find((its) => its.key === key)?.values ?? [];
    Object.assign(this, {key, earlier, later});
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

function keysOf({model: {tags, numeric}}: Answer<'labels'>): LabelKey[] {
  const numbers = new Set(numeric.map(({key}) => key));
  return tags.keys.flatMap((key, at) => {
    const values = tags.values.slice(tags.start[at]!, tags.start[at + 1]!);
    return key === '' || values.length < 2 || numbers.has(at) ? [] : [{key, values: values.slice(0, mostValues)}];
  });
}
