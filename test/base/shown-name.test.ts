import assert from 'node:assert/strict';
import {test} from 'node:test';
import {shownName, shownText} from '../../src/base/shown-name.js';

const cases: readonly (readonly [name: string, shown: string])[] = [
  ['main.\u202edaol', 'main.‹U+202E›daol'],
  ['a\u0000b\nc\td\u007f', 'a␀b␊c␉d␡'],
  ['\u2066main\u2069.\u200bx\ufeff', '‹U+2066›main‹U+2069›.‹U+200B›x‹U+FEFF›'],
  ['\u001b[31mred', '␛[31mred'],
  ['a\u0085\u2028b', 'a‹U+0085›‹U+2028›b'],
  ['main.(*T).Do', 'main.(*T).Do'],
  ['خدمة.run', 'خدمة.run'],
  ['naïve 👩‍💻', 'naïve 👩‍💻'],
  ['<img src=x>', '<img src=x>'],
];

for (const [name, shown] of cases) {
  test(`${JSON.stringify(name)} is shown as ${shown}`, () => {
    assert.equal(shownName(name), shown);
  });
}

test('a long name is cut before it is looked at, and says so', () => {
  assert.equal(shownName('x'.repeat(65_536)), `${'x'.repeat(300)}…`);
  assert.equal(shownName('\u202e'.repeat(65_536), 2), '‹U+202E›‹U+202E›…');
});

test('the tabs of a line of text stay', () => {
  assert.equal(shownText('\tif a {\u202e // }\r'), '\tif a {‹U+202E› // }␍');
});
