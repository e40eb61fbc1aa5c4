import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ConsoleLog} from '../../../src/views/parts/console-log.js';

function rowsOf(log: ConsoleLog): string[] {
  return Array.from({length: log.length}, (_, row) => log.row(row).text);
}

test('a log gives back its rows one by one, with the names that stand in them', () => {
  const log = new ConsoleLog();
  log.add('input', 'top');
  log.add('output', '10ms f\n20ms g\n\n', Uint32Array.of(5, 6, 12, 13));
  log.add('error', 'wrong');
  assert.deepEqual(rowsOf(log), ['top', '10ms f', '20ms g', '', 'wrong']);
  const named = [0, 1, 2, 3, 4].map((row) => log.row(row)).map(({kind, text, nameStart, nameEnd}) => [kind, nameStart < 0 ? '' : text.slice(nameStart, nameEnd)]);
  assert.deepEqual(named, [['input', ''], ['output', 'f'], ['output', 'g'], ['output', ''], ['error', '']]);
  assert.equal(log.text, '(pprof) top\n10ms f\n20ms g\n\nwrong\n');
});

test('an empty line that was typed is a row, and output that is empty is none', () => {
  const log = new ConsoleLog();
  log.add('input', '');
  log.add('output', '');
  assert.deepEqual(rowsOf(log), ['']);
});

test('where there are too many rows the oldest blocks go, and of one block its end', () => {
  const log = new ConsoleLog();
  log.add('output', 'old');
  assert.equal(log.add('output', 'x\n'.repeat(400_002) + 'end\n'), 3);
  assert.deepEqual([log.length, log.row(0).text, log.row(399_999).text], [400_000, 'x', 'x']);
  log.add('input', 'next');
  assert.deepEqual(rowsOf(log), ['next']);
});

test('a log that was cleared is empty and can be added to', () => {
  const log = new ConsoleLog();
  log.add('output', 'a\nb');
  log.clear();
  assert.deepEqual([log.length, log.text], [0, '']);
  log.add('output', 'c');
  assert.deepEqual(rowsOf(log), ['c']);
});
