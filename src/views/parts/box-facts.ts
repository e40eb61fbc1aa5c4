import {shownName} from '../../base/shown-name.js';
import {isReal, noiseLimit} from '../../measurement/noise.js';
import type {FlamegraphReport} from '../../report/flamegraph.js';
import {boxesText} from './amount.js';
import {rootName} from './boxes.js';
import {spokenShare} from './spoken.js';

/** What is said of a box. Places are counted for the function, whatever box of it is meant. */
export interface BoxFacts {
  readonly name: string;
  readonly package: string;
  readonly file: string;
  readonly line: number;
  readonly role: number;
  readonly cum: number;
  readonly flat: number;
  readonly total: number;
  readonly unit: string;
  /** Sum of values of the box above; undefined for the root. */
  readonly callerCum: number | undefined;
  readonly callerName: string;
  readonly callees: number;
  readonly places: number;
  /** What the function drives, where it is the person's own and that is known. */
  readonly drives?: number;
  readonly inlined: boolean;
  /** Of a comparison: what the box weighed on either side, and what of a change may be chance. */
  readonly sides?: {readonly before: number; readonly after: number; readonly limit: number; readonly isReal: boolean};
}

/** What all boxes of a function come to. */
export interface Places {
  /** How many boxes it has. */
  readonly count: number;
  /** Sum of |values| of the stacks through it, a recursive one counted once. */
  readonly width: number;
  /** What it drives, where it is the person's own. */
  readonly drives?: number;
}

export function boxFacts(model: FlamegraphReport, row: number, {count, drives}: Pick<Places, 'count' | 'drives'>): BoxFacts {
  const {frame, frames, caller, cum, flat, total, unit, ratio, callees, inlined} = model;
  const of = frame[row]!;
  const above = caller[row]!;
  return {
    ...sidesOf(model, row),
    name: row === 0 ? rootName(model) : frames.names[of]!,
    package: frames.packages[of]!,
    file: frames.files[of]!,
    line: frames.lines[of]!,
    role: frames.roles[of]!,
    cum: cum[row]! * ratio,
    flat: flat[row]! * ratio,
    total: total * ratio,
    unit,
    callerCum: above < 0 ? undefined : cum[above]! * ratio,
    callerName: above < 0 ? '' : above === 0 ? (model.isSandwich === true ? rootName(model) : 'all samples') : frames.names[frame[above]!]!,
    callees: callees[row]!,
    places: count,
    ...(drives === undefined ? {} : {drives: drives * ratio}),
    inlined: inlined[row] === 1,
  };
}

function sidesOf({sides, ratio}: FlamegraphReport, row: number): Pick<BoxFacts, 'sides'> {
  return sides === undefined ? {} : {sides: sidesOfBox(sides, row, ratio)};
}

/** What a tooltip says of both sides of a box. */
export function sidesOfBox(sides: NonNullable<FlamegraphReport['sides']>, row: number, ratio: number): NonNullable<BoxFacts['sides']> {
  const [before, after] = [sides.before[row]!, sides.after[row]!];
  return {before: before * ratio, after: after * ratio, limit: noiseLimit(sides.of.noise, before, after) * ratio, isReal: isReal(sides.of.noise, before, after)};
}

/** The place of a function, as short as a tooltip wants it: the last two parts of the path. */
export function placeText(file: string, line: number): string {
  if (file === '') return '';
  const parts = file.split(/[/\\]/);
  return parts.slice(-2).join('/').slice(-120) + (line > 0 ? `:${line}` : '');
}

/** What a tooltip says beyond what `spokenBox` does: `app/main.go:12, 82.9 percent of main.main, in 3 places`. */
export function spokenRest({file, line, cum, callerCum, callerName, places}: BoxFacts): string {
  return [
    shownName(placeText(file, line)),
    callerCum === undefined ? '' : `${spokenShare(cum, callerCum)} of ${shownName(callerName, 120)}`,
    places > 1 ? `in ${boxesText(places)} places` : '',
  ].filter((part) => part !== '').join(', ');
}
