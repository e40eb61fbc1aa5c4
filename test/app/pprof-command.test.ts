import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';
import {pprofCommand} from '../../src/app/pprof-command.js';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {defaultConfig, type Config} from '../../src/config/config.js';
import {configFields} from '../../src/config/fields.js';
import {LocalEngine} from '../../src/engine/local-engine.js';
import {topText} from '../../src/report/top.js';
import {parseArguments} from '../../src/shell/arguments.js';
import {MemoryLibrary} from '../../src/store/memory-library.js';
import {runReport} from '../report-command.js';

const cases: readonly [what: string, view: string, change: Partial<Config>, command: string][] = [
  ['nothing but the file', 'flamegraph', {}, 'go tool pprof -http=: cpu.pb.gz'],
  ['filters, quoted', 'flamegraph', {focus: 'main\\.', hide: '^net/http'}, "go tool pprof -http=: -focus='main\\.' -hide='^net/http' cpu.pb.gz"],
  ['a choice is a flag of its own', 'top', {sort: 'cum', granularity: 'lines'}, 'go tool pprof -top -trim=false -cum -lines cpu.pb.gz'],
  ['what is on by itself is switched off', 'graph', {trim: false, noInlines: true}, 'go tool pprof -http=: -trim=false -noinlines cpu.pb.gz'],
  ['numbers', 'graph', {nodeCount: 20, nodeFraction: 0.1}, 'go tool pprof -http=: -nodecount=20 -nodefraction=0.1 cpu.pb.gz'],
  ['no limits where the view shows every row', 'top', {nodeCount: 20, nodeFraction: 0.1, edgeFraction: 0}, 'go tool pprof -top -trim=false cpu.pb.gz'],
  ['the selected function where the view shows that one', 'peek', {selected: 'main.(*T).f'}, "go tool pprof -peek='^main\\.\\(\\*T\\)\\.f$' cpu.pb.gz"],
  ['no report for the console, so that pprof shows its prompt', 'console', {focus: 'main'}, 'go tool pprof -focus=main cpu.pb.gz'],
  ['no -normalize, which pprof refuses without a base', 'graph', {normalize: true}, 'go tool pprof -http=: cpu.pb.gz'],
  ['a sample type', 'flamegraph', {sampleIndex: 'alloc_space'}, 'go tool pprof -http=: -sample_index=alloc_space cpu.pb.gz'],
  ['nothing of what the page only looks at', 'flamegraph', {search: 'x', zoom: 'ab', selected: 'main.f', yourCode: 'main', pivot: 'm'}, 'go tool pprof -http=: cpu.pb.gz'],
];

for (const [what, view, change, command] of cases) {
  test(`the command holds ${what}`, () => {
    assert.equal(pprofCommand({name: 'cpu.pb.gz', goText: ''}, {...defaultConfig, ...change}, view), command);
  });
}

test('a shell reads each word of the command as it was meant', () => {
  const nasty = '$(touch x) `id` "a" \'b\' \\ ;|&<>*?~#!\t§';
  const command = pprofCommand({name: `-${nasty}`, goText: ''}, {...defaultConfig, focus: nasty}, 'top');
  const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], {encoding: 'utf8'}).split('\n');
  assert.deepEqual(words, ['go', 'tool', 'pprof', '-top', '-trim=false', `-focus=${nasty}`, `./-${nasty}`, '']);
});

test('there is no command for what pprof does not read', () => {
  assert.equal(pprofCommand({name: 'dump.txt', goText: 'dump'}, defaultConfig, 'top'), '');
  assert.equal(pprofCommand({name: 'heap.txt', goText: 'names'}, defaultConfig, 'top'), '');
});

/** What a shell hands to pprof. */
function wordsOf(command: string): string[] {
  const words = execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], {encoding: 'utf8'}).split('\0').slice(0, -1);
  assert.deepEqual(words.splice(0, 3), ['go', 'tool', 'pprof']);
  return words;
}

// Every kind of option, alone and together.
const changes: readonly Partial<Config>[] = [
  {}, {focus: 'Hash|Regexp'}, {ignore: '^runtime\\.'}, {hide: 'sha256', show: 'main|work|crypto'}, {showFrom: 'main\\.plain'}, {pruneFrom: 'Hash$'},
  {sort: 'cum', granularity: 'lines'}, {granularity: 'files'}, {granularity: 'addresses', noInlines: true}, {sampleIndex: '0'}, {mean: true}, {unit: 'ms', divideBy: 2.5},
  {focus: "it's $(not) `run`", tagFocus: 'a=b', tagIgnore: ':10kb'}, {relativePercentages: true, focus: 'a'}, {tagRoot: 'id', tagLeaf: 'thread,id'},
  {tagShow: 'i', tagHide: 'x'}, {nodeCount: 3, trim: false}, {nodeFraction: 0.2, edgeFraction: 1e-7}, {dropNegative: true, compactLabels: true, callTree: true},
  {showColumns: true, granularity: 'lines', intelSyntax: true}, {sourcePath: '/a b:/c', trimPath: '/d'},
];

for (const change of changes) {
  const config: Config = {...defaultConfig, ...change};
  test(`pprof reads back ${JSON.stringify(change)}`, () => {
    const {config: read, sources, command} = parseArguments(wordsOf(pprofCommand({name: 'a b.pb.gz', goText: ''}, config, 'traces')));
    for (const {key, name} of configFields) if (name !== '') assert.equal(read[key], config[key], name);
    assert.deepEqual([command, sources], ['traces', ['a b.pb.gz']]);
  });
}

process.env['TZ'] = 'UTC';
const profiles = join(import.meta.dirname, '../profiles');

for (const name of ['go1.24.cpu.pb.gz', 'go1.24.cpu.labels.pb.gz', 'go1.24.server.heap.pb.gz', 'mean.contention.pb.gz', 'names.pb.gz', 'negative.pb.gz', 'dropframes.pb.gz']) {
  test(`for ${name} the command prints the rows that Top shows, under ${changes.length} configs`, async () => {
    const engine = new LocalEngine(Promise.resolve(new MemoryLibrary()));
    const {info} = await engine.open({kind: 'bytes', name, bytes: readFileSync(join(profiles, name))}, () => {});
    for (const change of changes) {
      const config: Config = {...defaultConfig, ...change};
      const words = wordsOf(pprofCommand(info, config, 'top'));
      words.push(join(profiles, words.pop()!));
      const printed = await runReport(words, () => {});
      const shown = await engine.report(info.id, 'top', config).then(({model}) => topText(model), () => undefined);
      if (shown === undefined) assert.notEqual(printed.exit, 0, JSON.stringify(change));
      else assert.equal(printed.output, shown, JSON.stringify(change));
    }
  });
}
