/** Longer texts than this do not fit into one: a hostile profile may give many functions one long name. */
const mostJoined = 2 ** 28;

/**
 * Marks the texts that have `wanted` in them, in capitals or not: by text, 1 for a match.
 *
 * All texts are one for it, since to lower the case of a text and to search it costs a call each, and most names are short.
 *
 * @param wanted not empty
 */
export function textsWith(texts: readonly string[], wanted: string): Uint8Array {
  const marks = new Uint8Array(texts.length);
  const search = wanted.toLowerCase();
  const whole = texts.reduce((length, text) => length + text.length + 1, 0) > mostJoined ? undefined : texts.join('\n');
  const lower = whole?.toLowerCase();
  // A letter may become two, and then nobody knows which text a place is in.
  if (lower === undefined || lower.length !== whole!.length) return marks.map((_, text) => (texts[text]!.toLowerCase().includes(search) ? 1 : 0));
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
