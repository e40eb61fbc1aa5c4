import {css, html, nothing, svg, type PropertyValues, type TemplateResult} from 'lit';
import {customElement, query, state} from 'lit/decorators.js';
import type {Config} from '../config/config.js';
import {Role} from '../config/role.js';
import type {GraphPicture} from '../report/graph-picture.js';
import {amount, countText, percent} from './parts/amount.js';
import {sidesOfBox} from './parts/box-facts.js';
import './parts/change-legend.js';
import {cssProps} from './parts/css-props.js';
import {rolesIn, type PickRoleEvent} from './parts/category-bar.js';
import {emptyGraph} from './parts/empty-graph.js';
import {filterActions, type FrameAction} from './parts/frame-actions.js';
import {openFrameMenu} from './parts/frame-menu.js';
import {framesMatching, framesWith, isPlain} from './parts/frame-search.js';
import type {FrameTooltip} from './parts/frame-tooltip.js';
import './parts/frame-tooltip.js';
import {drawGraph, graphStyles} from './parts/graph-drawing.js';
import {graphFile} from './parts/graph-file.js';
import {graphList, graphListStyles} from './parts/graph-list.js';
import {nodeBeside} from './parts/graph-walk.js';
import {readPalette} from './parts/palette.js';
import {Printing} from './parts/printing.js';
import {leastScale, PlaneCamera, type PlaneView} from './parts/plane-camera.js';
import {listenToPlane} from './parts/plane-gestures.js';
import {saveFile} from './parts/save-file.js';
import {searchOf} from '../base/search.js';
import {baseStyles, controlStyles} from './parts/styles.js';
import {GoToViewEvent, ProfileView, SearchResultEvent, ViewPaintedEvent} from './profile-view.js';
import {ReportController} from './report-controller.js';
import {viewTexts} from './texts.js';

/** Pixels around the graph where all of it is shown. */
const margin = 20;
/** A graph is not blown up past its full size to fill the window. */
const largestFit = 1.15;
/** Below this scale no name can be read, so a graph does not begin with it. */
const readableScale = 0.58;
const startScale = 0.8;
const hoverMillis = 80;

/** The call graph: boxes and arrows on a plane, or the same as a list. */
@customElement('graph-view')
export class GraphView extends ProfileView {
  static override styles = [baseStyles, controlStyles, graphStyles, graphListStyles, css`
    :host { display: flex; flex-direction: column; height: 100%; min-height: 0; min-width: 0; background: var(--graph-bg); container-type: inline-size; position: relative; }
    .tools { display: flex; align-items: center; gap: 8px 12px; padding: 6px 12px; font-size: 12px; color: var(--text-3); border-bottom: 1px solid var(--line); flex-wrap: wrap; }
    .tools .count { font-variant-numeric: tabular-nums; }
    .tools .files { display: flex; gap: 6px; margin-inline-start: auto; }
    change-legend { flex: none; }
    .files .btn { color: var(--text-2); min-width: 44px; }
    .segments button:disabled { opacity: .5; }
    .stage { position: relative; flex: 1; min-height: 80px; overflow: hidden; touch-action: none; cursor: grab; user-select: none; -webkit-user-select: none; -webkit-touch-callout: none; overscroll-behavior: contain; }
    .stage.dragging, .stage.dragging .node { cursor: grabbing; }
    svg.plane { display: block; position: absolute; inset: 0; width: 100%; height: 100%; }
    .zoom { position: absolute; inset-inline-end: 12px; bottom: 12px; display: flex; align-items: center; gap: 2px; padding: 3px; border: 1px solid var(--line-strong); border-radius: 8px; background: var(--panel); box-shadow: 0 2px 8px rgb(0 0 0 / 12%); }
    .zoom button { min-width: 28px; min-height: var(--small); border-radius: 5px; text-align: center; font-size: 15px; line-height: 1; color: var(--text-2); }
    .zoom button.fit { font-size: 12px; padding: 0 9px; }
    .zoom button:hover { background: var(--panel-3); color: var(--text); }
    .zoom output { min-width: 42px; text-align: center; font-size: 11.5px; color: var(--text-2); font-variant-numeric: tabular-nums; }
    .state { flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 8px; padding: 32px 24px; text-align: center; }
    .state h2 { font-size: 15px; font-weight: 600; }
    .state p { max-width: 46ch; color: var(--text-2); }
    .error { margin: 8px 12px; padding: 7px 11px; border: 1px solid var(--bad); border-radius: 6px; font-size: 12px; }
    .note { margin: 6px 12px; font-size: 11px; color: var(--text-2); }
    .laying { position: absolute; inset-inline-start: 12px; bottom: 12px; z-index: 2; display: flex; align-items: center; gap: 10px; padding: 6px 6px 6px 12px; font-size: 12px; border: 1px solid var(--line-strong); border-radius: 8px; background: var(--panel); box-shadow: 0 2px 8px rgb(0 0 0 / 12%); }
    .laying .bar { width: 110px; height: 6px; --fill: var(--accent); }
    .stopped { font-size: 12px; display: flex; align-items: center; gap: 10px; }
    .waiting { position: absolute; inset: 0 0 auto 0; height: 2px; z-index: 2; overflow: hidden; pointer-events: none; opacity: 0; animation: appear 0s 300ms forwards; }
    .waiting::after { content: ''; position: absolute; inset: 0 70% 0 0; background: var(--accent); animation: along 1.1s ease-in-out infinite; }
    @keyframes appear { to { opacity: 1; } }
    @keyframes along { from { transform: translateX(-100%); } to { transform: translateX(340%); } }
    @container (max-width: 700px) {
      .tools { padding: 4px 8px; gap: 6px 8px; }
      .tools .count { display: none; }
      .tools .files { gap: 0; }
      .files .btn { padding: 0 5px; }
      .segments button { padding: 4px 9px; }
      .zoom button { min-width: 44px; }
    }
    @media print {
      :host { display: block; }
      .tools, .zoom, .more { display: none; }
      .stage { overflow: visible; }
      svg.plane { position: static; height: auto; max-height: 92vh; }
      .list { overflow: visible; }
    }
  `];

  readonly #printing = new Printing(this);
  readonly #report = new ReportController(this, 'graph', {uses: ['graphScope', 'graphExpand'], stoppable: true});
  readonly #camera = new PlaneCamera();

  @state() private asList = false;
  @state() private alone = -1;
  @state() private found: Uint8Array | undefined;
  /** The node that the Tab key comes to. */
  @state() private cursor = 0;
  @state() private percentShown = 100;

  @query('.stage') private declare readonly stage: HTMLElement | null;
  @query('g.camera') private declare readonly plane: SVGGElement | null;
  @query('frame-tooltip') private declare readonly tooltip: FrameTooltip | null;

  #picture: GraphPicture | undefined;
  #selected = -1;
  #searched: {readonly picture: GraphPicture; readonly search: string} | undefined;
  #painted = '';
  /** Whether a hand has moved the camera since the graph was fitted. */
  #free = false;
  /** Whether the first look at this picture is still to be taken. */
  #fresh = true;
  /** Where a node stood before the picture changed, so that it stays there. */
  #held: {readonly name: string; readonly x: number; readonly y: number} | undefined;
  /** The row that is to get the keyboard once it is drawn. */
  #focusRow = -1;
  #frame = 0;
  #hoverTimer = 0;
  #stage: HTMLElement | undefined;
  #stop: () => void = () => {};
  readonly #resize = new ResizeObserver(() => this.#resized());

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('beforeprint', this.#fitNow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('beforeprint', this.#fitNow);
    this.#leaveStage();
    cancelAnimationFrame(this.#frame);
    this.#hideTooltip();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const picture = this.#report.answer?.model;
    if (changed.has('profile')) {
      this.#free = false;
      this.alone = -1;
    }
    if (picture !== this.#picture) this.#replace(picture);
    if (picture === undefined || this.config === undefined) return;
    const selected = this.config.selected === '' ? -1 : picture.frames.names.indexOf(this.config.selected);
    if (selected >= 0 && selected !== this.#selected) this.cursor = selected;
    this.#selected = selected;
    if (this.#searched?.picture !== picture || this.#searched.search !== this.config.search) void this.#search(picture);
  }

  /** Takes another picture, and remembers where the selected node stood in the one before. */
  #replace(picture: GraphPicture | undefined): void {
    const before = this.#picture;
    this.#held = undefined;
    if (before !== undefined && picture !== undefined && this.#free) {
      const row = this.#anchorOf(before, picture);
      const {x, y, scale} = this.#camera.at();
      if (row >= 0) this.#held = {name: before.frames.names[row]!, x: x + before.x[row]! * scale, y: y + before.y[row]! * scale};
    }
    this.#picture = picture;
    this.#fresh = true;
    this.cursor = 0;
    this.#selected = -1;
    this.found = undefined;
    this.#hideTooltip();
  }

  /** A node of both pictures that is seen: the selected one, else the heaviest near the middle. */
  #anchorOf(before: GraphPicture, after: GraphPicture): number {
    const stays = new Set(after.frames.names);
    if (this.#selected >= 0 && stays.has(before.frames.names[this.#selected]!)) return this.#selected;
    const {x, y, scale} = this.#camera.at();
    const {width = 0, height = 0} = this.stage?.getBoundingClientRect() ?? {};
    let best = -1;
    let nearest = Infinity;
    before.frames.names.forEach((name, row) => {
      const distance = Math.hypot(x + before.x[row]! * scale - width / 2, y + before.y[row]! * scale - height / 2);
      if (stays.has(name) && distance < nearest) [best, nearest] = [row, distance];
    });
    return best;
  }

  override render() {
    const picture = this.#picture;
    const {error} = this.#report;
    const wrong = error === undefined ? nothing : this.#isStopped(error) ? this.#stopNote(picture !== undefined) : html`<p class="error" role="alert">${sentence(error.message)}</p>`;
    const waiting = this.#report.waiting ? this.#progress() : nothing;
    if (picture === undefined) return html`${waiting}${wrong}`;
    if (picture.boxes.length === 0) return html`${waiting}${wrong}${emptyGraph(this.profile.samples, picture.sampleType, this.config, (change) => this.refine(change))}`;
    const {graph} = viewTexts;
    const count = picture.boxes.length;
    return html`
      ${waiting}
      <div class="tools">
        <div class="segments" role="group" aria-label=${graph.scope}>
          ${(['yours', 'all'] as const).map((scope) => html`<button aria-pressed=${picture.scope === scope ? 'true' : 'false'} title=${graph.scopeHelp[scope]} ?disabled=${scope === 'yours' && !picture.hasYours}
            @click=${() => this.#setScope(scope)}>${graph.scopes[scope]}</button>`)}
        </div>
        <div class="segments" role="group" aria-label=${graph.form}>
          ${(['graph', 'list'] as const).map((form) => html`<button aria-pressed=${this.asList === (form === 'list') ? 'true' : 'false'} @click=${() => (this.asList = form === 'list')}>${graph.forms[form]}</button>`)}
        </div>
        <span class="count">${graph.shown(countText(count), countText(picture.functions))}</span>
        ${this.config.graphExpand === '' ? nothing : html`<button class="btn ghost" @click=${() => this.refine({graphExpand: ''})}>${graph.collapseAll}</button>`}
        <span class="files">
          <button class="btn ghost" title=${graph.dotHelp} aria-label=${graph.dotHelp} @click=${this.#saveDot}>↓ ${graph.dot}</button>
          <button class="btn ghost" title=${graph.svgHelp} aria-label=${graph.svgHelp} @click=${this.#saveSvg}>↓ ${graph.svg}</button>
        </span>
      </div>
      ${picture.sides !== undefined ? html`<change-legend .noise=${picture.sides.of.noise} unit=${picture.unit}></change-legend>` : html`
        <category-bar .categories=${picture.categories} .roles=${rolesIn(picture.frames.roles)} .picked=${this.alone}
          @pick-role=${(event: PickRoleEvent) => (this.alone = event.role)}></category-bar>`}
      ${wrong}
      ${picture.nodesLeftOut + picture.edgesLeftOut === 0 ? nothing : html`<p class="note">${graph.leftOut(countText(picture.nodesLeftOut), countText(picture.edgesLeftOut))}</p>`}
      ${this.asList
        ? graphList(picture, this.#selected, this.found, (row) => this.#select(row))
        : html`
          <div class="stage" @click=${this.#onClick} @dblclick=${this.#onDouble} @contextmenu=${this.#onMenu} @keydown=${this.#onKey}
              @pointerover=${this.#onHover} @pointerleave=${this.#hideTooltip} @focusin=${this.#onFocus}>
            <svg class="plane" viewBox=${this.#printedBox()} role="group" aria-label=${graph.picture(graph.functions(count, countText(count)), graph.calls(picture.edges.length, countText(picture.edges.length)))}>
              <g class="camera">${svg`${drawGraph(picture, {selected: this.#selected, cursor: this.cursor, found: this.found, alone: this.alone})}`}</g>
            </svg>
            <div class="zoom" role="group" aria-label=${graph.zoomed}>
              <button aria-label=${graph.zoomOut} title=${graph.zoomOut} @click=${() => this.#zoomBy(1 / 1.4)}>−</button>
              <output>${this.percentShown}${'\u00a0%'}</output>
              <button aria-label=${graph.zoomIn} title=${graph.zoomIn} @click=${() => this.#zoomBy(1.4)}>+</button>
              <button class="fit" title=${graph.fitHelp} aria-keyshortcuts="0" @click=${() => this.#fit(true)}>${graph.fit}</button>
            </div>
          </div>
          <frame-tooltip popover="manual" aria-hidden="true"></frame-tooltip>`}`;
  }

  /** A line that moves; where it is known how much is done, how much, and a way to stop. */
  #progress(): TemplateResult {
    const {done} = this.#report;
    if (done === undefined) return html`<div class="waiting" aria-hidden="true"></div>`;
    const {graph} = viewTexts;
    const percents = Math.round(done * 100);
    return html`
      <div class="laying">
        <span id="laying">${graph.laying}</span>
        <span class="bar" role="progressbar" aria-labelledby="laying" aria-valuenow=${percents} aria-valuemin="0" aria-valuemax="100"><i ${cssProps({'--share': `${percents}%`})}></i></span>
        <button class="btn" @click=${() => this.#report.stop()}>${graph.stop}</button>
      </div>`;
  }

  #isStopped(error: Error): boolean {
    return 'code' in error && error.code === 'cancelled';
  }

  #stopNote(hasPicture: boolean): TemplateResult {
    const {graph} = viewTexts;
    return html`<p class="note stopped" role="status">${hasPicture ? graph.stopped : graph.stoppedAtFirst} <button class="btn" @click=${() => this.#report.retry()}>${graph.drawAfterAll}</button></p>`;
  }

  override updated(): void {
    const {stage} = this;
    if (stage !== null && stage !== this.#stage) this.#enterStage(stage);
    if (stage === null) this.#leaveStage();
    const picture = this.#picture;
    if (picture === undefined) return;
    if (stage !== null && this.#fresh && stage.clientWidth > 0) {
      this.#fresh = false;
      this.#look(picture, stage);
    }
    if (this.#focusRow >= 0) {
      this.renderRoot.querySelector<SVGElement>(`.node[data-row="${this.#focusRow}"] .frame`)?.focus({preventScroll: true});
      this.#focusRow = -1;
    }
    if (this.#painted !== this.profile.id) {
      this.#painted = this.profile.id;
      this.dispatchEvent(new ViewPaintedEvent());
    }
  }

  override nextMatch(direction: 1 | -1): void {
    const {found} = this;
    const picture = this.#picture;
    if (picture === undefined || found === undefined || !found.includes(1)) return;
    const count = found.length;
    let row = this.#selected >= 0 ? this.#selected : direction === 1 ? -1 : count;
    do row = (row + direction + count) % count; while (found[row] !== 1);
    this.#select(row);
    this.#show(row);
  }

  #seen = '';

  /** On paper all of the graph is made as wide as the page, or what is seen of it where a hand has moved it. */
  #printedBox(): string | typeof nothing {
    const [stage, picture] = [this.#stage, this.#picture];
    if (!this.#printing.now || stage === undefined || picture === undefined) this.#seen = '';
    else if (this.#seen === '') {
      const {x, y, scale} = this.#camera.at();
      this.#seen = this.#free ? `0 0 ${stage.clientWidth} ${stage.clientHeight}` : `${x} ${y} ${picture.width * scale} ${picture.height * scale}`;
    }
    return this.#seen === '' ? nothing : this.#seen;
  }

  #enterStage(stage: HTMLElement): void {
    this.#leaveStage();
    this.#stage = stage;
    this.#resize.observe(stage);
    this.#stop = listenToPlane(stage, {
      pan: (x, y) => {
        this.#hideTooltip();
        this.#free = true;
        this.#camera.pan(x, y);
        this.#draw();
      },
      zoom: (x, y, factor) => {
        this.#hideTooltip();
        this.#free = true;
        this.#camera.zoomAt(x, y, factor);
        this.#draw();
      },
      press: (event) => this.#menuAt(event.target, {left: event.clientX, top: event.clientY, bottom: event.clientY}),
    });
    this.#fresh = !this.#free;
    this.#draw();
  }

  #leaveStage(): void {
    this.#stop();
    this.#stop = () => {};
    this.#resize.disconnect();
    this.#stage = undefined;
  }

  #resized(): void {
    if (this.#picture === undefined || this.#printing.now) return;
    if (!this.#free) {
      this.#fresh = true;
      this.requestUpdate();
    } else this.#draw();
  }

  /** The first look at a picture: all of it, or what matters where all of it could not be read; or what a hand has held stays where it is. */
  #look(picture: GraphPicture, stage: HTMLElement): void {
    const held = this.#held === undefined ? -1 : picture.frames.names.indexOf(this.#held.name);
    if (held >= 0) {
      const {scale} = this.#camera.at();
      this.#camera.goTo(inWindow({scale, x: this.#held!.x - picture.x[held]! * scale, y: this.#held!.y - picture.y[held]! * scale}, picture, stage));
      this.#draw();
      return;
    }
    this.#free = false;
    this.#fit(false);
    const fitted = this.#camera.at();
    if (fitted.scale >= readableScale) return;
    const row = this.#selected >= 0 ? this.#selected : startOf(picture);
    const {clientWidth: width, clientHeight: height} = stage;
    const scale = startScale;
    this.#camera.goTo(inWindow({scale, x: width / 2 - picture.x[row]! * scale, y: height / 3 - picture.y[row]! * scale}, picture, stage));
    this.#draw();
  }

  readonly #fitNow = (): void => this.#fit(false);

  /** Brings all of the graph into the window. */
  #fit(moving: boolean): void {
    const {stage} = this;
    const picture = this.#picture;
    if (stage === null || picture === undefined) return;
    const {clientWidth: width, clientHeight: height} = stage;
    const scale = Math.max(leastScale / 2, Math.min(largestFit, (width - 2 * margin) / picture.width, (height - 2 * margin) / picture.height));
    if (moving) this.#free = false;
    this.#camera.goTo({scale, x: (width - picture.width * scale) / 2, y: (height - picture.height * scale) / 2}, moving ? this.#now() : undefined);
    this.#draw();
  }

  #zoomBy(factor: number): void {
    const {stage} = this;
    if (stage === null) return;
    this.#free = true;
    const now = this.#now();
    const picture = this.#picture;
    const {x, y, scale} = this.#camera.at();
    const row = this.#selected;
    // What is selected stays where it is, as far as it is seen.
    const at = picture !== undefined && row >= 0 ? {x: x + picture.x[row]! * scale, y: y + picture.y[row]! * scale} : {x: -1, y: -1};
    const seen = at.x >= 0 && at.y >= 0 && at.x <= stage.clientWidth && at.y <= stage.clientHeight;
    this.#camera.zoomAt(seen ? at.x : stage.clientWidth / 2, seen ? at.y : stage.clientHeight / 2, factor, now);
    this.#draw();
  }

  /** Moves the camera as little as shows a node whole, and near enough to read it. */
  #show(row: number): void {
    const {stage} = this;
    const picture = this.#picture;
    if (stage === null || picture === undefined) return;
    const view = this.#camera.at();
    const scale = Math.max(view.scale, readableScale);
    const {width, height} = picture.boxes[row]!;
    const inside = (at: number, half: number, room: number) => Math.max(half + margin, Math.min(room - half - margin, at));
    const grown = scale / view.scale;
    const x = (stage.clientWidth / 2) * (1 - grown) + view.x * grown;
    const y = (stage.clientHeight / 2) * (1 - grown) + view.y * grown;
    const [atX, atY] = [x + picture.x[row]! * scale, y + picture.y[row]! * scale];
    const [toX, toY] = [inside(atX, (width / 2) * scale, stage.clientWidth), inside(atY, (height / 2) * scale, stage.clientHeight)];
    if (toX === atX && toY === atY && scale === view.scale) return;
    this.#free = true;
    this.#camera.goTo({scale, x: x + toX - atX, y: y + toY - atY}, this.#now());
    this.#draw();
  }

  /** When a movement begins; undefined where nothing is to move. */
  #now(): number | undefined {
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? undefined : performance.now();
  }

  #draw(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const now = performance.now();
      const {x, y, scale} = this.#camera.at(now);
      this.plane?.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
      if (this.#camera.moving(now)) this.#draw();
      this.percentShown = Math.round(scale * 100);
    });
  }

  #setScope(scope: 'yours' | 'all'): void {
    if (scope === this.#picture?.scope) return;
    this.#free = false;
    this.refine({graphScope: scope === 'all' ? 'all' : '', graphExpand: ''});
  }

  #select(row: number): void {
    const name = row < 0 ? '' : this.#picture!.frames.names[row]!;
    if (row >= 0) this.cursor = row;
    if (name !== this.config.selected) this.refine({selected: name}, false);
  }

  /** Shows the neighbours of a node, or hides them again. */
  #expand(row: number): void {
    const picture = this.#picture;
    if (picture === undefined || (picture.hidden[row] === 0 && picture.expanded[row] === 0)) return;
    const name = picture.frames.names[row]!;
    const names = expandedNames(this.config);
    const next = picture.expanded[row] === 1 ? names.filter((other) => other !== name) : [...names, name];
    this.#free = true;
    this.#selected = row;
    this.refine({graphExpand: next.length === 0 ? '' : JSON.stringify(next), selected: name});
  }

  readonly #onClick = (event: MouseEvent): void => {
    if (hasAncestor(event.target, '.zoom')) return;
    const more = rowAt(event.target, 'expand');
    if (more >= 0) this.#expand(more);
    else if (event.detail < 2) this.#select(rowAt(event.target, 'row'));
  };

  readonly #onDouble = (event: MouseEvent): void => {
    const row = rowAt(event.target, 'row');
    if (row >= 0 && rowAt(event.target, 'expand') < 0) this.#expand(row);
  };

  readonly #onMenu = (event: MouseEvent): void => {
    event.preventDefault();
    // A keyboard's wish comes with a key, and a finger's long press has been heard.
    if (event.button === 2) this.#menuAt(event.target, {left: event.clientX, top: event.clientY, bottom: event.clientY});
  };

  #menuAt(target: EventTarget | null, anchor: {readonly left: number; readonly top: number; readonly bottom: number}): void {
    const row = rowAt(target, 'row');
    const picture = this.#picture;
    if (row < 0 || picture === undefined) return;
    this.#hideTooltip();
    this.#select(row);
    const {frames, cum, shown, ratio, unit, total, hidden, expanded} = picture;
    const name = frames.names[row]!;
    const {graph} = viewTexts;
    const expand: FrameAction[] = hidden[row] === 0 && expanded[row] === 0 ? [] : [{
      title: expanded[row] === 1 ? graph.collapseTitle : graph.expand, explanation: expanded[row] === 1 ? graph.collapse : graph.expandHelp,
      key: '↵', code: 'enter', group: 0, run: () => this.#expand(row),
    }];
    const actions = filterActions({name, unit, shown: shown * ratio, through: Math.abs(cum[row]!) * ratio, places: 0}, this.config, (change) => this.refine(change), () => {},
      (view, change) => this.dispatchEvent(new GoToViewEvent(view, change)));
    void openFrameMenu(anchor, {name, value: `${amount(cum[row]! * ratio, unit)} · ${percent(cum[row]!, total)}`}, [...expand, ...actions]);
  }

  readonly #onFocus = (event: FocusEvent): void => {
    const row = rowAt(event.target, 'row');
    if (row >= 0 && (event.target as Element).matches(':focus-visible')) this.#show(row);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || this.#picture === undefined) return;
    const row = rowAt(event.target, 'row');
    if (!this.#act(event, row)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #act(event: KeyboardEvent, row: number): boolean {
    const picture = this.#picture!;
    switch (event.key) {
      case '+': case '=':
        this.#zoomBy(1.4);
        return true;
      case '-':
        this.#zoomBy(1 / 1.4);
        return true;
      case '0':
        this.#fit(true);
        return true;
      case 'Escape':
        if (this.config.selected === '') return false;
        this.#select(-1);
        return true;
    }
    if (row < 0) return false;
    switch (event.key) {
      case 'ArrowUp': case 'ArrowDown': case 'ArrowLeft': case 'ArrowRight': case 'Home': case 'End': {
        const next = nodeBeside(picture, row, event.key);
        if (next >= 0) {
          this.#focusRow = next;
          this.#select(next);
          this.#show(next);
          this.requestUpdate();
        }
        return true;
      }
      case ' ':
        this.#select(row);
        return true;
      case 'Enter':
        if (this.#selected === row) this.#expand(row);
        else this.#select(row);
        return true;
      case 'F10': case 'ContextMenu': {
        if (event.key === 'F10' && !event.shiftKey) return false;
        const {left, top, bottom} = (event.target as Element).getBoundingClientRect();
        this.#menuAt(event.target, {left, top, bottom});
        return true;
      }
      default:
        return false;
    }
  }

  readonly #onHover = (event: PointerEvent): void => {
    if (event.pointerType !== 'mouse' || event.buttons !== 0) return;
    const row = rowAt(event.target, 'expand') >= 0 ? -1 : rowAt(event.target, 'row');
    this.#hideTooltip();
    if (row >= 0) this.#hoverTimer = window.setTimeout(() => this.#showTooltip(row), hoverMillis);
  };

  /** Below the node, or above it where the window ends. */
  #showTooltip(row: number): void {
    const {tooltip} = this;
    const picture = this.#picture;
    const box = this.renderRoot.querySelector(`.node[data-row="${row}"] .box`)?.getBoundingClientRect();
    if (tooltip === null || picture === undefined || box === undefined) return;
    const {frames, flat, cum, total, unit, ratio, sides} = picture;
    tooltip.facts = {
      name: frames.names[row]!, package: frames.packages[row]!, file: frames.files[row]!, line: frames.lines[row]!, role: frames.roles[row]!,
      cum: cum[row]! * ratio, flat: flat[row]! * ratio, total: total * ratio, unit, callerCum: undefined, callerName: '', callees: 0, places: 0, inlined: false,
      ...sides === undefined ? {} : {sides: sidesOfBox(sides, row, ratio)},
    };
    void tooltip.updateComplete.then(() => {
      if (!tooltip.isConnected) return;
      if (!tooltip.matches(':popover-open')) tooltip.showPopover();
      const {width, height} = tooltip.getBoundingClientRect();
      const left = Math.max(8, Math.min(innerWidth - width - 8, box.left));
      const below = box.bottom + 8;
      const top = below + height <= innerHeight - 8 ? below : Math.max(8, box.top - 8 - height);
      tooltip.style.setProperty('left', `${left}px`);
      tooltip.style.setProperty('top', `${top}px`);
    });
  }

  readonly #hideTooltip = (): void => {
    clearTimeout(this.#hoverTimer);
    if (this.tooltip?.matches(':popover-open') === true) this.tooltip.hidePopover();
  };

  /** Marks the nodes that the search means, and says how many there are. */
  async #search(picture: GraphPicture): Promise<void> {
    const {search} = this.config;
    const asked = {picture, search};
    this.#searched = asked;
    if (search === '') {
      this.found = undefined;
      return;
    }
    let found: Uint8Array | undefined;
    if (isPlain(search)) found = framesWith(picture.frames, search);
    else {
      const meant = await searchOf(search);
      if (this.#searched !== asked) return;
      // What was found before stays, so that typing a pattern does not empty the graph.
      if (meant.kind === 'wrong') this.dispatchEvent(new SearchResultEvent(0, undefined, meant.message));
      if (meant.kind === 'matcher') found = await framesMatching(picture.frames, meant.matcher, () => this.#searched !== asked);
    }
    if (found === undefined || this.#searched !== asked) return;
    this.found = found;
    this.dispatchEvent(new SearchResultEvent(found.reduce((sum, one) => sum + one, 0), undefined));
  }

  readonly #saveDot = async (): Promise<void> => {
    const {model} = await this.engine.report(this.profile.id, 'graphDot', this.config);
    saveFile(`${this.#fileName()}.dot`, 'text/vnd.graphviz', model.text);
  };

  readonly #saveSvg = (): void => {
    if (this.#picture === undefined) return;
    saveFile(`${this.#fileName()}.svg`, 'image/svg+xml', graphFile(this.#picture, readPalette(), `${this.profile.name}, ${this.#picture.sampleType}`));
  };

  #fileName(): string {
    const plain = this.profile.name.replace(/\.(?:pb|gz|pprof|prof|txt)(?=\.|$)/g, '').replace(/[^\w.-]+/g, '-').slice(0, 80);
    return `${plain || 'profile'}.graph`;
  }
}

/** The view nearest to `wanted` that leaves no more of the window empty than it must. */
function inWindow({scale, x, y}: PlaneView, picture: GraphPicture, stage: HTMLElement): PlaneView {
  const along = (wanted: number, size: number, room: number) =>
    size * scale + 2 * margin <= room ? (room - size * scale) / 2 : Math.min(margin, Math.max(room - margin - size * scale, wanted));
  return {scale, x: along(x, picture.width, stage.clientWidth), y: along(y, picture.height, stage.clientHeight)};
}

/** What a large graph is first seen at: the heaviest function of the person's, else the heaviest that costs something itself. */
function startOf({frames, cum, flat}: GraphPicture): number {
  let best = 0;
  let most = -1;
  for (let row = 0; row < cum.length; row++) {
    const weight = (frames.roles[row] === Role.yourCode ? 1e30 : 0) + Math.abs(cum[row]!) + Math.abs(flat[row]!);
    if (weight > most) [best, most] = [row, weight];
  }
  return best;
}

function expandedNames({graphExpand}: Config): string[] {
  try {
    const names: unknown = JSON.parse(graphExpand);
    return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

function rowAt(target: EventTarget | null, what: 'row' | 'expand'): number {
  const found = target instanceof Element ? target.closest<SVGElement>(`[data-${what}]`) : null;
  return found === null ? -1 : Number(found.dataset[what]);
}

function hasAncestor(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

function sentence(message: string): string {
  return message.slice(0, 1).toUpperCase() + message.slice(1) + (/[.!?]$/.test(message) ? '' : '.');
}
