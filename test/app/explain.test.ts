import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {curl, explainFailure, goHandler} from '../../src/app/explain.js';
import {Failure, type FailureCode} from '../../src/base/failure.js';

const circumstances = {origin: 'https://icicle.example', address: 'http://localhost:6060/debug/pprof/heap'};
const file = {...circumstances, address: ''};

const codes = [...readFileSync(join(import.meta.dirname, '../../src/base/failure.ts'), 'utf8').split('/** What is known')[0]!.matchAll(/'([a-z-]+)'/g)]
  .map(([, code]) => code as FailureCode);

test('every code has a title and a text, each a sentence without code or exclamation', () => {
  assert.ok(codes.length > 20);
  for (const code of codes) {
    for (const where of [file, circumstances]) {
      const {title, text, details} = explainFailure(new Failure(code, 'what was asked and found'), where);
      assert.match(title, /^[\w"].*[^.!]$/, code);
      assert.match(text, /[.?:]$/, code);
      assert.ok(!/!|oops/i.test(title + text), code);
      assert.ok(!/undefined|NaN/.test(title + text), code);
      assert.equal(details, 'what was asked and found');
    }
  }
});

// The wording of ux.md §4.
const worded: readonly [failure: Failure, title: string, text: RegExp, action: string | undefined][] = [
  [new Failure('truncated', 'x', {offset: 98_304}), 'This file is not complete', /^It ends in the middle, at byte 98,304\./, 'open-another'],
  [new Failure('other-format', 'x', {found: 'go-trace'}), 'This is an execution trace', /^It shows time, not stacks\. Open it with go tool trace:$/, 'copy-code'],
  [new Failure('store-full', 'x'), 'Your library is full', /^The profile is open but not saved\. Delete some profiles, or download this one\.$/, 'manage-library'],
  [new Failure('store-newer', 'x'), 'A newer version of Icicle keeps this library', /changes nothing in it\. Reload the page/, 'try-again'],
  [new Failure('store-refused', 'x'), 'Nothing will be kept', /^Your browser does not let this page save\./, undefined],
  [new Failure('worker-lost', 'x'), 'The view was closed to save memory', /^The browser stopped our worker\. Nothing you saved is lost\.$/, 'open-again'],
  [new Failure('other-format', 'x.pb.gz is not a profile: it is a zip archive; unpack it first', {found: 'zip'}), 'This is not a pprof profile', /^It is a zip archive; unpack it first\.$/, 'open-another'],
  [new Failure('no-room', 'x.pb.gz is larger than this page can hold: it holds more than 8 labels'), 'Too large for this page', /^x\.pb\.gz is larger than this page can hold: it holds more than 8 labels\. A profile of a shorter time is smaller/, 'open-another'],
  [new Failure('too-large', 'too large to open safely: unpacked it would need more than 1 GB, which is far more than a usual profile and can freeze this tab'), 'Too large to open safely', /^Unpacked it would need more than 1 GB\. That is far more than a usual profile and can freeze this tab\.$/, 'open-anyway'],
];

for (const [failure, title, text, action] of worded) {
  test(`${failure.code}${failure.details.found === undefined ? '' : ` of ${failure.details.found}`} is worded as decided`, () => {
    const explained = explainFailure(failure, file);
    assert.equal(explained.title, title);
    assert.match(explained.text, text);
    assert.equal(explained.action?.kind, action);
  });
}

test('what is no failure is said to be our fault', () => {
  assert.match(explainFailure(new TypeError('x is undefined'), file).text, /fault of Icicle/);
});

test('the handler names the origin of the page, and never every origin', () => {
  assert.match(goHandler('https://icicle.example'), /const page = "https:\/\/icicle\.example"/);
  assert.doesNotMatch(goHandler('https://icicle.example'), /"\*"/);
});

test('the command is safe to paste into a shell, whatever the address holds', () => {
  assert.equal(curl('http://localhost:6060/debug/pprof/heap?seconds=5'), "curl -o heap.pb.gz 'http://localhost:6060/debug/pprof/heap?seconds=5'");
  assert.equal(curl("http://h/a'$(touch x)'"), "curl -o a___touch_20x__.pb.gz 'http://h/a'\\''$(touch%20x)'\\'''".replace('touch%20x', 'touch x'));
});
