import {Role} from '../../config/role.js';
import {isReal} from '../../measurement/noise.js';
import type {FlamegraphReport} from '../../report/flamegraph.js';
import {mixed, mixedEvenly, parseColour} from './colour.js';
import type {FlameMode} from './flame-mode.js';
import type {Palette} from './palette.js';

/** Which colour the boxes of a model have, where it does not say whose code they are. */
export interface BoxClasses {
  /** By row of the frames. */
  readonly byFrame: Uint8Array;
  /** By box, where it depends on its values; else undefined. */
  readonly byBox: Uint8Array | undefined;
  /** Whether a class is the person's own code alone. */
  isYours(its: number): boolean;
}

/** The root, shades for packages of theirs, and shades for all others. */
const warmShades = 8;
const coolShades = 16;

/** Steps from no self time to the most that a box has. */
const selfSteps = 9;

/** undefined where colours say whose code it is. */
export function boxClasses(model: FlamegraphReport, mode: FlameMode): BoxClasses | undefined {
  switch (mode) {
    case '': return undefined;
    case 'package': return byPackage(model);
    case 'self': return bySelf(model);
    case 'change': return byChange(model);
  }
}

function byPackage({frames: {packages, roles}}: FlamegraphReport): BoxClasses {
  const shadeOf = new Map<string, number>();
  const byFrame = new Uint8Array(packages.length);
  for (let row = 0; row < byFrame.length; row++) {
    if (roles[row] === Role.root) continue;
    const name = packages[row]!;
    let hash = shadeOf.get(name);
    if (hash === undefined) shadeOf.set(name, hash = hashOf(name));
    byFrame[row] = roles[row] === Role.yourCode ? 1 + (hash % warmShades) : 1 + warmShades + (hash % coolShades);
  }
  return {byFrame, byBox: undefined, isYours: (its) => its > 0 && its <= warmShades};
}

function bySelf({flat, frames: {names}}: FlamegraphReport): BoxClasses {
  let most = 0;
  for (let row = 0; row < flat.length; row++) most = Math.max(most, Math.abs(flat[row]!));
  const byBox = new Uint8Array(flat.length);
  // By the root of the share, since most boxes have little of it.
  if (most > 0) for (let row = 0; row < flat.length; row++) byBox[row] = Math.ceil(Math.sqrt(Math.abs(flat[row]!) / most) * selfSteps);
  return {byFrame: new Uint8Array(names.length), byBox, isYours: () => false};
}

/** Steps of 5 % from neutral to one of the two ends. */
const changeSteps = 20;
/** A change that is real is never as pale as one that is not. */
const palestChange = 6;

/** Class 0 is no change; then what fell, and then what rose, from pale to full. */
function byChange({sides, frames: {names}, cum}: FlamegraphReport): BoxClasses {
  const byBox = new Uint8Array(cum.length);
  if (sides !== undefined) {
    const {before, after, of: {noise}} = sides;
    let most = 0;
    for (let row = 0; row < byBox.length; row++) if (isReal(noise, before[row]!, after[row]!)) most = Math.max(most, Math.abs(after[row]! - before[row]!));
    for (let row = 0; row < byBox.length; row++) {
      const change = after[row]! - before[row]!;
      if (change === 0 || !isReal(noise, before[row]!, after[row]!)) continue;
      // By the root of the share, since most of what changed is small beside what changed most.
      const step = Math.max(palestChange, Math.round(Math.sqrt(Math.abs(change) / most) * changeSteps));
      byBox[row] = change < 0 ? step : changeSteps + step;
    }
  }
  return {byFrame: new Uint8Array(names.length), byBox, isYours: () => false};
}

/** The palette with a colour a class in place of one a role. */
export function classColours(palette: Palette, mode: FlameMode): Palette {
  if (mode === '') return palette;
  const fill = mode === 'package' ? packageFills(palette) : mode === 'self' ? selfFills(palette) : changeFills(palette);
  return {...palette, fill, text: fill.map(textOn)};
}

function packageFills({fill, background}: Palette): string[] {
  const isDark = luminance(background) < 0.2;
  return [
    fill[Role.root]!,
    ...Array.from({length: warmShades}, (_, shade) => hsl(8 + shade * 6.5, 0.82, isDark ? 0.62 : 0.66)),
    ...Array.from({length: coolShades}, (_, shade) => hsl(150 + shade * 10, isDark ? 0.24 : 0.4, isDark ? 0.3 : 0.8)),
  ];
}

function changeFills({change, fill, match}: Palette): string[] {
  const {less, more, neutral} = change ?? {less: fill[Role.root]!, more: match, neutral: fill[Role.root]!};
  const steps = (end: string) => Array.from({length: changeSteps}, (_, step) => mixedEvenly(neutral, end, (step + 1) / changeSteps));
  return [mixedEvenly(neutral, neutral, 0), ...steps(less), ...steps(more)];
}

function selfFills({fill}: Palette): string[] {
  return Array.from({length: selfSteps + 1}, (_, step) => mixed(fill[Role.yourCode]!, fill[Role.root]!, step / selfSteps));
}

/** Black or white, whichever is told from `fill` more easily. */
function textOn(fill: string): string {
  return luminance(fill) > 0.179 ? '#000000' : '#ffffff';
}

/** Relative luminance as WCAG has it, 0 to 1. */
function luminance(colour: string): number {
  const [red, green, blue] = parseColour(colour).map((lane) => lane <= 10.3 ? lane / 3294 : ((lane / 255 + 0.055) / 1.055) ** 2.4) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function hsl(hue: number, saturation: number, lightness: number): string {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const lane = (offset: number): number => {
    const at = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1))));
  };
  return `rgb(${lane(0)} ${lane(8)} ${lane(4)})`;
}

/** 32 bits of FNV-1a, without the sign. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
