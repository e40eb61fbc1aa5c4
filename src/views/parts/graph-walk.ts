import type {GraphPicture} from '../../report/graph-picture.js';

/**
 * Where an arrow key leads from a node: up to its heaviest caller, down to its
 * heaviest callee, to the next box beside it; Home and End to the heaviest and the
 * lightest by total. -1 where there is nothing.
 */
export function nodeBeside(picture: GraphPicture, row: number, key: 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End'): number {
  switch (key) {
    case 'ArrowUp': return heaviest(picture, row, 'to', 'from');
    case 'ArrowDown': return heaviest(picture, row, 'from', 'to');
    case 'ArrowLeft': return beside(picture, row, -1);
    case 'ArrowRight': return beside(picture, row, 1);
    case 'Home': return byTotal(picture, 1);
    case 'End': return byTotal(picture, -1);
  }
}

function heaviest({edges}: GraphPicture, row: number, here: 'from' | 'to', there: 'from' | 'to'): number {
  let best = -1;
  let most = -1;
  for (const edge of edges) {
    if (edge[here] === row && Math.abs(edge.weight) > most) [best, most] = [edge[there], Math.abs(edge.weight)];
  }
  return best;
}

/** The nearest box to one side; a step up or down counts four times, so that rows are kept. */
function beside({x, y}: GraphPicture, row: number, side: 1 | -1): number {
  let best = -1;
  let nearest = Infinity;
  for (let other = 0; other < x.length; other++) {
    const across = (x[other]! - x[row]!) * side;
    if (across <= 0) continue;
    const distance = across + 4 * Math.abs(y[other]! - y[row]!);
    if (distance < nearest) [best, nearest] = [other, distance];
  }
  return best;
}

function byTotal({cum}: GraphPicture, order: 1 | -1): number {
  let best = 0;
  for (let row = 1; row < cum.length; row++) if ((Math.abs(cum[row]!) - Math.abs(cum[best]!)) * order > 0) best = row;
  return best;
}
