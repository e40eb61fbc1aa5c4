import {html, type TemplateResult} from 'lit';
import {Role} from '../../config/role.js';
import type {FlamegraphReport} from '../../report/flamegraph.js';
import {shortNames} from './short-name.js';

/** Pixels that the legend, All and Reset take of the line above the graph, and that a character of a crumb takes. */
const legendRoom = 930;
const characterWidth = 7;

/** Callers that are looked at, and crumbs that are shown, at most. */
const mostSteps = 200;
const mostCrumbs = 3;

/**
 * The way to what is zoomed to: `All › main.handleReport › main.loadFile`.
 *
 * The person's own functions are the landmarks of a path; where there are none near,
 * the caller is. They get what room the legend leaves.
 *
 * @param path from the root to what is zoomed to
 * @param width of the view, in pixels
 */
export function zoomCrumbs({frames, frame}: FlamegraphReport, path: Int32Array, width: number, zoomTo: (row: number) => void, reset: () => void): TemplateResult {
  const name = (row: number) => shortNames(frames.names[frame[row]!]!)[0]!.slice(0, 80);
  const zoomed = path.at(-1)!;
  let landmarks: number[] = [];
  for (let depth = path.length - 2; depth > 0 && depth > path.length - mostSteps && landmarks.length < mostCrumbs; depth--) {
    if (frames.roles[frame[path[depth]!]!] === Role.yourCode) landmarks.push(path[depth]!);
  }
  if (landmarks.length === 0 && path.length > 2) landmarks = [path.at(-2)!];
  let room = (width - legendRoom) / characterWidth - name(zoomed).length;
  const shown: number[] = [];
  for (const row of landmarks) {
    room -= name(row).length + 4;
    if (room < 0) break;
    shown.unshift(row);
  }
  return html`<nav aria-label="Zoom">
    <ol>
      <li><button @click=${() => zoomTo(0)}>All</button></li>
      ${shown.map((row) => html`<li><button @click=${() => zoomTo(row)}><bdi>${name(row)}</bdi></button></li>`)}
      <li><span aria-current="true"><bdi>${name(zoomed)}</bdi></span></li>
    </ol>
    ${resetButton(reset)}
  </nav>`;
}

/** The way back where there is no zoom, but a view moved by hand. */
export function resetOnly(reset: () => void): TemplateResult {
  return html`<nav aria-label="Zoom">${resetButton(reset)}</nav>`;
}

function resetButton(reset: () => void): TemplateResult {
  return html`<button class="reset" aria-keyshortcuts="0" title="Show all (0)" @click=${reset}>⟲ Reset</button>`;
}
