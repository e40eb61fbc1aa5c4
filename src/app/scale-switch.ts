import {css, html, nothing} from 'lit';
import {customElement} from 'lit/decorators.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {compareTexts} from './compare-texts.js';
import {PageElement} from './page-element.js';
import {sampleTypeRow} from './sample-type.js';

/** Whether a comparison is of amounts or of shares of the total. */
@customElement('scale-switch')
export class ScaleSwitch extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: flex; align-items: center; }
    .segments { margin-block: auto; }
  `];

  override render() {
    const {page} = this;
    const {profile, state: {config}} = page;
    if (profile?.comparison === undefined) return nothing;
    const {scale} = compareTexts;
    const {unit = ''} = profile.sampleTypes[sampleTypeRow(profile, config.sampleIndex)] ?? {};
    const amount = /second/.test(unit) ? scale.time : scale.absolute;
    const button = (normalize: boolean, {label, help}: {readonly label: string; readonly help: string}) => html`
      <button aria-pressed=${config.normalize === normalize ? 'true' : 'false'} title=${help} @click=${() => config.normalize === normalize ? undefined : page.refine({normalize})}>${label}</button>`;
    return html`<div class="segments" role="group" aria-label=${scale.label}>${button(false, amount)}${button(true, scale.share)}</div>`;
  }
}
