import {css, html, LitElement, nothing} from 'lit';
import {customElement, property} from 'lit/decorators.js';
import {Role} from '../../config/role.js';
import {percentNumber} from './amount.js';
import {cssProps} from './css-props.js';
import {roleNames, roleTokens} from './palette.js';
import {baseStyles} from './styles.js';

const order: readonly Role[] = [Role.yourCode, Role.modules, Role.standardLibrary, Role.allocation, Role.gc, Role.runtime];

/** Where there is little room. */
const shortNames = new Map<Role, string>([
  [Role.yourCode, 'Your code'], [Role.modules, 'Modules'], [Role.standardLibrary, 'Std lib'], [Role.allocation, 'Alloc'], [Role.gc, 'GC'], [Role.runtime, 'Runtime'],
]);

/** The wish to see one role alone in full colour, or all again (-1). */
export class PickRoleEvent extends Event {
  static readonly type = 'pick-role';

  constructor(readonly role: number) {
    super(PickRoleEvent.type, {bubbles: true, composed: true});
  }
}

/** Legend and measure in one: what share of the samples each role has. A click shows the boxes of that role alone. */
@customElement('category-bar')
export class CategoryBar extends LitElement {
  static override styles = [baseStyles, css`
    :host { display: block; min-width: 0; }
    .legend { display: flex; align-items: center; gap: 2px; min-height: 32px; padding: 0 6px 0 12px; font-size: 11px; color: var(--text-2); }
    .legend > span { white-space: nowrap; margin-right: 4px; color: var(--text-3); }
    .roles { display: flex; align-items: center; gap: 2px; flex: 0 1 auto; min-width: 0; overflow-x: auto; scrollbar-width: none; }
    .legend > span { flex: none; }
    ::slotted(*) { margin-inline-start: auto; }
    button { display: flex; align-items: center; gap: 5px; min-height: 24px; padding: 0 6px; border-radius: 5px; white-space: nowrap; }
    button:disabled { opacity: 1; }
    button:hover:not(:disabled) { background: var(--panel-3); }
    button:focus-visible { outline-offset: -2px; }
    button[aria-pressed="true"] { background: var(--accent-bg); color: var(--accent-text); }
    button.own { font-weight: 600; color: var(--text); }
    i { flex: none; width: 11px; height: 11px; border-radius: 3px; background: var(--fill); }
    b { font-weight: 600; color: var(--text); font-variant-numeric: tabular-nums; }
    .short { display: none; }
    .bar { display: flex; height: 5px; margin: 0 12px 8px; border-radius: 3px; overflow: hidden; gap: 1px; background: none; }
    .bar i { width: auto; flex: var(--share) 1 0; border-radius: 0; height: 5px; min-width: 0; }
    @container (max-width: 600px) {
      .legend { min-height: 44px; font-size: 12px; padding: 0 4px 0 6px; }
      .legend > span, b, .long, .none:not(.own), .bar { display: none; }
      .short { display: inline; }
      .roles { flex-shrink: 1; }
      .roles button { min-height: 44px; padding: 0 7px; }
      i { width: 12px; height: 12px; }
    }
    @media print { .legend, .roles { flex-wrap: wrap; overflow: visible; } }
    @media (forced-colors: active) { i { forced-color-adjust: none; } button[aria-pressed="true"] { outline: 2px solid Highlight; } }
  `];

  /** By `Role`: sum of |values|. */
  @property({attribute: false}) declare categories: Float64Array;
  /** Of the frames of the graph, as \`rolesIn\` gives them: a role that none has cannot be shown alone. */
  @property({attribute: false}) declare roles: number;
  /** The role that is shown alone, -1 for none. */
  @property({attribute: false}) declare picked: number;

  override render() {
    const {categories} = this;
    let total = 0;
    for (const role of order) total += categories[role] ?? 0;
    return html`
      <div class="legend">
        <span>Self time in</span>
        <div class="roles" role="group" aria-label="Show one kind of code alone">
          ${order.map((role) => {
            const value = categories[role] ?? 0;
            return html`<button ?disabled=${(this.roles & (1 << role)) === 0} class="${role === Role.yourCode ? 'own' : ''} ${value === 0 ? 'none' : ''}" aria-pressed=${String(this.picked === role)}
              title=${roleNames[role]!} @click=${() => this.dispatchEvent(new PickRoleEvent(this.picked === role ? -1 : role))}>
              <i ${cssProps({'--fill': `var(${roleTokens[role]!})`})}></i><span class="long">${roleNames[role]}</span><span class="short">${shortNames.get(role)}</span>
              <b>${value === 0 ? '–' : rough(value, total)}</b>
            </button>`;
          })}
        </div>
        <slot></slot>
      </div>
      <div class="bar" aria-hidden="true">
        ${order.map((role) => (categories[role] ?? 0) === 0 ? nothing : html`
          <i ${cssProps({'--fill': `var(${roleTokens[role]!})`, '--share': String(categories[role]! / total)})}></i>`)}
      </div>`;
  }
}

/** Which roles there are, a bit for each: the same number as long as they are the same. */
export function rolesIn(roles: Uint8Array): number {
  let bits = 0;
  for (let row = 0; row < roles.length; row++) bits |= 1 << roles[row]!;
  return bits;
}

/** Two figures are enough here: `0.9 %`, `32 %`. */
function rough(value: number, total: number): string {
  const share = total === 0 ? 0 : (value / total) * 100;
  return share >= 9.5 ? `${Math.round(share)}\u00a0%` : share >= 0.05 || share === 0 ? `${Math.round(share * 10) / 10}\u00a0%` : `${percentNumber(value, total)}\u00a0%`;
}
