import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Camera} from '../../../src/views/parts/camera.js';

function cameraOf(whole: number): Camera {
  const camera = new Camera();
  camera.reset(whole);
  return camera;
}

test('a zoom leaves what is pointed to where it is', () => {
  const camera = cameraOf(100);
  camera.zoomAt(80, 4);
  assert.deepEqual({left: camera.left, span: camera.span}, {left: 60, span: 25});
  camera.zoomAt(80, 1 / 4);
  assert.deepEqual({left: camera.left, span: camera.span}, {left: 0, span: 100});
});

test('nothing is seen that lies outside of the graph', () => {
  const camera = cameraOf(100);
  camera.goTo(90, 50);
  assert.deepEqual({left: camera.left, span: camera.span}, {left: 50, span: 50});
  camera.pan(-500);
  assert.equal(camera.left, 0);
  camera.zoomAt(50, 1e-9);
  assert.equal(camera.whole, true);
});

test('a way takes 160 milliseconds and ends exactly where it should', () => {
  const camera = cameraOf(90);
  camera.goTo(30, 30, 1000);
  camera.step(1000);
  assert.deepEqual({left: camera.left, span: camera.span}, {left: 0, span: 90});
  camera.step(1080);
  // Half of the time is 7/8 of the way.
  assert.deepEqual({left: camera.left, span: camera.span}, {left: 26.25, span: 37.5});
  assert.equal(camera.moving, true);
  camera.step(1160);
  assert.deepEqual({left: camera.left, span: camera.span, moving: camera.moving}, {left: 30, span: 30, moving: false});
});
