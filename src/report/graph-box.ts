import {shownName} from '../base/shown-name.js';
import {textWidth} from '../layout/text-width.js';
import type {CallgraphNode} from './callgraph.js';

/** A line of a box, from its left edge or in its middle. */
export interface PictureLine {
  readonly text: string;
  readonly kind: 'name' | 'value';
  readonly size: number;
  /** Of the line that the letters stand on, from the upper edge of the box. */
  readonly baseline: number;
}

/** A label or a size of samples, in a small box below its node. Places are from the upper left corner of the node's box. */
export interface PictureTag {
  readonly text: string;
  readonly weight: string;
  /** Whether it says what calls cost too, and not only the node. */
  readonly dotted: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How a node is drawn: a box with its name and its cost, and its tags below it. All in pixels. */
export interface PictureBox {
  readonly width: number;
  /** Of all of it, tags and all. */
  readonly height: number;
  /** Of the box alone. */
  readonly boxHeight: number;
  readonly lines: readonly PictureLine[];
  readonly tags: readonly PictureTag[];
}

const paddingX = 9;
const paddingY = 7;
const lineHeight = 1.22;
/** Between the name and the values. */
const valueGap = 3;
const tagSize = 9.5;
const tagHeight = 16;
const tagGap = 3;
const tagIndent = 8;
const labelSize = 10.5;
/** A line of a name is broken where it would be longer, at a dot or a pair of colons. */
const wantedCharacters = 18;
/** A part of a name that is longer is cut. */
const mostCharacters = 40;
const mostLines = 4;
const mostTagCharacters = 32;

/**
 * @param name which of the parts is the function; -1 for none
 * @param heaviest the largest |flat| of the whole graph, so that a node is as large among a few as among all
 */
export function boxOf({parts, name}: {readonly parts: readonly string[]; readonly name: number}, node: CallgraphNode, heaviest: number): PictureBox {
  // pprof's sizes are points from 8 to 24 by the root of flat, of which the smallest cannot be read on a screen.
  const nameSize = half(11 + (heaviest === 0 ? 0 : 11 * Math.sqrt(Math.min(1, Math.abs(node.flat) / heaviest))));
  const valueSize = half(10.5 + ((nameSize - 11) * 4) / 11);
  const names = parts.flatMap((part, at) => (at === name ? brokenName(part) : [cut(part, mostCharacters)]));
  const lines: PictureLine[] = [];
  let bottom = paddingY;
  const add = (text: string, kind: PictureLine['kind'], size: number): void => {
    lines.push({text, kind, size, baseline: bottom + size * 0.97});
    bottom += size * lineHeight;
  };
  for (const line of names) add(line, 'name', nameSize);
  bottom += valueGap;
  for (const line of valuesOf(node)) add(line, 'value', valueSize);
  const boxHeight = Math.ceil(bottom + paddingY);
  const texts = node.tags.map(({text, weight, dotted, on}) => ({text: cut(text.replaceAll('\\n', ', '), mostTagCharacters), weight, dotted, x: on.includes('_') ? tagIndent : 0}));
  const width = Math.ceil(Math.max(
    56, ...lines.map(({text, kind, size}) => textWidth(text, size, kind === 'name') + 2 * paddingX),
    ...texts.map(({text, weight, x}) => textWidth(text, tagSize) + textWidth(weight, tagSize) + 24 + x),
  ));
  const tags = texts.map((tag, at): PictureTag => ({...tag, y: boxHeight + tagGap + at * (tagHeight + tagGap), width: width - tag.x, height: tagHeight}));
  return {width, height: boxHeight + tags.length * (tagHeight + tagGap), boxHeight, lines, tags};
}

function half(size: number): number {
  return Math.round(size * 2) / 2;
}

/** `0.59s (12.34%)` and `of 1.20s (25.00%)`; one line where flat is nothing or all. */
function valuesOf({flat, cum, flatText, flatShare, cumText, cumShare}: CallgraphNode): string[] {
  const of = `of ${cumText} (${cumShare})`;
  if (flat === 0) return [cum === 0 ? '0' : `0 ${of}`];
  return cum === flat ? [`${flatText} (${flatShare})`] : [`${flatText} (${flatShare})`, of];
}

/** The room that the label of an edge takes. */
export function edgeLabelSize(text: string, inline: boolean): {readonly width: number; readonly height: number} {
  const width = Math.max(textWidth(text, labelSize), inline ? textWidth('(inline)', labelSize) : 0);
  return {width: Math.ceil(width) + 4, height: Math.ceil(labelSize * lineHeight * (inline ? 2 : 1)) + 2};
}

/**
 * A function's name in lines.
 *
 *   runtime.mallocgc                      one line
 *   json.(*encodeState).reflectValue      json.(*encodeState). / reflectValue
 */
function brokenName(name: string): string[] {
  // A name of 64 kB is no longer than its picture.
  const pieces = (name.length > 400 ? `${name.slice(0, 400)}…` : name).match(/.+?(?:::|\.(?=.)|$)/gsu) ?? [name];
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + piece.length <= wantedCharacters) lines[lines.length - 1] = last + piece;
    else lines.push(piece);
  }
  const short = lines.map((line) => cut(line, mostCharacters));
  return short.length <= mostLines ? short : [...short.slice(0, mostLines - 2), '…', short.at(-1)!];
}

function cut(text: string, most: number): string {
  const line = text.replace(/\s+/gu, ' ');
  return shownName(line.length <= most ? line : `${line.slice(0, most - 1)}…`);
}
