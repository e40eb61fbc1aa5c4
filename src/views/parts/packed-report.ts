import {roleCount} from '../../config/role.js';
import type {Config} from '../../config/config.js';
import type {Comparison} from '../../report/comparison.js';
import type {FlamegraphReport, FrameTable} from '../../report/flamegraph.js';
import type {TopReport} from '../../report/top.js';

/** Boxes that a report takes along; no screen shows more of them at once. */
const mostBoxes = 60_000;

type Numbers = readonly number[];

interface PackedFrames {
  readonly names: readonly string[];
  readonly files: readonly string[];
  readonly packages: readonly string[];
  readonly lines: Numbers;
  readonly roles: Numbers;
}

/** A flame graph as JSON. Where a box begins and what stands above it follows from how many callees each box has. */
export interface PackedFlamegraph {
  readonly total: number;
  readonly shown: number;
  readonly unit: string;
  readonly sampleType: string;
  readonly ratio: number;
  /** Callees that are here. */
  readonly callees: Numbers;
  /** Callees that were too narrow to be taken along, and how wide they are together. */
  readonly hidden: Numbers;
  readonly rest: Numbers;
  readonly frame: Numbers;
  readonly width: Numbers;
  /** Left out where it is `width`. */
  readonly cum?: Numbers;
  readonly flat: Numbers;
  readonly frames: PackedFrames;
  readonly sides?: {readonly before: Numbers; readonly after: Numbers; readonly of: Comparison};
}

export type PackedTop = Pick<TopReport, 'total' | 'unit' | 'sampleType' | 'ratio' | 'legend'> & {
  readonly flat: Numbers;
  readonly cum: Numbers;
  readonly frames: Omit<PackedFrames, 'packages'>;
};

/** All that a report that stands alone says, but for the profile itself. */
export interface PackedReport {
  readonly title: string;
  /** What there is to know beside the numbers, as names and values. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly command: string;
  readonly colour: Config['flameColour'];
  /** What the person's own code is called in it. */
  readonly yourCode: string;
  readonly flamegraph: PackedFlamegraph;
  readonly top: PackedTop;
}

export function packTop({total, unit, sampleType, ratio, legend, flat, cum, frame, frames}: TopReport): PackedTop {
  const {names, files, lines, roles} = packFrames(frames, Array.from(frame));
  return {total, unit, sampleType, ratio, legend, flat: [...flat], cum: [...cum], frames: {names, files, lines, roles}};
}

/** The widest boxes of `model`, at most `most` of them or as many more as are as wide as the last. */
export function packFlamegraph(model: FlamegraphReport, most = mostBoxes): PackedFlamegraph {
  const {width, start, caller, frame, cum, flat, sides} = model;
  const least = width.length <= most ? 0 : Float64Array.from(width).sort()[width.length - most]!;
  const rows: number[] = [];
  const place = new Int32Array(width.length).fill(-1);
  const callees: number[] = [];
  const end: number[] = [];
  for (let row = 0; row < width.length; row++) {
    const above = caller[row]!;
    if (row > 0 && (place[above]! < 0 || width[row]! < least)) continue;
    place[row] = rows.push(row) - 1;
    callees.push(0);
    end.push(start[row]!);
    if (row === 0) continue;
    callees[place[above]!]!++;
    end[place[above]!] = start[row]! + width[row]!;
  }
  const frames: number[] = [];
  const placeOfFrame = new Map<number, number>();
  const frameOf = rows.map((row) => {
    const its = frame[row]!;
    let at = placeOfFrame.get(its);
    if (at === undefined) placeOfFrame.set(its, at = frames.push(its) - 1);
    return at;
  });
  const picked = (column: Float64Array): number[] => rows.map((row) => column[row]!);
  const {total, shown, unit, sampleType, ratio} = model;
  return {
    total, shown, unit, sampleType, ratio, callees, frame: frameOf,
    hidden: rows.map((row, at) => model.callees[row]! - callees[at]!), rest: rows.map((row, at) => model.calleesEnd[row]! - end[at]!),
    width: picked(width), flat: picked(flat), frames: packFrames(model.frames, frames),
    ...(cum === width ? {} : {cum: picked(cum)}),
    ...(sides === undefined ? {} : {sides: {before: picked(sides.before), after: picked(sides.after), of: sides.of}}),
  };
}

function packFrames({names, files, packages, lines, roles}: FrameTable, rows: Numbers): PackedFrames {
  return {
    names: rows.map((row) => names[row]!), files: rows.map((row) => files[row]!), packages: rows.map((row) => packages[row]!),
    lines: rows.map((row) => lines[row]!), roles: rows.map((row) => roles[row]!),
  };
}

/** The boxes of `packFlamegraph` as the painter wants them. */
export function unpackFlamegraph({callees, hidden, rest, frame, width, cum, flat, frames, sides, ...said}: PackedFlamegraph): FlamegraphReport {
  const length = width.length;
  const caller = new Int32Array(length).fill(-1);
  const firstCallee = new Uint32Array(length + 1);
  const start = new Float64Array(length);
  const calleesEnd = new Float64Array(length);
  const depthStart = [0];
  let next = 1;
  let depthEnd = 1;
  for (let row = 0; row < length; row++) {
    if (row === depthEnd) {
      depthStart.push(row);
      depthEnd = next;
    }
    firstCallee[row] = next;
    let left = start[row]!;
    for (const end = next + callees[row]!; next < end; next++) {
      caller[next] = row;
      start[next] = left;
      left += width[next]!;
    }
    calleesEnd[row] = left + rest[row]!;
  }
  firstCallee[length] = length;
  const wide = Float64Array.from(width);
  return {
    ...said, caller, firstCallee, start, depthStart: Uint32Array.from([...depthStart, length]), frame: Uint32Array.from(frame), width: wide,
    cum: cum === undefined ? wide : Float64Array.from(cum), flat: Float64Array.from(flat), inlined: new Uint8Array(length), truncated: false,
    callees: Uint32Array.from(callees, (count, row) => count + hidden[row]!), calleesEnd, nodes: new Int32Array(frames.names.length).fill(-1), look: {left: 0, span: wide[0] ?? 0},
    reached: -1, categories: new Float64Array(roleCount),
    frames: {...frames, lines: Float64Array.from(frames.lines), roles: Uint8Array.from(frames.roles)},
    ...(sides === undefined ? {} : {sides: {before: Float64Array.from(sides.before), after: Float64Array.from(sides.after), of: sides.of}}),
  };
}
