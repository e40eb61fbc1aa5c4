import type {Engine, ProfileInfo} from '../bridge/engine.js';
import {quoteRegexp} from '../base/quote-regexp.js';
import {Failure} from '../base/failure.js';
import type {Config} from '../config/config.js';
import {flamegraphFile, paintPicture, pictureHeight, pictureWidth, type FlamePicture} from '../views/parts/flame-file.js';
import {readPalette} from '../views/parts/palette.js';
import {tableText} from '../views/parts/table-text.js';

/** What is asked of, and with which config. */
export interface ExportWish {
  readonly engine: Engine;
  readonly profile: ProfileInfo;
  readonly config: Config;
  readonly view: string;
}

export type ExportKind = 'png' | 'png2' | 'svg' | 'csv' | 'markdown' | 'text' | 'dot' | 'callgrind' | 'proto';

export interface ExportFile {
  readonly name: string;
  readonly blob: Blob;
}

/**
 * A file of what is shown, named after the profile.
 *
 * Fails with what the report fails with, with `no-match` where there is nothing to draw,
 * and with `too-large` where the browser has no room for the picture.
 */
export async function exportFile(kind: ExportKind, wish: ExportWish): Promise<ExportFile> {
  const base = baseOf(wish.profile.name);
  switch (kind) {
    case 'png': case 'png2':
      return {name: `${base}.flamegraph${kind === 'png2' ? '@2x' : ''}.png`, blob: await png(await pictureOf(wish), kind === 'png2' ? 2 : 1)};
    case 'svg': {
      const picture = await pictureOf(wish);
      const measure = new OffscreenCanvas(1, 1).getContext('2d')!;
      return {name: `${base}.flamegraph.svg`, blob: new Blob([flamegraphFile(picture, `${wish.profile.name}, ${picture.model.sampleType}`, measure)], {type: 'image/svg+xml'})};
    }
    case 'csv': case 'markdown':
      return {name: `${base}.top.${kind === 'csv' ? 'csv' : 'md'}`, blob: new Blob([await topTable(wish, kind)], {type: kind === 'csv' ? 'text/csv' : 'text/markdown'})};
    case 'text': {
      const {line, change} = commandOf(wish.view, wish.config);
      return {name: `${base}.${line.split(' ')[0]!}.txt`, blob: await ran({...wish, config: {...wish.config, ...change}}, line, 'text/plain')};
    }
    case 'dot': return {name: `${base}.dot`, blob: await ran(wish, 'dot', 'text/vnd.graphviz')};
    case 'callgrind': return {name: `callgrind.out.${base}`, blob: await ran(wish, 'callgrind', 'application/octet-stream')};
    case 'proto': return {name: `${base}.filtered.pb.gz`, blob: await ran(wish, 'proto', 'application/gzip')};
  }
}

/** A file's name without what it ends in, of signs that every system takes. */
export function baseOf(name: string): string {
  return name.replace(/\.(?:pb|gz|pprof|prof|txt)(?=\.|$)/g, '').replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '').slice(0, 80) || 'profile';
}

async function pictureOf({engine, profile, config}: ExportWish): Promise<FlamePicture> {
  const {model} = await engine.report(profile.id, 'flamegraph', config, config.zoom === '' ? {} : {reach: {kind: 'path', path: config.zoom, names: []}, look: 'reached'});
  if (!(model.shown > 0)) throw new Failure('no-match', 'the flame graph is empty, so there is nothing to draw; a filter less shows more');
  return {model, zoomRow: Math.max(0, model.reached), colour: config.flameColour, palette: readPalette()};
}

async function png(picture: FlamePicture, ratio: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(pictureWidth * ratio, Math.ceil(pictureHeight(picture) * ratio));
  const context = canvas.getContext('2d', {alpha: false});
  if (context === null) throw new Failure('too-large', `a picture of ${canvas.width} by ${canvas.height} pixels has no room here; an SVG may`);
  paintPicture(context, picture, ratio);
  return canvas.convertToBlob({type: 'image/png'});
}

async function topTable({engine, profile, config}: ExportWish, format: 'csv' | 'markdown'): Promise<string> {
  const {model} = await engine.report(profile.id, 'top', config);
  const {frames, frame, flat, cum, total, unit, ratio} = model;
  const share = (value: number) => total === 0 ? 0 : Math.round((value / total) * 10_000) / 100;
  const rows: (string | number)[][] = [[`flat (${unit})`, 'flat %', `cum (${unit})`, 'cum %', 'function', 'package', 'file']];
  for (let row = 0; row < frame.length; row++) {
    const its = frame[row]!;
    rows.push([flat[row]! * ratio, share(flat[row]!), cum[row]! * ratio, share(cum[row]!), frames.names[its]!, frames.packages[its]!, frames.files[its]!]);
  }
  return tableText(rows, format);
}

/** The command of pprof's prompt that prints what a view shows. */
function commandOf(view: string, {selected}: Config): {line: string; change: Partial<Config>} {
  const pattern = selected === '' ? '.' : `^${quoteRegexp(selected)}$`.replace(/\s/g, '\\s');
  switch (view) {
    case 'graph': return {line: 'tree', change: {}};
    case 'peek': return {line: `peek ${pattern}`, change: {}};
    case 'source': return {line: `list ${pattern}`, change: {}};
    case 'traces': case 'goroutines': return {line: 'traces', change: {}};
    case 'tags': return {line: 'tags', change: {}};
    default: return {line: 'top', change: {trim: false, nodeCount: 0}};
  }
}

async function ran({engine, profile, config}: ExportWish, line: string, type: string): Promise<Blob> {
  const {error, output} = await engine.run(profile.id, line, config);
  if (error !== '') throw new Error(error);
  switch (output.kind) {
    case 'text': return new Blob([output.text], {type});
    case 'file': return new Blob([output.bytes as Uint8Array<ArrayBuffer>], {type});
    default: throw new Failure('no-match', `${line} prints nothing here`);
  }
}
