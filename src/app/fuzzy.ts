/**
 * How well `text` answers to what was typed; higher is better, undefined for not at all.
 *
 * Every word that was typed has to be found, each as letters that follow one another
 * with gaps between. Letters in a row, at the start of a word and at the start of the text
 * count more, so that `fg` finds *F*lame *g*raph before *F*iles lar*g*e.
 */
export function fuzzyScore(typed: string, text: string): number | undefined {
  const target = text.toLowerCase();
  let score = 0;
  for (const word of typed.toLowerCase().split(/\s+/)) {
    if (word === '') continue;
    const one = wordScore(word, target);
    if (one === undefined) return undefined;
    score += one;
  }
  return score - target.length / 1000;
}

function wordScore(word: string, target: string): number | undefined {
  const whole = target.indexOf(word);
  if (whole >= 0) return 8 * word.length + (startsWord(target, whole) ? 12 : 0) + (whole === 0 ? 6 : 0);
  let score = 0;
  let from = 0;
  let last = -2;
  for (const letter of word) {
    const at = nearest(letter, target, from, last);
    if (at < 0) return undefined;
    score += at === last + 1 ? 4 : startsWord(target, at) ? 5 : 1;
    last = at;
    from = at + letter.length;
  }
  // A long word whose letters are only strewn over the text was not meant.
  return score >= 2 * word.length ? score : undefined;
}

/** Where the letter goes on the row of letters, else where it begins a word, else where it is next. */
function nearest(letter: string, target: string, from: number, last: number): number {
  const next = target.indexOf(letter, from);
  if (next < 0 || next === last + 1) return next;
  for (let at = next; at >= 0; at = target.indexOf(letter, at + 1)) if (startsWord(target, at)) return at;
  return next;
}

function startsWord(target: string, at: number): boolean {
  return at === 0 || /[^\p{L}\p{N}]/u.test(target[at - 1]!);
}

/** What answers to `typed`, best first; all of it in its own order where nothing was typed. */
export function ranked<Item>(typed: string, items: readonly Item[], textOf: (item: Item) => string): Item[] {
  if (typed.trim() === '') return [...items];
  const scored: {readonly item: Item; readonly score: number}[] = [];
  for (const item of items) {
    const score = fuzzyScore(typed, textOf(item));
    if (score !== undefined) scored.push({item, score});
  }
  return scored.sort((a, b) => b.score - a.score).map(({item}) => item);
}
