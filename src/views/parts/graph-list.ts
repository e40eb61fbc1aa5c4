import {css, html, nothing, type TemplateResult} from 'lit';
import {shownName} from '../../base/shown-name.js';
import type {GraphPicture, PictureEdge} from '../../report/graph-picture.js';
import {viewTexts} from '../texts.js';
import {amount, percent} from './amount.js';
import {cssProps} from './css-props.js';
import {roleNames, roleTokens} from './palette.js';

/** Callers and callees of one node that a list names; the others are counted. */
const mostNamed = 4;

/** The nodes and edges of a picture as a table, for eyes and for ears. */
export function graphList(picture: GraphPicture, selected: number, found: Uint8Array | undefined, select: (row: number) => void): TemplateResult {
  const {frames: {names, roles}, flat, cum, total, unit, ratio} = picture;
  const {list} = viewTexts.graph;
  const callers: PictureEdge[][] = names.map(() => []);
  const callees: PictureEdge[][] = names.map(() => []);
  for (const edge of picture.edges) {
    callers[edge.to]!.push(edge);
    callees[edge.from]!.push(edge);
  }
  const order = Array.from(cum.keys()).sort((a, b) => Math.abs(cum[b]!) - Math.abs(cum[a]!) || a - b);
  const rows = found === undefined ? order : order.filter((row) => found[row] === 1);
  const value = (of: number) => html`${amount(of * ratio, unit)} <small>${percent(of, total)}</small>`;
  const others = (edges: readonly PictureEdge[], end: 'from' | 'to') => edges.length === 0 ? html`<span class="none">${list.none}</span>` : html`<ul>${edges.slice(0, mostNamed).map((edge) => html`
    <li><button class="link" @click=${() => select(edge[end])}><bdi>${shownName(names[edge[end]]!)}</bdi></button> <small>${edge.text}${edge.residual ? ` ${list.residual}` : ''}${edge.inline ? ` ${viewTexts.graph.inline}` : ''}</small></li>`)}
    ${edges.length > mostNamed ? html`<li><small>${list.more(edges.length - mostNamed)}</small></li>` : nothing}</ul>`;
  return html`
    <div class="list" tabindex="0" role="region" aria-label=${list.title}>
      <table role="table">
        <thead role="rowgroup"><tr role="row">${[list.name, list.self, list.total, list.callers, list.callees].map((title) => html`<th role="columnheader" scope="col">${title}</th>`)}</tr></thead>
        <tbody role="rowgroup">${rows.map((row) => html`
          <tr role="row" data-row=${row} class=${row === selected ? 'chosen' : ''}>
            <th role="rowheader" scope="row"><span class="swatch" role="img" aria-label=${roleNames[roles[row]!]!} ${cssProps({'--fill': `var(${roleTokens[roles[row]!]!})`})}></span>
              <button class="name" aria-pressed=${row === selected ? 'true' : 'false'} title=${shownName(names[row]!, 2000)} @click=${() => select(row)}><bdi>${shownName(names[row]!)}</bdi></button></th>
            <td role="cell" class="num"><span class="what">${list.self}</span>${value(flat[row]!)}</td>
            <td role="cell" class="num"><span class="what">${list.total}</span>${value(cum[row]!)}</td>
            <td role="cell"><span class="what">${list.callers}</span>${others(callers[row]!, 'from')}</td>
            <td role="cell"><span class="what">${list.callees}</span>${others(callees[row]!, 'to')}</td>
          </tr>`)}</tbody>
      </table>
      ${rows.length === 0 ? html`<p class="none-found">${viewTexts.graph.nothing}</p>` : nothing}
    </div>`;
}

export const graphListStyles = css`
  .list { flex: 1; min-height: 0; overflow: auto; }
  .list:focus-visible { outline-offset: -2px; }
  table { width: 100%; border-collapse: collapse; font-size: 12.5px; }
  thead th { position: sticky; top: 0; z-index: 1; background: var(--panel-2); color: var(--text-2); font-size: 11.5px; font-weight: 600; text-align: start; padding: 7px 12px; box-shadow: inset 0 -1px var(--line-strong); white-space: nowrap; }
  tbody th, td { text-align: start; vertical-align: top; padding: 6px 12px; border-bottom: 1px solid var(--line); font-weight: 400; }
  tbody th { min-width: 200px; max-width: 420px; display: flex; align-items: baseline; gap: 8px; border: 0; }
  tbody tr { border-bottom: 1px solid var(--line); }
  td { border: 0; }
  tr.chosen { background: var(--accent-bg); }
  .name { font-weight: 600; overflow-wrap: anywhere; min-height: 24px; }
  .name:hover { text-decoration: underline; }
  .num { font-variant-numeric: tabular-nums; white-space: nowrap; }
  .list small { color: var(--text-3); font-size: 11px; }
  .chosen small { color: var(--text-2); }
  li .link { overflow-wrap: anywhere; text-align: start; }
  .what { display: none; }
  .none, .none-found { color: var(--text-3); }
  .none-found { padding: 24px; text-align: center; }
  @container (max-width: 700px) {
    table, tbody, tbody th { display: block; }
    thead { display: none; }
    tbody tr { display: grid; grid-template-columns: 1fr 1fr; padding: 6px 0; }
    tbody th { grid-column: 1 / 3; display: flex; max-width: none; padding: 6px 12px 2px; }
    tbody th button { min-height: 32px; }
    td { padding: 2px 12px 6px; min-width: 0; }
    td:not(.num) { grid-column: 1 / 3; }
    .what { display: block; font-size: 11px; color: var(--text-3); }
    li .link { min-height: 32px; }
  }
`;
