import {css, type ReactiveController, type ReactiveControllerHost} from 'lit';

/** A list of which as much is drawn as is seen. */
interface DrawnList<Item> {
  /** All items, as far as they were measured. */
  readonly measurementsCache: readonly Item[];
  getVirtualItems(): Item[];
  getTotalSize(): number;
}

/**
 * Says whether the view goes to paper now: a list that is drawn where it is seen
 * is then drawn from its beginning.
 *
 * The browser takes the page as it is when the listeners of `beforeprint` and
 * what they queued are done, so a view is drawn anew in time, but nothing may be loaded.
 */
export class Printing implements ReactiveController {
  now = false;

  constructor(readonly host: ReactiveControllerHost, readonly most = 100) {
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('beforeprint', this.#turn);
    addEventListener('afterprint', this.#turn);
  }

  hostDisconnected(): void {
    removeEventListener('beforeprint', this.#turn);
    removeEventListener('afterprint', this.#turn);
  }

  /** What of a list is to be drawn. */
  itemsOf<Item>(list: DrawnList<Item>): readonly Item[] {
    if (!this.now) return list.getVirtualItems();
    list.getTotalSize();
    return list.measurementsCache.slice(0, this.most);
  }

  readonly #turn = (event: Event): void => {
    this.now = event.type === 'beforeprint';
    this.host.requestUpdate();
  };
}

/** How a list of rows stands on paper: one row below the other, none of them cut by the end of a page. */
export const printedList = css`
  @media print {
    .body { overflow: visible; contain: none; }
    .all { height: auto; width: auto; }
    .row, .stack { position: static; transform: none; break-inside: avoid; }
  }
`;
