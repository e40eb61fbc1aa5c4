import {ColumnBuilder} from '../base/columns.js';
import {Int64Builder} from '../base/int64.js';
import type {Int64Column} from '../base/int64.js';
import {PairInterner} from '../base/pairs.js';
import {scaledLabel} from '../measurement/label.js';
import {StringPool} from './strings.js';
import type {FunctionTable, LabelSetRow, LabelSetTable, LocationTable, Profile, SampleTable, StackRow, StackTable} from './profile.js';

/** The profile with label frames, and whether any sample has a label of the root keys, and of the leaf keys. */
export interface LabelFrames {
  readonly profile: Profile;
  readonly rootMatched: boolean;
  readonly leafMatched: boolean;
}

/**
 * Adds to each stack a frame for each of these label keys: those of `rootKeys` above
 * its root, the first key outermost, and those of `leafKeys` below its leaf, the last
 * key innermost.
 *
 * A frame's function is named by the label's values, by commas, and its file by the
 * key; a sample without the label gets a frame without a name.
 *
 * @param rootKeys keys by commas, as `tagroot` has them
 * @param unit the unit that numeric labels are written in, as the option `unit`
 */
export function addLabelFrames(profile: Profile, rootKeys: string, leafKeys: string, unit: string): LabelFrames {
  const roots = rootKeys.split(',').filter((key) => key !== '');
  const leaves = leafKeys.split(',').filter((key) => key !== '');
  if (roots.length === 0 && leaves.length === 0) return {profile, rootMatched: false, leafMatched: false};
  const frames = new FrameMaker(profile);
  const chains = new Chains(profile, frames, unit);
  const {samples, stacks} = profile;
  const rootChain = new Int32Array(profile.labelSets.length).fill(-1);
  const leafChain = new Int32Array(profile.labelSets.length).fill(-1);
  for (let row = 0; row < samples.length; row++) {
    const set = samples.labels[row]!;
    if (rootChain[set]! >= 0) continue;
    rootChain[set] = chains.chain(set, roots);
    leafChain[set] = chains.chain(set, leaves);
  }

  const tree = new LabelledStacks(stacks.length);
  const stack = new Int32Array(samples.length);
  const moved = new Int32Array(stacks.length);
  // By row: the chain that `moved` speaks of, so that one array serves every chain.
  const movedFor = new Int32Array(stacks.length).fill(-1);
  const path: number[] = [];
  for (const row of samplesByChain(samples, rootChain, chains.count)) {
    const set = samples.labels[row]!;
    const chain = rootChain[set]!;
    let at = samples.stack[row]!;
    for (; at >= 0 && movedFor[at] !== chain; at = stacks.caller[at]!) path.push(at);
    let to = at >= 0 ? moved[at]! : -1;
    if (at < 0) for (const location of chains.locations[chain]!) to = tree.label(to, location);
    while (path.length > 0) {
      at = path.pop()!;
      to = tree.append(to, stacks.location[at]!);
      moved[at] = to;
      movedFor[at] = chain;
    }
    for (const location of chains.locations[leafChain[set]!]!) to = tree.label(to, location);
    stack[row] = to;
  }
  return {
    profile: {...frames.finish(), stacks: tree.finish(), samples: {...samples, stack}},
    rootMatched: chains.matched(roots),
    leafMatched: chains.matched(leaves),
  };
}

/**
 * Stacks with label frames around them.
 *
 * Below one chain of roots a row is moved once, and no label frame has a location of
 * the profile, so only label frames can come twice and have to be looked for.
 */
class LabelledStacks {
  readonly #caller: ColumnBuilder<Int32Array>;
  readonly #location: ColumnBuilder<Uint32Array>;
  readonly #labels = new PairInterner();
  readonly #rowOfLabel = new ColumnBuilder(Int32Array);

  constructor(capacity: number) {
    this.#caller = new ColumnBuilder(Int32Array, capacity);
    this.#location = new ColumnBuilder(Uint32Array, capacity);
  }

  append(caller: StackRow, location: number): StackRow {
    this.#caller.push(caller);
    this.#location.push(location);
    return this.#caller.length - 1;
  }

  label(caller: StackRow, location: number): StackRow {
    const label = this.#labels.intern(caller, location);
    if (label === this.#rowOfLabel.length) this.#rowOfLabel.push(this.append(caller, location));
    return this.#rowOfLabel.cells[label]!;
  }

  finish(): StackTable {
    return {length: this.#caller.length, caller: this.#caller.finish(), location: this.#location.finish()};
  }
}

/** The rows of the samples, those of one chain together. */
function samplesByChain(samples: SampleTable, chainOf: Int32Array, chains: number): Uint32Array {
  const next = new Uint32Array(chains + 1);
  for (let row = 0; row < samples.length; row++) next[chainOf[samples.labels[row]!]! + 1]!++;
  for (let chain = 0; chain < chains; chain++) next[chain + 1]! += next[chain]!;
  const rows = new Uint32Array(samples.length);
  for (let row = 0; row < samples.length; row++) rows[next[chainOf[samples.labels[row]!]!]!++] = row;
  return rows;
}

/** Runs of label frames, equal ones once, each from the root as rows of locations. */
class Chains {
  readonly locations: (readonly number[])[] = [];
  readonly #known = new Map<string, number>();
  readonly #foundKeys = new Set<string>();

  constructor(readonly profile: Profile, readonly frames: FrameMaker, readonly unit: string) {}

  get count(): number {
    return this.locations.length;
  }

  chain(set: LabelSetRow, keys: readonly string[]): number {
    const locations: number[] = new Array<number>(keys.length);
    // pprof numbers the new frames from the last key on.
    for (let i = keys.length - 1; i >= 0; i--) {
      const values = labelValues(this.profile, set, keys[i]!, this.unit);
      if (values.length > 0) this.#foundKeys.add(keys[i]!);
      locations[i] = this.frames.location(values.join(','), keys[i]!);
    }
    const identity = locations.join(',');
    let row = this.#known.get(identity);
    if (row === undefined) {
      row = this.locations.length;
      this.locations.push(locations);
      this.#known.set(identity, row);
    }
    return row;
  }

  matched(keys: readonly string[]): boolean {
    return keys.some((key) => this.#foundKeys.has(key));
  }
}

/** The values of one label, strings first, numbers as text. */
function labelValues({labelSets, strings}: Profile, set: LabelSetRow, key: string, unit: string): string[] {
  const texts: string[] = [];
  const numbers: number[] = [];
  let withUnits = false;
  for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
    if (strings.get(labelSets.key[row]!) !== key) continue;
    if (labelSets.isNumber[row] === 0) texts.push(strings.get(labelSets.string[row]!));
    else {
      numbers.push(row);
      withUnits ||= labelSets.unit[row] !== 0;
    }
  }
  for (const row of numbers) texts.push(numberText(labelSets, row, withUnits ? strings.get(labelSets.unit[row]!) : undefined, unit));
  return texts;
}

function numberText(labelSets: LabelSetTable, row: number, from: string | undefined, unit: string): string {
  const value = labelSets.number.bigint(row);
  return from === undefined ? scaledLabel(value, '', '') : scaledLabel(value, from, unit);
}

/** Adds functions and locations of one line to a profile's tables. */
class FrameMaker {
  readonly #strings: StringPool;
  readonly #rows = new Map<string, number>();
  readonly #names = new ColumnBuilder(Uint32Array);
  readonly #files = new ColumnBuilder(Uint32Array);

  constructor(readonly profile: Profile) {
    this.#strings = new StringPool(profile.strings);
  }

  /** The row of the location of this function, which is new if it was not asked for before. */
  location(name: string, file: string): number {
    const key = JSON.stringify([name, file]);
    let row = this.#rows.get(key);
    if (row === undefined) {
      row = this.profile.locations.length + this.#names.length;
      this.#rows.set(key, row);
      this.#names.push(this.#strings.row(name));
      this.#files.push(this.#strings.row(file));
    }
    return row;
  }

  finish(): Profile {
    const {functions, lines, locations} = this.profile;
    const names = this.#names.finish();
    const files = this.#files.finish();
    const added = names.length;
    const zeros = new Uint32Array(added);
    const newFunctions: FunctionTable = {
      length: functions.length + added,
      id: withIds(functions.id, added),
      name: joined(functions.name, names),
      systemName: joined(functions.systemName, zeros),
      filename: joined(functions.filename, files),
      startLine: withZeros(functions.startLine, added),
    };
    const newLocations: LocationTable = {
      length: locations.length + added,
      id: withIds(locations.id, added),
      mapping: joinedSigned(locations.mapping, new Int32Array(added).fill(-1)),
      address: withZeros(locations.address, added),
      lineStart: joined(locations.lineStart, zeros.map((_, i) => lines.length + i + 1)),
      folded: Uint8Array.from({length: locations.length + added}, (_, row) => locations.folded[row] ?? 0),
    };
    return {
      ...this.profile,
      functions: newFunctions,
      locations: newLocations,
      lines: {
        length: lines.length + added,
        function: joinedSigned(lines.function, Int32Array.from(names, (_, i) => functions.length + i)),
        line: withZeros(lines.line, added),
        column: withZeros(lines.column, added),
      },
      strings: this.#strings,
    };
  }
}

function joined(a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = new Uint32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function joinedSigned(a: Int32Array, b: Int32Array): Int32Array {
  const both = new Int32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function withZeros(column: Int64Column, added: number): Int64Column {
  return appended(column, added, () => 0n);
}

/** New ids go on from the largest, and wrap past 2^64 as pprof's do. */
function withIds(column: Int64Column, added: number): Int64Column {
  let largest = 0n;
  for (let row = 0; row < column.length; row++) {
    const id = column.unsigned(row);
    if (id > largest) largest = id;
  }
  return appended(column, added, (i) => largest + BigInt(i) + 1n);
}

function appended(column: Int64Column, added: number, value: (i: number) => bigint): Int64Column {
  const builder = new Int64Builder(column.length + added);
  for (let row = 0; row < column.length; row++) builder.push(column.low[row]!, column.high?.[row] ?? 0);
  for (let i = 0; i < added; i++) builder.pushBigint(value(i));
  return builder.finish();
}
