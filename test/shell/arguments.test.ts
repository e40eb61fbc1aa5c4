import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseArguments} from '../../src/shell/arguments.js';

test('flags come with one dash or two, their values behind = or as the next word', () => {
  for (const words of [['-top', '-nodecount=5', 'a.pb.gz'], ['--top', '--nodecount', '5', 'a.pb.gz'], ['-top=true', '-nodecount', '0x5', '--', 'a.pb.gz']]) {
    const {command, config, sources} = parseArguments(words);
    assert.deepEqual([command, config.nodeCount, sources], ['top', 5, ['a.pb.gz']]);
  }
});

test('flags end at the first source', () => {
  assert.deepEqual(parseArguments(['-top', 'a', '-cum', 'b']).sources, ['a', '-cum', 'b']);
});

test('a choice is a flag', () => {
  const {config} = parseArguments(['-top', '-cum', '-lines', 'a']);
  assert.deepEqual([config.sort, config.granularity], ['cum', 'lines']);
});

test('a command with a pattern takes it as its value', () => {
  const {command, pattern} = parseArguments(['-list=main\\.', 'a']);
  assert.deepEqual([command, pattern], ['list', 'main\\.']);
});

test('the first flag for a sample type wins, and the others are told of', () => {
  const {config, messages} = parseArguments(['-top', '-mean_delay', '-contentions', 'a']);
  assert.deepEqual([config.sampleIndex, config.mean, messages], ['delay', true, ['Multiple value selections, ignoring -contentions']]);
});

test('what pprof refuses is refused in its words', () => {
  const facts: [string[], string][] = [
    [['-top'], 'no profile source specified'],
    [['-top', '-tree', 'a'], 'must set at most one output format'],
    [['-nonsense', 'a'], 'flag provided but not defined: -nonsense'],
    [['-nodecount'], 'flag needs an argument: -nodecount'],
    [['-nodecount=x', 'a'], 'invalid value "x" for flag -nodecount: parse error'],
    [['-cum=yes', 'a'], 'invalid boolean value "yes" for -cum: parse error'],
    [['---top', 'a'], 'bad flag syntax: ---top'],
    [['-top', '-cum', '-flat', 'a'], 'conflicting options set: [flat cum]'],
    [['-top', '-base=a', '-diff_base=b', 'c'], '-base and -diff_base flags cannot both be specified'],
    [['-top', '-normalize', 'c'], 'must have base profile to normalize by'],
    [['-top', '-http=:0', 'c'], '-http is not compatible with an output format on the command line'],
    [['-no_browser', 'c'], '-no_browser only makes sense with -http'],
  ];
  for (const [words, message] of facts) assert.throws(() => parseArguments(words), {code: /^(bad-option|no-source)$/, message}, words.join(' '));
});
