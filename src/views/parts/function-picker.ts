import {css, html, LitElement, nothing} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';
import {shownName} from '../../base/shown-name.js';
import {Role} from '../../config/role.js';
import {cssProps} from './css-props.js';
import {roleTokens} from './palette.js';
import {baseStyles, controlStyles} from './styles.js';

/** A function was picked from the list. */
export class PickFunctionEvent extends Event {
  static readonly type = 'pick-function';

  constructor(readonly name: string) {
    super(PickFunctionEvent.type);
  }
}

/** What can be picked, in the order in which it is offered. */
export interface Pickable {
  readonly names: readonly string[];
  readonly roles: ArrayLike<number>;
  /** Rows of `names`, heaviest first. */
  readonly order: ArrayLike<number>;
}

const mostShown = 40;

/** A field that finds a function by a part of its name. */
@customElement('function-picker')
export class FunctionPicker extends LitElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: block; position: relative; min-width: 0; }
    input { width: 100%; }
    ul { position: absolute; z-index: 5; inset: calc(100% + 3px) 0 auto; min-width: min(420px, 90vw); max-height: min(340px, 50vh); overflow: auto; padding: 4px; background: var(--panel); border: 1px solid var(--line-strong); border-radius: 8px; box-shadow: var(--shadow); font-size: 12px; }
    li { display: flex; align-items: center; gap: 8px; min-height: var(--small); padding: 2px 8px; border-radius: 5px; cursor: pointer; }
    li bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    li.own bdi { font-weight: 650; }
    li[aria-selected="true"], li:hover { background: var(--accent-bg); color: var(--accent-text); }
    p { padding: 6px 8px; color: var(--text-3); }
    @media (forced-colors: active) { li[aria-selected="true"] { outline: 2px solid Highlight; } }
  `];

  @property() label = '';
  @property() value = '';
  @property({attribute: false}) declare pickable: Pickable | undefined;
  @state() private typed: string | undefined;
  @state() private active = 0;
  /** Whether Enter was pressed before there was anything to pick. */
  #entered = false;

  protected override updated(): void {
    if (!this.#entered || this.pickable === undefined) return;
    this.#entered = false;
    const [first] = this.typed === undefined ? [] : this.#rows();
    if (first !== undefined) this.#pick(first);
  }

  override render() {
    const open = this.typed !== undefined;
    const rows = open ? this.#rows() : [];
    const {pickable} = this;
    return html`
      <input class="field" type="text" role="combobox" aria-label=${this.label} placeholder=${this.label} aria-expanded=${open ? 'true' : 'false'} aria-controls="list" aria-autocomplete="list"
          aria-activedescendant=${open && rows.length > 0 ? `item-${this.active}` : nothing} spellcheck="false" autocomplete="off" autocapitalize="off" .value=${this.typed ?? shownName(this.value)}
          @focus=${this.#open} @input=${this.#onType} @keydown=${this.#onKey} @blur=${() => (this.typed = undefined)}>
      <ul id="list" role="listbox" aria-label=${this.label} ?hidden=${!open} @pointerdown=${(event: Event) => event.preventDefault()}>
        ${rows.map((row, i) => html`
          <li id="item-${i}" role="option" class=${pickable!.roles[row] === Role.yourCode ? 'own' : ''} aria-selected=${i === this.active ? 'true' : 'false'} @click=${() => this.#pick(row)}>
            <span class="swatch" ${cssProps({'--fill': `var(${roleTokens[pickable!.roles[row]!]!})`})}></span><bdi>${shownName(pickable!.names[row]!)}</bdi></li>`)}
        ${open && rows.length === 0 && pickable !== undefined ? html`<li role="option" aria-selected="false" aria-disabled="true">No function has this in its name.</li>` : nothing}
      </ul>`;
  }

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  #rows(): number[] {
    const {pickable} = this;
    if (pickable === undefined) return [];
    const wanted = (this.typed ?? '').trim().toLowerCase();
    const rows: number[] = [];
    for (let at = 0; at < pickable.order.length && rows.length < mostShown; at++) {
      const row = pickable.order[at]!;
      if (pickable.names[row]!.toLowerCase().includes(wanted)) rows.push(row);
    }
    return rows;
  }

  readonly #open = (event: Event): void => {
    this.typed = '';
    this.active = 0;
    (event.target as HTMLInputElement).select();
    this.dispatchEvent(new Event('open'));
  };

  readonly #onType = (event: Event): void => {
    this.typed = (event.target as HTMLInputElement).value;
    this.#entered = false;
    this.active = 0;
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (this.typed === undefined && event.key === 'ArrowDown') this.typed = '';
    const rows = this.typed === undefined ? [] : this.#rows();
    switch (event.key) {
      case 'ArrowDown': this.active = Math.min(rows.length - 1, this.active + 1); break;
      case 'ArrowUp': this.active = Math.max(0, this.active - 1); break;
      case 'Enter':
        if (rows[this.active] !== undefined) this.#pick(rows[this.active]!);
        this.#entered = this.pickable === undefined;
        break;
      case 'Escape':
        if (this.typed === undefined) return;
        this.typed = undefined;
        break;
      default: return;
    }
    event.preventDefault();
    event.stopPropagation();
    void this.updateComplete.then(() => this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({block: 'nearest'}));
  };

  #pick(row: number): void {
    this.typed = undefined;
    this.renderRoot.querySelector('input')!.blur();
    this.dispatchEvent(new PickFunctionEvent(this.pickable!.names[row]!));
  }
}
