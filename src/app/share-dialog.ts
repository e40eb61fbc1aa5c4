import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import type {SharedProfile, ShareWish} from '../bridge/engine.js';
import {fileSize} from '../views/parts/amount.js';
import {baseStyles, controlStyles, surfaceStyles} from '../views/parts/styles.js';
import {baseOf} from './export-file.js';
import {filtersIn} from './filters.js';
import {PageElement} from './page-element.js';
import {saveAs} from './save-as.js';
import {sharedFile} from './share-file.js';
import {sharedScript} from './share-script.js';
import {shareTexts} from './share-texts.js';
import {texts} from './texts.js';
import {keep, readKept} from './theme.js';

const wishKey = 'icicle.share';

/** What a person is likely to want: the names tell where the time went, and all else is nobody's business. */
const firstWish: ShareWish = {
  redaction: {names: 'keep', paths: 'base', labels: 'values', builds: true, comments: true},
  onlyShown: false,
  embed: true,
};

/** Texts of a group that are listed. */
const mostListed = 60;

type Group = keyof SharedProfile['remains'];

/** Asks what a report that is given away may say, and shows all that it would. */
@customElement('share-dialog')
export class ShareDialog extends PageElement {
  static override styles = [baseStyles, controlStyles, surfaceStyles, css`
    form { display: flex; flex-direction: column; gap: 12px; }
    label { display: flex; flex-direction: column; gap: 4px; font-size: 12px; color: var(--text-2); }
    label.line { flex-direction: row; align-items: center; gap: 8px; min-height: 26px; }
    fieldset { border: 0; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px 12px; }
    legend { padding: 0; font-size: 11px; color: var(--text-3); margin-bottom: 6px; }
    fieldset .line { min-height: 0; }
    .row { position: sticky; bottom: 0; padding: 10px 0 2px; background: var(--panel); }
    select, .field { width: 100%; }
    .sums { display: flex; flex-direction: column; gap: 2px; font-size: 12px; color: var(--text-2); min-height: 2.9em; }
    h3 { font-size: 13px; font-weight: 600; }
    .preview { border: 1px solid var(--line); border-radius: 6px; background: var(--bg); height: 170px; overflow: auto; padding: 8px 10px; }
    .preview h4 { font-size: 11px; font-weight: 600; color: var(--text-3); }
    .preview ul { margin: 2px 0 10px; }
    .preview li { font: 11.5px/1.5 var(--mono); overflow-wrap: anywhere; user-select: text; }
    .preview .rest { font: 11.5px var(--sans); color: var(--text-3); }
    .wrong { color: var(--bad); overflow-wrap: anywhere; }
    @media (max-width: 560px) { fieldset { grid-template-columns: minmax(0, 1fr); } .row { position: static; } }
  `];

  @state() private wish: ShareWish = readWish();
  @state() private search = '';
  @state() private shared: SharedProfile | undefined;
  @state() private file: Blob | undefined;
  @state() private wrong = '';
  #title = '';
  #asked: ShareWish | undefined;

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed as never);
    const {profile} = this.page;
    if (profile === undefined || this.#title !== '') return;
    const kind = texts.kinds[profile.kind];
    this.#title = profile.comparison === undefined ? shareTexts.titleOf(kind) : shareTexts.comparedTitle(kind);
  }

  override render() {
    const {page, wish, shared, file} = this;
    const {profile, state: {config}} = page;
    if (profile === undefined) return nothing;
    const {redaction} = wish;
    const replaced = shared === undefined ? 0 : Object.values(shared.replaced).reduce((sum, count) => sum + count, 0);
    const check = (name: string, checked: boolean, change: (on: boolean) => ShareWish): TemplateResult => html`
      <label class="line"><input type="checkbox" .checked=${checked} @change=${(event: Event) => this.#ask(change((event.target as HTMLInputElement).checked))}> ${name}</label>`;
    return html`
      <dialog aria-labelledby="title" @close=${this.#closed}>
        <div class="inside">
          <h2 id="title">${shareTexts.title}</h2>
          <p>${shareTexts.text}</p>
          <form @submit=${this.#save}>
            <label>${shareTexts.name}<input class="field" .value=${this.#title} maxlength="200" autocomplete="off" @change=${this.#retitled}></label>
            <fieldset>
              <legend>${shareTexts.replace}</legend>
              ${this.#choice(shareTexts.names, shareTexts.nameRules, redaction.names, (names) => ({...wish, redaction: {...redaction, names}}))}
              ${this.#choice(shareTexts.paths, shareTexts.pathRules, redaction.paths, (paths) => ({...wish, redaction: {...redaction, paths}}))}
              ${this.#choice(shareTexts.labels, shareTexts.labelRules, redaction.labels, (labels) => ({...wish, redaction: {...redaction, labels}}))}
              ${check(shareTexts.builds, redaction.builds, (builds) => ({...wish, redaction: {...redaction, builds}}))}
              ${check(shareTexts.comments, redaction.comments, (comments) => ({...wish, redaction: {...redaction, comments}}))}
              ${profile.sampleTypes.length < 2 ? nothing : check(shareTexts.onlyShown, wish.onlyShown, (onlyShown) => ({...wish, onlyShown}))}
            </fieldset>
            ${check(shareTexts.embed, wish.embed, (embed) => ({...wish, embed}))}
            <div class="sums" role="status">
              ${this.wrong !== '' ? html`<span class="wrong">${this.wrong}</span>` : shared === undefined || file === undefined ? html`<span>${shareTexts.preparing}</span>` : html`
                <span>${shareTexts.replaced(replaced)}</span>
                ${filtersIn(config).length === 0 ? nothing : html`<span>${shareTexts.filtered}</span>`}
                <span>${shareTexts.size(fileSize(file.size))}</span>`}
            </div>
            ${shared === undefined ? nothing : this.#remains(shared)}
            <div class="row">
              <button type="button" class="btn" @click=${this.#close}>${shareTexts.cancel}</button>
              <button class="btn primary" ?disabled=${file === undefined}>${shareTexts.save}</button>
            </div>
          </form>
        </div>
      </dialog>`;
  }

  protected override firstUpdated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    dialog?.style.setProperty('--width', '680px');
    dialog?.showModal();
    this.#ask(this.wish);
  }

  #choice<Rule extends string>(name: string, rules: readonly (readonly [Rule, string])[], chosen: Rule, change: (rule: Rule) => ShareWish): TemplateResult {
    return html`
      <label>${name}
        <select class="field" @change=${(event: Event) => this.#ask(change((event.target as HTMLSelectElement).value as Rule))}>
          ${rules.map(([rule, said]) => html`<option value=${rule} ?selected=${rule === chosen}>${said}</option>`)}
        </select>
      </label>`;
  }

  /** All that the file would say, but for numbers: a person reads it before it leaves. */
  #remains({remains}: SharedProfile): TemplateResult {
    const wanted = this.search.toLowerCase();
    return html`
      <h3>${shareTexts.remains}</h3>
      <input class="field" type="search" placeholder=${shareTexts.search} aria-label=${shareTexts.search} .value=${this.search} autocomplete="off" spellcheck="false"
        @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && event.preventDefault()} @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}>
      <div class="preview" tabindex="0" role="region" aria-label=${shareTexts.remains}>
        ${(Object.keys(shareTexts.groups) as Group[]).map((group) => {
          const found = wanted === '' ? remains[group] : remains[group].filter((text) => text.toLowerCase().includes(wanted));
          return html`
            <h4>${shareTexts.groups[group](found.length)}</h4>
            <ul>${found.slice(0, mostListed).map((text) => html`<li><bdi>${shownName(text)}</bdi></li>`)}${found.length <= mostListed ? nothing : html`<li class="rest">${shareTexts.more(found.length - mostListed)}</li>`}</ul>`;
        })}
      </div>`;
  }

  /** Has the report made anew; only the last wish counts. */
  async #make(wish: ShareWish): Promise<void> {
    const {engine, profile, state: {config}} = this.page;
    if (profile === undefined) return;
    try {
      const shared = await engine.share(profile.id, config, wish);
      if (this.#asked !== wish) return;
      this.shared = shared;
      this.#write(shared);
    } catch (reason) {
      if (this.#asked === wish) this.wrong = (reason as Error).message;
    }
  }

  #ask(wish: ShareWish): void {
    this.wish = wish;
    this.#asked = wish;
    this.wrong = '';
    this.file = undefined;
    keep(wishKey, JSON.stringify(wish));
    void this.#make(wish);
  }

  #write(shared: SharedProfile): void {
    this.file = sharedFile(shared, this.#title, `${baseOf(this.#title)}.pb.gz`, sharedScript);
  }

  readonly #retitled = (event: Event): void => {
    this.#title = (event.target as HTMLInputElement).value.trim() || this.#title;
    if (this.shared !== undefined) this.#write(this.shared);
  };

  readonly #save = (event: SubmitEvent): void => {
    event.preventDefault();
    if (this.file === undefined) return;
    const name = `${baseOf(this.#title)}.html`;
    saveAs(this.file, name);
    this.#close();
    this.page.say(shareTexts.saved(name));
  };

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();

  readonly #closed = (): void => {
    if (this.page.dialog === 'share') this.page.showDialog(undefined);
  };
}

/** What was wished the last time; each rule by itself, so that a new one has its first value. */
function readWish(): ShareWish {
  try {
    const {redaction, ...wish} = JSON.parse(readKept(wishKey) || '{}') as Partial<ShareWish>;
    const read = {...firstWish, ...wish, redaction: {...firstWish.redaction, ...redaction}};
    const isRule = (rules: readonly (readonly [string, string])[], rule: unknown): boolean => rules.some(([known]) => known === rule);
    const {names, paths, labels} = read.redaction;
    return isRule(shareTexts.nameRules, names) && isRule(shareTexts.pathRules, paths) && isRule(shareTexts.labelRules, labels) ? read : firstWish;
  } catch {
    return firstWish;
  }
}
