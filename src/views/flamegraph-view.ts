import {html} from 'lit';
import {customElement} from 'lit/decorators.js';
import {ProfileView} from './profile-view.js';

@customElement('flamegraph-view')
export class FlamegraphView extends ProfileView {
  override render() {
    return html`<p>flame graph</p>`;
  }
}
