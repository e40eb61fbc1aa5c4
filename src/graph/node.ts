import {cleanPath} from '../base/format.js';
import {ColumnBuilder} from '../base/columns.js';
import {Int64Column} from '../base/int64.js';
import {TupleInterner} from '../base/tuples.js';
import type {Profile} from '../profile/profile.js';
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
  const {granularity} = options;
  const withAddress = granularity === 'addresses';
  const withLine = withAddress || granularity === 'lines';
  const withColumn = withLine && (options.showColumns || (withAddress && !options.noInlines));
  const withFile = granularity !== 'functions';
  const withName = granularity !== 'files';

  const {functions, lines, locations, mappings, stacks} = profile;
  const texts = textsOf(profile);
  const trim = (path: string) => {
    const trimmed = options.keepPaths === true ? path : trimSourcePath(path, options.trimPath, options.sourcePath);
    return trimmed === '' ? '' : cleanPath(trimmed);
  };
  const fileTexts = new Map<number, number>();
  const objectTexts = mappings.map((mapping) => texts.of(mapping.file));

  const interner = new TupleInterner(tupleWidth, Math.max(1024, Math.min(functions.length, mostExpected)));
  const tuple = new Int32Array(tupleWidth);
  const functionRow = new ColumnBuilder(Int32Array, 1024);
  // Where nothing of the line itself is in the key, a function is one node.
  const nodeOfFunction = withLine || options.objectNames ? undefined : new Int32Array(functions.length).fill(-1);

  const used = new Uint8Array(locations.length);
  for (let row = 0; row < stacks.length; row++) used[stacks.location[row]!] = 1;
  const start = new Uint32Array(locations.length + 1);
  // A location without lines is a node too.
  const node = new Uint32Array(lines.length + locations.length);
  let next = 0;

  for (let location = 0; location < locations.length; location++) {
    if (used[location] === 1) {
      const mapping = locations.mapping[location]!;
      const object = mapping < 0 ? 0 : objectTexts[mapping]!;
      const firstLine = locations.lineStart[location]!;
      const lastLine = locations.lineStart[location + 1]! - 1;
      if (lastLine < firstLine) {
        tuple.fill(0);
        tuple[objectWord] = object;
        if (withAddress) setWords(tuple, addressWord, locations.address, location);
        node[next++] = add(-1);
      }
      for (let line = lastLine; line >= firstLine; line--) {
        node[next++] = nodeOfLine(location, line, object);
        if (options.noInlines) break;
      }
    }
    start[location + 1] = next;
  }
  return {nodes: tableOf(interner, texts, functionRow.finish(), {withLine, withColumn, withAddress}), locations: {start, node: node.slice(0, next)}};

  function nodeOfLine(location: number, line: number, object: number): number {
    const f = lines.function[line]!;
    const known = nodeOfFunction?.[f];
    if (known !== undefined && known >= 0) return known;
    tuple.fill(0);
    if (withName) tuple[nameWord] = texts.ofRow(functions.name[f]!);
    if (withFile) {
      const row = functions.filename[f]!;
      let text = fileTexts.get(row);
      if (text === undefined) {
        const path = profile.strings.get(row);
        const trimmed = trim(path);
        text = trimmed === path ? texts.ofRow(row) : texts.of(trimmed);
        fileTexts.set(row, text);
      }
      tuple[fileWord] = text;
    }
    // What has no name is told apart by its binary and the line it starts at.
    const nameless = tuple[nameWord] === 0;
    if (nameless || options.objectNames) {
      tuple[objectWord] = object;
      setWords(tuple, startLineWord, functions.startLine, f);
    }
    if (withLine) setWords(tuple, lineWord, lines.line, line);
    if (withColumn) setWords(tuple, columnWord, lines.column, line);
    if (withAddress) setWords(tuple, addressWord, locations.address, location);
    const row = add(f);
    if (nodeOfFunction !== undefined && !nameless) nodeOfFunction[f] = row;
    return row;
  }

  function add(f: number): number {
    const row = interner.intern(tuple);
    if (row === functionRow.length) functionRow.push(f);
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

/** @param told what is in the tuples; a column of zeros need not be read from them */
function tableOf(interner: TupleInterner, texts: TextRows, functionRow: Int32Array, told: {readonly withLine: boolean; readonly withColumn: boolean; readonly withAddress: boolean}): NodeTable {
  const {length, words} = interner;
  const zeros = (): Int64Column => new Int64Column(new Uint32Array(length), undefined);
  const text = (word: number) => {
    const column = new Uint32Array(length);
    for (let row = 0; row < length; row++) column[row] = words[row * tupleWidth + word]!;
    return column;
  };
  const integer = (word: number) => {
    const low = text(word);
    let high: Int32Array | undefined;
    for (let row = 0; row < length; row++) {
      const its = words[row * tupleWidth + word + 1]!;
      if (its !== 0) (high ??= new Int32Array(length))[row] = its;
    }
    return new Int64Column(low, high);
  };
  return {
    length,
    texts,
    name: text(nameWord),
    file: text(fileWord),
    objectFile: text(objectWord),
    startLine: integer(startLineWord),
    line: told.withLine ? integer(lineWord) : zeros(),
    column: told.withColumn ? integer(columnWord) : zeros(),
    address: told.withAddress ? integer(addressWord) : zeros(),
    functionRow,
  };
}
