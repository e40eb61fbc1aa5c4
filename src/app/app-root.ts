import {css, html, nothing, type LitElement} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {installTokens} from '../views/parts/tokens.js';
import type {DropAreas} from './drop-areas.js';
import {entriesOf, filesOf} from './dropped.js';
import './home-page.js';
import {onKey} from './keyboard.js';
import {LateCollector} from './late-collector.js';
import {offline} from './offline.js';
import {PageElement} from './page-element.js';
import {PageModel} from './page-model.js';
import {texts} from './texts.js';
import {applyTheme} from './theme.js';
import {startEngine} from './threads.js';
import type {WorkSpace} from './work-space.js';

installTokens();
applyTheme();
addEventListener('beforeprint', () => (document.documentElement.dataset.theme = 'light'));
addEventListener('afterprint', () => applyTheme());

/** Milliseconds from the home page to what only the next visit needs. */
const quiet = 1000;

/** The whole page: it takes what is dropped, pasted or picked, and shows the home page or the open profile. */
@customElement('app-root')
export class AppRoot extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: block; height: 100dvh; overflow: hidden; background: var(--bg); }
    .whole { height: 100%; }
    .skip {
      position: absolute; top: -60px; left: 12px; z-index: 30; padding: 8px 14px; border-radius: 6px; background: var(--accent); color: var(--on-accent); font-weight: 600;
    }
    .skip:focus { top: 8px; }
    .over {
      position: fixed; inset: 0; z-index: 40; padding: 18px; background: color-mix(in srgb, var(--bg) 82%, transparent); pointer-events: none; display: grid;
    }
    .over > div {
      display: grid; place-content: center; text-align: center; gap: 6px; border: 3px dashed var(--your-code); border-radius: 18px;
      background: color-mix(in srgb, var(--your-code) 10%, var(--panel));
    }
    .over b { font-size: 28px; font-weight: 650; letter-spacing: -.015em; }
    .over span { color: var(--text-2); font-size: 15px; }
    .messages { position: fixed; inset: auto 0 38px; z-index: 35; display: grid; justify-items: center; gap: 10px; pointer-events: none; padding: 0 12px; }
    .messages > * { pointer-events: auto; }
    .toast {
      display: flex; align-items: center; gap: 14px; max-width: 560px; padding: 9px 10px 9px 16px; border-radius: 8px; background: var(--text); color: var(--bg); box-shadow: var(--shadow);
      overflow-wrap: anywhere;
    }
    .toast:not(:has(button)) { padding-inline-end: 16px; }
    .toast button { min-height: var(--small); padding: 0 10px; border-radius: 5px; font-weight: 600; color: inherit; border: 1px solid currentColor; white-space: nowrap; }
    .toast button:focus-visible { outline-color: var(--bg); outline-offset: -4px; }
    .update { width: min(560px, 100%); }
    @media (max-width: 760px) { .messages { inset: auto 0 calc(64px + env(safe-area-inset-bottom)); } }
    @media print { :host, .whole { height: auto; overflow: visible; } .messages, .skip { display: none; } }
  `];

  @state() private dropping = false;
  @state() private updateLater = false;
  #leaving: number | undefined;
  #shown: Element | undefined;

  constructor() {
    super();
    this.page = new PageModel(startEngine(), new LateCollector(), offline);
    this.page.pickFiles = () => this.renderRoot.querySelector<HTMLInputElement>('input[type=file]')?.click();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', (event) => onKey(event, this.page, this.#space));
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) addEventListener(type, this.#drag);
    addEventListener('paste', this.#paste);
    this.page.start();
    this.#takeLaunched();
  }

  override render() {
    const {page} = this;
    const {update} = texts.states;
    const inSeries = page.state.series !== undefined;
    const atHome = !inSeries && (page.state.view === '' || page.missing !== undefined || page.profile === undefined);
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>${atHome ? texts.drop.title : texts.workspace.skipToView}</a>
      ${atHome || inSeries || page.state.view === 'top' ? nothing : html`<a class="skip" href="#main" @click=${this.#asTable}>${texts.workspace.skipToTable}</a>`}
      <input type="file" multiple hidden aria-label=${texts.drop.open} @change=${this.#picked}>
      <div class="whole">${inSeries ? html`<series-page .page=${page}></series-page>` : atHome ? html`<home-page .page=${page}></home-page>` : html`<work-space .page=${page}></work-space>`}</div>
      ${page.dialog === undefined ? nothing : page.dialog === 'collect' ? html`<collect-dialog .page=${page}></collect-dialog>`
        : page.dialog === 'compare' ? html`<compare-dialog .page=${page}></compare-dialog>`
        : page.dialog === 'share' ? html`<share-dialog .page=${page}></share-dialog>`
        : page.dialog === 'together' ? html`<together-dialog .page=${page}></together-dialog>` : html`<page-dialogs .page=${page}></page-dialogs>`}
      ${!this.dropping ? nothing : page.shownProfile !== undefined ? html`<drop-areas .page=${page}></drop-areas>` : html`<div class="over" aria-hidden="true"><div><b>${texts.drop.release}</b><span>${texts.drop.releaseText}</span></div></div>`}
      <div class="messages">
        ${page.run === undefined || inSeries ? nothing : html`<series-progress floating .page=${page}></series-progress>`}
        ${page.offline.state === 'update-waiting' && !this.updateLater ? html`
          <state-card floating class="update" role="status" heading=${update.title} text=${update.text}>
            <button class="btn" @click=${() => (this.updateLater = true)}>${update.later}</button>
            <button class="btn primary" @click=${() => page.offline.applyUpdate()}>${update.action}</button>
          </state-card>` : nothing}
        <div role="status" aria-live="polite">${page.toast === undefined ? nothing : html`
          <div class="toast"><span>${page.toast.text}</span>${page.toast.action === undefined ? nothing : html`<button @click=${page.toast.action.run}>${page.toast.action.label}</button>`}</div>`}</div>
      </div>`;
  }

  override firstUpdated(): void {
    // Home is painted before the workspace comes, and that before what only the next visit needs.
    requestAnimationFrame(() => setTimeout(() => void import('./work-space.js').then(this.#rehearse).finally(this.#keepOffline)));
  }

  override updated(): void {
    const {profile, state, dialog, opening} = this.page;
    if (opening !== undefined) {
      this.page.offline.holdUp(true);
      this.#goOnSoon();
    }
    const shown = this.renderRoot.querySelector('.whole')!.firstElementChild!;
    // What had the keyboard is gone with the page it stood in.
    const isFree = (): boolean => document.activeElement === document.body;
    if (shown !== this.#shown && this.#shown !== undefined && isFree()) void drawn(shown).then(() => isFree() && focusMain(shown));
    this.#shown = shown;
    if (shown.localName === 'work-space') void import('./work-space.js');
    else if (shown.localName === 'series-page') void import('./series-page.js');
    if (this.page.offline.state === 'update-waiting') void import('./state-card.js');
    // Most visits need none, so they are loaded with the first.
    if (dialog === 'collect') void import('./collect-dialog.js');
    else if (dialog === 'compare') void import('./compare-dialog.js');
    else if (dialog === 'share') void import('./share-dialog.js');
    else if (dialog === 'together') void import('./together-dialog.js');
    else if (dialog !== undefined) void import('./page-dialogs.js');
    document.title = profile === undefined || state.view === '' ? texts.product : `${shownName(profile.name)} · ${texts.product}`;
  }

  /** A first profile is drawn twice as fast by a page that has drawn one. */
  readonly #rehearse = async (): Promise<void> => {
    const {page} = this;
    const isIdle = (): boolean => page.opening === undefined && page.profile === undefined && page.state.view === '' && page.state.series === undefined && document.visibilityState === 'visible';
    if (!isIdle()) return;
    const {rehearse} = await import('./rehearsal.js');
    if (isIdle()) await rehearse(page);
  };

  /** Keeping more than a hundred files takes the processors for a second, so it waits for one in which nothing is opened. */
  readonly #keepOffline = (): void => void setTimeout(() => this.page.opening === undefined ? offline.start() : this.#keepOffline(), quiet);

  #goingOn: number | undefined;

  /** What is kept for the next visit goes on once the profile that is opened has its picture. */
  #goOnSoon(): void {
    clearTimeout(this.#goingOn);
    this.#goingOn = setTimeout(() => this.page.opening === undefined ? this.page.offline.holdUp(false) : this.#goOnSoon(), quiet) as unknown as number;
  }

  get #space(): WorkSpace | null {
    const space = this.renderRoot.querySelector<WorkSpace>('work-space');
    return customElements.get('work-space') === undefined ? null : space;
  }

  readonly #skip = (event: Event): void => {
    event.preventDefault();
    focusMain(this.renderRoot.querySelector('.whole')!.firstElementChild!);
  };

  readonly #asTable = (event: Event): void => {
    event.preventDefault();
    this.page.showView('top');
    this.#skip(event);
  };

  readonly #picked = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const files = [...input.files ?? []];
    // The same file may be picked again.
    input.value = '';
    if (files.length > 0) this.page.openFiles(files);
  };

  readonly #drag = (event: DragEvent): void => {
    const types = event.dataTransfer?.types ?? [];
    if (!types.includes('Files') && !types.includes('text/uri-list')) return;
    event.preventDefault();
    clearTimeout(this.#leaving);
    if (event.type === 'dragleave') {
      // It comes for each element that is left, so the end of dragging is when no other follows.
      this.#leaving = setTimeout(() => (this.dropping = false), 80) as unknown as number;
      return;
    }
    this.dropping = event.type !== 'drop';
    if (this.page.shownProfile !== undefined) void import('./drop-areas.js');
    if (event.type === 'drop' && this.renderRoot.querySelector<DropAreas>('drop-areas')?.take?.(event.dataTransfer!) !== true) this.#take(event.dataTransfer!);
  };

  readonly #paste = (event: ClipboardEvent): void => {
    const target = event.composedPath()[0];
    if (event.clipboardData === null || (target instanceof HTMLElement && target.matches('input, textarea')) || this.page.dialog !== undefined) return;
    if (this.#take(event.clipboardData)) event.preventDefault();
  };

  /** Opens files, or asks about an address; whether there was any. */
  #take(data: DataTransfer): boolean {
    const entries = entriesOf(data);
    if (entries.some(({isDirectory}) => isDirectory)) {
      void filesOf(entries).then((files) => files.length > 0 ? this.page.openFiles(files) : this.page.say(texts.drop.emptyFolder));
      return true;
    }
    const files = [...data.files];
    if (files.length > 0) {
      this.page.openFiles(files);
      return true;
    }
    const text = (data.getData('text/uri-list') || data.getData('text/plain')).trim();
    if (text === '') return false;
    if (text.length < 2000 && !text.includes('\n')) {
      if (!/^(https?:\/\/|[\w.-]+:\d+(\/|$)|go tool pprof )/.test(text)) return false;
      this.page.showDialog('url', text);
    } else {
      // A dump that was copied from a terminal.
      this.page.openBytes('pasted.txt', new TextEncoder().encode(text));
    }
    return true;
  }

  /** Files that the system opens with the installed page, or that another app shared with it. */
  #takeLaunched(): void {
    if (location.hash === '#shared') {
      history.replaceState(null, '', location.pathname);
      void import('./inbox.js').then(({takeInbox}) => takeInbox()).then((files) => this.page.openFiles(files));
    }
    const queue = (window as {launchQueue?: {setConsumer(take: (parameters: {readonly files?: readonly FileSystemFileHandle[]}) => void): void}}).launchQueue;
    queue?.setConsumer(async ({files = []}) => {
      if (files.length > 0) this.page.openFiles(await Promise.all(files.map((handle) => handle.getFile())));
    });
  }
}

function focusMain(page: Element): void {
  page.shadowRoot?.querySelector<HTMLElement>('#main')?.focus();
}

/** Kept when an element of ours is defined, has drawn itself and was laid out: what takes the keyboard before is laid out for that alone. */
async function drawn(element: Element): Promise<void> {
  await customElements.whenDefined(element.localName);
  await (element as LitElement).updateComplete;
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
