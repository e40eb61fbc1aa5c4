import {css, html, LitElement, nothing} from 'lit';
import {customElement, property} from 'lit/decorators.js';
import {shownName} from '../../base/shown-name.js';
import {Role} from '../../config/role.js';
import {amount, boxesText, percent} from './amount.js';
import {changeShare, changeText} from './change.js';
import {placeText, type BoxFacts} from './box-facts.js';
import {cssProps} from './css-props.js';
import {roleNames, roleTokens} from './palette.js';
import {baseStyles} from './styles.js';

@customElement('frame-tooltip')
export class FrameTooltip extends LitElement {
  static override styles = [baseStyles, css`
    :host(:not(:popover-open)) { display: none; }
    :host {
      box-sizing: border-box; position: fixed; inset: auto; margin: 0; overflow: visible; color: var(--text); width: 330px; max-width: calc(100vw - 16px); padding: 11px 13px; font-size: 12px;
      background: var(--panel); border: 1px solid var(--line-strong); border-radius: 8px; box-shadow: var(--shadow);
    }
    h2 { font: 600 13px/1.35 var(--sans); overflow-wrap: anywhere; max-height: 5.4em; overflow: hidden; }
    .place { font: 11px var(--mono); color: var(--text-3); overflow-wrap: anywhere; }
    .role { display: flex; align-items: center; gap: 6px; margin-top: 5px; font-size: 11px; color: var(--text-2); }
    .role i { width: 9px; height: 9px; border-radius: 3px; background: var(--fill); flex: none; }
    .role bdi { overflow-wrap: anywhere; }
    dl { display: grid; grid-template-columns: auto 1fr auto; gap: 3px 12px; margin-top: 8px; font-variant-numeric: tabular-nums; }
    dt { color: var(--text-3); }
    dd { text-align: right; grid-column: 2; }
    dd + dd { grid-column: 3; min-width: 52px; color: var(--text-2); }
    p { margin-top: 7px; font-size: 11px; color: var(--text-3); }
    @media (forced-colors: active) { .role i { forced-color-adjust: none; } }
  `];

  @property({attribute: false}) declare facts: BoxFacts | undefined;

  override render() {
    const {facts} = this;
    if (facts === undefined) return nothing;
    const place = placeText(facts.file, facts.line);
    return html`
      <h2><bdi>${shownName(facts.name)}</bdi></h2>
      ${place === '' ? nothing : html`<p class="place"><bdi>${shownName(place)}</bdi></p>`}
      ${facts.role === Role.root ? nothing : html`
        <div class="role"><i ${cssProps({'--fill': `var(${roleTokens[facts.role]!})`})}></i>
          <span>${roleNames[facts.role]}${facts.package === '' ? nothing : html` · <bdi>${shownName(facts.package, 120)}</bdi>`}${facts.inlined ? ' · inlined' : ''}</span></div>`}
      ${facts.sides === undefined ? this.#numbers(facts) : this.#sides(facts, facts.sides)}
      ${facts.places > 1 ? html`<p>In ${boxesText(facts.places)} places of this graph</p>` : nothing}`;
  }

  #sides({unit}: BoxFacts, {before, after, limit, isReal}: NonNullable<BoxFacts['sides']>) {
    return html`
      <dl>
        <dt>Before</dt><dd>${amount(before, unit)}</dd><dd></dd>
        <dt>After</dt><dd>${amount(after, unit)}</dd><dd></dd>
        <dt>Change</dt><dd>${changeText(before, after, unit)}</dd><dd>${changeShare(before, after)}</dd>
      </dl>
      <p>${isReal ? `Past what chance makes (±${amount(limit, unit)})` : `Within noise (±${amount(limit, unit)})`}</p>`;
  }

  #numbers(facts: BoxFacts) {
    return html`
      <dl>
        <dt>Total</dt><dd>${amount(facts.cum, facts.unit)}</dd><dd>${percent(facts.cum, facts.total)}</dd>
        <dt>Self</dt><dd>${amount(facts.flat, facts.unit)}</dd><dd>${percent(facts.flat, facts.total)}</dd>
        ${facts.drives === undefined ? nothing : html`<dt title="Its own lines and all that they call, until the next function of yours">Drives</dt><dd>${amount(facts.drives, facts.unit)}</dd><dd>${percent(facts.drives, facts.total)}</dd>`}
        ${facts.callerCum === undefined ? nothing : html`<dt>Of its caller</dt><dd></dd><dd>${percent(facts.cum, facts.callerCum)}</dd>`}
      </dl>`;
  }
}
