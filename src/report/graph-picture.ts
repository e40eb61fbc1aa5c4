import {Failure} from '../base/failure.js';
import {magnitude, sumOver, toInt64} from '../base/sums.js';
import {Role} from '../config/role.js';
import {buildCallTree, buildGraph, noEdges} from '../graph/graph.js';
import type {EdgeTable, Graph} from '../graph/graph.js';
import {printableName} from '../graph/print-node.js';
import {layoutSteps} from '../layout/layout.js';
import type {Steps} from '../layout/steps.js';
import type {LayoutArrow} from '../layout/layout.js';
import {sampledStacks, stackSums} from '../profile/sampled-stacks.js';
import {callgraphText, drawnGraph, shortParts} from './callgraph.js';
import type {CallgraphEdge, CallgraphReport, DrawnGraph} from './callgraph.js';
import {sumCategories} from './categories.js';
import type {FrameTable} from './flamegraph.js';
import {frameTable} from './frames.js';
import {boxOf, edgeLabelSize} from './graph-box.js';
import type {PictureBox} from './graph-box.js';
import {edgesTouching, neighboursOf, yourNeighbourhood} from './neighbourhood.js';
import type {GoOn, Report} from './report.js';
import {rolesOf} from './roles.js';
import {cumSides} from './top-sides.js';
import type {CumSides} from './top-sides.js';

/** Most nodes that are laid out: a picture of more takes many seconds to make and cannot be read. */
const mostNodes = 500;
const mostEdges = 1000;

/** Milliseconds between two words on how much is done. */
const goOnEvery = 100;

/** An edge of the picture. */
export interface PictureEdge {
  /** Rows of the picture's nodes. */
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  /** As pprof writes it. */
  readonly text: string;
  /** From 1 to 6. */
  readonly width: number;
  /** Whether it leads over nodes that are not shown. */
  readonly residual: boolean;
  readonly inline: boolean;
  /** A start, then three points a Bézier piece, x and y in turn. */
  readonly curve: Float64Array;
  /** Centre of the label. */
  readonly labelX: number;
  readonly labelY: number;
}

/**
 * The call graph with a place for everything, one row a node. Values are in the unit
 * of the sample type, after `mean`; places are in pixels at full size, from the top
 * left corner.
 */
export interface GraphPicture {
  /** Whether it is the person's own code with its neighbours, or what pprof draws. */
  readonly scope: 'yours' | 'all';
  /** Whether there is code of theirs that costs enough to be shown. */
  readonly hasYours: boolean;
  /** What percentages are of. */
  readonly total: number;
  /** Sum of |values| of the samples that the filters left. */
  readonly shown: number;
  readonly unit: string;
  readonly sampleType: string;
  /** What a value is multiplied with before it is shown: 1 / divide_by. */
  readonly ratio: number;
  /** Nodes before any cut. */
  readonly functions: number;
  /** Nodes and edges that were to be shown and are too many to be laid out. */
  readonly nodesLeftOut: number;
  readonly edgesLeftOut: number;
  /** Whether some node costs less than nothing, as in a difference. */
  readonly signed: boolean;
  /** Of a comparison: what each side says of `cum`. */
  readonly sides?: CumSides;
  /** By `Role`: sum of |values| of the samples of that category. */
  readonly categories: Float64Array;
  readonly frames: FrameTable;
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  /** Callers and callees that are not shown, although they are heavy enough; 0 in a call tree. */
  readonly hidden: Uint32Array;
  /** 1 where the neighbours were asked for. */
  readonly expanded: Uint8Array;
  readonly boxes: readonly PictureBox[];
  /** Centres of the boxes. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly edges: readonly PictureEdge[];
  readonly width: number;
  readonly height: number;
}

/**
 * The picture of a call graph, in the scope that the config asks for.
 *
 * Fails with `cancelled` where `goOn` says so.
 */
export async function graphPicture(report: Report, goOn?: GoOn): Promise<GraphPicture> {
  const {config, profile} = report;
  const view = scopedGraph(report);
  const {whole, expanded} = view;
  const {graph, callgraph} = capped(report, view);
  const {rows} = graph;
  let heaviest = 0;
  for (const row of whole.rows) heaviest = Math.max(heaviest, Math.abs(whole.shownFlat.numbers[row]!));
  const boxes = Array.from(rows, (row, at) => boxOf(shortParts(graph, row), callgraph.nodes[at]!, heaviest));
  const edges = callgraph.edges.filter(({from, to}) => from >= 0 && to >= 0 && from !== to);
  const drawn = edges.slice(0, mostEdges);
  const {x, y, curves, labelX, labelY, width, height} = await inSteps(layoutSteps(boxes, drawn.map(arrowOf)), goOn);
  const nodes = callgraph.nodes.length;
  const places = Array.from(rows, (row) => graph.place[row]!);
  const sides = config.callTree ? undefined : cumSides(report, report.graphSource(), places);
  return {
    ...(sides === undefined ? {} : {sides}),
    scope: view.scope,
    hasYours: view.hasYours,
    total: Number(report.total),
    unit: report.unit,
    sampleType: report.sampleType,
    ratio: 1 / config.divideBy,
    functions: whole.rows.length,
    nodesLeftOut: view.chosen - nodes,
    edgesLeftOut: edges.length - drawn.length,
    signed: callgraph.nodes.some(({cum}) => cum < 0),
    ...categorySums(report),
    frames: frameTable(profile, graph.nodes, places, rolesOf(profile, config.yourCode), (node) => printableName(graph.nodes, node)),
    flat: Float64Array.from(callgraph.nodes, ({flat}) => flat),
    cum: Float64Array.from(callgraph.nodes, ({cum}) => cum),
    hidden: config.callTree ? new Uint32Array(nodes) : hiddenNeighbours(edgesTouching(report.graphSource(), places), places, edgeCutoff(report, whole)),
    expanded: Uint8Array.from(places, (place) => (expanded.has(place) ? 1 : 0)),
    boxes, x, y, width, height,
    edges: drawn.map((edge, at) => pictureEdge(edge, curves[at]!, labelX[at]!, labelY[at]!)),
  };
}

/** Takes the steps, and asks now and then whether to go on. */
async function inSteps<Result>(steps: Steps<Result>, goOn: GoOn | undefined): Promise<Result> {
  let asked = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (goOn === undefined || performance.now() - asked < goOnEvery) continue;
    if (!(await goOn(step.value))) throw new Failure('cancelled', 'laying out the graph was stopped');
    asked = performance.now();
  }
}

/** What the picture shows, as pprof's `-dot`; in the scope of all that is pprof's own text. */
export function graphDot(report: Report): {readonly text: string} {
  return {text: callgraphText(scopedGraph(report).drawn.callgraph)};
}

interface ScopedGraph {
  readonly scope: 'yours' | 'all';
  readonly hasYours: boolean;
  /** Before any cut; the edges are there in a call tree only. */
  readonly whole: Graph;
  readonly drawn: DrawnGraph;
  /** Nodes that are in the scope. */
  readonly chosen: number;
  /** Rows of `whole.nodes` that were expanded. */
  readonly expanded: ReadonlySet<number>;
}

function scopedGraph(report: Report): ScopedGraph {
  const {config, profile} = report;
  const source = report.graphSource();
  const tree = config.callTree ? buildCallTree(source) : undefined;
  const whole = tree ?? buildGraph(source, noEdges);
  // Without trimming pprof draws everything, so that is what is meant by it.
  const yours = config.callTree || !config.trim ? new Set<number>() : yourNeighbourhood(source, whole, yourNodes(report), fractionOf(whole, config.nodeFraction));
  const scope = yours.size > 0 && config.graphScope !== 'all' ? 'yours' : 'all';
  const expanded = config.callTree ? new Set<number>() : namedNodes(whole, config.graphExpand);
  const common = {scope, hasYours: yours.size > 0, whole, expanded} as const;
  if (scope === 'all' && expanded.size === 0) {
    const drawn = drawnGraph(report, {tree});
    return {...common, drawn, chosen: drawn.graph.rows.length};
  }
  const chosen = scope === 'yours' ? yours : nodesOf(drawnGraph(report).graph);
  const edges = edgesTouching(source, [...expanded]);
  for (const node of expanded) {
    chosen.add(node);
    for (const neighbour of neighboursOf(edges, node, edgeCutoff(report, whole))) chosen.add(neighbour);
  }
  return {...common, drawn: drawnGraph(report, {only: marked(whole, chosen)}), chosen: chosen.size};

  function yourNodes({config: {yourCode}}: Report): (node: number) => boolean {
    const {byFunction} = rolesOf(profile, yourCode);
    const {functionRow} = whole.nodes;
    return (node) => functionRow[node]! >= 0 && byFunction[functionRow[node]!] === Role.yourCode;
  }
}

/** The graph in the scope, cut to what can be laid out. */
function capped(report: Report, {drawn, whole}: ScopedGraph): DrawnGraph {
  const {rows, place} = drawn.graph;
  if (rows.length <= mostNodes) return drawn;
  if (report.config.callTree) return drawnGraph({...report, config: {...report.config, trim: true, nodeCount: mostNodes}}, {tree: whole});
  return drawnGraph(report, {only: marked(whole, Array.from(rows.subarray(0, mostNodes), (row) => place[row]!))});
}

function nodesOf({rows, place}: Graph): Set<number> {
  return new Set(Array.from(rows, (row) => place[row]!));
}

function marked({nodes}: Graph, places: Iterable<number>): Uint8Array {
  const only = new Uint8Array(nodes.length);
  for (const node of places) only[node] = 1;
  return only;
}

/** The nodes whose names stand in a JSON array; none where it is no such thing, since anything may stand in an address. */
function namedNodes({rows, place, nodes}: Graph, list: string): Set<number> {
  const found = new Set<number>();
  if (list === '') return found;
  let names: unknown;
  try {
    names = JSON.parse(list);
  } catch {
    return found;
  }
  if (!Array.isArray(names)) return found;
  const wanted = new Set<unknown>(names);
  for (const row of rows) if (wanted.has(printableName(nodes, place[row]!))) found.add(place[row]!);
  return found;
}

function edgeCutoff({config: {trim, edgeFraction}}: Report, whole: Graph): bigint {
  return trim ? fractionOf(whole, edgeFraction) : 0n;
}

function fractionOf({flat, rows}: Graph, fraction: number): bigint {
  return magnitude(toInt64(Number(sumOver(flat, rows)) * fraction));
}

/** By place in `places`: callers and callees that are none of them, over edges of at least `cutoff`. */
function hiddenNeighbours(edges: EdgeTable, places: readonly number[], cutoff: bigint): Uint32Array {
  const at = new Map(places.map((node, row) => [node, row]));
  const hidden = new Uint32Array(places.length);
  const limit = Math.max(1, Number(cutoff));
  for (let edge = 0; edge < edges.length; edge++) {
    const from = at.get(edges.source[edge]!);
    const to = at.get(edges.target[edge]!);
    if ((from === undefined) === (to === undefined) || Math.abs(edges.weight.numbers[edge]!) < limit) continue;
    hidden[(from ?? to)!]!++;
  }
  return hidden;
}

function categorySums({profile, valueRow, config}: Report): {categories: Float64Array; shown: number} {
  const {stack} = sampledStacks(profile);
  const categories = sumCategories(profile, valueRow, rolesOf(profile, config.yourCode), stack, -1);
  return {categories, shown: stackSums(profile, valueRow).total};
}

function arrowOf({from, to, pull, text, inline}: CallgraphReport['edges'][number]): LayoutArrow {
  const {width, height} = edgeLabelSize(text, inline);
  return {from, to, weight: pull, labelWidth: width, labelHeight: height};
}

function pictureEdge({from, to, weight, text, width, residual, inline}: CallgraphEdge, curve: Float64Array, labelX: number, labelY: number): PictureEdge {
  return {from, to, weight, text, width, residual, inline, curve, labelX, labelY};
}

