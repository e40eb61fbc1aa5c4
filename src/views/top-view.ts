import {html} from 'lit';
import {customElement} from 'lit/decorators.js';
import {ProfileView} from './profile-view.js';

@customElement('top-view')
export class TopView extends ProfileView {
  override render() {
    return html`<p>top</p>`;
  }
}
