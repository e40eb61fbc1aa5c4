import assert from 'node:assert/strict';
import {test} from 'node:test';
import {LineHistory, type TextStore} from '../../../src/views/parts/line-history.js';

function storeWith(kept: string | null = null): () => TextStore {
  let text = kept;
  return () => ({getItem: () => text, setItem: (_, value) => void (text = value)});
}

test('the arrows walk through earlier lines and come back to the one that is being typed', () => {
  const history = new LineHistory('k', storeWith());
  for (const line of ['top', 'top', ' ', 'list x']) history.add(line);
  assert.deepEqual([history.earlier('dra'), history.earlier('list x'), history.earlier('top')], ['list x', 'top', undefined]);
  assert.deepEqual([history.later(), history.later(), history.later()], ['list x', 'dra', undefined]);
});

test('lines last from one session to the next, and those of another tab are not lost', () => {
  const store = storeWith();
  const [one, two] = [new LineHistory('k', store), new LineHistory('k', store)];
  one.add('a');
  two.add('b');
  const next = new LineHistory('k', store);
  assert.deepEqual([next.earlier(''), next.earlier(''), next.earlier('')], ['b', 'a', undefined]);
});

for (const kept of ['{', '{"a":1}', '[1,null]', '"x"']) {
  test(`what stands in the storage by mistake is no line: ${kept}`, () => assert.equal(new LineHistory('k', storeWith(kept)).earlier(''), undefined));
}

test('where the browser keeps nothing lines last as long as the page', () => {
  const history = new LineHistory('k', () => {
    throw new Error('storage is off');
  });
  history.add('top');
  history.add('o');
  assert.deepEqual([history.earlier(''), history.earlier('')], ['o', 'top']);
});

test('the newest 500 lines are kept', () => {
  const store = storeWith();
  const history = new LineHistory('k', store);
  for (let i = 0; i < 510; i++) history.add(`l${i}`);
  assert.equal((JSON.parse(store().getItem('k')!) as string[])[0], 'l10');
});
