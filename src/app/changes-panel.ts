import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import {amount} from '../views/parts/amount.js';
import {changeText, signed} from '../views/parts/change.js';
import {shortNames} from '../views/parts/short-name.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {GoToViewEvent, ProfileView} from '../views/profile-view.js';
import {ReportController} from '../views/report-controller.js';
import {compareFindings, compareTexts} from './compare-texts.js';
import {comparisonMarkdown, isSameLoad, type Changes} from './comparison.js';
import {findingValues} from './finding-text.js';
import type {PageModel} from './page-model.js';
import {rich} from './rich-text.js';
import {sampleTypeRow} from './sample-type.js';
import {sideTexts as texts} from './side-texts.js';

type Change = Changes['changes'][number];
type Found = Changes['findings'][number];

const fewChanges = 8;
const sentences = new Map(compareFindings);

/** What a comparison comes to: the biggest changes, and which of them are more than chance. */
@customElement('changes-panel')
export class ChangesPanel extends ProfileView {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: block; }
    section { padding: 13px 15px; border-bottom: 1px solid var(--line); }
    h3 { font-size: 11px; font-weight: 600; color: var(--text-3); letter-spacing: .02em; margin-bottom: 8px; }
    .changes { display: flex; flex-direction: column; }
    .changes button {
      display: grid; grid-template-columns: minmax(0, 1fr) auto auto minmax(76px, auto); gap: 6px 10px; align-items: center; width: 100%; min-height: max(28px, calc(var(--target) - 8px));
      font-size: 12px; border-top: 1px solid var(--line); font-variant-numeric: tabular-nums;
    }
    .changes li:first-child button { border-top: 0; }
    .changes bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 600; }
    .changes button:hover bdi { text-decoration: underline; text-underline-offset: 2px; }
    .v { color: var(--text-2); white-space: nowrap; text-align: end; }
    .d { font-weight: 600; white-space: nowrap; text-align: end; }
    .d small { font-weight: 400; font-size: inherit; color: var(--text-3); }
    .fell { color: var(--less-ink); }
    .rose { color: var(--more-ink); }
    .finding { display: grid; grid-template-columns: 20px minmax(0, 1fr); gap: 10px; padding: 9px 0; }
    .finding + .finding { border-top: 1px solid var(--line); }
    .n { width: 20px; height: 20px; border-radius: 6px; display: grid; place-items: center; font-weight: 700; font-size: 11px; background: var(--panel-3); color: var(--text-2); }
    .first .n { background: var(--your-code); color: var(--your-code-text); }
    .finding p { font-size: 12.5px; color: var(--text-2); overflow-wrap: anywhere; }
    .finding p b { color: var(--text); font-weight: 600; }
    .quiet { color: var(--text-3); font-size: 12px; }
    .copy { margin-top: 10px; }
  `];

  /** The page, where the panel stands in one. */
  @property({attribute: false}) declare page: PageModel;
  @property({type: Boolean}) onlyFindings = false;
  @state() private all = false;

  readonly #changes = new ReportController(this, 'changes');

  override render() {
    const model = this.#changes.answer?.model;
    const answer = model?.comparison;
    if (model !== undefined && answer === undefined) return html`<section><p class="quiet">${compareTexts.side.none}</p></section>`;
    if (answer === undefined) return html`<section><p class="quiet">${this.#changes.error?.message ?? texts.side.working}</p></section>`;
    return html`${this.onlyFindings ? nothing : this.#list(answer)}${this.#findings(answer)}${this.onlyFindings ? this.#list(answer) : nothing}`;
  }

  #list(answer: Changes): TemplateResult {
    const {side} = compareTexts;
    const {changes, unit} = answer;
    const shown = this.all ? changes : changes.slice(0, fewChanges);
    return html`
      <section>
        <h3>${answer.measure === 'drives' ? side.yours : side.all}</h3>
        ${changes.length === 0 ? html`<p class="quiet">${side.none}</p>` : html`<ul class="changes">${shown.map((change) => this.#change(change, unit))}</ul>`}
        ${shown.length < changes.length ? html`<button class="link" @click=${() => (this.all = true)}>${side.more(changes.length - shown.length)}</button>` : nothing}
        ${this.profile.comparison === undefined ? nothing : html`
          <button class="btn copy" @click=${() => void this.page.copy(comparisonMarkdown(this.profile.comparison!, this.config, answer))}>${side.copy}</button>`}
      </section>`;
  }

  #change({name, before, after, limit, isReal}: Change, unit: string): TemplateResult {
    const {side} = compareTexts;
    return html`
      <li><button title="${shownName(name, 2000)}\n${side.limit(`±${amount(limit, unit)}`)}" @click=${() => this.refine({selected: name}, false)}>
        <bdi>${shortNames(name)[0]!}</bdi><span class="v">${amount(before, unit)}</span><span class="v">${side.to(amount(after, unit))}</span>
        <span class="d ${!isReal ? '' : after < before ? 'fell' : 'rose'}">${isReal ? changeText(before, after, unit) : html`${signed(after - before, unit)} <small>${side.noise}</small>`}</span>
      </button></li>`;
  }

  #findings({findings, unit}: Changes): TemplateResult {
    const {comparison} = this.profile;
    const row = sampleTypeRow(this.profile, this.config.sampleIndex);
    const load: readonly Found[] = comparison !== undefined && isSameLoad(comparison, row) ? [{id: 'diff-load', weight: 10, level: 'note', names: [], numbers: []}] : [];
    const shown = [...findings, ...load].filter(({id}) => sentences.has(id));
    return html`
      <section id="findings" tabindex="-1" aria-labelledby="says">
        <h3 id="says">${compareTexts.side.readFirst}</h3>
        ${shown.map((finding, i) => this.#finding(finding, i, unit))}
        ${shown.length === 0 ? html`<p class="quiet">${compareTexts.side.none}</p>` : nothing}
      </section>`;
  }

  #finding(finding: Found, i: number, unit: string): TemplateResult {
    const {text, link} = sentences.get(finding.id)!;
    const values = findingValues(finding, unit, '');
    const [name] = finding.names;
    return html`
      <div class="finding ${i === 0 ? 'first' : ''}">
        <span class="n" aria-hidden="true">${i + 1}</span>
        <p>${rich(text, values)} ${link === undefined || name === undefined ? nothing : html`<button class="link" @click=${() => this.#show(name)}>${link}</button>`}</p>
      </div>`;
  }

  #show(selected: string): void {
    if (this.page.state.view === 'flamegraph' || this.page.state.view === 'top') this.refine({selected}, false);
    else this.dispatchEvent(new GoToViewEvent('flamegraph', {selected}));
  }
}
