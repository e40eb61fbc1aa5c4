import {css, html, nothing} from 'lit';
import {customElement} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {openSide} from './compare-actions.js';
import {compareTexts} from './compare-texts.js';
import {comparisonLine, namesApart} from './comparison.js';
import {PageElement} from './page-element.js';

/** Signs of both names that there is room for on a wide screen. */
const room = 40;

/** `B compared with A`: each name opens its profile by itself. */
@customElement('compare-title')
export class CompareTitle extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: block; min-width: 0; line-height: 1.25; }
    h1 { display: flex; align-items: center; gap: 6px; font-size: 14px; font-weight: 400; min-width: 0; white-space: nowrap; color: var(--text-2); }
    button { min-width: 24px; min-height: 20px; overflow: hidden; text-overflow: ellipsis; font-weight: 600; color: var(--text); }
    button:hover { text-decoration: underline; text-decoration-color: var(--line-strong); text-underline-offset: 3px; }
    h1 span { flex: none; }
    .badge { background: color-mix(in srgb, var(--more) 26%, transparent); color: var(--text); }
    .line { display: block; font-size: 11px; color: var(--text-3); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    @media (max-width: 760px) {
      h1 { gap: 4px; font-size: 13px; }
      .with { display: none; }
      .short { display: inline; }
    }
    @media (min-width: 761px) { .short { display: none; } }
  `];

  override render() {
    const {page} = this;
    const comparison = page.profile?.comparison;
    if (comparison === undefined) return nothing;
    const {after, before} = comparison;
    const apart = namesApart(after.name, before.name);
    const isLong = after.name.length + before.name.length > room;
    const side = (which: 'after' | 'before', part: string) => {
      const {name} = comparison[which];
      const open = compareTexts.openAlone(shownName(name));
      return html`<button title=${open} aria-label=${open} @click=${() => openSide(page, which)}><bdi class="with">${shownName(isLong ? part : name)}</bdi><bdi class="short">${shownName(part)}</bdi></button>`;
    };
    return html`
      <h1>${side('after', apart[0])}<span class="with">${compareTexts.comparedWith}</span><span class="short" aria-hidden="true">⇄</span>${side('before', apart[1])}<span class="badge">${compareTexts.badge}</span></h1>
      <span class="line">${shownName(comparisonLine(comparison), 400)}</span>`;
  }
}
