import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Failure} from '../../src/base/failure.js';
import {defaultConfig, type Config} from '../../src/config/config.js';
import {expandLine, parseLine} from '../../src/shell/parse.js';

const types = ['alloc_objects', 'alloc_space', 'delay'];

/** What stays of `lines`, one after the other. */
function optionsAfter(...lines: string[]): Partial<Config> {
  let options = defaultConfig;
  for (const line of lines.flatMap((text) => expandLine(text, types))) {
    const request = parseLine(line, options, (sampleIndex) => sampleIndex);
    assert.equal(request.kind, 'set');
    if (request.kind === 'set') ({options} = request);
  }
  return changed(options);
}

function changed(config: Config): Partial<Config> {
  return Object.fromEntries(Object.entries(config).filter(([key, value]) => value !== defaultConfig[key as keyof Config]));
}

// interactive.go, and B24 for what was run.
const reports: readonly [line: string, command: string, pattern: string, config: Partial<Config>][] = [
  ['top', 'top', '', {nodeCount: 10}],
  ['text', 'text', '', {nodeCount: 10}],
  ['top10', 'top', '', {nodeCount: 10}],
  ['top 7', 'top', '', {nodeCount: 7}],
  ['top3 7', 'top', '', {nodeCount: 7}],
  ['  top5   -cum ', 'top', '', {nodeCount: 5, sort: 'cum'}],
  ['top --cum', 'top', '', {nodeCount: 10, sort: 'cum'}],
  ['top -cumulative', 'top', '', {nodeCount: 10, ignore: 'cumulative'}],
  ['top main http', 'top', '', {nodeCount: 10, focus: 'main|http'}],
  ['top main -runtime -gc 3', 'top', '', {nodeCount: 3, focus: 'main', ignore: 'runtime|gc'}],
  ['top -', 'top', '', {nodeCount: 10}],
  ['top -5', 'top', '', {nodeCount: -5}],
  ['top -1', 'top', '', {nodeCount: 10}],
  ['top 99999999999', 'top', '', {nodeCount: 10, focus: '99999999999'}],
  ['top focus=main', 'top', '', {nodeCount: 10, focus: 'focus=main'}],
  ['top >a.txt', 'top', '', {nodeCount: 10, output: 'a.txt'}],
  ['top > a.txt main', 'top', '', {nodeCount: 10, output: 'a.txt', focus: 'main'}],
  ['top >a >b', 'top', '', {nodeCount: 10, output: 'b'}],
  ['tree', 'tree', '', {}],
  ['tree20', 'tree', '', {nodeCount: 20}],
  ['list main\\.run', 'list', 'main\\.run', {}],
  ['list run main -gc', 'list', 'run', {focus: 'main', ignore: 'gc'}],
  ['list5', 'list', '5', {}],
  ['peek -x', 'peek', '-x', {}],
  ['tags', 'tags', '', {}],
  ['tags id -id:3 user', 'tags', '', {tagFocus: 'id|user', tagIgnore: 'id:3'}],
  ['proto >p.pb.gz', 'proto', '', {output: 'p.pb.gz'}],
];

for (const [line, command, pattern, config] of reports) {
  test(`\`${line}\` is ${command} with ${JSON.stringify(config)}`, () => {
    const request = parseLine(line, defaultConfig, (sampleIndex) => sampleIndex);
    assert.deepEqual(request.kind === 'report' ? {...request, config: changed(request.config)} : request, {kind: 'report', command, pattern, config});
  });
}

const settings: readonly [lines: readonly string[], options: Partial<Config>][] = [
  [['focus=main'], {focus: 'main'}],
  [[' focus = main.*run '], {focus: 'main.*run'}],
  [['focus=a=b'], {focus: 'a=b'}],
  [['focus=main //: [remark]'], {focus: 'main'}],
  [['focus=a//:b//:c'], {focus: 'a//:b'}],
  [['focus=a', 'focus='], {}],
  [['mean'], {mean: true}],
  [['mean='], {mean: true}],
  [['mean=YES', 'trim=n'], {mean: true, trim: false}],
  [['nodecount=20', 'nodefraction=.01'], {nodeCount: 20, nodeFraction: 0.01}],
  [['granularity=lines'], {granularity: 'lines'}],
  [['lines=true'], {granularity: 'lines'}],
  [['sort=cum'], {sort: 'cum'}],
  [['alloc_space'], {sampleIndex: 'alloc_space'}],
  [['mean_delay'], {sampleIndex: 'delay', mean: true}],
  [['mean_delay', 'total_delay'], {sampleIndex: 'delay'}],
  [['focus=a', 'ignore=b', 'hide=c', 'tagfocus=d', 'tagignore=e', ':'], {}],
  // Better than pprof (B30): words of a choice alone, and all filters go.
  [['lines'], {granularity: 'lines'}],
  [['cum'], {sort: 'cum'}],
  [['show=a', 'show_from=b', 'prune_from=c', 'tagshow=d', 'taghide=e', 'tagroot=f', 'tagleaf=g', ':'], {}],
];

for (const [lines, options] of settings) {
  test(`\`${lines.join('`, `')}\` leaves ${JSON.stringify(options)}`, () => assert.deepEqual(optionsAfter(...lines), options));
}

const words: readonly [line: string, kind: string][] = [['', 'nothing'], ['  ', 'nothing'], ['o', 'options'], ['options', 'options'], ['q', 'quit'], ['quit', 'quit'], ['exit now', 'quit'], ['help', 'help']];

for (const [line, kind] of words) {
  test(`\`${line}\` is ${kind}`, () => assert.equal(parseLine(line, defaultConfig, (text) => text).kind, kind));
}

const refused: readonly [line: string, message: string][] = [
  ['focus', 'please specify a value, e.g. focus=<val>'],
  ['focus main', 'did you mean: focus=main'],
  ['nodecount 5', 'did you mean: nodecount=5'],
  ['lines 5', 'did you mean: lines=5'],
  ['list', 'command list requires an argument'],
  ['weblist', 'command weblist requires an argument'],
  ['top >', 'unexpected end of line after >'],
  ['nodecount=x', 'strconv.Atoi: parsing "x": invalid syntax'],
  ['nodefraction=', 'strconv.ParseFloat: parsing "": invalid syntax'],
  ['mean=perhaps', 'illegal value "perhaps" for bool variable'],
  ['sort=name', 'invalid "sort" value "name"'],
  ['nothing10 x', 'unrecognized command: "nothing"'],
  ['42', 'unrecognized command: "42"'],
  // With ours behind pprof's words.
  ['tpo', 'unrecognized command: "tpo"; did you mean top?'],
  ['granularty=lines', 'unrecognized command: "granularty=lines"; did you mean granularity?'],
];

for (const [line, message] of refused) {
  test(`\`${line}\` is refused: ${message}`, () => {
    assert.throws(() => parseLine(line, defaultConfig, (text) => text), (error) => error instanceof Failure && error.message === message);
  });
}

test('what is given with a command is gone after it', () => {
  const options = {...defaultConfig, focus: 'kept'};
  assert.equal((parseLine('top other', options, (text) => text) as {config: Config}).config.focus, 'other');
  assert.equal((parseLine('top', options, (text) => text) as {config: Config}).config.focus, 'kept');
});
