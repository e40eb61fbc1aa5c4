import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Failure} from '../../src/base/failure.js';
import {quoteRegexp} from '../../src/base/quote-regexp.js';
import {compileRegexp, prepareRegexps} from '../../src/base/regexp.js';

async function matches(pattern: string, text: string): Promise<boolean> {
  await prepareRegexps([pattern]);
  return compileRegexp(pattern, 'focus').test(text);
}

async function refusal(pattern: string, what = 'focus'): Promise<Failure> {
  await prepareRegexps([pattern]);
  try {
    compileRegexp(pattern, what);
  } catch (error) {
    assert(error instanceof Failure);
    return error;
  }
  return assert.fail(`${pattern} was compiled`);
}

test('literals need no engine, with anchors and alternatives and escaped marks', () => {
  const cases: [pattern: string, text: string, found: boolean][] = [
    ['work', 'main.work', true],
    ['Work', 'main.work', false],
    ['^main', 'main.work', true],
    ['^work', 'main.work', false],
    ['work$', 'main.work', true],
    ['main$', 'main.work', false],
    ['^main\\.work$', 'main.work', true],
    ['^main\\.work$', 'mainxwork', false],
    ['^main\\.work$', 'main.workers', false],
    ['parse|^main\\.work$', 'parser', true],
    ['\\(\\*T\\)\\.Do', 'net.(*T).Do', true],
    ['work|', 'anything', true],
    ['', '', true],
  ];
  for (const [pattern, text, found] of cases) assert.equal(compileRegexp(pattern, 'focus').test(text), found, `${pattern} in ${text}`);
});

test('what quoteRegexp writes matches that text alone', () => {
  for (const name of ['main.(*T[int]).Do^{}', 'a|b', 'C:\\x', '$', '日本']) {
    const matcher = compileRegexp(`^${quoteRegexp(name)}$`, 'focus');
    assert.equal(matcher.test(name), true, name);
    assert.equal(matcher.test(`${name}x`), false, name);
  }
});

test('the syntax is Go\'s and not JavaScript\'s', async () => {
  const cases: [pattern: string, text: string, found: boolean][] = [
    ['(?i)MAIN', 'main.work', true],
    ['(?s)a.b', 'a\nb', true],
    ['a.b', 'a\nb', false],
    ['(?P<name>w.)rk', 'work', true],
    ['\\Amain\\z', 'main', true],
    ['\\Qa+b\\E', 'xa+by', true],
    ['[[:alpha:]]+1', 'b1', true],
    ['\\pL', 'ж', true],
    ['^.$', '😀', true],
    ['a{', 'a{', true],
    ['x$^y', 'x$^y', false],
  ];
  for (const [pattern, text, found] of cases) assert.equal(await matches(pattern, text), found, `${pattern} in ${text}`);
});

test('a pattern that Go refuses fails with Go\'s words', async () => {
  const cases: [pattern: string, said: string, position: number | undefined][] = [
    ['(unclosed', 'missing closing ): `(unclosed`', 1],
    ['main.(', 'missing closing ): `main.(`', 6],
    ['[(](a', 'missing closing ): `[(](a`', 4],
    ['a)b', 'unexpected ): `a)b`', 2],
    ['x[a', 'missing closing ]: `[a`', 2],
    ['*', 'missing argument to repetition operator: `*`', undefined],
    ['ab**', 'invalid nested repetition operator: `**`', 3],
    ['a{1001}', 'invalid repeat count: `{1001}`', 2],
    ['x(?=a)', 'invalid or unsupported Perl syntax: `(?=`', 2],
    ['(a)\\1', 'invalid escape sequence: `\\1`', 4],
    ['a\\', 'trailing backslash at end of expression: ``', 2],
  ];
  for (const [pattern, said, position] of cases) {
    const failure = await refusal(pattern);
    assert.equal(failure.code, 'bad-regexp');
    assert.equal(failure.details.pprof, `parsing focus regexp: error parsing regexp: ${said}`);
    assert.equal(failure.details.position, position, pattern);
  }
});

test('half a surrogate pair in a pattern is read as the names of a file are', async () => {
  assert.equal(await matches('a\ud800b', 'a\ufffdb'), true);
  assert.equal(await matches('(?i)a\ud800', 'A\ufffd'), true);
  assert.equal(await matches('(?i)a', '\udfff a'), true);
});

test('a pattern that backtracks for ever elsewhere ends', async () => {
  assert.equal(await matches('(a+)+$', `${'a'.repeat(100_000)}!`), false);
});
