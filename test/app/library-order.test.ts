import assert from 'node:assert/strict';
import {test} from 'node:test';
import {groupedByService, libraryInOrder, oldestFor} from '../../src/app/library-order.js';
import type {KeptProfile} from '../../src/bridge/engine.js';

function kept(name: string, more: Partial<KeptProfile> = {}): KeptProfile {
  return {
    id: name, name, size: 10, kind: 'cpu', summary: '', source: '', addedMillis: 0, openedMillis: 0, stamp: [], lastView: '', note: '', service: '', pinned: false, tags: [], removedMillis: 0,
    ...more,
  };
}

const names = (profiles: readonly KeptProfile[]): string[] => profiles.map(({name}) => name);

test('a search finds profiles that have every word of it somewhere', () => {
  const library = [kept('a', {note: 'before the fix'}), kept('b', {tags: ['fix']}), kept('c', {source: 'http://box/heap'})];
  assert.deepEqual(names(libraryInOrder(library, 'FIX', 'name')), ['a', 'b']);
  assert.deepEqual(names(libraryInOrder(library, 'fix before', 'name')), ['a']);
  assert.deepEqual(names(libraryInOrder(library, 'box', 'name')), ['c']);
  assert.deepEqual(names(libraryInOrder(library, '(', 'name')), []);
});

test('pinned profiles come first, and numbers in names are numbers', () => {
  const library = [kept('cpu10', {size: 1}), kept('cpu9', {size: 3}), kept('last', {pinned: true, size: 2})];
  assert.deepEqual(names(libraryInOrder(library, '', 'name')), ['last', 'cpu9', 'cpu10']);
  assert.deepEqual(names(libraryInOrder(library, '', 'size')), ['last', 'cpu9', 'cpu10']);
});

test('the library that is given stays in its order', () => {
  const library = [kept('b'), kept('a')];
  libraryInOrder(library, '', 'name');
  assert.deepEqual(names(library), ['b', 'a']);
});

test('profiles of one service stand together, and those of none stand last', () => {
  const groups = groupedByService([kept('a'), kept('b', {service: 'box'}), kept('c', {service: 'app'}), kept('d', {service: 'box'})]);
  assert.deepEqual(groups.map(({service, profiles}) => [service, ...names(profiles)]), [['box', 'b', 'd'], ['app', 'c'], ['', 'a']]);
});

test('room is made by what was opened longest ago, and never by what is pinned or open', () => {
  const library = [kept('new', {openedMillis: 9}), kept('old', {openedMillis: 1}), kept('pinned', {openedMillis: 0, pinned: true}), kept('open', {openedMillis: 0}), kept('older', {openedMillis: 0})];
  assert.deepEqual(names(oldestFor(library, 15, 'open')), ['older', 'old']);
  assert.deepEqual(names(oldestFor(library, 10, 'open')), ['older']);
  assert.deepEqual(names(oldestFor([kept('open'), kept('p', {pinned: true})], 10, 'open')), []);
});
