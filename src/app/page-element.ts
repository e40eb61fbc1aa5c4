import {LitElement, type PropertyValues} from 'lit';
import {property} from 'lit/decorators.js';
import type {PageModel} from './page-model.js';

/** An element that shows a part of the page and draws itself anew at each change of the model. */
export abstract class PageElement extends LitElement {
  @property({attribute: false}) declare page: PageModel;
  #watched: PageModel | undefined;
  readonly #redraw = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watched?.removeEventListener('change', this.#redraw);
    this.#watched = undefined;
  }

  protected override willUpdate(_changed: PropertyValues): void {
    this.#watch();
  }

  #watch(): void {
    // An update may still be under way when the element has gone; it would watch, and draw, for ever.
    if (!this.isConnected || this.#watched === this.page) return;
    this.#watched?.removeEventListener('change', this.#redraw);
    this.#watched = this.page;
    this.#watched?.addEventListener('change', this.#redraw);
  }
}
