import assert from 'node:assert/strict';
import {test} from 'node:test';
import {packFlamegraph, unpackFlamegraph} from '../../../src/views/parts/packed-report.js';
import {flamegraphOf} from '../../helpers/flamegraph-of.js';

const text = `
  main;work;alloc 10
  main;work 5
  main;read;wait 4
  main;log 1
  idle;wait 3
`;

test('a flame graph that went through JSON has every box where it was', () => {
  for (const model of [flamegraphOf(text), flamegraphOf(`${text}\n main;work;free -2`), flamegraphOf('')]) {
    const back = unpackFlamegraph(JSON.parse(JSON.stringify(packFlamegraph(model))));
    for (const column of ['depthStart', 'firstCallee', 'caller', 'frame', 'start', 'width', 'cum', 'flat', 'frames', 'total', 'shown'] as const) assert.deepEqual(back[column], model[column], column);
  }
});

test('of too many boxes the widest are taken along, and of the others how many and how wide they are', () => {
  // 23 all, 20 main, 15 work, 10 alloc, 4 read and wait, 3 idle and wait, 1 log.
  const packed = packFlamegraph(flamegraphOf(text), 5);
  assert.deepEqual(packed.width, [23, 20, 15, 4, 10, 4]);
  assert.deepEqual([packed.hidden, packed.rest], [[1, 1, 0, 0, 0, 0], [3, 1, 0, 0, 0, 0]]);
  const {start, caller, frames, frame} = unpackFlamegraph(packed);
  assert.deepEqual([...start], [0, 0, 0, 15, 0, 15]);
  assert.deepEqual([...caller], [-1, 0, 1, 1, 2, 3]);
  assert.deepEqual(Array.from(frame, (row) => frames.names[row]), ['root', 'main', 'work', 'read', 'alloc', 'wait']);
});
