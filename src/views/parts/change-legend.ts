import {css, html, LitElement, nothing} from 'lit';
import {customElement, property} from 'lit/decorators.js';
import type {Noise} from '../../measurement/noise.js';
import {amount} from './amount.js';
import {baseStyles} from './styles.js';

/** What the colours and widths of a comparison say, and what counts as a change. */
@customElement('change-legend')
export class ChangeLegend extends LitElement {
  static override styles = [baseStyles, css`
    :host { display: flex; min-width: 0; flex: 1; }
    p { display: flex; align-items: center; gap: 10px 14px; min-height: 32px; min-width: 0; padding-inline-start: 12px; font-size: 11px; color: var(--text-2); overflow: hidden; white-space: nowrap; }
    b { font-weight: 600; color: var(--text); }
    i { flex: none; display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin-inline-end: 5px; vertical-align: -1px; background: var(--neutral); }
    .ramp { width: 125px; margin: 0; background: linear-gradient(90deg in oklab, var(--less), var(--neutral), var(--more)); }
    ::slotted(*) { margin-inline-start: auto; }
    @container (max-width: 900px) { .width { display: none; } }
    @container (max-width: 600px) {
      p { flex-wrap: wrap; gap: 0 10px; padding-block: 4px; white-space: normal; }
      .ramp { width: 60px; }
      .long { display: none; }
    }
    @media (forced-colors: active) { i { forced-color-adjust: none; } }
  `];

  @property({attribute: false}) declare noise: Noise;
  @property() unit = '';
  /** Whether boxes are as wide as what they stand for. */
  @property({type: Boolean}) widths = false;

  override render() {
    const {noise} = this;
    return html`
      <p>
        <b>▼ Less<span class="long"> than before</span></b><i class="ramp" aria-hidden="true"></i><b>▲ More<span class="long"> than before</span></b>
        ${noise.kind === 'samples'
          ? html`<span title="Smaller than 2·√(samples before + samples after)"><i aria-hidden="true"></i>Within sampling noise</span>`
          : html`<span title="These values are scaled up by what recorded them, so chance cannot be counted: a change of less than 1 % of the total is grey"><i aria-hidden="true"></i>Changed by less than 1 % of the total (${amount(noise.limit, this.unit)})</span>`}
        ${this.widths ? html`<span class="width">Width = larger of the two</span>` : nothing}
      </p><slot></slot>`;
  }
}
