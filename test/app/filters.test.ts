import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {FilterCosts} from '../../src/app/filter-costs.js';
import {changesFilters, FilterHistory} from '../../src/app/filter-history.js';
import {filtersIn, moved, toBlame, without, withoutAll} from '../../src/app/filters.js';
import {pprofCommand} from '../../src/app/pprof-command.js';
import {asked} from '../../src/config/asked.js';
import {defaultConfig, type Config} from '../../src/config/config.js';
import {LocalEngine} from '../../src/engine/local-engine.js';
import {encodeProfile} from '../../src/profile/encode.js';
import {MemoryLibrary} from '../../src/store/memory-library.js';
import {profileOf} from '../helpers/profile-of.js';

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

test('a filter that is moved stays in its place, and pprof\'s own order is not written down', () => {
  const config = {...defaultConfig, focus: 'a', ignore: 'b', hide: 'c'};
  const keysOf = (change: Partial<Config>) => filtersIn({...config, ...change}).map(({key}) => key);
  const change = moved(filtersIn(config), 'hide', 0);
  assert.deepEqual(change, {filterOrder: 'h.f.i'});
  assert.deepEqual(keysOf(change), ['hide', 'focus', 'ignore']);
  assert.deepEqual(moved(filtersIn({...config, ...change}), 'hide', 2), {filterOrder: ''});
  assert.deepEqual(keysOf({...change, show: 'd'}), ['hide', 'focus', 'ignore', 'show']);
  assert.deepEqual(keysOf({filterOrder: '.i.__proto__.i.f?'}), ['ignore', 'focus', 'hide']);
});

test('undo takes back that a filter was moved', () => {
  const history = new FilterHistory();
  const config = {...defaultConfig, focus: 'a', ignore: 'b'};
  const after = {...config, ...moved(filtersIn(config), 'ignore', 0)};
  assert.equal(changesFilters(config, after), true);
  history.remember(config);
  assert.deepEqual(history.undo(after), config);
  assert.deepEqual({...after, ...withoutAll()}, defaultConfig);
});

test('a report is not asked anew for the order of the chips, and pprof\'s command does not say it', () => {
  const config = {...defaultConfig, focus: 'a', ignore: 'b'};
  assert.deepEqual(asked({...config, filterOrder: 'i.f'}), config);
  const profile = {name: 'cpu.pb.gz', goText: ''} as const;
  assert.equal(pprofCommand(profile, {...config, filterOrder: 'i.f'}, 'top'), pprofCommand(profile, config, 'top'));
});

test('what a filter removed is counted in what those before it left, in the order of the chips', async () => {
  const engine = new LocalEngine(Promise.resolve(new MemoryLibrary()));
  const {info} = await engine.open({kind: 'bytes', name: 'cpu', bytes: gzipSync(encodeProfile(profileOf('cpu nanoseconds', `
    main;parse;alloc 3
    main;alloc       5
    main;parse       2
    main             1
  `)))}, () => {});
  const costsOf = (config: Config): Promise<readonly (number | undefined)[]> => new Promise((done) => {
    const costs = new FilterCosts(() => done(filtersIn(config).map(({key}) => costs.of(key)?.value)));
    costs.ask(engine, info, config);
  });
  const config = {...defaultConfig, focus: 'parse', ignore: 'alloc'};
  // Of 11 parse is in 5, of which 3 are alloc's; without alloc 3 are left, of which 1 is not parse's.
  assert.deepEqual(await costsOf(config), [6, 3]);
  assert.deepEqual(await costsOf({...config, filterOrder: 'i.f'}), [8, 1]);
  assert.deepEqual(await costsOf({...config, focus: 'main', noInlines: true, filterOrder: 'noinlines.f.i'}), [undefined, 0, 8]);
  const top = async (filterOrder: string) => (await engine.report(info.id, 'top', {...config, filterOrder})).model;
  assert.deepEqual(await top('i.f'), await top(''));
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
