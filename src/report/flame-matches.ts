import {searchOf} from '../base/search.js';
import type {Matcher} from '../base/regexp.js';
import {PairInterner} from '../base/pairs.js';
import {Role} from '../config/role.js';
import type {Profile} from '../profile/profile.js';
import {sideWidth} from './compared-boxes.js';
import {drivesByFunction} from './drives.js';
import type {BoxNames, Flame} from './flame-shape.js';
import {flameOf} from './flamegraph.js';
import type {FlameWish} from './flamegraph.js';
import type {Report} from './report.js';
import type {Roles} from './roles.js';
import type {StackPaths} from './stack-paths.js';
import {SearchedTexts} from './text-marks.js';

/** What the boxes of some functions come to, be they in an answer or not. */
export interface FlameMatches {
  /** How many boxes there are; one more than 10,000 stands for any more. */
  readonly matches: number;
  /** Sum of |values| of the stacks through them, in a comparison of the larger side; no sample counts twice. */
  readonly width: number;
  /** What share of the root that is. */
  readonly share: number;
  /** Of a function of the person's own that was selected: what it drives, signed, in the unit of the report. Undefined for all others, and in a comparison. */
  readonly drives?: number;
}

/** Boxes are counted up to this number: of so many nobody looks at each. */
const mostCounted = 10_000;

/** Counts the boxes of the function that `config.selected` names, else those that `config.search` finds. */
export async function flameMatches(report: Report, {half}: FlameWish = {}): Promise<FlameMatches> {
  const {search, selected} = report.config;
  const flame = await flameOf(report, half);
  if (selected === '') return matchesOf(flame, await marksOf(flame, search));
  const marks = marksBy(flame, (node) => flame.shape.names.of(node) === selected);
  return {...matchesOf(flame, marks), ...drivesWith(report, flame, marks)};
}

/** By profile, for the type and the roles that were asked last: what each function drives. A tooltip asks for one box after the other. */
const driven = new WeakMap<Profile, {readonly roles: Roles; readonly valueRow: number; readonly byFunction: Float64Array}>();

function drivesWith({profile, valueRow}: Report, {shape: {nodes}, roles, compared}: Flame, marks: Uint8Array): Pick<FlameMatches, 'drives'> {
  if (compared !== undefined) return {};
  const functions = new Set<number>();
  for (let node = 0; node < marks.length; node++) {
    const f = nodes.functionRow[node]!;
    if (marks[node] === 1 && f >= 0 && roles.byFunction[f] === Role.yourCode) functions.add(f);
  }
  if (functions.size === 0) return {};
  let known = driven.get(profile);
  if (known?.roles !== roles || known.valueRow !== valueRow) driven.set(profile, known = {roles, valueRow, byFunction: drivesByFunction(profile, roles, valueRow)});
  let drives = 0;
  for (const f of functions) drives += known.byFunction[f]!;
  return {drives};
}

function marksBy({shape: {names}}: Flame, isMarked: (node: number) => boolean): Uint8Array {
  const marks = new Uint8Array(names.length);
  for (let node = 0; node < marks.length; node++) if (isMarked(node)) marks[node] = 1;
  return marks;
}

const searched = new WeakMap<BoxNames, SearchedTexts>();

/** Kept for the next letter. */
function searchedNames(names: BoxNames): SearchedTexts {
  let texts = searched.get(names);
  if (texts === undefined) searched.set(names, texts = new SearchedTexts(Array.from({length: names.length}, (_, node) => names.of(node))));
  return texts;
}

/** By node: 1 where its name or its file has the text of a search. */
export async function marksOf(flame: Flame, search: string): Promise<Uint8Array> {
  const found = await searchOf(search);
  if (found.kind !== 'matcher') return new Uint8Array(flame.shape.names.length);
  const {shape: {names}} = flame;
  const named = found.text === undefined ? undefined : searchedNames(names).marks(found.text);
  return marksWith(flame, found.matcher, true, named);
}

/**
 * @param withFiles whether a file that matches counts too
 * @param named by node, 1 where its name matches, where that is known
 */
export function marksWith(flame: Flame, matcher: Matcher, withFiles = true, named?: Uint8Array): Uint8Array {
  const {shape: {names, nodes}, profile: {functions, strings}} = flame;
  const isNamed = named === undefined ? (node: number) => matcher.test(names.of(node)) : (node: number) => named[node] === 1;
  // By string: whether that file matches, as many functions share one.
  const files = new Map<number, boolean>();
  const ofFile = (row: number): boolean => {
    let known = files.get(row);
    if (known === undefined) files.set(row, known = row !== 0 && matcher.test(strings.get(row)));
    return known;
  };
  return marksBy(flame, (node) => isNamed(node) || (withFiles && nodes.functionRow[node]! >= 0 && ofFile(functions.filename[nodes.functionRow[node]!]!)));
}

function matchesOf(flame: Flame, marks: Uint8Array): FlameMatches {
  const {shape: {paths, middle}, weights: {width: widths, sides}, walk: {root}} = flame;
  const {length, caller, location} = paths;
  const isHit = hitLocations(flame, marks);
  const boxes = new BoxCount(flame, marks);
  // By row: 1 where it, or a caller of it, is marked.
  const covered = new Uint8Array(length);
  const isRootHit = middle >= 0 && marks[middle] === 1 ? 1 : 0;
  let width = 0;
  let before = 0;
  let after = 0;
  const add = (row: number): void => {
    width += widths[row]!;
    if (sides === undefined) return;
    before += sides.before[row]!;
    after += sides.after[row]!;
  };
  if (isRootHit === 1) add(length);
  for (let row = 0; row < length; row++) {
    const above = caller[row]!;
    const inside = above < 0 ? isRootHit : covered[above]!;
    const hit = isHit[location[row]!]!;
    covered[row] = inside | hit;
    if (hit === 0 || widths[row] === 0) continue;
    if (inside === 0) add(row);
    if (boxes.count <= mostCounted) boxes.add(row);
  }
  const through = sides === undefined ? width : sideWidth(before, after);
  return {matches: Math.min(boxes.count + isRootHit, mostCounted + 1), width: through, share: root.width > 0 ? through / root.width : 0};
}

/** Counts the marked boxes of rows. Rows of one box have the same nodes from the root, which are compared by 64 bits of a hash. */
class BoxCount {
  readonly #paths: StackPaths;
  readonly #marks: Uint8Array;
  /** By row, as far as somebody asked: the hash of its nodes. */
  readonly #isKnown: Uint8Array;
  readonly #high: Int32Array;
  readonly #low: Int32Array;
  readonly #boxes = new PairInterner();

  constructor({shape: {paths}}: Flame, marks: Uint8Array) {
    this.#paths = paths;
    this.#marks = marks;
    this.#isKnown = new Uint8Array(paths.length);
    this.#high = new Int32Array(paths.length);
    this.#low = new Int32Array(paths.length);
  }

  get count(): number {
    return this.#boxes.length;
  }

  add(row: number): void {
    const {caller} = this.#paths;
    const unknown: number[] = [];
    for (let above = caller[row]!; above >= 0 && this.#isKnown[above] === 0; above = caller[above]!) unknown.push(above);
    for (let above = unknown.pop(); above !== undefined; above = unknown.pop()) this.#hash(above, false);
    this.#hash(row, true);
  }

  #hash(row: number, isCounted: boolean): void {
    const {caller, location, nodes: {start, node}} = this.#paths;
    const above = caller[row]!;
    let high = above < 0 ? 0x243f6a88 : this.#high[above]!;
    let low = above < 0 ? 0x13198a2e : this.#low[above]!;
    const end = start[location[row]! + 1]!;
    for (let at = start[location[row]!]!; at < end; at++) {
      high = mixed(high, node[at]!, 0x9e3779b1);
      low = mixed(low, node[at]!, 0x85ebca6b);
      if (isCounted && this.#marks[node[at]!] === 1) this.#boxes.intern(high, low);
    }
    this.#high[row] = high;
    this.#low[row] = low;
    this.#isKnown[row] = 1;
  }
}

/** By location of the paths: 1 where one of its frames is marked. */
export function hitLocations({shape: {paths: {nodes: {start, node}}}}: Flame, marks: Uint8Array): Uint8Array {
  const hits = new Uint8Array(start.length - 1);
  for (let location = 0; location < hits.length; location++) {
    for (let at = start[location]!; at < start[location + 1]!; at++) hits[location]! |= marks[node[at]!]!;
  }
  return hits;
}

function mixed(hash: number, node: number, factor: number): number {
  const h = Math.imul(hash ^ Math.imul(node + 1, factor), 0xc2b2ae35);
  return h ^ (h >>> 15);
}
