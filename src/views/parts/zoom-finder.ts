import type {Config} from '../../config/config.js';
import type {BoxNodes, FlamegraphReport, Reach} from '../../report/flamegraph.js';
import {boxPath, findBox, namesTo, survivingBox} from '../box-path.js';
import {leavesOut, nearestTo, nodesTo} from './boxes.js';

/** A box, and what it is called in a config. */
interface Found {
  readonly name: string;
  /** The answer that it is in, and every look at a part of it. */
  readonly of: FlamegraphReport;
  readonly nodes: BoxNodes;
}

/** How a finder asks for a box that a model has not got. */
export interface BoxSeeker {
  /** The answer that the model is of. */
  readonly of: FlamegraphReport;
  /** Asks for it; the nodes of what was found, undefined where nothing was. */
  reach(reach: Reach): Promise<BoxNodes | undefined>;
  /** Called once that is known. */
  later(): void;
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
  /** The zoom that was asked for here, or was looked for, and need not be again. */
  #asked: Found | undefined;
  #sought: Pick<Found, 'name' | 'of'> | undefined;
  #pivot: Found | undefined;
  /** Names down to what the zoom was, in the last model that had it. */
  #known: {readonly zoom: string; readonly names: readonly string[]} | undefined;

  /** The change of config that zooms to a box of `model`, which is `of` an answer; undefined where that is there already. */
  zoomTo(model: FlamegraphReport, row: number, {zoom: before, pivot}: Config, of = model): Partial<Config> | undefined {
    const zoom = boxPath(model, row);
    if (zoom === before && (zoom !== '' || pivot === '')) return undefined;
    this.#trail.push(before);
    this.#asked = {name: zoom, of, nodes: nodesTo(model, row)};
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

  /** The box that is zoomed to, 0 for all. Where the model has not got it, the nearest one that it has, until it is found. */
  find(model: FlamegraphReport, {zoom, pivot}: Config, seeker: BoxSeeker): number {
    // Back in the browser, or a click on a caller, has undone the steps since.
    const been = this.#trail.lastIndexOf(zoom);
    if (been >= 0) this.#trail.length = been;
    if (zoom !== '') {
      const row = this.#rowOf(model, zoom, seeker.of);
      if (row > 0) {
        this.#known = {zoom, names: namesTo(model, row)};
        return row;
      }
      const names = this.#known?.zoom === zoom ? this.#known.names : [];
      if (!is(this.#sought, zoom, seeker.of) && leavesOut(model)) {
        this.#sought = {name: zoom, of: seeker.of};
        void seeker.reach({kind: 'path', path: zoom, names}).then((nodes) => {
          if (nodes !== undefined) seeker.later();
        });
      }
      return survivingBox(model, names);
    }
    if (pivot === '') return 0;
    if (is(this.#pivot, pivot, seeker.of)) return nearestTo(model, this.#pivot.nodes).row;
    const sought = {name: pivot, of: seeker.of};
    if (is(this.#sought, pivot, seeker.of)) return 0;
    this.#sought = sought;
    void seeker.reach({kind: 'pattern', pattern: pivot}).then((nodes) => {
      this.#pivot = {...sought, nodes: nodes ?? new Int32Array()};
      seeker.later();
    });
    return 0;
  }

  #rowOf(model: FlamegraphReport, zoom: string, of: FlamegraphReport): number {
    if (!is(this.#asked, zoom, of)) return findBox(model, zoom);
    const {row, isThere} = nearestTo(model, this.#asked.nodes);
    return isThere ? row : -1;
  }
}

function is<Any extends Pick<Found, 'name' | 'of'>>(found: Any | undefined, name: string, of: FlamegraphReport): found is Any {
  return found !== undefined && found.name === name && found.of === of;
}
