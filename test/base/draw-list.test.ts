import assert from 'node:assert/strict';
import {test} from 'node:test';
import {DrawList, play, type Drawable, type Drawing} from '../../src/base/draw-list.js';

/** A context that writes down what is called and set, with the styles that count for it. */
class Recorder {
  fillStyle = '';
  strokeStyle = '';
  lineWidth = 0;
  font = '';
  readonly drawn: string[] = [];

  fillRect(...at: number[]) {
    this.drawn.push(`fillRect ${at.join()} ${this.fillStyle}`);
  }

  strokeRect(...at: number[]) {
    this.drawn.push(`strokeRect ${at.join()} ${this.strokeStyle} ${this.lineWidth}`);
  }

  fillText(text: string, x: number, y: number) {
    this.drawn.push(`fillText ${text} ${x},${y} ${this.font}`);
  }

  beginPath() {
    this.drawn.push('beginPath');
  }

  rect(...at: number[]) {
    this.drawn.push(`rect ${at.join()}`);
  }

  roundRect(...at: number[]) {
    this.drawn.push(`roundRect ${at.join()}`);
  }

  fill() {
    this.drawn.push(`fill ${this.fillStyle}`);
  }

  stroke() {
    this.drawn.push(`stroke ${this.strokeStyle}`);
  }

  clip() {
    this.drawn.push('clip');
  }

  save() {
    this.drawn.push('save');
  }

  restore() {
    this.drawn.push('restore');
  }
}

/** What a canvas gets of these drawings, which cross to another thread on the way. */
function played(...drawings: readonly Drawing[]): string[] {
  const recorder = new Recorder();
  const texts: string[] = [];
  for (const drawing of drawings) play(structuredClone(drawing), texts, recorder as unknown as Drawable);
  return recorder.drawn;
}

test('what is drawn on a list is drawn on the canvas, in order and with its styles', () => {
  const list = new DrawList();
  list.fillStyle = '#112233';
  list.fillRect(1, 2.5, 3, 4);
  list.strokeStyle = '#445566';
  list.lineWidth = 2;
  list.strokeRect(5, 6, 7, 8);
  list.font = '500 11.5px sans';
  list.fillText('main.main', 9, 10);
  list.beginPath();
  list.roundRect(1, 2, 3, 4, 2);
  list.fill();
  list.stroke();
  assert.deepEqual(played(list.take()), [
    'fillRect 1,2.5,3,4 #112233', 'strokeRect 5,6,7,8 #445566 2', 'fillText main.main 9,10 500 11.5px sans', 'beginPath', 'roundRect 1,2,3,4,2', 'fill #112233', 'stroke #445566',
  ]);
});

test('a clip holds until it is taken back', () => {
  const list = new DrawList();
  list.clip(0, 21, 100, 20);
  list.fillRect(0, 0, 1, 1);
  list.restore();
  assert.deepEqual(played(list.take()), ['save', 'beginPath', 'rect 0,21,100,20', 'clip', 'fillRect 0,0,1,1 ', 'restore']);
});

test('a text is sent once, and a later picture finds it', () => {
  const list = new DrawList();
  list.fillText('main.main', 0, 0);
  const first = list.take();
  list.fillText('main.sum', 1, 1);
  list.fillText('main.main', 2, 2);
  const second = list.take();
  assert.deepEqual([first.texts, second.texts], [['main.main'], ['main.sum']]);
  assert.deepEqual(played(first, second), ['fillText main.main 0,0 ', 'fillText main.sum 1,1 ', 'fillText main.main 2,2 ']);
});

test('both sides forget their texts together, once there are very many', () => {
  const list = new DrawList();
  for (let text = 0; text < 20_001; text++) list.fillText(`f${text}`, text, 0);
  const first = list.take();
  list.fillText('f7', 0, 0);
  list.fillText('f20000', 0, 0);
  const second = list.take();
  list.fillText('f7', 1, 0);
  const third = list.take();
  assert.deepEqual([first.isAnew, second.isAnew, third.isAnew], [false, true, false]);
  assert.deepEqual([second.texts, third.texts], [['f7', 'f20000'], []]);
  assert.deepEqual(played(first, second, third).slice(20_000), ['fillText f20000 20000,0 ', 'fillText f7 0,0 ', 'fillText f20000 0,0 ', 'fillText f7 1,0 ']);
});

test('a picture of many boxes grows the list, and the room of a drawn one is used again', () => {
  const list = new DrawList();
  for (let box = 0; box < 5000; box++) list.fillRect(box, 0, 1, 1);
  const first = list.take();
  assert.equal(played(first).length, 5000);
  list.reuse(first.calls);
  list.take();
  list.fillRect(1, 2, 3, 4);
  const third = list.take();
  assert.equal(third.calls, first.calls);
  assert.deepEqual(played(third), ['fillRect 1,2,3,4 ']);
});
