import {cleanPath} from '../base/format.js';
import {ColumnBuilder} from '../base/columns.js';
import {eachRow} from '../base/each-row.js';
import {Int64Column} from '../base/int64.js';
import {TupleInterner} from '../base/tuples.js';
import type {Profile, StackTable, StringRow} from '../profile/profile.js';
import type {StringTable} from '../profile/strings.js';
import {TextRows} from '../profile/text-rows.js';
import {trimSourcePath} from './trim-path.js';

/** How finely nodes are told apart, and what is said of them. */
export interface NodeOptions {
  readonly granularity: 'functions' | 'filefunctions' | 'files' | 'lines' | 'addresses';
  readonly noInlines: boolean;
  readonly showColumns: boolean;
  /** Whether functions of two binaries stay apart; only reports near to the machine want that. */
  readonly objectNames: boolean;
  readonly trimPath: string;
  readonly sourcePath: string;
  /** Whether files keep their whole path, with neither of the two above taken off. */
  readonly keepPaths?: boolean;
}

/** Places of a program, one row a node. Texts are rows of `texts`, of which row 0 is ''. */
export interface NodeTable {
  readonly length: number;
  readonly texts: Pick<TextRows, 'length' | 'get' | 'find'>;
  /** '' where the function is not known or the granularity leaves it out. */
  readonly name: Uint32Array;
  /** Clean and trimmed; '' where it is not known or left out. */
  readonly file: Uint32Array;
  /** The binary; '' unless it is asked for or nothing else names the node. */
  readonly objectFile: Uint32Array;
  readonly startLine: Int64Column;
  readonly line: Int64Column;
  readonly column: Int64Column;
  /** Unsigned. */
  readonly address: Int64Column;
  /** `FunctionRow` of the first line that is this node, -1 for none. */
  readonly functionRow: Int32Array;
}

/** The nodes that the lines of each location are, the outermost first: `start[row]` to `start[row + 1]`. */
export interface LocationNodes {
  readonly start: Uint32Array;
  readonly node: Uint32Array;
}

// The words of a node's tuple.
const nameWord = 0;
const fileWord = 1;
const objectWord = 2;
const startLineWord = 3;
const lineWord = 5;
const columnWord = 7;
const addressWord = 9;
const tupleWidth = 11;

/** Nodes that room is made for before any was seen. */
const mostExpected = 1 << 15;

/**
 * The nodes of a profile, and which of them each location is.
 *
 * Only locations on a stack get nodes. pprof aggregates the profile and then looks
 * nodes up by name; here what the granularity leaves out is left out of the key.
 * (profile.go Aggregate, graph.go nodeInfo)
 */
export function buildNodes(profile: Profile, options: NodeOptions): {nodes: NodeTable; locations: LocationNodes} {
  const {locations, stacks} = profile;
  const builder = new NodeBuilder(profile, options);
  const used = usedLocations(stacks, locations.length);
  const start = new Uint32Array(locations.length + 1);
  eachRow(locations.length, (location) => {
    if (used[location] === 1) builder.location(location);
    start[location + 1] = builder.cells;
  });
  return {nodes: builder.finish(), locations: {start, node: builder.node.subarray(0, builder.cells)}};
}

function usedLocations({location, length}: StackTable, locations: number): Uint8Array {
  const used = new Uint8Array(locations);
  for (let row = 0; row < length; row++) used[location[row]!] = 1;
  return used;
}

/** The nodes of a profile, made of one location after another. */
class NodeBuilder {
  /** The nodes of the lines of all locations so far. */
  readonly node: Uint32Array;
  cells = 0;
  readonly #profile: Profile;
  readonly #options: NodeOptions;
  readonly #withAddress: boolean;
  readonly #withLine: boolean;
  readonly #withColumn: boolean;
  readonly #withFile: boolean;
  readonly #withName: boolean;
  readonly #texts: TextRows;
  /** By row of the strings: the text of that file, clean and trimmed. */
  readonly #fileTexts = new Map<number, number>();
  /** By mapping. */
  readonly #objectTexts: readonly number[];
  readonly #interner: TupleInterner;
  readonly #tuple: Int32Array;
  readonly #functionRow = new ColumnBuilder(Int32Array, 1024);
  /** Where nothing of the line itself is in the key, a function is one node; -1 where it was not met, or has no name. */
  readonly #nodeOfFunction: Int32Array | undefined;

  constructor(profile: Profile, options: NodeOptions) {
    const {granularity} = options;
    const {functions, lines, locations, mappings} = profile;
    this.#profile = profile;
    this.#options = options;
    this.#withAddress = granularity === 'addresses';
    this.#withLine = this.#withAddress || granularity === 'lines';
    this.#withColumn = this.#withLine && (options.showColumns || (this.#withAddress && !options.noInlines));
    this.#withFile = granularity !== 'functions';
    this.#withName = granularity !== 'files';
    this.#texts = textsOf(profile);
    this.#objectTexts = mappings.map((mapping) => this.#texts.of(mapping.file));
    // An address is told of a location without lines only where it is told of all.
    const width = this.#withLine ? tupleWidth : lineWord;
    this.#interner = new TupleInterner(width, Math.max(1024, Math.min(functions.length, mostExpected)));
    this.#tuple = new Int32Array(width);
    this.#nodeOfFunction = this.#withLine || options.objectNames ? undefined : new Int32Array(functions.length).fill(-1);
    // A location without lines is a node too.
    this.node = new Uint32Array(lines.length + locations.length);
  }

  /** Adds the nodes of a location, the outermost first. */
  location(location: number): void {
    const {locations} = this.#profile;
    const mapping = locations.mapping[location]!;
    const object = mapping < 0 ? 0 : this.#objectTexts[mapping]!;
    const firstLine = locations.lineStart[location]!;
    const lastLine = locations.lineStart[location + 1]! - 1;
    if (lastLine < firstLine) this.node[this.cells++] = this.#nodeOfNone(location, object);
    for (let line = lastLine; line >= firstLine; line--) {
      this.node[this.cells++] = this.#nodeOfLine(location, line, object);
      if (this.#options.noInlines) break;
    }
  }

  finish(): NodeTable {
    return tableOf(this.#interner, this.#texts, this.#functionRow.finish());
  }

  #nodeOfNone(location: number, object: number): number {
    const tuple = this.#tuple;
    tuple.fill(0);
    tuple[objectWord] = object;
    if (this.#withAddress) setWords(tuple, addressWord, this.#profile.locations.address, location);
    return this.#add(-1);
  }

  #nodeOfLine(location: number, line: number, object: number): number {
    const {functions, lines} = this.#profile;
    const f = lines.function[line]!;
    const nodeOfFunction = this.#nodeOfFunction;
    if (nodeOfFunction !== undefined && nodeOfFunction[f]! >= 0) return nodeOfFunction[f]!;
    const tuple = this.#tuple;
    const name = this.#withName ? this.#texts.ofRow(functions.name[f]!) : 0;
    tuple[nameWord] = name;
    tuple[fileWord] = this.#withFile ? this.#fileText(functions.filename[f]!) : 0;
    // What has no name is told apart by its binary and the line it starts at.
    if (name === 0 || this.#options.objectNames) {
      tuple[objectWord] = object;
      setWords(tuple, startLineWord, functions.startLine, f);
    } else tuple[objectWord] = tuple[startLineWord] = tuple[startLineWord + 1] = 0;
    if (this.#withLine) {
      setWords(tuple, lineWord, lines.line, line);
      if (this.#withColumn) setWords(tuple, columnWord, lines.column, line);
      if (this.#withAddress) setWords(tuple, addressWord, this.#profile.locations.address, location);
    }
    const row = this.#add(f);
    if (nodeOfFunction !== undefined && name !== 0) nodeOfFunction[f] = row;
    return row;
  }

  #fileText(row: StringRow): number {
    return this.#fileTexts.get(row) ?? this.#newFileText(row);
  }

  #newFileText(row: StringRow): number {
    const {keepPaths, trimPath, sourcePath} = this.#options;
    const path = this.#profile.strings.get(row);
    const trimmed = keepPaths === true ? path : trimSourcePath(path, trimPath, sourcePath);
    const clean = trimmed === '' ? '' : cleanPath(trimmed);
    const text = clean === path ? this.#texts.ofRow(row) : this.#texts.of(clean);
    this.#fileTexts.set(row, text);
    return text;
  }

  #add(f: number): number {
    const row = this.#interner.intern(this.#tuple);
    if (row === this.#functionRow.length) this.#functionRow.push(f);
    return row;
  }
}

const known = new WeakMap<StringTable, TextRows>();

/** The texts of a profile are those of what a filter leaves of it too, and most of what nodes take is to name them. */
function textsOf({strings}: Profile): TextRows {
  let texts = known.get(strings);
  if (texts === undefined) known.set(strings, texts = new TextRows(strings));
  return texts;
}

function setWords(tuple: Int32Array, at: number, column: Int64Column, row: number): void {
  tuple[at] = column.low[row]!;
  tuple[at + 1] = column.high === undefined ? 0 : column.high[row]!;
}

function tableOf(interner: TupleInterner, texts: TextRows, functionRow: Int32Array): NodeTable {
  return {
    length: interner.length,
    texts,
    name: wordsOf(interner, nameWord),
    file: wordsOf(interner, fileWord),
    objectFile: wordsOf(interner, objectWord),
    startLine: integersOf(interner, startLineWord),
    line: integersOf(interner, lineWord),
    column: integersOf(interner, columnWord),
    address: integersOf(interner, addressWord),
    functionRow,
  };
}

/** A word of each tuple, zeros where tuples are shorter. */
function wordsOf({length, words, width}: TupleInterner, word: number): Uint32Array {
  const column = new Uint32Array(length);
  if (word < width) for (let row = 0, at = word; row < length; row++, at += width) column[row] = words[at]!;
  return column;
}

function integersOf(interner: TupleInterner, word: number): Int64Column {
  const high = wordsOf(interner, word + 1);
  return new Int64Column(wordsOf(interner, word), high.every((its) => its === 0) ? undefined : new Int32Array(high.buffer));
}
