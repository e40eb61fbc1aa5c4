import {css, html, nothing, type TemplateResult} from 'lit';
import {customElement, state} from 'lit/decorators.js';
import {Failure} from '../base/failure.js';
import {showIn} from '../views/parts/amount.js';
import {cssProps} from '../views/parts/css-props.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {drawBeside} from '../views/parts/surface.js';
import {GoToViewEvent, RefineEvent, ReportEvent, SearchResultEvent, ViewPaintedEvent, type ProfileView} from '../views/profile-view.js';
import {views} from '../views/views.js';
import './filter-bar.js';
import type {FilterBar, SearchResult, Shown} from './filter-bar.js';
import type {FilterKey} from './filter-history.js';
import {loadOpeningStates} from './late-states.js';
import {PageElement} from './page-element.js';
import './page-footer.js';
import {pprofCommand} from './pprof-command.js';
import './profile-header.js';
import {sampleIndexOf, sampleTypeOrder, sampleTypeRow} from './sample-type.js';
import {shownOf} from './shown-of.js';
import {texts} from './texts.js';
import {keep, readKept} from './theme.js';
import {startPainter} from './trusted.js';
import './view-tabs.js';

const sideKey = 'icicle.side';
const narrowest = 280;
const widest = 520;
const standardWidth = 348;
/** Quicker than this, nothing is said of a view that is being made. */
const patienceMillis = 300;
/** Quicker than this, most views are drawn once they have their answer. */
const pictureMillis = 500;

// It begins before there is a profile, so that the first picture does not wait for it.
drawBeside(startPainter());

/** An open profile: what it is, its views, filters and details. */
@customElement('work-space')
export class WorkSpace extends PageElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: grid; grid-template: auto auto auto auto 1fr 26px / minmax(0, 1fr); height: 100%; min-height: 0; }
    .notices { display: flex; flex-direction: column; }
    opening-states { padding: 10px 12px; border-bottom: 1px solid var(--line); }
    .strip { display: flex; align-items: center; gap: 12px; flex-wrap: wrap; padding: 5px 14px; font-size: 12px; background: color-mix(in srgb, var(--warn) 12%, var(--panel)); border-bottom: 1px solid var(--line); }
    .strip .btn { min-height: var(--small); }
    .strip span { flex: 1; }
    .middle { display: grid; grid-template-columns: minmax(0, 1fr) auto var(--side); min-height: 0; }
    .middle.alone { grid-template-columns: minmax(0, 1fr); }
    /* What stands beside the table of Top stands in place of the details. */
    @media (min-width: 1240px) {
      .middle.beside { grid-template-columns: minmax(0, 1fr); }
      .middle.beside > :is(aside, .grip) { display: none; }
    }
    main { position: relative; min-width: 0; min-height: 0; display: flex; flex-direction: column; background: var(--graph-bg); }
    main:focus-visible { outline: none; }
    .view { flex: 1; min-height: 0; display: flex; flex-direction: column; }
    .view > * { flex: 1; min-height: 0; }
    .view.covered { visibility: hidden; }
    .state { position: absolute; inset: 0; z-index: 2; display: grid; place-content: center; padding: 20px; background: var(--graph-bg); }
    .state > * { display: block; width: min(560px, 86vw); }
    .state > div > .btn { margin-top: 12px; }
    .working { position: absolute; inset: 0 0 auto; height: 2px; z-index: 3; overflow: hidden; }
    .working i { display: block; height: 100%; width: 30%; background: var(--accent); animation: along 1.2s linear infinite; }
    @keyframes along { from { transform: translateX(-100%); } to { transform: translateX(340%); } }
    .grip { width: 7px; margin: 0 -3px; z-index: 4; cursor: col-resize; position: relative; touch-action: none; }
    .grip::after { content: ''; position: absolute; inset: 0 3px; background: var(--line); }
    .grip:hover::after, .grip:focus-visible::after { inset: 0 2px; background: var(--accent); }
    .grip:focus-visible { outline-offset: -1px; }
    aside { min-width: 0; min-height: 0; display: grid; }
    side-panel { background: var(--panel); }
    mobile-tabs, .sheet-head { display: none; }
    @media screen and (max-width: 900px) and (min-width: 761px) {
      .middle { grid-template-columns: minmax(0, 1fr) auto min(var(--side), 300px); }
    }
    @media screen and (max-width: 760px) {
      :host { grid-template-rows: auto auto auto 1fr auto; }
      view-tabs, page-footer, .grip { display: none; }
      .middle, .middle.alone { grid-template-columns: minmax(0, 1fr); }
      mobile-tabs { display: block; min-height: calc(56px + env(safe-area-inset-bottom)); }
      aside {
        position: fixed; inset: auto 0 calc(56px + env(safe-area-inset-bottom)); z-index: 12; grid-template-rows: auto 1fr; max-height: 0; overflow: hidden; background: var(--panel);
        border-radius: 14px 14px 0 0; box-shadow: var(--shadow); transition: max-height var(--swift); visibility: hidden;
      }
      aside.peek { max-height: 232px; visibility: visible; border-top: 1px solid var(--line-strong); }
      aside.full, aside.findings { max-height: 72dvh; visibility: visible; border-top: 1px solid var(--line-strong); }
      .sheet-head { display: flex; align-items: center; justify-content: center; height: 28px; position: relative; touch-action: none; }
      .sheet-head .pull { width: 100%; height: 100%; display: grid; place-items: center; }
      .sheet-head .pull::after { content: ''; width: 40px; height: 4px; border-radius: 2px; background: var(--line-strong); }
      .sheet-head .close { position: absolute; inset-inline-end: 4px; top: 2px; width: 44px; height: 44px; z-index: 1; text-align: center; color: var(--text-3); }
      .middle.sheeted main { padding-bottom: 218px; }
    }
    /* So much is left of a window that is zoomed to twice its size. */
    @media screen and (max-width: 760px) and (max-height: 560px) {
      aside.peek { max-height: 104px; }
      .middle.sheeted main { padding-bottom: 90px; }
    }
    @media print { :host, .middle, main, .view { display: block; height: auto; } .notices, .grip, .sheet-head, .working { display: none; } }
  `];

  @state() private shown: Shown | undefined;
  @state() private result: SearchResult | undefined;
  @state() private failure: Error | undefined;
  @state() private loadFailure: string | undefined;
  @state() private working = false;
  @state() private sideOff = readKept(sideKey) === 'off';
  @state() private sideWidth = Math.min(widest, Math.max(narrowest, Number(readKept(`${sideKey}.width`)) || standardWidth));
  @state() private sheet: 'none' | 'peek' | 'full' | 'findings' = 'none';
  @state() private noticeOff = '';
  @state() private covers: typeof import('./covers.js') | undefined;
  /** Names that a person may have meant: those of the last picture that showed anything. */
  #names: readonly string[] = [];
  readonly #made = new Map<string, ProfileView>();
  #active: ProfileView | undefined;
  #wanted = '';
  /** Profiles and views, of which each pair was marked as painted. */
  readonly #painted = new Set<string>();
  #clock: number | undefined;
  #selected = '';

  constructor() {
    super();
    this.addEventListener(RefineEvent.type, (event) => this.page.refine((event as RefineEvent).change, (event as RefineEvent).step));
    this.addEventListener(GoToViewEvent.type, (event) => this.page.showView((event as GoToViewEvent).view, (event as GoToViewEvent).change));
    this.addEventListener(SearchResultEvent.type, (event) => {
      const {matches, share, error} = event as SearchResultEvent;
      const {search} = this.page.state.config;
      const result = {matches, share, error, meant: undefined};
      this.result = result;
      if (matches === 0 && error === undefined) void this.#suggest(search, result);
    });
    this.addEventListener('report-asked', (event) => {
      if (event.composedPath()[0] !== this.#active) return;
      clearTimeout(this.#clock);
      this.#clock = setTimeout(() => (this.working = true), patienceMillis) as unknown as number;
    });
    this.addEventListener(ReportEvent.type, (event) => {
      if (event.composedPath()[0] === this.#active) this.#take(event as ReportEvent);
    });
    this.addEventListener(ViewPaintedEvent.type, (event) => {
      this.#mark((event as ViewPaintedEvent).at);
      loadRest();
    });
    this.addEventListener('step-match', (event) => this.nextMatch((event as CustomEvent<1 | -1>).detail));
    this.addEventListener('find', () => this.focusSearch());
    this.addEventListener('compare-values', (event) => this.page.showDialog('compare', (event as CustomEvent<string>).detail));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (isNarrow()) void import('./mobile-tabs.js');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // An element that is gone before its program came was never given a page.
    if (this.page?.workSpace === this) this.page.workSpace = undefined;
    clearTimeout(this.#clock);
  }

  focusSearch(): void {
    this.#bar.focusSearch();
  }

  showOptions(): void {
    void this.#bar.showOptions();
  }

  addFilter(key: FilterKey): void {
    void this.#bar.edit(key);
  }

  nextMatch(direction: 1 | -1): void {
    if (this.page.state.config.search !== '') this.#active?.nextMatch(direction);
    else this.#active?.nextHot(direction);
  }

  nextSampleType(): void {
    const {profile, state} = this.page;
    if (profile === undefined || profile.sampleTypes.length < 2) return;
    const order = sampleTypeOrder(profile);
    const next = order[(order.indexOf(sampleTypeRow(profile, state.config.sampleIndex)) + 1) % order.length]!;
    this.page.refine({sampleIndex: sampleIndexOf(profile, next)});
  }

  toggleSide(): void {
    this.sideOff = !this.sideOff;
    keep(sideKey, this.sideOff ? 'off' : '');
  }

  /** What Escape does where nothing nearer takes it: one thing less, the newest first. */
  stepBack(): void {
    const {config} = this.page.state;
    if (this.page.opening !== undefined) this.page.cancelOpening();
    else if (this.page.problem !== undefined) this.page.dismissProblem();
    else if (this.sheet !== 'none') this.sheet = 'none';
    else if (config.search !== '') this.page.refine({search: ''}, false);
    else if (config.zoom !== '' || config.pivot !== '') this.page.refine({zoom: '', pivot: ''});
    else if (config.selected !== '') this.page.refine({selected: ''}, false);
  }

  override willUpdate(): void {
    super.willUpdate(new Map());
    // Here and not where it is connected: if its program comes after the element, that is before it has a page.
    if (this.isConnected) this.page.workSpace = this;
    if (this.page.profile?.comparison !== undefined) void import('./compare-screen.js');
    loadOpeningStates(this.page);
    const {selected, unit} = this.page.state.config;
    showIn(unit);
    if (selected !== this.#selected) {
      if (selected === '') this.sheet = this.sheet === 'findings' ? 'findings' : 'none';
      else if (this.sheet !== 'full') this.sheet = 'peek';
    }
    this.#selected = selected;
  }

  override render() {
    const {page} = this;
    const {profile, state} = page;
    if (profile === undefined) return nothing;
    const command = pprofCommand(profile, state.config, state.view);
    const cover = this.#cover();
    const {workspace} = texts;
    return html`
      <profile-header .page=${page}></profile-header>
      <view-tabs .page=${page}>${profile.comparison?.kind === 'diff_base' ? html`<scale-switch .page=${page}></scale-switch>` : nothing}</view-tabs>
      <filter-bar .page=${page} .shown=${this.shown} .result=${this.result} .error=${this.#filterError()} ?rows=${state.view !== 'flamegraph'}></filter-bar>
      <div class="notices">${this.#notices()}</div>
      <div class="middle ${this.sideOff ? 'alone' : ''} ${this.sheet === 'peek' ? 'sheeted' : ''} ${state.view === 'top' && state.config.beside !== '' ? 'beside' : ''}" ${cssProps({'--side': `${this.sideWidth}px`})}>
        <main id="main" tabindex="-1" aria-label=${views.find(({name}) => name === state.view)?.title ?? ''}>
          ${this.working && cover === nothing ? html`<div class="working" role="progressbar" aria-label=${workspace.loadingView}><i></i></div>` : nothing}
          <div class="view ${cover === nothing ? '' : 'covered'}"></div>
          ${cover === nothing ? nothing : html`<div class="state">${cover}</div>`}
        </main>
        ${this.sideOff ? nothing : html`
          <div class="grip" role="separator" tabindex="0" aria-orientation="vertical" aria-label=${workspace.resize} aria-valuemin=${narrowest} aria-valuemax=${widest} aria-valuenow=${this.sideWidth}
              @pointerdown=${this.#grip} @keydown=${this.#gripKey}></div>`}
        <aside class=${this.sheet} aria-label=${workspace.side} ?hidden=${this.sideOff && !isNarrow()}>
          <div class="sheet-head">
            <button class="pull" aria-label=${this.sheet === 'full' ? workspace.hideSide : workspace.showSide} @click=${() => (this.sheet = this.sheet === 'full' ? 'peek' : 'full')} @pointerdown=${this.#pull}></button>
            <button class="close" aria-label=${workspace.close} @click=${this.#closeSheet}>✕</button>
          </div>
          <side-panel .page=${page} .engine=${page.engine} .profile=${profile} .config=${state.config} ?onlyFindings=${this.sheet === 'findings'}></side-panel>
        </aside>
      </div>
      <page-footer .page=${page} command=${command}></page-footer>
      <mobile-tabs .page=${page} .sheet=${this.sheet} command=${command} @show-findings=${this.#showFindings} @show-view=${() => (this.sheet = 'none')}></mobile-tabs>`;
  }

  override updated(): void {
    const {profile, state, engine} = this.page;
    if (profile === undefined) return;
    if (state.view !== this.#wanted) void this.#load(state.view);
    const active = this.#active;
    if (active === undefined) return;
    // The answers of views that are not shown are about the profile before.
    if (active.profile.id !== profile.id) for (const [name, view] of this.#made) if (view !== active) this.#made.delete(name);
    active.engine = engine;
    active.profile = profile;
    active.config = state.config;
  }

  get #bar(): FilterBar {
    return this.renderRoot.querySelector('filter-bar')!;
  }

  /** Puts the view of this name into the page; a view that was made stays, for its scroll and its answer. */
  async #load(name: string): Promise<void> {
    this.#wanted = name;
    const entry = views.find((view) => view.name === name);
    if (entry === undefined) return;
    let view = this.#made.get(name);
    if (view === undefined) {
      // What is there already can ask before this is drawn, and the thread that answers works meanwhile.
      if (customElements.get(entry.tag) === undefined) {
        try {
          await entry.load();
        } catch {
          this.#wanted = '';
          this.loadFailure = name;
          loadRest();
          return;
        }
      }
      if (this.#wanted !== name) return;
      view = document.createElement(entry.tag) as ProfileView;
      this.#made.set(name, view);
    }
    this.loadFailure = undefined;
    this.failure = undefined;
    this.result = undefined;
    this.#active = view;
    const {profile, state, engine} = this.page;
    view.engine = engine;
    view.profile = profile!;
    view.config = state.config;
    this.renderRoot.querySelector('.view')!.replaceChildren(view);
    this.requestUpdate();
  }

  /** Makes the views anew, after the thread that they asked has ended. */
  #again(): void {
    this.failure = undefined;
    this.#made.clear();
    this.#active = undefined;
    void this.#load(this.page.state.view);
  }

  #take({answer, error}: ReportEvent): void {
    clearTimeout(this.#clock);
    this.working = false;
    this.failure = error;
    // The picture is drawn first, if one comes.
    setTimeout(loadRest, answer === undefined ? 0 : pictureMillis);
    if (answer === undefined) return;
    if (!this.#painted.has(this.#pair)) performance.mark('view-answered', {detail: this.page.state.view});
    const shown = shownOf(answer);
    this.shown = shown;
    const {frames} = answer.model as {readonly frames?: {readonly names: readonly string[]}};
    if (frames !== undefined && frames.names.length > 1) this.#names = frames.names;
  }

  /** The first picture of a profile in a view is there when it was drawn; where that is not told, once the frame that holds it is over. */
  #mark(at: number | undefined): void {
    const pair = this.#pair;
    if (this.#painted.has(pair)) return;
    this.#painted.add(pair);
    const {view} = this.page.state;
    const mark = (startTime: number): void => void performance.mark('view-painted', {detail: view, startTime});
    if (at !== undefined) mark(at);
    else {
      requestAnimationFrame(() => {
        const {port1, port2} = new MessageChannel();
        port1.onmessage = () => {
          mark(performance.now());
          port1.close();
        };
        port2.postMessage(null);
      });
    }
  }

  get #pair(): string {
    return `${this.page.profile?.id ?? ''} ${this.page.state.view}`;
  }

  /** Adds a name that is there to what a search said that found nothing. */
  async #suggest(search: string, result: SearchResult): Promise<void> {
    const {nearestName} = await import('./nearest-name.js');
    if (this.result === result) this.result = {...result, meant: nearestName(search, this.#names)};
  }

  /** What is wrong with a filter, so that the answer before it still stands. */
  #filterError(): string {
    const {failure} = this;
    return failure instanceof Failure && (failure.code === 'bad-regexp' || failure.code === 'bad-option') ? failure.message : '';
  }

  #notices(): TemplateResult[] {
    const {page} = this;
    const notices: TemplateResult[] = [];
    if (page.opening !== undefined || page.problem !== undefined) notices.push(html`<opening-states .page=${page}></opening-states>`);
    const {kept, profile} = page;
    if (kept?.kept === false && profile !== undefined && this.noticeOff !== profile.id) {
      if (this.covers === undefined) this.#loadCovers();
      else notices.push(this.covers.notKept(page, profile, kept, () => (this.noticeOff = profile.id)));
    }
    if (profile?.comparison !== undefined) notices.push(html`<compare-warnings .page=${page}></compare-warnings>`);
    return notices;
  }

  /** What stands in place of the view, where there is nothing to see in it. Most visits need none, so it is loaded with the first. */
  #cover(): unknown {
    const {page, shown} = this;
    const failure = this.#filterError() === '' ? this.failure : undefined;
    const hasSome = shown === undefined || shown.shown !== 0 || shown.hasRows;
    if (this.loadFailure !== page.state.view) {
      if (failure === undefined && page.profile!.samples > 0 && hasSome) return nothing;
      if (this.covers !== undefined) return this.covers.coverOf({page, shown: hasSome ? undefined : shown, names: this.#names, failure, again: () => this.#again()});
      this.#loadCovers(() => (this.loadFailure = page.state.view));
      return '';
    }
    // Where the view did not come, nothing else does.
    return html`<div role="alert"><p>${texts.workspace.viewFailed}</p><button class="btn" @click=${() => location.reload()}>${texts.states.update.action}</button></div>`;
  }

  #loadCovers(failed = (): unknown => undefined): void {
    void import('./covers.js').then((covers) => (this.covers = covers), failed);
  }

  readonly #closeSheet = (): void => {
    const wasFindings = this.sheet === 'findings';
    this.sheet = 'none';
    if (!wasFindings && this.page.state.config.selected !== '') this.page.refine({selected: ''}, false);
  };

  readonly #showFindings = (): void => {
    this.sheet = this.sheet === 'findings' ? (this.page.state.config.selected === '' ? 'none' : 'peek') : 'findings';
  };

  /** A pull up opens the sheet, a pull down closes it; a tap is the button's click. */
  readonly #pull = (down: PointerEvent): void => {
    addEventListener('pointerup', (up) => {
      const way = up.clientY - down.clientY;
      if (way < -24) this.sheet = 'full';
      else if (way > 24) this.sheet === 'full' ? (this.sheet = 'peek') : this.#closeSheet();
    }, {once: true});
  };

  readonly #grip = (down: PointerEvent): void => {
    const grip = down.currentTarget as HTMLElement;
    const start = this.sideWidth;
    grip.setPointerCapture(down.pointerId);
    const move = (event: PointerEvent): void => this.#widen(start + down.clientX - event.clientX);
    grip.addEventListener('pointermove', move);
    grip.addEventListener('lostpointercapture', () => grip.removeEventListener('pointermove', move), {once: true});
    down.preventDefault();
  };

  readonly #gripKey = (event: KeyboardEvent): void => {
    const step = {ArrowLeft: 16, ArrowRight: -16, Home: -widest, End: widest}[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#widen(this.sideWidth + step);
  };

  #widen(width: number): void {
    this.sideWidth = Math.round(Math.min(widest, Math.max(narrowest, width)));
    keep(`${sideKey}.width`, this.sideWidth === standardWidth ? '' : String(this.sideWidth));
  }
}

/** What stands beside the view is loaded once that has its picture, or what is said in place of one. */
function loadRest(): void {
  requestAnimationFrame(() => setTimeout(() => {
    void import('./side-panel.js');
    void import('./mobile-tabs.js');
  }));
}

function isNarrow(): boolean {
  return matchMedia('(max-width: 760px)').matches;
}
