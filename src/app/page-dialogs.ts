import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import {baseStyles, controlStyles, surfaceStyles} from '../views/parts/styles.js';
import {fileSize} from '../views/parts/amount.js';
import {CommandEvent} from './command-palette.js';
import type {Command} from './commands.js';
import {readAddress} from './address.js';
import {lettersAreOn, setLetters} from './keyboard.js';
import {keyGroups} from './keys.js';
import {PageElement} from './page-element.js';
import type {DialogName} from './page-model.js';
import {libraryTexts} from './library-texts.js';
import {oldestFor} from './library-order.js';
import {profileFacts} from './profile-facts.js';
import {paletteTexts} from './palette-texts.js';
import {dialogTexts as texts} from './dialog-texts.js';

/** The dialogs that collect, share, and ask about several files are elements of their own. */
type PlainDialog = Exclude<DialogName, 'collect' | 'compare' | 'share' | 'together'>;

/** The one dialog that is open, if one is. */
@customElement('page-dialogs')
export class PageDialogs extends PageElement {
  static override styles = [baseStyles, controlStyles, surfaceStyles, css`
    label { display: flex; flex-direction: column; gap: 4px; font-size: 12px; color: var(--text-2); }
    label.line { flex-direction: row; align-items: center; gap: 8px; }
    .field { width: 100%; }
    .address { font: 12.5px var(--mono); }
    .number { max-width: 110px; }
    ol.steps { display: flex; flex-direction: column; gap: 10px; counter-reset: step; }
    ol.steps li { display: grid; grid-template-columns: 24px 1fr; gap: 8px; color: var(--text-2); counter-increment: step; }
    ol.steps li::before {
      content: counter(step); display: grid; place-items: center; width: 20px; height: 20px; border-radius: 6px; background: var(--panel-3); font-weight: 700; font-size: 11px;
    }
    pre { margin: 6px 0 0; padding: 8px 10px; background: var(--bg); border: 1px solid var(--line); border-radius: 6px; font: 11px/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
    .warning { color: var(--warn); overflow-wrap: anywhere; }
    .keys { columns: 2; column-gap: 32px; }
    .keys section { break-inside: avoid; margin-bottom: 14px; }
    .keys h3 { font-size: 11px; font-weight: 600; color: var(--text-3); margin-bottom: 5px; }
    .keys dl > div { display: flex; gap: 10px; justify-content: space-between; padding: 2.5px 0; }
    .keys dd { margin: 0; flex: none; white-space: nowrap; }
    .keys dt { color: var(--text-2); }
    .facts { display: grid; grid-template-columns: auto 1fr; gap: 5px 16px; }
    .facts dt { color: var(--text-3); }
    .facts dd { margin: 0; overflow-wrap: anywhere; user-select: text; }
    small { color: var(--text-3); }
    dialog.palette { margin-top: 10vh; overflow: hidden; }
    @media (max-width: 760px) { dialog.palette { margin: 0; border-radius: 0 0 14px 14px; } }
    @media (max-width: 560px) { .keys { columns: 1; } }
  `];

  #shown: DialogName | undefined;
  #picked: Command | undefined;

  override render() {
    const {dialog} = this.page;
    if (dialog === undefined || dialog === 'collect' || dialog === 'compare' || dialog === 'share' || dialog === 'together') return nothing;
    const labels: Record<PlainDialog, string> = {
      palette: paletteTexts.title, room: libraryTexts.roomTitle, url: this.page.fromLink ? texts.url.fromLink : texts.url.title, check: texts.privacy.dialogTitle, keys: texts.keys.title, about: texts.about.title, rename: texts.library.renameTitle,
    };
    if (dialog === 'palette') {
      return html`<dialog class="palette" aria-label=${labels.palette} @close=${this.#closed} @click=${this.#onBackdrop} @command-picked=${this.#onCommand}><command-palette .page=${this.page}></command-palette></dialog>`;
    }
    return html`
      <dialog aria-labelledby="title" @close=${this.#closed} @click=${this.#onBackdrop}>
        <div class="inside">
          <h2 id="title">${labels[dialog]}</h2>
          ${this.#content(dialog)}
        </div>
      </dialog>`;
  }

  override updated(): void {
    const {dialog} = this.page;
    // The element goes with its dialog, and may be asked to draw once more on its way.
    if (dialog === this.#shown || !this.isConnected) return;
    this.#shown = dialog;
    const element = this.renderRoot.querySelector('dialog');
    if (element !== null && !element.open) {
      element.style.setProperty('--width', dialog === 'keys' ? '720px' : dialog === 'check' || dialog === 'palette' ? '640px' : '520px');
      element.showModal();
    }
  }

  readonly #closed = (): void => {
    this.#shown = undefined;
    const picked = this.#picked;
    this.#picked = undefined;
    // The answer to its question has a dialog of its own, which is open by now.
    if (this.page.dialog !== 'collect') this.page.showDialog(undefined);
    // The focus is back where it was, so that what the command does with it stays.
    picked?.run();
  };

  readonly #onCommand = (event: Event): void => {
    this.#picked = (event as CommandEvent).command;
    this.#close();
  };

  readonly #onBackdrop = (event: MouseEvent): void => {
    if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
  };

  #close = (): void => this.renderRoot.querySelector('dialog')?.close();

  #content(dialog: Exclude<PlainDialog, 'palette'>): TemplateResult {
    switch (dialog) {
      case 'url':
        return this.#url();
      case 'check':
        return this.#check();
      case 'keys':
        return this.#keys();
      case 'about':
        return this.#about();
      case 'rename':
        return this.#rename();
      case 'room':
        return this.#room();
    }
  }

  #url(): TemplateResult {
    const {url} = texts;
    const {dialogSubject, fromLink} = this.page;
    // What leads into the person's own network is more likely a trick than a wish.
    const isDoubtful = fromLink && !isPublic(dialogSubject);
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      const data = new FormData(event.target as HTMLFormElement);
      const address = String(data.get('address') ?? '').trim();
      if (address === '') return;
      this.#close();
      this.page.openAddress(address, Math.max(0, Math.round(Number(data.get('seconds') ?? 0)) || 0));
    };
    return html`
      ${fromLink ? html`<p class="warning">${url.fromLinkText(dialogSubject)}</p>` : html`<p>${url.text}</p>`}
      <form @submit=${submit}>
        <div class="inside-form">
          <label>${url.label}
            <input class="field address" name="address" .value=${dialogSubject} placeholder=${url.hint} autofocus spellcheck="false" autocapitalize="off" autocomplete="off" inputmode="url">
          </label>
          <br>
          <label>${url.seconds}
            <input class="field number" name="seconds" type="number" min="1" max="3600" placeholder="30">
            <small>${url.secondsHint}</small>
          </label>
          <br>
          <div class="row">
            <button type="button" class="btn ${isDoubtful ? 'primary' : ''}" @click=${this.#close}>${url.cancel}</button>
            <button class="btn ${isDoubtful ? '' : 'primary'}">${url.open}</button>
          </div>
        </div>
      </form>`;
  }

  #check(): TemplateResult {
    const policy = document.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]')?.content ?? '';
    const {steps, count, close} = texts.privacy;
    return html`
      <p><b>${count(this.page.collector.requests)}</b></p>
      <ol class="steps">${steps.map((step, i) => html`<li><div>${step}${i === 2 && policy !== '' ? html`<pre>${policy}</pre>` : nothing}</div></li>`)}</ol>
      <div class="row"><button class="btn primary" autofocus @click=${this.#close}>${close}</button></div>`;
  }

  #keys(): TemplateResult {
    const {off, offHelp, close, groups} = texts.keys;
    return html`
      <div class="keys">${keyGroups.map(({name, keys}) => html`
        <section>
          <h3>${groups[name]}</h3>
          <dl>${keys.map(({keys: names, label}) => html`<div><dt>${label}</dt><dd>${names.map((key) => html`<kbd>${key}</kbd> `)}</dd></div>`)}</dl>
        </section>`)}</div>
      <label class="line"><input type="checkbox" .checked=${lettersAreOn()} @change=${(event: Event) => setLetters((event.target as HTMLInputElement).checked)}> ${off}</label>
      <small>${offHelp}</small>
      <div class="row"><button class="btn primary" autofocus @click=${this.#close}>${close}</button></div>`;
  }

  #about(): TemplateResult {
    const {profile, library, state} = this.page;
    if (profile === undefined) return html``;
    const source = library?.find(({id}) => id === profile.id)?.source ?? '';
    const {about} = texts;
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      this.page.refine({yourCode: String(new FormData(event.target as HTMLFormElement).get('own') ?? '').trim()});
      this.#close();
    };
    return html`
      <dl class="facts">${profileFacts(profile, source, fileSize(profile.size)).map(([name, value]) => html`<dt>${name}</dt><dd>${/^https?:\/\//.test(value) && name === about.rows.documentation
        ? html`<a href=${value} target="_blank" rel="noopener noreferrer">${value}</a>` : html`<bdi>${shownName(value, 2000)}</bdi>`}</dd>`)}</dl>
      <form @submit=${submit}>
        <label>${about.rows.yourCode}
          <input class="field address" name="own" .value=${state.config.yourCode} placeholder=${about.guess(profile.yourCode || about.none)} spellcheck="false" autocapitalize="off" autocomplete="off">
          <small>${about.yourCodeHelp}</small>
        </label>
        <br>
        <div class="row"><button type="button" class="btn" @click=${this.#close}>${texts.privacy.close}</button><button class="btn primary">${about.save}</button></div>
      </form>`;
  }

  #rename(): TemplateResult {
    const {page} = this;
    const id = page.dialogSubject;
    const entry = page.library?.find((kept) => kept.id === id);
    const name = entry?.name ?? page.profile?.name ?? '';
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      const data = new FormData(event.target as HTMLFormElement);
      const tags = String(data.get('tags') ?? '').split(',').map((tag) => tag.trim()).filter((tag) => tag !== '');
      void page.rename(id, String(data.get('name') ?? ''), String(data.get('note') ?? ''), [...new Set(tags)]);
      this.#close();
    };
    return html`
      <form @submit=${submit}>
        <label>${texts.library.renameLabel}<input class="field" name="name" .value=${name} autofocus required maxlength="200" autocomplete="off"></label>
        <br>
        <label>${texts.library.note}<input class="field" name="note" .value=${entry?.note ?? ''} maxlength="500" autocomplete="off"></label>
        <br>
        <label>${libraryTexts.tags}<input class="field" name="tags" .value=${(entry?.tags ?? []).join(', ')} maxlength="500" autocomplete="off"></label>
        <br>
        <div class="row"><button type="button" class="btn" @click=${this.#close}>${texts.url.cancel}</button><button class="btn primary">${texts.library.save}</button></div>
      </form>`;
  }

  /** What would be deleted so that the open profile can be kept. Nothing is, without this question. */
  #room(): TemplateResult {
    const {page} = this;
    const {profile, library = []} = page;
    const oldest = oldestFor(library, profile?.size ?? 0, profile?.id ?? '');
    const run = async (): Promise<void> => {
      this.#close();
      const saved = await page.makeRoom(oldest.map(({id}) => id));
      page.say(saved ? libraryTexts.saved : libraryTexts.stillFull);
    };
    if (oldest.length === 0) return html`<p>${libraryTexts.roomNone}</p><div class="row"><button class="btn primary" autofocus @click=${this.#close}>${texts.privacy.close}</button></div>`;
    return html`
      <p>${libraryTexts.roomText}</p>
      <ul>${oldest.map(({name, size}) => html`<li><bdi>${shownName(name)}</bdi> <small>${fileSize(size)}</small></li>`)}</ul>
      <div class="row">
        <button class="btn primary" autofocus @click=${this.#close}>${texts.url.cancel}</button>
        <button class="btn" @click=${() => void run()}>${libraryTexts.roomAction(oldest.length, fileSize(oldest.reduce((sum, {size}) => sum + size, 0)))}</button>
      </div>`;
  }
}

function isPublic(address: string): boolean {
  try {
    return readAddress(address, location.protocol === 'https:').space === 'public';
  } catch {
    return false;
  }
}
