import assert from 'node:assert/strict';
import {test} from 'node:test';
import {complete} from '../../src/shell/complete.js';

const names = new Set(['main.main', 'main.run', 'main.(*Tree).walk', 'runtime.mallocgc', 'runtime.memmove', 'operator new(unsigned long)', '-[View draw]', '__proto__']);
const types = ['inuse_space', 'inuse_objects'];

// One way to go on: interactive.go's newCompleter, but that a name becomes a pattern that it fits.
const lines: readonly [line: string, longer: string][] = [
  ['comm', 'comments'],
  ['topp', 'topproto'],
  ['tagf', 'tagfocus'],
  ['CALLG', 'callgrind'],
  ['help prun', 'help prune_from'],
  ['list mai', 'list main.'],
  ['list tree', 'list main\\.\\(\\*Tree\\)\\.walk'],
  ['list main\\.\\(\\*', 'list main\\.\\(\\*Tree\\)\\.walk'],
  ['top10 main -mallo', 'top10 main -runtime.mallocgc'],
  ['peek operator', 'peek operator\\snew\\(unsigned\\slong\\)'],
  ['peek View', 'peek (?:-\\[View\\sdraw\\])'],
  ['list __p', 'list __proto__'],
  ['focus=mallo', 'focus=runtime.mallocgc'],
  ['focus=operator', 'focus=operator new\\(unsigned long\\)'],
  ['granularity=li', 'granularity=lines'],
  ['trim=f', 'trim=false'],
  ['sample_index=inuse_o', 'sample_index=inuse_objects'],
  ['mean_inuse_s', 'mean_inuse_space'],
  // Nothing to go on with.
  ['', ''], ['list ', 'list '], ['list nobody', 'list nobody'], ['tags mai', 'tags mai'], ['nothing mai', 'nothing mai'],
  ['top >mai', 'top >mai'], ['top > mai', 'top > mai'], ['nodecount=1', 'nodecount=1'],
];

for (const [line, longer] of lines) {
  test(`\`${line}\` goes on to \`${longer}\``, () => assert.equal(complete(line, names, types).line, longer));
}

test('where there are several ways, each is given as the line that it makes', () => {
  const {line, choices, total} = complete('list m', new Set(['main.a', 'main.b', 'xmx']), types);
  assert.deepEqual({line, total}, {line: 'list m', total: 3});
  assert.deepEqual(choices, [{word: 'main.a', line: 'list main.a'}, {word: 'main.b', line: 'list main.b'}, {word: 'xmx', line: 'list xmx'}]);
});

test('of many functions the first hundred are given, with their number', () => {
  const many = new Set(Array.from({length: 100_000}, (_, i) => `pkg.f${i}`));
  const {choices, total} = complete('peek f', many, types);
  assert.deepEqual([choices.length, total], [100, 100_000]);
});

test('every name that is written into a line is one word, and a pattern that the name fits', async () => {
  const {compilePattern} = await import('../../src/shell/shell.js');
  for (const name of names) {
    const {line} = complete(`list ${name.slice(0, -1).replace(/[\\()*[\] ]/g, (part) => (part === ' ' ? '\\s' : `\\${part}`)).replace(/^-/, '')}`, names, types);
    const [, word = '', ...rest] = line.split(' ');
    assert.deepEqual(rest, [], line);
    assert.ok((await compilePattern(word))!.matcher.test(name), line);
  }
});
