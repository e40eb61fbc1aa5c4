import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig, type Config} from '../../../src/config/config.js';
import {filterActions} from '../../../src/views/parts/frame-actions.js';

const facts = {name: 'main.(*T).Run', unit: 'count', shown: 100, through: 30, places: 2};

function changeBy(title: string, config: Config): Partial<Config> | undefined {
  let change: Partial<Config> | undefined;
  filterActions(facts, config, (asked) => (change = asked), () => {}).find((action) => action.title === title)!.run();
  return change;
}

test('Focus and Show from take the place of what was there', () => {
  const config = {...defaultConfig, focus: 'old', showFrom: 'old'};
  assert.deepEqual(changeBy('Focus', config), {focus: '^main\\.\\(\\*T\\)\\.Run$'});
  assert.deepEqual(changeBy('Show from', config), {showFrom: '^main\\.\\(\\*T\\)\\.Run$'});
});

test('Ignore and Hide are added to what was there', () => {
  const config = {...defaultConfig, ignore: 'old', hide: ''};
  assert.deepEqual(changeBy('Ignore', config), {ignore: 'old|^main\\.\\(\\*T\\)\\.Run$'});
  assert.deepEqual(changeBy('Hide', config), {hide: '^main\\.\\(\\*T\\)\\.Run$'});
});

test('each filter says what it costs', () => {
  const costs = filterActions(facts, defaultConfig, () => {}, () => {}).map(({title, cost}) => `${title}: ${cost ?? ''}`);
  assert.deepEqual(costs, ['Focus: removes 70', 'Ignore: removes 30', 'Hide: 2 boxes', 'Show from: removes 70', 'Copy name: ']);
});

test('where other views can be gone to, the source and the sandwich of the function are among them', () => {
  const gone: unknown[] = [];
  const actions = filterActions(facts, defaultConfig, () => {}, () => {}, (view, change) => gone.push([view, change]));
  for (const key of ['s', 'w']) actions.find(({code}) => code === key)!.run();
  assert.deepEqual(gone, [['source', {selected: 'main.(*T).Run'}], ['flamegraph', {sandwich: 'main.(*T).Run', selected: 'main.(*T).Run', zoom: '', pivot: ''}]]);
});
