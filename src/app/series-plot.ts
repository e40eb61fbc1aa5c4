import {css, html, LitElement, nothing, svg, type SVGTemplateResult} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';
import {shownName} from '../base/shown-name.js';
import {scale} from '../measurement/scale.js';
import {amount} from '../views/parts/amount.js';
import {cssProps} from '../views/parts/css-props.js';
import {roleTokens} from '../views/parts/palette.js';
import {baseStyles} from '../views/parts/styles.js';
import {seriesTexts} from './series-texts.js';
import {timeTexts, type Series} from './series-words.js';

const height = 240;
const margin = {top: 14, right: 16, bottom: 26, left: 64};
/** Pixels that a time of day wants. */
const labelWidth = 84;

/** The wish to compare from or to a snapshot, by its row. */
export class PickEvent extends Event {
  static readonly type = 'pick-snapshot';

  constructor(readonly row: number) {
    super(PickEvent.type);
  }
}

/**
 * The totals of a series over time, and below the line what one function is of them.
 *
 * It is a picture: what it says and does stands in the table of the snapshots too.
 */
@customElement('series-plot')
export class SeriesPlot extends LitElement {
  static override styles = [baseStyles, css`
    :host { display: block; min-width: 0; }
    svg { display: block; width: 100%; height: 240px; cursor: pointer; touch-action: manipulation; }
    text { font: 10.5px var(--sans); fill: var(--text-3); font-variant-numeric: tabular-nums; }
    .grid { stroke: var(--line); }
    .total { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; }
    .of { fill: var(--fill); opacity: .45; }
    .of-line { fill: none; stroke: var(--fill); stroke-width: 1.5; }
    circle { fill: var(--panel); stroke: var(--accent); stroke-width: 2; }
    circle.picked { fill: var(--accent); stroke: var(--text); }
    .between { fill: var(--accent); opacity: .08; }
    .names { display: flex; flex-wrap: wrap; gap: 2px 16px; padding: 0 16px 0 64px; font-size: 11px; color: var(--text-2); }
    .names span { display: inline-flex; align-items: center; gap: 6px; min-width: 0; max-width: 100%; }
    .names bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .names i { flex: none; width: 14px; height: 3px; border-radius: 2px; background: var(--accent); }
    .names .area i { height: 10px; background: var(--fill); opacity: .7; }
    .names small { margin-inline-start: auto; font-size: 11px; color: var(--text-3); }
    @media (max-width: 760px) { .names { padding-inline-start: 16px; } }
    @media (forced-colors: active) { svg { forced-color-adjust: none; } }
  `];

  @property({attribute: false}) declare series: Series;
  /** Row of the function that is shown below the line, -1 for none. */
  @property({type: Number}) row = -1;
  /** Rows of the snapshots that are to be compared. */
  @property({attribute: false}) picked: readonly number[] = [];
  @state() private width = 0;

  readonly #observer = new ResizeObserver(([entry]) => {
    this.width = Math.round(entry!.contentRect.width);
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override render() {
    const {series, row, width} = this;
    const {sampleTypes, sampleType, rows} = series;
    const {type} = sampleTypes[sampleType]!;
    const fill = row < 0 ? {} : {'--fill': `var(${roleTokens[rows.roles[row]!]!})`};
    return html`
      <svg viewBox="0 0 ${Math.max(1, width)} ${height}" role="img" aria-label=${seriesTexts.plot(type)} @click=${this.#click} ${cssProps(fill)}>${width === 0 ? nothing : this.#content()}</svg>
      <p class="names">
        <span><i></i>${shownName(type)}</span>
        ${row < 0 ? nothing : html`<span class="area" ${cssProps(fill)}><i></i><bdi>${shownName(rows.names[row]!)}</bdi></span>`}
        ${series.snapshots.length > 2 ? html`<small>${seriesTexts.plotHelp}</small>` : nothing}
      </p>`;
  }

  #content(): SVGTemplateResult {
    const {series, row, picked} = this;
    const {sampleTypes, sampleType, rows} = series;
    const {unit, totals} = sampleTypes[sampleType]!;
    const count = totals.length;
    const own = row < 0 ? new Float64Array(0) : rows.values.subarray(row * count, (row + 1) * count);
    const {ticks, least, most} = axis([...totals, ...own], unit);
    const bottom = height - margin.bottom;
    const y = (value: number): number => round(bottom - ((value - least) / (most - least)) * (bottom - margin.top));
    const x = this.#places();
    const line = (values: Float64Array): string => Array.from(values, (value, i) => `${x[i]},${y(value)}`).join(' ');
    const times = timeTexts(series);
    const titled = [...x.keys()].filter(isSparse(x));
    const [from, to] = [Math.min(...picked), Math.max(...picked)];
    return svg`
      ${ticks.map((tick) => svg`<line class="grid" x1=${margin.left} x2=${this.width - margin.right} y1=${y(tick)} y2=${y(tick)}></line>
        <text x=${margin.left - 8} y=${y(tick) + 4} text-anchor="end">${amount(tick, unit)}</text>`)}
      ${picked.length === 2 && from !== to ? svg`<rect class="between" x=${x[from]!} width=${round(x[to]! - x[from]!)} y=${margin.top} height=${bottom - margin.top}></rect>` : nothing}
      ${row < 0 || count < 2 ? nothing : svg`<polygon class="of" points="${x[0]},${y(0)} ${line(own)} ${x[count - 1]},${y(0)}"></polygon><polyline class="of-line" points=${line(own)}></polyline>`}
      <polyline class="total" points=${line(totals)}></polyline>
      ${[...totals].map((total, i) => svg`<circle class=${picked.includes(i) ? 'picked' : ''} cx=${x[i]!} cy=${y(total)} r=${picked.includes(i) ? 5.5 : count > 40 ? 2 : 4}><title>${shownName(series.snapshots[i]!.name)}, ${times[i]!}: ${amount(total, unit)}</title></circle>`)}
      ${titled.map((i) => svg`<text x=${x[i]!} y=${height - 8} text-anchor=${i === 0 ? 'start' : i === count - 1 ? 'end' : 'middle'}>${times[i]!}</text>`)}`;
  }

  /** By snapshot: how far from the left it stands. */
  #places(): number[] {
    const {at} = this.series;
    const span = at.at(-1)! - at[0]!;
    const room = this.width - margin.left - margin.right;
    return Array.from(at, (time) => round(margin.left + (span === 0 ? room / 2 : ((time - at[0]!) / span) * room)));
  }

  readonly #click = (event: MouseEvent): void => {
    const left = event.clientX - (event.currentTarget as Element).getBoundingClientRect().left;
    const places = this.#places();
    let nearest = 0;
    places.forEach((place, row) => {
      if (Math.abs(place - left) < Math.abs(places[nearest]! - left)) nearest = row;
    });
    this.dispatchEvent(new PickEvent(nearest));
  };
}

/** The values of a function as a small line from 0 or its least, with a dot where it ends. */
export function sparkline(values: Float64Array, at: Float64Array): SVGTemplateResult {
  const [width, high] = [92, 22];
  let most = 0;
  let least = 0;
  for (const value of values) {
    most = Math.max(most, value);
    least = Math.min(least, value);
  }
  const span = at.at(-1)! - at[0]!;
  const x = (i: number): number => round(2 + (span === 0 ? 0.5 : (at[i]! - at[0]!) / span) * (width - 6));
  const y = (value: number): number => round(high - 3 - (most === least ? 0.5 : (value - least) / (most - least)) * (high - 6));
  const last = values.length - 1;
  return svg`<svg class="spark" viewBox="0 0 ${width} ${high}" width=${width} height=${high} aria-hidden="true">
    <polyline points=${Array.from(values, (value, i) => `${x(i)},${y(value)}`).join(' ')}></polyline><circle cx=${x(last)} cy=${y(values[last]!)} r="2.2"></circle></svg>`;
}

/** Whether a snapshot's time has room beside those before it; the first and the last have. */
function isSparse(x: readonly number[]): (i: number) => boolean {
  const end = x.at(-1)!;
  let last = -Infinity;
  return (i) => {
    const isLast = i === x.length - 1;
    // The first and the last stand to one side of their points, and take their room from it.
    const room = labelWidth * (last === x[0] || isLast ? 1.5 : 1);
    if (i > 0 && (x[i]! - last < room || (!isLast && end - x[i]! < labelWidth * 1.5))) return false;
    last = x[i]!;
    return true;
  };
}

/** Numbers that are round in the unit that they are shown in, from 0, or the least, past the greatest. */
function axis(values: readonly number[], unit: string): {ticks: number[]; least: number; most: number} {
  const greatest = Math.max(0, ...values);
  const smallest = Math.min(0, ...values);
  const largest = Math.max(greatest, -smallest, 1);
  const factor = largest / scale(largest, unit, 'auto').value;
  const wanted = (greatest - smallest) / factor / 4 || 1;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = factor * [1, 2, 2.5, 5, 10].map((times) => times * power).find((candidate) => candidate >= wanted * (1 - 1e-9))!;
  const least = Math.floor(smallest / step) * step;
  const most = Math.max(least + step, Math.ceil(greatest / step) * step);
  return {ticks: Array.from({length: Math.round((most - least) / step) + 1}, (_, i) => least + i * step), least, most};
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
