import type {PageModel} from './page-model.js';
import './series-progress.js';

/** What is collected, how often. */
export interface SeriesPlan {
  readonly address: string;
  /** Seconds from the beginning of one snapshot to the beginning of the next. */
  readonly every: number;
  readonly times: number;
  /** What the snapshots are called, before their numbers; '' for what the address gives. */
  readonly name: string;
}

/** So many failures one after the other are no accident. */
const mostFailures = 3;

/** Seconds that a clock in front is late by itself. */
const slack = 2;

/**
 * Collects snapshots of a service one after the other, for as long as the page is open.
 * Each is in the library before it is shown, and the page follows every change.
 */
export class SeriesRun {
  state: 'collecting' | 'waiting' | 'done' | 'stopped' | 'failed' = 'collecting';
  /** Ids of what was collected, the first first. */
  ids: readonly string[] = [];
  /** How often a service was asked, with or without an answer. */
  attempts = 0;
  /** Attempts that failed, and the reason of the last one. */
  failures = 0;
  reason: unknown;
  /** Snapshots that came late. */
  late = 0;
  /** Snapshots that there was no room for in the library. */
  unkept = 0;
  /** Answers that were one from before. */
  same = 0;
  /** `Date.now()` when the next one begins. */
  next = Date.now();
  #inARow = 0;
  #clock: number | undefined;

  constructor(readonly page: PageModel, readonly plan: SeriesPlan) {}

  get isOver(): boolean {
    return this.state !== 'collecting' && this.state !== 'waiting';
  }

  /** Begins, on the page of the series. */
  start(): void {
    // One after the other, so that neither waits for the other's answers.
    this.page.run?.stop();
    this.show();
    void this.#collect();
  }

  /** Whether the page shows what there is so far, and no other series. */
  get isShown(): boolean {
    const {series} = this.page.state;
    return series !== undefined && series.length === this.ids.length && this.ids.every((id, i) => id.startsWith(series[i]!));
  }

  stop(): void {
    if (this.isOver) return;
    clearTimeout(this.#clock);
    const wasCollecting = this.state === 'collecting';
    this.#turn('stopped');
    if (wasCollecting) void this.page.engine.cancel().catch(() => {});
  }

  /** Begins anew, after the first snapshot could not be had. */
  again(): void {
    new SeriesRun(this.page, this.plan).start();
  }

  /** Shows what there is so far. */
  show(): void {
    this.page.showSeries(this.ids);
  }

  async #collect(): Promise<void> {
    const {page, plan: {address, name, every, times}} = this;
    const began = Date.now();
    if (began - this.next > slack * 1000) this.late++;
    this.#turn('collecting');
    this.attempts++;
    try {
      const taken = new Set(page.library?.map((kept) => kept.name));
      const {info} = await page.collector.open(page.engine, address, {name: name === '' ? '' : `${name} ${this.attempts}`, taken}, () => {});
      this.#inARow = 0;
      if (!(await page.engine.kept(info.id)).kept) this.unkept++;
      if (this.ids.includes(info.id)) this.same++;
      else this.#take(info.id);
    } catch (reason) {
      if (this.isOver) return;
      this.reason = reason;
      this.failures++;
      this.#inARow++;
      if (this.#inARow === mostFailures || this.ids.length === 0) return this.#turn('failed');
    }
    if (this.isOver) return;
    if (this.attempts >= times) return this.#turn('done');
    this.next = Math.max(Date.now(), began + every * 1000);
    this.#turn('waiting');
    this.#clock = setTimeout(() => void this.#collect(), this.next - Date.now()) as unknown as number;
  }

  #take(id: string): void {
    const {isShown, page} = this;
    this.ids = [...this.ids, id];
    if (isShown) page.showSeries(this.ids, page.state.config, false);
  }

  #turn(state: SeriesRun['state']): void {
    this.state = state;
    this.page.follow(this);
  }
}
