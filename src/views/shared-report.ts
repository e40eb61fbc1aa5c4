import {shownName} from '../base/shown-name.js';
import type {FlamegraphReport} from '../report/flamegraph.js';
import {boxColours, paintFlamegraph} from './flamegraph-painter.js';
import {amount, percent, percentNumber} from './parts/amount.js';
import {boxClasses, classColours} from './parts/box-classes.js';
import {depthOf, matchedBoxes, pathTo, rootName, widestOf} from './parts/boxes.js';
import {flameMode} from './parts/flame-mode.js';
import {fitCanvas, onRatioChange} from './parts/canvas.js';
import {spokenChange} from './parts/change.js';
import {framesWith} from './parts/frame-search.js';
import {unpackFlamegraph, type PackedReport} from './parts/packed-report.js';
import {onThemeChange, readPalette, roleNames, roleTokens} from './parts/palette.js';
import {TextFitter} from './parts/text-fitter.js';
import {installTokens} from './parts/tokens.js';
import {BoxList, visibleBoxes, type Viewport} from './parts/visible-boxes.js';

const rowHeight = 20;
const gap = 1;
const pitch = rowHeight + gap;
/** Rows of Top that are there at first, and that are added at a time. */
const someRows = 50;
const moreRows = 1000;

const styles = `
  *, *::before, *::after { box-sizing: border-box; }
  body { margin: 0; padding: 18px 20px 40px; }
  main, header { max-width: 1600px; margin: 0 auto; }
  h1 { font-size: 19px; font-weight: 650; margin: 0 0 4px; overflow-wrap: anywhere; }
  h2 { font-size: 14px; font-weight: 600; margin: 22px 0 8px; }
  dl { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 0 0 12px; color: var(--text-2); font-size: 12px; }
  dl div { display: flex; gap: 5px; } dt { color: var(--text-3); } dd { margin: 0; overflow-wrap: anywhere; }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; padding: 8px 0; position: sticky; top: 0; z-index: 2; background: var(--bg); }
  input, button { font: inherit; color: inherit; }
  input { min-height: var(--target); width: min(300px, 100%); padding: 0 9px; border: 1px solid var(--control-line); border-radius: 6px; background: var(--panel); }
  button { min-height: var(--target); padding: 0 11px; border: 1px solid var(--line-strong); border-radius: 6px; background: var(--panel); font-size: 12px; font-weight: 500; cursor: pointer; }
  button:hover { background: var(--panel-2); } button:disabled { opacity: .5; cursor: default; }
  :focus-visible { outline: 2px solid var(--text); outline-offset: 2px; }
  .found { color: var(--text-2); font-size: 12px; }
  .legend { display: flex; flex-wrap: wrap; gap: 4px 14px; margin: 0 0 8px; padding: 0; list-style: none; font-size: 11px; color: var(--text-2); }
  .legend i { display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-inline-end: 5px; vertical-align: -1px; }
  .flame { position: relative; border: 1px solid var(--line); border-radius: 8px; overflow: auto; max-height: 72vh; background: var(--graph-bg); }
  canvas { position: sticky; top: 0; left: 0; display: block; }
  .said { min-height: 3em; margin: 6px 0 0; font-size: 12px; color: var(--text-2); overflow-wrap: anywhere; }
  .said b { font-weight: 600; color: var(--text); }
  .table { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
  table { border-collapse: collapse; width: 100%; font-size: 12px; }
  th, td { padding: 3px 10px; text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums; }
  th:last-child, td:last-child { text-align: start; width: 100%; white-space: normal; overflow-wrap: anywhere; min-width: 220px; }
  thead th { font-weight: 600; font-size: 11px; color: var(--text-3); border-bottom: 1px solid var(--line); }
  thead button { border: 0; background: none; padding: 0; color: inherit; font: inherit; }
  thead [aria-sort=descending] { color: var(--text); }
  tbody tr:hover { background: var(--panel-2); }
  td button { display: inline; min-height: 24px; padding: 0; border: 0; background: none; text-align: start; font: 12px var(--mono); }
  td button:hover { text-decoration: underline; background: none; }
  td i { display: inline-block; width: 9px; height: 9px; border-radius: 3px; margin-inline-end: 7px; }
  pre { margin: 0; padding: 9px 11px; font: 12px/1.5 var(--mono); background: var(--panel); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
  footer { max-width: 1600px; margin: 26px auto 0; font-size: 12px; color: var(--text-3); }
  @media (forced-colors: active) { .legend i, td i, canvas { forced-color-adjust: none; } }
`;

/** Shows the report that stands in `page` as data. */
export function showReport(page: Document): void {
  installTokens();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  page.adoptedStyleSheets.push(sheet);
  const report = JSON.parse(page.querySelector('#icicle-report')!.textContent!) as PackedReport;
  new ReportPage(page, report);
}

class ReportPage {
  readonly #page: Document;
  readonly #report: PackedReport;
  readonly #model: FlamegraphReport;
  readonly #canvas: HTMLCanvasElement;
  readonly #flame: HTMLElement;
  readonly #said: HTMLElement;
  readonly #found: HTMLElement;
  readonly #reset: HTMLButtonElement;
  readonly #body: HTMLElement;
  readonly #more: HTMLButtonElement;
  readonly #boxes = new BoxList();
  #viewport: Viewport | undefined;
  #zoom = 0;
  #selected = -1;
  #hovered = -1;
  #matched: Uint8Array | undefined;
  #sort: 'flat' | 'cum' = 'flat';
  #rows = someRows;
  #search = '';
  #waiting = false;
  #fitters: readonly [TextFitter, TextFitter] | undefined;

  constructor(page: Document, report: PackedReport) {
    this.#page = page;
    this.#report = report;
    this.#model = unpackFlamegraph(report.flamegraph);
    const {title, facts, command} = report;
    const search = this.#element('input', {type: 'search', placeholder: 'Find a function', 'aria-label': 'Find a function', spellcheck: 'false'});
    search.addEventListener('input', () => this.#find(search.value.trim()));
    this.#found = this.#element('span', {class: 'found', role: 'status'});
    this.#reset = this.#element('button', {type: 'button'}, 'Reset zoom');
    this.#reset.addEventListener('click', () => this.#zoomTo(0));
    this.#canvas = this.#element('canvas', {tabindex: '0', role: 'img', 'aria-label': `Flame graph of ${this.#model.sampleType}. The table below has the same functions. Arrow keys move, Enter zooms, Escape zooms out.`});
    this.#flame = this.#element('div', {class: 'flame'}, this.#canvas);
    this.#said = this.#element('p', {class: 'said', 'aria-live': 'polite'});
    this.#body = this.#element('tbody', {});
    this.#more = this.#element('button', {type: 'button'}, 'More rows');
    this.#more.addEventListener('click', () => {
      this.#rows += moreRows;
      this.#list();
    });
    const isWhole = report.flamegraph.hidden.every((count) => count === 0);
    page.body.append(
      this.#element('header', {},
        this.#element('h1', {}, shownName(title)),
        this.#element('dl', {}, ...facts.map(([name, value]) => this.#element('div', {}, this.#element('dt', {}, name), this.#element('dd', {}, shownName(value)))))),
      this.#element('main', {},
        this.#element('div', {class: 'bar'}, search, this.#found, this.#reset, ...this.#profile()),
        this.#legend(), this.#flame, this.#said,
        ...(isWhole ? [] : [this.#element('p', {class: 'said'}, 'Boxes that are too narrow to be seen are not in this picture; Top has every function.')]),
        this.#element('h2', {}, 'Top'), this.#table(), this.#more,
        ...(command === '' ? [] : [this.#element('h2', {}, 'The same with pprof'), this.#element('pre', {}, command)])),
      this.#element('footer', {}, 'Saved with Icicle. This file asks no server for anything.'),
    );
    this.#listen();
    this.#list();
    this.#show();
  }

  #element<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Readonly<Record<string, string>>, ...content: (Node | string)[]): HTMLElementTagNameMap[Name] {
    const element = this.#page.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...content);
    return element;
  }

  #swatch(role: number): HTMLElement {
    const swatch = this.#element('i', {'aria-hidden': 'true'});
    swatch.style.background = `var(${roleTokens[role] ?? '--root'})`;
    return swatch;
  }

  #legend(): HTMLElement {
    const {sides, frames} = this.#model;
    if (flameMode(this.#model, this.#report.colour) !== '') return this.#element('p', {class: 'found'}, sides === undefined ? '' : 'Blue fell, orange rose, grey is noise. Width = larger of the two.');
    const roles = [...new Set(frames.roles)].filter((role) => role > 0).sort((a, b) => a - b);
    return this.#element('ul', {class: 'legend'}, ...roles.map((role) => this.#element('li', {}, this.#swatch(role), roleNames[role] ?? '')));
  }

  /** The button that saves the profile, where there is one inside. */
  #profile(): HTMLElement[] {
    const inside = this.#page.querySelector<HTMLElement>('#icicle-profile');
    if (inside === null) return [];
    const name = inside.dataset.name ?? 'profile.pb.gz';
    const button = this.#element('button', {type: 'button', title: 'For go tool pprof, or for Icicle: this whole file can be dropped there too'}, `Save ${shownName(name)}`);
    button.addEventListener('click', () => {
      const bytes = Uint8Array.from(atob(inside.textContent ?? ''), (char) => char.charCodeAt(0));
      const address = URL.createObjectURL(new Blob([bytes]));
      const link = this.#element('a', {href: address, download: name});
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    });
    return [button];
  }

  #table(): HTMLElement {
    const head = (text: string, sort?: 'flat' | 'cum'): HTMLElement => {
      if (sort === undefined) return this.#element('th', {scope: 'col'}, text);
      const button = this.#element('button', {type: 'button'}, text);
      const cell = this.#element('th', {scope: 'col', 'aria-sort': sort === this.#sort ? 'descending' : 'none'}, button);
      button.addEventListener('click', () => {
        this.#sort = sort;
        for (const other of cell.parentElement!.querySelectorAll('[aria-sort]')) other.setAttribute('aria-sort', other === cell ? 'descending' : 'none');
        this.#list();
      });
      return cell;
    };
    return this.#element('div', {class: 'table'},
      this.#element('table', {},
        this.#element('thead', {}, this.#element('tr', {}, head('Self (flat)', 'flat'), head('flat %'), head('sum %'), head('Total (cum)', 'cum'), head('cum %'), head('Function'))),
        this.#body));
  }

  #list(): void {
    const {flat, cum, total, unit, ratio, frames} = this.#report.top;
    const order = this.#sort === 'flat' ? flat.map((_, row) => row) : cum.map((_, row) => row).sort((a, b) => Math.abs(cum[b]!) - Math.abs(cum[a]!) || a - b);
    const wanted = this.#search === '' ? undefined : framesWith(frames, this.#search);
    const rows: HTMLElement[] = [];
    let sum = 0;
    let count = 0;
    for (const row of order) {
      sum += flat[row]!;
      if (wanted !== undefined && wanted[row] !== 1) continue;
      if (count++ >= this.#rows) continue;
      const name = frames.names[row]!;
      const file = frames.files[row]!;
      const button = this.#element('button', {type: 'button', title: file === '' ? shownName(name) : `${shownName(file)}:${frames.lines[row]!}`}, shownName(name));
      button.addEventListener('click', () => this.#go(widestOf(this.#model, name)));
      rows.push(this.#element('tr', {},
        ...[amount(flat[row]! * ratio, unit), `${percentNumber(flat[row]!, total)}\u00a0%`, `${percentNumber(sum, total)}\u00a0%`, amount(cum[row]! * ratio, unit), `${percentNumber(cum[row]!, total)}\u00a0%`]
          .map((text) => this.#element('td', {}, text)),
        this.#element('td', {}, this.#swatch(frames.roles[row]!), button)));
    }
    this.#body.replaceChildren(...rows);
    this.#more.hidden = count <= this.#rows;
  }

  #listen(): void {
    const canvas = this.#canvas;
    canvas.addEventListener('mousemove', (event) => this.#hover(this.#at(event)));
    canvas.addEventListener('mouseleave', () => this.#hover(-1));
    canvas.addEventListener('click', (event) => {
      const row = this.#at(event);
      if (row < 0) return;
      this.#selected = row;
      this.#zoomTo(row === this.#zoom ? Math.max(0, this.#model.caller[row]!) : row);
    });
    canvas.addEventListener('keydown', (event) => this.#key(event));
    this.#flame.addEventListener('scroll', () => this.#draw());
    new ResizeObserver(() => this.#draw()).observe(this.#flame);
    const repaint = (): void => {
      this.#fitters = undefined;
      this.#draw();
    };
    onThemeChange(repaint);
    onRatioChange(repaint);
  }

  #at(event: MouseEvent): number {
    const {left, top} = this.#canvas.getBoundingClientRect();
    const cell = this.#viewport === undefined ? -1 : this.#boxes.at(event.clientX - left, event.clientY - top, this.#viewport);
    return cell < 0 || this.#boxes.small[cell]! > 0 ? -1 : this.#boxes.row[cell]!;
  }

  #key(event: KeyboardEvent): void {
    const {caller, firstCallee} = this.#model;
    const at = Math.max(0, this.#selected);
    const above = Math.max(0, caller[at]!);
    const to = {
      ArrowUp: above, ArrowDown: firstCallee[at]! < firstCallee[at + 1]! ? firstCallee[at]! : at,
      ArrowLeft: at > firstCallee[above]! ? at - 1 : at, ArrowRight: at > 0 && at + 1 < firstCallee[above + 1]! ? at + 1 : at,
    }[event.key];
    if (to !== undefined) {
      this.#selected = to;
      if (!pathTo(this.#model, to).includes(this.#zoom) && !pathTo(this.#model, this.#zoom).includes(to)) this.#zoom = 0;
      this.#show();
    } else if (event.key === 'Enter') this.#zoomTo(at);
    else if (event.key === 'Escape') this.#zoomTo(0);
    else return;
    event.preventDefault();
  }

  #hover(row: number): void {
    if (row === this.#hovered) return;
    this.#hovered = row;
    this.#canvas.style.cursor = row < 0 ? '' : 'pointer';
    this.#show();
  }

  #find(text: string): void {
    this.#search = text;
    this.#matched = text === '' ? undefined : framesWith(this.#model.frames, text);
    const {matches, width} = this.#matched === undefined ? {matches: 0, width: 0} : matchedBoxes(this.#model, this.#matched);
    this.#found.textContent = text === '' ? '' : matches === 0 ? 'no function matches' : `${matches.toLocaleString()} boxes, ${percent(width, this.#model.shown)} of what is shown`;
    this.#list();
    this.#draw();
  }

  #go(row: number): void {
    if (row < 0) return;
    this.#selected = row;
    this.#zoomTo(row);
    this.#flame.scrollIntoView({block: 'nearest'});
  }

  #zoomTo(row: number): void {
    this.#zoom = row;
    if (row === 0) this.#selected = -1;
    this.#show();
  }

  /** Says what is pointed at, else what is selected, and draws. */
  #show(): void {
    const {frame, frames, cum, flat, total, unit, ratio, sides} = this.#model;
    const row = this.#hovered >= 0 ? this.#hovered : this.#selected;
    this.#reset.disabled = this.#zoom === 0;
    if (row < 0) this.#said.textContent = 'Point at a box to read it, click to zoom to it.';
    else {
      const its = frame[row]!;
      const file = frames.files[its]!;
      const value = sides !== undefined ? spokenChange(sides.of.noise, sides.before[row]!, sides.after[row]!, unit, ratio)
        : `${amount(cum[row]! * ratio, unit)} (${percent(cum[row]!, total)}), itself ${amount(flat[row]! * ratio, unit)}`;
      this.#said.replaceChildren(this.#element('b', {}, row === 0 ? rootName(this.#model) : shownName(frames.names[its]!)), ` ${value}${file === '' ? '' : ` · ${shownName(file)}`}`);
    }
    this.#draw();
  }

  /** Once a frame, however often it is asked for. */
  #draw(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.#paint();
    });
  }

  #paint(): void {
    const model = this.#model;
    const whole = (model.depthStart.length - 1) * pitch + gap;
    const width = Math.max(1, this.#flame.clientWidth);
    const height = Math.max(rowHeight, Math.min(whole, innerHeight * 0.72));
    const context = this.#canvas.getContext('2d', {alpha: false});
    if (context === null) return;
    const ratio = fitCanvas(this.#canvas, context, width, height);
    // The canvas stays in sight, and what is below it makes the room to scroll in.
    this.#canvas.style.marginBottom = `${Math.max(0, whole - height)}px`;
    const zoom = this.#zoom;
    const viewport: Viewport = {
      x: 0, width, height, y: -Math.min(this.#flame.scrollTop, Math.max(0, whole - height)), rowHeight, gap,
      left: model.start[zoom]!, span: model.width[zoom]!,
    };
    this.#viewport = viewport;
    const mode = flameMode(model, this.#report.colour);
    const font = getComputedStyle(this.#page.documentElement).fontFamily;
    this.#fitters ??= [new TextFitter(context, `500 11.5px ${font}`, model.frames.names), new TextFitter(context, `650 11.5px ${font}`, model.frames.names)];
    const [fitter, boldFitter] = this.#fitters;
    paintFlamegraph(context, model, viewport, visibleBoxes(model, viewport, this.#boxes), {
      colours: boxColours(classColours(readPalette(), mode)), fitter, boldFitter, ratio, zoomPath: pathTo(model, zoom), matched: this.#matched, role: -1,
      classes: boxClasses(model, mode), rootName: rootName(model), selected: this.#selected, hovered: this.#hovered, focused: this.#page.activeElement === this.#canvas,
    });
    this.#canvas.dataset.zoom = String(depthOf(model, zoom));
  }
}
