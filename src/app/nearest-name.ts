const mostNames = 20_000;

/**
 * The name that a person may have meant by `text`: the one whose last part differs
 * in the fewest letters, at most a third of them; undefined for none. Heavier names
 * stand first and win.
 */
export function nearestName(text: string, names: readonly string[]): string | undefined {
  const wanted = lastPart(plain(text)).toLowerCase();
  if (wanted.length < 3 || wanted.length > 60) return undefined;
  let best: string | undefined;
  let fewest = Math.floor(wanted.length / 3) + 1;
  for (let i = 0; i < Math.min(names.length, mostNames); i++) {
    const part = lastPart(names[i]!).toLowerCase();
    if (Math.abs(part.length - wanted.length) >= fewest) continue;
    const letters = distance(wanted, part, fewest);
    if (letters < fewest) {
      fewest = letters;
      best = names[i];
    }
  }
  return best;
}

function plain(pattern: string): string {
  return pattern.replace(/^\^|\$$|\\|^\/|\/$/g, '');
}

function lastPart(name: string): string {
  const end = name.indexOf('[');
  const head = end < 0 ? name : name.slice(0, end);
  return head.slice(Math.max(head.lastIndexOf('.'), head.lastIndexOf('/'), head.lastIndexOf(':')) + 1);
}

/** Letters to put in, take out, change, or swap with their neighbour; `limit` where it is that many or more. */
function distance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let above = Array.from({length: b.length + 1}, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least >= limit) return limit;
    before = above;
    above = row;
  }
  return above[b.length]!;
}
