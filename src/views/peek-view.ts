import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {quoteRegexp} from '../base/quote-regexp.js';
import {shownName} from '../base/shown-name.js';
import {Role} from '../config/role.js';
import {peekTexts} from './detail-texts.js';
import {amount, countText, percent} from './parts/amount.js';
import {changeText, wayOf} from './parts/change.js';
import {changeStyles, fillOf, wayOfCall} from './parts/change-marks.js';
import {cssProps} from './parts/css-props.js';
import {FoundRows} from './parts/found-rows.js';
import './parts/function-picker.js';
import type {Pickable, PickFunctionEvent} from './parts/function-picker.js';
import {roleNames, roleTokens} from './parts/palette.js';
import {baseStyles, controlStyles} from './parts/styles.js';
import {GoToViewEvent, ProfileView, SearchResultEvent, ViewPaintedEvent} from './profile-view.js';
import {ReportController} from './report-controller.js';
import {viewTexts} from './texts.js';

type Model = NonNullable<ReportController<'peek'>['answer']>['model'];
type Side = 'callers' | 'callees';

const firstShown = 60;
const moreShown = 300;

/** One function between what calls it and what it calls; a click on either moves there. */
@customElement('peek-view')
export class PeekView extends ProfileView {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: flex; flex-direction: column; min-height: 0; background: var(--graph-bg); container-type: inline-size; }
    .tools { display: flex; align-items: center; gap: 12px; padding: 6px 12px; font-size: 12px; color: var(--text-3); border-bottom: 1px solid var(--line); flex-wrap: wrap; }
    function-picker { flex: 0 1 340px; }
    .columns { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(0, 1fr) minmax(250px, 300px) minmax(0, 1fr); }
    section { min-width: 0; min-height: 0; display: flex; flex-direction: column; }
    section.side { overflow: auto; padding: 10px 12px 16px; }
    h3 { font-size: 11px; font-weight: 600; color: var(--text-3); letter-spacing: .02em; padding: 2px 8px 8px; display: flex; gap: 8px; }
    h3 small { font: inherit; font-weight: 400; margin-inline-start: auto; font-variant-numeric: tabular-nums; }
    .centre { padding: 12px; overflow: auto; background: var(--bg); border-inline: 1px solid var(--line); }
    .card { padding: 14px 15px 15px; background: var(--panel); border: 1px solid var(--line); border-inline-start: 4px solid var(--fill); border-radius: 10px; }
    .card h2 { font-size: 15px; line-height: 1.3; font-weight: 600; overflow-wrap: anywhere; max-height: 9em; overflow: auto; }
    .place { margin-top: 4px; font: 11.5px var(--mono); color: var(--text-2); overflow-wrap: anywhere; }
    .role { display: flex; align-items: center; gap: 6px; margin-top: 6px; font-size: 12px; color: var(--text-2); }
    .tag { font-size: 11px; padding: 0 6px; border: 1px solid var(--line-strong); border-radius: 4px; color: var(--text-2); }
    .sums { display: grid; grid-template-columns: auto 1fr auto auto; gap: 6px 10px; align-items: center; margin-top: 12px; font-size: 12px; }
    .sums span, .sums b { white-space: nowrap; font-variant-numeric: tabular-nums; }
    .sums b { font-weight: 600; text-align: end; }
    .sums .k { color: var(--text-2); }
    .sums .k small { font-size: inherit; color: var(--text-3); }
    .acts { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 13px; }
    .acts .btn { min-height: var(--small); flex: 1; }
    .row { display: grid; grid-template-columns: minmax(0, 1fr) auto 50px; gap: 3px 10px; align-items: center; width: 100%; min-height: max(36px, var(--target)); padding: 4px 8px; font-size: 12.5px; border-radius: 6px; }
    button.row:hover { background: var(--panel-2); }
    button.row:focus-visible { outline-offset: -2px; }
    .row bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .row .name { display: flex; gap: 8px; align-items: center; min-width: 0; }
    .row .name small { color: var(--text-3); flex: none; font-size: 11px; }
    .row .v, .row .p { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .row .p { color: var(--text-2); font-size: 12px; }
    .own bdi { font-weight: 650; }
    .found bdi { text-decoration: underline 2px var(--match); text-underline-offset: 3px; }
    .self { color: var(--text-2); font-style: italic; }
    .quiet { padding: 4px 8px; color: var(--text-3); font-size: 12px; }
    .none { margin: auto; padding: 24px; text-align: center; color: var(--text-2); display: grid; gap: 12px; justify-items: center; overflow-wrap: anywhere; }
    .row .bar { grid-row: 2; grid-column: 1 / -1; height: 5px; }
    @container (max-width: 760px) {
      .tools { padding: 6px 10px; }
      .tools .quiet { display: none; }
      function-picker { flex: 1; }
      .columns { display: block; overflow: auto; }
      section.side { overflow: visible; padding: 8px 4px; }
      .centre { border: solid var(--line); border-width: 1px 0; padding: 10px; }
    }
    .fell, .rose { font-weight: 600; }
    @media print { :host { display: block; } .tools, .acts { display: none; } .columns, section.side, .centre { overflow: visible; } .row { break-inside: avoid; } }
  `, changeStyles];

  @state() private shown = {callers: firstShown, callees: firstShown};

  @state() private picking = false;

  readonly #peek = new ReportController(this, 'peek', {uses: ['selected'], ask: (config) => ({...config, sort: 'flat'})});
  /** All functions, for who picks one or searches. */
  readonly #all = new ReportController(this, 'top', {ask: (config) => (this.picking || config.search !== '' ? {...config, sort: 'flat'} : undefined)});
  readonly #found = new FoundRows(this, () => this.#peek.answer?.model.neighbours, () => {});
  readonly #search = new FoundRows(this, () => this.#all.answer?.model.frames, (found) => {
    let matches = 0;
    for (const isFound of found) matches += isFound;
    this.dispatchEvent(new SearchResultEvent(matches, undefined));
  });
  #pickable: {readonly model: object; readonly pickable: Pickable} | undefined;
  #centre = '';
  #painted = '';
  #focusCentre = false;

  override render() {
    const model = this.#peek.answer?.model;
    if (model === undefined) return nothing;
    const {names, name: [centre]} = model.tree;
    const called = centre === undefined ? '' : names[centre]!;
    if (called !== this.#centre) {
      this.#centre = called;
      this.shown = {callers: firstShown, callees: firstShown};
    }
    return html`
      <div class="tools">
        <function-picker label=${peekTexts.pick} .pickable=${this.#pickableNow()} .value=${called}
            @open=${() => (this.picking = true)} @pick-function=${(event: PickFunctionEvent) => this.#go(event.name)}></function-picker>
        <span class="quiet">${peekTexts.ofCentre}</span>
      </div>
      ${centre === undefined ? this.#nothing(model) : html`
        <div class="columns" @keydown=${this.#onKey}>
          ${this.#side(model, 'callers')}
          ${this.#middle(model, centre)}
          ${this.#side(model, 'callees')}
        </div>`}`;
  }

  override updated(): void {
    if (this.#peek.answer === undefined) return;
    // What is shown until the answer is there is the function before.
    if (this.#focusCentre && !this.#peek.waiting) {
      this.#focusCentre = false;
      this.renderRoot.querySelector<HTMLElement>('.card h2')?.focus({preventScroll: true});
      for (const side of this.renderRoot.querySelectorAll('.side')) side.scrollTop = 0;
    }
    if (this.#painted === this.profile.id) return;
    this.#painted = this.profile.id;
    this.dispatchEvent(new ViewPaintedEvent());
  }

  override nextMatch(direction: 1 | -1): void {
    const {found} = this.#search;
    if (found === undefined) return;
    const {names} = this.#all.answer!.model.frames;
    const from = names.indexOf(this.#centre);
    for (let step = 1; step <= names.length; step++) {
      const row = (from + direction * step + names.length * 2) % names.length;
      if (found[row] !== 1) continue;
      this.#go(names[row]!);
      return;
    }
  }

  #pickableNow(): Pickable | undefined {
    const model = this.#all.answer?.model;
    if (model === undefined || !this.picking) return undefined;
    if (this.#pickable?.model !== model) {
      const size = model.cum.map(Math.abs);
      const order = model.frame.slice().sort((a, b) => size[b]! - size[a]!);
      this.#pickable = {model, pickable: {names: model.frames.names, roles: model.frames.roles, order}};
    }
    return this.#pickable.pickable;
  }

  #nothing({tree}: Model): TemplateResult {
    if (tree.empty) return html`<p class="none">${peekTexts.nothing}</p>`;
    return html`
      <div class="none"><p><bdi>${peekTexts.gone(shownName(this.#peek.answered!.selected))}</bdi></p>
        <button class="btn" @click=${() => this.refine({selected: ''})}>${peekTexts.showWidest}</button></div>`;
  }

  /** @param name row of `tree.names` */
  #middle({tree, neighbours, recursive, sides}: Model, name: number): TemplateResult {
    const role = neighbours.roles[name]!;
    const [flat, cum] = [tree.flat.numbers[0]!, tree.cum.numbers[0]!];
    const file = neighbours.files[name]!;
    const line = neighbours.lines[name]!;
    const fill = `var(${roleTokens[role]!})`;
    const way = sides === undefined ? undefined : wayOf(sides.of.noise, sides.before[name]!, sides.after[name]!);
    const sum = (title: string, word: string, value: number): TemplateResult => html`
      <span class="k">${title} <small>${word}</small></span><span class="bar" aria-hidden="true"><i ${cssProps({'--share': share(value, tree.total), '--fill': way === undefined ? fill : fillOf(way)})}></i></span>
      <b class=${way ?? ''}>${way === undefined ? amount(value, tree.unit) : changeText(0, value, tree.unit)}</b><span>${way === '' && value !== 0 ? html`<small>${viewTexts.top.sides.noise}</small> ` : nothing}${percent(value, tree.total)}</span>`;
    return html`
      <section class="centre" aria-label=${shownName(tree.names[name]!)}>
        <div class="card" ${cssProps({'--fill': fill})}>
          <h2 tabindex="-1"><bdi>${shownName(tree.names[name]!, 2000)}</bdi></h2>
          ${file === '' ? nothing : html`<p class="place"><bdi>${shownName(file, 1000)}${line > 0 ? `:${line}` : ''}</bdi></p>`}
          <p class="role"><span class="swatch" ${cssProps({'--fill': fill})}></span>${roleNames[role]}${recursive ? html` <span class="tag">${peekTexts.recursive}</span>` : nothing}</p>
          <div class="sums">${sum(peekTexts.total, peekTexts.totalWord, cum)}${sum(peekTexts.self, peekTexts.selfWord, flat)}</div>
          <div class="acts">
            <button class="btn" @click=${() => this.#look('source', tree.names[name]!)}>${peekTexts.source}</button>
            <button class="btn" @click=${() => this.#look('flamegraph', tree.names[name]!)}>${peekTexts.flamegraph}</button>
            <button class="btn" @click=${() => this.refine({focus: `^${quoteRegexp(tree.names[name]!)}$`})}>${peekTexts.focus}</button>
          </div>
        </div>
      </section>`;
  }

  #side(model: Model, which: Side): TemplateResult {
    const {tree} = model;
    const calls = tree[which];
    const end = calls.name.length;
    const cum = tree.cum.numbers[0]!;
    const flat = tree.flat.numbers[0]!;
    const until = Math.min(end, this.shown[which]);
    const rows: TemplateResult[] = [];
    for (let at = 0; at < until; at++) rows.push(this.#call(model, which, at));
    let called = 0;
    for (let at = 0; at < end; at++) called += calls.weight.numbers[at]!;
    // Recursion comes over the same calls again and again, so their sum may be more than the function itself.
    const rest = which === 'callees' ? flat : cum - called;
    const shownRest = which === 'callees' ? flat !== 0 : end > 0 && rest > 0;
    const title = peekTexts[which];
    return html`
      <section class="side ${which}" aria-label=${title}>
        <h3>${title}<small>${countText(end)}</small></h3>
        ${shownRest && which === 'callees' ? this.#rest(model, peekTexts.ownLines, rest, cum) : nothing}
        <ul>${rows}</ul>
        ${until < end ? html`<button class="btn ghost" @click=${() => (this.shown = {...this.shown, [which]: this.shown[which] + moreShown})}>${peekTexts.more(end - until)}</button>` : nothing}
        ${shownRest && which === 'callers' ? this.#rest(model, peekTexts.noCaller, rest, cum) : nothing}
        ${end === 0 ? html`<p class="quiet">${which === 'callers' ? peekTexts.nobodyCalls : peekTexts.callsNothing}</p>` : nothing}
      </section>`;
  }

  #rest({tree: {unit}, sides}: Model, title: string, value: number, cum: number): TemplateResult {
    return html`
      <div class="row self"><span class="bar" aria-hidden="true"><i ${cssProps({'--share': share(value, cum), '--fill': 'var(--control-line)'})}></i></span>
        <span>${title}</span><span class="v">${sides === undefined ? amount(value, unit) : changeText(0, value, unit)}</span><span class="p">${percent(value, cum)}</span></div>`;
  }

  #call({tree, neighbours, sides}: Model, which: Side, at: number): TemplateResult {
    const cum = tree.cum.numbers[0]!;
    const calls = tree[which];
    const name = calls.name[at]!;
    const role = neighbours.roles[name]!;
    const value = calls.weight.numbers[at]!;
    const text = tree.names[name]!;
    const way = sides === undefined ? undefined : wayOfCall(sides, name, tree.name[0]!, value);
    return html`
      <li><button class="row ${role === Role.yourCode ? 'own' : ''} ${this.#found.found?.[name] === 1 ? 'found' : ''}" tabindex=${at === 0 ? 0 : -1} title=${shownName(text, 2000)}
          @click=${() => this.#go(text)}>
        <span class="bar" aria-hidden="true"><i ${cssProps({'--share': share(value, cum), '--fill': way === undefined ? `var(${roleTokens[role]!})` : fillOf(way)})}></i></span>
        <span class="name"><span class="swatch" ${cssProps({'--fill': `var(${roleTokens[role]!})`})}></span><bdi>${shownName(text)}</bdi>${calls.inline[at] === 1 ? html`<small>${peekTexts.inlined}</small>` : nothing}</span>
        <span class="v ${way ?? ''}">${way === undefined ? amount(value, tree.unit) : changeText(0, value, tree.unit)}</span><span class="p">${percent(value, cum)}</span>
      </button></li>`;
  }

  /** Moves to a function, as a step that Back (Alt+←) undoes. */
  #go(name: string): void {
    this.#focusCentre = true;
    this.refine({selected: name});
  }

  #look(view: string, name: string): void {
    this.dispatchEvent(new GoToViewEvent(view, {selected: name}));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const focused = (this.renderRoot as ShadowRoot).activeElement;
    const side = focused?.closest<HTMLElement>('section');
    if (side === null || side === undefined) return;
    const rows = [...side.querySelectorAll<HTMLElement>('button.row')];
    const at = rows.indexOf(focused as HTMLElement);
    const into = (which: Side): HTMLElement | null => this.renderRoot.querySelector<HTMLElement>(`.${which} button.row`);
    const next = {
      ArrowDown: rows[at + 1], ArrowUp: rows[at - 1], Home: rows[0], End: rows.at(-1),
      ArrowLeft: side.classList.contains('callees') ? this.renderRoot.querySelector<HTMLElement>('.card h2') : into('callers'),
      ArrowRight: side.classList.contains('callers') ? this.renderRoot.querySelector<HTMLElement>('.card h2') : into('callees'),
    }[event.key];
    if (!/^Arrow|^Home$|^End$/.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    next?.focus();
  };
}

function share(value: number, of: number): string {
  return `${of === 0 ? 0 : Math.min(100, Math.abs(value / of) * 100)}%`;
}
