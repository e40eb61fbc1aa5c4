/** Units of UTF-16 that one text may surely have. */
const mostJoined = 2 ** 28;

/** Whether these texts can be joined to one: a hostile profile may give many functions one long name or file. */
export function fitInOne(texts: readonly string[]): boolean {
  return texts.reduce((length, text) => length + text.length + 1, 0) <= mostJoined;
}

/** Texts of a part that are put in order one by one. */
const few = 12;

/**
 * The place of each text among the distinct ones in the order of their UTF-8 bytes, which is that of Go.
 *
 * Names of functions begin alike, so to compare two of them is to read most of both. Here a byte is read once for
 * all that are alike up to it: those with a lesser, the same and a greater byte part, and those with the same go on
 * with the next byte. (Bentley and Sedgewick, Fast Algorithms for Sorting and Searching Strings, 1997)
 *
 * @param texts such that `fitInOne`; half a surrogate pair in them counts as U+FFFD
 */
export function textRanks(texts: readonly string[]): Uint32Array {
  const bytes = new TextEncoder().encode(texts.map((text) => `${text}\0`).join(''));
  const begin = new Uint32Array(texts.length);
  let next = 0;
  for (let text = 0; text < texts.length; text++) {
    begin[text] = next;
    next = bytes.indexOf(0, next) + 1;
  }
  // A 0 inside of a text would end it. In its place are two bytes that stand in the same order.
  if (next !== bytes.length) return textRanks(texts.map((text) => text.replaceAll('\u0001', '\u0001\u0002').replaceAll('\0', '\u0001\u0001')));
  const order = begin.map((_, text) => text);
  sortByBytes(bytes, begin, order);
  const ranks = new Uint32Array(texts.length);
  for (let i = 1, rank = 0; i < order.length; i++) {
    if (compareFrom(bytes, begin[order[i - 1]!]!, begin[order[i]!]!) !== 0) rank++;
    ranks[order[i]!] = rank;
  }
  return ranks;
}

/** @param begin where the texts begin, each of which ends before a 0 */
function sortByBytes(bytes: Uint8Array, begin: Uint32Array, order: Uint32Array): void {
  // What is still to be sorted: from, to, and how many bytes are alike.
  const open = [0, order.length, 0];
  while (open.length > 0) {
    const depth = open.pop()!;
    const to = open.pop()!;
    const from = open.pop()!;
    if (to - from <= few) {
      for (let i = from + 1; i < to; i++) {
        const text = order[i]!;
        const at = begin[text]! + depth;
        let place = i;
        for (; place > from && compareFrom(bytes, begin[order[place - 1]!]! + depth, at) > 0; place--) order[place] = order[place - 1]!;
        order[place] = text;
      }
      continue;
    }
    const middle = bytes[begin[order[(from + to) >> 1]!]! + depth]!;
    let less = from;
    let more = to;
    for (let i = from; i < more;) {
      const text = order[i]!;
      const byte = bytes[begin[text]! + depth]!;
      if (byte === middle) {
        i++;
      } else if (byte < middle) {
        order[i++] = order[less]!;
        order[less++] = text;
      } else {
        order[i] = order[--more]!;
        order[more] = text;
      }
    }
    if (middle !== 0) open.push(less, more, depth + 1);
    open.push(from, less, depth, more, to, depth);
  }
}

function compareFrom(bytes: Uint8Array, a: number, b: number): number {
  while (bytes[a] === bytes[b] && bytes[a] !== 0) {
    a++;
    b++;
  }
  return bytes[a]! - bytes[b]!;
}
