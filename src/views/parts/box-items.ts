import {html, nothing, type TemplateResult} from 'lit';
import {shownName} from '../../base/shown-name.js';
import type {FlamegraphReport} from '../../report/flamegraph.js';
import {spokenChange} from './change.js';
import {depthOf, nearestCallers, rootName} from './boxes.js';
import {roleNames} from './palette.js';
import {spokenAmount, spokenShare} from './spoken.js';

/** Siblings to either side of the box that has the keyboard, and callers of it, that a screen reader is given. */
const nearSiblings = 50;
const nearestAbove = 60;

/** The path to a box and its neighbours as items of a tree, as a screen reader meets them; its own has the id `box`. */
export function boxItems(model: FlamegraphReport, current: number, selected: boolean): TemplateResult[] {
  const {caller, firstCallee, callees} = model;
  const depth = depthOf(model, current);
  const callers = nearestCallers(model, current, nearestAbove);
  const item = (row: number, level: number): TemplateResult => {
    const above = caller[row]!;
    const first = above < 0 ? 0 : firstCallee[above]!;
    return html`
      <div role="treeitem" id=${row === current ? 'box' : `box-${row}`} aria-level=${level} aria-setsize=${above < 0 ? 1 : callees[above]!} aria-posinset=${row - first + 1}
        aria-selected=${String(row === current && selected)} aria-expanded=${callees[row]! > 0 ? 'true' : nothing}>${spokenBox(model, row)}</div>`;
  };
  const above = caller[current]!;
  const from = Math.max(above < 0 ? 0 : firstCallee[above]!, current - nearSiblings);
  const to = Math.min(above < 0 ? 1 : firstCallee[above + 1]!, current + nearSiblings + 1);
  return [
    ...callers.map((row, index) => item(row, depth - callers.length + index + 1)),
    ...Array.from({length: to - from}, (_, index) => item(from + index, depth + 1)),
  ];
}

/** `main.parseLine, your code, total 1.68 seconds, 25.6 percent, self 50 milliseconds, 8 callees` */
export function spokenBox(model: FlamegraphReport, row: number): string {
  const {frames, frame, cum, flat, total, unit, ratio} = model;
  const callees = model.callees[row]!;
  const parts = row === 0 && model.isSandwich !== true ? [rootName(model)] : [shownName(frames.names[frame[row]!]!), roleNames[frames.roles[frame[row]!]!]!];
  const {sides} = model;
  if (sides !== undefined) parts.push(spokenChange(sides.of.noise, sides.before[row]!, sides.after[row]!, unit, ratio));
  else parts.push(`total ${spokenAmount(cum[row]! * ratio, unit)}`, spokenShare(cum[row]!, total), `self ${spokenAmount(flat[row]! * ratio, unit)}`);
  parts.push(callees === 1 ? '1 callee' : `${callees} callees`);
  return parts.join(', ');
}
