import assert from 'node:assert/strict';
import {test} from 'node:test';
import {baseName, cleanPath, fixed, general, padStart, quote} from '../../src/base/format.js';

// What Go's fmt prints for %.2f, %.2g, %q, and what its path/filepath says.

test('half way between two decimals, the even digit is taken', () => {
  const facts: [number, string][] = [
    [0.125, '0.12'], [0.375, '0.38'], [0.625, '0.62'], [-0.125, '-0.12'], [123456789.125, '123456789.12'],
    // These look like ties, but the doubles lie above or below.
    [1.005, '1.00'], [2.675, '2.67'], [0.005, '0.01'],
  ];
  for (const [value, text] of facts) assert.equal(fixed(value, 2), text);
});

test('a double past 2^53 is written with all of its digits', () => {
  assert.equal(fixed(2 ** 63, 2), '9223372036854775808.00');
  assert.equal(fixed(1e21, 2), '1000000000000000000000.00');
});

test('two significant digits are written as Go writes them', () => {
  const facts: [number, string][] = [
    [0, '0'], [0.5, '0.5'], [0.999, '1'], [0.0055, '0.0055'], [0.035, '0.035'], [0.125, '0.12'], [0.0001, '0.0001'], [0.00001234, '1.2e-05'], [1e-17, '1e-17'],
    [42, '42'], [123, '1.2e+02'],
  ];
  for (const [value, text] of facts) assert.equal(general(value, 2), text);
});

test('a width counts characters, not UTF-16 units', () => {
  assert.equal(padStart('5𝄞', 4), '  5𝄞');
});

test('a quoted text reads as Go quotes it', () => {
  assert.equal(quote('a"b\\\n\x01é\u200b'), '"a\\"b\\\\\\n\\x01é\\u200b"');
});

test('the last part of a path is found behind slashes', () => {
  const facts: [string, string][] = [['', '.'], ['/', '/'], ['/a/b', 'b'], ['a/b//', 'b'], ['plugin (v2).so ', 'plugin (v2).so ']];
  for (const [path, name] of facts) assert.equal(baseName(path), name);
});

test('a path loses empty parts, dots and what they go back on', () => {
  const facts: [string, string][] = [
    ['', '.'], ['a//b/./c/', 'a/b/c'], ['/../a', '/a'], ['a/../..', '..'], ['../a/../b', '../b'], ['/a/b.go', '/a/b.go'], ['.hidden/..x', '.hidden/..x'], ['/', '/'],
  ];
  for (const [path, clean] of facts) assert.equal(cleanPath(path), clean);
});
