import {css, html, LitElement, nothing} from 'lit';
import {customElement, property} from 'lit/decorators.js';
import {shownName, shownText} from '../base/shown-name.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {cssProps} from '../views/parts/css-props.js';
import {texts} from './texts.js';

/** A state of the page in words: what happened, why, and one thing to do about it. */
@customElement('state-card')
export class StateCard extends LitElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: block; }
    .card {
      display: grid; grid-template-columns: 1fr auto; gap: 4px 20px; align-items: center; padding: 16px 18px;
      background: var(--panel); border: 1px solid var(--line); border-radius: 10px;
    }
    :host([floating]) .card { box-shadow: var(--shadow); border-color: var(--line-strong); }
    h2 { font-size: 15px; font-weight: 600; overflow-wrap: anywhere; }
    p { color: var(--text-2); overflow-wrap: anywhere; max-width: 80ch; }
    .words { display: flex; flex-direction: column; gap: 4px; min-width: 0; }
    .acts { display: flex; gap: 8px; align-items: center; }
    .bar { margin-top: 6px; height: 6px; }
    .bar.unknown > i { width: 30%; animation: along 1.4s linear infinite; }
    @keyframes along { from { transform: translateX(-100%); } to { transform: translateX(340%); } }
    pre {
      margin: 6px 0 0; padding: 9px 11px; font: 11.5px/1.55 var(--mono); background: var(--bg); border: 1px solid var(--line); border-radius: 6px;
      overflow: auto; max-height: 220px; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2; user-select: text;
    }
    details { font-size: 12px; color: var(--text-3); margin-top: 2px; }
    summary { cursor: pointer; width: fit-content; min-height: 24px; display: list-item; line-height: 24px; }
    details .row { display: flex; gap: 8px; align-items: start; }
    details pre { margin: 0; flex: 1; }
    @media (max-width: 760px) {
      .card { grid-template-columns: 1fr; gap: 12px; }
      .acts { flex-wrap: wrap; }
    }
  `];

  @property() heading = '';
  @property() text = '';
  /** Shown as it stands, to be copied. */
  @property() code = '';
  @property() details = '';
  /** 0 to 1; -1 for unknown, undefined for no bar. */
  @property({attribute: false}) share: number | undefined;
  @property({attribute: false}) copy: ((text: string) => void) | undefined;

  override render() {
    const {heading, text, code, details, share} = this;
    return html`
      <div class="card">
        <div class="words">
          <h2><bdi>${shownName(heading)}</bdi></h2>
          ${text === '' ? nothing : html`<p>${shownText(text)}</p>`}
          <slot name="text"></slot>
          ${share === undefined ? nothing : html`
            <span class="bar ${share < 0 ? 'unknown' : ''}" role="progressbar" aria-label=${heading} aria-valuemin="0" aria-valuemax="100"
                aria-valuenow=${share < 0 ? nothing : Math.round(share * 100)}><i ${cssProps({'--share': `${Math.max(0, share) * 100}%`})}></i></span>`}
          ${code === '' ? nothing : html`<pre tabindex="0" role="region" aria-label=${heading}>${code}</pre>`}
          ${details === '' ? nothing : html`
            <details>
              <summary>${texts.states.details}</summary>
              <div class="row"><pre>${shownText(details, 10_000)}</pre><button class="btn" @click=${() => this.copy?.(details)}>${texts.states.copyDetails}</button></div>
            </details>`}
        </div>
        <div class="acts"><slot></slot></div>
      </div>`;
  }
}
