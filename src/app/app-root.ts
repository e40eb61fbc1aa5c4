import {html, LitElement} from 'lit';
import {customElement} from 'lit/decorators.js';

@customElement('app-root')
export class AppRoot extends LitElement {
  override render() {
    return html`<main><h1>Drop a profile here</h1></main>`;
  }
}
