/** A place in the tree of what is replaced: which words and signs may come next, and what stands for it where it ends here. */
interface Place {
  readonly next: Map<string, Place>;
  to: string | undefined;
  /** The sign before it that goes with it, as in `/home`. */
  head: string;
  isPackage: boolean;
}

/** Whether a single word that is replaced may be any word, or tells enough to be found inside of texts, and of names too. */
export type Telling = 'phrase' | 'word' | 'package';

/** Longer texts are replaced where they stand alone. */
const longest = 1000;

/**
 * Replaces texts by others, also where they stand in a longer one.
 *
 * A text is read as words and the signs between them, and only whole words are
 * replaced; of several that begin in one place the longest is. The work is as long
 * as the text, times at most the longest of what is replaced.
 */
export class Replacer {
  readonly #whole = new Map<string, string>();
  readonly #root = emptyPlace();

  /** What is said first of a text stays. A single word is replaced inside of texts only where `telling` says so. */
  add(from: string, to: string, telling: Telling = 'phrase'): void {
    if (from === '') return;
    this.addWhole(from, to);
    const parts = partsOf(from);
    // What surrounds the words may be another sign elsewhere.
    while (parts.length > 1 && parts.at(-1) === '') parts.length -= 2;
    let at = 0;
    while (at < parts.length && parts[at] === '') at += 2;
    if (from.length > longest || at >= parts.length || (at === parts.length - 1 && telling === 'phrase')) return;
    const head = parts.slice(0, at).join('');
    const tail = from.slice(head.length + parts.slice(at).join('').length);
    let place = this.#root;
    for (; at < parts.length; at++) {
      const part = parts[at]!;
      let next = place.next.get(part);
      if (next === undefined) place.next.set(part, next = emptyPlace());
      place = next;
    }
    if (place.to !== undefined) return;
    // `f[...]` becomes `f1`, and so does `f` before any other sign.
    place.to = tail === '' || !to.endsWith(tail) ? to : to.slice(0, -tail.length);
    place.head = head;
    place.isPackage = telling === 'package';
  }

  /** Replaces `from` where it is the whole of a text. */
  addWhole(from: string, to: string): void {
    if (!this.#whole.has(from)) this.#whole.set(from, to);
  }

  inText(text: string): string {
    return this.#whole.get(text) ?? this.#inside(text, false);
  }

  /** What a name of a function mentions; a package of one word is left alone behind `/`, `.` and `:`, where it is a part of another one. */
  inName(name: string): string {
    return this.#inside(name, true);
  }

  #inside(text: string, asName: boolean): string {
    if (this.#root.next.size === 0) return text;
    const parts = partsOf(text);
    let out = '';
    for (let at = 0; at < parts.length;) {
      let place = this.#root;
      let end = -1;
      let best = place;
      for (let next = at; next < parts.length; next++) {
        const found = place.next.get(parts[next]!);
        if (found === undefined) break;
        place = found;
        const isPartOfName = asName && next === at && (!place.isPackage || (at > 0 && /[/.:]$/.test(parts[at - 1]!)));
        if (place.to !== undefined && !isPartOfName) {
          end = next + 1;
          best = place;
        }
      }
      if (best.to !== undefined) {
        const {to, head} = best;
        out = (head !== '' && out.endsWith(head) ? out.slice(0, -head.length) : out) + to + (parts[end] ?? '');
        at = end + 1;
      } else {
        out += parts[at]! + (parts[at + 1] ?? '');
        at += 2;
      }
    }
    return out;
  }
}

function emptyPlace(): Place {
  return {next: new Map(), to: undefined, head: '', isPackage: false};
}

/** Words at even places, what stands between them at odd ones. */
function partsOf(text: string): string[] {
  return text.split(/([^\p{L}\p{N}_]+)/u);
}
