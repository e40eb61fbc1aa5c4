import {sumsAreExact} from '../base/int64.js';
import type {Int64Column} from '../base/int64.js';
import {magnitude} from '../base/sums.js';
import {scaledLabel} from '../measurement/label.js';
import {compareText} from '../profile/strings.js';
import type {LabelSetRow, LabelSetTable, Profile} from '../profile/profile.js';
import {sampledStacks} from '../profile/sampled-stacks.js';
import type {SampledStacks} from '../profile/sampled-stacks.js';
import {doubled} from './call-table.js';
import type {Graph, GraphSource} from './graph.js';
import {nodeRuns} from './node-runs.js';
import {stackOrder} from './stack-order.js';

/** What samples with certain labels add to a node. */
export interface NodeTag {
  readonly name: string;
  /** Of a numeric label; 0 and '' for labels in text. */
  readonly value: bigint;
  readonly unit: string;
  /** Tags are picked and counted by these. */
  readonly flat: bigint;
  readonly cum: bigint;
  /** Events to divide by under `mean`, else 0. */
  readonly flatEvents: bigint;
  readonly cumEvents: bigint;
}

/** The tags of a node. */
export interface NodeTags {
  /** One for each set of text labels. */
  readonly labels: readonly NodeTag[];
  /** By the name of the text labels of their samples ('' for none): the sizes that Go heap profiles carry. */
  readonly numeric: ReadonlyMap<string, readonly NodeTag[]>;
}

export interface TagOptions {
  readonly valueRow: number;
  readonly mean: boolean;
  /** The unit of the numeric label `bytes`, and the unit it is written in. */
  readonly bytesUnit: string;
  readonly outputUnit: string;
  /** Whether the graph has a node for each way to it. */
  readonly callTree: boolean;
}

/** What a node shows: divided under `mean`. */
export function shownFlat({flat, flatEvents}: NodeTag): bigint {
  return flatEvents === 0n ? flat : flat / flatEvents;
}

export function shownCum({cum, cumEvents}: NodeTag): bigint {
  return cumEvents === 0n ? cum : cum / cumEvents;
}

/** What is counted of each sample that has tags, in the order of the stacks. */
export interface TagSource {
  readonly source: GraphSource;
  readonly options: TagOptions;
  /** Tags of which neither sum is as much are left out. */
  readonly cutoff: bigint;
  readonly sets: TagSets;
  /** By place in `NodeRuns.order`, and one cell more: where the samples of its stack begin. */
  readonly start: Uint32Array;
  /** By sample: its row, and its set of tags. */
  readonly sample: Uint32Array;
  readonly set: Uint32Array;
  readonly value: Values;
  /** Under `mean`. */
  readonly events: Values | undefined;
}

/** Numbers that are exact in doubles; else a BigInt64Array, which adds up the same way and wraps at 64 bits. */
type Values = Float64Array;

/** The tags that the sets of labels come to, and by `LabelSetRow` which: those of `set` are `start[set]` to `start[set + 1]`. */
interface TagSets {
  readonly start: Uint32Array;
  /** Row of `names`. */
  readonly tag: readonly number[];
  /** The size that a numeric tag is of; 0n for one in text. */
  readonly size: readonly bigint[];
  readonly names: readonly string[];
  /** By tag, of a numeric one: the name of the text labels beside it, '' for none; undefined for one in text. */
  readonly beside: readonly (string | undefined)[];
}

const lastOf = new WeakMap<GraphSource, {readonly key: string; readonly answer: TagSource | undefined}>();

/**
 * What the labels of `source` come to, kept for the next picture of it.
 *
 * @param cutoff tags of which no node has as much are left out
 * @returns undefined where no label is shown
 */
export function tagSource(source: GraphSource, {valueRow, mean, bytesUnit, outputUnit, callTree}: TagOptions, cutoff: bigint): TagSource | undefined {
  const options = {valueRow, mean, bytesUnit, outputUnit, callTree};
  const key = JSON.stringify([options, String(cutoff)]);
  let last = lastOf.get(source);
  if (last?.key !== key) {
    last = {key, answer: makeTagSource(source, options, cutoff)};
    lastOf.set(source, last);
  }
  return last.answer;
}

function makeTagSource(source: GraphSource, options: TagOptions, cutoff: bigint): TagSource | undefined {
  const {samples, labelSets, strings} = source.profile;
  const sets = tagSets(labelSets, strings, options);
  if (sets.names.length === 0) return undefined;
  const values = samples.values[options.valueRow]!;
  const events = options.mean ? samples.values[0]! : undefined;
  const isExact = sumsAreExact(values) && (events === undefined || sumsAreExact(events));
  const isHeavy = heavySets(samples, values, sets, isExact ? Number(cutoff) : 0);
  const isNothing = (row: number): boolean => !source.isFull && values.isZero(row) && events?.isZero(row) !== false;
  const {start, sample, set} = samplesWith(shownSamples(source, sets), isHeavy, isNothing);
  const column = (of: Int64Column) => (isExact ? doublesAt(of, sample) : wordsAt(of, sample) as unknown as Values);
  return {source, options, cutoff, sets, start, sample, set, value: column(values), events: events && column(events)};
}

/**
 * 1 by set where one of its tags may come to `cutoff` in some node, since all samples together do.
 * Most labels of a service tell requests apart, and come to nothing anywhere.
 *
 * @param cutoff 0 where sums may wrap
 */
function heavySets({labels}: Profile['samples'], values: Int64Column, {start, tag, names}: TagSets, cutoff: number): Uint8Array {
  const isHeavy = new Uint8Array(start.length - 1);
  if (cutoff === 0) return isHeavy.fill(1);
  const bySet = new Float64Array(isHeavy.length);
  for (let row = 0; row < labels.length; row++) bySet[labels[row]!]! += Math.abs(values.number(row));
  const byTag = new Float64Array(names.length);
  for (let set = 0; set < isHeavy.length; set++) {
    for (let at = start[set]!; at < start[set + 1]!; at++) byTag[tag[at]!]! += bySet[set]!;
  }
  for (let set = 0; set < isHeavy.length; set++) {
    for (let at = start[set]!; at < start[set + 1]!; at++) if (byTag[tag[at]!]! >= cutoff) isHeavy[set] = 1;
  }
  return isHeavy;
}

type ShownSamples = Pick<TagSource, 'start' | 'sample' | 'set'>;

const known = new WeakMap<SampledStacks, {readonly labels: Uint32Array; readonly labelSets: LabelSetTable; readonly shown: ShownSamples}>();

/** The samples with tags in the order of the stacks, kept for another sample type. */
function shownSamples({profile, locations, nodes}: GraphSource, sets: TagSets): ShownSamples {
  const sampled = sampledStacks(profile);
  const {labelSets, samples: {labels}} = profile;
  let last = known.get(sampled);
  if (last?.labels !== labels || last.labelSets !== labelSets) {
    const {order} = nodeRuns(profile, locations, nodes.length);
    last = {labels, labelSets, shown: inOrder(sampled, order, labels, (set) => sets.start[set]! < sets.start[set + 1]!)};
    known.set(sampled, last);
  }
  return last.shown;
}

/** @param order see `NodeRuns` */
function inOrder({ofSample, stack}: SampledStacks, order: Int32Array, labels: Uint32Array, isShown: (set: LabelSetRow) => boolean): ShownSamples {
  const placeOf = new Int32Array(stack.length).fill(-1);
  for (let place = 0; place < order.length; place++) placeOf[order[place]!] = place;
  const start = new Uint32Array(order.length + 1);
  const counts = (row: number): boolean => placeOf[ofSample[row]!]! >= 0 && isShown(labels[row]!);
  for (let row = 0; row < ofSample.length; row++) if (counts(row)) start[placeOf[ofSample[row]!]! + 1]!++;
  for (let place = 0; place < order.length; place++) start[place + 1]! += start[place]!;
  const sample = new Uint32Array(start[order.length]!);
  const set = new Uint32Array(sample.length);
  const next = start.slice();
  for (let row = 0; row < ofSample.length; row++) {
    if (!counts(row)) continue;
    const at = next[placeOf[ofSample[row]!]!]!++;
    sample[at] = row;
    set[at] = labels[row]!;
  }
  return {start, sample, set};
}

/** @param isHeavy 1 by set of the samples that are left */
function samplesWith({start: before, sample: rows, set: sets}: ShownSamples, isHeavy: Uint8Array, isNothing: (row: number) => boolean): ShownSamples {
  const start = new Uint32Array(before.length);
  const sample = new Uint32Array(rows.length);
  const set = new Uint32Array(rows.length);
  let next = 0;
  for (let place = 0; place + 1 < before.length; place++) {
    for (let at = before[place]!; at < before[place + 1]!; at++) {
      if (isHeavy[sets[at]!] === 0 || isNothing(rows[at]!)) continue;
      sample[next] = rows[at]!;
      set[next++] = sets[at]!;
    }
    start[place + 1] = next;
  }
  return {start, sample: sample.slice(0, next), set: set.slice(0, next)};
}

function doublesAt(column: Int64Column, rows: Uint32Array): Float64Array {
  const numbers = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) numbers[at] = column.number(rows[at]!);
  return numbers;
}

function wordsAt(column: Int64Column, rows: Uint32Array): BigInt64Array {
  const words = new BigInt64Array(rows.length);
  for (let at = 0; at < rows.length; at++) words[at] = column.bigint(rows[at]!);
  return words;
}

function tagSets(labelSets: LabelSetTable, strings: Profile['strings'], {bytesUnit, outputUnit}: TagOptions): TagSets {
  const start = new Uint32Array(labelSets.length + 1);
  const tag: number[] = [];
  const size: bigint[] = [];
  const names: string[] = [];
  const beside: (string | undefined)[] = [];
  const known = new Map<string | undefined, Map<string, number>>();
  const add = (name: string, near: string | undefined, value: bigint) => {
    let tags = known.get(near);
    if (tags === undefined) known.set(near, (tags = new Map()));
    let row = tags.get(name);
    if (row === undefined) {
      row = names.push(name) - 1;
      beside.push(near);
      tags.set(name, row);
    }
    tag.push(row);
    size.push(value);
  };
  for (let set = 0; set < labelSets.length; set++) {
    const texts: string[] = [];
    const sizes: bigint[] = [];
    for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
      const key = strings.get(labelSets.key[row]!);
      if (labelSets.isNumber[row] === 0) {
        if (key !== 'pprof::base') texts.push(`${key}:${strings.get(labelSets.string[row]!)}`);
      } else if (key === 'bytes') {
        sizes.push(labelSets.number.bigint(row));
      }
    }
    const text = texts.sort(compareText).join('\\n');
    if (text !== '') add(text, undefined, 0n);
    for (const value of sizes) add(scaledLabel(value, bytesUnit, outputUnit), text, value);
    start[set + 1] = tag.length;
  }
  return {start, tag, size, names, beside};
}

/**
 * The tags of `rows`, by row. A sample counts for a node once, as in the graph; all
 * numeric labels but `bytes` are left out, and so is the mark of a base.
 * (graph.go addSample, report.go newGraph)
 *
 * Below the outermost call of a node its samples are one run, so a node costs its
 * samples and no walk of its own.
 */
export function tagsOf(tags: TagSource, graph: Graph, rows: ArrayLike<number>): Map<number, NodeTags> {
  const runs = runsOf(tags, graph, rows);
  const counter = new TagCounter(tags);
  const answer = new Map<number, NodeTags>();
  for (let i = 0; i < rows.length; i++) {
    const found = counter.tagsOf(runs.cum[i]!, runs.flat[i]!);
    if (found !== undefined) answer.set(rows[i]!, found);
  }
  return answer;
}

/** By place in `rows`: the stacks below its outermost calls, and those that end in it; as places in `NodeRuns.order`, each a start and an end, in turn. */
interface Runs {
  readonly cum: readonly number[][];
  readonly flat: readonly number[][];
}

function runsOf(tags: TagSource, graph: Graph, rows: ArrayLike<number>): Runs {
  const cum = Array.from({length: rows.length}, (): number[] => []);
  const flat = Array.from({length: rows.length}, (): number[] => []);
  const wanted = new Int32Array(graph.length).fill(-1);
  for (let i = 0; i < rows.length; i++) wanted[rows[i]!] = i;
  if (tags.options.callTree) {
    addRunsOfContexts(tags, graph, wanted, {cum, flat});
    return {cum, flat};
  }
  const {start: samplesBefore, source: {profile, locations, nodes}} = tags;
  const {first, end, start, node, leaf} = nodeRuns(profile, locations, nodes.length);
  for (let run = 0; run < first.length; run++) {
    const from = first[run]!;
    const to = end[run]!;
    if (samplesBefore[from] === samplesBefore[to]) continue;
    for (let at = start[run]!; at < start[run + 1]!; at++) if (wanted[node[at]!]! >= 0) cum[wanted[node[at]!]!]!.push(from, to);
  }
  for (let place = 0; place < leaf.length; place++) {
    if (wanted[leaf[place]!]! >= 0 && samplesBefore[place] !== samplesBefore[place + 1]) flat[wanted[leaf[place]!]!]!.push(place, place + 1);
  }
  return {cum, flat};
}

/** In a call tree the same node is another one under another caller. */
function addRunsOfContexts({source, start: samplesBefore}: TagSource, graph: Graph, wanted: Int32Array, {cum, flat}: Runs): void {
  const {profile, locations: {start, node}, nodes} = source;
  const {length, placeOf, location, end} = stackOrder(profile.stacks);
  // By place of the stacks: how many stacks with samples stand before it.
  const before = new Uint32Array(length + 1);
  for (const row of sampledStacks(profile).stack) if (row >= 0) before[placeOf[row]! + 1] = 1;
  for (let place = 0; place < length; place++) before[place + 1]! += before[place]!;
  const rowOf = contextRows(graph, nodes.length);
  // By depth: where the stack ends, and the context that it ends in.
  let ends = new Int32Array(64);
  let contexts = new Int32Array(64);
  let depth = 0;
  for (let place = 0; place < length; place++) {
    const after = end[place]!;
    const from = before[place]!;
    const to = before[after]!;
    if (samplesBefore[from] === samplesBefore[to]) {
      place = after - 1;
      continue;
    }
    while (depth > 0 && ends[depth - 1]! <= place) depth--;
    let parent = depth === 0 ? -1 : contexts[depth - 1]!;
    let leaf = -1;
    for (let at = start[location[place]!]!; at < start[location[place]! + 1]!; at++) {
      parent = rowOf(parent, node[at]!);
      leaf = wanted[parent]!;
      if (leaf >= 0) cum[leaf]!.push(from, to);
    }
    if (leaf >= 0 && samplesBefore[from] !== samplesBefore[before[place + 1]!]) flat[leaf]!.push(from, from + 1);
    if (depth === ends.length) {
      ends = doubled(ends);
      contexts = doubled(contexts);
    }
    ends[depth] = after;
    contexts[depth++] = parent;
  }
}

/** Finds the row of a context from the row of its caller (-1 for none) and its node. */
function contextRows({place, edges, length}: Graph, nodes: number): (parent: number, node: number) => number {
  const caller = new Int32Array(length).fill(-1);
  for (let edge = 0; edge < edges.length; edge++) caller[edges.target[edge]!] = edges.source[edge]!;
  const rows = new Map<number, number>();
  for (let row = 0; row < length; row++) rows.set((caller[row]! + 1) * nodes + place[row]!, row);
  return (parent, node) => rows.get((parent + 1) * nodes + node)!;
}

/** Sums of one node at a time, by set of labels, and from these by tag. */
class TagCounter {
  readonly #tags: TagSource;
  /** 1 by set of this node. */
  readonly #seen: Uint8Array;
  readonly #bySet: Counted;
  /** By set and by tag, where sizes are shown: the first sample that has it + 1, 0 for none. */
  readonly #firstOfSet: Uint32Array | undefined;
  readonly #first: Uint32Array;
  readonly #value: bigint[] = [];
  readonly #byTag: Counted;

  constructor(tags: TagSource) {
    const {sets, value, events} = tags;
    const counted = (length: number): Counted => {
      const column = () => new (value.constructor as typeof Float64Array)(length);
      return events === undefined ? {cum: column(), flat: column()} : {cum: column(), flat: column(), cumEvents: column(), flatEvents: column()};
    };
    this.#tags = tags;
    this.#seen = new Uint8Array(sets.start.length - 1);
    this.#bySet = counted(this.#seen.length);
    this.#firstOfSet = sets.beside.some((near) => near !== undefined) ? new Uint32Array(this.#seen.length) : undefined;
    this.#first = new Uint32Array(sets.names.length);
    this.#byTag = counted(this.#first.length);
  }

  tagsOf(cumRuns: readonly number[], flatRuns: readonly number[]): NodeTags | undefined {
    const {value, events} = this.#tags;
    const {cum, flat, cumEvents, flatEvents} = this.#bySet;
    const found = this.#addAndSee(cumRuns, value, cum);
    if (found.length === 0) return undefined;
    this.#add(flatRuns, value, flat);
    if (events !== undefined) {
      this.#add(cumRuns, events, cumEvents!);
      this.#add(flatRuns, events, flatEvents!);
    }
    if (this.#firstOfSet !== undefined) this.#findFirst(cumRuns, this.#firstOfSet);
    const answer = this.#finish(this.#sumByTag(found));
    for (const set of found) {
      this.#seen[set] = 0;
      if (this.#firstOfSet !== undefined) this.#firstOfSet[set] = 0;
    }
    clear(this.#bySet, found);
    return answer;
  }

  /** Adds up, and gives the sets of these samples. */
  #addAndSee(runs: readonly number[], values: Values, sums: Values): number[] {
    const {start, set} = this.#tags;
    const seen = this.#seen;
    const found: number[] = [];
    for (let run = 0; run < runs.length; run += 2) {
      const end = start[runs[run + 1]!]!;
      for (let at = start[runs[run]!]!; at < end; at++) {
        const one = set[at]!;
        sums[one]! += values[at]!;
        if (seen[one] === 1) continue;
        seen[one] = 1;
        found.push(one);
      }
    }
    return found;
  }

  #findFirst(runs: readonly number[], first: Uint32Array): void {
    const {start, set, sample} = this.#tags;
    for (let run = 0; run < runs.length; run += 2) {
      const end = start[runs[run + 1]!]!;
      for (let at = start[runs[run]!]!; at < end; at++) {
        const one = set[at]!;
        const number = sample[at]! + 1;
        if (first[one] === 0 || first[one]! > number) first[one] = number;
      }
    }
  }

  #add(runs: readonly number[], values: Values, sums: Values): void {
    const {start, set} = this.#tags;
    for (let run = 0; run < runs.length; run += 2) {
      const end = start[runs[run + 1]!]!;
      for (let at = start[runs[run]!]!; at < end; at++) sums[set[at]!]! += values[at]!;
    }
  }

  #sumByTag(found: readonly number[]): number[] {
    const {sets: {start, tag: tagAt, size}} = this.#tags;
    const tags: number[] = [];
    for (const set of found) {
      const number = this.#firstOfSet?.[set] ?? 1;
      for (let at = start[set]!; at < start[set + 1]!; at++) {
        const tag = tagAt[at]!;
        if (this.#first[tag] === 0) tags.push(tag);
        // Of sizes that are written alike, the one of the first sample is what the tag stands for.
        if (this.#first[tag] === 0 || this.#first[tag]! > number) {
          this.#first[tag] = number;
          this.#value[tag] = size[at]!;
        }
        for (const key of countedKeys) if (this.#byTag[key] !== undefined) this.#byTag[key]![tag]! += this.#bySet[key]![set]!;
      }
    }
    return tags;
  }

  #finish(tags: readonly number[]): NodeTags {
    const {sets: {names, beside}, options: {bytesUnit}} = this.#tags;
    const {cum, flat, cumEvents, flatEvents} = this.#byTag;
    const labels: NodeTag[] = [];
    const numeric = new Map<string, NodeTag[]>();
    for (const tag of tags) {
      if (this.#isLight(cum[tag]!) && this.#isLight(flat[tag]!)) continue;
      const near = beside[tag];
      const said: NodeTag = {
        name: names[tag]!, value: this.#value[tag]!, unit: near === undefined ? '' : bytesUnit, flat: BigInt(flat[tag]!), cum: BigInt(cum[tag]!),
        flatEvents: BigInt(flatEvents?.[tag] ?? 0), cumEvents: BigInt(cumEvents?.[tag] ?? 0),
      };
      if (near === undefined) {
        labels.push(said);
        continue;
      }
      const sizes = numeric.get(near);
      if (sizes === undefined) numeric.set(near, [said]);
      else sizes.push(said);
    }
    for (const tag of tags) this.#first[tag] = 0;
    clear(this.#byTag, tags);
    return {labels, numeric};
  }

  #isLight(sum: number | bigint): boolean {
    const {cutoff} = this.#tags;
    return typeof sum === 'number' ? Math.abs(sum) < Number(cutoff) : magnitude(sum) < cutoff;
  }
}

interface Counted {
  readonly cum: Values;
  readonly flat: Values;
  /** Under `mean`. */
  readonly cumEvents?: Values;
  readonly flatEvents?: Values;
}

const countedKeys = ['cum', 'flat', 'cumEvents', 'flatEvents'] as const satisfies readonly (keyof Counted)[];

function clear(counted: Counted, rows: readonly number[]): void {
  for (const key of countedKeys) {
    const column = counted[key];
    // Zero is written otherwise in a BigInt64Array.
    if (column !== undefined) for (const row of rows) column[row]! -= column[row]!;
  }
}
