import type {ReactiveController} from 'lit';
import {SearchResultEvent, type ProfileView} from '../profile-view.js';
import {framesMatching, framesWith, isPlain} from './frame-search.js';
import {searchOf} from '../../base/search.js';

/** What is searched: a text a row, and a second one, such as its file, which may be left out. */
export interface SearchedRows {
  readonly names: readonly string[];
  readonly files: readonly string[];
}

/** Rows that have one text only. */
export function rowsOfTexts(names: readonly string[]): SearchedRows {
  return {names, files: new Array<string>(names.length).fill('')};
}

/** Keeps the rows that `config.search` finds in step with it. */
export class FoundRows implements ReactiveController {
  /** By row, 1 for a match; undefined where nothing is searched for. */
  found: Uint8Array | undefined;
  #asked: {readonly rows: SearchedRows; readonly search: string} | undefined;

  /**
   * @param rowsNow what is there to search, the same object for as long as it is the same; undefined for nothing
   * @param tell says what was found to the page; called with every new `found`
   */
  constructor(readonly host: ProfileView, readonly rowsNow: () => SearchedRows | undefined, readonly tell: (found: Uint8Array) => void) {
    host.addController(this);
  }

  hostUpdate(): void {
    const rows = this.rowsNow();
    if (rows === undefined) {
      this.#asked = undefined;
      this.found = undefined;
      return;
    }
    const {search} = this.host.config;
    if (this.#asked?.rows === rows && this.#asked.search === search) return;
    const asked = {rows, search};
    if (this.#asked?.rows !== rows) this.found = undefined;
    this.#asked = asked;
    if (search === '') this.found = undefined;
    else if (isPlain(search)) this.#take(framesWith(rows, search));
    else void this.#match(asked);
  }

  async #match(asked: {readonly rows: SearchedRows; readonly search: string}): Promise<void> {
    const meant = await searchOf(asked.search);
    if (this.#asked !== asked) return;
    // What was found before stays, so that typing a pattern does not empty the view.
    if (meant.kind === 'wrong') this.host.dispatchEvent(new SearchResultEvent(0, undefined, meant.message));
    if (meant.kind !== 'matcher') return;
    const found = await framesMatching(asked.rows, meant.matcher, () => this.#asked !== asked);
    if (found === undefined || this.#asked !== asked) return;
    this.#take(found);
    this.host.requestUpdate();
  }

  #take(found: Uint8Array): void {
    this.found = found;
    this.tell(found);
  }
}
