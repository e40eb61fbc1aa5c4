import type {GraphPicture} from '../../report/graph-picture.js';
import {Role} from '../../config/role.js';
import {edgeShape} from './edge-shape.js';
import {changeOf} from './graph-drawing.js';
import type {Palette} from './palette.js';

const margin = 16;
/** What fell and what rose is light in both themes. */
const inkOfChange = '#0d1014';

/**
 * The picture as an SVG file that stands alone: text as text, whole names in titles,
 * no script and nothing to fetch.
 */
export function graphFile(picture: GraphPicture, {fill, text, background, foreground, secondary, line, change: changes}: Palette, title: string): string {
  const {boxes, x, y, edges, frames, width, height, cum, total} = picture;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-margin} ${-margin} ${fixed(width + 2 * margin)} ${fixed(height + 2 * margin)}" width="${fixed(width + 2 * margin)}" height="${fixed(height + 2 * margin)}" font-family="system-ui, 'Segoe UI', Roboto, Arial, sans-serif">`,
    `<title>${xml(title)}</title>`,
    `<rect x="${-margin}" y="${-margin}" width="100%" height="100%" fill="${xml(background)}"/>`,
  ];
  for (const {curve, width: size, residual, from, to, text: value, inline, labelX, labelY} of [...edges].reverse()) {
    const stroke = 1.2 + (size - 1) * 0.95;
    const {line: way, head} = edgeShape(curve, stroke);
    parts.push(`<g><title>${xml(`${frames.names[from]!} ${residual ? '...' : '->'} ${frames.names[to]!} (${value})`)}</title>`
      + `<path d="${way}" fill="none" stroke="${xml(secondary)}" stroke-width="${fixed(stroke)}"${residual ? ' stroke-dasharray="1.5 4.5" stroke-linecap="round"' : ''}/><path d="${head}" fill="${xml(secondary)}"/>`);
    if (!Number.isNaN(labelX)) {
      parts.push(`<text x="${fixed(labelX)}" y="${fixed(labelY + (inline ? -2.5 : 3.5))}" font-size="10.5" text-anchor="middle" fill="${xml(foreground)}">${xml(value)}</text>`);
      if (inline) parts.push(`<text x="${fixed(labelX)}" y="${fixed(labelY + 10)}" font-size="10.5" text-anchor="middle" fill="${xml(foreground)}">(inline)</text>`);
    }
    parts.push('</g>');
  }
  boxes.forEach(({width: across, height: down, boxHeight, lines, tags}, row) => {
    const role = frames.roles[row]!;
    const change = changeOf(picture, row);
    const [colour, ink] = change === '' || changes === undefined ? [fill[role]!, text[role]!]
      : change === 'same' ? [changes.neutral, foreground] : [change === 'less-of' ? changes.less : changes.more, inkOfChange];
    const share = total === 0 ? 0 : Math.min(1, Math.abs(cum[row]! / total));
    parts.push(`<g transform="translate(${fixed(x[row]! - across / 2)} ${fixed(y[row]! - down / 2)})"><title>${xml(frames.names[row]!)}</title>`
      + `<rect width="${fixed(across)}" height="${fixed(boxHeight)}" rx="4" fill="${xml(colour)}" stroke="${xml(ink)}" stroke-opacity=".5" stroke-width="${fixed(1 + 2.4 * share)}"/>`);
    for (const {text: words, kind, size, baseline} of lines) {
      const weight = kind === 'name' ? ` font-weight="${role === Role.yourCode ? 650 : 500}"` : '';
      parts.push(`<text x="${fixed(across / 2)}" y="${fixed(baseline)}" font-size="${size}" text-anchor="middle" fill="${xml(ink)}"${weight}>${xml(words)}</text>`);
    }
    for (const tag of tags) {
      parts.push(`<rect x="${fixed(tag.x)}" y="${fixed(tag.y)}" width="${fixed(tag.width)}" height="${tag.height}" rx="3" fill="${xml(background)}" stroke="${xml(line)}"${tag.dotted ? ' stroke-dasharray="2 2"' : ''}/>`
        + `<text x="${fixed(tag.x + 6)}" y="${fixed(tag.y + 11.5)}" font-size="9.5" fill="${xml(foreground)}">${xml(tag.text)}</text>`
        + `<text x="${fixed(tag.x + tag.width - 6)}" y="${fixed(tag.y + 11.5)}" font-size="9.5" text-anchor="end" fill="${xml(foreground)}">${xml(tag.weight)}</text>`);
    }
    parts.push('</g>');
  });
  parts.push('</svg>');
  return parts.join('\n') + '\n';
}

const entities = new Map([['&', '&amp;'], ['<', '&lt;'], ['>', '&gt;'], ['"', '&quot;'], ["'", '&#39;']]);

/** Text as it may stand in XML 1.0: what no document may hold, such as NUL and half a pair of surrogates, becomes U+FFFD. */
export function xml(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd').replace(/[&<>"']/g, (sign) => entities.get(sign)!);
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
