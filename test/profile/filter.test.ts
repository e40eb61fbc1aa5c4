import assert from 'node:assert/strict';
import {test} from 'node:test';
import {compileRegexp} from '../../src/base/regexp.js';
import type {Matcher} from '../../src/base/regexp.js';
import {filterByName, pruneFrom, showFrom} from '../../src/profile/filter.js';
import {prune} from '../../src/profile/prune.js';
import {simplifyName} from '../../src/profile/matching.js';
import {profileOf} from '../helpers/profile-of.js';
import {stacksOf} from '../helpers/stacks-of.js';

const rx = (pattern: string): Matcher => compileRegexp(pattern, 'focus');

const requests = profileOf('cpu nanoseconds', `
  main;serve;parse@parse.go 10
  main;serve;write          20
  main;idle                  5
`);

test('focus keeps the samples with a matching frame', () => {
  const {profile, focusMatched} = filterByName(requests, {focus: rx('serve')});
  assert.deepEqual(stacksOf(profile), ['main;serve;parse 10', 'main;serve;write 20']);
  assert.equal(focusMatched, true);
});

test('focus looks at file names and at the file of the mapping', () => {
  assert.deepEqual(stacksOf(filterByName(requests, {focus: rx('parse\\.go')}).profile), ['main;serve;parse 10']);
  assert.equal(filterByName(requests, {focus: rx('/bin/app')}).profile.samples.length, 3);
});

test('focus without a match leaves nothing and says so', () => {
  const {profile, focusMatched} = filterByName(requests, {focus: rx('absent')});
  assert.equal(profile.samples.length, 0);
  assert.equal(focusMatched, false);
});

test('ignore wins over focus', () => {
  const {profile} = filterByName(requests, {focus: rx('serve'), ignore: rx('write')});
  assert.deepEqual(stacksOf(profile), ['main;serve;parse 10']);
});

test('an ignored frame is no frame in focus for the message', () => {
  const {focusMatched, ignoreMatched} = filterByName(requests, {focus: rx('write'), ignore: rx('write')});
  assert.deepEqual([focusMatched, ignoreMatched], [false, true]);
});

test('hide removes frames and leaves their cost to the caller', () => {
  const {profile} = filterByName(requests, {hide: rx('serve|write')});
  assert.deepEqual(stacksOf(profile), ['main;parse 10', 'main 20', 'main;idle 5']);
});

test('stacks that are equal after hide share their rows', () => {
  const profile = profileOf('cpu nanoseconds', `
    main;a;x 1
    main;b;x 2
  `);
  const hidden = filterByName(profile, {hide: rx('^a$|^b$')}).profile;
  assert.equal(hidden.stacks.length, 2);
  assert.equal(hidden.samples.stack[0], hidden.samples.stack[1]);
});

test('a sample of which all is hidden goes, as does one without frames', () => {
  const profile = profileOf('cpu nanoseconds', `
    gone 1
    -    2
    main 4
  `);
  assert.deepEqual(stacksOf(filterByName(profile, {hide: rx('gone')}).profile), ['main 4']);
});

test('show keeps matching frames only', () => {
  const {profile, showMatched} = filterByName(requests, {show: rx('serve')});
  assert.deepEqual(stacksOf(profile), ['serve 10', 'serve 20']);
  assert.equal(showMatched, true);
});

test('hide comes before show', () => {
  const {profile, showMatched} = filterByName(requests, {hide: rx('serve'), show: rx('serve|write')});
  assert.deepEqual(stacksOf(profile), ['write 20']);
  assert.equal(showMatched, true);
});

test('hide and show look at each line of a location', () => {
  const profile = profileOf('cpu nanoseconds', 'main;outer>middle>inner 1');
  assert.deepEqual(stacksOf(filterByName(profile, {hide: rx('middle')}).profile), ['main;outer>inner 1']);
  assert.deepEqual(stacksOf(filterByName(profile, {show: rx('middle')}).profile), ['middle 1']);
});

test('a location without lines stays under hide and goes under show, unless its mapping matches', () => {
  const profile = profileOf('cpu nanoseconds', 'main;serve 1', (builder) => {
    const mapping = builder.mapping({file: '/lib/libc.so'});
    builder.sample([builder.location(mapping, 0x10n), 0], [2]);
  });
  assert.deepEqual(stacksOf(filterByName(profile, {hide: rx('serve')}).profile), ['main 1', 'main;? 2']);
  assert.deepEqual(stacksOf(filterByName(profile, {hide: rx('libc')}).profile), ['main;serve 1', 'main 2']);
  assert.deepEqual(stacksOf(filterByName(profile, {show: rx('main')}).profile), ['main 1', 'main 2']);
  assert.deepEqual(stacksOf(filterByName(profile, {show: rx('libc')}).profile), []);
});

test('a filter that changes nothing gives the profile itself', () => {
  assert.equal(filterByName(requests, {}).profile, requests);
  assert.equal(filterByName(requests, {focus: rx('main')}).profile, requests);
  assert.equal(filterByName(requests, {hide: rx('absent')}).profile, requests);
  assert.equal(showFrom(requests, rx('main')).profile, requests);
  assert.equal(pruneFrom(requests, rx('absent')), requests);
});

test('a filter shares the columns that it leaves alone', () => {
  const {profile} = filterByName(requests, {focus: rx('serve')});
  assert.equal(profile.stacks, requests.stacks);
  assert.equal(profile.locations, requests.locations);
});

test('showFrom drops the callers above the first match', () => {
  const profile = profileOf('cpu nanoseconds', 'main;serve;parse;serve 1');
  const from = (pattern: string) => {
    const {profile: left, matched} = showFrom(profile, rx(pattern));
    return [stacksOf(left), matched];
  };
  assert.deepEqual(from('main'), [['main;serve;parse;serve 1'], true]);
  assert.deepEqual(from('serve'), [['serve;parse;serve 1'], true]);
  assert.deepEqual(from('parse'), [['parse;serve 1'], true]);
  assert.deepEqual(from('flush'), [[], false]);
});

test('showFrom cuts inside a location, and does so in every stack', () => {
  const profile = profileOf('cpu nanoseconds', `
    main;outer>serve>inner           1
    main;serve;outer>serve>inner     2
  `);
  assert.deepEqual(stacksOf(showFrom(profile, rx('serve')).profile), ['serve>inner 1', 'serve;serve>inner 2']);
});

test('pruneFrom makes the match nearest to the leaf the leaf', () => {
  const profile = profileOf('cpu nanoseconds', `
    d;b;c;b;a 1
    d;x       2
  `);
  assert.deepEqual(stacksOf(pruneFrom(profile, rx('^b$'))), ['d;b;c;b 1', 'd;x 2']);
  assert.deepEqual(stacksOf(pruneFrom(profile, rx('^d$'))), ['d 1', 'd 2']);
});

test('pruneFrom drops what is inlined into the match', () => {
  const profile = profileOf('cpu nanoseconds', 'main;outer>middle>inner;leaf 1');
  assert.deepEqual(stacksOf(pruneFrom(profile, rx('middle'))), ['main;outer>middle 1']);
});

test('prune cuts at the first match below a frame that does not match', () => {
  const profile = profileOf('cpu nanoseconds', `
    drop;main;drop;leaf   1
    main;keep;drop;x;drop 2
    drop;drop             4
  `);
  assert.deepEqual(stacksOf(prune(profile, rx('^drop$|^keep$'), rx('^keep$'))), ['drop;main 1', 'main;keep 2', 'drop;drop 4']);
});

test('prune cuts inside a location, above the first frame that does not match too', () => {
  const profile = profileOf('cpu nanoseconds', `
    main;outer>drop>inner;leaf 1
    outer>drop>inner;main      2
  `);
  assert.deepEqual(stacksOf(prune(profile, rx('drop'), undefined)), ['main;outer 1', 'outer;main 2']);
});

test('a name is pruned by what stands before its arguments', () => {
  const cases: [name: string, simple: string][] = [
    ['.main', 'main'],
    ['f(int) const', 'f'],
    ['(anonymous namespace)::g(char)', '(anonymous namespace)::g'],
    ['A::operator()(int)', 'A::operator()'],
    ['main.(*T).Do', 'main.'],
    ['plain', 'plain'],
  ];
  for (const [name, simple] of cases) assert.equal(simplifyName(name), simple);
});
