import {sumsAreExact} from '../base/int64.js';
import {scaledLabel} from '../measurement/label.js';
import {compareText} from '../profile/strings.js';
import type {Profile} from '../profile/profile.js';
import type {Graph, GraphSource} from './graph.js';

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

interface LabelSet {
  /** `key:value` for each text label, sorted, with dot's line break between. */
  readonly name: string;
  readonly sizes: readonly bigint[];
}

/**
 * The tags of `rows`, by row. A sample counts for a node once, as in the graph; all
 * numeric labels but `bytes` are left out, and so is the mark of a base.
 * (graph.go addSample, report.go newGraph)
 *
 * @param kept 1 by node where the graph was cut
 */
export function tagsOf(source: GraphSource, graph: Graph, rows: ArrayLike<number>, kept: Uint8Array | undefined, options: TagOptions): Map<number, NodeTags> {
  const {profile, nodes, locations} = source;
  const {samples, stacks} = profile;
  const sets = labelSetsOf(profile);
  const answer = new Map<number, NodeTags>();
  if (sets.every((set) => set === undefined)) return answer;

  const wanted = new Uint8Array(graph.length);
  for (let i = 0; i < rows.length; i++) wanted[rows[i]!] = 1;
  const rowOf = options.callTree ? contextRows(graph, nodes.length) : undefined;
  const tags = new TagTable(profile, options);
  const seen = new Int32Array(graph.length).fill(-1);
  const path: number[] = [];
  for (let sample = 0; sample < samples.length; sample++) {
    const set = sets[samples.labels[sample]!];
    if (set === undefined || !tags.counts(sample)) continue;
    // Root first: a call tree is found from there.
    path.length = 0;
    for (let stack = samples.stack[sample]!; stack >= 0; stack = stacks.caller[stack]!) {
      const location = stacks.location[stack]!;
      for (let at = locations.start[location + 1]! - 1; at >= locations.start[location]!; at--) path.push(locations.node[at]!);
    }
    let leaf = -1;
    let parent = -1;
    for (let at = path.length - 1; at >= 0; at--) {
      const node = path[at]!;
      if (kept !== undefined && kept[node] === 0) {
        leaf = -1;
        continue;
      }
      const row = rowOf === undefined ? node : rowOf(parent, node);
      if (row === undefined) break;
      parent = row;
      leaf = row;
      if (wanted[row] === 0 || seen[row] === sample) continue;
      seen[row] = sample;
      tags.add(row, set, sample, false);
    }
    if (leaf >= 0 && wanted[leaf] === 1) tags.add(leaf, set, sample, true);
  }
  for (let i = 0; i < rows.length; i++) {
    const found = tags.of(rows[i]!);
    if (found !== undefined) answer.set(rows[i]!, found);
  }
  return answer;
}

/** By label set: its labels as a graph shows them; undefined where there is nothing to show. */
function labelSetsOf({labelSets, strings}: Profile): (LabelSet | undefined)[] {
  return Array.from({length: labelSets.length}, (_, set) => {
    const names: string[] = [];
    const sizes: bigint[] = [];
    for (let row = labelSets.start[set]!; row < labelSets.start[set + 1]!; row++) {
      const key = strings.get(labelSets.key[row]!);
      if (labelSets.isNumber[row] === 0) {
        if (key !== 'pprof::base') names.push(`${key}:${strings.get(labelSets.string[row]!)}`);
      } else if (key === 'bytes') {
        sizes.push(labelSets.number.bigint(row));
      }
    }
    return names.length + sizes.length === 0 ? undefined : {name: names.sort(compareText).join('\\n'), sizes};
  });
}

/** Finds the row of a context from the row of its caller (-1 for none) and its node. */
function contextRows({place, edges, length}: Graph, nodes: number): (parent: number, node: number) => number | undefined {
  const caller = new Int32Array(length).fill(-1);
  for (let edge = 0; edge < edges.length; edge++) caller[edges.target[edge]!] = edges.source[edge]!;
  const rows = new Map<number, number>();
  for (let row = 0; row < length; row++) rows.set((caller[row]! + 1) * nodes + place[row]!, row);
  return (parent, node) => rows.get((parent + 1) * nodes + node);
}

interface MutableTag {
  readonly name: string;
  readonly value: bigint;
  readonly unit: string;
  flat: Sum;
  cum: Sum;
  flatEvents: Sum;
  cumEvents: Sum;
}

/** A number while it is exact in a double, else a bigint. */
type Sum = number | bigint;

class TagTable {
  readonly #tags = new Map<number, {labels: Map<string, MutableTag>; numeric: Map<string, Map<string, MutableTag>>}>();
  readonly #value: (sample: number) => Sum;
  readonly #events: (sample: number) => Sum;
  readonly #options: TagOptions;
  readonly #zero: Sum;

  constructor({samples}: Profile, options: TagOptions) {
    const values = samples.values[options.valueRow]!;
    const events = samples.values[0]!;
    const exact = sumsAreExact(values) && sumsAreExact(events);
    this.#zero = exact ? 0 : 0n;
    this.#value = exact ? (row) => values.number(row) : (row) => values.bigint(row);
    this.#events = !options.mean ? () => this.#zero : exact ? (row) => events.number(row) : (row) => events.bigint(row);
    this.#options = options;
  }

  /** Whether a sample weighs anything. */
  counts(sample: number): boolean {
    return Number(this.#value(sample)) !== 0 || Number(this.#events(sample)) !== 0;
  }

  add(row: number, set: LabelSet, sample: number, flat: boolean): void {
    let of = this.#tags.get(row);
    if (of === undefined) this.#tags.set(row, (of = {labels: new Map(), numeric: new Map()}));
    if (set.name !== '') this.#count(of.labels, set.name, 0n, '', sample, flat);
    if (set.sizes.length === 0) return;
    let sizes = of.numeric.get(set.name);
    if (sizes === undefined) of.numeric.set(set.name, (sizes = new Map()));
    const {bytesUnit, outputUnit} = this.#options;
    for (const size of set.sizes) this.#count(sizes, scaledLabel(size, bytesUnit, outputUnit), size, bytesUnit, sample, flat);
  }

  of(row: number): NodeTags | undefined {
    const found = this.#tags.get(row);
    if (found === undefined) return undefined;
    const finished = (tags: Map<string, MutableTag>) => [...tags.values()].map((tag): NodeTag => ({
      name: tag.name, value: tag.value, unit: tag.unit, flat: wrapped(tag.flat), cum: wrapped(tag.cum),
      flatEvents: wrapped(tag.flatEvents), cumEvents: wrapped(tag.cumEvents),
    }));
    return {labels: finished(found.labels), numeric: new Map([...found.numeric].map(([name, tags]) => [name, finished(tags)]))};
  }

  #count(tags: Map<string, MutableTag>, name: string, value: bigint, unit: string, sample: number, flat: boolean): void {
    let tag = tags.get(name);
    if (tag === undefined) {
      const zero = this.#zero;
      tags.set(name, (tag = {name, value, unit, flat: zero, cum: zero, flatEvents: zero, cumEvents: zero}));
    }
    if (flat) {
      tag.flat = plus(tag.flat, this.#value(sample));
      tag.flatEvents = plus(tag.flatEvents, this.#events(sample));
    } else {
      tag.cum = plus(tag.cum, this.#value(sample));
      tag.cumEvents = plus(tag.cumEvents, this.#events(sample));
    }
  }
}

function plus(a: Sum, b: Sum): Sum {
  return typeof a === 'number' && typeof b === 'number' ? a + b : BigInt(a) + BigInt(b);
}

function wrapped(sum: Sum): bigint {
  return BigInt.asIntN(64, BigInt(sum));
}
