import {VirtualizerController} from '@tanstack/lit-virtual';
import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {repeat} from 'lit/directives/repeat.js';
import {padStart} from '../base/format.js';
import {shownName} from '../base/shown-name.js';
import {Role} from '../config/role.js';
import {scaledLabel} from '../measurement/label.js';
import {stacksTexts} from './detail-texts.js';
import {amount, countText, percent} from './parts/amount.js';
import {cssProps} from './parts/css-props.js';
import {FoundRows} from './parts/found-rows.js';
import {roleTokens} from './parts/palette.js';
import {printedList, Printing} from './parts/printing.js';
import {baseStyles, controlStyles} from './parts/styles.js';
import {ProfileView, SearchResultEvent, ViewPaintedEvent} from './profile-view.js';
import {ReportController} from './report-controller.js';

type Model = NonNullable<ReportController<'stacks'>['answer']>['model'];

const firstFrames = 12;
/** More frames than these are not shown of one stack; the Console prints them all. */
const mostFrames = 2000;
/** Browsers cap the height of an element. */
const mostPixels = 30_000_000;
/** Text longer than this is for a file. */
const mostTextFrames = 3_000_000;

/** Every distinct stack with its labels, heaviest first. */
@customElement('traces-view')
export class TracesView extends ProfileView {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: flex; flex-direction: column; min-height: 0; background: var(--graph-bg); container-type: inline-size; }
    .tools { display: flex; align-items: center; gap: 12px; padding: 6px 12px; font-size: 12px; color: var(--text-2); border-bottom: 1px solid var(--line); min-height: 42px; flex-wrap: wrap; font-variant-numeric: tabular-nums; }
    .tools .btn { margin-inline-start: auto; }
    .body { flex: 1; min-height: 0; overflow: auto; overflow-anchor: none; scrollbar-gutter: stable; position: relative; contain: strict; }
    .body:focus-visible { outline-offset: -2px; }
    .all { position: relative; height: var(--height); }
    .stack { position: absolute; inset: 0 0 auto; height: var(--rows); transform: translateY(var(--top)); border-bottom: 1px solid var(--line); padding: 8px 12px; display: grid; grid-template-columns: 128px minmax(0, 1fr); gap: 0 16px; overflow: hidden; }
    .stack:focus-visible { outline-offset: -3px; }
    .stack.current { background: var(--panel-2); }
    .value { display: flex; flex-direction: column; gap: 5px; padding-top: 1px; }
    .value b { font-size: 15px; line-height: 20px; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .value small { font-size: 11.5px; color: var(--text-3); white-space: nowrap; font-variant-numeric: tabular-nums; }
    .copy { align-self: start; min-height: var(--small); padding: 0 7px; margin-inline-start: -7px; border-radius: 5px; font-size: 12px; color: var(--text-2); }
    .copy:hover { background: var(--panel-3); color: var(--text); }
    .labels { display: flex; gap: 6px; height: var(--frame); align-items: center; overflow: hidden; }
    .labels li { flex: none; max-width: 340px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font: 11.5px var(--mono); padding: 0 7px; border: 1px solid var(--line); border-radius: 9px; color: var(--text-2); }
    .labels em { font-style: normal; color: var(--text-3); }
    .frames button { display: flex; align-items: center; gap: 8px; width: 100%; height: var(--frame); font-size: 12.5px; padding: 0 6px; border-radius: 4px; min-width: 0; }
    .frames button:hover bdi, .rest:hover { text-decoration: underline; text-underline-offset: 3px; }
    .frames button:focus-visible { outline-offset: -2px; }
    .frames bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .frames small { color: var(--text-3); flex: none; font-size: 11px; }
    .frames .own bdi { font-weight: 650; }
    .frames .chosen { background: var(--accent-bg); }
    .frames .found bdi { text-decoration: underline 2px var(--match); text-underline-offset: 3px; }
    .rest { height: var(--frame); font-size: 12px; color: var(--accent); padding: 0 6px; }
    .none { padding: 24px; text-align: center; color: var(--text-2); }
    @container (max-width: 760px) {
      .tools { flex-wrap: nowrap; padding: 4px 10px; gap: 8px; }
      .tools .btn { padding: 0 8px; }
      .stack { grid-template-columns: minmax(0, 1fr); padding: 8px 6px; }
      .value { flex-direction: row; align-items: center; height: 44px; padding: 0 6px; gap: 10px; }
      .value .bar { flex: 1; }
      .copy { min-height: 44px; margin: 0; }
    }
    @media print { :host { display: block; } .stack { height: auto; } .tools .btn, .copy { display: none; } }
  `, printedList];

  readonly #printing = new Printing(this, 60);
  /** Stacks whose frames are all shown. */
  @state() private opened: ReadonlySet<number> = new Set();
  @state() private said = '';
  /** The stack that the keyboard is at, as a place in the list. */
  @state() private current = -1;

  readonly #stacks = new ReportController(this, 'stacks');
  readonly #search = new FoundRows(this, () => this.#stacks.answer?.model.frames, (found) => this.#find(found));
  #lineHeight = lineHeight();
  /** As it is when the view draws itself: the height of each stack asks for it. */
  #isNarrow = false;
  readonly #virtual = new VirtualizerController<HTMLElement, HTMLElement>(this, {
    count: 0,
    getScrollElement: () => this.renderRoot.querySelector<HTMLElement>('.body'),
    estimateSize: (place) => this.#heightOf(place),
    overscan: 4,
  });
  /** Rows of the model as they are shown. */
  #rows: Uint32Array = new Uint32Array(0);
  #model: Model | undefined;
  /** Of all its stacks. */
  #samples = 0;
  #measured = '';
  #changedRows: Uint32Array | undefined;
  #painted = '';

  protected override willUpdate(): void {
    const model = this.#stacks.answer?.model;
    if (model === undefined) return;
    if (model !== this.#model) {
      this.#model = model;
      this.opened = new Set();
      this.current = -1;
      this.#rows = allRows(model);
      this.#samples = 0;
      for (const number of model.samples) this.#samples += number;
    } else if (this.#search.found === undefined && this.#rows.length !== model.leaf.length) {
      this.#rows = allRows(model);
    }
  }

  override render() {
    const model = this.#stacks.answer?.model;
    if (model === undefined) return nothing;
    const virtual = this.#virtual.getVirtualizer();
    this.#lineHeight = lineHeight();
    this.#isNarrow = isNarrow(this);
    const measured = `${this.#lineHeight} ${this.#rows.length} ${this.opened.size} ${this.#isNarrow}`;
    const count = this.#countThatFits();
    if (virtual.options.count !== count) virtual.setOptions({...virtual.options, count});
    if (measured !== this.#measured || this.#changedRows !== this.#rows) {
      this.#measured = measured;
      this.#changedRows = this.#rows;
      virtual.measure();
    }
    return html`
      <div class="tools">
        <span role="status">${this.said || (this.#search.found === undefined
          ? stacksTexts.count(countText(model.leaf.length), countText(this.#samples))
          : stacksTexts.matching(countText(this.#rows.length), countText(model.leaf.length)))}</span>
        <button class="btn" @click=${() => void this.#copyAll(model)}>${stacksTexts.copyAll}</button>
      </div>
      <div class="body" tabindex="0" role="list" aria-label=${stacksTexts.list} ${cssProps({'--frame': `${this.#lineHeight}px`})} @keydown=${this.#onKey}>
        <div class="all" role="presentation" ${cssProps({'--height': `${virtual.getTotalSize()}px`})}>
          ${repeat(this.#printing.itemsOf(virtual), ({index}) => this.#rows[index], ({index, start, size}) => this.#stack(model, index, start, size))}
        </div>
        ${this.#rows.length === 0 ? html`<p class="none">${stacksTexts.none}</p>` : nothing}
      </div>`;
  }

  override updated(): void {
    if (this.#stacks.answer === undefined || this.#painted === this.profile.id) return;
    this.#painted = this.profile.id;
    this.dispatchEvent(new ViewPaintedEvent());
  }

  override nextMatch(direction: 1 | -1): void {
    const count = this.#rows.length;
    if (count > 0) this.#goTo((this.current + direction + count) % count);
  }

  #stack(model: Model, place: number, start: number, size: number): TemplateResult {
    const row = this.#rows[place]!;
    const {labels, labelSet, value, unit, total, samples, frames} = model;
    const weight = value.numbers[row]!;
    const depth = model.depth[model.leaf[row]!]!;
    const shown = this.#framesShown(model, row);
    const said = labels[labelSet[row]!]!;
    const lines: TemplateResult[] = [];
    let at = model.leaf[row]!;
    for (let i = 0; i < shown && at >= 0; i++, at = model.caller[at]!) {
      const frame = model.frame[at]!;
      const name = frames.names[frame]!;
      const classes = `${frames.roles[frame] === Role.yourCode ? 'own' : ''} ${name === this.config.selected ? 'chosen' : ''} ${this.#search.found?.[frame] === 1 ? 'found' : ''}`;
      lines.push(html`<li><button tabindex="-1" class=${classes} title=${shownName(`${name}\n${frames.files[frame]!}`)} @click=${() => this.refine({selected: name}, false)}>
        <span class="swatch" ${cssProps({'--fill': `var(${roleTokens[frames.roles[frame]!]!})`})}></span><bdi>${shownName(name)}</bdi>${model.inlined[at] === 1 ? html`<small>${stacksTexts.inlined}</small>` : nothing}</button></li>`);
    }
    return html`
      <div class="stack ${place === this.current ? 'current' : ''}" role="listitem" tabindex=${place === this.current ? 0 : -1} id="stack-${place}" aria-setsize=${this.#rows.length} aria-posinset=${place + 1}
          ${cssProps({'--top': `${start}px`, '--rows': `${size}px`})} @focusin=${() => (this.current = place)}>
        <div class="value">
          <b>${amount(weight, unit)}</b>
          <span class="bar" aria-hidden="true"><i ${cssProps({'--share': `${total === 0 ? 0 : Math.min(100, Math.abs(weight / total) * 100)}%`})}></i></span>
          <small>${percent(weight, total)}${samples[row]! > 1 ? ` · ${stacksTexts.samples(countText(samples[row]!))}` : ''}</small>
          <button class="copy" tabindex="-1" title=${stacksTexts.copyOne} @click=${() => void this.#copy(stackText(model, row))}>${stacksTexts.copy}</button>
        </div>
        <div>
          ${said.length === 0 ? nothing : html`<ul class="labels">${said.map((line) => {
            const [, key = '', text = ''] = /^\s*(.*?):  ([^]*)$/.exec(line) ?? [];
            return html`<li title=${shownName(`${key}: ${text}`)}><em>${shownName(key)}:</em> <bdi>${shownName(text)}</bdi></li>`;
          })}</ul>`}
          <ol class="frames">${lines}</ol>
          ${depth <= firstFrames + 1 ? nothing : html`<button class="rest" tabindex="-1" @click=${() => this.#toggle(row)}>${this.opened.has(row) ? stacksTexts.fewer : stacksTexts.more(depth - shown)}</button>`}
        </div>
      </div>`;
  }

  #framesShown({depth, leaf}: Model, row: number): number {
    const frames = depth[leaf[row]!]!;
    // One frame more costs no more room than the line that says so.
    return frames <= firstFrames + 1 ? frames : this.opened.has(row) ? Math.min(frames, mostFrames) : firstFrames;
  }

  #heightOf(place: number): number {
    const model = this.#model;
    const row = this.#rows[place];
    if (model === undefined || row === undefined) return 0;
    const depth = model.depth[model.leaf[row]!]!;
    const hasLabels = model.labels[model.labelSet[row]!]!.length > 0;
    const lines = this.#framesShown(model, row) + (hasLabels ? 1 : 0) + (depth > firstFrames + 1 ? 1 : 0);
    return this.#isNarrow ? lines * this.#lineHeight + 61 : Math.max(84, lines * this.#lineHeight) + 17;
  }

  /** How many of the stacks fit in one element. */
  #countThatFits(): number {
    const fewest = Math.floor(mostPixels / (this.#lineHeight * (firstFrames + 3)));
    return Math.min(this.#rows.length, fewest);
  }

  #toggle(row: number): void {
    const opened = new Set(this.opened);
    if (!opened.delete(row)) opened.add(row);
    this.opened = opened;
  }

  /** Leaves the stacks that have a frame that was found. */
  #find(found: Uint8Array): void {
    const model = this.#stacks.answer!.model;
    const onPath = new Uint8Array(model.caller.length);
    for (let row = 0; row < onPath.length; row++) {
      const caller = model.caller[row]!;
      onPath[row] = found[model.frame[row]!] === 1 || (caller >= 0 && onPath[caller] === 1) ? 1 : 0;
    }
    this.#rows = allRows(model).filter((row) => onPath[model.leaf[row]!] === 1);
    this.current = -1;
    let weight = 0;
    for (const row of this.#rows) weight += Math.abs(model.value.numbers[row]!);
    this.dispatchEvent(new SearchResultEvent(this.#rows.length, model.shown === 0 ? undefined : weight / model.shown));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const count = this.#rows.length;
    const frames = [...this.renderRoot.querySelectorAll<HTMLElement>(`#stack-${this.current} button`)];
    const inside = frames.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLElement);
    const next = {ArrowDown: this.current + 1, ArrowUp: this.current - 1, PageDown: this.current + 5, PageUp: this.current - 5, Home: 0, End: count - 1}[event.key];
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') frames[Math.max(0, inside + (event.key === 'ArrowRight' ? 1 : -1))]?.focus();
    else if (next !== undefined && inside >= 0 && event.key.startsWith('Arrow')) {
      const to = frames[inside + (event.key === 'ArrowDown' ? 1 : -1)];
      if (to !== undefined) to.focus();
      else this.#goTo(Math.max(0, Math.min(count - 1, next)));
    } else if (next !== undefined && count > 0) this.#goTo(Math.max(0, Math.min(count - 1, next)));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #goTo(place: number): void {
    this.current = place;
    this.#virtual.getVirtualizer().scrollToIndex(place, {align: 'auto'});
    // The row is there once the list has scrolled and drawn itself.
    requestAnimationFrame(() => requestAnimationFrame(() => this.renderRoot.querySelector<HTMLElement>(`#stack-${place}`)?.focus({preventScroll: true})));
  }

  async #copyAll(model: Model): Promise<void> {
    let frames = 0;
    for (let row = 0; row < model.leaf.length; row++) frames += model.depth[model.leaf[row]!]! * model.samples[row]!;
    if (frames > mostTextFrames) {
      this.#say(stacksTexts.tooLong);
      return;
    }
    const {output, error} = await this.engine.run(this.profile.id, 'traces', {...this.config, output: ''});
    if (output.kind === 'text') await this.#copy(output.text);
    else this.#say(error);
  }

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#say(stacksTexts.copied);
    } catch {
      this.#say(stacksTexts.notCopied);
    }
  }

  #say(text: string): void {
    this.said = text;
    setTimeout(() => (this.said = ''), 2500);
  }
}

/** One stack as `-traces` prints it, with the sum of its samples. */
function stackText({leaf, caller, frame, inlined, frames, value, unit, outputUnit, ratio, labels, labelSet}: Model, row: number): string {
  const separator = '-----------+-------------------------------------------------------';
  const lines = [separator, ...labels[labelSet[row]!]!];
  const sum = value.words?.[row] ?? BigInt(value.numbers[row]!);
  let amountText = scaledLabel(ratio === 1 ? sum : BigInt(Math.trunc(Number(sum) * ratio)), unit, outputUnit);
  for (let at = leaf[row]!; at >= 0; at = caller[at]!) {
    lines.push(`${padStart(amountText, 10)}   ${frames.names[frame[at]!]!}${inlined[at] === 1 ? ' (inline)' : ''}`);
    amountText = '';
  }
  lines.push(separator);
  return lines.join('\n') + '\n';
}

function allRows({leaf}: Model): Uint32Array {
  const rows = new Uint32Array(leaf.length);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  return rows;
}

function lineHeight(): number {
  return matchMedia('(pointer: coarse)').matches ? 44 : 22;
}

function isNarrow(element: HTMLElement): boolean {
  return element.clientWidth > 0 && element.clientWidth <= 760;
}
