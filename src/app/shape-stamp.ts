import {css, html, LitElement, svg} from 'lit';
import {customElement, property} from 'lit/decorators.js';
import {roleTokens} from '../views/parts/palette.js';
import {cssProps} from '../views/parts/css-props.js';
import type {KeptProfile} from '../bridge/engine.js';

const width = 92;
const height = 26;
const pitch = 5;

/** A flame graph as a stamp of 92 × 26 px: people know their profiles by its shape. */
@customElement('shape-stamp')
export class ShapeStamp extends LitElement {
  static override styles = css`
    :host { display: block; width: 92px; height: 26px; border-radius: 3px; overflow: hidden; background: var(--panel-2); }
    svg { display: block; }
    rect { fill: var(--fill); forced-color-adjust: none; }
  `;

  @property({attribute: false}) stamp: KeptProfile['stamp'] = [];

  override render() {
    // The root is as wide as the stamp and says nothing.
    const boxes = this.stamp.filter(([depth = 0]) => depth > 0 && depth <= 5);
    return html`<svg viewBox="0 0 ${width} ${height}" width=${width} height=${height} aria-hidden="true">
      ${boxes.map(([depth = 0, start = 0, share = 0, role = 0]) => svg`
        <rect x=${start * width} y=${(depth - 1) * pitch + 1} width=${Math.max(0.5, share * width - 0.6)} height="4" rx="1"
            ${cssProps({'--fill': `var(${roleTokens[role] ?? '--runtime'})`})}></rect>`)}
    </svg>`;
  }
}
