import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig} from '../../src/config/config.js';
import {applied, readSettings, writeSettings} from '../../src/config/settings.js';

// As pprof writes it: json.MarshalIndent of its settings, whose fields all say omitempty (settings.go, config.go).
const written = `{
  "configs": [
    {
      "name": "no runtime",
      "unit": "minimum",
      "sort": "cum",
      "nodecount": -1,
      "nodefraction": 0.005,
      "edgefraction": 0.001,
      "trim": true,
      "hide": "^runtime\\\\.",
      "tagroot": "job"
    }
  ]
}`;

test('a settings.json of pprof is read, and what is written means the same', () => {
  const [first] = readSettings(written);
  assert.deepEqual(first, {name: 'no runtime', config: {...defaultConfig, sort: 'cum', hide: '^runtime\\.', tagRoot: 'job'}});
  assert.deepEqual(JSON.parse(writeSettings([first!])), JSON.parse(written));
});

test('an option that pprof left out is its zero, so trimming is off', () => {
  const {config} = readSettings('{"configs": [{"name": "a"}]}')[0]!;
  assert.deepEqual(config, {...defaultConfig, trim: false, nodeCount: 0, nodeFraction: 0, edgeFraction: 0});
});

test('neither the sample type nor what only this page knows is in the file', () => {
  const text = writeSettings([{name: 'a', config: {...defaultConfig, sampleIndex: 'cpu', divideBy: 2, output: 'x', sourcePath: 'y', trimPath: 'z', search: 's', selected: 'f', yourCode: 'app'}}]);
  assert.deepEqual(Object.keys(JSON.parse(text).configs[0]), ['name', 'unit', 'nodecount', 'nodefraction', 'edgefraction', 'trim', 'sort']);
});

test('a saved config leaves the sample type and the selection alone, and takes filters that it does not have away', () => {
  const now = {...defaultConfig, sampleIndex: 'alloc_space', selected: 'main.f', focus: 'main', sourcePath: '/src'};
  assert.deepEqual(applied(now, {name: 'a', config: {...defaultConfig, hide: 'x'}}), {...now, focus: '', hide: 'x'});
});

test('of two configs with one name the later one stands', () => {
  const twice = writeSettings([{name: 'a', config: {...defaultConfig, focus: '1'}}, {name: 'a', config: {...defaultConfig, focus: '2'}}]);
  assert.deepEqual(readSettings(twice).map(({config}) => config.focus), ['2']);
});

test('a file that pprof would not have written is refused with what is wrong', () => {
  for (const [text, said] of [
    ['{', /no JSON/],
    ['[]', /no object/],
    ['{"configs": 1}', /no list/],
    ['{"configs": [{"focus": "a"}]}', /no name/],
    ['{"configs": [{"name": ""}]}', /no name/],
    ['{"configs": [{"name": "a", "trim": "yes"}]}', /trim "yes"; pprof keeps a boolean/],
    ['{"configs": [{"name": "a", "granularity": "miles"}]}', /granularity/],
    ['{"configs": [{"name": "a", "nodecount": 1.5}]}', /nodecount/],
  ] as const) assert.throws(() => readSettings(text), {code: 'bad-option', message: said}, text);
  assert.deepEqual(readSettings('{"configs": null}'), []);
  assert.equal(readSettings('{"configs": [{"name": "__proto__", "__proto__": {"focus": "x"}}]}')[0]!.config.focus, '');
});
