import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import type {Answer} from '../bridge/engine.js';
import {amount} from '../views/parts/amount.js';
import {changeShare, changeText, limitText, wayOf} from '../views/parts/change.js';
import '../views/parts/menu-button.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {ProfileView} from '../views/profile-view.js';
import {ReportController} from '../views/report-controller.js';
import './changes-panel.js';
import {compareAgain} from './compare-actions.js';
import {comparisonItems} from './compare-menu.js';
import {compareTexts} from './compare-texts.js';
import './compare-title.js';
import {comparisonWarnings} from './comparison.js';
import {PageElement} from './page-element.js';
import {sampleTypeRow} from './sample-type.js';
import './scale-switch.js';
import {texts} from './texts.js';

// What the page of a comparison has and that of a profile has not; it is loaded with the first comparison.

/** The buttons of the header for a comparison. */
@customElement('compare-tools')
export class CompareTools extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: flex; gap: 12px; }
    @media (max-width: 1100px) { .swap { display: none; } }
    @media (max-width: 760px) { menu-button::part(button) { min-width: 44px; min-height: 44px; padding: 0; justify-content: center; } .long { display: none; } }
    @media (min-width: 761px) { .short { display: none; } }
  `];

  override render() {
    const {page} = this;
    const comparison = page.profile?.comparison;
    if (comparison === undefined) return nothing;
    return html`
      <button class="btn swap" title=${compareTexts.swapLong} aria-label=${compareTexts.swapLong} @click=${() => compareAgain(page, {swap: true})}>${compareTexts.swap} ⇄</button>
      <menu-button label=${compareTexts.mode(compareTexts.modes[comparison.kind].label)} .items=${comparisonItems(page)}><span class="long">${compareTexts.modes[comparison.kind].label} ▾</span><span class="short">⇄</span></menu-button>`;
  }
}

/** What the filters left of both sides: `Before 6.57 s After 5.34 s ▼ −1.23 s (−18.7 %)`. */
@customElement('compare-total')
export class CompareTotal extends ProfileView {
  static override styles = [baseStyles, css`
    :host { display: flex; gap: 10px; }
    b { font-weight: 600; color: var(--text); font-variant-numeric: tabular-nums; }
    .fell { color: var(--less-ink); }
    .rose { color: var(--more-ink); }
  `];

  readonly #changes = new ReportController(this, 'changes');

  override render() {
    const answer = this.#changes.answer?.model.comparison;
    if (answer === undefined) return nothing;
    const {of: {before, after, noise}, unit} = answer;
    const share = changeShare(before, after);
    return html`
      <span>${compareTexts.before} <b>${amount(before, unit)}</b></span> <span>${compareTexts.after} <b>${amount(after, unit)}</b></span>
      <b class=${wayOf(noise, before, after)} title=${compareTexts.side.limit(limitText(noise, before, after, unit))}>${changeText(before, after, unit)}${share === '' || before === after ? '' : ` (${share})`}</b>`;
  }
}

/** What has to be known of two profiles before they are read as one picture. */
@customElement('compare-warnings')
export class CompareWarnings extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    .strip { display: flex; align-items: center; gap: 12px; flex-wrap: wrap; padding: 5px 14px; font-size: 12px; background: color-mix(in srgb, var(--warn) 12%, var(--panel)); border-bottom: 1px solid var(--line); }
    .strip span { flex: 1; min-width: 200px; overflow-wrap: anywhere; }
    .strip .btn { min-height: max(26px, calc(var(--target) - 8px)); }
  `];

  @state() private off: ReadonlySet<string> = new Set();

  override render() {
    const {page} = this;
    const {profile, state: {config}} = page;
    if (profile?.comparison === undefined) return nothing;
    const {type = ''} = profile.sampleTypes[sampleTypeRow(profile, config.sampleIndex)] ?? {};
    const {warnings} = compareTexts;
    return comparisonWarnings(profile.comparison, config, type).filter(({id}) => !this.off.has(id + profile.id)).map(({id, text, mends}) => html`
      <div class="strip" role="status">
        <span>${shownName(text, 600)}</span>
        ${mends === undefined ? nothing : html`<button class="btn" @click=${() => mends === 'share' ? page.refine({normalize: true}) : compareAgain(page, {by: 'base'})}>${mends === 'share' ? warnings.useShare : warnings.useBase}</button>`}
        <button class="btn ghost" @click=${() => (this.off = new Set([...this.off, id + profile.id]))}>${texts.states.dismiss}</button>
      </div>`);
  }
}

/** The three numbers of the selected function, each before and after. */
@customElement('compare-sides')
export class CompareSides extends PageElement {
  static override styles = [baseStyles, css`
    table { margin-top: 11px; width: 100%; border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
    th, td { text-align: end; padding: 3px 0 3px 8px; white-space: nowrap; font-weight: 400; color: var(--text-2); }
    tbody th { text-align: start; padding-inline-start: 0; }
    .d { font-weight: 600; color: var(--text); }
    small { font-weight: 400; color: var(--text-3); }
    .fell { color: var(--less-ink); }
    .rose { color: var(--more-ink); }
  `];

  @property({attribute: false}) detail: Answer<'detail'>['model'] | undefined;

  override render(): TemplateResult | typeof nothing {
    const {detail} = this;
    if (detail?.sides === undefined) return nothing;
    const {unit, sides: {before, after, of: {noise}}} = detail;
    const {side} = compareTexts;
    const measures = (['cum', 'flat', 'drives'] as const).filter((measure) => before[measure] !== -1 || after[measure] !== -1);
    return html`
      <table>
        <thead><tr><td></td><th scope="col">${side.totalBefore}</th><th scope="col">${side.totalAfter}</th><th scope="col">${side.change}</th></tr></thead>
        <tbody>${measures.map((measure) => {
          const [a, b] = [Math.max(0, before[measure]), Math.max(0, after[measure])];
          const way = wayOf(noise, a, b);
          return html`<tr><th scope="row">${side.measures[measure]}</th><td>${amount(a, unit)}</td><td>${amount(b, unit)}</td>
            <td class="d ${way}" title=${side.limit(limitText(noise, a, b, unit))}>${changeText(a, b, unit)}${way !== '' || a === b ? nothing : html` <small>${side.noise}</small>`}</td></tr>`;
        })}</tbody>
      </table>`;
  }
}
