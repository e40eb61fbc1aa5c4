/**
 * How wide a line of text may become in a sans-serif font, in the unit of `size`.
 *
 * The figures are those of wide fonts of the usual system stacks (Verdana, DejaVu
 * Sans), so that text fits its box in any of them; a table and not a canvas, so that
 * a graph has the same places wherever it is laid out.
 */
export function textWidth(text: string, size: number, bold = false): number {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum += widthOf(text.charCodeAt(at));
  return sum * size * (bold ? 1.12 : 1);
}

// In hundredths of an em, from space to tilde.
const ascii = [
  32, 41, 46, 84, 64, 95, 78, 28, 40, 40, 50, 84, 34, 38, 34, 36, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 36, 36, 84, 84, 84, 54,
  100, 69, 69, 70, 77, 64, 58, 78, 76, 33, 36, 67, 57, 90, 75, 79, 62, 79, 70, 64, 63, 74, 69, 101, 69, 63, 69, 40, 36, 40, 84, 52,
  52, 62, 64, 55, 64, 62, 38, 64, 64, 29, 32, 60, 29, 97, 64, 62, 64, 64, 43, 53, 41, 64, 60, 82, 60, 60, 53, 64, 36, 64, 84,
] as const;

/** In ems. Half of a pair of surrogates is half of a sign as wide as it is high, and some are wider. */
function widthOf(code: number): number {
  if (code >= 32 && code < 127) return ascii[code - 32]! / 100;
  if (code >= 0xd800 && code < 0xe000) return 0.72;
  return code < 0x250 ? 0.72 : code < 0x1100 ? 0.82 : 1.15;
}
