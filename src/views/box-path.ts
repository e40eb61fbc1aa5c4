import type {FlamegraphReport} from '../report/flamegraph.js';

/** Steps that a search along names may take before it stops where it is. */
const mostSteps = 5_000_000;

/**
 * What a box is called in an address: eleven letters and digits that stand for the
 * names from the root to it, '' for the root. The same stack has the same one in
 * every profile, sample type and session.
 */
export function boxPath(model: FlamegraphReport, row: number): string {
  if (row <= 0) return '';
  const path: number[] = [];
  for (let box = row; box > 0; box = model.caller[box]!) path.push(box);
  let high = startHigh;
  let low = startLow;
  for (let index = path.length - 1; index >= 0; index--) {
    const name = model.frames.names[model.frame[path[index]!]!]!;
    high = step(high, hashName(name, seedHigh));
    low = step(low, hashName(name, seedLow));
  }
  return written(high, low);
}

/** The box that `path` names, in one pass over the rows; -1 where there is none. */
export function findBox(model: FlamegraphReport, path: string): number {
  if (path === '') return 0;
  const wanted = read(path);
  if (wanted === undefined) return -1;
  const {frames: {names}, frame, caller} = model;
  const nameHigh = new Int32Array(names.length);
  const nameLow = new Int32Array(names.length);
  for (let row = 0; row < names.length; row++) {
    nameHigh[row] = hashName(names[row]!, seedHigh);
    nameLow[row] = hashName(names[row]!, seedLow);
  }
  const high = new Int32Array(frame.length);
  const low = new Int32Array(frame.length);
  high[0] = startHigh;
  low[0] = startLow;
  for (let row = 1; row < frame.length; row++) {
    const above = caller[row]!;
    const of = frame[row]!;
    const itsHigh = step(high[above]!, nameHigh[of]!);
    const itsLow = step(low[above]!, nameLow[of]!);
    if (itsLow === wanted.low && (itsHigh & highMask) === wanted.high) return row;
    high[row] = itsHigh;
    low[row] = itsLow;
  }
  return -1;
}

/** Names from below the root to a box, to find it, or what is left of it, in another model. */
export function namesTo({frames, frame, caller}: FlamegraphReport, row: number): string[] {
  const names: string[] = [];
  for (let box = row; box > 0; box = caller[box]!) names.push(frames.names[frame[box]!]!);
  return names.reverse();
}

/** The deepest box along these names that a model still has; names that a filter took away are passed over. 0 for the root. */
export function survivingBox({frames, frame, firstCallee}: FlamegraphReport, names: readonly string[]): number {
  let box = 0;
  let steps = 0;
  for (const name of names) {
    const end = firstCallee[box + 1]!;
    for (let callee = firstCallee[box]!; callee < end; callee++) {
      if (++steps > mostSteps) return box;
      if (frames.names[frame[callee]!] === name) {
        box = callee;
        break;
      }
    }
  }
  return box;
}

const seedHigh = 0x811c9dc5 | 0;
const seedLow = 0x2f0b4c47;
const startHigh = 0x1b873593;
const startLow = 0x52dce729;

/** 21 + 32 bits are a whole number of a double, and eleven digits to the base of 36. */
const highMask = 0x1fffff;
const digits = 11;

function hashName(name: string, seed: number): number {
  let hash = seed ^ name.length;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  return scrambled(hash);
}

function step(hash: number, name: number): number {
  return scrambled(Math.imul(hash, 31) + name | 0);
}

function scrambled(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

function written(high: number, low: number): string {
  return ((high & highMask) * 0x1_0000_0000 + (low >>> 0)).toString(36).padStart(digits, '0');
}

function read(path: string): {high: number; low: number} | undefined {
  if (!/^[0-9a-z]{11}$/.test(path)) return undefined;
  const number = Number.parseInt(path, 36);
  return {high: Math.floor(number / 0x1_0000_0000) & highMask, low: number | 0};
}
