import {css, html, nothing, type PropertyValues} from 'lit';
import {customElement, query, state} from 'lit/decorators.js';
import {compileRegexp, prepareRegexps} from '../base/regexp.js';
import {Role} from '../config/role.js';
import type {FlamegraphReport} from '../report/flamegraph.js';
import {boxPath, findBox, namesTo, survivingBox} from './box-path.js';
import {boxColours, paintFlamegraph, type BoxColours} from './flamegraph-painter.js';
import {amount, percent} from './parts/amount.js';
import {deepestBelow, depthOf, matchedBoxes, nearestCallers, pathTo, placesOf, widestOf, widestWhere, type Places} from './parts/boxes.js';
import {Camera} from './parts/camera.js';
import {fitCanvas, onRatioChange} from './parts/canvas.js';
import './parts/category-bar.js';
import {PickRoleEvent} from './parts/category-bar.js';
import {cssProps} from './parts/css-props.js';
import {filterActions, type FrameAction} from './parts/frame-actions.js';
import {openFrameMenu} from './parts/frame-menu.js';
import {framesMatching, framesWith, isPlain} from './parts/frame-search.js';
import {boxFacts, FrameTooltip, placeText} from './parts/frame-tooltip.js';
import {paintMinimap} from './parts/minimap.js';
import {onThemeChange, readPalette, roleNames} from './parts/palette.js';
import {searchOf} from './parts/search.js';
import {shortNames} from './parts/short-name.js';
import {spokenAmount, spokenShare} from './parts/spoken.js';
import {baseStyles, controlStyles} from './parts/styles.js';
import {TextFitter} from './parts/text-fitter.js';
import {BoxList, visibleBoxes, type Viewport} from './parts/visible-boxes.js';
import {GoToViewEvent, ProfileView, SearchResultEvent, ViewPaintedEvent} from './profile-view.js';
import {ReportController} from './report-controller.js';

/** Below this width of the view, rows are as high as a finger wants them. */
const narrowView = 600;

const margin = 12;
const rowGap = 1;
const above = 4;
const below = 16;
const minimapHeight = 40;

/** A taller element is cut by browsers; past it, a pixel of the scroll bar stands for several of the graph. */
const tallest = 8_000_000;

/** Pixels that the legend, All and Reset take of the line above the graph, and that a character of a crumb takes. */
const legendRoom = 930;
const crumbCharacter = 7;

const hoverMillis = 80;
const longPressMillis = 500;
const sayMillis = 400;

/** Pixels that a pointer may move in a click. */
const slack = 4;

/** Siblings to either side, and callers, of the box that has the keyboard: what a screen reader is given. */
const nearSiblings = 50;
const nearestAbove = 60;

/** A box that is jumped to is at least this wide, in pixels. */
const readable = 48;

@customElement('flamegraph-view')
export class FlamegraphView extends ProfileView {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: flex; flex-direction: column; height: 100%; min-height: 0; min-width: 0; position: relative; background: var(--graph-bg); container-type: inline-size; }
    .graph { position: relative; flex: 1; min-height: 80px; display: flex; }
    .scroller { flex: 1; min-width: 0; overflow: hidden auto; display: grid; grid-template: auto / 100%; touch-action: pan-y; scrollbar-width: thin; scrollbar-color: var(--line-strong) transparent; overscroll-behavior: contain; cursor: default; user-select: none; -webkit-user-select: none; -webkit-touch-callout: none; }
    .scroller:focus-visible { outline: none; }
    .scroller.dragging { cursor: grabbing; }
    .scroller > canvas { grid-area: 1 / 1; position: sticky; top: 0; display: block; align-self: start; }
    .scroller > .height { grid-area: 1 / 1; height: var(--height); pointer-events: none; }
    .scroller > .items { grid-area: 1 / 1; position: sticky; top: 0; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); pointer-events: none; }
    .skip { position: absolute; z-index: 3; inset: 6px auto auto ${margin}px; }
    .skip:not(:focus) { clip-path: inset(50%); width: 1px; height: 1px; min-height: 0; padding: 0; overflow: hidden; }
    .ring { display: none; position: absolute; inset: 0; pointer-events: none; box-shadow: inset 0 0 0 2px var(--accent); }
    .scroller:focus-visible + .ring { display: block; }
    nav { display: flex; flex: 1 1 0; justify-content: flex-end; align-items: center; gap: 3px; min-width: 0; font-size: 11px; color: var(--text-3); padding-inline: 8px 6px; }
    nav ol { display: flex; align-items: center; gap: 1px; min-width: 0; overflow: hidden; }
    nav li { display: flex; align-items: center; gap: 1px; min-width: 0; flex: 0 1 auto; }
    nav li:first-child { flex: none; }
    nav li:last-child { flex-shrink: .5; }
    nav li + li::before { content: '›'; color: var(--text-3); flex: none; padding-inline: 1px; }
    nav ol button, nav li > span { min-height: 24px; padding: 2px 5px; border-radius: 4px; color: var(--text-2); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
    nav li > span { color: var(--text); font-weight: 600; line-height: 20px; }
    nav button:hover { background: var(--panel-3); color: var(--text); }
    nav button:focus-visible { outline-offset: -2px; }
    nav .reset { flex: none; min-height: 24px; padding: 2px 8px; border-radius: 4px; color: var(--text-2); white-space: nowrap; }
    .minimap { position: relative; flex: none; height: ${minimapHeight}px; margin: 4px ${margin}px 6px; border-top: 1px solid var(--line); touch-action: none; cursor: grab; }
    .minimap canvas { display: block; }
    .minimap .seen { position: absolute; inset: 0 auto auto 0; border: 1px solid var(--text); border-radius: 2px; background: color-mix(in srgb, var(--accent) 14%, transparent); pointer-events: none; min-width: 4px; min-height: 4px; left: var(--x); width: var(--w); top: var(--y); height: var(--h); }
    .state { flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 8px; padding: 32px 24px; text-align: center; }
    .state h2 { font-size: 15px; font-weight: 600; }
    .state p { max-width: 46ch; color: var(--text-2); }
    .error { margin: 0 ${margin}px 8px; padding: 7px 11px; border: 1px solid var(--bad); border-radius: 6px; font-size: 12px; }
    .note { margin: 0 ${margin}px 6px; font-size: 11px; color: var(--text-2); }
    .waiting { position: absolute; inset: 0 0 auto 0; height: 2px; z-index: 2; overflow: hidden; pointer-events: none; opacity: 0; animation: appear 0s 300ms forwards; }
    .waiting::after { content: ''; position: absolute; inset: 0 70% 0 0; background: var(--accent); animation: along 1.1s ease-in-out infinite; }
    @keyframes appear { to { opacity: 1; } }
    @keyframes along { from { transform: translateX(-100%); } to { transform: translateX(340%); } }
    @container (max-width: ${narrowView}px) {
      nav { flex: none; padding: 0; }
      nav ol { display: none; }
      nav .reset { min-height: 44px; font-size: 12px; }
    }
    @media print { .minimap, .waiting { display: none; } }
  `];

  readonly #report = new ReportController(this, 'flamegraph');
  readonly #camera = new Camera();
  readonly #boxes = new BoxList();

  @state() private zoomRow = 0;
  /** The box that has the keyboard, and the ring of what is selected; -1 for none. */
  @state() private cursor = -1;
  @state() private alone = -1;
  /** What is said to ears beside the name of the box. */
  @state() private said = '';

  @query('.scroller') private declare readonly scroller: HTMLElement | null;
  @query('.scroller > canvas') private declare readonly canvas: HTMLCanvasElement | null;
  @query('.minimap canvas') private declare readonly map: HTMLCanvasElement | null;
  @query('frame-tooltip') private declare readonly tooltip: FrameTooltip | null;

  #model: FlamegraphReport | undefined;
  #painted = '';
  #context: CanvasRenderingContext2D | undefined;
  #width = 0;
  #height = 0;
  /** Pixels of the graph above the window. */
  #top = 0;
  #viewport: Viewport | undefined;
  #colours: BoxColours | undefined;
  #fitters: {readonly of: FlamegraphReport; readonly rowHeight: number; readonly plain: TextFitter; readonly bold: TextFitter} | undefined;
  #zoomPath: Int32Array = new Int32Array([0]);
  #deepest = 0;
  /** Whether the camera was moved by hand away from what is zoomed to. */
  #free = false;
  /** Zooms that led here, for a step back. */
  #trail: string[] = [];
  /** Names down to what `config.zoom` was found to be, to find what is left of it under other filters. */
  #known: {readonly zoom: string; readonly names: readonly string[]} | undefined;
  /** The zoom that a click has asked for, whose box need not be looked for. */
  #asked: {readonly zoom: string; readonly of: FlamegraphReport; readonly row: number} | undefined;
  #pivot: {readonly pattern: string; readonly of: FlamegraphReport; readonly row: number} | undefined;
  #matched: Uint8Array | undefined;
  #searched = '';
  #searchedModel: FlamegraphReport | undefined;
  #searches = 0;
  #hovered = -1;
  #places: {readonly of: FlamegraphReport; readonly byName: Map<string, Places>} | undefined;
  #frame = 0;
  #mapDrawn = '';
  #stops: (() => void)[] = [];
  #resize = new ResizeObserver(() => this.#measure());

  override connectedCallback(): void {
    super.connectedCallback();
    const themed = (): void => {
      this.#colours = undefined;
      this.#fitters = undefined;
      this.#mapDrawn = '';
      this.#schedule();
    };
    const onKey = (event: KeyboardEvent): void => this.#pageKey(event);
    window.addEventListener('theme-change', themed);
    // Before the page's own keys: a step back out of a zoom comes before what else Escape does.
    window.addEventListener('keydown', onKey, true);
    document.fonts.addEventListener('loadingdone', themed);
    this.#stops = [
      onThemeChange(themed),
      onRatioChange(() => {
        this.#mapDrawn = '';
        this.#schedule();
      }),
      () => window.removeEventListener('theme-change', themed),
      () => window.removeEventListener('keydown', onKey, true),
      () => document.fonts.removeEventListener('loadingdone', themed),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#resize.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    clearTimeout(this.#saying);
    clearTimeout(this.#press);
    this.#hideTooltip();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const model = this.#report.answer?.model;
    const fresh = model !== this.#model;
    if (fresh) {
      this.#model = model;
      this.#hovered = -1;
      this.#hideTooltip();
      this.#mapDrawn = '';
      this.cursor = -1;
    }
    if (changed.has('profile') && changed.get('profile')?.id !== this.profile?.id) {
      this.#trail = [];
      this.#known = undefined;
      this.alone = -1;
    }
    if (model === undefined || this.config === undefined) return;
    const before = changed.has('config') ? changed.get('config') : this.config;
    if (fresh || before?.zoom !== this.config.zoom || before.pivot !== this.config.pivot) this.#findZoom(model, fresh);
    if (fresh || before?.selected !== this.config.selected) this.#findSelected(model);
    if (this.config.search !== this.#searched || this.#searchedModel !== model) void this.#search(model);
  }

  override updated(): void {
    const scroller = this.scroller;
    if (scroller !== null && this.canvas !== null && this.#context?.canvas !== this.canvas) {
      this.#context = this.canvas.getContext('2d', {alpha: false}) ?? undefined;
      this.#resize.disconnect();
      this.#resize.observe(scroller);
      scroller.addEventListener('wheel', this.#wheel, {passive: false});
      scroller.addEventListener('touchstart', this.#touch, {passive: false});
      scroller.addEventListener('touchend', this.#touchEnd, {passive: false});
      this.#measure();
    }
    this.#schedule();
    // What stands in place of a graph without boxes is a picture too.
    if (this.#model !== undefined && !(this.#model.shown > 0)) this.#tellPainted();
  }

  override nextMatch(direction: 1 | -1): void {
    const model = this.#model;
    const matched = this.#matched;
    if (model === undefined || matched === undefined) return;
    const rows = model.frame.length;
    let row = this.cursor >= 0 ? this.cursor : 0;
    for (let step = 0; step < rows; step++) {
      row = (row + direction + rows) % rows;
      if (row === 0 || matched[model.frame[row]!] !== 1) continue;
      this.#moveTo(row);
      return;
    }
  }

  override render() {
    const model = this.#model;
    const {error} = this.#report;
    const wrong = error === undefined ? nothing : html`<p class="error" role="alert">${sentence(error.message)}</p>`;
    const waiting = this.#report.waiting ? html`<div class="waiting" aria-hidden="true"></div>` : nothing;
    if (model === undefined) return html`${waiting}${wrong}`;
    if (!(model.shown > 0)) return html`${waiting}${wrong}${this.#empty(model)}`;
    const tall = this.#contentHeight() > this.#height;
    return html`
      <category-bar .categories=${model.categories} .roles=${model.frames.roles} .picked=${this.alone} @pick-role=${this.#pickRole}>${this.#crumbs(model)}</category-bar>
      ${wrong}
      ${model.truncated ? html`<p class="note">There are more boxes than can be drawn: the deepest calls count in the boxes above them. A filter shows them.</p>` : nothing}
      <div class="graph">
        ${waiting}
        <button class="btn skip" @click=${() => this.dispatchEvent(new GoToViewEvent('top'))}>Show as a table</button>
        <div class="scroller" role="tree" tabindex="0" aria-label="Flame graph, from callers to callees" aria-activedescendant="box"
          @keydown=${this.#key} @scroll=${this.#scrolled} @click=${this.#click} @contextmenu=${this.#contextMenu}
          @pointerdown=${this.#down} @pointermove=${this.#move} @pointerup=${this.#up} @pointercancel=${this.#up} @pointerleave=${this.#leave}
          @focus=${this.#focusChanged} @blur=${this.#focusChanged}>
          <canvas aria-hidden="true"></canvas>
          <div class="height" role="presentation" ${cssProps({'--height': `${Math.min(tallest, this.#contentHeight())}px`})}></div>
          <div class="items" role="presentation">${this.#items(model)}</div>
        </div>
        <div class="ring"></div>
      </div>
      ${tall || this.zoomRow !== 0 || !this.#camera.whole ? html`
        <div class="minimap" aria-hidden="true" @pointerdown=${this.#mapDown} @pointermove=${this.#mapMove}>
          <canvas></canvas><div class="seen"></div>
        </div>` : nothing}
      <frame-tooltip popover="manual" aria-hidden="true" @pointerleave=${this.#leaveTooltip}></frame-tooltip>
      <p class="seen-by-readers" aria-live="polite">${this.said}</p>`;
  }

  /** What is said in place of a graph without boxes. */
  #empty(model: FlamegraphReport) {
    if (this.profile.samples === 0) {
      return html`<div class="state"><h2>This profile has no samples</h2>
        <p>It was read without errors, but the program did nothing while it was recorded. Put load on it and record for longer.</p></div>`;
    }
    const removed: Record<string, string> = {};
    for (const key of filters) if (this.config[key] !== '') removed[key] = '';
    if (Object.keys(removed).length > 0) {
      return html`<div class="state"><h2>Everything is filtered out</h2>
        <p>No sample is left under these filters.</p>
        <button class="btn primary" @click=${() => this.refine(removed)}>Remove all filters</button></div>`;
    }
    return html`<div class="state"><h2>Nothing was counted</h2>
      <p>Every sample of this profile has the value 0 for <b>${model.sampleType}</b>. Another sample type may hold more.</p></div>`;
  }

  #crumbs(model: FlamegraphReport) {
    if (this.zoomRow === 0) {
      return this.#free && !this.#camera.whole ? html`<nav aria-label="Zoom"><button class="reset" @click=${() => this.#reset()}>⟲ Reset</button></nav>` : nothing;
    }
    const {frames, frame} = model;
    const path = this.#zoomPath;
    const name = (row: number) => shortNames(frames.names[frame[row]!]!)[0]!.slice(0, 80);
    // The person's own functions are the landmarks of a path; where there are none near, the caller is. They get what room the legend leaves.
    let landmarks: number[] = [];
    for (let depth = path.length - 2; depth > 0 && depth > path.length - 200 && landmarks.length < 3; depth--) {
      if (frames.roles[frame[path[depth]!]!] === Role.yourCode) landmarks.push(path[depth]!);
    }
    if (landmarks.length === 0 && path.length > 2) landmarks = [path.at(-2)!];
    let room = (this.#width - legendRoom) / crumbCharacter - name(this.zoomRow).length;
    const shown: number[] = [];
    for (const row of landmarks) {
      room -= name(row).length + 4;
      if (room < 0) break;
      shown.unshift(row);
    }
    return html`<nav aria-label="Zoom">
      <ol>
        <li><button @click=${() => this.#zoomTo(0)}>All</button></li>
        ${shown.map((row) => html`<li><button @click=${() => this.#zoomTo(row)}><bdi>${name(row)}</bdi></button></li>`)}
        <li><span aria-current="true"><bdi>${name(this.zoomRow)}</bdi></span></li>
      </ol>
      <button class="reset" aria-keyshortcuts="0" title="Show all (0)" @click=${() => this.#reset()}>⟲ Reset</button>
    </nav>`;
  }

  /** The path to the box that has the keyboard, and its neighbours, as a screen reader meets them. */
  #items(model: FlamegraphReport) {
    const current = this.#current();
    const {caller, firstCallee} = model;
    const depth = depthOf(model, current);
    const callers = nearestCallers(model, current, nearestAbove);
    const first = current === 0 ? 0 : firstCallee[caller[current]!]!;
    const end = current === 0 ? 1 : firstCallee[caller[current]! + 1]!;
    const from = Math.max(first, current - nearSiblings);
    const to = Math.min(end, current + nearSiblings + 1);
    const item = (row: number, level: number, size: number, position: number) => html`
      <div role="treeitem" id=${row === current ? 'box' : `box-${row}`} aria-level=${level} aria-setsize=${size} aria-posinset=${position}
        aria-selected=${String(row === this.cursor)} aria-expanded=${firstCallee[row]! < firstCallee[row + 1]! ? 'true' : nothing}>${this.#spoken(model, row)}</div>`;
    return [
      ...callers.map((row, index) => {
        const above = caller[row]!;
        const begin = above < 0 ? 0 : firstCallee[above]!;
        return item(row, depth - callers.length + index + 1, above < 0 ? 1 : firstCallee[above + 1]! - begin, row - begin + 1);
      }),
      ...Array.from({length: to - from}, (_, index) => item(from + index, depth + 1, end - first, from + index - first + 1)),
    ];
  }

  #spoken(model: FlamegraphReport, row: number): string {
    const {frames, frame, cum, flat, total, unit, ratio, firstCallee} = model;
    const callees = firstCallee[row + 1]! - firstCallee[row]!;
    const parts = row === 0 ? ['All samples'] : [frames.names[frame[row]!]!.slice(0, 300), roleNames[frames.roles[frame[row]!]!]!];
    parts.push(`total ${spokenAmount(cum[row]! * ratio, unit)}`, spokenShare(cum[row]!, total), `self ${spokenAmount(flat[row]! * ratio, unit)}`);
    parts.push(callees === 1 ? '1 callee' : `${callees} callees`);
    return parts.join(', ');
  }

  #findZoom(model: FlamegraphReport, fresh: boolean): void {
    const {zoom, pivot} = this.config;
    // Back in the browser, or a click on a caller, has undone the steps since.
    const been = this.#trail.lastIndexOf(zoom);
    if (been >= 0) this.#trail.length = been;
    let row = 0;
    if (zoom !== '') {
      row = this.#asked?.zoom === zoom && this.#asked.of === model ? this.#asked.row : findBox(model, zoom);
      if (row > 0) this.#known = {zoom, names: namesTo(model, row)};
      else row = this.#known?.zoom === zoom ? survivingBox(model, this.#known.names) : 0;
    } else if (pivot !== '') {
      if (this.#pivot?.pattern === pivot && this.#pivot.of === model) row = this.#pivot.row;
      else void this.#findPivot(model, pivot);
    }
    this.zoomRow = row;
    this.#zoomPath = pathTo(model, row);
    this.#deepest = row === 0 ? model.depthStart.length - 2 : deepestBelow(model, row);
    this.#free = false;
    if (fresh) this.#camera.reset(model.shown);
    const {start, width} = model;
    this.#camera.goTo(start[row]!, width[row]!, fresh || this.#still() ? undefined : performance.now());
    const depth = this.#zoomPath.length - 1;
    const pitch = this.#rowHeight() + rowGap;
    const y = above + depth * pitch;
    // The box stays where the hand is, unless it cannot be seen there.
    if (this.#height > 0 && (y < this.#top || y + pitch > this.#top + this.#height)) this.#scrollTo(Math.max(0, y - 3 * pitch));
  }

  /** A link of pprof names a function by a pattern; the widest box that it matches is meant. */
  async #findPivot(model: FlamegraphReport, pattern: string): Promise<void> {
    let row = 0;
    try {
      await prepareRegexps([pattern]);
      const matched = await framesMatching({names: model.frames.names, files: []}, compileRegexp(pattern, 'p'), () => this.#model !== model);
      if (matched === undefined) return;
      row = Math.max(0, widestWhere(model.frame, model.width, matched));
    } catch {
      // A pattern that is wrong zooms to nothing; the box for filters says what is wrong with one.
    }
    this.#pivot = {pattern, of: model, row};
    if (this.#model === model && this.config.pivot === pattern && this.config.zoom === '') {
      this.#findZoom(model, false);
      this.requestUpdate();
    }
  }

  #findSelected(model: FlamegraphReport): void {
    const {selected} = this.config;
    const {frames, frame} = model;
    const named = (row: number) => row > 0 && frames.names[frame[row]!] === selected;
    if (selected === '') this.cursor = -1;
    else if (named(this.cursor)) return;
    else this.cursor = named(this.zoomRow) ? this.zoomRow : widestOf(model, selected);
  }

  async #search(model: FlamegraphReport): Promise<void> {
    const text = this.config.search;
    this.#searched = text;
    this.#searchedModel = model;
    const turn = ++this.#searches;
    if (text === '') this.#found(model, undefined);
    else if (isPlain(text)) this.#found(model, framesWith(model.frames, text));
    else {
      const search = await searchOf(text);
      if (turn !== this.#searches || search.kind === 'none') return;
      if (search.kind === 'wrong') {
        this.#found(model, undefined);
        this.dispatchEvent(new SearchResultEvent(0, undefined, search.message));
        return;
      }
      const matched = await framesMatching(model.frames, search.matcher, () => turn !== this.#searches);
      if (matched !== undefined && turn === this.#searches) this.#found(model, matched);
    }
  }

  #found(model: FlamegraphReport, matched: Uint8Array | undefined): void {
    this.#matched = matched;
    this.#schedule();
    if (matched === undefined) return;
    // The root is no function, whatever its frame is called.
    matched[model.frame[0]!] = 0;
    const {matches, width} = matchedBoxes(model, matched);
    this.dispatchEvent(new SearchResultEvent(matches, model.shown > 0 ? width / model.shown : 0));
  }

  #pickRole(event: PickRoleEvent): void {
    this.alone = event.role;
    this.said = event.role < 0 ? 'All kinds of code in full colour' : `Only ${roleNames[event.role]} in full colour`;
  }

  /** The box that keys speak of. */
  #current(): number {
    return this.cursor >= 0 ? this.cursor : this.zoomRow;
  }

  #rowHeight(): number {
    return this.#width > 0 && this.#width <= narrowView ? 24 : 20;
  }

  #contentHeight(): number {
    const depths = this.#free ? (this.#model?.depthStart.length ?? 1) - 1 : this.#deepest + 1;
    return above + depths * (this.#rowHeight() + rowGap) + below;
  }

  #still(): boolean {
    return matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  #measure(): void {
    const scroller = this.scroller;
    if (scroller === null) return;
    const {clientWidth: width, clientHeight: height} = scroller;
    if (width === this.#width && height === this.#height) return;
    const first = this.#height === 0;
    this.#width = width;
    this.#height = height;
    this.#mapDrawn = '';
    this.#hideTooltip();
    if (first && this.#model !== undefined && this.zoomRow !== 0) this.#findZoom(this.#model, true);
    this.requestUpdate();
    // A canvas keeps its old picture until the next frame, in its new size; that would flicker.
    this.#paint(performance.now());
  }

  #schedule(): void {
    if (this.#frame !== 0 || !this.isConnected) return;
    this.#frame = requestAnimationFrame((now) => {
      this.#frame = 0;
      this.#paint(now);
    });
  }

  #paint(now: number): void {
    const model = this.#model;
    const context = this.#context;
    const canvas = this.canvas;
    if (model === undefined || context === undefined || canvas === null || this.#width === 0 || this.#height === 0) return;
    this.#camera.step(now);
    const ratio = fitCanvas(canvas, context, this.#width, this.#height);
    const rowHeight = this.#rowHeight();
    const viewport: Viewport = {
      x: margin, width: Math.max(1, this.#width - 2 * margin), height: this.#height, y: above - this.#top, rowHeight, gap: rowGap,
      left: this.#camera.left, span: this.#camera.span,
    };
    this.#viewport = viewport;
    this.#colours ??= boxColours(readPalette());
    const fitters = this.#fittersFor(model, context, rowHeight);
    visibleBoxes(model, viewport, this.#boxes);
    paintFlamegraph(context, model, viewport, this.#boxes, {
      colours: this.#colours, fitter: fitters.plain, boldFitter: fitters.bold, ratio, zoomPath: this.#zoomPath, matched: this.#matched,
      role: this.alone, selected: this.cursor, hovered: this.#hovered === this.cursor ? -1 : this.#hovered, focused: this.scroller?.matches(':focus-visible') ?? false,
    });
    this.#paintMap(model);
    if (this.#camera.moving) this.#schedule();
    this.#tellPainted();
  }

  #tellPainted(): void {
    if (this.#painted === this.profile.id) return;
    this.#painted = this.profile.id;
    this.dispatchEvent(new ViewPaintedEvent());
  }

  #fittersFor(model: FlamegraphReport, context: CanvasRenderingContext2D, rowHeight: number) {
    if (this.#fitters?.of === model && this.#fitters.rowHeight === rowHeight) return this.#fitters;
    const family = getComputedStyle(this).fontFamily;
    const size = rowHeight > 20 ? 12.5 : 11.5;
    const fitter = (weight: number) => new TextFitter(context, `${weight} ${size}px ${family}`, model.frames.names);
    return (this.#fitters = {of: model, rowHeight, plain: fitter(500), bold: fitter(650)});
  }

  #paintMap(model: FlamegraphReport): void {
    const map = this.map;
    if (map === null || this.#colours === undefined) return;
    const width = Math.max(1, this.#width - 2 * margin);
    const key = `${width} ${map.width} ${globalThis.devicePixelRatio}`;
    if (this.#mapDrawn !== key || this.#mapOf !== model) {
      const context = map.getContext('2d', {alpha: false});
      if (context === null) return;
      fitCanvas(map, context, width, minimapHeight - 1);
      paintMinimap(context, model, width, minimapHeight - 1, this.#colours);
      this.#mapDrawn = `${width} ${map.width} ${globalThis.devicePixelRatio}`;
      this.#mapOf = model;
    }
    const {left, span} = this.#camera;
    const whole = (model.depthStart.length - 1) * (this.#rowHeight() + rowGap);
    const drawn = Math.min(minimapHeight - 1, mapHeight(model));
    const seen = map.nextElementSibling as HTMLElement;
    seen.style.setProperty('--x', `${(left / model.shown) * width}px`);
    seen.style.setProperty('--w', `${(span / model.shown) * width}px`);
    seen.style.setProperty('--y', `${Math.min(1, this.#top / whole) * drawn}px`);
    seen.style.setProperty('--h', `${Math.min(1, this.#height / whole) * drawn}px`);
  }

  #mapOf: FlamegraphReport | undefined;

  #scrollTo(top: number): void {
    const most = Math.max(0, this.#contentHeight() - this.#height);
    this.#top = Math.max(0, Math.min(top, most));
    // The element may not be as tall as that until the next update.
    void this.updateComplete.then(() => {
      const scroller = this.scroller;
      if (scroller === null) return;
      this.#mirrored = Math.round(this.#top / this.#squeeze());
      scroller.scrollTop = this.#mirrored;
      this.#mirrored = scroller.scrollTop;
    });
    this.#schedule();
  }

  /** Where we put the scroll bar, so that its event is told from a hand's. */
  #mirrored = -1;

  #squeeze(): number {
    const most = this.#contentHeight() - this.#height;
    const room = Math.min(tallest, this.#contentHeight()) - this.#height;
    return room > 0 && most > 0 ? most / room : 1;
  }

  readonly #scrolled = (): void => {
    const scroller = this.scroller!;
    if (Math.abs(scroller.scrollTop - this.#mirrored) > 1) {
      this.#top = scroller.scrollTop * this.#squeeze();
      this.#mirrored = -1;
    }
    this.#hideTooltip();
    this.#schedule();
  };

  readonly #wheel = (event: WheelEvent): void => {
    const viewport = this.#viewport;
    if (viewport === undefined) return;
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? this.#height : 1;
    const along = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.#zoomAt(this.#pointOf(event).x, Math.exp(-Math.max(-80, Math.min(80, event.deltaY * lines)) / 150));
    } else if (Math.abs(along) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
      if (this.#camera.whole) return;
      event.preventDefault();
      this.#pan(along * lines);
    } else if (this.#squeeze() !== 1) {
      event.preventDefault();
      this.#hideTooltip();
      this.#scrollTo(this.#top + event.deltaY * lines);
    }
  };

  #zoomAt(x: number, factor: number): void {
    const viewport = this.#viewport!;
    const unit = viewport.left + ((x - viewport.x) / viewport.width) * viewport.span;
    this.#camera.zoomAt(unit, factor);
    this.#moved();
  }

  #pan(pixels: number): void {
    const viewport = this.#viewport!;
    if (this.#camera.whole) return;
    this.#camera.pan((pixels / viewport.width) * viewport.span);
    this.#moved();
  }

  /** The camera was moved by hand. */
  #moved(): void {
    this.#hideTooltip();
    if (!this.#free) {
      this.#free = true;
      this.requestUpdate();
    } else if (this.#camera.whole !== (this.map === null)) {
      this.requestUpdate();
    }
    this.#schedule();
  }

  readonly #pointers = new Map<number, {x: number; y: number}>();
  #drag: {x: number; y: number; moved: boolean} | undefined;
  #press = 0;
  /** A click that ends a drag or a long press is none. */
  #ignoreClick = false;

  /** Two fingers are ours; one may scroll. */
  readonly #touch = (event: TouchEvent): void => {
    if (event.touches.length >= 2) event.preventDefault();
  };

  /** The end of a long press is no click, and takes the keyboard from no menu. */
  readonly #touchEnd = (event: TouchEvent): void => {
    if (this.#ignoreClick && event.cancelable) event.preventDefault();
  };

  #down(event: PointerEvent): void {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    const point = this.#pointOf(event);
    this.#pointers.set(event.pointerId, point);
    this.#ignoreClick = false;
    this.#hideTooltip();
    clearTimeout(this.#press);
    if (this.#pointers.size > 1) {
      this.#drag = undefined;
      this.#ignoreClick = true;
      return;
    }
    this.#drag = {...point, moved: false};
    if (event.pointerType !== 'mouse') {
      const {clientX, clientY} = event;
      this.#press = window.setTimeout(() => {
        const row = this.#rowAt(point);
        if (row < 0 || this.#drag?.moved === true || this.#pointers.size !== 1) return;
        this.#ignoreClick = true;
        this.#openMenu(row, {left: clientX, top: clientY, bottom: clientY});
      }, longPressMillis);
    }
  }

  #move(event: PointerEvent): void {
    const point = this.#pointOf(event);
    const before = this.#pointers.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType === 'mouse') this.#hover(point, event);
      return;
    }
    if (this.#pointers.size === 2) {
      this.#pinch(event.pointerId, before, point);
      this.#pointers.set(event.pointerId, point);
      return;
    }
    const drag = this.#drag;
    if (drag === undefined) return;
    if (!drag.moved) {
      if (Math.hypot(point.x - drag.x, point.y - drag.y) <= slack) return;
      drag.moved = true;
      clearTimeout(this.#press);
      this.#ignoreClick = true;
      this.scroller!.setPointerCapture(event.pointerId);
      this.scroller!.classList.add('dragging');
    }
    this.#pan(before.x - point.x);
    if (event.pointerType === 'mouse') this.#scrollTo(this.#top + before.y - point.y);
    this.#pointers.set(event.pointerId, point);
  }

  /** What lies under the two fingers stays under them. */
  #pinch(moved: number, before: {x: number; y: number}, after: {x: number; y: number}): void {
    const still = [...this.#pointers].find(([id]) => id !== moved)![1];
    const apart = Math.abs(before.x - still.x);
    const apartNow = Math.abs(after.x - still.x);
    if (apart > 8 && apartNow > 8) this.#zoomAt((before.x + still.x) / 2, apartNow / apart);
    this.#pan((before.x - after.x) / 2);
    this.#scrollTo(this.#top + (before.y - after.y) / 2);
  }

  #up(event: PointerEvent): void {
    clearTimeout(this.#press);
    this.#pointers.delete(event.pointerId);
    this.#drag = undefined;
    this.scroller?.classList.remove('dragging');
  }

  #leave(event: PointerEvent): void {
    const to = event.relatedTarget;
    if (to instanceof FrameTooltip || this.#drag?.moved === true) return;
    this.#hideTooltip();
    this.#setHovered(-1);
  }

  #leaveTooltip(): void {
    this.#hideTooltip();
    this.#setHovered(-1);
  }

  #pointOf(event: MouseEvent): {x: number; y: number} {
    const {left, top} = this.scroller!.getBoundingClientRect();
    return {x: event.clientX - left, y: event.clientY - top};
  }

  /** The box at a point, -1 for none; of a run of small boxes, the one that calls them. */
  #rowAt({x, y}: {x: number; y: number}): number {
    const cell = this.#viewport === undefined ? -1 : this.#boxes.at(x, y, this.#viewport);
    if (cell < 0) return -1;
    const row = this.#boxes.row[cell]!;
    return this.#boxes.small[cell] === 0 ? row : this.#model!.caller[row]!;
  }

  readonly #click = (event: MouseEvent): void => {
    if (this.#ignoreClick || this.#viewport === undefined || this.#model === undefined) {
      this.#ignoreClick = false;
      return;
    }
    const point = this.#pointOf(event);
    const cell = this.#boxes.at(point.x, point.y, this.#viewport);
    if (cell < 0) return;
    if (this.#boxes.small[cell] !== 0) this.#zoomToRun(cell);
    else this.#zoomTo(this.#boxes.row[cell]!);
  };

  /** Goes near enough to a run of narrow boxes to tell them apart. */
  #zoomToRun(cell: number): void {
    const {start, width, firstCallee, caller} = this.#model!;
    const first = this.#boxes.row[cell]!;
    const last = firstCallee[caller[first]! + 1]! - 1;
    const span = start[last]! + width[last]! - start[first]!;
    if (!(span > 0)) return;
    this.#camera.goTo(start[first]!, span, this.#still() ? undefined : performance.now());
    this.#moved();
  }

  /** Selects a box and zooms to it, which is one step of the history. */
  #zoomTo(row: number): void {
    const model = this.#model!;
    const zoom = boxPath(model, row);
    this.#hideTooltip();
    this.cursor = row === 0 ? -1 : row;
    const selected = row === 0 ? '' : model.frames.names[model.frame[row]!]!;
    if (zoom === this.config.zoom && (zoom !== '' || this.config.pivot === '')) {
      if (this.#free) this.#unfree();
      if (selected !== this.config.selected) this.refine({selected}, false);
      return;
    }
    this.#trail.push(this.config.zoom);
    this.#asked = {zoom, of: model, row};
    this.refine({zoom, selected, pivot: ''});
  }

  /** Back to what is zoomed to, from where a hand has moved the camera. */
  #unfree(): void {
    const {start, width} = this.#model!;
    this.#free = false;
    this.#camera.goTo(start[this.zoomRow]!, width[this.zoomRow]!, this.#still() ? undefined : performance.now());
    this.requestUpdate();
    this.#schedule();
  }

  #reset(): void {
    if (this.config.zoom === '' && this.config.pivot === '') this.#unfree();
    else {
      this.#trail = [];
      this.refine({zoom: '', pivot: ''});
    }
    this.#scrollTo(0);
  }

  /** One step back: out of a free zoom, else out of the last zoom. Whether there was one. */
  #back(): boolean {
    if (this.tooltip?.matches(':popover-open') === true) {
      this.#hideTooltip();
      return true;
    }
    if (this.#free && (!this.#camera.whole || this.zoomRow !== 0)) {
      this.#unfree();
      return true;
    }
    if (this.config.zoom !== '' || this.config.pivot !== '') {
      this.refine({zoom: this.#trail.pop() ?? '', pivot: ''});
      return true;
    }
    if (this.alone >= 0) {
      this.alone = -1;
      return true;
    }
    return false;
  }

  /** Gives a box the keyboard and the selection, and brings it to where it can be read. */
  #moveTo(row: number): void {
    const model = this.#model!;
    const {start, width, frame, frames, shown} = model;
    this.cursor = row;
    this.#hideTooltip();
    this.refine({selected: row === 0 ? '' : frames.names[frame[row]!]!}, false);
    const {left, span} = this.#camera;
    const across = Math.max(1, this.#width - 2 * margin);
    const outside = start[row]! + width[row]! <= left || start[row]! >= left + span;
    const narrow = (width[row]! / span) * across < 3;
    if ((outside || narrow) && width[row]! > 0) {
      const wanted = Math.min(shown, narrow || (width[row]! / span) * across < readable ? (width[row]! * across) / readable : span);
      this.#camera.goTo(start[row]! + width[row]! / 2 - wanted / 2, wanted, this.#still() ? undefined : performance.now());
      this.#moved();
    }
    const pitch = this.#rowHeight() + rowGap;
    const y = above + depthOf(model, row) * pitch;
    if (y < this.#top + pitch || y + 2 * pitch > this.#top + this.#height) {
      if (depthOf(model, row) > this.#deepest && !this.#free) this.#moved();
      this.#scrollTo(y < this.#top + pitch ? y - pitch : y + 2 * pitch - this.#height);
    }
    this.#sayLater(model, row);
    this.#schedule();
  }

  #saying = 0;

  /** Says the rest of a tooltip once the keys rest: the name of the box has been read by then. */
  #sayLater(model: FlamegraphReport, row: number): void {
    clearTimeout(this.#saying);
    this.#saying = window.setTimeout(() => {
      if (this.#model !== model || this.cursor !== row) return;
      const facts = boxFacts(model, row, this.#placesOf(model, row).count);
      this.said = [
        placeText(facts.file, facts.line),
        facts.callerCum === undefined ? '' : `${spokenShare(facts.cum, facts.callerCum)} of ${facts.callerName.slice(0, 120)}`,
        facts.places > 1 ? `in ${facts.places} places` : '',
      ].filter((part) => part !== '').join(', ');
    }, sayMillis);
  }

  readonly #key = (event: KeyboardEvent): void => {
    const model = this.#model;
    if (model === undefined || event.defaultPrevented || event.altKey || event.metaKey || (event.ctrlKey && event.key !== 'F10')) return;
    if (this.#handleKey(model, event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  #handleKey(model: FlamegraphReport, event: KeyboardEvent): boolean {
    const {caller, firstCallee} = model;
    const row = this.#current();
    const first = row === 0 ? 0 : firstCallee[caller[row]!]!;
    const last = row === 0 ? 0 : firstCallee[caller[row]! + 1]! - 1;
    const go = (to: number): boolean => {
      if (to >= 0 && (to !== this.cursor)) this.#moveTo(to);
      return true;
    };
    switch (event.key) {
      case 'ArrowLeft': return go(Math.max(first, row - 1));
      case 'ArrowRight': return go(Math.min(last, row + 1));
      case 'ArrowUp': return go(caller[row]!);
      case 'ArrowDown': return go(firstCallee[row]! < firstCallee[row + 1]! ? firstCallee[row]! : row);
      case 'Home': return go(first);
      case 'End': return go(last);
      case 'PageDown': case 'PageUp':
        this.#scrollTo(this.#top + (event.key === 'PageDown' ? 1 : -1) * Math.max(40, this.#height - 60));
        return true;
      case 'Enter': case ' ':
        this.#zoomTo(row);
        return true;
      case 'Escape': case 'Backspace': return this.#back();
      case '0':
        this.#reset();
        return true;
      case '+': case '=': case '-':
        this.#zoomAt(this.#middleOf(model, row), event.key === '-' ? 1 / 1.5 : 1.5);
        return true;
      case 'ContextMenu': this.#openMenuAtBox(row); return true;
      case 'F10':
        if (!event.shiftKey) return false;
        this.#openMenuAtBox(row);
        return true;
      default: {
        if (event.ctrlKey || event.shiftKey || row === 0) return false;
        const action = this.#actions(model, row).find(({code}) => code === event.key.toLowerCase());
        action?.run();
        return action !== undefined;
      }
    }
  }

  /** Keys that mean the graph while nothing has the keyboard. Letters and digits are none of them: software that listens to speech sends such by itself. */
  #pageKey(event: KeyboardEvent): void {
    const model = this.#model;
    if (model === undefined || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.composedPath()[0] !== document.body) return;
    if (!(model.shown > 0) || this.offsetParent === null) return;
    const arrow = event.key.startsWith('Arrow');
    if (!arrow && event.key !== 'Escape' && event.key !== 'Backspace') return;
    if (arrow) this.scroller?.focus();
    if (!this.#handleKey(model, event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Where the middle of a box is, in pixels of the canvas, as far as it is seen. */
  #middleOf({start, width}: FlamegraphReport, row: number): number {
    const {x, width: across, left, span} = this.#viewport!;
    const middle = Math.max(left, Math.min(left + span, start[row]! + width[row]! / 2));
    return x + ((middle - left) / span) * across;
  }

  readonly #contextMenu = (event: MouseEvent): void => {
    event.preventDefault();
    // A keyboard's wish comes with a key, and a finger's long press has been heard.
    if (event.button !== 2 || this.#ignoreClick) return;
    const row = this.#rowAt(this.#pointOf(event));
    if (row >= 0) this.#openMenu(row, {left: event.clientX, top: event.clientY, bottom: event.clientY});
  };

  #openMenuAtBox(row: number): void {
    const {left, top} = this.scroller!.getBoundingClientRect();
    const y = top + above - this.#top + depthOf(this.#model!, row) * (this.#rowHeight() + rowGap);
    this.#openMenu(row, {left: left + this.#middleOf(this.#model!, row), top: y, bottom: y + this.#rowHeight()});
  }

  #openMenu(row: number, anchor: {left: number; top: number; bottom: number}): void {
    const model = this.#model!;
    this.#hideTooltip();
    this.cursor = row;
    if (row !== 0) this.refine({selected: model.frames.names[model.frame[row]!]!}, false);
    const name = row === 0 ? 'All samples' : model.frames.names[model.frame[row]!]!;
    const zoom: FrameAction = {title: row === 0 ? 'Show all' : 'Zoom to this box', key: '↵', code: 'enter', group: 0, run: () => this.#zoomTo(row)};
    void openFrameMenu(anchor, {name, value: `${amount(model.cum[row]! * model.ratio, model.unit)} · ${percent(model.cum[row]!, model.total)}`}, row === 0 ? [zoom] : [zoom, ...this.#actions(model, row)]);
  }

  #actions(model: FlamegraphReport, row: number): FrameAction[] {
    const name = model.frames.names[model.frame[row]!]!;
    const {count, width} = this.#placesOf(model, row);
    return filterActions({name, unit: model.unit, shown: model.shown * model.ratio, through: width * model.ratio, places: count}, this.config, (change) => this.refine(change), () => {
      this.said = `Copied ${name.slice(0, 120)}`;
    });
  }

  #placesOf(model: FlamegraphReport, row: number): Places {
    if (row === 0) return {count: 1, width: model.shown};
    if (this.#places?.of !== model) this.#places = {of: model, byName: new Map()};
    const name = model.frames.names[model.frame[row]!]!;
    let places = this.#places.byName.get(name);
    if (places === undefined) this.#places.byName.set(name, places = placesOf(model, name));
    return places;
  }

  #tooltipTimer = 0;

  #hover(point: {x: number; y: number}, event: PointerEvent): void {
    const row = this.#rowAt(point);
    if (row === this.#hovered) return;
    const shown = this.tooltip?.matches(':popover-open') === true;
    this.#hideTooltip();
    this.#setHovered(row);
    if (row < 0) return;
    const {clientX} = event;
    this.#tooltipTimer = window.setTimeout(() => this.#showTooltip(row, clientX), shown ? 0 : hoverMillis);
  }

  #setHovered(row: number): void {
    if (this.#hovered === row) return;
    this.#hovered = row;
    this.#schedule();
  }

  /** Beside the hand and below the box, so that the way down is free; on the other side where the window ends. */
  #showTooltip(row: number, clientX: number): void {
    const model = this.#model;
    const tooltip = this.tooltip;
    if (model === undefined || tooltip === null || this.#viewport === undefined || row >= model.frame.length) return;
    tooltip.facts = boxFacts(model, row, this.#placesOf(model, row).count);
    void tooltip.updateComplete.then(() => {
      if (this.#hovered !== row) return;
      if (!tooltip.matches(':popover-open')) tooltip.showPopover();
      const edge = this.scroller!.getBoundingClientRect();
      const box = edge.top + this.#viewport!.y + depthOf(model, row) * (this.#rowHeight() + rowGap);
      const {width, height} = tooltip.getBoundingClientRect();
      const right = clientX + 14 + width <= innerWidth - 8;
      const x = right ? clientX + 14 : Math.max(8, clientX - 14 - width);
      const under = box + this.#rowHeight() + 6;
      const y = under + height <= innerHeight - 8 ? under : Math.max(8, box - 6 - height);
      tooltip.style.setProperty('left', `${x}px`);
      tooltip.style.setProperty('top', `${y}px`);
    });
  }

  #hideTooltip(): void {
    clearTimeout(this.#tooltipTimer);
    if (this.tooltip?.matches(':popover-open') === true) this.tooltip.hidePopover();
  }

  #focusChanged(): void {
    this.#schedule();
  }

  #mapDown(event: PointerEvent): void {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#look(event);
  }

  #mapMove(event: PointerEvent): void {
    if (event.buttons !== 0) this.#look(event);
  }

  /** Looks at what is pointed to in the small picture. */
  #look(event: PointerEvent): void {
    const model = this.#model!;
    const rect = this.map!.getBoundingClientRect();
    const unit = ((event.clientX - rect.left) / rect.width) * model.shown;
    if (!this.#camera.whole) this.#camera.goTo(unit - this.#camera.span / 2, this.#camera.span);
    this.#moved();
    const whole = (model.depthStart.length - 1) * (this.#rowHeight() + rowGap);
    const drawn = Math.min(minimapHeight - 1, mapHeight(model));
    this.#scrollTo(((event.clientY - rect.top) / drawn) * whole - this.#height / 2);
  }
}

/** How many pixels of the small picture the graph fills. */
function mapHeight({depthStart}: FlamegraphReport): number {
  const depths = depthStart.length - 1;
  return Math.min(minimapHeight - 1, depths * Math.max(1, Math.min(3, Math.floor((minimapHeight - 1) / depths))));
}

const filters = ['focus', 'ignore', 'hide', 'show', 'showFrom', 'pruneFrom', 'tagFocus', 'tagIgnore'] as const;

function sentence(message: string): string {
  return message.slice(0, 1).toUpperCase() + message.slice(1) + (/[.!?]$/.test(message) ? '' : '.');
}
