import assert from 'node:assert/strict';
import {test} from 'node:test';
import {changesFilters, FilterHistory} from '../../src/app/filter-history.js';
import {filtersIn, toBlame, without, withoutAll} from '../../src/app/filters.js';
import {defaultConfig} from '../../src/config/config.js';

test('each filter that is set is a chip, by pprof\'s word, in the order that pprof applies them', () => {
  const config = {...defaultConfig, showFrom: 'main', noInlines: true, focus: 'a|b', search: 'x', selected: 'y'};
  assert.deepEqual(filtersIn(config), [
    {key: 'focus', name: 'focus', value: 'a|b'},
    {key: 'showFrom', name: 'show_from', value: 'main'},
    {key: 'noInlines', name: 'noinlines', value: ''},
  ]);
});

test('filters are taken away one by one or all at once', () => {
  const config = {...defaultConfig, focus: 'a', hide: 'b', sampleIndex: 'cpu'};
  assert.deepEqual(filtersIn({...config, ...without('focus')}).map(({key}) => key), ['hide']);
  assert.deepEqual({...config, ...withoutAll()}, {...defaultConfig, sampleIndex: 'cpu'});
});

test('undo and redo change the filters and nothing else', () => {
  const history = new FilterHistory();
  history.remember(defaultConfig);
  const focused = {...defaultConfig, focus: 'main', zoom: '1f', selected: 'main.f'};
  const undone = history.undo(focused)!;
  assert.deepEqual(undone, {...focused, focus: ''});
  assert.deepEqual(history.redo(undone), focused);
  assert.equal(history.redo(focused), undefined);
});

test('a new filter takes what could be redone away', () => {
  const history = new FilterHistory();
  history.remember(defaultConfig);
  history.undo({...defaultConfig, focus: 'a'});
  history.remember(defaultConfig);
  assert.equal(history.canRedo, false);
});

test('the newest filter is the one that the last change set', () => {
  const history = new FilterHistory();
  assert.equal(history.newest(defaultConfig), undefined);
  history.remember({...defaultConfig, hide: 'b'});
  assert.equal(history.newest({...defaultConfig, hide: 'b', focus: 'a'}), 'focus');
});

test('a zoom, a search and a selection change no filter', () => {
  assert.equal(changesFilters(defaultConfig, {...defaultConfig, zoom: '1', search: 'a', selected: 'b', sampleIndex: 'cpu'}), false);
  assert.equal(changesFilters(defaultConfig, {...defaultConfig, tagFocus: 'a'}), true);
});

test('where nothing is left, the newest filter is to blame if it can take samples away, else the last that can', () => {
  const filters = filtersIn({...defaultConfig, focus: 'a', ignore: 'b', tagRoot: 'job', noInlines: true});
  assert.equal(toBlame(filters, 'focus')?.key, 'focus');
  assert.equal(toBlame(filters, 'tagRoot')?.key, 'ignore');
  assert.equal(toBlame(filters, undefined)?.key, 'ignore');
  assert.equal(toBlame(filtersIn({...defaultConfig, tagRoot: 'job'}), 'tagRoot'), undefined);
});
