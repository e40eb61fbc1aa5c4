import {ColumnBuilder} from '../base/columns.js';
import {baseName} from '../base/format.js';
import {Role} from '../config/role.js';
import {stackOrder} from '../graph/stack-order.js';
import {lanesOf, weigh, weightBetween} from '../graph/weights.js';
import type {Weights} from '../graph/weights.js';
import type {FunctionRow, FunctionTable, Mapping, Profile} from '../profile/profile.js';
import {sampledStacks, stackSums} from '../profile/sampled-stacks.js';
import {comparedSamples} from './comparison.js';
import type {Comparison} from './comparison.js';
import {drivesByFunction} from './drives.js';
import {packageOf} from './package-of.js';
import {rolesOf} from './roles.js';
import type {Roles} from './roles.js';
import type {Report} from './report.js';
import {namesMeant} from './selected-name.js';
import {sideOf} from './side-of.js';

/** A function beside another one, with the cost of the calls between them. */
export interface Neighbour {
  readonly name: string;
  readonly role: number;
  readonly value: number;
}

/** What one line of the function costs. */
export interface HotLine {
  readonly file: string;
  readonly line: number;
  readonly flat: number;
  readonly cum: number;
}

export interface SideNumbers {
  readonly flat: number;
  readonly cum: number;
  /** -1 where it is not the person's own code. */
  readonly drives: number;
}

/** All that the side panel says of the function `config.selected`. Values in the unit of the sample type. */
export interface DetailReport {
  /** Whether a stack that the filters left has it. */
  readonly found: boolean;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly package: string;
  readonly role: number;
  /** Base name of the mapping, '' for none. */
  readonly binary: string;
  readonly total: number;
  readonly unit: string;
  readonly flat: number;
  readonly cum: number;
  /** -1 where it is not the person's own code. */
  readonly drives: number;
  /** Of a comparison: the same numbers of each side. */
  readonly sides?: {readonly before: SideNumbers; readonly after: SideNumbers; readonly of: Comparison};
  /** Distinct functions that call it, heaviest first, at most 20. */
  readonly callers: readonly Neighbour[];
  readonly callees: readonly Neighbour[];
  /** Heaviest cum first, at most 12. */
  readonly lines: readonly HotLine[];
  /** `key: value`, with the share of the function's cum that carries it; at most 12. */
  readonly labels: readonly {readonly key: string; readonly value: string; readonly amount: number}[];
}

const mostNeighbours = 20;
const mostLines = 12;
const mostLabels = 12;

/**
 * What one name costs, whatever its files: the panel is opened from views of any
 * granularity, so it asks the profile and not their nodes.
 *
 * A sample counts once in each number, however often the function is on its stack.
 */
export function detailReport(report: Report): DetailReport {
  const {profile, config, valueRow} = report;
  const names = namesOf(profile);
  const name = selectedName(names, config.selected);
  const found = name >= 0 ? walk(report, names, name) : undefined;
  const roles = rolesOf(profile, config.yourCode);
  const f = name >= 0 ? names.functionOf[name]! : -1;
  const file = f < 0 ? '' : profile.strings.get(profile.functions.filename[f]!);
  const role = f < 0 ? Role.runtime : roles.byFunction[f]!;
  const say = (row: number, value: number): Neighbour => {
    const other = names.functionOf[row]!;
    return {name: names.texts[row]!, role: other < 0 ? Role.runtime : roles.byFunction[other]!, value};
  };
  return {
    found: found !== undefined && found.seen,
    name: name >= 0 ? names.texts[name]! : config.selected,
    file,
    line: f < 0 ? 0 : profile.functions.startLine.number(f) || firstLine(found),
    package: f < 0 ? '' : packageOf(names.texts[name]!, file),
    role,
    binary: name >= 0 ? binaryOf(profile, names, name) : '',
    total: Number(report.total),
    unit: report.unit,
    flat: found?.flat ?? 0,
    cum: found?.cum ?? 0,
    drives: role === Role.yourCode ? drives(profile, names, name, roles, valueRow) : -1,
    ...sidesOf(report, names, name, role === Role.yourCode ? roles : undefined),
    callers: heaviest(found?.callers, mostNeighbours).map(([row, value]) => say(row, value)),
    callees: heaviest(found?.callees, mostNeighbours).map(([row, value]) => say(row, value)),
    lines: found?.lines ?? [],
    labels: found?.labels ?? [],
  };
}

/** What each side of a comparison says of `name`; nothing where nothing is compared. */
function sidesOf(report: Report, names: NameTable, name: number, yours: Roles | undefined): Pick<DetailReport, 'sides'> {
  const compared = comparedSamples(report);
  if (compared === undefined || name < 0) return {};
  const {before, after, noise, isBase} = compared;
  const numbers = (side: 'before' | 'after'): SideNumbers => {
    const profile = sideOf(report.profile, isBase, side);
    const {flat, cum} = walk({...report, profile}, names, name);
    return {flat, cum, drives: yours === undefined ? -1 : drives(profile, names, name, yours, report.valueRow)};
  };
  return {sides: {before: numbers('before'), after: numbers('after'), of: {before, after, noise}}};
}

/** The distinct names of a profile's frames; a location without lines is called by its binary. */
class NameTable {
  readonly texts: string[] = [];
  /** By name: a function that is called so, -1 for none. */
  readonly functionOf: FunctionRow[] = [];
  /** By `FunctionRow`. */
  readonly ofFunction: Int32Array;
  /** By mapping row + 1: the name of what has no lines there. */
  readonly ofMapping: readonly number[];
  readonly #rows = new Map<string, number>();

  constructor({functions, mappings, strings}: Profile) {
    this.ofFunction = new Int32Array(functions.length);
    const byString = new Map<number, number>();
    for (let f = 0; f < functions.length; f++) {
      const string = functions.name[f]!;
      let row = byString.get(string);
      if (row === undefined) {
        const text = strings.get(string) || strings.get(functions.filename[f]!) || '<unknown>';
        row = this.#row(text, f);
        if (string !== 0) byString.set(string, row);
      }
      this.ofFunction[f] = row;
    }
    this.ofMapping = ['', ...mappings.map(({file}) => file)].map((file) => this.#row(file === '' ? '<unknown>' : `[${baseName(file)}]`, -1));
  }

  find(text: string): number {
    return this.#rows.get(text) ?? -1;
  }

  #row(text: string, f: FunctionRow): number {
    let row = this.#rows.get(text);
    if (row === undefined) {
      row = this.texts.length;
      this.texts.push(text);
      this.functionOf.push(f);
      this.#rows.set(text, row);
    }
    return row;
  }
}

/** By the functions, which the filters leave alone. */
const known = new WeakMap<FunctionTable, {readonly mappings: readonly Mapping[]; readonly names: NameTable}>();

function namesOf(profile: Profile): NameTable {
  const {functions, mappings} = profile;
  let last = known.get(functions);
  if (last?.mappings !== mappings) known.set(functions, last = {mappings, names: new NameTable(profile)});
  return last.names;
}

/** The name that is meant: views may print lines, files and addresses with it. */
function selectedName(names: NameTable, selected: string): number {
  for (const text of namesMeant(selected)) {
    const name = names.find(text);
    if (name >= 0) return name;
  }
  return -1;
}

/** What a walk down the stacks finds of one name. */
interface Found {
  readonly seen: boolean;
  readonly flat: number;
  readonly cum: number;
  readonly callers: ReadonlyMap<number, number>;
  readonly callees: ReadonlyMap<number, number>;
  readonly lines: readonly HotLine[];
  readonly labels: DetailReport['labels'];
}

function walk({profile, config, valueRow}: Report, names: NameTable, name: number): Found {
  const frames = framesOf(profile, names, config.noInlines);
  const {labelSets, locations, samples, stacks} = profile;
  const isHere = new Uint8Array(locations.length);
  for (let location = 0; location < isHere.length; location++) {
    for (let at = frames.start[location]!; at < frames.start[location + 1]!; at++) if (frames.name[at] === name) isHere[location] = 1;
  }

  const {length, placeOf, location: locationAt, end} = stackOrder(stacks);
  const here = new ColumnBuilder(Int32Array);
  for (let place = 0; place < length; place++) if (isHere[locationAt[place]!] === 1) here.push(place);
  const places = here.finish();
  // By place: 1 where the function is on the path.
  const onPath = new Uint8Array(length);
  let until = 0;
  for (const place of places) if (place >= until) onPath.fill(1, place, until = end[place]!);

  const {stack, ofSample} = sampledStacks(profile);
  const {signed} = stackSums(profile, valueRow);
  const isOn = new Uint8Array(stack.length);
  let seen = false;
  let flat = 0;
  let cum = 0;
  for (let cell = 0; cell < stack.length - 1; cell++) {
    const row = stack[cell]!;
    if (onPath[placeOf[row]!] === 0) continue;
    seen = true;
    isOn[cell] = 1;
    cum += signed[cell]!;
    if (frames.name[frames.start[stacks.location[row]! + 1]! - 1] === name) flat += signed[cell]!;
  }
  const values = samples.values[valueRow]!;
  const bySet = new Float64Array(labelSets.length);
  // The first set has no labels.
  for (let row = 0; row < samples.length && labelSets.length > 1; row++) if (isOn[ofSample[row]!] === 1) bySet[samples.labels[row]!]! += values.number(row);
  const weights = lanesOf(profile, weigh(profile, valueRow).sums);
  return {seen, flat, cum, ...neighbours(profile, frames, name, places, weights), labels: labelsOf(profile, bySet)};
}

/** The names of the frames of each location, outermost first, and the line that each is at. */
interface Frames {
  readonly start: Uint32Array;
  readonly name: Int32Array;
  /** `LineRow`, -1 for a location without lines. */
  readonly line: Int32Array;
}

function framesOf({locations, lines}: Profile, names: NameTable, noInlines: boolean): Frames {
  const start = new Uint32Array(locations.length + 1);
  const name = new Int32Array(lines.length + locations.length);
  const line = new Int32Array(name.length);
  let length = 0;
  for (let location = 0; location < locations.length; location++) {
    const first = locations.lineStart[location]!;
    const end = locations.lineStart[location + 1]!;
    if (first === end) {
      name[length] = names.ofMapping[locations.mapping[location]! + 1]!;
      line[length++] = -1;
    }
    for (let row = end - 1; row >= first; row--) {
      const f = lines.function[row]!;
      name[length] = f < 0 ? names.ofMapping[0]! : names.ofFunction[f]!;
      line[length++] = row;
      if (noInlines) break;
    }
    start[location + 1] = length;
  }
  return {start, name, line};
}

/** A file may have many lines in one location and that location on many stacks; nothing that is real comes near. */
const mostSteps = 50_000_000;

/**
 * Who calls the function and whom it calls, and what its lines cost.
 *
 * Everything counts where it stands outermost on a path. The walk leaves out every
 * part of the tree that neither has the function nor is called by it.
 *
 * @param places where the function stands, ascending
 */
function neighbours(profile: Profile, frames: Frames, name: number, places: Int32Array, weights: Weights): Pick<Found, 'callers' | 'callees' | 'lines'> {
  const {length, location, end} = stackOrder(profile.stacks);
  const callers = new Sums();
  const callees = new Sums();
  const lines = new Lines(profile);
  // The locations on the path: what is inside of one that is there twice counts already.
  const entered = new Uint8Array(profile.locations.length);
  const ends: number[] = [];
  const lastNames: number[] = [];
  const locations: number[] = [];
  let steps = 0;
  // The first of `places` that is not before `place`.
  let next = 0;
  for (let place = 0; place < length && steps < mostSteps;) {
    while (ends.length > 0 && ends[ends.length - 1]! <= place) {
      ends.pop();
      lastNames.pop();
      const left = locations.pop()!;
      if (left >= 0) entered[left] = 0;
    }
    callers.leave(place);
    callees.leave(place);
    lines.cum.leave(place);
    const until = end[place]!;
    const at = location[place]!;
    let caller = lastNames.length === 0 ? -1 : lastNames[lastNames.length - 1]!;
    while (next < places.length && places[next]! < place) next++;
    if (caller !== name && (next === places.length || places[next]! >= until)) {
      place = until;
      continue;
    }
    const value = weightBetween(weights, place, until);
    const isFirst = entered[at] === 0;
    const first = frames.start[at]!;
    const last = isFirst ? frames.start[at + 1]! : first + 1;
    for (let i = first; i < last; i++) {
      const here = frames.name[i]!;
      if (here === name) {
        if (caller >= 0 && caller !== name) callers.add(caller, value, until);
        lines.cum.add(lines.id(frames.line[i]!), value, until);
      } else if (caller === name) {
        callees.add(here, value, until);
      }
      caller = here;
    }
    steps += last - first;
    const leaf = frames.start[at + 1]! - 1;
    caller = frames.name[leaf]!;
    if (caller === name) lines.addFlat(lines.id(frames.line[leaf]!), weightBetween(weights, place, place + 1));
    entered[at] = 1;
    ends.push(until);
    lastNames.push(caller);
    locations.push(isFirst ? at : -1);
    place++;
  }
  return {callers: callers.values, callees: callees.values, lines: lines.heaviest()};
}

/** Sums that count a thing once on each path. */
class Sums {
  readonly values = new Map<number, number>();
  readonly #onPath = new Set<number>();
  readonly #things: number[] = [];
  readonly #ends: number[] = [];

  /** @param end the place up to which the thing is on the path */
  add(thing: number, value: number, end: number): void {
    if (this.#onPath.has(thing)) return;
    this.#onPath.add(thing);
    this.#things.push(thing);
    this.#ends.push(end);
    this.values.set(thing, (this.values.get(thing) ?? 0) + value);
  }

  /** Takes off the path what ended before `place`. */
  leave(place: number): void {
    while (this.#ends.length > 0 && this.#ends[this.#ends.length - 1]! <= place) {
      this.#ends.pop();
      this.#onPath.delete(this.#things.pop()!);
    }
  }
}

/** What each line of a function costs. Lines of one file with one number are one. */
class Lines {
  readonly cum = new Sums();
  readonly #profile: Profile;
  readonly #flat: number[] = [];
  readonly #known: {readonly file: string; readonly line: number}[] = [{file: '', line: 0}];
  readonly #ids = new Map<string, number>();
  /** By `LineRow`: the id, 0 for one that was not asked for. */
  readonly #ofRow: Uint32Array;

  constructor(profile: Profile) {
    this.#profile = profile;
    this.#ofRow = new Uint32Array(profile.lines.length);
  }

  /** @param row `LineRow`, -1 for none, which has the id 0 */
  id(row: number): number {
    if (row < 0) return 0;
    let id = this.#ofRow[row]!;
    if (id !== 0) return id;
    const {lines, functions, strings} = this.#profile;
    const f = lines.function[row]!;
    const file = f < 0 ? '' : strings.get(functions.filename[f]!);
    const line = lines.line.number(row);
    const key = `${line} ${file}`;
    id = this.#ids.get(key) ?? this.#known.push({file, line}) - 1;
    this.#ids.set(key, id);
    this.#ofRow[row] = id;
    return id;
  }

  addFlat(id: number, value: number): void {
    this.#flat[id] = (this.#flat[id] ?? 0) + value;
  }

  heaviest(): HotLine[] {
    return heaviest(this.cum.values, Infinity)
      .map(([id, cum]) => ({...this.#known[id]!, flat: this.#flat[id] ?? 0, cum}))
      .filter(({line}) => line !== 0)
      .sort((a, b) => Math.abs(b.cum) - Math.abs(a.cum) || a.line - b.line)
      .slice(0, mostLines);
  }
}

/** Values by label, of string labels only, heaviest first. */
function labelsOf({labelSets, strings}: Profile, bySet: Float64Array): DetailReport['labels'] {
  const amounts = new Map<string, {key: string; value: string; amount: number}>();
  for (let set = 0; set < labelSets.length; set++) {
    if (bySet[set] === 0) continue;
    for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
      if (labelSets.isNumber[row] === 1) continue;
      const key = strings.get(labelSets.key[row]!);
      const value = strings.get(labelSets.string[row]!);
      const identity = JSON.stringify([key, value]);
      const known = amounts.get(identity);
      if (known === undefined) amounts.set(identity, {key, value, amount: bySet[set]!});
      else known.amount += bySet[set]!;
    }
  }
  return [...amounts.values()].sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount)).slice(0, mostLabels);
}

function heaviest(values: ReadonlyMap<number, number> | undefined, most: number): [row: number, value: number][] {
  return [...(values ?? [])].filter(([, value]) => value !== 0).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, most);
}

function drives(profile: Profile, names: NameTable, name: number, roles: Roles, valueRow: number): number {
  let sum = 0;
  const byFunction = drivesByFunction(profile, roles, valueRow);
  for (let f = 0; f < byFunction.length; f++) if (names.ofFunction[f] === name) sum += byFunction[f]!;
  return sum;
}

function binaryOf({locations, lines, mappings}: Profile, names: NameTable, name: number): string {
  for (let location = 0; location < locations.length; location++) {
    const mapping = locations.mapping[location]!;
    if (mapping < 0) continue;
    const first = locations.lineStart[location]!;
    const end = locations.lineStart[location + 1]!;
    if (first === end && names.ofMapping[mapping + 1] === name) return baseName(mappings[mapping]!.file);
    for (let line = first; line < end; line++) {
      const f = lines.function[line]!;
      if (f >= 0 && names.ofFunction[f] === name) return mappings[mapping]!.file === '' ? '' : baseName(mappings[mapping]!.file);
    }
  }
  return '';
}

function firstLine(found: Found | undefined): number {
  return (found?.lines ?? []).reduce((first, {line}) => (first === 0 || line < first ? line : first), 0);
}
