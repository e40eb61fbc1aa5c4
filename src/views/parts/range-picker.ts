import {css, html, LitElement} from 'lit';
import {customElement, property, state} from 'lit/decorators.js';
import {tagsTexts} from '../detail-texts.js';
import {amount} from './amount.js';
import {binsOf, type Bin} from './bins.js';
import {cssProps} from './css-props.js';
import {baseStyles, controlStyles} from './styles.js';

/** A range of numbers was chosen, to keep or to drop. */
export class PickRangeEvent extends Event {
  static readonly type = 'pick-range';

  constructor(readonly low: number, readonly high: number, readonly drop: boolean) {
    super(PickRangeEvent.type);
  }
}

/** A histogram of the numbers of one label, with a range to drag or to type. */
@customElement('range-picker')
export class RangePicker extends LitElement {
  static override styles = [baseStyles, controlStyles, css`
    :host { display: block; padding: 6px 14px 12px; }
    .bins { display: flex; align-items: flex-end; gap: 1px; height: 84px; border-bottom: 1px solid var(--line-strong); touch-action: pan-y; cursor: crosshair; user-select: none; }
    .bins i { flex: 1; height: 100%; display: flex; align-items: flex-end; border-radius: 2px 2px 0 0; }
    .bins i::after { content: ''; width: 100%; height: var(--h); min-height: var(--least); background: var(--standard-library); border-radius: 2px 2px 0 0; }
    .bins .in { background: var(--accent-bg); }
    .bins .in::after { background: var(--accent); }
    .ends { display: flex; justify-content: space-between; font-size: 11px; color: var(--text-3); padding-top: 3px; font-variant-numeric: tabular-nums; }
    form { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 8px; margin-top: 8px; font-size: 12px; color: var(--text-2); }
    input { width: 108px; font-variant-numeric: tabular-nums; }
    small { color: var(--text-3); font-variant-numeric: tabular-nums; }
    p { font-size: 12px; color: var(--text-3); margin-top: 6px; }
    @media (forced-colors: active) { .bins i::after { background: CanvasText; } .bins .in::after { background: Highlight; } }
  `];

  @property() name = '';
  /** As the profile names it. */
  @property() unit = '';
  /** Of the weights. */
  @property() weightUnit = '';
  /** Ascending, and what each weighs. */
  @property({attribute: false}) declare values: Float64Array;
  @property({attribute: false}) declare weights: Float64Array;
  /** Whether pprof can write a range of this key. */
  @property({type: Boolean}) fixed = false;
  @state() private range: readonly [low: number, high: number] | undefined;
  #bins: readonly Bin[] = [];
  #of: Float64Array | undefined;
  #from = -1;

  override willUpdate(): void {
    if (this.#of === this.values) return;
    this.#of = this.values;
    this.#bins = binsOf(this.values, this.weights);
    this.range = undefined;
  }

  override render() {
    const bins = this.#bins;
    const most = bins.reduce((height, {weight}) => Math.max(height, Math.abs(weight)), 0);
    const [least, greatest] = [this.values[0] ?? 0, this.values[this.values.length - 1] ?? 0];
    const [low, high] = this.range ?? [least, greatest];
    const isIn = (bin: Bin): boolean => this.range !== undefined && bin.high >= low && bin.low <= high;
    return html`
      <div class="bins" role="img" aria-label=${tagsTexts.histogram(this.name)} @pointerdown=${this.#down}>
        ${bins.map((bin) => html`<i class=${isIn(bin) ? 'in' : ''} title=${tagsTexts.bin(this.#rangeText(bin.low, bin.high), amount(bin.weight, this.weightUnit))}
          ${cssProps({'--h': `${most === 0 ? 0 : (Math.abs(bin.weight) / most) * 100}%`, '--least': bin.weight === 0 ? '0' : '2px'})}></i>`)}
      </div>
      <div class="ends"><span>${this.#text(least)}</span><span>${this.#text(greatest)}</span></div>
      ${this.fixed ? html`<p>${tagsTexts.noRange}</p>` : html`
        <form @submit=${(event: Event) => this.#pick(event, false)}>
          <label>${tagsTexts.from} <input class="field" name="low" type="number" step="1" .value=${String(low)} @change=${this.#typed}></label>
          <label>${tagsTexts.to} <input class="field" name="high" type="number" step="1" .value=${String(high)} @change=${this.#typed}></label>
          <small>${this.range === undefined ? (this.unit === this.name ? '' : this.unit) : this.#rangeText(low, high)}</small>
          <button class="btn" ?disabled=${this.range === undefined}>${tagsTexts.keepRange}</button>
          <button class="btn ghost" type="button" ?disabled=${this.range === undefined} @click=${(event: Event) => this.#pick(event, true)}>${tagsTexts.dropRange}</button>
        </form>`}`;
  }

  #text(value: number): string {
    return amount(value, this.unit);
  }

  #rangeText(low: number, high: number): string {
    return low === high ? this.#text(low) : `${this.#text(low)} – ${this.#text(high)}`;
  }

  #pick(event: Event, drop: boolean): void {
    event.preventDefault();
    if (this.range !== undefined) this.dispatchEvent(new PickRangeEvent(this.range[0], this.range[1], drop));
  }

  readonly #typed = (): void => {
    const read = (name: string): number => Number(this.renderRoot.querySelector<HTMLInputElement>(`[name="${name}"]`)!.value);
    const [low, high] = [read('low'), read('high')];
    if (Number.isFinite(low) && Number.isFinite(high)) this.range = [Math.min(low, high), Math.max(low, high)];
  };

  readonly #down = (down: PointerEvent): void => {
    if (this.fixed || down.button !== 0) return;
    const box = down.currentTarget as HTMLElement;
    box.setPointerCapture(down.pointerId);
    this.#from = this.#binAt(box, down.clientX);
    const move = (event: PointerEvent): void => {
      const to = this.#binAt(box, event.clientX);
      const [first, last] = [this.#bins[Math.min(this.#from, to)], this.#bins[Math.max(this.#from, to)]];
      if (first !== undefined && last !== undefined) this.range = [first.low, last.high];
    };
    move(down);
    box.addEventListener('pointermove', move);
    box.addEventListener('lostpointercapture', () => box.removeEventListener('pointermove', move), {once: true});
  };

  #binAt(box: HTMLElement, x: number): number {
    const {left, width} = box.getBoundingClientRect();
    return Math.max(0, Math.min(this.#bins.length - 1, Math.floor(((x - left) / width) * this.#bins.length)));
  }
}
