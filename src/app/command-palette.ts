import {css, html, nothing, type PropertyValues} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {repeat} from 'lit/directives/repeat.js';
import {shownName} from '../base/shown-name.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {commandsOf, type Command} from './commands.js';
import {ranked} from './fuzzy.js';
import {PageElement} from './page-element.js';
import {paletteTexts} from './palette-texts.js';

/** Says which command was picked; whoever shows the palette closes it and runs the command then. */
export class CommandEvent extends Event {
  static readonly type = 'command-picked';

  constructor(readonly command: Command) {
    super(CommandEvent.type, {bubbles: true, composed: true});
  }
}

/** A box to type in and every command that answers to it, by the combobox pattern of the ARIA guide. */
@customElement('command-palette')
export class CommandPalette extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: flex; flex-direction: column; min-height: 0; }
    input { width: 100%; min-height: 46px; padding: 0 16px; border: 0; border-bottom: 1px solid var(--line-strong); background: none; font-size: 15px; }
    input:focus-visible { outline-offset: -3px; }
    [role=listbox] { height: min(420px, 60dvh); overflow: auto; padding: 6px; overscroll-behavior: contain; }
    [role=option] { display: grid; grid-template-columns: 92px minmax(0, 1fr) auto; gap: 10px; align-items: center; min-height: max(32px, var(--target)); padding: 0 10px; border-radius: 6px; cursor: pointer; }
    [role=option] > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    [role=option] small { color: var(--text-2); font-size: 11.5px; }
    [role=option] .hint { max-width: 240px; }
    [role=option][aria-selected="true"] { background: var(--accent-bg); color: var(--accent-text); }
    [role=option][aria-selected="true"] small { color: inherit; }
    p { padding: 18px; color: var(--text-2); }
    @media (max-width: 560px) { [role=option] { grid-template-columns: 74px minmax(0, 1fr); } [role=option] .hint { display: none; } }
    @media (forced-colors: active) { [role=option][aria-selected="true"] { outline: 2px solid Highlight; outline-offset: -2px; } }
  `];

  @state() private typed = '';
  @state() private at = 0;
  #commands: readonly Command[] = [];
  #found: readonly Command[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    // What can be done is asked once: the page stands still behind an open palette.
    this.#commands = commandsOf(this.page);
  }

  override render() {
    const palette = paletteTexts;
    this.#found = ranked(this.typed, this.#commands, ({title, group}) => `${title} ${palette.groups[group]}`);
    const found = this.#found;
    return html`
      <input role="combobox" aria-expanded="true" aria-controls="list" aria-autocomplete="list" aria-activedescendant=${found.length === 0 ? nothing : `c${this.at}`}
        aria-label=${palette.search} placeholder=${palette.search} spellcheck="false" autocapitalize="off" autocomplete="off"
        .value=${this.typed} @input=${this.#onInput} @keydown=${this.#onKey}>
      <span class="seen-by-readers" role="status">${palette.found(found.length)}</span>
      <div id="list" role="listbox" aria-label=${palette.results} tabindex="-1" @click=${this.#onClick}>
        ${repeat(found, (command) => command, ({title, group, hint}, i) => html`
          <div role="option" id="c${i}" data-at=${i} aria-selected=${i === this.at ? 'true' : 'false'}>
            <small>${palette.groups[group]}</small><bdi>${shownName(title)}</bdi>${hint ? html`<small class="hint">${shownName(hint)}</small>` : nothing}
          </div>`)}
      </div>
      ${found.length === 0 ? html`<p>${palette.nothing}</p>` : nothing}`;
  }

  override firstUpdated(): void {
    // The dialog was opened before there was anything in it to focus.
    this.focus();
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('at' as PropertyKey) || changed.has('typed' as PropertyKey)) this.renderRoot.querySelector(`#c${this.at}`)?.scrollIntoView({block: 'nearest'});
  }

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  readonly #onInput = (event: Event): void => {
    this.typed = (event.target as HTMLInputElement).value;
    this.at = 0;
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const count = this.#found.length;
    const next = {ArrowDown: this.at + 1, ArrowUp: this.at - 1, PageDown: Math.min(count - 1, this.at + 10), PageUp: Math.max(0, this.at - 10)}[event.key];
    if (next !== undefined && count > 0) {
      event.preventDefault();
      this.at = (next + count) % count;
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#pick(this.at);
    }
  };

  readonly #onClick = (event: Event): void => {
    const option = (event.target as HTMLElement).closest<HTMLElement>('[role=option]');
    if (option !== null) this.#pick(Number(option.dataset.at));
  };

  #pick(at: number): void {
    const command = this.#found[at];
    if (command !== undefined) this.dispatchEvent(new CommandEvent(command));
  }
}
