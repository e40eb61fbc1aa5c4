import assert from 'node:assert/strict';
import {test} from 'node:test';
import {configFields} from '../../src/config/fields.js';
import {parseBoolean, parseNumber, parseOption} from '../../src/config/parse.js';

function field(name: string) {
  return configFields.find((known) => known.name === name)!;
}

test('booleans come as pprof takes them at its prompt', () => {
  for (const word of ['true', 'T', 'yes', 'Y', '1', '']) assert.equal(parseBoolean(word), true);
  for (const word of ['false', 'F', 'NO', 'n', '0']) assert.equal(parseBoolean(word), false);
  assert.throws(() => parseBoolean('maybe'), {code: 'bad-option', message: 'illegal value "maybe" for bool variable'});
});

test('what a field cannot hold is refused in pprof\'s words', () => {
  assert.throws(() => parseOption(field('sort'), 'name'), {code: 'bad-option', message: 'invalid "sort" value "name"'});
  assert.throws(() => parseOption(field('nodecount'), '1.5'), {message: 'strconv.Atoi: parsing "1.5": invalid syntax'});
  assert.throws(() => parseOption(field('nodefraction'), 'x'), {message: 'strconv.ParseFloat: parsing "x": invalid syntax'});
});

test('numbers come as Go reads them', () => {
  const facts: [string, number][] = [['0.05', 0.05], ['.5', 0.5], ['5.', 5], ['+1e-3', 0.001], ['0x1p-2', 0.25], ['0x.8p1', 1], ['-Inf', -Infinity]];
  for (const [text, value] of facts) assert.equal(parseNumber(text), value);
  for (const text of ['', ' 1', '0x10', '1e', '.', '1,5']) assert.throws(() => parseNumber(text), {code: 'bad-option'});
});
