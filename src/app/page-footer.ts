import {css, html, nothing} from 'lit';
import {customElement, property} from 'lit/decorators.js';
import {shownText} from '../base/shown-name.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {PageElement} from './page-element.js';
import {texts} from './texts.js';

/** The line at the foot: what left this device, the equal command, the keys. */
@customElement('page-footer')
export class PageFooter extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    footer {
      display: flex; align-items: center; gap: 16px; height: 26px; padding: 0 13px; font-size: 11px; color: var(--text-3);
      background: var(--panel); border-top: 1px solid var(--line); white-space: nowrap;
    }
    .dot { display: inline-block; width: 7px; height: 7px; margin-inline-end: 6px; border-radius: 50%; background: var(--ok); }
    button { min-height: 24px; }
    .plain:hover { color: var(--text); }
    .command { margin-inline-start: auto; min-width: 0; overflow: hidden; text-overflow: ellipsis; font: 11px var(--mono); color: var(--text-2); user-select: all; }
    .keys { margin-inline-start: auto; }
    .command ~ .keys { margin-inline-start: 0; }
    @media print { footer { height: auto; border: 0; white-space: normal; } footer > :not(.command) { display: none; } .command { margin: 0; overflow-wrap: anywhere; } }
  `];

  @property() command = '';

  override render() {
    const {page, command} = this;
    const {requests} = page.collector;
    return html`
      <footer>
        <button class="plain" @click=${() => page.showDialog('check')}>
          <span class="dot" aria-hidden="true"></span>${requests === 0 ? texts.privacy.line(0) : texts.privacy.collected(requests)}
        </button>
        ${page.offline.state === 'ready' || page.offline.state === 'update-waiting' ? html`<span>${texts.privacy.ready}</span>` : nothing}
        ${page.profile === undefined || page.profile.goText === '' ? nothing : html`<span class="keys">${texts.workspace.noCommand[page.profile.goText]}</span>`}
        ${command === '' ? nothing : html`
          <code class="command" title=${shownText(command)}>${shownText(command, 4000)}</code>
          <button class="link" @click=${() => void page.copy(command)}>${texts.workspace.copyCommand}</button>`}
        <button class="plain keys" @click=${() => page.showDialog('keys')}>${texts.workspace.keys} <kbd>?</kbd></button>
      </footer>`;
  }
}
