import {css, html, LitElement, nothing} from 'lit';
import {customElement, property} from 'lit/decorators.js';
import {shownName} from '../../base/shown-name.js';
import type {FrameAction} from './frame-actions.js';
import {baseStyles} from './styles.js';

/** Whose menu it is, as its first line says. */
export interface FrameMenuSubject {
  readonly name: string;
  /** `1.68 s · 25.6 %` */
  readonly value: string;
}

/** Where the menu opens, in pixels of the window: beside a point, or below what it belongs to. */
export interface FrameMenuAnchor {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

let open: FrameMenu | undefined;

/**
 * Opens the menu of a function, and closes the one that is open. The promise is kept
 * when it closes; the keyboard is back where it was by then.
 */
export function openFrameMenu(anchor: FrameMenuAnchor, subject: FrameMenuSubject, actions: readonly FrameAction[]): Promise<void> {
  open?.close();
  const menu = new FrameMenu();
  menu.anchor = anchor;
  menu.subject = subject;
  menu.actions = actions;
  open = menu;
  return menu.show();
}

/** On a narrow screen the menu is a sheet at the lower edge. */
const narrow = '(max-width: 600px)';

@customElement('frame-menu')
export class FrameMenu extends LitElement {
  static override styles = [baseStyles, css`
    :host {
      box-sizing: border-box; position: fixed; inset: auto; margin: 0; padding: 5px; border: 1px solid var(--line-strong); border-radius: 8px;
      width: 292px; max-width: calc(100vw - 16px); max-height: calc(100vh - 16px); overflow: auto; overscroll-behavior: contain;
      background: var(--panel); color: var(--text); box-shadow: var(--shadow); font-size: 12px;
    }
    header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 10px; padding: 6px 8px 8px; border-bottom: 1px solid var(--line); margin-bottom: 4px; }
    header b { font-weight: 600; overflow-wrap: anywhere; max-height: 4.4em; overflow: hidden; }
    header span { margin-left: auto; color: var(--text-3); font-size: 11px; white-space: nowrap; font-variant-numeric: tabular-nums; }
    button {
      display: grid; grid-template-columns: 1fr auto; align-items: center; gap: 0 9px; width: 100%; min-height: var(--small);
      padding: 4px 8px; border-radius: 5px;
    }
    button:focus-visible, button:hover, button:focus { background: var(--accent-bg); color: var(--accent-text); outline: none; }
    em { font-style: normal; }
    /* Under the hand or the keyboard a line says what it comes to; the room is kept, so that lines do not jump. */
    button:hover em.what, button:focus em.what { display: none; }
    button:hover em.cost, button:focus em.cost { display: inline; }
    em.cost { display: none; }
    kbd { grid-row: 1; grid-column: 2; font: 500 10.5px var(--mono); padding: 1px 5px; border: 1px solid var(--line-strong); border-bottom-width: 2px; border-radius: 4px; color: var(--text-3); background: var(--panel); }
    hr { border: 0; border-top: 1px solid var(--line); margin: 4px 0; }
    :host(.sheet) {
      inset: auto 0 0 0; width: 100%; max-width: none; border-radius: 14px 14px 0 0; border-width: 1px 0 0; padding: 8px 10px calc(10px + env(safe-area-inset-bottom));
      font-size: 14px; max-height: 80dvh;
    }
    :host(.sheet) button { min-height: 48px; }
    :host(.sheet) kbd { display: none; }
    :host(.sheet) em.cost { display: block; font-size: 12px; color: var(--text-3); }
    :host(.sheet) em.cost span { display: none; }
    :host(.sheet) em.what { display: inline !important; }
    :host::backdrop { background: transparent; }
    :host(.sheet)::backdrop { background: rgb(0 0 0 / 40%); }
    @media (forced-colors: active) { button:focus, button:hover { outline: 2px solid Highlight; } }
  `];

  @property({attribute: false}) declare anchor: FrameMenuAnchor;
  @property({attribute: false}) declare subject: FrameMenuSubject;
  @property({attribute: false}) declare actions: readonly FrameAction[];

  #before: Element | null = null;
  #closed: () => void = () => {};

  async show(): Promise<void> {
    this.#before = focusedElement();
    const closed = new Promise<void>((done) => (this.#closed = done));
    // A popover that closes by itself would take the finger that held the box, when it is lifted, for a tap outside.
    this.setAttribute('popover', 'manual');
    this.setAttribute('role', 'menu');
    this.setAttribute('aria-label', shownName(this.subject.name));
    this.classList.toggle('sheet', matchMedia(narrow).matches);
    // Whatever has the keyboard: the finger that held the box may have given it to what lies below.
    window.addEventListener('keydown', this.#key, true);
    window.addEventListener('pointerdown', this.#outside, true);
    window.addEventListener('resize', this.#away);
    window.addEventListener('blur', this.#away);
    document.body.append(this);
    await this.updateComplete;
    if (!this.isConnected) return closed;
    this.showPopover();
    this.#place();
    this.#items()[0]?.focus();
    return closed;
  }

  /** Closes the menu and gives the keyboard back. */
  close(): void {
    if (open === this) open = undefined;
    window.removeEventListener('keydown', this.#key, true);
    window.removeEventListener('pointerdown', this.#outside, true);
    window.removeEventListener('resize', this.#away);
    window.removeEventListener('blur', this.#away);
    if (!this.isConnected) return;
    this.remove();
    if (this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus({preventScroll: true});
    this.#closed();
  }

  override render() {
    const {subject, actions} = this;
    let group = actions[0]?.group;
    return html`
      <header role="presentation"><b><bdi>${shownName(subject.name)}</bdi></b><span>${subject.value}</span></header>
      ${actions.map((action) => {
        const line = action.group === group ? nothing : html`<hr role="separator">`;
        group = action.group;
        return html`${line}<button role="menuitem" tabindex="-1" aria-keyshortcuts=${action.code} @click=${() => this.#run(action)}>
          <span>${action.title}${action.explanation === undefined ? nothing : html`<em class=${action.cost === undefined ? '' : 'what'}> — ${action.explanation}</em>`}${
            action.cost === undefined ? nothing : html`<em class="cost"><span> — </span>${action.cost}</em>`}</span>
          ${action.key === '' ? nothing : html`<kbd aria-hidden="true">${action.key}</kbd>`}
        </button>`;
      })}`;
  }

  #run(action: FrameAction): void {
    this.close();
    action.run();
  }

  #items(): HTMLButtonElement[] {
    return [...this.renderRoot.querySelectorAll('button')];
  }

  readonly #away = (): void => this.close();

  /** A press outside closes the menu and does nothing else. */
  readonly #outside = (event: PointerEvent): void => {
    if (event.composedPath().includes(this)) return;
    event.stopPropagation();
    const swallow = (click: Event): void => {
      click.stopPropagation();
      click.preventDefault();
    };
    window.addEventListener('click', swallow, {capture: true, once: true});
    setTimeout(() => window.removeEventListener('click', swallow, true), 500);
    this.close();
  };

  readonly #key = (event: KeyboardEvent): void => {
    const items = this.#items();
    const at = items.indexOf(this.shadowRoot?.activeElement as HTMLButtonElement);
    const go = (to: number): void => items.at((to + items.length) % items.length)?.focus();
    switch (event.key) {
      case 'ArrowDown': go(at + 1); break;
      case 'ArrowUp': go(at < 0 ? -1 : at - 1); break;
      case 'Home': go(0); break;
      case 'End': go(-1); break;
      case 'Escape': case 'Tab': this.close(); break;
      case 'Enter': case ' ':
        // The line that has the keyboard is meant, also where Enter is the key of another one.
        if (at >= 0) this.#run(this.actions[at]!);
        break;
      default: {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const action = this.actions.find(({code}) => code === event.key.toLowerCase());
        if (action === undefined) return;
        this.#run(action);
      }
    }
    event.preventDefault();
    event.stopPropagation();
  };

  /** Below and right of the anchor, or above or left of it where the window ends. */
  #place(): void {
    if (this.classList.contains('sheet')) return;
    const {width, height} = this.getBoundingClientRect();
    const {left, top, bottom} = this.anchor;
    const x = Math.max(8, Math.min(left, innerWidth - width - 8));
    const y = bottom + 4 + height <= innerHeight - 8 ? bottom + 4 : Math.max(8, top - 4 - height >= 8 ? top - 4 - height : innerHeight - height - 8);
    this.style.setProperty('left', `${x}px`);
    this.style.setProperty('top', `${y}px`);
  }
}

/** What has the keyboard, through all shadow roots. */
function focusedElement(): Element | null {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}
