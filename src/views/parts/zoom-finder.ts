import {compileRegexp, prepareRegexps} from '../../base/regexp.js';
import type {Config} from '../../config/config.js';
import type {FlamegraphReport} from '../../report/flamegraph.js';
import {boxPath, findBox, namesTo, survivingBox} from '../box-path.js';
import {widestWhere} from './boxes.js';
import {framesMatching} from './frame-search.js';

/** A box of a model, and what it is called in a config. */
interface Found {
  readonly name: string;
  readonly of: FlamegraphReport;
  readonly row: number;
}

/**
 * Finds the box that a config zooms to, and knows the steps that led there.
 *
 * A zoom that filters took away stays in the config, so that it is there again when
 * they go; until then the nearest caller that is left stands for it.
 */
export class ZoomFinder {
  /** Zooms before this one, the newest last. */
  #trail: string[] = [];
  /** The zoom that was asked for here, whose box need not be looked for. */
  #asked: Found | undefined;
  #pivot: Found | undefined;
  /** Names down to what the zoom was, in the last model that had it. */
  #known: {readonly zoom: string; readonly names: readonly string[]} | undefined;

  /** The change of config that zooms to a box; undefined where that is there already. */
  zoomTo(model: FlamegraphReport, row: number, {zoom: before, pivot}: Config): Partial<Config> | undefined {
    const zoom = boxPath(model, row);
    if (zoom === before && (zoom !== '' || pivot === '')) return undefined;
    this.#trail.push(before);
    this.#asked = {name: zoom, of: model, row};
    return {zoom, pivot: ''};
  }

  /** The change of config that goes one step back; undefined where there is no zoom. */
  back({zoom, pivot}: Config): Partial<Config> | undefined {
    if (zoom === '' && pivot === '') return undefined;
    return {zoom: this.#trail.pop() ?? '', pivot: ''};
  }

  forget(): void {
    this.#trail = [];
    this.#known = undefined;
  }

  /** The box that is zoomed to, 0 for all. `later` is called where it takes a pattern to find it, once that is done. */
  find(model: FlamegraphReport, {zoom, pivot}: Config, later: () => void): number {
    // Back in the browser, or a click on a caller, has undone the steps since.
    const been = this.#trail.lastIndexOf(zoom);
    if (been >= 0) this.#trail.length = been;
    if (zoom !== '') {
      const row = is(this.#asked, zoom, model) ? this.#asked.row : findBox(model, zoom);
      if (row > 0) this.#known = {zoom, names: namesTo(model, row)};
      return row > 0 ? row : this.#known?.zoom === zoom ? survivingBox(model, this.#known.names) : 0;
    }
    if (pivot === '') return 0;
    if (is(this.#pivot, pivot, model)) return this.#pivot.row;
    void this.#findPivot(model, pivot).then(later);
    return 0;
  }

  /** A link of pprof names a function by a pattern; the widest box that it matches is meant. */
  async #findPivot(model: FlamegraphReport, pattern: string): Promise<void> {
    let row = 0;
    try {
      await prepareRegexps([pattern]);
      const matched = await framesMatching({names: model.frames.names, files: []}, compileRegexp(pattern, 'p'), () => false);
      row = Math.max(0, widestWhere(model.frame, model.width, matched!));
    } catch {
      // A pattern that is wrong zooms to nothing, as one that matches nothing.
    }
    this.#pivot = {name: pattern, of: model, row};
  }
}

function is(found: Found | undefined, name: string, model: FlamegraphReport): found is Found {
  return found !== undefined && found.name === name && found.of === model;
}
