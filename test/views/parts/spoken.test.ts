import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Role} from '../../../src/config/role.js';
import {spokenBox} from '../../../src/views/parts/box-items.js';
import {boxAt, flamegraphOf} from '../../helpers/flamegraph-of.js';

test('a box is said by its name, its role, what it costs, and how many it calls', () => {
  const model = {
    ...flamegraphOf(`
      main.parseLine;a  800000000
      main.parseLine;b  830000000
      main.parseLine     50000000
      other            4882500000
    `, {'main.parseLine': Role.yourCode}),
    unit: 'nanoseconds',
  };
  // 1.68 of 6.5625 seconds is 25.6 percent.
  assert.equal(spokenBox(model, boxAt(model, 'main.parseLine')), 'main.parseLine, your code, total 1.68 seconds, 25.6 percent, self 50 milliseconds, 2 callees');
  assert.equal(spokenBox(model, boxAt(model, 'other')), 'other, other runtime, total 4.88 seconds, 74.4 percent, self 4.88 seconds, 0 callees');
  assert.equal(spokenBox({...model, ratio: 1 / 2}, boxAt(model, 'main.parseLine;a')), 'a, other runtime, total 400 milliseconds, 12.2 percent, self 400 milliseconds, 0 callees');
});
