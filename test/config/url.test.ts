import assert from 'node:assert/strict';
import {test} from 'node:test';
import {defaultConfig} from '../../src/config/config.js';
import type {Config} from '../../src/config/config.js';
import {configFields} from '../../src/config/fields.js';
import {configFromUrl, urlFromConfig} from '../../src/config/url.js';

function read(query: string): Config {
  return configFromUrl(new URLSearchParams(query));
}

function written(config: Config): string {
  return urlFromConfig(config).toString();
}

test('a link of pprof\'s says the same here', () => {
  assert.deepEqual(read('?si=alloc_space&f=main%5C.work&g=lines&trim=f&n=20&nf=0.01&mean=t&sort=cum'), {
    ...defaultConfig, sampleIndex: 'alloc_space', focus: 'main\\.work', granularity: 'lines', trim: false, nodeCount: 20, nodeFraction: 0.01, mean: true, sort: 'cum',
  });
});

test('what is not changed does not stand in the address', () => {
  assert.equal(written(defaultConfig), '');
  assert.equal(written({...defaultConfig, trim: false, focus: 'a|b', noInlines: true}), 'trim=f&f=a%7Cb&noinlines=t');
});

test('every field with a letter comes back from the address', () => {
  for (const {key, letter, kind, choices} of configFields) {
    if (letter === '') continue;
    const value = kind === 'boolean' ? !defaultConfig[key] : kind === 'integer' ? 7 : kind === 'number' ? 0.25 : (choices?.at(-1) ?? 'ä &=+%"\u{1f642}');
    const config = {...defaultConfig, [key]: value} as Config;
    assert.deepEqual(read(written(config)), config, letter);
  }
});

test('letters are used once', () => {
  const letters = configFields.map(({letter}) => letter).filter((letter) => letter !== '');
  assert.equal(new Set(letters).size, letters.length);
});

test('what makes no sense says nothing', () => {
  for (const query of ['n=many', 'nf=NaN', 'ef=inf', 'g=words', 'sort=name', 'mean=perhaps', 'unknown=1', '__proto__=1', 'f=', '%', '?', '&&==', 'n=1e400']) {
    assert.deepEqual(read(query), defaultConfig, query);
  }
});
