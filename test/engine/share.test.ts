import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {defaultConfig, type Config} from '../../src/config/config.js';
import {Role} from '../../src/config/role.js';
import {shareProfile} from '../../src/engine/share.js';
import type {Redaction} from '../../src/profile/redact.js';
import {decodeProfile} from '../helpers/decode-profile.js';
import {profileOf} from '../helpers/profile-of.js';

const keepAll: Redaction = {names: 'keep', paths: 'keep', labels: 'keep', builds: false, comments: false};

const served = profileOf('samples count, cpu nanoseconds', `
  main.main@/src/main.go;acme.com/shop/cart.Add@/src/cart/cart.go;runtime.mallocgc@/usr/local/go/src/runtime/malloc.go 3 30 {tenant=Initech}
  main.main@/src/main.go;acme.com/shop/pay.Charge@/src/pay/pay.go 1 10 {tenant=Umbrella}
`);

async function shared(config: Partial<Config> = {}, redaction: Partial<Redaction> = {}, onlyShown = false) {
  const answer = await shareProfile(served, {...defaultConfig, ...config}, {redaction: {...keepAll, ...redaction}, onlyShown, embed: true});
  const {top} = answer;
  const rows = Array.from(top.frame, (frame, row) => `${top.frames.names[frame]} ${top.flat[row]} ${top.cum[row]}`);
  return {...answer, rows, inside: decodeProfile(gunzipSync(answer.bytes!)), text: gunzipSync(answer.bytes!).toString('latin1')};
}

test('what a filter took away is not in what is shared, and neither is the filter', async () => {
  const {rows, top, text, config, inside, remains} = await shared({focus: 'cart', tagFocus: 'Initech'});
  assert.deepEqual(rows, ['runtime.mallocgc 30 30', 'acme.com/shop/cart.Add 0 30', 'main.main 0 30']);
  assert.equal(top.total, 30);
  assert.equal(inside.functions.length, 3);
  for (const word of ['Charge', 'Umbrella', 'pay.go']) assert.ok(!text.includes(word), word);
  assert.deepEqual([config.focus, config.tagFocus], ['', '']);
  assert.deepEqual(remains.labels, ['tenant=Initech']);
});

test('a function keeps its role and its numbers under another name', async () => {
  const {rows, flamegraph, config} = await shared({}, {names: 'all', paths: 'none'});
  // Numbered leaf first, as a profile that was compacted has its functions.
  assert.deepEqual(rows, ['f1 30 30', 'pkg2.f4 10 10', 'main.f3 0 40', 'pkg1.f2 0 30']);
  const {frames} = flamegraph;
  const role = (name: string) => frames.roles[frames.names.indexOf(name)];
  assert.deepEqual([role('main.f3'), role('pkg1.f2'), role('f1')], [Role.yourCode, Role.yourCode, Role.allocation]);
  assert.equal(config.yourCode, 'main,pkg3,pkg1,pkg2');
});

test('sample types that are not shown are left out, and the one that is needs no option then', async () => {
  const {inside, config, top} = await shared({sampleIndex: 'samples'}, {}, true);
  assert.deepEqual(inside.sampleTypes, [{type: 'samples', unit: 'count'}]);
  assert.equal(config.sampleIndex, '');
  assert.equal(top.total, 4);
});

test('frames that are made of labels go with the labels', async () => {
  assert.ok((await shared({tagRoot: 'tenant'})).rows.some((row) => row.startsWith('Initech ')));
  const {rows, text} = await shared({tagRoot: 'tenant'}, {labels: 'values'});
  assert.ok(!rows.some((row) => /Initech|value/.test(row)), rows.join());
  assert.ok(!text.includes('Initech'));
});
