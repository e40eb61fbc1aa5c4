import assert from 'node:assert/strict';
import {test} from 'node:test';
import {highlight} from '../../../src/views/source/highlight.js';
import {joined, lastLineOf, rowsOf} from '../../../src/views/source/source-rows.js';

test('a function ends with the brace that closes it', () => {
  const lines = ['func a() {', '\tif x {', '\t\tb()', '\t}', '}', '', 'func c() {'];
  assert.equal(lastLineOf(lines, 1, 3), 5);
});

test('where nothing closes a function, a few lines more are shown', () => {
  assert.equal(lastLineOf(['def a():', ...Array<string>(30).fill('  x')], 1, 3), 8);
});

test('what is not shown is folded', () => {
  const rows = rowsOf(10, [[3, 4], [8, 9]], (line) => (line === 4 ? [7] : []));
  assert.deepEqual(rows, [
    {kind: 'fold', from: 1, to: 2}, {kind: 'line', line: 3}, {kind: 'line', line: 4}, {kind: 'call', call: 7}, {kind: 'fold', from: 5, to: 7},
    {kind: 'line', line: 8}, {kind: 'line', line: 9}, {kind: 'fold', from: 10, to: 10},
  ]);
});

test('spans that touch become one', () => {
  assert.deepEqual(joined([[7, 9], [1, 3], [4, 5]]), [[1, 5], [7, 9]]);
});

/** The runs of the first line that are no plain text. */
function marked(path: string, ...lines: string[]): string[] {
  return highlight(lines, path)!.flat().filter(({kind}) => kind !== 'plain').map(({kind, text}) => `${kind} ${text}`);
}

test('words, text, numbers and comments are told apart', () => {
  assert.deepEqual(marked('a.go', 'return "a // b", 0x1f // c'), ['word return', 'text "a // b"', 'number 0x1f', 'comment // c']);
  assert.deepEqual(marked('a.py', 'x = 1 # if'), ['number 1', 'comment # if']);
  assert.deepEqual(marked('a.rs', 'fn f<\'a>() {}'), ['word fn']);
});

test('a comment and a raw text run over the end of a line', () => {
  assert.deepEqual(marked('a.cc', 'a /* b', 'c */ if'), ['comment /* b', 'comment c */', 'word if']);
  assert.deepEqual(marked('a.go', 'x := `a', 'if` + y'), ['text `a', 'text if`']);
});

test('the runs of a line are the line', () => {
  const line = 'for i := range "x\\"y" { f(1.5, \'\\\'\') } // ✓ "';
  assert.equal(highlight([line], 'a.go')![0]!.map(({text}) => text).join(''), line);
});

test('a language that is not known stays plain', () => {
  assert.equal(highlight(['x'], 'a.zig'), undefined);
});
