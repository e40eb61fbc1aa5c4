import {css, html, LitElement, nothing, type TemplateResult} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import {Role} from '../config/role.js';
import {amount} from '../views/parts/amount.js';
import {cssProps} from '../views/parts/css-props.js';
import {roleTokens} from '../views/parts/palette.js';
import {baseStyles, controlStyles} from '../views/parts/styles.js';
import {GoToViewEvent} from '../views/profile-view.js';
import type {ReportController} from '../views/report-controller.js';
import {sourceFolders, type FoundSource} from '../views/source/source-folders.js';
import {sideTexts as texts} from './side-texts.js';

type Detail = NonNullable<ReportController<'detail'>['answer']>['model'];
type HotLine = Detail['lines'][number];

/** Characters of a line that are drawn. */
const mostText = 200;

/** The lines of a function that cost most: with their text, in the order of the file, where its folder may be read. */
@customElement('hot-lines')
export class HotLines extends LitElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: block; padding: 13px 15px; border-bottom: 1px solid var(--line); }
    .top { display: flex; align-items: baseline; gap: 8px; margin-bottom: 8px; }
    h3 { font-size: 11px; font-weight: 600; color: var(--text-3); letter-spacing: .02em; flex: none; }
    .top span { margin-inline-start: auto; font-size: 11px; color: var(--text-2); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    button { display: grid; grid-template-columns: 58px minmax(0, 1fr) auto; gap: 8px; align-items: center; width: 100%; min-height: var(--small); font-size: 12px; border-radius: 4px; }
    button:hover bdi { text-decoration: underline; text-underline-offset: 2px; }
    .bar { height: 6px; border-radius: 3px; }
    .v { color: var(--text-2); font-variant-numeric: tabular-nums; white-space: nowrap; }
    code { font-size: 11.5px; color: var(--text-2); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .place code { direction: rtl; text-align: left; }
    .texts { border: 1px solid var(--line); border-radius: 6px; overflow: hidden; font: 11.5px var(--mono); }
    .texts button {
      grid-template-columns: 58px 34px minmax(0, 1fr); padding: 0 8px; border-radius: 0;
      background: color-mix(in srgb, light-dark(var(--heat-colour), color-mix(in srgb, var(--heat-colour) 74%, transparent)) var(--heat), transparent);
    }
    .texts button:focus-visible { outline-offset: -2px; }
    .texts .v, .texts .no { text-align: end; }
    .texts .no { color: var(--text-3); }
    .texts code { font-size: inherit; color: var(--text); white-space: pre; }
    .texts .warm .v, .texts .warm .no { color: var(--text); }
    .texts li + li { border-top: 1px solid var(--line); }
    @media (forced-colors: active) { .warm { outline: 1px solid CanvasText; outline-offset: -1px; } }
    @media print { :host { break-inside: avoid; } }
  `];

  @property({attribute: false}) declare detail: Detail;
  /** By file, for those that were found. */
  @state() private sources: ReadonlyMap<string, FoundSource> = new Map();
  #asked: readonly HotLine[] | undefined;

  readonly #foldersChanged = (): void => void this.#read();

  override connectedCallback(): void {
    super.connectedCallback();
    sourceFolders.addEventListener('change', this.#foldersChanged);
    void sourceFolders.remember();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    sourceFolders.removeEventListener('change', this.#foldersChanged);
  }

  protected override willUpdate(): void {
    if (this.#asked === this.detail.lines) return;
    this.#asked = this.detail.lines;
    void this.#read();
  }

  override render() {
    const lines = this.detail.lines.filter(({line}) => line > 0);
    const withText = lines.some(({file, line}) => this.sources.get(file)?.lines[line - 1] !== undefined);
    const [first] = this.sources.values();
    return html`
      <div class="top"><h3>${texts.side.lines}</h3>${withText ? html`<span title=${shownName(first!.place)}>${texts.side.linesFrom(shownName(first!.place.split('/')[0]!))}</span>` : nothing}</div>
      ${withText
        ? html`<ul class="texts" ${cssProps({'--heat-colour': `var(${roleTokens[this.detail.role]!})`})}>${[...lines].sort((a, b) => (a.file === b.file ? a.line - b.line : 0)).map((line) => this.#text(line))}</ul>`
        : html`<ul>${lines.map((line) => this.#place(line))}</ul>`}`;
  }

  #text(hot: HotLine): TemplateResult {
    const {cum, unit} = this.detail;
    const text = this.sources.get(hot.file)?.lines[hot.line - 1];
    const share = cum === 0 ? 0 : Math.min(1, Math.abs(hot.cum / cum));
    const heat = 5 + 55 * Math.sqrt(share);
    return html`
      <li><button class=${heat > 16 ? 'warm' : ''} title=${texts.side.lineHelp(shownName(`${hot.file}:${hot.line}`))} @click=${() => this.#go(hot.line)} ${cssProps({'--heat': `${heat.toFixed(0)}%`})}>
        <span class="v">${amount(hot.cum, unit)}</span><span class="no">${hot.line}</span>
        <code><bdi>${text === undefined ? shownName(hot.file) : shownName(text.trim().replaceAll('\t', '  '), mostText)}</bdi></code></button></li>`;
  }

  #place(hot: HotLine): TemplateResult {
    const {file, cum, unit, role} = this.detail;
    return html`
      <li class="place"><button title=${texts.side.lineHelp(shownName(`${hot.file}:${hot.line}`))} @click=${() => this.#go(hot.line)}>
        <span class="bar" aria-hidden="true"><i ${cssProps({'--share': `${cum === 0 ? 0 : Math.min(100, Math.abs(hot.cum / cum) * 100)}%`, '--fill': `var(${roleTokens[role]!})`})}></i></span>
        <code><bdi>${hot.file === file ? texts.side.line(hot.line) : shownName(`${hot.file}:${hot.line}`)}</bdi></code>
        <span class="v">${amount(hot.cum, unit)}</span></button></li>`;
  }

  #go(line: number): void {
    this.dispatchEvent(new GoToViewEvent('source', {selected: this.detail.name, sourceLine: line}));
  }

  async #read(): Promise<void> {
    const {lines, role} = this.detail;
    const found = new Map<string, FoundSource>();
    if (sourceFolders.states.some(({ready}) => ready)) {
      for (const file of new Set(lines.map((line) => line.file))) {
        const source = file === '' ? undefined : await sourceFolders.find(file, role === Role.yourCode);
        if (source?.kind === 'found') found.set(file, source);
      }
    }
    if (this.detail.lines === lines) this.sources = found;
  }
}
