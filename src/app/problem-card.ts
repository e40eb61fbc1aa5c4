import {html, nothing} from 'lit';
import {customElement, property} from 'lit/decorators.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {explainFailure, type FailureAction} from './explain.js';
import {PageElement} from './page-element.js';
import './state-card.js';
import {texts} from './texts.js';

/** A failure in words, with the one thing to do about it. It is loaded with the first failure. */
@customElement('problem-card')
export class ProblemCard extends PageElement {
  static override styles = [baseStyles, controlStyles];

  @property({attribute: false}) reason: unknown;
  /** What was asked, '' for a file. */
  @property() address = '';
  @property({type: Boolean}) dismissable = false;
  /** What trying again means, where it is not to open once more. */
  @property({attribute: false}) again: (() => void) | undefined;

  override render() {
    const {page, address, again} = this;
    const {title, text, code = '', action, details} = explainFailure(this.reason, {origin: location.origin, address});
    return html`
      <state-card heading=${title} text=${text} code=${code} details=${details} .copy=${(said: string) => void page.copy(said)}>
        ${code === '' || action?.kind === 'copy-code' ? nothing : html`<button class="btn" @click=${() => void page.copy(code)}>${texts.states.copyDetails}</button>`}
        ${again !== undefined ? html`<button class="btn primary" @click=${again}>${action?.kind === 'open-again' ? action.label : texts.states.retry}</button>`
          : action === undefined ? nothing : html`<button class="btn" @click=${() => this.#act(action.kind, code)}>${action.label}</button>`}
        ${this.dismissable ? html`<button class="btn ghost" @click=${() => page.dismissProblem()}>${texts.states.dismiss}</button>` : nothing}
      </state-card>`;
  }

  #act(kind: FailureAction, code: string): void {
    const {page, address} = this;
    switch (kind) {
      case 'open-another':
        return page.pickFiles();
      case 'edit-address':
        return page.showDialog('url', address);
      case 'open-anyway':
        return page.retry(true);
      case 'try-again':
      case 'open-again':
        return page.retry();
      case 'manage-library':
        return page.goHome();
      case 'copy-code':
        return void page.copy(code);
      case 'edit':
      case 'undo':
        return page.undoFilters();
    }
  }
}
