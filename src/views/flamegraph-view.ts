import {html, nothing, type PropertyValues} from 'lit';
import {customElement, property, query, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import type {Answer} from '../bridge/engine.js';
import type {Matcher} from '../base/regexp.js';
import type {Config} from '../config/config.js';
import type {FlameMatches} from '../report/flame-matches.js';
import type {FlamegraphReport, FlameWish, Reach} from '../report/flamegraph.js';
import {boxColours} from './flamegraph-painter.js';
import {amount, countText, percent} from './parts/amount.js';
import type {Places} from './parts/box-facts.js';
import {boxItems} from './parts/box-items.js';
import {deepestBelow, depthOf, leavesOut, nearestTo, nodesTo, pathTo, rootName, widestOf} from './parts/boxes.js';
import {Camera} from './parts/camera.js';
import {onRatioChange} from './parts/canvas.js';
import {rolesIn, type PickRoleEvent} from './parts/category-bar.js';
import {cssProps} from './parts/css-props.js';
import {FlameCanvas, type Scene} from './parts/flame-canvas.js';
import {closerLook} from './parts/flame-detail.js';
import './parts/flame-options.js';
import {flameMode} from './parts/flame-mode.js';
import {FlameGestures, type GraphHand, type Point} from './parts/flame-gestures.js';
import {flameStyles} from './parts/flame-styles.js';
import {filterActions, type FrameAction} from './parts/frame-actions.js';
import {framesMatching, framesOf, framesWith, isPlain, remembering} from './parts/frame-search.js';
import type {FrameTooltip} from './parts/frame-tooltip.js';
import {Late} from './parts/late.js';
import type {Minimap} from './parts/minimap.js';
import {onThemeChange, readPalette, roleNames} from './parts/palette.js';
import {searchOf} from '../base/search.js';
import {baseStyles, controlStyles} from './parts/styles.js';
import {renewCanvas} from './parts/surface.js';
import {ZoomFinder} from './parts/zoom-finder.js';
import {flamegraphUses} from './ask-ahead.js';
import {GoToViewEvent, ProfileView, SearchResultEvent, ViewPaintedEvent} from './profile-view.js';
import {ReportController} from './report-controller.js';

/** Below this width of the view, rows are as high as a finger wants them. */
const narrowView = 600;

const margin = 12;
const rowGap = 1;
const above = 4;
const below = 16;
/** A half of a graph that is lower has no small picture. */
const leastWithMap = 240;

/** A taller element is cut by browsers; past it, a pixel of the scroll bar stands for several of the graph. */
const tallest = 8_000_000;

/** What the options take of the line above the graph. */
const optionsRoom = 110;

/** Pixels of the graph that go onto paper. */
const deepestPrint = 1200;

const hoverMillis = 80;
const menuMillis = 250;
const sayMillis = 400;

/** From one closer look to the next, at least: to take an answer in costs more than a frame may. */
const lookMillis = 200;

/** What a first picture has seldom. */
const minimap = new Late(() => import('./parts/minimap.js'));
const tooltipParts = new Late(() => Promise.all([import('./parts/box-facts.js'), import('./parts/frame-tooltip.js')]));
const crumbs = new Late(() => import('./parts/zoom-crumbs.js'));
const sandwich = new Late(() => import('./parts/sandwich.js'));
const empty = new Late(() => import('./parts/empty-graph.js'));

/** A box that is jumped to is at least this wide, in pixels. */
const readable = 48;

@customElement('flamegraph-view')
export class FlamegraphView extends ProfileView {
  static override styles = [baseStyles, controlStyles, flameStyles];

  /** Half of a graph with a function in the middle: drawn as it is given, in place of an answer. */
  @property({attribute: false}) declare half: FlamegraphReport | undefined;
  /** What the half answers. */
  @property({attribute: false}) declare halfOf: Config | undefined;
  /** Whether the root stands at the foot and its callees, which are callers, above it. The row of the root is left to the other half. */
  @property({type: Boolean}) declare upward: boolean;

  readonly #report = new ReportController(this, 'flamegraph', {
    uses: flamegraphUses,
    ask: (config) => this.half === undefined ? config : undefined,
  });
  constructor() {
    super();
    this.upward = false;
  }

  readonly #camera = new Camera();
  readonly #picture = new FlameCanvas((at) => this.#drawn(at));

  @state() private zoomRow = 0;
  /** The box that has the keyboard, and the ring of what is selected; -1 for none. */
  @state() private cursor = -1;
  @state() private alone = -1;
  /** What is said to ears beside the name of the box. */
  @state() private said = '';

  /** What the search found, as far as it is known. */
  @state() private found: FlameMatches | undefined;

  @query('.scroller') private declare readonly scroller: HTMLElement | null;
  @query('.scroller > canvas') private declare readonly canvas: HTMLCanvasElement | null;
  @query('.minimap canvas') private declare readonly map: HTMLCanvasElement | null;
  @query('frame-tooltip') private declare readonly tooltip: FrameTooltip | null;

  /** The answer to what is asked, and what is drawn: that, or a closer look at a part of it. */
  #answer: FlamegraphReport | undefined;
  #model: FlamegraphReport | undefined;
  #leavesOut = false;
  #painted = '';
  #width = 0;
  #height = 0;
  /** Pixels of the graph above the window. */
  #top = 0;
  #zoomPath: Int32Array = new Int32Array([0]);
  #deepest = 0;
  /** Whether the camera was moved by hand away from what is zoomed to. */
  #free = false;
  readonly #zooms = new ZoomFinder();
  #matched: Uint8Array | undefined;
  /** Marks the frames of a model that the search finds, at once; undefined for no search, and until a pattern has been asked of all. */
  #mark: ((model: FlamegraphReport) => Uint8Array) | undefined;
  #searched = '';
  #searchedModel: FlamegraphReport | undefined;
  #searches = 0;
  /** What the search that was counted last came to. */
  #counting: Promise<Answer<'flameMatches'>['model'] | undefined> = Promise.resolve(undefined);
  #hovered = -1;
  #gestures: FlameGestures | undefined;
  #places: {readonly of: FlamegraphReport; readonly byName: Map<string, Places | Promise<Places | undefined>>} | undefined;
  #frame = 0;
  #minimap: Minimap | undefined;
  #stops: (() => void)[] = [];
  #resize = new ResizeObserver(() => this.#measure());

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.canvas !== null) {
      // It is another place in the page.
      renewCanvas(this.canvas);
      this.requestUpdate();
    }
    const themed = (): void => {
      this.#picture.forgetTheme();
      this.#minimap?.forget();
      this.#schedule();
    };
    const onKey = (event: KeyboardEvent): void => this.#pageKey(event);
    const print = (event: Event): void => this.#print(event.type === 'beforeprint', themed);
    window.addEventListener('theme-change', themed);
    for (const type of ['beforeprint', 'afterprint']) window.addEventListener(type, print);
    // Before the page's own keys: a step back out of a zoom comes before what else Escape does.
    window.addEventListener('keydown', onKey, true);
    document.fonts.addEventListener('loadingdone', themed);
    this.#stops = [
      onThemeChange(themed),
      onRatioChange(() => {
        this.#minimap?.forget();
        this.#schedule();
      }),
      () => window.removeEventListener('theme-change', themed),
      () => ['beforeprint', 'afterprint'].forEach((type) => window.removeEventListener(type, print)),
      () => window.removeEventListener('keydown', onKey, true),
      () => document.fonts.removeEventListener('loadingdone', themed),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#resize.disconnect();
    this.#picture.end();
    this.#isLate = false;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    clearTimeout(this.#saying);
    this.#gestures?.stop();
    this.#hideTooltip();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const answer = this.half ?? this.#report.answer?.model;
    const fresh = answer !== this.#answer;
    if (fresh) {
      this.#answer = this.#model = answer;
      this.#leavesOut = answer !== undefined && leavesOut(answer);
      this.#looked = undefined;
      this.#picture.forgetPicture();
      this.#hovered = -1;
      this.#matched = undefined;
      this.#mark = undefined;
      this.#hideTooltip();
      this.#minimap?.forget();
      this.cursor = -1;
    }
    if (changed.has('profile') && changed.get('profile')?.id !== this.profile?.id) {
      this.#zooms.forget();
      this.alone = -1;
    }
    const model = this.#model;
    if (model === undefined || answer === undefined || this.config === undefined) return;
    const before = changed.has('config') ? changed.get('config') : this.config;
    if (before?.flameColour !== this.config.flameColour) this.#minimap?.forget();
    if (this.#halves(model)) {
      this.zoomRow = 0;
      return;
    }
    if (fresh || before?.zoom !== this.config.zoom || before.pivot !== this.config.pivot) this.#findZoom(model, fresh);
    if (fresh || before?.selected !== this.config.selected) this.#findSelected(model);
    if (this.config.search !== this.#searched || this.#searchedModel !== answer) void this.#search(answer);
  }

  override updated(): void {
    // An update may still be on its way when the element is taken out, and its canvas was given away.
    if (!this.isConnected) return;
    const scroller = this.scroller;
    if (scroller !== null && this.canvas !== null && this.#picture.take(this.canvas)) {
      this.#resize.disconnect();
      this.#resize.observe(scroller);
      this.#gestures?.stop();
      this.#gestures = new FlameGestures(scroller, this.#hand);
    }
    if (this.upward) this.#scrollTo(this.#top);
    // Who types sees the marks a frame sooner.
    if (this.#isMarked && this.#frame === 0 && !this.#picture.isNew && !this.#picture.isBusy) this.#paint(performance.now());
    else this.#schedule();
    this.#isMarked = false;
    // What stands in place of a graph without boxes is a picture too.
    if (this.#model !== undefined && !(this.#model.shown > 0) && this.renderRoot.querySelector('.state') !== null) this.#tellPainted();
  }

  override nextMatch(direction: 1 | -1): void {
    const model = this.#model;
    if (model === undefined) return;
    if (this.#halves(model)) this.#nextInHalves(direction);
    else if (this.config.search !== '') void this.#reach({kind: 'match', from: nodesTo(model, Math.max(0, this.cursor)), direction});
  }

  /** Goes to a box that the model may not have. */
  async #reach(reach: Reach): Promise<void> {
    const {reached = -1} = await this.#ask({reach}) ?? {};
    if (reached >= 0) this.#moveTo(reached);
  }

  /** What was asked last of a part of the graph: one question is out at a time. */
  #asking: Promise<unknown> = Promise.resolve();

  /** Draws the same graph with a part of it told apart, or with a box that is to be found; undefined where there is another graph by then. */
  #ask(wish: FlameWish): Promise<FlamegraphReport | undefined> {
    const answer = this.#answer;
    const asked = this.#asking.then(async () => {
      while (this.#answer === answer && this.isConnected) {
        const model = this.#model!;
        const keep = [this.zoomRow, this.cursor].filter((row) => row > 0).map((row) => nodesTo(model, row));
        const closer = await this.#question('flamegraph', {search: this.config.search}, {look: model.look, keep, ...wish});
        if (closer === undefined || this.#answer !== answer) return undefined;
        if (this.#refine(closer)) return closer;
      }
      return undefined;
    });
    this.#asking = asked.catch(() => undefined);
    return asked;
  }

  /** Asks about the graph that is drawn, in the way that it was asked for; undefined where there is no answer. */
  async #question<Name extends 'flamegraph' | 'flameMatches'>(name: Name, change: Partial<Config>, wish: FlameWish = {}): Promise<Answer<Name>['model'] | undefined> {
    const asked = this.half === undefined ? this.#report.answered : this.halfOf;
    if (asked === undefined) return undefined;
    const half = this.half === undefined ? {} : {half: this.upward ? 'callers' as const : 'callees' as const};
    try {
      return (await this.engine.report(this.profile.id, name, {...asked, ...change}, {...half, ...wish})).model;
    } catch {
      // The picture that is there stays, and what is wrong is said where the whole is asked for.
      return undefined;
    }
  }

  /** Takes a closer look at a part in place of the model; false where a box that is needed is not in it. */
  #refine(closer: FlamegraphReport): boolean {
    const model = this.#model!;
    const rows = [this.zoomRow, this.cursor, this.#hovered].map((row) => row <= 0 ? {row, isThere: true} : nearestTo(closer, nodesTo(model, row)));
    const [zoom, cursor, hovered] = rows as [typeof rows[0], typeof rows[0], typeof rows[0]];
    if (!zoom!.isThere || !cursor!.isThere) return false;
    this.#model = closer;
    this.#leavesOut = leavesOut(closer);
    this.zoomRow = zoom!.row;
    this.cursor = cursor!.row;
    this.#hovered = hovered!.isThere ? hovered!.row : -1;
    this.#zoomPath = pathTo(closer, this.zoomRow);
    this.#deepest = this.zoomRow === 0 ? closer.depthStart.length - 2 : deepestBelow(closer, this.zoomRow);
    if (this.#matched !== undefined) this.#matched = this.#mark?.(closer);
    this.requestUpdate();
    this.#schedule();
    return true;
  }

  /** The part that was asked for last, so that it is not asked for again where there was no answer. */
  #looked: FlameWish['look'] | undefined;
  #looks = false;

  /** Asks for boxes that are wide enough to be seen where the camera is going, unless they are here. */
  async #lookCloser(model: FlamegraphReport): Promise<void> {
    if (this.#looks || !this.#leavesOut) return;
    const {left, span} = this.#camera.target;
    const look = closerLook(model, left, span, Math.max(1, this.#width - 2 * margin));
    if (look === undefined || JSON.stringify(look) === JSON.stringify(this.#looked)) return;
    this.#looked = look;
    this.#looks = true;
    await Promise.all([this.#ask({look}), new Promise((resolve) => setTimeout(resolve, lookMillis))]);
    this.#looks = false;
    this.#schedule();
  }

  /** Steps to the next match of one half; which one is said by the last box that was pointed to or stepped to. */
  #nextInHalves(direction: 1 | -1): void {
    const halves = [...this.renderRoot.querySelectorAll<FlamegraphView>('flamegraph-view')];
    const half = halves.find((view) => view.cursor > 0 && (view.#matchCount > 0)) ?? halves.find((view) => view.#matchCount > 0);
    half?.nextMatch(direction);
  }

  #matchCount = 0;

  /** Whether a function stands in the middle, so that two views of this kind draw the graph. */
  #halves(model: FlamegraphReport): boolean {
    return this.half === undefined && model.callers !== undefined;
  }

  override render() {
    const model = this.#model;
    const waiting = this.#report.waiting ? html`<div class="waiting" aria-hidden="true"></div>` : nothing;
    if (model === undefined) return waiting;
    if (this.half === undefined && model.callers !== undefined) {
      return sandwich.get(this.#again)?.sandwich({
        model, callers: model.callers, waiting, engine: this.engine, profile: this.profile, config: this.config, answered: this.#report.answered, refine: (change) => this.refine(change), found: this.#foundInHalf,
      });
    }
    if (!(model.shown > 0)) return html`${waiting}${empty.get(this.#again)?.emptyGraph(this.profile.samples, model.sampleType, this.config, (change) => this.refine(change))}`;
    const tall = this.#height > 0 && this.#contentHeight() > this.#height;
    const crumbs = this.#crumbs(model);
    const title = html`<div class="half"><span>${this.upward ? 'Callers' : 'Callees'}${this.#foundText()}</span>${crumbs}</div>`;
    const map = this.#hasMap(tall) ? html`
      <div class="minimap ${this.upward ? 'up' : ''}" aria-hidden="true" @pointerdown=${this.#mapDown} @pointermove=${this.#mapMove}>
        <canvas></canvas><div class="seen"></div>
      </div>` : nothing;
    return html`
      ${this.half === undefined ? this.#legend(model, crumbs) : this.upward ? title : nothing}
      ${this.upward ? map : nothing}
      ${model.truncated ? html`<p class="note">There are more boxes than can be drawn: the deepest calls count in the boxes above them. A filter shows them.</p>` : nothing}
      <div class="graph">
        ${waiting}
        <button class="btn skip" @click=${() => this.dispatchEvent(new GoToViewEvent('top'))}>Show as a table</button>
        <div class="scroller" role="tree" tabindex="0"  aria-label=${this.#treeName()} aria-activedescendant="box"
          @keydown=${this.#key} @scroll=${this.#scrolled} @focus=${this.#schedule} @blur=${this.#schedule}>
          <canvas aria-hidden="true"></canvas>
          <div class="height" role="presentation" ${cssProps({'--height': `${Math.min(tallest, this.#contentHeight())}px`})}></div>
          <div class="items" role="presentation">${boxItems(model, this.#current(), this.cursor >= 0)}</div>
        </div>
        <div class="ring"></div>
      </div>
      ${this.half !== undefined && !this.upward ? title : nothing}
      ${this.upward ? nothing : map}
      <frame-tooltip popover="manual" aria-hidden="true" @pointerleave=${this.#leave}></frame-tooltip>
      <p class="seen-by-readers" aria-live="polite">${this.said}</p>`;
  }

  /** A half has a small picture too, where it is not too small itself. */
  #hasMap(tall: boolean): boolean {
    return (tall || this.zoomRow !== 0 || !this.#camera.whole) && (this.half === undefined || this.clientHeight > leastWithMap);
  }

  /** What a search found in this half: its samples are those of the other half too, so each says its own share. */
  #foundText(): string {
    const {found} = this;
    if (found === undefined || this.config.search === '') return '';
    if (found.matches === 0) return ' · no match';
    return ` · ${found.matches === 1 ? '1 box' : `${countText(found.matches)} boxes`} with ${percent(found.share, 1)} match`;
  }

  #treeName(): string {
    if (this.half !== undefined) return this.upward ? 'Callers, the nearest first' : 'The function and its callees';
    return this.config.bottomUp ? 'Flame graph, from functions to their callers' : 'Flame graph, from callers to callees';
  }

  #legend(model: FlamegraphReport, crumbs: unknown) {
    const options = html`<flame-options .config=${this.config}></flame-options>`;
    const {flameColour} = this.config;
    const isChange = flameMode(model, flameColour) === 'change';
    // Most graphs compare nothing.
    if (isChange) void import('./parts/change-legend.js');
    return html`
      <div class="tools">
        ${isChange ? html`<change-legend .noise=${model.sides!.of.noise} unit=${model.unit} widths>${crumbs}</change-legend>` : flameColour === '' ? html`<category-bar .categories=${this.#answer!.categories} .roles=${rolesIn(model.frames.roles)} .picked=${this.alone} @pick-role=${this.#pickRole}>${crumbs}</category-bar>` : html`
          <p class="key">${flameColour === 'package'
            ? html`<i class="warm"></i>your packages<i class="cool"></i>all others, each package in its own shade`
            : html`<i class="ramp"></i>the stronger the colour, the more of the total is self time of the box`}</p>${crumbs}`}
        ${options}
      </div>`;
  }

  /** What the halves found is one result. Their samples are the same ones, so shares cannot be added up. */
  readonly #foundInHalf = (event: Event): void => {
    event.stopPropagation();
    let matches = 0;
    for (const half of this.renderRoot.querySelectorAll<FlamegraphView>('flamegraph-view')) {
      if (half === event.target) half.#matchCount = (event as SearchResultEvent).matches;
      matches += half.#matchCount;
    }
    this.dispatchEvent(new SearchResultEvent(matches, undefined, (event as SearchResultEvent).error));
  };

  /** The config as the zooms of this half see it: a path of the callers has a mark, since a callee may have the same one. */
  #zoomed(): Config {
    if (this.half === undefined) return this.config;
    const {zoom} = this.config;
    const marked = zoom.startsWith(callersMark);
    return {...this.config, pivot: '', zoom: marked === this.upward ? zoom.slice(marked ? 1 : 0) : ''};
  }

  #marked(change: Partial<Config>): Partial<Config> {
    return this.upward && change.zoom !== undefined && change.zoom !== '' ? {...change, zoom: callersMark + change.zoom} : change;
  }

  #findZoom(model: FlamegraphReport, fresh: boolean): void {
    const answer = this.#answer!;
    const row = this.#zooms.find(model, this.#zoomed(), {
      of: answer,
      reach: async (reach) => {
        const found = await this.#ask({reach});
        return found === undefined || found.reached < 0 ? undefined : nodesTo(found, found.reached);
      },
      later: () => {
        if (this.#answer !== answer) return;
        const model = this.#model!;
        this.#findZoom(model, false);
        // The widest box of the function stood for the one that was not here yet.
        if (this.zoomRow > 0 && this.#nameOf(model, this.zoomRow) === this.config.selected) this.cursor = this.zoomRow;
        this.requestUpdate();
      },
    });
    this.zoomRow = row;
    this.#zoomPath = pathTo(model, row);
    this.#deepest = row === 0 ? model.depthStart.length - 2 : deepestBelow(model, row);
    this.#free = false;
    if (fresh) this.#camera.reset(model.shown);
    const {start, width} = model;
    this.#camera.goTo(start[row]!, width[row]!, fresh || this.#still() ? undefined : performance.now());
    const depth = this.#zoomPath.length - 1;
    const pitch = this.#rowHeight() + rowGap;
    const y = this.#above() + depth * pitch;
    // The box stays where the hand is, unless it cannot be seen there.
    if (this.#height > 0 && (y < this.#top || y + pitch > this.#top + this.#height)) this.#scrollTo(Math.max(0, y - 3 * pitch));
  }

  /** Renders once more, with a part that has come. */
  readonly #again = (): void => this.requestUpdate();

  #crumbs(model: FlamegraphReport) {
    if (this.zoomRow === 0 && (!this.#free || this.#camera.whole)) return nothing;
    const late = crumbs.get(this.#again);
    if (this.zoomRow === 0) return late?.resetOnly(() => this.#reset());
    return late?.zoomCrumbs(model, this.#zoomPath, this.#width - optionsRoom, (row) => this.#zoomTo(row), () => this.#reset());
  }

  #findSelected(model: FlamegraphReport): void {
    const {selected} = this.config;
    const {frames, frame} = model;
    const named = (row: number) => (row > 0 || (row === 0 && model.isSandwich === true && !this.upward)) && frames.names[frame[row]!] === selected;
    if (selected === '') this.cursor = -1;
    else if (named(this.cursor)) return;
    else this.cursor = named(this.zoomRow) ? this.zoomRow : widestOf(model, selected);
  }

  async #search(answer: FlamegraphReport): Promise<void> {
    const text = this.config.search;
    this.#searched = text;
    this.#searchedModel = answer;
    this.found = undefined;
    const turn = ++this.#searches;
    const isStale = (): boolean => turn !== this.#searches;
    if (text === '' || isPlain(text)) {
      this.#markWith(text === '' ? undefined : ({frames}) => framesWith(frames, text));
    } else {
      const search = await searchOf(text);
      if (isStale() || search.kind === 'none') return;
      if (search.kind === 'wrong') {
        this.#markWith(undefined);
        this.dispatchEvent(new SearchResultEvent(0, undefined, search.message));
        return;
      }
      const matcher: Matcher = remembering(search.matcher);
      if (await framesMatching(this.#model!.frames, matcher, isStale) === undefined || isStale()) return;
      this.#markWith(({frames}) => framesOf(frames, matcher));
    }
    if (text === '') return;
    // Boxes that are too narrow to be seen count too. One such question is out at a time, and the newest waits behind it.
    this.#counting = this.#counting.then(() => (isStale() ? undefined : this.#question('flameMatches', {search: text, selected: ''})));
    const found = await this.#counting;
    if (found === undefined || isStale()) return;
    this.found = found;
    this.dispatchEvent(new SearchResultEvent(found.matches, found.share));
  }

  #markWith(mark: ((model: FlamegraphReport) => Uint8Array) | undefined): void {
    this.#mark = mark === undefined ? undefined : (model) => {
      const matched = mark(model);
      // The root is no function, whatever its frame is called.
      matched[model.frame[0]!] = 0;
      return matched;
    };
    this.#matched = this.#mark?.(this.#model!);
    this.#isMarked = true;
    this.requestUpdate();
  }

  /** Whether the marks of a search are others than those of the last picture. */
  #isMarked = false;

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
    return this.#above() + depths * (this.#rowHeight() + rowGap) + (this.upward ? 4 : below);
  }

  /** Where the row of the root begins, from the edge that it stands at. */
  #above(): number {
    return this.upward ? -this.#rowHeight() : above;
  }

  /** Where the row of a depth begins, from the upper edge of the canvas. */
  #rowTop(depth: number): number {
    const rowHeight = this.#rowHeight();
    const top = this.#above() - this.#top + depth * (rowHeight + rowGap);
    return this.upward ? this.#height - rowHeight - top : top;
  }

  #still(): boolean {
    return matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  /** Takes over the size of the window in the page, and draws where that is another one. */
  #measure(): void {
    // A canvas keeps its old picture until the next frame, in its new size; that would flicker.
    if (this.#takeSize() || this.#picture.isNew) this.#paint(performance.now());
  }

  #takeSize(): boolean {
    const scroller = this.scroller;
    if (scroller === null) return false;
    const {clientWidth: width, clientHeight: height} = scroller;
    if (width === this.#width && height === this.#height) return false;
    const first = this.#height === 0;
    this.#width = width;
    this.#height = height;
    this.#minimap?.forget();
    this.#hideTooltip();
    if (first && this.#model !== undefined && this.zoomRow !== 0) this.#findZoom(this.#model, true);
    this.requestUpdate();
    return true;
  }

  /**
   * On paper there is no scrolling, so the graph is drawn from its root, as deep as a page is; the page has turned to its light colours before.
   * Paper waits for no other thread, so it has an element of its own.
   */
  #print(begins: boolean, themed: () => void): void {
    themed();
    this.#paper?.remove();
    this.#paper = undefined;
    const model = this.#model;
    if (!begins) {
      this.#height = 0;
      this.#measure();
    } else if (model !== undefined && this.scroller !== null && this.#width > 0) {
      this.#height = Math.max(this.#height, Math.min(deepestPrint, this.#contentHeight()));
      this.#top = 0;
      this.#paper = document.createElement('canvas');
      this.#paper.className = 'paper';
      this.#picture.paintOn(this.#paper, this.#scene(model));
      this.#paintMap(this.#answer!);
      this.scroller.append(this.#paper);
    }
  }

  #paper: HTMLCanvasElement | undefined;

  /** Draws all with the next frame. */
  readonly #schedule = (): void => {
    this.#rowsOnly = undefined;
    this.#nextFrame();
  };

  /** What the next frame draws, where it is some rows and not all. */
  #rowsOnly: Set<number> | undefined;

  /** Draws the rows of two boxes with the next frame; -1 for none. */
  #scheduleRows(row: number, other: number): void {
    const model = this.#model;
    if ((this.#frame !== 0 || this.#isLate) && this.#rowsOnly === undefined) return;
    this.#rowsOnly ??= new Set();
    for (const box of [row, other]) if (box >= 0 && model !== undefined && box < model.frame.length) this.#rowsOnly.add(depthOf(model, box));
    this.#nextFrame();
  }

  #nextFrame(): void {
    if (this.#frame !== 0 || !this.isConnected) return;
    this.#frame = requestAnimationFrame((now) => {
      this.#frame = 0;
      const rows = this.#rowsOnly;
      this.#rowsOnly = undefined;
      // What is drawn first is drawn once: when all that stands round it has its size, which is told later in this frame.
      if (this.#picture.isNew) this.#takeSize();
      else if (this.#picture.isBusy) {
        this.#rowsOnly = rows;
        this.#isLate = true;
      }
      else if (rows === undefined || !this.#picture.canDrawRows) this.#paint(now);
      else this.#picture.paintRows(rows, this.#lit());
    });
  }

  /** The box under the pointer, where that is not the selected one. */
  #lit(): number {
    return this.#hovered === this.cursor ? -1 : this.#hovered;
  }

  #paint(now: number): void {
    const model = this.#model;
    if (model === undefined || this.canvas === null || this.#width === 0 || this.#height === 0) return;
    this.#camera.step(now);
    this.#picture.paint(this.#scene(model));
    this.#paintMap(this.#answer!);
    if (this.#camera.moving) this.#schedule();
    void this.#lookCloser(model);
  }

  #scene(model: FlamegraphReport): Scene {
    return {
      model, mode: flameMode(model, this.config.flameColour), host: this,
      viewport: {
        x: margin, width: Math.max(1, this.#width - 2 * margin), height: this.#height, y: this.#above() - this.#top, rowHeight: this.#rowHeight(), gap: rowGap,
        left: this.#camera.left, span: this.#camera.span, upward: this.upward,
      },
      look: {
        zoomPath: this.#zoomPath, matched: this.#matched, role: this.alone, selected: this.cursor, hovered: this.#lit(),
        focused: this.scroller?.matches(':focus-visible') ?? false,
      },
    };
  }

  /** A picture has been drawn: the first one is told of, and what was wanted meanwhile comes next. */
  #drawn(at: number | undefined): void {
    if (at !== undefined) this.#tellPainted(at);
    const isLate = this.#isLate;
    this.#isLate = false;
    // What was never drawn is drawn once its size is known.
    if (at === undefined && this.#picture.isNew) this.#measure();
    else if (at === undefined) this.#schedule();
    else if (isLate) this.#nextFrame();
  }

  /** Whether a frame came while the last picture was on its way, and waits for it. */
  #isLate = false;

  #tellPainted(at?: number): void {
    if (this.#painted === this.profile.id) return;
    this.#painted = this.profile.id;
    this.dispatchEvent(new ViewPaintedEvent(at));
  }

  #paintMap(model: FlamegraphReport): void {
    const map = this.map;
    if (map === null) return;
    const late = minimap.get(this.#schedule);
    if (late === undefined) return;
    this.#minimap ??= new late.Minimap();
    const whole = (model.depthStart.length - 1) * (this.#rowHeight() + rowGap);
    const {left, span} = this.#camera;
    const mode = flameMode(model, this.config.flameColour);
    this.#minimap.paint(map, {model, width: Math.max(1, this.#width - 2 * margin), left, span, top: this.#top / whole, height: this.#height / whole},
      () => mode === 'package' || mode === 'self' ? {colours: boxColours(readPalette()), classes: undefined} : this.#picture.coloursOf(model, mode));
  }

  #scrollTo(top: number): void {
    const most = Math.max(0, this.#contentHeight() - this.#height);
    this.#top = Math.max(0, Math.min(top, most));
    // The element may not be as tall as that until the next update.
    void this.updateComplete.then(() => {
      const scroller = this.scroller;
      if (scroller === null) return;
      this.#mirrored = Math.round((this.upward ? most - this.#top : this.#top) / this.#squeeze());
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
      const top = scroller.scrollTop * this.#squeeze();
      this.#top = this.upward ? Math.max(0, this.#contentHeight() - this.#height - top) : top;
      this.#mirrored = -1;
    }
    this.#hideTooltip();
    this.#schedule();
  };

  #zoomAt(x: number, factor: number): void {
    const viewport = this.#picture.viewport!;
    const unit = viewport.left + ((x - viewport.x) / viewport.width) * viewport.span;
    this.#camera.zoomAt(unit, factor);
    this.#moved();
  }

  #pan(pixels: number): void {
    const viewport = this.#picture.viewport!;
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

  /** What hands do. */
  readonly #hand: GraphHand = {
    hover: (point, event) => this.#hover(point, event),
    leave: ({relatedTarget}) => {
      if (relatedTarget === null || relatedTarget !== this.tooltip) this.#leave();
    },
    click: (point) => this.#click(point),
    menu: (point, {clientX, clientY}) => {
      const row = this.#rowAt(point);
      if (row >= 0) this.#openMenu(row, {left: clientX, top: clientY, bottom: clientY});
      return row >= 0;
    },
    pan: (across, down) => {
      this.#pan(across);
      if (down !== 0) this.#scrollTo(this.#top + this.#down(down));
    },
    zoomAt: (x, factor) => this.#zoomAt(x, factor),
    wheel: (across, down) => {
      if (Math.abs(across) > Math.abs(down)) {
        if (this.#camera.whole) return false;
        this.#pan(across);
        return true;
      }
      if (this.#squeeze() === 1) return false;
      this.#hideTooltip();
      this.#scrollTo(this.#top + this.#down(down));
      return true;
    },
    back: () => void this.#back(),
    begin: () => this.#hideTooltip(),
  };

  /** A way down the screen as a way from the root. */
  #down(pixels: number): number {
    return this.upward ? -pixels : pixels;
  }

  #leave(): void {
    this.#hideTooltip();
    this.#setHovered(-1);
  }

  /** The box at a point, -1 for none; of a run of small boxes, the one that calls them. */
  #rowAt({x, y}: Point): number {
    const cell = this.#picture.viewport === undefined ? -1 : this.#picture.boxes.at(x, this.upward ? this.#height - y : y, this.#picture.viewport);
    if (cell < 0) return -1;
    const row = this.#picture.boxes.row[cell]!;
    return row;
  }

  #click(point: Point): void {
    const cell = this.#picture.viewport === undefined ? -1 : this.#picture.boxes.at(point.x, this.upward ? this.#height - point.y : point.y, this.#picture.viewport);
    if (cell < 0) return;
    if (this.#picture.boxes.small[cell] !== 0) this.#zoomToRun(cell);
    else this.#zoomTo(this.#picture.boxes.row[cell]!);
  }

  /** Goes near enough to a run of narrow boxes to tell them apart. */
  #zoomToRun(cell: number): void {
    const {x, width, left, span} = this.#picture.viewport!;
    const from = this.#picture.boxes.x0[cell]! - x;
    const wide = this.#picture.boxes.x1[cell]! - this.#picture.boxes.x0[cell]!;
    if (!(wide > 0)) return;
    this.#camera.goTo(left + (from / width) * span, (wide / width) * span, this.#still() ? undefined : performance.now());
    this.#moved();
  }

  /** Selects a box and zooms to it, which is one step of the history. */
  #zoomTo(row: number): void {
    const model = this.#model!;
    this.#hideTooltip();
    const isAll = row === 0 && model.isSandwich !== true;
    this.cursor = isAll ? -1 : row;
    const selected = isAll ? '' : model.frames.names[model.frame[row]!]!;
    const change = this.#zooms.zoomTo(model, row, this.#zoomed(), this.#answer);
    if (change !== undefined) this.refine({...this.#marked(change), selected});
    else {
      if (this.#free) this.#unfree();
      if (selected !== this.config.selected) this.refine({selected}, false);
    }
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
    const {zoom, pivot} = this.#zoomed();
    if (zoom === '' && pivot === '') this.#unfree();
    else {
      this.refine({zoom: '', pivot: ''});
    }
    this.#scrollTo(0);
  }

  /** One step back: out of a free zoom, else out of the last zoom. Whether there was one. */
  #back(): boolean {
    if (this.tooltip?.matches(':popover-open') === true) {
      this.#hideTooltip();
      this.#dismissed = true;
      return true;
    }
    if (this.#free && (!this.#camera.whole || this.zoomRow !== 0)) {
      this.#unfree();
      return true;
    }
    const change = this.#zooms.back(this.#zoomed());
    if (change !== undefined) {
      this.refine(this.#marked(change));
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
    this.refine({selected: row === 0 && model.isSandwich !== true ? '' : frames.names[frame[row]!]!}, false);
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
    const y = this.#above() + depthOf(model, row) * pitch;
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
    const name = this.#nameOf(model, row);
    this.#saying = window.setTimeout(async () => {
      const [{boxFacts, spokenRest}, places] = await Promise.all([import('./parts/box-facts.js'), this.#placesOf(row, name)]);
      if (this.cursor < 0 || this.#nameOf(this.#model!, this.cursor) !== name) return;
      this.said = spokenRest(boxFacts(this.#model!, this.cursor, places ?? {count: 1}));
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
    const {caller, firstCallee, callees} = model;
    const row = this.#current();
    const first = row === 0 ? 0 : firstCallee[caller[row]!]!;
    const last = row === 0 ? 0 : firstCallee[caller[row]! + 1]! - 1;
    const go = (to: number): boolean => {
      if (to >= 0 && (to !== this.cursor)) this.#moveTo(to);
      return true;
    };
    const step = (kind: 'callee' | 'next' | 'last'): boolean => {
      void this.#reach({kind, from: nodesTo(model, row)});
      return true;
    };
    // Callees that are too narrow to be seen are not here before somebody steps to them.
    const areAllHere = row === 0 || last - first + 1 === callees[caller[row]!]!;
    const turned = this.upward ? {ArrowUp: 'ArrowDown', ArrowDown: 'ArrowUp'}[event.key] : undefined;
    switch (turned ?? event.key) {
      case 'ArrowLeft': return go(Math.max(first, row - 1));
      case 'ArrowRight': return row === last && !areAllHere ? step('next') : go(Math.min(last, row + 1));
      case 'ArrowUp': return go(caller[row]!);
      case 'ArrowDown':
        if (firstCallee[row]! < firstCallee[row + 1]!) return go(firstCallee[row]!);
        return callees[row]! > 0 ? step('callee') : go(row);
      case 'Home': return go(first);
      case 'End': return areAllHere ? go(last) : step('last');
      case 'PageDown': case 'PageUp':
        this.#scrollTo(this.#top + this.#down((event.key === 'PageDown' ? 1 : -1) * Math.max(40, this.#height - 60)));
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
        if (event.ctrlKey || event.shiftKey || (row === 0 && model.isSandwich !== true)) return false;
        const action = this.#actions(model, row).find(({code}) => code === event.key.toLowerCase());
        action?.run();
        return action !== undefined;
      }
    }
  }

  /** Keys that mean the graph while nothing has the keyboard. Letters and digits are none of them: software that listens to speech sends such by itself. */
  #pageKey(event: KeyboardEvent): void {
    const model = this.#model;
    if (model !== undefined && this.#halves(model)) {
      this.#leaveKey(event);
      return;
    }
    if (model === undefined || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    // A tooltip goes with Escape wherever the keyboard is; other keys are ours only where it is nowhere.
    const overTooltip = event.key === 'Escape' && this.tooltip?.matches(':popover-open') === true;
    if (!overTooltip && event.composedPath()[0] !== document.body) return;
    if (!(model.shown > 0) || this.offsetParent === null) return;
    const arrow = event.key.startsWith('Arrow');
    if (!arrow && event.key !== 'Escape' && event.key !== 'Backspace') return;
    if (arrow) this.scroller?.focus();
    if (!this.#handleKey(model, event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Escape leaves the middle once there is nothing to go back to in the halves. */
  #leaveKey(event: KeyboardEvent): void {
    if ((event.key !== 'Escape' && event.key !== 'Backspace') || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || this.offsetParent === null) return;
    const halves = [...this.renderRoot.querySelectorAll<FlamegraphView>('flamegraph-view')];
    const path = event.composedPath();
    if (path[0] !== document.body && !halves.some((half) => path.includes(half))) return;
    if (this.config.zoom !== '' || halves.some((half) => half.#free || half.tooltip?.matches(':popover-open') === true)) return;
    event.preventDefault();
    event.stopPropagation();
    this.refine({sandwich: ''});
  }

  /** Where the middle of a box is, in pixels of the canvas, as far as it is seen. */
  #middleOf({start, width}: FlamegraphReport, row: number): number {
    const {x, width: across, left, span} = this.#picture.viewport!;
    const middle = Math.max(left, Math.min(left + span, start[row]! + width[row]! / 2));
    return x + ((middle - left) / span) * across;
  }

  #openMenuAtBox(row: number): void {
    const {left, top} = this.scroller!.getBoundingClientRect();
    const y = top + this.#rowTop(depthOf(this.#model!, row));
    this.#openMenu(row, {left: left + this.#middleOf(this.#model!, row), top: y, bottom: y + this.#rowHeight()});
  }

  #openMenu(row: number, anchor: {left: number; top: number; bottom: number}): void {
    const model = this.#model!;
    this.#hideTooltip();
    this.cursor = row;
    const isAll = row === 0 && model.isSandwich !== true;
    if (!isAll) this.refine({selected: model.frames.names[model.frame[row]!]!}, false);
    const name = row === 0 ? rootName(model) : model.frames.names[model.frame[row]!]!;
    const zoom: FrameAction = {title: row === 0 ? 'Show all' : 'Zoom to this box', key: '↵', code: 'enter', group: 0, run: () => this.#zoomTo(row)};
    const value = `${amount(model.cum[row]! * model.ratio, model.unit)} · ${percent(model.cum[row]!, model.total)}`;
    const menu = import('./parts/frame-menu.js');
    const open = (places?: Places): void => void menu.then(({openFrameMenu}) => openFrameMenu(anchor, {name, value}, isAll ? [zoom] : [zoom, ...this.#actions(model, row, places)]));
    if (isAll) open();
    // A menu without costs is better than one that waits for a worker with a long job.
    else void Promise.race([this.#placesOf(row, name), new Promise<undefined>((resolve) => setTimeout(resolve, menuMillis))]).then(open);
  }

  #actions(model: FlamegraphReport, row: number, places?: Places): FrameAction[] {
    const name = model.frames.names[model.frame[row]!]!;
    const through = places === undefined ? undefined : places.width * model.ratio;
    return filterActions({name, unit: model.unit, shown: model.shown * model.ratio, through, places: places?.count ?? 0}, this.config, (change) => this.refine(change), () => {
      this.said = `Copied ${shownName(name, 120)}`;
    }, (view, change) => view === 'flamegraph' ? this.refine(change) : this.dispatchEvent(new GoToViewEvent(view, change)));
  }

  #nameOf({frames, frame}: FlamegraphReport, row: number): string {
    return frames.names[frame[row]!]!;
  }

  /** What all boxes of a function come to, at once where that was asked before; undefined where there is no answer. */
  #placesOf(row: number, name: string): Places | Promise<Places | undefined> {
    const answer = this.#answer!;
    if (row === 0) return {count: 1, width: answer.shown};
    if (this.#places?.of !== answer) this.#places = {of: answer, byName: new Map()};
    const {byName} = this.#places;
    let places = byName.get(name);
    if (places === undefined) {
      places = this.#question('flameMatches', {search: '', selected: name}).then((found) => {
        if (found === undefined) return undefined;
        const known: Places = {count: found.matches, width: found.width, ...(found.drives === undefined ? {} : {drives: found.drives})};
        byName.set(name, known);
        return known;
      });
      byName.set(name, places);
    }
    return places;
  }

  #tooltipTimer = 0;
  /** Whether Escape has sent the tooltip away: it stays so until the pointer is on another box. */
  #dismissed = false;

  #hover(point: Point, event: PointerEvent): void {
    const row = this.#rowAt(point);
    const pending = this.#tooltipTimer !== 0 || this.tooltip?.matches(':popover-open') === true || this.#dismissed;
    if (row === this.#hovered && pending) return;
    const shown = this.tooltip?.matches(':popover-open') === true;
    this.#hideTooltip();
    this.#setHovered(row);
    this.#dismissed = false;
    if (row < 0) return;
    const {clientX} = event;
    // Where one was open the next is seen with the frame that lights its box.
    if (shown) return this.#showTooltip(row, clientX);
    void this.#placesOf(row, this.#nameOf(this.#model!, row));
    this.#tooltipTimer = window.setTimeout(() => {
      this.#tooltipTimer = 0;
      this.#showTooltip(row, clientX);
    }, hoverMillis);
  }

  #setHovered(row: number): void {
    if (this.#hovered === row) return;
    this.#scheduleRows(this.#hovered, row);
    this.#hovered = row;
  }

  /** Beside the hand and below the box, so that the way down is free; on the other side where the window ends. */
  #showTooltip(row: number, clientX: number): void {
    const model = this.#model;
    const tooltip = this.tooltip;
    if (model === undefined || tooltip === null || this.#picture.viewport === undefined || row >= model.frame.length) return;
    const places = this.#placesOf(row, this.#nameOf(model, row));
    const parts = tooltipParts.get(() => this.#hovered === row && this.#model === model && this.#showTooltip(row, clientX));
    if (parts === undefined) return;
    const isKnown = !(places instanceof Promise);
    if (!isKnown) {
      void places.then((known) => {
        if (known !== undefined && this.#model === model && this.#hovered === row && tooltip.matches(':popover-open')) this.#showTooltip(row, clientX);
      });
    }
    tooltip.facts = parts[0].boxFacts(model, row, isKnown ? places : {count: 1});
    void tooltip.updateComplete.then(() => {
      if (this.#hovered !== row) return;
      if (!tooltip.matches(':popover-open')) tooltip.showPopover();
      const edge = this.scroller!.getBoundingClientRect();
      const box = edge.top + this.#rowTop(depthOf(model, row));
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
    this.#tooltipTimer = 0;
    if (this.tooltip?.matches(':popover-open') === true) this.tooltip.hidePopover();
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
    const drawn = this.#minimap?.heightOf(model) ?? 1;
    this.#scrollTo(((this.upward ? rect.bottom - event.clientY : event.clientY - rect.top) / drawn) * whole - this.#height / 2);
  }
}

/** Stands before the path of a box among the callers. */
const callersMark = '-';
