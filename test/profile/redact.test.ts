import assert from 'node:assert/strict';
import {test} from 'node:test';
import {encodeProfile} from '../../src/profile/encode.js';
import type {Profile} from '../../src/profile/profile.js';
import {redact, remainsOf, type Ownership, type Redaction} from '../../src/profile/redact.js';
import {Replacer} from '../../src/profile/replacer.js';
import {packageOf} from '../../src/report/package-of.js';
import {profileOf} from '../helpers/profile-of.js';

const nothing: Redaction = {names: 'keep', paths: 'keep', labels: 'keep', builds: false, comments: false};
const everything: Redaction = {names: 'all', paths: 'none', labels: 'keys', builds: true, comments: true};

const shop = profileOf('cpu nanoseconds', `
  main.main@/home/ann/shop/main.go;acme.com/shop/cart.(*Cart).Add@/home/ann/shop/cart/cart.go;slices.SortFunc[acme.com/shop/cart.Line]@/usr/local/go/src/slices/sort.go 10 {tenant=Umbrella Corp,bytes=#512bytes,user=#77}
  main.main@/home/ann/shop/main.go;acme.com/shop/pay.Charge@/home/ann/shop/pay/cart.go;net/http.(*Client).Do@/usr/local/go/src/net/http/client.go 5 {tenant=Initech,path=/a}
`, (builder) => {
  builder.mappings[0] = {...builder.mappings[0]!, file: '/srv/secret-shop/bin/shopd', buildId: 'c0ffee42'};
  builder.comments = ['built by ann in /home/ann/shop/cart/cart.go', 'acme.com/shop/pay at c0ffee42'];
  builder.docUrl = 'https://wiki.acme.com/shop';
  builder.dropFrames = 'acme\\.com/shop/pay\\..*';
});

function owned({functions, strings}: Profile, prefixes: readonly string[]): Ownership {
  const packages = Array.from(functions.name, (name, row) => packageOf(strings.get(name), strings.get(functions.filename[row]!)));
  return {packages, prefixes, isOwn: Uint8Array.from(packages, (name) => (prefixes.some((prefix) => name === prefix || name.startsWith(`${prefix}/`)) ? 1 : 0))};
}

const own = owned(shop, ['main', 'acme.com/shop']);

function redacted(rules: Partial<Redaction>) {
  const {profile, replaced} = redact(shop, {...nothing, ...rules}, own);
  const text = Buffer.from(encodeProfile(profile)).toString('latin1');
  return {profile, replaced, remains: remainsOf(profile), text};
}

test('with every rule off a profile is written as it was', () => {
  assert.deepEqual(encodeProfile(redact(shop, nothing, own).profile), encodeProfile(shop));
});

test('own packages get numbers, in type parameters, comments and addresses too', () => {
  const {remains, text, replaced} = redacted({names: 'packages'});
  assert.deepEqual(remains.names, ['main.main', 'net/http.(*Client).Do', 'pkg1.(*Cart).Add', 'pkg2.Charge', 'slices.SortFunc[pkg1.Line]']);
  assert.ok(remains.others.includes('pkg2 at c0ffee42'));
  assert.equal(replaced.names, 3);
  assert.ok(!text.includes('acme.com/shop'));
});

test('own functions get numbers in their package, and so does a name that mentions one', () => {
  const {remains, text} = redacted({names: 'own'});
  assert.deepEqual(remains.names, ['f3', 'main.f1', 'net/http.(*Client).Do', 'pkg1.f2', 'pkg2.f4']);
  for (const name of ['Cart).Add', 'Charge', 'cart.Line', 'SortFunc']) assert.ok(!text.includes(name), name);
});

test('under all no name stays, and the linker\'s names are those of the functions', () => {
  const {profile, remains} = redacted({names: 'all'});
  assert.deepEqual(remains.names, ['f3', 'f5', 'main.f1', 'pkg1.f2', 'pkg2.f4']);
  assert.deepEqual(profile.functions.systemName, profile.functions.name);
});

test('files lose their folders and stay as many as they were, also in a comment', () => {
  const {remains, text, replaced} = redacted({paths: 'base'});
  assert.deepEqual(remains.files, ['cart.go', 'cart~2.go', 'client.go', 'main.go', 'sort.go']);
  assert.ok(remains.others.includes('built by ann in cart.go'));
  assert.equal(replaced.paths, 5);
  assert.ok(!text.includes('/home/ann'));
  assert.ok(!text.includes('/srv/secret-shop'));
});

test('values of labels are replaced, the same by the same, and numbers go but for the size of an allocation', () => {
  assert.deepEqual(redacted({labels: 'values'}).remains.labels, ['bytes=512bytes', 'path=value3', 'tenant=value1', 'tenant=value2']);
  assert.deepEqual(redacted({labels: 'keys'}).remains.labels, ['bytes=512bytes', 'key1=value1', 'key1=value2', 'key3=value3']);
  assert.deepEqual(redacted({labels: 'none'}).remains.labels, []);
});

test('build ids go and binaries get numbers, wherever they are named', () => {
  const {profile, text} = redacted({builds: true});
  assert.deepEqual(profile.mappings.map(({file, buildId}) => [file, buildId]), [['binary1', '']]);
  for (const name of ['c0ffee42', 'shopd']) assert.ok(!text.includes(name), name);
});

test('under every rule none of the texts is left, and the values are what they were', () => {
  const {profile, remains, text} = redacted(everything);
  for (const word of ['acme', 'ann', 'Cart', 'Charge', 'http', '.go', 'Umbrella', 'Initech', 'tenant', 'user', 'shop', 'c0ffee', 'wiki']) assert.ok(!text.includes(word), word);
  assert.deepEqual(remains.others, ['binary1', 'cpu', 'nanoseconds']);
  assert.deepEqual([profile.samples.values[0]!.number(0), profile.samples.values[0]!.number(1)], [10, 5]);
});

test('which of two profiles a sample is of stays said', () => {
  const diff = profileOf('cpu nanoseconds', `
    main 10
    main -5 {pprof::base=true,tenant=x}
  `);
  const {profile} = redact(diff, {...everything, labels: 'none'}, owned(diff, []));
  assert.deepEqual(remainsOf(profile).labels, ['pprof::base=true']);
});

test('a number that something is called already is left out', () => {
  const taken = profileOf('cpu nanoseconds', 'f1;acme.com/x.F@x.go 1\nf1;pkg1.G@y.go 1');
  const {profile} = redact(taken, {...nothing, names: 'own'}, owned(taken, ['acme.com/x']));
  assert.deepEqual(remainsOf(profile).names, ['f1', 'pkg1.G', 'pkg2.f2']);
});

test('a text is replaced by whole words, the longest first', () => {
  const replacer = new Replacer();
  replacer.add('acme.com/shop', 'pkg1', 'package');
  replacer.add('acme.com/shop/cart', 'pkg2', 'package');
  replacer.add('cart', 'pkg3', 'package');
  assert.equal(replacer.inName('acme.com/shop/cart.Add'), 'pkg2.Add');
  assert.equal(replacer.inName('acme.com/shop.F[acme.com/shop/cart.T]'), 'pkg1.F[pkg2.T]');
  assert.equal(replacer.inName('acme.com/shopping.F'), 'acme.com/shopping.F');
  assert.equal(replacer.inName('other.com/cart.F'), 'other.com/cart.F');
  assert.equal(replacer.inName('cart::Add(cart::Line)'), 'pkg3::Add(pkg3::Line)');
  assert.equal(replacer.inText('see /src/cart/x.cc'), 'see /src/pkg3/x.cc');
});
