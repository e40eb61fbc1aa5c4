import {html, LitElement, css} from 'lit';
import {customElement, property} from 'lit/decorators.js';
import type {Config} from '../../config/config.js';
import {RefineEvent} from '../profile-view.js';
import './menu-button.js';
import type {MenuItem} from './menu-button.js';
import {baseStyles, controlStyles} from './styles.js';

const colours: readonly (readonly [Config['flameColour'], string, string])[] = [
  ['', 'Colour by whose code', ''],
  ['package', 'Colour by package', ''],
  ['self', 'Colour by self share', ''],
];

/** How a flame graph is read and coloured: the options of that view alone. */
@customElement('flame-options')
export class FlameOptions extends LitElement {
  static override styles = [baseStyles, controlStyles, css`:host { display: inline-flex; flex: none; }`];

  @property({attribute: false}) declare config: Config;

  override render() {
    const {sandwich, bottomUp, foldRecursion, flameColour} = this.config;
    const items: MenuItem[] = [];
    if (sandwich === '') {
      items.push(
        {label: 'Top down', hint: 'from callers to callees', checked: !bottomUp, run: () => this.#turn({bottomUp: false})},
        {label: 'Bottom up', hint: 'from self time to callers', checked: bottomUp, run: () => this.#turn({bottomUp: true})},
        {kind: 'line'},
      );
    }
    items.push(
      {label: 'Each recursive call', checked: !foldRecursion, run: () => this.#turn({foldRecursion: false})},
      {label: 'Fold recursion', hint: 'into the first call', checked: foldRecursion, run: () => this.#turn({foldRecursion: true})},
      {kind: 'line'},
      ...colours.map(([flameColour_, label, hint]): MenuItem => ({label, hint, checked: flameColour === flameColour_, run: () => this.#refine({flameColour: flameColour_})})),
    );
    const name = sandwich !== '' ? 'Sandwich' : bottomUp ? 'Bottom up' : 'Top down';
    return html`<menu-button look="btn ghost" .items=${items}>${name} ▾</menu-button>`;
  }

  /** A zoom names a path, which is no path of stacks that are read in another way. */
  #turn(change: Partial<Config>): void {
    this.#refine({...change, zoom: '', pivot: ''});
  }

  #refine(change: Partial<Config>): void {
    this.dispatchEvent(new RefineEvent(change));
  }
}
