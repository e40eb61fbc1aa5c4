import {editDistance} from '../base/edit-distance.js';

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
    const letters = editDistance(wanted, part, fewest);
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
