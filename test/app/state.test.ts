import assert from 'node:assert/strict';
import {test} from 'node:test';
import {homeState, readHash, writeHash, type PageState} from '../../src/app/state.js';
import {defaultConfig} from '../../src/config/config.js';

const views = ['flamegraph', 'top'];
const id = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';

test('a state comes back from its hash', () => {
  const state: PageState = {
    view: 'top', profile: id.slice(0, 16), profileName: 'my cpu & more.pb.gz', address: '',
    config: {...defaultConfig, sampleIndex: 'cpu', focus: 'main\\.(a|b)+', hide: '^net/http', noInlines: true, trim: false, nodeCount: 20, sort: 'cum', selected: 'main.(*T[…]).f', search: '/x&y=#/', zoom: '1f'},
  };
  assert.deepEqual(readHash(writeHash(state), views), state);
});

test('a hash is written in pprof\'s letters, without what is as pprof starts', () => {
  const hash = writeHash({...homeState, view: 'top', profile: id, config: {...defaultConfig, focus: 'main', noInlines: true, trim: false}});
  assert.equal(hash, '#/top?trim=f&f=main&noinlines=t&id=0123456789abcdef');
});

test('an unknown view shows the first one', () => {
  assert.equal(readHash(`#/nothing?id=${id}`, views).view, 'flamegraph');
});

test('a hash without a profile is the home page', () => {
  for (const hash of ['', '#', '#/', '#/top', '#/top?f=x', '#/top?id=xyz', '#/top?id=0123', `#/top?id=${id}${'x'.repeat(9000)}`]) {
    assert.deepEqual(readHash(hash, views), homeState, hash);
  }
});

test('an address in a link is kept for a question', () => {
  for (const hash of ['#url=http://192.168.0.1/x', '#/?url=http://192.168.0.1/x']) {
    assert.equal(readHash(hash, views).address, 'http://192.168.0.1/x');
  }
});

for (const [query, key, value] of [
  ['noinlines=T', 'noInlines', true],
  ['noinlines=perhaps', 'noInlines', false],
  ['n=12', 'nodeCount', 12],
  ['n=1e9', 'nodeCount', -1],
  ['n=99999999999', 'nodeCount', -1],
  ['nf=.25', 'nodeFraction', 0.25],
  ['nf=Infinity', 'nodeFraction', 0.005],
  ['sort=cum', 'sort', 'cum'],
  ['sort=cost', 'sort', 'flat'],
  ['g=lines', 'granularity', 'lines'],
  ['g=molecules', 'granularity', ''],
  ['f=', 'focus', ''],
  ['__proto__=1', 'focus', ''],
] as const) {
  test(`${query} means ${key} ${String(value)}`, () => {
    assert.equal(readHash(`#/top?id=${id}&${query}`, views).config[key], value);
  });
}

test('no hash makes the page throw, and each is stable once it is read', () => {
  let seed = 7;
  const random = (below: number): number => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % below;
  const pieces = ['#', '/', '?', '&', '=', '%', '%00', '%zz', '%ff', 'id=', id, 'f=', 'si=', 'trim=', 'n=', '-1', 't', 'top', 'flamegraph', '\u0000', '\ud800', '💥', '+', ';', 'constructor', '(', '[', '\\', 'url=', 'javascript:1'];
  for (let round = 0; round < 2000; round++) {
    const hash = Array.from({length: random(30)}, () => pieces[random(pieces.length)]).join('');
    const state = readHash(hash, views);
    if (state.view !== '') assert.deepEqual(readHash(writeHash(state), views), {...state, profile: state.profile.slice(0, 16)}, hash);
  }
});

test('a series is its snapshots and what is counted of them', () => {
  const state: PageState = {...homeState, series: [id.slice(0, 16), id.slice(16, 32)], config: {...defaultConfig, sampleIndex: 'inuse_objects'}};
  assert.equal(writeHash({...state, series: [id, id.slice(16)]}), '#/series?si=inuse_objects&ids=0123456789abcdef.0123456789abcdef');
  assert.deepEqual(readHash(writeHash(state), views), state);
});

test('a series without snapshots is the home page', () => {
  for (const hash of ['#/series', '#/series?ids=', '#/series?ids=xyz.0123']) assert.deepEqual(readHash(hash, views), homeState, hash);
  assert.equal(writeHash({...homeState, series: []}), '');
});
