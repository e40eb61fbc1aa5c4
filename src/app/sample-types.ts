import {css, html, LitElement, nothing} from 'lit';
import {customElement, property} from 'lit/decorators.js';
import type {ProfileInfo} from '../bridge/engine.js';
import {amount} from '../views/parts/amount.js';
import '../views/parts/menu-button.js';
import {RefineEvent} from '../views/profile-view.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {sampleIndexOf, sampleTypeOrder, sampleTypeRow} from './sample-type.js';
import {texts} from './texts.js';

const mostSegments = 4;

/** What is counted: a segment a type with its total, or a menu where there are many. */
@customElement('sample-types')
export class SampleTypes extends LitElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: flex; min-width: 0; }
    .segments { overflow-x: auto; scrollbar-width: none; }
    small { font-variant-numeric: tabular-nums; }
    @media print { .segments { border: 0; } .segments [aria-checked="false"], .gap { display: none; } }
  `];

  @property({attribute: false}) declare profile: Pick<ProfileInfo, 'sampleTypes' | 'defaultSampleType'>;
  @property() sampleIndex = '';

  override render() {
    const {profile} = this;
    const {sampleTypes} = profile;
    const chosen = sampleTypeRow(profile, this.sampleIndex);
    const order = sampleTypeOrder(profile);
    if (sampleTypes.length > mostSegments) {
      const {type, total, unit} = sampleTypes[chosen]!;
      return html`
        <menu-button label=${texts.header.sampleTypeMenu(type, amount(total, unit))} .items=${order.map((row) => ({
          label: sampleTypes[row]!.type, hint: amount(sampleTypes[row]!.total, sampleTypes[row]!.unit), checked: row === chosen, run: () => this.#choose(row),
        }))}>${type} <small>${amount(total, unit)}</small> ▾</menu-button>`;
    }
    return html`
      <div class="segments" role="radiogroup" aria-label=${texts.header.sampleType} @keydown=${this.#onKey}>
        ${order.map((row, i) => {
          const {type, total, unit} = sampleTypes[row]!;
          const known = texts.sampleTypes.get(type);
          const value = `${amount(total, unit)}${known?.unit ? ` ${known.unit}` : ''}`;
          const before = sampleTypes[order[i - 1] ?? -1]?.type;
          return html`${before?.startsWith('inuse_') === true && type.startsWith('alloc_') ? html`<span class="gap" aria-hidden="true"></span>` : nothing}
            <button role="radio" aria-checked=${row === chosen ? 'true' : 'false'} tabindex=${row === chosen ? 0 : -1} title="${type}/${unit}" data-row=${row}
                @click=${() => this.#choose(row)}>${known?.label ?? type} <small>${value}</small></button>`;
        })}
      </div>`;
  }

  #choose(row: number): void {
    this.dispatchEvent(new RefineEvent({sampleIndex: sampleIndexOf(this.profile, row)}));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const direction = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const order = sampleTypeOrder(this.profile);
    const next = order[(order.indexOf(sampleTypeRow(this.profile, this.sampleIndex)) + direction + order.length) % order.length]!;
    this.#choose(next);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus());
  };
}
