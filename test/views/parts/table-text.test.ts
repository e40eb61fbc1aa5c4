import assert from 'node:assert/strict';
import {test} from 'node:test';
import {tableText} from '../../../src/views/parts/table-text.js';

const rows = [['Self', 'Function'], [-5, 'main.f'], [10, '=HYPERLINK("http://x","y")']];

test('a name that a spreadsheet would take for a formula is made text, and a negative number stays one', () => {
  assert.equal(tableText(rows, 'csv'), 'Self,Function\r\n-5,main.f\r\n10,"\'=HYPERLINK(""http://x"",""y"")"\r\n');
  for (const name of ['+1', '-1', '@x', '\tx', '=1']) assert.ok(/(^|\n)"?'/.test(tableText([[name]], 'csv')), name);
});

test('in Markdown nothing of a name is markup and no name makes a cell or a line', () => {
  assert.equal(tableText([['Self', 'Function'], [1, 'a|b\nc `<b>` *d*']], 'markdown'), '| Self | Function |\n| ---: | --- |\n| 1 | a\\|b c \\`\\<b\\>\\` \\*d\\* |\n');
});

test('as text the columns are aligned and the name is last', () => {
  assert.equal(tableText([['Self', 'Function'], ['130 ms', 'main.f'], ['5 ms', 'a\tb']], 'text'), '  Self  Function\n130 ms  main.f\n  5 ms  a b\n');
});
