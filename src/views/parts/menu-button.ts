import {css, html, LitElement, nothing} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';
import {shownName} from '../../base/shown-name.js';
import {baseStyles, controlStyles, surfaceStyles} from './styles.js';

export type MenuItem =
  | {readonly kind: 'line'}
  | {
    readonly kind?: 'item';
    readonly label: string;
    /** What stands behind the label, quieter. */
    readonly hint?: string;
    /** Where it is one of a choice: whether it is the chosen one. */
    readonly checked?: boolean;
    run(): void;
  };

/**
 * A button that opens a menu, by the pattern of the ARIA guide: arrows and first
 * letters move, Escape closes and gives the focus back.
 *
 * `label` names the button where its content (the default slot) does not.
 */
@customElement('menu-button')
export class MenuButton extends LitElement {
  static override styles = [baseStyles, controlStyles, surfaceStyles, css`
    :host { display: inline-flex; }
    .menu { position: fixed; inset: auto; margin: 0; color: var(--text); }
    .menu small { margin-inline-start: auto; padding-inline-start: 12px; }
    .mark { width: 12px; flex: none; }
    .btn.badge-like { min-height: 24px; }
  `];

  @property() label = '';
  @property() look = 'btn';
  @property({attribute: false}) items: readonly MenuItem[] = [];
  /** Where the entries are loaded when the menu is asked for: what gives them. */
  @property({attribute: false}) load: (() => Promise<readonly MenuItem[]>) | undefined;
  @state() private isOpen = false;

  override render() {
    return html`
      <button part="button" class=${this.look} aria-haspopup="menu" aria-expanded=${this.isOpen ? 'true' : 'false'}
          aria-label=${this.label || nothing} title=${this.label || nothing} @click=${this.toggle} @keydown=${this.#onButtonKey}><slot></slot></button>
      <div class="menu" role="menu" popover="auto" @toggle=${this.#onToggle} @keydown=${this.#onMenuKey}>
        ${this.items.map((item) => item.kind === 'line' ? html`<hr>` : html`
          <button role=${item.checked === undefined ? 'menuitem' : 'menuitemradio'} aria-checked=${item.checked ?? nothing} tabindex="-1"
              @click=${() => this.#run(item)}>
            ${item.checked === undefined ? nothing : html`<span class="mark" aria-hidden="true">${item.checked ? '✓' : ''}</span>`}
            <span>${shownName(item.label)}</span>${item.hint ? html`<small>${shownName(item.hint)}</small>` : nothing}
          </button>`)}
      </div>`;
  }

  readonly toggle = (): void => {
    if (this.isOpen) this.#menu.hidePopover();
    else void this.show();
  };

  async show(): Promise<void> {
    if (this.load !== undefined) {
      this.items = await this.load();
      await this.updateComplete;
    }
    const menu = this.#menu;
    // It may have been asked for twice while its entries came.
    if (menu.matches(':popover-open')) return;
    menu.showPopover();
    const button = this.renderRoot.querySelector('button')!.getBoundingClientRect();
    const {width, height} = menu.getBoundingClientRect();
    const left = Math.max(8, Math.min(button.left, innerWidth - width - 8));
    const below = button.bottom + 4;
    const top = below + height > innerHeight - 8 ? Math.max(8, button.top - height - 4) : below;
    menu.style.setProperty('left', `${left}px`);
    menu.style.setProperty('top', `${top}px`);
    this.#entries[0]?.focus();
  }

  get #menu(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.menu')!;
  }

  get #entries(): HTMLElement[] {
    return [...this.#menu.querySelectorAll<HTMLElement>('button')];
  }

  #run(item: Extract<MenuItem, {run(): void}>): void {
    this.#menu.hidePopover();
    this.renderRoot.querySelector('button')!.focus();
    item.run();
  }

  readonly #onToggle = (event: ToggleEvent): void => {
    this.isOpen = event.newState === 'open';
  };

  readonly #onButtonKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    void this.show().then(() => {
      if (event.key === 'ArrowUp') this.#entries.at(-1)?.focus();
    });
  };

  readonly #onMenuKey = (event: KeyboardEvent): void => {
    const entries = this.#entries;
    const at = entries.indexOf(this.shadowRoot!.activeElement as HTMLElement);
    let next: HTMLElement | undefined;
    if (event.key === 'ArrowDown') next = entries[(at + 1) % entries.length];
    else if (event.key === 'ArrowUp') next = entries[(at + entries.length - 1) % entries.length];
    else if (event.key === 'Home') next = entries[0];
    else if (event.key === 'End') next = entries.at(-1);
    else if (event.key === 'Escape' || event.key === 'Tab') {
      this.#menu.hidePopover();
      this.renderRoot.querySelector('button')!.focus();
      if (event.key === 'Escape') event.preventDefault();
      event.stopPropagation();
      return;
    } else if (event.key.length === 1 && /\S/.test(event.key)) {
      const letter = event.key.toLowerCase();
      next = [...entries.slice(at + 1), ...entries].find((entry) => entry.textContent!.trim().toLowerCase().startsWith(letter));
    }
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  };
}
