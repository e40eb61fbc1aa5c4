import {css, nothing, svg, type SVGTemplateResult} from 'lit';
import {shownName} from '../../base/shown-name.js';
import {Role} from '../../config/role.js';
import type {GraphPicture, PictureEdge} from '../../report/graph-picture.js';
import {wayOf} from './change.js';
import {wayOfCall} from './change-marks.js';
import {cssProps} from './css-props.js';
import {edgeShape, type EdgeShape} from './edge-shape.js';
import {roleNames, roleTokens} from './palette.js';
import {spokenAmount, spokenShare} from './spoken.js';
import {viewTexts} from '../texts.js';

/** What of a picture is marked. */
export interface GraphMarks {
  /** Row of the selected node, -1 for none. */
  readonly selected: number;
  /** Row of the node that the Tab key comes to. */
  readonly cursor: number;
  /** By row, 1 for what a search found; undefined where nothing is searched for. */
  readonly found: Uint8Array | undefined;
  /** The role that is shown alone, -1 for none. */
  readonly alone: number;
}

/** Nodes and edges as SVG. A node carries its row in `data-row`, and what expands it `data-expand`. */
export function drawGraph(picture: GraphPicture, marks: GraphMarks): SVGTemplateResult {
  const {edges} = picture;
  const near = neighboursOf(picture, marks.selected);
  const lit = (edge: PictureEdge) => edge.from === marks.selected || edge.to === marks.selected;
  const faint = (row: number) => isFaint(picture, marks, row);
  const aside = (row: number) => marks.selected >= 0 && !near.has(row);
  const edgeState = (edge: PictureEdge) => lit(edge) ? 'lit' : faint(edge.from) && faint(edge.to) ? 'faint' : marks.selected >= 0 ? 'aside' : '';
  const edgeClass = (edge: PictureEdge) => `${edge.residual ? 'residual' : ''} ${edgeState(edge)} ${changeOfEdge(picture, edge)}`;
  const shapes = shapesOf(picture);
  // What is lit is drawn over the rest.
  const order = edges.map((_, at) => at).sort((a, b) => Number(lit(edges[a]!)) - Number(lit(edges[b]!)) || b - a);
  return svg`
    <g class="edges" aria-hidden="true">
      ${order.map((at) => {
        const edge = edges[at]!;
        const {line, head} = shapes[at]!;
        return svg`<g class="edge ${edgeClass(edge)}"><title>${edgeTitle(picture, edge)}</title>
          <path class="line" d=${line} stroke-width=${edgeWidth(edge)} stroke-opacity=${edgeStrength(edge)}/><path class="head" d=${head} fill-opacity=${edgeStrength(edge)}/></g>`;
      })}
    </g>
    <g class="labels" aria-hidden="true">
      ${order.map((at) => {
        const edge = edges[at]!;
        const {labelX, labelY, text, inline} = edge;
        return Number.isNaN(labelX) ? nothing : svg`<g class="label ${edgeClass(edge)}"><title>${edgeTitle(picture, edge)}</title>
          <text x=${labelX} y=${labelY + (inline ? -2.5 : 3.5)}>${text}</text>${inline ? svg`<text x=${labelX} y=${labelY + 10}>${viewTexts.graph.inline}</text>` : nothing}</g>`;
      })}
    </g>
    <g class="nodes">${picture.boxes.map((_, row) => node(picture, marks, row, faint(row) ? 'faint' : aside(row) ? 'aside' : ''))}</g>`;
}

function node(picture: GraphPicture, {selected, cursor, found}: GraphMarks, row: number, light: '' | 'faint' | 'aside'): SVGTemplateResult {
  const {frames, boxes, x, y, cum, total, hidden, expanded} = picture;
  const {width, height, boxHeight, lines, tags} = boxes[row]!;
  const role = frames.roles[row]!;
  const share = total === 0 ? 0 : Math.min(1, Math.abs(cum[row]! / total));
  const change = changeOf(picture, row);
  const isFound = found?.[row] === 1;
  const state = `${role === Role.yourCode ? 'own' : ''} ${change} ${light} ${isFound ? 'found' : ''}`;
  // What is pressed is the frame around the box, since text in a button would have to be its name.
  return svg`<g class="node ${state}" data-row=${row} transform="translate(${x[row]! - width / 2} ${y[row]! - height / 2})" ${cssProps(colours(role, change))}>
    <g aria-hidden="true">
      <rect class="box" width=${width} height=${boxHeight} rx="4" stroke-width=${(1 + 2.4 * share).toFixed(1)}/>
      ${lines.map(({text, kind, size, baseline}) => svg`<text class=${kind} x=${width / 2} y=${baseline} font-size=${size}>${text}</text>`)}
      ${tags.map((tag) => svg`<g class="tag ${tag.dotted ? 'dotted' : ''}"><rect x=${tag.x} y=${tag.y} width=${tag.width} height=${tag.height} rx="3"/>
        <text x=${tag.x + 6} y=${tag.y + 11.5}>${tag.text}</text><text class="weight" x=${tag.x + tag.width - 6} y=${tag.y + 11.5}>${tag.weight}</text></g>`)}
    </g>
    <rect class="frame" x="-5" y="-5" width=${width + 10} height=${boxHeight + 10} rx="7"
      role="button" tabindex=${row === cursor ? '0' : '-1'} aria-pressed=${row === selected ? 'true' : 'false'} aria-label=${nodeLabel(picture, row)}/>
    ${hidden[row] === 0 && expanded[row] === 0 ? nothing : svg`<g class="more" aria-hidden="true" data-expand=${row} transform="translate(${width} 0)">
      <title>${expanded[row] === 1 ? viewTexts.graph.collapse : viewTexts.graph.expandMore(hidden[row]!)}</title>
      <rect class="room" x="-24" y="-14" width="36" height="26"/><rect x="-20" y="-9" width="28" height="16" rx="8"/><text x="-6" y="2.5">${expanded[row] === 1 ? '−' : `+${hidden[row]! > 99 ? '99' : hidden[row]!}`}</text></g>`}
  </g>`;
}

/** `main.parseLine, your code, total 1.68 seconds, 25.6 percent, self 50 milliseconds, 2 callers, 8 callees`. */
function nodeLabel(picture: GraphPicture, row: number): string {
  const {frames, flat, cum, total, unit, ratio, edges, signed, sides, boxes} = picture;
  let [callers, callees] = [0, 0];
  for (const {from, to} of edges) {
    if (to === row) callers++;
    if (from === row) callees++;
  }
  const {names, roles} = frames;
  return viewTexts.graph.node({
    name: shownName(names[row]!), role: sides !== undefined && changeOf(picture, row) === 'same' ? viewTexts.top.sides.noise : signed || sides !== undefined ? '' : roleNames[roles[row]!]!, callers, callees,
    total: spokenAmount(cum[row]! * ratio, unit), share: spokenShare(cum[row]!, total), self: spokenAmount(flat[row]! * ratio, unit),
    tags: boxes[row]!.tags.map(({text, weight}) => `${text} ${weight}`),
  });
}

/** The rows that an edge connects with `selected`, and itself. */
function neighboursOf({edges}: GraphPicture, selected: number): Set<number> {
  const near = new Set<number>();
  if (selected < 0) return near;
  near.add(selected);
  for (const {from, to} of edges) {
    if (from === selected) near.add(to);
    if (to === selected) near.add(from);
  }
  return near;
}

/** Whether a search or a role leaves a node out. */
function isFaint({frames}: GraphPicture, {found, alone}: GraphMarks, row: number): boolean {
  return found !== undefined ? found[row] !== 1 : alone >= 0 && frames.roles[row] !== alone;
}

type Change = '' | 'more-of' | 'less-of' | 'same';

const changes = {fell: 'less-of', rose: 'more-of', '': 'same'} as const;

/** In a difference: whether there is more or less of it, or about as much. */
export function changeOf({sides, signed, total, cum}: GraphPicture, row: number): Change {
  if (sides !== undefined) return changes[wayOf(sides.of.noise, sides.before[row]!, sides.after[row]!)];
  return signed ? signedChange(cum[row]!, total) : '';
}

function changeOfEdge({sides, signed, total}: GraphPicture, {from, to, weight}: PictureEdge): Change {
  if (sides !== undefined) return changes[wayOfCall(sides, from, to, weight)];
  return signed ? signedChange(weight, total) : '';
}

/** Of values that are negative in part, without two sides to be told apart. */
function signedChange(value: number, total: number): Change {
  return Math.abs(value) < total / 200 ? 'same' : value > 0 ? 'more-of' : 'less-of';
}

function colours(role: number, change: Change): Record<string, string> {
  const token = change === 'more-of' ? '--more' : change === 'less-of' ? '--less' : change === 'same' ? '--neutral' : roleTokens[role]!;
  return {'--fill': `var(${token})`, '--ink': `var(${token}-text)`};
}

function edgeWidth({width}: PictureEdge): number {
  return 1.2 + (width - 1) * 0.95;
}

/** The heavier an edge, the stronger its colour. */
function edgeStrength({width}: PictureEdge): string {
  return (0.55 + 0.09 * (width - 1)).toFixed(2);
}

/** As pprof's tooltip: `main.a -> main.b (1.2s)`. */
function edgeTitle({frames: {names}}: GraphPicture, {from, to, text, residual, inline}: PictureEdge): string {
  return `${shownName(names[from]!)} ${residual ? '…' : '→'} ${shownName(names[to]!)} (${text})${inline ? ` ${viewTexts.graph.inline}` : ''}`;
}

const shapes = new WeakMap<GraphPicture, readonly EdgeShape[]>();

function shapesOf(picture: GraphPicture): readonly EdgeShape[] {
  let known = shapes.get(picture);
  if (known === undefined) shapes.set(picture, known = picture.edges.map((edge) => edgeShape(edge.curve, edgeWidth(edge))));
  return known;
}

export const graphStyles = css`
  .edge .line { fill: none; stroke: var(--text-3); stroke-linecap: butt; }
  .edge .head { fill: var(--text-3); }
  .edge.more-of .line { stroke: var(--more); }
  .edge.more-of .head { fill: var(--more); }
  .edge.less-of .line { stroke: var(--less); }
  .edge.less-of .head { fill: var(--less); }
  .edge.residual .line { stroke-dasharray: 1.5 4.5; stroke-linecap: round; }
  .edge.lit .line { stroke: var(--accent); stroke-opacity: 1; }
  .edge.lit .head { fill: var(--accent); fill-opacity: 1; }
  .edge.faint { opacity: .4; }
  .edge.aside { opacity: .55; }
  .edge:hover .line { stroke: var(--text); stroke-opacity: 1; }
  .edge:hover .head { fill: var(--text); fill-opacity: 1; }
  .label text { font: 10.5px var(--sans); fill: var(--text-2); text-anchor: middle; font-variant-numeric: tabular-nums; paint-order: stroke; stroke: var(--graph-bg); stroke-width: 3px; stroke-linejoin: round; }
  .label.lit text { fill: var(--text); font-weight: 600; }
  .label.faint { opacity: .45; }
  .label.aside { opacity: .7; }
  .node { cursor: pointer; }
  .node text { direction: ltr; unicode-bidi: isolate; pointer-events: none; }
  .node .box { fill: var(--fill); stroke: color-mix(in srgb, var(--ink) 42%, var(--fill)); }
  .node:hover .box { stroke: var(--ink); }
  .node .name, .node .value { font-family: var(--sans); fill: var(--ink); text-anchor: middle; }
  .node .name { font-weight: 500; }
  .node.own .name { font-weight: 650; }
  .node .value { font-variant-numeric: tabular-nums; }
  .node.faint { opacity: .42; }
  .node.aside { opacity: .66; }
  .node.faint:hover, .node.faint:focus-within, .node.aside:hover, .node.aside:focus-within { opacity: 1; }
  .frame { fill: transparent; stroke: none; stroke-width: 2.5; outline: none; }
  .found .frame { stroke: var(--match); stroke-width: 3; }
  .frame[aria-pressed="true"] { stroke: var(--text); }
  .frame:focus-visible { stroke: var(--accent); stroke-width: 3; outline: none; }
  .tag rect { fill: var(--panel); stroke: var(--line-strong); }
  .tag.dotted rect { stroke-dasharray: 2 2; }
  .tag text { font: 9.5px var(--sans); fill: var(--text-2); }
  .tag .weight { text-anchor: end; fill: var(--text); font-variant-numeric: tabular-nums; }
  .more rect { fill: var(--panel); stroke: var(--control-line); }
  .more .room { fill: transparent; stroke: none; }
  .more text { font: 600 10px var(--sans); fill: var(--text-2); text-anchor: middle; }
  .more:hover rect:not(.room) { fill: var(--accent-bg); stroke: var(--accent); }
  .more:hover text { fill: var(--accent-text); }
  @media (prefers-contrast: more) { .node .box { stroke: var(--text); } .edge .line { stroke-opacity: 1; } }
  @media (forced-colors: active) {
    .node { forced-color-adjust: none; }
    .node .box { fill: Canvas; stroke: CanvasText; }
    .node .name, .node .value, .tag text, .more text { fill: CanvasText; }
    .tag rect, .more rect { fill: Canvas; stroke: CanvasText; }
    .frame[aria-pressed="true"], .frame:focus-visible { stroke: Highlight; }
    .edge .line { stroke: CanvasText; }
    .edge .head { fill: CanvasText; }
    .label text { fill: CanvasText; stroke: Canvas; }
  }
`;
