import {boxName, hashName, isSameBox, readBoxName, rootHash, stepHash} from '../config/box-name.js';
import type {FlamegraphReport} from '../report/flamegraph.js';

/** Steps that a search along names may take before it stops where it is. */
const mostSteps = 5_000_000;

/** What a box is called in an address, '' for the root: see `boxName`. */
export function boxPath(model: FlamegraphReport, row: number): string {
  return boxName(namesTo(model, row));
}

/** The box that `path` names, in one pass over the rows; -1 where there is none. */
export function findBox(model: FlamegraphReport, path: string): number {
  if (path === '') return 0;
  const wanted = readBoxName(path);
  if (wanted === undefined) return -1;
  const {frames: {names}, frame, caller} = model;
  const hashes = names.map(hashName);
  const high = new Int32Array(frame.length);
  const low = new Int32Array(frame.length);
  high[0] = rootHash.high;
  low[0] = rootHash.low;
  for (let row = 1; row < frame.length; row++) {
    const above = caller[row]!;
    const its = hashes[frame[row]!]!;
    high[row] = stepHash(high[above]!, its.high);
    low[row] = stepHash(low[above]!, its.low);
    if (isSameBox(wanted, high[row]!, low[row]!)) return row;
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
