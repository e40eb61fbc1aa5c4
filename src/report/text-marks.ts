import {fitInOne} from '../base/text-order.js';

/**
 * Texts that are searched in capitals or not, again with each letter that is typed.
 *
 * All texts are one for it, since to lower the case of a text and to search it costs a call each, and most names are short.
 */
export class SearchedTexts {
  readonly #texts: readonly string[];
  /** All texts in lower case, a line each; undefined where nobody could tell which text a place is in. */
  readonly #lower: string | undefined;

  constructor(texts: readonly string[]) {
    this.#texts = texts;
    if (!fitInOne(texts)) return;
    const whole = texts.join('\n');
    const lower = whole.toLowerCase();
    // A letter may become two.
    if (lower.length === whole.length) this.#lower = lower;
  }

  /**
   * Marks the texts that have `wanted` in them: by text, 1 for a match.
   *
   * @param wanted not empty
   */
  marks(wanted: string): Uint8Array {
    const texts = this.#texts;
    const lower = this.#lower;
    const marks = new Uint8Array(texts.length);
    const search = wanted.toLowerCase();
    if (lower === undefined) return marks.map((_, text) => (texts[text]!.toLowerCase().includes(search) ? 1 : 0));
    let text = 0;
    let end = texts[0]?.length ?? 0;
    for (let at = lower.indexOf(search); at >= 0;) {
      while (at > end) end += 1 + texts[++text]!.length;
      const isInside = at + search.length <= end;
      if (isInside) marks[text] = 1;
      at = lower.indexOf(search, isInside ? end + 1 : at + 1);
    }
    return marks;
  }
}
