import {orderLayers} from './crossings.js';
import {layersOf, type Layers} from './layers.js';
import {placeNodes} from './places.js';
import {rankBoxes} from './ranks.js';
import {curveThrough, type Gate} from './splines.js';
import {atOnce, partly, type Steps} from './steps.js';
import {tangledArrows} from './untangle.js';

/** Width and height in points. */
export interface LayoutBox {
  readonly width: number;
  readonly height: number;
}

/** From box `from` down to box `to`; never from a box to itself. A label of width 0 is none. */
export interface LayoutArrow {
  readonly from: number;
  readonly to: number;
  /** How much it matters that the arrow is short and straight; 1 or more. */
  readonly weight: number;
  readonly labelWidth: number;
  readonly labelHeight: number;
}

/** Where everything is, in points from the top left corner. */
export interface Placement {
  readonly width: number;
  readonly height: number;
  /** Centres of the boxes. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** One an arrow, from its `from` to its `to`: a start, then three points a Bézier piece, x and y in turn. */
  readonly curves: readonly Float64Array[];
  /** Centres of the labels; NaN for an arrow without one. */
  readonly labelX: Float64Array;
  readonly labelY: Float64Array;
}

const boxGap = 18;
const rankGap = 36;
// What an arrow keeps from a box it passes.
const clearance = 5;
const laneWidth = 3;
/** How much is done, as a rule, when places are sought and when curves are. */
const placesFrom = 0.5;
const curvesFrom = 0.75;
/** Rounds in which tangled curves are drawn anew. */
const mostRounds = 4;
const roundShare = (1 - curvesFrom) / mostRounds;
/** Boxes and joints up to which the narrowest of several orders is sought. */
const mostForChoice = 250;

/** The drawing of `layoutSteps`, made at once. */
export function layoutGraph(boxes: readonly LayoutBox[], arrows: readonly LayoutArrow[]): Placement {
  return atOnce(layoutSteps(boxes, arrows));
}

/**
 * A drawing of a directed graph from top to bottom, in the manner of Graphviz's
 * dot: ranks, order, places and curves, each the best that can be had in time.
 */
export function* layoutSteps(boxes: readonly LayoutBox[], arrows: readonly LayoutArrow[]): Steps<Placement> {
  const labelled = arrows.map(({labelWidth}) => labelWidth > 0);
  // A label takes a rank of its own, so every arrow spans two and ranks stand closer.
  const step = labelled.includes(true) ? 2 : 1;
  const from = arrows.map((arrow) => arrow.from);
  const to = arrows.map((arrow) => arrow.to);
  const weight = arrows.map((arrow) => arrow.weight);
  const ranked = rankBoxes(boxes.length, from, to, weight, step);
  const layers = layersOf(boxes.length, from, to, ranked, labelled);

  const left = new Float64Array(layers.nodes);
  const right = new Float64Array(layers.nodes);
  const rise = new Float64Array(layers.nodes);
  for (let node = 0; node < layers.nodes; node++) {
    const arrow = arrows[layers.arrow[node]!];
    const holds = layers.holdsLabel[node] === 1 && arrow !== undefined;
    left[node] = node < boxes.length ? boxes[node]!.width / 2 : 1;
    // A label stands to the right of its arrow.
    right[node] = node < boxes.length ? boxes[node]!.width / 2 : holds ? arrow.labelWidth + 4 : 1;
    rise[node] = node < boxes.length ? boxes[node]!.height / 2 : holds ? arrow.labelHeight / 2 : 0;
  }
  let orders = yield* partly(orderLayers(layers), 0, placesFrom);
  // Places cost as much as orders where there are many.
  if (layers.nodes > mostForChoice) orders = orders.slice(0, 1);
  let order: readonly Int32Array[] = [];
  let x: Float64Array = new Float64Array(0);
  let most = Infinity;
  for (const [at, found] of orders.entries()) {
    const one = heavyLeft(layers, found, weight);
    const done = (count: number) => placesFrom + ((curvesFrom - placesFrom) * count) / orders.length;
    const places = yield* partly(placeNodes(layers, one, {left, right}, boxGap, weight), done(at), done(at + 1));
    const width = moveToEdge(places, left, right);
    if (width < most) [order, x, most] = [one, places, width];
  }
  const {y, height} = heights(layers, order, rise, rankGap / step);

  const place = new Int32Array(layers.nodes);
  for (const row of order) row.forEach((node, at) => (place[node] = at));
  const ports = spreadPorts(layers, x, boxes);
  const labelX = new Float64Array(arrows.length).fill(NaN);
  const labelY = new Float64Array(arrows.length).fill(NaN);
  const places = {x, y, left, right, rise, width: most};
  const gates = layers.chains.map((chain, arrow) => gatesOf(layers, order, place, chain, places, ports.lanes[arrow]!));
  const tightness = new Uint8Array(arrows.length);
  const draw = (arrow: number) => curveThrough(gates[arrow]!, ports.bottom[arrow]!, ports.top[arrow]!, tightness[arrow]);
  const curves = arrows.map((_, arrow) => draw(arrow));
  for (let round = 0; round < mostRounds; round++) {
    const tangled = yield* partly(tangledArrows(layers, place, curves), curvesFrom + round * roundShare, curvesFrom + (round + 1) * roundShare);
    if (tangled.size === 0) break;
    for (const arrow of tangled) {
      tightness[arrow]!++;
      curves[arrow] = draw(arrow);
    }
  }
  layers.chains.forEach((chain, arrow) => {
    const joint = chain.find((node) => layers.holdsLabel[node] === 1);
    if (joint === undefined) return;
    labelX[arrow] = x[joint]! + 2 + arrows[arrow]!.labelWidth / 2;
    labelY[arrow] = y[layers.rank[joint]!]!;
  });
  return {
    width: most,
    height,
    x: x.slice(0, boxes.length),
    y: Float64Array.from(boxes, (_, box) => y[layers.rank[box]!]!),
    curves: curves.map((curve, arrow) => (ranked.turned[arrow] === 1 ? turnRound(curve) : curve)),
    labelX,
    labelY,
  };
}

/** The order or its mirror image, so that heavy arrows stand on the left: a graph that grows by a box does not turn round. */
function heavyLeft({rank, upper, lower, segmentArrow}: Layers, order: readonly Int32Array[], weight: readonly number[]): readonly Int32Array[] {
  const side = new Float64Array(rank.length);
  for (const row of order) for (let at = 0; at < row.length; at++) side[row[at]!] = row.length === 1 ? 0 : (2 * at) / (row.length - 1) - 1;
  let sum = 0;
  for (let segment = 0; segment < upper.length; segment++) sum += (side[upper[segment]!]! + side[lower[segment]!]!) * weight[segmentArrow[segment]!]!;
  return sum > 0 ? order.map((row) => row.slice().reverse()) : order;
}

/** Moves all so that the leftmost begins at 0, and says how wide it is. */
function moveToEdge(x: Float64Array, left: Float64Array, right: Float64Array): number {
  let least = Infinity;
  for (let node = 0; node < x.length; node++) least = Math.min(least, x[node]! - left[node]!);
  let most = 0;
  for (let node = 0; node < x.length; node++) {
    x[node]! -= least;
    most = Math.max(most, x[node]! + right[node]!);
  }
  return most;
}

/** The y of the middle of each rank. */
function heights(layers: Layers, order: readonly Int32Array[], rise: Float64Array, gap: number): {y: Float64Array; height: number} {
  const y = new Float64Array(layers.ranks);
  let bottom = 0;
  for (let rank = 0; rank < layers.ranks; rank++) {
    let half = 0;
    for (const node of order[rank]!) half = Math.max(half, rise[node]!);
    y[rank] = (rank === 0 ? 0 : bottom + gap) + half;
    bottom = y[rank]! + half;
  }
  return {y, height: bottom};
}

/** How many arrows leave or enter a box left and right of one. */
interface Lane {
  readonly before: number;
  readonly after: number;
}

interface Ports {
  readonly bottom: Float64Array;
  readonly top: Float64Array;
  /** Of each arrow, at the box above and at the box below. */
  readonly lanes: readonly {above: Lane; below: Lane}[];
}

/** Where arrows leave the box above and enter the box below, in the order of where they go, over the middle of the box. */
function spreadPorts(layers: Layers, x: Float64Array, boxes: readonly LayoutBox[]): Ports {
  const bottom = new Float64Array(layers.chains.length);
  const top = new Float64Array(layers.chains.length);
  const leaving: number[][] = boxes.map(() => []);
  const entering: number[][] = boxes.map(() => []);
  layers.chains.forEach((chain, arrow) => {
    leaving[chain[0]!]!.push(arrow);
    entering[chain[chain.length - 1]!]!.push(arrow);
  });
  const lanes = layers.chains.map(() => ({above: {before: 0, after: 0}, below: {before: 0, after: 0}}));
  const spread = (arrows: number[], box: number, next: (arrow: number) => number, ports: Float64Array, end: 'above' | 'below'): void => {
    arrows.sort((a, b) => x[next(a)]! - x[next(b)]!);
    const room = Math.min(boxes[box]!.width * 0.7, 14 * (arrows.length - 1));
    arrows.forEach((arrow, at) => {
      ports[arrow] = x[box]! + (arrows.length === 1 ? 0 : room * (at / (arrows.length - 1) - 0.5));
      lanes[arrow]![end] = {before: at, after: arrows.length - 1 - at};
    });
  };
  boxes.forEach((_, box) => {
    spread(leaving[box]!, box, (arrow) => layers.chains[arrow]![1]!, bottom, 'above');
    spread(entering[box]!, box, (arrow) => layers.chains[arrow]!.at(-2)!, top, 'below');
  });
  return {bottom, top, lanes};
}

interface Places {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly rise: Float64Array;
  readonly width: number;
}

/** The gates of an arrow: out of its box, between the boxes and labels beside it on each rank, into the other box. */
function gatesOf(layers: Layers, order: readonly Int32Array[], place: Int32Array, chain: readonly number[], places: Places, lanes: Ports['lanes'][number]): Gate[] {
  const {x, y, left, right, rise} = places;
  const gates: Gate[] = [];
  chain.forEach((node, i) => {
    const rank = layers.rank[node]!;
    const row = order[rank]!;
    const room = roomBeside(layers, order, place, node, places);
    let half = 0;
    for (const other of row) half = Math.max(half, rise[other]!);
    const isFirst = i === 0;
    const isLast = i === chain.length - 1;
    const middle = y[rank]!;
    // A box may be lower than others on its rank, which the arrow must not cut on its way out or in.
    if (isLast && rise[node]! < half) gates.push({...inLane(room, lanes.below), y: middle - half});
    if (isFirst || isLast) {
      gates.push({left: x[node]! - left[node]!, right: x[node]! + right[node]!, y: isFirst ? middle + rise[node]! : middle - rise[node]!});
    } else {
      gates.push({...room, y: middle - half});
      if (half > 0) gates.push({...room, y: middle + half});
    }
    if (isFirst && rise[node]! < half) gates.push({...inLane(room, lanes.above), y: middle + half});
  });
  return gates;
}

/** Arrows of one box that turn round one corner keep their order there. */
function inLane({left, right}: {readonly left: number; readonly right: number}, {before, after}: Lane): {left: number; right: number} {
  const lane = Math.min(laneWidth, (right - left) / (before + after + 1));
  return {left: left + before * lane, right: right - after * lane};
}

/**
 * From what hinders a node's arrow on its left to what does on its right: a box, a
 * label, or half way to the joint of an arrow that it need not cross nearby.
 */
function roomBeside(layers: Layers, order: readonly Int32Array[], place: Int32Array, node: number, places: Places): {left: number; right: number} {
  const {x, left, right, width} = places;
  const row = order[layers.rank[node]!]!;
  const solid = (other: number) => other < layers.boxes || layers.holdsLabel[other] === 1;
  const blocks = (other: number) => solid(other) || (node >= layers.boxes && !crossNearby(layers, place, node, other));
  let before = place[node]! - 1;
  while (before >= 0 && !blocks(row[before]!)) before--;
  let after = place[node]! + 1;
  while (after < row.length && !blocks(row[after]!)) after++;
  let from = 0;
  if (before >= 0) {
    const other = row[before]!;
    from = solid(other) ? x[other]! + right[other]! + clearance : (x[other]! + x[node]!) / 2 + 1;
  }
  let until = width;
  if (after < row.length) {
    const other = row[after]!;
    until = solid(other) ? x[other]! - left[other]! - clearance : (x[other]! + x[node]!) / 2 - 1;
  }
  // The label of the arrow itself stands on its right.
  if (layers.holdsLabel[node] === 1) until = Math.min(until, x[node]! + 1);
  return {left: Math.min(from, x[node]!), right: Math.max(until, x[node]!)};
}

/** Whether the arrows of two joints of a rank change sides within two ranks of it. */
function crossNearby(layers: Layers, place: Int32Array, one: number, other: number): boolean {
  const [a, b] = [layers.chains[layers.arrow[one]!]!, layers.chains[layers.arrow[other]!]!];
  const [i, j] = [layers.rank[one]! - layers.rank[a[0]!]!, layers.rank[other]! - layers.rank[b[0]!]!];
  const side = Math.sign(place[one]! - place[other]!);
  for (const direction of [-1, 1]) {
    for (let step = direction; Math.abs(step) <= 2; step += direction) {
      const [x, y] = [a[i + step], b[j + step]];
      if (x === undefined || y === undefined || x === y) break;
      if (Math.sign(place[x]! - place[y]!) !== side) return true;
    }
  }
  return false;
}

function turnRound(curve: Float64Array): Float64Array {
  const turned = new Float64Array(curve.length);
  for (let at = 0; at < curve.length; at += 2) {
    turned[curve.length - 2 - at] = curve[at]!;
    turned[curve.length - 1 - at] = curve[at + 1]!;
  }
  return turned;
}
