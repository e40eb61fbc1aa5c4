import {LitElement} from 'lit';
import {property} from 'lit/decorators.js';
import type {Answer, Engine, ProfileInfo} from '../bridge/engine.js';
import type {Config} from '../config/config.js';
import type {ReportName} from '../report/reports.js';

/** The wish to change what is asked. The page puts it into the address, and the new config comes back down. */
export class RefineEvent extends Event {
  static readonly type = 'refine';

  /** `step` is false where the change is no step that Back should undo (a selection, a search). */
  constructor(readonly change: Partial<Config>, readonly step = true) {
    super(RefineEvent.type, {bubbles: true, composed: true});
  }
}

/** The wish to see another view, with a change of config on the way. */
export class GoToViewEvent extends Event {
  static readonly type = 'go-to-view';

  constructor(readonly view: string, readonly change: Partial<Config> = {}) {
    super(GoToViewEvent.type, {bubbles: true, composed: true});
  }
}

/** What a search found in the view that is shown; the search box says it. */
export class SearchResultEvent extends Event {
  static readonly type = 'search-result';

  /**
   * @param matches boxes or rows that match
   * @param share of the shown total that lies in them, no sample twice; undefined where the view cannot say
   * @param error what is wrong with the pattern
   */
  constructor(readonly matches: number, readonly share: number | undefined, readonly error?: string) {
    super(SearchResultEvent.type, {bubbles: true, composed: true});
  }
}

/** A question of a view has come back: with an answer, or with the reason why there is none. Sent by `ReportController`. */
export class ReportEvent extends Event {
  static readonly type = 'report';

  constructor(readonly name: ReportName, readonly config: Config, readonly answer: Answer<ReportName> | undefined, readonly error: Error | undefined) {
    super(ReportEvent.type, {bubbles: true, composed: true});
  }
}

/** The first picture of a profile in this view is on the canvas, or its rows are in the document. */
export class ViewPaintedEvent extends Event {
  static readonly type = 'view-painted';

  /** @param at when it was drawn, by `performance.now`; undefined where the next frame holds it */
  constructor(readonly at?: number) {
    super(ViewPaintedEvent.type, {bubbles: true, composed: true});
  }
}

/** What every view is given, and the one thing it may ask of the page. */
export abstract class ProfileView extends LitElement {
  @property({attribute: false}) declare engine: Engine;
  @property({attribute: false}) declare profile: ProfileInfo;
  @property({attribute: false}) declare config: Config;

  protected refine(change: Partial<Config>, step = true): void {
    this.dispatchEvent(new RefineEvent(change, step));
  }

  /** Moves to the next (1) or previous (-1) match of `config.search`. */
  nextMatch(_direction: 1 | -1): void {}

  /** Moves to the next or previous place that costs much; the same keys mean this where nothing is searched for. */
  nextHot(_direction: 1 | -1): void {}
}
