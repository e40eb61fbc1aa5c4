import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig, type Config} from '../../../src/config/config.js';
import {boxPath} from '../../../src/views/box-path.js';
import type {FlamegraphReport, Reach} from '../../../src/report/flamegraph.js';
import {nodesTo} from '../../../src/views/parts/boxes.js';
import {ZoomFinder, type BoxSeeker} from '../../../src/views/parts/zoom-finder.js';
import {boxAt, flamegraphOf} from '../../helpers/flamegraph-of.js';

const model = flamegraphOf(`
  main;parse;alloc 20
  main;sum;alloc   50
  gc               30
`);

/** For what the model has: nothing is to be asked. */
function seekIn(of: FlamegraphReport): BoxSeeker {
  return {of, reach: () => assert.fail('nothing was to be asked'), later: () => assert.fail('nothing was to be found later')};
}

/** A page that holds the config, and steps over its boxes. */
class Walk {
  readonly finder = new ZoomFinder();
  config: Config = defaultConfig;

  to(path: string): void {
    this.set(this.finder.zoomTo(model, boxAt(model, path), this.config));
  }

  back(): void {
    this.set(this.finder.back(this.config));
  }

  set(change: Partial<Config> | undefined): void {
    if (change !== undefined) this.config = {...this.config, ...change};
    this.finder.find(model, this.config, seekIn(model));
  }

  at(path: string): void {
    assert.equal(this.finder.find(model, this.config, seekIn(model)), boxAt(model, path));
  }
}

test('a step back leads to the zoom before, and from the first one out of it', () => {
  const walk = new Walk();
  walk.to('main');
  walk.to('main;sum');
  walk.to('main;sum;alloc');
  walk.back();
  walk.at('main;sum');
  walk.back();
  walk.at('main');
  walk.back();
  walk.at('');
  assert.equal(walk.finder.back(walk.config), undefined);
});

test('a zoom to where it is already is no step', () => {
  const walk = new Walk();
  walk.to('main');
  assert.equal(walk.finder.zoomTo(model, boxAt(model, 'main'), walk.config), undefined);
});

test('a step that the browser took back is not taken back again', () => {
  const walk = new Walk();
  walk.to('main');
  walk.to('main;sum');
  walk.to('main;sum;alloc');
  walk.set({zoom: boxPath(model, boxAt(model, 'main'))});
  walk.back();
  walk.at('');
});

test('a zoom that came with a link is left to all', () => {
  const walk = new Walk();
  walk.set({zoom: boxPath(model, boxAt(model, 'main;sum'))});
  walk.at('main;sum');
  walk.back();
  walk.at('');
});

test('a box that a filter took away is there again when the filter goes', () => {
  const walk = new Walk();
  walk.to('main;sum;alloc');
  const ignored = flamegraphOf('main;sum 50\ngc 30');
  assert.equal(walk.finder.find(ignored, walk.config, seekIn(ignored)), boxAt(ignored, 'main;sum'));
  walk.at('main;sum;alloc');
});

test('a pattern of a pprof link is asked for once, and zooms to the box that was found', async () => {
  const finder = new ZoomFinder();
  const config = {...defaultConfig, pivot: '^alloc$'};
  const asked: Reach[] = [];
  await new Promise<void>((later) => {
    const seeker = {of: model, later, reach: async (reach: Reach) => {
      asked.push(reach);
      return nodesTo(model, boxAt(model, 'main;sum;alloc'));
    }};
    assert.equal(finder.find(model, config, seeker), 0);
    assert.equal(finder.find(model, config, seeker), 0);
  });
  assert.deepEqual(asked, [{kind: 'pattern', pattern: '^alloc$'}]);
  assert.equal(finder.find(model, config, seekIn(model)), boxAt(model, 'main;sum;alloc'));
});

test('a pattern that nothing matches zooms to nothing', async () => {
  const finder = new ZoomFinder();
  const config = {...defaultConfig, pivot: '^nowhere$'};
  await new Promise<void>((later) => void finder.find(model, config, {of: model, later, reach: async () => undefined}));
  assert.equal(finder.find(model, config, seekIn(model)), 0);
});

test('a box that the model leaves out is asked for by its path, once for each answer', async () => {
  const zoom = boxPath(model, boxAt(model, 'main;sum;alloc'));
  const coarse = flamegraphOf('main;sum 50\nmain;parse 20\ngc 30');
  const narrow = {...coarse, callees: coarse.callees.map((count, row) => row === boxAt(coarse, 'main;sum') ? 1 : count)};
  const finder = new ZoomFinder();
  const asked: Reach[] = [];
  await new Promise<void>((later) => {
    const seeker = {of: narrow, later, reach: async (reach: Reach) => {
      asked.push(reach);
      return new Int32Array();
    }};
    assert.equal(finder.find(narrow, {...defaultConfig, zoom}, seeker), 0);
    assert.equal(finder.find(narrow, {...defaultConfig, zoom}, seeker), 0);
  });
  assert.deepEqual(asked, [{kind: 'path', path: zoom, names: []}]);
  // The closer look that came with it has the box.
  assert.equal(finder.find(model, {...defaultConfig, zoom}, seekIn(narrow)), boxAt(model, 'main;sum;alloc'));
});
