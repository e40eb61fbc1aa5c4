import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {repeat} from 'lit/directives/repeat.js';
import {shownName} from '../base/shown-name.js';
import {Role} from '../config/role.js';
import {goroutineSentence, goroutinesTexts} from './detail-texts.js';
import {countText} from './parts/amount.js';
import {changeText} from './parts/change.js';
import {cssProps} from './parts/css-props.js';
import {FoundRows} from './parts/found-rows.js';
import {roleTokens} from './parts/palette.js';
import {baseStyles, controlStyles} from './parts/styles.js';
import {ProfileView, SearchResultEvent, ViewPaintedEvent} from './profile-view.js';
import {ReportController} from './report-controller.js';

type Model = NonNullable<ReportController<'goroutines'>['answer']>['model'];

const firstGroups = 60;
const moreGroups = 200;
const firstIds = 200;
const moreIds = 2000;
const mostFrames = 500;
/** Frames that are read for the sentence. */
const framesRead = 64;

/** A group with what the filters leave of it. */
interface Shown {
  readonly group: number;
  readonly count: number;
  /** Of a comparison of two dumps: how many there were before. */
  readonly before: number;
  /** Rows of `states` with how many are in each, the most first. */
  readonly states: readonly (readonly [state: number, count: number])[];
  readonly creators: readonly number[];
  readonly longestWait: number;
}

/** The groups that are shown, and how many goroutines each has now and had before, by group. */
interface Counted {
  readonly model: Model;
  /** Row of `states`, -1 for all. */
  readonly wanted: number;
  readonly longer: number;
  readonly found: Uint8Array | undefined;
  readonly groups: Uint32Array;
  readonly count: Float64Array;
  readonly before: Float64Array;
  readonly all: number;
}

/** The goroutines of a dump, those with equal stacks together. */
@customElement('goroutines-view')
export class GoroutinesView extends ProfileView {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: flex; flex-direction: column; min-height: 0; background: var(--bg); container-type: inline-size; }
    .tools { display: flex; align-items: center; gap: 8px 14px; padding: 6px 12px; border-bottom: 1px solid var(--line); font-size: 12px; color: var(--text-2); flex-wrap: wrap; background: var(--graph-bg); }
    .segments { flex-wrap: wrap; min-width: 0; }
    .segments button:focus-visible { outline-offset: -2px; }
    .segments button { min-height: var(--small); }
    label { display: flex; align-items: center; gap: 8px; white-space: nowrap; }
    .tools .count { margin-inline-start: auto; font-variant-numeric: tabular-nums; color: var(--text-3); }
    .body { flex: 1; min-height: 0; overflow: auto; padding: 12px; }
    .groups { display: flex; flex-direction: column; gap: 10px; }
    .group { display: grid; grid-template-columns: 86px minmax(0, 1fr) auto; gap: 0 14px; align-items: center; padding: 10px 16px; background: var(--panel); border: 1px solid var(--line); border-radius: 10px; }
    .group.first { border-color: var(--your-code); }
    .group:focus-visible { outline-offset: 1px; border-radius: 10px; }
    .many b { display: block; font-size: 24px; line-height: 1.15; font-weight: 650; font-variant-numeric: tabular-nums; }
    .many span { font-size: 12px; color: var(--text-3); }
    .many .change { display: block; font-variant-numeric: tabular-nums; }
    .change strong { font-weight: 600; color: var(--text-2); }
    .change.rose strong { color: var(--more-ink); }
    .change.fell strong { color: var(--less-ink); }
    .what { min-width: 0; display: flex; flex-direction: column; gap: 3px; }
    .what h3 { display: flex; align-items: center; gap: 4px 9px; flex-wrap: wrap; font-size: 14px; font-weight: 600; min-width: 0; }
    .what h3 button { font-weight: 600; overflow-wrap: anywhere; text-align: start; min-height: 24px; }
    @media (hover: none) { .what h3 button { padding-block: 12px; margin-block: -12px; } }
    .what h3 button:hover { text-decoration: underline; text-underline-offset: 3px; }
    .what h3 code { font-size: 12px; color: var(--accent); overflow-wrap: anywhere; }
    .state { font: 600 11.5px var(--sans); padding: 1px 8px; border-radius: 4px; background: var(--panel-3); color: var(--text); white-space: nowrap; }
    .state.long { background: color-mix(in srgb, var(--warn) 24%, var(--panel-3)); }
    .path { font: 12px var(--mono); color: var(--text-3); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .what p:last-child { font-size: 12.5px; color: var(--text-2); }
    .stack { grid-column: 1 / -1; margin-top: 10px; padding-top: 8px; border-top: 1px solid var(--line); display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; }
    .stack ol { font-size: 12.5px; }
    .stack ol button { display: flex; align-items: baseline; gap: 8px; width: 100%; min-height: var(--small); padding: 1px 6px; border-radius: 4px; min-width: 0; }
    .stack ol button:hover { background: var(--panel-2); }
    .stack ol bdi { overflow-wrap: anywhere; }
    .stack ol code { color: var(--text-3); font-size: 11.5px; overflow-wrap: anywhere; }
    .stack .own bdi { font-weight: 650; }
    .stack .chosen { background: var(--accent-bg); }
    .stack .swatch { align-self: center; }
    .found bdi { text-decoration: underline 2px var(--match); text-underline-offset: 3px; }
    .ids { font: 11.5px var(--mono); color: var(--text-2); display: flex; flex-wrap: wrap; gap: 3px 14px; max-height: 240px; overflow: auto; }
    .ids small { color: var(--text-3); font-size: inherit; }
    .none { padding: 40px; text-align: center; color: var(--text-2); }
    @container (max-width: 700px) {
      .body { padding: 8px; }
      .segments { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; }
      .group { grid-template-columns: 56px minmax(0, 1fr); padding: 10px 12px; gap: 8px 10px; align-items: start; }
      .many b { font-size: 20px; }
      .many span { font-size: 10.5px; }
      .group > .btn { grid-column: 2; justify-self: start; }
      .tools .count { margin: 0; }
      .path { white-space: normal; overflow-wrap: anywhere; }
    }
    @media print { :host { display: block; } .tools, .group > .btn { display: none; } .body { overflow: visible; } .group { break-inside: avoid; } }
  `];

  @state() private wanted = '';
  @state() private longer = 0;
  @state() private opened: ReadonlySet<number> = new Set();
  /** By group: how many ids are shown, none where it is not in. */
  @state() private idsOf: ReadonlyMap<number, number> = new Map();
  @state() private most = firstGroups;

  readonly #goroutines = new ReportController(this, 'goroutines');
  readonly #search = new FoundRows(this, () => this.#goroutines.answer?.model.frames, (found) => this.#find(found));
  #model: Model | undefined;
  #counted: Counted | undefined;
  /** By group, whether a frame of it was found. */
  #foundGroups: Uint8Array | undefined;
  #at = -1;
  #painted = '';

  protected override willUpdate(): void {
    const model = this.#goroutines.answer?.model;
    if (model !== this.#model) {
      this.#model = model;
      this.opened = new Set();
      this.idsOf = new Map();
      this.most = firstGroups;
      if (model !== undefined && !model.states.includes(this.wanted)) this.wanted = '';
    }
    if (this.#search.found === undefined) this.#foundGroups = undefined;
  }

  override render() {
    const model = this.#goroutines.answer?.model;
    if (model === undefined) return nothing;
    const counted = this.#shown(model);
    const {groups, all: count} = counted;
    return html`
      <div class="tools">
        ${this.#stateFilter(model)}
        ${model.detailed ? html`<label>${goroutinesTexts.longer} <select class="field" @change=${(event: Event) => (this.longer = Number((event.target as HTMLSelectElement).value))}>
          ${goroutinesTexts.waits.map(([minutes, text]) => html`<option value=${minutes} ?selected=${minutes === this.longer}>${text}</option>`)}</select></label>` : nothing}
        <span class="count" role="status">${goroutinesTexts.groups(countText(count), countText(groups.length))}</span>
        ${model.detailed ? nothing : html`<span>${goroutinesTexts.countsOnly}</span>`}
      </div>
      <div class="body" tabindex="-1">
        <ul class="groups" aria-label=${goroutinesTexts.list} @keydown=${this.#onKey}>
          ${repeat(groups.subarray(0, this.most), (group) => group, (group, i) => this.#group(model, this.#details(model, group, counted), i))}
        </ul>
        ${groups.length > this.most ? html`<button class="btn ghost" @click=${() => (this.most += moreGroups)}>${goroutinesTexts.more(groups.length - this.most)}</button>` : nothing}
        ${groups.length === 0 ? html`<p class="none">${goroutinesTexts.none}</p>` : nothing}
      </div>`;
  }

  override updated(): void {
    if (this.#goroutines.answer === undefined || this.#painted === this.profile.id) return;
    this.#painted = this.profile.id;
    this.dispatchEvent(new ViewPaintedEvent());
  }

  override nextMatch(direction: 1 | -1): void {
    const groups = [...this.renderRoot.querySelectorAll<HTMLElement>('.group')];
    if (groups.length === 0) return;
    this.#at = (this.#at + direction + groups.length) % groups.length;
    groups[this.#at]!.focus();
  }

  #stateFilter({states, memberState, memberCount}: Model): TemplateResult | typeof nothing {
    const counts = new Float64Array(states.length);
    for (let member = 0; member < memberState.length; member++) counts[memberState[member]!]! += Math.max(0, memberCount[member]!);
    const order = states.map((_, row) => row).filter((row) => counts[row] !== 0).sort((a, b) => counts[b]! - counts[a]!);
    let all = 0;
    for (const count of counts) all += count;
    const button = (title: string, state: string, count: number): TemplateResult => html`
      <button aria-pressed=${this.wanted === state ? 'true' : 'false'} @click=${() => {
        this.wanted = state;
        this.most = firstGroups;
      }}>${title} <small>${countText(count)}</small></button>`;
    return html`
      <div class="segments" role="group" aria-label=${goroutinesTexts.states}>
        ${button(goroutinesTexts.all, '', all)}
        ${order.length < 2 && order[0] === 0 ? nothing : order.map((row) => button(shownName(states[row]!, 60) || goroutinesTexts.unknown, states[row]! || unknownState, counts[row]!))}
      </div>`;
  }

  get #isDiff(): boolean {
    return this.profile.comparison?.kind === 'diff_base';
  }

  /** The groups that have goroutines of the state and the wait that are asked for, the most first; kept until something else is asked. */
  #shown(model: Model): Counted {
    const wanted = stateRow(model, this.wanted);
    const {longer} = this;
    const found = this.#foundGroups;
    const was = this.#counted;
    if (was !== undefined && was.model === model && was.wanted === wanted && was.longer === longer && was.found === found) return was;
    const {leaf, memberStart, memberState, memberWait, memberCount} = model;
    const count = new Float64Array(leaf.length);
    const before = new Float64Array(leaf.length);
    const left = new Uint8Array(leaf.length);
    for (let group = 0; group < leaf.length; group++) {
      if (found !== undefined && found[group] === 0) continue;
      for (let member = memberStart[group]!; member < memberStart[group + 1]!; member++) {
        if (!isShown(memberState[member]!, memberWait[member]!, wanted, longer)) continue;
        left[group] = 1;
        if (memberCount[member]! < 0) before[group]! -= memberCount[member]!;
        else count[group]! += memberCount[member]!;
      }
    }
    // Of two dumps, what grew comes first and what shrank last.
    const growth = (group: number): number => (this.#isDiff ? count[group]! - before[group]! : 0);
    const groups = Uint32Array.from(left.keys()).filter((group) => left[group] === 1)
      .sort((a, b) => growth(b) - growth(a) || Math.abs(count[b]!) - Math.abs(count[a]!) || a - b);
    let all = 0;
    for (const group of groups) all += count[group]!;
    return this.#counted = {model, wanted, longer, found, groups, count, before, all};
  }

  /** A group with what the filters leave of it. */
  #details(model: Model, group: number, {count, before, wanted, longer}: Counted): Shown {
    const {memberStart, memberState, memberWait, memberCount, memberCreator} = model;
    const counts = new Map<number, number>();
    const creators = new Set<number>();
    let longestWait = 0;
    for (let member = memberStart[group]!; member < memberStart[group + 1]!; member++) {
      if (memberCount[member]! < 0 || !isShown(memberState[member]!, memberWait[member]!, wanted, longer)) continue;
      counts.set(memberState[member]!, (counts.get(memberState[member]!) ?? 0) + memberCount[member]!);
      if (memberCreator[member] !== 0) creators.add(memberCreator[member]!);
      longestWait = Math.max(longestWait, memberWait[member]!);
    }
    return {group, count: count[group]!, before: before[group]!, states: [...counts].sort(([, a], [, b]) => b - a), creators: [...creators], longestWait};
  }

  #group(model: Model, {group, count, before, states, creators, longestWait}: Shown, place: number): TemplateResult {
    const {frames, own, leaf, frame, line} = model;
    const nearest = own[group]! >= 0 ? own[group]! : this.#telling(model, leaf[group]!);
    const row = nearest < 0 ? -1 : frame[nearest]!;
    const name = row < 0 ? goroutinesTexts.noStack : frames.names[row]!;
    const file = row < 0 ? '' : frames.files[row]!;
    const path = this.#path(model, group, nearest);
    const by = creators.length === 0 ? '' : creators.length === 1 ? model.creators[creators[0]!]! : goroutinesTexts.creators(creators.length);
    const names = this.#names(model, leaf[group]!, framesRead);
    const sentence = goroutineSentence(states.length === 1 ? model.states[states[0]![0]]! : '', count, countText(count), names);
    const isOpen = this.opened.has(group);
    const says = (text: string, more = 0): string => (more === 0 ? text : `${text} ${countText(more)}`);
    return html`
      <li class="group ${place === 0 ? 'first' : ''} ${row >= 0 && this.#search.found?.[row] === 1 ? 'found' : ''}" tabindex=${place === 0 ? 0 : -1} aria-label="${countText(count)} ${goroutinesTexts.goroutine(count)}${this.#isDiff ? `, ${goroutinesTexts.was(countText(before))}` : ''}, ${shownName(name)}">
        <div class="many"><b>${countText(count)}</b><span>${goroutinesTexts.goroutine(count)}</span>${this.#isDiff ? html`<span class="change ${count > before ? 'rose' : count < before ? 'fell' : ''}">${goroutinesTexts.was(countText(before))}<br><strong>${changeText(before, count, 'count')}</strong></span>` : nothing}</div>
        <div class="what">
          <h3>${row < 0 ? name : html`<button tabindex="-1" title=${shownName(name)} @click=${() => this.refine({selected: name}, false)}><bdi>${shownName(name)}</bdi></button>`}
            ${file === '' ? nothing : html`<code><bdi>${placeOf(file, line[nearest]!)}</bdi></code>`}
            ${states.filter(([state]) => state !== 0).map(([state, number]) => html`<span class="state" title=${model.detailed ? nothing : goroutinesTexts.guessed}>${says(shownName(model.states[state]!, 60), states.length > 1 ? number : 0)}</span>`)}
            ${longestWait > 0 ? html`<span class="state ${longestWait >= 10 ? 'long' : ''}">${goroutinesTexts.waitedUpTo(goroutinesTexts.minutes(longestWait))}</span>` : nothing}</h3>
          <p class="path" title=${path}><bdi>${path}</bdi>${by === '' ? nothing : html` ← ${goroutinesTexts.createdBy} <bdi>${shownName(by)}</bdi>`}</p>
          ${sentence === '' ? nothing : html`<p>${sentence}</p>`}
        </div>
        <button class="btn" aria-expanded=${isOpen ? 'true' : 'false'} @click=${() => this.#toggle(group)}>${isOpen ? goroutinesTexts.hide : goroutinesTexts.show}</button>
        ${isOpen ? this.#stack(model, group) : nothing}
      </li>`;
  }

  #stack(model: Model, group: number): TemplateResult {
    const {frames, frame, line, caller, leaf} = model;
    const rows: TemplateResult[] = [];
    for (let at = leaf[group]!, count = 0; at >= 0 && count < mostFrames; at = caller[at]!, count++) {
      const row = frame[at]!;
      const name = frames.names[row]!;
      rows.push(html`<li><button class="${frames.roles[row] === Role.yourCode ? 'own' : ''} ${name === this.config.selected ? 'chosen' : ''} ${this.#search.found?.[row] === 1 ? 'found' : ''}" @click=${() => this.refine({selected: name}, false)}>
        <span class="swatch" ${cssProps({'--fill': `var(${roleTokens[frames.roles[row]!]!})`})}></span><bdi>${shownName(name)}</bdi>${frames.files[row] === '' ? nothing : html`<code>${placeOf(frames.files[row]!, line[at]!)}</code>`}</button></li>`);
    }
    return html`<div class="stack"><ol>${rows}</ol>${model.detailed ? this.#ids(model, group) : nothing}</div>`;
  }

  /** The ids of a group, with their waits, where they are asked for. */
  #ids(model: Model, group: number): TemplateResult {
    const {memberStart, memberId, memberWait, memberState, memberCount} = model;
    const shown = this.idsOf.get(group);
    const show = (count: number): void => {
      this.idsOf = new Map(this.idsOf).set(group, count);
    };
    const state = stateRow(model, this.wanted);
    const items: TemplateResult[] = [];
    let rest = 0;
    for (let member = memberStart[group]!; member < memberStart[group + 1]!; member++) {
      if (memberCount[member]! < 0 || !isShown(memberState[member]!, memberWait[member]!, state, this.longer)) continue;
      if (items.length >= (shown ?? 0)) rest++;
      else items.push(html`<li>${memberId[member]}${memberWait[member]! > 0 ? html` <small>${goroutinesTexts.minutes(memberWait[member]!)}</small>` : nothing}</li>`);
    }
    if (shown === undefined) return html`<div><button class="link" @click=${() => show(firstIds)}>${goroutinesTexts.ids(countText(rest))}</button></div>`;
    return html`<ul class="ids" aria-label=${goroutinesTexts.id} tabindex="0">${items}</ul>${rest > 0 ? html`<div><button class="link" @click=${() => show(shown + moreIds)}>${goroutinesTexts.moreIds(rest)}</button></div>` : nothing}`;
  }

  /** What the stack ends in and what leads to the frame that is named: `net/http.send ← … ← main.fetch`. */
  #path({leaf, caller, frame, frames}: Model, group: number, nearest: number): string {
    let first = leaf[group]!;
    if (first < 0) return '';
    // How the scheduler parks a goroutine says nothing of it.
    for (let at = first; at >= 0 && at !== nearest; at = caller[at]!) {
      first = at;
      if (!frames.names[frame[at]!]!.startsWith('runtime.')) break;
    }
    const name = (at: number): string => shownName(frames.names[frame[at]!]!, 90);
    if (nearest < 0 || nearest === first) return name(first);
    const between = caller[first] === nearest ? '' : '… ← ';
    return `${name(first)} ← ${between}${name(nearest)}`;
  }

  /** Without own code: the frame that says most, which is the outermost that is not the runtime's. */
  #telling({caller, frame, frames}: Model, leaf: number): number {
    let telling = leaf;
    for (let at = leaf, count = 0; at >= 0 && count < mostFrames; at = caller[at]!, count++) if (frames.roles[frame[at]!] !== Role.runtime) telling = at;
    return telling;
  }

  #names({caller, frame, frames}: Model, leaf: number, most: number): string[] {
    const names: string[] = [];
    for (let at = leaf; at >= 0 && names.length < most; at = caller[at]!) names.push(frames.names[frame[at]!]!);
    return names;
  }

  #toggle(group: number): void {
    const opened = new Set(this.opened);
    if (!opened.delete(group)) opened.add(group);
    this.opened = opened;
  }

  /** Leaves the groups that have a frame that was found. */
  #find(found: Uint8Array): void {
    const {caller, frame, leaf, count, shown} = this.#goroutines.answer!.model;
    const onPath = new Uint8Array(caller.length);
    for (let row = 0; row < onPath.length; row++) onPath[row] = found[frame[row]!] === 1 || (caller[row]! >= 0 && onPath[caller[row]!] === 1) ? 1 : 0;
    const groups = new Uint8Array(leaf.length);
    let matches = 0;
    let number = 0;
    leaf.forEach((at, group) => {
      if (at < 0 || onPath[at] === 0) return;
      groups[group] = 1;
      matches++;
      number += Math.abs(count[group]!);
    });
    this.#foundGroups = groups;
    this.#at = -1;
    this.dispatchEvent(new SearchResultEvent(matches, shown === 0 ? undefined : number / shown));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const groups = [...this.renderRoot.querySelectorAll<HTMLElement>('.group')];
    const here = (event.target as HTMLElement).closest<HTMLElement>('.group');
    if (here === null) return;
    const at = groups.indexOf(here);
    const isGroup = event.target === here;
    if (isGroup && (event.key === 'Enter' || event.key === ' ' || (event.key === 'ArrowRight') !== (event.key === 'ArrowLeft'))) here.querySelector<HTMLElement>(':scope > .btn')!.click();
    else {
      const next = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: groups.length - 1}[event.key];
      if (next === undefined) return;
      groups[Math.max(0, Math.min(groups.length - 1, next))]!.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };
}

/** Stands for '' among the states that can be asked for, since '' asks for all. */
const unknownState = '\0';

/** The row of `states` that is asked for, -1 for all. */
function stateRow({states}: Model, wanted: string): number {
  return wanted === '' ? -1 : wanted === unknownState ? 0 : states.indexOf(wanted);
}

function isShown(state: number, wait: number, wanted: number, longer: number): boolean {
  return (wanted < 0 || state === wanted) && (longer === 0 || wait >= longer);
}

function placeOf(file: string, line: number): string {
  return line > 0 ? `${shownName(file)}:${line}` : shownName(file);
}
