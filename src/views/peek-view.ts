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

  readonly #peek = new ReportController(this, 'peek', {ask: (config) => ({...config, sort: 'flat'})});
  readonly #search = new FoundRows(this, () => this.#peek.answer?.model.frames, (found) => {
    const {tree} = this.#peek.answer!.model;
    let matches = 0;
    for (const name of tree.name) matches += found[name]!;
    this.dispatchEvent(new SearchResultEvent(matches, undefined));
  });
  #model: Model | undefined;
  /** By the name of a row: the row of the tree. */
  #rowOf: Map<string, number> | undefined;
  #pickable: Pickable | undefined;
  #centre = -2;
  #painted = '';
  #focusCentre = false;

  protected override willUpdate(): void {
    const model = this.#peek.answer?.model;
    if (model === undefined || model === this.#model) return;
    this.#model = model;
    this.#rowOf = undefined;
    this.#pickable = undefined;
  }

  override render() {
    const model = this.#peek.answer?.model;
    if (model === undefined) return nothing;
    const row = this.#row(model);
    if (row !== this.#centre) {
      this.#centre = row;
      this.shown = {callers: firstShown, callees: firstShown};
    }
    return html`
      <div class="tools">
        <function-picker label=${peekTexts.pick} .pickable=${this.#pickable} .value=${row < 0 ? '' : model.tree.names[model.tree.name[row]!]!}
            @open=${() => this.#offer(model)} @pick-function=${(event: PickFunctionEvent) => this.#go(event.name)}></function-picker>
        <span class="quiet">${peekTexts.ofCentre}</span>
      </div>
      ${row < 0 ? this.#nothing(model) : html`
        <div class="columns" @keydown=${this.#onKey}>
          ${this.#side(model, row, 'callers')}
          ${this.#middle(model, row)}
          ${this.#side(model, row, 'callees')}
        </div>`}`;
  }

  override updated(): void {
    if (this.#peek.answer === undefined) return;
    if (this.#focusCentre) {
      this.#focusCentre = false;
      this.renderRoot.querySelector<HTMLElement>('.card h2')?.focus({preventScroll: true});
      for (const side of this.renderRoot.querySelectorAll('.side')) side.scrollTop = 0;
    }
    if (this.#painted === this.profile.id) return;
    this.#painted = this.profile.id;
    this.dispatchEvent(new ViewPaintedEvent());
  }

  override nextMatch(direction: 1 | -1): void {
    const model = this.#model;
    const found = this.#search.found;
    if (model === undefined || found === undefined) return;
    const {tree} = model;
    const count = tree.name.length;
    const from = this.#row(model);
    for (let step = 1; step <= count; step++) {
      const row = (from + direction * step + count * 2) % count;
      if (found[tree.name[row]!] !== 1) continue;
      this.#go(tree.names[tree.name[row]!]!);
      return;
    }
  }

  /** What can be picked is put into order when the list is asked for. */
  #offer({tree, frames}: Model): void {
    if (this.#pickable !== undefined) return;
    const size = tree.cum.numbers.map(Math.abs);
    const order = Uint32Array.from(tree.name.keys()).sort((a, b) => size[b]! - size[a]!).map((row) => tree.name[row]!);
    this.#pickable = {names: tree.names, roles: frames.roles, order};
    this.requestUpdate();
  }

  /** The row that is in the centre; -1 for none. */
  #row({start, tree}: Model): number {
    const {selected} = this.config;
    if (selected === '') return start;
    this.#rowOf ??= rowsByName(tree);
    const row = this.#rowOf.get(selected);
    if (row !== undefined) return row;
    // Another view may print the line or the file with the name.
    const bare = selected.replace(/(?::-?\d+){1,2}$/, '').replace(/^[0-9a-f]{16} /, '');
    return this.#rowOf.get(bare) ?? tree.name.findIndex((name) => tree.names[name]!.startsWith(`${bare} `));
  }

  #nothing({start}: Model): TemplateResult {
    if (start < 0) return html`<p class="none">${peekTexts.nothing}</p>`;
    return html`
      <div class="none"><p><bdi>${peekTexts.gone(shownName(this.config.selected))}</bdi></p>
        <button class="btn" @click=${() => this.refine({selected: ''})}>${peekTexts.showWidest}</button></div>`;
  }

  #middle({tree, frames, recursive, sides}: Model, row: number): TemplateResult {
    const name = tree.name[row]!;
    const role = frames.roles[name]!;
    const [flat, cum] = [tree.flat.numbers[row]!, tree.cum.numbers[row]!];
    const file = frames.files[name]!;
    const line = frames.lines[name]!;
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
          <p class="role"><span class="swatch" ${cssProps({'--fill': fill})}></span>${roleNames[role]}${recursive[row] === 1 ? html` <span class="tag">${peekTexts.recursive}</span>` : nothing}</p>
          <div class="sums">${sum(peekTexts.total, peekTexts.totalWord, cum)}${sum(peekTexts.self, peekTexts.selfWord, flat)}</div>
          <div class="acts">
            <button class="btn" @click=${() => this.#look('source', tree.names[name]!)}>${peekTexts.source}</button>
            <button class="btn" @click=${() => this.#look('flamegraph', tree.names[name]!)}>${peekTexts.flamegraph}</button>
            <button class="btn" @click=${() => this.refine({focus: `^${quoteRegexp(tree.names[name]!)}$`})}>${peekTexts.focus}</button>
          </div>
        </div>
      </section>`;
  }

  #side(model: Model, row: number, which: Side): TemplateResult {
    const {tree} = model;
    const calls = tree[which];
    const [first, end] = [calls.start[row]!, calls.start[row + 1]!];
    const cum = tree.cum.numbers[row]!;
    const flat = tree.flat.numbers[row]!;
    const until = Math.min(end, first + this.shown[which]);
    const rows: TemplateResult[] = [];
    for (let at = first; at < until; at++) rows.push(this.#call(model, which, at, row, at === first));
    let called = 0;
    for (let at = first; at < end; at++) called += calls.weight.numbers[at]!;
    // Recursion comes over the same calls again and again, so their sum may be more than the function itself.
    const rest = which === 'callees' ? flat : cum - called;
    const shownRest = which === 'callees' ? flat !== 0 : end > first && rest > 0;
    const title = peekTexts[which];
    return html`
      <section class="side ${which}" aria-label=${title}>
        <h3>${title}<small>${countText(end - first)}</small></h3>
        ${shownRest && which === 'callees' ? this.#rest(model, peekTexts.ownLines, rest, cum) : nothing}
        <ul>${rows}</ul>
        ${until < end ? html`<button class="btn ghost" @click=${() => (this.shown = {...this.shown, [which]: this.shown[which] + moreShown})}>${peekTexts.more(end - until)}</button>` : nothing}
        ${shownRest && which === 'callers' ? this.#rest(model, peekTexts.noCaller, rest, cum) : nothing}
        ${end === first ? html`<p class="quiet">${which === 'callers' ? peekTexts.nobodyCalls : peekTexts.callsNothing}</p>` : nothing}
      </section>`;
  }

  #rest({tree: {unit}, sides}: Model, title: string, value: number, cum: number): TemplateResult {
    return html`
      <div class="row self"><span class="bar" aria-hidden="true"><i ${cssProps({'--share': share(value, cum), '--fill': 'var(--control-line)'})}></i></span>
        <span>${title}</span><span class="v">${sides === undefined ? amount(value, unit) : changeText(0, value, unit)}</span><span class="p">${percent(value, cum)}</span></div>`;
  }

  #call({tree, frames, sides}: Model, which: Side, at: number, row: number, isFirst: boolean): TemplateResult {
    const cum = tree.cum.numbers[row]!;
    const calls = tree[which];
    const name = calls.name[at]!;
    const role = frames.roles[name]!;
    const value = calls.weight.numbers[at]!;
    const text = tree.names[name]!;
    const way = sides === undefined ? undefined : wayOfCall(sides, name, tree.name[row]!, value);
    return html`
      <li><button class="row ${role === Role.yourCode ? 'own' : ''} ${this.#search.found?.[name] === 1 ? 'found' : ''}" tabindex=${isFirst ? 0 : -1} title=${shownName(text, 2000)}
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

/** Of several rows of one name the first is the one that costs most. */
function rowsByName({name, names}: Model['tree']): Map<string, number> {
  const rows = new Map<string, number>();
  for (let row = name.length - 1; row >= 0; row--) rows.set(names[name[row]!]!, row);
  return rows;
}

function share(value: number, of: number): string {
  return `${of === 0 ? 0 : Math.min(100, Math.abs(value / of) * 100)}%`;
}
