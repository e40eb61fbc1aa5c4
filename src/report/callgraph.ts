import {baseName} from '../base/format.js';
import {magnitude, sumAt, sumOver} from '../base/sums.js';
import type {Graph} from '../graph/graph.js';
import {nameParts, printableName} from '../graph/print-node.js';
import {shortFunctionName} from '../graph/short-name.js';
import {shownCum, shownFlat} from '../graph/tags.js';
import type {NodeTag, NodeTags} from '../graph/tags.js';
import {mostTags, visualGraph} from '../graph/visual.js';
import {label, percentage} from '../measurement/label.js';
import {scale} from '../measurement/scale.js';
import {compareText} from '../profile/strings.js';
import {reportLabels} from './legend.js';
import type {Report} from './report.js';
import {trimOptions} from './settings.js';
import {formatValue, graphFormat} from './values.js';
import type {ValueFormat} from './values.js';

/** A box beside a node: samples with these labels, or of these sizes. */
export interface CallgraphTag {
  /** What dot calls it: `N3_0`, `NN3_0_1`. */
  readonly id: string;
  /** The id of the node or tag it hangs on. */
  readonly on: string;
  readonly text: string;
  readonly weight: string;
  /** Whether it says what calls cost too, and not only the node. */
  readonly dotted: boolean;
}

/** A node of the call graph, the heaviest first. */
export interface CallgraphNode {
  /** As pprof prints it. */
  readonly name: string;
  /** The short name in the lines it is broken into, `.` and `::` being the breaks. */
  readonly lines: readonly string[];
  readonly flat: number;
  readonly cum: number;
  readonly flatText: string;
  readonly cumText: string;
  /** `25.60%`, without spaces. */
  readonly flatShare: string;
  readonly cumShare: string;
  /** Points, from 8 to 24, by flat. */
  readonly fontSize: number;
  /** By cum: border and background, `#rrggbb`. */
  readonly colour: string;
  readonly fill: string;
  readonly tags: readonly CallgraphTag[];
}

/** Calls from one node to another, the heaviest first. */
export interface CallgraphEdge {
  /** Rows of `nodes`; -1 for one whose values cancel out. */
  readonly from: number;
  readonly to: number;
  readonly fromName: string;
  readonly toName: string;
  readonly weight: number;
  readonly text: string;
  /** How much dot should mind its length, 1 to 101. */
  readonly pull: number;
  /** Points, 1 to 6. */
  readonly width: number;
  /** '' where the total is 0. */
  readonly colour: string;
  /** Whether it leads over nodes that are not shown. */
  readonly residual: boolean;
  readonly inline: boolean;
}

/** The call graph, cut to what can be read. */
export interface CallgraphReport {
  /** The name of the binary, '' for none. */
  readonly title: string;
  readonly total: number;
  readonly unit: string;
  readonly legend: readonly string[];
  readonly nodes: readonly CallgraphNode[];
  readonly edges: readonly CallgraphEdge[];
}

export function callgraphReport(report: Report): CallgraphReport {
  return drawnGraph(report).callgraph;
}

/** A call graph, and the graph that it was made of. */
export interface DrawnGraph {
  readonly callgraph: CallgraphReport;
  /** Its `rows` are those of `callgraph.nodes`. */
  readonly graph: Graph;
}

/** @param cut what is shown in place of what pprof would show, and the call tree where that is asked for and at hand */
export function drawnGraph(report: Report, cut: {readonly only?: Uint8Array; readonly tree?: Graph | undefined} = {}): DrawnGraph {
  const {config, profile, total} = report;
  const {callTree} = config;
  const source = report.graphSource();
  const visual = visualGraph(source, {
    ...trimOptions(config), callTree, ...(cut.only === undefined ? {} : {only: cut.only}),
    valueRow: report.valueRow, mean: config.mean, bytesUnit: report.numLabelUnits.get('bytes') ?? '', outputUnit: config.unit,
  }, cut.tree);
  const {rows, tags} = visual;
  const graph: Graph = {...visual.graph, rows};
  const format = graphFormat(report, graph);
  const legend = reportLabels(report, format, {
    total: sumOver(graph.shownFlat, rows), nodes: rows.length, originalCount: visual.originalCount,
    droppedNodes: visual.droppedNodes, droppedEdges: visual.droppedEdges,
  }, {full: true});

  const place = new Map<number, number>();
  rows.forEach((row, at) => place.set(row, at));
  const callers = new Set(visual.edges.map(({source: from}) => from));
  let heaviest = 0;
  for (const row of rows) heaviest = Math.max(heaviest, Number(magnitude(sumAt(graph.shownFlat, row))));
  const [main] = profile.mappings;
  const callgraph: CallgraphReport = {
    title: main === undefined || main.file === '' ? '' : baseName(main.file),
    total: Number(total), unit: report.unit, legend,
    nodes: Array.from(rows, (row, at) => nodeOf(graph, row, heaviest, total, format, tagsOfNode(tags.get(row), at + 1, callers.has(row), format))),
    edges: visual.edges.map(({edge, source: from, target: to, residual, inline}) => {
      const weight = sumAt(graph.edges.shown, edge);
      return {
        from: place.get(from) ?? -1,
        to: place.get(to) ?? -1,
        fromName: printableName(graph.nodes, graph.place[from]!),
        toName: printableName(graph.nodes, graph.place[to]!),
        weight: Number(weight),
        text: formatValue(format, weight),
        pull: 1 + portion(weight, 100n, total),
        width: 1 + portion(weight, 5n, total),
        colour: total === 0n ? '' : colourOf(Number(weight) / Number(magnitude(total)), false),
        residual,
        inline,
      };
    }),
  };
  return {callgraph, graph};
}

/** pprof's `-dot`. */
export function callgraphText(callgraph: CallgraphReport): string {
  const {title, legend, nodes, edges} = callgraph;
  const name = quotable(title);
  const lines = [`digraph "${name === '' ? 'unnamed' : name}" {`, 'node [style=filled fillcolor="#f8f8f8"]'];
  if (legend.length > 0) {
    const text = legend.map(escaped);
    lines.push(`subgraph cluster_L { "${text[0]!}" [shape=box fontsize=16 label="${text.join('\\l')}\\l"${name === '' ? '' : ` tooltip="${name}"`}] }`);
  }
  nodes.forEach((node, at) => lines.push(nodeLine(node, at + 1), ...node.tags.flatMap(tagLines)));
  for (const edge of edges) lines.push(edgeLine(edge, edge.from >= 0 && nodes[edge.from]!.tags.length > 0));
  lines.push('}');
  return lines.join('\n') + '\n';
}

function nodeOf(graph: Graph, row: number, heaviest: number, total: bigint, format: ValueFormat, tags: readonly CallgraphTag[]): CallgraphNode {
  const flat = sumAt(graph.shownFlat, row);
  const cum = sumAt(graph.shownCum, row);
  const size = Number(magnitude(flat));
  const share = Number(cum) / Number(magnitude(total));
  return {
    name: printableName(graph.nodes, graph.place[row]!),
    lines: linesOf(graph, row),
    flat: Number(flat),
    cum: Number(cum),
    flatText: formatValue(format, flat),
    cumText: formatValue(format, cum),
    flatShare: percentage(flat, total).trim(),
    cumShare: percentage(cum, total).trim(),
    fontSize: 8 + (heaviest !== 0 && size !== 0 && size <= heaviest ? Math.ceil(16 * Math.sqrt(size / heaviest)) : 0),
    colour: colourOf(share, false),
    fill: colourOf(share, true),
    tags,
  };
}

function linesOf(graph: Graph, row: number): string[] {
  const {parts, name} = shortParts(graph, row);
  return parts.flatMap((part, at) => (at === name ? part.split(/::|\./) : [part]));
}

/** What a node is called, in short: perhaps an address, the function without its package, a place. */
export function shortParts({nodes, place}: Graph, row: number): {readonly parts: readonly string[]; /** Which part is the function; -1 for none. */ readonly name: number} {
  const node = place[row]!;
  const parts = nameParts(nodes, node, baseName);
  const name = nodes.texts.get(nodes.name[node]!);
  if (name === '') return {parts, name: -1};
  const at = nodes.address.isZero(node) ? 0 : 1;
  // Go writes type parameters as [...], which is no place to break a line.
  parts[at] = shortFunctionName(name).replaceAll('[...]', '[…]');
  return {parts, name: at};
}

/** By cost: red the more, green the more negative, grey near 0. (dotgraph.go dotColor) */
function colourOf(share: number, background: boolean): string {
  const [fullSaturation, value] = background ? [0.1, 0.93] : [1, 0.7];
  const limited = Math.max(-1, Math.min(1, share));
  const size = Math.abs(limited);
  const saturation = size < 0.2 ? (fullSaturation * size) / 0.2 : fullSaturation;
  const score = limited === 0 ? 0 : Math.sign(limited) * size ** 0.3;
  const red = score < 0 ? value * (1 + saturation * score) : value;
  const green = score < 0 ? value : value * (1 - saturation * score);
  const blue = value * (1 - saturation);
  return '#' + [red, green, blue].map((part) => (Math.trunc(part * 255) & 0xff).toString(16).padStart(2, '0')).join('');
}

/** weight × parts / total in whole parts, at most `parts`, without sign. */
function portion(weight: bigint, parts: bigint, total: bigint): number {
  if (total === 0n) return 0;
  const size = magnitude(BigInt.asIntN(64, weight * parts) / total);
  return Number(size < parts ? size : parts);
}

/**
 * The tags of a node: labels in text, on each its sizes, and the sizes of samples
 * without labels. A node that calls something shows what it costs itself, a leaf
 * what it costs with what was left out below it.
 */
function tagsOfNode(tags: NodeTags | undefined, number: number, calls: boolean, format: ValueFormat): CallgraphTag[] {
  if (tags === undefined) return [];
  const boxes: CallgraphTag[] = [];
  sortTags(tags.labels, calls).slice(0, mostTags).forEach((tag, at) => {
    const weight = calls ? shownFlat(tag) : shownCum(tag);
    if (weight === 0n) return;
    const id = `N${number}_${at}`;
    boxes.push({id, on: `N${number}`, text: tag.name, weight: formatValue(format, weight), dotted: false});
    boxes.push(...sizeTags(tags.numeric.get(tag.name) ?? [], id, calls, format));
  });
  boxes.push(...sizeTags(tags.numeric.get('') ?? [], `N${number}`, calls, format));
  return boxes;
}

function sizeTags(sizes: readonly NodeTag[], on: string, calls: boolean, format: ValueFormat): CallgraphTag[] {
  return collapsed(sizes, calls).flatMap((tag, at) => {
    const own = calls || tag.flat === tag.cum;
    const weight = own ? tag.flat : tag.cum;
    return weight === 0n ? [] : [{id: `N${on}_${at}`, on, text: tag.name, weight: formatValue(format, weight), dotted: !own}];
  });
}

interface SizeRange {
  readonly name: string;
  readonly flat: bigint;
  readonly cum: bigint;
}

/** At most four sizes, further ones put with the nearest of the heaviest four: `1MB..2MB`. (dotgraph.go collapsedTags) */
function collapsed(sizes: readonly NodeTag[], flat: boolean): SizeRange[] {
  const sorted = sortTags(sizes, flat);
  if (sorted.length <= mostTags) return sorted.map((tag) => ({name: tag.name, flat: shownFlat(tag), cum: shownCum(tag)}));
  const groups = sorted.slice(0, mostTags).map((tag) => [tag]);
  for (const tag of sorted.slice(mostTags)) {
    let nearest = groups[0]!;
    for (const group of groups) if (distance(tag, group[0]!) < distance(tag, nearest[0]!)) nearest = group;
    nearest.push(tag);
  }
  return sortTags(groups.map(rangeOf), flat);
}

function distance(a: NodeTag, b: NodeTag): number {
  return Math.abs(Number(b.value) - scale(a.value, a.unit, b.unit).value);
}

function rangeOf(group: readonly NodeTag[]): SizeRange {
  const [first] = group;
  if (group.length === 1) return {name: label(first!.value, first!.unit), flat: shownFlat(first!), cum: shownCum(first!)};
  let [least, most] = [first!, first!];
  for (const tag of group) {
    if (tag.value < least.value) least = tag;
    if (tag.value > most.value) most = tag;
  }
  const sum = (key: 'flat' | 'cum' | 'flatEvents' | 'cumEvents') => group.reduce((total, tag) => BigInt.asIntN(64, total + tag[key]), 0n);
  const divided = (value: bigint, events: bigint) => (events === 0n ? value : value / events);
  return {
    name: `${label(least.value, least.unit)}..${label(most.value, most.unit)}`,
    flat: divided(sum('flat'), sum('flatEvents')),
    cum: divided(sum('cum'), sum('cumEvents')),
  };
}

function sortTags<Tag extends SizeRange>(tags: readonly Tag[], flat: boolean): Tag[] {
  const byValue = (a: bigint, b: bigint) => (a === b ? 0 : magnitude(a) > magnitude(b) ? -1 : 1);
  return [...tags].sort((a, b) => (flat ? 0 : byValue(a.cum, b.cum)) || byValue(a.flat, b.flat) || compareText(a.name, b.name));
}

function nodeLine({name, lines, flat, cum, flatText, cumText, flatShare, cumShare, fontSize, colour, fill}: CallgraphNode, number: number): string {
  let text = linesThatFit(lines).map((line) => escaped(line) + '\\n').join('') + (flat === 0 ? '0' : `${flatText} (${flatShare})`);
  if (cum !== flat) text += `${flat === 0 ? ' ' : '\\n'}of ${cumText} (${cumShare})`;
  return `N${number} [label="${text}" id="node${number}" fontsize=${fontSize} shape=box tooltip="${escaped(name)} (${cum === flat ? flatText : cumText})" color="${colour}" fillcolor="${fill}"]`;
}

function tagLines({id, on, text, weight, dotted}: CallgraphTag): string[] {
  return [
    `${id} [label = "${quotable(text)}" id="${id}" fontsize=8 shape=box3d tooltip="${weight}"]`,
    `${on} -> ${id} [label=" ${weight}" weight=100 tooltip="${weight}" labeltooltip="${weight}"${dotted ? ' style="dotted"' : ''}]`,
  ];
}

function edgeLine({from, to, fromName, toName, text, pull, width, colour, residual, inline}: CallgraphEdge, hasTags: boolean): string {
  const tooltip = `"${escaped(fromName)} ${residual ? '...' : '->'} ${escaped(toName)} (${text})"`;
  const attributes = [
    `label=" ${text}${inline ? '\\n (inline)' : ''}"`,
    ...(pull > 1 ? [`weight=${pull}`] : []),
    ...(width > 1 ? [`penwidth=${width}`] : []),
    ...(colour === '' ? [] : [`color="${colour}"`]),
    `tooltip=${tooltip} labeltooltip=${tooltip}`,
    ...(residual ? ['style="dotted"'] : []),
    ...(hasTags ? ['minlen=2'] : []),
  ];
  return `N${from + 1} -> N${to + 1} [${attributes.join(' ')}]`;
}

/** dot reads no quoted text past 16,384 bytes; a character is at most three, and an arrow has two names. */
const mostOfName = 2500;

function linesThatFit(lines: readonly string[]): readonly string[] {
  let left = 2 * mostOfName;
  const past = lines.findIndex((line) => (left -= line.length + 1) < 0);
  return past < 0 ? lines : [...lines.slice(0, past), cut(lines[past]!, mostOfName)];
}

function escaped(text: string): string {
  return withoutNul(cut(text, mostOfName)).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\l');
}

/**
 * A text in which pprof means what follows a backslash, and leaves a quotation mark, which ends
 * the text for dot, and a backslash at the end, which takes the end away, as they are.
 */
function quotable(text: string): string {
  return withoutNul(cut(text, 2 * mostOfName)).replace(/\\[^]|["\\]/g, (found) => (found === '"' || found === '\\' ? `\\${found}` : found));
}

/** What dot would take for the end of the file. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
