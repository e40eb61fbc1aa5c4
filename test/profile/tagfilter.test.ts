import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Failure} from '../../src/base/failure.js';
import {compileRegexp} from '../../src/base/regexp.js';
import {numLabelUnits} from '../../src/profile/num-label-units.js';
import {compileTagFilter, filterByTag, filterTags} from '../../src/profile/tagfilter.js';
import {addLabelFrames} from '../../src/profile/tagroot.js';
import type {Profile} from '../../src/profile/profile.js';
import {profileOf} from '../helpers/profile-of.js';
import {stacksOf} from '../helpers/stacks-of.js';

const sized = profileOf('cpu nanoseconds', `
  main;a 1 {bytes=#1024bytes}
  main;b 2 {bytes=#4096bytes, op=get}
  main;c 4 {bytes=#65536bytes, op=put, via=get}
  main;d 8
  main;e 16 {latency=#5}
`);

function focusedValues(profile: Profile, text: string): number[] {
  const filter = compileTagFilter(text, 'tagfocus', numLabelUnits(profile).units);
  const {samples} = filterByTag(profile, filter?.matches, undefined).profile;
  return Array.from({length: samples.length}, (_, row) => samples.values[0]!.number(row));
}

test('a tag filter is a range where it reads as one, else patterns', () => {
  const cases: [text: string, kept: number[]][] = [
    ['4kb', [2]],
    // To pprof a unit that it does not know is any unit: 5 latency are 5 kB.
    ['4kb:', [2, 4, 16]],
    [':4kb', [1, 2]],
    ['1kb:4kb', [1, 2]],
    ['bytes=1kb', [1]],
    ['other=1kb', []],
    // A number without a unit meets no bytes, as pprof turns those into B.
    ['1024', []],
    // The unit of a key that names none is the key itself.
    ['5latency', [16]],
    ['get', [2, 4]],
    ['op:get', [2]],
    ['get,put', [4]],
    ['op=get', [2]],
    ['op=get,put', [2, 4]],
    ['op=', [2, 4]],
    ['=get', [2, 4]],
    ['', [1, 2, 4, 8, 16]],
  ];
  for (const [text, kept] of cases) assert.deepEqual(focusedValues(sized, text), kept, text);
});

test('a range is announced in pprof\'s words', () => {
  assert.deepEqual(compileTagFilter('bytes=4kb:', 'tagignore', new Map())?.messages, ['tagignore:Interpreted \'4kb:\' as range, not regexp']);
  assert.deepEqual(compileTagFilter('get', 'tagfocus', new Map())?.messages, []);
});

test('a bound past 64 bits is refused', () => {
  assert.throws(() => compileTagFilter('9223372036854775808', 'tagfocus', new Map()), (error) => error instanceof Failure && error.code === 'bad-option');
});

test('tagignore drops what tagfocus keeps', () => {
  const filter = (text: string) => compileTagFilter(text, 'tagfocus', new Map())?.matches;
  const {profile, focusMatched, ignoreMatched} = filterByTag(sized, filter('get'), filter('op=put'));
  assert.deepEqual(stacksOf(profile), ['main;b 2']);
  assert.deepEqual([focusMatched, ignoreMatched], [true, true]);
});

test('tagshow and taghide drop labels and no samples, and equal sets become one', () => {
  const {profile, showMatched, hideMatched} = filterTags(sized, compileRegexp('op|via', 'tagshow'), compileRegexp('via', 'taghide'));
  assert.deepEqual([showMatched, hideMatched], [true, true]);
  assert.equal(profile.samples.length, 5);
  assert.deepEqual([...profile.samples.labels], [0, 1, 2, 0, 0]);
  assert.equal(profile.labelSets.length, 3);
  assert.deepEqual([...profile.labelSets.string].map((row) => profile.strings.get(row)), ['get', 'put']);
});

test('taghide without a match gives the profile itself', () => {
  const {profile, hideMatched} = filterTags(sized, undefined, compileRegexp('absent', 'taghide'));
  assert.equal(profile, sized);
  assert.equal(hideMatched, false);
});

test('the unit of a numeric label is the first that is met, else bytes or the key', () => {
  const profile = profileOf('cpu nanoseconds', `
    a 1 {size=#1, request=#2}
    a 1 {size=#1kb}
    a 1 {size=#1mb, depth=#3}
    a 1 {size=#1gb}
  `);
  const {units, warnings} = numLabelUnits(profile);
  assert.deepEqual([...units], [['size', 'kb'], ['request', 'bytes'], ['depth', 'depth']]);
  assert.deepEqual(warnings, ['For tag size used unit kb, also encountered unit(s) gb, mb']);
});

test('tagroot and tagleaf add a frame a key, nameless where the label is missing', () => {
  const profile = profileOf('cpu nanoseconds', `
    main;work 1 {user=ann, op=get}
    main;work 2 {op=put}
    main;work 4 {user=ann, op=get}
  `);
  const added = addLabelFrames(profile, 'user,op', 'op', 'minimum');
  assert.deepEqual([added.rootMatched, added.leafMatched], [true, true]);
  assert.deepEqual(stacksOf(added.profile), ['ann;get;main;work;get 1', '?;put;main;work;put 2', 'ann;get;main;work;get 4']);
  const {functions, strings} = added.profile;
  assert.deepEqual([...functions.filename].slice(-4).map((row) => strings.get(row)), ['op', 'user', 'op', 'user']);
  assert.deepEqual([...functions.id.low], [1, 2, 3, 4, 5, 6]);
});

test('a numeric label becomes a frame in the unit that is asked', () => {
  const profile = profileOf('cpu nanoseconds', 'main 1 {bytes=#4096bytes, count=#3}');
  assert.deepEqual(stacksOf(addLabelFrames(profile, 'bytes', 'count', 'kb').profile), ['4kB;main;3 1']);
});

test('a key that no sample has matches nothing', () => {
  const added = addLabelFrames(sized, 'absent', '', 'minimum');
  assert.equal(added.rootMatched, false);
  assert.equal(addLabelFrames(sized, '', ',', 'minimum').profile, sized);
});
