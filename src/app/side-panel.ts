import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import {Role} from '../config/role.js';
import {amount, countText, percent} from '../views/parts/amount.js';
import {cssProps} from '../views/parts/css-props.js';
import {filterActions} from '../views/parts/frame-actions.js';
import '../views/parts/menu-button.js';
import {roleNames, roleTokens} from '../views/parts/palette.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {GoToViewEvent, ProfileView} from '../views/profile-view.js';
import {ReportController} from '../views/report-controller.js';
import {views} from '../views/views.js';
import {spaceOf} from './address.js';
import {findingValues} from './finding-text.js';
import {explanationOf} from './glossary.js';
import './hot-lines.js';
import type {PageModel} from './page-model.js';
import {rich} from './rich-text.js';
import {sampleTypeRow} from './sample-type.js';
import {sideTexts as texts} from './side-texts.js';

type Detail = NonNullable<ReportController<'detail'>['answer']>['model'];
type Neighbour = Detail['callers'][number];
type Found = NonNullable<ReportController<'findings'>['answer']>['model']['findings'][number];

const fewNeighbours = 6;
/** Views that show where the selected function stands. */
const functionViews = new Set(['flamegraph', 'top', 'graph', 'peek']);
/** Characters of a name that are shown before all of them are asked for. */
const longName = 400;

/** What the selected function costs and who is around it; without one, what the profile says. */
@customElement('side-panel')
export class SidePanel extends ProfileView {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: block; overflow: auto; background: var(--panel); overscroll-behavior: contain; }
    section { padding: 13px 15px; border-bottom: 1px solid var(--line); }
    .top { display: flex; align-items: center; gap: 6px; margin-bottom: 8px; }
    h3 { font-size: 11px; font-weight: 600; color: var(--text-3); letter-spacing: .02em; }
    .top button { margin-inline-start: auto; min-width: 24px; min-height: 24px; color: var(--text-3); text-align: center; border-radius: 4px; }
    .top button:hover { color: var(--text); background: var(--panel-3); }
    h2 { font-size: 16px; line-height: 1.25; font-weight: 600; overflow-wrap: anywhere; }
    .place { margin-top: 3px; font: 11.5px var(--mono); color: var(--text-2); overflow-wrap: anywhere; }
    .role { display: flex; align-items: center; gap: 6px; margin-top: 5px; font-size: 12px; color: var(--text-2); }
    .bars { display: grid; grid-template-columns: 46px 1fr auto auto; gap: 6px 10px; align-items: center; margin-top: 11px; font-size: 12px; }
    .bars span, .bars b { white-space: nowrap; font-variant-numeric: tabular-nums; text-align: end; }
    .bars .k { color: var(--text-2); text-align: start; }
    .bars b { font-weight: 600; }
    .acts { display: flex; gap: 6px; margin-top: 12px; flex-wrap: wrap; }
    .acts .btn, .acts menu-button::part(button) { min-height: var(--small); padding-inline: 9px; }
    .near, .labels { display: flex; flex-direction: column; }
    .near button, .labels li { display: grid; grid-template-columns: 58px minmax(0, 1fr) auto; gap: 8px; align-items: center; width: 100%; min-height: var(--small); font-size: 12px; border-radius: 4px; }
    .near button:hover bdi { text-decoration: underline; text-underline-offset: 2px; }
    .near .bar, .labels .bar { height: 6px; border-radius: 3px; }
    .near bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .near .v, .labels .v { color: var(--text-2); font-variant-numeric: tabular-nums; }
    .near .own { font-weight: 600; }
    .labels code { font-size: 11.5px; color: var(--text-2); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .finding { position: relative; display: grid; grid-template-columns: 20px minmax(0, 1fr); gap: 10px; padding: 9px 0; }
    .finding + .finding { border-top: 1px solid var(--line); }
    .finding .n { width: 20px; height: 20px; border-radius: 6px; display: grid; place-items: center; font-weight: 700; font-size: 11px; background: var(--panel-3); color: var(--text-2); }
    .finding.first .n { background: var(--your-code); color: var(--your-code-text); }
    .finding.serious .n { background: var(--bad); color: var(--bg); }
    .finding.warning .n { background: var(--warn); color: var(--bg); }
    .finding p { font-size: 12.5px; color: var(--text-2); overflow-wrap: anywhere; }
    .finding p b { color: var(--text); font-weight: 600; }
    .finding .x { position: absolute; inset: 6px -6px auto auto; min-width: 24px; height: 24px; color: var(--text-2); background: var(--panel); text-align: center; border-radius: 4px; opacity: 0; }
    .finding .x:hover { background: var(--panel-3); }
    .finding:hover .x, .finding:focus-within .x { opacity: 1; }
    .says p { color: var(--text-2); }
    .says p b { color: var(--text); }
    .quiet { color: var(--text-3); font-size: 12px; }
    .known summary { cursor: pointer; min-height: 24px; }
    .known summary h3 { display: inline; }
    .known p { margin-top: 4px; }
    .known dl { margin-top: 6px; display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 10px; font-size: 12px; color: var(--text-2); }
    .known dt { font-weight: 600; color: var(--text); }
    @media (hover: none) {
      .finding { padding-inline-end: 36px; }
      .finding .x { opacity: 1; inset: 0 -10px auto auto; min-width: 44px; height: 44px; background: none; }
    }
    @media print { :host { overflow: visible; } .acts, .x, .top button, .link { display: none; } section, .finding { break-inside: avoid; } }
    @media (max-width: 760px) {
      .selected .top, .selected .role { display: none; }
      .selected { padding-top: 2px; }
      .acts .btn { flex: 1; }
      .acts menu-button { flex: 1; }
      .acts menu-button::part(button) { flex: 1; }
    }
  `];

  /** The page, where the panel stands in one. */
  @property({attribute: false}) declare page: PageModel;
  /** Whether the findings were asked for, on a screen that has room for little else. */
  @property({type: Boolean}) onlyFindings = false;
  @state() private more: 'callers' | 'calls' | undefined;
  @state() private whole = false;
  @state() private dismissed: ReadonlySet<string> = new Set();

  readonly #detail = new ReportController(this, 'detail', {uses: ['selected'], ask: (config) => config.selected === '' ? undefined : config});
  readonly #findings = new ReportController(this, 'findings', {ask: (config) => this.#isDiff ? undefined : config});
  #about = '';

  protected override willUpdate(): void {
    const about = `${this.profile.id} ${this.config.selected}`;
    if (about !== this.#about) {
      this.more = undefined;
      this.whole = false;
    }
    this.#about = about;
  }

  override render() {
    return html`
      ${this.onlyFindings ? nothing : this.config.selected !== '' ? this.#selected() : this.#isDiff ? nothing : this.#sampleType()}
      ${this.#isDiff ? html`<changes-panel .page=${this.page} .engine=${this.engine} .profile=${this.profile} .config=${this.config} ?onlyFindings=${this.onlyFindings}></changes-panel>` : this.#says()}`;
  }

  /** Whether two sides are kept apart; what one was taken away from is a profile like any other. */
  get #isDiff(): boolean {
    return this.profile.comparison?.kind === 'diff_base';
  }

  #sampleType(): TemplateResult {
    const {profile, config} = this;
    const type = profile.sampleTypes[sampleTypeRow(profile, config.sampleIndex)];
    const known = type === undefined ? undefined : texts.answers.get(type.type);
    return html`
      <section class="says">
        ${type === undefined ? nothing : html`<div class="top"><h3>${texts.sampleTypeTitle(type.type)}</h3></div>`}
        <p>${known === undefined ? texts.side.tip : rich(known)}</p>
        ${known === undefined ? nothing : html`<p class="quiet">${texts.side.tip}</p>`}
      </section>`;
  }

  #selected(): TemplateResult {
    const detail = this.#detail.answer?.model;
    const {selected} = this.config;
    const {side} = texts;
    const isOld = detail !== undefined && detail.name !== selected && this.#detail.waiting;
    return html`
      <section class="selected" aria-live="polite">
        <div class="top"><h3>${side.selected}</h3><button aria-label=${side.deselect} title=${side.deselect} @click=${() => this.refine({selected: ''}, false)}>✕</button></div>
        ${this.#name(detail === undefined || isOld ? selected : detail.name)}
        ${detail === undefined || isOld
          ? html`<p class="quiet">${this.#detail.error?.message ?? side.working}</p>`
          : detail.found ? this.#numbers(detail) : html`<p class="quiet">${side.notFound(shownName(selected))}</p>`}
      </section>
      ${this.#explanation(detail === undefined || isOld ? selected : detail.name)}
      ${detail === undefined || isOld || !detail.found ? nothing : html`${this.#lines(detail)}${this.#neighbours('calls', side.calls, detail.callees, detail)}${
        this.#neighbours('callers', side.callers, detail.callers, detail)}${this.#labels(detail)}`}`;
  }

  #name(name: string): TemplateResult {
    const isCut = name.length > longName && !this.whole;
    return html`
      <h2><bdi>${shownName(name, isCut ? longName : name.length)}</bdi></h2>
      ${isCut ? html`<button class="link" @click=${() => (this.whole = true)}>${texts.side.wholeName(countText(name.length))}</button>` : nothing}`;
  }

  #explanation(name: string): TemplateResult | typeof nothing {
    const known = explanationOf(name);
    if (known === undefined) return nothing;
    const {glossary} = texts;
    return html`
      <section class="known">
        <details open><summary><h3>${glossary.title}</h3></summary>
          <p>${known.what}</p>
          <dl><dt>${glossary.fault}</dt><dd>${known.fault}</dd><dt>${glossary.tryThis}</dt><dd>${known.tryThis}</dd></dl>
        </details>
      </section>`;
  }

  #numbers(detail: Detail): TemplateResult {
    const {name, file, line, role, total, unit, flat, cum, drives, binary} = detail;
    const {side} = texts;
    const place = file === '' ? binary : line > 0 ? `${file}:${line}` : file;
    const bar = (label: string, help: string, value: number): TemplateResult => html`
      <span class="k" title=${help}>${label}</span>
      <span class="bar" aria-hidden="true"><i ${cssProps({'--share': share(value, total), '--fill': `var(${roleTokens[role]!})`})}></i></span>
      <b>${amount(value, unit)}</b><span>${percent(value, total)}</span>`;
    const actions = filterActions({name, unit, shown: total, through: cum, places: 0}, this.config, (change) => this.refine(change), () => {},
      (view, change) => this.dispatchEvent(new GoToViewEvent(view, change)));
    const act = (code: string): void => actions.find((action) => action.code === code)?.run();
    const {view} = this.page.state;
    const go = (name: string): void => void this.dispatchEvent(new GoToViewEvent(name));
    return html`
      ${place === '' ? nothing : html`<p class="place"><bdi>${shownName(place, 1000)}</bdi></p>`}
      <p class="role"><span class="swatch" ${cssProps({'--fill': `var(${roleTokens[role]!})`})}></span>${roleNames[role]}</p>
      ${detail.sides !== undefined ? html`<compare-sides .detail=${detail}></compare-sides>` : html`<div class="bars">
        ${bar(side.total, side.totalHelp, cum)}
        ${bar(side.self, side.selfHelp, flat)}
        ${drives < 0 ? nothing : bar(side.drives, side.drivesHelp, drives)}
      </div>`}
      <div class="acts">
        ${view === 'source' ? nothing : html`<button class="btn primary" @click=${() => go('source')}>${side.openSource}</button>`}
        <button class="btn" @click=${() => act('f')}>${side.focus}</button>
        <button class="btn" @click=${() => act('w')}>${side.sandwich}</button>
        <menu-button .items=${[
          {label: side.ignore, hint: 'I', run: () => act('i')},
          {label: side.hide, hint: 'H', run: () => act('h')},
          {label: side.showFrom, hint: 'R', run: () => act('r')},
          {kind: 'line' as const},
          ...views.filter(({name}) => name !== view && functionViews.has(name)).map(({name, title}) => ({label: title, run: () => go(name)})),
          {kind: 'line' as const},
          {label: side.copy, hint: 'C', run: () => void this.page.copy(name)},
        ]}>${side.more_} ▾</menu-button>
      </div>`;
  }

  #lines(detail: Detail): TemplateResult | typeof nothing {
    return detail.lines.some(({line}) => line > 0) ? html`<hot-lines .detail=${detail}></hot-lines>` : nothing;
  }

  #neighbours(which: 'callers' | 'calls', title: string, neighbours: readonly Neighbour[], {cum, unit}: Detail): TemplateResult | typeof nothing {
    if (neighbours.length === 0) return nothing;
    const shown = this.more === which ? neighbours : neighbours.slice(0, fewNeighbours);
    return html`
      <section>
        <div class="top"><h3>${title}</h3></div>
        <ul class="near">${shown.map(({name, role, value}) => html`
          <li><button @click=${() => this.refine({selected: name}, false)} title=${shownName(name, 2000)}>
            <span class="bar" aria-hidden="true"><i ${cssProps({'--share': share(value, cum), '--fill': `var(${roleTokens[role]!})`})}></i></span>
            <bdi class=${role === Role.yourCode ? 'own' : ''}>${shownName(name)}</bdi><span class="v">${amount(value, unit)}</span>
          </button></li>`)}</ul>
        ${shown.length < neighbours.length ? html`<button class="link" @click=${() => (this.more = which)}>${texts.side.more(neighbours.length - shown.length)}</button>` : nothing}
      </section>`;
  }

  #labels({labels, cum, unit}: Detail): TemplateResult | typeof nothing {
    if (labels.length === 0) return nothing;
    return html`
      <section>
        <div class="top"><h3>${texts.side.labels}</h3></div>
        <ul class="labels">${labels.map(({key, value, amount: of}) => html`
          <li><span class="bar" aria-hidden="true"><i ${cssProps({'--share': share(of, cum), '--fill': 'var(--runtime)'})}></i></span><code><bdi>${shownName(`${key}: ${value}`)}</bdi></code><span class="v">${amount(of, unit)}</span></li>`)}</ul>
      </section>`;
  }

  #says(): TemplateResult {
    const {side, findings: sentences} = texts;
    const answer = this.#findings.answer?.model;
    const shown = answer?.findings.filter(({id}) => sentences.has(id) && !this.dismissed.has(id)) ?? [];
    const exposed = this.#exposedHost();
    const warnings = [...this.profile.warnings, ...(exposed === '' ? [] : [side.exposed(exposed)])];
    return html`
      <section id="findings" tabindex="-1" aria-labelledby="says">
        <div class="top"><h3 id="says">${side.says}</h3></div>
        ${warnings.map((warning) => html`<div class="finding warning"><span class="n" aria-hidden="true">!</span><p>${shownName(warning, 2000)}</p></div>`)}
        ${shown.map((finding, i) => this.#finding(finding, i, answer!.unit))}
        ${answer === undefined ? html`<p class="quiet">${this.#findings.error === undefined ? side.working : side.nothing}</p>`
          : shown.length === 0 && warnings.length === 0 ? html`<p class="quiet">${side.nothing}</p>` : nothing}
        ${this.dismissed.size > 0 ? html`<button class="link" @click=${() => (this.dismissed = new Set())}>${side.restore}</button>` : nothing}
      </section>`;
  }

  /** The host that the profile came from, where anybody may ask it; '' for none. */
  #exposedHost(): string {
    const source = this.page?.library?.find(({id}) => id === this.profile.id)?.source ?? '';
    if (!/^https?:\/\//.test(source) || !URL.canParse(source)) return '';
    const {hostname, pathname} = new URL(source);
    // A file on a web server says nothing of the program that it was taken from.
    return spaceOf(hostname) === 'public' && pathname.includes('/debug/pprof') ? hostname : '';
  }

  #finding(finding: Found, i: number, unit: string): TemplateResult {
    const {text, text2, link, action} = texts.findings.get(finding.id)!;
    const values = findingValues(finding, unit, ['nanoseconds', 'microseconds', 'milliseconds', 'seconds'].includes(unit) ? 'time' : 'total');
    const isUsable = link !== undefined && action !== undefined && (action !== 'select' || finding.names.length > 0);
    return html`
      <div class="finding ${finding.level} ${i === 0 && finding.level === 'note' ? 'first' : ''}">
        <span class="n" aria-hidden="true">${i + 1}</span>
        <p>${rich(text2 !== undefined && finding.names.length > 1 ? text2 : text, values)}
          ${isUsable ? html`<button class="link" @click=${() => this.#act(action, finding)}>${rich(link, {...values, a: shortName(values.a ?? '')})}</button>` : nothing}</p>
        <button class="x" aria-label=${texts.side.dismiss} title=${texts.side.dismiss} @click=${() => (this.dismissed = new Set([...this.dismissed, finding.id]))}>✕</button>
      </div>`;
  }

  #act(action: string, {names}: Found): void {
    switch (action) {
      case 'select':
        this.refine({selected: names[0] ?? ''}, false);
        break;
      case 'who-allocates':
        this.dispatchEvent(new GoToViewEvent('top', {focus: '^runtime\\.mallocgc$'}));
        break;
      case 'alloc-space':
        this.refine({sampleIndex: 'alloc_space'});
        break;
      case 'collect-allocs':
        this.page.showDialog('url', 'localhost:6060/debug/pprof/allocs');
        break;
    }
  }
}

function share(value: number, of: number): string {
  return `${of === 0 ? 0 : Math.min(100, Math.abs(value / of) * 100)}%`;
}

function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.', name.length - 2) + 1);
}
