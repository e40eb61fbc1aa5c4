import type {FlamegraphReport, FlameWish} from '../../report/flamegraph.js';

/** What of the width of the graph a model has told apart where nobody looks, and where somebody does: see `seenBoxes`. */
const finest = 1 / 4096;
const finestAround = 1 / 2048;

/** What is asked for is this much wider than what is to be seen, so that a small step needs no question. */
const margin = 1.5;

/**
 * What to ask of a part of a graph, so that all boxes of a pixel are there; undefined
 * where the model has them. Some of what lies beside it is asked for too.
 *
 * @param pixels that `span` is wide
 */
export function closerLook({look, shown}: FlamegraphReport, left: number, span: number, pixels: number): NonNullable<FlameWish['look']> | undefined {
  // Sums of widths are not exact, so an edge may lie beside itself.
  const slack = span * 1e-6;
  const isWhole = look.span >= shown;
  const isLooked = isWhole || (left >= look.left - slack && left + span <= look.left + look.span + slack);
  const has = isLooked ? look.span * finest : shown * finestAround;
  // On a screen that is wider than an answer is fine, no other answer is finer.
  if (has <= span / Math.min(pixels, 1 / (finest * margin))) return undefined;
  const beside = (span * (margin - 1)) / 2;
  const from = Math.max(0, left - beside);
  return {left: from, span: Math.min(shown, left + span + beside) - from};
}
