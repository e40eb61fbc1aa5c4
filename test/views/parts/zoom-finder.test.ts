import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig, type Config} from '../../../src/config/config.js';
import {boxPath} from '../../../src/views/box-path.js';
import {ZoomFinder} from '../../../src/views/parts/zoom-finder.js';
import {boxAt, flamegraphOf} from '../../helpers/flamegraph-of.js';

const model = flamegraphOf(`
  main;parse;alloc 20
  main;sum;alloc   50
  gc               30
`);

const never = () => assert.fail('nothing was to be found later');

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
    this.finder.find(model, this.config, never);
  }

  at(path: string): void {
    assert.equal(this.finder.find(model, this.config, never), boxAt(model, path));
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
  assert.equal(walk.finder.find(ignored, walk.config, never), boxAt(ignored, 'main;sum'));
  walk.at('main;sum;alloc');
});

test('a pattern of a pprof link zooms to the widest box that it matches, once it is found', async () => {
  const finder = new ZoomFinder();
  const config = {...defaultConfig, pivot: '^alloc$'};
  await new Promise<void>((found) => assert.equal(finder.find(model, config, found), 0));
  assert.equal(finder.find(model, config, never), boxAt(model, 'main;sum;alloc'));
});

test('a pattern that is wrong, or matches nothing, zooms to nothing', async () => {
  for (const pivot of ['(', '^nowhere$']) {
    const finder = new ZoomFinder();
    await new Promise<void>((found) => void finder.find(model, {...defaultConfig, pivot}, found));
    assert.equal(finder.find(model, {...defaultConfig, pivot}, never), 0);
  }
});
